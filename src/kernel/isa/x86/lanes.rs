//! Lanes that change places, and elements that fill many of them.

use core::arch::x86_64::*;

use super::avx2::Avx2;
use super::sse2::Sse2;
use crate::kernel::isa::simd::{MOST, permute};

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn zip_2(a: __m128d, b: __m128d) -> [__m128d; 2] {
    [_mm_unpacklo_pd(a, b), _mm_unpackhi_pd(a, b)]
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn zip_4(a: __m128, b: __m128) -> [__m128; 2] {
    [_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b)]
}

/// The same within each half, then the halves are put right.
#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn zip_4_wide(a: __m256d, b: __m256d) -> [__m256d; 2] {
    let (low, high) = (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
    [_mm256_permute2f128_pd::<0x20>(low, high), _mm256_permute2f128_pd::<0x31>(low, high)]
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn zip_8(a: __m256, b: __m256) -> [__m256; 2] {
    let (low, high) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
    [_mm256_permute2f128_ps::<0x20>(low, high), _mm256_permute2f128_ps::<0x31>(low, high)]
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn zip_8_wide(a: __m512d, b: __m512d) -> [__m512d; 2] {
    let low = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    let high = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    [_mm512_permutex2var_pd(a, low, b), _mm512_permutex2var_pd(a, high, b)]
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn zip_16(a: __m512, b: __m512) -> [__m512; 2] {
    let low = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    let high = _mm512_setr_epi32(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    [_mm512_permutex2var_ps(a, low, b), _mm512_permutex2var_ps(a, high, b)]
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn unzip_4(a: __m128, b: __m128) -> [__m128; 2] {
    [_mm_shuffle_ps::<0x88>(a, b), _mm_shuffle_ps::<0xDD>(a, b)]
}

/// Within each half, then the quarters are put right.
#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn unzip_4_wide(a: __m256d, b: __m256d) -> [__m256d; 2] {
    let (even, odd) = (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
    [_mm256_permute4x64_pd::<0xD8>(even), _mm256_permute4x64_pd::<0xD8>(odd)]
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn unzip_8(a: __m256, b: __m256) -> [__m256; 2] {
    let (even, odd) = (_mm256_shuffle_ps::<0x88>(a, b), _mm256_shuffle_ps::<0xDD>(a, b));
    let right = |v| _mm256_castpd_ps(_mm256_permute4x64_pd::<0xD8>(_mm256_castps_pd(v)));
    [right(even), right(odd)]
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn unzip_8_wide(a: __m512d, b: __m512d) -> [__m512d; 2] {
    let even = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    let odd = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
    [_mm512_permutex2var_pd(a, even, b), _mm512_permutex2var_pd(a, odd, b)]
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn unzip_16(a: __m512, b: __m512) -> [__m512; 2] {
    let even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    let odd = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
    [_mm512_permutex2var_ps(a, even, b), _mm512_permutex2var_ps(a, odd, b)]
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn pairwise_add_2(a: __m128d, b: __m128d) -> __m128d {
    _mm_add_pd(_mm_unpacklo_pd(a, b), _mm_unpackhi_pd(a, b))
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn pairwise_add_4(a: __m128, b: __m128) -> __m128 {
    _mm_add_ps(_mm_shuffle_ps::<0x88>(a, b), _mm_shuffle_ps::<0xDD>(a, b))
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn pairwise_add_4_wide(a: __m256d, b: __m256d) -> __m256d {
    _mm256_add_pd(_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b))
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn pairwise_add_8(a: __m256, b: __m256) -> __m256 {
    _mm256_add_ps(_mm256_shuffle_ps::<0x88>(a, b), _mm256_shuffle_ps::<0xDD>(a, b))
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn pairwise_add_8_wide(a: __m512d, b: __m512d) -> __m512d {
    _mm512_add_pd(_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b))
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn pairwise_add_16(a: __m512, b: __m512) -> __m512 {
    _mm512_add_ps(_mm512_shuffle_ps::<0x88>(a, b), _mm512_shuffle_ps::<0xDD>(a, b))
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn add_blocks_4_wide(a: __m256d, b: __m256d) -> __m256d {
    _mm256_add_pd(_mm256_permute2f128_pd::<0x20>(a, b), _mm256_permute2f128_pd::<0x31>(a, b))
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn add_blocks_8(a: __m256, b: __m256) -> __m256 {
    _mm256_add_ps(_mm256_permute2f128_ps::<0x20>(a, b), _mm256_permute2f128_ps::<0x31>(a, b))
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn add_blocks_8_wide(a: __m512d, b: __m512d) -> __m512d {
    _mm512_add_pd(_mm512_shuffle_f64x2::<0x88>(a, b), _mm512_shuffle_f64x2::<0xDD>(a, b))
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn add_blocks_16(a: __m512, b: __m512) -> __m512 {
    _mm512_add_ps(_mm512_shuffle_f32x4::<0x88>(a, b), _mm512_shuffle_f32x4::<0xDD>(a, b))
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn broadcast_chunk_2<const D: usize>(x: &[f64; D]) -> __m128d {
    // SAFETY: it reads no more than D elements
    if D == 1 { _mm_set1_pd(x[0]) } else { unsafe { _mm_loadu_pd(x.as_ptr()) } }
}

#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn broadcast_chunk_4<const D: usize>(x: &[f32; D]) -> __m128 {
    match D {
        1 => _mm_set1_ps(x[0]),
        // SAFETY: it reads two elements
        2 => _mm_castpd_ps(_mm_set1_pd(unsafe { x.as_ptr().cast::<f64>().read_unaligned() })),
        // SAFETY: it reads four elements
        _ => unsafe { _mm_loadu_ps(x.as_ptr()) },
    }
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn broadcast_chunk_4_wide<const D: usize>(x: &[f64; D]) -> __m256d {
    match D {
        1 => _mm256_set1_pd(x[0]),
        2 => _mm256_broadcast_pd(&broadcast_chunk_2(x)),
        // SAFETY: it reads four elements
        _ => unsafe { _mm256_loadu_pd(x.as_ptr()) },
    }
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn broadcast_chunk_8<const D: usize>(x: &[f32; D]) -> __m256 {
    match D {
        1 | 2 | 4 => _mm256_broadcast_ps(&broadcast_chunk_4(x)),
        // SAFETY: it reads eight elements
        _ => unsafe { _mm256_loadu_ps(x.as_ptr()) },
    }
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn broadcast_chunk_8_wide<const D: usize>(x: &[f64; D]) -> __m512d {
    match D {
        1 | 2 | 4 => _mm512_broadcast_f64x4(broadcast_chunk_4_wide(x)),
        // SAFETY: it reads eight elements
        _ => unsafe { _mm512_loadu_pd(x.as_ptr()) },
    }
}

#[target_feature(enable = "avx512f,avx512dq")]
#[inline]
pub(super) fn broadcast_chunk_16<const D: usize>(x: &[f32; D]) -> __m512 {
    match D {
        1 | 2 | 4 => _mm512_broadcast_f32x4(broadcast_chunk_4(x)),
        8 => _mm512_broadcast_f32x8(broadcast_chunk_8(x)),
        // SAFETY: it reads sixteen elements
        _ => unsafe { _mm512_loadu_ps(x.as_ptr()) },
    }
}

/// SSE2 orders lanes by constants only.
#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn permute_2(v: __m128d, order: &[u32; MOST]) -> __m128d {
    permute::<f64, _>(Sse2(()), v, order)
}

/// As above.
#[target_feature(enable = "sse2")]
#[inline]
pub(super) fn permute_4(v: __m128, order: &[u32; MOST]) -> __m128 {
    permute::<f32, _>(Sse2(()), v, order)
}

/// So does AVX2, these.
#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn permute_4_wide(v: __m256d, order: &[u32; MOST]) -> __m256d {
    permute::<f64, _>(Avx2(()), v, order)
}

#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn permute_8(v: __m256, order: &[u32; MOST]) -> __m256 {
    // SAFETY: it reads eight numbers of sixteen
    _mm256_permutevar8x32_ps(v, unsafe { _mm256_loadu_si256(order.as_ptr().cast()) })
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn permute_8_wide(v: __m512d, order: &[u32; MOST]) -> __m512d {
    // SAFETY: it reads eight numbers of sixteen
    let order = unsafe { _mm256_loadu_si256(order.as_ptr().cast()) };
    _mm512_permutexvar_pd(_mm512_cvtepu32_epi64(order), v)
}

#[target_feature(enable = "avx512f")]
#[inline]
pub(super) fn permute_16(v: __m512, order: &[u32; MOST]) -> __m512 {
    // SAFETY: it reads sixteen numbers of sixteen
    _mm512_permutexvar_ps(unsafe { _mm512_loadu_si512(order.as_ptr().cast()) }, v)
}
