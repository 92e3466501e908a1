//! Running a plain loop in the best instruction set the machine has.

/// A plain loop over slices, compiled once per instruction set and run in the best the machine has.
///
/// `run` must be `#[inline(always)]`, and so must all it calls: whatever stays a call is compiled without the instructions.
/// No bit of the result depends on the level: Rust neither reorders nor fuses what the loop says.
///
/// ```
/// use constrata::kernel::{Work, launch};
///
/// struct Scale<'a>(&'a mut [f32], f32);
/// impl Work for Scale<'_> {
///     type Output = ();
///     #[inline(always)]
///     fn run(self) {
///         for x in self.0 {
///             *x *= self.1;
///         }
///     }
/// }
/// let mut x = [1.0; 100];
/// launch(x.len(), Scale(&mut x, 2.0));
/// assert_eq!(x, [2.0; 100]);
/// ```
pub trait Work {
    /// What the loop returns.
    type Output;
    /// Runs the loop.
    fn run(self) -> Self::Output;
}

/// Below this many elements a loop is done before a choice of instructions pays.
const TINY: usize = 32;

/// Runs `work`, whose loop walks `size` elements; a small size known to the compiler costs no check.
///
/// ```
/// use constrata::kernel::{Work, launch};
/// struct Largest<'a>(&'a [f32]);
/// impl Work for Largest<'_> {
///     type Output = f32;
///     #[inline(always)]
///     fn run(self) -> f32 { self.0.iter().fold(0.0, |largest, x| if *x > largest { *x } else { largest }) }
/// }
/// let x: Vec<f32> = (0..100).map(|i| (i % 17) as f32).collect();
/// assert_eq!(launch(x.len(), Largest(&x)), 16.0);
/// ```
#[inline(always)]
pub fn launch<W: Work>(size: usize, work: W) -> W::Output {
    struct Plain<W>(W);
    impl<W: Work> Fusing for Plain<W> {
        type Output = W::Output;
        #[inline(always)]
        fn run<const FUSED: bool>(self) -> W::Output {
            self.0.run()
        }
    }
    fusing(size, Plain(work))
}

/// As [`Work`], and may use what a processor fuses.
pub(crate) trait Fusing {
    type Output;
    /// `FUSED`: in code for a processor that rounds a product and a sum once, where that is quicker.
    fn run<const FUSED: bool>(self) -> Self::Output;
}

/// As [`launch`].
#[inline(always)]
pub(crate) fn fusing<F: Fusing>(size: usize, work: F) -> F::Output {
    use super::{Isa, Kernel, Level, dispatch};

    struct Launch<F>(F);
    impl<F: Fusing> Kernel for Launch<F> {
        type Output = F::Output;
        const VECTORS: bool = false;
        #[inline(always)]
        fn run<I: Isa>(self, _isa: I) -> F::Output {
            if I::FUSED { self.0.run::<true>() } else { self.0.run::<false>() }
        }
        #[inline(always)]
        fn plain(self) -> F::Output {
            self.0.run::<false>()
        }
    }
    if size < TINY || !Level::CHOICE { work.run::<false>() } else { dispatch(Launch(work)) }
}
