//! The instructions of x86-64. Each set has a module, with all that is compiled for it: what stands in one module, the compiler
//! gives to one thread.

mod avx2;
mod avx512;
mod lanes;
mod sse2;

use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

use super::{Kernel, Level};

/// Runs `kernel` with the instructions of the active level.
#[inline(always)]
pub(in crate::kernel) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    match Level::active() {
        // SAFETY: a level becomes active only when its features were detected
        Level::Avx512 => unsafe { avx512::run(kernel) },
        // SAFETY: as above
        Level::Avx2 => unsafe { avx2::run(kernel) },
        Level::Sse2 if K::VECTORS => sse2::run(kernel),
        _ if K::VECTORS => sse2::plain(kernel),
        _ => kernel.plain(),
    }
}

#[inline(always)]
fn prefetch(line: *const i8) {
    // SAFETY: every x86-64 has it, and it reads nothing: an address that is not there is passed over
    unsafe { _mm_prefetch::<_MM_HINT_T0>(line) }
}
