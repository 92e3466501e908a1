//! What is read and written: networks, models, data, files of other libraries.

mod claims;
#[cfg(unix)]
mod crash;
mod data;
mod many_layers;
mod model;
mod networks;
mod not_finite;
mod per_step;
#[path = "../common/refusal.rs"]
mod refusal;
mod safetensors;
#[path = "../common/seal.rs"]
mod seal;
mod serde;
