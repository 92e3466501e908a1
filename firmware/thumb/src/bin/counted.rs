//! A function of twelve instructions, called three times: shows that `firmware/measure` counts right.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
#[unsafe(naked)]
#[unsafe(no_mangle)]
extern "C" fn counted() {
    core::arch::naked_asm!(".rept 11", "nop", ".endr", "bx lr")
}

#[cfg(target_os = "none")]
#[cortex_m_rt::entry]
fn main() -> ! {
    for _ in 0..3 {
        counted();
        core::hint::black_box(());
    }
    constrata_thumb::target::exit(0)
}
