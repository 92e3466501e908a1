//! The names of what goes into a network, on the heap or in flash.

#[cfg(feature = "std")]
use std::vec::Vec;

use super::names::text;
#[cfg(feature = "std")]
use crate::data::Feature;

/// The [`Feature`](crate::data::Feature)s of a [`Model`](super::Model): a name for each number of its inputs, in order, or none.
///
/// ```
/// use constrata::{data::Feature, file::Features};
/// let features = Features::from(vec![Feature::number("age"), Feature::number("weight")]);
/// assert_eq!(features.to_vec(), ["age", "weight"]);
/// ```
#[derive(Clone)]
pub struct Features(Kept);

#[derive(Clone)]
enum Kept {
    /// The section of a file, empty where there is none.
    File(&'static [u8]),
    #[cfg(feature = "std")]
    Heap(Vec<Feature>),
}

const CATEGORY: u32 = 1;
const FILL: u32 = 2;

impl Features {
    /// No names: data are matched by the order of their numbers alone.
    ///
    /// ```
    /// assert!(constrata::file::Features::none().to_vec().is_empty());
    /// ```
    #[must_use]
    pub const fn none() -> Self {
        Features(Kept::File(&[]))
    }

    /// Those that [`Model::to_rust`](super::Model::to_rust) wrote.
    ///
    /// # Panics
    /// Where they are none.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_section(section: &'static [u8]) -> Self {
        assert!(count(section).is_some(), "these are no features");
        Features(Kept::File(section))
    }

    /// Those in the section of a file, which [`count`] was asked about.
    pub(super) const fn in_file(section: &'static [u8]) -> Self {
        Features(Kept::File(section))
    }
}

/// How many features the payload of a section has, if it is features and nothing else.
pub(super) const fn count(section: &[u8]) -> Option<usize> {
    let Some((count, mut rest)) = section.split_first_chunk::<4>() else {
        return if section.is_empty() { Some(0) } else { None };
    };
    let count = u32::from_le_bytes(*count);
    let mut index = 0;
    while index < count {
        let Some((_, _, _, after)) = entry(rest) else { return None };
        (rest, index) = (after, index + 1);
    }
    if rest.is_empty() { Some(count as usize) } else { None }
}

/// Column, category, fill, and what is behind them.
type Entry<'a> = (&'a str, Option<&'a str>, Option<f64>, &'a [u8]);

/// One feature at the head of `bytes`: what there is of it, the column's name, category, fill.
const fn entry(bytes: &[u8]) -> Option<Entry<'_>> {
    let Some((flags, rest)) = bytes.split_first_chunk::<4>() else { return None };
    let flags = u32::from_le_bytes(*flags);
    let Some((column, mut rest)) = text(rest) else { return None };
    let Ok(column) = core::str::from_utf8(column) else { return None };
    let (mut category, mut fill) = (None, None);
    if flags & CATEGORY != 0 {
        let Some((found, after)) = text(rest) else { return None };
        let Ok(found) = core::str::from_utf8(found) else { return None };
        (category, rest) = (Some(found), after);
    }
    if flags & FILL != 0 {
        let Some((found, after)) = rest.split_first_chunk::<8>() else { return None };
        let found = f64::from_bits(u64::from_le_bytes(*found));
        if !found.is_finite() {
            return None;
        }
        (fill, rest) = (Some(found), after);
    }
    if flags > CATEGORY + FILL { None } else { Some((column, category, fill, rest)) }
}

#[cfg(feature = "std")]
impl Features {
    /// All of them, in order.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Feature> {
        match &self.0 {
            Kept::File(section) => read(section),
            Kept::Heap(features) => features.clone(),
        }
    }

    /// The payload of their section.
    pub(crate) fn section(&self) -> Vec<u8> {
        let features = match &self.0 {
            Kept::File(section) => return section.to_vec(),
            Kept::Heap(features) => features,
        };
        let mut payload = (features.len() as u32).to_le_bytes().to_vec();
        for Feature { column, category, fill } in features {
            let flags = if category.is_some() { CATEGORY } else { 0 } + if fill.is_some() { FILL } else { 0 };
            payload.extend_from_slice(&flags.to_le_bytes());
            super::extra::put_text(&mut payload, column);
            category.iter().for_each(|category| super::extra::put_text(&mut payload, category));
            fill.iter().for_each(|fill| payload.extend_from_slice(&fill.to_le_bytes()));
        }
        payload
    }
}

/// The features in the payload of a section.
#[cfg(feature = "std")]
pub(super) fn read(section: &[u8]) -> Vec<Feature> {
    let mut rest = section.get(4..).unwrap_or_default();
    core::iter::from_fn(|| {
        let (column, category, fill, after) = entry(rest)?;
        rest = after;
        Some(Feature { column: column.into(), category: category.map(Into::into), fill })
    })
    .collect()
}

impl core::fmt::Debug for Features {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        #[cfg(feature = "std")]
        return self.to_vec().fmt(f);
        #[cfg(not(feature = "std"))]
        match &self.0 {
            Kept::File(section) => section.fmt(f),
        }
    }
}

impl PartialEq for Features {
    fn eq(&self, other: &Self) -> bool {
        #[cfg(feature = "std")]
        return self.to_vec() == other.to_vec();
        #[cfg(not(feature = "std"))]
        match (&self.0, &other.0) {
            (Kept::File(these), Kept::File(others)) => these == others,
        }
    }
}

#[cfg(feature = "std")]
impl From<Vec<Feature>> for Features {
    fn from(features: Vec<Feature>) -> Self {
        Features(Kept::Heap(features))
    }
}

#[cfg(all(feature = "serde", feature = "std"))]
impl serde::Serialize for Features {
    fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.to_vec().serialize(serializer)
    }
}

#[cfg(all(feature = "serde", feature = "std"))]
impl<'de> serde::Deserialize<'de> for Features {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Feature>::deserialize(deserializer).map(Features::from)
    }
}
