//! How recurrent layers learn: forward and backward through all steps.

use core::array::{from_mut, from_ref};

use bytemuck::Zeroable;

use super::cell::{Cell, add};
use super::recurrent::Recurrent;
use crate::kernel::{self, Work, launch};
use crate::{Learn, Scalar, Train};

/// What backward wants of `B` samples, and room for one step of them.
#[doc(hidden)]
pub struct Tape<
    C: Cell,
    T: Scalar,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    const B: usize,
> {
    samples: [Sample<C, T, STEPS, H, G>; B],
    now: [[T; N]; B],
    gates: [[T; G]; B],
    u: [[T; G]; B],
    kept: [C::Kept<T, H>; B],
    h: [[T; H]; B],
    memory: [C::Memory<T, H>; B],
}

/// Of one sample and each step: the gates, and the state before it.
struct Sample<C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize> {
    gates: [[T; G]; STEPS],
    kept: [C::Kept<T, H>; STEPS],
    h: [[T; H]; STEPS],
    memory: [C::Memory<T, H>; STEPS],
}

crate::__zeroable!(
    [C: Cell, T: Scalar, const STEPS: usize, const N: usize, const H: usize, const G: usize, const B: usize]
    Tape<C, T, STEPS, N, H, G, B>,
    [] { samples, now, gates, u, kept, h, memory }
);
crate::__zeroable!(
    [C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize] Sample<C, T, STEPS, H, G>,
    [] { gates, kept, h, memory }
);

/// The step at the place `t` backward, behind its product: `dh` is by what comes out there, but for `dz`.
struct Backward<'a, C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> {
    t: usize,
    samples: &'a mut [Sample<C, T, STEPS, H, G>; B],
    dz: &'a [[[T; H]; STEPS]; B],
    dh: &'a mut [[T; H]; B],
    dmemory: &'a mut [C::Memory<T, H>; B],
    du: &'a mut [[T; G]; B],
}

impl<C: Cell, T: Scalar, const STEPS: usize, const H: usize, const G: usize, const B: usize> Work
    for Backward<'_, C, T, STEPS, H, G, B>
{
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Backward { t, samples, dz, dh, dmemory, du } = self;
        for b in 0..B {
            let Sample { gates, kept, h, memory } = &mut samples[b];
            add(from_mut(&mut dh[b]), from_ref(&dz[b][t]));
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
    type Tape<const B: usize> = Tape<C, T, STEPS, N, H, G, B>;

    #[inline]
    fn forward<const B: usize>(
        &self,
        x: &[[[T; N]; STEPS]; B],
        tape: &mut Self::Tape<B>,
        z: &mut [[[T; H]; STEPS]; B],
    ) {
        let Tape { samples, now, gates, u, kept, h, memory } = tape;
        h.fill([T::ZERO; H]);
        memory.fill(Zeroable::zeroed());
        for t in (0..STEPS).map(Self::place) {
            for b in 0..B {
                now[b] = x[b][t];
                (samples[b].h[t], samples[b].memory[t]) = (h[b], memory[b]);
            }
            self.steps(now, [&mut *gates, &mut *u], kept, h, memory);
            for b in 0..B {
                (samples[b].gates[t], samples[b].kept[t]) = (gates[b], kept[b]);
                z[b][t] = h[b];
            }
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
        let (dh_by_u, Tape { samples, u: du, h: dh, memory: dmemory, .. }) = (&mut [[T::ZERO; H]; B], tape);
        dh.fill([T::ZERO; H]);
        dmemory.fill(Zeroable::zeroed());
        for step in (0..STEPS).rev() {
            launch(G * B, Backward { t: Self::place(step), samples, dz, dh, dmemory, du });
            if step > 0 {
                kernel::affine_input(&self.recurrent, du, dh_by_u);
                add(dh, dh_by_u);
            }
        }
        for (b, (x, Sample { gates, h, kept, .. })) in x.iter().zip(samples).enumerate() {
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
