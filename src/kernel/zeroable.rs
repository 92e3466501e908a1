//! Which of the crate's structs may begin as zero bytes.
//!
//! This is what lets a network of megabytes be made on the heap in place, never passing through the stack:
//! see [`boxed`](crate::boxed).

use bytemuck::Zeroable;

use crate::{Pass, Train};

/// Declares that a struct may begin as zero bytes: each of its fields must.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) write it; the `unsafe` stays here.
#[doc(hidden)]
#[macro_export]
macro_rules! __zeroable {
    ([$($generics:tt)*] $type:ty, [$($bounds:tt)*] { $($field:ident: $field_type:ty),* $(,)? }) => {
        // SAFETY: `Zeroable` asks that zero bytes be a valid value. A struct whose fields are each valid as zero
        // bytes is valid as zero bytes; the macros that write this list all fields of the struct.
        unsafe impl<$($generics)*> $crate::bytemuck::Zeroable for $type
        where
            $($field_type: $crate::bytemuck::Zeroable,)*
            $($bounds)*
        {
        }
    };
}

// SAFETY: the three fields are zeroable by the bounds of `Train::Tape` and `Shape::Sample`.
unsafe impl<L: Train, const B: usize> Zeroable for Pass<L, B> {}
