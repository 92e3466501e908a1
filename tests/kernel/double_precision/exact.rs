//! The functions as pairs.

use super::pair::{ONE, Pair, exp, ln_1p, scale};

/// What is exact, as a pair times 2ⁿ.
pub(crate) type Exact = (Pair, i32);

pub(crate) fn exact_exp(x: f64) -> Exact {
    exp(Pair(x, 0.0))
}

pub(crate) fn exact_tanh(x: f64) -> Exact {
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

pub(crate) fn exact_sigmoid(x: f64) -> Exact {
    let (e, n) = exp(Pair(-x.abs(), 0.0));
    let d = ONE.add(Pair(scale(e.0, n), scale(e.1, n)));
    if x < 0.0 { (e.div(d), n) } else { (ONE.div(d), 0) }
}

pub(crate) fn exact_ln_1p(x: f64) -> Exact {
    (ln_1p(Pair::of(x)), 0)
}

pub(crate) fn exact_softplus(x: f64) -> Exact {
    let (e, n) = exp(Pair::of(-x.abs()));
    if x < -40.0 {
        // e - e² / 2 + e³ / 3: the next term is beyond 2⁻¹⁷⁰
        let small = e.scale(n);
        let series = Pair::of(-0.5).add(small.div(Pair::of(3.0)));
        return (e.mul(ONE.add(small.mul(series))), n);
    }
    (Pair::of(x.max(0.0)).add(ln_1p(e.scale(n))), 0)
}

/// √2 and 1 / √(2π)
const ROOT_2: Pair = Pair(std::f64::consts::SQRT_2, -9.667293313452913e-17);
const DENSITY: Pair = Pair(0.3989422804014327, -2.49232720227773e-17);

/// Of the normal distribution at a ≥ 0, all but the first as a pair of the same 2ⁿ: Φ(a) - ½, Φ(-a), φ(a) and n.
fn normal(a: Pair) -> (Pair, Pair, Pair, i32) {
    let square = a.mul(a);
    let (e, n) = exp(Pair(-0.5 * square.0, -0.5 * square.1));
    let density = e.mul(DENSITY);
    if a.0 < 2.5 {
        // φ(a) (a + a³ / 3 + a⁵ / (3 · 5) + ..): no term is negative
        let (mut term, mut sum, mut odd) = (a, a, 1.0);
        while term.0 > 1e-34 * sum.0 {
            odd += 2.0;
            term = term.mul(square).div(Pair::of(odd));
            sum = sum.add(term);
        }
        let half = density.scale(n).mul(sum);
        let tail = Pair::of(0.5).add(half.neg());
        return (half, tail.scale(-n), density, n);
    }
    // φ(a) / (a + 1 / (a + 2 / (a + ..)))
    let depth = 40 + (400.0 / a.0) as i32;
    let below = (1..=depth).rev().fold(a, |below, k| a.add(Pair::of(f64::from(k)).div(below)));
    let tail = density.div(below);
    (Pair::of(0.5).add(tail.scale(n).neg()), tail, density, n)
}

pub(crate) fn exact_erf(x: f64) -> Exact {
    let (half, ..) = normal(Pair::of(x.abs()).mul(ROOT_2));
    let erf = half.add(half);
    (if x < 0.0 { erf.neg() } else { erf }, 0)
}

/// x Φ(x)
pub(crate) fn exact_gelu(x: f64) -> Exact {
    let a = Pair::of(x.abs());
    let (half, tail, _, n) = normal(a);
    if x < 0.0 { (a.mul(tail).neg(), n) } else { (a.mul(Pair::of(0.5).add(half)), 0) }
}

/// Φ(x) + x φ(x)
pub(crate) fn exact_gelu_slope(x: f64) -> Exact {
    let a = Pair::of(x.abs());
    let (_, tail, density, n) = normal(a);
    let rest = tail.add(a.mul(density).neg());
    if x < 0.0 { (rest, n) } else { (ONE.add(rest.scale(n).neg()), 0) }
}
