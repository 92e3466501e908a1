//! Pairs of doubles: 106 bits, of which these keep more than 90.

/// high + low, the low part being less than half an ulp of the high one.
#[derive(Clone, Copy)]
pub(crate) struct Pair(pub(crate) f64, pub(crate) f64);

impl Pair {
    pub(crate) const fn of(x: f64) -> Pair {
        Pair(x, 0.0)
    }
    pub(crate) fn sum(a: f64, b: f64) -> Pair {
        let sum = a + b;
        let part = sum - a;
        Pair(sum, (a - (sum - part)) + (b - part))
    }
    pub(crate) fn add(self, other: Pair) -> Pair {
        let (high, low) = (Pair::sum(self.0, other.0), Pair::sum(self.1, other.1));
        let high = Pair::sum(high.0, high.1 + low.0);
        Pair::sum(high.0, high.1 + low.1)
    }
    pub(crate) fn mul(self, other: Pair) -> Pair {
        let high = self.0 * other.0;
        let low = self.0.mul_add(other.0, -high) + (self.0 * other.1 + self.1 * other.0);
        Pair::sum(high, low)
    }
    pub(crate) fn neg(self) -> Pair {
        Pair(-self.0, -self.1)
    }
    pub(crate) fn scale(self, n: i32) -> Pair {
        Pair(scale(self.0, n), scale(self.1, n))
    }
    pub(crate) fn div(self, other: Pair) -> Pair {
        let first = self.0 / other.0;
        let rest = self.add(other.mul(Pair(-first, 0.0)));
        let second = rest.0 / other.0;
        let rest = rest.add(other.mul(Pair(-second, 0.0)));
        Pair::sum(first, second).add(Pair(rest.0 / other.0, 0.0))
    }
}

pub(crate) const ONE: Pair = Pair(1.0, 0.0);
/// ln 2 to 133 bits, the first two parts of 40 bits: a whole number of up to 11 bits times them is exact.
const LN_2: [f64; 3] = [0.6931471805592082, 7.371002565161996e-13, 5.8029889835956905e-25];

/// eˣ / 2ⁿ - 1 and n: Taylor's series of r / 2⁸, squared eight times.
fn exp_less_1(x: Pair) -> (Pair, i32) {
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
    (y, n as i32)
}

/// eˣ / 2ⁿ and n.
pub(crate) fn exp(x: Pair) -> (Pair, i32) {
    let (y, n) = exp_less_1(x);
    (ONE.add(y), n)
}

/// ln(1 + x), by one step of Newton's from the standard library's: its error is squared.
pub(crate) fn ln_1p(x: Pair) -> Pair {
    let y = Pair::of(x.0.ln_1p());
    let (d, n) = exp_less_1(y);
    let d = if n == 0 { d } else { ONE.add(d).scale(n).add(Pair::of(-1.0)) };
    y.add(x.add(d.neg()).div(ONE.add(d)))
}

pub(crate) fn scale(x: f64, n: i32) -> f64 {
    x * 2_f64.powi(n / 2) * 2_f64.powi(n - n / 2)
}
