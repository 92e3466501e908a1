//! `unsafe` stands in `src/kernel/` and `src/memory/` only, each with the reason it is sound.

use std::fs;
use std::path::Path;

use crate::sources::sources;

#[test]
fn unsafe_stands_in_kernel_and_memory_only_and_says_why() {
    let (mut found, mut blocks) = (Vec::new(), 0);
    sources(Path::new("src"), &mut found);
    sources(Path::new("macros/src"), &mut found);
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let mut reasoned = false;
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            // A reason stands right above, or above the run of unsafe lines it is about.
            reasoned = line.contains("SAFETY") || (reasoned && !line.trim().is_empty());
            if code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe") {
                let place = format!("{}:{}", path.display(), number + 1);
                let allowed = path.starts_with("src/kernel") || path.starts_with("src/memory");
                assert!(allowed, "{place}: unsafe outside src/kernel and src/memory");
                assert!(reasoned, "{place}: unsafe without a SAFETY comment in the same paragraph");
                blocks += 1;
            }
        }
    }
    assert!(blocks > 0, "no unsafe found: does this test still look in the right place?");
}
