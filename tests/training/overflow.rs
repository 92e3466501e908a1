//! Numbers whose squares are beyond the largest there is, or below the smallest: what can be computed is, and a run that cannot
//! go on says so.

use constrata::optimizer::{AdaGrad, Optimizer, RmsProp, clip_by_norm, norm};
use constrata::prelude::*;
use constrata::train::{Data, Fit};
use constrata::{Error, NotFinite};

type Pair<T> = network!(T; 1 => Dense<2, bias = false>);

fn pair<T: Scalar>(numbers: [f64; 2]) -> Pair<T> {
    let mut pair = Pair::<T>::zeros();
    pair.tensor_mut(0).copy_from_slice(&numbers.map(T::of));
    pair
}

fn near(found: f64, right: f64, relative: f64, what: &str) {
    assert!((found - right).abs() <= relative * right.abs(), "{what}: {found:e}, not {right:e}");
}

fn norms<T: Scalar>(sizes: &[f64], relative: f64) {
    for &size in sizes {
        near(norm(&pair::<T>([size, 0.0])).to_f64(), T::of(size).to_f64(), relative, "one number");
        near(norm(&pair::<T>([3.0 * size, -4.0 * size])).to_f64(), 5.0 * size, relative, "3, 4, 5");
        for max in [1.0, 1e-3 * size] {
            let mut gradient = pair::<T>([3.0 * size, -4.0 * size]);
            clip_by_norm(&mut gradient, T::of(max));
            let [a, b] = [gradient.tensor(0)[0].to_f64(), gradient.tensor(0)[1].to_f64()];
            let length = max.min(5.0 * size);
            near(a, 0.6 * length, 4.0 * relative, "clipped");
            near(b, -0.8 * length, 4.0 * relative, "clipped");
        }
    }
}

#[test]
fn norms_of_any_size() {
    norms::<f32>(&[1e-30, 1e-24, 1e-19, 1e-10, 1.0, 1e10, 1e19, 1e20, 6e37], 3e-7);
    norms::<f64>(&[1e-300, 1e-200, 1e-24, 1.0, 1e24, 1e154, 1e200, 3e307], 1e-15);
    let mut gradient = pair::<f32>([1e20, 0.0]);
    assert_eq!(clip_by_norm(&mut gradient, 1.0), 1e20);
    assert_eq!(gradient, pair([1.0, 0.0]));
    // even where the norm itself is beyond
    let mut gradient = pair::<f32>([3e38, -3e38]);
    assert_eq!(clip_by_norm(&mut gradient, 2.0), f32::INFINITY);
    near(gradient.tensor(0)[1].into(), -2_f64.sqrt(), 3e-7, "clipped");
    assert_eq!(norm(&pair::<f32>([0.0, 0.0])), 0.0);
    assert_eq!(norm(&pair::<f32>([f64::INFINITY, 1.0])), f32::INFINITY);
    assert!(norm(&pair::<f32>([f64::NAN, f64::INFINITY])).is_nan());
    assert!(norm(&pair::<f32>([f64::INFINITY, f64::NAN])).is_nan());
}

#[test]
fn the_penalty_of_large_weights_is_finite_where_it_can_be() {
    let net = pair::<f32>([1e20, 1e20]);
    near(L2 { lambda: 1e-20 }.gradient(&net, &mut Pair::zeros()).into(), 1e20, 1e-6, "penalty");
    assert_eq!(L2 { lambda: 1.0 }.gradient(&net, &mut Pair::zeros()), f32::INFINITY);
}

network! { struct Layers<T>: T; 8 => LayerNorm }
network! { struct Roots<T>: T; 8 => RmsNorm }
network! { struct Groups<T>: T; [4, 1, 4] => GroupNorm<2> }

/// The norm in single precision beside the same in double, which has room for the squares: outputs and all gradients.
macro_rules! beside_double {
    ($Net:ident, $len:literal, $x:expr, $size:expr) => {{
        let numbers: [f64; $len] = $x;
        let (mut single, mut double) = ($Net::<f32>::zeros(), $Net::<f64>::zeros());
        for index in 0..$Net::<f64>::TENSORS {
            for (k, (a, b)) in single.tensor_mut(index).iter_mut().zip(double.tensor_mut(index)).enumerate() {
                *b = if index == 0 { 1.0 + k as f64 / 4.0 } else { k as f64 / 8.0 };
                *a = *b as f32;
            }
        }
        let ([x32], [x64]) =
            (shaped!($Net, numbers.map(|x| x as f32)), shaped!($Net, numbers.map(|x| f64::from(x as f32))));
        let (mut pass32, mut pass64) = ($Net::<f32>::pass::<1>(), $Net::<f64>::pass::<1>());
        pass32.forward(&single, &[x32]);
        pass64.forward(&double, &[x64]);
        let slopes: [f64; $len] = core::array::from_fn(|k| [1.0, -0.5, 0.25, 2.0, 0.0][k % 5]);
        let flat = |y: &[f32], z: &[f64], unit: f64, what: &str| {
            let largest = z.iter().fold(0.0_f64, |largest, z| largest.max(z.abs()));
            assert!(largest > 0.0 && largest.is_finite());
            for (y, z) in y.iter().zip(z) {
                let off = (f64::from(*y) - z).abs();
                assert!(off <= 2e-5 * largest + unit, "{what} of {numbers:?}: {y:e}, not {z:e}");
            }
        };
        flat(
            <$Net<f32> as Layer>::Output::flat(&pass32.output),
            <$Net<f64> as Layer>::Output::flat(&pass64.output),
            0.0,
            "z",
        );
        <$Net<f32> as Layer>::Output::flat_mut(&mut pass32.gradient)
            .copy_from_slice(&slopes.map(|x| x as f32));
        <$Net<f64> as Layer>::Output::flat_mut(&mut pass64.gradient).copy_from_slice(&slopes);
        let (mut dx32, mut dx64) = ([x32], [x64]);
        let (mut g32, mut g64) = ($Net::<f32>::zeros(), $Net::<f64>::zeros());
        pass32.backward_through(&single, &[x32], Some(&mut dx32), &mut g32);
        pass64.backward_through(&double, &[x64], Some(&mut dx64), &mut g64);
        // what is below the normal range has fewer digits
        flat(<$Net<f32> as Layer>::Input::flat(&dx32), <$Net<f64> as Layer>::Input::flat(&dx64), 1e-44, "dx");
        for index in 0..$Net::<f64>::TENSORS {
            flat(g32.tensor(index), g64.tensor(index), 0.0, "gradient");
        }
    }};
}

macro_rules! shaped {
    (Layers, $x:expr) => {
        [$x]
    };
    (Roots, $x:expr) => {
        [$x]
    };
    (Groups, $x:expr) => {{
        let x = $x;
        [core::array::from_fn::<_, 4, _>(|c| [core::array::from_fn::<_, 4, _>(|i| x[4 * c + i])])]
    }};
}

#[test]
fn norms_of_a_sample_of_any_size() {
    let y = <network!(4 => LayerNorm)>::random(&mut rand::rng()).predict(&[1e19, -1e19, 2e19, 0.0]);
    for (found, right) in y.iter().zip([0.447_213_6, -1.341_640_8, 1.341_640_8, -0.447_213_6]) {
        assert!((found - right).abs() < 1e-6, "{y:?}");
    }
    let shape = [1.0, -1.0, 2.0, 0.0, 0.5, -0.25, 1.5, -2.0, 3.0, 0.0, 1.0, -3.0, 0.125, 2.5, -1.5, 0.75];
    for size in [1.0, 1e10, 1e18, 1e19, 1e25, 1e37] {
        beside_double!(Layers, 8, core::array::from_fn(|k| shape[k] * size), size);
        beside_double!(Roots, 8, core::array::from_fn(|k| shape[k] * size), size);
        beside_double!(Groups, 16, core::array::from_fn(|k| shape[k] * size), size);
        // one group is large, the other is not
        beside_double!(
            Groups,
            16,
            core::array::from_fn(|k| if k < 8 { shape[k] * size } else { shape[k] }),
            size
        );
    }
    // all alike: the sum overflows, and there is no spread
    let net = <network!(4 => LayerNorm)>::random(&mut rand::rng());
    assert_eq!(net.predict(&[3e38; 4]), [0.0; 4]);
    assert!(net.predict(&[f32::INFINITY, 1.0, 2.0, 3.0]).iter().all(|y| y.is_nan()));
    assert!(net.predict(&[f32::NAN, 1e30, -1e30, 3.0]).iter().all(|y| y.is_nan()));
    let net = <network!(4 => RmsNorm)>::random(&mut rand::rng());
    assert!(net.predict(&[3e38; 4]).iter().all(|y| (y - 1.0).abs() < 1e-6));
    assert!(net.predict(&[f32::INFINITY, 1.0, 2.0, 3.0]).iter().all(|y| y.is_nan()));
    assert!(net.predict(&[f32::NAN, 1e30, -1e30, 3.0]).iter().all(|y| y.is_nan()));
}

/// Gradients of 1e21 have no square in an `f32`: the second moment is infinite, and nothing would move any more.
#[test]
fn an_infinite_moment_has_diverged() {
    fn memory<O: Optimizer<f32>>(optimizer: O) {
        network! { struct Net: 2 => Identity => Dense<1> }
        let mut net = Net::zeros();
        let fit = Fit { epochs: 3, ..Fit::new(MeanAbsoluteError, optimizer) };
        let error = fit.run(&mut net, Data::new(&[[1e21, 1.0]; 4], &[[1.0]; 4]), ()).unwrap_err();
        let Error::Diverged { epoch: 1, first: NotFinite::Memory { layer, name } } = error else {
            panic!("{error}");
        };
        assert_eq!((layer, name), (2, "Dense<1, Identity>"));
        assert_eq!(
            Error::Diverged { epoch: 1, first: NotFinite::Memory { layer, name } }.to_string(),
            "what the optimizer remembers of the gradient of layer 2, Dense<1, Identity>, stopped being finite in epoch 1: \
             try a smaller learning rate, or scaled inputs and targets"
        );
    }
    memory(Adam::default());
    memory(AdamW::default());
    memory(RmsProp::default());
    memory(AdaGrad::default());
}

/// Whoever steps by hand asks the optimizer, of any of the numbers that it remembers.
#[test]
fn memory_says_which_slice_is_not_finite() {
    type Net = network!(1 => Dense<2> => Dense<1>);
    fn spoiled<O: Optimizer<f32>>(spoil: impl Fn(&mut O::State<Net>) -> &mut Net) {
        let mut state = constrata::bytemuck::zeroed();
        assert_eq!(O::not_finite::<Net>(&state), None);
        for (index, number) in [(3, f32::NAN), (2, f32::NEG_INFINITY), (1, f32::INFINITY)] {
            *spoil(&mut state).tensor_mut(index).last_mut().unwrap() = number;
            assert_eq!(O::not_finite::<Net>(&state), Some(index), "{}", O::NAME.as_str());
        }
    }
    spoiled::<Momentum>(|velocity| velocity);
    spoiled::<AdaGrad>(|squares| squares);
    spoiled::<RmsProp>(|squares| squares);
    spoiled::<Adam>(|moments| &mut moments.mean);
    spoiled::<Adam>(|moments| &mut moments.square);
    spoiled::<AdamW>(|moments| &mut moments.mean);
}

/// The variance of a batch is kept, and cannot be: the honest answer is an error.
#[test]
fn an_infinite_variance_of_a_batch_has_diverged() {
    network! { struct Net: 1 => BatchNorm => Dense<1> }
    let mut net = Net::random(&mut rand::rng());
    let x: Vec<[f32; 1]> = (0..16).map(|k| [k as f32 * 1e20]).collect();
    let fit = Fit { epochs: 3, batch: 8, ..Fit::new(MeanAbsoluteError, Sgd) };
    let error = fit.run(&mut net, Data::new(&x, &[[1.0]; 16]), ()).unwrap_err();
    assert!(
        matches!(error, Error::Diverged { first: NotFinite::Parameters { layer: 1, .. }, .. }),
        "{error}"
    );
}

/// Where a weight has vanished, nothing is left of a number of any size; and the slope by beta keeps its digits until there.
#[test]
fn swish_of_any_size() {
    network! { struct Net: 6 => Swish }
    let net = Net::random(&mut rand::rng()); // beta 1
    let x = [1e25, -1e25, f32::NEG_INFINITY, f32::MAX, 30.0, -30.0];
    assert_eq!(net.predict(&x)[..5], [1e25, 0.0, 0.0, f32::MAX, 30.0]);
    let (mut pass, mut gradient, mut dx) = (Net::pass::<1>(), Net::zeros(), [[0.0; 6]]);
    pass.forward(&net, &[x]);
    pass.gradient = [[1.0; 6]];
    pass.backward_through(&net, &[x], Some(&mut dx), &mut gradient);
    assert_eq!(dx[0][..5], [1.0, 0.0, 0.0, 1.0, 1.0]);
    let beta = gradient.tensor(0);
    assert_eq!(beta[..4], [0.0; 4]);
    for slope in &beta[4..] {
        near((*slope).into(), 900.0 * (-30.0_f64).exp(), 1e-6, "slope by beta");
    }
}
