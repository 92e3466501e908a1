//! The grammar of `network!` is written once, and is in the documentation of both crates. That it is the one that is parsed is
//! tested beside the parser, in `macros/src/grammar.rs`.

use std::fs;
use std::path::Path;

use crate::sources::sources;

#[test]
fn the_grammar_is_written_once() {
    let read = |path: &str| fs::read_to_string(path).unwrap();
    assert!(read("macros/grammar.md").contains("\nnetwork    = "));
    assert!(read("macros/src/lib.rs").contains("\n#![doc = include_str!(\"../grammar.md\")]\n"));
    assert!(read("src/lib.rs").contains("\n#[doc = constrata_macros::__grammar!()]\n"));
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    sources(Path::new("macros/src"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("network    = "), "{} has a grammar of its own", file.display());
    }
}
