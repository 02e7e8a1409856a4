//! Subjects of the index that get another word: where a passage that is kept by hand still names one by the word that it had.

use std::collections::{BTreeMap, BTreeSet};

use idm_core::markdown::tree::{Inline, InlineKind};
use idm_core::markdown::walk::{self, Notes};
use idm_core::model::BookText;
use idm_core::source::Span;
use idm_core::translation;

use super::catalogue::Catalogue;
use crate::Project;

/// A place in a translation that names a subject of the index by the word that it had: it would stand in the index under both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OldSubject {
    /// The file, as a path in the project.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The word there.
    pub was: String,
    /// The word that the subject has now.
    pub now: String,
}

/// The words that subjects had and have no more, each with the one that came in its place. `new` are the new words of subjects. A word
/// that another subject has then is still one of the index.
fn replaced(before: &Catalogue, then: &Catalogue, new: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let kept: BTreeSet<String> = then.words_of_subjects().into_iter().map(|(_, word)| word).collect();
    let old = before.words_of_subjects().into_iter();
    old.filter_map(|(subject, word)| Some((word, new.get(&subject)?.clone())))
        .filter(|(word, now)| word != now && !kept.contains(word))
        .collect()
}

/// Where the edition as it would be still names subjects by the words that they had. Whatever is exchanged has the new ones; left are
/// passages that are built otherwise than their source, and what leads from one entry of the index to another.
pub(super) fn left(before: &Catalogue, then: &Project, new: &BTreeMap<String, String>) -> Vec<OldSubject> {
    let (Some(publication), Ok(catalogue)) = (then.publication(), Catalogue::of(then)) else { return vec![] };
    let replaced = replaced(before, &catalogue, new);
    if replaced.is_empty() {
        return vec![];
    }
    let mut left = BTreeSet::new();
    let mut named = |word: &str, span: Span| {
        let source = then.sources().get(span.source);
        let is_translation = translation::source_of(source.path(), &[before.target]).is_some();
        if let Some(now) = replaced.get(word).filter(|_| is_translation) {
            left.insert(OldSubject {
                file: source.path().to_owned(),
                line: source.position(span.start as usize).line,
                was: word.to_owned(),
                now: now.clone(),
            });
        }
    };
    for lead in &publication.index_leads {
        for plain in [&lead.subject].into_iter().chain(&lead.see).chain(&lead.see_also) {
            named(&plain.text, plain.span);
        }
    }
    let mut visit = |inline: &Inline| {
        if let InlineKind::IndexTerm { subject, .. } = &inline.kind {
            named(subject, inline.span);
        }
    };
    publication.texts(&mut |found, _| match found {
        BookText::Text(text) => walk::inlines(&text.prose, Notes::Visit, &mut visit),
        BookText::Line(line) => walk::line(&line.content, Notes::Visit, &mut visit),
        BookText::Source(_) | BookText::Exhibit(_) => {}
    });
    left.into_iter().collect()
}
