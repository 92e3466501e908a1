//! What is read and written: networks, models, data, files of other libraries.

#[cfg(unix)]
mod crash;
#[cfg(feature = "data")]
mod data;
mod many_layers;
mod model;
mod networks;
mod not_finite;
#[cfg(feature = "safetensors")]
mod safetensors;
mod seal;
#[cfg(feature = "serde")]
mod serde;
