//! A pool of so many threads to run in; without the feature `threads`, this one.

#[cfg(feature = "threads")]
pub(crate) fn in_pool<R: Send>(threads: usize, run: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(run)
}

#[cfg(not(feature = "threads"))]
pub(crate) fn in_pool<R>(_threads: usize, run: impl FnOnce() -> R) -> R {
    run()
}
