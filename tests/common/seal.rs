//! Files altered on purpose, which a reader is to look into.

/// Puts length and checksum right, so that what is behind them is looked at.
pub(crate) fn seal(file: &mut [u8]) {
    let length = file.len();
    file[12..16].copy_from_slice(&(length as u32).to_le_bytes());
    let mut crc = u32::MAX;
    for byte in &file[..length - 4] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    file[length - 4..].copy_from_slice(&(!crc).to_le_bytes());
}
