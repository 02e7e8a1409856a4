//! Sound texts raise nothing.

use std::path::Path;
use std::time::Instant;

use super::Subject;
use super::testing::{report_on, said, said_in, said_of, small, with_subject};
use crate::diagnostic::{Diagnostics, Place};
use crate::files::Files;

/// Sentences that look like mistakes to a careless rule, one a paragraph.
const SOUND: &str = include_str!("sound.md");

#[test]
fn sound_sentences_raise_nothing() {
    assert_eq!(said(SOUND), Vec::<String>::new());
    let carriage_returns = SOUND.replace('\n', "\r\n");
    assert_eq!(said(&carriage_returns), Vec::<String>::new());
}

#[test]
fn sound_publications_raise_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for project in ["inputs/idm-2017", "tests/base"] {
        let found = report_on(Files::directory(&root.join(project)).unwrap());
        assert!(found.is_empty(), "{project}: {found:#?}");
    }
}

#[test]
fn places_hold_whatever_the_words_are_written_with() {
    let file = "id: p\ntitle: T\nbook:\n  - chapter: start\n  - section: references\n\
        description: x\nthemes:\n";
    let theme = |text: &str| format!("{file}  - id: one\n    title: One\n    introduction: {text}\n");
    for (text, marked) in [
        ("A \\* and 5-6 \\[ *and*", "5-6"),
        ("R&amp;D &lt; 31 April &amp; more", "31 April"),
        ("|\n      Words,\n      31\n      April, words.", "31\n      April"),
        (">-\n      It's words, 31\n      April, words.", "31\n      April"),
        ("'It''s on 31 April.'", "31 April"),
        ("\"Said \\\"so\\\" on 31 April, \\u00e9.\"", "31 April"),
        ("In {{ count.panels }} and {{ publication.title }}, 5-6", "5-6"),
    ] {
        let found = said_of(&[("publication.yaml", &theme(text))]);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].ends_with(&format!(": {marked}")), "{text}: {found:?}");
    }
    assert_eq!(said("One,\r\n31\r\nApril."), ["impossible-date: 31\r\nApril"]);
    assert_eq!(said("Twice 31 April and 31 *April*."), ["impossible-date: 31 April", "impossible-date: 31 *April"]);
}

#[test]
fn rules_of_english_let_other_languages_alone() {
    assert!(said_in("fr", "Le 18-19 avril 2017, 46 % de 10000 personnes. 46 États, percent, Burma.").is_empty());
}

/// Printed, not asserted: `cargo test -p idm-core --release editorial -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn a_long_book_is_read_quickly() {
    let sentence = "The panel spoke of \"data\" and of the International Organization for Migration (IOM), on 18 April \
        2017, with about 46 per cent of States; others followed [@s1]. ";
    let paragraph = sentence.repeat(10);
    // About 400 words a page.
    let text = format!("# Start\n\n{}\n", format!("{paragraph}\n\n").repeat(1500));
    let people = "- {id: swing, name: William Lacy Swing, sort: 'Swing', post: Director General}\n";
    let acronyms = "- {short: IOM, long: International Organization for Migration}\n";
    let terms = "- {use: irregular migrant, not: [illegal migrant]}\n";
    let files = [
        ("chapters/start.md", text.as_str()),
        ("people.yaml", people),
        ("acronyms.yaml", acronyms),
        ("terms.yaml", terms),
    ];
    with_subject(small(&files), |subject| {
        let mut found = Diagnostics::default();
        let start = Instant::now();
        super::testing::check_all(subject, &mut found);
        println!("{} words, {} found, {:?}", text.split_whitespace().count(), found.list().len(), start.elapsed());
        let mut texts = vec![];
        subject.publication.texts(&mut |text, _| texts.push(text));
        let desk = super::Desk::new(subject, &texts);
        for (at, check) in super::LINE_CHECKS.iter().enumerate() {
            let start = Instant::now();
            check(&desk, &mut found);
            println!("check {at}: {:?}", start.elapsed());
        }
    });
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    /// Whatever is written, the checks end without a panic and mark what can be shown.
    #[test]
    fn anything_can_be_checked(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "18", "31", "0", "2017", "10000", "6", " ", " ", " ", "-", "–", "/", ":", ".", ",", "%", "\"", "'", "''", "“",
                "”", "„", "«", "‘", "’", "April", "May", "Monday", "per", "percent", "NGO's", "U.N.", "International",
                "Organisation", "for", "Migration", "William", "Lacy", "Swong", "Swing", "all", "the", "six", "panels",
                "twenty", "é", "&amp;", "\\*", "*", "**", "`", "\n", "\r\n", "\n\n", "- ", "> ", "| a |\n|---|\n", "[x](lang:fr)",
                "[@s1]", "{{ count.panels }}", "a@b.example", "Ivory Coast", "illegal migrants", "alphabetical",
            ]),
            0..40,
        ),
    ) {
        let text = format!("# Start\n\n{}\n", pieces.concat());
        let files = [
            ("chapters/start.md", text.as_str()),
            ("people.yaml", "- {id: swing, name: William Lacy Swing, sort: Swing, post: Director General}\n"),
            ("acronyms.yaml", "- {short: IOM, long: International Organization for Migration}\n"),
            ("terms.yaml", "- {use: irregular migrant, not: [illegal migrant]}\n"),
        ];
        let mut diagnostics = Diagnostics::default();
        let (project, records) = crate::read::read(small(&files), &mut diagnostics);
        let publication = crate::resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
        let mut found = Diagnostics::default();
        super::testing::check_all(Subject { project: &project, publication: &publication, shows: &|_| true, families: &Vec::new, tokens: "", labels: &crate::edition::Labels::default() }, &mut found);
        for one in found.list() {
            if let Place::Span(span, _) = one.place {
                let text = project.sources.get(span.source).text();
                assert!(span.start <= span.end && text.get(span.range()).is_some(), "{one:?} in {text:?}");
            }
        }
    }
}
