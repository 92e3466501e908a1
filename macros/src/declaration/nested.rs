//! Layers with layers inside.

use super::{Activation, LabeledLayer, Layer};
use crate::size::Size;
use crate::tokens::type_text;

pub(crate) enum Nested {
    /// `Residual(layers, activation, project = layers)`
    Residual { body: Vec<LabeledLayer>, project: Option<Vec<LabeledLayer>>, activation: Option<Activation> },
    /// `Repeat<N>(layers)`
    Repeat { count: Size, body: Vec<LabeledLayer> },
    /// `Parallel(join: layers, layers, ..)`
    Parallel { join: Join, branches: Vec<Vec<LabeledLayer>> },
}

/// What becomes of what branches put out.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Join {
    Concat,
    Add,
}

impl Nested {
    /// As the user wrote it, for tables.
    pub(crate) fn text(&self) -> String {
        match self {
            Nested::Residual { body, project, activation } => {
                let activation = activation.as_ref().map_or(String::new(), |it| format!(", {}", it.text()));
                let project =
                    project.as_ref().map_or(String::new(), |it| format!(", project = {}", text(it)));
                format!("Residual({}{activation}{project})", text(body))
            }
            Nested::Repeat { count, body } => format!("Repeat<{}>({})", count.text(), text(body)),
            Nested::Parallel { join, branches } => {
                let branches: Vec<_> = branches.iter().map(|branch| text(branch)).collect();
                format!("Parallel({}: {})", join.text(), branches.join(", "))
            }
        }
    }
}

impl Join {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Join::Concat => "concat",
            Join::Add => "add",
        }
    }
}

/// Layers in a row.
pub(crate) fn text(layers: &[LabeledLayer]) -> String {
    layers.iter().map(|LabeledLayer { layer, .. }| layer.text()).collect::<Vec<_>>().join(" => ")
}

impl Layer {
    /// As the user wrote it, for tables.
    fn text(&self) -> String {
        match self {
            Layer::Dense(dense) => dense.text(),
            Layer::Flatten => "Flatten".into(),
            Layer::Dropout(share) => format!("Dropout<{}>", share.text),
            Layer::Spatial(layer) => layer.text(),
            Layer::Activation(activation) => activation.text(),
            Layer::Nested(nested) => nested.text(),
            Layer::Other(ty) => type_text(ty),
        }
    }
}
