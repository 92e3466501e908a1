//! The functions of `f64` against a reference in pairs of doubles, good to 2⁻⁹⁰.
//!
//! `cargo test --release --test kernel double_precision -- --ignored --nocapture` takes 10⁸ random points of each and prints the
//! largest error and where it is; with `FUNCTIONS="erf gelu"` of some.

mod exact;
mod pair;
mod softmax;

use constrata::Scalar;
use exact::*;
use pair::{Pair, scale};

/// The distance of `y` from the exact value, in units of the last place a double has there, or at `term` if that is larger.
fn ulps(y: f64, (exact, n): Exact, term: f64) -> f64 {
    let near = scale(exact.0, n);
    if near.is_infinite() {
        return if y == near { 0.0 } else { f64::INFINITY };
    }
    let exponent = |x: f64| (x.abs().to_bits() >> 52) as i32 - 1023;
    let exponent = (exponent(exact.0) + n).max(exponent(term)).max(-1022) - 52;
    // both times 2⁻ⁿ, where the pair is normal
    let scaled = scale(y, -n);
    let ulp = 2_f64.powi(exponent - n);
    (((scaled - exact.0) - exact.1) / ulp).abs()
}

struct Case {
    name: &'static str,
    function: fn(f64) -> f64,
    exact: fn(f64) -> Exact,
    ulp: f64,
    /// Where the function is neither 0, nor its limit, nor infinite.
    range: [f64; 2],
    /// The larger term, where two cancel: its ulp are counted.
    term: fn(f64) -> f64,
}

const CASES: [Case; 8] = [
    case("exp", Scalar::exp, exact_exp, 0.96, [-745.0, 709.7]),
    case("tanh", Scalar::tanh, exact_tanh, 1.22, [-20.0, 20.0]),
    case("sigmoid", Scalar::sigmoid, exact_sigmoid, 2.0, [-745.0, 40.0]),
    case("ln_1p", Scalar::ln_1p, exact_ln_1p, 0.89, [-0.999_999, 1000.0]),
    case("softplus", Scalar::softplus, exact_softplus, 1.7, [-745.0, 40.0]),
    case("erf", Scalar::erf, exact_erf, 1.4, [-6.0, 6.0]),
    case("gelu", Scalar::gelu, exact_gelu, 4.7, [-38.6, 10.0]),
    Case { term: gelu_term, ..case("gelu_slope", Scalar::gelu_slope, exact_gelu_slope, 4.5, [-38.6, 10.0]) },
];

const fn case(
    name: &'static str,
    function: fn(f64) -> f64,
    exact: fn(f64) -> Exact,
    ulp: f64,
    range: [f64; 2],
) -> Case {
    Case { name, function, exact, ulp, range, term: |_| 0.0 }
}

/// Of Φ + x φ, which vanishes at -0.75.
fn gelu_term(x: f64) -> f64 {
    let normal = if x == 0.0 { 0.5 } else { x.gelu() / x };
    normal.max((x.gelu_slope() - normal).abs())
}

/// The largest error over `points` points, half of them spread evenly, half of them over the exponents from 2⁻⁶⁰.
fn worst(case: &Case, points: u64, seed: u64) -> (f64, f64) {
    let mut worst = (0.0, 0.0);
    for i in 0..points {
        let bits = (i ^ seed << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let bits = (bits ^ bits >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let bits = bits ^ bits >> 32;
        let unit = (bits >> 11) as f64 / (1_u64 << 53) as f64;
        let [low, high] = case.range;
        let x = if bits & 1 == 0 {
            low + unit * (high - low)
        } else {
            let x = (-60.0 + 70.0 * unit).exp2() * if bits & 2 == 0 { 1.0 } else { -1.0 };
            x.clamp(low, high)
        };
        let error = ulps((case.function)(x), (case.exact)(x), (case.term)(x));
        if error > worst.0 || error.is_nan() {
            worst = (error, x);
        }
    }
    worst
}

/// Function, point and value as a pair, computed with mpmath.
type Golden = (fn(f64) -> Exact, f64, [f64; 2]);
const GOLDEN: [Golden; 46] = [
    (exact_exp, 0.3, [1.3498588075760032, -9.447314673432387e-17]),
    (exact_exp, -700.25, [7.678723813110872e-305, 3.44e-321]),
    (exact_exp, 1e-12, [1.000000000001, -8.890058184103173e-17]),
    (exact_exp, 709.0, [8.218407461554972e+307, -1.955965507696277e+291]),
    (exact_tanh, 0.21, [0.20696649972945258, -7.359427791275931e-19]),
    (exact_tanh, 1e-11, [1e-11, -3.3333333333333325e-34]),
    (exact_tanh, -3e-09, [-3e-09, 9e-27]),
    (exact_tanh, 5.5, [0.9999665971563038, 4.933089545428797e-17]),
    (exact_sigmoid, 0.7, [0.668187772168166, 4.6882662817831034e-17]),
    (exact_sigmoid, -30.25, [7.287724095819161e-14, 5.008714894190435e-30]),
    (exact_sigmoid, 36.0, [0.9999999999999998, -9.907678099325577e-18]),
    (exact_sigmoid, 1e-12, [0.50000000000025, -2.2225145585257932e-17]),
    (exact_ln_1p, -0.9999, [-9.210340371976294, 8.68302489346835e-16]),
    (exact_ln_1p, -1e-09, [-1.0000000005000001e-09, 7.427230737157087e-26]),
    (exact_ln_1p, 1e-300, [1e-300, -0.0]),
    (exact_ln_1p, 0.41, [0.3435897043900769, -1.81427225919764e-17]),
    (exact_ln_1p, 10000000000.0, [23.025850930040455, 1.3736784183183428e-15]),
    (exact_softplus, -700.25, [7.678723813110872e-305, 3.44e-321]),
    (exact_softplus, -41.5, [9.479359653504757e-19, -6.926310821859197e-35]),
    (exact_softplus, -30.0, [9.357622968839737e-14, -6.166501881941325e-31]),
    (exact_softplus, -0.001, [0.6926473055599401, -3.9644013264873223e-17]),
    (exact_softplus, 0.4, [0.9130152523999526, 1.1011744882167995e-17]),
    (exact_softplus, 33.3, [33.3, 3.4513877443742103e-15]),
    (exact_erf, 1e-11, [1.1283791670955125e-11, 2.0061961631087137e-28]),
    (exact_erf, -0.3, [-0.3286267594591274, -2.2908254446982777e-17]),
    (exact_erf, 0.93, [0.8115635585845578, 5.68444261446658e-18]),
    (exact_erf, -1.76, [-0.9871902752311301, -5.0051710960374216e-18]),
    (exact_erf, 1.78, [0.9881741959297683, 2.321093368211291e-17]),
    (exact_erf, 3.1, [0.9999883513426328, 4.7372455611367474e-17]),
    (exact_erf, 5.5, [0.9999999999999927, -3.03759554483649e-17]),
    (exact_gelu, 1e-11, [5.000000000039894e-12, -2.7285063444970814e-28]),
    (exact_gelu, -0.3, [-0.1146265733433142, 5.207215868085079e-20]),
    (exact_gelu, 0.93, [0.7661474457119102, 1.2055721667677444e-17]),
    (exact_gelu, -2.49, [-0.015904015364708503, 9.056792482374706e-19]),
    (exact_gelu, -2.51, [-0.015151760781835784, 2.4016393720782137e-19]),
    (exact_gelu, 3.1, [3.097000430039023, 1.4986412304121179e-16]),
    (exact_gelu, -8.0, [-4.976768459417427e-15, -1.9932695125469625e-31]),
    (exact_gelu, -30.5, [-3.973960635193133e-203, 2.4590981587548528e-219]),
    (exact_gelu_slope, 1e-11, [0.5000000000079788, 5.7969550405669915e-18]),
    (exact_gelu_slope, -0.3, [0.26767223317289013, 1.6804148445284426e-17]),
    (exact_gelu_slope, 0.93, [1.0645733662147105, -2.6929517804702703e-17]),
    (exact_gelu_slope, -2.49, [-0.03836096629061551, 2.043255430497851e-18]),
    (exact_gelu_slope, -2.51, [-0.03687106476790468, 9.065320006487949e-19]),
    (exact_gelu_slope, 3.1, [1.0091595358610015, -9.43911011058696e-17]),
    (exact_gelu_slope, -8.0, [-3.979607261086796e-14, -1.349596315372659e-30]),
    (exact_gelu_slope, -30.5, [-1.2120552074078686e-201, 4.533858448463393e-218]),
];

/// The reference against values of 40 digits, each as a pair.
#[test]
fn the_reference_is_right() {
    let check = |(y, n): Exact, exact: [f64; 2]| {
        let y = Pair(scale(y.0, n), scale(y.1, n));
        let off = ((y.0 - exact[0]) + (y.1 - exact[1])) / exact[0];
        assert!(off.abs() < 1e-27, "{} + {} is {off:e} off", y.0, y.1);
    };
    GOLDEN.iter().for_each(|(exact, x, value)| check(exact(*x), *value));
}

#[test]
fn a_few_points_are_within_the_bounds() {
    for case in &CASES {
        let (error, at) = worst(case, 20_000, 1);
        assert!(error <= case.ulp, "{} is {error:.3} ulp off at {at:e}", case.name);
    }
}

#[test]
#[ignore = "takes 10^8 points of each function"]
fn double_precision_maxima() {
    let asked = std::env::var("FUNCTIONS").unwrap_or_default();
    let asked = |name: &str| asked.is_empty() || asked.split(' ').any(|asked| asked == name);
    for case in CASES.iter().filter(|case| asked(case.name)) {
        // both cores
        let halves = std::thread::scope(|scope| {
            [1, 2]
                .map(|seed| scope.spawn(move || worst(case, 50_000_000, seed)))
                .map(|half| half.join().unwrap())
        });
        let (error, at) = if halves[0].0 >= halves[1].0 { halves[0] } else { halves[1] };
        println!("{:10} {error:.3} ulp at {at:e}", case.name);
        assert!(error <= case.ulp, "{}", case.name);
    }
}
