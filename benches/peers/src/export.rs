//! The problems as files, for rivals in other processes: `ID.f32` holds parameters, inputs and targets, `ID.f64` what
//! comes of the first eighth of a training (or the outputs), then the loss at its end; `problems.json` the rest.

use std::path::Path;
use std::{fs, io};

use crate::problem::{self, Activation, Convolution, Optimizer, Problem, Targets};
use crate::reference;

pub(crate) fn export(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut described = Vec::new();
    for problem in problem::all() {
        let mut numbers = problem.parameters();
        numbers.extend(&problem.x);
        match problem.training.as_ref().map(|training| &training.targets) {
            Some(Targets::Classes(classes)) => numbers.extend(classes.iter().map(|&class| class as f32)),
            Some(Targets::Values(values)) => numbers.extend(values),
            None => {}
        }
        let mut reference = reference::solve(&problem.beginning());
        if problem.training.is_some() {
            reference.push(reference::solve(&problem)[0]);
        }
        let bytes: Vec<u8> = numbers.into_iter().flat_map(f32::to_le_bytes).collect();
        fs::write(folder.join(problem.id).with_extension("f32"), bytes)?;
        let bytes: Vec<u8> = reference.into_iter().flat_map(f64::to_le_bytes).collect();
        fs::write(folder.join(problem.id).with_extension("f64"), bytes)?;
        described.push(describe(&problem));
    }
    fs::write(folder.join("problems.json"), format!("[\n{}\n]\n", described.join(",\n")))
}

fn describe(problem: &Problem) -> String {
    let layer = |layer: &problem::Layer| {
        let activation = match layer.activation {
            Activation::Identity => "identity",
            Activation::Relu => "relu",
            Activation::Sigmoid => "sigmoid",
            Activation::Tanh => "tanh",
            Activation::Softmax => "softmax",
        };
        let [rows, columns] = layer.matrix();
        let convolution =
            layer.convolution.map_or("null".to_owned(), |Convolution { channels, side, kernel, pool }| {
                format!(r#"{{"channels": {channels}, "side": {side}, "kernel": {kernel}, "pool": {pool}}}"#)
            });
        format!(r#"[{rows}, {columns}, "{activation}", {convolution}]"#)
    };
    let layers: Vec<String> = problem.layers.iter().map(layer).collect();
    let training = problem.training.as_ref().map_or("null".to_owned(), |training| {
        let (optimizer, rate) = match training.optimizer {
            Optimizer::Sgd { rate } => ("sgd", rate),
            Optimizer::Adam { rate } => ("adam", rate),
        };
        let classes = matches!(training.targets, Targets::Classes(_));
        let part = problem.beginning().training.map_or(0, |training| training.steps);
        let steps = training.steps;
        format!(
            r#"{{"steps": {steps}, "beginning": {part}, "classes": {classes}, "optimizer": "{optimizer}", "rate": {rate}}}"#
        )
    });
    let (layers, inputs) = (layers.join(", "), problem.inputs());
    let samples = problem.x.len() / inputs;
    format!(
        r#"  {{"id": "{}", "title": "{}", "inputs": {inputs}, "layers": [{layers}], "batch": {}, "samples": {samples}, "training": {training}}}"#,
        problem.id, problem.title, problem.batch
    )
}
