use core::marker::PhantomData;

use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::kernel;
use crate::module::Describe;
use crate::{Image, Layer, Module, Numbers, Scalar, Text, Train, Vector};

/// The mean of each channel: `GlobalAvgPool` in the DSL, behind which an image is a vector.
///
/// ```text
/// z[k] = sum of x[k] / (H W)            dx[k] = dz[k] / (H W)
/// ```
///
/// Source: Lin, Chen and Yan 2013.
///
/// ```
/// use constrata::{Network, layers::GlobalAvgPool};
/// let pool = GlobalAvgPool::<2, 1, 2>::default();
/// assert_eq!(pool.predict(&[[[1.0, 3.0]], [[-1.0, 0.0]]]), [2.0, -0.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound = ""))]
pub struct GlobalAvgPool<const CHANNELS: usize, const H: usize, const W: usize, T = f32> {
    #[cfg_attr(feature = "serde", serde(skip))]
    scalar: PhantomData<T>,
}

impl<const CHANNELS: usize, const H: usize, const W: usize, T: Scalar> Layer
    for GlobalAvgPool<CHANNELS, H, W, T>
{
    type Scalar = T;
    type Input = Image<CHANNELS, H, W>;
    type Output = Vector<CHANNELS>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[[[T; W]; H]; CHANNELS]; B], z: &mut [[T; CHANNELS]; B]) {
        let (size, z) = (T::from_usize(H * W), z.as_flattened_mut());
        z.fill(T::ZERO);
        kernel::plane_sums(Image::<CHANNELS, H, W>::flat(x), H * W, z);
        z.iter_mut().for_each(|z| *z /= size);
    }
}

impl<const CHANNELS: usize, const H: usize, const W: usize, T: Scalar> Describe
    for GlobalAvgPool<CHANNELS, H, W, T>
{
    const NAME: Text = Text::new("GlobalAvgPool");
}

impl<const CHANNELS: usize, const H: usize, const W: usize, T: Scalar> Train
    for GlobalAvgPool<CHANNELS, H, W, T>
{
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        _x: &[[[[T; W]; H]; CHANNELS]; B],
        _tape: &mut (),
        dz: &[[T; CHANNELS]; B],
        dx: Option<&mut [[[[T; W]; H]; CHANNELS]; B]>,
        _gradient: &mut Self,
    ) {
        let Some(dx) = dx else { return };
        for (dx, dz) in dx.as_flattened_mut().iter_mut().zip(dz.as_flattened()) {
            dx.as_flattened_mut().fill(*dz / T::from_usize(H * W));
        }
    }
}

#[cfg(feature = "std")]
impl<const CHANNELS: usize, const H: usize, const W: usize, T: Scalar> ToC
    for GlobalAvgPool<CHANNELS, H, W, T>
{
    fn c(c: &mut C) {
        c.layer::<Self>(|c, Names { x, z, .. }| {
            let (real, size, sides) = (c.real(), H * W, kernel::SIDE);
            let blocks = size / sides * sides;
            // the order of the sum is that of `plane_sums`
            let (mut sides_begin, mut sides_end) = (std::string::String::new(), std::string::String::new());
            if blocks > 0 {
                sides_begin = std::format!(
                    "{real} sides[{sides}] = {{0}};\n    \
                     for (size_t i = 0; i < {blocks}; i++) sides[i % {sides}] += {x}[k * {size} + i];\n    "
                );
                sides_end = std::format!("for (size_t i = 0; i < {sides}; i++) rest += sides[i];\n    ");
            }
            std::format!(
                "for (size_t k = 0; k < {CHANNELS}; k++) {{\n    \
                     {sides_begin}{real} rest = 0;\n    \
                     for (size_t i = {blocks}; i < {size}; i++) rest += {x}[k * {size} + i];\n    \
                     {sides_end}{z}[k] = rest / {size};\n\
                 }}"
            )
        });
    }
}
