//! Bounds on a network's size that fail the build.

use crate::Text;

/// What `#[budget(..)]` checks while compiling.
///
/// # Panics
/// Where `need` exceeds `budget`; in a `const`, that is an error of the build, which prints both.
///
/// ```
/// const _: () = constrata::budget::keep("Net", "parameters", 10, 16);
/// ```
#[track_caller]
pub const fn keep(network: &str, unit: &str, need: usize, budget: usize) {
    if need > budget {
        let need = Text::new("`").text(network).text("` needs ").number(need).text(" ").text(unit);
        panic!("{}", need.text(", its budget is ").number(budget).as_str());
    }
}
