//! Layers and networks: what they predict and learn, against finite differences, PyTorch and one another.

mod depth;
#[path = "../common/directions.rs"]
mod directions;
mod dropout;
mod gradient_check;
mod initialization;
mod laws;
mod named_networks;
mod normalization;
mod per_step;
mod recurrent;
mod worked_example;
