//! A draft as a Typst project: one panel with all that is known of it, for those who review it.

use std::collections::BTreeMap;

use idm_core::abbreviations::FirstUses;
use idm_core::compare::{Comparison, Delta, FieldChange, Mark, RecordChange, RecordKind};
use idm_core::completeness::{self, Gap, GapPlace};
use idm_core::model::{AnchorKind, Date, PanelPlace, Publication, Workshop};
use idm_core::pictures::Pictures;
use minijinja::context;
use typst::foundations::Bytes;

use super::literal;
use super::records;
use super::review::{Earlier, Review, Showing};
use super::template::{AssembleError, Template};
use super::theme;
use super::writer::{Fields, Writer};
use crate::packages::MAIN_TEMPLATE;
use crate::project::{MAIN, Project};
use crate::source_map::Module;

/// The package that a draft is set with.
const PACKAGE: &str = "@idm/draft:0.1.0";

/// The module that says which state of the inputs a draft shows. All others depend on nothing but what the draft says: if
/// only this one differs, then nothing that the draft says has changed.
pub const STATE: &str = "content/state.typ";

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
pub fn with_drawn_marks(project: &Project) -> Option<Project> {
    let drawn = marks(true);
    let module = project.module(MARKS).filter(|module| module.text != drawn)?;
    debug_assert_eq!(module.text, marks(false));
    let mut project = project.clone();
    project.insert(MARKS, Module::from(drawn));
    Some(project)
}

/// What a draft shows besides the panel's records.
#[derive(Debug, Clone, Default)]
pub struct Draft<'a> {
    /// The file's name without its ending.
    pub name: String,
    /// The day of the text's state.
    pub date: Option<Date>,
    /// Which state of the inputs it shows.
    pub revision: Option<String>,
    /// Folders of panels whose inputs have errors: numbers may change when they are mended.
    pub unsettled: Vec<String>,
    /// Where the records stand in the book, if there is one to tell.
    pub book: Option<&'a BookPages>,
    /// The state that it is compared with.
    pub against: Option<Against<'a>>,
}

/// The pages on which a book shows its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookPages {
    /// What the book is called: its file's name.
    pub name: String,
    /// Page numbers as they are printed, by label (`rec:data-for-planning`).
    pub pages: BTreeMap<String, u32>,
}

/// The state that a draft is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The publication as it was.
    pub earlier: &'a Publication,
    /// What has changed since.
    pub comparison: &'a Comparison,
    /// What the state is called.
    pub name: &'a str,
    /// Its day.
    pub date: Option<Date>,
    /// Whether the earlier inputs had errors, so that some of them could not be compared.
    pub incomplete: bool,
}

/// Assembles the draft of one panel, given by the indices of its workshop and of the panel in it. `main` is the text of
/// the template's `main.typ.jinja`.
///
/// # Errors
/// If that text is no template, or uses what it is not given.
pub fn assemble_draft(
    publication: &Publication,
    pictures: &Pictures,
    (workshop, panel): PanelPlace,
    draft: &Draft,
    main: &str,
) -> Result<Project, AssembleError> {
    let mut project = Project::new();
    project.insert("content/publication.typ", records::publication(publication));

    let id = &publication.panel((workshop, panel)).id;
    let mut writer = writer(publication, workshop, id, draft.against.as_ref());
    if let Some(review) = &mut writer.review {
        review.first_uses = FirstUses::of_panel(publication, (workshop, panel));
        review.earlier_first_uses = draft.against.map_or_else(FirstUses::default, |against| {
            let earlier = against.earlier.panels().find(|&at| against.earlier.panel(at).id == *id);
            earlier.map_or_else(FirstUses::default, |at| FirstUses::of_panel(against.earlier, at))
        });
    }
    panel_module(&mut writer, (workshop, panel), draft.against.as_ref());
    for (path, span) in &writer.pictures {
        if let Some(picture) = pictures.get(path) {
            project.insert_named(path, Bytes::new(picture.to_vec()), *span);
        }
    }
    let changed = writer.review.as_mut().map(|review| std::mem::take(&mut review.changed)).unwrap_or_default();
    let bibliography = &publication.bibliography;
    let cited =
        bibliography.entries.iter().chain(&bibliography.aside).filter(|entry| writer.cited.contains(&entry.key));
    project.insert("content/references.typ", records::entries(publication, cited));
    project.insert("content/panel.typ", writer.finish());
    project.insert("content/draft.typ", draft_module(publication, (workshop, panel), draft, &changed));
    theme::insert(&mut project, publication);
    project.insert(MARKS, Module::from(marks(false)));
    project.insert(STATE, state_module(publication, draft));
    let main = Template::new(MAIN_TEMPLATE, main)?.render(context! { package => PACKAGE })?;
    project.insert(MAIN, Module::from(main));
    Ok(project)
}

fn writer<'a>(publication: &'a Publication, workshop: usize, key: &str, against: Option<&Against<'a>>) -> Writer<'a> {
    let mut writer = Writer::new(publication, Some(workshop), key);
    writer.out.push(&format!("#import {}: *\n", literal::string(PACKAGE)));
    writer.out.push(&format!("#import \"/{MARKS}\": added, moved, removed\n"));
    let earlier = against.map(|against| {
        let id = &publication.workshops[workshop].id;
        let workshop = against.earlier.workshops.iter().position(|workshop| workshop.id == *id);
        Earlier { publication: against.earlier, workshop }
    });
    writer.review = Some(Review::new(earlier));
    writer
}

fn panel_module<'a>(writer: &mut Writer<'a>, (workshop, panel): PanelPlace, against: Option<&Against<'a>>) {
    let publication = writer.publication;
    let record = publication.panel((workshop, panel));
    about(writer, against, RecordKind::Panel, &record.id);
    writer.define("record", |writer| {
        writer.within(record.span, |writer| records::panel_record(writer, workshop, panel, record));
    });
    writer.define("summary", |writer| match (writer.delta("summary"), &record.summary) {
        (Some(Delta::Text(compared)), _) => writer.compared_passages(compared),
        (_, Some(summary)) => writer.passages(summary),
        (_, None) => writer.out.push("none"),
    });
    writer.define("recommendations", |writer| {
        let own = publication.recommendations_of((workshop, panel));
        writer.array(own, |writer, at| {
            let entry = &publication.recommendations[at];
            about(writer, against, RecordKind::Recommendation, &entry.id);
            records::recommendation(writer, at, entry);
        });
    });
    about(writer, None, RecordKind::Panel, "");
}

/// From now on, that record is written.
fn about<'a>(writer: &mut Writer<'a>, against: Option<&Against<'a>>, kind: RecordKind, id: &str) {
    if let Some(review) = &mut writer.review {
        review.record = against.and_then(|against| {
            against.comparison.records.iter().find(|record| record.kind == kind && record.id == id)
        });
    }
}

fn draft_module(publication: &Publication, at: PanelPlace, draft: &Draft, changed: &[(String, &str)]) -> Module {
    let workshop = at.0;
    let mut writer = writer(publication, workshop, "draft", draft.against.as_ref());
    writer.define("draft", |writer| {
        writer.dictionary(|fields| {
            fields.string("status", &records::key(&completeness::status(publication, at)));
            review(fields, publication);
            themes(fields, publication, at);
            fields.array("missing", completeness::gaps(publication, at), |writer, gap| {
                missing(writer, at, gap);
            });
            fields.array("unsettled", &draft.unsettled, |writer, folder| unsettled(writer, folder));
            fields.field("book", |writer| writer.or_none(draft.book, |writer, book| pages(writer, at, book)));
            fields.field("compared", |writer| {
                writer.or_none(draft.against.as_ref(), |writer, against| compared(writer, at, against, changed));
            });
        });
    });
    writer.finish()
}

fn state_module(publication: &Publication, draft: &Draft) -> Module {
    let mut writer = Writer::new(publication, None, "state");
    writer.define("state", |writer| {
        writer.dictionary(|fields| {
            fields.string("name", &draft.name);
            records::day(fields, "date", draft.date);
            fields.field("revision", |writer| writer.or_none(draft.revision.as_deref(), Writer::string));
        });
    });
    writer.finish()
}

fn review(fields: &mut Fields, publication: &Publication) {
    let review = &publication.review;
    fields.field("review", |writer| {
        writer.dictionary(|fields| {
            fields.text("asked", review.asked.as_ref());
            records::day(fields, "by", review.by);
            fields.line("replies", review.replies.as_ref());
        });
    });
}

/// The themes of the book that draw on the panel.
fn themes(fields: &mut Fields, publication: &Publication, at: PanelPlace) {
    let drawing = publication.themes.iter().filter(|theme| theme.draws_on(at));
    fields.array("themes", drawing, |writer, theme| {
        writer.dictionary(|fields| {
            fields.string("label", &format!("theme:{}", theme.id));
            fields.string("number", &theme.number.to_string());
            fields.line("title", Some(&theme.title));
        });
    });
}

/// A panel whose inputs have errors. Of one that could not be read, the folder is all that is known.
fn unsettled(writer: &mut Writer, folder: &str) {
    let publication = writer.publication;
    let of = |workshop: &Workshop| workshop.panels.iter().position(|panel| panel.folder == folder);
    let known = publication.workshops.iter().find_map(|workshop| Some((workshop, &workshop.panels[of(workshop)?])));
    writer.dictionary(|fields| {
        fields.string("folder", folder);
        fields.field("number", |writer| {
            writer.or_none(known, |writer, (_, panel)| writer.string(&panel.number.to_string()));
        });
        fields.plain("city", known.map(|(workshop, _)| &workshop.city));
        fields.line("title", known.and_then(|(_, panel)| panel.title.as_ref()));
    });
}

fn missing(writer: &mut Writer, (workshop, panel): PanelPlace, gap: Gap) {
    let publication = writer.publication;
    writer.dictionary(|fields| {
        fields.string("what", &records::key(&gap.what));
        let panel = format!("panel:{}", publication.panel((workshop, panel)).id);
        match gap.place {
            GapPlace::Panel => {
                fields.string("label", &panel);
                fields.literal("subject", "none");
            }
            GapPlace::KeyMessage(number) => {
                fields.string("label", &panel);
                fields.literal("subject", &format!("[{number}]"));
            }
            GapPlace::Recommendation(at) => {
                let entry = &publication.recommendations[at];
                let (label, number) = (literal::string(&format!("rec:{}", entry.id)), literal::string(&entry.number));
                fields.literal("label", &label);
                fields.literal("subject", &format!("[#xref({label}, \"recommendation\", number: {number});]"));
            }
        }
    });
}

/// The pages of the panel and of its recommendations.
fn pages(writer: &mut Writer, (workshop, panel): PanelPlace, book: &BookPages) {
    let publication = writer.publication;
    let own = publication.recommendations_of((workshop, panel));
    let labels = std::iter::once(format!("panel:{}", publication.panel((workshop, panel)).id))
        .chain(own.iter().map(|&at| format!("rec:{}", publication.recommendations[at].id)));
    let pages = labels.filter_map(|label| Some((book.pages.get(&label)?, label)));
    writer.dictionary(|fields| {
        fields.string("name", &book.name);
        fields.array("pages", pages, |writer, (page, label)| {
            writer.dictionary(|fields| {
                fields.string("label", &label);
                fields.string("page", &page.to_string());
            });
        });
    });
}

fn compared<'a>(writer: &mut Writer<'a>, at: PanelPlace, against: &Against<'a>, changed: &[(String, &str)]) {
    let panel = &writer.publication.panel(at).id;
    let own: Vec<&'a RecordChange> =
        against.comparison.records.iter().filter(|record| record.panel.as_ref() == Some(panel)).collect();
    let counts = own
        .iter()
        .flat_map(|record| &record.fields)
        .map(|field| field.delta.counts())
        .fold(idm_core::compare::Counts::default(), |sum, counts| sum + counts);
    writer.dictionary(|fields| {
        fields.string("revision", against.name);
        records::day(fields, "date", against.date);
        fields.literal("incomplete", if against.incomplete { "true" } else { "false" });
        fields.field("counts", |writer| {
            writer.dictionary(|fields| {
                fields.literal("records", &own.len().to_string());
                fields.literal("words-added", &counts.words_added.to_string());
                fields.literal("words-removed", &counts.words_removed.to_string());
                fields.literal("moved", &counts.blocks_moved.to_string());
            });
        });
        fields.array("changes", &own, |writer, record| record_change(writer, record, changed));
    });
}

fn record_change<'a>(writer: &mut Writer<'a>, record: &'a RecordChange, changed: &[(String, &str)]) {
    let kind = match record.kind {
        RecordKind::Panel => AnchorKind::Panel,
        RecordKind::Session => AnchorKind::Session,
        _ => AnchorKind::Recommendation,
    };
    writer.dictionary(|fields| {
        fields.string("kind", kind.name());
        fields.field("number", |writer| writer.or_none(record.number.as_deref(), Writer::string));
        fields.field("earlier-number", |writer| writer.or_none(record.earlier_number.as_deref(), Writer::string));
        fields.field("title", |writer| {
            let title = Some(record.title.as_str()).filter(|title| !title.is_empty());
            writer.or_none(title, |writer, title| writer.bracketed(|writer| writer.out.push(&literal::markup(title))));
        });
        let label = format!("{}:{}", kind.prefix(), record.id);
        fields.field("label", |writer| {
            writer.or_none(Some(label).filter(|_| record.mark != Mark::Removed), |writer, label| writer.string(&label));
        });
        fields.string("mark", mark(record.mark));
        // Of a record that is new or gone, what it says; its other values are those of any such record.
        let told = record.fields.iter().filter(|field| {
            record.mark == Mark::Kept || !matches!(field.delta, Delta::Value { .. } | Delta::Values { .. })
        });
        fields.array("fields", told, |writer, field| {
            let places = if record.kind == RecordKind::Panel && field.field == "summary" { changed } else { &[] };
            field_change(writer, field, places);
        });
    });
}

fn field_change<'a>(writer: &mut Writer<'a>, change: &'a FieldChange, places: &[(String, &str)]) {
    let counts = change.delta.counts();
    writer.dictionary(|fields| {
        fields.string("field", change.field);
        fields.literal("words-added", &counts.words_added.to_string());
        fields.literal("words-removed", &counts.words_removed.to_string());
        fields.array("places", places, |writer, (label, mark)| {
            writer.dictionary(|fields| {
                fields.string("label", label);
                fields.string("mark", mark);
            });
        });
        fields.field("delta", |writer| delta(writer, change, !places.is_empty()));
    });
}

/// A change in full where it is short. One that is spread over a text is listed by its places.
fn delta<'a>(writer: &mut Writer<'a>, change: &'a FieldChange, elsewhere: bool) {
    match &change.delta {
        _ if elsewhere => writer.out.push("none"),
        Delta::Line(line) => writer.bracketed(|writer| writer.compared_inlines(line, &[])),
        Delta::Lines(items) => writer.bracketed(|writer| {
            writer.list(None, false, items, Writer::compared_line);
        }),
        Delta::Text(text) => writer.compared_text(text),
        Delta::Value { earlier, later } => writer.bracketed(|writer| {
            writer.value(Showing::Removed, earlier.as_deref());
            writer.out.push(" ");
            writer.value(Showing::Added, later.as_deref());
        }),
        Delta::Values { values, .. } => writer.bracketed(|writer| {
            for (at, (mark, value)) in values.iter().enumerate() {
                if at > 0 {
                    writer.out.push("; ");
                }
                let showing = match mark {
                    Mark::Kept => Showing::Kept,
                    Mark::Added => Showing::Added,
                    Mark::Removed => Showing::Removed,
                };
                writer.value(showing, Some(value));
            }
        }),
    }
}

impl Writer<'_> {
    fn value(&mut self, showing: Showing, value: Option<&str>) {
        if let Some(value) = value {
            self.showing(showing, |writer| {
                writer.marked(|writer| writer.out.push(&literal::markup(value)));
            });
        }
    }
}

fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Kept => "kept",
        Mark::Added => "added",
        Mark::Removed => "removed",
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
