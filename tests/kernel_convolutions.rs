//! The products of convolutions at every level, over random sizes, against sums in `f64`.

use constrata::kernel::{Convolution, Level};
use constrata::{Geometry, Scalar};

const LEVELS: [Level; 5] = [Level::Scalar, Level::Neon, Level::Sse2, Level::Avx2, Level::Avx512];

/// Multiplies and adds from a fixed seed: numbers in -1..1 and sizes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
    /// From 1 to `most`.
    fn size(&mut self, most: usize) -> usize {
        1 + self.next() as usize % most
    }
    fn numbers<T: Scalar>(&mut self, n: usize) -> Vec<T> {
        (0..n).map(|_| T::of(self.next() as f64 / (1_u64 << 30) as f64 - 1.0)).collect()
    }

    /// Windows on an image of up to `most` rows and columns, or on a sequence.
    fn geometry(&mut self, most: usize, channels: usize, sequence: bool) -> Geometry {
        let groups = if sequence || self.next().is_multiple_of(2) { 1 } else { self.size(3) };
        let pointwise = self.next().is_multiple_of(5);
        let (inside, each) = (self.size(channels), self.size(channels));
        let mut g = Geometry {
            channels: groups * inside,
            x: [self.size(most), if sequence { 1 } else { self.size(most) }],
            outputs: groups * each,
            z: [1; 2],
            size: [1; 2],
            stride: [1; 2],
            pad: [0; 2],
            dilation: [1; 2],
            groups,
            sequence,
        };
        for axis in 0..2 {
            if !pointwise && !(sequence && axis == 1) {
                g.size[axis] = self.size(5.min(g.x[axis]));
                g.stride[axis] = self.size(3);
                g.dilation[axis] = if self.next().is_multiple_of(3) { 2 } else { 1 };
                g.pad[axis] = self.next() as usize % g.size[axis];
            }
            let reach = (g.size[axis] - 1) * g.dilation[axis] + 1;
            // up to as much padding behind as before
            let all = g.x[axis] + g.pad[axis] + self.next() as usize % (g.pad[axis] + 1);
            g.z[axis] = if all < reach { 1 } else { (all - reach) / g.stride[axis] + 1 };
        }
        g
    }
}

/// Where each product of two numbers goes: (x, z, weights), over one sample.
fn terms(g: &Geometry) -> Vec<(usize, usize, usize)> {
    let (inside, each) = (g.channels / g.groups, g.outputs / g.groups);
    let mut terms = Vec::new();
    for o in 0..g.outputs {
        for (row, column) in (0..g.z[0]).flat_map(|row| (0..g.z[1]).map(move |column| (row, column))) {
            for k in 0..inside {
                for (i, j) in (0..g.size[0]).flat_map(|i| (0..g.size[1]).map(move |j| (i, j))) {
                    let y = (row * g.stride[0] + i * g.dilation[0]).checked_sub(g.pad[0]);
                    let x = (column * g.stride[1] + j * g.dilation[1]).checked_sub(g.pad[1]);
                    let (Some(y), Some(x)) = (y.filter(|y| *y < g.x[0]), x.filter(|x| *x < g.x[1])) else {
                        continue;
                    };
                    let channel = o / each * inside + k;
                    terms.push(if g.sequence {
                        (y * g.channels + channel, row * g.outputs + o, (i * inside + k) * g.outputs + o)
                    } else {
                        (
                            (channel * g.x[0] + y) * g.x[1] + x,
                            (o * g.z[0] + row) * g.z[1] + column,
                            ((k * g.size[0] + i) * g.size[1] + j) * g.outputs + o,
                        )
                    });
                }
            }
        }
    }
    terms
}

/// Sums in `f64`, and those of the absolute values, by which errors are measured.
struct Sums(Vec<f64>, Vec<f64>);

impl Sums {
    fn from<T: Scalar>(start: &[T]) -> Self {
        let start: Vec<f64> = start.iter().map(|x| x.to_f64()).collect();
        Sums(start.clone(), start.iter().map(|x| x.abs()).collect())
    }
    fn add<T: Scalar>(&mut self, place: usize, a: T, b: T) {
        let term = a.to_f64() * b.to_f64();
        self.0[place] += term;
        self.1[place] += term.abs();
    }
    fn compare<T: Scalar>(&self, found: &[T], what: &str) {
        let epsilon = if T::NAME == "f32" { f64::from(f32::EPSILON) } else { f64::EPSILON };
        assert_eq!(found.len(), self.0.len());
        for (place, found) in found.iter().enumerate() {
            let (sum, size) = (self.0[place], self.1[place]);
            // written so that NaN fails
            let near = (found.to_f64() - sum).abs() <= 8.0 * epsilon * size;
            assert!(near, "{what}[{place}]: {found}, not {sum}");
        }
    }
}

fn check<T: Scalar>(g: &Geometry, batch: usize, random: &mut Random, level: Level) {
    let (x_size, z_size) = (g.channels * g.x[0] * g.x[1], g.outputs * g.z[0] * g.z[1]);
    let (x, dz) = (random.numbers::<T>(x_size * batch), random.numbers::<T>(z_size * batch));
    let weights = random.numbers::<T>(g.patch() * g.outputs);
    let bias = (!random.next().is_multiple_of(3)).then(|| random.numbers::<T>(g.outputs));
    let back_bias = (!g.sequence && random.next().is_multiple_of(2)).then(|| random.numbers::<T>(g.channels));
    let before = random.numbers::<T>(weights.len());
    let place = |bias: &Option<Vec<T>>, channels: usize, size: usize| -> Vec<T> {
        let plane = size / channels;
        let one = |i: usize| if g.sequence { i % channels } else { i / plane };
        (0..size * batch).map(|i| bias.as_ref().map_or(T::ZERO, |bias| bias[one(i % size)])).collect()
    };
    let mut forward = Sums::from(&place(&bias, g.outputs, z_size));
    let mut back = Sums::from(&place(&back_bias, g.channels, x_size));
    let mut sums = Sums::from(&before);
    let terms = terms(g);
    for sample in 0..batch {
        for &(i, o, w) in &terms {
            let (i, o) = (i + sample * x_size, o + sample * z_size);
            forward.add(o, x[i], weights[w]);
            back.add(i, dz[o], weights[w]);
            sums.add(w, dz[o], x[i]);
        }
    }
    let what = format!("{} {level:?} {g:?}, batch {batch}, ", T::NAME);
    let mut z = vec![T::of(7.0); z_size * batch];
    let (bias, back_bias) = (bias.as_deref(), back_bias.as_deref());
    T::convolution(Convolution::Forward { geometry: g, weights: &weights, bias, x: &x, z: &mut z });
    forward.compare(&z, &(what.clone() + "z"));
    let mut gradient = before;
    T::convolution(Convolution::Weights { geometry: g, dz: &dz, x: &x, gradient: &mut gradient });
    sums.compare(&gradient, &(what.clone() + "dW"));
    let mut dx = vec![T::of(7.0); x_size * batch];
    let input = Convolution::Input { geometry: g, weights: &weights, bias: back_bias, dz: &dz, dx: &mut dx };
    T::convolution(input);
    back.compare(&dx, &(what + "dx"));
}

/// Small sizes, many of them odd; and some that fill tiles and more.
#[test]
fn all_levels_convolve() {
    for level in LEVELS {
        if level > Level::detected() {
            continue;
        }
        Level::limit(level);
        let mut random = Random(level as u64);
        let mut seen = [0; 3];
        for round in 0..300 {
            let (most, channels) = if round % 60 == 0 { (37, 24) } else { (12, 7) };
            let g = random.geometry(most, channels, round % 4 == 3);
            let batch = random.size(3);
            check::<f32>(&g, batch, &mut random, level);
            check::<f64>(&g, batch, &mut random, level);
            seen[0] += usize::from(g.pad != [0; 2]);
            seen[1] += usize::from(g.groups > 1);
            seen[2] += usize::from(g.size == [1; 2]);
        }
        assert!(seen.iter().all(|seen| *seen > 20), "{seen:?}");
    }
}
