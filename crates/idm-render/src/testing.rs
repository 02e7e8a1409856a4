//! Small projects for tests.

use std::collections::BTreeMap;

use idm_core::diagnostic::{Diagnostic, Place};
use idm_core::source::{SourceId, Sources, Span};
use typst::foundations::Bytes;

use crate::fonts::Fonts;
use crate::packages::Packages;
use crate::source_map::{Emitter, Module};
use crate::typst_project::{MAIN, TypstProject};
use crate::world::{IdmWorld, WorldOptions};

/// One author's file, and a project whose `main.typ` imports what was generated from it.
pub(crate) struct Fixture {
    pub(crate) sources: Sources,
    pub(crate) file: SourceId,
    pub(crate) project: TypstProject,
    pub(crate) packages: Packages,
}

impl Fixture {
    /// An author's text, and the project's entry.
    pub(crate) fn new(author: &str, main: &str) -> Self {
        let mut sources = Sources::default();
        let file = sources.add("chapters/a.md", author);
        let mut project = TypstProject::new();
        project.insert(MAIN, Module::from(main.to_owned()));
        Self { sources, file, project, packages: Packages::embedded() }
    }

    /// Adds `content/a.typ`, written by a function that is given where a part of the author's text stands.
    pub(crate) fn content(mut self, write: impl FnOnce(&mut Emitter, &dyn Fn(&str) -> Span)) -> Self {
        let mut out = Emitter::new();
        let text = self.sources.get(self.file).text().to_owned();
        let file = self.file;
        let span = |part: &str| {
            let start = text.find(part).unwrap_or_else(|| panic!("{part} is not in the text"));
            Span::new(file, start..start + part.len())
        };
        write(&mut out, &span);
        self.project.insert("content/a.typ", out.finish());
        self
    }

    /// Adds a package of one file.
    pub(crate) fn package(mut self, name: &str, lib: &str) -> Self {
        let manifest =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nentrypoint = \"lib.typ\"\nauthors = []\n");
        let file = |text: &str| Bytes::from_string(text.to_owned());
        let files = BTreeMap::from([("lib.typ".to_owned(), file(lib)), ("typst.toml".to_owned(), file(&manifest))]);
        self.packages = self.packages.with(name, files);
        self
    }

    /// The world to compile in.
    pub(crate) fn world(&self) -> IdmWorld {
        let whole = Place::File("publication.yaml".to_owned());
        let packages = self.packages.clone();
        let settings = WorldOptions { timestamp: 1_514_764_800, packages, fonts: Fonts::bundled(), whole };
        IdmWorld::new(self.project.clone(), settings)
    }

    /// The author's words at a place.
    pub(crate) fn words(&self, place: &Place) -> String {
        match place {
            Place::Span(span, _) => self.sources.text(*span).to_owned(),
            Place::File(path) => format!("<{path}>"),
            other => panic!("{other:?}"),
        }
    }

    /// A diagnostic as one line: code, words at its place, message, then labels and hints.
    pub(crate) fn show(&self, diagnostic: &Diagnostic) -> String {
        let mut line = format!("{} [{}] {}", diagnostic.rule.code, self.words(&diagnostic.place), diagnostic.message);
        for label in &diagnostic.labels {
            line += &format!("; at [{}] {}", self.words(&label.place), label.message);
        }
        for hint in &diagnostic.hints {
            line += &format!("; hint: {hint}");
        }
        line
    }
}
