//! The files that the pages name are there.

use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 10] =
    [".ci/", "benches/", "data/", "docs/", "examples/", "firmware/", "fuzz/", "macros/", "src/", "tests/"];

fn pages() -> Vec<PathBuf> {
    let files = |folder: &str| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let all = [".", "benches", "data", "docs", "fuzz"].into_iter().flat_map(files);
    all.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The targets of a line's links, and what its code names by a path from the root.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let links = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let links = links.filter(|link| !link.is_empty() && !link.starts_with("http"));
    let plain = |code: &&str| code.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    let code = line.split('`').skip(1).step_by(2).filter(plain);
    links.chain(code.filter(|code| FOLDERS.iter().any(|folder| code.starts_with(folder))))
}

#[test]
fn every_page_names_files_that_are_there() {
    let (mut lost, mut count) = (Vec::new(), 0);
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for path in text.lines().flat_map(named) {
            count += 1;
            // a reader's own file
            let own = path == "src/main.rs";
            if !own && !Path::new(path).exists() && !page.with_file_name(path).exists() {
                lost.push(format!("{}: {path}", page.display()));
            }
        }
    }
    assert!(count > 100, "{count} paths found: does this test still look in the right place?");
    assert!(lost.is_empty(), "not there:\n{}", lost.join("\n"));
}
