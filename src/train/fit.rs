//! The training loop.

use std::boxed::Box;
use std::time::Instant;
use std::vec::Vec;

use rand::seq::SliceRandom;

use super::check::check;
use super::session::stream;
use super::shards::Shards;
use super::{Callback, Data, Epoch, History, Sample, Session, Step, Stop};
use crate::loss::{L2, Loss};
use crate::optimizer::{Optimizer, clip_by_norm};
use crate::{Error, Network, Scalar, Targets, Train, boxed};

/// How to train: the settings of a run.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit}};
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }
/// let mut net = Xor::random(&mut SmallRng::seed_from_u64(1));
/// let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// let y = [[0.0], [1.0], [1.0], [0.0]];
/// let fit = Fit { epochs: 500, batch: 4, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
/// let history = fit.run(&mut net, Data::new(&x, &y), ())?;
/// assert!(history.epochs[499].loss < 0.05);
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
    pub l2: L2,
    /// The longest gradient allowed, see [`clip_by_norm`]; none by default.
    pub clip_norm: Option<f64>,
    /// What all randomness of the run is drawn from; 0 by default, so that every run is the same.
    pub seed: u64,
}

impl<L, O: Optimizer> Fit<L, O> {
    /// 10 epochs in batches of 32, at learning rate 0.001, with seed 0, no penalty and no clipping.
    pub const fn new(loss: L, optimizer: O) -> Self {
        let (epochs, batch, learning_rate, seed) = (10, 32, 1e-3, 0);
        Fit { loss, optimizer, epochs, batch, learning_rate, l2: L2 { lambda: 0.0 }, clip_norm: None, seed }
    }

    /// Trains `network` on `data`, shuffled anew every epoch; tells `callbacks` ([`Callback`]; `()` is none) and returns all
    /// reports.
    ///
    /// The same seed gives the same bits. With the feature `threads`, a batch that is work enough is shared among
    /// the threads of rayon's current pool; the bits depend neither on how many there are nor on the feature, for such a
    /// batch is computed in the same shards everywhere.
    ///
    /// # Errors
    /// Where there is nothing to learn, the counts differ, a number is not finite, a class is none of the network's, the
    /// loss stops being finite, or a callback fails.
    pub fn run<N: Train, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        network: &mut N,
        data: Data<Sample<N>, Y>,
        callbacks: impl Callback<N, O>,
    ) -> Result<History, Error>
    where
        L: Loss<N::Activation>,
    {
        let mut session = Session::new(network, self.seed);
        let stop = self.resume(&mut session, data, callbacks)?;
        Ok(History { epochs: session.history, stop })
    }

    /// As [`run`](Self::run), from where `session` is: epochs that are in its history are not trained again, and the seed is
    /// the session's.
    ///
    /// # Errors
    /// As [`run`](Self::run); the session has the reports of the epochs before.
    pub fn resume<N: Train, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        session: &mut Session<N, O>,
        data: Data<Sample<N>, Y>,
        mut callbacks: impl Callback<N, O>,
    ) -> Result<Stop, Error>
    where
        L: Loss<N::Activation>,
    {
        check::<N, Y>(data)?;
        if self.batch == 0 {
            return Err(Error::Batch);
        }
        let mut room = Room::new(self.batch, data.inputs.len());
        let stop = loop {
            if session.history.len() >= self.epochs {
                break Ok(Stop::Epochs);
            }
            match self.epoch(session, data, &mut callbacks, &mut room) {
                Ok(None) => {}
                Ok(Some(stop)) => break Ok(stop),
                Err(error) => break Err(error),
            }
        };
        callbacks.after_run(session);
        stop
    }

    /// One epoch; why it is the last, if it is.
    fn epoch<N: Train, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        session: &mut Session<N, O>,
        data: Data<Sample<N>, Y>,
        callbacks: &mut impl Callback<N, O>,
        room: &mut Room<N>,
    ) -> Result<Option<Stop>, Error>
    where
        L: Loss<N::Activation>,
    {
        let (epoch, start) = (session.history.len() + 1, Instant::now());
        if let Some(stop) = callbacks.before_epoch(session)? {
            return Ok(Some(stop));
        }
        let rng = &mut stream(session.seed, epoch);
        let Room { order, shards, gradient } = room;
        // from the same order in every epoch, for an epoch to depend on nothing but its number
        order.iter_mut().enumerate().for_each(|(index, sample)| *sample = index);
        order.shuffle(rng);
        let batches = order.len().div_ceil(self.batch);
        let mut sum = 0.0;
        for (batch, samples) in order.chunks(self.batch).enumerate() {
            let network = &mut *session.network;
            let mean = shards.gradient(network, data, samples, &self.loss, gradient, rng);
            let (value, slope) = self.loss.outer(mean);
            scale(&mut **gradient, slope);
            let penalty =
                if self.l2 == L2::default() { N::Scalar::ZERO } else { self.l2.gradient(network, gradient) };
            if let Some(max) = self.clip_norm {
                clip_by_norm(&mut **gradient, N::Scalar::of(max));
            }
            self.optimizer.step(network, gradient, &mut session.state, N::Scalar::of(self.learning_rate));
            let (batch, samples) = (batch + 1, samples.len());
            let (loss, learning_rate) = ((value + penalty).to_f64(), self.learning_rate);
            sum += loss * samples as f64;
            let step = Step { epoch, batch, batches, samples, loss, learning_rate };
            if let Some(stop) = callbacks.after_batch(session, &step)? {
                return Ok(Some(stop));
            }
        }
        let (loss, samples) = (sum / order.len() as f64, order.len());
        if !loss.is_finite() {
            return Err(Error::Diverged { epoch });
        }
        session.history.push(Epoch { epoch, epochs: self.epochs, loss, samples, time: start.elapsed() });
        callbacks.after_epoch(session)
    }
}

/// What the epochs of a run are computed in.
struct Room<N: Train> {
    order: Vec<usize>,
    shards: Shards<N>,
    gradient: Box<N>,
}

impl<N: Train> Room<N> {
    fn new(batch: usize, samples: usize) -> Self {
        Room { order: (0..samples).collect(), shards: Shards::new(batch.min(samples)), gradient: boxed() }
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
