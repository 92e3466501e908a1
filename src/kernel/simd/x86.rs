//! The instructions of x86-64.

mod lanes;

use core::arch::x86_64::*;

use super::{Isa, Kernel, MOST, Part, Simd};
use crate::kernel::Level;
use lanes::*;

/// Runs `kernel` with the instructions of the active level.
#[inline(always)]
pub(in crate::kernel) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[target_feature(enable = "avx2,fma")]
    fn avx2<K: Kernel>(kernel: K) -> K::Output {
        kernel.run(Avx2(()))
    }
    #[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512bw,avx512dq")]
    fn avx512<K: Kernel>(kernel: K) -> K::Output {
        kernel.run(Avx512(()))
    }
    // every x86-64 has it; a call, so that the others need no frame for it
    #[inline(never)]
    fn sse2<K: Kernel>(kernel: K) -> K::Output {
        kernel.run(Sse2(()))
    }
    #[inline(never)]
    fn apart<K: Kernel>(kernel: K) -> K::Output {
        kernel.plain()
    }
    match Level::active() {
        // SAFETY: a level becomes active only when its features were detected
        Level::Avx512 => unsafe { avx512(kernel) },
        // SAFETY: as above
        Level::Avx2 => unsafe { avx2(kernel) },
        Level::Sse2 if K::VECTORS => sse2(kernel),
        _ if K::VECTORS => apart(kernel),
        _ => kernel.plain(),
    }
}

#[derive(Clone, Copy)]
struct Sse2(());
#[derive(Clone, Copy)]
struct Avx2(());
#[derive(Clone, Copy)]
struct Avx512(());
impl Isa for Sse2 {}
impl Isa for Avx2 {}
impl Isa for Avx512 {}

simd!(Sse2 half Sse2, features "sse2", f32, __m128, lanes 4, registers 16, _mm_set1_ps _mm_loadu_ps _mm_storeu_ps _mm_add_ps _mm_sub_ps _mm_mul_ps _mm_div_ps,
    mul_add(a, b, c) _mm_add_ps(_mm_mul_ps(a, b), c),
    sum(v) sum_4(v),
    zip zip_4, unzip unzip_4, pairs pairs_4, across pairs_4, spread spread_4, permuted permuted_4,
    load_part(x) load_part_4(x),
    store_part(v, x) store_part_4(v, x));
simd!(Sse2 half Sse2, features "sse2", f64, __m128d, lanes 2, registers 16, _mm_set1_pd _mm_loadu_pd _mm_storeu_pd _mm_add_pd _mm_sub_pd _mm_mul_pd _mm_div_pd,
    mul_add(a, b, c) _mm_add_pd(_mm_mul_pd(a, b), c),
    sum(v) _mm_cvtsd_f64(_mm_add_sd(v, _mm_unpackhi_pd(v, v))),
    zip zip_2, unzip zip_2, pairs pairs_2, across pairs_2, spread spread_2, permuted permuted_2,
    load_part(x) load_part_2(x),
    store_part(v, x) store_part_2(v, x));
simd!(Avx2 half Sse2, features "avx2,fma", f32, __m256, lanes 8, registers 16, _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_add_ps _mm256_sub_ps _mm256_mul_ps _mm256_div_ps,
    mul_add(a, b, c) _mm256_fmadd_ps(a, b, c),
    sum(v) sum_4(_mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps::<1>(v))),
    zip zip_8, unzip unzip_8, pairs pairs_8, across across_8, spread spread_8, permuted permuted_8,
    load_part(x) _mm256_maskload_ps(x.as_ptr(), first_of_8(x.len())),
    store_part(v, x) _mm256_maskstore_ps(x.as_mut_ptr(), first_of_8(x.len()), v));
simd!(Avx2 half Sse2, features "avx2,fma", f64, __m256d, lanes 4, registers 16, _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_sub_pd _mm256_mul_pd _mm256_div_pd,
    mul_add(a, b, c) _mm256_fmadd_pd(a, b, c),
    sum(v) Simd::<f64>::sum(Sse2(()), _mm_add_pd(_mm256_castpd256_pd128(v), _mm256_extractf128_pd::<1>(v))),
    zip zip_4_wide, unzip unzip_4_wide, pairs pairs_4_wide, across across_4_wide, spread spread_4_wide, permuted permuted_4_wide,
    load_part(x) _mm256_maskload_pd(x.as_ptr(), first_of_4(x.len())),
    store_part(v, x) _mm256_maskstore_pd(x.as_mut_ptr(), first_of_4(x.len()), v));
simd!(Avx512 half Avx2, features "avx2,fma,avx512f,avx512vl,avx512bw,avx512dq", f32, __m512, lanes 16, registers 32, _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_add_ps _mm512_sub_ps _mm512_mul_ps _mm512_div_ps,
    mul_add(a, b, c) _mm512_fmadd_ps(a, b, c),
    sum(v) _mm512_reduce_add_ps(v),
    zip zip_16, unzip unzip_16, pairs pairs_16, across across_16, spread spread_16, permuted permuted_16,
    load_part(x) _mm512_maskz_loadu_ps(((1_u32 << x.len()) - 1) as u16, x.as_ptr()),
    store_part(v, x) _mm512_mask_storeu_ps(x.as_mut_ptr(), ((1_u32 << x.len()) - 1) as u16, v));
simd!(Avx512 half Avx2, features "avx2,fma,avx512f,avx512vl,avx512bw,avx512dq", f64, __m512d, lanes 8, registers 32, _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_sub_pd _mm512_mul_pd _mm512_div_pd,
    mul_add(a, b, c) _mm512_fmadd_pd(a, b, c),
    sum(v) _mm512_reduce_add_pd(v),
    zip zip_8_wide, unzip unzip_8_wide, pairs pairs_8_wide, across across_8_wide, spread spread_8_wide, permuted permuted_8_wide,
    load_part(x) _mm512_maskz_loadu_pd(((1_u32 << x.len()) - 1) as u8, x.as_ptr()),
    store_part(v, x) _mm512_mask_storeu_pd(x.as_mut_ptr(), ((1_u32 << x.len()) - 1) as u8, v));

#[inline(always)]
fn prefetch(line: *const i8) {
    // SAFETY: every x86-64 has it, and it reads nothing: an address that is not there is passed over
    unsafe { _mm_prefetch::<_MM_HINT_T0>(line) }
}

/// A mask of the first n of 8 lanes.
#[target_feature(enable = "avx2")]
#[inline]
fn first_of_8(n: usize) -> __m256i {
    _mm256_cmpgt_epi32(_mm256_set1_epi32(n as i32), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))
}

/// A mask of the first n of 4 lanes.
#[target_feature(enable = "avx2")]
#[inline]
fn first_of_4(n: usize) -> __m256i {
    _mm256_cmpgt_epi64(_mm256_set1_epi64x(n as i64), _mm256_setr_epi64x(0, 1, 2, 3))
}

#[target_feature(enable = "sse2")]
#[inline]
fn sum_4(v: __m128) -> f32 {
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
