//! The book as a Typst project: its modules in order, and the main file that the template's own text makes of them.

use idm_core::model::{Part, Publication};
use idm_core::pictures::Pictures;
use idm_core::published;
use idm_core::schema::SectionKind;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use typst::foundations::Bytes;

use super::apparatus;
use super::main_file::{AssembleError, render};
use super::{records, theme};
use crate::project::{MAIN, Project};
use crate::source_map::Module;

/// The package that a publication is set with.
const PACKAGE: &str = "@idm/publication:0.1.0";

/// A place in the order of the book, as `main.typ.jinja` reads it.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum BookPart {
    Cover,
    HalfTitle,
    Imprint,
    Contents,
    Lists { path: String },
    Abbreviations { path: String },
    Chapter { path: String },
    Theme { path: String, panels: Vec<String> },
    Outcomes { path: String },
    Matrices { path: String },
    Charts { path: String },
    Questions { path: String },
    Agenda { workshops: Vec<String> },
    People { path: String },
    References { path: String },
    Index { path: String },
    Colophon { path: String },
    BackCover,
}

/// Assembles the publication. `main` is the text of the template's `main.typ.jinja`.
///
/// # Errors
/// If that text is no template, or uses what it is not given.
pub fn assemble(publication: &Publication, pictures: &Pictures, main: &str) -> Result<Project, AssembleError> {
    let mut project = Project::new();
    let mut parts = vec![BookPart::Cover, BookPart::HalfTitle, BookPart::Imprint];
    for part in &publication.book {
        match *part {
            Part::Chapter(at) => {
                let chapter = &publication.chapters[at];
                let path = format!("content/chapters/{}.typ", chapter.id);
                let path = insert(&mut project, &path, records::chapter(publication, chapter));
                parts.push(BookPart::Chapter { path });
            }
            Part::Section(kind) => section(&mut project, publication, kind, &mut parts),
        }
    }
    parts.push(BookPart::BackCover);
    theme::insert(&mut project, publication);
    project.insert("content/publication.typ", records::publication(publication));
    for (span, path) in &publication.images {
        if let Some(picture) = pictures.get(path) {
            project.insert_named(path, Bytes::new(picture.to_vec()), *span);
        }
    }
    let attached = published::to_json(publication);
    project.insert(records::RECORDS_PATH, Bytes::from_string(attached));
    let values = context! { package => PACKAGE, parts => Value::from(Serde(&parts)) };
    project.insert(MAIN, Module::from(render(main, values)?));
    Ok(project)
}

fn section(project: &mut Project, publication: &Publication, kind: SectionKind, parts: &mut Vec<BookPart>) {
    match kind {
        SectionKind::Contents => parts.push(BookPart::Contents),
        SectionKind::Lists => {
            if let Some(module) = apparatus::lists(publication) {
                let path = insert(project, "content/lists.typ", module);
                parts.push(BookPart::Lists { path });
            }
        }
        SectionKind::Abbreviations if !publication.acronyms.iter().any(|acronym| acronym.used) => {}
        SectionKind::Abbreviations => {
            let path = insert(project, "content/abbreviations.typ", records::abbreviations(publication));
            parts.push(BookPart::Abbreviations { path });
        }
        SectionKind::Themes => {
            for (at, theme) in publication.themes.iter().enumerate() {
                let panels = theme.panels.iter().filter(|place| place.printed).map(|place| {
                    let id = &publication.panel((place.workshop, place.panel)).id;
                    let module = records::panel(publication, place.workshop, place.panel);
                    insert(project, &format!("content/panels/{id}.typ"), module)
                });
                let panels = panels.collect();
                let path = format!("content/themes/{}.typ", theme.id);
                let path = insert(project, &path, records::theme(publication, at));
                parts.push(BookPart::Theme { path, panels });
            }
        }
        SectionKind::Outcomes if publication.outcomes.is_empty() => {}
        SectionKind::Outcomes => {
            let path = insert(project, "content/outcomes.typ", records::outcomes(publication));
            parts.push(BookPart::Outcomes { path });
        }
        SectionKind::Matrices if publication.exhibits(kind).is_empty() => {}
        SectionKind::Matrices => {
            let path = insert(project, "content/matrices.typ", apparatus::matrices(publication));
            parts.push(BookPart::Matrices { path });
        }
        SectionKind::Charts if publication.exhibits(kind).is_empty() => {}
        SectionKind::Charts => {
            let path = insert(project, "content/charts.typ", apparatus::charts(publication));
            parts.push(BookPart::Charts { path });
        }
        SectionKind::Questions => {
            if let Some(module) = apparatus::questions(publication) {
                let path = insert(project, "content/questions.typ", module);
                parts.push(BookPart::Questions { path });
            }
        }
        SectionKind::Agenda if publication.workshops.is_empty() => {}
        SectionKind::Agenda => {
            let workshops = (0..publication.workshops.len()).map(|at| {
                let path = format!("content/workshops/{}.typ", publication.workshops[at].id);
                insert(project, &path, records::workshop(publication, at))
            });
            let workshops = workshops.collect();
            parts.push(BookPart::Agenda { workshops });
        }
        SectionKind::People if publication.people.is_empty() => {}
        SectionKind::People => {
            let path = insert(project, "content/people.typ", records::people(publication));
            parts.push(BookPart::People { path });
        }
        SectionKind::References if publication.bibliography.entries.is_empty() => {}
        SectionKind::References => {
            let path = insert(project, "content/references.typ", records::references(publication));
            parts.push(BookPart::References { path });
        }
        SectionKind::Index => {
            if let Some(module) = apparatus::index_entries(publication) {
                let path = insert(project, "content/index.typ", module);
                parts.push(BookPart::Index { path });
            }
        }
        SectionKind::Colophon => {
            let path = insert(project, "content/colophon.typ", apparatus::colophon(publication));
            parts.push(BookPart::Colophon { path });
        }
    }
}

/// Adds a module and returns its path as Typst imports it.
fn insert(project: &mut Project, path: &str, module: Module) -> String {
    project.insert(path, module);
    format!("/{path}")
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
