//! Taking turns: whatever disturbs the machine hits all alike.

use std::time::{Duration, Instant};

/// How long a turn takes, at least.
const TURN: Duration = Duration::from_millis(3);

/// One rival's way of solving one problem.
pub(crate) trait Contestant {
    /// Solves it once: a prediction, or the whole training from fresh weights.
    fn run(&mut self);

    /// Solves it again and again.
    fn turn(&mut self, calls: u32) {
        for _ in 0..calls {
            self.run();
        }
    }

    /// What the last run came to: the outputs; or the last loss, then all parameters.
    fn result(&mut self) -> Vec<f32>;
}

/// Seconds for one call of each contestant, turn by turn.
pub(crate) fn race(contestants: &mut [Box<dyn Contestant>], turns: usize) -> Vec<Vec<f64>> {
    let calls: Vec<u32> = contestants.iter_mut().map(|contestant| enough(contestant.as_mut())).collect();
    let turn = |_| {
        let of = |(contestant, &calls): (&mut Box<dyn Contestant>, _)| time(contestant.as_mut(), calls);
        contestants.iter_mut().zip(&calls).map(of).collect()
    };
    (0..turns).map(turn).collect()
}

/// How many calls make a turn.
fn enough(contestant: &mut dyn Contestant) -> u32 {
    let mut calls = 1;
    while time(contestant, calls) * f64::from(calls) < TURN.as_secs_f64() {
        calls *= 2;
    }
    calls
}

/// Seconds for one call.
fn time(contestant: &mut dyn Contestant, calls: u32) -> f64 {
    let start = Instant::now();
    contestant.turn(calls);
    start.elapsed().as_secs_f64() / f64::from(calls)
}
