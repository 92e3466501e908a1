//! C, from `c/`, by two compilers. A turn's loop is C's too, so that no prediction pays for a call between languages.

use std::ffi::{CStr, c_char, c_int, c_long, c_void};

use crate::problem::{Problem, Targets};
use crate::race::Contestant;

/// `struct peer` of `c/peer.h`.
#[derive(Clone, Copy)]
#[repr(C)]
struct Peer {
    id: *const c_char,
    load: unsafe extern "C" fn(parameters: *const f32),
    predict: Option<unsafe extern "C" fn(x: *const f32, y: *mut f32, calls: c_long)>,
    learn: Option<
        unsafe extern "C" fn(x: *const f32, targets: *const c_void, steps: c_int, calls: c_long) -> f32,
    >,
    learned: Option<unsafe extern "C" fn(parameters: *mut f32)>,
}

unsafe extern "C" {
    safe fn gcc_peers() -> *const Peer;
    safe fn gcc_blas_peers() -> *const Peer;
    safe fn gcc_peak(operations: c_long);
    safe fn clang_peers() -> *const Peer;
    safe fn clang_blas_peers() -> *const Peer;
}

pub(crate) fn gcc(problem: &Problem) -> Option<Box<dyn Contestant>> {
    solve(gcc_peers(), problem)
}

pub(crate) fn gcc_blas(problem: &Problem) -> Option<Box<dyn Contestant>> {
    solve(gcc_blas_peers(), problem)
}

pub(crate) fn clang(problem: &Problem) -> Option<Box<dyn Contestant>> {
    solve(clang_peers(), problem)
}

pub(crate) fn clang_blas(problem: &Problem) -> Option<Box<dyn Contestant>> {
    solve(clang_blas_peers(), problem)
}

/// A milliard floating-point operations by fused multiply-adds: what the processor can do at most.
pub(crate) struct Peak;

impl Contestant for Peak {
    fn run(&mut self) {
        gcc_peak(1_000_000_000);
    }

    fn result(&mut self) -> Vec<f32> {
        Vec::new()
    }
}

struct Library {
    peer: Peer,
    x: Vec<f32>,
    classes: Vec<c_int>,
    values: Vec<f32>,
    steps: c_int,
    /// The outputs; or the loss, then the parameters.
    result: Vec<f32>,
}

fn solve(peers: *const Peer, problem: &Problem) -> Option<Box<dyn Contestant>> {
    // SAFETY: the table ends with a null id, and lives as long as the program.
    let mut peers = (0..).map(|index| unsafe { *peers.add(index) }).take_while(|peer| !peer.id.is_null());
    // SAFETY: an id is a string of C's.
    let peer = peers.find(|peer| unsafe { CStr::from_ptr(peer.id) }.to_str() == Ok(problem.id))?;
    let parameters = problem.parameters();
    // SAFETY: it reads the parameters of the network that both sides know by the problem's name.
    unsafe { (peer.load)(parameters.as_ptr()) };
    let (mut classes, mut values, mut steps) = (Vec::new(), Vec::new(), 0);
    let mut result = vec![0.0; problem.batch * problem.outputs()];
    if let Some(training) = &problem.training {
        result = vec![0.0; 1 + parameters.len()];
        steps = training.steps as c_int;
        match &training.targets {
            Targets::Classes(all) => classes.extend(all.iter().map(|&class| class as c_int)),
            Targets::Values(all) => values.extend_from_slice(all),
        }
    }
    Some(Box::new(Library { peer, x: problem.x.clone(), classes, values, steps, result }))
}

impl Contestant for Library {
    fn run(&mut self) {
        self.turn(1);
    }

    fn turn(&mut self, calls: u32) {
        let (x, calls) = (self.x.as_ptr(), c_long::from(calls));
        let classes = self.classes.as_ptr().cast::<c_void>();
        let targets = if self.values.is_empty() { classes } else { self.values.as_ptr().cast() };
        // SAFETY: inputs, targets and outputs have the problem's sizes.
        unsafe {
            if let Some(predict) = self.peer.predict {
                predict(x, self.result.as_mut_ptr(), calls);
            }
            if let Some(learn) = self.peer.learn {
                self.result[0] = learn(x, targets, self.steps, calls);
            }
        }
    }

    fn result(&mut self) -> Vec<f32> {
        if let Some(learned) = self.peer.learned {
            // SAFETY: behind the loss there is room for all parameters.
            unsafe { learned(self.result[1..].as_mut_ptr()) };
        }
        self.result.clone()
    }
}
