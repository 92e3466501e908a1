//! exp, tanh and sigmoid in `f64` against a reference in pairs of doubles, good to 2⁻⁹⁰.
//!
//! `cargo test --release --test double_precision -- --ignored --nocapture` takes 10⁸ random points of each and prints the
//! largest error and where it is.

use constrata::Scalar;

/// high + low, the low part being less than half an ulp of the high one.
#[derive(Clone, Copy)]
struct Pair(f64, f64);

impl Pair {
    fn sum(a: f64, b: f64) -> Pair {
        let sum = a + b;
        let part = sum - a;
        Pair(sum, (a - (sum - part)) + (b - part))
    }
    fn add(self, other: Pair) -> Pair {
        let (high, low) = (Pair::sum(self.0, other.0), Pair::sum(self.1, other.1));
        let high = Pair::sum(high.0, high.1 + low.0);
        Pair::sum(high.0, high.1 + low.1)
    }
    fn mul(self, other: Pair) -> Pair {
        let high = self.0 * other.0;
        let low = self.0.mul_add(other.0, -high) + (self.0 * other.1 + self.1 * other.0);
        Pair::sum(high, low)
    }
    fn div(self, other: Pair) -> Pair {
        let first = self.0 / other.0;
        let rest = self.add(other.mul(Pair(-first, 0.0)));
        let second = rest.0 / other.0;
        let rest = rest.add(other.mul(Pair(-second, 0.0)));
        Pair::sum(first, second).add(Pair(rest.0 / other.0, 0.0))
    }
}

const ONE: Pair = Pair(1.0, 0.0);
/// ln 2 to 133 bits, the first two parts of 40 bits: a whole number of up to 11 bits times them is exact.
const LN_2: [f64; 3] = [0.6931471805592082, 7.371002565161996e-13, 5.8029889835956905e-25];

/// eˣ / 2ⁿ and n: Taylor's series of r / 2⁸, squared eight times.
fn exp(x: Pair) -> (Pair, i32) {
    let n = (x.0 / std::f64::consts::LN_2).round();
    let r = x.add(Pair(-n * LN_2[0], 0.0)).add(Pair(-n * LN_2[1], 0.0)).add(Pair(-n * LN_2[2], 0.0));
    let r = Pair(r.0 / 256.0, r.1 / 256.0);
    // e^r - 1, so that squaring loses nothing
    let mut y = Pair(0.0, 0.0);
    for k in (1..=12).rev() {
        y = r.div(Pair(f64::from(k), 0.0)).mul(ONE.add(y));
    }
    for _ in 0..8 {
        y = y.add(y).add(y.mul(y));
    }
    (ONE.add(y), n as i32)
}

fn scale(x: f64, n: i32) -> f64 {
    x * 2_f64.powi(n / 2) * 2_f64.powi(n - n / 2)
}

/// What is exact, as a pair times 2ⁿ.
type Exact = (Pair, i32);

fn exact_exp(x: f64) -> Exact {
    exp(Pair(x, 0.0))
}

fn exact_tanh(x: f64) -> Exact {
    let a = x.abs();
    let y = if a < 1e-4 {
        // x - x³ / 3 + 2 x⁵ / 15 - 17 x⁷ / 315: the next term is beyond 2⁻¹¹⁰
        let square = Pair(a, 0.0).mul(Pair(a, 0.0));
        let series = [[-17.0, 315.0], [2.0, 15.0], [-1.0, 3.0], [1.0, 1.0]].into_iter();
        let sum = series.fold(Pair(0.0, 0.0), |sum, [above, below]| {
            sum.mul(square).add(Pair(above, 0.0).div(Pair(below, 0.0)))
        });
        sum.mul(Pair(a, 0.0))
    } else {
        let (e, n) = exp(Pair(-2.0 * a, 0.0));
        let e = Pair(scale(e.0, n), scale(e.1, n));
        ONE.add(Pair(-e.0, -e.1)).div(ONE.add(e))
    };
    (if x < 0.0 { Pair(-y.0, -y.1) } else { y }, 0)
}

fn exact_sigmoid(x: f64) -> Exact {
    let (e, n) = exp(Pair(-x.abs(), 0.0));
    let d = ONE.add(Pair(scale(e.0, n), scale(e.1, n)));
    if x < 0.0 { (e.div(d), n) } else { (ONE.div(d), 0) }
}

/// The distance of `y` from the exact value, in units of the last place a double has there.
fn ulps(y: f64, (exact, n): Exact) -> f64 {
    let near = scale(exact.0, n);
    if near.is_infinite() {
        return if y == near { 0.0 } else { f64::INFINITY };
    }
    let exponent = ((exact.0.abs().to_bits() >> 52) as i32 - 1023 + n).max(-1022) - 52;
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
}

const CASES: [Case; 3] = [
    Case { name: "exp", function: Scalar::exp, exact: exact_exp, ulp: 0.96, range: [-745.0, 709.7] },
    Case { name: "tanh", function: Scalar::tanh, exact: exact_tanh, ulp: 1.34, range: [-20.0, 20.0] },
    Case {
        name: "sigmoid",
        function: Scalar::sigmoid,
        exact: exact_sigmoid,
        ulp: 2.0,
        range: [-745.0, 40.0],
    },
];

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
        let error = ulps((case.function)(x), (case.exact)(x));
        if error > worst.0 || error.is_nan() {
            worst = (error, x);
        }
    }
    worst
}

/// Function, point and value as a pair, computed with mpmath.
type Golden = (fn(f64) -> Exact, f64, [f64; 2]);
const GOLDEN: [Golden; 12] = [
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
    for case in &CASES {
        // both cores
        let halves = std::thread::scope(|scope| {
            [1, 2]
                .map(|seed| scope.spawn(move || worst(case, 50_000_000, seed)))
                .map(|half| half.join().unwrap())
        });
        let (error, at) = if halves[0].0 >= halves[1].0 { halves[0] } else { halves[1] };
        println!("{:9} {error:.3} ulp at {at:e}", case.name);
        assert!(error <= case.ulp, "{}", case.name);
    }
}
