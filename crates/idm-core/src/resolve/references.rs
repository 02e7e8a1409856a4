//! References and citations: whatever prose and records point at is looked up here.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Resolver;
use crate::bibliography::{Bibliography, CitationKey, References};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, KeyPath, Origin, Place, near};
use crate::markdown::tree::{BlockKind, Inline, InlineKind, Prose, Target};
use crate::markdown::walk;
use crate::memory::{ReadReferences, Same};
use crate::model::{Acronym, Anchor, AnchorKind, Anchors, BookText, Contents, Ref};
use crate::read::Lost;
use crate::rules;
use crate::source::Span;

impl Resolver<'_> {
    /// Reads the bibliography and announces its keys.
    pub(super) fn references(&mut self) -> Arc<ReadReferences> {
        let project = self.project;
        let Some(source) = self.records.references else { return Arc::default() };
        let Some(index) = project.indexes.get(&source) else { return Arc::default() };
        let read = self.memory.references.of((), Same(Arc::clone(index)), |Same(index)| {
            let mut diagnostics = Diagnostics::default();
            let references = References::read(source, index, &mut diagnostics);
            ReadReferences { references, diagnostics: diagnostics.into_list() }
        });
        self.diagnostics.extend(read.diagnostics.iter().cloned());
        // An entry that cannot be read has its key all the same.
        for (key, place) in index.keys(&KeyPath::root()) {
            let span = Span::new(source, place.start as usize..place.end as usize);
            let title = read.references.title(key).map(|title| Inline::text(title, span));
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
        read
    }

    /// Checks everything that any text or record points at.
    pub(super) fn check_references(&mut self, contents: &Contents, anchors: &Anchors) {
        let mut problems = Vec::new();
        contents.texts(&mut |found, _| match found {
            BookText::Line(line) => {
                walk::line(&line.content, walk::Notes::Visit, &mut |inline| {
                    if let InlineKind::Reference { targets, .. } = &inline.kind {
                        problems.extend(targets.iter().filter_map(|target| self.problem(anchors, target)));
                    }
                });
            }
            BookText::Text(text) => {
                for_each_target(&text.prose, &mut |target, wants_reference| {
                    problems.extend(if wants_reference {
                        self.source_problem(anchors, target)
                    } else {
                        self.problem(anchors, target)
                    });
                });
            }
            BookText::Exhibit(_) => {}
            BookText::Source(target) => problems.extend(self.source_problem(anchors, target)),
        });
        self.diagnostics.extend(problems);
    }

    pub(super) fn problem(&self, anchors: &Anchors, target: &Target) -> Option<Diagnostic> {
        let Some(anchor) = anchors.get(&target.id) else {
            let kind = target.prefix.as_deref().and_then(AnchorKind::from_prefix);
            return self.unknown(anchors, target, kind, |_| true, "nothing in the publication is called");
        };
        if let Some(prefix) = &target.prefix
            && anchor.kind.prefix() != prefix
        {
            let message =
                format!("`{}` names {}, which `{prefix}:` does not fit", target.id, anchor.kind.with_article());
            let right = format!("{}:{}", anchor.kind.prefix(), target.id);
            return Some(
                Diagnostic::new(&rules::REFERENCE_KIND, target.span, message)
                    .hint(format!("write `@{right}`"))
                    .fix(Fix::replace(target.span, target.written(), right, true)),
            );
        }
        if target.locator.is_some() && anchor.kind != AnchorKind::Reference {
            let message = format!("`{}` names {}, which has no pages to cite", target.id, anchor.kind.with_article());
            return Some(Diagnostic::new(&rules::REFERENCE_KIND, target.span, message));
        }
        let may_be_printed = self.holes.lack(Lost::Place) || self.holes.hold_name(&target.id);
        if !anchor.printed && anchor.kind != AnchorKind::Reference && !may_be_printed {
            let message = format!("no part of the book shows the {} `{}`", anchor.kind.name(), target.id);
            return Some(Diagnostic::new(&rules::REFERENCE_UNPRINTED, target.span, message));
        }
        None
    }

    pub(super) fn source_problem(&self, anchors: &Anchors, target: &Target) -> Option<Diagnostic> {
        match anchors.get(&target.id) {
            Some(anchor) if anchor.kind == AnchorKind::Reference => None,
            Some(anchor) => Some(Diagnostic::new(
                &rules::REFERENCE_KIND,
                target.span,
                format!("a source is a key of `references.yaml`; `{}` names {}", target.id, anchor.kind.with_article()),
            )),
            None => {
                let is_reference = |anchor: &Anchor| anchor.kind == AnchorKind::Reference;
                let kind = Some(AnchorKind::Reference);
                self.unknown(anchors, target, kind, is_reference, "`references.yaml` has no entry")
            }
        }
    }

    fn unknown(
        &self,
        anchors: &Anchors,
        target: &Target,
        kind: Option<AnchorKind>,
        fits: impl Fn(&Anchor) -> bool,
        message: &str,
    ) -> Option<Diagnostic> {
        let may_be_there = match kind {
            Some(kind) => self.may_be_there(&target.id, kind) || self.holes.hold_name(&target.id),
            None => self.names.has(&target.id) || self.holes.lack_name(&target.id),
        };
        if may_be_there {
            return None;
        }
        let message = format!("{message} `{}`", target.id);
        let diagnostic = Diagnostic::new(&rules::REFERENCE_DANGLING, target.span, message);
        let known = anchors.iter().filter(|(_, anchor)| fits(anchor)).map(|(id, _)| id);
        Some(match near(&target.id, known) {
            Some(near) => diagnostic.hint(format!("did you mean `{}`?", near.word)).fix(Fix::replace(
                target.span,
                target.written(),
                target.written_as(near.word),
                near.is_certain,
            )),
            None => diagnostic,
        })
    }

    /// Reports references that nothing cites, acronyms that nothing uses, and panels that no theme draws on.
    pub(super) fn report_unused(
        &mut self,
        contents: &Contents,
        references: &References,
        bibliography: Option<&Bibliography>,
        used_acronyms: &BTreeSet<Ref<Acronym>>,
    ) {
        if self.holes.lack(Lost::Words) {
            return;
        }
        let source = self.records.references;
        for (key, _) in references.keys() {
            // In a style that there is not, nothing could be cited.
            let cited = bibliography.is_none_or(|bibliography| {
                bibliography.entries.iter().chain(&bibliography.aside).any(|entry| entry.key == key)
            });
            if !cited && let Some(source) = source {
                self.report(Diagnostic::new(
                    &rules::UNUSED_RECORD,
                    Place::Key(Origin { source, path: KeyPath::root().key(key) }),
                    format!("nothing cites `{key}`"),
                ));
            }
        }
        // A panel that seems not to be printed may use it.
        let themes = self.holes.lack(Lost::Place);
        for (_, acronym) in contents.acronyms.entries().filter(|(at, _)| !used_acronyms.contains(at) && !themes) {
            self.report(Diagnostic::new(
                &rules::UNUSED_RECORD,
                acronym.short.span,
                format!("the book does not use `{}`, so its list does not show it", acronym.short.text),
            ));
        }
        for (at, record) in contents.panels.entries() {
            if !contents.prints(at) && !themes {
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

/// Every mark that cites, in the order of the book: those in the book, or those that only drafts show, which are
/// the editors' notes and what no part of the book prints.
pub(super) fn citations(contents: &Contents, anchors: &Anchors, in_book: bool) -> Vec<CitationKey> {
    let notes = if in_book { walk::Notes::Skip } else { walk::Notes::Visit };
    let mut citations = Vec::new();
    let mut add = |targets: &[Target]| citations.extend(citation_key(anchors, targets));
    contents.texts(&mut |found, printed| {
        if in_book && !printed {
            return;
        }
        match found {
            BookText::Line(line) => walk::line(&line.content, notes, &mut |inline| {
                if let InlineKind::Reference { targets, .. } = &inline.kind {
                    add(targets);
                }
            }),
            BookText::Text(text) => {
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
            BookText::Exhibit(_) => {}
            BookText::Source(target) => add(std::slice::from_ref(target)),
        }
    });
    citations
}

/// What a mark cites: its targets that are keys of the bibliography. None if it cites nothing.
pub(crate) fn citation_key(anchors: &Anchors, targets: &[Target]) -> Option<CitationKey> {
    let key: CitationKey = targets
        .iter()
        .filter(|target| anchors.get(&target.id).is_some_and(|anchor| anchor.kind == AnchorKind::Reference))
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
pub(super) fn for_each_target(prose: &Prose, visit: &mut dyn FnMut(&Target, bool)) {
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
