//! Numbers out of bytes, most significant byte first, never past the end.

use super::Refusal;

/// Reads forward through bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How far it has come.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'b [u8], Refusal> {
        let end = self.at.checked_add(length).ok_or(Refusal::Malformed)?;
        let taken = self.bytes.get(self.at..end).ok_or(Refusal::Malformed)?;
        self.at = end;
        Ok(taken)
    }

    /// An unsigned number of 0 to 8 bytes.
    pub(super) fn number(&mut self, bytes: usize) -> Result<u64, Refusal> {
        Ok(self.take(bytes)?.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    pub(super) fn u8(&mut self) -> Result<u8, Refusal> {
        self.take(1)?.first().copied().ok_or(Refusal::Malformed)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Refusal> {
        u16::try_from(self.number(2)?).map_err(|_| Refusal::Malformed)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Refusal> {
        u32::try_from(self.number(4)?).map_err(|_| Refusal::Malformed)
    }

    pub(super) fn tag(&mut self) -> Result<[u8; 4], Refusal> {
        self.take(4)?.try_into().map_err(|_| Refusal::Malformed)
    }
}
