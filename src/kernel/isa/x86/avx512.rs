//! 512-bit vectors and fused multiply-add.

use core::arch::x86_64::*;

use super::avx2::Avx2;
use super::lanes::*;
use super::prefetch;
use crate::kernel::isa::simd::{Isa, Kernel, MOST, Part, Simd, opaque, rolled};

#[derive(Clone, Copy)]
pub(super) struct Avx512(());
impl Isa for Avx512 {
    const FUSED: bool = true;
}

#[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512bw,avx512dq")]
pub(super) fn run<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Avx512(()))
}

simd!(Avx512 half Avx2, features "avx2,fma,avx512f,avx512vl,avx512bw,avx512dq", f32, __m512, lanes 16, registers 32, _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_add_ps _mm512_sub_ps _mm512_mul_ps _mm512_div_ps,
    mul_add(a, b, c) _mm512_fmadd_ps(a, b, c),
    sum(v) _mm512_reduce_add_ps(v),
    zip zip_16, unzip unzip_16, pairwise_add pairwise_add_16, add_blocks add_blocks_16, broadcast_chunk broadcast_chunk_16, permute permute_16,
    load_part(x) _mm512_maskz_loadu_ps(((1_u32 << x.len()) - 1) as u16, x.as_ptr()),
    store_part(v, x) _mm512_mask_storeu_ps(x.as_mut_ptr(), ((1_u32 << x.len()) - 1) as u16, v));
simd!(Avx512 half Avx2, features "avx2,fma,avx512f,avx512vl,avx512bw,avx512dq", f64, __m512d, lanes 8, registers 32, _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_sub_pd _mm512_mul_pd _mm512_div_pd,
    mul_add(a, b, c) _mm512_fmadd_pd(a, b, c),
    sum(v) _mm512_reduce_add_pd(v),
    zip zip_8_wide, unzip unzip_8_wide, pairwise_add pairwise_add_8_wide, add_blocks add_blocks_8_wide, broadcast_chunk broadcast_chunk_8_wide, permute permute_8_wide,
    load_part(x) _mm512_maskz_loadu_pd(((1_u32 << x.len()) - 1) as u8, x.as_ptr()),
    store_part(v, x) _mm512_mask_storeu_pd(x.as_mut_ptr(), ((1_u32 << x.len()) - 1) as u8, v));
