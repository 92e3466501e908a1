//! What a mistake looks like: one file for each message, its expected error beside it.
//!
//! `TRYBUILD=overwrite cargo test --test compile_fail` blesses new errors; see CONTRIBUTING.

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
