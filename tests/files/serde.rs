//! What serde writes comes back: layers, networks that derive it, models, settings.

use std::time::Duration;

use constrata::data::Scaler;
use constrata::file::allowing_nan;
use constrata::optimizer::{AdaGrad, Moments, Momentum, RmsProp};
use constrata::train::{Epoch, Metric, Monitor, Scores};
use constrata::{Model, prelude::*};

use rand::{SeedableRng, rngs::Xoshiro128PlusPlus};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

network! {
    #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
    struct Judge: 2 => hidden: Dense<3, Tanh> => PRelu => Dense<2, Gelu, bias = false> => out: Dense<4, Maxout<2>> => Swish => Softmax
}
network! {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Generic<T>: T; [1, 2, 2] => Flatten => Dense<40, Relu> => Dense<1>
}
network! {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Depth<T>: T; 3 => Residual(Dense<2, Tanh> => Dense<3>, Relu) => Residual(Dense<4>, project = Dense<4>)
        => Repeat<40>(Dense<4, Tanh>) => Parallel(concat: Dense<1>, Dense<2>, Identity) => Parallel(add: Dense<2>, Dense<2>)
}
type Row = network!(2 => Dense<2, Tanh> => Dense<1>);

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    text
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    serde_json::from_str::<T>(text).unwrap_err().to_string()
}

#[test]
fn networks_come_back() {
    let rng = &mut Xoshiro128PlusPlus::seed_from_u64(1);
    comes_back(&Judge::random(rng));
    let text = comes_back(&Depth::<f32>::random(rng));
    comes_back(&Depth::<f64>::random(rng));
    let layer = "{\"weights\":";
    let fewer = text.replacen(&text[text.find("[{").unwrap() + 1..text.find("},{").unwrap() + 2], "", 1);
    assert!(text.matches(layer).count() == fewer.matches(layer).count() + 1);
    assert!(refused::<Depth<f32>>(&fewer).contains("invalid length 39, expected 40 layers"));
    comes_back(&Generic::<f32>::random(rng));
    comes_back(&Generic::<f64>::random(rng));
    let mut row = Row::random(rng);
    comes_back(&row);
    row.fill(0.5);
    let text = comes_back(&row);
    assert_eq!(
        text,
        r#"{"first":{"weights":[0.5,0.5,0.5,0.5],"bias":[0.5,0.5]},"rest":{"weights":[0.5,0.5],"bias":[0.5]}}"#
    );
    for (from, to) in [("[0.5,0.5,0.5,0.5]", "[0.5,0.5,0.5]"), ("[0.5,0.5,0.5,0.5]", "[0.5,0.5,0.5,0.5,0.5]")]
    {
        let said = refused::<Row>(&text.replacen(from, to, 1));
        assert!(said.starts_with("invalid length") || said.starts_with("trailing characters"), "{said}");
    }
    assert!(refused::<Row>(&text.replace("rest", "test")).starts_with("missing field `rest`"));
}

/// Of every layer that has parameters, and of a model; those who ask for them get them.
#[test]
fn infinite_parameters_are_refused() {
    fn each<N: Network<Scalar = f32> + Serialize + DeserializeOwned>(net: &mut N) {
        for index in 0..N::TENSORS {
            // a layer without bias
            if net.tensor(index).is_empty() {
                continue;
            }
            let before = std::mem::replace(&mut net.tensor_mut(index)[0], 123.5);
            // more than an `f32` holds
            let text = serde_json::to_string(net).unwrap().replacen("123.5", "-1e39", 1);
            let text: serde_json::Value = serde_json::from_str(&text).unwrap();
            let said = serde_json::from_value::<N>(text.clone()).err().unwrap().to_string();
            assert!(
                said.starts_with("a parameter is infinite or NaN, as after a training that diverged: "),
                "{said}"
            );
            assert!(said.contains("where it is meant, read the file by `file::allowing_nan`"), "{said}");
            let read: N = allowing_nan(|| serde_json::from_value(text.clone())).unwrap();
            assert_eq!(read.tensor(index)[0], f32::NEG_INFINITY);
            let panicked = std::panic::catch_unwind(|| allowing_nan(|| panic!("within")));
            assert!(
                panicked.is_err() && serde_json::from_value::<N>(text.clone()).is_err(),
                "allowed for ever"
            );
            net.tensor_mut(index)[0] = before;
        }
    }
    network! {
        #[derive(Serialize, Deserialize)]
        struct Norms: 4 => Dense<4> => BatchNorm => LayerNorm => GroupNorm<2> => Dense<1>
    }
    network! {
        #[derive(Serialize, Deserialize)]
        struct Windows: [1, 4, 4] => Conv2d<2, 3, pad = same> => ConvTranspose2d<1, 2> => Flatten => Dense<2>
    }
    network! {
        #[derive(Serialize, Deserialize)]
        struct Steps: [4, 2] => Conv1d<3, 2> => Flatten => Dense<2>
    }
    network! {
        #[derive(Serialize, Deserialize)]
        struct Recurrent: [4, 2] => Lstm<3> => Gru<2, reverse = true> => Rnn<2, Relu, bias = false> => LastStep
    }
    let rng = &mut Xoshiro128PlusPlus::seed_from_u64(1);
    each(&mut Recurrent::random(rng));
    each(&mut Judge::random(rng));
    each(&mut Depth::<f32>::random(rng));
    each(&mut Norms::random(rng));
    each(&mut Windows::random(rng));
    each(&mut Steps::random(rng));
}

#[test]
fn models_come_back() {
    let inputs = Scaler { shift: [1.0, 2.0], scale: [3.0, 4.0] };
    let names = ["a", "b", "c", "d"].map(String::from);
    network! {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct Small: 2 => Dense<4, Softmax>
    }
    let model = Model { inputs, classes: names.iter().cloned().collect(), ..Model::new(Small::zeros()) };
    let text = comes_back(&model);
    assert!(text.contains(r#""inputs":{"shift":[1.0,2.0],"scale":[3.0,4.0]}"#), "{text}");
    let other = text.replace(r#""shift":[1.0,2.0]"#, r#""shift":[1.0,2.0,3.0]"#);
    assert!(refused::<Model<Small>>(&other).starts_with("a scaler of 3 numbers, where a sample has 2"));
    let other = text.replace(r#""scale":[3.0,4.0]"#, r#""scale":[3.0,0.0]"#);
    assert!(refused::<Model<Small>>(&other).contains("divides by 0"));
    // more numbers than serde has arrays for
    comes_back(&Scaler::<Vector<64>, f64>::standard(&[[0.0; 64], [1.0; 64]]).unwrap());
}

#[test]
fn settings_come_back() {
    assert_eq!(comes_back(&Adam::<f32>::default()), r#"{"beta1":0.9,"beta2":0.999,"epsilon":1e-8}"#);
    comes_back(&AdamW::<f32>::default());
    comes_back(&AdaGrad::<f32>::default());
    comes_back(&RmsProp::<f32>::default());
    comes_back(&Momentum { momentum: 0.5, nesterov: true });
    comes_back(&Sgd);
    comes_back(&Huber { delta: 2.0 });
    comes_back(&L2 { lambda: 0.1 });
    comes_back(&CrossEntropy);
    comes_back(&MeanSquaredError);
    comes_back(&Initialization::HeUniform);
    comes_back(&Role::Bias);
    comes_back(&Monitor::Validation(Metric::TopK(3)));
    let epoch = Epoch {
        epoch: 1,
        epochs: 2,
        loss: 0.5,
        metrics: vec![(Metric::F1Of(2), 0.25)],
        validation: Some(Scores { loss: 0.75, metrics: vec![] }),
        learning_rate: 0.1,
        samples: 7,
        time: Duration::from_nanos(1_500_000_001),
    };
    comes_back(&epoch);
    comes_back(&Epoch { validation: None, ..epoch });
    let mut moments = constrata::bytemuck::zeroed::<Moments<Row>>();
    moments.square.fill(2.0);
    moments.correction = [0.5, 0.25];
    comes_back(&moments);
}
