//! The numbers a network computes with.

/// A real number a network can compute with: `f32`, `f64` or anything that behaves like one.
pub trait Scalar: nalgebra::Scalar + Copy {}
impl Scalar for f32 {}
impl Scalar for f64 {}
