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
        #[cfg(board = "mps2")]
        guard();
        write("overflowing the stack\n");
        core::hint::black_box(deeper(1));
        write("the stack did not overflow\n");
        exit(1)
    }

    /// These boards of QEMU ignore writes to memory that is missing, which on a chip are faults. So the processor's own unit for
    /// memory protection forbids the 64 KB below the RAM; in a fault it is off.
    #[cfg(board = "mps2")]
    fn guard() {
        const CONTROL: *mut u32 = core::ptr::without_provenance_mut(0xe000_ed94);
        let region =
            [(0xe000_ed98_usize, 0), (0xe000_ed9c, 0x1fff_0000), (0xe000_eda0, 1 << 28 | 15 << 1 | 1)];
        for (register, value) in region {
            // SAFETY: the registers of the unit, which nothing else here uses: number, base, and size with no access at all.
            unsafe { core::ptr::without_provenance_mut::<u32>(register).write_volatile(value) };
        }
        // SAFETY: as above: on, with the usual rights everywhere else.
        unsafe { CONTROL.write_volatile(5) };
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
    #[cfg(not(board = "microbit"))]
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

    /// The same for a processor that has no such registers.
    #[cfg(board = "microbit")]
    #[unsafe(naked)]
    #[unsafe(no_mangle)]
    unsafe extern "C" fn HardFault() -> ! {
        core::arch::naked_asm!("ldr r0, =_stack_start", "mov sp, r0", "ldr r0, ={faulted}", "bx r0", faulted = sym faulted)
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
