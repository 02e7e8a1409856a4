//! Where the index sends its readers: each place exists, and what is the same is one entry.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::apparatus::index::{Entry, index};
use crate::diagnostic::{Diagnostic, Diagnostics, Near, near};
use crate::markdown::tree::{Inline, InlineKind, SUB_ENTRY};
use crate::markdown::walk;
use crate::model::{BookText, IndexLead, Plain, Publication};
use crate::rules;
use crate::source::Span;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let publication = subject.publication;
    differing_in_capitals(publication, diagnostics);
    // An entry that seems to be missing may be named in what could not be read.
    if publication.index_leads.is_empty() || !publication.holes.is_empty() {
        return;
    }
    let index = index(publication);
    let entries: Vec<&Entry> = index.names.iter().chain(&index.subjects).collect();
    let around: BTreeSet<&str> = entries.iter().filter_map(|sub| sub.within.as_deref()).collect();
    let holding = entries
        .iter()
        .filter(|entry| entry.has_places || entry.within.is_none() && around.contains(entry.name.as_str()));
    let known: BTreeSet<String> = holding.map(|entry| entry.full_name()).collect();
    let has = |name: &str| known.contains(name);
    // In an edition in another language, what is not translated leads to entries of the source.
    let records = publication.id.span().source;
    let is_said_here =
        |plain: &&Plain| publication.language == publication.source_language || plain.span.source != records;
    let mut leads: BTreeMap<&str, &IndexLead> = BTreeMap::new();
    for lead in &publication.index_leads {
        let IndexLead { subject, see, see_also } = lead;
        if let Some(first) = leads.get(subject.text.as_str()) {
            let message = format!("`{}` is listed twice: the index has the first", subject.text);
            let twice = Diagnostic::new(&rules::INDEX_LEAD, subject.span, message).label(first.subject.span, "here");
            diagnostics.push(twice.hint("put both together"));
            continue;
        }
        leads.insert(&subject.text, lead);
        let mut named = BTreeSet::from([subject.text.as_str()]);
        for name in see.iter().chain(see_also).filter(|name| !named.insert(&name.text)) {
            let what = if name.text == subject.text { "leads to itself" } else { "is named twice" };
            let message = format!("`{}` {what}", name.text);
            diagnostics.push(Diagnostic::new(&rules::INDEX_LEAD, name.span, message).hint("leave it out here"));
        }
    }
    for IndexLead { subject, see, see_also } in leads.values() {
        if has(&subject.text) && !see.is_empty() {
            let message =
                format!("the index has places for `{}`, and so cannot send its readers elsewhere", subject.text);
            let hint = "write `see-also`: it stands behind an entry's own places";
            diagnostics.push(Diagnostic::new(&rules::INDEX_LEAD, subject.span, message).hint(hint));
        }
        let leading = Some(subject).filter(|_| !see_also.is_empty());
        for name in leading.into_iter().chain(see).chain(see_also).filter(is_said_here) {
            if has(&name.text) {
                continue;
            }
            if let Some(elsewhere) = leads.get(name.text.as_str()).filter(|lead| !lead.see.is_empty()) {
                let message = format!("the index only sends readers of `{}` on", name.text);
                let entries = elsewhere.see.iter().map(|entry| format!("`{}`", entry.text)).collect::<Vec<_>>();
                let hint = format!("name the entry that has the places: {}", entries.join(", "));
                diagnostics.push(Diagnostic::new(&rules::INDEX_LEAD, name.span, message).hint(hint));
                continue;
            }
            let message = format!("the index has no entry `{}`", name.text);
            let near = near(&name.text, known.iter().map(String::as_str));
            // Nothing else may be meant, and the entry may be one that is still to be marked.
            let near = near.map(|near| Near { is_certain: false, ..near });
            let diagnostic = Diagnostic::new(&rules::INDEX_LEAD, name.span, message).did_you_mean(&name.text, near);
            diagnostics.push(match near {
                Some(_) => diagnostic,
                None => diagnostic.hint("mark a place in the text: `[words](<index:Subject>)`"),
            });
        }
    }
}

/// Where a subject is named: how often, and the first time.
type Places = (usize, Span);

/// Subjects that are told apart by their capitals alone: two entries, of which whoever finds one does not look for the other.
fn differing_in_capitals(publication: &Publication, diagnostics: &mut Diagnostics) {
    let mut named: BTreeMap<String, Places> = BTreeMap::new();
    let mut name = |text: &str, span: Span| named.entry(text.to_owned()).or_insert((0, span)).0 += 1;
    let mut visit = |inline: &Inline| {
        if let InlineKind::IndexTerm { subject, .. } = &inline.kind {
            name(subject, inline.span);
            if let Some((entry, _)) = subject.split_once(SUB_ENTRY) {
                name(entry, inline.span);
            }
        }
    };
    publication.texts(&mut |found, printed| match found {
        BookText::Text(text) if printed => walk::inlines(&text.prose, walk::Notes::Skip, &mut visit),
        BookText::Line(line) if printed => walk::line(&line.content, walk::Notes::Skip, &mut visit),
        _ => {}
    });
    for lead in &publication.index_leads {
        name(&lead.subject.text, lead.subject.span);
    }
    let mut alike: BTreeMap<String, Vec<(&str, Places)>> = BTreeMap::new();
    for (name, places) in &named {
        // Entries that differ are told of themselves, and not once more with each of their sub-entries.
        let key = match name.split_once(SUB_ENTRY) {
            Some((entry, sub)) => format!("{entry}{SUB_ENTRY}{}", sub.to_lowercase()),
            None => name.to_lowercase(),
        };
        alike.entry(key).or_default().push((name, *places));
    }
    // An acronym is another word.
    let is_acronym = |name: &str| {
        let own = name.split_once(SUB_ENTRY).map_or(name, |(_, sub)| sub);
        own.chars().all(|letter| !letter.is_lowercase())
    };
    for (_, mut forms) in alike {
        forms.retain(|(name, _)| !is_acronym(name));
        // The form that stands most often is taken for the one that is meant.
        forms.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let Some((&(usual, (_, there)), others)) = forms.split_first() else { continue };
        for (name, (_, span)) in others {
            let message = format!("`{name}` and `{usual}` differ in capitals alone, and are two entries of the index");
            let diagnostic = Diagnostic::new(&rules::INDEX_CAPITALS, *span, message).label(there, "the other");
            diagnostics.push(diagnostic.hint(format!("write `{usual}` here, too")));
        }
    }
}
