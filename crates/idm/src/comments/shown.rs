//! The comments that a panel's draft shows: those of `comments.yaml` whose passages stand in it today.

use idm_core::digest::CommentCount;
use idm_core::edition::Response;
use idm_core::model::{Publication, Subject};
use idm_core::remarks::passages;
use idm_core::remarks::placing::Placing;
use idm_render::fonts;

use super::Comment;
use crate::Project;

impl Project {
    /// What was kept of reviewers' comments on what a draft is of, in the order of their passages, those without a place last.
    pub(crate) fn responses(&self, publication: &Publication, subject: Subject) -> Vec<Response> {
        let kept = self.decisions();
        if kept.is_empty() {
            return vec![];
        }
        let today = passages::of_publication(publication);
        // Two panels may have a passage of the same mark.
        let own = passages::of(publication, subject);
        let placing = Placing::new(&today, self.sources());
        let mut shown: Vec<(usize, Response)> = vec![];
        for decision in kept.values() {
            let comment = decision.comment_in(&placing);
            let place = match &comment.spot {
                Some(spot) => {
                    own.iter().position(|passage| (&passage.record, &passage.name) == (&spot.record, &spot.passage))
                }
                None => {
                    comment.said.draft.as_ref().filter(|(of, _)| *of == subject.name(publication)).map(|_| own.len())
                }
            };
            if let Some(place) = place {
                shown.push((place, response(&comment, decision.note.as_deref())));
            }
        }
        shown.sort_by_key(|(place, _)| *place);
        shown.into_iter().map(|(_, response)| response).collect()
    }
}

impl Project {
    /// How many comments on each panel, chapter and on the outcomes are kept; those that have no place last.
    pub(crate) fn comment_counts(&self) -> Vec<CommentCount> {
        let (kept, Some(publication)) = (self.decisions(), self.publication()) else { return vec![] };
        let mut counts = vec![];
        let mut counted = (0, 0);
        for subject in Subject::all(publication) {
            let own = self.responses(publication, subject);
            let decided = own.iter().filter(|response| response.note.is_some()).count();
            counted = (counted.0 + own.len(), counted.1 + decided);
            if !own.is_empty() {
                let of = Some(subject.name(publication).to_owned());
                counts.push(CommentCount { of, open: own.len() - decided, decided });
            }
        }
        let decided = kept.values().filter(|decision| decision.note.is_some()).count();
        let others = kept.len().saturating_sub(counted.0);
        if others > 0 {
            let decided = decided.saturating_sub(counted.1);
            counts.push(CommentCount { of: None, open: others.saturating_sub(decided), decided });
        }
        counts
    }
}

fn response(comment: &Comment, note: Option<&str>) -> Response {
    let said = &comment.said;
    let day = said.date.as_deref().and_then(|date| date.get(..10));
    let by: Vec<&str> = [said.author.as_deref(), day].into_iter().flatten().collect();
    let marked = if said.marked.is_empty() { String::new() } else { format!("“{}”", said.marked) };
    let words = match (said.kind.as_str(), said.comment.as_str()) {
        ("strike", "") => format!("{marked}: –"),
        ("replacement", new) => format!("{marked} → {new}"),
        (_, "") if marked.is_empty() => said.kind.clone(),
        (_, "") => marked,
        (_, words) if marked.is_empty() => words.to_owned(),
        (_, words) => format!("{marked}: {words}"),
    };
    Response {
        id: comment.id.clone(),
        passage: comment.spot.as_ref().map(|spot| spot.passage.clone()),
        by: printable(&by.join(", ")),
        said: printable(&words),
        note: note.map(printable),
    }
}

/// What reviewers' programs write need not be in letters that a font has: such are shown by a question mark, since nobody can mend
/// them in the inputs.
fn printable(text: &str) -> String {
    let mut printable = String::new();
    for character in text.chars() {
        let is_odd = character.is_control() || !fonts::shows(character.encode_utf8(&mut [0; 4]));
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
            let comment = Comment { id: "x".to_owned(), said, spot: None };
            response(&comment, Some("kept\n\nas it is"))
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
}
