//! The functions of `Scalar` against exact values.
//!
//! `cargo test --release --test kernel math -- --ignored --nocapture` walks through every `f32` and prints the maxima;
//! with `FUNCTIONS="exp, fused exp"` those of some, `fused exp` among them: as processors compute it that round a product and a
//! sum once.

use constrata::activation::{Activation, Elementwise, Sigmoid, Tanh};
use constrata::kernel::Level;
use constrata::{Scalar, Text};

use crate::levels::at_every_level;

/// A function, its reference and the error allowed, in ulp.
///
/// References are in `f64`, by the standard library or our own functions of `f64`, which `double_precision.rs` holds
/// against pairs of doubles: a few of their ulp are 1e-8 of those counted here.
struct Case {
    name: &'static str,
    function: fn(f32) -> f32,
    exact: fn(f64) -> f64,
    ulp: f64,
    /// The larger term, where two cancel: its ulp are counted.
    term: fn(f64) -> f64,
}

/// In doubles, or in singles.
const SIGMOID: f64 =
    if cfg!(all(target_pointer_width = "64", not(feature = "reproducible"))) { 0.51 } else { 1.83 };

/// Whether all of the build rounds a product and a sum once, so that no level has bits of its own.
const FUSES: bool =
    cfg!(all(any(target_feature = "fma", target_arch = "aarch64"), not(feature = "reproducible")));
const EXP: [f64; 2] = [0.97, 1.0];
const TANH: [f64; 2] = [1.94, 1.88];

const CASES: [Case; 10] = [
    case("exp", Scalar::exp, f64::exp, EXP[FUSES as usize]),
    case("tanh", Scalar::tanh, f64::tanh, TANH[FUSES as usize]),
    case("sigmoid", Scalar::sigmoid, sigmoid, SIGMOID),
    case("ln", Scalar::ln, f64::ln, 0.85),
    case("ln_1p", Scalar::ln_1p, f64::ln_1p, 0.89),
    case("softplus", Scalar::softplus, softplus, 1.7),
    case("erf", Scalar::erf, Scalar::erf, 1.3),
    case("gelu", Scalar::gelu, Scalar::gelu, 4.7),
    Case { term: gelu_term, ..case("gelu_slope", Scalar::gelu_slope, Scalar::gelu_slope, 4.5) },
    case("sqrt", Scalar::sqrt, f64::sqrt, 0.5),
];

const fn case(name: &'static str, function: fn(f32) -> f32, exact: fn(f64) -> f64, ulp: f64) -> Case {
    Case { name, function, exact, ulp, term: |_| 0.0 }
}

/// Of Φ + x φ, which vanishes at -0.75.
fn gelu_term(x: f64) -> f64 {
    let normal = if x == 0.0 { 0.5 } else { x.gelu() / x };
    normal.max((x.gelu_slope() - normal).abs())
}
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

/// The distance of `y` from `exact`, in units of the last place an `f32` has there, or at `term` if that is larger.
fn ulps(y: f32, exact: f64, term: f64) -> f64 {
    let near = exact as f32;
    if y.is_nan() || exact.is_nan() {
        return if y.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if near.is_infinite() {
        return if y == near { 0.0 } else { f64::INFINITY };
    }
    if y.is_infinite() {
        // one past the largest
        return (exact.abs() - 2.0_f64.powi(128)).abs() / 2.0_f64.powi(104);
    }
    let exponent = ((exact.abs().max(term).to_bits() >> 52) & 0x7ff) as i32 - 1023;
    (f64::from(y) - exact).abs() / 2.0_f64.powi(exponent.max(-126) - 23)
}

/// What a level has its own bits of, as activations: of slices, of which kernels are compiled for each level.
struct Fused {
    name: &'static str,
    apply: fn(&mut [f32], usize),
    exact: fn(f64) -> f64,
    /// Where a product and a sum are rounded twice, and once.
    ulp: [f64; 2],
    /// At -∞, -0, 0 and ∞.
    ends: [f32; 4],
}

const FUSED: [Fused; 3] = [
    Fused { name: "exp", apply: Exp::apply, exact: f64::exp, ulp: EXP, ends: [0.0, 1.0, 1.0, f32::INFINITY] },
    Fused { name: "tanh", apply: Tanh::apply, exact: f64::tanh, ulp: TANH, ends: [-1.0, -0.0, 0.0, 1.0] },
    Fused {
        name: "sigmoid",
        apply: Sigmoid::apply,
        exact: sigmoid,
        ulp: [SIGMOID; 2],
        ends: [0.0, 0.5, 0.5, 1.0],
    },
];

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Exp;
impl Elementwise for Exp {
    const NAME: Text = Text::new("Exp");
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        z.exp()
    }
    fn derivative<T: Scalar>(y: T) -> T {
        y
    }
}

/// Numbers at a time: no choice of instructions is made for a few.
const SLICE: usize = 4096;

impl Fused {
    /// The largest error, where it is, and a hash of all results.
    fn worst(&self, range: core::ops::RangeInclusive<u32>, step: usize) -> (f64, f32, u64) {
        let (mut worst, mut hash) = ((0.0, 0.0), 0_u64);
        let (mut all, mut slice) = (range.step_by(step), Vec::with_capacity(SLICE));
        loop {
            slice.clear();
            slice.extend(all.by_ref().take(SLICE).map(f32::from_bits));
            if slice.is_empty() {
                return (worst.0, worst.1, hash);
            }
            let x = slice.clone();
            slice.resize(SLICE, 0.0);
            (self.apply)(&mut slice, SLICE);
            for (x, y) in x.into_iter().zip(&slice) {
                let error = ulps(*y, (self.exact)(f64::from(x)), 0.0);
                if error > worst.0 {
                    worst = (error, x);
                }
                if !y.is_nan() {
                    hash = (hash ^ u64::from(y.to_bits())).wrapping_mul(0x0100_0000_01b3).rotate_left(5);
                }
            }
        }
    }
}

#[test]
fn every_level_is_within_its_bounds() {
    for case in &FUSED {
        let mut hashes = [None; 2];
        at_every_level(|level| {
            let fuses = FUSES || !matches!(level, Level::Scalar | Level::Sse2);
            let (error, at, hash) = case.worst(0..=u32::MAX, 20_011);
            assert!(
                error <= case.ulp[usize::from(fuses)],
                "{level:?} {} is {error:.3} ulp off at {at:e}",
                case.name
            );
            assert_eq!(*hashes[usize::from(fuses)].get_or_insert(hash), hash, "{level:?} {}", case.name);

            let mut y = [f32::NEG_INFINITY, -0.0, 0.0, f32::INFINITY, f32::NAN].repeat(SLICE / 5);
            (case.apply)(&mut y, 5);
            for y in y.chunks(5) {
                assert!(y[4].is_nan(), "{level:?} {}", case.name);
                assert!(
                    y.iter().zip(case.ends).all(|(y, end)| same(*y, end)),
                    "{level:?} {} {y:?}",
                    case.name
                );
            }
        });
        // the test would see nothing if all levels took one way
        if let ("exp" | "tanh", [Some(twice), Some(once)]) = (case.name, hashes) {
            assert_ne!(twice, once, "{} is fused nowhere", case.name);
        }
    }
}

fn worst(case: &Case, range: core::ops::RangeInclusive<u32>, step: usize) -> (f64, f32) {
    let mut worst = (0.0, 0.0);
    for bits in range.step_by(step) {
        let x = f32::from_bits(bits);
        let wide = f64::from(x);
        let error = ulps((case.function)(x), (case.exact)(wide), (case.term)(wide));
        if error > worst.0 {
            worst = (error, x);
        }
    }
    worst
}

#[test]
fn single_precision_is_within_its_bounds() {
    for case in &CASES {
        // a prime, so that every exponent is met with other fractions
        let (error, at) = worst(case, 0..=u32::MAX, 20_011);
        assert!(error <= case.ulp, "{} is {error:.3} ulp off at {at:e}", case.name);
    }
}

#[test]
#[ignore = "walks through all 2^32 numbers"]
fn single_precision_maxima() {
    let asked = std::env::var("FUNCTIONS").unwrap_or_default();
    let asked = |name: &str| asked.is_empty() || asked.split(", ").any(|asked| asked == name);
    // both signs at once
    let halves = [0..=i32::MAX as u32, i32::MAX as u32 + 1..=u32::MAX];
    for case in FUSED.iter().filter(|case| asked(&format!("fused {}", case.name))) {
        let halves = std::thread::scope(|scope| {
            halves.clone().map(|half| scope.spawn(|| case.worst(half, 1))).map(|half| half.join().unwrap())
        });
        let (error, at, _) = if halves[0].0 >= halves[1].0 { halves[0] } else { halves[1] };
        println!("fused {:10} {error:.4} ulp at {at:e} (bits {:#x})", case.name, at.to_bits());
        let fuses = FUSES || Level::active() > Level::Sse2;
        assert!(error <= case.ulp[usize::from(fuses)], "fused {}", case.name);
    }
    for case in CASES.iter().filter(|case| asked(case.name)) {
        let halves = halves.clone();
        let halves = std::thread::scope(|scope| {
            halves.map(|half| scope.spawn(|| worst(case, half, 1))).map(|half| half.join().unwrap())
        });
        let (error, at) = if halves[0].0 >= halves[1].0 { halves[0] } else { halves[1] };
        println!("{:10} {error:.4} ulp at {at:e} (bits {:#x})", case.name, at.to_bits());
        assert!(error <= case.ulp, "{}", case.name);
    }
}

/// Name, function and points (x, f(x) to 200 bits, rounded), computed with mpmath.
type Golden = (&'static str, fn(f64) -> f64, &'static [(f64, f64)]);

const GOLDEN: [Golden; 7] = [
    (
        "exp",
        Scalar::exp,
        &[
            (-745.0, 5e-324),
            (-709.5, 7.38014831401258e-309),
            (-30.25, 7.287724095819692e-14),
            (-0.5, 0.6065306597126334),
            (1e-09, 1.000000001),
            (0.3, 1.3498588075760032),
            (2.7, 14.879731724872837),
            (100.1, 2.9708288895158073e+43),
            (709.7, 1.6549840276802644e+308),
        ],
    ),
    (
        "tanh",
        Scalar::tanh,
        &[
            (-19.1, -1.0),
            (-0.7, -0.6043677771171635),
            (-0.624, -0.5539069192039145),
            (1e-20, 1e-20),
            (3e-05, 2.9999999991e-05),
            (0.21, 0.20696649972945258),
            (0.626, 0.5552917574641913),
            (1.5, 0.9051482536448664),
            (9.0, 0.999999969540041),
        ],
    ),
    (
        "sigmoid",
        Scalar::sigmoid,
        &[
            (-740.0, 4.2e-322),
            (-100.5, 2.256340135917036e-44),
            (-5.6, 0.003684239899435989),
            (-0.01, 0.497500020833125),
            (1e-12, 0.50000000000025),
            (0.7, 0.668187772168166),
            (3.3, 0.9644288107273639),
            (36.0, 0.9999999999999998),
        ],
    ),
    (
        "ln",
        Scalar::ln,
        &[
            (5e-324, -744.4400719213812),
            (1e-310, -713.8013788281542),
            (1e-05, -11.512925464970229),
            (0.7, -0.35667494393873245),
            (0.999999, -1.000000500029089e-06),
            (1.0000001, 9.999999505838704e-08),
            (1.4143, 0.34663470904431704),
            (12.0, 2.4849066497880004),
            (1e+300, 690.7755278982137),
        ],
    ),
    (
        "ln_1p",
        Scalar::ln_1p,
        &[
            (-0.9999, -9.210340371976294),
            (-0.4, -0.5108256237659907),
            (-1e-09, -1.0000000005000001e-09),
            (1e-300, 1e-300),
            (1e-17, 1e-17),
            (3e-06, 2.999995500009e-06),
            (0.41, 0.3435897043900769),
            (1.5, 0.9162907318741551),
            (10000000000.0, 23.025850930040455),
        ],
    ),
    (
        "softplus",
        Scalar::softplus,
        &[
            (-740.0, 4.2e-322),
            (-30.0, 9.357622968839737e-14),
            (-1.0, 0.3132616875182228),
            (-0.001, 0.6926473055599401),
            (0.4, 0.9130152523999526),
            (3.3, 3.336219258870659),
            (30.0, 30.000000000000092),
            (800.0, 800.0),
        ],
    ),
    (
        "erf",
        Scalar::erf,
        &[
            (-5.5, -0.9999999999999927),
            (-2.02, -0.995719451452192),
            (-1.0, -0.8427007929497149),
            (-0.99, -0.8385080695553698),
            (1e-300, 1.1283791670955126e-300),
            (1e-08, 1.1283791670955126e-08),
            (0.5, 0.5204998778130465),
            (0.93, 0.8115635585845578),
            (1.03, 0.8547842114541484),
            (3.1, 0.9999883513426328),
        ],
    ),
];

#[test]
fn double_precision_is_within_two_ulp() {
    for (name, function, points) in GOLDEN {
        for &(x, exact) in points {
            let ulp = exact.abs().next_up() - exact.abs();
            let y = function(x);
            assert!((y - exact).abs() <= 2.0 * ulp, "{name}({x:e}) = {y:e}, not {exact:e}");
        }
    }
}

#[test]
fn double_precision_agrees_with_the_standard_library() {
    type Pair = (&'static str, fn(f64) -> f64, fn(f64) -> f64);
    let pairs: [Pair; 4] = [
        ("exp", Scalar::exp, f64::exp),
        ("tanh", Scalar::tanh, f64::tanh),
        ("ln", Scalar::ln, f64::ln),
        ("ln_1p", Scalar::ln_1p, f64::ln_1p),
    ];
    for (name, ours, theirs) in pairs {
        for i in 0..100_000_u64 {
            let x = f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let (y, exact) = (ours(x), theirs(x));
            let near = (y - exact).abs() <= 2.0 * (exact.abs().next_up() - exact.abs());
            assert!(
                near || y == exact || y.is_nan() && exact.is_nan(),
                "{name}({x:e}) = {y:e}, not {exact:e}"
            );
        }
    }
}

/// Equal bits, so that the signs of zeros count; any NaN equals any other.
fn same<T: Scalar>(a: T, b: T) -> bool {
    a == b && T::ONE / a == T::ONE / b || a.is_nan() && b.is_nan()
}

fn at_the_ends<T: Scalar>() {
    let (zero, one, inf) = (T::ZERO, T::ONE, T::of(f64::INFINITY));
    let nan = T::of(f64::NAN);
    let half = T::of(0.5);
    type Row<T> = (&'static str, fn(T) -> T, [T; 6]);
    // at -∞, -0, 0, ∞, NaN and, where it is a pole or outside, -1
    let rows: [Row<T>; 11] = [
        ("exp", T::exp, [zero, one, one, inf, nan, one]),
        ("tanh", T::tanh, [-one, -zero, zero, one, nan, one]),
        ("sigmoid", T::sigmoid, [zero, half, half, one, nan, half]),
        ("ln", T::ln, [nan, -inf, -inf, inf, nan, nan]),
        ("ln_1p", T::ln_1p, [nan, -zero, zero, inf, nan, -inf]),
        ("erf", T::erf, [-one, -zero, zero, one, nan, one]),
        ("sqrt", T::sqrt, [nan, -zero, zero, inf, nan, nan]),
        ("abs", T::abs, [inf, zero, zero, inf, nan, one]),
        ("softplus", T::softplus, [zero, T::ONE.ln_1p(), T::ONE.ln_1p(), inf, nan, zero]),
        ("gelu", T::gelu, [-zero, -zero, zero, inf, nan, zero]),
        ("gelu_slope", T::gelu_slope, [-zero, half, half, one, nan, zero]),
    ];
    for (name, function, expected) in rows {
        for (x, y) in [-inf, -zero, zero, inf, nan].into_iter().zip(expected) {
            assert!(same(function(x), y), "{} {name}({x}) = {}, not {y}", T::NAME, function(x));
        }
        if ["ln", "ln_1p", "sqrt", "abs"].contains(&name) {
            assert!(same(function(-one), expected[5]), "{} {name}(-1)", T::NAME);
        }
    }
    assert!(!nan.is_finite() && !inf.is_finite() && one.is_finite() && nan.is_nan() && !one.is_nan());
    assert!(T::max(nan, one).is_nan() && T::max(one, nan).is_nan() && T::min(nan, one).is_nan());
    assert!(T::min(one, nan).is_nan() && T::max(one, half) == one && T::min(one, half) == half);
    assert!(T::from_usize(3) == one + one + one && T::of(0.25).to_f64() == 0.25);
}

#[test]
fn functions_are_right_at_the_ends() {
    at_the_ends::<f32>();
    at_the_ends::<f64>();
}
