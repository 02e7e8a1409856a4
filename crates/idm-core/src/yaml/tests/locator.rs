use super::{Case, path};

/// The text pointed at by each occurrence of a word in the value at `k`.
fn located(text: &str, word: &str) -> (String, (usize, usize)) {
    let case = Case::new(text);
    let value = case.index().text(&path("k")).unwrap().to_owned();
    let at = value.find(word).unwrap_or_else(|| panic!("{word:?} not in {value:?}"));
    let locator = case.index().locator(case.sources.get(case.id), &path("k")).unwrap();
    let span = locator.span(at..at + word.len());
    (case.sources.text(span).to_owned(), case.position(span))
}

fn check(text: &str, word: &str, line: usize, column: usize) {
    assert_eq!(located(text, word), (word.to_owned(), (line, column)), "{text:?}");
}

#[test]
fn scalars_on_one_line() {
    check("é: 1\nk: ein schönes Wort # not this\n", "Wort", 2, 16);
    check("k: 'ein schönes Wort'\n", "Wort", 1, 17);
    check("k:   \"ein schönes Wort\"\n", "Wort", 1, 19);
    check("k: 'it''s Wort'", "Wort", 1, 11);
    check("{k: ein Wort, b: 2}", "Wort", 1, 9);
}

#[test]
fn escapes() {
    check("k: \"a \\u00e9 \\n \\\"Wort\\\" x\"\n", "Wort", 1, 19);
    assert_eq!(located("k: \"a \\u00e9 b\"\n", "é").0, "\\u00e9");
    assert_eq!(located("k: \"a \\U0001F600 b\"\n", "\u{1F600}").0, "\\U0001F600");
    assert_eq!(located("k: \"a\\_é\"\n", "\u{a0}").0, "\\_");
    assert_eq!(located("k: \"a\\Lé\"\n", "\u{2028}").0, "\\L");
    check("k: \"one \\\n   two\\\n\n   three\"\n", "three", 4, 4);
}

#[test]
fn several_lines() {
    for quote in ["", "'", "\""] {
        check(&format!("k: {quote}ein\n  schönes  \n\n\n  Wort{quote}\nb: 1\n"), "Wort", 5, 3);
        check(&format!("k: {quote}ein\r\n  schönes\r\n\r\n  Wort{quote}\r\n"), "Wort", 4, 3);
        assert_eq!(located(&format!("k: {quote}ein\n  Wort{quote}\n"), " ").0, "\n");
    }
}

#[test]
fn literal_blocks() {
    check("k: |\n  ein\n    schönes\n\n  Wort\nb: 1\n", "Wort", 5, 3);
    check("k: |-  # Wort\n\n\n    ein\n    Wort", "Wort", 5, 5);
    check("k: |2+\n    ein\n  Wort\n\n\nb: |\n  x\n", "Wort", 3, 3);
    check("k: |\r\n  ein\r\n\r\n  Wort\r\n", "Wort", 4, 3);
    check("k: |\n  ein\n  \ttab Wort\n", "Wort", 3, 8);
    check("k: |\n  ein\n  Wort\n  # text, too\n# a comment\n", "# text, too\n", 4, 3);
    check("a: 1\nk: |\n ein\n # x | y\n Wort\n", "Wort", 5, 2);
    check("k:\n  # a comment with | and >\n  |\n  Wort\n", "Wort", 4, 3);
}

#[test]
fn folded_blocks() {
    check("k: >\n  ein\n  schönes\n\n  Wort\nb: 1\n", "Wort", 5, 3);
    check("k: >-\n  ein\n\n    mehr\n    mehr\n\n  Wort\n", "Wort", 7, 3);
    assert_eq!(located("k: >\n  ein\n  Wort\n", " ").0, "\n");
    check("k: >\r\n  ein\r\n  Wort\r\n", "Wort", 3, 3);
}

#[test]
fn a_block_in_a_list_of_lists() {
    let case = Case::new("- - |\n    one\n  - >\n    two\n- a: x\n  b:\n   - |\n     three\n");
    for (at, word, line) in [("[0][0]", "one", 2), ("[0][1]", "two", 4), ("[1].b[0]", "three", 8)] {
        let locator = case.index().locator(case.sources.get(case.id), &path(at)).unwrap();
        let span = locator.span(0..word.len());
        assert_eq!((case.sources.text(span), case.position(span).0), (word, line));
    }
}

#[test]
fn nothing_to_locate() {
    let case = Case::new("a:\nb: ~\nc: [1]\nd: ''\n");
    let locator = |at| case.index().locator(case.sources.get(case.id), &path(at));
    assert!(locator("a").is_none() && locator("b").is_none() && locator("c").is_none() && locator("z").is_none());
    assert_eq!(case.position(locator("d").unwrap().span(0..0)), (4, 5));
}
