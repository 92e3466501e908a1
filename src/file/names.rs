//! The names of classes, on the heap or in flash.

#[cfg(feature = "std")]
use std::{string::String, vec::Vec};

/// The names of the classes that a [`Model`](super::Model) tells apart, in the order of the classes.
///
/// A program makes them of strings; those of a model in flash stay there.
///
/// ```
/// use constrata::file::Names;
/// let names: Names = vec!["setosa".to_string(), "virginica".into()].into();
/// assert_eq!((names.len(), names.get(1), names.get(2)), (2, Some("virginica"), None));
/// const IN_FLASH: Names = Names::of(&["setosa", "virginica"]);
/// assert_eq!(IN_FLASH, names);
/// ```
#[derive(Clone)]
pub struct Names(Kept);

#[derive(Clone)]
enum Kept {
    Source(&'static [&'static str]),
    /// The section of a file: how many, then of each its length and its text.
    File(&'static [u8]),
    #[cfg(feature = "std")]
    Heap(Vec<String>),
}

impl Names {
    /// These names, for a `const` or a `static`; `&[]` where the outputs are no classes.
    #[must_use]
    pub const fn of(names: &'static [&'static str]) -> Self {
        Names(Kept::Source(names))
    }

    /// Those in the section of a file, which [`are_names`] was asked about.
    pub(super) const fn in_file(section: &'static [u8]) -> Self {
        Names(Kept::File(section))
    }

    /// The name of class `index`; none where there is none.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        match &self.0 {
            Kept::Source(names) => names.get(index).copied(),
            Kept::File(section) => {
                let mut rest = section.get(4..)?;
                for _ in 0..index {
                    rest = text(rest)?.1;
                }
                core::str::from_utf8(text(rest)?.0).ok()
            }
            #[cfg(feature = "std")]
            Kept::Heap(names) => names.get(index).map(String::as_str),
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.0 {
            Kept::Source(names) => names.len(),
            Kept::File(section) => match section.split_first_chunk::<4>() {
                Some((count, _)) => u32::from_le_bytes(*count) as usize,
                None => 0,
            },
            #[cfg(feature = "std")]
            Kept::Heap(names) => names.len(),
        }
    }

    /// Whether there are none.
    ///
    /// ```
    /// use constrata::file::Names;
    /// assert!(Names::of(&[]).is_empty() && !Names::of(&["no", "yes"]).is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, in order.
    ///
    /// ```
    /// use constrata::file::Names;
    /// assert_eq!(Names::of(&["no", "yes"]).iter().collect::<Vec<_>>(), ["no", "yes"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map_while(|index| self.get(index))
    }
}

/// A text at the head of `bytes`, its length before it, and what follows.
pub(super) const fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    match bytes.split_first_chunk::<4>() {
        Some((length, rest)) => rest.split_at_checked(u32::from_le_bytes(*length) as usize),
        None => None,
    }
}

/// Whether the payload of a section is names and nothing else; none at all is too.
pub(super) const fn are_names(section: &[u8]) -> bool {
    let Some((count, mut rest)) = section.split_first_chunk::<4>() else { return section.is_empty() };
    let (mut count, mut whole) = (u32::from_le_bytes(*count), true);
    while count > 0 && whole {
        whole = match text(rest) {
            Some((name, after)) => {
                rest = after;
                core::str::from_utf8(name).is_ok()
            }
            None => false,
        };
        count -= 1;
    }
    whole && rest.is_empty()
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl core::fmt::Debug for Names {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(feature = "std")]
impl From<Vec<String>> for Names {
    fn from(names: Vec<String>) -> Self {
        Names(Kept::Heap(names))
    }
}

#[cfg(feature = "std")]
impl<S: Into<String>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        names.into_iter().map(S::into).collect::<Vec<_>>().into()
    }
}

#[cfg(all(feature = "serde", feature = "std"))]
impl serde::Serialize for Names {
    fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(all(feature = "serde", feature = "std"))]
impl<'de> serde::Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<String>::deserialize(deserializer).map(Names::from)
    }
}
