//! What the products should be.

use constrata::{Geometry, Scalar};

/// Where each product of two numbers goes: (x, z, weights), over one sample.
pub(crate) fn terms(g: &Geometry) -> Vec<(usize, usize, usize)> {
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
pub(crate) struct Sums(pub(crate) Vec<f64>, Vec<f64>);

impl Sums {
    pub(crate) fn from<T: Scalar>(start: &[T]) -> Self {
        let start: Vec<f64> = start.iter().map(|x| x.to_f64()).collect();
        Sums(start.clone(), start.iter().map(|x| x.abs()).collect())
    }
    pub(crate) fn add<T: Scalar>(&mut self, place: usize, a: T, b: T) {
        let term = a.to_f64() * b.to_f64();
        self.0[place] += term;
        self.1[place] += term.abs();
    }
    pub(crate) fn compare<T: Scalar>(&self, found: &[T], what: &str) {
        let epsilon = if T::NAME == "f32" { f64::from(f32::EPSILON) } else { f64::EPSILON };
        assert_eq!(found.len(), self.0.len());
        for (place, found) in found.iter().enumerate() {
            let (sum, size) = (self.0[place], self.1[place]);
            let found = found.to_f64();
            let near = match sum.is_finite() {
                // written so that NaN fails
                true => (found - sum).abs() <= 8.0 * epsilon * size,
                false => found == sum || (found.is_nan() && sum.is_nan()),
            };
            assert!(near, "{what}[{place}]: {found}, not {sum}");
        }
    }
}
