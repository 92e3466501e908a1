//! Structs on the heap whose largest field begins as zeros, made where they lie.

/// A box of a struct: the first field, which must be [`Zeroable`](bytemuck::Zeroable), begins as zeros and never crosses the
/// stack; each other is written. A field that is forgotten does not compile.
macro_rules! boxed {
    ($Struct:ident<$Parameter:ident> { $zeroed:ident, $($field:ident: $value:expr),* $(,)? }) => {{
        let layout = ::std::alloc::Layout::new::<$Struct<$Parameter>>();
        const { assert!(size_of::<$Struct<$Parameter>>() > 0, "nothing to allocate") };
        let _ = |$Struct { $zeroed: _, $($field: _),* }: $Struct<$Parameter>| ();
        let _ = |this: &$Struct<$Parameter>| $crate::memory::zeroable(&this.$zeroed);
        // SAFETY: the layout is not of size 0, as was checked.
        let place = unsafe { ::std::alloc::alloc_zeroed(layout) }.cast::<$Struct<$Parameter>>();
        if place.is_null() {
            ::std::alloc::handle_alloc_error(layout);
        }
        $(
            let value = $value;
            // SAFETY: `place` is as large and aligned as the struct, and nobody else's.
            unsafe { (&raw mut (*place).$field).write(value) };
        )*
        // SAFETY: one field is `Zeroable`, and every other was written.
        unsafe { ::std::boxed::Box::from_raw(place) }
    }};
}
pub(crate) use boxed;
