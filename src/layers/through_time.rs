//! How recurrent layers learn: forward and backward through all steps.

use bytemuck::Zeroable;

use super::cell::Cell;
use super::recurrent::Recurrent;
use crate::kernel::{self, Fusing, Work, fusing, launch};
use crate::{Learn, Scalar, Train};

/// What backward wants of `B` samples, and the state on the way from step to step; backward, its gradient.
pub struct Tape<C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> {
    samples: [Sample<C, T, STEPS, H, G>; B],
    h: [[T; H]; B],
    memory: [C::Memory<T, H>; B],
    u: [[T; G]; B],
    through_u: [[T; H]; B],
}

/// Of one sample and each step: the gates, and the state before it.
struct Sample<C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize> {
    gates: [[T; G]; STEPS],
    h: [[T; H]; STEPS],
    memory: [C::Memory<T, H>; STEPS],
    kept: [C::Kept<T, H>; STEPS],
}

crate::__zeroable!(
    [C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize]
    Tape<C, T, STEPS, H, G, B>,
    [] { samples, h, memory, u, through_u }
);
crate::__zeroable!(
    [C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize] Sample<C, T, STEPS, H, G>,
    [] { gates, h, memory, kept }
);

/// The step at the place `t`, of each sample.
struct Forward<'a, C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> {
    t: usize,
    tape: &'a mut Tape<C, T, STEPS, H, G, B>,
    z: &'a mut [[[T; H]; STEPS]; B],
}

impl<C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> Fusing
    for Forward<'_, C, T, STEPS, H, G, B>
{
    type Output = ();
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        let Forward { t, tape: Tape { samples, h, memory, u, .. }, z } = self;
        for b in 0..B {
            let Sample { gates, h: h_before, memory: memory_before, kept } = &mut samples[b];
            (h_before[t], memory_before[t]) = (h[b], memory[b]);
            let gates = gates[t].as_chunks_mut().0;
            C::forward::<FUSED, T, H>(gates, u[b].as_chunks().0, &mut kept[t], &mut h[b], &mut memory[b]);
            z[b][t] = h[b];
        }
    }
}

/// The same backward.
struct Backward<'a, C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> {
    t: usize,
    tape: &'a mut Tape<C, T, STEPS, H, G, B>,
    dz: &'a [[[T; H]; STEPS]; B],
}

impl<C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> Work
    for Backward<'_, C, T, STEPS, H, G, B>
{
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Backward { t, tape: Tape { samples, h: dh, memory: dmemory, u: du, through_u }, dz } = self;
        for b in 0..B {
            for j in 0..H {
                dh[b][j] += through_u[b][j] + dz[b][t][j];
            }
            let Sample { gates, h, memory, kept } = &mut samples[b];
            let da = gates[t].as_chunks_mut().0;
            C::backward(da, &mut kept[t], &h[t], &memory[t], &mut dh[b], &mut dmemory[b]);
            du[b] = gates[t];
            C::through_u(du[b].as_chunks_mut().0, &kept[t]);
        }
    }
}

impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> Train for Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    type Tape<const B: usize> = Tape<C, T, STEPS, H, G, B>;

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &[[[T; N]; STEPS]; B],
        tape: &mut Self::Tape<B>,
        z: &mut [[[T; H]; STEPS]; B],
    ) {
        const { Self::FITS };
        for (x, sample) in x.iter().zip(&mut tape.samples) {
            kernel::affine(&self.weights, self.bias.data.0.first(), x, &mut sample.gates);
        }
        tape.h.as_flattened_mut().fill(T::ZERO);
        tape.memory.fill(Zeroable::zeroed());
        for t in (0..STEPS).map(Self::place) {
            kernel::affine(&self.recurrent, self.recurrent_bias.data.0.first(), &tape.h, &mut tape.u);
            fusing(G * B, Forward { t, tape, z });
        }
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &[[[T; N]; STEPS]; B],
        tape: &mut Self::Tape<B>,
        dz: &[[[T; H]; STEPS]; B],
        mut dx: Option<&mut [[[T; N]; STEPS]; B]>,
        gradient: &mut Self,
    ) {
        tape.h.as_flattened_mut().fill(T::ZERO);
        tape.memory.fill(Zeroable::zeroed());
        tape.through_u.as_flattened_mut().fill(T::ZERO);
        for step in (0..STEPS).rev() {
            launch(G * B, Backward { t: Self::place(step), tape, dz });
            if step > 0 {
                kernel::affine_input(&self.recurrent, &tape.u, &mut tape.through_u);
            }
        }
        for (b, (x, Sample { gates, h, kept, .. })) in x.iter().zip(&mut tape.samples).enumerate() {
            kernel::affine_weights(gates, x, &mut gradient.weights);
            if let Some(bias) = gradient.bias.data.0.first_mut() {
                kernel::affine_bias(gates, bias);
            }
            if let Some(dx) = dx.as_mut().and_then(|dx| dx.get_mut(b)) {
                kernel::affine_input(&self.weights, gates, dx);
            }
            for (da, kept) in gates.iter_mut().zip(kept) {
                C::through_u::<T, H>(da.as_chunks_mut().0, kept);
            }
            kernel::affine_weights(gates, h, &mut gradient.recurrent);
            if let Some(bias) = gradient.recurrent_bias.data.0.first_mut() {
                kernel::affine_bias(gates, bias);
            }
        }
    }
}

impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> Learn for Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &[[[T; N]; STEPS]; B],
        tape: &mut Self::Tape<B>,
        z: &mut [[[T; H]; STEPS]; B],
    ) {
        self.forward(x, tape, z);
    }
}
