//! Counts in the prose that the records contradict.

use std::collections::BTreeSet;

use super::running::{Running, Sort};
use super::{Desk, numbers};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Publication;
use crate::rules;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Panels,
    Workshops,
    Themes,
    Recommendations,
    Outcomes,
    Questions,
}

/// Whole works: what is said of one of them is said of everything that the records hold.
const WORKS: &[&str] = &["publication", "edition", "volume", "book", "series", "report", "dialogue"];

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    // What could not be read was not counted.
    if !desk.is_english() || !desk.complete {
        return;
    }
    for line in desk.lines.iter().filter(|line| !line.quoted) {
        for noun in 1..line.tokens.len() {
            let Some((thing, nouns)) = Thing::read(line, noun) else { continue };
            // The number is one token before, or three: "twenty-one".
            let number = [3, 1].into_iter().find_map(|length| {
                let at = noun.checked_sub(length)?;
                number(line, at).filter(|(_, found)| *found == length).map(|(number, _)| (at, number))
            });
            if let Some((at, number)) = number {
                diagnostics.extend(contradicted(desk, line, at, number, thing, noun + nouns - 1));
            }
        }
    }
}

impl Thing {
    /// The thing that a noun names, and how many tokens it takes.
    fn read(line: &Running, at: usize) -> Option<(Self, usize)> {
        let thing = match line.at(at) {
            "panels" => Self::Panels,
            "workshops" => Self::Workshops,
            "themes" => Self::Themes,
            "recommendations" => Self::Recommendations,
            "outcomes" => Self::Outcomes,
            "guiding" if line.at(at + 1) == "questions" => return Some((Self::Questions, 2)),
            "consolidated" if line.at(at + 1) == "outcomes" => return Some((Self::Outcomes, 2)),
            _ => return None,
        };
        Some((thing, 1))
    }

    fn all(self, publication: &Publication) -> usize {
        match self {
            Self::Panels => publication.panels.len(),
            Self::Workshops => publication.workshops.len(),
            Self::Themes => publication.themes.len(),
            Self::Recommendations => publication.recommendations.len(),
            Self::Outcomes => publication.outcomes.len(),
            Self::Questions => publication.panels.iter().map(|panel| panel.guiding_questions.len()).sum(),
        }
    }

    /// How many there are of the whole, of a workshop, a theme or a panel: which of them a sentence means is not known,
    /// so that any may be right.
    fn parts(self, publication: &Publication) -> BTreeSet<usize> {
        let mut counts = BTreeSet::from([self.all(publication)]);
        let questions = |panel: &crate::model::Panel| panel.guiding_questions.len();
        match self {
            Self::Panels => {
                counts.extend(publication.workshops.iter().map(|workshop| workshop.panels.len()));
                for theme in &publication.themes {
                    counts.insert(theme.panels.len());
                    counts.insert(theme.panels.iter().filter(|panel| panel.printed).count());
                }
            }
            Self::Recommendations => {
                let count = |fits: &dyn Fn(&crate::model::Recommendation) -> bool| {
                    publication.recommendations.iter().filter(|entry| fits(entry)).count()
                };
                for at in publication.themes.refs() {
                    counts.insert(count(&|entry| entry.theme == at));
                }
                for (at, workshop) in publication.workshops.entries() {
                    counts.insert(count(&|entry| entry.attribution.workshop == at));
                    for panel in workshop.panels.iter().copied().map(Some).chain([None]) {
                        counts.insert(count(&|entry| {
                            entry.attribution.workshop == at && entry.attribution.panel == panel
                        }));
                    }
                }
                counts.extend(publication.outcomes.iter().map(|outcome| outcome.recommendations.len()));
            }
            Self::Outcomes => {
                for at in publication.themes.refs() {
                    counts.insert(publication.outcomes.iter().filter(|entry| entry.theme == at).count());
                }
            }
            Self::Questions => {
                for workshop in &publication.workshops {
                    counts.insert(publication.panels_of(workshop).map(questions).sum());
                    counts.extend(publication.panels_of(workshop).map(questions));
                }
            }
            Self::Workshops | Self::Themes => {}
        }
        counts
    }

    /// The name of the count that expressions may use.
    fn expression(self) -> Option<&'static str> {
        match self {
            Self::Panels => Some("count.panels"),
            Self::Workshops => Some("count.workshops"),
            Self::Recommendations => Some("count.recommendations"),
            Self::Outcomes => Some("count.outcomes"),
            Self::Questions => Some("count.questions"),
            Self::Themes => None,
        }
    }
}

/// The number that begins at a token, and how many tokens it takes; not the end of "5–6".
fn number(line: &Running, at: usize) -> Option<(u32, usize)> {
    if line.is_glued(at) && matches!(line.before(at, 1), "-" | "–") {
        return None;
    }
    let in_figures = line.integer(at).filter(|_| !line.tokens[at].symbol).map(|number| (number, 1));
    in_figures.or_else(|| numbers::from_words(line, at))
}

/// Whether the number at a token contradicts the records; the noun counted ends with the token `last`.
fn contradicted(desk: &Desk, line: &Running, at: usize, number: u32, thing: Thing, last: usize) -> Option<Diagnostic> {
    let said = usize::try_from(number).ok()?;
    let publication = desk.publication;
    let whole = thing.all(publication);
    let wrong = match scope(line, at, last, said)? {
        Scope::Whole => said != whole,
        Scope::Open => !thing.parts(publication).contains(&said),
    };
    if !wrong || whole == 0 {
        return None;
    }
    let bytes = line.bytes(at, last);
    // The value of an expression is the records' own, even if the noun behind it was typed.
    if line.place(line.bytes(at, at)).generated {
        return None;
    }
    let message = format!("the text counts `{}`, but the records hold {whole}", &line.text[bytes.clone()]);
    let problem = desk.style(&rules::CONTRADICTED_COUNT, line, bytes, message)?;
    let word = u32::try_from(whole).ok().and_then(numbers::in_words).unwrap_or_else(|| whole.to_string());
    Some(match thing.expression() {
        Some(name) => problem.hint(format!("write `{{{{ {name} }}}}`, which keeps up with the records, or `{word}`")),
        None => problem.hint(format!("write `{word}`")),
    })
}

/// Words before a number that make it another, or one that is not meant to be exact.
const INEXACT: &[&str] = &[
    "about",
    "above",
    "additional",
    "almost",
    "another",
    "approximately",
    "around",
    "below",
    "beyond",
    "circa",
    "further",
    "least",
    "most",
    "nearly",
    "or",
    "other",
    "over",
    "roughly",
    "some",
    "than",
    "to",
    "under",
];

/// Words by which a number is longer than what was read of it.
const HUNDREDS: &[&str] = &["hundred", "thousand", "million"];

/// Whether the number at a token is inexact, or only a part of one: "more than 40", "three or four", "one hundred and five".
fn is_inexact(line: &Running, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let joined = at.checked_sub(2).filter(|_| line.is(before, "and")).is_some_and(|other| {
        line.is_any(other, HUNDREDS)
            || line.sort(other) == Some(Sort::Number)
            || numbers::from_words(line, other).is_some()
    });
    joined || line.is_any(before, INEXACT) || line.is_any(before, HUNDREDS)
}

/// Of what a sentence counts all.
enum Scope {
    /// Of the whole publication.
    Whole,
    /// Of something that the sentence does not name clearly.
    Open,
}

/// What a count is of, if the sentence says that it means all of them. "Three panels", "the two panels that …" and
/// "three of the panels" do not.
fn scope(line: &Running, at: usize, last: usize, said: usize) -> Option<Scope> {
    if is_inexact(line, at) {
        return None;
    }
    // "All five panels of the dialogue on finance" are not all of them.
    let closed = |at: usize| {
        line.tokens.get(at).is_none()
            || matches!(line.at(at), "." | "," | ";" | ")" | "!" | "?")
            || line.is_any(at, &["and", "was", "were", "are", "is"])
    };
    let of_work = line.is_any(last + 1, &["of", "in"])
        && line.is_any(last + 2, &["the", "this"])
        && line.is_any(last + 3, WORKS)
        // "The report" may be another, of which the text speaks.
        && !(line.is(last + 2, "the") && line.is(last + 3, "report"))
        && closed(last + 4);
    let ends = |at: usize| line.tokens.get(at).is_none() || matches!(line.at(at), "." | ";" | "!" | "?");
    // "Four panels in all three workshops" are not four in all.
    let in_all = (line.is_any(last + 1, &["altogether", "overall"]) && ends(last + 2))
        || (line.is(last + 1, "in") && line.is_any(last + 2, &["all", "total"]) && ends(last + 3));
    // "This edition holds 46 recommendations."
    let held = at.checked_sub(3).is_some_and(|start| {
        line.is_any(start, &["this", "the"])
            && line.is_any(start + 1, &["publication", "edition", "volume", "book"])
            && line.is_any(start + 2, &["has", "holds", "contains", "presents", "gathers", "prints"])
            && closed(last + 1)
    });
    let all = line.is(at.wrapping_sub(1), "all")
        || (line.is(at.wrapping_sub(1), "the") && line.is(at.wrapping_sub(2), "all"));
    let determined = all || line.is(at.wrapping_sub(1), "the");
    if said > 1 && ((of_work && determined) || held) {
        return Some(Scope::Whole);
    }
    // A small number after "the" may point back at some that were named just before.
    let clear = all || said >= 4;
    ((determined && clear && ends(last + 1)) || in_all).then_some(Scope::Open)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, report, said_of};

    const BOOK: &str = "
id: p
title: T
book:
  - chapter: start
  - section: themes
  - section: outcomes
  - section: references
themes:
  - {id: one, title: One, panels: [a, b]}
  - {id: two, title: Two, panels: [c, d, e]}
";

    fn files(text: &str) -> Vec<(String, String)> {
        let mut files = vec![
            ("publication.yaml".to_owned(), BOOK.to_owned()),
            ("chapters/start.md".to_owned(), format!("# Start\n\n{text}\n")),
        ];
        for (workshop, number, panels) in [("w", 1, "abcde"), ("v", 2, "")] {
            let folder = format!("workshops/{workshop}");
            let record =
                format!("{{id: {workshop}, number: {number}, city: U, source: s1, basis: agenda, status: draft}}");
            files.push((format!("{folder}/workshop.yaml"), record));
            for (at, panel) in panels.chars().enumerate() {
                let record =
                    format!("{{id: {panel}, number: {}, title: P, source: s1, basis: agenda, status: draft}}", at + 1);
                files.push((format!("{folder}/{panel}/panel.yaml"), record));
            }
        }
        files
    }

    fn said(text: &str) -> Vec<String> {
        let files = files(text);
        said_of(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    }

    #[test]
    fn counts_that_the_records_contradict_are_found() {
        assert_eq!(said("It follows all six panels of the dialogue."), ["contradicted-count: six panels"]);
        assert_eq!(said("They came to all four panels."), ["contradicted-count: four panels"]);
        assert_eq!(said("This edition holds seven panels and more."), ["contradicted-count: seven panels"]);
        assert_eq!(said("There were twenty-one panels in all."), ["contradicted-count: twenty-one panels"]);
        assert_eq!(said("This is what came of the 12 workshops."), ["contradicted-count: 12 workshops"]);
        let files = files("They came to all four panels.");
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(report(&files)[0].2, "write `{{ count.panels }}`, which keeps up with the records, or `five`");
    }

    #[test]
    fn counts_of_some_are_let_alone() {
        assert_sound(
            said,
            &[
                "It follows all five panels of the dialogue, and all {{ count.panels }} panels.",
                "Three panels were held; the four panels that followed; four of the panels.",
                "The two panels. The three panels.",
                "Seven recommendations were made, and the six workshops held elsewhere.",
                "He said that \"all six panels of the dialogue\" [@s1].",
                "All six panels of last year's meeting.",
                "It made more than 40 panels in all.",
                "There were three or four panels in all; between three and six panels in total.",
                "One hundred and six panels in total; two hundred six panels in all.",
                "He heard four panels in all two workshops.",
                "Participants welcomed the 12 panels in the report.",
                "The Summit and its 17 panels.",
            ],
        );
    }
}
