//! Every public item has an example that runs.
//!
//! Of its own: types, traits, aliases, functions, macros. A method or constant of a type or trait has one, or is in that of the
//! type or trait, or in that of the page it stands on, outside of lines that readers do not see. Fields, variants and associated types need none, nor does what is
//! hidden from the documentation. Code that is not run (`ignore`, `no_run`, `text`, `compile_fail`) is no example.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use crate::sources::sources;

/// Files hidden as a whole: what only the expansion of `network!` names, and thresholds of the kernels, for tests.
const HIDDEN: [&str; 5] = [
    "src/stack/beside.rs",
    "src/network/recovered.rs",
    "src/stack",
    "src/kernel/gemm/select.rs",
    "src/kernel/conv/select.rs",
];

/// A public item: where it stands, what it belongs to, and the words of its examples.
struct Item {
    place: String,
    name: String,
    owner: Option<String>,
    code: HashSet<String>,
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The words in a comment's code that is run.
fn code(docs: &[&str]) -> HashSet<String> {
    let (mut inside, mut runs, mut words) = (false, false, HashSet::new());
    for line in docs {
        if let Some(language) = line.strip_prefix("```") {
            inside = !inside;
            runs = inside && ["", "rust", "should_panic"].contains(&language);
        } else if runs && *line != "#" && !line.starts_with("# ") {
            let letter = |letter: char| letter.is_alphanumeric() || letter == '_';
            words.extend(
                line.split(|other| !letter(other)).filter(|word| !word.is_empty()).map(str::to_string),
            );
        }
    }
    words
}

/// What `text`, the head of an item, declares: its kind and name.
fn declared(text: &str) -> Option<(&str, String)> {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        match word {
            "fn" | "struct" | "enum" | "trait" | "type" | "static" => {
                return Some((word, self::word(words.next()?)));
            }
            "const" if matches!(words.peek(), Some(&("fn" | "unsafe"))) => {}
            "const" => return Some((word, self::word(words.next()?))),
            "unsafe" | "async" => {}
            _ => return None,
        }
    }
    None
}

/// The type whose functions an `impl` holds; none where it implements a trait.
fn implementor(head: &str) -> Option<String> {
    let mut depth = 0;
    let rest = head.strip_prefix("impl")?;
    let end = rest.char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '<') - i32::from(*letter == '>');
        depth == 0 && *letter != '>'
    });
    let own = rest[end?.0..].split(" where").next()?.trim_start();
    (!own.contains(" for ")).then(|| word(own))
}

fn items(path: &Path, found: &mut Vec<Item>) {
    let text = fs::read_to_string(path).unwrap();
    let (mut docs, mut hidden, mut exported) = (Vec::new(), false, false);
    // what the functions belong to, whether they are a trait's, and the line that ends it
    let mut owner: Option<(String, bool, String)> = None;
    let page: Vec<&str> =
        text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim_start).collect();
    let page = code(&page);
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let code_line = line.trim_start();
        let indent = &line[..line.len() - code_line.len()];
        if let Some(doc) = code_line.strip_prefix("///") {
            docs.push(doc.strip_prefix(' ').unwrap_or(doc));
            continue;
        }
        if code_line.starts_with("//") {
            continue;
        }
        if code_line.starts_with("#[") {
            hidden |= code_line.starts_with("#[doc(hidden)]");
            exported |= code_line.starts_with("#[macro_export]");
            let mut last = line;
            while !last.ends_with(']') {
                last = lines.next().map_or("]", |(_, line)| line);
            }
            continue;
        }
        if code_line == "mod tests {" {
            break;
        }
        if owner.as_ref().is_some_and(|(_, _, end)| line == end) {
            owner = None;
        }
        let mut item = |name: String, owner: Option<String>| {
            let place = format!("{}:{}", path.display(), number + 1);
            let mut code = code(&docs);
            code.extend(page.contains(&name).then(|| name.clone()));
            found.push(Item { place, name, owner, code });
        };
        if code_line.starts_with("impl") {
            let mut head = line.trim().to_string();
            while !head.ends_with('{') && !head.ends_with('}') {
                head += lines.next().map_or("{", |(_, line)| line);
            }
            if let Some(name) = implementor(&head).filter(|_| head.ends_with('{')) {
                owner = Some((name, false, format!("{indent}}}")));
            } else if head.ends_with('{') {
                owner = Some((String::new(), false, format!("{indent}}}")));
            }
        } else if let Some(name) = code_line.strip_prefix("macro_rules! ").filter(|_| exported && !hidden) {
            item(word(name), None);
        } else if let Some(head) = code_line.strip_prefix("pub ") {
            if let Some((kind, name)) = declared(head).filter(|_| !hidden) {
                item(name.clone(), owner.as_ref().map(|(owner, ..)| owner.clone()));
                if kind == "trait" && !line.ends_with('}') {
                    owner = Some((name, true, format!("{indent}}}")));
                }
            }
        } else if let (Some((owner, true, _)), Some((kind, name))) = (&owner, declared(code_line))
            && !hidden
            && kind != "type"
            && indent.len() == 4
        {
            item(name, Some(owner.clone()));
        }
        (docs, hidden, exported) = (Vec::new(), false, false);
    }
}

#[test]
fn every_public_item_has_an_example() {
    let (mut files, mut items) = (Vec::new(), Vec::new());
    sources(Path::new("src"), &mut files);
    files.retain(|file| !HIDDEN.iter().any(|hidden| file.starts_with(hidden)));
    files.iter().for_each(|file| self::items(file, &mut items));
    let mut shown: HashMap<&str, HashSet<&String>> = HashMap::new();
    for item in items.iter().filter(|item| item.owner.is_none()) {
        shown.entry(&item.name).or_default().extend(&item.code);
    }
    let without: Vec<String> = items
        .iter()
        .filter(|Item { name, owner, code, .. }| match owner {
            None => code.is_empty(),
            Some(_) if !code.is_empty() => false,
            Some(owner) => shown.get(owner.as_str()).is_some_and(|code| !code.contains(name)),
        })
        .map(|Item { place, name, owner, .. }| match owner {
            Some(owner) => format!("{place}: {owner}::{name}"),
            None => format!("{place}: {name}"),
        })
        .collect();
    assert!(without.is_empty(), "{} without an example:\n{}", without.len(), without.join("\n"));
    assert!(items.len() > 300, "{} items: does this test still look in the right place?", items.len());
}
