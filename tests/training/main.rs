//! Training: runs, callbacks, metrics, optimizers, threads.

mod advice;
#[cfg(not(feature = "reproducible"))]
mod decay;
mod decisions;
mod fit;
mod frozen;
mod learning;
mod log;
mod many_samples;
mod overflow;
#[path = "../common/pool.rs"]
mod pool;
mod sequences;
mod steps;
mod threads;
