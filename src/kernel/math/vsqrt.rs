//! The square root instruction of ARM's floating-point unit, which `core` does not offer.

#[inline(always)]
pub(crate) fn sqrt32(x: f32) -> f32 {
    let mut bits = x.to_bits();
    // SAFETY: every eabihf target has the instruction; it touches no memory, and s0 is declared as overwritten.
    // The value travels through a core register, as rustc does not know of the unit's registers on stable.
    unsafe {
        core::arch::asm!(
            "vmov s0, {bits}", "vsqrt.f32 s0, s0", "vmov {bits}, s0",
            bits = inout(reg) bits, out("s0") _,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    f32::from_bits(bits)
}
