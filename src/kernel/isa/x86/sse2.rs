//! 128-bit vectors, which every x86-64 has.

use core::arch::x86_64::*;

use super::lanes::*;
use super::prefetch;
use crate::kernel::isa::simd::{Isa, Kernel, MOST, Part, Simd, opaque, rolled};

#[derive(Clone, Copy)]
pub(super) struct Sse2(pub(super) ());
impl Isa for Sse2 {
    const FUSED: bool = false;
}

/// A call, so that the others need no frame for it.
#[inline(never)]
pub(super) fn run<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Sse2(()))
}

/// Without vectors, in a call as well.
#[inline(never)]
pub(super) fn plain<K: Kernel>(kernel: K) -> K::Output {
    kernel.plain()
}

simd!(Sse2 half Sse2, features "sse2", f32, __m128, lanes 4, registers 16, _mm_set1_ps _mm_loadu_ps _mm_storeu_ps _mm_add_ps _mm_sub_ps _mm_mul_ps _mm_div_ps,
    mul_add(a, b, c) _mm_add_ps(_mm_mul_ps(a, b), c),
    sum(v) sum_4(v),
    zip zip_4, unzip unzip_4, pairwise_add pairwise_add_4, add_blocks pairwise_add_4, broadcast_chunk broadcast_chunk_4, permute permute_4,
    load_part(x) load_part_4(x),
    store_part(v, x) store_part_4(v, x));
simd!(Sse2 half Sse2, features "sse2", f64, __m128d, lanes 2, registers 16, _mm_set1_pd _mm_loadu_pd _mm_storeu_pd _mm_add_pd _mm_sub_pd _mm_mul_pd _mm_div_pd,
    mul_add(a, b, c) _mm_add_pd(_mm_mul_pd(a, b), c),
    sum(v) _mm_cvtsd_f64(_mm_add_sd(v, _mm_unpackhi_pd(v, v))),
    zip zip_2, unzip zip_2, pairwise_add pairwise_add_2, add_blocks pairwise_add_2, broadcast_chunk broadcast_chunk_2, permute permute_2,
    load_part(x) load_part_2(x),
    store_part(v, x) store_part_2(v, x));

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn sum_4(v: __m128) -> f32 {
    let v = _mm_add_ps(v, _mm_movehl_ps(v, v));
    _mm_cvtss_f32(_mm_add_ss(v, _mm_shuffle_ps::<1>(v, v)))
}

/// SSE2 has no masks: less than a vector goes in pieces of two and one.
#[target_feature(enable = "sse2")]
#[inline]
fn load_part_4(x: &[f32]) -> __m128 {
    let from = x.as_ptr();
    // SAFETY: each arm reads as many elements as `x` has
    unsafe {
        match x.len() {
            0 => _mm_setzero_ps(),
            1 => _mm_load_ss(from),
            2 => _mm_castpd_ps(_mm_load_sd(from.cast())),
            3 => _mm_movelh_ps(_mm_castpd_ps(_mm_load_sd(from.cast())), _mm_load_ss(from.add(2))),
            _ => _mm_loadu_ps(from),
        }
    }
}

#[target_feature(enable = "sse2")]
#[inline]
fn store_part_4(v: __m128, x: &mut [f32]) {
    let (to, len) = (x.as_mut_ptr(), x.len());
    // SAFETY: each step writes elements that `x` has
    unsafe {
        if len >= 4 {
            return _mm_storeu_ps(to, v);
        }
        if len >= 2 {
            _mm_store_sd(to.cast(), _mm_castps_pd(v));
        }
        if len == 1 {
            _mm_store_ss(to, v);
        }
        if len == 3 {
            _mm_store_ss(to.add(2), _mm_movehl_ps(v, v));
        }
    }
}

#[target_feature(enable = "sse2")]
#[inline]
fn load_part_2(x: &[f64]) -> __m128d {
    // SAFETY: each arm reads as many elements as `x` has
    unsafe {
        match x.len() {
            0 => _mm_setzero_pd(),
            1 => _mm_load_sd(x.as_ptr()),
            _ => _mm_loadu_pd(x.as_ptr()),
        }
    }
}

#[target_feature(enable = "sse2")]
#[inline]
fn store_part_2(v: __m128d, x: &mut [f64]) {
    // SAFETY: each arm writes as many elements as `x` has
    unsafe {
        match x.len() {
            0 => {}
            1 => _mm_store_sd(x.as_mut_ptr(), v),
            _ => _mm_storeu_pd(x.as_mut_ptr(), v),
        }
    }
}
