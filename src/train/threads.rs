//! Work on several threads, or on one.

/// How many threads can work at once.
#[cfg(feature = "threads")]
pub(super) fn threads() -> usize {
    rayon::current_num_threads()
}

/// Does `work` on every job: on this thread, and on as many more as are free and find a job left.
#[cfg(feature = "threads")]
pub(super) fn share<J: Send>(jobs: &mut [J], work: impl Fn(&mut J) + Sync) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, PoisonError};
    use std::time::{Duration, Instant};

    /// To be put to sleep and woken takes 30 us or more; the last jobs of the others mostly end within this.
    const PATIENCE: Duration = Duration::from_micros(200);

    let helpers = threads().min(jobs.len()).saturating_sub(1);
    let queue = Mutex::new(jobs.iter_mut());
    // nothing can panic while the lock is held
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        while let Some(job) = next() {
            work(job);
        }
    };
    if helpers == 0 {
        return run();
    }
    let busy = AtomicUsize::new(0);
    let help = || {
        busy.fetch_add(1, Ordering::Relaxed);
        run();
        busy.fetch_sub(1, Ordering::Relaxed);
    };
    // in place: the caller, whatever thread it is, works too
    rayon::in_place_scope(|scope| {
        (0..helpers).for_each(|_| scope.spawn(|_| help()));
        run();
        let end = Instant::now() + PATIENCE;
        while busy.load(Ordering::Relaxed) > 0 && Instant::now() < end {
            std::thread::yield_now();
        }
    });
}

/// How many threads can work at once.
#[cfg(not(feature = "threads"))]
pub(super) const fn threads() -> usize {
    1
}

/// Does `work` on every job.
#[cfg(not(feature = "threads"))]
pub(super) fn share<J: Send>(jobs: &mut [J], work: impl Fn(&mut J) + Sync) {
    jobs.iter_mut().for_each(work);
}
