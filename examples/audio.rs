//! A tube-like drive on an audio stream: a small network in a callback of 64 samples at 48 kHz.
//!
//! ```text
//! cargo run --release --example audio                      # writes target/audio-in.wav and target/audio-out.wav
//! cargo run --release --example audio -- in.wav out.wav    # drives a recording of yours: mono, 16 bit
//! ```
//!
//! The callback does not allocate (a counting allocator looks), does not block (`.ci/realtime` runs it under
//! RealtimeSanitizer), and takes as long for a sound that fades away as for a loud one.
#![cfg_attr(rtsan, feature(sanitize))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use constrata::prelude::*;
use constrata::train::{Data, Fit};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

const RATE: u32 = 48_000;
const BLOCK: usize = 64;
/// How many samples the network sees: the tube has a memory.
const TAPS: usize = 16;

network! { struct Net: TAPS => Dense<16, Tanh> => Dense<8, Tanh> => Dense<1> }

/// The effect: its network, and the last samples of the block before.
struct Drive {
    net: Net,
    past: [f32; TAPS + BLOCK],
    /// What is softer than this is silence: numbers below the normal range take a processor many times as long.
    silence: f32,
}

impl Drive {
    /// One block, in place.
    #[cfg_attr(rtsan, sanitize(realtime = "nonblocking"))]
    #[inline(never)]
    fn callback(&mut self, block: &mut [f32; BLOCK]) {
        self.past.copy_within(BLOCK.., 0);
        for (past, x) in self.past[TAPS..].iter_mut().zip(&*block) {
            *past = if x.abs() < self.silence { 0.0 } else { *x };
        }
        #[cfg(mistake = "allocation")]
        black_box(vec![0.0_f32; BLOCK]);
        #[cfg(mistake = "blocking")]
        drop(black_box(std::fs::File::open("/dev/null")));
        let windows: [[f32; TAPS]; BLOCK] =
            std::array::from_fn(|i| std::array::from_fn(|t| self.past[1 + i + t]));
        *block = *self.net.predict(&windows).as_flattened().first_chunk().unwrap();
    }
}

/// What is imitated: one side saturates sooner, and a low-pass filter follows.
fn tube(clean: &[f32]) -> Vec<f32> {
    let mut last = 0.0;
    let shape = |x: f32| (4.0 * x + 0.3).tanh() - 0.3_f32.tanh();
    let driven = clean.iter().map(|x| {
        last += 0.45 * (shape(*x) - last);
        last
    });
    driven.collect()
}

/// Plucked strings: a chord every half second.
fn strings(seconds: usize, rng: &mut SmallRng) -> Vec<f32> {
    let mut sound = vec![0.0; seconds * RATE as usize];
    for start in (0..sound.len()).step_by(RATE as usize / 2) {
        for _ in 0..3 {
            let tone = 82.4 * (rng.random_range(0..36) as f32 / 12.0).exp2();
            for (i, x) in sound[start..].iter_mut().take(RATE as usize).enumerate() {
                let t = i as f32 / RATE as f32;
                let partial =
                    |k: f32| (core::f32::consts::TAU * k * tone * t).sin() * (-3.0 * k * t).exp() / k;
                *x += 0.25 * (1..6).map(|k| partial(k as f32)).sum::<f32>();
            }
        }
    }
    sound
}

/// Plays a sound block by block; the result, the time each callback took, and how often one allocated.
fn play(drive: &mut Drive, sound: &[f32]) -> (Vec<f32>, Vec<Duration>, usize) {
    let mut driven = sound.to_vec();
    let mut times = Vec::with_capacity(sound.len() / BLOCK);
    let before = ALLOCATIONS.load(Relaxed);
    for block in driven.as_chunks_mut::<BLOCK>().0 {
        let start = Instant::now();
        drive.callback(black_box(block));
        times.push(start.elapsed());
    }
    (driven, times, ALLOCATIONS.load(Relaxed) - before)
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

fn report(name: &str, times: &[Duration]) {
    let (median, worst) = (median(times), times.iter().max().copied().unwrap_or_default());
    let deadline = Duration::from_secs(1) * BLOCK as u32 / RATE;
    println!(
        "{name}: median {median:?}, worst {worst:?}, {:.1} times the median; deadline {deadline:?}, {:.0} medians",
        worst.as_secs_f64() / median.as_secs_f64(),
        deadline.as_secs_f64() / median.as_secs_f64()
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rng = SmallRng::seed_from_u64(1);
    let clean = strings(2, &mut rng);
    let wanted: Vec<[f32; 1]> = tube(&clean)[TAPS - 1..].iter().map(|y| [*y]).collect();
    let windows: Vec<[f32; TAPS]> =
        clean.windows(TAPS).filter_map(|window| window.first_chunk().copied()).collect();
    let mut net = Net::random(&mut rng);
    for learning_rate in [3e-3, 5e-4] {
        let fit = Fit { epochs: 6, batch: 64, learning_rate, ..Fit::new(MeanSquaredError, Adam::default()) };
        fit.run(&mut net, Data::new(&windows, &wanted), ())?;
    }

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (from, to) = match &arguments[..] {
        [from, to] => (from.as_str(), to.as_str()),
        _ => ("target/audio-in.wav", "target/audio-out.wav"),
    };
    if arguments.is_empty() {
        write(from, &strings(5, &mut rng))?;
    }
    let sound = read(from)?;
    let mut drive = Drive { net, past: [0.0; TAPS + BLOCK], silence: 1e-12 };
    let (driven, times, mut allocations) = play(&mut drive, &sound);
    write(to, &driven)?;
    println!("{from} -> {to}: {:.1} s, {} weights", sound.len() as f32 / RATE as f32, Net::PARAMETERS);
    let (mut error, mut power) = (0.0, 0.0);
    for (y, wanted) in driven.iter().zip(tube(&sound)) {
        (error, power) = (error + (y - wanted) * (y - wanted), power + wanted * wanted);
    }
    println!("error to signal: {:.1} dB", 10.0 * (error / power).log10());
    report("callback", &times);

    // from 1 to below the smallest normal number, where the last tenth of a second lies
    let fade = |i: usize| (-20.0 * i as f32 / RATE as f32).exp() * sound[i % sound.len()];
    let fading: Vec<f32> = (0..5 * RATE as usize).map(fade).collect();
    let mut faded = |silence, name| {
        drive.silence = silence;
        let (_, times, some) = play(&mut drive, &fading);
        allocations += some;
        let last = &times[times.len() * 9 / 10..];
        report(name, last);
        median(last)
    };
    let soft = faded(1e-12, "fading away");
    faded(0.0, "fading away, without silence");
    println!("allocations in all callbacks: {allocations}");
    if allocations > 0 || soft > 2 * median(&times) {
        return Err("the callback is not fit for real time".into());
    }
    Ok(())
}

const FORMAT: hound::WavSpec = hound::WavSpec {
    channels: 1,
    sample_rate: RATE,
    bits_per_sample: 16,
    sample_format: hound::SampleFormat::Int,
};

fn write(path: &str, sound: &[f32]) -> Result<(), hound::Error> {
    let mut writer = hound::WavWriter::create(path, FORMAT)?;
    for x in sound {
        writer.write_sample((x.clamp(-1.0, 1.0) * 32767.0) as i16)?;
    }
    writer.finalize()
}

fn read(path: &str) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    let mut reader = hound::WavReader::open(path)?;
    if reader.spec() != FORMAT {
        return Err(format!("{path} is not mono, 16 bit, {RATE} samples a second").into());
    }
    Ok(reader.samples::<i16>().map(|x| x.map(|x| f32::from(x) / 32768.0)).collect::<Result<_, _>>()?)
}

/// Counts what it hands out.
struct Counter;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is the system's.
unsafe impl GlobalAlloc for Counter {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTER: Counter = Counter;
