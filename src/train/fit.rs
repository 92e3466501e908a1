//! The training loop.

use std::time::Instant;
use std::vec::Vec;

use rand::seq::SliceRandom;
use rand_core::Rng;

use super::shards::Shards;
use super::workspace::Data;
use super::{Epoch, Sample};
use crate::loss::{L2, Loss};
use crate::optimizer::{Optimizer, clip_by_norm};
use crate::{Error, Network, Scalar, Shape, Targets, Train, boxed};

/// How to train: the settings of a run.
///
/// ```
/// use constrata::{prelude::*, train::Fit};
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }
/// let mut rng = SmallRng::seed_from_u64(1);
/// let mut net = Xor::random(&mut rng);
/// let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// let y = [[0.0], [1.0], [1.0], [0.0]];
/// let fit = Fit { epochs: 500, batch: 4, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
/// let history = fit.run(&mut net, &x, &y, &mut rng, |_| ())?;
/// assert!(history[499].loss < 0.05);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit<L, O> {
    /// What to make small.
    pub loss: L,
    /// What a gradient does to the parameters.
    pub optimizer: O,
    /// How often to go through all samples.
    pub epochs: usize,
    /// How many samples make one step; the last batch of an epoch may be smaller.
    pub batch: usize,
    /// The learning rate of every step.
    pub learning_rate: f64,
    /// A penalty on the weights; none by default.
    pub l2: L2<f64>,
    /// The longest gradient allowed, see [`clip_by_norm`]; none by default.
    pub clip_norm: Option<f64>,
}

impl<L, O> Fit<L, O> {
    /// 10 epochs in batches of 32, at learning rate 0.001, with no penalty and no clipping.
    pub const fn new(loss: L, optimizer: O) -> Self {
        let (epochs, batch, learning_rate) = (10, 32, 1e-3);
        Fit { loss, optimizer, epochs, batch, learning_rate, l2: L2 { lambda: 0.0 }, clip_norm: None }
    }

    /// Trains `network` on `inputs` and `targets` (class indices or output samples), shuffled anew every epoch; calls
    /// `progress` after each and returns all their reports.
    ///
    /// The same `rng` state gives the same bits. With the feature `threads`, a batch that is work enough is shared among
    /// the threads of rayon's current pool; the bits depend neither on how many there are nor on the feature, for such a
    /// batch is computed in the same shards everywhere.
    ///
    /// # Errors
    /// Where there is nothing to learn, the counts differ, a number is not finite, a class is none of the network's, or the
    /// loss stops being finite.
    pub fn run<N: Train, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        network: &mut N,
        inputs: &[Sample<N>],
        targets: &[Y],
        rng: &mut impl Rng,
        mut progress: impl FnMut(&Epoch),
    ) -> Result<Vec<Epoch>, Error>
    where
        L: Loss<N::Activation>,
        O: Optimizer<N::Scalar>,
    {
        check::<N, Y>(inputs, targets)?;
        if self.batch == 0 {
            return Err(Error::Batch);
        }
        let (mut shards, mut gradient) = (Shards::new(self.batch.min(inputs.len())), boxed::<N>());
        let mut state = boxed::<O::State<N>>();
        let rate = N::Scalar::of(self.learning_rate);
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        let mut history = Vec::with_capacity(self.epochs);
        for epoch in 1..=self.epochs {
            let start = Instant::now();
            let mut sum = 0.0;
            order.shuffle(rng);
            for batch in order.chunks(self.batch) {
                let data = Data { inputs, targets };
                let mean = shards.gradient(network, data, batch, &self.loss, &mut gradient, rng);
                let (value, slope) = self.loss.outer(mean);
                scale(&mut *gradient, slope);
                let penalty = if self.l2 == L2::default() {
                    N::Scalar::ZERO
                } else {
                    L2 { lambda: N::Scalar::of(self.l2.lambda) }.gradient(network, &mut gradient)
                };
                if let Some(max) = self.clip_norm {
                    clip_by_norm(&mut *gradient, N::Scalar::of(max));
                }
                self.optimizer.step(network, &gradient, &mut state, rate);
                sum += (value + penalty).to_f64() * batch.len() as f64;
            }
            let loss = sum / inputs.len() as f64;
            if !loss.is_finite() {
                return Err(Error::Diverged { epoch });
            }
            let time = start.elapsed();
            history.push(Epoch { epoch, epochs: self.epochs, loss, samples: inputs.len(), time });
            progress(&history[epoch - 1]);
        }
        Ok(history)
    }
}

/// Multiplies a gradient by the derivative of a loss's outer function, mostly 1.
fn scale<N: Network>(gradient: &mut N, slope: N::Scalar) {
    if slope != N::Scalar::ONE {
        for index in 0..N::TENSORS {
            gradient.tensor_mut(index).iter_mut().for_each(|g| *g *= slope);
        }
    }
}

/// Refuses data that would train to nothing or to NaN.
pub(super) fn check<N: Train, Y: Targets<N::Output, N::Scalar, 1>>(
    inputs: &[Sample<N>],
    targets: &[Y],
) -> Result<(), Error> {
    if inputs.is_empty() {
        return Err(Error::Empty);
    }
    if inputs.len() != targets.len() {
        return Err(Error::Length { inputs: inputs.len(), targets: targets.len() });
    }
    let (mut input, mut target) = (boxed::<[Sample<N>; 1]>(), boxed::<crate::layer::Output<N, 1>>());
    for (sample, (x, y)) in inputs.iter().zip(targets).enumerate() {
        *input = [*x];
        if let Some(index) = N::Input::flat(&*input).iter().position(|x| !x.is_finite()) {
            return Err(Error::Input { sample, index });
        }
        y.write(&mut target);
        if N::Output::flat(&*target).iter().any(|t| !t.is_finite()) {
            return Err(Error::Target { sample, classes: N::Output::LEN });
        }
    }
    Ok(())
}
