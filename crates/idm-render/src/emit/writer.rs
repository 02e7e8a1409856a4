//! Writing Typst text: what belongs to which place, and under which mark of change it stands.

use idm_core::edition::tree::Change;
use idm_core::source::Span;

use super::literal;
use crate::source_map::{Emitter, Module};

/// Writes one module of a document.
pub struct Writer {
    pub(super) out: Emitter,
    /// Whether the document is a draft.
    pub(super) draft: bool,
    /// Whether a mark of change is open: marks do not nest.
    inside_mark: bool,
}

impl Writer {
    /// A module that calls the constructs of prose.
    pub(super) fn new(draft: bool) -> Self {
        let mut writer = Self { out: Emitter::new(), draft, inside_mark: false };
        writer.out.push("#import \"@idm/prose:0.1.0\": *\n");
        writer
    }

    /// A module of values, without any prose.
    pub(super) fn bare() -> Self {
        Self { out: Emitter::new(), draft: false, inside_mark: false }
    }

    /// Ends the module.
    pub(super) fn finish(self) -> Module {
        self.out.finish()
    }

    /// Writes `#let name = `, the value and a line's end.
    pub(super) fn define(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.out.push(&format!("\n#let {name} = "));
        value(self);
        self.out.push("\n");
    }

    /// Everything that `write` writes belongs to `span`, if there is one, unless it is mapped more closely.
    pub(super) fn within(&mut self, span: Option<Span>, write: impl FnOnce(&mut Self)) {
        let Some(span) = span else { return write(self) };
        let mut out = std::mem::take(&mut self.out);
        out.within(span, |out| {
            // The emitter goes back into the writer for as long as the region is open.
            std::mem::swap(out, &mut self.out);
            write(self);
            std::mem::swap(out, &mut self.out);
        });
        self.out = out;
    }

    /// An array.
    pub(super) fn array<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.out.push("(");
        for item in items {
            write(self, item);
            // One item and no comma would be a mere expression in parentheses.
            self.out.push(", ");
        }
        self.out.push(")");
    }

    /// A string.
    pub(super) fn string(&mut self, text: &str) {
        self.out.push(&literal::string(text));
    }

    /// `[…]`
    pub(super) fn bracketed(&mut self, write: impl FnOnce(&mut Self)) {
        self.out.push("[");
        write(self);
        self.out.push("]");
    }

    /// `#name(arguments)[content];`
    pub(super) fn call(&mut self, name: &str, arguments: &str, content: impl FnOnce(&mut Self)) {
        self.out.push(&format!("#{name}"));
        if !arguments.is_empty() {
            self.out.push(&format!("({arguments})"));
        }
        self.bracketed(content);
        self.out.push(";");
    }

    /// `name: value, `, where there is a value.
    pub(super) fn argument<T>(&mut self, name: &str, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        if let Some(value) = value {
            self.out.push(name);
            self.out.push(": ");
            write(self, value);
            self.out.push(", ");
        }
    }

    /// Writes running text under its mark of change, if it has one and none is open.
    pub(super) fn marked(&mut self, change: Change, write: impl FnOnce(&mut Self)) {
        match mark(change).filter(|_| !self.inside_mark) {
            None => write(self),
            Some(function) => {
                self.inside_mark = true;
                self.call(function, "", write);
                self.inside_mark = false;
            }
        }
    }

    /// Writes something that is no part of the text around it, and marked for itself.
    pub(super) fn unmarked(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.inside_mark, false);
        write(self);
        self.inside_mark = before;
    }

    /// The mark of change, for a template's function that prints words of its own.
    pub(super) fn mark_argument(&mut self, change: Change) {
        self.argument("mark", mark(change), |writer, function| writer.out.push(function));
    }
}

/// The template's function that marks a change.
fn mark(change: Change) -> Option<&'static str> {
    match change {
        Change::Kept => None,
        Change::Inserted => Some("added"),
        Change::Deleted => Some("removed"),
        Change::Moved => Some("moved"),
    }
}
