//! The instructions of aarch64, every processor of which has vectors of 128 bits.

use super::Level;
use super::simd::{Isa, Kernel, MOST, Part, Simd, opaque, permute, rolled};
use core::arch::aarch64::*;

/// Runs `kernel` with the instructions of the active level.
#[inline(always)]
pub(in crate::kernel) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn neon<K: Kernel>(kernel: K) -> K::Output {
        kernel.run(Neon(()))
    }
    // plain loops are compiled for these vectors anyway
    if K::VECTORS && Level::active() == Level::Neon { neon(kernel) } else { kernel.plain() }
}

#[derive(Clone, Copy)]
struct Neon(());
impl Isa for Neon {
    const FUSED: bool = true;
}

simd!(Neon half Neon, features "neon", f32, float32x4_t, lanes 4, registers 32, vdupq_n_f32 vld1q_f32 vst1q_f32 vaddq_f32 vsubq_f32 vmulq_f32 vdivq_f32,
    mul_add(a, b, c) vfmaq_f32(c, a, b),
    sum(v) vaddvq_f32(v),
    zip zip_4, unzip unzip_4, pairwise_add vpaddq_f32, add_blocks vpaddq_f32, broadcast_chunk broadcast_chunk_4, permute permute_4,
    load_part(x) load_part_4(x),
    store_part(v, x) store_part_4(v, x));
simd!(Neon half Neon, features "neon", f64, float64x2_t, lanes 2, registers 32, vdupq_n_f64 vld1q_f64 vst1q_f64 vaddq_f64 vsubq_f64 vmulq_f64 vdivq_f64,
    mul_add(a, b, c) vfmaq_f64(c, a, b),
    sum(v) vaddvq_f64(v),
    zip zip_2, unzip zip_2, pairwise_add vpaddq_f64, add_blocks vpaddq_f64, broadcast_chunk broadcast_chunk_2, permute permute_2,
    load_part(x) load_part_2(x),
    store_part(v, x) store_part_2(v, x));

/// The instruction is not for stable compilers yet.
#[inline(always)]
fn prefetch(_line: *const i8) {}

#[target_feature(enable = "neon")]
#[inline]
fn zip_4(a: float32x4_t, b: float32x4_t) -> [float32x4_t; 2] {
    [vzip1q_f32(a, b), vzip2q_f32(a, b)]
}

#[target_feature(enable = "neon")]
#[inline]
fn zip_2(a: float64x2_t, b: float64x2_t) -> [float64x2_t; 2] {
    [vzip1q_f64(a, b), vzip2q_f64(a, b)]
}

#[target_feature(enable = "neon")]
#[inline]
fn unzip_4(a: float32x4_t, b: float32x4_t) -> [float32x4_t; 2] {
    [vuzp1q_f32(a, b), vuzp2q_f32(a, b)]
}

#[target_feature(enable = "neon")]
#[inline]
fn broadcast_chunk_4<const D: usize>(x: &[f32; D]) -> float32x4_t {
    // SAFETY: each arm reads D elements
    unsafe {
        match D {
            1 => vdupq_n_f32(x[0]),
            2 => vcombine_f32(vld1_f32(x.as_ptr()), vld1_f32(x.as_ptr())),
            _ => vld1q_f32(x.as_ptr()),
        }
    }
}

#[target_feature(enable = "neon")]
#[inline]
fn broadcast_chunk_2<const D: usize>(x: &[f64; D]) -> float64x2_t {
    // SAFETY: it reads no more than D elements
    if D == 1 { vdupq_n_f64(x[0]) } else { unsafe { vld1q_f64(x.as_ptr()) } }
}

#[target_feature(enable = "neon")]
#[inline]
fn permute_4(v: float32x4_t, order: &[u32; MOST]) -> float32x4_t {
    permute::<f32, _>(Neon(()), v, order)
}

#[target_feature(enable = "neon")]
#[inline]
fn permute_2(v: float64x2_t, order: &[u32; MOST]) -> float64x2_t {
    permute::<f64, _>(Neon(()), v, order)
}

/// There are no masks: less than a vector goes in pieces of two and one.
#[target_feature(enable = "neon")]
#[inline]
fn load_part_4(x: &[f32]) -> float32x4_t {
    let (from, zero) = (x.as_ptr(), vdup_n_f32(0.0));
    // SAFETY: each arm reads as many elements as `x` has
    unsafe {
        match x.len() {
            0 => vcombine_f32(zero, zero),
            1 => vcombine_f32(vld1_lane_f32::<0>(from, zero), zero),
            2 => vcombine_f32(vld1_f32(from), zero),
            3 => vcombine_f32(vld1_f32(from), vld1_lane_f32::<0>(from.add(2), zero)),
            _ => vld1q_f32(from),
        }
    }
}

#[target_feature(enable = "neon")]
#[inline]
fn store_part_4(v: float32x4_t, x: &mut [f32]) {
    let (to, len) = (x.as_mut_ptr(), x.len());
    // SAFETY: each arm writes as many elements as `x` has
    unsafe {
        match len {
            0 => {}
            1 => vst1q_lane_f32::<0>(to, v),
            2 => vst1_f32(to, vget_low_f32(v)),
            3 => {
                vst1_f32(to, vget_low_f32(v));
                vst1q_lane_f32::<2>(to.add(2), v);
            }
            _ => vst1q_f32(to, v),
        }
    }
}

#[target_feature(enable = "neon")]
#[inline]
fn load_part_2(x: &[f64]) -> float64x2_t {
    // SAFETY: each arm reads as many elements as `x` has
    unsafe {
        match x.len() {
            0 => vdupq_n_f64(0.0),
            1 => vld1q_lane_f64::<0>(x.as_ptr(), vdupq_n_f64(0.0)),
            _ => vld1q_f64(x.as_ptr()),
        }
    }
}

#[target_feature(enable = "neon")]
#[inline]
fn store_part_2(v: float64x2_t, x: &mut [f64]) {
    // SAFETY: each arm writes as many elements as `x` has
    unsafe {
        match x.len() {
            0 => {}
            1 => vst1q_lane_f64::<0>(x.as_mut_ptr(), v),
            _ => vst1q_f64(x.as_mut_ptr(), v),
        }
    }
}
