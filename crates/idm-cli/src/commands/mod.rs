//! The commands, one file each.

pub mod build;
pub mod check;
pub mod explain;
