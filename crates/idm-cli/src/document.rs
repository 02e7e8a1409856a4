//! The documents of a publication, ready to be typeset.

use idm_core::diagnostic::Place;
use idm_core::manifest;
use idm_core::model::{PanelPlace, PartialDate, Publication};
use idm_core::pictures::Pictures;
use idm_render::emit::{Against, BookPages, Draft, assemble, assemble_draft};
use idm_render::export::{ExportSettings, Standards};
use idm_render::packages::Packages;
use idm_render::world::{IdmWorld, Settings};

use crate::earlier;
use crate::failure::Failure;

/// The folder of drafts below that of all outputs.
pub const DRAFTS: &str = "drafts";

/// A document with everything that it is made of.
pub struct Document {
    /// What timings call it.
    pub name: String,
    /// The path in the folder of outputs.
    pub path: String,
    /// What Typst sees.
    pub world: IdmWorld,
    /// How it becomes a file.
    pub export: ExportSettings,
}

/// What all documents of a run are made of.
pub struct Making<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// The pictures.
    pub pictures: &'a Pictures,
    /// The standards that the PDFs are to meet.
    pub standards: &'a Standards,
    /// The templates.
    pub packages: &'a Packages,
    /// The time that was asked for.
    pub timestamp: Option<i64>,
    /// The folders of panels with errors.
    pub unsettled: &'a [String],
}

/// What a draft shows beside the panel's records.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The pages of the book.
    pub book: Option<&'a BookPages>,
    /// The state that it is compared with.
    pub against: Option<Against<'a>>,
}

impl Making<'_> {
    /// The book.
    pub fn publication(&self) -> Result<Document, Failure> {
        let name = self.publication.id.clone();
        let project = assemble(self.publication, self.pictures, &self.packages.templates("publication"))?;
        let export = ExportSettings {
            standards: self.standards.clone(),
            ident: name.clone(),
            timestamp: self.timestamp.unwrap_or_else(|| cover_date(self.publication)),
        };
        let whole = Place::File("publication.yaml".to_owned());
        let settings = Settings { timestamp: export.timestamp, packages: self.packages.clone(), whole };
        Ok(Document { path: format!("{name}.pdf"), name, world: IdmWorld::new(project, settings), export })
    }

    /// The draft of a panel.
    pub fn draft(&self, at: PanelPlace, state: &manifest::State, beside: Beside) -> Result<Document, Failure> {
        let publication = self.publication;
        let panel = publication.panel(at);
        // A copy that shows changes is another document, and leaves the plain one in its place.
        let since = beside.against.map(|against| format!("-since-{}", file_part(against.name))).unwrap_or_default();
        let name = format!("{}-{}-{}-{}{since}", publication.id, panel.id, publication.language.code(), state.name);
        let time = self.timestamp.or(state.time);
        let draft = Draft {
            name: name.clone(),
            date: time.and_then(earlier::date),
            revision: Some(state.name.clone()),
            unsettled: self.unsettled.iter().filter(|folder| **folder != panel.folder).cloned().collect(),
            book: beside.book,
            against: beside.against,
        };
        let project = assemble_draft(publication, self.pictures, at, &draft, &self.packages.templates("draft").main)?;
        let export = ExportSettings {
            standards: self.standards.clone(),
            ident: format!("{}-{}-draft", publication.id, panel.id),
            timestamp: time.unwrap_or_else(|| cover_date(publication)),
        };
        let whole = Place::File(format!("{}/panel.yaml", panel.folder));
        let settings = Settings { timestamp: export.timestamp, packages: self.packages.clone(), whole };
        let path = format!("{DRAFTS}/{name}.pdf");
        Ok(Document { name: panel.id.clone(), path, world: IdmWorld::new(project, settings), export })
    }
}

/// A name as part of a file's name: whatever could mean something to a file system or a shell becomes a hyphen.
fn file_part(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._".contains(character);
    let parts = name.split(|character| !is_plain(character)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The time that counts as now unless another is asked for: the day on the cover. Never the clock: the same inputs give
/// the same bytes.
fn cover_date(publication: &Publication) -> i64 {
    publication.date.and_then(midnight).unwrap_or(0)
}

/// The first second of a day, of a month's first day or of a year's, in UTC.
fn midnight(date: PartialDate) -> Option<i64> {
    let month = date.month.unwrap_or(1).try_into().ok()?;
    let day = idm_core::model::Date::from_calendar_date(date.year, month, date.day.unwrap_or(1)).ok()?;
    Some(day.midnight().assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_states_become_parts_of_file_names() {
        assert_eq!(file_part("HEAD~3 (26f398be24)"), "HEAD-3-26f398be24");
        assert_eq!(file_part("../v1.2"), "..-v1.2");
    }
}
