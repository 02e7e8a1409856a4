//! What is wrong where the parser gives up: at the sign that is wrong, in the words of somebody who writes YAML.
//!
//! The parser says what it expected at the place where it noticed. An author needs the place where the slip was made, which
//! is mostly on the same line or the one above, and what to write there. The lines are therefore looked at again, for the
//! slips that are made most.

use super::lines::{
    Line, Value, closed, closing, columns, comment_sign, continues, indenting_tab, is_wrong_escape, value,
};
use super::sentences::sentence;
use super::signs;

/// How far above a key a line is looked for that the parser took for the beginning of a text.
const MAX_LINES_ABOVE: usize = 80;
/// The keys that records of lists begin with: an item with one of them and no colon is no text.
const RECORDS_BEGIN_WITH: [&str; 9] = ["id", "short", "text", "workshop", "chapter", "section", "use", "code", "name"];
/// What is to be done about most signs.
const QUOTE: &str = "put the text in quotation marks: `\"…\"`";

/// Where the parser gave up.
pub(super) struct Stop<'a> {
    /// The file.
    pub(super) text: &'a str,
    /// The byte.
    pub(super) at: usize,
    /// What the parser says.
    pub(super) info: &'a str,
    /// Where the innermost bracket or brace that is still open stands.
    pub(super) open: Option<usize>,
}

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cause {
    /// The first byte of what is wrong.
    pub(super) at: usize,
    /// What, without a full stop.
    pub(super) message: String,
    /// What to write instead.
    pub(super) hint: Option<String>,
}

/// Whether a line begins with a word of small letters and a colon.
fn looks_like_key(line: &str) -> bool {
    let length = line.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'-').count();
    length > 0 && line[length..].strip_prefix(':').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn cause(at: usize, message: impl Into<String>, hint: impl Into<String>) -> Cause {
    Cause { at, message: message.into(), hint: Some(hint.into()) }
}

impl<'a> Stop<'a> {
    /// The slip that made the parser give up.
    pub(super) fn cause(&self) -> Cause {
        let line = self.line(self.at);
        self.tab(&line)
            .or_else(|| self.strange_blank(&line))
            .or_else(|| self.comment(&line))
            .or_else(|| self.escape())
            .or_else(|| self.unclosed(&line))
            .or_else(|| self.false_hyphen(&line))
            .or_else(|| self.value(&line))
            .or_else(|| self.no_colon(&line))
            .or_else(|| self.colon(&line))
            .or_else(|| self.level(&line))
            .unwrap_or_else(|| {
                let (message, hint) = sentence(self.info);
                Cause { at: self.at, message: message.to_owned(), hint: Some(hint.to_owned()) }
            })
    }

    fn has(&self, part: &str) -> bool {
        self.info.contains(part)
    }

    fn line(&self, at: usize) -> Line<'a> {
        let start = self.text[..at].rfind(['\r', '\n']).map_or(0, |at| at + 1);
        let length = self.text[start..].find(['\r', '\n']).unwrap_or(self.text.len() - start);
        Line { start, text: &self.text[start..start + length] }
    }

    /// The lines above, the nearest first, without those that are blank or comments.
    fn above(&self, line: &Line) -> impl Iterator<Item = Line<'a>> {
        let mut end = line.start;
        let lines = self.text[..line.start].split_inclusive(['\r', '\n']).rev().take(MAX_LINES_ABOVE);
        lines
            .map(move |text| {
                end -= text.len();
                Line { start: end, text: text.trim_end() }
            })
            .filter(|line| !line.text.is_empty() && !line.text.trim_start().starts_with('#'))
    }

    /// Whatever the parser makes of it, a line that is indented with a tab has that wrong first of all. Where it speaks of
    /// a tab itself, it may do so at a text that goes on with that line.
    fn tab(&self, line: &Line) -> Option<Cause> {
        let until = if self.has("tab") { self.text.len() } else { self.at };
        let at = indenting_tab(self.text, line.start..until)?;
        Some(cause(
            at,
            "this line is indented with a tab, and YAML takes only spaces",
            "write spaces in place of the tab",
        ))
    }

    /// A blank that is none to YAML where one is needed: at the beginning of a line, behind a dash or a key's colon.
    fn strange_blank(&self, line: &Line) -> Option<Cause> {
        [Some(Line { ..*line }), self.above(line).next()].into_iter().flatten().find_map(|line| {
            let (_, start) = columns(line.text);
            let words = &line.text[start..];
            let behind = |sign: &str| (line.start + start + sign.len(), &words[sign.len()..]);
            let colon = signs::leading_word(words).filter(|word| words[word.len()..].starts_with(':'));
            let places = [
                Some((line.start + start, words, "at the beginning of this line")),
                words.strip_prefix('-').map(|_| (behind("-").0, behind("-").1, "behind this hyphen")),
                colon.map(|word| (behind(word).0 + 1, &behind(word).1[1..], "behind this colon")),
            ];
            places.into_iter().flatten().find_map(|(at, rest, place)| {
                let sign = rest.chars().next()?;
                let name = match sign {
                    '\t' => "a tab".to_owned(),
                    _ => signs::strange_blank(sign)?,
                };
                let message = format!("{place} stands {name}, which is no space to YAML");
                Some(cause(at, message, "write an ordinary space in its place"))
            })
        })
    }

    /// A comment that begins where a text or a list goes on below.
    fn comment(&self, line: &Line) -> Option<Cause> {
        let in_text = self.has("comment intercepting");
        let from = match self.open {
            // What is in brackets ends with a comment that holds the closing one.
            Some(open) => open,
            None if in_text && comment_sign(line.text).is_some() => line.start,
            None if in_text => self.above(line).next()?.start,
            None => return None,
        };
        let until = (line.start + line.text.len()).max(self.at);
        let mut start = from;
        self.text.get(from..until)?.split_inclusive(['\r', '\n']).find_map(|text| {
            let at = start;
            start += text.len();
            let sign = comment_sign(text)?;
            let lost = in_text || text[sign..].contains([']', '}']);
            lost.then(|| {
                // A key that stands too far to the right is what is wrong, and not the comment above it.
                let rest = self.text.get(start..).unwrap_or_default();
                let below = rest.trim_start_matches(['\r', '\n']);
                let next = below.lines().next().unwrap_or_default();
                let inner = next.len() - next.trim_start().len();
                if in_text && inner > 0 && looks_like_key(next.trim_start()) {
                    let message = "this line looks like a key, but goes on with the text above, since it begins too far to the right";
                    return cause(self.text.len() - below.len() + inner, message, "begin it in the column of the key above, with spaces and no tabs before it");
                }
                let message = "this `#` behind a space begins a comment, and the words behind it are not read";
                let hint = if in_text {
                    "put the text in quotation marks, or the comment on a line of its own"
                } else {
                    "put the text that holds `#` in quotation marks, or the comment on a line of its own"
                };
                cause(at + sign, message, hint)
            })
        })
    }

    /// A dash or a bullet where an item of a list was to begin.
    fn false_hyphen(&self, line: &Line) -> Option<Cause> {
        let (_, start) = columns(line.text);
        let sign = signs::false_hyphen(&line.text[start..]).filter(|&sign| sign != '*' && self.open.is_none())?;
        let message = format!("`{sign}` begins no item of a list");
        Some(cause(line.start + start, message, "begin each item with a hyphen (`-`) and a space"))
    }

    /// A backslash in double quotation marks that means nothing.
    fn escape(&self) -> Option<Cause> {
        if !(self.has("unknown escape") || self.has("hexadecimal") || self.has("escape code")) {
            return None;
        }
        let quoted = &self.text[self.at..];
        let mut signs = quoted.char_indices();
        let mut found = None;
        while let Some((at, c)) = signs.next() {
            let rest = quoted[at + c.len_utf8()..].chars();
            match c {
                '\\' if is_wrong_escape(rest.clone()) => {
                    found = Some((self.at + at, rest.take(1).collect::<String>()));
                    break;
                }
                '\\' => drop(signs.next()),
                '"' if at > 0 => break,
                _ => {}
            }
        }
        let (at, code) = found.unwrap_or((self.at, String::new()));
        let message = format!("`\\{code}` means nothing within double quotation marks");
        Some(cause(at, message, "write `\\\\` for a backslash, or put the text in single quotation marks"))
    }

    /// The bracket or brace that is still open where the parser gave up, if the text has left it behind: at the end of
    /// the file, or on a later line that is indented no more than the bracket's own. Or else the end of what stands in
    /// brackets, which YAML wants indented.
    fn unclosed(&self, line: &Line) -> Option<Cause> {
        let open = self.open?;
        let first = self.line(open);
        let indent = |line: &Line| line.text.len() - line.text.trim_start_matches(' ').len();
        if line.start > first.start && line.text.trim_start_matches(' ').starts_with([']', '}']) {
            let message = "this has to be indented further than the key whose value it ends";
            return Some(cause(self.at, message, "write a space before it, or write the list on one line"));
        }
        let left_behind =
            self.text[self.at..].trim().is_empty() || (line.start > first.start && indent(line) <= indent(&first));
        let (message, close) = match self.text.as_bytes().get(open) {
            Some(b'[') => ("this bracket is not closed", "]"),
            _ => ("this brace is not closed", "}"),
        };
        left_behind.then(|| {
            let hint =
                format!("write `{close}` where it ends, or put a text that begins with this sign in quotation marks");
            cause(open, message, hint)
        })
    }

    /// A value on the line, or the one above, that begins with a sign which means something to YAML.
    fn value(&self, line: &Line) -> Option<Cause> {
        let quoted = self.has("quoted scalar") || self.has("trailing content");
        [Some(Line { ..*line }), self.above(line).next()].into_iter().flatten().find_map(|line| {
            let value = value(&line)?;
            let sign = value.text.chars().next()?;
            let begins = |what: &str| {
                let sign = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
                let message = format!("an unquoted text cannot begin with {sign}, {what}");
                Some(cause(value.at, message, QUOTE))
            };
            match sign {
                _ if signs::is_curly(sign) => {
                    let message = format!("`{sign}` is no quotation mark to YAML, which knows straight ones only");
                    Some(cause(value.at, message, "write `\"` before the text and behind it"))
                }
                '"' | '\'' if quoted => self.quoted(&value, sign),
                '"' | '\'' => None,
                '[' | '{' => {
                    let close = if sign == '[' { ']' } else { '}' };
                    let end = value.at + closed(value.text, sign, close)?;
                    let behind = self.text.get(end..)?.lines().next()?.trim_start();
                    let (what, item) = if sign == '[' { ("bracket", "a list") } else { ("brace", "a mapping") };
                    if value.text.starts_with("{{") {
                        return Some(cause(value.at, signs::EXPRESSION.0, signs::EXPRESSION.1));
                    }
                    (!behind.is_empty() && !behind.starts_with('#')).then(|| {
                        let message =
                            format!("what begins with this {what} is {item} to YAML, and there is text behind its end");
                        cause(value.at, message, QUOTE)
                    })
                }
                '|' | '>' => {
                    let behind =
                        value.text[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
                    let words = !behind.is_empty() && !behind.trim_start().starts_with('#');
                    if words {
                        return begins("which announces a text on the lines below");
                    }
                    (behind.starts_with('#')).then(|| {
                        cause(
                            value.at + value.text.len() - behind.len(),
                            "there is no space before this comment",
                            "write a space before `#`",
                        )
                    })
                }
                '*' if value.text.starts_with("* ") => {
                    let message = "this asterisk begins no item of a list";
                    Some(cause(
                        value.at,
                        message,
                        "begin each item with a hyphen and a space; put a text that begins with `*` in quotation marks",
                    ))
                }
                '*' => begins("which refers to another value"),
                '&' => begins("which names a value"),
                '!' => begins("which names a type"),
                '@' | '`' => begins("which YAML keeps for itself"),
                '%' => begins("which YAML keeps for itself"),
                ',' | ']' | '}' => begins("which belongs between brackets"),
                '?' if value.text.starts_with("? ") => begins("which announces a key"),
                '-' if value.text.starts_with("- ") && value.at > line.start + columns(line.text).1 => {
                    begins("which begins an item of a list")
                }
                _ => None,
            }
        })
    }

    /// A text in quotation marks that ends too early or not at all.
    fn quoted(&self, value: &Value, sign: char) -> Option<Cause> {
        if self.has("trailing content") {
            let close = value.at + closing(value.text, sign)?;
            let within = if sign == '"' { "`\\\"`" } else { "`''`" };
            let message = format!("there is text behind the closing quotation mark, `{sign}`");
            let hint = format!("end the text with the mark; within it, write {within} for the mark itself");
            let behind = self.text[close..].len() - self.text[close..].trim_start().len();
            return Some(cause(close + behind, message, hint));
        }
        closing(value.text, sign).is_none().then(|| {
            let message = format!(
                "the quotation mark `{sign}` is opened here and not closed, or the text goes on without indentation"
            );
            cause(value.at, message, format!("write `{sign}` at the end of the text, and indent its further lines"))
        })
    }

    /// What the parser took for the beginning of a text that goes on with the key on the line: a line above that was to
    /// hold a key or an item, and lacks its colon or the space behind the colon or the dash.
    fn no_colon(&self, line: &Line) -> Option<Cause> {
        let key = line.text;
        let (dash, column) = columns(key);
        if self.text.get(line.start..self.at)?.contains(": ")
            || dash == column && !key[column..].starts_with(char::is_alphanumeric)
        {
            return None;
        }
        let mut below: Option<(usize, usize)> = None;
        for Line { start: end, text: above } in self.above(line) {
            let (first, start) = columns(above);
            let words = &above[start..];
            if words.is_empty() {
                continue;
            }
            if first < start
                && let Some((at, column)) = below
                && column == first
            {
                return Some(cause(
                    at,
                    "this line begins no item of the list above: there is no hyphen",
                    "write `- ` before it, or indent it further if it goes on with the text above",
                ));
            }
            below = Some((end + start, start));
            if let Some(name) = words.chars().next().and_then(signs::strange_blank) {
                let message = format!("at the beginning of this line stands {name}, which is no space to YAML");
                return Some(cause(end + start, message, "write an ordinary space in its place"));
            }
            if let Some(sign) = signs::false_hyphen(words) {
                let message = format!("`{sign}` begins no item of a list");
                return Some(cause(end + start, message, "begin each item with a hyphen (`-`) and a space"));
            }
            if words.starts_with('-') && !words.starts_with("--") {
                return Some(cause(
                    end + start,
                    "there is no space behind this hyphen",
                    "write `- ` before each item of a list",
                ));
            }
            if words.contains(": ") || words.ends_with(':') {
                return None;
            }
            if words.starts_with("//")
                || words.starts_with("/*")
                || words.starts_with("<!--")
                || words.starts_with("--")
            {
                let sign = words.split([' ', '\t']).next().unwrap_or(words);
                let message = format!("`{sign}` begins no comment in YAML");
                return Some(cause(end + start, message, "begin a comment with `# `"));
            }
            let name = words.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
            let word = &words[..words.len() - name.len()];
            let lacks_space = !word.is_empty() && (name.starts_with([':', '：']) || name.starts_with(" :"));
            let is_item = first < start;
            let begins_record = name.starts_with(' ') && RECORDS_BEGIN_WITH.contains(&word);
            let lacks_colon = if is_item { begins_record } else { words.starts_with(char::is_alphanumeric) };
            let in_column = (start == column || start == dash) && (is_item || !continues(&self.text[..end], start));
            if lacks_space {
                let message = format!("this line holds no key: there is no colon followed by a space behind `{word}`");
                return Some(cause(end + start, message, format!("write `{word}: ` before the value")));
            }
            if lacks_colon && in_column {
                let message = "this line holds no key: there is no colon followed by a space";
                return Some(cause(
                    end + start,
                    message,
                    "write `key: ` before the value, or indent the line if it goes on with the text above",
                ));
            }
            if is_item {
                return None;
            }
        }
        None
    }

    /// A colon and a space within an unquoted text.
    fn colon(&self, line: &Line) -> Option<Cause> {
        let before = self.text.get(line.start..self.at)?;
        if !self.has("mapping values are not allowed") || !before.contains(": ") {
            return None;
        }
        let message = "a colon and a space stand within an unquoted text, where YAML takes them for the end of a key";
        Some(cause(self.at, message, QUOTE))
    }

    /// A line that begins in a column where nothing can begin.
    fn level(&self, line: &Line) -> Option<Cause> {
        let about = [
            "mapping values are not allowed",
            "block mapping",
            "block collection",
            "block sequence entries",
            "indent",
            "simple key",
            "did not find expected <document",
        ];
        if self.open.is_some() || !about.iter().any(|part| self.has(part)) {
            return None;
        }
        let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
        let (first, _) = columns(line.text);
        let above = self.above(line).next()?;
        let (_, start) = columns(above.text);
        let own = indent(above.text);
        let begins = line.start + first;
        let spaces = |number: usize| {
            let words = ["no", "one", "two", "three", "four"];
            let number = words.get(number).map_or_else(|| number.to_string(), |&word| word.to_owned());
            format!("{number} space{}", if number == "one" { "" } else { "s" })
        };
        let is_item = |text: &str| text.starts_with("- ") || text == "-";
        let is_key = |text: &str| value(&Line { start: 0, text }).is_some() || text.ends_with(':');
        let item = is_item(&line.text[first..]);
        if !item && first == own && is_item(&above.text[own..]) {
            let message = "a key begins here, in the column of the hyphens above it";
            return Some(cause(
                begins,
                message,
                "begin it in the column of the keys; or write `- ` before it if it begins another item",
            ));
        }
        if first > start && is_key(above.text) && !above.text.ends_with(':') {
            let mut at = above.start;
            let between = self.text[above.start..line.start].split_inclusive(['\r', '\n']).map(|text| {
                at += text.len();
                (at - text.len(), text)
            });
            let comment = between.skip(1).find(|(_, text)| text.trim_start().starts_with('#'));
            if let Some((at, text)) = comment {
                return Some(cause(
                    at + text.len() - text.trim_start().len(),
                    "this comment ends the text above it, and the line below would go on with that text",
                    "put the comment above the key, or the whole text in quotation marks",
                ));
            }
        }
        let announced = value(&above).is_some_and(|value| value.text.starts_with(['|', '>']));
        if first > start && is_key(above.text) && !above.text.ends_with(':') && !announced {
            let message = format!(
                "this line begins {} further in than the one above it, which has its value already",
                spaces(first - start)
            );
            return Some(cause(
                begins,
                message,
                "begin the keys of one record in the same column, and the hyphens of one list, too",
            ));
        }
        let column = if item { own } else { start };
        if first < column && first > 0 {
            let message = format!(
                "this line begins {} further out than the one above it, in a column where nothing else begins",
                spaces(column - first)
            );
            return Some(cause(
                begins,
                message,
                "begin the keys of one record in the same column, and the hyphens of one list, too",
            ));
        }
        if item && is_key(above.text) && first <= start {
            let message = "a list begins here, where keys of a record stand";
            return Some(cause(
                begins,
                message,
                "write the key whose value the list is above it, or remove the hyphen",
            ));
        }
        None
    }
}
