//! Adding an item to a list in a YAML file: a few lines or words more, and every other byte as it was.

use idm_core::diagnostic::{Diagnostics, KeyPath};
use idm_core::source::Sources;
use idm_core::yaml::Index;

use super::yaml::Record;

/// What is added to a list.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    /// A word, such as an identifier.
    Word(String),
    /// A record.
    Record(Record),
}

/// A step on the way to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value of a key.
    Key(&'static str),
    /// The item with that identifier.
    Named(String),
}

/// Which item of a list something is put behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Behind {
    /// The last.
    All,
    /// The one with that identifier.
    Named(String),
    /// The last that has a key; the last of all if none has.
    LastWith(&'static str),
}

impl Behind {
    /// The item with that identifier, or the last.
    pub(crate) fn named(id: Option<&str>) -> Self {
        id.map_or(Self::All, |id| Self::Named(id.to_owned()))
    }
}

const BOM: char = '\u{feff}';

/// The text with an item more in the list at `steps`.
///
/// # Errors
/// Why nothing can be added: the file is no YAML, or what stands there is no list.
pub(super) fn insert(text: &str, steps: &[Step], behind: &Behind, item: &Item) -> Result<String, String> {
    let (mark, text) = text.strip_prefix(BOM).map_or(("", text), |rest| ("\u{feff}", rest));
    let file = File::read(text)?;
    let list = file.path(steps)?;
    let behind = file.place(&list, behind);
    let (at, added) = if file.text_of(&list).starts_with('[') {
        file.in_brackets(&list, behind, item)?
    } else if file.index.len(&list) > 0 && file.index.keys(&list).next().is_none() {
        file.in_lines(&list, behind, item)
    } else if file.index.has(&list) {
        return Err(format!("what stands at `{list}` is no list"));
    } else {
        file.first(&list, steps, item)?
    };
    let added = if text.contains("\r\n") { added.replace('\n', "\r\n") } else { added };
    Ok(format!("{mark}{}{added}{}", &text[..at.start], &text[at.end..]))
}

/// The text with an entry more in its mapping, behind the last.
///
/// # Errors
/// Why nothing can be added: the file is no YAML, or holds something else.
pub(super) fn entry(text: &str, key: &str, record: &Record) -> Result<String, String> {
    let (mark, text) = text.strip_prefix(BOM).map_or(("", text), |rest| ("\u{feff}", rest));
    let file = File::read(text)?;
    let root = KeyPath::root();
    let lines = format!("{key}:\n{}", record.block(2));
    let (at, added) = if file.index.keys(&root).next().is_some() {
        if file.text_of(&root).starts_with('{') {
            return Err("it stands in braces: write its entries on lines of their own first".to_owned());
        }
        let end = file.end_of(&root, 0);
        (end..end, format!("\n\n{}", lines.trim_end_matches('\n')))
    } else if file.text_of(&root).starts_with('{') {
        (file.index.full_span(&root).range().start..file.end_of_value(&root), lines.trim_end_matches('\n').to_owned())
    } else if file.index.has(&root) {
        return Err("it is no mapping of keys to records".to_owned());
    } else {
        let begin = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        (text.len()..text.len(), format!("{begin}{lines}"))
    };
    let added = if text.contains("\r\n") { added.replace('\n', "\r\n") } else { added };
    Ok(format!("{mark}{}{added}{}", &text[..at.start], &text[at.end..]))
}

/// A YAML file with its keys and values.
pub(super) struct File<'a> {
    pub(super) text: &'a str,
    pub(super) index: Index,
}

/// The bytes that are replaced, and with what.
type Change = (std::ops::Range<usize>, String);

impl<'a> File<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        let mut sources = Sources::default();
        let id = sources.add("", text);
        let index = Index::new(sources.get(id), id, &mut Diagnostics::default());
        Ok(Self { text, index: index.ok_or("it cannot be read; `idm check` says why")? })
    }

    fn path(&self, steps: &[Step]) -> Result<KeyPath, String> {
        let mut path = KeyPath::root();
        for step in steps {
            path = match step {
                Step::Key(key) => path.key(*key),
                Step::Named(id) => {
                    let item = self.named(&path, id);
                    path.index(item.ok_or_else(|| format!("nothing at `{path}` is called `{id}`"))?)
                }
            };
        }
        Ok(path)
    }

    pub(super) fn named(&self, list: &KeyPath, id: &str) -> Option<usize> {
        (0..self.index.len(list)).find(|&item| self.index.text(&list.index(item).key("id")) == Some(id))
    }

    /// The number of the item that something is put behind; 0 in an empty list.
    fn place(&self, list: &KeyPath, behind: &Behind) -> usize {
        let length = self.index.len(list);
        let found = match behind {
            Behind::All => None,
            Behind::Named(id) => self.named(list, id),
            Behind::LastWith(key) => (0..length).rfind(|&item| self.index.has(&list.index(item).key(*key))),
        };
        found.unwrap_or(length.saturating_sub(1))
    }

    pub(super) fn text_of(&self, path: &KeyPath) -> &'a str {
        if self.index.has(path) { &self.text[self.index.full_span(path).range()] } else { "" }
    }

    /// A list in brackets: words go into it, and an empty one is written as lines if a record is to go into it.
    fn in_brackets(&self, list: &KeyPath, last: usize, item: &Item) -> Result<Change, String> {
        let start = self.index.full_span(list).range().start;
        let span = start..self.end_of_value(list);
        let length = self.index.len(list);
        match item {
            Item::Word(word) if length == 0 => Ok((span, format!("[{word}]"))),
            Item::Word(word) => {
                let last = list.index(last);
                let end = self.end_of_value(&last);
                Ok((end..end, format!(", {word}")))
            }
            Item::Record(record) if length == 0 && list.segments().is_empty() => {
                let end = self.line_end(span.end);
                let rest = &self.text[span.end..end];
                Ok((span.start..end, format!("{}{}", record.item(0), rest.trim_start())))
            }
            Item::Record(record) if length == 0 => {
                let column = self.column(self.index.span_of_key(list).range().start);
                let end = self.line_end(span.end);
                let before = self.text[..span.start].trim_end_matches(' ').len();
                let comment = self.text[span.end..end].trim_end();
                Ok((before..end, format!("{comment}\n{}", record.item(column + 2).trim_end_matches('\n'))))
            }
            Item::Record(_) => {
                Err(format!("the list `{list}` stands in brackets: write its items on lines of their own first"))
            }
        }
    }

    /// A list of lines that begin with dashes.
    fn in_lines(&self, list: &KeyPath, last: usize, item: &Item) -> Change {
        let length = self.index.len(list);
        let last = list.index(last);
        let column = self.dash_before(self.index.full_span(&list.index(0)).range().start);
        let end = self.end_of(&last, column);
        let lines = match item {
            Item::Word(word) => format!("{}- {word}\n", " ".repeat(column)),
            Item::Record(record) => record.item(column),
        };
        let apart = match item {
            Item::Word(_) => false,
            // As the items before it stand, or, where there is only one, as records of a file do.
            Item::Record(_) if length > 1 => {
                let start = self.index.full_span(&list.index(length - 1)).range().start;
                let before = self.end_of(&list.index(length - 2), column);
                self.text[before..start.max(before)].lines().skip(1).any(|line| line.trim().is_empty())
            }
            Item::Record(record) => column == 0 && record.is_long(),
        };
        (end..end, format!("{}{}", if apart { "\n\n" } else { "\n" }, lines.trim_end_matches('\n')))
    }

    /// The first item of a list that is not there, or holds nothing.
    fn first(&self, list: &KeyPath, steps: &[Step], item: &Item) -> Result<Change, String> {
        let Some((Step::Key(key), above)) = steps.split_last() else {
            // A file with nothing in it but comments.
            let lines = match item {
                Item::Word(word) => format!("- {word}\n"),
                Item::Record(record) => record.item(0),
            };
            let end = self.text.len();
            let begin = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { "\n" };
            return Ok((end..end, format!("{begin}{lines}")));
        };
        let above = &self.path(above)?;
        let known = self.index.keys(above).find(|(known, _)| *known == *key).map(|(_, span)| span.range());
        let first = self.index.keys(above).next().map(|(_, span)| span.range());
        let column = self.column(known.clone().or(first).map_or(0, |range| range.start));
        let value = match item {
            Item::Word(word) => format!(" [{word}]"),
            Item::Record(record) => format!("\n{}", record.item(column + 2).trim_end_matches('\n')),
        };
        match known {
            Some(known) => {
                // Behind the colon, or the comment behind it.
                let value = if matches!(item, Item::Word(_)) {
                    let colon = known.end + self.text[known.end..].find(':').map_or(0, |at| at + 1);
                    let null = self.index.full_span(list).range();
                    return Ok((colon..null.end.max(colon).min(self.line_end(colon)), value));
                } else {
                    value
                };
                let end = self.line_end(known.end);
                Ok((end..end, value))
            }
            None => {
                let end = self.end_of(above, column);
                Ok((end..end, format!("\n{}{key}:{value}", " ".repeat(column))))
            }
        }
    }

    /// The end of what stands in brackets or braces, or of a scalar: where the index says that brackets end, a comment
    /// may stand before it.
    fn end_of_value(&self, path: &KeyPath) -> usize {
        let span = self.index.full_span(path).range();
        if !self.text[span.clone()].starts_with(['[', '{']) {
            return span.end;
        }
        let last = match self.index.keys(path).last() {
            Some((key, place)) => {
                let value = path.key(key.to_owned());
                let end = if self.index.has(&value) { self.end_of_value(&value) } else { 0 };
                end.max(place.range().end)
            }
            None if self.index.len(path) > 0 => self.end_of_value(&path.index(self.index.len(path) - 1)),
            None => span.start + 1,
        };
        let mut in_comment = false;
        let close = self.text[last..].find(|sign: char| {
            in_comment = sign == '#' || (in_comment && sign != '\n');
            !in_comment && matches!(sign, ']' | '}')
        });
        close.map_or(span.end, |at| last + at + 1)
    }

    /// The column of the dash before an item, in bytes.
    pub(super) fn dash_before(&self, start: usize) -> usize {
        let dash = self.text[..start].rfind('-').unwrap_or(start);
        self.column(dash)
    }

    pub(super) fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |line| line + 1)
    }

    /// The end of the line that a byte stands in, before its line break.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// The end of the last line that belongs to a value which begins in or right of a column, comments within it included.
    pub(super) fn end_of(&self, path: &KeyPath, column: usize) -> usize {
        let mut path = path.clone();
        // Where a mapping or list ends is only known of what stands in brackets: of others, their last value ends it.
        while self.index.len(&path) > 0 && !self.text_of(&path).starts_with(['[', '{']) {
            path = match self.index.keys(&path).last() {
                Some((key, _)) => path.key(key.to_owned()),
                None => path.index(self.index.len(&path) - 1),
            };
        }
        let key = self.index.span_of_key(&path).range();
        let end = if self.index.has(&path) { self.end_of_value(&path) } else { key.end };
        let end = self.text[..end].trim_end().len().max(key.start);
        let mut end = self.line_end(end);
        while let Some(next) = self.text[end..].find('\n').map(|at| end + at + 1) {
            let line_end = self.line_end(next);
            let line = &self.text[next..line_end];
            let inner = line.len() - line.trim_start().len();
            if !line.trim_start().starts_with('#') || inner <= column {
                break;
            }
            end = line_end;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insert_word(text: &str, behind: &Behind) -> String {
        insert(text, &[Step::Key("list")], behind, &Item::Word("new".to_owned())).unwrap()
    }

    fn insert_record(text: &str, behind: &Behind) -> String {
        let record = Record::default().plain("id", "new").plain("title", "New");
        insert(text, &[Step::Key("list")], behind, &Item::Record(record)).unwrap()
    }

    #[test]
    fn a_word_goes_where_words_are() {
        for (before, after) in [
            ("list: [a, b]  # all\n", "list: [a, b, new]  # all\n"),
            ("list: []  # none\nb: 1\n", "list: [new]  # none\nb: 1\n"),
            ("list: [a,\n  b, # last\n]\n", "list: [a,\n  b, new, # last\n]\n"),
            ("list:  # none\nb: 1\n", "list: [new]  # none\nb: 1\n"),
            ("list:\n- a  # one\n# more\nb: 1", "list:\n- a  # one\n- new\n# more\nb: 1"),
            ("a: 1\n", "a: 1\nlist: [new]\n"),
            ("a: {b: [1, 2]}", "a: {b: [1, 2]}\nlist: [new]"),
        ] {
            assert_eq!(insert_word(before, &Behind::All), after);
        }
    }

    #[test]
    fn a_record_goes_behind_the_one_that_is_meant() {
        let text = "list:\n  - id: a\n    in: [x]  # one\n    # of a\n\n  # of b\n  - id: b\n    out:\nend: 1\n";
        assert_eq!(
            insert_record(text, &Behind::Named("a".to_owned())),
            "list:\n  - id: a\n    in: [x]  # one\n    # of a\n\n  - id: new\n    title: New\n\n  # of b\n  - id: b\n    out:\nend: 1\n"
        );
        assert_eq!(
            insert_record(text, &Behind::LastWith("out")),
            "list:\n  - id: a\n    in: [x]  # one\n    # of a\n\n  # of b\n  - id: b\n    out:\n\n  - id: new\n    title: New\nend: 1\n"
        );
        assert_eq!(insert_record("list: [] # x\n", &Behind::All), "list: # x\n  - id: new\n    title: New\n");
    }

    #[test]
    fn what_is_no_list_is_left_alone() {
        for text in ["list: a", "list: {a: 1}", "list: [{id: a}]", "list: [a"] {
            let record = Record::default().plain("id", "new");
            assert!(insert(text, &[Step::Key("list")], &Behind::All, &Item::Record(record)).is_err(), "{text}");
        }
    }

    #[test]
    fn an_entry_goes_behind_the_last() {
        let record = Record::default().plain("type", "report");
        for (before, after) in [
            ("a:\n  type: web  # x\n# end\n", "a:\n  type: web  # x\n\nnew:\n  type: report\n# end\n"),
            ("# none\n{}\n", "# none\nnew:\n  type: report\n"),
            ("", "new:\n  type: report\n"),
        ] {
            assert_eq!(entry(before, "new", &record).unwrap(), after);
        }
        assert!(entry("{a: {type: web}}", "new", &record).is_err() && entry("- a\n", "new", &record).is_err());
    }
}
