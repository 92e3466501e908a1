//! Which of the crate's structs may begin as zero bytes.
//!
//! This is what lets a network of megabytes be made on the heap in place, never passing through the stack:
//! see [`boxed`](crate::boxed).

use bytemuck::Zeroable;

/// Declares that a struct may begin as zero bytes: each of its fields must.
///
/// `#[derive(Parameters)]` and [`network!`](crate::network) write it; the `unsafe` stays here. Nothing that it is told is believed:
/// the compiler compares the list with the struct, and asks each field's own type. The struct may be another than the one that
/// was derived for, as an attribute below a derive may still change it.
#[doc(hidden)]
#[macro_export]
macro_rules! __zeroable {
    ([$($generics:tt)*] $type:ty, [$($bounds:tt)*] { $($field:ident $(: $field_type:ty)?),* $(,)? }) => {
        $($crate::__header!($generics);)*
        $($crate::__header!($bounds);)*
        // SAFETY: `Zeroable` asks that zero bytes be a valid value. A struct whose fields are each valid as zero bytes is
        // valid as zero bytes. `zeroed` compiles only where the list names all fields of a struct, and each is `Zeroable`;
        // it belongs to this impl, as `__header` lets nothing end the item before its body.
        unsafe impl<$($generics)*> $crate::bytemuck::Zeroable for $type
        where
            $($($field_type: $crate::bytemuck::Zeroable,)?)*
            $($bounds)*
        {
            #[inline]
            fn zeroed() -> Self {
                let _ = |this: &Self| {
                    let Self { $($field: _),* } = this;
                    $($crate::memory::zeroable(&this.$field);)*
                };
                // SAFETY: this is what the impl promises.
                unsafe { ::core::mem::zeroed() }
            }
        }
    };
}

/// A token between `impl` and its body: one that cannot end the item. What stands in parentheses or brackets cannot.
#[doc(hidden)]
#[macro_export]
macro_rules! __header {
    ({ $($any:tt)* }) => {
        ::core::compile_error!("a brace would end the header: write it in parentheses");
    };
    (;) => {
        ::core::compile_error!("a semicolon would end the header");
    };
    ($any:tt) => {};
}

/// Compiles where zero bytes are a value of that type.
#[doc(hidden)]
pub const fn zeroable<Z: Zeroable>(_: &Z) {}
