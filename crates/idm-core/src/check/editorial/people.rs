//! People: listed once, spelt in one way, with one form of address and one post.

use std::collections::HashMap;

use super::Desk;
use super::names::fold;
use super::phrases::{ByEnds, possessive};
use super::running::{Running, Sort, tokens};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{BlockKind, Identifier};
use crate::markdown::walk;
use crate::model::{BookText, Person};
use crate::rules;

/// Forms of address that exclude each other.
const ADDRESS: &[&str] = &["Mr", "Mrs", "Ms", "Miss"];

/// How many words behind a name are taken for a post.
const LONGEST_POST: usize = 8;

/// The people in records, and those named as speakers.
pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    duplicates(desk, diagnostics);
    quoted(desk, diagnostics);
}

/// The people in lines.
pub(super) fn check_lines(desk: &Desk, diagnostics: &mut Diagnostics) {
    let names: Vec<Name> = desk.publication.people.iter().filter_map(Name::new).collect();
    let by_ends = ByEnds::new(names.iter().map(|name| name.words.as_slice()));
    for line in desk.lines.iter().filter(|line| !line.quoted) {
        by_ends.find(line, |at, first, place| {
            let name = &names[at];
            match name.compare(line, first) {
                // Found by its first word; the last finds it once more.
                Likeness::Same if place == 0 => beside(desk, line, name, first, diagnostics),
                Likeness::Slip => {
                    let is_other = names.iter().any(|other| other.compare(line, first) == Likeness::Same);
                    if !is_other {
                        diagnostics.extend(misspelt(desk, line, name, first));
                    }
                }
                _ => {}
            }
        });
    }
}

/// A person's name in words.
struct Name<'a> {
    person: &'a Person,
    words: Vec<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Same,
    Slip,
    Other,
}

impl<'a> Name<'a> {
    /// The name, unless it is a single word, which may be any word.
    fn new(person: &'a Person) -> Option<Self> {
        let name = person.name.text.as_str();
        let words: Vec<&str> = tokens(name).into_iter().map(|token| token.text(name)).collect();
        (words.len() > 1).then_some(Self { person, words })
    }

    fn last(&self, first: usize) -> usize {
        first + self.words.len() - 1
    }

    /// Whether the words from a token on are the name, or the name but for a slip in one word.
    fn compare(&self, line: &Running, first: usize) -> Likeness {
        let mut slips = 0;
        for (offset, &wanted) in self.words.iter().enumerate() {
            let word = line.at(first + offset);
            let word = if offset + 1 == self.words.len() { possessive(word).unwrap_or(word) } else { word };
            if word == wanted {
                continue;
            }
            let capital = word.starts_with(char::is_uppercase);
            let length = wanted.chars().count();
            let marks = fold(word) == fold(wanted);
            // Short words are too near to each other: "Ann" and "Jan" are two people.
            let near = length >= 5 && strsim::damerau_levenshtein(word, wanted) <= if length >= 8 { 2 } else { 1 };
            if line.sort(first + offset) != Some(Sort::Word) || !capital || !(marks || near) {
                return Likeness::Other;
            }
            slips += 1;
        }
        match slips {
            0 => Likeness::Same,
            1 => Likeness::Slip,
            _ => Likeness::Other,
        }
    }
}

fn duplicates(desk: &Desk, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<String, &Person> = HashMap::new();
    for person in &desk.publication.people {
        let folded = fold(&person.name.text);
        match known.get(&folded) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    &rules::DUPLICATE_PERSON,
                    person.name.span,
                    format!("`{}` is listed already, as `{}`", person.name.text, first.id),
                )
                .label(first.name.span, "here")
                .hint("join the two records into one"),
            ),
            None => {
                known.insert(folded, person);
            }
        }
    }
}

/// Those named in words as the speakers of quotations, with a slip in the name.
fn quoted(desk: &Desk, diagnostics: &mut Diagnostics) {
    let people = &desk.publication.people;
    let mut examine = |by: &Identifier| {
        // An identifier is no name, and one that is unknown has been reported.
        if !by.name.contains(' ') || people.iter().any(|person| person.name.text == by.name) {
            return;
        }
        let near = |person: &&Person| {
            let (one, other) = (fold(&by.name), fold(&person.name.text));
            one == other || (other.chars().count() >= 8 && strsim::damerau_levenshtein(&one, &other) <= 2)
        };
        if let Some(person) = people.iter().find(near) {
            let message = format!("`{}` is nearly, but not quite, `{}`", by.name, person.name.text);
            let problem = Diagnostic::new(&rules::PERSON_NAME, by.span, message);
            diagnostics.push(problem.hint(format!("name the person by the identifier `{}`", person.id)));
        }
    };
    desk.publication.texts(&mut |found, _| {
        let BookText::Text(text) = found else { return };
        walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| {
            if let BlockKind::Quotation { by: Some(by), .. } = &block.kind {
                examine(by);
            }
        });
    });
}

fn misspelt(desk: &Desk, line: &Running, name: &Name, first: usize) -> Option<Diagnostic> {
    let wanted = name.person.name.text.as_str();
    let bytes = line.bytes(first, name.last(first));
    let written = &line.text[bytes.clone()];
    let message = format!("`{written}` is nearly, but not quite, `{wanted}`");
    Some(desk.style(&rules::PERSON_NAME, line, bytes, message)?.instead(written, wanted, false))
}

/// What stands beside a name: a form of address before it, a post before or behind it.
fn beside(desk: &Desk, line: &Running, name: &Name, first: usize, diagnostics: &mut Diagnostics) {
    diagnostics.extend(address(desk, line, name, first));
    if let Some(post) = &name.person.post {
        let wanted: Vec<&str> = words(&post.text);
        if let Some((start, end)) =
            post_behind(line, name.last(first)).or_else(|| post_before(line, first, wanted.len()))
            && differs(line, start, end, &wanted)
        {
            let bytes = line.bytes(start, end);
            let message = format!(
                "`{}` is not the post that `people.yaml` gives for {}",
                &line.text[bytes.clone()],
                name.person.name.text
            );
            let problem = desk.style(&rules::PERSON_TITLE, line, bytes, message);
            let hint = format!("write `{}`, or correct the record", post.text);
            diagnostics.extend(problem.map(|problem| problem.label(post.span, "the post is given here").hint(hint)));
        }
    }
}

fn address(desk: &Desk, line: &Running, name: &Name, first: usize) -> Option<Diagnostic> {
    let wanted = name.person.honorific.as_ref()?;
    let before = if line.before(first, 1) == "." { first.checked_sub(2)? } else { first.checked_sub(1)? };
    let known = |text: &str| ADDRESS.iter().copied().find(|form| *form == text.trim_end_matches('.'));
    let (written, listed) = (known(line.at(before))?, known(&wanted.text)?);
    if written == listed {
        return None;
    }
    let bytes = line.bytes(before, first - 1);
    let message = format!("`{}` is not what `people.yaml` calls {}", &line.text[bytes.clone()], name.person.name.text);
    let problem = desk.style(&rules::PERSON_TITLE, line, bytes, message)?;
    let hint = format!("write `{}`, or correct the record", wanted.text);
    Some(problem.label(wanted.span, "the form of address is given here").hint(hint))
}

fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|token| token.text(text)).collect()
}

/// The words between commas behind a name.
fn post_behind(line: &Running, last: usize) -> Option<(usize, usize)> {
    if line.at(last + 1) != "," {
        return None;
    }
    let start = last + 2;
    let fits = |token: &usize| line.sort(*token) == Some(Sort::Word) || line.at(*token) == "-";
    let end = (start..start + LONGEST_POST * 2).take_while(fits).last()?;
    Some((start, end))
}

/// As many words before a name as the post has.
fn post_before(line: &Running, first: usize, length: usize) -> Option<(usize, usize)> {
    let end = first.checked_sub(1)?;
    let mut start = first;
    let mut words = 0;
    while words < length && start > 0 && (line.sort(start - 1) == Some(Sort::Word) || line.at(start - 1) == "-") {
        start -= 1;
        words += usize::from(line.at(start) != "-");
    }
    (start <= end).then_some((start, end))
}

/// Whether the words say the post in nearly the same words: with a hyphen more or less, with other capitals, or with
/// another small word. Quite other words are another fact about the person.
fn differs(line: &Running, start: usize, end: usize, wanted: &[&str]) -> bool {
    let words: Vec<&str> = (start..=end).map(|token| line.at(token)).collect();
    let plain =
        |words: &[&str]| -> Vec<String> { words.iter().filter(|word| **word != "-").map(|word| fold(word)).collect() };
    let (said, listed) = (plain(&words), plain(wanted));
    let length = said.len().min(listed.len());
    // One word of a post is too little to know it by.
    if length < 2 || said[0] != listed[0] {
        return false;
    }
    let other = (0..length).filter(|&at| said[at] != listed[at]).count();
    let small = |word: &str| matches!(word, "of" | "for" | "to" | "and" | "on" | "the" | "in");
    if other == 1 && length >= 3 {
        return (0..length).any(|at| said[at] != listed[at] && small(&said[at]) && small(&listed[at]));
    }
    // The same words: then only how they are written counts, as far as the shorter goes.
    let written = |words: &[&str], count: usize| {
        let mut kept = String::new();
        let mut seen = 0;
        for word in words {
            if *word != "-" {
                if seen == count {
                    break;
                }
                seen += 1;
            }
            kept.push_str(word);
        }
        kept.trim_end_matches('-').to_owned()
    };
    let capital = words[0].starts_with(char::is_uppercase);
    other == 0 && capital && written(&words, length) != written(wanted, length)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, said_of, said_with};

    const PEOPLE: &str = "
- {id: okafor, name: Daniel Okafor, sort: 'Okafor, Daniel', honorific: Mr., post: Clerk to the Council}
- {id: moreau, name: Élise Moreau, sort: 'Moreau, Élise', post: Deputy Secretary-General}
- {id: silva, name: Ana Maria da Silva, sort: 'Silva, Ana Maria da', post: Minister for Foreign Affairs and Trade}
";

    fn said(text: &str) -> Vec<String> {
        said_with(&[("people.yaml", PEOPLE)], text)
    }

    #[test]
    fn names_with_a_slip_are_found() {
        assert_eq!(
            said("Daniel Okafer's words, and Elise\nMoreau."),
            ["person-name: Daniel Okafer's", "person-name: Elise\nMoreau"]
        );
        assert_eq!(said("Ana Maria da Sylva spoke."), ["person-name: Ana Maria da Sylva"]);
        assert_eq!(said("Ana Mario da Silva spoke."), ["person-name: Ana Mario da Silva"]);
        assert_eq!(said(":::quote {by=\"Elise Moreau\" source=\"s1\"}\nWords.\n:::"), ["person-name: Elise Moreau"]);
        assert!(said("Daniel Okafor's words, Daniel Moreau, Élise Okafor, Mr. Okafor, Ana Maria.").is_empty());
    }

    #[test]
    fn one_person_is_listed_once() {
        let twice = format!("{PEOPLE}- {{id: other, name: Elise Moreau, sort: 'Moreau'}}\n");
        assert_eq!(said_of(&[("people.yaml", &twice)]), ["duplicate-person: Elise Moreau"]);
    }

    #[test]
    fn what_stands_beside_a_name_agrees_with_the_record() {
        assert_eq!(said("Ms. Daniel Okafor spoke."), ["person-title: Ms."]);
        assert_eq!(said("Deputy Secretary General Élise Moreau spoke."), ["person-title: Deputy Secretary General"]);
        assert_eq!(
            said("Ana Maria da Silva, Minister of Foreign Affairs, spoke."),
            ["person-title: Minister of Foreign Affairs"]
        );
        assert_sound(
            said,
            &[
                "Mr. Daniel Okafor, Clerk to the Council, spoke; Dr Daniel Okafor, too.",
                "The Deputy Secretary-General Élise Moreau, who spoke, and Ana Maria da Silva, Minister, came.",
                "\"Elise Moreau, Ms. Daniel Okafor and Deputy Secretary General Élise Moreau spoke\" [@s1].",
                "Élise Moreau, deputy to the mayor, and Ana Maria da Silva, Minister for Foreign Affairs, came.",
            ],
        );
    }
}
