//! Sections beyond those that every network's file has.

use std::vec::Vec;

use super::checksum::crc32;
use super::sections::{END, LONGEST, padding, sections};
use super::{Float, Refusal};

/// The tag of a section, and what is in it.
pub(super) type Section = ([u8; 4], Vec<u8>);

/// `file`, with more sections at its end.
pub(super) fn with_sections(mut file: Vec<u8>, sections: &[Section]) -> Result<Vec<u8>, Refusal> {
    let more = sections.iter().map(|(_, payload)| 8 + payload.len() + padding(payload.len()));
    let bytes = file.len() + more.sum::<usize>();
    if bytes > LONGEST {
        return Err(Refusal::TooLong { bytes });
    }
    file.truncate(file.len().saturating_sub(8));
    for (tag, payload) in sections {
        file.extend_from_slice(tag);
        file.extend_from_slice(&(payload.len() as u32).to_le_bytes());
        file.extend_from_slice(payload);
        file.extend_from_slice(&[0; 8][..padding(payload.len())]);
    }
    file.extend_from_slice(&END);
    let length = file.len() as u32 + 4;
    if let Some(place) = file.get_mut(12..16) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    let checksum = crc32::<true>(0, &file);
    file.extend_from_slice(&checksum.to_le_bytes());
    Ok(file)
}

/// The payload of the last section `tag` of a file, if it has one.
pub(super) fn section(file: &[u8], tag: [u8; 4]) -> Result<Option<&[u8]>, Refusal> {
    sections::<true>(file)?; // so what follows reaches the end
    let (mut rest, mut found) = (file.get(16..file.len().saturating_sub(8)).unwrap_or_default(), None);
    while let Some((name, after)) = rest.split_first_chunk::<4>() {
        let Some((length, after)) = after.split_first_chunk() else { break };
        let length = u32::from_le_bytes(*length) as usize;
        let Some((payload, after)) = after.split_at_checked(length) else { break };
        if *name == tag {
            found = Some(payload);
        }
        rest = after.get(padding(length)..).unwrap_or_default();
    }
    Ok(found)
}

/// What is left of a section's payload.
pub(super) struct Payload<'a> {
    pub(super) tag: [u8; 4],
    pub(super) rest: &'a [u8],
}

impl<'a> Payload<'a> {
    pub(super) fn of(file: &'a [u8], tag: [u8; 4]) -> Result<Option<Self>, Refusal> {
        Ok(section(file, tag)?.map(|rest| Payload { tag, rest }))
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(Refusal::Section { tag: self.tag })?;
        self.rest = rest;
        Ok(head)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Refusal> {
        let bytes = self.bytes(4)?.try_into().map_err(|_| Refusal::Section { tag: self.tag })?;
        Ok(u32::from_le_bytes(bytes))
    }

    pub(super) fn u64(&mut self) -> Result<u64, Refusal> {
        let bytes = self.bytes(8)?.try_into().map_err(|_| Refusal::Section { tag: self.tag })?;
        Ok(u64::from_le_bytes(bytes))
    }

    pub(super) fn f64(&mut self) -> Result<f64, Refusal> {
        self.u64().map(f64::from_bits)
    }

    /// A text: its length in bytes, then UTF-8.
    pub(super) fn text(&mut self) -> Result<&'a str, Refusal> {
        let length = self.u32()? as usize;
        core::str::from_utf8(self.bytes(length)?).map_err(|_| Refusal::Section { tag: self.tag })
    }

    pub(super) fn numbers<T: Float>(&mut self, numbers: &mut [T]) -> Result<(), Refusal> {
        for number in numbers {
            let (value, rest) = T::read(self.rest).ok_or(Refusal::Section { tag: self.tag })?;
            (*number, self.rest) = (value, rest);
        }
        Ok(())
    }

    /// That nothing is left.
    pub(super) fn end(self) -> Result<(), Refusal> {
        if self.rest.is_empty() { Ok(()) } else { Err(Refusal::Section { tag: self.tag }) }
    }
}

pub(super) fn put_text(payload: &mut Vec<u8>, text: &str) {
    payload.extend_from_slice(&(text.len() as u32).to_le_bytes());
    payload.extend_from_slice(text.as_bytes());
}

pub(super) fn put_numbers<T: Float>(payload: &mut Vec<u8>, numbers: &[T]) {
    numbers.iter().for_each(|number| number.write(&mut |bytes| payload.extend_from_slice(bytes)));
}
