//! The names the DSL knows, and the nearest one to a name it does not.

use proc_macro2::TokenStream;
use quote::quote;

use crate::activations::{ACTIVATIONS, Function};
use crate::layers::{LAYERS, Spec};

/// A known name.
#[derive(Clone, Copy)]
pub(crate) enum Word {
    Layer(&'static Spec),
    Activation(&'static Function),
}

impl Word {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Word::Layer(layer) => layer.name,
            Word::Activation(activation) => activation.name,
        }
    }

    /// What other libraries call it, in lower case.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Word::Layer(layer) => layer.aliases,
            Word::Activation(activation) => activation.aliases,
        }
    }
}

fn words() -> impl Iterator<Item = Word> {
    ACTIVATIONS.iter().map(Word::Activation).chain(LAYERS.iter().copied().map(Word::Layer))
}

/// All of them, as a slice of strings.
pub(crate) fn all() -> TokenStream {
    let names = words().map(Word::name);
    quote!(&[#(#names),*])
}

pub(crate) fn look_up(name: &str) -> Option<Word> {
    words().find(|word| word.name() == name)
}

/// The known name nearest to a misspelt one: names of other libraries first, then by edit distance.
pub(crate) fn nearest(name: &str) -> Option<Word> {
    let lower = name.to_lowercase();
    if let Some(known) = words().find(|word| word.aliases().contains(&lower.as_str())) {
        return Some(known);
    }
    let distance = |word: &Word| edits(&lower, &word.name().to_lowercase());
    let known = words().min_by_key(distance)?;
    (distance(&known) <= (name.len() / 3).max(1)).then_some(known)
}

/// How many letters must change, come or go (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
