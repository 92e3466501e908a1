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

/// The next save removes what a killed process left, and nothing of others.
#[cfg(target_os = "linux")]
#[test]
fn leftovers_of_dead_processes_are_removed() {
    let folder = folder("dead");
    let file = folder.join("wide.net");
    let others =
        [folder.join(".wide.net"), folder.join(".wide.network.1-0.tmp"), folder.join("wide.net.tmp")];
    let names = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    let mut left = 0;
    for _ in 0..200 {
        filled::<Wide>(0.0).save(&file).unwrap();
        assert_eq!(names(&folder), 1, "what the last one left is gone");
        let mut child = child("crash::saves_for_ever", &file).spawn().unwrap();
        let end = Instant::now() + Duration::from_millis(500);
        while names(&folder) < 2 && Instant::now() < end {}
        child.kill().unwrap();
        child.wait().unwrap();
        left += names(&folder) - 1;
        if left > 2 {
            break;
        }
    }
    assert!(left > 0, "no kill came while a file was being written: this test looks at nothing");
    others.iter().for_each(|other| std::fs::write(other, "mine").unwrap());
    filled::<Wide>(1.0).save(&file).unwrap();
    assert!(names(&folder) == 4 && others.iter().all(|other| other.exists()));
    std::fs::remove_dir_all(folder).unwrap();
}

/// A link stays a link, permissions stay, names may be long, and what is no file is not replaced by one.
#[test]
fn a_save_replaces_the_file_and_nothing_else() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("replace");
    let (file, link, chain) = (folder.join("small.net"), folder.join("link.net"), folder.join("chain.net"));
    filled::<Small>(1.0).save(&file).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("small.net", &link).unwrap();
    symlink(&link, &chain).unwrap();
    filled::<Small>(2.0).save(&chain).unwrap();
    assert_eq!((held::<Small>(&file), held::<Small>(&link)), (2.0, 2.0));
    assert!([&link, &chain].iter().all(|link| link.symlink_metadata().unwrap().is_symlink()));
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    // a link to what is not there yet
    symlink("new.net", folder.join("ahead.net")).unwrap();
    filled::<Small>(3.0).save(folder.join("ahead.net")).unwrap();
    assert_eq!(held::<Small>(&folder.join("new.net")), 3.0);
    for length in [200, 201, 240, 255] {
        let long = folder.join("n".repeat(length));
        filled::<Small>(4.0).save(&long).unwrap();
        assert_eq!(held::<Small>(&long), 4.0);
    }
    symlink("circle.net", folder.join("circle.net")).unwrap();
    for (path, why) in [
        (
            PathBuf::from("/dev/null"),
            "/dev/null: this is no ordinary file: a device, a pipe, or links in a circle",
        ),
        (folder.join("circle.net"), "links in a circle"),
        (folder.clone(), "this is a folder, and not a file"),
        (folder.join("none").join("small.net"), "there is no such file or folder"),
    ] {
        let refused = filled::<Small>(5.0).save(&path).unwrap_err().to_string();
        assert!(refused.ends_with(why), "{refused}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// Devices have no end, and a file of another kind is not read whole to find that out.
#[test]
fn only_what_can_be_a_network_is_read() {
    let folder = folder("read");
    for device in ["/dev/zero", "/dev/null"] {
        let refused = Small::load(device).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!("{device}: this is no ordinary file: a device, a pipe, or links in a circle")
        );
    }
    // a hole of a terabyte, which nobody has room for
    let large = folder.join("large.net");
    let mut file = std::fs::File::create(&large).unwrap();
    file.set_len(1 << 40).unwrap();
    let refused = Small::load(&large).unwrap_err().to_string();
    assert_eq!(refused, format!("{}: this is no file of a network: it begins otherwise", large.display()));
    std::io::Write::write_all(&mut file, &filled::<Small>(1.0).to_bytes()).unwrap();
    let refused = Small::load(&large).unwrap_err().to_string();
    assert!(refused.contains("should have") && refused.contains("1099511627776"), "{refused}");
    std::fs::remove_dir_all(folder).unwrap();
}
