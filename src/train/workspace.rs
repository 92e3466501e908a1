//! The buffers of a training run, and the walk of samples through them.

use std::boxed::Box;

use bytemuck::allocation::zeroed_slice_box;
use rand_core::Rng;

use super::block::Sum;
use super::tally::Tally;
use super::terms::has;
use super::{Data, Sample};
use crate::layer::{Input, Output};
use crate::loss::{Loss, of_rows};
use crate::{Learn, Numbers, Pass, Scalar, Shape, Targets, boxed};

/// How many samples the largest tile holds.
pub(crate) const TILE: usize = 32;

/// Room for a number of samples, which are walked in tiles of 32, then 8, then 1, adding up to one gradient: so neither
/// batch sizes nor ragged ends multiply code, and a tile stays in the cache.
///
/// Each tile has a pass of its own, because its tape begins before the walk (`sample_noise`) and is wanted after it
/// (`update_buffers`); the inputs are forgotten from tile to tile. Where statistics of the samples are taken, there are no tiles of 1.
pub(crate) struct Workspace<N: Learn> {
    of32: Tiles<N, TILE>,
    of8: Tiles<N, 8>,
    of1: Tiles<N, 1>,
    /// What metrics need of the samples that came by.
    pub(super) tally: Tally,
}

struct Tiles<N: Learn, const B: usize> {
    x: Box<Input<N, B>>,
    /// The targets once more, where a metric needs them after the loss has made derivatives of them.
    t: Box<Output<N, B>>,
    passes: Box<[Pass<N, B>]>,
}

impl<N: Learn> Workspace<N> {
    /// Room for a tile of 32, or what is left of one.
    pub(super) fn new(tally: Tally) -> Self {
        Workspace { of32: Tiles::new(1), of8: Tiles::new(TILE / 8 - 1), of1: Tiles::new(7), tally }
    }

    /// Makes room for `samples` samples.
    pub(crate) fn reserve(&mut self, samples: usize) {
        if self.of32.passes.len() < samples / TILE {
            self.of32.passes = zeroed_slice_box(samples / TILE);
        }
    }

    /// Draws what is random in the passes of the next `samples` samples, in their order.
    pub(crate) fn sample_noise(&mut self, samples: usize, rng: &mut impl Rng) {
        self.of32.sample_noise(samples / TILE, rng);
        self.of8.sample_noise(samples % TILE / 8, rng);
        self.of1.sample_noise(samples % 8, rng);
    }

    /// Adds the gradient of the samples `part`, by index into `data`, of a batch of `total` [`terms`](super::terms::terms);
    /// returns their share of the mean, before [`Loss::outer`].
    pub(crate) fn gradient<Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
        &mut self,
        network: &N,
        data: Data<Sample<N>, Y>,
        part: &[usize],
        loss: &L,
        total: N::Scalar,
        gradient: &mut Sum<N>,
    ) -> f64 {
        let (of32, rest) = part.as_chunks();
        let (of8, of1) = rest.as_chunks();
        let tally = &mut self.tally;
        let mean = self.of32.gradient(network, data, of32, loss, total, gradient, tally);
        let mean = mean + self.of8.gradient(network, data, of8, loss, total, gradient, tally);
        // a constant: tiles that are too small for the network's statistics are not even compiled
        let ones = const {
            if N::COST.min_batch > 1 {
                Tiles::<N, 1>::nothing::<Y, L>
            } else {
                Tiles::<N, 1>::gradient::<Y, L>
            }
        };
        mean + ones(&mut self.of1, network, data, of1.as_chunks().0, loss, total, gradient, tally)
    }

    /// Hands the tapes of the last `samples` samples to the network, in their order.
    pub(crate) fn update_buffers(&self, samples: usize, network: &mut N) {
        self.of32.update_buffers(samples / TILE, network);
        self.of8.update_buffers(samples % TILE / 8, network);
        self.of1.update_buffers(samples % 8, network);
    }

    /// The sum of the losses of the samples `part`, by their weights, before [`Loss::outer`].
    pub(super) fn evaluate<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        network: &N,
        data: Data<Sample<N>, Y>,
        part: &[usize],
        loss: &impl Loss<N::Activation>,
    ) -> f64 {
        let (of32, rest) = part.as_chunks();
        let (of8, of1) = rest.as_chunks();
        let tally = &mut self.tally;
        let sum = self.of32.evaluate(network, data, of32, loss, tally);
        let sum = sum + self.of8.evaluate(network, data, of8, loss, tally);
        sum + self.of1.evaluate(network, data, of1.as_chunks().0, loss, tally)
    }
}

impl<N: Learn, const B: usize> Tiles<N, B> {
    fn new(count: usize) -> Self {
        Tiles { x: boxed(), t: boxed(), passes: zeroed_slice_box(count) }
    }

    fn sample_noise(&mut self, count: usize, rng: &mut impl Rng) {
        self.passes[..count].iter_mut().for_each(|pass| N::sample_noise(&mut pass.tape, rng));
    }

    fn update_buffers(&self, count: usize, network: &mut N) {
        self.passes[..count].iter().for_each(|pass| network.update_buffers(&pass.tape));
    }

    #[allow(clippy::too_many_arguments, reason = "stands in for `gradient`")]
    fn nothing<Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
        &mut self,
        _network: &N,
        _data: Data<Sample<N>, Y>,
        tiles: &[[usize; B]],
        _loss: &L,
        _total: N::Scalar,
        _gradient: &mut Sum<N>,
        _tally: &mut Tally,
    ) -> f64 {
        debug_assert!(tiles.is_empty(), "samples are left over");
        0.0
    }

    #[allow(clippy::too_many_arguments, reason = "all that a batch is, on its way down")]
    fn gradient<Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
        &mut self,
        network: &N,
        data: Data<Sample<N>, Y>,
        tiles: &[[usize; B]],
        loss: &L,
        total: N::Scalar,
        gradient: &mut Sum<N>,
        tally: &mut Tally,
    ) -> f64 {
        let mut mean = 0.0;
        for (tile, pass) in tiles.iter().zip(&mut self.passes[..tiles.len()]) {
            load(data, tile, &mut self.x, pass);
            pass.logits(network, &self.x);
            mean += share(data, tile, pass, loss, total);
            count(data, tile, &mut self.t, pass, tally);
            pass.backward(network, &self.x, gradient.next());
        }
        mean
    }

    fn evaluate<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        network: &N,
        data: Data<Sample<N>, Y>,
        tiles: &[[usize; B]],
        loss: &impl Loss<N::Activation>,
        tally: &mut Tally,
    ) -> f64 {
        let mut sum = 0.0;
        for (tile, pass) in tiles.iter().zip(&mut self.passes[..tiles.len()]) {
            load(data.plain(), tile, &mut self.x, pass);
            network.infer_on_tape(&self.x, &mut pass.tape, &mut pass.output);
            sum += share(data, tile, pass, loss, N::Scalar::ONE);
            count(data, tile, &mut self.t, pass, tally);
        }
        sum
    }
}

/// Brings `B` samples and their targets into the buffers.
fn load<N: Learn, Y: Targets<N::Output, N::Scalar, 1>, const B: usize>(
    data: Data<Sample<N>, Y>,
    tile: &[usize; B],
    x: &mut Input<N, B>,
    pass: &mut Pass<N, B>,
) {
    for (sample, (x, target)) in tile.iter().zip(x.iter_mut().zip(pass.gradient.iter_mut())) {
        data.write(*sample, x);
        data.targets[*sample].write(core::array::from_mut(target));
    }
}

/// The loss of a tile, as its share of the mean, which is added up in `f64`; leaves outputs and derivatives.
#[inline]
fn share<N: Learn, Y: Targets<N::Output, N::Scalar, 1>, const B: usize>(
    data: Data<Sample<N>, Y>,
    tile: &[usize; B],
    pass: &mut Pass<N, B>,
    loss: &impl Loss<N::Activation>,
    total: N::Scalar,
) -> f64 {
    let Some(weights) = data.weights else {
        let wanted = |row| has::<_, Y, N::Output, N::Scalar>(data, tile, row);
        return pass.loss_of_rows(loss, total, Y::OPTIONAL.then_some(wanted)).to_f64();
    };
    weighted_share(data, weights, tile, pass, loss, total)
}

/// The same of samples that have weights.
fn weighted_share<N: Learn, Y: Targets<N::Output, N::Scalar, 1>, const B: usize>(
    data: Data<Sample<N>, Y>,
    weights: &[f64],
    tile: &[usize; B],
    pass: &mut Pass<N, B>,
    loss: &impl Loss<N::Activation>,
    total: N::Scalar,
) -> f64 {
    // l w / total is the loss of one among total / w samples; of a weight of 0, among infinitely many
    let (width, mut mean) = (N::Output::ROW, 0.0);
    for (sample, (z, t)) in tile.iter().zip(pass.output.iter_mut().zip(&mut pass.gradient)) {
        let [z, t] = [core::slice::from_mut(z), core::slice::from_mut(t)].map(N::Output::flat_mut);
        let samples = total / N::Scalar::of(weights[*sample]);
        let wanted = |row| data.targets[*sample].has(row);
        mean += of_rows(loss, [z, t], width, samples, Y::OPTIONAL.then_some(wanted)).to_f64();
    }
    mean
}

/// Counts a tile's outputs for the metrics.
#[inline]
fn count<N: Learn, Y: Targets<N::Output, N::Scalar, 1>, const B: usize>(
    data: Data<Sample<N>, Y>,
    tile: &[usize; B],
    t: &mut Output<N, B>,
    pass: &Pass<N, B>,
    tally: &mut Tally,
) {
    if tally.is_idle() {
        return;
    }
    for (row, t) in tile.iter().zip(t.iter_mut()) {
        data.targets[*row].write(core::array::from_mut(t));
    }
    let wanted = |row| has::<_, Y, N::Output, N::Scalar>(data, tile, row);
    tally.add(N::Output::flat(&pass.output), N::Output::flat(t), wanted);
}
