//! Networks to PyTorch and back: `tests/files/safetensors/pytorch.py` wrote the files here, and loads those this test writes.

use std::fmt::{Debug, Display};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use constrata::{bytemuck, module::TensorSpec, prelude::*, safetensors};
use rand::{RngExt, SeedableRng, rngs::Xoshiro128PlusPlus};

use crate::refusal::said;

network! { struct Classifier: 3 => hidden: Dense<4, Relu> => Dense<2, Softmax> }
network! { struct Slopes: f64; 3 => Dense<4, bias = false> => PRelu => Dense<2> }
network! { struct Encoder: 3 => Dense<2, Tanh> }
type Middle = network!(5 => Dense<4, LeakyRelu<0.1>> => Dense<3>);
network! { struct Nested: 3 => Encoder => Dense<5, Gelu> => Middle => Dense<1, Sigmoid> }
network! { struct Picture: [1, 2, 2] => Flatten => Dense<3, Tanh> => Dense<1> }
network! { struct Space: [2, 6, 5]
    => Conv2d<4, [3, 2], Relu> => MaxPool2d<2> => Conv2d<6, 1, groups = 2, bias = false>
    => ConvTranspose2d<2, [2, 3], Tanh> => Flatten => Dense<2>
}
network! { struct Steps: f64; [6, 3] => Conv1d<4, 2, Tanh> => Conv1d<2, 3> => Flatten => Dense<2> }
network! { struct Deep: f64; 3
    => Residual(Dense<4, Tanh> => Dense<3>, Relu)
    => Residual(Dense<4, Tanh>, project = Dense<4, bias = false>)
    => Repeat<2>(Residual(Dense<5, Relu> => Dense<4>))
    => Repeat<2>(Dense<4, Tanh>)
    => Tanh
    => Parallel(concat: Dense<2>, Dense<3, Relu>, Dense<2> => Dense<1>)
    => Parallel(add: Dense<2>, Repeat<2>(Dense<6>) => Dense<2>)
}
type DeepRow = network!(f64; 3
    => Residual(Dense<4, Tanh> => Dense<3>, Relu)
    => Residual(Dense<4, Tanh>, project = Dense<4, bias = false>)
    => Repeat<2>(Residual(Dense<5, Relu> => Dense<4>))
    => Repeat<2>(Dense<4, Tanh>)
    => Tanh
    => Parallel(concat: Dense<2>, Dense<3, Relu>, Dense<2> => Dense<1>)
    => Parallel(add: Dense<2>, Repeat<2>(Dense<6>) => Dense<2>)
);
network! { struct Norms: [2, 4, 4]
    => Conv2d<3, 2, bias = false> => BatchNorm<Relu> => GroupNorm<3> => LayerNorm<Tanh> => Dropout<0.5> => Flatten
    => Dense<4> => BatchNorm => Dense<2>
}
network! { struct Rms: f64; [2, 3, 3] => RmsNorm => Flatten => Dense<4> => RmsNorm<Tanh> }
network! { struct Recurrent: f64; [5, 3] => Lstm<4> => Gru<3> => Gru<2, bias = false> => Rnn<4> => Rnn<3, Relu> => LastStep => Dense<2> }
type One = network!(2 => Dense<3, Sigmoid>);
type Row = network!(3 => Dense<4, Relu> => Dense<2, Softmax>);
type Inside = network!(3 => Encoder => Dense<2, Relu> => Encoded);
network! { struct Encoded: 2 => Dense<2> => Swish }

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/safetensors")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(here().join(name).with_extension("safetensors")).unwrap()
}

/// Reads PyTorch's file, computes what PyTorch computed, writes the file anew for PyTorch.
fn exchange<N: Save + PartialEq + Debug>(name: &str)
where
    N::Scalar: constrata::file::Float + FromStr<Err: Debug> + Display,
    N::Output: constrata::Shape,
{
    let net = safetensors::load::<N>(here().join(name).with_extension("safetensors")).unwrap();
    let text = std::fs::read_to_string(here().join(name).with_extension("txt")).unwrap();
    let numbers =
        |line: &str| line.split(' ').map(|number| number.parse().unwrap()).collect::<Vec<N::Scalar>>();
    let (mut written, mut lines) = (String::new(), text.lines().map(numbers));
    let mut samples = 0;
    while let (Some(input), Some(wanted)) = (lines.next(), lines.next()) {
        let (mut x, mut y) = (bytemuck::zeroed::<constrata::layer::Input<N, 1>>(), bytemuck::zeroed());
        N::Input::numbers_mut(&mut x).copy_from_slice(&input);
        net.activate(&x, &mut y);
        let bound = if size_of::<N::Scalar>() == 8 { 1e-13 } else { 1e-5 };
        for (y, wanted) in N::Output::flat(&y).iter().zip(&wanted) {
            let (y, wanted) = (y.to_f64(), wanted.to_f64());
            assert!((y - wanted).abs() < bound * wanted.abs(), "{name}: {y}, wanted {wanted}");
        }
        assert_eq!(N::Output::flat(&y).len(), wanted.len());
        let line =
            |numbers: &[N::Scalar]| numbers.iter().map(N::Scalar::to_string).collect::<Vec<_>>().join(" ");
        written += &format!("{}\n{}\n", line(&input), line(N::Output::flat(&y)));
        samples += 1;
    }
    assert_eq!(samples, 4);

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("safetensors");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name).with_extension("safetensors");
    safetensors::save(&*net, &path).unwrap();
    assert_eq!(safetensors::load::<N>(&path).unwrap(), net);
    std::fs::write(path.with_extension("txt"), written).unwrap();
}

#[test]
fn pytorch_and_constrata_exchange_networks() {
    exchange::<Classifier>("classifier");
    exchange::<Row>("classifier");
    exchange::<Slopes>("prelu");
    exchange::<Nested>("nested");
    exchange::<Picture>("image");
    exchange::<Space>("space");
    exchange::<Steps>("steps");
    exchange::<Norms>("norms");
    exchange::<Rms>("rms");
    exchange::<Recurrent>("recurrent");
    exchange::<One>("one");
    exchange::<Deep>("deep");
    exchange::<DeepRow>("deep");
}

#[test]
fn the_names_are_pytorchs() {
    fn names<N: Network>() -> String {
        let names = safetensors::names::<N>();
        names.iter().map(|(name, shape)| format!("{name} {shape:?}")).collect::<Vec<_>>().join(", ")
    }
    assert_eq!(names::<Classifier>(), "0.weight [4, 3], 0.bias [4], 2.weight [2, 4], 2.bias [2]");
    assert_eq!(names::<Row>(), names::<Classifier>());
    assert_eq!(names::<Slopes>(), "0.weight [4, 3], 1.weight [4], 2.weight [2, 4], 2.bias [2]");
    assert_eq!(
        names::<Nested>(),
        "0.0.weight [2, 3], 0.0.bias [2], 1.weight [5, 2], 1.bias [5], \
         3.0.weight [4, 5], 3.0.bias [4], 3.2.weight [3, 4], 3.2.bias [3], 4.weight [1, 3], 4.bias [1]"
    );
    assert_eq!(names::<Picture>(), "1.weight [3, 4], 1.bias [3], 3.weight [1, 3], 3.bias [1]");
    assert_eq!(names::<Rms>(), "0.weight [2, 3, 3], 2.weight [4, 18], 2.bias [4], 3.weight [4]");
    assert_eq!(
        names::<Norms>(),
        "0.weight [3, 2, 2, 2], 1.weight [3], 1.bias [3], 1.running_mean [3], 1.running_var [3], 3.weight [3], 3.bias [3], \
         4.weight [3, 3, 3], 4.bias [3, 3, 3], 8.weight [4, 27], 8.bias [4], \
         9.weight [4], 9.bias [4], 9.running_mean [4], 9.running_var [4], 10.weight [2, 4], 10.bias [2]"
    );
    assert_eq!(
        names::<Recurrent>(),
        "0.weight_ih_l0 [16, 3], 0.weight_hh_l0 [16, 4], 0.bias_ih_l0 [16], 0.bias_hh_l0 [16], \
         1.weight_ih_l0 [9, 4], 1.weight_hh_l0 [9, 3], 1.bias_ih_l0 [9], 1.bias_hh_l0 [9], \
         2.weight_ih_l0 [6, 3], 2.weight_hh_l0 [6, 2], \
         3.weight_ih_l0 [4, 2], 3.weight_hh_l0 [4, 4], 3.bias_ih_l0 [4], 3.bias_hh_l0 [4], \
         4.weight_ih_l0 [3, 4], 4.weight_hh_l0 [3, 3], 4.bias_ih_l0 [3], 4.bias_hh_l0 [3], 6.weight [2, 3], 6.bias [2]"
    );
    assert_eq!(names::<One>(), "0.weight [3, 2], 0.bias [3]");
    assert_eq!(
        names::<Inside>(),
        "0.0.weight [2, 3], 0.0.bias [2], 1.weight [2, 2], 1.bias [2], 3.0.weight [2, 2], 3.0.bias [2], 3.1.beta [2]"
    );
    let deep = names::<Deep>();
    assert_eq!(names::<DeepRow>(), deep);
    for part in [
        "0.branch.0.weight [4, 3], 0.branch.0.bias [4], 0.branch.2.weight [3, 4], 0.branch.2.bias [3], ",
        "1.branch.0.weight [4, 3], 1.branch.0.bias [4], 1.project.weight [4, 3], ",
        "2.1.branch.0.weight [5, 4], 2.1.branch.0.bias [5], 2.1.branch.2.weight [4, 5], 2.1.branch.2.bias [4], ",
        "3.0.0.weight [4, 4], 3.0.0.bias [4], 3.1.0.weight [4, 4], 3.1.0.bias [4], ",
        "5.branches.0.weight [2, 4], 5.branches.0.bias [2], 5.branches.1.0.weight [3, 4], 5.branches.1.0.bias [3], ",
        "5.branches.2.0.weight [2, 4], 5.branches.2.0.bias [2], 5.branches.2.1.weight [1, 2], 5.branches.2.1.bias [1], ",
        "6.branches.1.0.0.weight [6, 6], 6.branches.1.0.0.bias [6], 6.branches.1.0.1.weight [6, 6], ",
        "6.branches.1.1.weight [2, 6], 6.branches.1.1.bias [2]",
    ] {
        assert!(deep.contains(part), "{part} in {deep}");
    }
    type Block = network!(3 => Residual(Dense<3>));
    assert_eq!(names::<Block>(), "0.branch.weight [3, 3], 0.branch.bias [3]");
    network! { struct Alone: 2 => Dense<2> => Relu => Dense<1> => Sigmoid => Dense<1> }
    assert_eq!(
        names::<Alone>(),
        "0.weight [2, 2], 0.bias [2], 2.weight [1, 2], 2.bias [1], 4.weight [1, 1], 4.bias [1]"
    );
    network! { struct Maximal: 2 => Dense<2, Maxout<3>> => Dense<1> }
    assert_eq!(names::<Maximal>(), "0.weight [6, 2], 0.bias [6], 2.weight [1, 2], 2.bias [1]");
}

/// A layer that says nothing has names and shapes all the same; one that says so has those it says.
#[test]
fn a_layer_of_the_users_has_names() {
    use constrata::activation::Identity;
    use constrata::nalgebra::{SMatrix, SVector};
    macro_rules! layer {
        ($name:ident $($state:tt)*) => {
            #[derive(Clone, Copy, Debug, PartialEq, Module)]
            #[module(own(Describe))]
            struct $name {
                #[weights]
                mixing: SMatrix<f32, 2, 2>,
                #[bias]
                offset: SVector<f32, 2>,
            }
            impl Layer for $name {
                type Input = Vector<2>;
                type Output = Vector<2>;
                type Scalar = f32;
                type Activation = Identity;
                fn infer<const B: usize>(&self, x: &[[f32; 2]; B], z: &mut [[f32; 2]; B]) {
                    z.copy_from_slice(x);
                }
            }
            impl Describe for $name {
                const NAME: Text = Text::new(stringify!($name));
                $($state)*
            }
        };
    }
    layer!(Silent);
    layer!(Spoken const STATE_DICT: &'static [TensorSpec] = &[TensorSpec::matrix("mixing", 2, 2), TensorSpec::vector("offset", 2)];);
    network! { struct Net: 2 => Silent => Spoken }
    let mut net = Net::zeros();
    net.silent1.mixing = SMatrix::from([[1.0, 2.0], [3.0, 4.0]]);
    net.spoken2.mixing = net.silent1.mixing;
    let names = safetensors::names::<Net>();
    assert_eq!(names[0], ("0.parameter0".to_string(), vec![4]));
    assert_eq!(names[2], ("1.mixing".to_string(), vec![2, 2]));
    let mut back = Net::zeros();
    safetensors::read(&mut back, &safetensors::to_bytes(&net)).unwrap();
    assert_eq!(back, net);
}

#[test]
fn other_tensors_are_refused_by_name_and_shape() {
    fn refused<N: Save>(name: &str) -> String
    where
        N::Scalar: constrata::file::Float,
    {
        let mut net = constrata::boxed::<N>();
        let refused = said(safetensors::read(&mut *net, &bytes(name)));
        assert!((0..N::TENSORS).all(|index| net.tensor(index).iter().all(|w| *w == N::Scalar::ZERO)));
        refused
    }
    type Wider = network!(3 => Dense<5, Relu> => Dense<2, Softmax>);
    type Deeper = network!(3 => Dense<4, Relu> => Dense<2, Relu> => Dense<2>);
    type Doubles = network!(f64; 3 => Dense<4, Relu> => Dense<2, Softmax>);
    type NoBias = network!(3 => Dense<4, Relu> => Dense<2, Softmax, bias = false>);
    assert_eq!(
        refused::<Wider>("classifier"),
        "tensor `0.weight` has shape [4, 3], where this network has [5, 3]"
    );
    assert_eq!(
        refused::<Deeper>("classifier"),
        "there is no tensor `4.weight` of shape [2, 2]; the file has `0.bias` [4], `0.weight` [4, 3], `2.bias` [2], `2.weight` [2, 4]"
    );
    assert_eq!(
        refused::<Doubles>("classifier"),
        "tensor `0.weight` is of F32, where this network has f64: save `model.double()` instead"
    );
    assert_eq!(
        refused::<NoBias>("classifier"),
        "tensor `2.bias` of shape [2] has no place in this network, which has `0.weight` [4, 3], `0.bias` [4], `2.weight` [2, 4]"
    );
    assert!(said(safetensors::load::<One>(here().join("none"))).ends_with("there is no such file or folder"));
}

#[test]
fn no_file_panics() {
    let (file, mut rng) = (bytes("classifier"), Xoshiro128PlusPlus::seed_from_u64(1));
    for length in 0..file.len() {
        let refused = said(safetensors::read(&mut Classifier::zeros(), &file[..length]));
        assert!(refused.starts_with("this is no whole file of tensors: "), "{refused}");
    }
    let header = 8 + u64::from_le_bytes(file[..8].try_into().unwrap()) as usize;
    let mut accepted = 0;
    for _ in 0..50_000 {
        let mut hostile = file.clone();
        for _ in 0..rng.random_range(1..3) {
            hostile[rng.random_range(0..header)] =
                [b'0', b'9', b'"', b',', b'}', rng.random()][rng.random_range(0..6)];
        }
        accepted += usize::from(safetensors::read(&mut Classifier::zeros(), &hostile).is_ok());
    }
    assert!(accepted < 25_000, "{accepted}");
    // sizes whose sum leaves 64 bits
    let eighth = (1_u64 << 61) - 1;
    let tensors: Vec<String> = (0..8)
        .map(|i| {
            format!(
                "\"{i}\":{{\"dtype\":\"U8\",\"shape\":[{eighth}],\"data_offsets\":[{},{}]}}",
                i * eighth,
                (i + 1) * eighth
            )
        })
        .collect();
    let header = format!("{{{}}}", tensors.join(","));
    let hostile = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
    assert_eq!(
        said(safetensors::read(&mut Classifier::zeros(), &hostile)),
        "this is no whole file of tensors: a size in its header is beyond all files"
    );
}

/// PyTorch's modules that name their parts: `self.fc1 = nn.Linear(..)`.
#[test]
fn modules_may_have_other_names() {
    let net = safetensors::load::<Classifier>(here().join("classifier.safetensors")).unwrap();
    let names = [("0", "body.fc1"), ("2", "head"), ("2.bias", "shift")];
    let bytes = safetensors::to_bytes_renamed(&*net, &names).unwrap();
    let file = safetensors_crate::SafeTensors::deserialize(&bytes).unwrap();
    let mut found = file.names();
    found.sort();
    assert_eq!(found, ["body.fc1.bias", "body.fc1.weight", "head.weight", "shift"]);
    let mut read = Classifier::zeros();
    safetensors::read_renamed(&mut read, &bytes, &names).unwrap();
    assert_eq!(read, *net);
    // a name that begins alike is another
    let refused = safetensors::read_renamed(&mut read, &bytes, &[("0.b", "fc1")]).unwrap_err().to_string();
    assert!(
        refused.starts_with("no tensor of this network is called `0.b` or `0.b.…`; it has `0.weight`"),
        "{refused}"
    );
    let refused =
        safetensors::read_renamed(&mut read, &bytes, &[("0", "a"), ("2", "a")]).unwrap_err().to_string();
    assert_eq!(refused, "two tensors would be called `a.weight`: `0.weight` and `2.weight`");
    let refused = safetensors::read_renamed(&mut read, &bytes, &names[..2]).unwrap_err().to_string();
    assert!(
        refused.starts_with("there is no tensor `head.bias` of shape [2]; the file has `body.fc1.bias`"),
        "{refused}"
    );
    assert_eq!(read, *net, "what is refused changes nothing");
}
