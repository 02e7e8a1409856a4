//! Diagnostics with their places looked up: ready to be sorted and shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Diagnostic, Fix, Place, Severity};
use crate::cures;
use crate::source::{Position, Source, SourceId, Sources, Span};
use crate::yaml::Index;

/// A problem as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The rule's code.
    pub code: &'static str,
    /// How much it matters in this publication.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub location: Location,
    /// Further places, with what is to be seen there.
    pub labels: Vec<(Location, String)>,
    /// What would mend it, in words.
    pub hints: Vec<String>,
    /// What would mend it, for programs to do.
    pub fixes: Vec<LocatedFix>,
}

/// A change of the inputs that would mend a problem. It applies to the texts as they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedFix {
    /// What is done.
    pub title: String,
    /// Whether nothing else can be meant, so that nobody has to be asked.
    pub is_safe: bool,
    /// What is written where: all of it, or nothing.
    pub edits: Vec<LocatedEdit>,
}

/// A text that is written in place of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedEdit {
    /// The file's path in the project.
    pub file: String,
    /// The bytes.
    pub range: LocatedRange,
    /// What is to stand there.
    pub text: String,
}

/// A place in a file, as a reader finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file's path in the project.
    pub file: String,
    /// The bytes and their positions; none when the file as a whole is meant.
    pub range: Option<LocatedRange>,
    /// The way to the value, if the file is YAML.
    pub key: Option<String>,
}

/// Bytes of a file with the lines and columns of their ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocatedRange {
    /// The bytes.
    pub span: Span,
    /// Where they begin.
    pub start: Position,
    /// Where they end; the column is one past the last character.
    pub end: Position,
}

/// Looks up places of diagnostics: in texts directly, in YAML files by key path.
#[derive(Debug, Clone, Copy)]
pub struct Locations<'a> {
    /// Every file that was read.
    pub sources: &'a Sources,
    /// The index of every YAML file that could be parsed.
    pub indexes: &'a BTreeMap<SourceId, Arc<Index>>,
}

/// Sorts problems by file and position, and drops repetitions.
pub fn sort(located: &mut Vec<Located>) {
    located.sort_by_cached_key(|found| {
        let start = found.location.range.map(|range| (range.span.start, range.span.end));
        let beside: Vec<String> = found.labels.iter().map(|(_, label)| label).chain(&found.hints).cloned().collect();
        (found.location.file.clone(), start, found.severity, found.code, found.message.clone(), beside)
    });
    located.dedup();
}

impl Locations<'_> {
    /// Finds every place, sorts by file and position and drops repetitions.
    pub fn locate(self, diagnostics: &[Diagnostic]) -> Vec<Located> {
        let mut located: Vec<Located> = diagnostics.iter().map(|diagnostic| self.one(diagnostic)).collect();
        sort(&mut located);
        located
    }

    fn one(self, diagnostic: &Diagnostic) -> Located {
        Located {
            code: diagnostic.rule.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            location: self.location(&diagnostic.place),
            labels: diagnostic
                .labels
                .iter()
                .map(|label| (self.location(&label.place), label.message.clone()))
                .collect(),
            hints: match diagnostic.hints.as_slice() {
                [] => cures::usual(diagnostic.rule).map(str::to_owned).into_iter().collect(),
                hints => hints.to_vec(),
            },
            fixes: diagnostic.fixes.iter().filter_map(|fix| self.fix(fix)).collect(),
        }
    }

    /// A fix with its places, if what it replaces stands there.
    fn fix(self, fix: &Fix) -> Option<LocatedFix> {
        let edit = |edit: &super::Edit| {
            let span = self.spelled(self.letters(&edit.place)?, &edit.old)?;
            let source = self.sources.get(span.source);
            Some(LocatedEdit { file: source.path().to_owned(), range: located(source, span), text: edit.new.clone() })
        };
        let edits = fix.edits.iter().map(edit).collect::<Option<_>>()?;
        Some(LocatedFix { title: fix.title.clone(), is_safe: fix.is_safe, edits })
    }

    /// The bytes of a place that spell a text, with or without quotation marks around it.
    fn spelled(self, span: Span, text: &str) -> Option<Span> {
        let written = self.sources.text(span);
        if written == text {
            return Some(span);
        }
        let inner = ['"', '\''].into_iter().find_map(|mark| written.strip_prefix(mark)?.strip_suffix(mark));
        (inner == Some(text)).then(|| Span { start: span.start + 1, end: span.end - 1, ..span })
    }

    /// The bytes of a place that can be written anew: of a key or value only its letters.
    fn letters(self, place: &Place) -> Option<Span> {
        let (origin, is_key) = match place {
            Place::Span(span, _) => return Some(*span),
            Place::Value(origin) => (origin, false),
            Place::Key(origin) => (origin, true),
            Place::File(_) => return None,
        };
        let (source, index) = (self.sources.get(origin.source), self.indexes.get(&origin.source)?);
        if is_key { index.letters_of_key(source, &origin.path) } else { index.letters_of_value(source, &origin.path) }
    }

    fn location(self, place: &Place) -> Location {
        let (span, key) = match place {
            Place::File(path) => return Location { file: path.clone(), range: None, key: None },
            Place::Span(span, key) => (Some(*span), key.as_ref()),
            Place::Value(origin) => {
                (self.indexes.get(&origin.source).map(|index| index.span_of_value(&origin.path)), Some(&origin.path))
            }
            Place::Key(origin) => {
                (self.indexes.get(&origin.source).map(|index| index.span_of_key(&origin.path)), Some(&origin.path))
            }
        };
        let source = match place {
            Place::Value(origin) | Place::Key(origin) => origin.source,
            Place::Span(span, _) => span.source,
            Place::File(_) => unreachable!("returned above"),
        };
        let file = self.sources.get(source);
        Location {
            file: file.path().to_owned(),
            range: span.map(|span| located(file, span)),
            key: key.map(ToString::to_string).filter(|key| !key.is_empty()),
        }
    }
}

fn located(file: &Source, span: Span) -> LocatedRange {
    LocatedRange { span, start: file.position(span.start as usize), end: file.position(span.end as usize) }
}
