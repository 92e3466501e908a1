//! The layers, one file each.
//!
//! In the DSL a layer is written without its input size and scalar, which the macro knows:
//! `Dense<32, Relu>` after `64 =>` is the type `Dense<64, 32, Relu, f32>`. A layer of your own is any type
//! that implements [`Layer`](crate::Layer) (and [`Train`](crate::Train), to learn).

mod activate;
mod avg_pool2d;
mod batch_norm;
mod both;
mod cell;
mod conv1d;
mod conv2d;
mod conv_transpose2d;
mod convolution;
mod dense;
mod dropout;
mod flatten;
mod global_avg_pool;
mod group_norm;
mod gru;
mod join;
mod last_step;
mod layer_norm;
mod lstm;
mod max_over_steps;
mod max_pool2d;
mod maxout;
mod mean_over_steps;
mod parallel;
mod per_step;
mod pointwise;
mod prelu;
mod recurrent;
mod repeat;
mod reshape;
mod residual;
mod rms_norm;
mod rnn;
mod shortcut;
mod swish;
mod through_time;
mod upsample;
mod zero_pad;

pub use activate::Activate;
pub use avg_pool2d::AvgPool2d;
pub use batch_norm::BatchNorm;
pub(crate) use batch_norm::factor as norm_factor;
pub use both::Both;
pub use cell::{Cell, State};
pub use conv_transpose2d::ConvTranspose2d;
pub use conv1d::Conv1d;
pub use conv2d::Conv2d;
pub use dense::Dense;
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use global_avg_pool::GlobalAvgPool;
pub use group_norm::GroupNorm;
pub use gru::{Gru, GruCell};
pub use join::{Add, Concat, Join};
pub use last_step::LastStep;
pub use layer_norm::LayerNorm;
pub use lstm::{Lstm, LstmCell};
pub use max_over_steps::MaxOverSteps;
pub use max_pool2d::MaxPool2d;
pub use maxout::Maxout;
pub use mean_over_steps::MeanOverSteps;
pub use parallel::Parallel;
pub use per_step::PerStep;
#[doc(hidden)]
pub use per_step::is_one_row;
pub use pointwise::Pointwise;
pub use prelu::PRelu;
pub use recurrent::Recurrent;
pub use repeat::Repeat;
pub use reshape::Reshape;
pub use residual::Residual;
pub use rms_norm::RmsNorm;
pub use rnn::{Rnn, RnnCell};
pub use swish::Swish;
pub use upsample::Upsample;
pub use zero_pad::ZeroPad;
