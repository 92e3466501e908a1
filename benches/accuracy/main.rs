//! Learns the problems of `problems.json` on the splits that `compare.py` wrote, and writes how good it was on what was held
//! out. `benches/accuracy/run` calls both.

use std::error::Error;
use std::path::PathBuf;

use constrata::data::{self, Dataset, Scaler};
use constrata::prelude::*;
use constrata::train::{Fit, score};
use constrata::{Targets, Vector};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Map, Value};

network! { struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax> }
network! { struct Iris: 4 => Dense<16, Tanh> => Dense<3, Softmax> }
network! { struct Wine: 13 => Dense<16, Tanh> => Dense<3, Softmax> }
network! { struct BreastCancer: 30 => Dense<16, Relu> => Dense<8, Relu> => Dense<1, Sigmoid> }
network! { struct AutoMpg: 9 => Dense<16, Relu> => Dense<1> }

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is learned from, and what is held out.
type Parts<X, Y> = (Dataset<X, Y>, Dataset<X, Y>);

/// What is done to both before learning.
type Prepare<X, Y> = fn(Parts<X, Y>) -> Outcome<Parts<X, Y>>;

fn main() -> Outcome<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_default());
    let Ok(splits) = std::fs::read(folder.join("splits.json")) else {
        println!("skipped: there are no splits; benches/accuracy/run makes them");
        return Ok(());
    };
    let splits: Value = serde_json::from_slice(&splits)?;
    let problems: Value = serde_json::from_str(include_str!("problems.json"))?;
    let problem = |name: &str| Problem { settings: &problems[name], splits: &splits[name] };

    let mut scores = Map::new();
    let mut add = |name: &str, values: Vec<f64>| scores.insert(name.into(), values.into());
    add("digits", problem("digits").learn::<Digits, _, 64, 10>(&data::digits(), CrossEntropy, Ok)?);
    add("iris", problem("iris").learn::<Iris, _, 4, 3>(&data::iris(), CrossEntropy, Ok)?);
    add("wine", problem("wine").learn::<Wine, _, 13, 3>(&data::wine(), CrossEntropy, Ok)?);
    let tumors = data::breast_cancer();
    let values = problem("breast cancer").learn::<BreastCancer, _, 30, 1>(&tumors, BinaryCrossEntropy, Ok)?;
    add("breast cancer", values);
    let cars = data::auto_mpg();
    let values = problem("auto mpg").learn::<AutoMpg, _, 9, 1>(&cars, HalfSquaredError, scale_targets)?;
    add("auto mpg", values);
    std::fs::write(folder.join("constrata.json"), serde_json::to_string(&scores)?)?;
    Ok(())
}

struct Problem<'a> {
    settings: &'a Value,
    splits: &'a Value,
}

impl Problem<'_> {
    /// The score on what is held out, for each split: the accuracy, or R^2.
    fn learn<N, Y, const I: usize, const O: usize>(
        &self,
        data: &Dataset<[f32; I], Y>,
        loss: impl constrata::loss::Loss<N::Activation> + Copy,
        prepare: Prepare<[f32; I], Y>,
    ) -> Outcome<Vec<f64>>
    where
        N: Learn<Scalar = f32, Input = Vector<I>, Output = Vector<O>>,
        Y: Targets<Vector<O>, f32, 1> + Clone,
    {
        assert_eq!(self.settings["network"], N::ARCHITECTURE, "both sides learn with the same network");
        let number = |name: &str| self.settings[name].as_f64().ok_or_else(|| format!("{name} is missing"));
        let batch = number("batch")? as usize;
        let splits: Vec<Vec<usize>> = serde_json::from_value(self.splits.clone())?;
        let mut scores = Vec::new();
        for (seed, held_out) in (1..).zip(splits) {
            let rest: Vec<usize> = (0..data.len()).filter(|sample| !held_out.contains(sample)).collect();
            let (train, test) = (data.pick(&rest), data.pick(&held_out));
            let scaler = Scaler::standard(&train.inputs)?;
            let (train, test) = prepare((train.scaled(&scaler), test.scaled(&scaler)))?;
            let mut net = N::boxed(&mut StdRng::seed_from_u64(seed));
            let fit = Fit {
                epochs: number("epochs")? as usize,
                batch,
                learning_rate: number("learning_rate")?,
                // scikit-learn divides its penalty by the number of samples in the batch
                l2: L2 { lambda: number("alpha")? / batch as f64 },
                seed,
                ..Fit::new(loss, Adam::default())
            };
            fit.run(&mut *net, train.data(), ())?;
            scores.push(score(&*net, test.data())?);
        }
        Ok(scores)
    }
}

/// Targets to mean 0 and standard deviation 1, by what is learned from.
fn scale_targets((train, test): Parts<[f32; 9], [f32; 1]>) -> Outcome<Parts<[f32; 9], [f32; 1]>> {
    let scaler = Scaler::<Vector<1>>::standard(&train.targets)?;
    let scaled = |data: Dataset<[f32; 9], [f32; 1]>| {
        let targets = data.targets.iter().map(|target| scaler.scale(target)).collect();
        data.with_targets(targets)
    };
    Ok((scaled(train)?, scaled(test)?))
}
