//! What one expects of a program at a shell: a version, help with examples, completion, a manual, a
//! package with what a user needs.

mod completing;
mod examples;
mod manual;
mod packaged;
mod tree;
mod version;
