//! The names the DSL knows, and the nearest one to a name it does not.

/// What kind of word a name is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Word {
    Dense,
    Flatten,
    Carried,
    Tuned,
    Function,
    Learned,
    Maxout,
}

/// A new layer is one row here, beside its file.
pub(crate) const TABLE: &[(&str, Word)] = &[
    ("Dense", Word::Dense),
    ("Flatten", Word::Flatten),
    ("Identity", Word::Carried),
    ("Step", Word::Carried),
    ("Sigmoid", Word::Carried),
    ("Tanh", Word::Carried),
    ("HardSigmoid", Word::Carried),
    ("HardSigmoid6", Word::Carried),
    ("HardTanh", Word::Carried),
    ("Relu", Word::Carried),
    ("Softmax", Word::Carried),
    ("LeakyRelu", Word::Tuned),
    ("Elu", Word::Tuned),
    ("Softplus", Word::Function),
    ("Silu", Word::Function),
    ("Gelu", Word::Function),
    ("GeluTanh", Word::Function),
    ("GeluSigmoid", Word::Function),
    ("PRelu", Word::Learned),
    ("Swish", Word::Learned),
    ("Maxout", Word::Maxout),
];

pub(crate) fn look_up(name: &str) -> Option<(&'static str, Word)> {
    TABLE.iter().copied().find(|(known, _)| *known == name)
}

/// The known name nearest to a misspelt one: other names of other libraries first, then by edit distance.
pub(crate) fn nearest(name: &str) -> Option<(&'static str, Word)> {
    let lower = name.to_lowercase();
    let elsewhere = match lower.as_str() {
        "linear" | "fullyconnected" => Some("Dense"),
        "logistic" => Some("Sigmoid"),
        "heaviside" => Some("Step"),
        _ => None,
    };
    if let Some(known) = elsewhere {
        return look_up(known);
    }
    let distance = |known: &str| edits(&lower, &known.to_lowercase());
    let (known, word) = TABLE.iter().copied().min_by_key(|(known, _)| distance(known))?;
    (distance(known) <= (name.len() / 3).max(1)).then_some((known, word))
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
