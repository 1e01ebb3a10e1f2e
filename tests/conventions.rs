//! What one expects of a program at a shell: a version, help with examples, completion, a manual, a
//! package with what a user needs.

#[path = "conventions/completing.rs"]
mod completing;
#[path = "conventions/examples.rs"]
mod examples;
#[path = "conventions/manual.rs"]
mod manual;
#[path = "conventions/packaged.rs"]
mod packaged;
#[path = "conventions/tree.rs"]
mod tree;
#[path = "conventions/version.rs"]
mod version;
