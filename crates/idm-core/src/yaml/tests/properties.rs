use std::fmt::Write;

use proptest::prelude::*;

use super::{Case, path};

/// Texts made of what YAML cares about, more often than chance would make them.
fn yaml_like() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zé]{1,3}",
        8 => prop::sample::select(vec![
            " ", "  ", "\n", "\n  ", "\r\n", "\r", "\t", ": ", ":\n", "- ", "-\n", "? ", ", ", "[", "]", "{", "}", "'", "\"", "|", ">",
            "|\n  ", ">-\n  ", "|+2", "#", " #", "&a ", "*a", "!b ", "!", "%", "@", "`", "---", "---\n", "...", "\\", "\\n", "\\x",
            "~", "\u{feff}", "\u{85}", "\u{2028}", "\u{1F600}", "\0", "<<: ", "%YAML 1.2\n", "1.10", "k: ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// Looks at everything that the index can be asked about a text.
fn exercise(text: &str) {
    let case = Case::new(text);
    // Panics where a span is not on character boundaries.
    let check = |span: crate::source::Span| assert!(text.get(span.range()).is_some(), "{text:?} {span:?}");
    for diagnostic in case.diagnostics.list() {
        check(super::span(&diagnostic.place));
    }
    let Some(index) = &case.index else {
        assert!(!case.diagnostics.list().is_empty(), "{text:?} refused in silence");
        return;
    };
    let mut paths = vec![path("")];
    while let Some(at) = paths.pop() {
        check(index.span_of_value(&at));
        check(index.span_of_key(&at));
        check(index.full_span(&at));
        let caret = index.span_of_value(&at);
        assert!(!case.sources.text(caret).contains('\n'), "{text:?}");
        if let (Some(value), Some(locator)) = (index.text(&at), index.locator(case.sources.get(case.id), &at)) {
            for (start, c) in value.char_indices() {
                check(locator.span(start..start + c.len_utf8()));
            }
            check(locator.span(0..value.len()));
        }
        let keys: Vec<_> = index.keys(&at).map(|(key, span)| (key.to_owned(), span)).collect();
        if keys.is_empty() {
            paths.extend((0..index.len(&at)).map(|number| at.index(number)));
        }
        for (key, span) in keys {
            check(span);
            paths.push(at.key(key));
        }
    }
}

/// Asserts that each character of the value stands where the locator says.
fn check_locator(text: &str, value: &str) {
    let case = Case::new(text);
    let at = path("r[1].k");
    assert_eq!(case.index().text(&at), Some(value), "{text:?}");
    let locator = case.index().locator(case.sources.get(case.id), &at).unwrap();
    let mut before = 0;
    for (start, c) in value.char_indices() {
        let span = locator.span(start..start + c.len_utf8());
        let found = case.sources.text(span);
        let escaped = found.starts_with('\\');
        let folded = c == ' ' && found == "\n";
        assert!(found.starts_with(c) || escaped || folded, "{c:?} found at {found:?} in {text:?}");
        assert!(span.start >= before, "{text:?}");
        before = span.start;
    }
}

/// The value in a file, before and after other things.
fn file(value: &str, ending: &str) -> String {
    format!("é: 'x' # | not this\nr:\n  - a\n  - k: {value}\n    b: |\n      x\nc: end\n").replace('\n', ending)
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-zé\u{1F600}'\"\\\\:#|>]{1,3}( {1,2}[a-zé*&!'\"\\\\#]{1,3}){0,2}", 1..6)
}

fn endings() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\r\n"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_indexed_or_refused(text in any::<String>()) {
        exercise(&text);
    }

    #[test]
    fn anything_like_yaml_is_indexed_or_refused(text in yaml_like()) {
        exercise(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn literal_and_folded_texts_are_located(
        lines in prop::collection::vec(("[a-zé\u{1F600}'\"\\\\:#|>-][a-zé '\"\\\\:#|>\t]{0,8}", 0..3usize, 0..3usize), 1..6),
        header in prop::sample::select(vec!["|", "|-", "|+", ">", ">-", ">+", "|2", ">2-"]),
        ending in endings(),
    ) {
        let mut text = format!("{header}\n");
        for (at, (line, more, blank)) in lines.iter().enumerate() {
            // The first line sets the indentation, unless the header does.
            let more = if at == 0 && !header.contains('2') { 0 } else { *more };
            writeln!(text, "{}{line}{}", " ".repeat(6 + more), "\n".repeat(*blank)).unwrap();
        }
        let text = file(text.trim_end_matches('\n'), ending);
        let case = Case::new(&text);
        let value = case.index().text(&path("r[1].k")).unwrap().to_owned();
        for (line, ..) in &lines {
            prop_assert!(value.contains(line.as_str()), "{text:?} {value:?}");
        }
        check_locator(&text, &value);
    }

    #[test]
    fn quoted_texts_are_located(lines in lines(), blank in 0..3usize, ending in endings()) {
        let between = "\n".repeat(blank + 1);
        let meant = if blank == 0 { " ".to_owned() } else { "\n".repeat(blank) };
        let value = lines.join(&meant);
        let single = lines.iter().map(|line| line.replace('\'', "''")).collect::<Vec<_>>();
        let double = lines.iter().map(|line| line.replace('\\', "\\\\").replace('"', "\\\"")).collect::<Vec<_>>();
        for (quote, lines) in [('\'', single), ('"', double)] {
            let text = lines.join(&format!("{between}      "));
            check_locator(&file(&format!("{quote}{text}{quote}"), ending), &value);
        }
    }

    #[test]
    fn escaped_texts_are_located(value in "[a-z\u{e9}\u{1F600}\u{a0}\u{2028}\u{85}\n\t\"]{1,12}") {
        let mut text = String::new();
        for (at, c) in value.chars().enumerate() {
            match c {
                '\n' => text += "\\n",
                '\t' => text += "\\t",
                '"' => text += "\\\"",
                '\u{a0}' => text += "\\_",
                '\u{2028}' => text += "\\L",
                '\u{85}' => text += "\\N",
                '\u{1F600}' if at % 2 == 0 => text += "\\U0001F600",
                '\u{e9}' if at % 2 == 0 => text += "\\xe9",
                _ => text.push(c),
            }
        }
        check_locator(&file(&format!("\"{text}\""), "\n"), &value);
    }

    #[test]
    fn plain_texts_are_located(words in prop::collection::vec("[a-zé\u{1F600}][a-zé'\"\\\\]{0,3}", 1..8), breaks in prop::collection::vec(0..4usize, 8), ending in endings()) {
        let (mut text, mut value) = (words[0].clone(), words[0].clone());
        for (word, breaks) in words[1..].iter().zip(breaks) {
            let (written, meant) = match breaks {
                0 => (" ".to_owned(), " ".to_owned()),
                1 => (" \n      ".to_owned(), " ".to_owned()),
                n => (format!("{}\t      ", "\n".repeat(n)), "\n".repeat(n - 1)),
            };
            text += &written.replace('\t', "");
            text += word;
            value += &meant;
            value += word;
        }
        prop_assume!(value != "null");
        check_locator(&file(&text, ending), &value);
    }
}
