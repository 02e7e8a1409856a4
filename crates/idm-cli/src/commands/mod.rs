//! The commands, one file each.

pub mod build;
pub mod changes;
pub mod check;
pub mod draft;
pub mod explain;
pub mod extract;
pub mod nightly;
pub mod verify;
