//! The header: comment, functions, weights, `predict`.

use std::format;
use std::string::String;

use super::math;
use crate::c::{C, ToC, check, comment, literal, macros};
use crate::{Network, Scalar, Shape};

/// gcc 12 makes one instruction of a product and of sums and differences in turn, whatever `-ffp-contract` says; 14 does not.
const NOT_FUSED: &str = "#if defined(__FMA__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 14\n\
    #pragma GCC push_options\n#pragma GCC optimize(\"no-tree-slp-vectorize\") /* else gcc 12 fuses despite -ffp-contract=off */\n#endif\n\n";
const FUSED_AGAIN: &str = "\n#if defined(__FMA__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 14\n\
    #pragma GCC pop_options\n#endif\n";

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
/// Where `name` is no name to begin others with.
#[track_caller]
pub(super) fn write<N: Network + ToC>(network: &N, name: &str, around: &Around) -> String {
    check(name);
    let x = around.input.unwrap_or("x");
    let mut draft = C::new::<N::Scalar>(name, usize::MAX);
    N::c(&mut draft);
    let mut c = C::new::<N::Scalar>(name, draft.count());
    c.rows.iter_mut().for_each(|row| row.x = x.into());
    N::c(&mut c);
    assert_eq!(c.arrays.len(), N::TENSORS, "a layer writes other parameters than it has");

    let (real, single) = (c.real(), c.real() == "float");
    let (inputs, outputs) = (N::Input::LEN, N::Output::LEN);
    let upper = macros(name);
    let mut text = format!(
        "/* {name}: {}; {} parameters. Written by constrata {}.\n *\n \
         * {name}_predict gives the bits of a `reproducible` build of constrata, where the compiler neither fuses nor reorders:\n \
         * -ffp-contract=off, and not -ffast-math. It needs no library but memcpy, which compilers bring along.\n{} */\n\
         #ifndef CONSTRATA_{upper}_H\n#define CONSTRATA_{upper}_H\n\n#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n\n\
         #ifdef __FAST_MATH__\n#error \"-ffast-math changes what this header computes\"\n#endif\n\n\
         {NOT_FUSED}\
         #define {upper}_INPUTS {inputs}\n#define {upper}_OUTPUTS {outputs}\n\n",
        comment(N::ARCHITECTURE),
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
    text += &(around.before.clone() + &c.statements + &around.after + "}\n" + FUSED_AGAIN + "\n#endif\n");
    if text.contains("INFINITY") || text.contains("NAN") {
        text = text.replacen(
            "#include <stddef.h>",
            "#include <math.h> /* INFINITY, NAN */\n#include <stddef.h>",
            1,
        );
    }
    text
}
