//! What folding leaves of a network, as its text.

use crate::Text;

const JOIN: &str = " => ";
pub(super) const NORM: &str = "BatchNorm<";
pub(super) const DROPOUT: &str = "Dropout<";
const NONE: &str = "Identity";

/// Whether a layer of this name has rows of weights, a bias behind them, and no activation.
pub(super) const fn takes_a_norm(name: &[u8]) -> bool {
    // behind a bracket there is more than one layer
    is_affine(name) && name[name.len() - 1] == b'>' && carries_none(name)
}

/// Whether a layer of this name has weights and a bias.
pub(super) const fn is_affine(name: &[u8]) -> bool {
    begins(name, "Dense<")
        || begins(name, "Conv2d<")
        || begins(name, "DepthwiseConv2d<")
        || begins(name, "Conv1d<")
}

/// Whether it is a name of layers in a row.
pub(crate) const fn is_a_row(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if begins_at(name, at, JOIN) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether no activation is among the arguments of a layer's name.
pub(super) const fn carries_none(name: &[u8]) -> bool {
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

/// The architecture that folding leaves.
pub(super) const fn folded(network: &[u8]) -> Text {
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

pub(super) const fn same(a: &[u8], b: &[u8]) -> bool {
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

pub(super) const fn begins(text: &[u8], with: &str) -> bool {
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
