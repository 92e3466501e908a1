//! Layers and networks: what they predict and learn, against finite differences, PyTorch and one another.

mod costs;
mod depth;
#[path = "../common/directions.rs"]
mod directions;
mod dropout;
mod fresh;
mod gradient_check;
mod initialization;
mod laws;
mod named_networks;
mod normalization;
mod own_folded;
mod per_step;
mod recurrent;
mod scale_free;
mod stream;
mod ways;
mod worked_example;
