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
