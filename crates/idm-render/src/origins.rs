//! Which author's text each part of a project came from, as it was when a document was laid out.

use std::collections::{HashMap, HashSet};

use idm_core::source::{SourceId, Span};
use typst::World;
use typst_syntax::{DiagSpan, DiagSpanKind, FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use crate::source_map::SourceMap;
use crate::typst_project::ProjectFile;
use crate::world::IdmWorld;

/// Where the texts of a project's modules came from. It stays what it is when the project goes over to a later state, so
/// that pages which are still shown lead to where they came from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins {
    modules: HashMap<FileId, (Source, SourceMap)>,
}

impl Origins {
    /// The origins of the project's present state.
    pub fn of(world: &IdmWorld) -> Self {
        let module = |(path, file): (&str, &ProjectFile)| {
            let ProjectFile::Module(module) = file else { return None };
            let id = RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern();
            Some((id, (world.source(id).ok()?, module.map.clone())))
        };
        Self { modules: world.project().files().filter_map(module).collect() }
    }

    /// The author's text that a place in the generated text came from, so many bytes into it.
    pub fn lookup(&self, span: typst_syntax::Span, offset: usize) -> Option<Span> {
        self.lookup_within(span, offset).map(|(place, _)| place)
    }

    /// The author's text that a place in the generated text came from, and how far into it that place is, from 0 to 1.
    pub(crate) fn lookup_within(&self, span: typst_syntax::Span, offset: usize) -> Option<(Span, f64)> {
        let (source, map) = self.modules.get(&span.id()?)?;
        let range = match DiagSpan::from(span).get() {
            DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range)?,
            DiagSpanKind::Range { range, .. } => range,
            DiagSpanKind::Detached => return None,
        };
        map.lookup_within((range.start + offset).min(range.end.saturating_sub(1)))
    }

    /// The modules that have something of one of the authors' files.
    pub(crate) fn modules_of(&self, source: SourceId) -> HashSet<FileId> {
        let has = |map: &SourceMap| map.spans().any(|span| span.source == source);
        self.modules.iter().filter(|(_, (_, map))| has(map)).map(|(&id, _)| id).collect()
    }
}
