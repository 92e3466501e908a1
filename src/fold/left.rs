//! What folding leaves of a network, as its text.

use crate::Text;
use crate::module::{Folded, Form, Part};

/// The architecture that folding leaves of layers which take `input`.
pub(super) const fn left(input: &Text, layers: &Folded) -> Text {
    let mut left = Left { text: *input, begun: true, open: None };
    left.add(layers);
    left.close();
    left.text
}

/// What is left of the layers so far.
struct Left {
    text: Text,
    /// Whether what comes next in the row has something before it.
    begun: bool,
    /// The layer behind the text, where it takes a norm.
    open: Option<Open>,
}

/// A layer with weights and a bias, without an activation.
struct Open {
    name: &'static Text,
    with: &'static [Text; 2],
    /// That of the norm it took.
    activation: Option<&'static Text>,
}

impl Left {
    const fn add(&mut self, layers: &Folded) {
        match layers.0 {
            Form::Row([a, z]) => {
                self.add(a);
                self.add(z);
            }
            // one that begins a row in brackets stays, as there may be no other
            Form::Dropout(name) => {
                if !self.begun {
                    self.layer(name);
                }
            }
            Form::Norm { name, activation, activates } => match &mut self.open {
                Some(open) => {
                    open.activation = Some(activation);
                    if activates {
                        self.close();
                    }
                }
                None => self.layer(name),
            },
            Form::Affine { name, with, activation: false } => {
                self.join();
                self.open = Some(Open { name, with, activation: None });
            }
            Form::Stays(name) | Form::Affine { name, activation: true, .. } => self.layer(name),
            Form::Block(parts) => {
                self.join();
                let mut index = 0;
                while index < parts.len() {
                    match parts[index] {
                        Part::Word(word) => self.text = self.text.text(word),
                        Part::Text(text) => self.text = self.text.join(text),
                        Part::Layers(layers) => {
                            self.begun = false;
                            self.add(layers);
                            self.close();
                        }
                    }
                    index += 1;
                }
                self.begun = true;
            }
        }
    }

    const fn layer(&mut self, name: &Text) {
        self.join();
        self.text = self.text.join(name);
    }

    /// Writes what joins the next layer to those before.
    const fn join(&mut self) {
        self.close();
        if self.begun {
            self.text = self.text.text(" => ");
        }
        self.begun = true;
    }

    /// Writes the layer that took norms, which takes no more.
    const fn close(&mut self) {
        if let Some(Open { name, with: [before, behind], activation }) = self.open.take() {
            self.text = match activation {
                Some(activation) => self.text.join(before).join(activation).join(behind),
                None => self.text.join(name),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::left;
    use crate::network::architecture;
    use crate::prelude::*;

    /// Checks that the architecture is `network`, and that folding leaves `folded`.
    fn leaves<N: Network>(network: &str, folded: &str) {
        assert_eq!(architecture::<N>().as_str(), network);
        assert_eq!(left(&<N::Input as crate::Shape>::NAME, &N::FOLDED).as_str(), folded, "{network}");
    }

    #[test]
    fn norms_go_into_the_layer_before_them() {
        leaves::<network!(4 => Dense<2, Relu>)>("4 => Dense<2, Relu>", "4 => Dense<2, Relu>");
        leaves::<network!(4 => Dense<2> => BatchNorm<Relu> => Dense<1>)>(
            "4 => Dense<2, Identity> => BatchNorm<Relu> => Dense<1, Identity>",
            "4 => Dense<2, Relu> => Dense<1, Identity>",
        );
        leaves::<network!(4 => Dense<2, bias = false> => BatchNorm => Relu)>(
            "4 => Dense<2, Identity, bias = false> => BatchNorm<Identity> => Relu",
            "4 => Dense<2, Identity> => Relu",
        );
        leaves::<network!(4 => Dense<4> => BatchNorm<Relu> => BatchNorm)>(
            "4 => Dense<4, Identity> => BatchNorm<Relu> => BatchNorm<Identity>",
            "4 => Dense<4, Relu> => BatchNorm<Identity>",
        );
        leaves::<network!(4 => Dense<4> => BatchNorm => BatchNorm<Relu>)>(
            "4 => Dense<4, Identity> => BatchNorm<Identity> => BatchNorm<Relu>",
            "4 => Dense<4, Relu>",
        );
    }

    #[test]
    fn norms_behind_other_layers_stay() {
        stays_as_it_is::<network!(4 => Dense<2, Relu> => BatchNorm<Tanh>)>();
        stays_as_it_is::<network!(4 => BatchNorm<Tanh> => Dense<2>)>();
        stays_as_it_is::<network!(4 => Dense<2, bias = false>)>();
        stays_as_it_is::<network!([1, 8, 8] => ConvTranspose2d<4, 3> => BatchNorm<Relu>)>();
        stays_as_it_is::<network!(4 => Dense<4> => Relu => BatchNorm<Relu>)>();
        stays_as_it_is::<network!(4 => Parallel(concat: Dense<2>, Dense<2>) => BatchNorm<Relu>)>();
        stays_as_it_is::<network!(4 => Dense<4> => Residual(BatchNorm<Relu> => Dense<4, Tanh>))>();
    }

    fn stays_as_it_is<N: Network>() {
        leaves::<N>(N::ARCHITECTURE, N::ARCHITECTURE);
    }

    #[test]
    fn names_of_convolutions_keep_their_options() {
        leaves::<
            network!([1, 8, 8] => Conv2d<4, 3, stride = 2, bias = false> => Dropout<0.2> => BatchNorm<LeakyRelu<0.01>>),
        >(
            "[1, 8, 8] => Conv2d<4, 3, Identity, stride = 2, bias = false> => Dropout<2 / 10> => BatchNorm<LeakyRelu<1 / 100>>",
            "[1, 8, 8] => Conv2d<4, 3, LeakyRelu<1 / 100>, stride = 2>",
        );
        leaves::<network!([2, 8, 8] => DepthwiseConv2d<3, pad = 1, bias = false> => BatchNorm<Relu>)>(
            "[2, 8, 8] => DepthwiseConv2d<3, Identity, pad = 1, bias = false> => BatchNorm<Relu>",
            "[2, 8, 8] => DepthwiseConv2d<3, Relu, pad = 1>",
        );
    }

    #[test]
    fn brackets_are_folded_each_on_its_own() {
        leaves::<network!(4 => Dense<4> => Residual(BatchNorm<Relu> => Dense<4> => BatchNorm))>(
            "4 => Dense<4, Identity> => Residual(BatchNorm<Relu> => Dense<4, Identity> => BatchNorm<Identity>, Identity)",
            "4 => Dense<4, Identity> => Residual(BatchNorm<Relu> => Dense<4, Identity>, Identity)",
        );
        leaves::<
            network!(4 => Parallel(concat: Dense<4> => BatchNorm, Relu, Dense<4> => BatchNorm<Tanh>) => BatchNorm<Relu>),
        >(
            "4 => Parallel(concat: Dense<4, Identity> => BatchNorm<Identity>, Relu, Dense<4, Identity> => BatchNorm<Tanh>) => BatchNorm<Relu>",
            "4 => Parallel(concat: Dense<4, Identity>, Relu, Dense<4, Tanh>) => BatchNorm<Relu>",
        );
        leaves::<
            network!(4 => Residual(Dense<4> => BatchNorm, Relu) => Repeat<2>(Dense<4> => BatchNorm<Relu>)),
        >(
            "4 => Residual(Dense<4, Identity> => BatchNorm<Identity>, Relu) => Repeat<2>(Dense<4, Identity> => BatchNorm<Relu>)",
            "4 => Residual(Dense<4, Identity>, Relu) => Repeat<2>(Dense<4, Relu>)",
        );
        leaves::<network!(4 => Residual(Dropout<0.5> => Dropout<0.5> => Dense<4>) => Dropout<0.5>)>(
            "4 => Residual(Dropout<5 / 10> => Dropout<5 / 10> => Dense<4, Identity>, Identity) => Dropout<5 / 10>",
            "4 => Residual(Dropout<5 / 10> => Dense<4, Identity>, Identity)",
        );
        leaves::<network!([4, 2] => Dense<2> => Dropout<0.5>)>(
            "[4, 2] => Dense<2, Identity> => Dropout<5 / 10>",
            "[4, 2] => Dense<2, Identity>",
        );
    }
}
