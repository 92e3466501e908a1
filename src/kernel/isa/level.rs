//! Which instructions the kernels use.

/// Which instructions the kernels use.
///
/// With `std` on x86-64 the best level of the machine is found at run time; every aarch64 has `Neon`. Elsewhere there is only
/// `Scalar`, which the compiler still vectorizes as far as the order of operations allows.
///
/// Two things differ between levels, in the last bits. At all but `Scalar` and `Sse2` a product and a sum are rounded once
/// (fused), in matrix products and in the `exp`, `tanh` and sigmoid of an `f32` that are activations; and long sums are split
/// among lanes. Loops given to [`launch`](crate::kernel::launch) compute the same bits at every level.
///
/// The bits of a microcontroller on a desktop: the feature `reproducible`, with which there is only `Scalar`, the functions
/// keep to single precision, and nothing is ever fused.
///
/// ```
/// use constrata::kernel::Level;
///
/// Level::limit(Level::Scalar); // from here on, plain loops
/// assert_eq!(Level::active(), Level::Scalar);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(u8)]
pub enum Level {
    /// Plain loops: one fixed order of operations and nothing fused, so matrix products have the same bits on every target.
    Scalar = 1,
    /// 128-bit vectors and fused multiply-add, on aarch64.
    Neon,
    /// 128-bit vectors, on x86-64 like all that follow. Of `f64` they would hold two, so `f64` takes plain loops here.
    Sse2,
    /// 256-bit vectors and fused multiply-add.
    Avx2,
    /// 512-bit vectors and fused multiply-add.
    Avx512,
}

// The one place that says where there is a choice; `Level::CHOICE` tells it to the kernels.
#[cfg(all(
    feature = "std",
    not(feature = "reproducible"),
    any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))
))]
mod choice {
    use super::Level;
    use core::sync::atomic::{AtomicU8, Ordering};

    /// 0, or a level that this machine has: nothing else is ever stored.
    static ACTIVE: AtomicU8 = AtomicU8::new(0);

    impl Level {
        /// Whether there is more than one level.
        pub(in crate::kernel) const CHOICE: bool = true;

        /// The best level of this machine.
        ///
        /// ```
        /// use constrata::kernel::Level;
        /// assert!(Level::active() <= Level::detected()); // the best, unless a program limits it
        /// ```
        #[cfg(target_arch = "x86_64")]
        #[must_use]
        pub fn detected() -> Self {
            use std::is_x86_feature_detected as has;
            let avx2 = has!("avx2") && has!("fma");
            let avx512 = has!("avx512f") && has!("avx512vl") && has!("avx512bw") && has!("avx512dq");
            match (avx2, avx512) {
                (true, true) => Level::Avx512,
                (true, false) => Level::Avx2,
                (false, _) => Level::Sse2,
            }
        }

        /// The best level of this machine.
        ///
        /// ```
        /// use constrata::kernel::Level;
        /// assert!(Level::active() <= Level::detected()); // the best, unless a program limits it
        /// ```
        #[cfg(target_arch = "aarch64")]
        #[must_use]
        pub fn detected() -> Self {
            Level::Neon
        }

        /// The level in use.
        #[inline(always)]
        #[must_use]
        pub fn active() -> Self {
            // relaxed: the level is a number on its own, and any value ever stored is right
            match ACTIVE.load(Ordering::Relaxed) {
                1 => Level::Scalar,
                2 => Level::Neon,
                3 => Level::Sse2,
                4 => Level::Avx2,
                5 => Level::Avx512,
                _ => first(),
            }
        }

        /// From now on, all threads use `highest` or the best this machine has below it.
        pub fn limit(highest: Self) {
            let level = match highest.min(Self::detected()) {
                Level::Neon if cfg!(target_arch = "x86_64") => Level::Scalar,
                level => level,
            };
            ACTIVE.store(level as u8, Ordering::Relaxed);
        }
    }

    #[cold]
    #[inline(never)]
    fn first() -> Level {
        // only if nobody chose meanwhile
        let detected = Level::detected();
        let _ = ACTIVE.compare_exchange(0, detected as u8, Ordering::Relaxed, Ordering::Relaxed);
        detected
    }
}

#[cfg(not(all(
    feature = "std",
    not(feature = "reproducible"),
    any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))
)))]
impl Level {
    /// Whether there is more than one level.
    pub(in crate::kernel) const CHOICE: bool = false;

    /// The best level of this machine.
    ///
    /// ```
    /// use constrata::kernel::Level;
    /// assert!(Level::active() <= Level::detected()); // the best, unless a program limits it
    /// ```
    #[must_use]
    pub const fn detected() -> Self {
        Level::Scalar
    }

    /// The level in use.
    #[inline(always)]
    #[must_use]
    pub const fn active() -> Self {
        Level::Scalar
    }

    /// From now on, all threads use `highest` or the best this machine has below it.
    pub const fn limit(highest: Self) {
        let _ = highest;
    }
}
