//! A run at a moment, as one value.

use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use super::{Advice, Epoch, Kept, Place};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters, boxed};

/// A run between two epochs or two batches: all that the next one depends on, besides the data and the settings of the
/// [`Fit`](super::Fit).
///
/// All that is random in epoch `e` (the order of the samples, what layers draw) comes from a stream of its own, which begins
/// at `(seed, e)`. So there is no generator to be kept, and a session that was written to a file field by field and read back
/// resumes bit for bit.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, Session, Stop, each}};
/// network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> }
/// let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);
/// let data = Data::new(&x, &y);
/// let fit = Fit { epochs: 20, batch: 1, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
/// let fresh = Xor::random(&mut rand::rng());
///
/// let mut at_once = fresh;
/// fit.run(&mut at_once, data, ())?;
///
/// let mut net = fresh;
/// let mut session = Session::new(&mut net, fit.seed);
/// fit.resume(&mut session, data, each(|epoch| (epoch.epoch == 7).then_some(Stop::Callback("for today"))))?;
/// let Session { state, seed, history, settings, place, .. } = session; // to a file, and back
/// let mut session = Session { state, history, settings, place, ..Session::new(&mut net, seed) };
/// fit.resume(&mut session, data, ())?;
/// assert_eq!(net, at_once);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Debug)]
pub struct Session<'a, N: Parameters, O: Optimizer<N::Number>> {
    /// What learns.
    pub network: &'a mut N,
    /// What the optimizer remembers from step to step.
    pub state: Box<O::State<N>>,
    /// What all randomness is drawn from, together with the number of the epoch.
    pub seed: u64,
    /// The reports of the epochs so far.
    pub history: Vec<Epoch>,
    /// The optimizer's [settings](Optimizer::settings) so far; none before the first run. Others are refused, unless this is
    /// cleared.
    pub settings: Vec<(String, f64)>,
    /// Where in an epoch the run was stopped, if it was within one.
    pub place: Place,
    /// The best weights so far, where a callback keeps them.
    pub kept: Kept<N>,
    /// What would help, where a run came to its end and learned next to nothing.
    pub advice: Option<Advice>,
}

impl<'a, N: Parameters, O: Optimizer<N::Number>> Session<'a, N, O> {
    /// Before the first epoch: nothing remembered, nothing reported.
    pub fn new(network: &'a mut N, seed: u64) -> Self {
        Session {
            network,
            state: boxed(),
            seed,
            history: Vec::new(),
            settings: Vec::new(),
            place: Place::default(),
            kept: Kept::default(),
            advice: None,
        }
    }

    /// At the begin of a run, before its callbacks: what another one left goes, unless it is to go on here. Whether the weights of the
    /// last step came back into the network.
    pub(super) fn begin(&mut self) -> bool {
        self.place.begin();
        self.advice = None;
        if self.history.is_empty() {
            self.kept = Kept::default();
        }
        self.kept.look_at(self.network);
        self.kept.exchange_last(self.network)
    }

    /// Takes the settings of `optimizer` over, or finds one that is not as it was.
    pub(super) fn check(&mut self, optimizer: &O) -> Result<(), Error> {
        let mut settings = Vec::new();
        optimizer.settings(&mut |setting, value| settings.push((setting, value)));
        for (setting, value) in &settings {
            let before = self.settings.iter().find(|(name, _)| name == setting).map(|(_, before)| *before);
            if let Some(before) = before.filter(|before| before.to_bits() != value.to_bits()) {
                return Err(Error::Setting { setting, before, now: *value });
            }
        }
        self.settings = settings.into_iter().map(|(setting, value)| (setting.into(), value)).collect();
        Ok(())
    }
}

/// The random numbers of epoch `epoch`; those of epoch 0 are drawn before the first.
///
/// ```
/// use constrata::{rand_core::Rng, train::stream};
/// assert_eq!(stream(7, 1).next_u64(), stream(7, 1).next_u64());
/// assert_ne!(stream(7, 1).next_u64(), stream(7, 2).next_u64());
/// ```
#[must_use]
pub fn stream(seed: u64, epoch: usize) -> Xoshiro256PlusPlus {
    // two rounds of an invertible mixing: no two epochs of a seed meet, nor do neighboring seeds
    let mixed = mix(mix(seed).wrapping_add(epoch as u64));
    Xoshiro256PlusPlus::seed_from_u64(mixed)
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): one to one, and every bit depends on every other.
const fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
