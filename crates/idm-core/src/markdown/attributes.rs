//! What stands behind a block's fence or at the end of a heading.
//!
//! ```text
//! opening    = [ name ] [ braces ]
//! name       = a word of letters, digits and hyphens
//! braces     = "{" { attribute } "}"              attributes are separated by white space
//! attribute  = "#" identifier                     anything up to white space, quotation mark or brace
//!            | key "=" '"' value '"'              in a value, \" is a quotation mark and \\ a backslash
//! ```
//!
//! Whatever does not fit is a problem with its place; the rest is still read.

use std::ops::Range;

/// A block's opening line, behind the colons.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Opening {
    pub(super) name: Option<Word>,
    pub(super) attributes: Attributes,
}

/// What stood in the braces.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Attributes {
    pub(super) id: Option<Word>,
    pub(super) pairs: Vec<Pair>,
    pub(super) problems: Vec<Problem>,
}

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// `key="value"`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) key: Word,
    /// The value without its quotation marks, escapes resolved.
    pub(super) value: Word,
}

/// Something that does not fit the grammar.
#[derive(Debug, PartialEq)]
pub(super) struct Problem {
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// Reads what stands behind the fence of an opening line. `base` is where `text` begins.
pub(super) fn opening(text: &str, base: usize) -> Opening {
    let mut scanner = Scanner { text, base, at: 0 };
    scanner.white();
    let name = scanner.word(|char| char.is_alphanumeric() || matches!(char, '-' | '_'));
    let mut attributes = Attributes::default();
    scanner.white();
    if scanner.peek() == Some('{') {
        scanner.at += 1;
        scanner.attributes(&mut attributes);
        scanner.white();
    }
    if scanner.at < text.len() {
        let range = scanner.at..text.trim_end().len().max(scanner.at);
        let rest = &text[range.clone()];
        attributes.problems.push(scanner.problem(range.clone(), format!("`{rest}` is not expected here")));
    }
    Opening { name, attributes }
}

/// Reads the inside of a heading's braces. `base` is where `text` begins.
pub(super) fn braces(text: &str, base: usize) -> Attributes {
    let mut attributes = Attributes::default();
    Scanner { text, base, at: 0 }.attributes(&mut attributes);
    // The closing brace is the caller's, so that its absence is no problem here.
    attributes.problems.retain(|problem| problem.message != UNCLOSED);
    attributes
}

const UNCLOSED: &str = "the braces are not closed";

struct Scanner<'t> {
    text: &'t str,
    base: usize,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn white(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn word(&mut self, part: impl Fn(char) -> bool) -> Option<Word> {
        let rest = &self.text[self.at..];
        let length = rest.find(|char| !part(char)).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        (length > 0).then(|| self.make(rest[..length].to_owned(), start..start + length))
    }

    fn make(&self, text: String, range: Range<usize>) -> Word {
        Word { text, range: self.base + range.start..self.base + range.end }
    }

    fn problem(&self, range: Range<usize>, message: impl Into<String>) -> Problem {
        Problem { range: self.base + range.start..self.base + range.end, message: message.into() }
    }

    fn attributes(&mut self, into: &mut Attributes) {
        loop {
            self.white();
            let start = self.at;
            match self.peek() {
                None => {
                    into.problems.push(self.problem(start..start, UNCLOSED));
                    return;
                }
                Some('}') => {
                    self.at += 1;
                    return;
                }
                Some('#') => {
                    self.at += 1;
                    match self.word(|char| !char.is_whitespace() && !matches!(char, '"' | '{' | '}' | '#' | '=')) {
                        Some(word) if into.id.is_none() => into.id = Some(word),
                        Some(word) => {
                            let message = format!("a second identifier, `#{}`", word.text);
                            into.problems.push(self.problem(start..self.at, message));
                        }
                        None => into.problems.push(self.problem(start..self.at, "`#` without an identifier")),
                    }
                }
                Some(_) => self.pair(into),
            }
        }
    }

    fn pair(&mut self, into: &mut Attributes) {
        let start = self.at;
        let key = self.word(|char| !char.is_whitespace() && !matches!(char, '"' | '{' | '}' | '#' | '='));
        let Some(key) = key.filter(|_| self.peek() == Some('=')) else {
            self.skip();
            let text = &self.text[start..self.at];
            into.problems.push(self.problem(start..self.at, format!("`{text}` is no `#id` and no `key=\"value\"`")));
            return;
        };
        self.at += 1;
        if self.peek() != Some('"') {
            self.skip();
            let message = format!("the value of `{}` is not in quotation marks", key.text);
            into.problems.push(self.problem(start..self.at, message));
            return;
        }
        self.at += 1;
        match self.quoted() {
            Some(value) if into.pairs.iter().all(|pair| pair.key.text != key.text) => {
                into.pairs.push(Pair { key, value });
            }
            Some(_) => {
                into.problems.push(self.problem(start..self.at, format!("`{}` stands here twice", key.text)));
            }
            None => {
                let message = format!("the quotation mark behind `{}=` is not closed", key.text);
                into.problems.push(self.problem(start..self.text.len(), message));
            }
        }
    }

    fn quoted(&mut self) -> Option<Word> {
        let start = self.at;
        let mut value = String::new();
        let mut chars = self.text[start..].char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '"' => {
                    self.at = start + at + 1;
                    return Some(self.make(value, start..start + at));
                }
                '\\' => match chars.clone().next() {
                    Some((_, next @ ('"' | '\\'))) => {
                        value.push(next);
                        chars.next();
                    }
                    _ => value.push('\\'),
                },
                _ => value.push(char),
            }
        }
        self.at = self.text.len();
        None
    }

    /// Goes on to the next white space or closing brace.
    fn skip(&mut self) {
        let rest = &self.text[self.at..];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = rest[first..].find(|char: char| char.is_whitespace() || char == '}').unwrap_or(rest.len() - first);
        self.at += if rest.starts_with('}') || rest.starts_with(char::is_whitespace) { 0 } else { first + length };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_opening_is_read() {
        let text = " figure {#map src=\"a b.svg\" alt=\"say \\\"x\\\" \\\\ y\"} ";
        let opening = opening(text, 100);
        assert!(opening.attributes.problems.is_empty(), "{:?}", opening.attributes.problems);
        let name = opening.name.unwrap();
        assert_eq!((name.text.as_str(), name.range), ("figure", 101..107));
        let id = opening.attributes.id.unwrap();
        assert_eq!((id.text.as_str(), &text[id.range.start - 100..id.range.end - 100]), ("map", "map"));
        let values: Vec<_> = opening.attributes.pairs.iter().map(|pair| pair.value.text.as_str()).collect();
        assert_eq!(values, ["a b.svg", "say \"x\" \\ y"]);
        let first = &opening.attributes.pairs[0].value.range;
        assert_eq!(&text[first.start - 100..first.end - 100], "a b.svg");
    }

    #[test]
    fn what_does_not_fit_is_a_problem_and_the_rest_is_read() {
        for (text, problem) in [
            ("note {by=me}", "quotation marks"),
            ("note {by=\"me}", "not closed"),
            ("note {by=\"a\" by=\"b\"}", "twice"),
            ("note {#a #b}", "second identifier"),
            ("note {# }", "without an identifier"),
            ("note {.red}", "no `#id`"),
            ("note {", "not closed"),
            ("note more", "`more` is not expected"),
            ("note {} }", "not expected"),
            ("note {=}", "no `#id`"),
            ("note {\"x\"}", "no `#id`"),
        ] {
            let problems = opening(text, 0).attributes.problems;
            assert!(problems.iter().any(|found| found.message.contains(problem)), "{text}: {problems:?}");
        }
        assert_eq!(opening("note {x by=\"b\"}", 0).attributes.pairs.len(), 1);
    }

    #[test]
    fn a_name_may_be_missing() {
        assert_eq!(opening("", 0), Opening::default());
        assert!(opening(" {#a}", 0).name.is_none());
    }

    proptest::proptest! {
        #[test]
        fn reading_ends_and_ranges_lie_in_the_text(text in "[a-c:{}#=\"\\\\ é.]{0,40}") {
            let opening = opening(&text, 0);
            for problem in &opening.attributes.problems {
                proptest::prop_assert!(text.get(problem.range.clone()).is_some());
            }
            for pair in &opening.attributes.pairs {
                proptest::prop_assert!(text.get(pair.value.range.clone()).is_some());
            }
        }
    }
}
