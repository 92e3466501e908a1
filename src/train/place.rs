//! Where in an epoch a run was stopped.

use core::convert::Infallible;
use core::mem::{replace, swap};
use core::time::Duration;
use std::vec::Vec;

use rand_core::{Rng, TryRng};

use super::tally::Tally;
use crate::Error;

/// Where in an epoch a callback stopped a run after a batch: what the rest of the epoch needs to know, besides the rest of the
/// [`Session`](super::Session). Between two epochs, and by default, it is empty.
///
/// ```
/// use constrata::{prelude::*, train::{Callback, Data, Fit, Place, Session, Step, Stop}, Error};
/// struct After(usize); // so many batches of the first epoch
/// impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for After {
///     fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
///         Ok((step.epoch == 1 && step.batch == self.0).then_some(Stop::Callback("for today")))
///     }
/// }
/// let (x, y) = ([[0.0], [1.0], [2.0], [3.0]], [[1.0], [3.0], [5.0], [7.0]]);
/// let (mut net, fit) = (<network!(1 => Dense<1>)>::zeros(), Fit { batch: 1, ..Fit::new(MeanSquaredError, Sgd) });
/// let mut session = Session::new(&mut net, 7);
/// fit.resume(&mut session, Data::new(&x, &y), After(3))?;
/// assert_eq!(session.place.batches(), 3);
/// fit.resume(&mut session, Data::new(&x, &y), ())?; // the fourth, and the other epochs
/// assert_eq!((session.place.batches(), session.history.len()), (0, fit.epochs));
/// session.place = Place::default(); // an epoch that was stopped would begin anew
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Place {
    batches: usize,
    /// The size of a batch, and the samples of the epoch.
    size: usize,
    samples: usize,
    /// How many numbers were drawn.
    drawn: u64,
    /// Of the batches' losses, times their weights.
    pub(super) sum: f64,
    /// Of the last step.
    pub(super) learning_rate: f64,
    pub(super) time: Duration,
    /// What metrics are computed from; while a batch is computed it is where the samples are.
    tallies: Vec<Tally>,
    /// The same, as it came out of a file.
    unread: Vec<u64>,
}

impl Place {
    /// How many batches of the epoch are done; 0 between two epochs.
    #[must_use]
    pub const fn batches(&self) -> usize {
        self.batches
    }

    /// After so many batches, with what the epoch came to so far.
    pub(super) fn reach(
        &mut self,
        batches: usize,
        [size, samples]: [usize; 2],
        drawn: u64,
        [sum, learning_rate]: [f64; 2],
        time: Duration,
    ) {
        (self.batches, self.size, self.samples) = (batches, size, samples);
        (self.drawn, self.sum, self.learning_rate, self.time) = (drawn, sum, learning_rate, time);
    }

    /// Between two epochs. What was made for the metrics stays, for the next.
    pub(super) fn leave(&mut self) {
        self.reach(0, [0; 2], 0, [0.0; 2], Duration::ZERO);
        self.unread.clear();
    }

    /// That the epoch goes on in batches as they were, of which there are no more than were done.
    pub(super) fn check(&self, [size, samples]: [usize; 2]) -> Result<(), Error> {
        same("`Fit::batch`", self.size == size)?;
        same("the number of samples", self.samples == samples)?;
        same("the number of batches", self.batches <= samples.div_ceil(size))
    }

    /// That as much was drawn for the batches that are done as was drawn for them now.
    pub(super) fn check_drawn(&self, drawn: u64) -> Result<(), Error> {
        same("what its layers draw at random", self.drawn == drawn)
    }

    /// Exchanges what was counted with what `tallies` have, of which there are always as many.
    pub(super) fn exchange<'a>(&mut self, tallies: impl Iterator<Item = &'a mut Tally>) {
        for (index, tally) in tallies.enumerate() {
            match self.tallies.get_mut(index) {
                Some(counted) => swap(counted, tally),
                None => self.tallies.push(replace(tally, tally.fresh())),
            }
        }
    }

    /// Gives `tallies`, which are new, what was counted before the run was stopped.
    pub(super) fn restore(&mut self, tallies: &mut [&mut Tally]) -> Result<(), Error> {
        if self.unread.is_empty() {
            let alike = self.tallies.len() == tallies.len()
                && self.tallies.iter().zip(&*tallies).all(|(counted, tally)| counted.is_like(tally));
            same(METRICS, alike)?;
            self.exchange(tallies.iter_mut().map(|tally| &mut **tally));
            return Ok(());
        }
        let mut numbers = self.unread.iter();
        tallies.iter_mut().for_each(|tally| tally.read(&mut numbers));
        let taken: usize = tallies.iter_mut().map(|tally| tally.count()).sum();
        let possible = tallies.iter().all(|tally| tally.counts_at_most(self.samples as u64));
        same(METRICS, taken == self.unread.len() && possible)?;
        self.unread.clear();
        Ok(())
    }

    /// At the begin of a run: what another one made for its metrics goes, unless it is to go on here.
    pub(super) fn begin(&mut self) {
        if self.batches == 0 {
            self.tallies.clear();
        }
    }

    /// As numbers, for a file; nothing between two epochs.
    pub(crate) fn numbers(&mut self) -> Option<Vec<u64>> {
        let Place { batches, size, samples, drawn, sum, learning_rate, time, .. } = *self;
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let mut numbers = std::vec![
            batches as u64,
            size as u64,
            samples as u64,
            drawn,
            sum.to_bits(),
            learning_rate.to_bits(),
            nanoseconds
        ];
        if self.unread.is_empty() {
            self.tallies.iter_mut().for_each(|tally| tally.walk(&mut |number| numbers.push(*number)));
        } else {
            numbers.extend_from_slice(&self.unread);
        }
        (batches > 0).then_some(numbers)
    }

    /// What [`numbers`](Self::numbers) wrote; none, where they are too few, or no batch is done.
    pub(crate) fn of(numbers: &[u64]) -> Option<Self> {
        let [batches, size, samples, drawn, sum, learning_rate, nanoseconds, unread @ ..] = numbers else {
            return None;
        };
        let count = |number: &u64| usize::try_from(*number).unwrap_or(usize::MAX);
        (*batches > 0).then(|| Place {
            batches: count(batches),
            size: count(size),
            samples: count(samples),
            drawn: *drawn,
            sum: f64::from_bits(*sum),
            learning_rate: f64::from_bits(*learning_rate),
            time: Duration::from_nanos(*nanoseconds),
            tallies: Vec::new(),
            unread: unread.to_vec(),
        })
    }

    /// Whether the numbers that steps and reports are computed with are finite.
    pub(crate) const fn is_finite(&self) -> bool {
        self.sum.is_finite() && self.learning_rate.is_finite()
    }
}

/// What tallies differ by.
const METRICS: &str = "`Fit::metrics`";

fn same(setting: &'static str, same: bool) -> Result<(), Error> {
    if same { Ok(()) } else { Err(Error::Place { setting }) }
}

/// A generator that counts its steps: one for each number of up to 64 bits, and for each eight bytes.
pub(super) struct Drawn<R> {
    rng: R,
    pub(super) count: u64,
}

impl<R> Drawn<R> {
    pub(super) const fn new(rng: R) -> Self {
        Drawn { rng, count: 0 }
    }
}

impl<R: Rng> TryRng for Drawn<R> {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.count += 1;
        Ok(self.rng.next_u32())
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.count += 1;
        Ok(self.rng.next_u64())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.count += bytes.len().div_ceil(8) as u64;
        self.rng.fill_bytes(bytes);
        Ok(())
    }
}
