//! The numbers of a layer on images or sequences, which kernels walk by.

use super::{Planes, Steps, Walk, same, same_pad};

/// What a layer does with the numbers of an image, as numbers: the image `x` that windows walk over, the image `z` that has
/// a column for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct Geometry {
    /// Channels of `x`, and its rows and columns.
    pub channels: usize,
    pub x: [usize; 2],
    /// Channels of `z`, and its rows and columns.
    pub outputs: usize,
    pub z: [usize; 2],
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub pad: [usize; 2],
    pub dilation: [usize; 2],
    /// So many parts the channels of either are in, which do not mix.
    pub groups: usize,
    /// Whether it is a sequence: steps are rows, of one column, and the channels of a step lie side by side.
    pub sequence: bool,
}

impl Geometry {
    /// Windows `K` over `X`, which give `Z`.
    #[must_use]
    pub const fn new<X: Planes, Z: Planes, K: Walk>(groups: usize) -> Self {
        let geometry = Geometry {
            channels: X::CHANNELS,
            x: X::SIZE,
            outputs: Z::CHANNELS,
            z: Z::SIZE,
            size: K::SIZE,
            stride: K::STRIDE,
            pad: K::PAD,
            dilation: K::DILATION,
            groups,
            sequence: false,
        };
        assert!(geometry.is_sound(), "the window, the groups and the two images do not belong together");
        geometry
    }

    /// Windows `K` over the steps of `X`, which give those of `Z`.
    #[must_use]
    pub const fn steps<X: Steps, Z: Steps, K: Walk>() -> Self {
        let geometry = Geometry {
            channels: X::FEATURES,
            x: [X::STEPS, 1],
            outputs: Z::FEATURES,
            z: [Z::STEPS, 1],
            size: K::SIZE,
            stride: K::STRIDE,
            pad: K::PAD,
            dilation: K::DILATION,
            groups: 1,
            sequence: true,
        };
        assert!(
            geometry.is_sound() && K::SIZE[1] == 1,
            "the window and the two sequences do not belong together"
        );
        geometry
    }

    /// That no size is 0, groups divide the channels, and every window has an element on the image.
    const fn is_sound(&self) -> bool {
        let mut axis = 0;
        while axis < 2 {
            let (size, stride) = (self.size[axis], self.stride[axis]);
            if size == 0 || stride == 0 || self.dilation[axis] == 0 || self.x[axis] == 0 || self.z[axis] == 0
            {
                return false;
            }
            let reach = (size - 1) * self.dilation[axis];
            // the first window ends at the image or behind its begin, the last begins before its end
            if reach < self.pad[axis] || (self.z[axis] - 1) * stride >= self.x[axis] + self.pad[axis] {
                return false;
            }
            // behind the image there are no more zeros than before it, unless the padding is that of `same`
            let behind =
                ((self.z[axis] - 1) * stride + reach + 1).saturating_sub(self.x[axis] + self.pad[axis]);
            let all = same(self.x[axis], stride) == self.z[axis];
            let same = all && self.pad[axis] == same_pad(self.x[axis], size, stride, self.dilation[axis]);
            if behind > self.pad[axis] && !same {
                return false;
            }
            axis += 1;
        }
        self.groups > 0
            && self.channels > 0
            && self.outputs > 0
            && self.channels.is_multiple_of(self.groups)
            && self.outputs.is_multiple_of(self.groups)
    }

    /// Numbers that one window shows to one output.
    #[must_use]
    pub const fn patch(&self) -> usize {
        self.channels / self.groups * self.size[0] * self.size[1]
    }

    /// Numbers in a plane of `x`.
    pub(crate) const fn x_plane(&self) -> usize {
        self.x[0] * self.x[1]
    }

    /// Numbers in a plane of `z`.
    pub(crate) const fn z_plane(&self) -> usize {
        self.z[0] * self.z[1]
    }

    /// Whether a window shows anything beyond the image.
    pub(crate) const fn is_padded(&self) -> bool {
        let mut axis = 0;
        while axis < 2 {
            let last = (self.z[axis] - 1) * self.stride[axis] + (self.size[axis] - 1) * self.dilation[axis];
            if self.pad[axis] > 0 || last >= self.x[axis] {
                return true;
            }
            axis += 1;
        }
        false
    }

    /// Whether each window is one pixel, and the windows are all pixels in order: a convolution is a matrix product.
    pub(crate) const fn is_pointwise(&self) -> bool {
        let [size, stride, pad] = [self.size, self.stride, self.pad];
        size[0] * size[1] * stride[0] * stride[1] == 1
            && pad[0] + pad[1] == 0
            && self.x_plane() == self.z_plane()
    }

    /// Which windows, from and to, have their element `element` on the image, along an axis.
    #[inline(always)]
    pub(crate) const fn on_image(&self, axis: usize, element: usize) -> (usize, usize) {
        let (stride, pad, shift) = (self.stride[axis], self.pad[axis], element * self.dilation[axis]);
        let (first, end) = (pad.saturating_sub(shift), (self.x[axis] + pad).saturating_sub(shift));
        let (first, end) = (divided(first, stride), divided(end, stride));
        let end = if end < self.z[axis] { end } else { self.z[axis] };
        (if first < end { first } else { end }, end)
    }

    /// Which elements of window `window`, from and to, are on the image, along an axis; and where on it the first of them is.
    #[inline(always)]
    pub(crate) const fn elements(&self, axis: usize, window: usize) -> (usize, usize, usize) {
        let (pad, start) = (self.pad[axis], window * self.stride[axis]);
        let dilation = self.dilation[axis];
        let first = divided(pad.saturating_sub(start), dilation);
        let end = divided((self.x[axis] + pad).saturating_sub(start), dilation);
        let end = if end < self.size[axis] { end } else { self.size[axis] };
        let first = if first < end { first } else { end };
        (first, end, (start + first * dilation).saturating_sub(pad))
    }
}

/// a / b rounded up; mostly b is 1, and a division takes long.
#[inline(always)]
const fn divided(a: usize, b: usize) -> usize {
    if b <= 1 { a } else { a.div_ceil(b) }
}
