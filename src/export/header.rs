//! The header: comment, functions, weights, `predict`.

use std::format;
use std::string::String;

use super::{C, ToC, literal::literal, math};
use crate::{Network, Scalar, Shape};

/// What a header has around the network: of a network alone nothing, of a model its scalers and names.
#[derive(Default)]
pub(super) struct Around {
    /// More of the head's comment.
    pub(super) comment: String,
    /// Arrays and functions.
    pub(super) items: String,
    /// Statements of `predict` before the network's, and the array that they put its input into.
    pub(super) before: String,
    pub(super) input: Option<&'static str>,
    /// Statements behind.
    pub(super) after: String,
}

/// # Panics
/// Where `name` is no identifier of C.
#[track_caller]
pub(super) fn write<N: Network + ToC>(network: &N, name: &str, around: &Around) -> String {
    let letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    assert!(
        name.starts_with(letter) && name.chars().all(|other| letter(other) || other.is_ascii_digit()),
        "`{name}` is no name in C"
    );
    let x = around.input.unwrap_or("x");
    let mut draft = C::new::<N::Scalar>(name, usize::MAX);
    N::c(&mut draft);
    let mut c = C::new::<N::Scalar>(name, draft.count());
    c.levels.iter_mut().for_each(|level| level.x = x.into());
    N::c(&mut c);
    assert_eq!(c.arrays.len(), N::TENSORS, "a layer writes other parameters than it has");

    let (real, single) = (c.real(), c.real() == "float");
    let (inputs, outputs) = (N::Input::LEN, N::Output::LEN);
    let upper = name.to_uppercase();
    let mut text = format!(
        "/* {name}: {}; {} parameters. Written by constrata {}.\n *\n \
         * {name}_predict gives the bits of a `reproducible` build of constrata, where the compiler neither fuses nor reorders:\n \
         * -ffp-contract=off, and not -ffast-math.\n{} */\n\
         #ifndef {upper}_H\n#define {upper}_H\n\n#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n\n\
         #ifdef __FAST_MATH__\n#error \"-ffast-math changes what this header computes\"\n#endif\n\n\
         #define {upper}_INPUTS {inputs}\n#define {upper}_OUTPUTS {outputs}\n\n",
        N::ARCHITECTURE,
        N::PARAMETERS,
        env!("CARGO_PKG_VERSION"),
        around.comment,
    );
    text += &math::functions(&c.calls, single);
    for function in &c.functions {
        text += &format!("\n{function}");
    }
    for (index, array) in c.arrays.iter().enumerate() {
        let numbers = network.tensor(index);
        if numbers.is_empty() {
            continue;
        }
        text += &format!("\nstatic const {real} {array}[{}] = {{", numbers.len());
        for (place, number) in numbers.iter().enumerate() {
            text += if place % 6 == 0 { "\n    " } else { " " };
            text += &literal(number.to_f64(), single);
            text += ",";
        }
        text += "\n};\n";
    }
    text += &around.items;
    text += &format!(
        "\n/* y = {name}(x), one sample. */\n\
         static inline void {name}_predict(const {real} x[{inputs}], {real} y[{outputs}]) {{\n"
    );
    text += &c.buffers();
    if c.count() == 0 {
        // nothing but dropout
        c.statements += &format!("    memcpy(y, {x}, {inputs} * sizeof(*y));\n");
    }
    text + &around.before + &c.statements + &around.after + "}\n\n#endif\n"
}
