//! Training on data sets, for classification and regression: the loop around forward, loss, backward and step.
//!
//! [`Fit`] is how to train, [`Data`] what to learn from, [`Callback`] what may watch and stop a run, [`evaluate`] and [`predict`]
//! what comes after. All of it stands on the core and costs it nothing: a program without `std` writes the loop itself, see
//! [`Pass`](crate::Pass).

mod advice;
mod block;
mod callback;
mod check;
mod confusion;
mod cross_validation;
mod data;
mod diverged;
mod each;
mod early_stopping;
mod epoch;
mod errors;
mod evaluate;
mod fit;
mod folds;
mod freeze;
mod history;
#[cfg(feature = "interrupt")]
mod interrupt;
pub(crate) mod kept;
mod label;
mod log;
mod metric;
mod monitor;
mod place;
mod possible;
mod predict;
#[cfg(feature = "progress")]
mod progress;
mod random_search;
mod ranking;
mod rate_finder;
mod rules;
mod run;
mod schedule;
mod score;
mod scores;
mod session;
mod shards;
mod step;
mod stop;
mod tally;
mod terms;
mod threads;
mod weights;
mod workspace;

pub use crate::file::checkpoints::Checkpoints;
pub use advice::Advice;
pub use callback::Callback;
pub use confusion::{Confusion, Named};
pub use cross_validation::{CrossValidation, Folds};
pub use data::Data;
pub use each::{Answer, Each, each};
pub use early_stopping::EarlyStopping;
pub use epoch::Epoch;
pub use evaluate::{Evaluation, evaluate};
pub use fit::Fit;
pub use folds::{folds, stratified_folds};
pub use freeze::Freeze;
pub use history::History;
#[cfg(feature = "interrupt")]
pub use interrupt::Interrupt;
pub use kept::Kept;
pub use log::Log;
pub use metric::Metric;
pub use monitor::Monitor;
pub use place::Place;
pub use predict::{Answered, predict, predict_classes};
#[cfg(feature = "progress")]
pub use progress::Progress;
pub use random_search::{RandomSearch, Trial, Trials};
pub use rate_finder::Rates;
pub use rules::{LossBelow, LossChangeBelow};
pub use schedule::{Moment, Schedule};
pub use score::score;
pub use scores::Scores;
pub use session::{Session, stream};
pub use step::Step;
pub use stop::Stop;
pub use weights::{balanced_weights, class_weights};

/// One sample going into a network.
///
/// ```
/// use constrata::{prelude::*, train::Sample};
/// network! { struct Digits: [1, 8, 8] => Flatten => Dense<10, Softmax> }
/// let mut images: Vec<Sample<Digits>> = Vec::new();
/// images.push([[[0.0; 8]; 8]; 1]);
/// assert_eq!(constrata::train::predict_classes(&Digits::zeros(), &images), [Some(0)]);
/// ```
pub type Sample<N> = <<N as crate::Layer>::Input as crate::Shape>::Sample<<N as crate::Layer>::Scalar>;
