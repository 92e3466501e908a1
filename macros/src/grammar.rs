//! The grammar in `macros/grammar.md` has the names and options that are parsed, and no others.

use std::collections::BTreeSet;

use crate::activations::ACTIVATIONS;
use crate::layers::LAYERS;

const GRAMMAR: &str = include_str!("../grammar.md");

/// What stands in quotes in the grammar, and begins as `first` says.
fn quoted(first: fn(char) -> bool) -> BTreeSet<&'static str> {
    GRAMMAR.split('"').skip(1).step_by(2).filter(|word| word.starts_with(first)).collect()
}

#[test]
fn names() {
    let layers = LAYERS.iter().map(|layer| layer.name);
    let parsed: BTreeSet<_> = layers.chain(ACTIVATIONS.iter().map(|activation| activation.name)).collect();
    assert_eq!(quoted(|first| first.is_ascii_uppercase()), parsed);
}

#[test]
fn options_and_other_words() {
    let options: BTreeSet<_> = LAYERS.iter().flat_map(|layer| layer.options).copied().collect();
    let shown: BTreeSet<_> =
        quoted(|first| first.is_ascii_lowercase()).into_iter().filter(|word| is_option(word)).collect();
    assert_eq!(shown, options);
    let others = ["struct", "const", "usize", "f32", "f64", "true", "false", "valid", "same", "causal"];
    let known: BTreeSet<_> =
        others.into_iter().chain(["exact", "drop", "concat", "add"]).chain(options).collect();
    assert_eq!(quoted(|first| first.is_ascii_lowercase()), known);
}

/// Whether `"word" "="` stands in the grammar.
fn is_option(word: &str) -> bool {
    GRAMMAR.contains(&format!("\"{word}\" \"=\""))
}
