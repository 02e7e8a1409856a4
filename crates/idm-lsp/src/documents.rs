//! The texts that the editor has open.

use std::collections::HashMap;
use std::path::PathBuf;

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use crate::positions::Lines;

/// A text that the editor has open, as it stands there.
#[derive(Debug)]
pub(crate) struct Document {
    /// The address by which the editor knows it.
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: String,
}

/// The texts that the editor has open, by their paths.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    by_path: HashMap<PathBuf, Document>,
}

impl Documents {
    pub(crate) fn open(&mut self, path: PathBuf, document: Document) {
        self.by_path.insert(path, document);
    }

    pub(crate) fn close(&mut self, path: &std::path::Path) -> Option<Document> {
        self.by_path.remove(path)
    }

    pub(crate) fn get(&self, path: &std::path::Path) -> Option<&Document> {
        self.by_path.get(path)
    }

    pub(crate) fn get_mut(&mut self, path: &std::path::Path) -> Option<&mut Document> {
        self.by_path.get_mut(path)
    }
}

impl Document {
    /// Takes over what has been typed, change by change: each counts from what the one before has left.
    pub(crate) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => self.text = whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::new(&self.text);
                    let (start, end) = (lines.offset(part.range.start), lines.offset(part.range.end));
                    self.text.replace_range(start.min(end)..start.max(end), &part.text);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_count_from_what_the_one_before_has_left() {
        let changes = serde_json::json!([
            { "range": { "start": { "line": 0, "character": 2 }, "end": { "line": 0, "character": 4 } }, "text": "é" },
            { "range": { "start": { "line": 0, "character": 3 }, "end": { "line": 1, "character": 0 } }, "text": "" },
            { "range": { "start": { "line": 9, "character": 0 }, "end": { "line": 9, "character": 0 } }, "text": "!" },
        ]);
        let mut document = Document { uri: Uri::from("file:///a.md"), version: 1, text: "a 𝄞\nb".to_owned() };
        document.change(2, serde_json::from_value(changes).expect("these are changes"));
        assert_eq!((document.text.as_str(), document.version), ("a éb!", 2));
        document.change(3, serde_json::from_value(serde_json::json!([{ "text": "c" }])).expect("this is a change"));
        assert_eq!(document.text, "c");
    }
}
