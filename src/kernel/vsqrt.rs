//! The square root instruction of ARM's floating-point unit, which `core` does not offer.
#![allow(unsafe_code)]

#[inline(always)]
pub(crate) fn sqrt32(x: f32) -> f32 {
    let root;
    // SAFETY: every eabihf target has the instruction; it touches no memory and no flags
    unsafe {
        core::arch::asm!("vsqrt.f32 {}, {}", out(sreg) root, in(sreg) x, options(pure, nomem, nostack, preserves_flags));
    }
    root
}
