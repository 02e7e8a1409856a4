//! The book as a Typst project: its modules in order, and the files that the templates make of them.

use idm_core::model::{Part, Publication};
use idm_core::pictures::Pictures;
use idm_core::published;
use idm_core::schema::SectionKind;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use typst::foundations::Bytes;

use super::apparatus;
use super::template::{AssembleError, Template};
use super::{records, theme};
use crate::packages::{MAIN_TEMPLATE, PART_TEMPLATE, Templates};
use crate::project::{MAIN, Project};
use crate::source_map::Module;

/// The package that a publication is set with.
const PACKAGE: &str = "@idm/publication:0.1.0";

/// A part of the book, as templates read it.
#[derive(Debug, Serialize)]
struct PlacedPart {
    #[serde(flatten)]
    part: BookPart,
    /// The file that sets it, where there is a template for it. It bears the name of what it sets, not its number: Typst
    /// knows a file by its path, and what has moved is not evaluated again.
    file: String,
}

/// What a part is. Paths are those of modules.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum BookPart {
    Cover,
    HalfTitle,
    Imprint,
    Contents,
    Lists {
        path: String,
    },
    Abbreviations {
        path: String,
    },
    Chapter {
        path: String,
    },
    /// The opening of a theme. Its panels and its recommendations are the parts that follow.
    Theme {
        path: String,
        panels: Vec<String>,
    },
    Panel {
        path: String,
        theme: String,
    },
    Recommendations {
        path: String,
    },
    Outcomes {
        path: String,
    },
    Matrices {
        path: String,
    },
    Charts {
        path: String,
    },
    Questions {
        path: String,
    },
    Agenda {
        workshops: Vec<String>,
    },
    People {
        path: String,
    },
    References {
        path: String,
    },
    Index {
        path: String,
    },
    Colophon {
        path: String,
    },
    BackCover,
}

impl BookPart {
    fn file(&self) -> String {
        let of_module = |path: &str| path.replacen("/content/", "/parts/", 1);
        match self {
            Self::Cover => "/parts/cover.typ".to_owned(),
            Self::HalfTitle => "/parts/half-title.typ".to_owned(),
            Self::Imprint => "/parts/imprint.typ".to_owned(),
            Self::Contents => "/parts/contents.typ".to_owned(),
            Self::Agenda { .. } => "/parts/agenda.typ".to_owned(),
            Self::BackCover => "/parts/back-cover.typ".to_owned(),
            Self::Recommendations { path } => of_module(path).replacen("/themes/", "/recommendations/", 1),
            Self::Lists { path }
            | Self::Abbreviations { path }
            | Self::Chapter { path }
            | Self::Theme { path, .. }
            | Self::Panel { path, .. }
            | Self::Outcomes { path }
            | Self::Matrices { path }
            | Self::Charts { path }
            | Self::Questions { path }
            | Self::People { path }
            | Self::References { path }
            | Self::Index { path }
            | Self::Colophon { path } => of_module(path),
        }
    }
}

/// Assembles the publication.
///
/// # Errors
/// If a text is no template, or uses what it is not given.
pub fn assemble(
    publication: &Publication,
    pictures: &Pictures,
    templates: &Templates,
) -> Result<Project, AssembleError> {
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
    files(&mut project, parts, templates)?;
    Ok(project)
}

/// Adds the main file, and a file for each part if there is a template for them: what stands in files of its own can be
/// evaluated side by side.
fn files(project: &mut Project, parts: Vec<BookPart>, templates: &Templates) -> Result<(), AssembleError> {
    let placed: Vec<_> = parts.into_iter().map(|part| PlacedPart { file: part.file(), part }).collect();
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
                let panels: Vec<String> = panels.collect();
                let path = format!("content/themes/{}.typ", theme.id);
                let path = insert(project, &path, records::theme(publication, at));
                parts.push(BookPart::Theme { path: path.clone(), panels: panels.clone() });
                parts.extend(panels.into_iter().map(|panel| BookPart::Panel { path: panel, theme: path.clone() }));
                parts.push(BookPart::Recommendations { path });
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
