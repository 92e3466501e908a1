//! Fresh weights have the distribution their name promises, and each activation gets the one it wants.

use constrata::prelude::*;
use rand::SeedableRng;
use rand::rngs::SmallRng;

const IN: usize = 300;
const OUT: usize = 100;

/// Mean, standard deviation and largest size of 30 000 fresh weights.
fn drawn(initialization: Initialization) -> (f64, f64, f64) {
    let mut weights = vec![9.0_f64; IN * OUT];
    initialization.draw(&mut weights, IN, OUT, &mut SmallRng::seed_from_u64(3));
    statistics(&weights)
}

fn statistics(weights: &[f64]) -> (f64, f64, f64) {
    let n = weights.len() as f64;
    let mean = weights.iter().sum::<f64>() / n;
    let variance = weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / n;
    (mean, variance.sqrt(), weights.iter().fold(0.0, |max, w| w.abs().max(max)))
}

/// 30 000 draws: the mean is within 4 standard errors, the deviation within 2 %.
fn check(initialization: Initialization, variance: f64, largest: f64) {
    let (mean, deviation, max) = drawn(initialization);
    let wanted = variance.sqrt();
    assert!(mean.abs() < 4.0 * wanted / 30_000_f64.sqrt(), "{initialization:?}: mean {mean}");
    assert!(
        (deviation / wanted - 1.0).abs() < 0.02,
        "{initialization:?}: deviation {deviation}, wanted {wanted}"
    );
    assert!(
        max <= largest * wanted && max > 0.99 * largest.min(3.5) * wanted,
        "{initialization:?}: largest {max}"
    );
}

#[test]
fn distributions_are_what_they_are_called() {
    let (fan_in, fan_sum) = (IN as f64, (IN + OUT) as f64);
    // A uniform distribution reaches sqrt 3 standard deviations; 30 000 normal draws reach 3.5 and hardly 5.5.
    let (uniform, normal) = (3_f64.sqrt(), 5.5);
    check(Initialization::GlorotUniform, 2.0 / fan_sum, uniform);
    check(Initialization::GlorotNormal, 2.0 / fan_sum, normal);
    check(Initialization::HeUniform, 2.0 / fan_in, uniform);
    check(Initialization::HeNormal, 2.0 / fan_in, normal);
    check(Initialization::LeCunUniform, 1.0 / fan_in, uniform);
    check(Initialization::LeCunNormal, 1.0 / fan_in, normal);
    assert_eq!(drawn(Initialization::Zero), (0.0, 0.0, 0.0));
}

/// The same numbers as `draw` gives with the scheme that suits: so no other was used.
macro_rules! chosen {
    ($($network:ident: [$($layers:tt)*] => $initialization:ident;)*) => {$(
        network! { struct $network: f64; 40 => first: $($layers)* => last: Dense<3, Softmax> }
        let net = $network::random(&mut SmallRng::seed_from_u64(8));
        let mut wanted = vec![0.0; net.first.weights.len()];
        let fan_out = net.first.bias.len();
        Initialization::$initialization.draw(&mut wanted, 40, fan_out, &mut SmallRng::seed_from_u64(8));
        assert_eq!(net.first.weights.as_slice(), &wanted, stringify!($network));
        assert!(net.first.bias.iter().all(|b| *b == 0.0));
        let (last, _, _) = statistics(net.last.weights.as_slice());
        assert!(last != 0.0, "the last layer is drawn too");
        let overridden = $network::random_with(Initialization::LeCunNormal, &mut SmallRng::seed_from_u64(8));
        Initialization::LeCunNormal.draw(&mut wanted, 40, fan_out, &mut SmallRng::seed_from_u64(8));
        assert_eq!(overridden.first.weights.as_slice(), &wanted, stringify!($network));
    )*};
}

#[test]
fn the_activation_chooses() {
    chosen! {
        NoActivation: [Dense<20>] => GlorotUniform;
        WithSigmoid: [Dense<20, Sigmoid>] => GlorotUniform;
        WithTanh: [Dense<20, Tanh>] => GlorotUniform;
        WithRelu: [Dense<20, Relu>] => HeUniform;
        WithLeakyRelu: [Dense<20, LeakyRelu<0.2>>] => HeUniform;
        WithElu: [Dense<20, Elu>] => HeUniform;
        WithGelu: [Dense<20, Gelu>] => HeUniform;
        WithPRelu: [Dense<20, PRelu>] => HeUniform;
        WithSwish: [Dense<20, Swish>] => HeUniform;
        WithMaxout: [Dense<20, Maxout<2>>] => HeUniform;
        BehindRelu: [Dense<20> => Relu] => HeUniform;
        BehindSilu: [Dense<20> => Silu] => HeUniform;
    }
}

/// What a number of the output is the sum of, and how many sums a number of the input is in, counted by hand.
macro_rules! fans {
    ($($network:ident: [$($body:tt)*] => $fan_in:literal, $fan_out:literal;)*) => {$(
        network! { struct $network: f64; $($body)* }
        let net = $network::random_with(Initialization::GlorotUniform, &mut SmallRng::seed_from_u64(9));
        let mut wanted = vec![0.0; net.first.weights.len()];
        Initialization::GlorotUniform.draw(&mut wanted, $fan_in, $fan_out, &mut SmallRng::seed_from_u64(9));
        assert_eq!(net.first.weights.as_slice(), &wanted, stringify!($network));
        let net = $network::random_with(Initialization::HeUniform, &mut SmallRng::seed_from_u64(9));
        Initialization::HeUniform.draw(&mut wanted, $fan_in, $fan_out, &mut SmallRng::seed_from_u64(9));
        assert_eq!(net.first.weights.as_slice(), &wanted, stringify!($network));
    )*};
}

#[test]
fn convolutions_count_the_numbers_of_their_windows() {
    fans! {
        Rows: [5 => first: Dense<3>] => 5, 3;
        Steps: [[12, 5] => first: Conv1d<7, 3, dilation = 2>] => 15, 21; // 5 features and 7, of 3 steps
        Windows: [[4, 9, 9] => first: Conv2d<7, [3, 2]>] => 24, 42; // 4 channels and 7, of 6 pixels
        Groups: [[4, 9, 9] => first: Conv2d<6, [3, 2], groups = 2>] => 12, 18; // 2 channels and 3
        Depthwise: [[4, 9, 9] => first: DepthwiseConv2d<3>] => 9, 9;
        Transposed: [[4, 5, 5] => first: ConvTranspose2d<6, [3, 2]>] => 24, 36;
        // 4 and 3 channels, 4 x 6 pixels, of which every second column meets a number of the output
        Strides: [[8, 5, 5] => first: ConvTranspose2d<6, [4, 6], stride = [1, 2], groups = 2>] => 48, 72;
        // most numbers of the output are reached by none
        Scattered: [[1, 5, 5] => first: ConvTranspose2d<1, 1, stride = 2>] => 1, 1;
    }
}

#[test]
fn learnable_slopes_begin_where_their_papers_say() {
    network! { struct Net: 2 => Dense<3, PRelu> => Dense<3, Swish> => Dense<1> }
    let net = Net::random(&mut SmallRng::seed_from_u64(1));
    assert!(net.prelu2.slope.iter().all(|slope| *slope == 0.25));
    assert!(net.swish4.beta.iter().all(|beta| *beta == 1.0));
}

#[test]
fn the_type_form_draws_the_same() {
    network! { struct Item: 5 => Dense<4, Gelu> => Dense<2, Softmax> }
    type Alias = network!(5 => Dense<4, Gelu> => Dense<2, Softmax>);
    let item = Item::random(&mut SmallRng::seed_from_u64(2));
    let alias = Alias::random(&mut SmallRng::seed_from_u64(2));
    for index in 0..Item::TENSORS {
        assert_eq!(item.tensor(index), alias.tensor(index));
    }
}
