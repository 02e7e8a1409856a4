//! The comments that drafts show: those of `comments.yaml`, each in what its passage stands in today.

use std::collections::BTreeMap;

use idm_core::digest::CommentCount;
use idm_core::edition::Response;
use idm_core::model::{Publication, Subject};
use idm_core::remarks::passages;
use idm_core::remarks::placing::Placing;
use idm_core::words::Words;
use idm_render::fonts::Fonts;

use super::today::is_on_edition;
use super::{Comment, report};
use crate::Project;

/// What was kept of reviewers' comments, each in one place.
#[derive(Debug, Default)]
pub(crate) struct Responses {
    /// By what their drafts are of, in the order of the book.
    of: Vec<(Subject, Own)>,
    /// Those on what no draft shows.
    others: Vec<Response>,
}

/// The comments on one subject.
#[derive(Debug, Default)]
struct Own {
    /// In the order of their passages, those without a place last.
    shown: Vec<Response>,
    /// On the texts of other editions, which drafts of this one do not hold.
    elsewhere: Vec<Response>,
}

impl Responses {
    /// What was kept of the comments on that.
    pub(crate) fn on(&self, subject: Subject) -> &[Response] {
        self.of.iter().find(|(of, _)| *of == subject).map_or(&[], |(_, own)| &own.shown)
    }

    /// How many there are on each subject of review copies; those that have no place last.
    fn counts(&self, publication: &Publication) -> Vec<CommentCount> {
        let of = self.of.iter().map(|(subject, own)| {
            (Some(subject.name(publication).to_owned()), own.shown.iter().chain(&own.elsewhere).collect::<Vec<_>>())
        });
        let all = of.chain([(None, self.others.iter().collect())]).filter(|(_, own)| !own.is_empty());
        let count = |(of, own): (Option<String>, Vec<&Response>)| {
            let (decided, open): (Vec<&Response>, Vec<&Response>) =
                own.into_iter().partition(|response| response.note.is_some());
            CommentCount { of, open: open.len(), decided: decided.len() }
        };
        all.map(count).collect()
    }
}

impl Project {
    /// What was kept of reviewers' comments. Every comment on the texts of this edition is placed, which takes its time: it is asked
    /// for once for all drafts.
    pub(crate) fn responses(&self, publication: &Publication) -> Responses {
        let kept = self.decisions();
        if kept.is_empty() {
            return Responses::default();
        }
        let subjects = Subject::all(publication);
        // Two copies may have a passage of the same mark.
        let mut passages_of = BTreeMap::new();
        // Of several of one name, the first is meant, as where a draft is asked for.
        let mut named = BTreeMap::new();
        for (at, subject) in subjects.iter().enumerate() {
            let own = passages::of(publication, *subject);
            named.entry(subject.name(publication)).or_insert((at, own.len()));
            for (place, passage) in own.into_iter().enumerate() {
                passages_of.entry((passage.record, passage.name)).or_insert((at, place));
            }
        }
        let today = passages::of_publication(publication);
        let placing = Placing::new(&today, self.sources());
        let words = self.words();
        let mut shown: Vec<Vec<(usize, Response)>> = subjects.iter().map(|_| vec![]).collect();
        let mut elsewhere: Vec<Vec<Response>> = subjects.iter().map(|_| vec![]).collect();
        let mut others = vec![];
        for decision in kept.values() {
            let comment = decision.comment_in(&placing);
            if !is_on_edition(publication, &comment) {
                let response = response(&comment, decision.note.as_deref(), &words, self.fonts());
                let of = decision.of.as_ref().and_then(|of| named.get(of.as_str()));
                of.and_then(|(at, _)| elsewhere.get_mut(*at)).unwrap_or(&mut others).push(response);
                continue;
            }
            let place = match &comment.spot {
                Some(spot) => passages_of.get(&(spot.record.clone(), spot.passage.clone())),
                None => comment.said.draft.as_ref().and_then(|(of, _)| named.get(of.as_str())),
            };
            let response = response(&comment, decision.note.as_deref(), &words, self.fonts());
            match place.and_then(|(at, place)| Some((shown.get_mut(*at)?, *place))) {
                Some((own, place)) => own.push((place, response)),
                None => others.push(response),
            }
        }
        let in_order = |mut own: Vec<(usize, Response)>| {
            own.sort_by_key(|(place, _)| *place);
            own.into_iter().map(|(_, response)| response).collect()
        };
        let own = shown.into_iter().map(in_order).zip(elsewhere);
        let own = own.map(|(shown, elsewhere)| Own { shown, elsewhere });
        Responses { of: subjects.into_iter().zip(own).collect(), others }
    }

    /// How many comments on each subject of review copies are kept; those that have no place last.
    pub(crate) fn comment_counts(&self) -> Vec<CommentCount> {
        self.publication().map_or_else(Vec::new, |publication| self.responses(publication).counts(publication))
    }
}

fn response(comment: &Comment, note: Option<&str>, words: &Words, fonts: &Fonts) -> Response {
    let said = &comment.said;
    let day = said.date.as_deref().and_then(|date| date.get(..10));
    let by: Vec<&str> = [said.author.as_deref(), day].into_iter().flatten().collect();
    let mark = |key, known| words.get(key).unwrap_or(known);
    let marked = match said.marked.as_str() {
        "" => String::new(),
        marked => format!("{}{marked}{}", mark("mark.open", "“"), mark("mark.close", "”")),
    };
    let colon = mark("mark.colon", ": ");
    let said = match (said.kind.as_str(), said.comment.as_str()) {
        ("strike", "") => format!("{marked}{colon}–"),
        ("replacement", new) => format!("{marked} → {new}"),
        (_, "") if marked.is_empty() => report::kind(words, &said.kind),
        (_, "") => marked,
        (_, comment) if marked.is_empty() => comment.to_owned(),
        (_, comment) => format!("{marked}{colon}{comment}"),
    };
    Response {
        id: comment.id.clone(),
        passage: comment.spot.as_ref().map(|spot| spot.passage.clone()),
        by: printable(&by.join(", "), fonts),
        said: printable(&said, fonts),
        note: note.map(|note| printable(note, fonts)),
    }
}

/// What reviewers' programs write need not be in letters that a font has: such are shown by a question mark, since nobody can mend
/// them in the inputs.
fn printable(text: &str, fonts: &Fonts) -> String {
    let mut printable = String::new();
    for character in text.chars() {
        let is_odd = character.is_control() || !fonts.shows(character.encode_utf8(&mut [0; 4]));
        match character {
            '\n' | '\t' | '\r' => printable.push(' '),
            _ if is_odd || ('\u{e000}'..='\u{f8ff}').contains(&character) => printable.push('?'),
            _ => printable.push(character),
        }
    }
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use idm_core::remarks::remark::Said;

    #[test]
    fn what_was_said_is_told_in_a_line_of_letters_that_can_be_printed() {
        let said = |kind: &str, marked: &str, comment: &str| {
            let (kind, marked, comment) = (kind.to_owned(), marked.to_owned(), comment.to_owned());
            let said = Said { kind, marked, comment, date: Some("2018-03-02T10:00:00Z".to_owned()), ..Said::default() };
            let comment = Comment { id: "x".to_owned(), said, language: None, spot: None };
            response(&comment, Some("kept\n\nas it is"), &Words::default(), &Fonts::bundled())
        };
        assert_eq!(said("highlight", "the law", "Which\none?").said, "“the law”: Which one?");
        assert_eq!(said("replacement", "the law", "a law").said, "“the law” → a law");
        assert_eq!(said("note", "", "\u{7}\u{f8ff}a").said, "??a");
        assert_eq!(said("note", "", "").said, "note");
        assert_eq!(
            (said("note", "", "").by.as_str(), said("note", "", "").note.as_deref()),
            ("2018-03-02", Some("kept as it is"))
        );
    }

    #[test]
    fn every_comment_that_is_kept_is_counted_once() {
        let folder = tempfile::tempdir().unwrap();
        let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/base");
        copy(&base, folder.path());
        let today = Project::open(folder.path()).unwrap();
        let publication = today.publication().unwrap();
        let mut kept = vec![];
        let mut keep = |of: &str, note: &str, passage: Option<&passages::Passage>| {
            let id = format!("c{}", kept.len());
            let note = if note.is_empty() { String::new() } else { format!(", note: {note}") };
            let passage = passage.map_or_else(String::new, |passage| {
                let entry = serde_json::json!({
                    "name": passage.name, "record": passage.record, "key": passage.key, "mark": passage.mark,
                    "file": "", "lines": [1, 1], "text": passage.text,
                });
                format!(", passage: {entry}")
            });
            kept.push(format!("- {{ id: {id}, kind: note, comment: Why?, of: {of}{note}{passage} }}\n"));
        };
        let subjects = Subject::all(publication);
        for subject in &subjects {
            for passage in passages::of(publication, *subject) {
                keep(subject.name(publication), "", Some(&passage));
                keep("elsewhere", "Mended.", Some(&passage));
            }
            keep(subject.name(publication), "Mended.", None);
        }
        keep("nowhere", "", None);
        keep("nowhere", "Mended.", None);
        std::fs::write(folder.path().join("comments.yaml"), kept.concat()).unwrap();

        let project = Project::open(folder.path()).unwrap();
        let responses = project.responses(publication);
        for subject in &subjects {
            let passages = passages::of(publication, *subject);
            let names: Vec<Option<&str>> =
                passages.iter().flat_map(|passage| [Some(passage.name.as_str()); 2]).chain([None]).collect();
            let own = responses.on(*subject).iter().map(|response| response.passage.as_deref());
            assert_eq!(own.collect::<Vec<_>>(), names, "{}", subject.name(publication));
        }
        let counts = project.comment_counts();
        let total: usize = counts.iter().map(|count| count.open + count.decided).sum();
        assert_eq!((counts.len(), total), (subjects.len() + 1, kept.len()));
        for (subject, count) in subjects.iter().zip(&counts) {
            let all = passages::of(publication, *subject).len();
            let name = Some(subject.name(publication));
            assert_eq!((count.of.as_deref(), count.open, count.decided), (name, all, all + 1));
        }
        let others = counts.last().unwrap();
        assert_eq!((&others.of, others.open, others.decided), (&None, 1, 1));
    }

    fn copy(from: &std::path::Path, to: &std::path::Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
    }
}
