//! A real SIGINT, sent to a process that trains.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use constrata::prelude::*;
use constrata::train::{Data, EarlyStopping, Fit, Interrupt, Monitor, Schedule, Stop, each, evaluate};

network! { struct Line: 1 => Dense<1> }

/// Gets worse from the fourth epoch on, for hours; says when it is past the best.
fn train() {
    let x: Vec<[f32; 1]> = (0..64).map(|i| [i as f32 / 64.0]).collect();
    let y: Vec<[f32; 1]> = x.iter().map(|[x]| [2.0 * x + 1.0]).collect();
    let data = Data::new(&x, &y).validate(&x, &y);
    let schedule = Schedule::Own(|moment| match moment.history.len() {
        0..4 => 1.0,
        4..8 => -0.5,
        _ => 0.0,
    });
    let fit =
        Fit { epochs: usize::MAX / 100, learning_rate: 0.1, schedule, ..Fit::new(MeanSquaredError, Sgd) };
    let mut net = Line::zeros();
    let mut losses = Vec::new();
    let tell = each(|epoch| {
        losses.push(epoch.validation.as_ref().map_or(f64::NAN, |scores| scores.loss));
        if epoch.epoch == 20 {
            println!("past the best");
        }
    });
    let best = EarlyStopping::keep_best(Monitor::ValidationLoss);
    let interrupt = Interrupt::new().expect("nobody else handles Ctrl-C");
    // a second one is the same one
    assert!(Interrupt::new().is_ok());
    let stop = fit.run(&mut net, data, (best, interrupt, tell)).expect("it learns").stop;
    let found = evaluate(&net, data, &MeanSquaredError, &[]).expect("numbers").scores.loss;
    let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(losses.last().is_some_and(|last| *last > 2.0 * least), "the last weights are the best");
    assert_eq!((stop, found), (Stop::Interrupted, least));
    println!("ended with the best weights");
}

#[test]
fn ctrl_c_ends_the_run_and_keeps_the_best_weights() {
    const CHILD: &str = "CONSTRATA_TEST_INTERRUPTED";
    if std::env::var_os(CHILD).is_some() {
        return train();
    }
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .args(["--exact", "ctrl_c_ends_the_run_and_keeps_the_best_weights", "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("past the best")), "it trains");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let ended = lines.any(|line| line.ends_with("ended with the best weights"));
    assert!(child.wait().expect("its end").success() && ended);
}
