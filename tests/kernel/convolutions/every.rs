//! Every window at small sizes against one naive loop: sizes, strides, dilations and all ways to pad, forward and backward.
//!
//! All numbers are small integers, so every order of a sum gives the same bits and results must be equal. Outputs are NaN
//! before each call: what a kernel does not write is found.

use constrata::kernel::{Convolution, Level, Pool, pool};
use constrata::{Geometry, Scalar};

use super::sums::terms;
use crate::random::Random;

/// Windows along one axis: `z` of them over `x` numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) x: usize,
    z: usize,
    size: usize,
    stride: usize,
    pad: usize,
    dilation: usize,
}

/// The paddings of the DSL, and what a transposed convolution makes of `output_pad`.
#[derive(Clone, Copy, Debug)]
enum Padding {
    Number(usize),
    Same,
    Causal,
}

/// All of them with up to `most` numbers.
fn axes(most: usize) -> Vec<Axis> {
    let mut axes = Vec::new();
    let paddings = [0, 1, 2, 3].map(Padding::Number).into_iter().chain([Padding::Same, Padding::Causal]);
    for padding in paddings {
        for x in 1..=most {
            for size in 1..=5 {
                for stride in 1..=4 {
                    for dilation in 1..=3 {
                        let axis = Axis { x, z: 0, size, stride, pad: 0, dilation };
                        axes.extend(axis.padded(padding));
                    }
                }
            }
        }
    }
    // windows over the output of a transposed convolution: up to a stride or a dilation of it is left over behind
    for z in 1..=4 {
        for (size, stride, dilation) in [(1, 2, 1), (2, 2, 1), (3, 2, 1), (3, 3, 2), (2, 3, 3), (4, 1, 2)] {
            for (pad, more) in (0..=2).flat_map(|pad| (0..stride.max(dilation)).map(move |more| (pad, more)))
            {
                let all = (z - 1) * stride + (size - 1) * dilation + 1 + more;
                if pad <= (size - 1) * dilation && all > 2 * pad {
                    axes.push(Axis { x: all - 2 * pad, z, size, stride, pad, dilation });
                }
            }
        }
    }
    axes
}

impl Axis {
    /// With as many windows as that padding gives; those of a number drop what is left over.
    fn padded(mut self, padding: Padding) -> Option<Self> {
        let reach = (self.size - 1) * self.dilation + 1;
        (self.pad, self.z) = match padding {
            Padding::Number(pad) => (pad, (self.x + 2 * pad).checked_sub(reach)? / self.stride + 1),
            // TensorFlow: half of what is missing comes before, rounded down
            Padding::Same => {
                let z = self.x.div_ceil(self.stride);
                (((z - 1) * self.stride + reach).saturating_sub(self.x) / 2, z)
            }
            Padding::Causal => (reach - 1, self.x.div_ceil(self.stride)),
        };
        // what layers refuse: a window that shows nothing of the image
        let seen = self.pad < reach && (self.z - 1) * self.stride < self.x + self.pad;
        seen.then_some(self)
    }
}

/// Of an image, rows by the first and columns by the second; of a sequence, steps by the first.
fn geometry(
    [rows, columns]: [Axis; 2],
    groups: usize,
    [inside, each]: [usize; 2],
    sequence: bool,
) -> Geometry {
    Geometry {
        channels: groups * inside,
        x: [rows.x, columns.x],
        outputs: groups * each,
        z: [rows.z, columns.z],
        size: [rows.size, columns.size],
        stride: [rows.stride, columns.stride],
        pad: [rows.pad, columns.pad],
        dilation: [rows.dilation, columns.dilation],
        groups,
        sequence,
    }
}

/// Integers from -4 to 4, times `unit`.
fn integers<T: Scalar>(random: &mut Random, n: usize, unit: f64) -> Vec<T> {
    (0..n).map(|_| T::of(((random.next() % 9) as f64 - 4.0) * unit)).collect()
}

fn poison<T: Scalar>(n: usize) -> Vec<T> {
    vec![T::of(f64::NAN); n]
}

/// Written so that NaN fails.
fn equal<T: Scalar>(found: &[T], right: &[T], what: &dyn Fn() -> String) {
    assert!(found == right, "{}: {found:?}, not {right:?}", what());
}

fn convolved<T: Scalar>(g: &Geometry, batch: usize, random: &mut Random, level: Level) {
    let (x_size, z_size) = (g.channels * g.x[0] * g.x[1], g.outputs * g.z[0] * g.z[1]);
    let (x, dz) = (integers::<T>(random, x_size * batch, 1.0), integers::<T>(random, z_size * batch, 1.0));
    let weights = integers::<T>(random, g.patch() * g.outputs, 1.0);
    let bias = (random.next().is_multiple_of(2)).then(|| integers::<T>(random, g.outputs, 1.0));
    let back_bias =
        (!g.sequence && random.next().is_multiple_of(2)).then(|| integers::<T>(random, g.channels, 1.0));
    let place = |bias: &Option<Vec<T>>, channels: usize, size: usize| -> Vec<T> {
        let one = |i: usize| if g.sequence { i % channels } else { i / (size / channels) };
        (0..size * batch).map(|i| bias.as_ref().map_or(T::ZERO, |bias| bias[one(i % size)])).collect()
    };
    let mut right = (
        place(&bias, g.outputs, z_size),
        integers::<T>(random, weights.len(), 1.0),
        place(&back_bias, g.channels, x_size),
    );
    let mut found = (poison::<T>(z_size * batch), right.1.clone(), poison::<T>(x_size * batch));
    for (i, o, w) in terms(g) {
        for sample in 0..batch {
            let (i, o) = (i + sample * x_size, o + sample * z_size);
            right.0[o] += weights[w] * x[i];
            right.1[w] += dz[o] * x[i];
            right.2[i] += weights[w] * dz[o];
        }
    }
    let (bias, back_bias) = (bias.as_deref(), back_bias.as_deref());
    T::convolution(Convolution::Forward { geometry: g, weights: &weights, bias, x: &x, z: &mut found.0 });
    T::convolution(Convolution::Weights { geometry: g, dz: &dz, x: &x, gradient: &mut found.1 });
    let (weights, bias) = (&weights, back_bias);
    T::convolution(Convolution::Input { geometry: g, weights, bias, dz: &dz, dx: &mut found.2 });
    let what = |part: &str| format!("{part}, {} {level:?} {g:?}, batch {batch}", T::NAME);
    equal(&found.0, &right.0, &|| what("z"));
    equal(&found.1, &right.1, &|| what("dW"));
    equal(&found.2, &right.2, &|| what("dx"));
}

/// What window (row, column) shows of a plane, in order.
fn shown(g: &Geometry, row: usize, column: usize) -> Vec<usize> {
    let along = |axis: usize, window: usize| {
        let all =
            (0..g.size[axis]).filter_map(move |i| (window * g.stride[axis] + i).checked_sub(g.pad[axis]));
        all.filter(|at| *at < g.x[axis]).collect::<Vec<_>>()
    };
    let columns = along(1, column);
    along(0, row).iter().flat_map(|y| columns.iter().map(move |x| y * g.x[1] + x)).collect()
}

fn pooled<T: Scalar>(g: &Geometry, batch: usize, random: &mut Random, level: Level) {
    let planes = g.channels * batch;
    let (x_plane, z_plane) = (g.x[0] * g.x[1], g.z[0] * g.z[1]);
    // shares of up to 25 numbers are whole
    let x = integers::<T>(random, planes * x_plane, 1.0);
    let dz = integers::<T>(random, planes * z_plane, 3600.0);
    let [mut z, mut mean] = [(); 2].map(|()| vec![T::ZERO; dz.len()]);
    let [mut dx, mut mean_dx] = [(); 2].map(|()| vec![T::ZERO; x.len()]);
    for plane in 0..planes {
        for window in 0..z_plane {
            let seen = shown(g, window / g.z[1], window % g.z[1]);
            let at = plane * z_plane + window;
            let x_at = |place: &usize| plane * x_plane + place;
            let mut best = x_at(&seen[0]);
            let (mut sum, count) = (T::ZERO, T::from_usize(seen.len()));
            for place in seen.iter().map(x_at) {
                best = if x[place] > x[best] { place } else { best };
                sum += x[place];
                mean_dx[place] += dz[at] / count;
            }
            (z[at], mean[at]) = (x[best], sum / count);
            dx[best] += dz[at];
        }
    }
    let what = |part: &str| format!("{part}, {} {level:?} {g:?}, batch {batch}", T::NAME);
    let mut found = [poison::<T>(z.len()), poison(z.len())];
    let mut back = [poison::<T>(x.len()), poison(x.len())];
    pool(g, Pool::Max { x: &x, z: &mut found[0] });
    pool(g, Pool::MaxBack { x: &x, dz: &dz, dx: &mut back[0] });
    pool(g, Pool::Mean { x: &x, z: &mut found[1] });
    pool(g, Pool::MeanBack { dz: &dz, dx: &mut back[1] });
    equal(&found[0], &z, &|| what("largest"));
    equal(&found[1], &mean, &|| what("means"));
    equal(&back[0], &dx, &|| what("dx of the largest"));
    equal(&back[1], &mean_dx, &|| what("dx of the means"));
}

/// Every axis beside a few others, as rows and as columns, as a convolution with groups and as a pool; and as a sequence.
pub(crate) fn windows(level: Level) {
    let random = &mut Random(17 + level as u64);
    let axes = axes(9);
    let pools: Vec<Axis> = axes.iter().copied().filter(|axis| axis.dilation == 1).collect();
    assert!(axes.len() > 1800 && pools.len() > 500, "{} {}", axes.len(), pools.len());
    let single = Axis { x: 1, z: 1, size: 1, stride: 1, pad: 0, dilation: 1 };
    let [mut all, mut number] = [0, random.next() as usize];
    let mut both =
        |g: &Geometry, random: &mut Random, check: [fn(&Geometry, usize, &mut Random, Level); 2]| {
            number += 1;
            all += 1;
            check[number % 2](g, 1 + number % 3, random, level);
        };
    for (place, axis) in axes.iter().enumerate() {
        let other = axes[random.next() as usize % axes.len()];
        let pair = if place % 2 == 0 { [*axis, other] } else { [other, *axis] };
        // groups of one channel each are depthwise
        let (groups, parts) = (random.size(3), [random.size(2), random.size(3)]);
        let parts = if random.next().is_multiple_of(3) { [1, parts[1]] } else { parts };
        both(&geometry(pair, groups, parts, false), random, [convolved::<f32>, convolved::<f64>]);
        // what lies in a square, as most do
        both(
            &geometry([*axis; 2], 1, [random.size(3), 1], false),
            random,
            [convolved::<f32>, convolved::<f64>],
        );
        let parts = [random.size(4), random.size(9)];
        both(&geometry([*axis, single], 1, parts, true), random, [convolved::<f32>, convolved::<f64>]);
    }
    for axis in &pools {
        let alike = pools.iter().filter(|other| (other.size, other.stride) == (axis.size, axis.stride));
        let alike: Vec<Axis> = alike.copied().collect();
        // of one size and stride on both axes, as nearly all are, and of two
        for other in
            [*axis, alike[random.next() as usize % alike.len()], pools[random.next() as usize % pools.len()]]
        {
            for pair in [[*axis, other], [other, *axis]] {
                let channels = random.size(2);
                both(&geometry(pair, 1, [channels; 2], false), random, [pooled::<f32>, pooled::<f64>]);
            }
        }
    }
    assert!(all > 8000, "{all}");
}
