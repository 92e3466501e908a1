//! Prediction, beside the same by hand with nalgebra: `cargo bench -p benches --bench inference`.

mod groups;
#[path = "../common/naive/mod.rs"]
mod naive;
#[path = "../common/workloads/mod.rs"]
mod workloads;

fn main() {
    groups::measure(workloads::inference::run);
}
