//! A file as a text: in UTF-8, and without what git leaves of a merge that was not finished.

use super::Reader;
use crate::diagnostic::{Diagnostic, Place};
use crate::files::{Encoding, FileProblem, FileProblemKind, Files, MAX_TEXT_BYTES};
use crate::memory::ReadSource;
use crate::rules;
use crate::source::{Source, SourceId, Span};

impl Reader<'_> {
    /// A text, if the file is there.
    pub(super) fn text(&mut self, path: &str) -> Option<SourceId> {
        if !self.exists(path) {
            return None;
        }
        self.known.push(path.to_owned());
        let files = &self.project.files;
        let read = files.read_bytes(path, MAX_TEXT_BYTES).and_then(|bytes| {
            let read = self.memory.sources.of(path.to_owned(), bytes, |bytes| {
                let text = Files::text_of(path, bytes.clone())?;
                let conflict = conflict(&text, path.ends_with(".md"));
                Ok(ReadSource { source: Source::new(path, text), conflict })
            });
            let ReadSource { source, conflict } = read.as_ref().as_ref().map_err(FileProblem::clone)?;
            Ok((source.clone(), conflict.clone()))
        });
        match read {
            Ok((source, conflict)) => {
                let id = self.name(source);
                let Some(marker) = conflict else { return Some(id) };
                self.holes.push_file(path);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rules::CONFLICT_MARKER,
                        Span::new(id, marker),
                        "a merge of two versions was not finished here",
                    )
                    .hint("keep what is right of both, and remove the lines of `<`, `=` and `>`"),
                );
                None
            }
            Err(problem) => {
                let place = self.first_wrong_byte(&problem);
                self.holes.push_file(path);
                self.diagnostics.push(problem.diagnostic(place));
                None
            }
        }
    }

    /// Names a text that is asked for. One that another edition has asked for keeps its name.
    fn name(&mut self, source: Source) -> SourceId {
        let sources = &mut self.project.sources;
        let known = self.named.get(source.path()).copied().filter(|&id| sources.get(id).text() == source.text());
        let id = known.unwrap_or_else(|| sources.push(source));
        self.project.asked.insert(id);
        id
    }

    /// The place of the first byte that is no UTF-8, in a text that is shown as far as it is one.
    fn first_wrong_byte(&mut self, problem: &FileProblem) -> Option<Place> {
        let FileProblemKind::NotText { offset, encoding, .. } = problem.kind else { return None };
        if encoding == Encoding::Wide {
            return None;
        }
        let bytes = self.project.files.read_bytes(&problem.path, MAX_TEXT_BYTES).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let source = self.name(Source::new(problem.path.as_str(), text));
        Some(Span::new(source, offset..offset + char::REPLACEMENT_CHARACTER.len_utf8()).into())
    }
}

/// The first line that git leaves where two versions of a text could not be merged. In Markdown, a line of equals signs by
/// itself makes a heading of what stands above.
pub(crate) fn conflict(text: &str, markdown: bool) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let named = ["<<<<<<<", ">>>>>>>"]
            .iter()
            .any(|marker| line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
        (named || line == "=======" && !markdown).then(|| start..start + line.len())
    })
}
