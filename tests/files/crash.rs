//! A save that is killed at any moment leaves the old file or the new one.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use constrata::prelude::*;

network! { struct Wide: 100 => Dense<600, Relu> => Dense<10, Softmax> }
network! { struct Small: 20 => Dense<60> => Dense<2> }

/// The network that is all `number`.
fn filled<N: Network<Scalar = f32>>(number: f32) -> Box<N> {
    let mut net = constrata::boxed::<N>();
    net.fill(number);
    net
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("constrata-crash-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The number that a file's network is full of.
fn held<N: Save<Scalar = f32>>(file: &Path) -> f32 {
    let net = N::load(file).expect("a whole file");
    let number = net.tensor(0)[0];
    assert!((0..N::TENSORS).all(|index| net.tensor(index).iter().all(|w| *w == number)), "two files in one");
    number
}

/// This test binary, as another process that runs `test` with `FILE` set.
fn child(test: &str, file: &Path) -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--ignored", "--nocapture"]).env("FILE", file);
    child.stdout(Stdio::piped()).stderr(Stdio::null());
    child
}

/// Not a test: saves 1, 2, 3, .. over one another until it is killed.
#[test]
#[ignore = "what the test below kills"]
fn saves_for_ever() {
    let Some(file) = std::env::var_os("FILE") else { return };
    for number in 1_u32.. {
        filled::<Wide>(number as f32).save(&file).unwrap();
        println!("saved {number}");
    }
}

#[test]
fn a_killed_save_leaves_the_old_file_or_the_new_one() {
    let folder = folder("kill");
    let file = folder.join("wide.net");
    let (mut old, mut new, mut leftovers) = (0, 0, 0);
    for round in 0..60_u64 {
        filled::<Wide>(0.0).save(&file).unwrap();
        let mut child = child("crash::saves_for_ever", &file).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while !lines.next().unwrap().unwrap().contains("saved 2") {}
        if round % 2 == 0 {
            // moments spread evenly over what some saves take
            std::thread::sleep(Duration::from_micros(97 * round));
        } else {
            // the moment a file is being written
            let end = Instant::now() + Duration::from_millis(500);
            while std::fs::read_dir(&folder).unwrap().count() < 2 && Instant::now() < end {}
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let said = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("saved ")?.parse().ok());
        let said = said.fold(2.0_f32, f32::max);
        let held = held::<Wide>(&file);
        assert!(held == said || held == said + 1.0, "said {said}, but the file has {held}");
        old += usize::from(held == said);
        new += usize::from(held == said + 1.0);
        let temporary: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| *path != file)
            .collect();
        leftovers += temporary.len();
        temporary.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    }
    println!("{old} old, {new} new, {leftovers} killed while writing");
    assert!(leftovers > 0, "no kill came while a file was being written: this test looks at nothing");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Not a test: saves once, and is killed by the system where its files get too long.
#[test]
#[ignore = "what the test below limits"]
fn saves_once() {
    let Some(file) = std::env::var_os("FILE") else { return };
    filled::<Small>(2.0).save(&file).unwrap();
    println!("saved");
}

#[test]
fn a_save_that_dies_at_any_length_leaves_the_old_file() {
    let folder = folder("limit");
    let file = folder.join("small.net");
    let blocks = Small::FILE_BYTES.div_ceil(512);
    for limit in 0..=blocks {
        filled::<Small>(1.0).save(&file).unwrap();
        let child = child("crash::saves_once", &file);
        let mut limited = Command::new("sh");
        limited
            .arg("-c")
            .arg(format!("ulimit -f {limit}; exec \"$0\" \"$@\""))
            .arg(child.get_program())
            .args(child.get_args());
        limited.env("FILE", &file).stderr(Stdio::null()).stdout(Stdio::null());
        let survived = limited.status().unwrap().success();
        // a shell counts blocks of 512 bytes, or of 1024
        assert_eq!(survived, held::<Small>(&file) == 2.0, "limit {limit}");
        assert!(!survived || limit >= blocks / 2, "limit {limit} of {blocks}");
        assert!(survived || limit < blocks, "limit {limit} of {blocks}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// Process numbers come again, in a container above all: what a killed process left is not in the way.
#[test]
fn leftovers_are_not_in_the_way() {
    let folder = folder("leftovers");
    let file = folder.join("small.net");
    for save in 0..200 {
        std::fs::write(folder.join(format!(".small.net.{}-{save}.tmp", std::process::id())), "half a fi")
            .unwrap();
    }
    filled::<Small>(3.0).save(&file).unwrap();
    assert_eq!(held::<Small>(&file), 3.0);
    std::fs::remove_dir_all(folder).unwrap();
}
