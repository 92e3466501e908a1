//! Logs of runs: what is in them, that a resumed run's is whole, and what is refused.

use std::fs;
use std::path::PathBuf;

use constrata::prelude::*;
use constrata::train::{Data, Fit, Log, Metric, Session};
use constrata::{Error, train::Scores};

network! { struct Line: 1 => Dense<1> }

const X: [[f32; 1]; 4] = [[0.0], [1.0], [2.0], [3.0]];
const Y: [[f32; 1]; 4] = [[1.0], [3.0], [5.0], [7.0]];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn fit(epochs: usize) -> Fit<MeanSquaredError, Sgd> {
    Fit {
        epochs,
        learning_rate: 0.01,
        metrics: &[Metric::R2, Metric::Mae],
        ..Fit::new(MeanSquaredError, Sgd)
    }
}

/// The cells of a CSV file, without the last one of each row, which is a time.
fn table(path: &PathBuf) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.ends_with('\n'));
    let row = |line: &str| line.rsplit_once(',').unwrap().0.split(',').map(String::from).collect();
    text.lines().map(row).collect()
}

#[test]
fn a_table_has_the_numbers_of_the_reports() {
    let path = path("log.csv");
    fs::write(&path, "of an older run\n").unwrap();
    let data = Data::new(&X, &Y).validate(&X[..2], &Y[..2]);
    let history = fit(3).run(&mut Line::zeros(), data, Log::csv(&path)).unwrap();
    let table = table(&path);
    let names = ["epoch", "loss", "R^2", "MAE", "validation loss", "validation R^2", "validation MAE"];
    assert_eq!(table[0], [&names[..], &["learning rate", "samples"]].concat());
    assert_eq!(table.len(), 4);
    for (row, epoch) in table[1..].iter().zip(&history.epochs) {
        let Scores { loss, metrics } = epoch.validation.as_ref().unwrap();
        let number = |cell: &String| cell.parse::<f64>().unwrap();
        let reported = [
            epoch.epoch as f64,
            epoch.loss,
            epoch.metrics[0].1,
            epoch.metrics[1].1,
            *loss,
            metrics[0].1,
            metrics[1].1,
            0.01,
            4.0,
        ];
        assert_eq!(row.iter().map(number).collect::<Vec<_>>(), reported); // to the last bit
    }
}

#[test]
fn json_lines_are_objects_and_no_number_is_null() {
    let path = path("log.jsonl");
    // R^2 of targets that are all the same is no number
    let history = fit(2).run(&mut Line::zeros(), Data::new(&X, &[[1.0]; 4]), Log::json_lines(&path)).unwrap();
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    for (line, epoch) in lines.iter().zip(&history.epochs) {
        assert_eq!(line["loss"], epoch.loss);
        assert_eq!(line["MAE"], epoch.metrics[1].1);
        assert_eq!(line["R^2"].is_null(), !epoch.metrics[0].1.is_finite(), "{line}");
        assert!(line["seconds"].as_f64().is_some_and(|seconds| seconds > 0.0));
        assert!(line.get("validation loss").is_none());
    }
}

#[test]
fn a_resumed_run_has_the_log_of_one_without_a_stop() {
    let (whole, parts) = (path("log-whole.csv"), path("log-parts.csv"));
    fit(5).run(&mut Line::zeros(), Data::new(&X, &Y), Log::csv(&whole)).unwrap();
    let mut net = Line::zeros();
    let mut session = Session::new(&mut net, 0);
    fit(2).resume(&mut session, Data::new(&X, &Y), Log::csv(&parts)).unwrap();
    assert_eq!(table(&parts).len(), 3);
    fs::remove_file(&parts).unwrap(); // what is in the history is written again
    fit(5).resume(&mut session, Data::new(&X, &Y), Log::csv(&parts)).unwrap();
    assert_eq!(table(&parts), table(&whole));
    // more metrics from here on: the earlier epochs have empty cells
    let fit = Fit { metrics: &[Metric::R2, Metric::Mae, Metric::Rmse], ..fit(6) };
    fit.resume(&mut session, Data::new(&X, &Y), Log::csv(&parts)).unwrap();
    let table = table(&parts);
    assert_eq!(table[0][..5], ["epoch", "loss", "R^2", "MAE", "RMSE"]);
    assert_eq!((table.len(), table[5][4].as_str()), (7, ""));
    assert!(table[6][4].parse::<f64>().is_ok());
}

/// As the file of a run may claim; each of them is looked at once.
#[test]
fn reports_of_very_many_metrics_are_written_soon() {
    let path = path("many.csv");
    let mut net = <network!(1 => Dense<1>)>::zeros();
    let mut session = Session::new(&mut net, 1);
    fit(1).resume(&mut session, Data::new(&[[1.0]], &[[2.0]]), ()).unwrap();
    session.history[0].metrics = (0..200_000).map(|k| (Metric::TopK(k), 0.5)).collect();
    let start = std::time::Instant::now();
    fit(2).resume(&mut session, Data::new(&[[1.0]], &[[2.0]]), Log::csv(&path)).unwrap();
    assert!(start.elapsed() < std::time::Duration::from_secs(30));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_log_that_cannot_be_written_is_an_error_before_the_first_step() {
    let path = path("no such folder/log.csv");
    let mut net = Line::zeros();
    let refused = fit(2).run(&mut net, Data::new(&X, &Y), Log::csv(&path));
    assert!(matches!(&refused, Err(Error::Io { path: named, .. }) if *named == path), "{refused:?}");
    assert_eq!(net, Line::zeros());
}
