//! Predicts the species of a flower and the width of its petals from raw lengths in centimeters: two models that were fitted on a
//! desktop and lie in flash, with their scalers and names.
#![cfg_attr(target_os = "none", no_std, no_main)]

use constrata::Model;
use constrata_thumb::networks::{Iris, PetalWidth};
use constrata_thumb::{
    measured::{measured_class, measured_value},
    painted, program, say, say_count, write,
};

/// Trained by `firmware/train`, as is the one below.
static IRIS: Model<Iris> = Model::from_bytes(include_bytes!("../../iris.net"));
static PETAL: Model<PetalWidth> = Model::from_bytes(include_bytes!("../../petal.net"));

/// One flower of each species, and values that no flower has.
static FLOWERS: [[f32; 4]; 7] = [
    [5.1, 3.5, 1.4, 0.2],
    [6.1, 2.8, 4.7, 1.2],
    [6.3, 3.3, 6.0, 2.5],
    [0.0, -0.0, 1e-40, 0.0],
    [f32::MAX, f32::MIN, 1e30, -1e30],
    [f32::INFINITY, 0.0, 0.0, 0.0],
    [f32::NAN, 3.5, 1.4, 0.2],
];

program!(run, ());

fn run(_: &mut ()) {
    say_count("weights in flash", (Iris::PARAMETER_BYTES + PetalWidth::PARAMETER_BYTES) as u32);
    say_count("bound class", Model::<Iris>::STACK_BYTES as u32);
    say_count("bound value", Model::<PetalWidth>::STACK_BYTES as u32);
    for (index, flower) in FLOWERS.iter().enumerate() {
        let name = painted("stack class", index == 0, || measured_class(&IRIS, &[*flower]));
        write(name.unwrap_or("unknown"));
        write("\n");
        IRIS.predict(flower).iter().for_each(|p| say("p", *p));
        let [sepal_length, sepal_width, petal_length, _] = *flower;
        let lengths = [[sepal_length, sepal_width, petal_length]];
        let [[width]] = painted("stack value", index == 0, || measured_value(&PETAL, &lengths));
        say("petal width", width);
    }
}
