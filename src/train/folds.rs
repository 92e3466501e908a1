//! Samples split into parts of the same size.

use std::vec::Vec;

use rand::seq::SliceRandom;

use super::stream;

/// The samples 0 to `samples` - 1, shuffled and dealt out in `folds` parts of the same size, or one more.
///
/// ```
/// use constrata::train::folds;
/// let parts = folds(10, 3, 7);
/// assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [4, 3, 3]);
/// let mut all = parts.concat();
/// all.sort();
/// assert_eq!(all, (0..10).collect::<Vec<_>>());
/// ```
#[must_use]
pub fn folds(samples: usize, folds: usize, seed: u64) -> Vec<Vec<usize>> {
    stratified_folds(&std::vec![0; samples], folds, seed)
}

/// As [`folds`], with every class in every part as often as in any other, or once more.
///
/// ```
/// use constrata::train::stratified_folds;
/// let classes = [0, 0, 0, 0, 0, 0, 1, 1, 1]; // sorted, as many files are
/// for part in stratified_folds(&classes, 3, 7) {
///     assert_eq!(part.iter().filter(|sample| classes[**sample] == 1).count(), 1);
/// }
/// ```
#[must_use]
pub fn stratified_folds(classes: &[usize], folds: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut samples: Vec<usize> = (0..classes.len()).collect();
    samples.shuffle(&mut stream(seed, 0));
    // class after class, in random order within each: dealt out in turn, no part gets ahead by more than one of any
    samples.sort_by_key(|sample| classes[*sample]);
    let folds = folds.max(1);
    let part = |first| {
        let mut part: Vec<usize> = samples.iter().copied().skip(first).step_by(folds).collect();
        part.sort_unstable();
        part
    };
    (0..folds).map(part).collect()
}
