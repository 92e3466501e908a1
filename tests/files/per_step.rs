//! Networks whose layers act on each step are files of the same parameters, by the same names, as networks of vectors.

use constrata::bytemuck;
use constrata::file::Names;
use constrata::safetensors;
use constrata::{Model, prelude::*};
use rand::{SeedableRng, rngs::SmallRng};
use serde::{Deserialize, Serialize};

network! {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Steps: [5, 3] => Dense<4, Relu> => LayerNorm<Tanh> => Residual(Dense<6, PRelu> => Dense<4, bias = false>) => RmsNorm
        => Repeat<2>(Dense<4, Swish>) => named: Dense<2, Softmax>
}
network! {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Vectors: 3 => Dense<4, Relu> => LayerNorm<Tanh> => Residual(Dense<6, PRelu> => Dense<4, bias = false>) => RmsNorm
        => Repeat<2>(Dense<4, Swish>) => named: Dense<2, Softmax>
}

fn both() -> (Steps, Vectors) {
    let (steps, mut vectors) = (Steps::random(&mut SmallRng::seed_from_u64(1)), Vectors::zeros());
    for index in 0..Steps::TENSORS {
        vectors.tensor_mut(index).copy_from_slice(steps.tensor(index));
    }
    (steps, vectors)
}

#[test]
fn names_and_numbers_are_those_of_vectors() {
    let (steps, vectors) = both();
    assert_eq!(safetensors::names::<Steps>(), safetensors::names::<Vectors>());
    let (bytes, mut read) = (safetensors::to_bytes(&vectors), Steps::zeros());
    assert_eq!(safetensors::to_bytes(&steps), bytes);
    safetensors::read(&mut read, &bytes).unwrap();
    assert_eq!(read, steps);
    let (text, of_vectors) =
        [serde_json::to_string(&steps), serde_json::to_string(&vectors)].map(Result::unwrap).into();
    assert_eq!(text, of_vectors);
    assert_eq!(serde_json::from_str::<Steps>(&text).unwrap(), steps);
}

#[test]
fn the_text_is_what_the_dsl_says() {
    assert_eq!(
        Steps::ARCHITECTURE.strip_prefix("[5, 3] => "),
        Vectors::ARCHITECTURE.strip_prefix("3 => "),
        "but for the input"
    );
    assert_ne!(Steps::ARCHITECTURE_HASH, Vectors::ARCHITECTURE_HASH);
    let (steps, vectors) = both();
    assert_eq!(Steps::try_from_bytes(&steps.to_bytes()).unwrap(), steps);
    assert_eq!(constrata::file::from_bytes::<Steps>(&steps.to_bytes()), steps); // as it is read while compiling
    assert!(Steps::try_from_bytes(&vectors.to_bytes()).is_err());
}

#[test]
fn classes_are_those_of_a_step() {
    let model = |names| Model { classes: Names::of(names), ..Model::new(both().0) };
    let file = model(&["no", "yes"]).to_bytes().unwrap();
    let read = Model::<Steps>::try_from_bytes(&file).unwrap();
    assert_eq!(read.classes.get(1), Some("yes"));
    assert_eq!(read.class_index(&[[0.5; 3]; 5]), None); // there is one for each step
    assert!(model(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]).to_bytes().is_err());
}

#[test]
fn a_field_is_the_layer() {
    let (mut steps, vectors) = both();
    assert_eq!(steps.dense1.weights, vectors.dense1.weights);
    assert_eq!(steps.layer_norm2.scale, vectors.layer_norm2.scale);
    steps.named.bias.fill(0.25);
    assert_eq!(steps.named.layer.bias[1], 0.25);
    let mut names = Vec::new();
    Steps::nodes(&mut |node| names.extend(node.row().map(|row| (row.layer, row.output, row.macs))));
    assert_eq!(names[0], ("Dense<4, Relu> per step", "[5, 4]", 5 * 3 * 4));
    assert_eq!(names[1].0, "LayerNorm<Tanh> per step");
    let (x, mut y, mut seen) = ([[[0.5; 3]; 5]], bytemuck::zeroed(), Vec::new());
    steps.inspect(&x, &mut y, &mut |row, outputs| seen.push((row.layer, outputs.len())));
    assert_eq!((seen.len(), seen[0]), (names.len(), ("Dense<4, Relu> per step", 5 * 4)));
}
