//! What a citation style leaves out: values of an entry, and the pages in a citation. A style has its reasons, but an author
//! who types a volume expects to see it.

use hayagriva::Entry;
use hayagriva::types::Person;

use super::{Bibliography, CitationKey, FormattedEntry, References};
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Origin};
use crate::markdown::tree::{Inline, InlineKind, plain_text};
use crate::rules;
use crate::source::Span;

impl References {
    /// Reports what the printed entries lack of what was typed.
    pub(super) fn report_lost(&self, printed: &Bibliography, diagnostics: &mut Diagnostics) {
        let Some(source) = self.source else { return };
        for entry in printed.entries.iter().chain(&printed.aside) {
            let Some(known) = self.entries.get(&entry.key) else { continue };
            for key in lost(&known.entry, entry) {
                let origin = Origin { source, path: KeyPath::root().key(&*entry.key).key(key) };
                let message = format!("the citation style prints no `{key}` for this entry");
                let hint = match key {
                    "volume" | "issue" if known.entry.parents().is_empty() => {
                        format!("write it into the periodical: `parent: {{type: periodical, title: …, {key}: …}}`")
                    }
                    "author" | "editor" | "title" => {
                        "choose another `citation-style` in `publication.yaml`, or say it in the text".to_owned()
                    }
                    _ => {
                        "say it in the `title` or in the text, or leave it out; another `type` may print it".to_owned()
                    }
                };
                diagnostics.push(Diagnostic::new(&rules::VALUE_UNPRINTED, origin, message).hint(hint));
            }
        }
    }
}

impl Bibliography {
    /// The first citation whose pages the style does not print.
    pub(crate) fn without_locator<'c>(&self, citations: &'c [CitationKey]) -> Option<(&'c str, &'c str)> {
        citations.iter().find_map(|mark| {
            let printed = plain_text(self.citation(mark)?);
            mark.iter().find_map(|(key, locator)| {
                let locator = locator.as_deref()?;
                // A style has its own words for pages, but no other figures.
                let lost = locator
                    .split(|char: char| !char.is_ascii_digit())
                    .any(|number| !number.is_empty() && !holds(&printed, number));
                lost.then_some((key.as_str(), locator))
            })
        })
    }
}

/// The keys of an entry of whose values nothing is printed.
fn lost(entry: &Entry, printed: &FormattedEntry) -> Vec<&'static str> {
    let text = letters(&plain_text(&printed.text));
    let is_there = |value: &str| {
        let value = letters(value);
        value.is_empty() || text.contains(&value)
    };
    // Styles turn names about, shorten the given ones, and leave out all but the first.
    let person = |people: Option<&[Person]>| {
        let name = people.and_then(|people| people.first()).map(|person| person.name.clone());
        name.is_none_or(|name| name.split_whitespace().next_back().is_none_or(&is_there))
    };
    let whole = plain_text(&printed.text);
    let number = |value: String| {
        value
            .split(|char: char| !char.is_alphanumeric())
            .find(|word| !word.is_empty())
            .is_none_or(|word| holds(&whole, word))
    };
    // Styles may cut a title at its colon.
    let title = |value: String| {
        value.split(|char: char| !char.is_alphanumeric()).find(|word| !word.is_empty()).is_none_or(&is_there)
    };
    let numbers = [
        ("volume", entry.volume().map(|value| value.to_str().into_owned())),
        ("issue", entry.issue().map(|value| value.to_str().into_owned())),
        ("page-range", entry.page_range().map(|value| value.to_str().into_owned())),
    ];
    let mut lost = vec![];
    lost.extend((!person(entry.authors())).then_some("author"));
    lost.extend((!person(entry.editors())).then_some("editor"));
    lost.extend(entry.title().filter(|value| !title(value.to_string())).map(|_| "title"));
    lost.extend(numbers.into_iter().filter_map(|(key, value)| (!number(value?)).then_some(key)));
    lost
}

/// Puts behind an entry what an author says of it in words and the style leaves out: its kind and its note. They are in the language
/// in which the publication is written, whatever the work's own.
pub(super) fn append(entry: &Entry, span: Span, (book, source): (&str, &str), text: &mut Vec<Inline>) {
    for said in [entry.genre(), entry.note()].into_iter().flatten().map(ToString::to_string) {
        let printed = plain_text(text);
        let said = said.trim();
        if said.is_empty() || letters(&printed).contains(&letters(said)) {
            continue;
        }
        let before = if printed.trim_end().ends_with(['.', '!', '?']) { " " } else { ". " };
        let end = if said.ends_with(['.', '!', '?']) { "" } else { "." };
        let words = Inline { kind: InlineKind::Text(format!("{said}{end}").into()), span };
        text.push(Inline { kind: InlineKind::Text(before.into()), span });
        text.push(match book == source {
            true => words,
            false => Inline { kind: InlineKind::Foreign { language: source.to_owned(), content: vec![words] }, span },
        });
    }
}

/// Whether a word stands in a text, as a whole.
fn holds(text: &str, word: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric()).any(|part| part == word)
}

/// The letters and figures of a text, in small letters.
fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {

    use super::super::References;
    use crate::diagnostic::Diagnostics;
    use crate::markdown::tree::plain_text;
    use crate::source::Sources;
    use crate::yaml::Index;

    /// What is printed of the one entry `a`, and what is reported.
    fn printed(entry: &str, style: &str) -> (String, Vec<String>, bool) {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let text = format!("a:\n  type: article\n  title: A tale\n  author: Town Archive\n  date: 2031\n{entry}");
        let id = sources.add("references.yaml", text);
        let index = Index::new(sources.get(id), id, &mut diagnostics).expect("the test's YAML is sound");
        let references = References::read(id, &index, &mut diagnostics);
        let mark = vec![("a".to_owned(), Some("p. 47".to_owned()))];
        let bibliography =
            references.format([mark.clone()], [], style, ("en", "en"), &mut diagnostics).expect("there is the style");
        let messages = diagnostics.list().iter().map(|found| found.message.clone()).collect();
        let lost = bibliography.without_locator(&[mark]).is_some();
        (plain_text(&bibliography.entries[0].text), messages, lost)
    }

    #[test]
    fn what_a_style_leaves_out_is_reported() {
        let (_, found, _) = printed("  volume: 1.10\n", "harvard-cite-them-right");
        assert_eq!(found, ["the citation style prints no `volume` for this entry"]);
        let (_, found, lost) =
            printed("  parent: {type: periodical, title: Tales, volume: 1.10}\n", "harvard-cite-them-right");
        assert_eq!((found, lost), (vec![], false));
    }

    #[test]
    fn notes_are_printed_by_every_style() {
        for style in ["harvard-cite-them-right", "ieee", "apa"] {
            let (text, found, _) = printed("  note: As told in the hall\n  genre: Talk\n", style);
            assert!(text.contains("As told in the hall") && text.contains("Talk"), "{text}");
            assert!(found.is_empty(), "{style}: {found:?}");
        }
    }

    #[test]
    fn pages_that_a_style_does_not_print_are_found() {
        assert!(printed("", "vancouver").2);
        assert!(!printed("", "ieee").2);
    }
}
