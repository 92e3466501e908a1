//! `#[derive(Parameters)]` of structs whose generics hold braces, lifetimes of bounds and `?Sized`.

#![allow(unused_braces, clippy::type_complexity, reason = "what the derive has to get past")]

use std::marker::PhantomData;

use constrata::layers::Dense;
use constrata::prelude::*;

trait Sized8<const N: usize> {}
impl<T> Sized8<{ 2 * 4 }> for T {}

/// Bounds and types with braces, in a list and behind `where`.
#[derive(Parameters)]
#[repr(C)]
struct Braces<A: Sized8<{ 4 + 4 }> + Clone, Z: ?Sized, const N: usize>
where
    Dense<{ 1 + 1 }, N>: Sized8<{ 8 }>,
    for<'a> &'a A: Copy,
    A: 'static,
{
    first: Dense<{ 1 + 1 }, N>,
    second: Dense<N, 1>,
    kind: PhantomData<(A, fn(&Z))>,
}

#[test]
fn generics_with_braces_are_derived_for() {
    type Both = Braces<u8, str, 3>;
    assert_eq!(Both::PARAMETERS, (2 * 3 + 3) + (3 + 1));
    let zeros: Both = constrata::bytemuck::Zeroable::zeroed();
    assert_eq!((zeros.first.bias[2], zeros.tensor(3)), (0.0, &[0.0][..]));
}
