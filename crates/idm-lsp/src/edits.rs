//! Changes of files, in the protocol's form.

use std::collections::{BTreeMap, HashMap};

use gen_lsp_types::{
    CreateFile, CreateFileOptions, DocumentChange, OptionalVersionedTextDocumentIdentifier, RenameFile,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};
use idm::Project;
use idm_core::source::Span;

use crate::workspace::{Opened, range_in};

/// What is to be changed in a project's files.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    edits: BTreeMap<String, Vec<TextEdit>>,
    created: Vec<String>,
    /// Files that get other paths, once their texts have been changed.
    renamed: Vec<(String, String)>,
}

impl Changes {
    /// Replaces what stands at a place of the texts that an edition was read from.
    pub(crate) fn replace(&mut self, edition: &Project, span: Span, text: impl Into<String>) {
        let path = edition.sources().get(span.source).path().to_owned();
        self.edit(path, TextEdit { range: range_in(edition, span), new_text: text.into() });
    }

    pub(crate) fn edit(&mut self, path: String, edit: TextEdit) {
        self.edits.entry(path).or_default().push(edit);
    }

    pub(crate) fn create(&mut self, path: &str) {
        self.created.push(path.to_owned());
    }

    pub(crate) fn rename(&mut self, from: String, to: String) {
        self.renamed.push((from, to));
    }

    /// Whether editors have to be able to do more than to change texts.
    pub(crate) fn moves_files(&self) -> bool {
        !self.created.is_empty() || !self.renamed.is_empty()
    }

    pub(crate) fn finish(self, opened: &Opened) -> WorkspaceEdit {
        if !self.moves_files() {
            let changes: HashMap<_, _> =
                self.edits.into_iter().map(|(path, edits)| (opened.uri(&path), edits)).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let mut all: Vec<DocumentChange> = vec![];
        all.extend(self.created.iter().map(|path| {
            let options = CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
            CreateFile { uri: opened.uri(path), options: Some(options), annotation_id: None }.into()
        }));
        all.extend(self.edits.into_iter().map(|(path, edits)| {
            let text_document_identifier = TextDocumentIdentifier { uri: opened.uri(&path) };
            let text_document = OptionalVersionedTextDocumentIdentifier { version: None, text_document_identifier };
            TextDocumentEdit { text_document, edits: edits.into_iter().map(Into::into).collect() }.into()
        }));
        all.extend(self.renamed.iter().map(|(from, to)| {
            RenameFile { old_uri: opened.uri(from), new_uri: opened.uri(to), options: None, annotation_id: None }.into()
        }));
        WorkspaceEdit { document_changes: Some(all), ..WorkspaceEdit::default() }
    }
}
