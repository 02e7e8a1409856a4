//! Sentences of an announcement that were left in a report.

use std::sync::LazyLock;

use serde::Deserialize;

use super::running::{Running, Sort};
use super::{Desk, Owner};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules;
use crate::schema::Basis;

/// `words.toml`.
#[derive(Debug, Default, Deserialize)]
struct Tense {
    subjects: Vec<String>,
    verbs: Vec<String>,
    participles: Vec<String>,
}

static WORDS: LazyLock<Tense> = LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

/// Words that make the subject one that was still to come.
const LATER: &[&str] = &["next", "following", "coming", "upcoming", "forthcoming", "future"];

/// How many words may stand between the subject and its verb.
const REACH: usize = 3;

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    if !desk.is_english() {
        return;
    }
    for line in desk.lines.iter().filter(|line| !line.quoted) {
        let Some(Owner::Summary(place)) = desk.owner(line) else { continue };
        if !matches!(desk.publication[place].provenance.basis, Some(Basis::Report | Basis::Record)) {
            continue;
        }
        for at in 0..line.tokens.len() {
            diagnostics.extend(future(desk, line, at));
        }
    }
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
    let known = |list: &[String], at: usize| list.iter().any(|word| line.is(at, word));
    let verb = if line.is_any(after, &["also", "then", "first", "now"]) { after + 1 } else { after };
    let held = line.is(verb, "be") && known(&WORDS.participles, verb + 1);
    let last = if held || (line.is(verb, "take") && line.is(verb + 1, "place")) {
        verb + 1
    } else if known(&WORDS.verbs, verb) {
        verb
    } else {
        return None;
    };
    let words = (at.saturating_sub(REACH + 1)..at).rev().take_while(|&token| line.sort(token) == Some(Sort::Word));
    // The nearest noun of the kind, so that no clause lies between.
    let subject = words.into_iter().find(|&token| known(&WORDS.subjects, token))?;
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
}
