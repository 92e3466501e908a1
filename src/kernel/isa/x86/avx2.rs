//! 256-bit vectors and fused multiply-add.

use core::arch::x86_64::*;

use super::lanes::*;
use super::prefetch;
use super::sse2::{Sse2, sum_4};
use crate::kernel::isa::simd::{Isa, Kernel, MOST, Part, Simd, opaque, rolled};

#[derive(Clone, Copy)]
pub(super) struct Avx2(pub(super) ());
impl Isa for Avx2 {
    const FUSED: bool = true;
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn run<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Avx2(()))
}

simd!(Avx2 half Sse2, features "avx2,fma", f32, __m256, lanes 8, registers 16, _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_add_ps _mm256_sub_ps _mm256_mul_ps _mm256_div_ps,
    mul_add(a, b, c) _mm256_fmadd_ps(a, b, c),
    sum(v) sum_4(_mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps::<1>(v))),
    zip zip_8, unzip unzip_8, pairwise_add pairwise_add_8, add_blocks add_blocks_8, broadcast_chunk broadcast_chunk_8, permute permute_8,
    load_part(x) _mm256_maskload_ps(x.as_ptr(), first_of_8(x.len())),
    store_part(v, x) _mm256_maskstore_ps(x.as_mut_ptr(), first_of_8(x.len()), v));
simd!(Avx2 half Sse2, features "avx2,fma", f64, __m256d, lanes 4, registers 16, _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_sub_pd _mm256_mul_pd _mm256_div_pd,
    mul_add(a, b, c) _mm256_fmadd_pd(a, b, c),
    sum(v) Simd::<f64>::sum(Sse2(()), _mm_add_pd(_mm256_castpd256_pd128(v), _mm256_extractf128_pd::<1>(v))),
    zip zip_4_wide, unzip unzip_4_wide, pairwise_add pairwise_add_4_wide, add_blocks add_blocks_4_wide, broadcast_chunk broadcast_chunk_4_wide, permute permute_4_wide,
    load_part(x) _mm256_maskload_pd(x.as_ptr(), first_of_4(x.len())),
    store_part(v, x) _mm256_maskstore_pd(x.as_mut_ptr(), first_of_4(x.len()), v));

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
