//! Sentences of an announcement that were left in a report, and what is told of a panel that was only planned.

use std::sync::LazyLock;

use serde::Deserialize;

use super::running::{Kind, Running, Sort};
use super::{Desk, Owner};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::Target;
use crate::model::Panel;
use crate::rules;
use crate::schema::Basis;

/// `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Tense {
    subjects: Vec<String>,
    verbs: Vec<String>,
    participles: Vec<String>,
    held: Vec<String>,
    told: Vec<String>,
    told_of: Vec<String>,
}

/// Whether the token is one of those words.
fn known(line: &Running, list: &[String], at: usize) -> bool {
    list.iter().any(|word| line.is(at, word))
}

static WORDS: LazyLock<Tense> = LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

/// Words that make the subject one that was still to come.
const LATER: &[&str] = &["next", "following", "coming", "upcoming", "forthcoming", "future"];

/// Where another clause begins, with a verb of its own.
const CLAUSES: &[&str] =
    &[",", ";", ":", "that", "which", "who", "whether", "how", "what", "why", "where", "when", "and"];

/// Verbs that show what stands before them to be no verb of the sentence: "the panels discussed here are two".
const AUXILIARIES: &[&str] =
    &["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should", "must", "may"];

/// How many words may stand between the subject and its verb.
const REACH: usize = 3;

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    if !desk.is_english() {
        return;
    }
    for line in desk.lines.iter().filter(|line| !line.quoted) {
        let Some(Owner::Summary(place)) = desk.owner(line) else { continue };
        let panel = &desk.publication[place];
        match panel.provenance.basis {
            Some(Basis::Report | Basis::Record) => {
                diagnostics.extend((0..line.tokens.len()).filter_map(|at| future(desk, line, at)));
            }
            Some(_) if !panel.is_reported() && matches!(line.kind, Kind::Paragraph | Kind::Item) => {
                diagnostics.extend((0..line.tokens.len()).filter_map(|at| past(desk, line, panel, at)));
            }
            _ => {}
        }
    }
}

/// "The panel discussed", "The second panel took up", "Participants agreed", "The session was opened", at the start of a
/// sentence that names no source but the panel's. "The panels discussed here are two" tells nothing of the kind.
fn past(desk: &Desk, line: &Running, panel: &Panel, at: usize) -> Option<Diagnostic> {
    if !line.starts_sentence(at) {
        return None;
    }
    let determined =
        line.is_any(at, &["the", "this", "these", "its", "all", "both", "most", "many", "several", "some"]);
    let subject = (at..=at + if determined { REACH } else { 0 }).find(|&token| known(line, &WORDS.held, token))?;
    // "The first panel" may be another one, of which a report tells.
    let mut panels = desk.publication.panels.iter();
    if subject > at + usize::from(determined) && panels.any(Panel::is_reported) {
        return None;
    }
    let next = subject + 1;
    let verb = if line.is_any(next, &["also", "then", "first", "thus"]) { next + 1 } else { next };
    let passive = line.is_any(verb, &["was", "were"]) && known(line, &WORDS.told_of, verb + 1);
    if !passive && !known(line, &WORDS.told, verb) {
        return None;
    }
    let last = verb + usize::from(passive);
    let end = (last + 1..line.tokens.len()).find(|&token| line.starts_sentence(token)).unwrap_or(line.tokens.len());
    let clause = (last + 1..end).take_while(|&token| !line.is_any(token, CLAUSES));
    if !passive && clause.into_iter().any(|token| line.is_any(token, AUXILIARIES)) {
        return None;
    }
    let sentence = line.bytes(at, end.saturating_sub(1));
    let own = panel.provenance.source.as_ref().map(|source| source.id.as_str());
    let from_elsewhere = |target: &Target| {
        let cited = desk.publication.bibliography.entries.iter().any(|entry| *entry.key == *target.id);
        cited && Some(target.id.as_str()) != own
    };
    // A footnote's mark stands behind the full stop.
    let first = line.named.partition_point(|(byte, _)| *byte < sentence.start);
    let mut named = line.named[first..].iter().take_while(|(byte, _)| *byte <= sentence.end);
    if named.any(|(_, target)| target.is_none_or(from_elsewhere)) {
        return None;
    }
    let bytes = line.bytes(verb, last);
    let message = format!("`{}` tells as held what is known only as planned", &line.text[bytes.clone()]);
    let problem = desk.style(&rules::PAST_IN_PLAN, line, bytes, message)?;
    Some(problem.hint(
        "write what it was to do, cite the source that tells of it, or set the panel's `basis` to `report` or `record`",
    ))
}

/// "The panel will discuss", "speakers are going to ask", "the session will be held". What a panel says of others may
/// well lie in the future: only what it was to do itself is looked at.
fn future(desk: &Desk, line: &Running, at: usize) -> Option<Diagnostic> {
    let after = if line.is_any(at, &["will", "shall"]) {
        at + 1
    } else if line.is_any(at, &["is", "are"]) && line.is(at + 1, "going") && line.is(at + 2, "to") {
        at + 3
    } else {
        return None;
    };
    let verb = if line.is_any(after, &["also", "then", "first", "now"]) { after + 1 } else { after };
    let held = line.is(verb, "be") && known(line, &WORDS.participles, verb + 1);
    let last = if held || (line.is(verb, "take") && line.is(verb + 1, "place")) {
        verb + 1
    } else if known(line, &WORDS.verbs, verb) {
        verb
    } else {
        return None;
    };
    let words = (at.saturating_sub(REACH + 1)..at).rev().take_while(|&token| line.sort(token) == Some(Sort::Word));
    // The nearest noun of the kind, so that no clause lies between.
    let subject = words.into_iter().find(|&token| known(line, &WORDS.subjects, token))?;
    let between = subject + 1..at;
    if between.clone().any(|token| line.is_any(token, &["that", "which", "who", "and", "said", "hoped", "asked"])) {
        return None;
    }
    // "The next workshop will explore this" is as true in a report.
    let phrase =
        (subject.saturating_sub(REACH)..subject).rev().take_while(|&token| line.sort(token) == Some(Sort::Word));
    if phrase.chain(between).any(|token| line.is_any(token, LATER)) {
        return None;
    }
    let bytes = line.bytes(at, last);
    let message = format!("`{}` speaks of the future in a report", &line.text[bytes.clone()]);
    let problem = desk.style(&rules::FUTURE_IN_REPORT, line, bytes, message)?;
    Some(problem.hint("write what was done, or set the panel's `basis` to `agenda` or `announcement`"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, said_of};
    use super::WORDS;

    fn said(basis: &str, text: &str) -> Vec<String> {
        let panel = format!("id: a\nnumber: 1\ntitle: A\nsource: s1\nbasis: {basis}\nstatus: draft\n");
        said_of(&[
            ("workshops/w/workshop.yaml", "{id: w, number: 1, city: U, source: s1, basis: agenda, status: draft}"),
            ("workshops/w/a/panel.yaml", &panel),
            ("workshops/w/a/summary.md", &format!("# A\n\n{text} [@s1].\n")),
        ])
    }

    #[test]
    fn the_words_can_be_read() {
        assert!(!WORDS.subjects.is_empty() && !WORDS.verbs.is_empty() && !WORDS.participles.is_empty());
        assert!(!WORDS.held.is_empty() && !WORDS.told.is_empty() && !WORDS.told_of.is_empty());
    }

    #[test]
    fn announcements_left_in_a_report_are_found() {
        assert_eq!(said("report", "The panel will discuss money"), ["future-in-report: will discuss"]);
        assert_eq!(
            said("record", "Speakers from three States are going to ask"),
            ["future-in-report: are going to ask"]
        );
        assert_eq!(said("report", "The second session will be held at ten"), ["future-in-report: will be held"]);
    }

    #[test]
    fn what_others_will_do_is_no_mistake() {
        assert!(said("agenda", "The panel will discuss money").is_empty());
        assert_sound(
            |text| said("report", text),
            &[
                "The panel said that States will discuss money",
                "Participants hoped the compact will open ways",
                "The panel will be remembered",
                "The next workshop will explore this",
                "The following two panels will discuss data",
                "The workshop next year will consider it",
                "A speaker asked: \"The panel will discuss what?\"",
                "The workshop heard that, as ever, data will present a problem",
                "The panel's will to discuss was great",
            ],
        );
    }

    #[test]
    fn what_was_only_planned_is_not_told_as_held() {
        for (text, found) in [
            ("The panel discussed money", "discussed"),
            ("The second panel took up the word", "took"),
            ("The last panel looked past the adoption", "looked"),
            ("The fourth panel opened the second day", "opened"),
            ("Participants agreed that data are needed", "agreed"),
            ("The session was opened by two ministers", "was opened"),
        ] {
            for basis in ["agenda", "announcement", "earlier-report"] {
                assert_eq!(said(basis, text), [format!("past-in-plan: {found}")], "{text}");
            }
            assert_eq!(said("report", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_was_to_be_done_is_no_mistake() {
        assert_sound(
            |text| said("agenda", text),
            &[
                "The panel was to discuss money",
                "The panel was asked to look at money",
                "The panels discussed here are two",
                "The questions that the panel discussed are open",
                "The agenda says that the panel discussed money",
                "The workshop opened on a Tuesday",
                "The panel's tasks were three",
                "\"The panel discussed money\" is what it says",
                "The panel discussed money.[^n] Others did not[^n]\n\n[^n]: A note [@s1].\n\nIt says",
            ],
        );
    }
}
