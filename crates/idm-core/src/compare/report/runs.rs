//! Running text of both states as a sequence of runs, with the mark-up written as authors write it.

use super::super::tree::{ComparedInline, ComparedText, Mark};
use crate::markdown::tree::{Inline, InlineKind, Target};

/// Text of one fate.
pub(super) type Run = (Mark, String);

/// The names of footnotes, which marks hold by number.
#[derive(Default)]
pub(super) struct Notes<'a> {
    earlier: Vec<&'a str>,
    later: Vec<&'a str>,
}

impl<'a> Notes<'a> {
    pub fn of(text: &'a ComparedText) -> Self {
        Self {
            earlier: text.earlier_footnotes.iter().map(|note| note.footnote.name.as_str()).collect(),
            later: text.footnotes.iter().map(|note| note.footnote.name.as_str()).collect(),
        }
    }

    fn name(&self, mark: Mark, index: usize) -> &'a str {
        let names = if mark == Mark::Removed { &self.earlier } else { &self.later };
        names.get(index).copied().unwrap_or_default()
    }
}

/// Collects runs; neighbours of one fate become one.
pub(super) struct Runs<'a> {
    notes: &'a Notes<'a>,
    runs: Vec<Run>,
}

impl<'a> Runs<'a> {
    pub fn new(notes: &'a Notes<'a>) -> Self {
        Self { notes, runs: vec![] }
    }

    pub fn finish(self) -> Vec<Run> {
        self.runs
    }

    pub fn push(&mut self, mark: Mark, text: &str) {
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            Some((last, words)) if *last == mark => words.push_str(text),
            _ => self.runs.push((mark, text.to_owned())),
        }
    }

    /// A value of both states; added or removed where only one has it.
    pub fn replaced(&mut self, earlier: &str, later: &str) {
        if earlier == later {
            self.push(Mark::Kept, later);
        } else {
            self.push(Mark::Removed, earlier);
            self.push(Mark::Added, later);
        }
    }

    pub fn compared(&mut self, line: &[ComparedInline]) {
        for inline in line {
            match inline {
                ComparedInline::Kept(inline) => self.inline(Mark::Kept, inline),
                ComparedInline::Added(inline) => self.inline(Mark::Added, inline),
                ComparedInline::Removed(inline) => self.inline(Mark::Removed, inline),
                ComparedInline::Within { earlier, later, content } => {
                    let ((opened, closed), (open, close)) = (self.around(earlier), self.around(later));
                    self.replaced(&opened, &open);
                    self.compared(content);
                    self.replaced(&closed, &close);
                }
            }
        }
    }

    pub fn line(&mut self, mark: Mark, line: &[Inline]) {
        for inline in line {
            self.inline(mark, inline);
        }
    }

    fn inline(&mut self, mark: Mark, inline: &Inline) {
        let (open, close) = self.around(inline);
        self.push(mark, &open);
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => self.push(mark, text),
            InlineKind::SoftBreak | InlineKind::HardBreak => self.push(mark, " "),
            InlineKind::Image(image) => self.push(mark, &image.alt),
            InlineKind::FootnoteReference(index) => {
                let name = self.notes.name(mark, *index);
                self.push(mark, &format!("[^{name}]"));
            }
            InlineKind::Reference { targets, content: None } => self.push(mark, &references(targets)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::EditorsNote(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Foreign { content, .. }
            | InlineKind::IndexTerm { content, .. }
            | InlineKind::Reference { content: Some(content), .. } => self.line(mark, content),
        }
        self.push(mark, &close);
    }

    /// What stands before and after the content.
    fn around(&self, inline: &Inline) -> (String, String) {
        let same = |mark: &str| (mark.to_owned(), mark.to_owned());
        let link = |target: &str| ("[".to_owned(), format!("]({target})"));
        match &inline.kind {
            InlineKind::Emphasis(_) => same("*"),
            InlineKind::Strong(_) => same("**"),
            InlineKind::Superscript(_) => same("^"),
            InlineKind::Subscript(_) => same("~"),
            InlineKind::Code(_) => same("`"),
            InlineKind::EditorsNote(_) => same("%%"),
            InlineKind::Link { url, .. } => link(url),
            InlineKind::Foreign { language, .. } => link(&format!("lang:{language}")),
            InlineKind::IndexTerm { subject, .. } => link(&format!("index:{subject}")),
            InlineKind::Reference { targets, content: Some(_) } => {
                link(&targets.iter().map(target).collect::<Vec<_>>().join("; "))
            }
            InlineKind::Image(image) => ("![".to_owned(), format!("]({})", image.path)),
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::FootnoteReference(_)
            | InlineKind::Reference { content: None, .. } => Default::default(),
        }
    }
}

fn references(targets: &[Target]) -> String {
    format!("[{}]", targets.iter().map(target).collect::<Vec<_>>().join("; "))
}

/// A target as authors write it, `@rec:data, p. 4`.
pub(super) fn target(target: &Target) -> String {
    let prefix = target.prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
    let locator = target.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
    let lead = target.lead.as_ref().map(|lead| format!("{lead} ")).unwrap_or_default();
    format!("{lead}@{prefix}{}{locator}", target.id)
}
