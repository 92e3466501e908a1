//! Models as source text take raw values, as `Model::predict` does, to the bit.

use std::fs;
use std::path::Path;

use constrata::data::{Feature, Scaler};
use constrata::file::{Float, Names};
use constrata::prelude::*;
use constrata::{Model, export::ToC};
use rand::SeedableRng;
use rand::rngs::SmallRng;

use super::{folder, inputs, run_header};

network! { pub struct Iris: 4 => Dense<5, Tanh> => Dense<3, Softmax> }
network! { pub struct Image: f64; [2, 1, 3] => Flatten => Dense<2> }
network! { pub struct Dropped: 3 => Dropout<0.5> }

#[path = "model_source.rs"]
mod model_source;

fn iris() -> Model<Iris> {
    let mut net = Iris::zeros();
    (0..Iris::TENSORS).for_each(|index| {
        for (place, number) in net.tensor_mut(index).iter_mut().enumerate() {
            *number = ((place * 7 + index * 3) % 11) as f32 / 4.0 - 1.25;
        }
    });
    let features = ["a", "b */ \"x\" /*", "c\\\n", "röd"].map(Feature::number).to_vec();
    Model {
        inputs: Scaler { shift: [5.8, 3.0, 3.7, 1e-3], scale: [0.8, 0.4, 1.7, 0.7] },
        classes: Names::of(&["setosa", "say \"??/\" \\ 1\n", "röd7"]),
        features: features.into(),
        ..Model::new(net)
    }
}

fn image() -> Model<Image> {
    let shift = [[[0.1, -2.0, 3.0]], [[1e-9, 5.5, 0.0]]];
    let scale = [[[3.0, 7.0, 0.3]], [[1.0, 1e10, -2.0]]];
    let outputs = Scaler { shift: [1e3, -0.1], scale: [17.0, 0.3] };
    Model {
        inputs: Scaler { shift, scale },
        outputs,
        ..Model::new(Image::random(&mut SmallRng::seed_from_u64(5)))
    }
}

fn run<N: Network + ToC>(name: &str, model: &Model<N>, count: usize)
where
    N::Scalar: Float,
{
    run_header::<N>(name, &model.to_c("net"), &inputs::<N>(count), |[x], y| *y = [model.predict(x)]);
}

#[test]
fn a_models_header_takes_raw_values() {
    run("model_of_classes", &iris(), 400);
    run("model_of_numbers", &image(), 400);
    run("model_of_raw_inputs", &Model { inputs: Scaler::identity(), ..image() }, 100);
    run("model_of_nothing", &Model::new(image().network), 100);
    let inputs = Scaler { shift: [1.0; 3], scale: [3.0; 3] };
    run("model_of_dropout", &Model { inputs, outputs: inputs, ..Model::new(Dropped::zeros()) }, 100);
}

#[test]
fn a_models_header_names_its_classes() {
    let model = iris();
    let folder = folder("model_class");
    let main = "\n#include <stdio.h>\nint main(void) { for (size_t i = 0; i < 4; i++) printf(\"%s|\", net_class(i)); return 0; }\n";
    fs::write(folder.join("net.c"), model.to_c("net") + main).unwrap();
    for (place, (compiler, flags)) in super::compilers().into_iter().enumerate() {
        let binary = folder.join(format!("net{place}"));
        // `predict` is not called here
        let done = std::process::Command::new(compiler)
            .args(&flags)
            .arg("-Wno-unused")
            .arg(folder.join("net.c"))
            .arg("-o")
            .arg(&binary)
            .output();
        let done = done.unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let said = std::process::Command::new(binary).output().unwrap().stdout;
        assert_eq!(
            String::from_utf8(said).unwrap(),
            model.classes.iter().map(|name| format!("{name}|")).collect::<String>() + "|"
        );
    }
}

/// `tests/export/model_source.rs` is what is written, and it is the models.
#[test]
fn a_models_rust_item_is_the_model() {
    let text = iris().to_rust("pub(crate) static IRIS: ::constrata::Model<super::Iris>")
        + &image().to_rust("pub(crate) static IMAGE: ::constrata::Model<super::Image>");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export/model_source.rs");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), text, "BLESS=1 writes it anew");
    assert_eq!((&model_source::IRIS, &model_source::IMAGE), (&iris(), &image()));
}
