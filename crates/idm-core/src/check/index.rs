//! Where the index sends its readers: each place exists.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::apparatus::index::{Entry, index};
use crate::diagnostic::{Diagnostic, Diagnostics, Near, near};
use crate::model::{IndexLead, Plain};
use crate::rules;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let publication = subject.publication;
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
