//! What reading a project has made of its files, kept for the next time that the same project is read.
//!
//! Everything that is kept stands beside what it was made from, and is taken only where that is the same: what comes of a
//! reading does not depend on what was read before. What one reading has not asked for is forgotten at the next.

use std::any::Any;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::bibliography::{CitationKey, References};
use crate::diagnostic::{Diagnostic, KeyPath};
use crate::markdown::tree::TextId;
use crate::markdown::{Parsed, Shape};
use crate::model::Language;
use crate::read::Inputs;
use crate::source::{Source, SourceId};
use crate::yaml::Index;

/// What earlier readings of a project have made of its files. A new one is empty.
#[derive(Debug, Default)]
pub struct Memory {
    /// The files by path, from their bytes.
    pub(crate) sources: Kept<String, Vec<u8>>,
    /// The records of YAML files by path.
    pub(crate) records: Kept<String, (SourceId, Arc<str>)>,
    /// The trees of texts.
    texts: Kept<TextId, TextSource>,
    /// When a text of each file was last read, counted in texts that were read.
    read: HashMap<SourceId, u64>,
    clock: u64,
    /// Everything that the records say.
    whole: Kept<(), WholeSource>,
    present: Option<Arc<Whole>>,
    /// What was found out about the texts of each file.
    findings: Kept<(&'static str, SourceId), FindingSource>,
    /// The bibliography's entries.
    pub(crate) references: Kept<(), Same<Index>>,
    /// Citations as they are printed.
    pub(crate) citations: Kept<(), CitationSource>,
    /// By which pictures are told apart, by their paths.
    pub(crate) digests: Kept<String, Vec<u8>>,
    /// Pictures that were looked at, by their paths.
    pub(crate) pictures: Kept<String, Vec<u8>>,
}

/// What the tree of a text is made from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TextSource {
    pub(crate) words: TextWords,
    pub(crate) shape: Shape,
    /// What its expressions come to, each in its place.
    pub(crate) values: Vec<Result<String, String>>,
}

/// Where a text's words come from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TextWords {
    /// A file of its own.
    File(Arc<str>),
    /// A value of a YAML file.
    Value(Same<Index>, KeyPath),
    /// A value of a file that is not there any more.
    Lone(String),
}

/// What printed citations are made from.
#[derive(Debug, PartialEq)]
pub(crate) struct CitationSource {
    pub(crate) references: Same<ReadReferences>,
    pub(crate) cited: Vec<CitationKey>,
    pub(crate) aside: Vec<CitationKey>,
    pub(crate) style: String,
    pub(crate) languages: (&'static str, &'static str),
}

impl Memory {
    /// Begins a reading: what the last one has not asked for is forgotten.
    pub(crate) fn begin(&mut self) {
        let Self {
            sources,
            records,
            texts,
            read: _,
            clock: _,
            whole,
            present: _,
            findings,
            references,
            citations,
            digests,
            pictures,
        } = self;
        sources.begin();
        records.begin();
        texts.begin();
        whole.begin();
        findings.begin();
        references.begin();
        citations.begin();
        digests.begin();
        pictures.begin();
    }
}

/// Everything that the records say, as one value that is the same or another.
#[derive(Debug)]
struct Whole;

/// What the records are made from: every YAML file, the names of all files, and the language of the edition.
#[derive(Debug, PartialEq, Eq)]
struct WholeSource {
    indexes: Vec<Same<Index>>,
    paths: Vec<String>,
    /// The edition's: the same words are looked at otherwise in another language.
    language: Option<Language>,
}

/// What findings about the texts of a file come from.
#[derive(Debug, PartialEq, Eq)]
struct FindingSource {
    read: Option<u64>,
    whole: Same<Whole>,
    complete: bool,
}

impl Memory {
    /// Says which files a reading has found. Findings about texts are kept as long as the records stay the same.
    pub(crate) fn know(&mut self, inputs: &Inputs) {
        let indexes = inputs.indexes.values().map(|index| Same(Arc::clone(index))).collect();
        let source = WholeSource { indexes, paths: inputs.paths.clone(), language: inputs.edition.language };
        self.present = Some(self.whole.of((), source, |_| Whole));
    }

    /// Finds out anew what follows from more than texts and records, since that has changed.
    pub fn forget_findings(&mut self) {
        self.findings = Kept::default();
    }

    /// The tree of a text.
    pub(crate) fn text(&mut self, id: TextId, from: TextSource, read: impl FnOnce() -> Parsed) -> Arc<Parsed> {
        let clock = &mut self.clock;
        let last = &mut self.read;
        self.texts.of(id, from, |_| {
            *clock += 1;
            last.insert(id.source, *clock);
            read()
        })
    }

    /// What `find` finds out about the texts of a file, which follows from these, from the records, and from whether
    /// everything could be read: `complete`. `what` names it.
    pub(crate) fn about_texts<T: Send + Sync + 'static>(
        &mut self,
        what: &'static str,
        file: SourceId,
        complete: bool,
        find: impl FnOnce() -> T,
    ) -> Arc<T> {
        let whole = Same(Arc::clone(self.present.get_or_insert_with(|| Arc::new(Whole))));
        let source = FindingSource { read: self.read.get(&file).copied(), whole, complete };
        self.findings.of((what, file), source, |_| find())
    }
}

/// A value that is the same only if it is this very one.
#[derive(Debug)]
pub(crate) struct Same<T>(pub(crate) Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Same<T> {}

/// Values by keys, each beside what it was made from.
#[derive(Debug)]
pub(crate) struct Kept<K, S> {
    entries: HashMap<K, Entry<S>>,
}

#[derive(Debug)]
struct Entry<S> {
    source: S,
    value: Arc<dyn Any + Send + Sync>,
    asked: bool,
}

impl<K, S> Default for Kept<K, S> {
    fn default() -> Self {
        Self { entries: HashMap::new() }
    }
}

impl<K: Eq + Hash, S: PartialEq> Kept<K, S> {
    /// What was made under that key from the same source, or what `make` makes of it now.
    pub(crate) fn of<T: Send + Sync + 'static>(&mut self, key: K, source: S, make: impl FnOnce(&S) -> T) -> Arc<T> {
        if let Some(entry) = self.entries.get_mut(&key)
            && entry.source == source
            && let Ok(value) = Arc::clone(&entry.value).downcast()
        {
            entry.asked = true;
            return value;
        }
        let value = Arc::new(make(&source));
        self.entries.insert(key, Entry { source, value: Arc::clone(&value) as _, asked: true });
        value
    }

    fn begin(&mut self) {
        self.entries.retain(|_, entry| std::mem::take(&mut entry.asked));
    }
}

/// The bibliography's entries, with what is wrong with them.
#[derive(Debug, Default)]
pub(crate) struct ReadReferences {
    pub(crate) references: References,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A file's text, with what follows from its bytes alone.
#[derive(Debug)]
pub(crate) struct ReadSource {
    pub(crate) source: Source,
    /// The first line that a merge has left.
    pub(crate) conflict: Option<std::ops::Range<usize>>,
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn what_was_made_of_the_same_is_not_made_again() {
        let mut kept = Kept::default();
        let mut made = 0;
        let mut ask = |kept: &mut Kept<&str, u32>, key, source| {
            *kept.of(key, source, |source| {
                made += 1;
                source * 10 + made
            })
        };
        assert_eq!([ask(&mut kept, "a", 1), ask(&mut kept, "a", 1), ask(&mut kept, "a", 2)], [11, 11, 22]);
        assert_eq!([ask(&mut kept, "b", 1), ask(&mut kept, "a", 2)], [13, 22]);
        kept.begin();
        assert_eq!(ask(&mut kept, "a", 2), 22);
        kept.begin();
        // Nobody has asked for it since.
        assert_eq!(ask(&mut kept, "b", 1), 14);
        // Under one key, a value of another kind is another value.
        assert_eq!(*kept.of("b", 1, |_| "text"), "text");
    }
}
