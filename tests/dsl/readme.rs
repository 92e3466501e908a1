//! The README's longest program needs a feature and a file, so that it is no doctest: it is an example, which CI runs.

#[test]
fn the_program_for_a_csv_is_the_example() {
    let (readme, example) = (include_str!("../../README.md"), include_str!("../../examples/csv.rs"));
    let (_, program) = example.split_once("\n\n").expect("a head, then the program");
    // an example writes no files but below target/
    let program = program.replace("target/iris.net", "iris.net");
    assert!(readme.contains(&program), "README.md shows another program than examples/csv.rs");
}
