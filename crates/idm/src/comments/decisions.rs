//! Comments that are kept, and what was decided of them: `comments.yaml` in the project's folder.

use std::collections::BTreeMap;

use idm_core::remarks::DECISIONS as FILE;
use idm_core::remarks::map::MapEntry;
use idm_core::remarks::placing::Placing;
use idm_core::remarks::remark::{Said, is_moment};
use idm_core::schema::{CommentEntry, PassageEntry};
use serde::Serialize;
use serde_yaml::Value;

use super::Comment;
use crate::{Error, Project, write_file};

/// The lines that the file begins with.
const HEAD: &str = "# Reviewers' comments, kept by `idm comments`. Those without a `note` are open: drafts show them in the margin.\n\
    # A `note` says what was decided, in words for the reviewer.\n";

/// A comment that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The comment's identifier.
    pub id: String,
    /// What was decided, in words for the reviewer; nothing while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who made the comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What kind of mark it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// What was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// The marked words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub marked: String,
    /// The words before them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What the draft was of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The file that came back.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The page in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// The passage of the draft that it stands at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<MapEntry>,
}

impl Decision {
    /// A comment as `comments.yaml` has it; none without an identifier.
    fn kept(entry: &CommentEntry) -> Option<Self> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let passage = |passage: &PassageEntry| MapEntry {
            name: text(&passage.name),
            record: text(&passage.record),
            key: text(&passage.key),
            file: text(&passage.file),
            lines: match passage.lines.as_slice() {
                [first, last] => (*first, *last),
                _ => (1, 1),
            },
            text: text(&passage.text),
            mark: passage.mark.clone(),
        };
        Some(Self {
            id: entry.id.clone()?,
            note: entry.note.clone().filter(|note| !note.trim().is_empty()),
            author: entry.author.clone(),
            date: entry.date.clone(),
            kind: text(&entry.kind),
            comment: text(&entry.comment),
            marked: text(&entry.marked),
            before: text(&entry.before),
            of: entry.of.clone(),
            file: text(&entry.file),
            page: entry.page,
            passage: entry.passage.as_ref().map(passage),
        })
    }

    fn open(comment: &Comment) -> Self {
        let said = &comment.said;
        Self {
            id: comment.id.clone(),
            note: None,
            author: said.author.clone(),
            // What no reader of dates would know is of no use to anybody.
            date: said.date.clone().filter(|date| is_moment(date)),
            kind: said.kind.clone(),
            comment: said.comment.clone(),
            marked: said.marked.clone(),
            before: said.before.clone(),
            of: said.draft.as_ref().map(|(of, _)| of.clone()),
            file: said.file.clone(),
            page: said.page,
            passage: said.passage.clone(),
        }
    }

    /// The comment, placed in today's texts.
    pub(super) fn comment_in(&self, placing: &Placing) -> Comment {
        Comment { id: self.id.clone(), ..placing.place(self.said()) }
    }

    /// What was said, as far as it is kept.
    pub(super) fn said(&self) -> Said {
        Said {
            file: self.file.clone(),
            draft: self.of.clone().map(|of| (of, None)),
            page: self.page,
            kind: self.kind.clone(),
            before: self.before.clone(),
            marked: self.marked.clone(),
            comment: self.comment.clone(),
            author: self.author.clone(),
            date: self.date.clone(),
            passage: self.passage.clone(),
            ..Said::default()
        }
    }
}

impl Project {
    /// The comments that `comments.yaml` held when the project was last read, by their identifiers. One that cannot be read
    /// is a [finding](Self::findings).
    pub fn decisions(&self) -> BTreeMap<String, Decision> {
        let entries = self.records().map_or(&[][..], |records| records.comments());
        let kept = entries.iter().filter_map(|entry| Decision::kept(&entry.value));
        kept.map(|decision| (decision.id.clone(), decision)).collect()
    }

    /// The comments that are kept, if all of them could be read: what could not would be lost when they are written again.
    pub(super) fn all_decisions(&self) -> Result<BTreeMap<String, Decision>, Error> {
        let Some(wrong) = self.first_error_in(FILE) else { return Ok(self.decisions()) };
        let path = self.folder().map_or(FILE.into(), |folder| folder.join(FILE));
        let at = wrong.location.range.map(|range| format!("in line {}, ", range.start.line)).unwrap_or_default();
        Err(Error::Unfit { path, why: format!("{at}{}", wrong.message) })
    }

    /// Keeps comments in `comments.yaml`, besides those that are kept already. Gives how many were added.
    ///
    /// # Errors
    /// [`Error::Unfit`] if `comments.yaml` has errors, [`Error::NoProject`] if the project lies in no folder, and
    /// [`Error::System`] if it cannot be written.
    pub fn keep(&self, comments: &[Comment]) -> Result<usize, Error> {
        let mut all = self.all_decisions()?;
        let before = all.len();
        for comment in comments {
            all.entry(comment.id.clone()).or_insert_with(|| Decision::open(comment));
        }
        self.write_decisions(&all)?;
        Ok(all.len() - before)
    }

    /// Keeps in `comments.yaml` what was decided of a comment, in place of what was decided of it before.
    ///
    /// # Errors
    /// As for [`Project::keep`].
    pub fn decide(&self, comment: &Comment, note: &str) -> Result<(), Error> {
        let mut all = self.all_decisions()?;
        let kept = all.entry(comment.id.clone()).or_insert_with(|| Decision::open(comment));
        kept.note = Some(note.to_owned());
        self.write_decisions(&all)
    }

    fn write_decisions(&self, all: &BTreeMap<String, Decision>) -> Result<(), Error> {
        let folder = self.folder().ok_or(Error::NoProject)?;
        let path = folder.join(FILE);
        let text = written(all).map_err(|error| Error::Unfit { path: path.clone(), why: error.to_string() })?;
        write_file(&path, text.as_bytes())
    }
}

/// The file that keeps some comments.
fn written(all: &BTreeMap<String, Decision>) -> Result<String, serde_yaml::Error> {
    let list: Vec<&Decision> = all.values().collect();
    let mut list = serde_yaml::to_value(list)?;
    break_lines_alike(&mut list);
    Ok(format!("{HEAD}{}", serde_yaml::to_string(&list)?))
}

/// Makes of every line break in texts the one that means the same to all who read YAML.
fn break_lines_alike(value: &mut Value) {
    match value {
        Value::String(text) => {
            *text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
        }
        Value::Sequence(items) => items.iter_mut().for_each(break_lines_alike),
        Value::Mapping(entries) => entries.values_mut().for_each(break_lines_alike),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use idm_core::files::Files;

    use super::*;
    use crate::Options;

    /// The comments that a project with this `comments.yaml` has, and what is said of the file.
    fn read(text: &str) -> (BTreeMap<String, Decision>, Vec<String>) {
        let publication = "id: book\ntitle: Book\nbook: [{section: themes}]\n";
        let files = Files::memory([("publication.yaml", publication), (FILE, text)]);
        let project = Project::from_files(files, Options::default());
        let all = project.findings();
        let here = all.iter().filter(|found| found.location.file == FILE);
        let said =
            here.map(|found| format!("{:?}: {}", found.location.range.map(|range| range.start.line), found.message));
        (project.decisions(), said.collect())
    }

    #[test]
    fn whatever_reviewers_say_is_read_back_as_it_was_written() {
        let odd = [
            "",
            " ",
            "null",
            "~",
            "yes",
            "1.10",
            "2018-03-02",
            "- a",
            "a: b",
            "title: Water\nstatus: draft",
            "He wrote\nmarked: b\nfile: c",
            "a\n- b\n  c:\n\n d",
            "\n",
            "\na\n\n",
            "a #b",
            "#",
            "# a",
            "{{ whom }}",
            "[a",
            "{",
            "*a*",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "'",
            "\"",
            "“page”",
            "– a",
            "• a\n• b",
            "a\tb",
            "\ta",
            "\u{7}",
            "\u{7f}",
            "\u{a0}a",
            "\u{feff}a",
            "\u{f8ff}",
            "\u{fffd}",
            "\u{202e}a",
            "👍🏽",
            "=======",
            "<<<<<<< a\n=======\n>>>>>>> b",
            "---",
            "...",
            "---\na\n...",
            "|",
            ">-",
            "? a",
            ": a",
            "a:",
            "<<",
            "=",
            "0x1F",
            "a \\ b",
            "\\n",
            "a ",
            " a\n  b",
            "\u{1f}\u{0}",
            "\u{10ffff}",
            "  \n a",
        ];
        let mut all = BTreeMap::new();
        // Each by itself, and each beside many others, in every way.
        let mut turn = 0;
        for number in 0..400 {
            let mut text = || {
                turn += 1;
                let sign = ["", " ", "\n", "\n  "][turn % 4];
                let further = [7, 11].map(|step| odd[turn * step % odd.len()]);
                let parts = [odd[turn % odd.len()]].into_iter().chain(further).take(1 + turn / odd.len() % 3);
                parts.collect::<Vec<_>>().join(sign)
            };
            let id = format!("c{number}");
            let passage = MapEntry {
                name: text(),
                record: text(),
                key: text(),
                file: text(),
                lines: (1, 2),
                text: text(),
                mark: Some(text()),
            };
            let decision = Decision {
                id: id.clone(),
                note: Some(text()).filter(|note| !note.trim().is_empty()),
                author: Some(text()),
                date: None,
                kind: text(),
                comment: text(),
                marked: text(),
                before: text(),
                of: Some(text()),
                file: text(),
                page: Some(3),
                passage: Some(passage).filter(|_| number % 3 > 0),
            };
            all.insert(id, decision);
        }
        let text = written(&all).unwrap();
        let (back, said) = read(&text);
        assert_eq!(said, Vec::<String>::new());
        for (id, decision) in &all {
            assert_eq!(back.get(id), Some(decision));
        }
        assert_eq!(back.len(), all.len());
        // Line breaks are all the same.
        let comment = "a\r\nb\u{2028}c\u{85}d\re\u{2029}".to_owned();
        let one = Decision { id: "a".to_owned(), comment, ..Decision::default() };
        let (back, said) = read(&written(&BTreeMap::from([("a".to_owned(), one)])).unwrap());
        assert_eq!((back["a"].comment.as_str(), said), ("a\nb\nc\nd\ne\n", vec![]));
    }

    #[test]
    fn what_is_gone_may_be_commented_and_what_is_wrong_stands_on_its_line() {
        let sound = "- id: 3k4m7p\n  of: gone\n  date: 2018-03-02T10:00:00Z\n  passage: {name: passage:7kfd, record: panel:gone, \
            key: summary, file: gone/summary.md, lines: [3, 4], text: What is gone.}\n";
        let (kept, said) = read(sound);
        assert_eq!((kept.len(), said), (1, vec![]));
        let passage = kept["3k4m7p"].passage.as_ref().unwrap();
        assert_eq!((passage.lines, passage.text.as_str()), ((3, 4), "What is gone."));
        for (text, expected) in [
            ("- id: a\n  nte: b\n", "Some(2): there is no key `nte` in this record"),
            ("- note: b\n", "Some(1): this comment has no `id`"),
            ("- id: a\n- id: b\n- id: a\n", "Some(3): the comment `a` is listed twice"),
            ("- id: a\n  page: x\n", "Some(2): `page` must be a whole number from 0 up, but is \"x\""),
            ("- id: a\n  page: 0\n", "Some(2): `0` is not a page: the first of a file is 1"),
            (
                "- id: a\n  passage:\n    text: b\n    lines: [4, 3]\n",
                "Some(4): these are no two lines, the first and the last",
            ),
            ("- id: a\n  passage:\n    name: b\n", "Some(3): this passage has no `text`"),
            ("id: a\n", "Some(1): the file must be a list, but is a mapping of keys to values"),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
    }
}
