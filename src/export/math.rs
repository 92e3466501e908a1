//! The crate's functions in C: those that a network needs, and what these need.
//!
//! `//: tanh exp_normal abs | 32` heads the text of `tanh` of a `float`, which calls the two others; without `| 32` or `| 64` a text
//! serves both, with the words of [`WORDS`] in it. `##` are the bits of a number, `@` is the end of a literal.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

/// What differs between a `float` and a `double`.
const WORDS: [(&str, [&str; 2]); 16] = [
    ("##", ["32", "64"]),
    ("@", ["f", ""]),
    ("REAL", ["float", "double"]),
    ("UINT", ["uint32_t", "uint64_t"]),
    ("ONES", ["0x7fffffffu", "0x7fffffffffffffffu"]),
    ("MINUS_INFINITY", ["0xff800000u", "0xfff0000000000000u"]),
    ("INFINITY", ["0x7f800000u", "0x7ff0000000000000u"]),
    ("NAN", ["0x7fc00000u", "0x7ff8000000000000u"]),
    ("HIDDEN", ["0x00800000u", "0x0010000000000000u"]),
    ("MANTISSA", ["23", "52"]),
    ("SMALLEST", ["1.17549435e-38", "2.2250738585072014e-308"]),
    // a number below the smallest is multiplied by 2^BACK, which is UP
    ("UP", ["33554432.0", "18014398509481984.0"]),
    ("BACK", ["25.0", "54.0"]),
    // of the square root, which goes bit by bit
    ("ODD", ["26", "55"]),
    ("STEPS", ["48", "106"]),
    ("BIAS", ["152", "1077"]),
];

/// The text of all functions in `wanted`, each behind a guard, since two networks may need the same.
pub(super) fn functions(wanted: &[&str], single: bool) -> String {
    let (bits, other) = if single { ("32", "64") } else { ("64", "32") };
    let blocks: Vec<(Vec<&str>, String)> = include_str!("math.c")
        .split("//: ")
        .skip(1)
        .filter_map(|block| block.split_once('\n'))
        .filter_map(|(head, body)| {
            let (names, of) = head.split_once(" | ").unwrap_or((head, ""));
            let body = if of.is_empty() { written_for(body, single) } else { body.to_string() };
            (of != other).then(|| (names.split(' ').collect(), body))
        })
        .collect();
    let mut needed = Vec::from(wanted);
    // what is needed stands in front of what needs it
    for (head, _) in blocks.iter().rev() {
        if needed.contains(&head[0]) {
            needed.extend(&head[1..]);
        }
    }
    let mut all = String::new();
    for (head, body) in &blocks {
        if needed.contains(&head[0]) {
            let guard = format!("CONSTRATA_{}{bits}", head[0].to_uppercase());
            all += &format!("#ifndef {guard}\n#define {guard}\n{body}#endif\n");
        }
    }
    all
}

fn written_for(text: &str, single: bool) -> String {
    WORDS.iter().fold(text.to_string(), |text, (word, [float, double])| {
        text.replace(word, if single { float } else { double })
    })
}
