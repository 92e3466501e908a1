use crate::stream::Frame;
use crate::{Stream, kernel};

/// A step of a small network in one kernel.
#[inline(always)]
pub(super) fn in_one_kernel<L: Stream>(
    network: &L,
    state: &mut L::State,
    x: &Frame<L::Input, L::Scalar>,
    y: &mut Frame<L::Output, L::Scalar>,
) {
    kernel::fusing(usize::MAX, Step(network, state, x, y));
}

struct Step<'a, L: Stream>(
    &'a L,
    &'a mut L::State,
    &'a Frame<L::Input, L::Scalar>,
    &'a mut Frame<L::Output, L::Scalar>,
);
impl<L: Stream> kernel::Fusing for Step<'_, L> {
    type Output = ();
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        self.0.activate_step::<FUSED>(self.1, self.2, self.3);
    }
}
