//! A draft as a Typst project.

use idm_core::edition::{self, Draft, DraftPart, Part};
use idm_core::model::{Publication, Subject};
use idm_core::remarks::map::{self, DraftMap};
use minijinja::value::Serde;
use minijinja::{Value, context};
use typst::foundations::Bytes;

use super::book::{insert, module_file, with_files};
use super::template::{AssembleError, Template};
use super::{design, literal, values};
use crate::packages::{MAIN_TEMPLATE, Templates};
use crate::source_map::Module;
use crate::typst_project::{MAIN, TypstProject};

/// The package that a draft is set with.
const PACKAGE: &str = "@idm/draft:0.1.0";

/// The module that says how changes are marked: with the underlines and strikes of the structure tree, or as lines that
/// are merely drawn.
const MARKS: &str = "content/marks.typ";

/// The text of [`MARKS`].
fn marks(drawn: bool) -> String {
    let names = if drawn {
        "drawn-added as added, drawn-moved as moved, drawn-removed as removed"
    } else {
        "added, moved, removed"
    };
    format!("#import {}: {names}\n", literal::string(PACKAGE))
}

/// The same draft with its changes marked by lines that are merely drawn. None if the project is no draft with changes,
/// or has them drawn already.
///
/// PDF/UA allows no underline within a strike, and Typst takes an underlined footnote for one where a strike runs on to
/// the next page.
pub(crate) fn with_drawn_marks(project: &TypstProject) -> Option<TypstProject> {
    let drawn = marks(true);
    let module = project.module(MARKS).filter(|module| module.text != drawn)?;
    debug_assert_eq!(module.text, marks(false));
    let mut project = project.clone();
    project.insert(MARKS, Module::from(drawn));
    Some(project)
}

/// The module that says which state of the inputs a draft shows. All others depend on nothing but what the draft says: if
/// only this one differs, then nothing that the draft says has changed.
const STATE: &str = "content/state.typ";

/// Whether a file of a draft's project says nothing of what the draft shows, but which state of the inputs that is.
pub fn says_only_the_state(path: &str) -> bool {
    // Lines may have shifted in the map. That of an earlier draft is of the state that the draft names.
    path == STATE || path == map::NAME
}

/// The modules in which nothing is marked.
const UNMARKED: [&str; 3] = ["publication", "references", edition::STATE];

/// Assembles the draft of something with these parts.
///
/// # Errors
/// If a text is no template, or uses what it is not given.
pub fn assemble_draft(
    publication: &Publication,
    subject: Subject,
    parts: &[DraftPart],
    draft: &Draft,
    map: &DraftMap,
    templates: &Templates,
) -> Result<TypstProject, AssembleError> {
    let labels = templates.labels.clone().of(publication);
    let document = edition::draft(publication, subject, parts, draft, &labels);
    let mut project = TypstProject::new();
    let before = format!("#import {}: *\n#import \"/{MARKS}\": added, moved, removed\n", literal::string(PACKAGE));
    insert(&mut project, publication, &document, true, &before);
    for name in UNMARKED {
        if let Some(module) = document.modules.get(name) {
            project.insert(module_file(name), values::module(module, true, ""));
        }
    }
    design::insert(&mut project, publication, publication.settings.layout.paper.for_review(), &labels);
    project.insert(MARKS, Module::from(marks(false)));
    let parts: Vec<Part> = document.parts.iter().map(with_files).collect();
    let values = context! { package => PACKAGE, parts => Value::from(Serde(&parts)) };
    let main = Template::new(MAIN_TEMPLATE, &templates.main)?.render(values)?;
    let description = labels.get(publication.language.code(), "attachment.map");
    project.insert(MAIN, Module::from(main + &attached(description)));
    project.insert(map::NAME, Bytes::from_string(map.to_json()));
    project.forget_unnamed_places();
    Ok(project)
}

/// What attaches the map, whatever the template is.
fn attached(description: &str) -> String {
    let (name, description) = (literal::string(map::NAME), literal::string(description));
    format!(
        "\n#std.pdf.attach({name}, relationship: \"supplement\", mime-type: \"application/json\", description: {description});\n"
    )
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
