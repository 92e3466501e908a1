//! The names in a header: none is reserved, none is another one's, and two headers share none.

use std::format;
use std::string::String;

/// What names may not be made of `name` and these: `net_predict` and `net_class` are there already, and what is behind them would
/// make words of C, C++ or their libraries of names like `size`, `not` or `static`.
const TAKEN: [&str; 14] = [
    "predict",
    "class",
    "t",
    "eq",
    "cast",
    "assert",
    "await",
    "return",
    "yield",
    "local",
    "alignment",
    "ptr",
    "float",
    "double",
];

/// That all other names may begin with `name`.
///
/// # Panics
/// Where they may not.
#[track_caller]
pub(crate) fn check(name: &str) {
    let allowed = |other: char| other.is_ascii_alphanumeric() || other == '_';
    assert!(
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(allowed)
            && !name.ends_with('_')
            && !name.contains("__"),
        "`{name}` is no name for a header: it is to be letters, digits and single `_` between them, and to begin with a letter; \
         others are not of C, or C and C++ keep them for themselves"
    );
}

/// What the names of macros begin with: `NET` for `net`. No two names have the same, however they are capitalized.
pub(crate) fn macros(name: &str) -> String {
    let any = |of: fn(&char) -> bool| name.chars().any(|letter| of(&letter));
    match (any(char::is_ascii_uppercase), any(char::is_ascii_lowercase)) {
        (false, _) => name.to_uppercase(),
        (true, true) => name.into(),
        // its own capitals are those of its small letters
        (true, false) => name.to_lowercase(),
    }
}

/// The end of a function's name, for what a layer or an activation calls itself.
pub(crate) fn word(name: &str) -> String {
    let word: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    // arrays end in digits
    if word.is_empty() || word.ends_with(|last: char| last.is_ascii_digit()) || TAKEN.contains(&&*word) {
        return format!("{word}f");
    }
    word
}

/// The text inside a comment: nothing that ends it, begins one or goes on to the next line.
pub(crate) fn comment(text: &str) -> String {
    let plain = |letter: char| if letter.is_control() || "*/\\".contains(letter) { ' ' } else { letter };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, macros, word};

    #[test]
    fn macros_of_different_names_differ() {
        let names = ["net", "Net", "NET", "nEt", "net2", "NET2", "n_et"];
        for (index, name) in names.iter().enumerate() {
            check(name);
            assert!(names[..index].iter().all(|other| macros(other) != macros(name)), "{name}");
        }
        assert_eq!(macros("net"), "NET");
    }

    #[test]
    fn functions_have_names_of_their_own() {
        let words = ["Relu", "Predict", "Weights1", "Spread 36", "T", "Ξ", "Elu<0.5>"].map(word);
        assert_eq!(words, ["relu", "predictf", "weights1f", "spread36f", "tf", "f", "elu05f"]);
    }
}
