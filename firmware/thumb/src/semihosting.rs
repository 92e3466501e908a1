//! Talking to the debugger, or QEMU: `bkpt 0xab` with the operation in r0 and its argument in r1.

use core::arch::asm;
use core::panic::PanicInfo;

const WRITE_CHARACTER: usize = 0x03;
const EXIT_EXTENDED: usize = 0x20;
const APPLICATION_EXIT: usize = 0x2_0026;

fn call(operation: usize, argument: *const ()) {
    // SAFETY: the operations used here read one byte or two words at `argument`, and change only r0.
    unsafe {
        asm!("bkpt #0xab", inout("r0") operation => _, in("r1") argument, options(nostack, preserves_flags));
    }
}

pub fn write(text: &str) {
    for byte in text.as_bytes() {
        call(WRITE_CHARACTER, (&raw const *byte).cast());
    }
}

/// Ends the program, and QEMU with this status.
pub fn exit(status: usize) -> ! {
    let arguments = [APPLICATION_EXIT, status];
    call(EXIT_EXTENDED, arguments.as_ptr().cast());
    loop {}
}

unsafe extern "C" {
    safe fn a_panic_is_left_in_this_program() -> !;
}

/// Nothing defines that function, so the program links only if the compiler found that nothing can panic.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    a_panic_is_left_in_this_program()
}
