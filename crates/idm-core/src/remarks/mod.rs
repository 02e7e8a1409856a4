//! What reviewers say of a draft: the passages that they can speak of, the map of them that a draft carries, and where a
//! remark stands in today's texts.

pub mod map;
pub mod passages;
