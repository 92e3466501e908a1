//! How deep a call reaches into the stack: painted before, looked at after.

/// Runs `call`; on the target, where `first`, says below `name` how many bytes of stack it wrote to.
pub fn painted<R>(name: &str, first: bool, call: impl FnOnce() -> R) -> R {
    #[cfg(target_os = "none")]
    if first {
        return target::painted(name, call);
    }
    let _ = (name, first);
    call()
}

#[cfg(target_os = "none")]
mod target {
    use core::arch::asm;

    const PAINT: u32 = 0x5eed_c0de;

    unsafe extern "C" {
        /// The stack's lowest byte, by `memory.x`.
        static mut _stack_end: u32;
    }

    #[inline(never)]
    pub(super) fn painted<R>(name: &str, call: impl FnOnce() -> R) -> R {
        let top: *mut u32;
        // SAFETY: reads a register.
        unsafe { asm!("mov {}, sp", out(reg) top, options(nomem, nostack, preserves_flags)) };
        let bottom = &raw mut _stack_end;
        let mut word = bottom;
        while word < top {
            // SAFETY: below the stack pointer, nothing lives; down to `_stack_end`, it is memory.
            unsafe { word.write_volatile(PAINT) };
            word = word.wrapping_add(1);
        }
        let result = call();
        let mut word = bottom;
        // SAFETY: as above.
        while word < top && unsafe { word.read_volatile() } == PAINT {
            word = word.wrapping_add(1);
        }
        crate::say_count(name, (top as usize - word as usize) as u32);
        result
    }
}
