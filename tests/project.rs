//! The files of the project: the documents, and the rules for the source.

mod documents;
mod layering;
