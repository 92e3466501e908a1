//! The gate: every workload must be faster than the same by hand with nalgebra, in the same run.
//!
//! ```text
//! cargo bench -p benches --bench ratios              all of them
//! cargo bench -p benches --bench ratios -- T1 I      those whose names begin so
//! ```
//!
//! Prints a table and fails where constrata loses. What disturbs a measurement only ever adds time, so the two take
//! many short turns, and the shortest of each counts.

#[path = "../common/naive/mod.rs"]
mod naive;
#[path = "../common/timing.rs"]
mod timing;
#[path = "../common/workloads/mod.rs"]
mod workloads;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use timing::{enough, time};

/// How long a race takes, and how many turns each has at least.
const RACE: Duration = Duration::from_millis(2500);
const TURNS: usize = 15;

fn main() -> ExitCode {
    println!("| workload | constrata | naive nalgebra | ratio |\n|---|--:|--:|--:|");
    let only = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let mut table = Table { only, lost: 0 };
    workloads::inference::run(&mut table);
    workloads::training::run(&mut table);
    if table.lost > 0 {
        println!("\nslower than nalgebra by hand: {}", table.lost);
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

struct Table {
    only: Vec<String>,
    lost: usize,
}

impl workloads::Race for Table {
    fn race(&mut self, workload: &str, mut constrata: impl FnMut(), mut nalgebra: impl FnMut()) {
        if !self.only.is_empty() && !self.only.iter().any(|name| workload.starts_with(name)) {
            return;
        }
        let (ours, theirs) = (enough(&mut constrata), enough(&mut nalgebra));
        let mut best = [f64::INFINITY; 2];
        let (start, mut turns) = (Instant::now(), 0);
        while turns < TURNS || start.elapsed() < RACE {
            let turn = [time(&mut constrata, ours), time(&mut nalgebra, theirs)];
            best = [0, 1].map(|who| turn[who].min(best[who]));
            turns += 1;
        }
        let ratio = best[0] / best[1];
        let [ours, theirs] = best.map(duration);
        println!("| {workload} | {ours} | {theirs} | {ratio:.2} |");
        self.lost += usize::from(ratio > 1.0);
    }
}

fn duration(seconds: f64) -> String {
    match seconds {
        0.0..1e-6 => format!("{:.1} ns", seconds * 1e9),
        1e-6..1e-3 => format!("{:.2} us", seconds * 1e6),
        _ => format!("{:.2} ms", seconds * 1e3),
    }
}
