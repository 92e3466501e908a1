//! The README's longest programs need a feature and a file, so that they are no doctests: they are examples, which CI runs.

#[test]
fn the_programs_for_a_csv_are_the_examples() {
    let readme = include_str!("../../README.md");
    for (example, text) in [
        ("csv.rs", include_str!("../../examples/csv.rs")),
        ("regression.rs", include_str!("../../examples/regression.rs")),
    ] {
        let (_, program) = text.split_once("\n\n").expect("a head, then the program");
        // an example writes no files but below target/
        let program = program.replace("\"target/", "\"");
        assert!(readme.contains(&program), "README.md shows another program than examples/{example}");
        // classification and regression read alike, and short
        assert!(program.lines().filter(|line| !line.is_empty()).count() < 25, "{example} has grown");
    }
}
