use std::fmt::Write;
use std::time::{Duration, Instant};

use super::{Case, path};

/// Generous, since tests share the machine; what is guarded against takes minutes.
const SOON: Duration = Duration::from_secs(10);

#[test]
fn values_and_keys_have_their_bytes() {
    let case = Case::new("títle: \"Ünë\" # c\nspeakers:\n  - anna\n  - {id: bo, at: 1.10}\nlast: 'x'\n");
    assert_eq!(case.value("títle"), "\"Ünë\"");
    assert_eq!(case.value("speakers"), "anna");
    assert_eq!(case.value("speakers[1]"), "{id: bo, at: 1.10}");
    assert_eq!(case.value("speakers[1].at"), "1.10");
    assert_eq!((case.value("last"), case.line("last")), ("'x'", 5));
    let key = case.index().span_of_key(&path("speakers[1].at"));
    assert_eq!((case.sources.text(key), case.position(key)), ("at", (4, 14)));
    let full = case.index().full_span(&path("speakers"));
    assert_eq!(case.sources.text(full), "- anna\n  - {id: bo, at: 1.10}");
    assert_eq!(case.index().text(&path("speakers[1].at")), Some("1.10"));
    assert_eq!(case.index().keys(&path("")).map(|(key, _)| key).collect::<Vec<_>>(), ["títle", "speakers", "last"]);
    assert_eq!(case.index().len(&path("speakers")), 2);
}

#[test]
fn what_is_missing_is_sought_at_the_nearest_thing_above() {
    let case = Case::new("- id: a\n  text: |\n    one\n    two\n- id: b\n  who:\n  list:\n    -\n    - x\n");
    assert_eq!((case.value("[1].title"), case.line("[1].title")), ("id", 5));
    assert_eq!((case.value("[1]"), case.line("[1]")), ("id", 5));
    assert_eq!((case.value("[1].who"), case.line("[1].who")), ("who", 6));
    assert_eq!((case.value("[1].list[0]"), case.line("[1].list[0]")), ("-", 8));
    assert_eq!((case.value("[7].list"), case.line("[7].list")), ("id", 1));
    assert_eq!((case.value("[0].text"), case.line("[0].text")), ("one", 3));
    assert!(case.index().has(&path("[0].text")) && !case.index().has(&path("[1].who")));
}

#[test]
fn a_span_is_never_more_than_one_line() {
    let case = Case::new("a: one\n  two\nb: [x,\n  y]\nc: >-\n\n  folded\n  text\nd: |\ne: ''\nf: |+\n\n");
    assert_eq!((case.value("a"), case.value("b"), case.value("c")), ("one", "[x,", "folded"));
    assert_eq!((case.value("d"), case.line("d")), ("|", 9));
    assert_eq!((case.value("e"), case.value("f")), ("''", "|+"));
    assert_eq!(case.line("c"), 7);
}

#[test]
fn line_endings_and_tabs_move_nothing() {
    let case = Case::new("a: é\r\nb:\t'x'\t# tab\r\nc: |\r\n  one\r\n  two\r\nd: end\r\n");
    assert_eq!((case.value("b"), case.line("b")), ("'x'", 2));
    assert_eq!(case.value("c"), "one");
    assert_eq!((case.value("d"), case.line("d")), ("end", 6));
    assert_eq!(case.index().text(&path("c")), Some("one\ntwo\n"));
}

#[test]
fn an_empty_file_is_an_index_without_values() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "~\n", "\u{feff}"] {
        let case = Case::new(text);
        assert!(case.index().is_empty(), "{text:?}");
        assert_eq!(case.report(), [""; 0]);
        case.index().span_of_value(&path("a.b"));
    }
}

#[test]
fn keys_that_stand_twice_are_found_on_every_level() {
    let case = Case::new("a: 1\nb:\n  - {x: 1, y: 2, x: 3}\na: 4\nb: 5\na: 6\n");
    assert_eq!(
        case.report(),
        [
            "yaml-duplicate-key:3:18 <x> the key `x` stands twice in one record [3:6 it is given here first]",
            "yaml-duplicate-key:4:1 <a> the key `a` stands twice in one record [1:1 it is given here first]",
            "yaml-duplicate-key:5:1 <b> the key `b` stands twice in one record [2:1 it is given here first]",
            "yaml-duplicate-key:6:1 <a> the key `a` stands twice in one record [1:1 it is given here first]",
        ]
    );
    assert_eq!(case.value("a"), "1");
    assert_eq!(case.value("b[0].x"), "1");
}

#[test]
fn bad_syntax_is_found_at_its_place() {
    let at = |text: &str| {
        let case = Case::new(text);
        assert!(case.index.is_none(), "{text:?}");
        case.report().join("\n")
    };
    #[track_caller]
    fn assert_begins(found: String, expected: &str) {
        assert!(found.starts_with(expected), "{found}");
    }
    assert_eq!(
        at("é: ü\ntitle: One: two\n"),
        "yaml-syntax:2:11 <:> a colon and a space stand within an unquoted text, where YAML takes them for the end of a key \
         (put the text in quotation marks: `\"…\"`)"
    );
    assert_begins(
        at("a: 1\r\nb: \"open\r\nc: 2\r\n"),
        "yaml-syntax:2:4 <\"> the quotation mark `\"` is opened here and not closed",
    );
    assert_begins(at("a: \"open"), "yaml-syntax:1:4 <\"> the quotation mark `\"` is opened here and not closed");
    assert_begins(at("a:\n  b: [c, d\n  e: f\n"), "yaml-syntax:2:6 <[> this bracket is not closed");
    assert_begins(at("a: {b: [c]\nd: e\n"), "yaml-syntax:1:4 <{> this brace is not closed");
    assert_begins(at("a: [b"), "yaml-syntax:1:4 <[> this bracket is not closed");
    assert_begins(at("a: [\n  \"b\"\n  \"c\"\n  ]"), "yaml-syntax:3:3 <\"> a comma or the closing bracket is missing");
    assert_begins(
        at("a: [\n  \"b\",\n  \"c\"\n]\n"),
        "yaml-syntax:4:1 <]> this has to be indented further than the key whose value it ends",
    );
    assert_begins(
        at("a: 1\nb 2\nc: 3\n"),
        "yaml-syntax:2:1 <b> this line holds no key: there is no colon followed by a space",
    );
    assert_begins(at("a: 1\t# a tab\nb: 2\n \tc: 3\n"), "yaml-syntax:3:2 <\t> this line is indented with a tab");
    assert_begins(at("a: [1, 2\nb: 3\n"), "yaml-syntax:1:4 <[> this bracket is not closed");
    assert!(at("a: @x\n").starts_with("yaml-syntax:1:4 <@> an unquoted text cannot begin with `@`"));
    assert!(at("a: 1\n b: 2\n").starts_with("yaml-syntax:2:"));
    assert!(at("a: \"x\" y\n").starts_with("yaml-syntax:1:8 <y> there is text behind the closing quotation mark"));
}

#[test]
fn anchors_aliases_tags_and_further_documents_are_refused() {
    let case = Case::new("é: &x 1\nb: *x\nc: !!str 2\n");
    assert!(case.index.is_none());
    let report = case.report();
    assert_eq!(report.len(), 3, "{report:#?}");
    assert!(report[0].starts_with("yaml-alias:1:4 <&x> anchors such as `&name` are not used"), "{}", report[0]);
    assert!(report[1].starts_with("yaml-alias:2:4 <*x> aliases"), "{}", report[1]);
    assert!(report[2].starts_with("yaml-alias:3:4 <!!str> tags"), "{}", report[2]);
    assert!(Case::new("a: *no\n").report()[0].starts_with("yaml-alias:1:4"));
    assert_eq!(Case::new("a: 1\n---\nb: 2\n").report().len(), 1);
    assert!(Case::new("a: 1\n---\nb: 2\n").report()[0].starts_with("yaml-alias:2:1 <---> `---` begins another"));
}

#[test]
fn a_billion_laughs_are_refused_at_once() {
    let mut text = "a0: &a0 [lol, lol, lol]\n".to_owned();
    for n in 1..60 {
        writeln!(text, "a{n}: &a{n} [{}*a{}]", format!("*a{}, ", n - 1).repeat(9), n - 1).unwrap();
    }
    let start = Instant::now();
    let case = Case::new(&text);
    assert!(case.index.is_none() && case.report().len() <= 20 && start.elapsed() < SOON);
}

#[test]
fn deep_nesting_is_refused_and_takes_neither_stack_nor_time() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "? ".repeat(100_000)] {
        let start = Instant::now();
        let case = Case::new(&text);
        assert!(case.index.is_none());
        let report = case.report();
        assert_eq!(report.len(), 1);
        assert!(report[0].starts_with("yaml-nesting:1:"), "{:.20} {}", text, report[0]);
        assert!(start.elapsed() < SOON);
    }
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(Case::new(&nested(super::super::MAX_NESTING)).index.is_some());
    assert!(Case::new(&nested(super::super::MAX_NESTING + 1)).index.is_none());
}

#[test]
fn large_files_are_indexed_in_linear_time() {
    let mut text = String::new();
    for n in 0..30_000 {
        writeln!(text, "kéy-{n}: {{a: [1, 2], b: 'x'}}").unwrap();
    }
    let start = Instant::now();
    let case = Case::new(&text);
    for n in 0..30_000 {
        assert_eq!(case.line(&format!("kéy-{n}.b")), n + 1);
        if n > 2_000 {
            break;
        }
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn control_characters_are_refused_before_they_hide_anything() {
    let case = Case::new("a: 1\nb: x\0y\nc: \u{1b}\n");
    assert!(case.index.is_none());
    assert_eq!(
        case.report(),
        [
            "forbidden-character:2:5 <\0> the file holds the control character U+0000",
            "forbidden-character:3:4 <\u{1b}> the file holds the control character U+001B",
        ]
    );
}

#[test]
fn a_key_must_be_a_text() {
    let case = Case::new("a: 1\n[b]: 2\n: 3\n? c\n");
    assert_eq!(
        case.report(),
        [
            "wrong-type:2:1 <[> a key must be a text (write a key before the colon)",
            "wrong-type:3:1 <:> a key must be a text (write a key before the colon)"
        ]
    );
    assert_eq!(case.index().len(&path("")), 2);
}

#[test]
fn no_text_takes_more_than_linear_time() {
    let deep = "a:\n - b:\n".to_owned();
    let parts = [
        "a", "\n", " ", "- a\n", "[], ", "{}\n", "a: b\n", "'", "''", "\"", "\\", "é\n", "? a\n", ": ", "#\n", "--- ",
        "|\n", "- |\n", "a: >\n\n", "\r", "*a ", "&a ", "!a ", "%a\n", &deep,
    ];
    for start in ["", "[", "{", "a: |\n ", "a: >\n ", "a: \"", "a: '", "a: x\n "] {
        for part in parts {
            let text = format!("{start}{}", part.repeat(100_000 / part.len()));
            let now = Instant::now();
            let case = Case::new(&text);
            if let Some(index) = &case.index {
                for at in ["", "a", "[0]", "[1]"] {
                    index.locator(case.sources.get(case.id), &path(at));
                }
            }
            assert!(now.elapsed() < SOON, "{start:?} {part:?} {:?}", now.elapsed());
        }
    }
}
