//! Lines of text without `core::fmt`, which is bigger than the networks.

#[cfg(target_os = "none")]
pub use crate::target::write;

/// To the output.
#[cfg(not(target_os = "none"))]
pub fn write(text: &str) {
    print!("{text}");
}

/// A line with a number, to six digits and in bits.
#[inline(never)]
pub fn say(name: &str, number: f32) {
    write(name);
    if number.is_nan() {
        // which of the many NaNs is the processor's choice
        return write(" nan\n");
    }
    let sign = if number.is_sign_negative() { " -" } else { " " };
    write(sign);
    if number.abs() < 2000.0 {
        let millionths = (number.abs() * 1e6 + 0.5) as u32;
        digits(millionths / 1_000_000, 10, 1000, 1);
        write(".");
        digits(millionths % 1_000_000, 10, 100_000, 100_000);
    } else {
        write("big");
    }
    write(" ");
    digits(number.to_bits(), 16, 1 << 28, 1 << 28);
    write("\n");
}

/// A line with a count.
#[inline(never)]
pub fn say_count(name: &str, number: u32) {
    write(name);
    write(" ");
    digits(number, 10, 1_000_000_000, 1);
    write("\n");
}

/// From the digit at `place` on; zeros in front only from `always` on.
fn digits(number: u32, base: u32, mut place: u32, always: u32) {
    const DIGITS: [&str; 16] =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"];
    let mut leading = true;
    while place > 0 {
        let digit = (number / place % base) as usize % 16;
        leading &= digit == 0 && place > always;
        if !leading {
            write(DIGITS[digit]);
        }
        place /= base;
    }
}
