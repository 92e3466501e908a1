//! One rival after the other, in turns, over the workloads.
//!
//! ```text
//! peers race TURNS [ID...]     takes the times
//! peers export FOLDER          writes the problems, for rivals in other processes
//! ```
//!
//! Lines are `id, rival, seconds for a call` for each turn, and before them `id, rival, right or wrong, error` (as a part
//! of what is allowed). Who is wrong takes no turns. The rival `peak` is 10^9 operations by multiply-adds.

mod check;
mod export;
mod problem;
mod race;
mod reference;
mod rivals;

use std::path::Path;
use std::process::ExitCode;

use check::Reference;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["race", turns, ref ids @ ..] => match turns.parse() {
            Ok(turns) => race(turns, ids),
            Err(_) => return usage(),
        },
        ["export", folder] => {
            if let Err(error) = export::export(Path::new(folder)) {
                eprintln!("{folder}: {error}");
                return ExitCode::FAILURE;
            }
        }
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("peers race TURNS [ID...] | peers export FOLDER");
    ExitCode::FAILURE
}

fn race(turns: usize, ids: &[&str]) {
    for problem in problem::all() {
        if !ids.is_empty() && !ids.contains(&problem.id) {
            continue;
        }
        let reference = Reference::of(&problem);
        let (mut names, mut contestants) = (Vec::new(), Vec::new());
        for (name, solve) in rivals::all() {
            let Some(error) = check::error(&problem, &reference, solve) else { continue };
            let right = error <= 1.0;
            println!("{}\t{name}\t{}\t{error:.3}", problem.id, if right { "right" } else { "wrong" });
            if right {
                names.push(name);
                contestants.extend(solve(&problem));
            }
        }
        names.push("peak");
        contestants.push(Box::new(rivals::Peak));
        for turn in race::race(&mut contestants, turns) {
            for (name, seconds) in names.iter().zip(turn) {
                println!("{}\t{name}\t{seconds:e}", problem.id);
            }
        }
    }
}
