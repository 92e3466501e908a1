//! Talking to the debugger, or QEMU: `bkpt 0xab` with the operation in r0 and its argument in r1.

use core::arch::asm;
use core::panic::PanicInfo;

const WRITE_TEXT: usize = 0x04;
const EXIT_EXTENDED: usize = 0x20;
const EXIT: usize = 0x18;
const APPLICATION_EXIT: usize = 0x2_0026;

fn call(operation: usize, argument: *const ()) {
    // SAFETY: the operations used here read a text that ends in 0 or two words at `argument`, and change only r0.
    unsafe {
        asm!("bkpt #0xab", inout("r0") operation => _, in("r1") argument, options(nostack, preserves_flags));
    }
}

pub fn write(text: &str) {
    // what ends in 0 goes out at once, and not byte by byte
    let mut pieces = text.as_bytes().chunks_exact(31);
    for piece in &mut pieces {
        write_piece(piece);
    }
    write_piece(pieces.remainder());
}

fn write_piece(piece: &[u8]) {
    let mut buffer = [0_u8; 32];
    for (to, from) in buffer.iter_mut().zip(piece) {
        *to = *from;
    }
    call(WRITE_TEXT, buffer.as_ptr().cast());
}

/// Ends the program, and QEMU with this status.
pub fn exit(status: usize) -> ! {
    let arguments = [APPLICATION_EXIT, status];
    call(EXIT_EXTENDED, arguments.as_ptr().cast());
    // where QEMU does not know the extended call
    call(EXIT, core::ptr::without_provenance(APPLICATION_EXIT));
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
