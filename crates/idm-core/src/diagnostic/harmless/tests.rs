use super::super::testing::{locate, rule};
use super::super::{Diagnostic, KeyPath, Place, github, human, json as report, sarif, short};
use super::*;
use crate::source::{Sources, Span};

/// What a value, a name or a text may hold that speaks to a terminal or to a service that reads its log.
const HOSTILE: [&str; 14] = [
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "\u{9b}2J",
    "over\u{8}\u{8}\u{7f}written",
    "null \0 and \u{1}",
    "first\r::error file=x::second",
    "first\n::error file=x,line=1::second",
    "first\r\n   ::stop-commands::token",
    "::add-mask::word",
    "\u{2028}::error::third\u{2029}",
    "\u{85}::warning::fourth",
    "##[error]fifth",
    "###vso[task.setvariable variable=a]b",
    "left \u{202e}thgir\u{2066} and \u{200f}\u{61c}\u{200e}",
    "\u{fff9}annotated\u{fffa}so\u{fffb}",
];

/// A problem with the text in every place that a text can have in it.
fn everywhere(text: &str) -> (Sources, Vec<Located>) {
    let mut sources = Sources::default();
    let here = sources.add(format!("{text}/a.yaml"), format!("one {text} two\nthree\n{text}\n"));
    let there = sources.add(text, text);
    let key = KeyPath::root().key(text);
    let diagnostics = [
        Diagnostic::new(rule("unsourced"), Place::Span(Span::new(here, 0..3), Some(key)), text)
            .label(Span::new(here, 3..4 + text.len()), text)
            .label(Span::new(there, 0..text.len()), text)
            .label(Place::File(text.to_owned()), text)
            .hint(text),
        Diagnostic::new(rule("file-missing"), Place::File(text.to_owned()), text),
    ];
    let found = locate(&sources, &diagnostics);
    assert_eq!(found.len(), 2);
    (sources, found)
}

/// Fails unless a text can be shown. `colours` are escape sequences that set colours; `commands` is how many lines may be
/// commands.
#[track_caller]
fn assert_harmless(shown: &str, colours: bool, commands: usize) {
    let mut rest = shown.to_owned();
    if colours {
        assert!(rest.contains("\u{1b}["));
        let mut plain = String::new();
        let mut parts = rest.split("\u{1b}[");
        plain.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (codes, text) = part.split_once('m').expect("it sets a colour");
            assert!(codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{codes:?}");
            plain.push_str(text);
        }
        rest = plain;
    }
    let wrong: Vec<char> = rest.chars().filter(|&c| speaks(c) && c != '\n').collect();
    assert!(wrong.is_empty(), "{wrong:?} in {rest:?}");
    let is_command = |line: &&str| line.trim_start().starts_with("::") && !line.trim_start().starts_with(":::");
    assert_eq!(rest.lines().filter(is_command).count(), commands, "{rest}");
    assert!(!["##[error", "##vso["].iter().any(|command| rest.contains(command)), "{rest}");
}

#[test]
fn no_format_lets_a_text_speak() {
    for text in HOSTILE {
        let (sources, found) = everywhere(text);
        assert_harmless(&human::render(&found, &sources, human::Colour::Never), false, 0);
        assert_harmless(&human::render(&found, &sources, human::Colour::Always), true, 0);
        let lines = short::render(&found);
        assert_harmless(&lines, false, 0);
        assert_eq!(lines.lines().count(), found.len(), "{lines}");
        let commands = github::render(&found);
        assert_harmless(&commands, false, found.len());
        assert_eq!(commands.lines().count(), found.len(), "{commands}");
        for document in [report::document(&found, &sources), sarif::document(&found, &sources, None)] {
            let shown = format!("{document:#}");
            assert_harmless(&json(&shown), false, 0);
            let read: serde_json::Value = serde_json::from_str(&json(&shown)).expect("it is JSON still");
            assert_eq!(read, document);
        }
    }
}

#[test]
fn ordinary_text_is_left_as_it_is() {
    for text in [
        "été “50 %” — ‘a’, \u{a0}€ 3.5",
        "ab\u{200c}cd 👩\u{200d}🌾",
        "# title",
        "## [a link](b)",
        ":::figure {src=\"a.svg\"}",
        "a :: b, ratio 3::4",
        "C:\\folder\\name",
    ] {
        assert!(matches!(line(text), Cow::Borrowed(same) if same == text), "{text}");
        assert!(matches!(lines(text), Cow::Borrowed(_)), "{text}");
        assert!(matches!(json(text), Cow::Borrowed(_)), "{text}");
    }
    assert_eq!(lines("one\n\ttwo\n"), "one\n\ttwo\n");
    assert_eq!(line("one\n\ttwo"), r"one\u{a}\u{9}two");
}

#[test]
fn whatever_stands_in_a_document_of_json_it_says_the_same() {
    let text = HOSTILE.concat() + "\u{10ffff}\u{feff}";
    let shown = serde_json::to_string(&text).expect("a text is JSON");
    let back: String = serde_json::from_str(&json(&shown)).expect("it is JSON still");
    assert_eq!(back, text);
}
