//! Prediction, beside the same by hand with nalgebra: `cargo bench -p benches --bench inference`.

mod groups;
#[path = "../shared/naive/mod.rs"]
mod naive;
#[path = "../shared/workloads/mod.rs"]
mod workloads;

fn main() {
    groups::measure(workloads::inference::run);
}
