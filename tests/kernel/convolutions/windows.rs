//! Windows of all kinds, and the numbers they walk over.

use constrata::Geometry;

use crate::random::Random;

impl Random {
    /// Windows on an image of up to `most` rows and columns, or on a sequence.
    pub(crate) fn geometry(&mut self, most: usize, channels: usize, sequence: bool) -> Geometry {
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
            if !(pointwise || sequence && axis == 1) {
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

/// Rows of windows longer than a band, windows of more numbers than it looks up, and strides whose planes have no room in it:
/// what the windows show is gathered. Pixels of more channels, and steps of more samples, than a tall product takes at once, on
/// lines that collide in the cache.
pub(crate) fn large() -> Vec<Geometry> {
    let one = [1; 2];
    let none = [0; 2];
    let windows = |groups: usize, [channels, outputs]: [usize; 2], x: [usize; 2], size: [usize; 2]| {
        move |stride: [usize; 2], pad: [usize; 2], dilation: [usize; 2]| {
            let count = |a: usize| (x[a] + 2 * pad[a] - (size[a] - 1) * dilation[a] - 1) / stride[a] + 1;
            let z = [count(0), count(1)];
            Geometry { channels, x, outputs, z, size, stride, pad, dilation, groups, sequence: false }
        }
    };
    vec![
        windows(1, [2, 3], [3, 521], [2, 3])(one, none, one),
        windows(1, [1, 2], [4, 517], [3, 5])(one, [1, 2], one),
        windows(2, [4, 6], [3, 1050], [3, 2])([2, 2], [1, 1], one),
        windows(3, [3, 3], [3, 600], [2, 4])(one, [1, 3], [1, 3]),
        windows(1, [2, 5], [27, 31], [23, 23])(one, none, one),
        windows(2, [2, 4], [25, 24], [26, 21])([2, 1], [3, 4], one),
        windows(1, [3, 1], [2, 700], [1, 520])(one, none, one),
        windows(1, [2, 9], [12, 1020], [5, 5])([3, 3], [2, 3], [2, 2]),
        windows(2, [134, 6], [16, 16], one)(one, none, one),
        Geometry { sequence: true, ..windows(1, [2, 256], [68, 1], [3, 1])(one, none, one) },
    ]
}
