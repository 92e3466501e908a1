//! Convolutions over the steps of a sequence, whose features lie side by side: each element of the window is a matrix product of
//! its own, of all steps it meets.

use crate::Scalar;
use crate::kernel::gemm::blocks::{Gemm, Shared, Start};
use crate::kernel::gemm::dot::DotProducts;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

/// The steps of `z` that element `i` of their windows meets, from and to, and the step of `x` that the first of them has there.
#[inline(always)]
fn met(g: &Geometry, i: usize) -> (usize, usize, usize) {
    let (first, end) = g.on_image(0, i);
    (first, end, (first * g.stride[0] + i * g.dilation[0]).saturating_sub(g.pad[0]))
}

/// z = W ∗ x + b
#[inline(always)]
pub(super) fn forward<T: Scalar, S: Simd<T>>(
    s: S,
    g: &Geometry,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    let (n, outputs) = (g.channels, g.outputs);
    for (x, z) in x.chunks_exact(n * g.x[0]).zip(z.chunks_exact_mut(outputs * g.z[0])) {
        for z in z.chunks_exact_mut(outputs) {
            match bias {
                Some(bias) => z.copy_from_slice(bias),
                None => z.fill(T::ZERO),
            }
        }
        for i in 0..g.size[0] {
            let (first, end, from) = met(g, i);
            if first < end {
                s.call(Shared::<T, false>(Gemm {
                    rows: outputs,
                    depth: n,
                    columns: end - first,
                    a: &weights[i * n * outputs..][..n * outputs],
                    a_stride: outputs,
                    a_first: 0,
                    b: &x[from * n..],
                    b_stride: g.stride[0] * n,
                    b_first: 0,
                    start: Start::C,
                    c: &mut z[first * outputs..],
                    c_stride: outputs,
                }));
            }
        }
    }
}

/// ∂W += what the windows show, times ∂z
#[inline(always)]
pub(super) fn weights<T: Scalar, S: Simd<T>>(s: S, g: &Geometry, dz: &[T], x: &[T], gradient: &mut [T]) {
    let (n, outputs, stride) = (g.channels, g.outputs, g.stride[0]);
    for (x, dz) in x.chunks_exact(n * g.x[0]).zip(dz.chunks_exact(outputs * g.z[0])) {
        for (i, gradient) in gradient.chunks_exact_mut(n * outputs).enumerate() {
            let (first, end, from) = met(g, i);
            // behind the last step there may be less than a stride: with a stride it is done on its own
            let last = if stride > 1 { end.saturating_sub(1).max(first) } else { end };
            for (steps, from, b_stride) in
                [(first..last, from, stride * n), (last..end, from + (last - first) * stride, n)]
            {
                if steps.is_empty() {
                    continue;
                }
                s.call(Shared::<T, true>(Gemm {
                    rows: outputs,
                    depth: steps.len(),
                    columns: n,
                    a: &dz[steps.start * outputs..steps.end * outputs],
                    a_stride: outputs,
                    a_first: 0,
                    b: &x[from * n..],
                    b_stride,
                    b_first: 0,
                    start: Start::C,
                    c: gradient,
                    c_stride: outputs,
                }));
            }
        }
    }
}

/// ∂x = Wᵀ ∂z
#[inline(always)]
pub(super) fn input<T: Scalar, S: Simd<T>>(s: S, g: &Geometry, weights: &[T], dz: &[T], dx: &mut [T]) {
    let (n, outputs) = (g.channels, g.outputs);
    dx.fill(T::ZERO);
    for (dz, dx) in dz.chunks_exact(outputs * g.z[0]).zip(dx.chunks_exact_mut(n * g.x[0])) {
        for i in 0..g.size[0] {
            let (first, end, from) = met(g, i);
            if first < end {
                s.call(DotProducts {
                    rows: n,
                    columns: end - first,
                    depth: outputs,
                    a: &weights[i * n * outputs..],
                    a_stride: outputs,
                    b: &dz[first * outputs..],
                    b_stride: outputs,
                    b_offsets: None,
                    start: None,
                    added: true,
                    c: &mut dx[from * n..],
                    c_stride: g.stride[0] * n,
                });
            }
        }
    }
}
