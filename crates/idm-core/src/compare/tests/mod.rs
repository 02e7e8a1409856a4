//! Comparisons by example and for any text.

mod examples;
mod properties;
mod seen;
mod shown;
