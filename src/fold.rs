//! Networks without what only learning needs: batch normalization goes into the layer before it, dropout goes.

use crate::layers::norm_factor;
use crate::modules::Module;
use crate::{Network, Scalar, Text};

/// A trained network as one to deploy: the same outputs (up to rounding), fewer layers.
///
/// ```text
/// W' = f W    b' = f (b - mean) + shift,  f = scale / sqrt(variance + 1e-5)
/// ```
///
/// `BatchNorm` right behind a `Dense`, `Conv2d`, `DepthwiseConv2d` or `Conv1d` without an activation goes into it: the layer
/// gets a bias, and the activation of the norm. `Dropout` goes without a trace. All else stays, in nested networks too.
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
        const { is_folded(Self::ARCHITECTURE, F::ARCHITECTURE) };
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
        const { is_folded(Self::ARCHITECTURE, F::ARCHITECTURE) };
        // where the slices of each have been walked to, and the layer whose output comes next, networks in networks being
        // one row of layers
        let (mut from, mut to, mut before) = (0, 0, "");
        // a bit for each that is open around it: whether it is a block with parts, or a row in a row
        let mut blocks = 0_u64;
        Self::modules(&mut |module| {
            let (name, tensors) = match module {
                Module::Layer { name, tensors, .. } => (name, tensors),
                Module::Rest => return,
                Module::Open { .. } => {
                    blocks <<= 1;
                    return;
                }
                Module::Close if blocks & 1 == 0 => {
                    blocks >>= 1;
                    return;
                }
                // an activation takes no norm, nor does what stands in a block's brackets take one from outside
                Module::Block => {
                    (blocks, before) = (blocks << 1 | 1, "");
                    return;
                }
                Module::Close => {
                    (blocks, before) = (blocks >> 1, "");
                    return;
                }
                Module::Activation | Module::Part { .. } => {
                    before = "";
                    return;
                }
            };
            if name.starts_with(DROPOUT) {
                return;
            }
            if name.starts_with(NORM) && takes_a_norm(before.as_bytes()) {
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
                before = if carries_none(name.as_bytes()) { before } else { "" };
                return;
            }
            for index in 0..tensors {
                let (numbers, place) = (self.tensor(from + index), folded.tensor_mut(to + index));
                // a bias that was not there is 0
                place.fill(F::Scalar::ZERO);
                place.iter_mut().zip(numbers).for_each(|(place, number)| *place = *number);
            }
            (from, to) = (from + tensors, to + tensors);
            before = name;
        });
    }
}

impl<N: Network> Fold for N {}

const JOIN: &str = " => ";
const NORM: &str = "BatchNorm<";
const DROPOUT: &str = "Dropout<";
const NONE: &str = "Identity";

/// Whether a layer of this name has rows of weights, a bias behind them, and no activation.
const fn takes_a_norm(name: &[u8]) -> bool {
    let kind = begins(name, "Dense<")
        || begins(name, "Conv2d<")
        || begins(name, "DepthwiseConv2d<")
        || begins(name, "Conv1d<");
    // behind a bracket there is more than one layer
    kind && name[name.len() - 1] == b'>' && carries_none(name)
}

/// Whether no activation is among the arguments of a layer's name.
const fn carries_none(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if none_at(name, at) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether `Identity` begins at `at`, as an argument.
const fn none_at(text: &[u8], at: usize) -> bool {
    let end = at + NONE.len();
    let first = at > 0 && (text[at - 1] == b'<' || text[at - 1] == b' ');
    first && begins_at(text, at, NONE) && end < text.len() && (text[end] == b',' || text[end] == b'>')
}

/// Fails where the network `found` is not what folding `network` leaves.
#[track_caller]
const fn is_folded(network: &str, found: &str) {
    assert!(network.len() < Text::CAPACITY, "this network is too long to be folded: fold its parts");
    let wanted = folded(network.as_bytes());
    if !same(wanted.as_str().as_bytes(), found.as_bytes()) {
        let text = Text::new("folded, this network is `").join(&wanted);
        panic!("{}", text.text("`, and not `").text(found).text("`").as_str());
    }
}

/// The architecture that folding leaves.
const fn folded(network: &[u8]) -> Text {
    let mut left = [0; Text::CAPACITY];
    let (mut length, mut at) = (0, 0);
    // where the layer written last begins, and how many `<` are open
    let (mut last, mut depth) = (0, 0);
    while at < network.len() {
        if begins_at(network, at, JOIN) {
            let name = at + JOIN.len();
            let end = closing(network, name);
            if begins_at(network, name, DROPOUT) {
                at = end;
                continue;
            }
            let (_, layer) = left.split_at(last);
            let (layer, _) = layer.split_at(length - last);
            if begins_at(network, name, NORM) && takes_a_norm(layer) {
                let activation = (name + NORM.len(), end - 1);
                (left, length) = carrying(left, [last, length], network, activation);
                at = end;
                continue;
            }
        }
        match network[at] {
            b'<' => depth += 1,
            b'>' if depth > 0 => depth -= 1,
            b' ' | b'(' if depth == 0 => last = length + 1,
            _ => {}
        }
        left[length] = network[at];
        (length, at) = (length + 1, at + 1);
    }
    match core::str::from_utf8(left.split_at(length).0) {
        Ok(left) => Text::new(left),
        Err(_) => Text::new(""),
    }
}

type Bytes = [u8; Text::CAPACITY];

/// The layer from `last` to `length` with a bias, and with the activation that stands in `text` from `start` to `end`.
const fn carrying(
    from: Bytes,
    [last, length]: [usize; 2],
    text: &[u8],
    (start, end): (usize, usize),
) -> (Bytes, usize) {
    const BIAS: &str = ", bias = false";
    let (mut left, mut to, mut at) = (from, last, last);
    while at < length {
        if none_at(&from, at) {
            let mut letter = start;
            while letter < end {
                left[to] = text[letter];
                (to, letter) = (to + 1, letter + 1);
            }
            at += NONE.len();
        } else if begins_at(&from, at, BIAS) {
            at += BIAS.len();
        } else {
            left[to] = from[at];
            (to, at) = (to + 1, at + 1);
        }
    }
    (left, to)
}

/// Behind the name that begins at `at`: where its last bracket closes, or it ends without one.
const fn closing(text: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at < text.len() {
        if depth == 0 && begins_at(text, at, JOIN) {
            return at;
        }
        if text[at] == b'<' {
            depth += 1;
        } else if text[at] == b'>' && depth > 0 {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
        at += 1;
    }
    at
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

const fn begins(text: &[u8], with: &str) -> bool {
    begins_at(text, 0, with)
}

const fn begins_at(text: &[u8], at: usize, with: &str) -> bool {
    if at + with.len() > text.len() {
        return false;
    }
    let (_, rest) = text.split_at(at);
    same(rest.split_at(with.len()).0, with.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn norms_go_into_the_layer_before_them() {
        for (network, left) in [
            ("4 => Dense<2, Relu>", "4 => Dense<2, Relu>"),
            (
                "4 => Dense<2, Identity> => BatchNorm<Relu> => Dense<1, Identity>",
                "4 => Dense<2, Relu> => Dense<1, Identity>",
            ),
            (
                "4 => Dense<2, Identity, bias = false> => BatchNorm<Identity> => Relu",
                "4 => Dense<2, Identity> => Relu",
            ),
            ("4 => Dense<2, Relu> => BatchNorm<Tanh>", "4 => Dense<2, Relu> => BatchNorm<Tanh>"),
            ("4 => BatchNorm<Tanh> => Dense<2, Identity>", "4 => BatchNorm<Tanh> => Dense<2, Identity>"),
            (
                "[1, 8, 8] => Conv2d<4, 3, Identity, stride = 2, bias = false> => Dropout<2 / 10> => BatchNorm<LeakyRelu<1 / 100>>",
                "[1, 8, 8] => Conv2d<4, 3, LeakyRelu<1 / 100>, stride = 2>",
            ),
            (
                "[1, 8, 8] => ConvTranspose2d<4, 3, Identity> => BatchNorm<Relu>",
                "[1, 8, 8] => ConvTranspose2d<4, 3, Identity> => BatchNorm<Relu>",
            ),
            (
                "4 => Dense<4, Identity> => BatchNorm<Relu> => BatchNorm<Identity>",
                "4 => Dense<4, Relu> => BatchNorm<Identity>",
            ),
            ("4 => Dense<4, Identity> => BatchNorm<Identity> => BatchNorm<Relu>", "4 => Dense<4, Relu>"),
            (
                "4 => Dense<4, Identity> => Residual(BatchNorm<Relu> => Dense<4, Identity> => BatchNorm<Identity>)",
                "4 => Dense<4, Identity> => Residual(BatchNorm<Relu> => Dense<4, Identity>)",
            ),
            (
                "4 => Parts(Dense<4, Identity> => BatchNorm<Identity>, Relu, other = Dense<4, Identity> => BatchNorm<Tanh>) => BatchNorm<Relu>",
                "4 => Parts(Dense<4, Identity>, Relu, other = Dense<4, Tanh>) => BatchNorm<Relu>",
            ),
        ] {
            assert_eq!(folded(network.as_bytes()).as_str(), left, "{network}");
        }
    }
}
