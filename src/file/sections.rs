//! A file taken apart: header, sections, checksum. In a `const` as well as at run time, and never a panic.

use super::checksum::crc32;
use super::refusal::Refusal;

/// Not text (first byte), and broken by whatever changes line ends (the last three).
pub(super) const MAGIC: [u8; 8] = *b"\x89cnet\r\n\x1a";
pub(super) const VERSION: u32 = 1;
/// Which network it is: hash, then text.
pub(super) const ARCHITECTURE: [u8; 4] = *b"arch";
/// All parameters.
pub(super) const PARAMETERS: [u8; 4] = *b"parm";
/// What raw inputs are scaled by: see [`Model`](super::Model).
pub(super) const INPUTS: [u8; 4] = *b"insc";
/// What the targets were scaled by.
pub(super) const OUTPUTS: [u8; 4] = *b"outs";
/// The names of a model's classes.
pub(super) const CLASSES: [u8; 4] = *b"clas";
/// The names of what goes into it.
pub(super) const FEATURES: [u8; 4] = *b"feat";
/// In front of the checksum, which ends the file.
pub(super) const END: [u8; 4] = *b"end ";

/// The most bytes that a file has, as its length is 32 bits.
pub(super) const LONGEST: usize = u32::MAX as usize;

/// The sections this version knows; empty where there is none.
pub(super) struct Sections<'a> {
    pub(super) hash: u64,
    pub(super) architecture: &'a [u8],
    pub(super) parameters: &'a [u8],
    /// The scalers of a model.
    pub(super) inputs: &'a [u8],
    pub(super) outputs: &'a [u8],
    /// The names in a model.
    pub(super) classes: &'a [u8],
    pub(super) features: &'a [u8],
}

impl Sections<'_> {
    /// Whether the numbers of the network, `width` bytes each, are not those of the user's data: a scaler lies between.
    pub(super) const fn scaled(&self, width: usize) -> bool {
        !is_identity(self.inputs, width) || !is_identity(self.outputs, width)
    }
}

/// Whether a scaler, shifts and then scales, changes nothing: zeros, then ones. So does none.
const fn is_identity(scaler: &[u8], width: usize) -> bool {
    // the highest bytes of a 1; the others are 0
    let [below, top] = if width == 4 { [0x80, 0x3f] } else { [0xf0, 0x3f] };
    let (mut index, half) = (0, scaler.len() / 2);
    while index < scaler.len() {
        let expected = match (index >= half, index % width + 2 == width, index % width + 1 == width) {
            (true, true, _) => below,
            (true, _, true) => top,
            _ => 0,
        };
        if scaler[index] != expected {
            return false;
        }
        index += 1;
    }
    true
}

/// Takes a file apart. A tag that is not known is skipped.
pub(super) const fn sections<const FAST: bool>(file: &[u8]) -> Result<Sections<'_>, Refusal> {
    let Some((magic, rest)) = file.split_first_chunk::<8>() else { return Err(Refusal::NotANetwork) };
    // as one number each: arrays are not compared in a `const`
    if u64::from_le_bytes(*magic) != u64::from_le_bytes(MAGIC) {
        return Err(Refusal::NotANetwork);
    }
    let Some((version, rest)) = take_number(rest) else { return Err(truncated(file, 16)) };
    if version != VERSION {
        return Err(Refusal::Version { found: version });
    }
    let Some((length, rest)) = take_number(rest) else { return Err(truncated(file, 16)) };
    if length as usize != file.len() {
        return Err(truncated(file, length as usize));
    }
    let Some((body, _)) = file.split_last_chunk::<4>() else { return Err(truncated(file, 24)) };
    let (Some((mut rest, _)), Some((_, end))) = (rest.split_last_chunk::<8>(), file.split_last_chunk::<8>())
    else {
        return Err(truncated(file, 24));
    };
    let [e, n, d, space, a, b, c, d2] = *end;
    let (expected, found) = (u32::from_le_bytes([a, b, c, d2]), crc32::<FAST>(0, body));
    if expected != found || !is([e, n, d, space], END) {
        return Err(Refusal::Checksum { expected, found });
    }

    let mut sections = Sections {
        hash: 0,
        architecture: &[],
        parameters: &[],
        inputs: &[],
        outputs: &[],
        classes: &[],
        features: &[],
    };
    while let Some((tag, after)) = rest.split_first_chunk::<4>() {
        let Some((length, after)) = take_number(after) else { return Err(Refusal::Section { tag: *tag }) };
        let length = length as usize;
        let Some((payload, after)) = after.split_at_checked(length) else {
            return Err(Refusal::Section { tag: *tag });
        };
        let Some((_, after)) = after.split_at_checked(padding(length)) else {
            return Err(Refusal::Section { tag: *tag });
        };
        if is(*tag, ARCHITECTURE) {
            let Some((hash, text)) = payload.split_first_chunk() else {
                return Err(Refusal::Section { tag: *tag });
            };
            (sections.hash, sections.architecture) = (u64::from_le_bytes(*hash), text);
        } else if is(*tag, PARAMETERS) {
            sections.parameters = payload;
        } else if is(*tag, INPUTS) {
            sections.inputs = payload;
        } else if is(*tag, OUTPUTS) {
            sections.outputs = payload;
        } else if is(*tag, CLASSES) {
            sections.classes = payload;
        } else if is(*tag, FEATURES) {
            sections.features = payload;
        }
        rest = after;
    }
    Ok(sections)
}

/// How many zeros follow a payload, so that the next section begins at a multiple of 8.
pub(super) const fn padding(length: usize) -> usize {
    length.wrapping_neg() % 8
}

const fn truncated(file: &[u8], expected: usize) -> Refusal {
    Refusal::Length { expected, found: file.len() }
}

const fn take_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    match bytes.split_first_chunk() {
        Some((number, rest)) => Some((u32::from_le_bytes(*number), rest)),
        None => None,
    }
}

const fn is(tag: [u8; 4], known: [u8; 4]) -> bool {
    u32::from_le_bytes(tag) == u32::from_le_bytes(known)
}
