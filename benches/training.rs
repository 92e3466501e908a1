//! Training, beside the same by hand with nalgebra: `cargo bench -p benches --bench training`.

mod groups;
mod naive;
mod workloads;

fn main() {
    groups::measure(workloads::training::run);
}
