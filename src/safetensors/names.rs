//! What PyTorch would call the parameters.

use std::format;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use crate::Network;
use crate::module::{Node, TensorSpec};

/// A slice of parameters under its name.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) tensor: TensorSpec,
    /// Its number among all slices.
    pub(super) slice: usize,
}

/// A `Sequential` on the way: what its modules' names begin with, and the number of the next.
struct Sequential {
    prefix: String,
    next: usize,
    /// Whether its modules are counted by the one outside.
    merged: bool,
    /// The name of the module that comes next, where it is no number.
    part: Option<String>,
}

impl Sequential {
    fn new(prefix: String, merged: bool) -> Self {
        Sequential { prefix, next: 0, merged, part: None }
    }

    /// What the names inside the next module begin with.
    fn enter(&mut self) -> String {
        let name = self.part.take().unwrap_or_else(|| {
            self.next += 1;
            (self.next - 1).to_string()
        });
        format!("{}{name}.", self.prefix)
    }
}

/// All slices that have numbers, in order.
pub(super) fn named<N: Network>(network: &N) -> Vec<Named> {
    let mut names = Vec::new();
    let (mut slice, mut began) = (0, false);
    let mut open = vec![Sequential::new(String::new(), false)];
    N::nodes(&mut |module| {
        let depth = open.iter().rposition(|sequential| !sequential.merged).unwrap_or(0);
        let outer = &mut open[depth];
        match module {
            Node::Open => {
                // the outermost network is the `Sequential` itself
                let merged = !began;
                let prefix = if merged { String::new() } else { outer.enter() };
                open.push(Sequential::new(prefix, merged));
            }
            Node::Block => {
                let prefix = outer.enter();
                open.push(Sequential::new(prefix, false));
            }
            Node::Part { list, index } => {
                let index = index.map(|index| index.to_string());
                let words: Vec<_> = [Some(list), index.as_deref()].into_iter().flatten().collect();
                outer.part = Some(words.join(".").trim_start_matches('.').into());
            }
            Node::Layer { tensors, state, activation, .. } => {
                // a part that is a layer and its activation is a `Sequential` of both
                let in_part = outer.part.is_some();
                let mut prefix = outer.enter();
                if in_part && activation {
                    prefix += "0.";
                }
                for index in 0..tensors {
                    let numbers = network.tensor(slice + index).len();
                    let known = state.get(index).copied();
                    let known = known.filter(|tensor| tensor.shape().iter().product::<usize>() == numbers);
                    let name = known.map_or(format!("parameter{index}"), |tensor| tensor.name.to_string());
                    let tensor = known.unwrap_or(TensorSpec::vector("parameter", numbers));
                    if numbers > 0 {
                        let name = format!("{prefix}{name}");
                        names.push(Named { name, tensor, slice: slice + index });
                    }
                }
                slice += tensors;
                outer.next += usize::from(activation && !in_part);
            }
            Node::Activation { .. } => {
                outer.enter();
            }
            Node::Close => {
                open.pop();
            }
            Node::Joined { .. } => {}
        }
        began = true;
    });
    names
}

/// Whether no number in the header is so large that sums of them leave 64 bits, which the crate does not look for.
pub(super) fn numbers_are_sizes(file: &[u8]) -> bool {
    let Some((length, rest)) = file.split_first_chunk() else { return true };
    let header = usize::try_from(u64::from_le_bytes(*length)).ok().and_then(|length| rest.get(..length));
    let (mut digits, mut in_text, mut escaped) = (0, false, false);
    for byte in header.unwrap_or_default() {
        digits = if byte.is_ascii_digit() && !in_text { digits + 1 } else { 0 };
        if digits > 15 {
            return false;
        }
        in_text ^= *byte == b'"' && !escaped;
        escaped = in_text && *byte == b'\\' && !escaped;
    }
    true
}
