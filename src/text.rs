//! A short text put together while compiling: names of shapes, layers and whole architectures.

use core::fmt;

/// A text of at most [`Text::CAPACITY`] bytes that a `const` can build from pieces and numbers.
///
/// What does not fit is left out and marked by `~` at the end.
///
/// ```
/// use constrata::Text;
/// const LAYER: Text = Text::new("Dense<").number(32).text(", Relu>");
/// assert_eq!(LAYER.as_str(), "Dense<32, Relu>");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text {
    bytes: [u8; Text::CAPACITY],
    len: usize,
}

impl Text {
    /// The most bytes a text holds.
    ///
    /// ```
    /// use constrata::Text;
    /// let long = Text::new(&"layer".repeat(1000));
    /// assert_eq!(long.as_str().len(), Text::CAPACITY);
    /// assert!(long.as_str().ends_with("layer~"));
    /// ```
    pub const CAPACITY: usize = 4096;

    /// A text that begins with `text`.
    #[must_use]
    pub const fn new(text: &str) -> Self {
        Text { bytes: [0; Self::CAPACITY], len: 0 }.text(text)
    }

    /// The text with `text` behind it.
    #[must_use]
    pub const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut index = 0;
        while index < text.len() {
            if self.len + 1 >= Self::CAPACITY {
                self.bytes[Self::CAPACITY - 1] = b'~';
                self.len = Self::CAPACITY;
                return self;
            }
            // Names are ASCII; anything else would be cut in the middle of a character.
            self.bytes[self.len] = if text[index].is_ascii() { text[index] } else { b'?' };
            self.len += 1;
            index += 1;
        }
        self
    }

    /// The text with another built text behind it.
    ///
    /// ```
    /// use constrata::Text;
    /// const SHAPES: Text = Text::new("64 => ").join(&Text::new("10"));
    /// assert_eq!(SHAPES.as_str(), "64 => 10");
    /// ```
    #[must_use]
    pub const fn join(self, other: &Text) -> Self {
        self.text(other.as_str())
    }

    /// The text with `number` in decimal digits behind it.
    #[must_use]
    pub const fn number(self, number: usize) -> Self {
        let text = if number >= 10 { self.number(number / 10) } else { self };
        let digit = [b'0' + (number % 10) as u8];
        match core::str::from_utf8(&digit) {
            Ok(digit) => text.text(digit),
            Err(_) => text,
        }
    }

    /// The text as a string slice.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Whether it is the same text.
    pub(crate) const fn is(&self, other: &Text) -> bool {
        let mut index = 0;
        while index < self.len && index < other.len && self.bytes[index] == other.bytes[index] {
            index += 1;
        }
        index == self.len && index == other.len
    }

    /// The 64-bit FNV-1a hash of the text (Fowler, Noll, Vo).
    ///
    /// ```
    /// use constrata::Text;
    /// const HASH: u64 = Text::new("a").hash();
    /// assert_eq!(HASH, 0xaf63_dc4c_8601_ec8c); // the algorithm's published value
    /// ```
    pub const fn hash(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        let mut index = 0;
        while index < self.len {
            hash = (hash ^ self.bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            index += 1;
        }
        hash
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
