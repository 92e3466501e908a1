//! How to train.

use super::run::Run;
use super::{Callback, Data, History, Metric, Sample, Schedule, Session, Stop};
use crate::error::setting;
use crate::loss::{L2, Loss};
use crate::optimizer::Optimizer;
use crate::{Error, Learn, Targets};

/// How to train: the settings of a run.
///
/// Train in a release build (`cargo run --release`): a debug build is hundreds of times slower.
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
///
/// With samples held out, metrics, a schedule and callbacks:
///
/// ```
/// use constrata::{prelude::*, train::{Data, EarlyStopping, Fit, Metric, Monitor, Schedule, each}};
/// network! { struct Larger: 2 => Dense<8, Tanh> => Dense<2, Softmax> }
/// let x: Vec<[f32; 2]> = (0..200).map(|i| [(i % 14) as f32 / 7.0 - 1.0, (i % 11) as f32 / 5.0 - 1.0]).collect();
/// let y: Vec<usize> = x.iter().map(|x| usize::from(x[0] > x[1])).collect();
/// let mut net = Larger::random(&mut rand::rng());
/// let fit = Fit {
///     epochs: 200,
///     learning_rate: 0.02,
///     schedule: Schedule::Cosine { end: 0.01 },
///     validation_split: 0.2,
///     metrics: &[Metric::Accuracy],
///     ..Fit::new(CrossEntropy, Adam::default())
/// };
/// let mut stopping = EarlyStopping::new(Monitor::ValidationLoss, 20);
/// let history = fit.run(&mut net, Data::new(&x, &y), (&mut stopping, each(|epoch| println!("{epoch}"))))?;
/// println!("{}", history.stop);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fit<L, O> {
    /// What to minimize.
    pub loss: L,
    /// How a gradient changes the parameters.
    pub optimizer: O,
    /// How often to go through all samples.
    pub epochs: usize,
    /// How many samples make one step; the last batch of an epoch may be smaller. A large batch needs no gradient accumulation of your
    /// own: the gradients of tiles of 32 samples are added up, as many as the batch has. Of a network with
    /// [`BatchNorm`](crate::layers::BatchNorm) a multiple of 8, and the samples that fill no 8 at the end of an epoch wait for
    /// the next one.
    pub batch: usize,
    /// The learning rate, which the schedule changes.
    pub learning_rate: f64,
    /// How the learning rate changes; constant by default.
    pub schedule: Schedule,
    /// A penalty on the weights; none by default.
    pub l2: L2<f64>,
    /// The longest gradient allowed, see [`clip_by_norm`](crate::optimizer::clip_by_norm); none by default.
    pub clip_norm: Option<f64>,
    /// The share of the samples, drawn at random, that is not learned from but validated with after every epoch; none by
    /// default. [`Data::validate`] brings samples of its own.
    pub validation_split: f64,
    /// What to report besides the loss, of the batches (before their steps) and of the validation samples.
    pub metrics: &'static [Metric],
    /// The seed of all that is random in the run; 0 by default, so that every run is the same.
    pub seed: u64,
}

impl<L, O> Fit<L, O> {
    /// 10 epochs in batches of 32, at the constant learning rate 0.001, with seed 0 and nothing else.
    pub const fn new(loss: L, optimizer: O) -> Self {
        let (epochs, batch, learning_rate, schedule) = (10, 32, 1e-3, Schedule::Constant);
        let (l2, clip_norm, validation_split, metrics) = (L2 { lambda: 0.0 }, None, 0.0, &[]);
        let seed = 0;
        Fit {
            loss,
            optimizer,
            epochs,
            batch,
            learning_rate,
            schedule,
            l2,
            clip_norm,
            validation_split,
            metrics,
            seed,
        }
    }

    /// That the settings are such that something can be learned; those of loss and optimizer aside.
    pub(super) fn check(&self) -> Result<(), Error> {
        setting::not_negative("Fit::learning_rate", self.learning_rate)?;
        setting::not_negative("L2::lambda", self.l2.lambda)?;
        setting::share("Fit::validation_split", self.validation_split)?;
        if let Some(max) = self.clip_norm {
            setting::expect("Fit::clip_norm", max, max > 0.0, "a number above 0, or `None`")?;
        }
        self.schedule.check()
    }

    /// Trains `network` on `data`, shuffled anew every epoch; tells `callbacks` ([`Callback`]; `()` is none) and returns all
    /// reports.
    ///
    /// The same seed gives the same bits. With the feature `threads`, a batch that is work enough is shared among
    /// the threads of rayon's current pool; the bits depend neither on how many there are nor on the feature, for such a
    /// batch is computed in the same shards everywhere.
    ///
    /// # Errors
    /// Before the first step, where a setting makes no sense ([`Error::Value`] has its name and value), or a metric
    /// ([`Error::Metric`]); where there is nothing to learn, the counts differ, a number is not finite, a class is none of the network's, the
    /// loss, a parameter or what the optimizer remembers stops being finite ([`Error::Diverged`] names the layer), or a callback fails.
    pub fn run<N: Learn, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        network: &mut N,
        data: Data<Sample<N>, Y>,
        callbacks: impl Callback<N, O>,
    ) -> Result<History, Error>
    where
        L: Loss<N::Activation>,
        O: Optimizer<N::Scalar>,
    {
        let mut session = Session::new(network, self.seed);
        let stop = self.resume(&mut session, data, callbacks)?;
        Ok(History { epochs: session.history, stop, advice: session.advice })
    }

    /// As [`run`](Self::run), from where `session` is: epochs that are in its history are not trained again, and the seed is
    /// the session's.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Data, Fit, Session}};
    /// let (mut net, fit) = (<network!(1 => Dense<1>)>::zeros(), Fit { epochs: 5, ..Fit::new(MeanSquaredError, Sgd) });
    /// let mut session = Session::new(&mut net, 7);
    /// fit.resume(&mut session, Data::new(&[[1.0]], &[[2.0]]), ())?;
    /// Fit { epochs: 8, ..fit }.resume(&mut session, Data::new(&[[1.0]], &[[2.0]]), ())?; // 3 more
    /// assert_eq!(session.history.len(), 8);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`run`](Self::run); the session has the reports of the epochs before. [`Error::Setting`], where a setting of the
    /// optimizer is not as it was: what it remembers means something else then. Everything else may be changed.
    pub fn resume<N: Learn, Y: Targets<N::Output, N::Scalar, 1>>(
        &self,
        session: &mut Session<N, O>,
        data: Data<Sample<N>, Y>,
        mut callbacks: impl Callback<N, O>,
    ) -> Result<Stop, Error>
    where
        L: Loss<N::Activation>,
        O: Optimizer<N::Scalar>,
    {
        session.check(&self.optimizer)?;
        Run::new(self, data, session.seed)?.go(session, &mut callbacks)
    }
}
