//! The grammar of `network!` that users read is the one that is parsed, and has every layer.

use std::fs;

/// The lines of the block that begins with `network    = `, without what marks them as comments.
fn grammar(path: &str, mark: &str) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().skip_while(|line| !line.contains("network    = "));
    let lines: Vec<_> =
        lines.map_while(|line| line.strip_prefix(mark)).take_while(|line| !line.contains("```")).collect();
    assert!(lines.len() > 20, "{path} has a grammar of {} lines", lines.len());
    lines.into_iter().map(String::from).collect()
}

#[test]
fn the_grammar_in_the_documentation_is_the_one_that_is_parsed() {
    let (shown, parsed) = (grammar("src/lib.rs", "///"), grammar("macros/src/parse/mod.rs", "//!"));
    assert_eq!(shown, parsed);
    // the rows of the table of names: `("Dense", Word::Dense),`
    let table = fs::read_to_string("macros/src/table.rs").unwrap();
    let names: Vec<&str> = table
        .lines()
        .filter_map(|row| Some(row.trim().strip_prefix("(\"")?.split_once("\", Word::")?.0))
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(shown.iter().any(|line| line.contains(&format!("\"{name}\""))), "the grammar lacks {name}");
    }
}
