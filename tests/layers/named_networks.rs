//! Networks with names: those of MLPerf Tiny, batch normalization folded into the convolutions before it.
//!
//! Parameters and multiply-adds are those of its reference models, which count as we do: one multiply-add for each product of
//! a weight and a number; biases, activations, sums of residual blocks and pools count none. What they predict is compared with
//! PyTorch, to which `pytorch.py` gives the same weights.

mod numbers;

use crate::directions;
use constrata::prelude::*;
use numbers::{fill, image, outputs};
use rand::{RngExt, SeedableRng, rngs::SmallRng};

network! {
    /// Banbury et al. 2021, image classification: CIFAR-10.
    struct ResNet8<T>: T; [3, 32, 32]
        => Conv2d<16, 3, Relu, pad = same>
        => Residual(Conv2d<16, 3, Relu, pad = same> => Conv2d<16, 3, pad = same>, Relu)
        => Residual(
            Conv2d<32, 3, Relu, stride = 2, pad = same> => Conv2d<32, 3, pad = same>, Relu,
            project = Conv2d<32, 1, stride = 2>,
        )
        => Residual(
            Conv2d<64, 3, Relu, stride = 2, pad = same> => Conv2d<64, 3, pad = same>, Relu,
            project = Conv2d<64, 1, stride = 2>,
        )
        => AvgPool2d<8> => Flatten => Dense<10, Softmax>
}

network! {
    /// Zhang et al. 2017, keyword spotting: 49 steps of 10 coefficients.
    struct DsCnn<T>: T; [1, 49, 10]
        => Conv2d<64, [10, 4], Relu, stride = 2, pad = same>
        => Repeat<4>(DepthwiseConv2d<3, Relu, pad = same> => Conv2d<64, 1, Relu>)
        => GlobalAvgPool => Dense<12, Softmax>
}

network! {
    /// Howard et al. 2017, a quarter as wide: visual wake words.
    struct MobileNet<T>: T; [3, 96, 96]
        => Conv2d<8, 3, Relu, stride = 2, pad = same>
        => DepthwiseConv2d<3, Relu, pad = same> => Conv2d<16, 1, Relu>
        => DepthwiseConv2d<3, Relu, stride = 2, pad = same> => Conv2d<32, 1, Relu>
        => DepthwiseConv2d<3, Relu, pad = same> => Conv2d<32, 1, Relu>
        => DepthwiseConv2d<3, Relu, stride = 2, pad = same> => Conv2d<64, 1, Relu>
        => DepthwiseConv2d<3, Relu, pad = same> => Conv2d<64, 1, Relu>
        => DepthwiseConv2d<3, Relu, stride = 2, pad = same> => Conv2d<128, 1, Relu>
        => Repeat<5>(DepthwiseConv2d<3, Relu, pad = same> => Conv2d<128, 1, Relu>)
        => DepthwiseConv2d<3, Relu, stride = 2, pad = same> => Conv2d<256, 1, Relu>
        => DepthwiseConv2d<3, Relu, pad = same> => Conv2d<256, 1, Relu>
        => GlobalAvgPool => Dense<2, Softmax>
}

#[test]
fn parameters_and_multiply_adds_are_those_published() {
    assert_eq!((ResNet8::<f32>::PARAMETERS, ResNet8::<f32>::MACS), (77_706, 12_501_632));
    assert_eq!((DsCnn::<f32>::PARAMETERS, DsCnn::<f32>::MACS), (22_604, 2_656_768));
    assert_eq!((MobileNet::<f32>::PARAMETERS, MobileNet::<f32>::MACS), (210_850, 7_489_664));
}

/// Before the softmax, lest it hide what is small.
fn predicts_as_pytorch<N: Network<Scalar = f64>>(name: &str) {
    let mut net = constrata::boxed::<N>();
    fill(&mut *net);
    let (x, mut z) = (image::<N>(), constrata::boxed::<constrata::layer::Output<N, 1>>());
    std::thread::scope(|scope| {
        // what lies between the layers is on the stack: megabytes, in `f64`
        let infer = || net.infer(&x, &mut z);
        std::thread::Builder::new().stack_size(32 << 20).spawn_scoped(scope, infer).expect("a thread");
    });
    let (found, wanted) = (N::Output::flat(&*z), outputs(name));
    let largest = wanted.iter().fold(0.0_f64, |largest, n| largest.max(n.abs()));
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert!((found - wanted).abs() < 1e-12 * largest, "{name}: {found}, in PyTorch {wanted}");
    }
}

#[test]
fn resnet8_predicts_as_in_pytorch() {
    predicts_as_pytorch::<ResNet8<f64>>("resnet8");
}

#[test]
fn ds_cnn_predicts_as_in_pytorch() {
    predicts_as_pytorch::<DsCnn<f64>>("ds_cnn");
}

#[test]
fn mobilenet_predicts_as_in_pytorch() {
    predicts_as_pytorch::<MobileNet<f64>>("mobilenet");
}

/// Three classes by the channel that is bright, at batch 8.
#[test]
fn resnet8_learns() {
    type Net = ResNet8<f32>;
    let rng = &mut SmallRng::seed_from_u64(1);
    let (mut net, mut gradient) = (Net::boxed(rng), constrata::boxed::<Net>());
    let mut pass = constrata::boxed::<Pass<Net, 8>>();
    let mut moments = constrata::boxed::<constrata::optimizer::Moments<Net>>();
    let mut x = constrata::boxed::<constrata::layer::Input<Net, 8>>();
    let classes: [usize; 8] = std::array::from_fn(|sample| sample % 3);
    for (image, class) in x.iter_mut().zip(classes) {
        for (channel, plane) in image.iter_mut().enumerate() {
            let bright = if channel == class { 0.5 } else { 0.0 };
            plane.as_flattened_mut().iter_mut().for_each(|x| *x = bright + rng.random::<f32>() / 2.0);
        }
    }
    let losses = [(); 6].map(|()| {
        gradient.fill(0.0);
        let loss = net.gradient(&x, &classes, &CrossEntropy, &mut pass, &mut gradient);
        Adam::default().step(&mut *net, &gradient, &mut moments, 3e-3);
        loss
    });
    assert!(losses[5] < losses[0] / 2.0 && losses.iter().all(|loss| loss.is_finite()), "{losses:?}");
}

#[test]
fn resnet8_passes_the_gradient_check() {
    let mut net = constrata::boxed::<ResNet8<f64>>();
    fill(&mut *net);
    let x = image::<ResNet8<f64>>();
    directions::gradient(&mut *net, &x, &[4], &mut SmallRng::seed_from_u64(2), 1e-6);
}
