//! Training: runs, callbacks, metrics, optimizers, threads.

#[cfg(not(feature = "reproducible"))]
mod decay;
mod fit;
mod learning;
mod pool;
mod steps;
mod threads;
