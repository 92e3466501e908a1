//! Learning rates against PyTorch's.

use constrata::train::{Epoch, Moment, Monitor, Schedule};

use crate::reader::{Case, Golden};

const RATE: f64 = 0.5;

/// The rates of a run in which every epoch is one step.
fn rates(case: Case, schedule: Schedule) {
    let steps = case.numbers("rates").len();
    let losses = if case.has("x") { case.numbers("x") } else { vec![0.0; steps] };
    let history: Vec<Epoch> =
        losses.iter().enumerate().map(|(index, loss)| epoch(index + 1, *loss)).collect();
    let rate =
        |step| RATE * schedule.factor(&Moment { step, steps, per_epoch: 1, history: &history[..step] });
    case.compare("rates", &(0..steps).map(rate).collect::<Vec<_>>());
}

fn epoch(epoch: usize, loss: f64) -> Epoch {
    Epoch {
        epoch,
        epochs: 100,
        loss,
        metrics: vec![(constrata::train::Metric::Accuracy, loss)],
        validation: None,
        learning_rate: RATE,
        samples: 1,
        time: std::time::Duration::ZERO,
    }
}

#[test]
fn as_pytorch_has_them() {
    let golden = Golden::new(include_str!("schedules.f64.txt"), 1e-13);
    let check = |name, schedule| rates(golden.case(name), schedule);
    check("step", Schedule::Step { every: 3, factor: 0.5 });
    check("exponential", Schedule::Exponential { factor: 0.9 });
    check("inverse time", Schedule::InverseTime { decay: 0.3 });
    check("cosine", Schedule::Cosine { end: 0.05 });
    check("warm-up", Schedule::WarmUp { steps: 8, start: 0.25, then: &Schedule::Constant });
    check(
        "warm-up, cosine",
        Schedule::WarmUp { steps: 8, start: 0.25, then: &Schedule::Cosine { end: 0.0 } },
    );
    check("one cycle", Schedule::OneCycle { rise: 0.3, start: 1.0 / 25.0, end: 1e-4 / 25.0 });
    check("one cycle, tuned", Schedule::OneCycle { rise: 0.45, start: 0.1, end: 1e-3 });
    let plateau = |monitor, factor, patience, threshold, end| Schedule::ReduceOnPlateau {
        monitor,
        factor,
        patience,
        threshold,
        end,
    };
    check("plateau", plateau(Monitor::TrainingLoss, 0.5, 2, 1e-4, 0.0));
    check("plateau, noise", plateau(Monitor::TrainingLoss, 0.5, 3, 1e-4, 0.1));
    let accuracy = Monitor::Training(constrata::train::Metric::Accuracy);
    check("plateau, larger", plateau(accuracy, 0.75, 1, 0.1, 0.0));
    golden.finish("schedules");
}

/// In a run of 3 epochs of 4 steps, what falls by epochs stays for 4 steps, and what is smooth moves with every step.
#[test]
fn steps_within_epochs() {
    let at =
        |schedule: Schedule, step| schedule.factor(&Moment { step, steps: 12, per_epoch: 4, history: &[] });
    let step = Schedule::Step { every: 2, factor: 0.1 };
    assert_eq!([0, 3, 4, 7, 8, 11].map(|s| at(step, s)), [1.0, 1.0, 1.0, 1.0, 0.1, 0.1]);
    let exponential = Schedule::Exponential { factor: 0.5 };
    assert_eq!([0, 3, 4, 8].map(|s| at(exponential, s)), [1.0, 1.0, 0.5, 0.25]);
    let inverse = Schedule::InverseTime { decay: 1.0 };
    assert_eq!([3, 4, 11].map(|s| at(inverse, s)), [1.0, 0.5, 1.0 / 3.0]);
    let cosine = Schedule::Cosine { end: 0.5 };
    assert_eq!([0, 6, 12].map(|s| at(cosine, s)), [1.0, 0.75, 0.5]);
    assert!((at(cosine, 4) - 0.875).abs() < 1e-15); // cos 60 degrees
    let own = Schedule::Own(|moment| moment.step as f64 / moment.steps as f64);
    assert_eq!(at(own, 3), 0.25);
    // what follows a warm-up begins with it, also where it goes by epochs
    let after = Schedule::WarmUp { steps: 4, start: 0.0, then: &Schedule::Exponential { factor: 0.5 } };
    assert_eq!([0, 2, 4, 7, 8].map(|s| at(after, s)), [0.0, 0.5, 1.0, 1.0, 0.5]);
}
