//! A short text put together while compiling: names of shapes, layers and whole architectures.

use core::fmt;

/// A text of at most [`Text::CAPACITY`] bytes that a `const` can build from pieces and numbers.
///
/// What does not fit is left out and marked by `~` at the end; letters that are not ASCII show as `?`. Comparing and hashing
/// take all of it into account, what is not shown too.
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
    whole: Fingerprint,
}

/// Of all bytes of a text, whether they are shown or not. That of two texts in a row follows from theirs, however the row was
/// put together: two forms of one network have one fingerprint.
///
/// ```text
/// print = Σ byte[i] BASE^(length - 1 - i)   modulo 2^61 - 1
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
struct Fingerprint {
    print: u64,
    length: u64,
}

impl Fingerprint {
    const PRIME: u64 = (1 << 61) - 1;
    const BASE: u64 = 0x0123_4567_89ab_cdef;
    const NONE: Self = Fingerprint { print: 0, length: 0 };

    const fn product(a: u64, b: u64) -> u64 {
        (a as u128 * b as u128 % Self::PRIME as u128) as u64
    }

    const fn and(self, other: Self) -> Self {
        let (mut power, mut square, mut rest) = (1, Self::BASE, other.length);
        while rest > 0 {
            if rest % 2 == 1 {
                power = Self::product(power, square);
            }
            (square, rest) = (Self::product(square, square), rest / 2);
        }
        let print = (Self::product(self.print, power) + other.print) % Self::PRIME;
        Fingerprint { print, length: self.length + other.length }
    }

    const fn of(text: &[u8]) -> Self {
        let (mut print, mut index) = (0, 0);
        while index < text.len() {
            // a letter counts as one more, so that none is nothing
            print = (Self::product(print, Self::BASE) + text[index] as u64 + 1) % Self::PRIME;
            index += 1;
        }
        Fingerprint { print, length: text.len() as u64 }
    }
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
        Text { bytes: [0; Self::CAPACITY], len: 0, whole: Fingerprint::NONE }.text(text)
    }

    /// The text with `text` behind it.
    #[must_use]
    pub const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        self.whole = self.whole.and(Fingerprint::of(text));
        self.shown(text)
    }

    /// With these bytes behind it, as far as there is room.
    const fn shown(mut self, text: &[u8]) -> Self {
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
        let whole = self.whole.and(other.whole);
        Text { whole, ..self.shown(other.as_str().as_bytes()) }
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
        self.whole.print == other.whole.print && self.whole.length == other.whole.length
    }

    /// The 64-bit FNV-1a hash of the text (Fowler, Noll, Vo); of one that is not shown as it is, the hash of a fingerprint
    /// of all of it.
    ///
    /// ```
    /// use constrata::Text;
    /// const HASH: u64 = Text::new("a").hash();
    /// assert_eq!(HASH, 0xaf63_dc4c_8601_ec8c); // the algorithm's published value
    ///
    /// let [one, other] = ["Tanh", "Relu"].map(|last| Text::new(&"Dense<8, Tanh> => ".repeat(300)).text(last));
    /// assert_eq!(one.as_str(), other.as_str()); // the last layer is not shown
    /// assert_ne!(one.hash(), other.hash());
    /// assert_ne!(Text::new("größe").hash(), Text::new("grüße").hash());
    /// ```
    pub const fn hash(&self) -> u64 {
        let shown = self.bytes.split_at(self.len).0;
        let Fingerprint { print, length } = Fingerprint::of(shown);
        if print == self.whole.print && length == self.whole.length {
            return fnv(FNV, shown);
        }
        fnv(fnv(FNV, &self.whole.print.to_le_bytes()), &self.whole.length.to_le_bytes())
    }
}

const FNV: u64 = 0xcbf2_9ce4_8422_2325;

const fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        index += 1;
    }
    hash
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
