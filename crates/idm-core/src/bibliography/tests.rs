//! References read, and formatted.

use super::*;
use crate::markdown::tree::{InlineKind, plain_text};

fn read(text: &str) -> (References, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut sources = crate::source::Sources::default();
    let id = sources.add("references.yaml", text);
    let index = Index::new(sources.get(id), id, &mut diagnostics).expect("the test's YAML is sound");
    let references = References::read(id, &index, &mut diagnostics);
    (references, diagnostics)
}

#[test]
fn titles_in_other_languages_say_so() {
    let entry = |key: &str, language: &str| {
        format!("{key}:\n  type: report\n  title: Une idée {key}\n  author: Office\n  date: 2017\n{language}")
    };
    let text = entry("a", "  language: fr-CH\n") + &entry("b", "  language: en-GB\n") + &entry("c", "");
    let (references, diagnostics) = read(&text);
    assert_eq!(diagnostics.list(), []);
    let cited = ["a", "b", "c"].map(|key| vec![(key.to_owned(), None)]);
    let bibliography = references
        .format(cited, [], DEFAULT_STYLE, ("en", "en"), &mut Diagnostics::default())
        .expect("the style exists");
    let mut foreign = vec![];
    for entry in &bibliography.entries {
        crate::markdown::walk::line(&entry.text, crate::markdown::walk::Notes::Skip, &mut |inline| {
            if let InlineKind::Foreign { language, content } = &inline.kind {
                foreign.push((entry.key.as_str(), language.as_str(), plain_text(content)));
            }
        });
    }
    assert_eq!(foreign, [("a", "fr-CH", "Une idée a".to_owned())]);
}

/// The words of a list and of its marks that are told in another language, with it.
fn foreign(text: &str, languages: (&str, &str)) -> Vec<(String, String)> {
    let (references, diagnostics) = read(text);
    assert_eq!(diagnostics.list(), []);
    let mark = vec![("a".to_owned(), None)];
    let printed = references.format([mark.clone()], [], DEFAULT_STYLE, languages, &mut Diagnostics::default());
    let printed = printed.expect("the style exists");
    let mut found = vec![];
    for line in [&printed.entries[0].text[..], printed.citation(&mark).unwrap_or_default()] {
        crate::markdown::walk::line(line, crate::markdown::walk::Notes::Skip, &mut |inline| {
            if let InlineKind::Foreign { language, content } = &inline.kind {
                found.push((language.clone(), plain_text(content)));
            }
        });
    }
    found
}

#[test]
fn in_a_translated_book_titles_are_in_the_language_of_the_publication_or_their_own() {
    let own = |language: &str, words: &str| (language.to_owned(), words.to_owned());
    let entry = "a:\n  type: report\n  title: Water\n  author: Water Office\n  date: 2017\n";
    assert_eq!(foreign(entry, ("fr", "en")), [own("en", "Water")]);
    assert_eq!(foreign(entry, ("en", "en")), []);
    assert_eq!(foreign(&format!("{entry}  language: fr\n"), ("fr", "en")), []);
    // What it stands in, and what is said of it.
    let article = "a:\n  type: article\n  title: Water rises\n  author: Office\n  date: 2017\n  genre: A talk\n  language: es\n  \
                   parent: {type: periodical, title: Tides}\n";
    assert_eq!(foreign(article, ("fr", "en")), [own("es", "Water rises"), own("es", "Tides"), own("en", "A talk.")]);
    // Without an author, the title is cited.
    let lone = "a:\n  type: report\n  title: Water\n  date: 2017\n";
    assert_eq!(foreign(lone, ("fr", "en")), [own("en", "Water"), own("en", "Water")]);
}

const TWO: &str = "a:\n  type: report\n  title: First\n  author: Office\n  date: 2017\n\
                   b:\n  type: report\n  title: Second\n  author: Office\n  date: 2017\n";

#[test]
fn two_works_of_one_year_are_told_apart() {
    let (references, diagnostics) = read(TWO);
    assert!(diagnostics.list().is_empty(), "{diagnostics:?}");
    let marks = vec![vec![("a".to_owned(), None)], vec![("b".to_owned(), Some("p. 4".to_owned()))]];
    let formatted = references
        .format(marks.clone(), [], DEFAULT_STYLE, ("en", "en"), &mut Diagnostics::default())
        .expect("the style exists");
    let words = |key| plain_text(formatted.citation(key).expect("it was asked for"));
    assert_eq!(words(&marks[0]), "(Office, 2017a)");
    assert!(words(&marks[1]).contains("2017b") && words(&marks[1]).contains("p. 4"), "{}", words(&marks[1]));
    assert_eq!(formatted.entries.len(), 2);
}

#[test]
fn letters_of_one_year_follow_the_list() {
    let (references, _) = read(TWO);
    let marks = vec![vec![("b".to_owned(), None)], vec![("a".to_owned(), None)]];
    let formatted = references
        .format(marks.clone(), [], DEFAULT_STYLE, ("en", "en"), &mut Diagnostics::default())
        .expect("the style exists");
    let words: Vec<String> =
        marks.iter().map(|mark| plain_text(formatted.citation(mark).expect("it was asked for"))).collect();
    assert_eq!(words, ["(Office, 2017b)", "(Office, 2017a)"]);
    let listed: Vec<&str> = formatted.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(listed, ["a", "b"]);
}

#[test]
fn keys_that_hayagriva_passes_over_are_reported() {
    let (_, diagnostics) =
        read("a:\n  type: article\n  titel: A\n  serial: 1\n  parent:\n    - type: periodical\n      colour: red\n");
    let messages: Vec<&str> = diagnostics.list().iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["a reference has no key `titel`", "a reference has no key `colour`"]);
    assert_eq!(diagnostics.list()[0].hints, ["did you mean `title`?"]);
}

/// The formatted entry of a file that holds one, and the mark that cites it.
fn printed(text: &str, style: &str) -> (String, String) {
    let (references, diagnostics) = read(text);
    assert_eq!(diagnostics.list(), [], "{text}");
    let key = references.keys().next().expect("an entry").0.to_owned();
    let mark = vec![(key, None)];
    let formatted = references
        .format([mark.clone()], [], style, ("en", "en"), &mut Diagnostics::default())
        .expect("the style exists");
    let cited = plain_text(formatted.citation(&mark).expect("it was asked for"));
    (plain_text(&formatted.entries[0].text), cited)
}

fn messages(text: &str) -> Vec<String> {
    read(text).1.list().iter().map(|found| found.message.clone()).collect()
}

#[test]
fn a_wrong_type_or_date_is_explained() {
    let (references, diagnostics) = read("a:\n  type: bok\nb:\n  type: book\n  date: spring\n");
    let found: Vec<_> = diagnostics.list().iter().map(|found| (found.message.as_str(), &*found.hints[0])).collect();
    assert_eq!(found[0], ("`bok` is no type of a reference", "did you mean `book`?"));
    assert_eq!(found[1].0, "`spring` is no date");
    assert!(found[1].1.contains("`2017-04-18`"), "{found:?}");
    assert!(references.contains("a") && references.contains("b"));
}

#[test]
fn a_wrong_entry_is_named_and_hides_no_other() {
    let (references, diagnostics) = read("a: A title\nb:\n  type: book\n  title: B\n");
    assert!(references.contains("b") && !references.contains("a"));
    assert_eq!(diagnostics.list().len(), 1);
    assert!(diagnostics.list()[0].message.contains("`a`"));
}

#[test]
fn institutions_are_cited_with_all_their_words() {
    let of = |author: &str| {
        printed(&format!("a:\n  type: report\n  title: Rivers\n  author: {author}\n  date: 2021\n"), DEFAULT_STYLE)
    };
    for name in [
        "International Organization for Migration",
        "Organisation internationale pour les migrations",
        "Ministry of Labour, Family and Social Affairs",
    ] {
        let (entry, mark) = of(name);
        assert_eq!(mark, format!("({name}, 2021)"));
        assert!(entry.starts_with(&format!("{name} (2021)")), "{entry}");
    }
    let (entry, mark) = of("de Vries, Jan");
    assert_eq!(mark, "(de Vries, 2021)");
    assert!(entry.starts_with("de Vries, J."), "{entry}");
    let (entry, mark) = of("Della Porta, Donatella");
    assert_eq!(mark, "(Della Porta, 2021)");
    assert!(entry.starts_with("Della Porta, D."), "{entry}");
    let (entry, _) = of("\"Stewart, Thomas W., Jr.\"");
    assert!(entry.starts_with("Stewart, T.W., Jr."), "{entry}");
}

#[test]
fn della_porta_stands_under_d() {
    let entry = |key: &str, name: &str| format!("{key}:\n  type: report\n  title: T\n  author: {name}\n  date: 2021\n");
    let text = entry("a", "Evans, Eve") + &entry("b", "Della Porta, Donatella") + &entry("c", "Cole, Cy");
    let (references, _) = read(&text);
    let marks = ["a", "b", "c"].map(|key| vec![(key.to_owned(), None)]);
    let formatted = references
        .format(marks, [], DEFAULT_STYLE, ("en", "en"), &mut Diagnostics::default())
        .expect("the style exists");
    let listed: Vec<&str> = formatted.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(listed, ["c", "b", "a"]);
}

#[test]
fn values_are_printed_as_they_were_typed() {
    let entry = |lines: &str| {
        let text = format!("a:\n  type: article\n  title: Rivers\n  author: Sen, Ana\n  date: 2021\n{lines}");
        printed(&text, "apa").0
    };
    for (lines, expected) in [
        ("  title: \"Aid of US$ 100 billion, or $5 a head\"\n", "Aid of US$ 100 billion, or $5 a head"),
        ("  title:\n    value: A {b} of $5\n    verbatim: true\n", "A {b} of $5"),
        ("  publisher: Costs $ Sons\n", "Costs $ Sons"),
        ("  page-range: 11E201\n", "11E201"),
        ("  page-range: 007-012\n", "007–012"),
        ("  volume: 1.10\n  parent: {type: periodical, title: Waters}\n", "Waters, 1.10"),
        ("  parent: {type: periodical, title: Waters, volume: 1.10, issue: 0x10}\n", "1.10(0x10)"),
        ("  issue: 3 bis\n  volume: 5\n  parent: {type: periodical, title: Waters}\n", "5(3 bis)"),
        ("  url: https://Example.org\n", "https://Example.org"),
        ("  url: https://münchen.example/Straße\n", "https://münchen.example/Straße"),
    ] {
        // A second title would be one too many.
        let text = entry(&if lines.starts_with("  title") { String::new() } else { lines.to_owned() });
        let text = if lines.starts_with("  title") {
            printed(&format!("a:\n  type: report\n  author: Sen, Ana\n  date: 2021\n{lines}"), "apa").0
        } else {
            text
        };
        assert!(text.contains(expected), "{lines}: {text}");
        assert!(!text.contains(SILENT), "{text:?}");
    }
}

#[test]
fn locators_keep_their_blanks() {
    let (references, _) = read(TWO);
    for locator in ["pp. 4 ff.", "para. 3 (a)", "p. 4–6", "Panel 3", "Art. 5 § 2", "p. 07"] {
        let mark = vec![("a".to_owned(), Some(locator.to_owned()))];
        let formatted = references
            .format([mark.clone()], [], DEFAULT_STYLE, ("en", "en"), &mut Diagnostics::default())
            .expect("the style exists");
        let words = plain_text(formatted.citation(&mark).expect("it was asked for"));
        assert_eq!(words, format!("(Office, 2017, {locator})"));
    }
}

#[test]
fn what_would_be_lost_is_reported_where_it_stands() {
    for (lines, expected) in [
        ("title: A } b", "`}` would be lost: nothing opens it"),
        ("title: A {b", "`{` would be lost: nothing closes it"),
        ("title: {value: A, shrot: B}", "a reference has no key `shrot`"),
        ("author: {name: A, given: B}", "a reference has no key `given`"),
        ("author: {given-name: A}", "this name has no `name`"),
        ("author: {name: A, alias: B}", "a reference has no key `alias`"),
        ("author: \"Sen, Ana; Li, Bo\"", "`Sen, Ana; Li, Bo` is not one name: it has semicolons as a list has"),
        ("date: 2017-02-30", "`2017-02-30` is no date"),
        ("date: 18.04.2017", "`18.04.2017` is no date"),
        ("date: {year: 2017, month: 4}", "a reference has no key `month`"),
        ("language: french", "`french` is no language"),
        ("page-total: many", "`page-total` cannot be read: "),
        ("volume-total: 1.10", "`volume-total` cannot be read: "),
        ("volume: [1, 2]", "`volume` is one text, not several"),
        ("url: javascript:alert(1)", "`javascript:` is no address that every reader can follow"),
        ("url: {value: \"http://\", date: 2017}", "`http://` names no host"),
        ("url: www.example.org", "`www.example.org` is no complete address"),
        ("serial-number: {doi: \"https://doi.org/10.1/2\"}", "`https://doi.org/10.1/2` is no DOI"),
        ("serial-number: {report: 12}", "a reference has no key `report`"),
        ("doi: 10.1/2", "a reference has no key `doi`"),
        ("colour: red", "a reference has no key `colour`"),
        ("parent: {type: periodcal}", "`periodcal` is no type of a reference"),
        ("affiliated: {names: [\"Sen, Ana\"], role: cook}", "`affiliated` cannot be read: "),
    ] {
        let found = messages(&format!("a:\n  type: report\n  {lines}\n"));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{lines}: {found:?}");
    }
    assert_eq!(messages("a:\n  title: A\n"), ["this reference has no `type`"]);
    assert_eq!(messages("a:\n"), ["the reference `a` has no keys"]);
}

#[test]
fn dates_that_are_about_right_say_so_or_are_reported() {
    let (references, diagnostics) = read("a:\n  type: report\n  title: A\n  author: Office\n  date: ~2017\n");
    assert_eq!(diagnostics.list(), []);
    let mark = vec![("a".to_owned(), None)];
    let mut found = Diagnostics::default();
    references.format([mark], [], DEFAULT_STYLE, ("en", "en"), &mut found).expect("the style exists");
    assert_eq!(found.list()[0].rule, &rules::VALUE_UNPRINTED);
}

#[test]
fn styles_that_cannot_be_printed_are_refused() {
    let refusal = |style: &str| {
        References::default().format([], [], style, ("en", "en"), &mut Diagnostics::default()).expect_err(style)
    };
    assert!(refusal("chicago-notes").message.contains("footnotes"));
    assert_eq!(refusal("apaa").message, "there is no citation style `apaa`");
    assert!(refusal("apaa").hint.starts_with("did you mean `apa`?"), "{}", refusal("apaa").hint);
}

/// Every style that is not refused prints what it prints whole: the words of titles and names, numbers as typed, no sign
/// of ours, no word run into the next.
#[test]
fn every_style_prints_whole_values() {
    const WORKS: &str = "\
a:
  type: article
  title: \"Costs of US$ 5 at {IOM} borders: roads, rivers\"
  author: [\"Della Porta, Donatella\", \"de Vries, Jan\"]
  date: 2017-04-18
  page-range: 11E201
  parent: {type: periodical, title: Waters and Ways, volume: 1.10, issue: 3}
b:
  type: report
  title: Settlements beside harbours
  author: International Organization for Migration
  date: 2018
  publisher: {name: Costs $ Sons, location: Geneva}
  url: https://Example.org/Über
c:
  type: book
  title: Lanterns across valleys
  author: \"Stewart, Thomas W., Jr.\"
  date: 2016
  publisher: {name: Meadow House, location: Nairobi}
";
    let (references, diagnostics) = read(WORKS);
    assert_eq!(diagnostics.list(), []);
    let words = |text: &str| -> Vec<String> {
        text.split(|sign: char| !sign.is_alphanumeric() && sign != '$')
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let mut lost = vec![];
    for &style in archive::WORKING {
        let marks = ["a", "b", "c"].map(|key| vec![(key.to_owned(), None)]);
        let formatted = references
            .format(marks.clone(), [], style, ("en", "en"), &mut Diagnostics::default())
            .expect("the style works");
        assert_eq!(formatted.entries.len(), 3, "{style}");
        for entry in &formatted.entries {
            let text = plain_text(&entry.text);
            let printed = words(&text);
            let values: &[&str] = match entry.key.as_str() {
                "a" => &["Costs of US$ 5 at IOM borders: roads, rivers", "Della Porta", "de Vries", "11E201"],
                "b" => &["Settlements beside harbours", "International Organization for Migration", "Costs $ Sons"],
                _ => &["Lanterns across valleys", "Stewart", "Meadow House"],
            };
            for value in values {
                let all = words(value);
                let found = all.iter().filter(|word| printed.contains(word)).count();
                // A style may leave a value out, never a part of it.
                if found * 3 > all.len() && found < all.len() {
                    lost.push(format!("{style}: `{value}` in `{text}`"));
                }
            }
            let is_torn = text.contains(SILENT) || text.contains("1.1,") || text.contains("//example.org");
            let is_joined = text.contains("2016L") || text.contains("2017C") || text.contains("2018S");
            if is_torn || is_joined {
                lost.push(format!("{style}: `{text}`"));
            }
        }
        for mark in &marks {
            assert!(!plain_text(formatted.citation(mark).expect("it was asked for")).trim().is_empty(), "{style}");
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn styles_that_raise_their_numbers_raise_them() {
    let (references, _) = read(TWO);
    let mark = vec![("a".to_owned(), None), ("b".to_owned(), None)];
    let formatted = references
        .format([mark.clone()], [], "nature", ("en", "en"), &mut Diagnostics::default())
        .expect("the style exists");
    let mut raised = String::new();
    let walk = crate::markdown::walk::line;
    walk(formatted.citation(&mark).expect("it was asked for"), crate::markdown::walk::Notes::Skip, &mut |inline| {
        if let InlineKind::Superscript(content) = &inline.kind {
            raised.push_str(&plain_text(content));
        }
    });
    assert_eq!(raised, "1,2");
}
