//! What an author writes comes out of the PDF as it was written, or is refused by name.
//!
//! Both are asked of every character that Unicode has in its first two planes, and of random texts in the places where
//! texts stand: titles, names, cells, list items, links.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use idm_core::files::Files;
use idm_render::fonts::Fonts;
use idm_tests::memory::{Checked, all_allowed, show, yaml_string};
use idm_tests::structure::{self, Element, folded};
use idm_tests::witnesses;
use lopdf::Document;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Where a text may stand.
const PLACES: usize = 5;
/// How many texts stand in each place of a document.
const TEXTS: usize = 8;
/// How many documents are made; more if `IDM_DOCUMENTS` says so.
fn documents() -> u32 {
    std::env::var("IDM_DOCUMENTS").ok().and_then(|number| number.parse().ok()).unwrap_or(30)
}

/// What a text is made of besides letters, with two spaces between: whatever changes its neighbours, or means something
/// to a language that the text passes through.
const TRICKY: &str = concat!(
    "fi  ffi  ffl  fj  Th  AV  --  ---  -?  ...  ..  '  \"  ''  1/2  1.  a)  =  ==  +  -  ;  !  ~  &  &amp;  %  %%  |  :  ",
    "#  #let x  $  $x$  *  **  _  `  ```  \\  /  //  /*  */  <  >  <a>  @  @a  [  ]  [^a]  [@a]  ![  (  )  {  }  {{  }}  ",
    "{{ values.x }}  :::  ::: note  http://a.example/b  www.a.example  Straße  œuvre  Ωμέγα  Жук  H₂O  №  €  ",
    "\u{ad}  \u{200b}  \u{200c}  \u{200d}  \u{2060}  \u{a0}  \u{202f}  \u{2009}  \u{2011}  \u{fe0e}  \u{fe0f}  \u{200e}  ",
    "\u{200f}  \u{2019}  \u{201c}  \u{201d}  \u{2013}  \u{2014}  \u{2026}  e\u{301}  q\u{301}  a\u{308}\u{323}  ",
    "ọ\u{301}  q\u{323}\u{301}  i\u{307}  ė\u{303}  x\u{fe0f}  1\u{fe0f}\u{20e3}  שלום  שָׁלוֹם  مرحبا  لا",
);

/// The characters that may stand in a text.
static ALLOWED: LazyLock<Vec<char>> = LazyLock::new(|| unicode().filter(|&c| covers(c) && !is_forbidden(c)).collect());

fn covers(c: char) -> bool {
    static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);
    FONTS.covers(c)
}

/// The first two planes, where all characters are that our fonts could have.
fn unicode() -> impl Iterator<Item = char> {
    ('\u{20}'..='\u{1ffff}').filter(|&c| c != '\u{2028}' && c != '\u{2029}')
}

/// Characters that no text may hold, whatever a font has for them.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[test]
fn every_character_is_printed_or_refused_by_name() {
    // What has another form when composed is read in that form.
    let asked =
        |c: &char| !c.is_ascii() && !matches!(c, '\u{e000}'..='\u{f8ff}') && composed(&c.to_string()) == c.to_string();
    let characters: Vec<char> = unicode().filter(asked).collect();
    // No more at a time than problems of one kind are reported.
    for characters in characters.chunks(8_000) {
        let mut values = String::from("keywords:\n");
        for c in characters {
            // Each in a text of its own, since of each script in a text there is one problem. Between spaces, so that none
            // joins another.
            writeln!(values, "  - {}", yaml_string(&format!("a {c} a"))).unwrap();
        }
        let refused = refused("", &values);
        for &c in characters {
            assert_eq!(covers(c) && !is_forbidden(c), !refused.contains(&c), "U+{:04X}", u32::from(c));
        }
    }
}

#[test]
fn private_use_and_control_characters_are_refused_by_name() {
    // Not a line's end and not a tab, which are white space, nor a NUL, which Markdown replaces.
    for c in "\u{1}\u{7}\u{b}\u{c}\u{1a}\u{1b}\u{7f}\u{85}\u{9f}\u{e000}\u{f8ff}\u{f0000}\u{10fffd}\u{10ffff}".chars() {
        assert_eq!(refused(&format!("a{c}b"), ""), BTreeSet::from([c]), "{c:?}");
    }
}

/// The characters of a summary, and of values of the publication, that diagnostics name.
fn refused(summary: &str, values: &str) -> BTreeSet<char> {
    let texts = vec!["a".to_owned(); TEXTS * PLACES];
    let found = Checked::new(project(&texts, Some((summary, values)))).located();
    show(&found).iter().flat_map(|line| signs(line).concat().chars().collect::<Vec<_>>()).collect()
}

/// The signs that a diagnostic names, each a character or several together.
fn signs(diagnostic: &str) -> Vec<String> {
    let sign = |part: &str| -> String {
        let words = part.split(|c: char| !(c.is_ascii_alphanumeric() || c == '+'));
        let numbers = words.filter_map(|word| u32::from_str_radix(word.strip_prefix("U+")?, 16).ok());
        numbers.filter_map(char::from_u32).collect()
    };
    diagnostic.split(['(', ')']).map(sign).filter(|sign| !sign.is_empty()).collect()
}

#[test]
fn a_word_from_right_to_left_is_read_in_its_order() {
    let mut texts = vec!["a".to_owned(); TEXTS * PLACES];
    texts[0] = "a שלום b".to_owned();
    texts[TEXTS * 2] = "مرحبا".to_owned();
    let built = Checked::new(project(&texts, None)).build().unwrap();
    assert_eq!(witnesses::findings(&built.bytes), Vec::<String>::new());
    let printed = printed(&structure::read(&Document::load_mem(&built.bytes).unwrap()));
    assert_eq!(folded(&printed[0].1), texts[0]);
    assert_eq!(folded(&printed[TEXTS * 2].1), texts[TEXTS * 2]);
}

#[test]
fn every_text_comes_out_as_it_went_in() {
    // Always the same texts: a test that fails now and then teaches people to run it again.
    let config = Config { cases: documents(), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let texts = proptest::collection::vec(text(), TEXTS * PLACES);
    let result = runner.run(&texts, |texts| {
        let differences = differences(&texts);
        prop_assert!(differences.is_empty(), "{}", differences.join("\n"));
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

/// A text with at least one letter or digit, so that there is something to be read.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-zA-Z0-9]{1,6}",
        2 => Just(" ".to_owned()),
        4 => select(TRICKY.split("  ").collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => "[ -~]",
        2 => select(ALLOWED.as_slice()).prop_map(String::from),
    ];
    proptest::collection::vec(piece, 1..10)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("a text has a letter", |text| text.chars().any(char::is_alphanumeric))
}

/// Every text that neither comes out as it went in nor is refused for characters that it has and the diagnostic names.
fn differences(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    let built = loop {
        let found = match Checked::new(project(&texts, None)).build() {
            Ok(built) => break built,
            Err(found) => found,
        };
        let refused: Vec<Vec<String>> = found.iter().map(|line| signs(line)).collect();
        let is_written = |sign: &String| texts.iter().any(|text| composed(text).contains(sign.as_str()));
        if refused.iter().any(|signs| signs.is_empty() || !signs.iter().all(is_written)) {
            return found;
        }
        for text in &mut texts {
            if refused.iter().flatten().any(|sign| composed(text).contains(sign.as_str())) {
                "a".clone_into(text);
            }
        }
    };
    let tree = structure::read(&Document::load_mem(&built.bytes).unwrap());
    let printed = printed(&tree);
    let mut differences = witnesses::findings(&built.bytes);
    if printed.len() != texts.len() {
        differences.push(format!("{} texts instead of {}", printed.len(), texts.len()));
    }
    for (text, (place, printed)) in texts.iter().zip(&printed) {
        let mixed = text.chars().any(runs_leftwards);
        if comparable(text, mixed) != comparable(printed, mixed) {
            differences.push(format!("as a {place}, {text:?} came out as {printed:?}"));
        }
    }
    differences
}

/// A text without what nobody sees or hears: white space folded, straight quotation marks, no invisible characters.
///
/// Words that run from right to left come out in the order in which they stand on the line. Readers of PDF files put
/// them into the order of reading; for such a text it only matters that nothing is missing.
fn comparable(text: &str, mixed: bool) -> String {
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let folded = folded(&composed(&visible));
    if !mixed {
        return folded;
    }
    let mut characters: Vec<char> = folded.chars().filter(|c| !c.is_whitespace()).collect();
    characters.sort_unstable();
    characters.into_iter().collect()
}

/// Letters and their marks as one character where there is one, as the program reads them.
fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Unicode's Default_Ignorable_Code_Point, as far as it may stand in a text.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
    ) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Whether a character is of a script that runs from right to left, or says that such a script stands here.
fn runs_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A publication with the texts as titles, names, cells, list items and links; or with another summary and other values.
fn project(texts: &[String], instead: Option<(&str, &str)>) -> Files {
    let mut places = texts.chunks(TEXTS);
    let mut next = || places.next().unwrap().iter().enumerate();
    let mut files = vec![];
    let mut panels = vec![];
    for (at, title) in next() {
        let title = yaml_string(&markdown(title, at));
        files.push((
            format!("workshops/w/p-{at}/panel.yaml"),
            format!("id: p-{at}\nnumber: {}\ntitle: {title}\n", at + 1),
        ));
        panels.push(format!("p-{at}"));
    }
    let mut people = String::new();
    for (at, name) in next() {
        writeln!(people, "- id: person-{at}\n  name: {}\n  sort: \"{at:03}\"", yaml_string(name)).unwrap();
    }
    let mut prose = String::from("| text |\n|---|\n");
    for (at, cell) in next() {
        writeln!(prose, "| {} |", markdown(cell, at)).unwrap();
    }
    prose.push('\n');
    for (at, item) in next() {
        writeln!(prose, "- {}", markdown(item, at)).unwrap();
    }
    prose.push('\n');
    for (at, text) in next() {
        writeln!(prose, "[{}](https://a.example/{at})\n", markdown(text, at)).unwrap();
    }
    let publication = format!(
        "id: characters\ntitle: Characters\nlanguage: en\nbook:\n  - section: themes\n  - section: people\n\
         themes:\n  - id: theme\n    title: Theme\n    panels: [{}]\n\
         diagnostics:\n{}{}",
        panels.join(", "),
        all_allowed(),
        instead.map_or("", |(_, values)| values)
    );
    files.push(("publication.yaml".to_owned(), publication));
    files.push(("people.yaml".to_owned(), people));
    files.push(("workshops/w/workshop.yaml".to_owned(), "id: w\nnumber: 1\ntitle: W\ncity: Nowhere\n".to_owned()));
    files.push(("workshops/w/p-0/summary.md".to_owned(), instead.map_or(prose, |(summary, _)| summary.to_owned())));
    Files::memory(files)
}

/// A text as Markdown that means just this text: written with backslashes, or with the numbers of characters.
fn markdown(text: &str, at: usize) -> String {
    let mut markdown = String::new();
    let trimmed = text.trim();
    for character in trimmed.chars() {
        if character.is_ascii_punctuation() {
            match at % 2 {
                0 => markdown.extend(['\\', character]),
                _ => write!(markdown, "&#{};", u32::from(character)).unwrap(),
            }
        } else {
            markdown.push(character);
        }
    }
    markdown
}

/// The texts in the order of the project, each with its place.
fn printed(tree: &Element) -> Vec<(&'static str, String)> {
    let mut printed = vec![];
    let headings = tree.all("H2").into_iter().map(|heading| folded(&heading.text()));
    let panels = headings.filter(|text| text.starts_with("Panel "));
    for (at, text) in panels.enumerate() {
        printed.push(("title", text.strip_prefix(&format!("Panel {}, Nowhere", at + 1)).unwrap_or(&text).to_owned()));
    }
    let summary = &structure::summaries(tree)[0];
    // No panel has known people, so the last table has the people by name.
    let tables = tree.all("Table");
    let people = tables[tables.len() - 1];
    printed.extend(people.all("TR").into_iter().skip(1).map(|row| ("name", row.elements().next().unwrap().text())));
    for (place, name) in [("cell", "TD"), ("item", "LBody"), ("link", "Link")] {
        printed.extend(summary.all(name).into_iter().map(|element| (place, element.text())));
    }
    printed
}
