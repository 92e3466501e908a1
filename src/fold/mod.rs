//! Networks without what only learning needs: batch normalization goes into the layer before it, dropout goes.

mod left;

use left::left;

use crate::layers::norm_factor;
use crate::module::{Folded, Kind, Node};
use crate::network::architecture;
use crate::{Network, Scalar, Shape, Text};

/// A trained network as one to deploy: the same outputs (up to rounding), fewer layers.
///
/// ```text
/// W' = f W    b' = f (b - mean) + shift,  f = scale / sqrt(variance + 1e-5)
/// ```
///
/// `BatchNorm` right behind a `Dense`, `Conv2d`, `DepthwiseConv2d` or `Conv1d` without an activation goes into it: the layer
/// gets a bias, and the activation of the norm. `Dropout` goes without a trace. All else stays, in nested networks too; a layer of
/// your own says what becomes of it in [`Describe::FOLDED`](crate::module::Describe::FOLDED).
///
/// Declare the network that is left, for the microcontroller, say, and fold into it. The compiler compares: where it is
/// another, `cargo build` says what to declare (`cargo check` does not look so far).
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Learns: [1, 6, 6] => Conv2d<8, 3, bias = false> => BatchNorm<Relu> => Flatten => Dropout<0.5> => Dense<3> }
/// network! { struct Runs:   [1, 6, 6] => Conv2d<8, 3, Relu>                             => Flatten                 => Dense<3> }
///
/// let net = Learns::random(&mut rand::rng()); // and trained
/// let small: Runs = net.fold();
/// let image = [[[0.5; 6]; 6]];
/// for (a, b) in small.predict(&image).iter().zip(net.predict(&image)) {
///     assert!((a - b).abs() < 1e-5);
/// }
/// ```
pub trait Fold: Network {
    /// The folded network, by value.
    #[must_use]
    fn fold<F>(&self) -> F
    where
        F: Network<Scalar = Self::Scalar, Input = Self::Input, Output = Self::Output>,
    {
        // here too, for the error to name the line that called
        const { is_folded(&Self::Input::NAME, &Self::FOLDED, &architecture::<F>()) };
        let mut folded = F::zeros();
        self.fold_into(&mut folded);
        folded
    }

    /// As [`fold`](Self::fold), written where the folded network lies: for one too large for the stack.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Learns: 64 => Dense<256, bias = false> => BatchNorm<Relu> => Dense<10> }
    /// network! { struct Runs: 64 => Dense<256, Relu> => Dense<10> }
    /// let (net, mut small) = (Learns::boxed(&mut rand::rng()), constrata::boxed::<Runs>());
    /// net.fold_into(&mut *small);
    /// assert!((small.predict(&[0.5; 64])[0] - net.predict(&[0.5; 64])[0]).abs() < 1e-4);
    /// ```
    fn fold_into<F>(&self, folded: &mut F)
    where
        F: Network<Scalar = Self::Scalar, Input = Self::Input, Output = Self::Output>,
    {
        const { is_folded(&Self::Input::NAME, &Self::FOLDED, &architecture::<F>()) };
        // where the slices of each have been walked to, and whether the layer whose output comes next takes a norm, networks in
        // networks being one row of layers
        let (mut from, mut to, mut takes_a_norm) = (0, 0, false);
        // a bit for each that is open around it: whether it is a block with parts, or a row in a row
        let mut blocks = 0_u64;
        Self::nodes(&mut |node| {
            let (tensors, activation, kind) = match node {
                Node::Layer { tensors, activation, kind, .. } => (tensors, activation, kind),
                Node::Open => {
                    blocks <<= 1;
                    return;
                }
                Node::Close if blocks & 1 == 0 => {
                    blocks >>= 1;
                    return;
                }
                // an activation takes no norm, nor does what stands in a block's brackets take one from outside
                Node::Block => {
                    (blocks, takes_a_norm) = (blocks << 1 | 1, false);
                    return;
                }
                Node::Close => {
                    (blocks, takes_a_norm) = (blocks >> 1, false);
                    return;
                }
                Node::Activation { .. } | Node::Joined { .. } | Node::Part { .. } => {
                    takes_a_norm = false;
                    return;
                }
            };
            if kind == Kind::Dropout {
                return;
            }
            if kind == Kind::Norm && takes_a_norm {
                let [scale, shift, mean, variance] = [0, 1, 2, 3].map(|index| self.tensor(from + index));
                let rows = scale.iter().zip(shift).zip(mean).zip(variance).enumerate();
                for (row, (((scale, shift), mean), variance)) in rows {
                    let factor = norm_factor(*scale, *variance);
                    let weights = folded.tensor_mut(to - 2).iter_mut().skip(row);
                    weights.step_by(self.tensor(from).len()).for_each(|w| *w *= factor);
                    if let Some(bias) = folded.tensor_mut(to - 1).get_mut(row) {
                        *bias = (*bias - *mean) * factor + *shift;
                    }
                }
                from += tensors;
                // without an activation, another norm may follow
                takes_a_norm = !activation;
                return;
            }
            for index in 0..tensors {
                let (numbers, place) = (self.tensor(from + index), folded.tensor_mut(to + index));
                // a bias that was not there is 0
                place.fill(F::Scalar::ZERO);
                place.iter_mut().zip(numbers).for_each(|(place, number)| *place = *number);
            }
            (from, to) = (from + tensors, to + tensors);
            takes_a_norm = kind == Kind::Affine && !activation;
        });
    }
}

impl<N: Network> Fold for N {}

/// Fails where the network `found` is not what folding leaves of these layers.
#[track_caller]
const fn is_folded(input: &Text, layers: &Folded, found: &Text) {
    let wanted = left(input, layers);
    if !wanted.is(found) {
        let text = Text::new("folded, this network is `").join(&wanted);
        panic!("{}", text.text("`, and not `").join(found).text("`").as_str());
    }
}
