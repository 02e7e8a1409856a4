//! The reference apparatus: what the book says about its records as a whole, counted and sorted from them.

pub mod edition;
pub mod index;
pub mod matrix;
