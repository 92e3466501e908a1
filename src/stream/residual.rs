use core::mem::MaybeUninit;

use crate::activation::Activation;
use crate::layers::Residual;
use crate::shape::{MatchesInput, SameShape};
use crate::stream::{Frame, Stream, handed, numbers, numbers_mut};
use crate::{Numbers, Shape, kernel};

/// Of `g`, and of a projection.
impl<
    G: Stream,
    S: Stream<Scalar = G::Scalar, Input: MatchesInput<G, G::Input> + Numbers, Output: SameShape<G::Output>>,
    A: Activation,
    const PROJECTIONS: usize,
> Stream for Residual<G, S, A, PROJECTIONS>
{
    type State = (G::State, S::State);

    #[inline]
    fn infer_step(
        &self,
        (g, p): &mut Self::State,
        x: &Frame<S::Input, G::Scalar>,
        z: &mut Frame<G::Output, G::Scalar>,
    ) {
        self.branch.activate_step::<false>(g, handed::<S::Input, G::Input, _>(x), z);
        let z = numbers_mut::<G::Output, _>(z);
        if const { S::IS_IDENTITY } {
            return kernel::add(z, numbers::<S::Output, _>(handed::<S::Input, S::Output, _>(x)));
        }
        let mut place = MaybeUninit::uninit();
        let [y] = <S::Output as Shape>::Frame::scratch(&mut place);
        self.shortcut.activate_step::<false>(p, x, y);
        kernel::add(z, numbers::<S::Output, _>(y));
    }
}
