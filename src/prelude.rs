//! What most programs want: `use constrata::prelude::*;`.

pub use crate::activation::{Activation, Elementwise, Function};
pub use crate::loss::{
    BinaryCrossEntropy, BinaryCrossEntropyWithLogits, CrossEntropy, CrossEntropyWithLogits, HalfSquaredError,
    Huber, L2, MeanAbsoluteError, MeanSquaredError, RootMeanSquaredError,
};
pub use crate::module::{Describe, Initialize, Predict};
pub use crate::optimizer::{AdaGrad, Adam, AdamW, Momentum, Optimizer, RmsProp, Sgd};
pub use crate::{
    Fold, Initialization, Layer, Learn, Module, Network, Numbers, Parameters, Pass, Role, Save, Scalar,
    Shape, Stream, Text, Train, Vector, network,
};
