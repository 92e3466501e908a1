//! What PyTorch would call the parameters.

use std::format;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use crate::Network;
use crate::modules::{Module, Tensor};

/// A slice of parameters under its name.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) tensor: Tensor,
    /// Its number among all slices.
    pub(super) slice: usize,
}

/// A `Sequential` on the way: what its modules' names begin with, and the number of the next.
struct Sequential {
    prefix: String,
    next: usize,
    /// Whether its modules are counted by the one outside.
    merged: bool,
}

/// All slices that have numbers, in order.
pub(super) fn named<N: Network>(network: &N) -> Vec<Named> {
    let mut names = Vec::new();
    let (mut slice, mut goes_on, mut began) = (0, false, false);
    let mut open = vec![Sequential { prefix: String::new(), next: 0, merged: false }];
    N::modules(&mut |module| {
        let depth = open.iter().rposition(|sequential| !sequential.merged).unwrap_or(0);
        let outer = &mut open[depth];
        match module {
            Module::Open { chain } => {
                // the outermost network is the `Sequential` itself
                if !began || (chain && goes_on) {
                    open.push(Sequential { prefix: String::new(), next: 0, merged: true });
                } else {
                    let prefix = format!("{}{}.", outer.prefix, outer.next);
                    outer.next += 1;
                    open.push(Sequential { prefix, next: 0, merged: false });
                }
            }
            Module::Layer { tensors, state, activation, .. } => {
                for index in 0..tensors {
                    let numbers = network.tensor(slice + index).len();
                    let known = state.get(index).copied();
                    let known = known.filter(|tensor| tensor.shape().iter().product::<usize>() == numbers);
                    let name = known.map_or(format!("parameter{index}"), |tensor| tensor.name.to_string());
                    let tensor = known.unwrap_or(Tensor::vector("parameter", numbers));
                    if numbers > 0 {
                        let name = format!("{}{}.{name}", outer.prefix, outer.next);
                        names.push(Named { name, tensor, slice: slice + index });
                    }
                }
                slice += tensors;
                outer.next += 1 + usize::from(activation);
            }
            Module::Rest => {}
            Module::Close => {
                open.pop();
            }
        }
        (began, goes_on) = (true, module == Module::Rest);
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
