//! The products of small layers, unrolled where they are called; W x without a jump.
//!
//! In a debug build they stay calls: else the arrays in them, which are as wide as a layer, would lie on the stack of large
//! layers too, which never get here.

use nalgebra::SMatrix;

use super::select::CHAINS;
use crate::Scalar;
use crate::kernel::isa::Fused;

/// z = W x + b, each sum in N chains.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) fn affine<T: Scalar, const N: usize, const IN: usize, const OUT: usize, const B: usize>(
    weights: &[[T; OUT]; IN],
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    z: &mut [[T; OUT]; B],
) {
    let mut sums = [[T::ZERO; OUT]; N];
    if let Some(bias) = bias {
        sums[0] = *bias;
    }
    for (x, z) in x.iter().zip(z) {
        *z = columns(weights, x, sums);
    }
}

/// z = W x + b, in code for a processor that rounds a product and a sum once.
#[inline(always)]
pub(crate) fn fused_affine<const IN: usize, const OUT: usize, const B: usize>(
    weights: &[[f32; OUT]; IN],
    bias: Option<&[f32; OUT]>,
    x: &[[f32; IN]; B],
    z: &mut [[f32; OUT]; B],
) {
    let (weights, bias) = (bytemuck::cast_ref(weights), bias.map(bytemuck::cast_ref));
    let (x, z) = (bytemuck::cast_ref(x), bytemuck::cast_mut(z));
    let way = const {
        match (IN, OUT) {
            (..CHAINS, _) => affine::<Fused, 1, IN, OUT, B>,
            (_, 1) => dot::<Fused, 8, IN, OUT, B>,
            _ => affine::<Fused, 4, IN, OUT, B>,
        }
    };
    way(weights, bias, x, z);
}

/// z = w x + b of a single output, whose products are summed in L lanes.
#[cfg_attr(not(debug_assertions), inline(always))]
fn dot<T: Scalar, const L: usize, const IN: usize, const OUT: usize, const B: usize>(
    weights: &[[T; OUT]; IN],
    bias: Option<&[T; OUT]>,
    x: &[[T; IN]; B],
    z: &mut [[T; OUT]; B],
) {
    // out of memory: else the compiler takes apart the vectors of the layer before, to fit the lanes here
    for (x, z) in core::hint::black_box(x).iter().zip(z.as_flattened_mut()) {
        let mut lanes = [T::ZERO; L];
        for (w, x) in weights.as_flattened().chunks(L).zip(x.chunks(L)) {
            for ((lane, w), x) in lanes.iter_mut().zip(w).zip(x) {
                *lane = w.times_plus(*x, *lane);
            }
        }
        let mut width = L / 2;
        while width > 0 {
            for i in 0..width {
                lanes[i] += lanes[i + width];
            }
            width /= 2;
        }
        *z = lanes[0] + bias.map_or(T::ZERO, |bias| bias[0]);
    }
}

/// ∂W += ∂z xᵀ
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_weights<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    dz: &[[T; OUT]; B],
    x: &[[T; IN]; B],
    gradient: &mut SMatrix<T, OUT, IN>,
) {
    for (&dz, &x) in dz.iter().zip(x) {
        for (column, x) in gradient.data.0.iter_mut().zip(x) {
            for (dw, dz) in column.iter_mut().zip(dz) {
                *dw += dz * x;
            }
        }
    }
}

/// ∂x = Wᵀ ∂z
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_input<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    weights: &SMatrix<T, OUT, IN>,
    dz: &[[T; OUT]; B],
    dx: &mut [[T; IN]; B],
) {
    for (&dz, dx) in dz.iter().zip(dx) {
        for (dx, column) in dx.iter_mut().zip(&weights.data.0) {
            let mut sum = T::ZERO;
            for (&w, dz) in column.iter().zip(dz) {
                sum += w * dz;
            }
            *dx = sum;
        }
    }
}

/// The sums of all chains + W x, a column of W for each input, the chains taking turns. The first 32 are written out, as the
/// compiler unrolls no loop that long; but not for processors of 32 bits, where code counts.
#[inline(always)]
fn columns<T: Scalar, const N: usize, const IN: usize, const OUT: usize>(
    columns: &[[T; OUT]; IN],
    x: &[T; IN],
    mut sums: [[T; OUT]; N],
) -> [T; OUT] {
    macro_rules! each {
        ($($i:literal)*) => {
            $(if $i < IN {
                add(&mut sums[$i % N], &columns[$i], x[$i]);
            })*
        };
    }
    let (mut x, mut rest) = (x, (&columns[..], &x[..]));
    if cfg!(target_pointer_width = "64") {
        // out of memory, a number fills a vector at once; the compiler would rather take apart the vector it was in
        if IN >= 8 {
            x = core::hint::black_box(x);
        }
        each!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
        rest = (&columns[IN.min(32)..], &x[IN.min(32)..]);
    }
    if N > 1 {
        let (groups, of_x) = (rest.0.as_chunks::<N>(), rest.1.as_chunks::<N>());
        for (columns, x) in groups.0.iter().zip(of_x.0) {
            for chain in 0..N {
                add(&mut sums[chain], &columns[chain], x[chain]);
            }
        }
        rest = (groups.1, of_x.1);
    }
    for (column, x) in rest.0.iter().zip(rest.1) {
        add(&mut sums[0], column, *x);
    }
    let mut sum = sums[0];
    for other in &sums[1..] {
        for (sum, other) in sum.iter_mut().zip(other) {
            *sum += *other;
        }
    }
    sum
}

/// sum += w x
#[inline(always)]
fn add<T: Scalar, const OUT: usize>(sum: &mut [T; OUT], column: &[T; OUT], x: T) {
    for (sum, &w) in sum.iter_mut().zip(column) {
        *sum = w.times_plus(x, *sum);
    }
}
