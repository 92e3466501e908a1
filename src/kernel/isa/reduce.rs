//! Sums that are spread over the lanes of vectors, added up until each has as few lanes as it is to have.

use super::Simd;

/// The first `count` vectors become fewer, of which each holds what was in `most`: neighbors come to lie side by side, and lanes
/// are added. Where neighbors run out, the last is its own.
///
/// Lanes are added within 128 bits first. Where that is all, a sum lies beside that of its neighbor; where a sum still has other
/// lanes there, these 128 bits hold nothing else in turns (`by_columns` in `gemm/few_rows/lane_order.rs` puts it right).
#[inline(always)]
pub(in crate::kernel) fn reduce<T, S: Simd<T>, const N: usize>(
    s: S,
    mut sums: [S::Vector; N],
    mut count: usize,
    most: usize,
) -> [S::Vector; N] {
    let mut added = 1;
    while added < most {
        let last = count - 1;
        count = count.div_ceil(2);
        for j in 0..count {
            let [a, b] = [sums[2 * j], sums[(2 * j + 1).min(last)]];
            sums[j] = if added * size_of::<T>() < 16 { s.pairwise_add(a, b) } else { s.add_blocks(a, b) };
        }
        added *= 2;
    }
    sums
}
