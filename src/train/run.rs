//! A run: epoch after epoch, batch after batch.

use std::boxed::Box;
use std::time::{Duration, Instant};
use std::vec::Vec;

use rand::seq::SliceRandom;

use super::advice::advice;
use super::check::check;
use super::diverged::{first_not_finite, memory_not_finite, parameters_not_finite};
use super::evaluate::Judge;
use super::place::Drawn;
use super::possible::decision;
use super::session::stream;
use super::shards::Shards;
use super::tally::Tally;
use super::terms::terms;
use super::{Callback, Data, Epoch, Fit, Moment, Monitor, Sample, Session, Step, Stop};
use crate::loss::{L2, Loss};
use crate::optimizer::{Optimizer, clip_by_norm};
use crate::{Error, Learn, Network, NotFinite, Scalar, Targets, boxed};

/// Some samples of a data set.
pub(super) type Selected<'a, N, Y> = (Data<'a, Sample<N>, Y>, Vec<usize>);

/// A run, and what it is computed in.
pub(super) struct Run<'a, N: Learn, O, L, Y> {
    fit: &'a Fit<L, O>,
    data: Data<'a, Sample<N>, Y>,
    /// The samples to learn from, and those of them in the order of the epoch.
    rows: Vec<usize>,
    order: Vec<usize>,
    /// What to validate with.
    held: Option<Held<'a, N, Y>>,
    shards: Shards<N>,
    gradient: Box<N>,
}

/// Samples that are not learned from, and what they are judged in.
struct Held<'a, N: Learn, Y> {
    data: Data<'a, Sample<N>, Y>,
    rows: Vec<usize>,
    judge: Judge<N>,
}

impl<'a, N, O, L, Y> Run<'a, N, O, L, Y>
where
    N: Learn,
    O: Optimizer<N::Scalar>,
    L: Loss<N::Activation>,
    Y: Targets<N::Output, N::Scalar, 1>,
{
    /// On `data`, validated with what comes along or is split off.
    pub(super) fn new(fit: &'a Fit<L, O>, data: Data<'a, Sample<N>, Y>, seed: u64) -> Result<Self, Error> {
        fit.check()?;
        Loss::check(&fit.loss)?;
        Optimizer::check(&fit.optimizer)?;
        check::<N, Y>(data, L::TASK)?;
        let mut rows: Vec<usize> = (0..data.inputs.len()).collect();
        let held = match data.validation {
            Some((inputs, targets)) => {
                let data = Data::new(inputs, targets);
                check::<N, Y>(data, L::TASK)?;
                decision::<N, Y, L>(data, fit.metrics)?;
                Some((data, (0..inputs.len()).collect()))
            }
            None if fit.validation_split == 0.0 => None,
            None => {
                let share = fit.validation_split * rows.len() as f64;
                let count = share.round() as usize;
                if count == 0 || count >= rows.len() {
                    return Err(Error::Split { samples: rows.len() });
                }
                rows.shuffle(&mut stream(seed, 0));
                let held = rows.split_off(rows.len() - count);
                rows.sort_unstable();
                Some((data, held))
            }
        };
        Self::on_rows(fit, data, rows, held)
    }

    /// On `rows` of `data`, validated with rows of other or the same data.
    pub(super) fn on_rows(
        fit: &'a Fit<L, O>,
        data: Data<'a, Sample<N>, Y>,
        rows: Vec<usize>,
        held: Option<Selected<'a, N, Y>>,
    ) -> Result<Self, Error> {
        if fit.batch == 0 {
            return Err(Error::Batch);
        }
        let samples = rows.len();
        if learned::<N>(fit.batch) != fit.batch || learned::<N>(samples) == 0 {
            return Err(Error::Statistics { batch: fit.batch, samples });
        }
        let seen = |monitor| match monitor {
            Monitor::TrainingLoss => true,
            Monitor::ValidationLoss => held.is_some(),
            Monitor::Training(metric) => fit.metrics.contains(&metric),
            Monitor::Validation(metric) => held.is_some() && fit.metrics.contains(&metric),
        };
        if let Some(unseen) = fit.schedule.monitor().filter(|monitor| !seen(*monitor)) {
            return Err(Error::Monitor(unseen));
        }
        let weightless =
            |(data, rows): &Selected<'a, N, Y>| terms::<_, Y, N::Output, N::Scalar>(*data, rows) == 0.0;
        if terms::<_, Y, N::Output, N::Scalar>(data, &rows) == 0.0 || held.as_ref().is_some_and(weightless) {
            return Err(Error::Empty);
        }
        let decision = decision::<N, Y, L>(data, fit.metrics)?;
        let tally = Tally::new::<N::Output>(fit.metrics, decision).in_units(data.units);
        let held = held.map(|(data, rows)| Held { data, rows, judge: Judge::new(&tally) });
        let shards = Shards::new(fit.batch.min(rows.len()), &tally);
        Ok(Run { fit, data, order: rows.clone(), rows, held, shards, gradient: boxed() })
    }

    /// All epochs that are left.
    pub(super) fn go(
        &mut self,
        session: &mut Session<N, O>,
        callbacks: &mut impl Callback<N, O>,
    ) -> Result<Stop, Error> {
        let back = session.begin();
        if let Err(error) = callbacks.before_run(session) {
            // the session stays as it was
            if back {
                session.kept.exchange_last(session.network);
            }
            return Err(error);
        }
        session.kept.last = None;
        let end = loop {
            if session.history.len() >= self.fit.epochs {
                break Ok(Stop::Epochs);
            }
            match self.epoch(session, callbacks) {
                Ok(None) => {}
                Ok(Some(stop)) => break Ok(stop),
                Err(error) => break Err(error),
            }
        };
        callbacks.after_run(session);
        match end {
            // from where it diverged it would diverge again
            Err(Error::Diverged { .. }) => session.kept.last = None,
            Ok(_) if !session.history.is_empty() && session.place.batches() == 0 => {
                session.advice = advice(&*session.network, self.data, &self.order, &self.fit.loss);
            }
            _ => {}
        }
        end
    }

    /// One epoch; why it is the last, if it is.
    fn epoch(
        &mut self,
        session: &mut Session<N, O>,
        callbacks: &mut impl Callback<N, O>,
    ) -> Result<Option<Stop>, Error> {
        // where it was stopped within the epoch, it goes on there
        let begin = session.place.batches();
        if begin == 0
            && let Some(stop) = callbacks.before_epoch(session)?
        {
            return Ok(Some(stop));
        }
        let Fit { loss, epochs, batch: size, metrics, schedule, .. } = self.fit;
        let (epoch, start) = (session.history.len() + 1, Instant::now());
        let rng = &mut Drawn::new(stream(session.seed, epoch));
        // from the same order in every epoch, for an epoch to depend on nothing but its number
        self.order.copy_from_slice(&self.rows);
        self.order.shuffle(rng);
        self.shards.clear();
        let order = &self.order[..learned::<N>(self.order.len())];
        let batches = order.len().div_ceil(*size);
        let data = self.data.in_epoch(session.seed, epoch);
        let count = |rows: &[usize]| terms::<_, Y, N::Output, N::Scalar>(data, rows);
        let (mut sum, mut learning_rate, mut before) = (0.0, 0.0, Duration::ZERO);
        if begin > 0 {
            session.place.check([*size, order.len()])?;
            session.place.restore(&mut self.shards.tallies().collect::<Vec<_>>())?;
            for rows in order.chunks(*size).take(begin).filter(|rows| count(rows) != 0.0) {
                self.shards.sample_noise(rows.len(), rng);
            }
            session.place.check_drawn(rng.count)?;
            (sum, learning_rate, before) =
                (session.place.sum, session.place.learning_rate, session.place.time);
        }
        for (batch, rows) in order.chunks(*size).enumerate().skip(begin) {
            if batch == begin || schedule.changes_within_epochs() {
                let within = if schedule.changes_within_epochs() { batch } else { 0 };
                let (step, steps) = ((epoch - 1) * batches + within, epochs.saturating_mul(batches));
                let moment = Moment { step, steps, per_epoch: batches, history: &session.history };
                learning_rate = self.fit.learning_rate * schedule.factor(&moment);
            }
            let weight = count(rows);
            if weight == 0.0 {
                continue;
            }
            let (network, total) = (&mut *session.network, N::Scalar::of(weight));
            let mean = self.shards.gradient(network, data, rows, total, loss, &mut self.gradient, rng);
            if !mean.is_finite() {
                let first = first_not_finite(session.network, self.data.inputs, rows);
                return Err(Error::Diverged { epoch, first });
            }
            let value = self.fit.penalized(network, &mut self.gradient, mean);
            callbacks.before_step(session, &mut self.gradient)?;
            self.fit.step(session.network, &mut self.gradient, &mut session.state, learning_rate);
            sum += value * weight;
            let (batch, samples) = (batch + 1, rows.len());
            let step = Step { epoch, epochs: *epochs, batch, batches, samples, loss: value, learning_rate };
            // a callback may save the session, or stop here
            let time = before + start.elapsed();
            session.place.reach(batch, [*size, order.len()], rng.count, [sum, learning_rate], time);
            session.place.exchange(self.shards.tallies());
            if let Some(stop) = callbacks.after_batch(session, &step)? {
                return Ok(Some(stop));
            }
            session.place.exchange(self.shards.tallies());
        }
        // the last step, or a penalty, may have done what no batch after it would notice
        let first = parameters_not_finite(session.network)
            .or_else(|| memory_not_finite::<N, O>(session.network, &session.state));
        if let Some(first) = first.or((!sum.is_finite()).then_some(NotFinite::LossItself)) {
            return Err(Error::Diverged { epoch, first });
        }
        session.place.leave();
        let (samples, time) = (order.len(), before + start.elapsed());
        let metrics = self.shards.tally().values(metrics);
        let network = &*session.network;
        let validation = self
            .held
            .as_mut()
            .map(|held| held.judge.judge(network, held.data, &held.rows, loss, self.fit.metrics));
        let loss = sum / count(order);
        let epochs = *epochs;
        session.history.push(Epoch {
            epoch,
            epochs,
            loss,
            metrics,
            validation,
            learning_rate,
            samples,
            time,
        });
        callbacks.after_epoch(session)
    }
}

impl<L, O> Fit<L, O> {
    /// From the mean loss of a batch, before [`Loss::outer`], and its gradient, those of the loss with the penalty.
    fn penalized<N: Learn>(&self, network: &N, gradient: &mut N, mean: f64) -> f64
    where
        L: Loss<N::Activation>,
    {
        let (value, slope) = self.loss.outer(mean);
        scale(gradient, N::Scalar::of(slope));
        let penalty = if self.l2 == L2::default() {
            0.0
        } else {
            L2 { lambda: N::Scalar::of(self.l2.lambda) }.gradient(network, gradient).to_f64()
        };
        value + penalty
    }

    fn step<N: Learn>(&self, network: &mut N, gradient: &mut N, state: &mut O::State<N>, learning_rate: f64)
    where
        O: Optimizer<N::Scalar>,
    {
        if let Some(max) = self.clip_norm {
            clip_by_norm(gradient, N::Scalar::of(max));
        }
        self.optimizer.step(network, gradient, state, N::Scalar::of(learning_rate));
    }
}

/// How many of `samples` an epoch learns from: all, or whole tiles of 8 where statistics of the samples are taken. What is left
/// over is drawn anew in the next epoch.
const fn learned<N: Learn>(samples: usize) -> usize {
    if N::COST.min_batch > 1 { samples / 8 * 8 } else { samples }
}

/// Multiplies a gradient by the derivative of a loss's outer function, mostly 1.
fn scale<N: Network>(gradient: &mut N, slope: N::Scalar) {
    if slope != N::Scalar::ONE {
        for index in 0..N::TENSORS {
            gradient.tensor_mut(index).iter_mut().for_each(|g| *g *= slope);
        }
    }
}
