//! Today's texts in the languages that remarks are about: what was said of a translation stands in the translation's files.

use idm_core::model::{Language, Publication};
use idm_core::remarks::map::MapEntry;
use idm_core::remarks::passages::{self, Passage};
use idm_core::remarks::placing::Placing;
use idm_core::translation;

use super::Comment;
use crate::{Error, Project};

/// The language of a file; none for that of the texts. A draft of a translation holds passages of both, since what is not
/// translated stands there as the source has it.
fn language_of(publication: &Publication, file: &str) -> Option<Language> {
    let (_, language) = translation::source_of(file, &publication.languages)?;
    Some(language).filter(|language| *language != publication.source_language)
}

/// A passage of a draft as its file has it: before what is not translated, a draft of a translation names the language of the texts.
pub(super) fn as_written(publication: &Publication, passage: &mut MapEntry) {
    let mark = format!("[{}] ", publication.source_language.code());
    if language_of(publication, &passage.file).is_none()
        && let Some(text) = passage.text.strip_prefix(&mark)
    {
        passage.text = text.to_owned();
    }
}

/// Whether a comment that was placed among the passages of an edition is about words that are printed there: not if it was made on
/// those of another language, and only found at what stands in their place.
pub(super) fn is_on_edition(edition: &Publication, comment: &Comment) -> bool {
    let Some(passage) = &comment.said.passage else { return true };
    let then = language_of(edition, &passage.file);
    match &comment.spot {
        Some(spot) => language_of(edition, &spot.file) == then,
        None => then.unwrap_or(edition.source_language) == edition.language,
    }
}

/// The editions whose texts some remarks are about.
pub(super) struct Editions<'p> {
    here: &'p Project,
    /// Those that were read beside the project.
    others: Vec<Project>,
    /// The languages, that of the texts first, each with its passages.
    passages: Vec<(Option<Language>, Vec<Passage>)>,
}

impl<'p> Editions<'p> {
    /// The editions in which passages of drafts were written.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs could be understood in one of the languages.
    pub(super) fn of<'e>(here: &'p Project, said: impl IntoIterator<Item = &'e MapEntry>) -> Result<Self, Error> {
        let publication = here.publication().ok_or(Error::Inputs)?;
        // What stands at no passage is placed nowhere, whatever the language.
        let mut languages = vec![None];
        for language in said.into_iter().map(|passage| language_of(publication, &passage.file)) {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        let others: Vec<Project> = languages.iter().filter_map(|&language| here.other_edition(language)).collect();
        let mut editions = Self { here, others, passages: vec![] };
        for language in languages {
            let publication = editions.in_language(language).publication().ok_or(Error::Inputs)?;
            let passages = passages::of_publication(publication);
            editions.passages.push((language, passages));
        }
        Ok(editions)
    }

    /// The edition in a language, as far as it was asked for.
    fn in_language(&self, language: Option<Language>) -> &Project {
        let found = self.others.iter().find(|other| other.inputs().edition.language == language);
        found.unwrap_or(self.here)
    }

    /// The passages of today, in the order of the languages and in each in that of the publication.
    pub(super) fn passages(&self) -> impl Iterator<Item = (Option<Language>, &Passage)> {
        self.passages.iter().flat_map(|(language, own)| own.iter().map(|passage| (*language, passage)))
    }

    /// Where the passages of drafts stand among those of their language.
    pub(super) fn places(&self) -> Places<'_> {
        let of = self.passages.iter().map(|(language, own)| {
            let placing = Placing::new(own, self.in_language(*language).sources());
            (*language, placing)
        });
        Places { publication: self.here.publication(), of: of.collect() }
    }
}

/// The passages of each language, to place remarks among them.
pub(super) struct Places<'e> {
    publication: Option<&'e Publication>,
    of: Vec<(Option<Language>, Placing<'e>)>,
}

impl Places<'_> {
    /// The comment that comes of a remark, which `place` makes, at what its passage is in the language in which it was written.
    pub(super) fn comment(
        &self,
        passage: Option<&MapEntry>,
        place: impl FnOnce(&Placing) -> Comment,
    ) -> Option<Comment> {
        let language =
            passage.zip(self.publication).and_then(|(passage, publication)| language_of(publication, &passage.file));
        let (_, placing) = self.of.iter().find(|(own, _)| *own == language)?;
        Some(Comment { language, ..place(placing) })
    }
}
