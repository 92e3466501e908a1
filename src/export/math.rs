//! The crate's functions in C: those that a network needs, and what these need.
//!
//! `//: tanh exp_normal abs` heads the text of `tanh`, which calls the two others.

use std::format;
use std::string::String;
use std::vec::Vec;

/// The text of all functions in `wanted`, each behind a guard, since two networks may need the same.
pub(super) fn functions(wanted: &[&str], single: bool) -> String {
    let (text, bits) = if single { (include_str!("math32.c"), 32) } else { (include_str!("math64.c"), 64) };
    let blocks: Vec<(Vec<&str>, &str)> = text
        .split("//: ")
        .skip(1)
        .filter_map(|block| block.split_once('\n'))
        .map(|(head, body)| (head.split(' ').collect(), body))
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
