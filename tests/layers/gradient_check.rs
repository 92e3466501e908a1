//! Backward against what it should be: finite differences, and dual numbers.
//!
//! Finite differences say nothing at a kink. So the random numbers are drawn again until every comparison the network
//! makes, and every comparison the loss makes, is at least [`MARGIN`] from its other answer: see [`near`]. What is drawn
//! is accepted or not before a gradient is looked at, and the tolerances are the same for all.

mod combinations;
mod near;
mod normalization;
mod random_networks;

use constrata::Vector;
use constrata::bytemuck::Zeroable;
use constrata::dual::{Dual, directional};
use constrata::layer::Input;
use constrata::loss::Loss;
use constrata::prelude::*;
use constrata::rand_core::Rng;
use rand::{SeedableRng, rngs::SmallRng};

use near::{Near, nearest};

/// How far a kink must be; the finite differences move by 1e-5.
const MARGIN: f64 = 2e-3;
/// How large an output may be: of a loss of hundreds, differences are nothing but rounding.
const LARGEST: f64 = 8.0;
/// On finite differences; the largest error measured is 5e-10.
const NUMERIC: f64 = 2e-9;
/// On dual numbers, which round but do not approximate; the largest error measured is 3e-16.
const EXACT: f64 = 4e-15;

/// How near the loss of `y` against `t` is to a kink of its own.
trait Kinks {
    fn margin(&self, _y: f64, _t: f64) -> f64 {
        f64::INFINITY
    }
}

macro_rules! smooth {
    ($($loss:ident)*) => { $(impl Kinks for $loss {})* };
}
smooth! {
    MeanSquaredError HalfSquaredError RootMeanSquaredError BinaryCrossEntropy CrossEntropy
    BinaryCrossEntropyWithLogits CrossEntropyWithLogits
}

impl Kinks for MeanAbsoluteError {
    fn margin(&self, y: f64, t: f64) -> f64 {
        (y - t).abs()
    }
}

impl Kinks for Huber<f64> {
    fn margin(&self, y: f64, t: f64) -> f64 {
        ((y - t).abs() - self.delta).abs()
    }
}

/// A network with a batch for it, drawn at random.
struct Sample<N: Network<Scalar = f64>, const OUT: usize, const B: usize> {
    network: N,
    x: Input<N, B>,
    target: [[f64; OUT]; B],
}

fn fill(numbers: &mut [f64], rng: &mut SmallRng, low: f64, high: f64) {
    for number in numbers {
        *number = low + (high - low) * f64::from(rng.next_u32()) / f64::from(u32::MAX);
    }
}

fn convert<A: Scalar, Z: Scalar>(from: &[A], to: &mut [Z]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = Z::of(from.to_f64()));
}

/// The same network over another number.
fn cast<A: Parameters, Z: Parameters>(network: &A) -> Z {
    let mut cast = Z::zeroed();
    for index in 0..A::TENSORS {
        convert(network.tensor(index), cast.tensor_mut(index));
    }
    cast
}

fn wary_of(to: &mut [Near], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = Near::of(*from));
}

fn nearest_in(loss: &impl Kinks, y: &[Near], t: &[f64]) -> f64 {
    y.iter().zip(t).map(|(y, t)| loss.margin(y.to_f64(), *t)).fold(f64::INFINITY, f64::min)
}

/// Draws until no kink is near and no output is large. `M` is `N` over [`Near`].
fn draw<N, M, const OUT: usize, const B: usize>(rng: &mut SmallRng, loss: &impl Kinks) -> Sample<N, OUT, B>
where
    N: Network<Scalar = f64, Output = Vector<OUT>>,
    M: Learn<Scalar = Near, Input = N::Input, Output = Vector<OUT>>,
{
    for _ in 0..1000 {
        let mut sample: Sample<N, OUT, B> =
            Sample { network: N::zeros(), x: Zeroable::zeroed(), target: [[0.0; OUT]; B] };
        for index in 0..N::TENSORS {
            // of buffers there are variances
            let low = if N::learns(index) { -1.0 } else { 0.5 };
            fill(sample.network.tensor_mut(index), rng, low, 1.0);
        }
        fill(N::Input::numbers_mut(&mut sample.x), rng, -1.5, 1.5);
        fill(sample.target.as_flattened_mut(), rng, 0.0, 1.0); // fits every loss
        let wary: M = cast(&sample.network);
        let (mut x, mut pass): (Input<M, B>, _) = (Zeroable::zeroed(), fresh::<M, B>());
        wary_of(N::Input::numbers_mut(&mut x), N::Input::numbers(&sample.x));
        let in_network = nearest(|| pass.forward(&wary, &x));
        let in_loss = nearest_in(loss, pass.output.as_flattened(), sample.target.as_flattened());
        let large = pass.output.as_flattened().iter().any(|y| y.to_f64().abs() > LARGEST);
        if in_network.min(in_loss) > MARGIN && !large {
            return sample;
        }
    }
    panic!("a thousand draws, and a kink was near in each");
}

/// A pass with masks that are the same for every number.
fn fresh<N: Learn, const B: usize>() -> Pass<N, B> {
    let mut pass = N::pass();
    N::sample_noise(&mut pass.tape, &mut SmallRng::seed_from_u64(5));
    pass
}

/// Forward, loss and backward in `pass`, whatever it was used for before.
fn gradients<N, L, const OUT: usize, const B: usize>(
    sample: &Sample<N, OUT, B>,
    loss: &L,
    pass: &mut Pass<N, B>,
) -> (N, Input<N, B>)
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    L: Loss<N::Activation>,
{
    let (mut gradient, mut dx): (N, Input<N, B>) = (N::zeros(), Zeroable::zeroed());
    pass.logits(&sample.network, &sample.x);
    pass.loss(loss, &sample.target);
    sample.network.backward(&sample.x, &mut pass.tape, &pass.gradient, Some(&mut dx), &mut gradient);
    (gradient, dx)
}

/// Against central differences, by every parameter and every input.
fn against_differences<N, L, const OUT: usize, const B: usize>(
    sample: &mut Sample<N, OUT, B>,
    loss: &L,
) -> f64
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    L: Loss<N::Activation>,
{
    let found = constrata::gradient_check(&mut sample.network, &sample.x, &sample.target, loss);
    let worst = found.parameters.max(found.input);
    assert!(worst < NUMERIC, "{}, batch of {B}: {found:?}", N::ARCHITECTURE);
    worst
}

/// Numbers with their derivatives.
fn join(to: &mut [Dual], values: &[f64], derivatives: &[f64]) {
    for (to, (value, derivative)) in to.iter_mut().zip(values.iter().zip(derivatives)) {
        *to = Dual::new(*value, *derivative);
    }
}

/// Adds Σ g d, and Σ |g d|.
fn add((sum, size): &mut (f64, f64), g: &[f64], d: &[f64]) {
    for (g, d) in g.iter().zip(d) {
        *sum += g * d;
        *size += (g * d).abs();
    }
}

/// Against the derivative in one random direction of all parameters and inputs, carried forward by dual numbers: no
/// line of `backward` is run for it. `D` is `N` over [`Dual`].
fn against_duals<N, D, L, const OUT: usize, const B: usize>(
    sample: &Sample<N, OUT, B>,
    loss: &L,
    rng: &mut SmallRng,
) -> f64
where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    D: Learn<Scalar = Dual, Input = N::Input, Output = Vector<OUT>>,
    L: Loss<N::Activation> + Loss<D::Activation>,
{
    let (gradient, dx) = gradients(sample, loss, &mut fresh());
    let (mut direction, mut x_direction): (N, Input<N, B>) = (N::zeros(), Zeroable::zeroed());
    for index in 0..N::TENSORS {
        fill(direction.tensor_mut(index), rng, -1.0, 1.0);
    }
    fill(N::Input::numbers_mut(&mut x_direction), rng, -1.0, 1.0);

    let moving: D = directional(&sample.network, &direction);
    let mut x: Input<D, B> = Zeroable::zeroed();
    join(N::Input::numbers_mut(&mut x), N::Input::numbers(&sample.x), N::Input::numbers(&x_direction));
    let mut pass = fresh::<D, B>();
    pass.logits(&moving, &x);
    let carried = pass.loss(loss, &sample.target.map(|t| t.map(Dual::from))).derivative;

    let mut total = (0.0, 1.0);
    (0..N::TENSORS).for_each(|index| add(&mut total, gradient.tensor(index), direction.tensor(index)));
    add(&mut total, N::Input::numbers(&dx), N::Input::numbers(&x_direction));
    let (sum, size) = total;
    let error = (sum - carried).abs() / size;
    assert!(error < EXACT, "{}, batch of {B}: {sum} backward, {carried} forward", N::ARCHITECTURE);
    error
}

fn add_bits(bits: &mut Vec<u64>, numbers: &[f64]) {
    bits.extend(numbers.iter().map(|number| number.to_bits()));
}

/// A pass forgets: whatever it, or another pass between, was used for, the gradient is the same to the bit.
fn passes_share_nothing<N, L, const OUT: usize, const B: usize>(
    [sample, other]: [&Sample<N, OUT, B>; 2],
    loss: &L,
) where
    N: Learn<Scalar = f64, Output = Vector<OUT>>,
    L: Loss<N::Activation>,
{
    let bits = |(gradient, dx): (N, Input<N, B>)| {
        let mut bits = Vec::new();
        (0..N::TENSORS).for_each(|index| add_bits(&mut bits, gradient.tensor(index)));
        add_bits(&mut bits, N::Input::numbers(&dx));
        bits
    };
    let unused = bits(gradients(sample, loss, &mut fresh()));
    let mut used = fresh();
    gradients(other, loss, &mut used);
    assert!(unused == bits(gradients(sample, loss, &mut used)), "{}: a used pass", N::ARCHITECTURE);

    let (mut first, mut second) = (fresh::<N, B>(), fresh::<N, B>());
    first.logits(&sample.network, &sample.x);
    first.loss(loss, &sample.target);
    gradients(other, loss, &mut second);
    let (mut gradient, mut dx): (N, Input<N, B>) = (N::zeros(), Zeroable::zeroed());
    sample.network.backward(&sample.x, &mut first.tape, &first.gradient, Some(&mut dx), &mut gradient);
    assert!(unused == bits((gradient, dx)), "{}: another pass between", N::ARCHITECTURE);
}
