//! Progress where there is no terminal: a line for each epoch, or nothing.

use std::process::Command;

use constrata::prelude::*;
use constrata::train::{Data, Fit, Metric, Progress};

const CHILD: &str = "CONSTRATA_TEST_PROGRESS";

fn train(progress: Option<Progress>) {
    let mut net = <network!(1 => Dense<2, Softmax>)>::zeros();
    let (x, y) = ([[0.0], [1.0], [2.0], [3.0]], [0_usize, 0, 1, 1]);
    let metrics = &[Metric::Accuracy];
    let fit = Fit { epochs: 3, batch: 2, metrics, validation_split: 0.25, ..Fit::new(CrossEntropy, Sgd) };
    fit.run(&mut net, Data::new(&x, &y), progress).expect("it learns");
}

/// What a process of its own writes to its standard error output.
fn said(how: &str) -> String {
    let program = std::env::current_exe().expect("this program");
    let name = "a_line_for_each_epoch_or_nothing";
    let output = Command::new(program)
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, how)
        .output()
        .expect("a process");
    assert!(output.status.success());
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn a_line_for_each_epoch_or_nothing() {
    match std::env::var(CHILD).as_deref() {
        Ok("quiet") => return train(None),
        Ok(_) => return train(Some(Progress::new())),
        Err(_) => {}
    }
    assert_eq!(said("quiet"), "");
    let said = said("loud");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    // every number by its form: its digits as 0, the last as one 0
    for (index, line) in lines.iter().enumerate() {
        assert!(line.starts_with(&format!("epoch {}/3  ", index + 1)), "{line}");
        let (line, speed) = line.rsplit_once("  ").expect("a speed");
        assert!(
            speed.strip_suffix(" samples/s").is_some_and(|speed| speed.parse::<u64>().is_ok()),
            "{speed}"
        );
        assert_eq!(
            line.replace(|letter: char| letter.is_ascii_digit(), "0"),
            "epoch 0/0  loss 0.0000  accuracy 0.0000  validation loss 0.0000  accuracy 0.0000"
        );
    }
}
