//! Bounds on a network's size that fail the build.

use crate::{Network, Text};

/// What `#[budget(..)]` checks while compiling.
///
/// # Panics
/// Where `need` exceeds `budget`; in a `const`, that is an error of the build, which prints both.
///
/// ```
/// const _: () = constrata::budget::keep("Net", "parameters", 10, 16);
/// ```
#[track_caller]
pub const fn keep(network: &str, unit: &str, need: usize, budget: usize) {
    if need > budget {
        let need = Text::new("`").text(network).text("` needs ").number(need).text(" ").text(unit);
        panic!("{}", need.text(", its budget is ").number(budget).as_str());
    }
}

/// So many bytes a network may have: a file of it has lengths of 32 bits. More is mostly a slip, as in `Dense<100000>` behind
/// 100000 inputs.
const MOST: usize = u32::MAX as usize;
/// So many bytes may be made on the stack: more than a thread of any system has by default.
const STACK: usize = 1 << 24;

/// That a network may have so many bytes.
///
/// # Panics
/// Where it may not; in a `const`, that is an error of the build, which says how large it is.
///
/// ```
/// use constrata::{budget, prelude::*};
/// const _: () = budget::sound("Net", size_of::<network!(1000 => Dense<1000>)>());
/// ```
#[track_caller]
pub const fn sound(network: &str, bytes: usize) {
    if bytes > MOST {
        let size = Text::new("`").text(network).text("` has ").number(bytes);
        panic!(
            "{}",
            size.text(" bytes; a network has at most ")
                .number(MOST)
                .text(", the most that a file of it holds")
                .as_str()
        );
    }
}

/// That a network may be made on the stack.
#[track_caller]
pub(crate) const fn on_the_stack<N: Network>() {
    sound(N::ARCHITECTURE, size_of::<N>());
    if size_of::<N>() > STACK {
        let size = Text::new("this network has ").number(size_of::<N>());
        let way = size.text(" bytes, too much for the stack (at most 16 MiB): make it on the heap, by `boxed(&mut rng)`, or all zero by ");
        panic!(
            "{}",
            way.text("`constrata::boxed::<Net>()`; it is `").text(N::ARCHITECTURE).text("`").as_str()
        );
    }
}
