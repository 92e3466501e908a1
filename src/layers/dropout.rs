use core::marker::PhantomData;

use rand_core::Rng;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::kernel::{Work, launch};
use crate::layer::{Input, Output};
use crate::module::{Describe, Folded};
use crate::stream::Frame;
use crate::{Batch, Layer, Learn, Module, Numbers, Scalar, Stream, Text, Train};

/// While it learns, a share of the numbers is 0, drawn anew for every pass: `Dropout<0.2>` in the DSL.
///
/// ```text
/// m = 0 with probability p, else 1 / (1 - p)
/// z = m x            dx = m dz                z = x when it predicts
/// ```
///
/// `p` is `N / D`, since a type cannot carry a float. Predicting takes no instruction and no memory: networks pass the layer
/// over.
///
/// The mask `m` lies on the tape, and [`Learn::sample_noise`] draws it there. [`Fit`](crate::train::Fit) does so before
/// every pass; a loop of your own does it itself. A tape without noise drops *everything*: behind it all numbers are
/// 0, before it no gradient arrives, and the loss stands still, which is seen at once where learning without dropout would
/// not be. One whose noise is not drawn again keeps its mask, so that forward and backward are functions of their
/// arguments, and a gradient check holds. Source: Srivastava et al. 2014; as `torch.nn.Dropout`.
///
/// ```
/// use constrata::prelude::*;
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Net: 4 => Dense<100> => Dropout<0.2> => Dense<1> }
/// let (mut net, mut pass) = (Net::zeros(), Net::pass());
/// net.fill(1.0);
/// assert_eq!(net.predict(&[0.0; 4]), [101.0]); // 100 ones, and a bias
///
/// pass.logits(&net, &[[0.0; 4]]);
/// assert_eq!(pass.output, [[1.0]]); // no noise: all are dropped
/// Net::sample_noise(&mut pass.tape, &mut SmallRng::seed_from_u64(1));
/// pass.logits(&net, &[[0.0; 4]]);
/// assert!((pass.output[0][0] - 101.0).abs() < 25.0); // about 80 of them, and each is 1.25
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct Dropout<S, const N: usize, const D: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    shape: PhantomData<(S, T)>,
}

impl<S, const N: usize, const D: usize, T> Dropout<S, N, D, T> {
    /// Random bits below this drop a number.
    const THRESHOLD: u32 = {
        assert!(N < D, "Dropout: the share that is dropped lies between 0 and 1, and is not 1");
        (((N as u128) << 32) / D as u128) as u32
    };
}

impl<S: Numbers, const N: usize, const D: usize, T: Scalar> Layer for Dropout<S, N, D, T> {
    type Scalar = T;
    type Input = S;
    type Output = S;
    type Activation = Identity;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        z.copy_from_slice(x);
    }
}

impl<S: Numbers, const N: usize, const D: usize, T: Scalar> Describe for Dropout<S, N, D, T> {
    const NAME: Text = Text::new("Dropout<").number(N).text(" / ").number(D).text(">");
    const FOLDED: Folded = Folded::goes::<Self>();
    const IS_IDENTITY: bool = true;
}

#[cfg(feature = "std")]
impl<S: Numbers, const N: usize, const D: usize, T: Scalar> ToC for Dropout<S, N, D, T> {
    fn c(_: &mut C) {}
}

impl<S: Numbers, const N: usize, const D: usize, T: Scalar> Train for Dropout<S, N, D, T> {
    type Tape<const B: usize> = Batch<S, T, B>;

    #[inline]
    fn forward<const B: usize>(&self, x: &Input<Self, B>, mask: &mut Self::Tape<B>, z: &mut Output<Self, B>) {
        let (x, mask, z) = (S::flat(x), S::flat(mask), S::flat_mut(z));
        launch(x.len(), Multiply(x, mask, z));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        _x: &Input<Self, B>,
        mask: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        _gradient: &mut Self,
    ) {
        if let Some(dx) = dx {
            let (dz, mask, dx) = (S::flat(dz), S::flat(mask), S::flat_mut(dx));
            launch(dz.len(), Multiply(dz, mask, dx));
        }
    }
}

impl<S: Numbers, const N: usize, const D: usize, T: Scalar> Learn for Dropout<S, N, D, T> {
    fn sample_noise<const B: usize>(mask: &mut Self::Tape<B>, rng: &mut impl Rng) {
        let kept = T::of(D as f64 / (D - N) as f64);
        for m in S::flat_mut(mask) {
            *m = if rng.next_u32() < Self::THRESHOLD { T::ZERO } else { kept };
        }
    }
}

struct Multiply<'a, T>(&'a [T], &'a [T], &'a mut [T]);
impl<T: Scalar> Work for Multiply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for ((x, m), z) in self.0.iter().zip(self.1).zip(self.2) {
            *z = *x * *m;
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S: Numbers, const N: usize, const D: usize, T: Scalar> Stream for Dropout<S, N, D, T> {
    type State = ();

    #[inline(always)]
    fn infer_step(&self, _: &mut (), x: &Frame<S, T>, z: &mut Frame<S, T>) {
        *z = *x;
    }
}
