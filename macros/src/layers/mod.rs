//! The layers of the DSL, one file each: how the layer is written, what shape it takes, and what its type is then.
//!
//! A new layer is a file here, its `mod` line and its place in [`LAYERS`]; and its production in `macros/grammar.md`.

mod avg_pool2d;
mod batch_norm;
mod conv1d;
mod conv2d;
mod conv_transpose2d;
mod dense;
mod depthwise_conv2d;
mod dropout;
mod flatten;
mod global_avg_pool;
mod group_norm;
mod gru;
mod last_step;
mod layer_norm;
mod lstm;
mod max_over_steps;
mod max_pool2d;
mod maxout;
mod mean_over_steps;
mod parallel;
mod prelu;
mod repeat;
mod reshape;
mod residual;
mod rms_norm;
mod rnn;
mod swish;
mod upsample;
mod zero_pad;

use syn::Error;
use syn::parse::{ParseStream, Result};

use crate::declaration::{Block, Written};
use crate::resolve::{Resolver, Stage};

pub(crate) const LAYERS: &[&Spec] = &[
    &dense::SPEC,
    &flatten::SPEC,
    &conv2d::SPEC,
    &depthwise_conv2d::SPEC,
    &conv_transpose2d::SPEC,
    &conv1d::SPEC,
    &rnn::SPEC,
    &lstm::SPEC,
    &gru::SPEC,
    &last_step::SPEC,
    &mean_over_steps::SPEC,
    &max_over_steps::SPEC,
    &max_pool2d::SPEC,
    &avg_pool2d::SPEC,
    &global_avg_pool::SPEC,
    &reshape::SPEC,
    &upsample::SPEC,
    &zero_pad::SPEC,
    &residual::SPEC,
    &repeat::SPEC,
    &parallel::SPEC,
    &dropout::SPEC,
    &batch_norm::SPEC,
    &layer_norm::SPEC,
    &group_norm::SPEC,
    &rms_norm::SPEC,
    &prelu::SPEC,
    &swish::SPEC,
    &maxout::SPEC,
];

/// How a layer is written, `Name<size, .., activation, option = value, ..>`, and what becomes of it.
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    /// What other libraries call it, in lower case.
    pub(crate) aliases: &'static [&'static str],
    /// What a field without a label is called, before its number.
    pub(crate) field: &'static str,
    /// How many sizes come first.
    pub(crate) sizes: usize,
    /// Whether the inputs may stand before the first size: `64 => 32`.
    pub(crate) inputs: bool,
    /// Whether a decimal number comes first.
    pub(crate) decimal: bool,
    /// Whether an activation may follow.
    pub(crate) activation: bool,
    pub(crate) options: &'static [&'static str],
    /// What is said where sizes or the number are missing: "`Name` wants ..".
    pub(crate) wants: &'static str,
    /// Whether it may also stand where an activation does.
    pub(crate) activates: bool,
    /// Whether it takes a vector, and of a sequence each step.
    pub(crate) per_step: bool,
    pub(crate) resolve: Resolve,
}

/// What becomes of a layer.
pub(crate) enum Resolve {
    /// Its type, and what it makes of the shape so far.
    Layer(ResolveLayer),
    /// There are layers inside: reads all that stands behind the name.
    Block(ParseBlock),
}

pub(crate) type ResolveLayer = fn(&mut Resolver, &Written) -> Stage;
type ParseBlock = fn(ParseStream, &mut Vec<Error>) -> Result<Box<dyn Block>>;

impl Spec {
    /// A layer with nothing in brackets.
    const fn new(name: &'static str, field: &'static str, resolve: ResolveLayer) -> Self {
        Spec::with(name, field, Resolve::Layer(resolve))
    }

    /// A layer with layers inside.
    const fn block(name: &'static str, field: &'static str, parse: ParseBlock) -> Self {
        Spec::with(name, field, Resolve::Block(parse))
    }

    const fn with(name: &'static str, field: &'static str, resolve: Resolve) -> Self {
        Spec {
            name,
            aliases: &[],
            field,
            sizes: 0,
            inputs: false,
            decimal: false,
            activation: false,
            options: &[],
            wants: "",
            activates: false,
            per_step: false,
            resolve,
        }
    }

    /// "`Name` wants ..": where sizes, the number or the layers inside are missing.
    pub(crate) fn missing(&self) -> String {
        format!("`{}` wants {}", self.name, self.wants)
    }
}
