//! What a mistake looks like: one file for each message, its expected error beside it.
//!
//! `TRYBUILD=overwrite cargo test -p compile_fail` blesses new errors; see CONTRIBUTING. Compilers word their part
//! of an error differently, so the errors are those of one toolchain, named in `ui/toolchain`.

use std::io::{Write, stderr};
use std::process::Command;

#[test]
fn mistakes_are_explained() {
    let blessed = include_str!("ui/toolchain").trim();
    let rustc = Command::new("rustc").arg("--version").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&rustc.stdout);
    if version.split(' ').nth(1) != Some(blessed) {
        // straight to the error output: the test runner shows it though the test passes
        writeln!(stderr(), "skipped: the expected errors are rustc {blessed}'s, this is {version}").unwrap();
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
    // what `cargo check` does not see, and `cargo build` does
    let built = trybuild::TestCases::new();
    built.pass("tests/ui/build/right.rs");
    built.compile_fail("tests/ui/build/*-*.rs");
}
