//! The DSL, what it expands to, and what the repository says of itself.
#![allow(unreachable_pub)]

mod braces;
mod depth;
mod documentation;
mod dsl;
mod expansion;
mod fresh_crate;
mod grammar;
mod identity;
mod module_order;
mod paths;
mod readme;
#[path = "../common/sources.rs"]
mod sources;
mod unsafe_code;
