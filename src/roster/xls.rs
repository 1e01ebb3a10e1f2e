//! The outline of an older workbook: whether it is protected, and how large its sheets are. The library that reads it
//! takes memory for every cell between the first and the last.

use super::bounds::{MAX_CELLS, MAX_COLUMNS};

const DAMAGED: &str = "it is damaged or cut off, and cannot be read as XLS; save it again as XLSX";
const PROTECTED: &str = "it is protected by a password; save it without one";
/// Sector numbers from here on end a chain.
const END_OF_CHAIN: u32 = 0xffff_fffa;
/// Streams below this size are in the small sectors.
const SMALL: usize = 4_096;
const SMALL_SECTOR: usize = 64;

/// Records of the workbook.
mod record {
    pub(super) const BEGIN: u16 = 0x0809;
    pub(super) const PASSWORD: u16 = 0x002f;
    /// Those with a cell: row and column are the first in them.
    pub(super) const CELLS: [u16; 9] = [0x0203, 0x027e, 0x00bd, 0x00fd, 0x0204, 0x0006, 0x0205, 0x00d6, 0x0207];
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)
}

/// The container, with its table of sectors.
struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
}

impl<'b> Container<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut this = Self { bytes, sector, table: Vec::new() };
        let mut parts: Vec<u32> = (0..109).filter_map(|n| u32_at(bytes, 76 + n * 4)).collect();
        // More of them are in a chain of their own.
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..bytes.len() / sector {
            let Some(more) = (next < END_OF_CHAIN).then(|| this.sector_at(next)).flatten() else { break };
            let numbers = sector / 4 - 1;
            parts.extend((0..numbers).filter_map(|n| u32_at(more, n * 4)));
            next = u32_at(more, numbers * 4)?;
        }
        for part in parts.into_iter().filter(|part| *part < END_OF_CHAIN).take(bytes.len() / sector + 1) {
            let sector = this.sector_at(part)?;
            let numbers: Vec<u32> = (0..sector.len() / 4).filter_map(|n| u32_at(sector, n * 4)).collect();
            this.table.extend(numbers);
        }
        Some(this)
    }

    /// The last sector may be shorter.
    fn sector_at(&self, number: u32) -> Option<&'b [u8]> {
        let begin = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = begin.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(begin..end)
    }

    fn chain(&self, first: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = first;
        while let Some(sector) = (next < END_OF_CHAIN).then(|| self.sector_at(next)).flatten() {
            out.extend_from_slice(sector);
            // A chain that goes in a circle ends here.
            if out.len() > self.bytes.len() {
                break;
            }
            let Some(following) = usize::try_from(next).ok().and_then(|at| self.table.get(at)) else { break };
            next = *following;
        }
        out
    }

    fn small_chain(&self, first: u32, root: u32) -> Option<Vec<u8>> {
        let (stream, table) = (self.chain(root), self.chain(u32_at(self.bytes, 60)?));
        let mut out = Vec::new();
        let mut next = first;
        while next < END_OF_CHAIN && out.len() <= SMALL {
            let at = usize::try_from(next).ok()?;
            out.extend_from_slice(stream.get(at * SMALL_SECTOR..(at + 1) * SMALL_SECTOR)?);
            next = u32_at(&table, at * 4)?;
        }
        Some(out)
    }

    /// The stream of the workbook.
    fn workbook(&self) -> Result<Vec<u8>, &'static str> {
        let folder = self.chain(u32_at(self.bytes, 48).ok_or(DAMAGED)?);
        let name = |entry: &[u8]| -> String {
            let length = usize::from(u16_at(entry, 64).unwrap_or_default()).saturating_sub(2) / 2;
            (0..length.min(31))
                .filter_map(|n| u16_at(entry, n * 2))
                .map(|c| char::from_u32(c.into()).unwrap_or(' '))
                .collect()
        };
        let entries: Vec<(String, &[u8])> = folder.chunks_exact(128).map(|entry| (name(entry), entry)).collect();
        let find = |wanted: &str| entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, e)| *e);
        if find("EncryptedPackage").is_some() {
            return Err(PROTECTED);
        }
        let Some(entry) = find("Workbook").or_else(|| find("Book")) else {
            return Err(
                "it is a document of an older Office program without a table; a table as CSV or XLSX is wanted",
            );
        };
        let first = u32_at(entry, 116).ok_or(DAMAGED)?;
        let size = usize::try_from(u32_at(entry, 120).ok_or(DAMAGED)?).map_err(|_| DAMAGED)?;
        let mut stream = if size < SMALL {
            let root = entries.first().and_then(|(_, root)| u32_at(root, 116)).ok_or(DAMAGED)?;
            self.small_chain(first, root).ok_or(DAMAGED)?
        } else {
            self.chain(first)
        };
        stream.truncate(size);
        Ok(stream)
    }
}

/// Whether the workbook can be read within the bounds.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let container = Container::open(bytes).ok_or(DAMAGED)?;
    let stream = container.workbook()?;
    let (mut at, mut cells) = (0, 0_u64);
    let (mut rows, mut columns) = (0_u64, 0_u64);
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let body = at + 4;
        match kind {
            record::PASSWORD => return Err(PROTECTED.to_owned()),
            record::BEGIN => {
                cells += rows * columns;
                (rows, columns) = (0, 0);
            }
            kind if record::CELLS.contains(&kind) => {
                let place = (u16_at(&stream, body), u16_at(&stream, body + 2));
                if let (Some(row), Some(column)) = place {
                    rows = rows.max(u64::from(row) + 1);
                    columns = columns.max(u64::from(column) + 1);
                }
                // The last column of a record of several cells is at its end.
                if kind == 0x00bd
                    && let Some(last) = u16_at(&stream, (body + usize::from(length)).saturating_sub(2))
                {
                    columns = columns.max(u64::from(last) + 1);
                }
            }
            _ => {}
        }
        if columns > MAX_COLUMNS as u64 || cells + rows * columns > MAX_CELLS {
            return Err("its sheets are too large to be read as XLS; save the table as XLSX or CSV".to_owned());
        }
        at = body + usize::from(length);
    }
    Ok(())
}
