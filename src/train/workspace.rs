//! The buffers of a training run, and the walk of a batch through them.

use rand_core::Rng;

use super::Sample;
use crate::layer::Input;
use crate::loss::Loss;
use crate::{Pass, Scalar, Targets, Train};

/// One input buffer and one pass for each tile size.
///
/// A batch of any size is walked in tiles of 32 samples, then 8, then 1, which add up to one gradient: so neither batch
/// sizes nor ragged ends multiply code, and the tiles stay in the cache.
#[repr(C)]
pub(crate) struct Workspace<N: Train> {
    tile32: Tile<N, 32>,
    tile8: Tile<N, 8>,
    tile1: Tile<N, 1>,
}

#[repr(C)]
struct Tile<N: Train, const B: usize> {
    x: Input<N, B>,
    pass: Pass<N, B>,
}

crate::__zeroable!([N: Train, const B: usize] Tile<N, B>, [] { x: Input<N, B>, pass: Pass<N, B> });
crate::__zeroable!([N: Train] Workspace<N>, [] { tile32: Tile<N, 32>, tile8: Tile<N, 8>, tile1: Tile<N, 1> });

/// Inputs and targets, sample by sample.
pub(crate) struct Data<'a, N: Train, Y> {
    pub(crate) inputs: &'a [Sample<N>],
    pub(crate) targets: &'a [Y],
}

impl<N: Train, Y> Clone for Data<'_, N, Y> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<N: Train, Y> Copy for Data<'_, N, Y> {}

impl<N: Train> Workspace<N> {
    /// Adds up the gradient of the samples `batch`, by index into `data`; returns the mean, before
    /// [`Loss::outer`].
    pub(crate) fn gradient<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        network: &mut N,
        data: Data<N, Y>,
        batch: &[usize],
        loss: &impl Loss<N::Activation>,
        gradient: &mut N,
        rng: &mut impl Rng,
    ) -> N::Scalar {
        let samples = N::Scalar::from_usize(batch.len());
        let mut mean = N::Scalar::ZERO;
        self.walk(data, batch, |tile| match tile {
            AnyTile::Of32(tile) => mean += tile.gradient(network, loss, samples, gradient, rng),
            AnyTile::Of8(tile) => mean += tile.gradient(network, loss, samples, gradient, rng),
            AnyTile::Of1(tile) => mean += tile.gradient(network, loss, samples, gradient, rng),
        });
        mean
    }

    /// The mean, before [`Loss::outer`], and how many outputs were largest where their targets are.
    pub(crate) fn evaluate<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        network: &N,
        data: Data<N, Y>,
        batch: &[usize],
        loss: &impl Loss<N::Activation>,
        samples: N::Scalar,
    ) -> (N::Scalar, usize) {
        let (mut mean, mut right) = (N::Scalar::ZERO, 0);
        self.walk(data, batch, |tile| {
            let (share, hits) = match tile {
                AnyTile::Of32(tile) => tile.evaluate(network, loss, samples),
                AnyTile::Of8(tile) => tile.evaluate(network, loss, samples),
                AnyTile::Of1(tile) => tile.evaluate(network, loss, samples),
            };
            mean += share;
            right += hits;
        });
        (mean, right)
    }

    fn walk<Y: Targets<N::Output, N::Scalar, 1>>(
        &mut self,
        data: Data<N, Y>,
        batch: &[usize],
        mut visit: impl FnMut(AnyTile<N>),
    ) {
        let (of32, rest) = batch.as_chunks::<32>();
        let (of8, of1) = rest.as_chunks::<8>();
        for samples in of32 {
            self.tile32.load(data, samples);
            visit(AnyTile::Of32(&mut self.tile32));
        }
        for samples in of8 {
            self.tile8.load(data, samples);
            visit(AnyTile::Of8(&mut self.tile8));
        }
        for sample in of1 {
            self.tile1.load(data, &[*sample]);
            visit(AnyTile::Of1(&mut self.tile1));
        }
    }
}

enum AnyTile<'a, N: Train> {
    Of32(&'a mut Tile<N, 32>),
    Of8(&'a mut Tile<N, 8>),
    Of1(&'a mut Tile<N, 1>),
}

impl<N: Train, const B: usize> Tile<N, B> {
    /// Brings `B` samples and their targets into the buffers.
    fn load<Y: Targets<N::Output, N::Scalar, 1>>(&mut self, data: Data<N, Y>, samples: &[usize; B]) {
        let places = self.x.iter_mut().zip(self.pass.gradient.iter_mut());
        for (sample, (x, target)) in samples.iter().zip(places) {
            *x = data.inputs[*sample];
            data.targets[*sample].write(core::array::from_mut(target));
        }
    }

    fn gradient(
        &mut self,
        network: &mut N,
        loss: &impl Loss<N::Activation>,
        samples: N::Scalar,
        gradient: &mut N,
        rng: &mut impl Rng,
    ) -> N::Scalar {
        N::randomize(&mut self.pass.tape, rng);
        self.pass.logits(network, &self.x);
        let mean = self.pass.loss_share(loss, samples);
        self.pass.backward(network, &self.x, gradient);
        network.absorb(&self.pass.tape);
        mean
    }

    fn evaluate(
        &mut self,
        network: &N,
        loss: &impl Loss<N::Activation>,
        samples: N::Scalar,
    ) -> (N::Scalar, usize) {
        network.infer(&self.x, &mut self.pass.output);
        let hits = self.pass.largest_where_wanted();
        (self.pass.loss_share(loss, samples), hits)
    }
}
