//! Every activation at 0, at infinity, at NaN and far out, in both precisions.

use constrata::activation::{
    Activation, Elementwise, Elu, Function, Gelu, GeluSigmoid, GeluTanh, HardSigmoid, HardSigmoid6, HardTanh,
    Identity, LeakyRelu, Relu, Sigmoid, Silu, Softmax, Softplus, Step, Tanh,
};
use constrata::prelude::{Network, Scalar, Train};

/// What an activation is at -inf, -1000, -0, 0, 1000, inf; infinity stands for "the argument itself" far out.
type Ends = [f64; 6];

const FAR: f64 = 1000.0;
const INF: f64 = f64::INFINITY;

fn arguments<T: Scalar>() -> [T; 6] {
    [-INF, -FAR, -0.0, 0.0, FAR, INF].map(T::of)
}

fn check<T: Scalar>(name: &str, value: fn(T) -> T, derivative: fn(T) -> T, values: Ends, derivatives: Ends) {
    for (index, z) in arguments::<T>().into_iter().enumerate() {
        assert_eq!(value(z).to_f64(), values[index], "{name}({z}) in {}", T::NAME);
        assert_eq!(derivative(z).to_f64(), derivatives[index], "{name}'({z}) in {}", T::NAME);
    }
    assert!(value(T::of(f64::NAN)).is_nan(), "{name}(NaN) in {}", T::NAME);
}

macro_rules! elementwise {
    ($($test:ident: $activation:ty, $values:expr, $derivatives:expr;)*) => {$(
        #[test]
        fn $test() {
            fn both<T: Scalar>() {
                let derivative = |z: T| <$activation as Elementwise>::derivative(<$activation as Elementwise>::value(z));
                check::<T>(stringify!($test), <$activation as Elementwise>::value, derivative, $values, $derivatives);
            }
            both::<f32>();
            both::<f64>();
        }
    )*};
}

elementwise! {
    identity: Identity, [-INF, -FAR, 0.0, 0.0, FAR, INF], [1.0; 6];
    sigmoid: Sigmoid, [0.0, 0.0, 0.5, 0.5, 1.0, 1.0], [0.0, 0.0, 0.25, 0.25, 0.0, 0.0];
    tanh: Tanh, [-1.0, -1.0, 0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0, 0.0, 0.0];
    hard_sigmoid: HardSigmoid, [0.0, 0.0, 0.5, 0.5, 1.0, 1.0], [0.0, 0.0, 0.25, 0.25, 0.0, 0.0];
    hard_tanh: HardTanh, [-1.0, -1.0, 0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0, 0.0, 0.0];
    relu: Relu, [0.0, 0.0, 0.0, 0.0, FAR, INF], [0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
    leaky_relu: LeakyRelu<1, 2>, [-INF, -FAR / 2.0, 0.0, 0.0, FAR, INF], [0.5, 0.5, 0.5, 0.5, 1.0, 1.0];
    elu: Elu<1, 2>, [-0.5, -0.5, 0.0, 0.0, FAR, INF], [0.0, 0.0, 0.5, 0.5, 1.0, 1.0];
}

macro_rules! functions {
    ($($test:ident: $function:ty, $at_zero:expr;)*) => {$(
        #[test]
        fn $test() {
            fn both<T: Scalar>() {
                let [value, slope]: [f64; 2] = $at_zero;
                let value = T::of(value).to_f64();
                check::<T>(stringify!($test), <$function as Function>::value, <$function as Function>::derivative,
                    [0.0, 0.0, value, value, FAR, INF], [0.0, 0.0, slope, slope, 1.0, 1.0]);
            }
            both::<f32>();
            both::<f64>();
        }
    )*};
}

functions! {
    softplus: Softplus, [std::f64::consts::LN_2, 0.5];
    silu: Silu, [0.0, 0.5];
    gelu: Gelu, [0.0, 0.5];
    gelu_tanh: GeluTanh, [0.0, 0.5];
    gelu_sigmoid: GeluSigmoid, [0.0, 0.5];
}

/// What passes 0 on unchanged keeps its sign, as IEEE 754 has it of the functions they are.
#[test]
fn zero_keeps_its_sign() {
    fn sign_of<E: Elementwise>() -> [u64; 2] {
        [-0.0, 0.0].map(|z| E::value::<f64>(z).to_bits() >> 63)
    }
    assert_eq!(sign_of::<Identity>(), [1, 0]);
    assert_eq!(sign_of::<Tanh>(), [1, 0]);
    assert_eq!(sign_of::<HardTanh>(), [1, 0]);
    assert_eq!(sign_of::<Relu>(), [1, 0]);
    assert_eq!(sign_of::<LeakyRelu>(), [1, 0]);
    assert_eq!(sign_of::<Elu>(), [1, 0]);
}

#[test]
fn hard_sigmoid_6() {
    assert_eq!([-INF, -3.0, 0.0, 3.0, INF].map(HardSigmoid6::value), [0.0, 0.0, 0.5, 1.0, 1.0]);
    assert_eq!(HardSigmoid6::derivative(0.5_f64), 1.0 / 6.0);
    assert!(HardSigmoid6::value(f32::NAN).is_nan());
}

#[test]
fn step() {
    let mut z = [-INF, -1e-300, -0.0, 0.0, 1e-300, INF, f64::NAN];
    Step::apply(&mut z, 7);
    assert_eq!(z[..6], [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    assert!(z[6].is_nan());
}

#[test]
fn softmax() {
    fn of<const N: usize>(mut z: [f32; N]) -> [f32; N] {
        Softmax::apply(&mut z, N);
        z
    }
    assert_eq!(of([0.0, -0.0]), [0.5, 0.5]);
    assert_eq!(of([1e30, 1e30]), [0.5, 0.5]);
    assert_eq!(of([-1e30, 1e30, -f32::INFINITY]), [0.0, 1.0, 0.0]);
    assert!(of([0.0, f32::NAN]).iter().all(|y| y.is_nan()));
    // Two samples do not mix.
    let mut z = [f32::NAN, 0.0, 3.0, 3.0];
    Softmax::apply(&mut z, 2);
    assert_eq!(z[2..], [0.5, 0.5]);
}

/// Of equal pieces the first gets the gradient; of NaNs the first is the maximum.
#[test]
fn maxout() {
    type Net = constrata::network!(4 => Maxout<4>);
    let net = Net::default();
    let gradient = |x: [f32; 4]| {
        let mut dx = [[0.0; 4]];
        net.backward(&[x], &mut (), &[[1.0]], Some(&mut dx), &mut Net::default());
        dx[0]
    };
    assert_eq!(gradient([1.0, 3.0, 3.0, 2.0]), [0.0, 1.0, 0.0, 0.0]);
    assert_eq!(gradient([-0.0, 0.0, 0.0, -1.0]), [1.0, 0.0, 0.0, 0.0]);
    let nan = f32::NAN;
    assert!(net.predict(&[9.0, nan, 1.0, 2.0])[0].is_nan());
    assert!(net.predict(&[nan, 9.0, 1.0, 2.0])[0].is_nan());
    assert_eq!(gradient([1.0, nan, nan, 5.0]), [0.0, 1.0, 0.0, 0.0]);
    assert_eq!(gradient([1.0, nan, 7.0, 5.0]), [0.0, 1.0, 0.0, 0.0]);
}
