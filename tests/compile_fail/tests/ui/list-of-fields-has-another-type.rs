#![forbid(unsafe_code)]

use std::ops::Deref;

use constrata::nalgebra::SMatrix;

type Long = SMatrix<f32, 1000, 1>;

struct Short {
    short: SMatrix<f32, 1, 1>,
}
constrata::__zeroable!([] Short, [] { short: Long });
constrata::__flat!([] Short, [] { short: Long });

/// A type that hands out another.
struct Holder {
    short: SMatrix<f32, 1, 1>,
}
constrata::__flat!([] Holder, [] { short: SMatrix<f32, 1, 1> });
impl Deref for Holder {
    type Target = Long;
    fn deref(&self) -> &Long {
        unreachable!()
    }
}
struct Held {
    holder: Holder,
}
constrata::__flat!([] Held, [] { holder: Long });

struct Reference {
    name: &'static str,
}
constrata::__zeroable!([] Reference, [] { name: SMatrix<f32, 1, 1> });

fn main() {
    let _ = (Short { short: [0.0].into() }.short, Reference { name: "" }.name);
    let _ = Held { holder: Holder { short: [0.0].into() } }.holder.short;
}
