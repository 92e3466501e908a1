//! The core never looks up: which modules may use which.

use std::fs;
use std::path::Path;

use crate::sources::sources;

/// Files below `src/`, and what they may name behind `crate::`, beside themselves. A new row is a new rule.
const RULES: &[(&str, &[&str])] = &[
    ("kernel", &["kernel", "memory", "window", "Scalar"]),
    (
        "memory",
        &["memory", "scalar", "Batch", "Scalar", "Shape", "bytemuck", "__zeroable", "__flat", "__header"],
    ),
    ("scalar/float.rs", &["Scalar"]),
    ("scalar/mod.rs", &["kernel"]),
];

#[test]
fn the_core_never_looks_up() {
    for (place, allowed) in RULES {
        let (mut found, place) = (Vec::new(), Path::new("src").join(place));
        if place.is_dir() {
            sources(&place, &mut found)
        } else {
            found.push(place.clone())
        }
        let mut names = 0;
        for path in &found {
            for name in named(path) {
                assert!(
                    allowed.contains(&name.as_str()),
                    "{} uses `crate::{name}`; what is in {} may use {allowed:?} only",
                    path.display(),
                    place.display()
                );
                names += 1;
            }
        }
        assert!(names > 0, "{} uses nothing: does this test still look in the right place?", place.display());
    }
}

/// What the core is made of, beside what [`RULES`] has.
const CORE: &[&str] = &[
    "activation",
    "c",
    "error/setting.rs",
    "fold",
    "layer.rs",
    "layers",
    "loss",
    "module",
    "network",
    "optimizer",
    "parameters",
    "shape",
    "stack/beside.rs",
    "stack/layer.rs",
    "stack/mod.rs",
    "stack/network.rs",
    "stack/pair.rs",
    "stack/stream.rs",
    "stream",
    "window",
];
/// What sits on top of it.
const TOP: &[&str] = &["data", "export", "file", "safetensors", "train", "Csv", "Model"];

#[test]
fn the_core_names_nothing_that_sits_on_top() {
    for place in CORE {
        let (mut found, place) = (Vec::new(), Path::new("src").join(place));
        if place.is_dir() {
            sources(&place, &mut found)
        } else {
            found.push(place.clone())
        }
        assert!(!found.is_empty(), "{}: nothing is there", place.display());
        for (path, name) in
            found.iter().flat_map(|path| named(path).into_iter().map(move |name| (path, name)))
        {
            assert!(
                !TOP.contains(&name.as_str()),
                "{} uses `crate::{name}`, which sits on top of it",
                path.display()
            );
        }
    }
}

/// What a file names behind `crate::`, comments aside.
fn named(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for behind in code.split("crate::").skip(1) {
        let Some(list) = behind.strip_prefix('{') else {
            names.push(first_word(behind));
            continue;
        };
        let mut depth = 0;
        let mut item = true;
        for (at, c) in list.char_indices() {
            if item && depth == 0 && !c.is_whitespace() && c != '}' {
                names.push(first_word(&list[at..]));
                item = false;
            }
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' => item = depth == 0,
                _ => {}
            }
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn names_behind_crate_are_found() {
    let path = std::env::temp_dir().join(format!("constrata_module_order_{}.rs", std::process::id()));
    let text = "use crate::{Scalar, a::{b, c},\n    d};\n// crate::no\nlet x = $crate::e::f(crate::g);\n";
    fs::write(&path, text).unwrap();
    let found = named(&path);
    fs::remove_file(&path).unwrap();
    assert_eq!(found, ["Scalar", "a", "d", "e", "g"]);
}
