//! The book as a Typst project: its modules in order, and the files that the templates make of them.

use idm_core::edition::{self, BookPart, Document, Making, Medium, Part, RECORDS_PATH};
use idm_core::model::Publication;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use typst::foundations::Bytes;

use super::template::{AssembleError, Template};
use super::{design, values};
use crate::packages::{MAIN_TEMPLATE, PART_TEMPLATE, Templates};
use crate::published;
use crate::source_map::Module;
use crate::typst_project::{MAIN, TypstProject};

/// The package that a publication is set with.
const PACKAGE: &str = "@idm/publication:0.1.0";

/// A part of the book, as templates read it.
#[derive(Debug, Serialize)]
struct PlacedPart {
    #[serde(flatten)]
    part: Part,
    /// The file that sets it, where there is a template for it. It bears the name of what it sets, not its number: Typst
    /// knows a file by its path, and what has moved is not evaluated again.
    file: String,
}

/// The file that sets a part.
fn file(part: &Part) -> String {
    let name = match part {
        Part::Cover { .. } => "cover",
        Part::Imprint => "imprint",
        Part::Contents => "contents",
        Part::Agenda { .. } => "agenda",
        Part::BackCover { .. } => "back-cover",
        Part::Recommendations { path } => {
            return format!("/parts/{}.typ", path.replacen("themes/", "recommendations/", 1));
        }
        Part::InBrief { path }
        | Part::Lists { path }
        | Part::Abbreviations { path }
        | Part::Chapter { path }
        | Part::Theme { path, .. }
        | Part::Panel { path, .. }
        | Part::Outcomes { path }
        | Part::Matrices { path }
        | Part::Charts { path }
        | Part::Questions { path }
        | Part::People { path }
        | Part::References { path }
        | Part::Index { path }
        | Part::Colophon { path } => path,
        _ => "part",
    };
    format!("/parts/{name}.typ")
}

/// The file of a module, as Typst imports it.
pub(super) fn module_file(name: &str) -> String {
    format!("/content/{name}.typ")
}

/// A part whose modules are named by their files.
pub(super) fn with_files(part: &Part) -> Part {
    let mut part = part.clone();
    part.names(&mut |name| *name = module_file(name));
    part
}

/// Assembles the publication with these parts, to be read in that.
///
/// # Errors
/// If a text is no template, or uses what it is not given.
pub fn assemble(
    publication: &Publication,
    parts: &[BookPart],
    medium: Medium,
    templates: &Templates,
) -> Result<TypstProject, AssembleError> {
    let typesetter = format!("Typst {}", crate::typst_version());
    let labels = templates.labels.clone().of(publication);
    let book = edition::book(publication, parts, &labels, Making { typesetter: &typesetter, medium });
    let mut project = TypstProject::new();
    insert(&mut project, publication, &book, false, "");
    design::insert(&mut project, publication, publication.settings.layout.paper, &labels);
    let attached = published::to_json(publication);
    project.insert(RECORDS_PATH, Bytes::from_string(attached));
    files(&mut project, &book.parts, templates)?;
    Ok(project)
}

/// Adds what a document prints: its modules, each after that text of ours, and its pictures.
pub(super) fn insert(
    project: &mut TypstProject,
    publication: &Publication,
    document: &Document,
    draft: bool,
    before: &str,
) {
    for (name, module) in &document.modules {
        project.insert(module_file(name), values::module(module, draft, before));
    }
    project.set_places(&document.places);
    for (path, span) in &document.pictures {
        if let Some(picture) = publication.pictures.contents.get(path) {
            project.insert_named(path, Bytes::new(picture.to_vec()), *span);
        }
    }
}

/// Adds the main file, and a file for each part if there is a template for them: what stands in files of its own can be
/// evaluated side by side.
fn files(project: &mut TypstProject, parts: &[Part], templates: &Templates) -> Result<(), AssembleError> {
    let placed: Vec<_> = parts.iter().map(|part| PlacedPart { file: file(part), part: with_files(part) }).collect();
    let parts = Value::from(Serde(&placed));
    if !templates.part.is_empty() {
        let template = Template::new(PART_TEMPLATE, &templates.part)?;
        for part in &placed {
            let values = context! { package => PACKAGE, part => Value::from(Serde(part)), parts => parts.clone() };
            project.insert_part(&part.file, Module::from(template.render(values)?));
        }
    }
    let main =
        Template::new(MAIN_TEMPLATE, &templates.main)?.render(context! { package => PACKAGE, parts => parts })?;
    project.insert(MAIN, Module::from(main));
    Ok(())
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
