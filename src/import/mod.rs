//! What an import asks of the service before its rows are judged, how a row is sent, and the files beside the source that
//! say what became of each. The commands and the screen use the same.

mod arrivals;
mod carry_out;
mod gather;
mod result_files;
mod send;

pub use arrivals::Arrivals;
pub use carry_out::{Watcher, carry_out};
pub use gather::{Asked, Asking};
pub use result_files::ResultNames;
pub use send::send;
