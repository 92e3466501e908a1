use core::mem::{MaybeUninit, swap};

use crate::layers::Repeat;
use crate::shape::MatchesInput;
use crate::stream::{Frame, Stream, handed};
use crate::{Numbers, Shape};

impl<L: Stream, const N: usize> Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    /// Layer by layer: `step` of each, told whether it is the last.
    #[inline(always)]
    fn walk_step(
        &self,
        states: &mut [L::State; N],
        x: &Frame<L::Input, L::Scalar>,
        z: &mut Frame<L::Output, L::Scalar>,
        step: impl Fn(&L, &mut L::State, &Frame<L::Input, L::Scalar>, &mut Frame<L::Output, L::Scalar>, bool),
    ) {
        let mut place = MaybeUninit::uninit();
        let [h] = <L::Output as Shape>::Frame::scratch(&mut place);
        // so that the last one writes `z`
        let (mut from, mut to) = if N.is_multiple_of(2) { (z, h) } else { (h, z) };
        for (index, (layer, state)) in self.layers.iter().zip(states).enumerate() {
            let x = if index == 0 { x } else { handed::<L::Output, L::Input, _>(from) };
            step(layer, state, x, to, index + 1 == N);
            swap(&mut from, &mut to);
        }
    }
}

/// Of each copy.
impl<L: Stream, const N: usize> Stream for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    type State = [L::State; N];

    #[inline]
    fn infer_step(
        &self,
        states: &mut [L::State; N],
        x: &Frame<L::Input, L::Scalar>,
        z: &mut Frame<L::Output, L::Scalar>,
    ) {
        self.walk_step(states, x, z, |layer, state, x, z, last| {
            if last { layer.infer_step(state, x, z) } else { layer.activate_step::<false>(state, x, z) }
        });
    }

    #[inline]
    fn activate_step<const FUSED: bool>(
        &self,
        states: &mut [L::State; N],
        x: &Frame<L::Input, L::Scalar>,
        y: &mut Frame<L::Output, L::Scalar>,
    ) {
        self.walk_step(states, x, y, |layer, state, x, y, _| layer.activate_step::<FUSED>(state, x, y));
    }
}
