//! The window that sees no later step.

use core::fmt::Debug;

use bytemuck::Zeroable;

use super::Walk;
use crate::stream::Ring;

/// The window of `K` steps, `DILATION` apart, that ends at the step it is for: `pad = causal` in the DSL, without a stride.
///
/// `PAST` is how many steps it looks back, (K - 1) DILATION, and as many zeros come before the first one.
///
/// ```
/// use constrata::{Causal, Walk};
/// assert_eq!((Causal::<3, 2, 4>::SIZE, Causal::<3, 2, 4>::PAD), ([3, 1], [4, 0]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Causal<const K: usize, const DILATION: usize, const PAST: usize>;

impl<const K: usize, const DILATION: usize, const PAST: usize> Walk for Causal<K, DILATION, PAST> {
    const SIZE: [usize; 2] = [K, 1];
    const STRIDE: [usize; 2] = [1, 1];
    const PAD: [usize; 2] = {
        assert!(
            K > 0 && DILATION > 0 && PAST == (K - 1) * DILATION,
            "Causal: its last parameter is how many steps the window looks back, (K - 1) DILATION"
        );
        [PAST, 0]
    };
    const DILATION: [usize; 2] = [DILATION, 1];
}

/// A window that sees no later step, with what it keeps of those before: [`Causal`].
///
/// ```
/// use constrata::{Causal, LooksBack, stream::Ring};
/// let past: <Causal<3, 2, 4> as LooksBack>::Past<[f32; 1]> = Ring::after([[0.0]; 4]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`Conv1d` with the window `{Self}` looks at later steps or leaves some out, so it cannot run step by step",
    label = "cannot run step by step: a `Conv1d` in it lacks `pad = causal`",
    note = "write `pad = causal`, and no `stride`: `Conv1d<16, 3, pad = causal>`"
)]
pub trait LooksBack: Walk {
    /// The frames before this one that the window shows.
    type Past<F: Copy + Debug + PartialEq + Zeroable + Send + Sync>: Copy
        + Debug
        + PartialEq
        + Zeroable
        + Send
        + Sync;
    /// Takes in a frame and writes what the window shows, the oldest first; returns how many of these lie before the beginning.
    #[doc(hidden)]
    fn push<F: Copy + Debug + PartialEq + Zeroable + Send + Sync>(
        past: &mut Self::Past<F>,
        frame: &F,
        shown: &mut [F],
    ) -> usize;
}

impl<const K: usize, const DILATION: usize, const PAST: usize> LooksBack for Causal<K, DILATION, PAST> {
    type Past<F: Copy + Debug + PartialEq + Zeroable + Send + Sync> = Ring<F, PAST>;
    #[inline(always)]
    fn push<F: Copy + Debug + PartialEq + Zeroable + Send + Sync>(
        past: &mut Ring<F, PAST>,
        frame: &F,
        shown: &mut [F],
    ) -> usize {
        past.push(frame, DILATION, shown)
    }
}
