use crate::activation::Activation;
use crate::layer::{Input, Output};
use crate::module::Describe;
use crate::{Numbers, Row, Shape};

/// Predicting with a layer: with its activation, and with a look inside.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 3 => Dense<2, Relu> => Dense<1, Sigmoid> }
/// let (net, x, mut z, mut y) = (Net::random(&mut rand::rng()), [[1.0, 2.0, 3.0]], [[0.0]], [[0.0]]);
/// net.infer(&x, &mut z);
/// net.activate(&x, &mut y);
/// assert!((y[0][0] - z[0][0].sigmoid()).abs() < 1e-6);
/// ```
#[diagnostic::on_unimplemented(
    message = "nothing says how `{Self}` predicts",
    label = "does not implement `Predict`",
    note = "`#[derive(Module)]` writes it"
)]
pub trait Predict: Describe {
    /// `y = f(layer(x))`, with the activation.
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate<const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        self.activate_as::<false, B>(x, y);
    }

    /// [`activate`](Self::activate); `FUSED` in a kernel that is compiled for a processor which rounds a product and a sum once,
    /// for layers that gain by it.
    #[doc(hidden)]
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        self.infer(x, y);
        Self::Activation::apply(Self::Output::flat_mut(y), Self::Output::ROW);
    }

    /// As [`activate`](Self::activate), and shows the output of every layer inside, in order: for whoever looks for dead
    /// units, or for the layer where NaN began.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Net = network!(3 => Dense<2, Relu> => Dense<1, Sigmoid>);
    /// let (mut y, mut widths) = ([[0.0]], Vec::new());
    /// Net::zeros().inspect(&[[1.0, 2.0, 3.0]], &mut y, &mut |row, outputs| widths.push((row.layer, outputs.len())));
    /// assert_eq!(widths, [("Dense<2, Relu>", 2), ("Dense<1, Sigmoid>", 1)]);
    /// ```
    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    ) where
        Self: Sized,
    {
        self.activate(x, y);
        visit(Row::of::<Self>(), Self::Output::flat(y));
    }
}
