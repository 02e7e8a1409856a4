//! What reviewers say of a draft: the passages that they can speak of, the map of them that a draft carries, and where a
//! remark stands in today's texts.

pub mod map;
pub mod marks;
pub mod passages;
pub mod placing;
pub mod remark;
pub mod words;

/// The file that keeps remarks and what was decided of them, in the project's folder. The publication is not made of it.
pub const DECISIONS: &str = "comments.yaml";
