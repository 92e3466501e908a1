//! The matrix products and `launch` at every level, against sums in `f64`.

use crate::levels::at_every_level;
use crate::random::Random;
use constrata::activation::Identity;
use constrata::kernel::{self, Level, Product};
use constrata::layers::Dense;
use constrata::{Network, Scalar};
use nalgebra::SMatrix;

/// One dense layer of any size: what goes in, and what should come out in `f64` and in one chain of sums in `T`.
pub(crate) struct Layer<T> {
    inputs: usize,
    outputs: usize,
    weights: Vec<T>,
    bias: Option<Vec<T>>,
    x: Vec<T>,
    dz: Vec<T>,
    gradient: Vec<T>,
}

impl<T: Scalar> Layer<T> {
    pub(crate) fn random(random: &mut Random, inputs: usize, outputs: usize, batch: usize) -> Self {
        Layer {
            inputs,
            outputs,
            weights: random.numbers(inputs * outputs),
            bias: if random.next().is_multiple_of(4) { None } else { Some(random.numbers(outputs)) },
            x: random.numbers(inputs * batch),
            dz: random.numbers(outputs * batch),
            gradient: random.numbers(inputs * outputs),
        }
    }

    fn batch(&self) -> usize {
        self.x.len() / self.inputs
    }

    /// The terms of each output, the first being what the sum starts from.
    fn affine_terms(&self, sample: usize, output: usize) -> Vec<(T, T)> {
        let start = self.bias.as_ref().map_or(T::ZERO, |b| b[output]);
        let terms = (0..self.inputs)
            .map(|i| (self.weights[i * self.outputs + output], self.x[sample * self.inputs + i]));
        [(start, T::ONE)].into_iter().chain(terms).collect()
    }
    fn weights_terms(&self, input: usize, output: usize) -> Vec<(T, T)> {
        let start = self.gradient[input * self.outputs + output];
        let terms =
            (0..self.batch()).map(|s| (self.dz[s * self.outputs + output], self.x[s * self.inputs + input]));
        [(start, T::ONE)].into_iter().chain(terms).collect()
    }
    fn input_terms(&self, sample: usize, input: usize) -> Vec<(T, T)> {
        let terms = (0..self.outputs)
            .map(|o| (self.weights[input * self.outputs + o], self.dz[sample * self.outputs + o]));
        [(T::ZERO, T::ONE)].into_iter().chain(terms).collect()
    }

    pub(crate) fn check(&self, level: Level) {
        let (inputs, outputs) = (self.inputs, self.outputs);
        let what = format!("{} {level:?} {inputs}-{outputs}, batch {}", T::NAME, self.batch());

        let mut z = vec![T::of(7.0); outputs * self.batch()];
        let (weights, bias, x, dz) = (&self.weights, self.bias.as_deref(), &self.x, &self.dz);
        T::product(Product::Affine { inputs, outputs, weights, bias, x, z: &mut z });
        for (i, &z) in z.iter().enumerate() {
            near(z, &self.affine_terms(i / outputs, i % outputs), level, &what);
        }

        let mut gradient = self.gradient.clone();
        T::product(Product::Weights { inputs, outputs, dz, x, gradient: &mut gradient });
        for (i, &dw) in gradient.iter().enumerate() {
            near(dw, &self.weights_terms(i / outputs, i % outputs), level, &what);
        }

        let mut dx = vec![T::of(7.0); inputs * self.batch()];
        T::product(Product::Input { inputs, outputs, weights, dz, dx: &mut dx });
        for (i, &dx) in dx.iter().enumerate() {
            near(dx, &self.input_terms(i / inputs, i % inputs), level, &what);
        }
    }
}

/// Whether `y` is the sum of the products: to rounding, and to the bit at `Level::Scalar`.
fn near<T: Scalar>(y: T, terms: &[(T, T)], level: Level, what: &str) {
    let exact: f64 = terms.iter().map(|(a, b)| a.to_f64() * b.to_f64()).sum();
    if exact.is_nan() {
        assert!(y.is_nan(), "{what}: {y} where NaN should be");
        return;
    }
    if exact.is_infinite() {
        assert_eq!(y.to_f64(), exact, "{what}");
        return;
    }
    if level == Level::Scalar {
        let chain = terms.iter().skip(1).fold(terms[0].0, |sum, &(a, b)| sum + a * b);
        assert!(y == chain, "{what}: {y}, not {chain} to the bit");
    }
    let size: f64 = terms.iter().map(|(a, b)| (a.to_f64() * b.to_f64()).abs()).sum();
    let ulp = if T::NAME == "f32" { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let error = (y.to_f64() - exact).abs();
    assert!(error <= ulp * size * (1.0 + terms.len() as f64), "{what}: {y}, not {exact}");
}

/// All doors at one shape.
pub(crate) fn all_doors<T: Scalar, const IN: usize, const OUT: usize, const B: usize>(
    level: Level,
    random: &mut Random,
) {
    let layer = Layer::<T>::random(random, IN, OUT, B);
    let what = format!("{} {level:?} {IN}-{OUT}, batch {B}, by the doors", T::NAME);
    let weights = SMatrix::<T, OUT, IN>::from_column_slice(&layer.weights);
    let bias: Option<&[T; OUT]> = layer.bias.as_ref().and_then(|b| b.first_chunk());
    let x: [[T; IN]; B] = core::array::from_fn(|s| core::array::from_fn(|i| layer.x[s * IN + i]));
    let dz: [[T; OUT]; B] = core::array::from_fn(|s| core::array::from_fn(|o| layer.dz[s * OUT + o]));

    let mut z = [[T::of(7.0); OUT]; B];
    kernel::affine(&weights, bias, &x, &mut z);
    let mut gradient = SMatrix::<T, OUT, IN>::from_column_slice(&layer.gradient);
    kernel::affine_weights(&dz, &x, &mut gradient);
    let mut bias_gradient = [T::ONE; OUT];
    kernel::affine_bias(&dz, &mut bias_gradient);
    let mut dx = [[T::of(7.0); IN]; B];
    kernel::affine_input(&weights, &dz, &mut dx);

    // as a network, which is one kernel where it is small
    let start = SMatrix::from_column_slice(bias.unwrap_or(&[T::ZERO; OUT]));
    let y = Dense::<IN, OUT, Identity, T>::new(weights, start).predict(&x);

    for o in 0..OUT {
        for (s, (z, y)) in z.iter().zip(&y).enumerate() {
            near(z[o], &layer.affine_terms(s, o), level, &what);
            near(y[o], &layer.affine_terms(s, o), level, &what);
        }
        for i in 0..IN {
            near(gradient[(o, i)], &layer.weights_terms(i, o), level, &what);
        }
        let terms: Vec<_> = dz.iter().map(|dz| (dz[o], T::ONE)).collect();
        let terms = [vec![(T::ONE, T::ONE)], terms].concat();
        near(bias_gradient[o], &terms, level, &what);
    }
    for i in 0..IN {
        for (s, dx) in dx.iter().enumerate() {
            near(dx[i], &layer.input_terms(s, i), level, &what);
        }
    }
}

macro_rules! doors {
    ($level:expr, $random:expr; $($inputs:literal $outputs:literal $batch:literal),*) => {
        $($crate::products::all_doors::<f32, $inputs, $outputs, $batch>($level, $random);
        $crate::products::all_doors::<f64, $inputs, $outputs, $batch>($level, $random);)*
    };
}

pub(crate) use doors;

fn every_door(level: Level, random: &mut Random) {
    doors!(level, random; 1 1 1, 2 3 1, 3 2 5, 5 7 3, 8 8 8, 16 16 1, 16 16 2, 16 33 1, 17 31 4, 40 10 7, 64 32 1, 70 3 16);
    doors!(level, random; 0 4 2, 4 0 2, 4 4 0);
    // one kernel: in one chain of sums, in several, in lanes
    doors!(level, random; 7 3 1, 8 3 1, 9 16 1, 12 12 3, 31 16 1, 35 9 1, 7 1 3, 8 1 1, 9 1 2, 33 1 15, 70 1 1);
}

fn random_layers<T: Scalar>(level: Level, random: &mut Random) {
    for round in 0..if cfg!(miri) { 4 } else { 60 } {
        let batch = if round % 4 == 0 { random.size(3) } else { random.size(39) };
        let (inputs, outputs) = (random.size(70), random.size(70));
        Layer::<T>::random(random, inputs, outputs, batch).check(level);
    }
    // a single row or column: a matrix and a vector
    for n in [1, 9, 70] {
        Layer::<T>::random(random, 1, n, 33).check(level);
        Layer::<T>::random(random, n, 1, 33).check(level);
    }
    // all ways to share vectors, with and without more rows beside them
    for few in 1..=15 {
        for (inputs, outputs) in [(37, few), (few, 37), (70, 16 + few), (16 + few, 64)] {
            Layer::<T>::random(random, inputs, outputs, 13).check(level);
        }
    }
    // a vector, by columns abreast and by parts of vectors
    for rows in (1..=16).chain([20, 21, 26]) {
        for inputs in [7, 16, 21, 33, 64] {
            Layer::<T>::random(random, inputs, rows, 1).check(level);
        }
    }
    // weights that stay in registers: as many rows or columns as a vector of some level has lanes
    for n in [2, 4, 8, 16] {
        for (inputs, outputs) in [(35, n), (n, n), (n, 35), (2 * n + 3, n + 1)] {
            Layer::<T>::random(random, inputs, outputs, 9).check(level);
        }
    }
    // wide layers take 64 samples at a time, and bring them together where they lie a multiple of 1024 bytes apart
    for (inputs, outputs, batch) in
        [(7, 256, 64), (13, 128, 65), (4, 256, 129), (9, 64, 70), (5, 259, 63), (2, 512, 3)]
    {
        Layer::<T>::random(random, inputs, outputs, batch).check(level);
    }
    // deeper than one block of a transposed W, and wide enough for the widest tile
    Layer::<T>::random(random, 37, 301, 9).check(level);
    Layer::<T>::random(random, 301, 150, 1).check(level);
}

/// A number that is not finite reaches its own sample, row or column and nothing else.
fn infections<T: Scalar>(level: Level, random: &mut Random) {
    for infection in [T::of(f64::NAN), T::of(f64::INFINITY)] {
        for (inputs, outputs, batch) in
            [(19, 13, 11), (16, 16, 5), (35, 67, 1), (37, 7, 11), (7, 37, 11), (67, 10, 11), (10, 67, 11)]
        {
            let mut layer = Layer::<T>::random(random, inputs, outputs, batch);
            let sample = batch / 2;
            layer.x[sample * inputs + 3] = infection;
            layer.dz[sample * outputs + 5] = infection;
            layer.check(level);
        }
    }
}

struct Sum<'a>(&'a [f32]);
impl kernel::Work for Sum<'_> {
    type Output = f32;
    #[inline(always)]
    fn run(self) -> f32 {
        self.0.iter().map(|x| Scalar::exp(*x)).fold(0.0, |sum, x| sum + x * x)
    }
}

#[test]
fn products_at_every_level() {
    let numbers: Vec<f32> = Random(1).numbers(1000);
    let mut sums = Vec::new();
    at_every_level(|level| {
        let mut random = Random(5);
        every_door(level, &mut random);
        random_layers::<f32>(level, &mut random);
        random_layers::<f64>(level, &mut random);
        infections::<f32>(level, &mut random);
        infections::<f64>(level, &mut random);
        for n in [0, 1, 31, 32, 1000] {
            sums.push(kernel::launch(n, Sum(&numbers[..n])).to_bits());
        }
    });
    for other in sums.chunks(5).skip(1) {
        assert_eq!(&sums[..5], other, "a launched loop differs between levels");
    }
    if cfg!(feature = "reproducible") {
        assert_eq!(Level::detected(), Level::Scalar);
    } else if cfg!(target_arch = "aarch64") {
        assert_eq!(Level::detected(), Level::Neon);
    } else if cfg!(target_arch = "x86_64") {
        assert!(Level::detected() >= Level::Sse2);
    }
}
