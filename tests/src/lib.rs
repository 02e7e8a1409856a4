//! What the end-to-end tests share: running the program and reading what it wrote.

pub mod bench;
pub mod editor;
pub mod harmless;
pub mod hostile;
pub mod html;
pub mod measure;
pub mod memory;
pub mod mistakes;
pub mod painted;
pub mod placed;
pub mod project;
pub mod properties;
pub mod structure;
pub mod synthetic;
pub mod witnesses;
pub mod word;
