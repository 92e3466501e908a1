//! Overflows its stack, on purpose: that must be a fault, and the statics must be what they were.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
mod target {
    use constrata_thumb::target::{exit, write};
    use core::sync::atomic::{AtomicU32, Ordering};

    static WATCHED: [AtomicU32; 256] = [const { AtomicU32::new(0) }; 256];

    #[cortex_m_rt::entry]
    fn main() -> ! {
        for (index, word) in WATCHED.iter().enumerate() {
            word.store(pattern(index), Ordering::Relaxed);
        }
        write("going down\n");
        let sum = deeper(1);
        write(if sum == 0 { "came back\n" } else { "came back from the deep\n" });
        exit(1)
    }

    fn pattern(index: usize) -> u32 {
        0x600d_0000 ^ (index as u32 * 0x9e37)
    }

    /// Takes 256 bytes a call, far more often than there is room for: each call does something after the next.
    #[inline(never)]
    fn deeper(depth: u32) -> u32 {
        if depth == core::hint::black_box(1_000_000) {
            return depth;
        }
        let mut room = [depth; 64];
        core::hint::black_box(&mut room);
        let below = deeper(depth + 1);
        room.iter().fold(below, |sum, word| sum.wrapping_add(core::hint::black_box(*word)))
    }

    /// Takes the stack back to its start, as there is none left, and looks at the statics. The floating-point registers that
    /// the processor still means to save (FPCCR.LSPACT) have no place any more.
    #[unsafe(naked)]
    #[unsafe(no_mangle)]
    unsafe extern "C" fn HardFault() -> ! {
        core::arch::naked_asm!(
            "ldr r0, =_stack_start",
            "mov sp, r0",
            "ldr r0, =0xe000ef34",
            "ldr r1, [r0]",
            "bic r1, r1, #1",
            "str r1, [r0]",
            "b {faulted}",
            faulted = sym faulted,
        )
    }

    extern "C" fn faulted() -> ! {
        write("a fault\n");
        for (index, word) in WATCHED.iter().enumerate() {
            if word.load(Ordering::Relaxed) != pattern(index) {
                write("a static was overwritten\n");
                exit(1)
            }
        }
        write("the statics are intact\n");
        exit(0)
    }
}
