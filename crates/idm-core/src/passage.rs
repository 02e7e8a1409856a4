//! Identifiers of passages: short names that stay with a block of prose when it moves.
//!
//! A line's number changes with every edit above it. A passage's identifier is made from its opening words alone, so
//! that it holds wherever the passage goes, and also while its later words are edited.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::markdown::tree::{Block, BlockKind, InlineKind};
use crate::markdown::walk::{self, Notes};

/// How many opening words count.
const OPENING: usize = 6;

/// How many characters an identifier has: 27 to the fourth are half a million, for the hundred passages of a text.
const LENGTH: usize = 4;

/// Letters and digits that are not mistaken for each other. Without vowels, they make no words.
const ALPHABET: &[u8; 27] = b"23456789bcdfghjkmnpqrstvwxz";

/// The identifier of each block. Where two begin alike, the second is named by all of its words; where it says the same,
/// by its place among them as well.
pub fn identifiers(blocks: &[Block]) -> Vec<String> {
    Taken::default().blocks(blocks)
}

/// The identifiers that have been given within one document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken(BTreeSet<String>);

impl Taken {
    /// Names further blocks.
    pub(crate) fn blocks(&mut self, blocks: &[Block]) -> Vec<String> {
        blocks.iter().map(|block| self.named(&words(block))).collect()
    }

    /// Names something that says these words.
    pub(crate) fn named(&mut self, words: &str) -> String {
        let words: Vec<&str> = words.split_whitespace().collect();
        let opening = words.iter().take(OPENING).copied().collect::<Vec<_>>().join(" ");
        let whole = words.join(" ");
        let tries = (0..).map(|round| match round {
            0 => name(&opening),
            1 => name(&whole),
            _ => name(&format!("{whole} {round}")),
        });
        let mut tries = tries.filter(|id| self.0.insert(id.clone()));
        tries.next().unwrap_or_default()
    }
}

fn name(text: &str) -> String {
    let digest = Sha256::digest(text.to_lowercase().as_bytes());
    digest.iter().take(LENGTH).map(|&byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()])).collect()
}

/// What a block says, without editors' notes; of a picture, what it shows.
fn words(block: &Block) -> String {
    let mut text = String::new();
    walk::one_block(block, Notes::Skip, &mut |block| {
        match &block.kind {
            BlockKind::Code { text: code, .. } => text.push_str(code),
            BlockKind::Figure(figure) => text.push_str(&figure.image.alt),
            _ => {}
        }
        walk::own_inlines(block, Notes::Skip, &mut |inline| match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
            InlineKind::SoftBreak | InlineKind::HardBreak => text.push(' '),
            _ => {}
        });
        text.push(' ');
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::testing::read;

    fn identifiers_of(text: &str) -> Vec<String> {
        identifiers(read(text).blocks())
    }

    #[test]
    fn a_passage_keeps_its_identifier_when_it_moves_or_its_end_is_edited() {
        let before = identifiers_of("One two three four five six seven.\n\nAnother text of its own kind.");
        let after = identifiers_of("Another text of its own kind.\n\nOne *two* three four\nfive six, and then eight.");
        assert_eq!([&after[1], &after[0]], [&identifiers_of("One two three four five six, x")[0], &before[1]]);
        assert_ne!(before[0], before[1]);
    }

    #[test]
    fn passages_that_begin_alike_are_told_apart() {
        let all = identifiers_of("A b c d e f one.\n\nA b c d e f two.\n\nA b c d e f two.\n\n---\n\n---");
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), 5, "{all:?}");
    }
}
