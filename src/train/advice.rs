//! What would have helped a run that learned next to nothing.

use core::fmt;

use super::evaluate::Judge;
use super::tally::Tally;
use super::{Data, Metric, Sample};
use crate::layer::Output;
use crate::loss::{Loss, Task};
use crate::network::decision::Decision;
use crate::{Learn, Numbers, Scalar, Targets, boxed};

/// What to write for a run to learn more; of a run that came to something, there is none. [`History`](super::History) prints it, and a
/// [`Session`](super::Session) that was resumed has it.
///
/// ```
/// use constrata::{prelude::*, train::{Advice, Data, Fit}};
/// network! { struct Price: 1 => Dense<8, Tanh> => Dense<1> }
/// let rooms: Vec<[f32; 1]> = (0..50).map(|i| [i as f32 / 50.0]).collect();
/// let prices: Vec<[f32; 1]> = rooms.iter().map(|[x]| [20_000.0 + 5_000.0 * x]).collect();
/// let mut net = Price::random(&mut rand::rng());
/// let history = Fit::new(MeanSquaredError, Adam::default()).run(&mut net, Data::new(&rooms, &prices), ())?;
/// assert!(matches!(history.advice, Some(Advice::ScaleTargets { size, .. }) if size > 20_000.0));
/// println!("{history}"); // .. the targets are about 22500 in size, ..: scale them
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Advice {
    /// Outputs begin around 0, a step moves them by about the learning rate, and the targets are too far away, or too close together,
    /// for that.
    ScaleTargets {
        /// The root of the mean square of the targets.
        size: f64,
        /// The share of the targets' variance that the outputs explain, [`Metric::R2`].
        r2: f64,
    },
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Advice::ScaleTargets { size, r2 } = self;
        if *size < 1.0 {
            write!(f, "the targets are about {size:.1e} in size")?;
        } else {
            write!(f, "the targets are about {size:.1} in size")?;
        }
        write!(
            f,
            ", and the network explains next to nothing of them (R^2 {r2:.2}): scale them, by `Model::standardize_targets` or \
             `Dataset::scaled_targets`; metrics stay in their unit"
        )
    }
}

/// Samples that are looked at.
const SAMPLES: usize = 1024;
/// Targets further from 0 than this, by their root mean square, are not scaled; so are those of which all are closer than that.
const LARGE: f64 = 10.0;
const SMALL: f64 = 0.01;
/// A share of the variance that is next to nothing.
const NOTHING: f64 = 0.1;

/// What to advise after a run on the samples `rows` of `data`.
pub(super) fn advice<N: Learn, Y: Targets<N::Output, N::Scalar, 1>, L: Loss<N::Activation>>(
    network: &N,
    data: Data<Sample<N>, Y>,
    rows: &[usize],
    loss: &L,
) -> Option<Advice> {
    // class indices are no numbers, and what has units was scaled
    if L::TASK != Task::Regression || Y::CLASSES || !data.units.is_empty() {
        return None;
    }
    let rows = &rows[..rows.len().min(SAMPLES)];
    let mut target = boxed::<Output<N, 1>>();
    let (mut squares, mut most, mut count) = (0.0, 0.0_f64, 0.0);
    for row in rows {
        data.targets[*row].write(&mut target);
        for number in N::Output::flat(&*target).iter().map(|number| number.to_f64()) {
            squares += number * number;
            most = most.max(number.abs());
            count += 1.0;
        }
    }
    let size = (squares / count).sqrt();
    let ordinary = size <= LARGE && (most >= SMALL || most == 0.0);
    if ordinary || !size.is_finite() {
        return None;
    }
    let metrics = &[Metric::R2];
    let mut judge = Judge::new(&Tally::new::<N::Output>(metrics, Decision::of::<N>()));
    let r2 = judge.judge(network, data, rows, loss, metrics).metric(Metric::R2)?;
    (r2 < NOTHING).then_some(Advice::ScaleTargets { size, r2 })
}
