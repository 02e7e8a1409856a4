//! References and citations: whatever prose and records point at is looked up here.

use super::Resolver;
use crate::bibliography::{CitationKey, References};
use crate::diagnostic::{Diagnostic, KeyPath, Origin, Place, nearest};
use crate::markdown::tree::{BlockKind, InlineKind, Prose, Target};
use crate::markdown::walk;
use crate::model::{Anchor, AnchorKind, Passage, Publication};
use crate::rules;

impl Resolver<'_> {
    /// Reads the bibliography and announces its keys.
    pub(super) fn references(&mut self) -> References {
        let project = self.project;
        let Some(source) = self.records.references else { return References::default() };
        let Some(index) = project.indexes.get(&source) else { return References::default() };
        let references = References::read(source, index, self.diagnostics);
        self.gaps.ids |= references.keys().count() < index.keys(&KeyPath::root()).count();
        for (key, span) in references.keys() {
            let title = references
                .title(key)
                .map(|title| crate::markdown::tree::Inline { kind: InlineKind::Text(title), span });
            let anchor = Anchor {
                kind: AnchorKind::Reference,
                number: None,
                title: title.into_iter().collect(),
                city: None,
                printed: false,
                span,
            };
            self.announce(key, Place::Key(Origin { source, path: KeyPath::root().key(key) }), anchor);
        }
        references
    }

    /// Checks a key of the bibliography that stands in a record.
    pub(super) fn known_reference(&mut self, origin: &Origin, key: &str) {
        let known = self.anchors.get(key).is_some_and(|anchor| anchor.kind == AnchorKind::Reference);
        if !known {
            let keys: Vec<String> = self
                .anchors
                .iter()
                .filter(|(_, anchor)| anchor.kind == AnchorKind::Reference)
                .map(|(key, _)| key.to_owned())
                .collect();
            self.dangling(origin, "reference", key, keys.iter().map(String::as_str));
        }
    }

    /// Checks everything that any text or record points at.
    pub(super) fn check_references(&mut self, publication: &Publication) {
        let mut problems = Vec::new();
        publication.passages(&mut |passage, _| match passage {
            Passage::Line(line) => {
                walk::line(&line.content, walk::Notes::Visit, &mut |inline| {
                    if let InlineKind::Reference { targets, .. } = &inline.kind {
                        problems.extend(targets.iter().filter_map(|target| self.problem(publication, target)));
                    }
                });
            }
            Passage::Text(text) => {
                for_each_target(&text.prose, &mut |target, wants_reference| {
                    problems.extend(if wants_reference {
                        self.source_problem(publication, target)
                    } else {
                        self.problem(publication, target)
                    });
                });
            }
            Passage::Exhibit(_) => {}
            Passage::Source(target) => problems.extend(self.source_problem(publication, target)),
        });
        self.diagnostics.extend(problems);
    }

    fn problem(&self, publication: &Publication, target: &Target) -> Option<Diagnostic> {
        let Some(anchor) = publication.anchors.get(&target.id) else {
            return self.unknown(publication, target, |_| true, "nothing in the publication is called");
        };
        if let Some(prefix) = &target.prefix
            && anchor.kind.prefix() != prefix
        {
            let message = format!("`{}` names {}, which `{prefix}:` does not fit", target.id, anchor.kind.one());
            return Some(Diagnostic::new(&rules::REFERENCE_KIND, target.span, message).hint(format!(
                "write `@{}:{}`",
                anchor.kind.prefix(),
                target.id
            )));
        }
        if target.locator.is_some() && anchor.kind != AnchorKind::Reference {
            let message = format!("`{}` names {}, which has no pages to cite", target.id, anchor.kind.one());
            return Some(Diagnostic::new(&rules::REFERENCE_KIND, target.span, message));
        }
        if !anchor.printed && anchor.kind != AnchorKind::Reference && !self.gaps.ids && !self.gaps.themes {
            let message = format!("no part of the book shows the {} `{}`", anchor.kind.name(), target.id);
            return Some(Diagnostic::new(&rules::REFERENCE_UNPRINTED, target.span, message));
        }
        None
    }

    fn source_problem(&self, publication: &Publication, target: &Target) -> Option<Diagnostic> {
        match publication.anchors.get(&target.id) {
            Some(anchor) if anchor.kind == AnchorKind::Reference => None,
            Some(anchor) => Some(Diagnostic::new(
                &rules::REFERENCE_KIND,
                target.span,
                format!("a source is a key of `references.yaml`; `{}` names {}", target.id, anchor.kind.one()),
            )),
            None => {
                let is_reference = |anchor: &Anchor| anchor.kind == AnchorKind::Reference;
                self.unknown(publication, target, is_reference, "`references.yaml` has no entry")
            }
        }
    }

    fn unknown(
        &self,
        publication: &Publication,
        target: &Target,
        fits: impl Fn(&Anchor) -> bool,
        message: &str,
    ) -> Option<Diagnostic> {
        if self.gaps.ids || self.is_lost(&target.id) {
            return None;
        }
        let message = format!("{message} `{}`", target.id);
        let diagnostic = Diagnostic::new(&rules::REFERENCE_DANGLING, target.span, message);
        let known = publication.anchors.iter().filter(|(_, anchor)| fits(anchor)).map(|(id, _)| id);
        Some(match nearest(&target.id, known) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic,
        })
    }

    /// Every mark that cites, in the order of the book: those in the book, or those that only drafts show, which are
    /// the editors' notes and what no part of the book prints.
    pub(super) fn citations(&self, publication: &Publication, in_book: bool) -> Vec<CitationKey> {
        let notes = if in_book { walk::Notes::Skip } else { walk::Notes::Visit };
        let mut citations = Vec::new();
        let mut add = |targets: &[Target]| citations.extend(citation_key(publication, targets));
        publication.passages(&mut |passage, printed| {
            if in_book && !printed {
                return;
            }
            match passage {
                Passage::Line(line) => walk::line(&line.content, notes, &mut |inline| {
                    if let InlineKind::Reference { targets, .. } = &inline.kind {
                        add(targets);
                    }
                }),
                Passage::Text(text) => {
                    walk::inlines(&text.prose, notes, &mut |inline| {
                        if let InlineKind::Reference { targets, .. } = &inline.kind {
                            add(targets);
                        }
                    });
                    walk::blocks(&text.prose, notes, &mut |block| {
                        if let Some(target) = block_source(&block.kind) {
                            add(std::slice::from_ref(target));
                        }
                    });
                }
                Passage::Exhibit(_) => {}
                Passage::Source(target) => add(std::slice::from_ref(target)),
            }
        });
        citations
    }

    /// Whether a text is missing that may use whatever seems to be unused.
    fn lacks_text(&self) -> bool {
        let lost = [&rules::EMPTY_PROSE, &rules::FILE_MISSING, &rules::FILE_UNUSED];
        self.diagnostics.list().iter().any(|found| lost.contains(&found.rule))
    }

    /// Whether an identifier that nothing seems to have stands at a block that was not understood, which is reported there.
    fn is_lost(&self, id: &str) -> bool {
        let lost = [&rules::BLOCK_UNKNOWN, &rules::BLOCK_UNCLOSED, &rules::BLOCK_ATTRIBUTE];
        let mark = format!("{{#{id}");
        self.diagnostics.list().iter().filter(|found| lost.contains(&found.rule)).any(|found| {
            let Place::Span(span, _) = &found.place else { return false };
            let text = self.project.sources.get(span.source).text();
            text.match_indices(&mark).any(|(at, _)| text[at + mark.len()..].starts_with(['}', ' ']))
        })
    }

    /// Reports references that nothing cites, acronyms that nothing uses, and panels that no theme draws on.
    pub(super) fn report_unused(&mut self, publication: &Publication, references: &References) {
        if self.gaps.any || self.gaps.ids || self.lacks_text() {
            return;
        }
        let source = self.records.references;
        for (key, _) in references.keys() {
            let bibliography = &publication.bibliography;
            let cited = bibliography.entries.iter().chain(&bibliography.aside).any(|entry| entry.key == key);
            if !cited && let Some(source) = source {
                self.report(Diagnostic::new(
                    &rules::UNUSED_RECORD,
                    Place::Key(Origin { source, path: KeyPath::root().key(key) }),
                    format!("nothing cites `{key}`"),
                ));
            }
        }
        // A panel that seems not to be printed may use it.
        let themes = self.gaps.themes;
        for acronym in publication.acronyms.iter().filter(|acronym| !acronym.used && !themes) {
            self.report(Diagnostic::new(
                &rules::UNUSED_RECORD,
                acronym.short.span,
                format!("the book does not use `{}`, so its list does not show it", acronym.short.text),
            ));
        }
        for (at, record) in publication.panels.entries() {
            if !publication.prints(at) && !self.gaps.themes {
                self.report(
                    Diagnostic::new(
                        &rules::UNUSED_RECORD,
                        record.id.span(),
                        format!("no theme draws on the panel `{}`, so the book does not show it", record.id),
                    )
                    .hint("name it under `themes` in `publication.yaml`"),
                );
            }
        }
    }
}

/// What a mark cites: its targets that are keys of the bibliography. None if it cites nothing.
pub fn citation_key(publication: &Publication, targets: &[Target]) -> Option<CitationKey> {
    let key: CitationKey = targets
        .iter()
        .filter(|target| publication.anchors.get(&target.id).is_some_and(|anchor| anchor.kind == AnchorKind::Reference))
        .map(|target| (target.id.clone(), target.locator.clone()))
        .collect();
    (!key.is_empty()).then_some(key)
}

/// The `source` of a figure, table or quotation.
fn block_source(kind: &BlockKind) -> Option<&Target> {
    match kind {
        BlockKind::Figure(figure) => figure.source.as_ref(),
        BlockKind::Table(table) => table.source.as_ref(),
        BlockKind::Quotation { source, .. } => source.as_ref(),
        _ => None,
    }
}

/// Visits everything that a text points at; the flag says that only a key of the bibliography will do.
fn for_each_target(prose: &Prose, visit: &mut dyn FnMut(&Target, bool)) {
    walk::inlines(prose, walk::Notes::Visit, &mut |inline| {
        if let InlineKind::Reference { targets, .. } = &inline.kind {
            for target in targets {
                visit(target, false);
            }
        }
    });
    walk::blocks(prose, walk::Notes::Visit, &mut |block| {
        if let Some(target) = block_source(&block.kind) {
            visit(target, true);
        }
    });
}
