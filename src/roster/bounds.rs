//! What is read at most.

/// Bytes of a file.
pub const MAX_BYTES: u64 = 32 << 20;
/// Rows with something in them, the header among them.
pub const MAX_ROWS: usize = 20_001;
/// Columns.
pub const MAX_COLUMNS: usize = 256;
/// Bytes of a cell.
pub const MAX_CELL: usize = 32_767;
/// Bytes of all cells together.
pub const MAX_TEXT: usize = 64 << 20;
/// Bytes to which a worksheet file may unfold.
pub const MAX_UNZIPPED: u64 = 256 << 20;
/// Cells of an older worksheet, which is read whole.
pub const MAX_CELLS: u64 = 4_000_000;
