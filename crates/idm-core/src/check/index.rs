//! Where the index sends its readers: each place exists.

use std::collections::BTreeSet;

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
    for IndexLead { subject, see, see_also } in &publication.index_leads {
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
