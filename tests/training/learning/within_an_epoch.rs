//! A run that is stopped within an epoch goes on there, to the bits of the run that was never stopped.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Callback, Data, Fit, Metric, Place, Schedule, Session, Step, Stop};
use rand::{SeedableRng, rngs::SmallRng};

use super::timeless;

network! { struct Classes: 3 => Dense<8, Tanh> => Dropout<0.3> => Dense<3, Softmax> }
network! { struct Numbers: 3 => Dense<8, Tanh> => Dropout<0.3> => Dense<2> }

/// Stops after so many batches in all, counted over the whole run; or saves after each, to memory.
struct After(usize);
impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for After {
    fn after_batch(&mut self, _: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        let done = (step.epoch - 1) * step.batches + step.batch;
        Ok((done == self.0).then_some(Stop::Callback("enough")))
    }
}
struct Saves<'a>(&'a mut Vec<Vec<u8>>);
impl<N: Save<Scalar = f32>> Callback<N, Adam> for Saves<'_> {
    fn after_batch(&mut self, session: &mut Session<N, Adam>, _: &Step) -> Result<Option<Stop>, Error> {
        self.0.push(session.to_bytes()?);
        Ok(None)
    }
}

fn inputs() -> Vec<[f32; 3]> {
    (0..45).map(|i| [0.1, 0.37, 0.71].map(|step| (i as f32 * step).sin())).collect()
}

/// Killed after any batch, in memory or saved to a file by another process.
fn resumes<N, L, Y>(fit: Fit<L, Adam>, targets: &[Y])
where
    N: Learn<Scalar = f32, Input = Vector<3>> + Copy + PartialEq + std::fmt::Debug,
    L: constrata::loss::Loss<N::Activation> + Copy,
    Y: constrata::Targets<N::Output, f32, 1>,
{
    let inputs = inputs();
    let data = Data::new(&inputs, targets);
    let fresh = N::random(&mut SmallRng::seed_from_u64(3));
    let (mut at_once, mut files) = (fresh, Vec::new());
    let mut session = Session::new(&mut at_once, 5);
    fit.resume(&mut session, data, Saves(&mut files)).unwrap();
    let history = timeless(&session.history);
    assert_eq!(session.place.batches(), 0);
    assert_eq!((files.len(), history.len()), (3 * 7, 3));
    for batch in 1..=files.len() {
        let mut net = fresh;
        let mut session = Session::new(&mut net, 5);
        fit.resume(&mut session, data, After(batch)).unwrap();
        assert_eq!(session.place.batches(), (batch - 1) % 7 + 1);
        assert!(batch % 7 == 0 || session.to_bytes().unwrap().len() == files[batch - 1].len());
        fit.resume(&mut session, data, ()).unwrap();
        assert_eq!((timeless(&session.history), &net), (history.clone(), &at_once), "batch {batch}");

        let mut net = N::zeros();
        let mut session = Session::try_from_bytes(&mut net, &files[batch - 1]).unwrap();
        fit.resume(&mut session, data, ()).unwrap();
        assert_eq!(
            (timeless(&session.history), &net),
            (history.clone(), &at_once),
            "batch {batch}, from a file"
        );
    }
}

#[test]
fn classes_after_any_batch() {
    let classes: Vec<usize> = (0..45).map(|i| i * i % 3).collect();
    let metrics = &[Metric::Accuracy, Metric::F1, Metric::RocAuc, Metric::TopK(2)];
    let schedule = Schedule::Cosine { end: 0.1 };
    resumes::<Classes, _, _>(
        Fit {
            epochs: 3,
            batch: 7,
            metrics,
            schedule,
            validation_split: 0.0,
            ..Fit::new(CrossEntropy, Adam::default())
        },
        &classes,
    );
}

#[test]
fn numbers_after_any_batch() {
    let numbers: Vec<[f32; 2]> = inputs().iter().map(|x| [x[0] * x[1], x[2] - x[0]]).collect();
    let metrics = &[Metric::R2, Metric::Mae];
    let schedule = Schedule::Exponential { factor: 0.5 };
    resumes::<Numbers, _, _>(
        Fit { epochs: 3, batch: 7, metrics, schedule, ..Fit::new(MeanSquaredError, Adam::default()) },
        &numbers,
    );
}

/// With other batches, samples or metrics, what was done of the epoch means nothing: refused, and begun anew where that is asked.
#[test]
fn with_other_settings_it_is_refused() {
    let classes: Vec<usize> = (0..45).map(|i| i * i % 3).collect();
    let inputs = inputs();
    let fit = Fit { epochs: 2, batch: 7, metrics: &[Metric::F1], ..Fit::new(CrossEntropy, Adam::default()) };
    let mut net = Classes::random(&mut SmallRng::seed_from_u64(3));
    let mut session = Session::new(&mut net, 5);
    fit.resume(&mut session, Data::new(&inputs, &classes), After(3)).unwrap();
    let file = session.to_bytes().unwrap();
    let refusal = |setting: &str| {
        format!(
            "the run was stopped within an epoch, and {setting} is not as it was: resume it with the same, or begin the epoch anew by `session.place = Place::default()`"
        )
    };
    let (data, fewer) = (Data::new(&inputs, &classes), Data::new(&inputs[..44], &classes[..44]));
    for (fit, data, setting) in [
        (Fit { batch: 8, ..fit }, data, "`Fit::batch`"),
        (fit, fewer, "the number of samples"),
        (Fit { metrics: &[Metric::F1, Metric::RocAuc], ..fit }, data, "`Fit::metrics`"),
        (Fit { metrics: &[], ..fit }, data, "`Fit::metrics`"),
    ] {
        assert_eq!(fit.resume(&mut session, data, ()).unwrap_err().to_string(), refusal(setting));
        let mut other = Classes::zeros();
        let mut read = Session::try_from_bytes(&mut other, &file).unwrap();
        assert_eq!(fit.resume(&mut read, data, ()).unwrap_err().to_string(), refusal(setting));
        read.place = Place::default();
        fit.resume(&mut read, data, ()).unwrap();
    }
    fit.resume(&mut session, data, ()).unwrap();
}
