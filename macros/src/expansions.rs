//! What the macro writes, as files a reader can open: `macros/expansions/`.
//!
//! `BLESS=1 cargo test -p constrata-macros` writes them anew. The crate's own tests compile them beside the macro's
//! networks and compare (`tests/dsl/expansion.rs`).

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;

/// Compares the expansion of `declaration` with the file of that name.
fn check(name: &str, declaration: &str) {
    let tokens: TokenStream = format!("[::constrata] {declaration}").parse().expect("tokens");
    let expansion = syn::parse2(crate::expand::network(tokens)).expect("the expansion is a file of items");
    let written = format!("// network! {{ {declaration} }}\n\n{}", prettyplease::unparse(&expansion));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("expansions").join(name).with_extension("rs");
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &written).expect("the golden file is written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == golden, "{} differs from:\n{written}\nbless it with BLESS=1", path.display());
}

#[test]
fn labeled_layers() {
    check("xor", "pub struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid>");
}

#[test]
fn generic_over_scalar_and_size() {
    check(
        "sized",
        "pub struct Sized<T, const H: usize>: T; 4 => Dense<H, LeakyRelu<0.01>> => Dense<3, Softmax>",
    );
}

#[test]
fn layers_the_macro_does_not_know() {
    check(
        "nested",
        "pub struct Nested: [1, 4, 4] => Flatten => encoder: super::Encoder => Dense<16 => 2, Gelu, bias = false>",
    );
}

#[test]
fn images_and_a_block() {
    check(
        "image",
        "pub struct Image: [1, 6, 6] => Conv2d<4, 3, Relu, pad = same> => Residual(Conv2d<4, 3, pad = same>, Relu) \
         => MaxPool2d<2> => Flatten => Dense<2, Softmax>",
    );
}

#[test]
fn branches_and_copies() {
    check(
        "branches",
        "pub struct Branches: 4 => Parallel(concat: Dense<3, Tanh>, Dense<2> => Relu) => Repeat<3>(Dense<5, Relu>) => Dense<1>",
    );
}
