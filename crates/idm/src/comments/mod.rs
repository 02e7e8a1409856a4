//! The reviewers' way back: remarks in files that came back, placed in today's texts; what was decided of them; and
//! changes that they ask for, made.

mod applying;
mod decisions;
mod pdf;
mod report;
mod shown;
mod today;
mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use idm_core::authors::Authors;
use idm_core::model::Language;
use idm_core::remarks::passages::Passage;
use idm_core::remarks::remark::Said;
use idm_core::remarks::words::{likeness, plain_words};
use idm_render::pdf::MAX_PDF_BYTES;

pub use applying::Applied;
pub use decisions::Decision;
pub use idm_core::remarks::remark::{Answer, Comment, Since, Spot};
pub(crate) use shown::Responses;

use today::{Editions, as_written};

use crate::{Error, Project, reading};

/// Remarks, placed in the texts of a project and sorted by place; those that have none come last.
#[derive(Debug, Clone, PartialEq)]
pub struct Comments {
    /// The remarks.
    pub list: Vec<Comment>,
    /// What was decided, by the identifiers of remarks of which something was.
    pub decided: BTreeMap<String, Decision>,
    /// Who gave the passages their words, if anybody has asked.
    pub authors: Authors,
}

impl Project {
    /// Reads the remarks in files that came back from reviewers: annotated PDFs and Word drafts. Without files, those that are kept in
    /// `comments.yaml`. What was said of a translation is placed in the translation's files, whatever edition this is.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs could be understood, [`Error::Unfit`] if a file cannot be read as what
    /// it is, or if `comments.yaml` is to be listed and has errors, [`Error::System`] if it cannot be read at all.
    pub fn comments(&self, files: &[PathBuf]) -> Result<Comments, Error> {
        let publication = self.publication().ok_or(Error::Inputs)?;
        let said: Vec<Vec<Said>> = files.iter().map(|file| said(file)).collect::<Result<_, _>>()?;
        let mut said: Vec<Said> = said.into_iter().flatten().collect();
        for passage in said.iter_mut().filter_map(|said| said.passage.as_mut()) {
            as_written(publication, passage);
        }
        let mut seen = BTreeSet::new();
        let mut decisions = if files.is_empty() { self.all_decisions()? } else { self.decisions() };
        let kept: Vec<&Decision> = if files.is_empty() { decisions.values().collect() } else { vec![] };
        let passages = kept.iter().map(|decision| &decision.passage).chain(said.iter().map(|said| &said.passage));
        let editions = Editions::of(self, passages.flatten())?;
        let places = editions.places();
        let kept = kept
            .iter()
            .filter_map(|decision| places.comment(decision.passage.as_ref(), |placing| decision.comment_in(placing)));
        let said = said.into_iter().filter_map(|said| {
            let passage = said.passage.clone();
            places.comment(passage.as_ref(), |placing| placing.place(said))
        });
        let placed: Vec<Comment> = kept.chain(said).collect();
        // A reviewer's file may be handed in twice, or hold another's remarks, too.
        let mut list: Vec<Comment> = placed.into_iter().filter(|remark| seen.insert(remark.id.clone())).collect();
        let key = |language: Option<Language>, record: &str, name: &str| {
            (language.map(Language::code), record.to_owned(), name.to_owned())
        };
        let mut order = BTreeMap::new();
        for (at, (language, Passage { record, name, .. })) in editions.passages().enumerate() {
            order.entry(key(language, record, name)).or_insert(at);
        }
        list.sort_by_cached_key(|remark| {
            let (said, spot) = (&remark.said, remark.spot.as_ref());
            let at = spot.and_then(|spot| order.get(&key(remark.language, &spot.record, &spot.passage))).copied();
            let place = (at.unwrap_or(usize::MAX), spot.map(|spot| spot.line));
            // Without a place in the texts there is that in the file.
            let page = if spot.is_none() { (said.file.clone(), said.page) } else { (String::new(), None) };
            (
                place,
                page,
                said.marked.clone(),
                said.comment.clone(),
                said.date.clone(),
                said.author.clone(),
                said.file.clone(),
            )
        });
        decisions.retain(|_, decision| decision.note.is_some());
        Ok(Comments { list: beside_each_other(list), decided: decisions, authors: Authors::default() })
    }
}

/// How much two comments on a passage have in common if they say the same, of all their pairs of neighbouring words.
const SAME: f64 = 0.5;
/// How many comments on a passage are compared with a further one.
const COMPARED: usize = 200;

/// The same remarks in their order, but those on one passage that say the same beside each other.
fn beside_each_other(list: Vec<Comment>) -> Vec<Comment> {
    let place = |remark: &Comment| {
        let spot = remark.spot.as_ref();
        spot.map(|spot| (remark.language.map(Language::code), spot.record.clone(), spot.passage.clone()))
    };
    let mut groups: Vec<Vec<Comment>> = vec![];
    // Of the first ones on the present passage: what they say, and in which group they are.
    let mut compared: Vec<(Vec<String>, usize)> = vec![];
    let mut present = None;
    for remark in list {
        let here = place(&remark);
        if here.is_none() || here != present {
            compared.clear();
            present = here;
        }
        let said = if remark.said.comment.trim().is_empty() { &remark.said.marked } else { &remark.said.comment };
        let said = plain_words(said);
        let same = compared.iter().filter(|_| !said.is_empty()).find(|(other, _)| likeness(other, &said) >= SAME);
        let at = same.map_or(groups.len(), |(_, at)| *at);
        match groups.get_mut(at) {
            Some(group) => group.push(remark),
            None => groups.push(vec![remark]),
        }
        if compared.len() < COMPARED {
            compared.push((said, at));
        }
    }
    groups.into_iter().flatten().collect()
}

/// What was said in a file, whatever kind of file it is.
fn said(path: &Path) -> Result<Vec<Said>, Error> {
    let unfit = |why: String| Error::Unfit { path: path.to_owned(), why };
    let bytes = reading::bytes(path, MAX_PDF_BYTES).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::FileTooLarge => unfit(error.to_string()),
        _ => Error::system("read", path)(error),
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // A Word file is a zip; what is neither is told as a PDF would be.
    let is_word = bytes.starts_with(b"PK") || name.to_lowercase().ends_with(".docx");
    if is_word { word::said(&name, &bytes) } else { pdf::said(&name, &bytes) }.map_err(unfit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(passage: &str, marked: &str, comment: &str) -> Comment {
        let said = Said { marked: marked.to_owned(), comment: comment.to_owned(), ..Said::default() };
        let spot = Spot {
            passage: passage.to_owned(),
            record: "panel:a".to_owned(),
            key: "summary".to_owned(),
            file: "summary.md".to_owned(),
            line: 1,
            since: Since::Unchanged,
        };
        Comment { id: String::new(), said, language: None, spot: Some(spot).filter(|_| !passage.is_empty()) }
    }

    fn order(list: Vec<Comment>) -> Vec<String> {
        beside_each_other(list).into_iter().map(|remark| remark.said.comment + &remark.said.marked).collect()
    }

    #[test]
    fn what_several_say_of_a_passage_stands_beside_each_other() {
        let list = vec![
            remark("one", "", "Which country is meant?"),
            remark("one", "", "Too long."),
            remark("one", "", "which country is it?"),
            remark("one", "the law", ""),
            remark("one", "", "Too long"),
            remark("one", "the law", ""),
            remark("two", "", "Which country is meant?"),
            remark("", "", "Too long."),
            remark("", "", "Which country?"),
            remark("", "", "Too long."),
        ];
        let expected = [
            "Which country is meant?",
            "which country is it?",
            "Too long.",
            "Too long",
            "the law",
            "the law",
            "Which country is meant?",
            "Too long.",
            "Which country?",
            "Too long.",
        ];
        assert_eq!(order(list), expected);
    }

    #[test]
    fn many_on_one_passage_keep_their_order_and_none_is_lost() {
        let list: Vec<Comment> = (0..2 * COMPARED).map(|at| remark("one", "", &format!("Word{at}"))).collect();
        let again = [remark("one", "", "Word3"), remark("one", "", "Word1")];
        let mut expected: Vec<String> = list.iter().map(|remark| remark.said.comment.clone()).collect();
        expected.insert(4, "Word3".to_owned());
        expected.insert(2, "Word1".to_owned());
        assert_eq!(order(list.into_iter().chain(again).collect()), expected);
    }
}
