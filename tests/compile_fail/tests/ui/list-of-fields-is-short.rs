#![forbid(unsafe_code)]

use constrata::nalgebra::SMatrix;

struct Bad {
    _name: &'static str,
}
constrata::__zeroable!([] Bad, [] {});
constrata::__flat!([] Bad, [] {});

struct Worse {
    _numbers: SMatrix<f32, 1, 1>,
    _name: &'static str,
}
constrata::__zeroable!([] Worse, [] { _numbers: SMatrix<f32, 1, 1> });
constrata::__flat!([] Worse, [] { _numbers: SMatrix<f32, 1, 1> });

enum Never {}
constrata::__zeroable!([] Never, [] {});
constrata::__zeroable!([] &'static Bad, [] {});
constrata::__zeroable!([] Box<Bad>, [] {});

fn main() {}
