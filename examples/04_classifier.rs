//! The classifier of the classic Keras tutorial, 100-64-40, on clusters made here.
//!
//! `cargo run --release --example 04_classifier`
//!
//! ```python
//! model = Sequential([Input((100,)), Dense(64, activation="relu"), Dense(40, activation="softmax")])
//! model.compile(loss="sparse_categorical_crossentropy", optimizer=SGD(0.01), metrics=["accuracy"])
//! model.fit(x_train, y_train, epochs=5, batch_size=32)
//! loss, accuracy = model.evaluate(x_test, y_test, batch_size=128)
//! classes = model.predict(x_test, batch_size=128)
//! ```

use constrata::prelude::*;
use constrata::train::{Data, Fit, Metric, each, evaluate, predict};
use rand::{RngExt, SeedableRng, rngs::StdRng};

network! { struct Model: 100 => Dense<64, Relu> => Dense<40, Softmax> }

fn main() -> Result<(), constrata::Error> {
    let (x, y) = clusters(12_000);
    let ((x_train, x_test), (y_train, y_test)) = (x.split_at(10_000), y.split_at(10_000));

    let mut model = Model::random(&mut StdRng::seed_from_u64(1));
    println!("{}", Model::summary());
    let fit = Fit {
        epochs: 5,
        batch: 32,
        learning_rate: 0.01,
        metrics: &[Metric::Accuracy],
        ..Fit::new(CrossEntropy, Sgd)
    };
    fit.run(&mut model, Data::new(x_train, y_train), each(|epoch| println!("{epoch}")))?;

    let test =
        evaluate(&model, Data::new(x_test, y_test), &CrossEntropy, &[Metric::Accuracy, Metric::TopK(3)])?;
    println!("held out: {test}");
    let probabilities = predict(&model, x_test);
    println!("the first of them: class {} has {:.1} %", y_test[0], 100.0 * probabilities[0][y_test[0]]);
    assert!(test.scores.metric(Metric::Accuracy) > Some(0.9));
    Ok(())
}

/// Points around 40 centers, which lie anywhere between -1 and 1 in each of 100 directions.
fn clusters(count: usize) -> (Vec<[f32; 100]>, Vec<usize>) {
    let rng = &mut StdRng::seed_from_u64(2);
    let mut between = |limit: f32| rng.random_range(-limit..limit);
    let centers = [(); 40].map(|()| [(); 100].map(|()| between(1.0)));
    let mut point = |class: usize| {
        // four draws from a box come near the bell curve
        std::array::from_fn(|i| centers[class][i] + (0..4).map(|_| between(1.0)).sum::<f32>())
    };
    (0..count).map(|sample| sample * 7 % 40).map(|class| (point(class), class)).unzip()
}
