//! A draft: a panel with all that is known of it, a chapter, or the outcomes, for those who review it.

use std::collections::BTreeMap;

use super::acronyms::SpellingOut;
use super::builder::{Builder, plain_words};
use super::document::{Document, Module, Part};
use super::draft_state::{DraftState, Earlier};
use super::labels::Labels;
use super::places::places;
use super::records::{status, word};
use super::references::label;
use super::responses::Response;
use super::stale::StaleSource;
use super::tree::{BlockKind, Change, Inline, InlineKind, List, PassageChange};
use super::value::{Record, Value};
use crate::compare::{Comparison, Counts, Delta, FieldChange, Mark, RecordChange, RecordKind};
use crate::completeness::{self, Gap, GapPlace, Missing};
use crate::markdown::tree::Numbering;
use crate::model::{AnchorKind, Chapter, Date, Line, Panel, Publication, Ref, Subject};
use crate::remarks::marks::Marks;
use crate::remarks::passages;
use crate::schema::Status;

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
    /// What reviewers have said of it.
    pub comments: &'a [Response],
    /// Passages of a translation whose source has changed since.
    pub stale: &'a [StaleSource],
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

/// The module that says which state of the inputs a draft shows. All others depend on nothing but what the draft says: if
/// only this one differs, then nothing that the draft says has changed.
pub const STATE: &str = "state";

/// A part that a draft has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DraftPart {
    /// The first page: what is asked of its readers, what is missing, what has changed.
    Front,
    /// What has become of what reviewers said.
    Responses,
    /// What is to be reviewed.
    Reviewed,
    /// The sources that it cites.
    References,
    /// The margin's notes for which there was no room.
    Notes,
}

/// The draft of something, with these parts.
pub fn draft(
    publication: &Publication,
    subject: Subject,
    parts: &[DraftPart],
    draft: &Draft,
    labels: &Labels,
) -> Document {
    let workshop = subject.panel().map(|at| publication[at].workshop);
    let earlier = draft.against.map(|against| Earlier {
        publication: against.earlier,
        workshop: workshop.and_then(|workshop| {
            let id = &publication[workshop].id;
            against.earlier.workshops.find(|workshop| workshop.id == *id)
        }),
    });
    let mut builder = Builder::new(publication, labels);
    let mut document = Document::default();
    builder.begin_module("publication", None);
    let title = builder.publication_record();
    document.insert("publication", Module::of("publication", title));
    // What the title page cites, a draft does not print.
    builder.cited.clear();

    builder.begin_module(subject.name(publication), workshop);
    let open = draft.comments.iter().filter(|comment| comment.note.is_none()).collect();
    let marks = Marks::of(publication, subject);
    let named = passages::of(publication, subject);
    let named = named.into_iter().filter_map(|passage| Some((passage.name, passage.mark?))).collect();
    builder.review = Some(DraftState {
        comments: open,
        stale: draft.stale.iter().collect(),
        marks,
        named,
        ..DraftState::new(earlier)
    });
    builder.acronyms = SpellingOut::new(publication, draft.against.map(|against| against.earlier));
    builder.spells_out = true;
    let reviewed = builder.under_review(subject, draft.against.as_ref());
    document.insert("panel", reviewed);
    let changed = builder.review.as_mut().map(|review| std::mem::take(&mut review.changed)).unwrap_or_default();
    document.pictures = std::mem::take(&mut builder.pictures);

    let bibliography = &publication.bibliography;
    let cited = std::mem::take(&mut builder.cited);
    let cited = bibliography.entries.iter().chain(&bibliography.aside).filter(|entry| cited.contains(&entry.key));
    let review = builder.review.take().unwrap_or_default();
    builder.spells_out = false;
    builder.begin_module("references", None);
    let references = builder.entries(cited);
    let references = document.insert("references", Module::of("references", references));
    let part = |part: &DraftPart| match part {
        DraftPart::Front => Part::Front,
        DraftPart::Responses => Part::Responses,
        DraftPart::Reviewed => Part::Reviewed,
        DraftPart::References => Part::References { path: references.clone() },
        DraftPart::Notes => Part::Notes,
    };
    document.parts = parts.iter().map(part).collect();

    builder.begin_module("draft", workshop);
    builder.review = Some(DraftState { marks: review.marks, named: review.named, ..DraftState::new(earlier) });
    let front = builder.front(subject, draft, &changed);
    document.insert("draft", Module::of("draft", front));
    document.insert(STATE, Module::of("state", state(draft)));
    document.set_quotes(&builder.tag());
    document.places = places(publication, labels);
    document.places.extend(builder.places_of_draft());
    document
}

fn state(draft: &Draft) -> Record {
    let mut record = Record::default();
    record.push("name", &draft.name);
    record.push("date", draft.date);
    record.push("revision", draft.revision.as_ref());
    record
}

impl<'a> Builder<'a> {
    /// What links say of the places that only a draft has: facts on its first page, and marked passages.
    fn places_of_draft(&self) -> Vec<(String, String)> {
        let facts =
            [Missing::Day, Missing::Venue, Missing::Moderator, Missing::Speakers, Missing::Rapporteur, Missing::Source];
        let facts = facts.into_iter().filter_map(place_of);
        let facts = facts.map(|label| {
            let key = label.replace("fact:", "field.");
            (label.to_owned(), self.labels.get(&self.language, &key).to_owned())
        });
        let kind = self.labels.get(&self.language, "draft.response-at");
        let marks = self.review.iter().flat_map(|review| review.named.values());
        facts.chain(marks.map(|mark| (format!("passage:{mark}"), format!("{kind} {mark}")))).collect()
    }

    fn under_review(&mut self, subject: Subject, against: Option<&Against<'a>>) -> Module {
        let publication = self.publication;
        let label = subject.label(publication);
        match subject {
            Subject::Panel(at) => self.panel_under_review(at, against),
            Subject::Chapter(at) => {
                let Chapter { id, title, text, status: state } = &publication[at];
                self.about(against, RecordKind::Chapter, id);
                let mut record = self.under_its_title(subject, Some(title));
                record.push("status", status(*state));
                let notes = self.notes_at_title(&label);
                let marks = self.review.as_ref().map(|review| review.marks.get(&label, "text").to_vec());
                let marks = marks.unwrap_or_default();
                self.is_chapter = true;
                let text = match self.review.as_ref().and_then(|review| review.delta("text")) {
                    Some(Delta::Text(compared)) => self.compared_passages(compared, marks, false),
                    _ => self.passages(text, marks),
                };
                self.is_chapter = false;
                self.notes(&mut record, notes);
                self.about(None, RecordKind::Chapter, "");
                module_of(record, text, Value::List(vec![]))
            }
            Subject::Outcomes => {
                let mut record = self.under_its_title(subject, None);
                let notes = self.notes_at_title(&label);
                let outcomes = self.outcomes_with(|builder, outcome| {
                    builder.about(against, RecordKind::Outcome, &outcome.id);
                });
                self.about(None, RecordKind::Outcome, "");
                self.notes(&mut record, notes);
                module_of(record, Value::None, outcomes)
            }
        }
    }

    /// What a chapter and the outcomes are called; these by words of the program.
    fn under_its_title(&mut self, subject: Subject, title: Option<&Line>) -> Record {
        let title = match title {
            Some(title) => self.own_title("title", Some(title)),
            None => {
                let section = if self.publication.outcomes_are_compiled() { "compiled" } else { "title" };
                let words = self.labels.get(&self.language, &format!("{section}.outcomes")).to_owned();
                Value::Line { content: vec![self.words(&words)], span: None }
            }
        };
        let mut record = Record::default();
        record.push("subject", subject.kind());
        record.push("label", subject.label(self.publication));
        record.push("title-text", plain_words(&title));
        record.push("title", title);
        record
    }

    fn panel_under_review(&mut self, at: Ref<Panel>, against: Option<&Against<'a>>) -> Module {
        let publication = self.publication;
        let panel = &publication[at];
        self.about(against, RecordKind::Panel, &panel.id);
        let mut record = self.panel(at);
        record.push("subject", Subject::Panel(at).kind());
        let module = Module::of("record", record);
        let review = self.review.as_ref();
        let compared = review.and_then(|review| review.delta("summary"));
        let label = label(AnchorKind::Panel, &panel.id);
        let marks = review.map(|review| review.marks.get(&label, "summary").to_vec()).unwrap_or_default();
        let summary = match (compared, &panel.summary) {
            (Some(Delta::Text(compared)), _) => self.compared_passages(compared, marks, false),
            (_, Some(summary)) => self.passages(summary, marks),
            (_, None) => Value::None,
        };
        let own = publication.recommendations_of(at).into_iter().map(|own| {
            self.about(against, RecordKind::Recommendation, &publication[own].id);
            self.recommendation(own)
        });
        let own = own.collect::<Value>();
        self.about(None, RecordKind::Panel, "");
        module.with("summary", summary).with("recommendations", own).with("outcomes", Value::List(vec![]))
    }

    /// From now on, that record is told.
    fn about(&mut self, against: Option<&Against<'a>>, kind: RecordKind, id: &str) {
        if let Some(review) = &mut self.review {
            review.record = against.and_then(|against| {
                against.comparison.records.iter().find(|record| record.kind == kind && record.id == id)
            });
        }
    }

    /// The draft's first page.
    fn front(&mut self, subject: Subject, draft: &Draft<'a>, changed: &[(String, PassageChange)]) -> Record {
        let publication = self.publication;
        let mut record = Record::default();
        record.push("status", status(status_of(publication, subject)));
        let review = &publication.review;
        let mut asked = Record::default();
        asked.push("asked", self.text(review.asked.as_ref()));
        asked.push("by", review.by);
        asked.push("replies", self.line(review.replies.as_ref()));
        record.push("review", asked);
        let panel = subject.panel();
        let drawing = publication.themes.iter().filter(|theme| panel.is_some_and(|at| theme.draws_on(at)));
        let drawing = drawing.map(|theme| self.brief_theme(theme)).collect::<Value>();
        record.push("themes", drawing);
        let gaps =
            panel.into_iter().flat_map(|at| completeness::gaps(publication, at).into_iter().map(move |gap| (at, gap)));
        let gaps = gaps.map(|(at, gap)| self.missing(at, gap)).collect::<Value>();
        record.push("missing", gaps);
        let unsettled = draft.unsettled.iter().map(|folder| self.unsettled(folder)).collect::<Value>();
        record.push("unsettled", unsettled);
        record.push("book", draft.book.map(|book| self.pages(subject, book)));
        let compared = draft.against.as_ref().map(|against| self.compared(subject, against, changed));
        record.push("compared", compared);
        record.push("responses", self.responses(draft.comments));
        record
    }

    /// A panel whose inputs have errors. Of one that could not be read, the folder is all that is known.
    fn unsettled(&mut self, folder: &str) -> Record {
        let publication = self.publication;
        let known = publication.panels.entries().find(|(_, panel)| panel.folder == folder);
        let mut record = Record::default();
        record.push("folder", folder);
        record.push("name", known.map(|(at, _)| self.panel_name(at)));
        record.push("title", self.line(known.and_then(|(_, panel)| panel.title.as_ref())));
        record
    }

    /// Something that is missing, with the place where it will stand.
    fn missing(&mut self, at: Ref<Panel>, gap: Gap) -> Record {
        let publication = self.publication;
        let panel = label(AnchorKind::Panel, &publication[at].id);
        let (label, subject) = match gap.place {
            GapPlace::Panel => (place_of(gap.what).map_or(panel, str::to_owned), Value::None),
            GapPlace::KeyMessage(number) => {
                let marks = self.review.as_ref().map(|review| review.marks.get(&panel, "key_messages"));
                let mark = marks.and_then(|marks| marks.get(number - 1));
                let label = mark.map_or_else(|| PART_MESSAGES.to_owned(), |mark| format!("passage:{mark}"));
                let number = self.words(&number.to_string());
                (label, Value::Line { content: vec![number], span: None })
            }
            GapPlace::Recommendation(at) => {
                let entry = &publication[at];
                let label = label(AnchorKind::Recommendation, &entry.id);
                let reference = self.recommendation_reference(&entry.id, &entry.number);
                (label, Value::Line { content: vec![reference], span: None })
            }
        };
        let mut record = Record::default();
        record.push("what", word(&gap.what));
        record.push("label", label);
        record.push("subject", subject);
        record
    }

    /// The pages of what the draft is of, and of the records in it.
    fn pages(&self, subject: Subject, book: &BookPages) -> Record {
        let publication = self.publication;
        let own: Vec<String> = match subject {
            Subject::Panel(at) => {
                let own = publication.recommendations_of(at);
                own.iter().map(|&at| label(AnchorKind::Recommendation, &publication[at].id)).collect()
            }
            Subject::Chapter(_) => vec![],
            Subject::Outcomes => {
                publication.outcomes.iter().map(|outcome| label(AnchorKind::Outcome, &outcome.id)).collect()
            }
        };
        let labels = std::iter::once(subject.label(publication)).chain(own);
        let pages = labels.filter_map(|label| {
            let page = book.pages.get(&label)?.to_string();
            let mut record = Record::default();
            record.push("label", label);
            record.push("page", page);
            Some(record)
        });
        let pages = pages.collect::<Value>();
        let mut record = Record::default();
        record.push("name", &book.name);
        record.push("pages", pages);
        record
    }

    fn compared(&mut self, subject: Subject, against: &Against<'a>, changed: &[(String, PassageChange)]) -> Record {
        let name = subject.name(self.publication);
        let is_own = |record: &&RecordChange| match subject {
            Subject::Panel(_) => record.panel.as_deref() == Some(name),
            Subject::Chapter(_) => record.kind == RecordKind::Chapter && record.id == name,
            Subject::Outcomes => record.kind == RecordKind::Outcome,
        };
        let own: Vec<&'a RecordChange> = against.comparison.records.iter().filter(is_own).collect();
        let counts = own
            .iter()
            .flat_map(|record| &record.fields)
            .map(|field| field.delta.counts())
            .fold(Counts::default(), |sum, counts| sum + counts);
        let mut counted = Record::default();
        counted.push("records", own.len());
        counted.push("words-added", counts.words_added);
        counted.push("words-removed", counts.words_removed);
        counted.push("moved", counts.blocks_moved);
        let mut record = Record::default();
        record.push("revision", against.name);
        record.push("date", against.date);
        record.push("incomplete", against.incomplete);
        record.push("counts", counted);
        let changes = own.into_iter().map(|record| self.record_change(record, changed)).collect::<Value>();
        record.push("changes", changes);
        record
    }

    fn record_change(&mut self, change: &'a RecordChange, changed: &[(String, PassageChange)]) -> Record {
        let kind = match change.kind {
            RecordKind::Panel => AnchorKind::Panel,
            RecordKind::Session => AnchorKind::Session,
            RecordKind::Chapter => AnchorKind::Chapter,
            RecordKind::Outcome => AnchorKind::Outcome,
            _ => AnchorKind::Recommendation,
        };
        let title = (!change.title.is_empty()).then(|| self.words(&change.title));
        let mut record = Record::default();
        record.push("kind", kind.name());
        record.push("number", change.number.as_ref());
        record.push("earlier-number", change.earlier_number.as_ref());
        record.push("title", title.map_or(Value::None, |title| Value::Line { content: vec![title], span: None }));
        record.push("label", (change.mark != Mark::Removed).then(|| label(kind, &change.id)));
        record.push("mark", mark(change.mark));
        // Of a record that is new or gone, what it says; its other values are those of any such record.
        let told = change.fields.iter().filter(|field| {
            change.mark == Mark::Kept || !matches!(field.delta, Delta::Value { .. } | Delta::Values { .. })
        });
        let told = told.map(|field| {
            let text = (change.kind, &*field.field);
            let is_listed = matches!(text, (RecordKind::Panel, "summary") | (RecordKind::Chapter, "text"));
            let places = if is_listed { changed } else { &[] };
            self.field_change(field, change.panel.as_deref(), places)
        });
        let told = told.collect::<Value>();
        record.push("fields", told);
        record
    }

    fn field_change(
        &mut self,
        change: &'a FieldChange,
        panel: Option<&str>,
        places: &[(String, PassageChange)],
    ) -> Record {
        let counts = change.delta.counts();
        let mut record = Record::default();
        record.push("field", change.name());
        record.push("words-added", counts.words_added);
        record.push("words-removed", counts.words_removed);
        let told = places.iter().map(|(label, change)| {
            let mut record = Record::default();
            record.push("label", label);
            record.push("mark", change.name());
            record
        });
        record.push("places", told.collect::<Value>());
        // A change in full where it is short. One that is spread over a text is listed by its places.
        record.push("delta", if places.is_empty() { self.told_delta(change, panel) } else { Value::None });
        record
    }

    fn told_delta(&mut self, change: &'a FieldChange, panel: Option<&str>) -> Value {
        let content = match &change.delta {
            Delta::Line(line) => self.compared_told(line, &[]),
            Delta::Lines(items) => {
                let items = items
                    .iter()
                    .map(|item| super::tree::Item { span: None, blocks: self.compared_blocks(&item.blocks, &[]) });
                let list = BlockKind::List(List {
                    start: None,
                    numbering: Numbering::default(),
                    tight: false,
                    items: items.collect(),
                });
                return Value::Text { blocks: vec![self.block(None, list)], span: None };
            }
            Delta::Text(text) => return self.compared_text(text),
            Delta::Value { earlier, later } => {
                let [earlier, later] = [earlier, later].map(|value| {
                    let value = value.as_deref()?;
                    Some(self.value_in_words(&change.field, panel, value))
                });
                let mut told = vec![];
                told.extend(self.told_value(Change::Deleted, earlier.as_deref()));
                told.push(self.inline(None, InlineKind::Space));
                told.extend(self.told_value(Change::Inserted, later.as_deref()));
                told
            }
            Delta::Values { values, .. } => {
                let mut told = vec![];
                for (at, (mark, value)) in values.iter().enumerate() {
                    if at > 0 {
                        told.push(self.words(self.sign("semicolon")));
                    }
                    let became = match mark {
                        Mark::Kept => Change::Kept,
                        Mark::Added => Change::Inserted,
                        Mark::Removed => Change::Deleted,
                    };
                    let value = self.value_in_words(&change.field, panel, value);
                    told.extend(self.told_value(became, Some(&value)));
                }
                told
            }
        };
        Value::Line { content, span: None }
    }

    fn told_value(&mut self, change: Change, value: Option<&str>) -> Option<Inline> {
        value.map(|value| self.showing(change, |builder| builder.words(value)))
    }

    /// A field's value as a draft prints it: a question by its mark, and all else in the words that the comparison gives it.
    fn value_in_words(&self, field: &str, panel: Option<&str>, value: &str) -> String {
        if field != "questions" {
            return value.to_owned();
        }
        let panel = panel.and_then(|panel| self.publication.panels.find(|known| *known.id == *panel));
        let place = value.parse().ok().and_then(|number: usize| number.checked_sub(1));
        let mark = panel.zip(place).map(|(panel, place)| self.question_mark(panel, place));
        mark.unwrap_or_else(|| value.to_owned())
    }
}

/// What stands in the module of what is reviewed, but for panels.
fn module_of(record: Record, text: Value, outcomes: Value) -> Module {
    let module = Module::of("record", record).with("summary", text);
    module.with("recommendations", Value::List(vec![])).with("outcomes", outcomes)
}

/// How far the texts have come: no further than the least of them.
fn status_of(publication: &Publication, subject: Subject) -> Status {
    match subject {
        Subject::Panel(at) => completeness::status(publication, at),
        Subject::Chapter(at) => publication[at].status,
        Subject::Outcomes => publication.outcomes.iter().map(|outcome| outcome.status).min().unwrap_or_default(),
    }
}

const PART_MESSAGES: &str = "part:key-messages";

/// The label of the line or part of a panel's draft where something will stand; nothing if that is the panel's heading.
fn place_of(what: Missing) -> Option<&'static str> {
    Some(match what {
        Missing::Day | Missing::Time => "fact:session",
        Missing::Venue => "fact:venue",
        Missing::Moderator => "fact:moderator",
        Missing::Speakers => "fact:speakers",
        Missing::Rapporteur => "fact:rapporteur",
        Missing::Source => "fact:source",
        Missing::GuidingQuestions => "part:questions",
        Missing::KeyMessages | Missing::KeyMessageSource => PART_MESSAGES,
        Missing::Summary | Missing::SummarySources => "part:summary",
        Missing::Recommendations => "part:recommendations",
        Missing::Title
        | Missing::RecommendationText
        | Missing::RecommendationAddressees
        | Missing::RecommendationSource => return None,
    })
}

fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Kept => "kept",
        Mark::Added => "added",
        Mark::Removed => "removed",
    }
}
