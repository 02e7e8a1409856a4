//! From Typst's diagnostics back to the author's lines.

use std::collections::BTreeSet;
use std::ops::Range;

use idm_core::diagnostic::{Diagnostic, Place};
use idm_core::rules::Rule;
use idm_core::source::Span;
use typst::diag::SourceDiagnostic;
use typst::{World, WorldExt};
use typst_syntax::{DiagSpan, FileId, VirtualRoot};

use crate::world::IdmWorld;

/// How many further places a diagnostic shows at most: the nearest ones help, a whole stack of calls does not.
const MAX_LABELS: usize = 3;

/// Where a place in the Typst project leads.
enum Location {
    /// To an author's text.
    Author(Span),
    /// To a template, or to generated text that came from nobody: the place in words.
    Ours(String),
    /// Nowhere.
    Nowhere,
}

/// Turns a diagnostic of Typst's into one of ours, at the author's line.
///
/// If Typst's place is none of the author's, it is the nearest author's line on the way there: the call that led into
/// the template. If there is none either, the diagnostic stands at the document as a whole.
pub(crate) fn convert(world: &IdmWorld, rule: &'static Rule, from: &SourceDiagnostic, message: String) -> Diagnostic {
    let primary = location(world, from.span);
    let callers: Vec<(Span, String)> = from
        .trace
        .iter()
        .filter_map(|point| match location(world, point.span.into()) {
            Location::Author(span) => Some((span, point.v.to_string())),
            Location::Ours(_) | Location::Nowhere => None,
        })
        .collect();

    let author = match primary {
        Location::Author(span) => Some(span),
        Location::Ours(_) | Location::Nowhere => {
            callers.first().map(|&(span, _)| span).or_else(|| named(world, from.span))
        }
    };
    let place = author.map_or_else(|| world.whole().clone(), Place::from);
    let mut diagnostic = Diagnostic::new(rule, place, message);

    let mut shown: Vec<Span> = author.into_iter().collect();
    let mut label = |diagnostic: &mut Diagnostic, span: Span, message: String| {
        if shown.len() <= MAX_LABELS && !shown.contains(&span) {
            shown.push(span);
            let labelled = std::mem::replace(diagnostic, Diagnostic::new(rule, span, "")).label(span, message);
            *diagnostic = labelled;
        }
    };
    for hint in &from.hints {
        match location(world, hint.span) {
            Location::Author(span) if Some(span) != author => label(&mut diagnostic, span, hint.v.to_string()),
            _ => diagnostic.hints.push(hint.v.to_string()),
        }
    }
    for (span, message) in callers {
        label(&mut diagnostic, span, message);
    }
    if let Location::Ours(place) = primary {
        diagnostic.hints.push(place);
    }
    diagnostic
}

/// Removes diagnostics that say the same of the same place, and keeps the first.
pub(crate) fn without_repetitions(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let key = |one: &Diagnostic| (one.rule.code, one.severity, one.message.clone(), format!("{:?}", one.place));
    diagnostics.into_iter().filter(|diagnostic| seen.insert(key(diagnostic))).collect()
}

/// Where an author names the file of a place: Typst keeps no trace of how it came to read a broken picture.
fn named(world: &IdmWorld, span: DiagSpan) -> Option<Span> {
    let id = span.id().filter(|id| *id.root() == VirtualRoot::Project)?;
    world.project().named(id.vpath().get_without_slash())
}

fn location(world: &IdmWorld, span: DiagSpan) -> Location {
    let (Some(id), Some(range)) = (span.id(), world.range(span)) else { return Location::Nowhere };
    let path = id.vpath().get_without_slash();
    match id.root() {
        VirtualRoot::Package(spec) => {
            let name = format!("@{}/{}/{path}", spec.namespace, spec.name);
            Location::Ours(format!("in the template at {}", with_position(world, id, &name, range)))
        }
        VirtualRoot::Project => {
            match world.project().module(path).and_then(|module| module.map.lookup(range.clone())) {
                Some(span) => Location::Author(span),
                None => Location::Ours(format!("in {}", with_position(world, id, path, range))),
            }
        }
    }
}

/// `name:line:column`, or only the name of a file that is no text.
fn with_position(world: &IdmWorld, id: FileId, name: &str, range: Range<usize>) -> String {
    let position = world.file(id).ok().and_then(|bytes| bytes.lines().ok()?.byte_to_line_column(range.start));
    match position {
        Some((line, column)) => format!("{name}:{}:{}", line + 1, column + 1),
        None => name.to_owned(),
    }
}
