//! The name that was meant.

use std::string::String;
use std::vec::Vec;

/// The one of `names` that is nearest to `wanted`, if one is near: the same but for case, blanks and signs, or with a third of its
/// letters at most added, left out or changed.
pub(super) fn nearest<'a>(wanted: &str, names: &'a [String]) -> Option<&'a String> {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(wanted);
    let distances = names.iter().map(|name| (distance(&wanted, &letters(name)), name));
    let (distance, name) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= wanted.len().max(1) && !wanted.is_empty()).then_some(name)
}

/// How many letters must be added, left out or changed (Levenshtein 1966).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.iter().enumerate() {
        let mut diagonal = core::mem::replace(&mut row[0], i + 1);
        for (j, b) in b.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use std::string::{String, ToString};
    use std::vec::Vec;

    #[test]
    fn what_is_meant_is_found() {
        let names: Vec<String> = ["sepal length (cm)", "species", "target"].map(String::from).to_vec();
        for (wanted, meant) in [
            ("Species", Some("species")),
            ("sepal_length_cm", Some("sepal length (cm)")),
            ("taget", Some("target")),
            ("y", None),
            ("", None),
            ("price", None),
        ] {
            assert_eq!(nearest(wanted, &names).map(|name| name.to_string()).as_deref(), meant, "{wanted}");
        }
        assert_eq!(nearest("a", &[]), None);
    }
}
