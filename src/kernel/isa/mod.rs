//! Instruction sets: which one is active, what runs in it, and vectors as values.

pub(super) mod fma;
mod fused;
mod launch;
mod level;
pub(super) mod reduce;
#[macro_use]
mod simd;
#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
mod neon;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(super) use fused::Fused;
pub(crate) use launch::{Fusing, fusing};
pub use launch::{Work, launch};
pub use level::Level;
#[cfg(all(target_arch = "aarch64", target_feature = "neon"))]
pub(super) use neon::dispatch;
pub(super) use simd::{Isa, Kernel, MOST, Part, Simd, by_vectors};
#[cfg(target_arch = "x86_64")]
pub(super) use x86::dispatch;

/// Elsewhere vectors are left to the compiler.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
#[inline(always)]
pub(super) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    kernel.plain()
}
