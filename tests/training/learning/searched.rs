//! Learning rates tried, hyper-parameters searched.

use constrata::Error;
use constrata::prelude::*;
use constrata::train::{Data, Fit, Metric, Monitor, RandomSearch, Trials};
use rand::{SeedableRng, rngs::SmallRng};

use super::{Net, bits, fit, net, samples};

fn search() -> RandomSearch {
    RandomSearch { batch: &[4, 16], l2: Some((1e-6, 1e-2)), ..RandomSearch::new(12, (1e-4, 1.0)) }
}

fn searched(search: RandomSearch, fit: Fit<CrossEntropy, Adam>) -> Result<Trials, Error> {
    let (x, y) = samples(60);
    search.run(&fit, Data::new(&x, &y), |seed| Net::boxed(&mut SmallRng::seed_from_u64(seed)))
}

#[test]
fn the_best_trial_comes_first_and_can_be_had_again() {
    let trials = searched(search(), fit()).unwrap();
    assert_eq!(trials.trials.len(), 12);
    let values: Vec<f64> = trials.trials.iter().filter_map(|trial| trial.value).collect();
    assert!(values.is_sorted() && values[0] < values[values.len() - 1]);
    let best = trials.best().unwrap();
    let (x, y) = samples(60);
    let again =
        Fit { learning_rate: best.learning_rate, batch: best.batch, l2: best.l2, seed: best.seed, ..fit() };
    let mut net = Net::random(&mut SmallRng::seed_from_u64(best.seed));
    let history = again.run(&mut net, Data::new(&x, &y), ()).unwrap();
    assert_eq!(Monitor::ValidationLoss.of(&history.epochs[11]), best.value);
    assert_eq!(searched(search(), fit()).unwrap(), trials);
    assert_ne!(searched(RandomSearch { seed: 1, ..search() }, fit()).unwrap(), trials);
}

/// Of draws over four orders of magnitude, each has its quarter; all stay within.
#[test]
fn draws_are_log_uniform() {
    let few = Fit { epochs: 1, ..fit() };
    let trials = searched(RandomSearch { trials: 400, ..search() }, few).unwrap().trials;
    let mut orders = [0; 4];
    for trial in &trials {
        assert!((1e-4..=1.0).contains(&trial.learning_rate) && (1e-6..=1e-2).contains(&trial.l2.lambda));
        orders[((trial.learning_rate.log10() + 4.0) as usize).min(3)] += 1;
    }
    // 100 expected; 4 standard deviations are 35
    assert!(orders.iter().all(|count| (65..=135).contains(count)), "{orders:?}");
    let small = trials.iter().filter(|trial| trial.batch == 4).count();
    assert!((160..=240).contains(&small), "{small}");
    let fixed = RandomSearch { batch: &[], l2: None, trials: 3, ..search() };
    let trials = searched(fixed, fit()).unwrap().trials;
    assert!(trials.iter().all(|trial| trial.batch == fit().batch && trial.l2 == fit().l2));
}

#[test]
fn what_is_larger_may_be_better() {
    let monitor = Monitor::Validation(Metric::Accuracy);
    let trials = searched(RandomSearch { monitor, ..search() }, fit()).unwrap();
    let values: Vec<f64> = trials.trials.iter().filter_map(|trial| trial.value).collect();
    assert!(values.is_sorted_by(|a, b| a >= b) && values[0] > values[values.len() - 1], "{values:?}");
    let unseen = Fit { metrics: &[], ..fit() };
    assert_eq!(searched(RandomSearch { monitor, ..search() }, unseen), Err(Error::Monitor(monitor)));
}

/// A trial that diverges is in the table, at its end.
#[test]
fn a_trial_that_diverges_is_told() {
    network! { struct Line: 1 => Dense<1> }
    let (x, y) = ([[1.0], [2.0], [3.0]], [[2.0], [4.0], [6.0]]);
    let fit = Fit { epochs: 200, validation_split: 0.3, ..Fit::new(MeanSquaredError, Sgd) };
    let search = RandomSearch::new(20, (1e-3, 1e3));
    let trials = search.run(&fit, Data::new(&x, &y), |_| Box::new(Line::zeros())).unwrap();
    let failed = trials.trials.iter().filter(|trial| trial.value.is_none()).count();
    assert!((1..20).contains(&failed));
    assert!(trials.trials[20 - failed..].iter().all(|trial| trial.value.is_none()));
    let table = trials.to_string();
    assert_eq!(table.lines().count(), 22);
    assert!(table.starts_with("validation loss | learning rate | batch |        L2 | seed\n"), "{table}");
    assert!(table.lines().last().unwrap().starts_with("       diverged | "), "{table}");
}

#[test]
fn rates_rise_by_a_constant_factor_and_the_network_stays() {
    let (x, y) = samples(60);
    let before = net();
    let rates =
        Fit { schedule: Default::default(), ..fit() }.try_rates(&before, Data::new(&x, &y), 1e-5, 0.1, 41);
    let rates = rates.unwrap();
    assert_eq!(rates.rates.len(), 41);
    assert!((rates.rates[0] - 1e-5).abs() < 1e-15 && (rates.rates[40] - 0.1).abs() < 1e-9, "{rates}");
    assert!(rates.rates.windows(2).all(|pair| (pair[1] / pair[0] - 10_f64.powf(0.1)).abs() < 1e-9));
    assert_eq!(bits(&before), bits(&net()));
}

/// Too high a rate ends the sweep, with or without a loss that is finite.
#[test]
fn a_sweep_ends_where_the_loss_climbs() {
    let (x, y) = ([[1.0_f32], [2.0], [3.0]], [[2.0], [4.0], [6.0]]);
    let line = <network!(1 => Dense<1>)>::zeros();
    let fit = Fit { batch: 3, ..Fit::new(MeanSquaredError, Sgd) };
    let rates = fit.try_rates(&line, Data::new(&x, &y), 1e-4, 1e10, 300).unwrap();
    assert!(rates.rates.len() < 200, "{rates}");
    // Of a parabola with curvature c (here 2 times the mean of x^2 + 1, near 11), rates above 2/c climb
    let steepest = rates.steepest().unwrap();
    assert!((1e-3..0.2).contains(&steepest), "{steepest} in {rates}");
    let uphill = constrata::train::Rates { rates: vec![0.1, 0.2, 0.3], losses: vec![1.0, 2.0, 3.0] };
    assert_eq!(uphill.steepest(), None);
}
