//! Holding samples out, to test on what was not learned from.

use std::vec;
use std::vec::Vec;

use rand::seq::SliceRandom;
use rand_core::Rng;

use super::{Dataset, Flaw, Problem};
use crate::Error;

impl<X: Clone, Y: Clone> Dataset<X, Y> {
    /// Shuffles, then parts into what to learn from and what to hold out: `share` of the samples, rounded.
    ///
    /// The same state of `rng` gives the same parts.
    ///
    /// # Errors
    /// Where one part would be empty.
    ///
    /// ```
    /// use constrata::data::Dataset;
    /// use rand::{SeedableRng, rngs::SmallRng};
    /// let data = Dataset::new(vec![[0.0]; 10], vec![0; 10])?;
    /// let (train, test) = data.split(0.2, &mut SmallRng::seed_from_u64(7))?;
    /// assert_eq!((train.len(), test.len()), (8, 2));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn split(&self, share: f64, rng: &mut impl Rng) -> Result<(Self, Self), Error> {
        let held_out = held_out(self.len(), share)?;
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.shuffle(rng);
        let (test, train) = order.split_at(held_out);
        Ok((self.pick(train), self.pick(test)))
    }
}

impl<X: Clone> Dataset<X, usize> {
    /// As [`split`](Self::split), each class being parted alike: its share of either part is that of the whole, to within
    /// one sample.
    ///
    /// # Errors
    /// Where one part would be empty, or a class has a single sample.
    ///
    /// ```
    /// use constrata::data::Dataset;
    /// use rand::{SeedableRng, rngs::SmallRng};
    /// let data = Dataset::new(vec![[0.0]; 100], [[0; 9], [1; 9]].concat().into_iter().chain([2; 82]).collect())?;
    /// let (_, test) = data.stratified_split(1.0 / 3.0, &mut SmallRng::seed_from_u64(7))?;
    /// assert_eq!([0, 1, 2].map(|class| test.targets.iter().filter(|y| **y == class).count()), [3, 3, 27]);
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn stratified_split(&self, share: f64, rng: &mut impl Rng) -> Result<(Self, Self), Error> {
        let held_out = held_out(self.len(), share)?;
        let mut members: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut classes: Vec<usize> = self.targets.clone();
        classes.sort_unstable();
        classes.dedup();
        members.extend(classes.into_iter().map(|class| (class, vec![])));
        for (sample, class) in self.targets.iter().enumerate() {
            if let Ok(place) = members.binary_search_by_key(class, |(class, _)| *class) {
                members[place].1.push(sample);
            }
        }
        if let Some((class, _)) = members.iter().find(|(_, samples)| samples.len() == 1) {
            return Err(Flaw::of(Problem::Rare { class: *class, samples: 1 }).into());
        }
        let sizes: Vec<usize> = members.iter().map(|(_, samples)| samples.len()).collect();
        let (mut train, mut test) = (Vec::new(), Vec::new());
        for ((_, samples), count) in members.iter_mut().zip(shares(&sizes, held_out)) {
            samples.shuffle(rng);
            let (out, rest) = samples.split_at(count);
            test.extend_from_slice(out);
            train.extend_from_slice(rest);
        }
        train.shuffle(rng);
        test.shuffle(rng);
        Ok((self.pick(&train), self.pick(&test)))
    }
}

/// How many of `samples` are held out.
fn held_out(samples: usize, share: f64) -> Result<usize, Error> {
    if samples == 0 {
        return Err(Error::Empty);
    }
    let count = (samples as f64 * share).round();
    if share.is_nan() || count < 1.0 || count >= samples as f64 {
        return Err(Flaw::of(Problem::Share(share)).into());
    }
    Ok(count as usize)
}

/// `total` shared out in proportion to `sizes`: each rounded down, then one more where most was cut off, the first of equals
/// first.
fn shares(sizes: &[usize], total: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    // in whole numbers, so that equal classes are equal
    let exact = |size: &usize| (*size as u128 * total as u128, all as u128);
    let mut shares: Vec<usize> = sizes.iter().map(|size| (exact(size).0 / exact(size).1) as usize).collect();
    let mut by_rest: Vec<usize> = (0..sizes.len()).collect();
    by_rest.sort_by_key(|index| std::cmp::Reverse(exact(&sizes[*index]).0 % exact(&sizes[*index]).1));
    let missing = total - shares.iter().sum::<usize>();
    for index in by_rest.into_iter().take(missing) {
        shares[index] += 1;
    }
    shares
}
