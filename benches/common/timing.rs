//! How long a call takes. What disturbs a measurement only ever adds time, so the shortest of many short turns counts.
#![allow(dead_code, reason = "a bench of two calls takes their turns by itself")]

use std::time::{Duration, Instant};

/// How long one turn takes, at least.
const TURN: Duration = Duration::from_micros(500);
/// How long all turns of a call take, and how many there are, at least.
const ALL: Duration = Duration::from_millis(120);
const TURNS: usize = 30;

/// Seconds for one call.
pub(crate) fn shortest(mut call: impl FnMut()) -> f64 {
    let calls = enough(&mut call);
    let (start, mut turns, mut best) = (Instant::now(), 0, f64::INFINITY);
    while turns < TURNS || start.elapsed() < ALL {
        best = best.min(time(&mut call, calls));
        turns += 1;
    }
    best
}

/// How many calls make a turn.
pub(crate) fn enough(call: &mut impl FnMut()) -> u32 {
    let mut calls = 1;
    while time(call, calls) * f64::from(calls) < TURN.as_secs_f64() {
        calls *= 2;
    }
    calls
}

/// Seconds for one call, in a turn of so many.
pub(crate) fn time(call: &mut impl FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    (0..calls).for_each(|_| call());
    start.elapsed().as_secs_f64() / f64::from(calls)
}
