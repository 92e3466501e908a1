//! The layers, one file each.
//!
//! In the DSL a layer is written without its input size and scalar, which the macro knows:
//! `Dense<32, Relu>` after `64 =>` is the type `Dense<64, 32, Relu, f32>`. A layer of your own is any type
//! that implements [`Layer`](crate::Layer) (and [`Train`](crate::Train), to learn).

mod activate;
mod avg_pool2d;
mod batch_norm;
mod both;
mod conv1d;
mod conv2d;
mod conv_transpose2d;
mod convolution;
mod dense;
mod dropout;
mod flatten;
mod global_avg_pool;
mod group_norm;
mod join;
mod layer_norm;
mod max_pool2d;
mod maxout;
mod parallel;
mod per_step;
mod pointwise;
mod prelu;
mod repeat;
mod reshape;
mod residual;
mod rms_norm;
mod shortcut;
mod swish;
mod upsample;
mod zero_pad;

pub use activate::Activate;
pub use avg_pool2d::AvgPool2d;
pub use batch_norm::BatchNorm;
pub(crate) use batch_norm::factor as norm_factor;
pub use both::Both;
pub use conv_transpose2d::ConvTranspose2d;
pub use conv1d::Conv1d;
pub use conv2d::Conv2d;
pub use dense::Dense;
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use global_avg_pool::GlobalAvgPool;
pub use group_norm::GroupNorm;
pub use join::{Add, Concat, Join};
pub use layer_norm::LayerNorm;
pub use max_pool2d::MaxPool2d;
pub use maxout::Maxout;
pub use parallel::Parallel;
pub use per_step::PerStep;
#[doc(hidden)]
pub use per_step::is_one_row;
pub use pointwise::Pointwise;
pub use prelu::PRelu;
pub use repeat::Repeat;
pub use reshape::Reshape;
pub use residual::Residual;
pub use rms_norm::RmsNorm;
pub use swish::Swish;
pub use upsample::Upsample;
pub use zero_pad::ZeroPad;
