//! Every program of the README and the guide compiles in a fresh crate that has the dependencies of the `cargo add` lines above it, and no
//! others; what is said not to compile fails with the error that is shown. It is checked offline, with the versions of Cargo.lock.
//! The firmware that is shown is `firmware/template`'s, which CI builds and runs.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use constrata::Model;
use constrata::prelude::*;

network! { struct Iris: 4 => Dense<16, Tanh> => Dense<3, Softmax> }

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The arguments of `cargo add`, by crate.
type Dependencies = BTreeMap<String, Vec<String>>;

/// A program, and what is in its Cargo.toml.
struct Program {
    text: String,
    dependencies: Dependencies,
    /// Of a program that must not compile.
    error: Option<String>,
}

/// `cargo new` begins a crate, `cargo add` adds to it.
fn shell(line: &str, dependencies: &mut Dependencies) {
    let line = line.split(" #").next().unwrap_or_default();
    for command in line.split("&&") {
        let mut words = command.split_whitespace().map(String::from);
        match (words.next().as_deref(), words.next().as_deref(), words.next()) {
            (Some("cargo"), Some("new"), _) => dependencies.clear(),
            (Some("cargo"), Some("add"), Some(name)) => drop(dependencies.insert(name, words.collect())),
            _ => {}
        }
    }
}

/// What the pages show, in order.
fn programs(readme: &str) -> Vec<Program> {
    let (mut dependencies, mut found) = (Dependencies::new(), Vec::<Program>::new());
    // outside of code the odd parts, inside the even ones
    for part in readme.split("\n```").skip(1).step_by(2) {
        let (language, text) = part.split_once('\n').expect("a line after the fence");
        match language {
            "sh" => text.lines().for_each(|line| shell(line, &mut dependencies)),
            "rust" | "rust,ignore" | "rust,compile_fail" => {
                let shown =
                    text.split_once("// error: ").map(|(_, rest)| rest.lines().next().unwrap().into());
                let error = language.ends_with("compile_fail").then(|| shown.unwrap_or_default());
                found.push(Program { text: text.into(), dependencies: dependencies.clone(), error });
            }
            "text" if text.starts_with("error") => {
                let message =
                    text.lines().next().and_then(|line| line.split_once(": ")).expect("a message").1;
                let program = found.last_mut().expect("a program above its error");
                program.error.as_mut().expect("a program that must not compile").push_str(message);
            }
            _ => {}
        }
    }
    found
}

/// The newest version of `name` in Cargo.lock.
fn version(name: &str) -> String {
    let lock = fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).unwrap();
    let head = format!("name = \"{name}\"\nversion = \"");
    let versions = lock.split(&head).skip(1).map(|rest| rest.split('"').next().unwrap());
    let key = |version: &&str| version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    versions.max_by_key(key).unwrap_or_else(|| panic!("Cargo.lock has no `{name}`")).into()
}

/// The line of Cargo.toml that `cargo add NAME ARGUMENTS` writes.
fn manifest_line(name: &str, arguments: &[String]) -> String {
    let mut line = match name {
        "constrata" => format!("constrata = {{ path = \"{ROOT}\""),
        _ => format!("{name} = {{ version = \"{}\"", version(name)),
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--no-default-features" => line += ", default-features = false",
            "--features" => {
                let features = words.next().expect("features").replace(',', "\", \"");
                write!(line, ", features = [\"{features}\"]").unwrap();
            }
            other => panic!("`cargo add {name} {other}`: this test does not know it"),
        }
    }
    line + " }\n"
}

/// Writes a crate with a binary for each program, and checks it. For each binary, what the compiler said.
fn check(folder: &Path, dependencies: &Dependencies, programs: &[(usize, &str)]) -> BTreeMap<usize, String> {
    fs::remove_dir_all(folder.join("src")).ok();
    fs::create_dir_all(folder.join("src")).unwrap();
    // what an earlier program saved, for the compiler to read
    Model::new(Iris::zeros()).save(folder.join("iris.net")).unwrap();
    let lines = dependencies.iter().map(|(name, arguments)| manifest_line(name, arguments));
    let mut manifest = format!(
        "[workspace]\n[package]\nname = \"readme\"\nedition = \"2024\"\n[dependencies]\n{}",
        lines.collect::<String>()
    );
    for (number, text) in programs {
        let path = format!("src/program{number}.rs");
        fs::write(folder.join(&path), text).unwrap();
        writeln!(manifest, "[[bin]]\nname = \"program{number}\"\npath = \"{path}\"").unwrap();
    }
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--keep-going", "--message-format=json"])
        .current_dir(folder)
        // the same for all crates, so that what they share is built once
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme/target"))
        .output()
        .unwrap();
    let mut said: BTreeMap<usize, String> =
        programs.iter().map(|(number, _)| (*number, String::new())).collect();
    let mut finished = false;
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        finished |= message["reason"] == "build-finished";
        let number =
            message["target"]["name"].as_str().and_then(|name| name.strip_prefix("program")?.parse().ok());
        if let (Some(number), "error") = (number, message["message"]["level"].as_str().unwrap_or_default()) {
            let rendered = message["message"]["rendered"].as_str().unwrap();
            said.get_mut::<usize>(&number).unwrap().push_str(rendered);
        }
    }
    assert!(finished, "cargo says:\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn every_program_of_the_readme_and_the_guide_compiles_in_a_fresh_crate() {
    let page = |name: &str| fs::read_to_string(Path::new(ROOT).join(name)).unwrap();
    let programs = programs(&(page("README.md") + &page("docs/GUIDE.md")));
    assert!(programs.len() > 7, "{} programs: does this test still find them?", programs.len());
    let mut crates: BTreeMap<&Dependencies, Vec<usize>> = BTreeMap::new();
    for (number, program) in programs.iter().enumerate() {
        crates.entry(&program.dependencies).or_default().push(number);
    }
    let mut wrong = String::new();
    for (place, (dependencies, members)) in crates.iter().enumerate() {
        let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("readme/{place}"));
        let texts: Vec<(usize, &str)> =
            members.iter().map(|number| (*number, programs[*number].text.as_str())).collect();
        for (number, said) in check(&folder, dependencies, &texts) {
            let Program { text, error, .. } = &programs[number];
            let right = match error {
                None => said.is_empty(),
                Some(error) => !error.is_empty() && said.contains(error.as_str()),
            };
            if !right {
                writeln!(wrong, "with {dependencies:?}, this program:\n{text}\ngives:\n{said}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_firmware_that_is_shown_is_the_template_s() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/FIRMWARE.md")).unwrap();
    let (_, program) = page.split_once("```rust,ignore\n#![no_std]").expect("a program for the chip");
    let (program, _) = program.split_once("```").expect("its end");
    let template = include_str!("../../firmware/template/chip/src/main.rs");
    assert!(
        template.trim_end().ends_with(program.trim_end()),
        "docs/FIRMWARE.md shows other firmware than firmware/template"
    );
}
