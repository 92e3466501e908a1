//! Prediction, beside the same by hand with nalgebra: `cargo bench -p benches --bench inference`.

mod groups;
mod naive;
mod workloads;

fn main() {
    groups::measure(workloads::inference::run);
}
