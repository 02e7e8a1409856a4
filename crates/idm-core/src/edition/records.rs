//! What is printed of each record. The names are listed in `docs/templates.md`.

use serde::Serialize;

use super::builder::{Builder, bare, plain, plain_words};
use super::references::label;
use super::tree::{Block, Inline, InlineKind, PassageChange, plain_text_of_all};
use super::value::{Record, Value};
use crate::bibliography::FormattedEntry;
use crate::markdown::tree::Target;
use crate::model::is_picture;
use crate::model::{
    Acronym, AnchorKind, Chapter, Line, Links, Openings, Provenance, Recommendation, StandardNumber, Theme,
};
use crate::schema::{Basis, Status};

/// Where the records of a publication lie in its documents, as data.
pub const RECORDS_PATH: &str = "records.json";

impl<'a> Builder<'a> {
    /// The title page's data and the settings of the page.
    pub(super) fn publication_record(&mut self) -> Record {
        let publication = self.publication;
        let mut record = Record::default();
        record.push("id", &publication.id);
        self.titled(&mut record, Some(&publication.title));
        record.push("subtitle", self.line(publication.subtitle.as_ref()));
        let short = publication.short_title.as_ref();
        record.push("short-title", short.map_or_else(|| publication.title.plain().into(), |title| bare(Some(title))));
        record.push(
            "series",
            publication.series.as_ref().map(|series| {
                let mut record = Record::default();
                record.push("name", plain(Some(&series.name)));
                record.push("number", bare(series.number.as_ref()));
                record
            }),
        );
        record.push("date", publication.date);
        record.push("language", publication.language.code());
        record.push("region", &publication.region);
        record.push("edition", self.line(publication.edition.as_ref()));
        record.push("authors", publication.authors.iter().map(|author| bare(Some(author))).collect::<Value>());
        record.push("keywords", publication.keywords.iter().map(|word| bare(Some(word))).collect::<Value>());
        record.push("description", plain(publication.description.as_ref()));
        // A review copy has no cover.
        if self.review.is_none() {
            let mut printed = Record::default();
            printed.push("logo", self.line(publication.cover.logo.as_ref()));
            let partners = publication.cover.partners.iter().map(|partner| {
                let mut record = Record::default();
                record.push("name", self.line(Some(partner)));
                record.push("pictured", is_picture(partner));
                record
            });
            printed.push("partners", partners.collect::<Value>());
            record.push("cover", printed);
        }
        let imprint = &publication.imprint;
        let mut printed = Record::default();
        printed.push("publisher", self.line(imprint.publisher.as_ref()));
        printed.push("address", self.line(imprint.address.as_ref()));
        printed.push("rights", self.line(imprint.rights.as_ref()));
        printed.push("disclaimer", self.line(imprint.disclaimer.as_ref()));
        printed.push("isbn", standard_number(&imprint.isbn));
        printed.push("issn", standard_number(&imprint.issn));
        record.push("imprint", printed);
        let layout = publication.settings.layout;
        let mut printed = Record::default();
        let paper = if self.review.is_some() { layout.paper.for_review() } else { layout.paper };
        let (width, height) = paper.size();
        printed.push("paper", paper.name());
        printed.push("width", format!("{width}mm"));
        printed.push("height", format!("{height}mm"));
        printed.push("justify", layout.justify);
        printed.push("recto", layout.openings == Openings::Recto);
        printed.push("quiet-links", layout.links == Links::Quiet);
        record.push("layout", printed);
        record.push("attachment", format!("/{RECORDS_PATH}"));
        record.push("compiled", publication.outcomes_are_compiled());
        record
    }

    /// A title and its words for metadata and bookmarks.
    pub(super) fn titled(&mut self, record: &mut Record, title: Option<&Line>) {
        let title = self.line(title);
        let words = plain_words(&title);
        record.push("title", title);
        record.push("title-text", words);
    }

    /// A chapter.
    pub(super) fn chapter(&mut self, chapter: &Chapter) -> Record {
        let mut record = Record::default();
        record.push("id", &chapter.id);
        record.push("label", label(AnchorKind::Chapter, &chapter.id));
        self.titled(&mut record, Some(&chapter.title));
        record.push("status", status(chapter.status));
        record
    }

    /// A theme.
    pub(super) fn theme(&mut self, theme: &Theme) -> Record {
        let publication = self.publication;
        let mut record = Record::default();
        record.push("id", &theme.id);
        record.push("label", label(AnchorKind::Theme, &theme.id));
        record.push("number", theme.number.to_string());
        self.titled(&mut record, Some(&theme.title));
        record.push("working-title", theme.working_title);
        let panels = theme.panels.iter().map(|place| {
            let panel = &publication[place.panel];
            let workshop = &publication[panel.workshop];
            let mut record = Record::default();
            record.push("label", label(AnchorKind::Panel, &panel.id));
            record.push("number", panel.number.to_string());
            self.titled(&mut record, panel.title.as_ref());
            record.push("city", plain(Some(&workshop.city)));
            record.push("printed", place.printed);
            record
        });
        let panels = panels.collect::<Value>();
        record.push("panels", panels);
        let own = publication.recommendations.iter().filter(|entry| publication[entry.theme].id == theme.id);
        let own: Vec<&Recommendation> = own.collect();
        let end =
            |entry: Option<&&Recommendation>| entry.map(|entry| self.mark(AnchorKind::Recommendation, &entry.number));
        record.push("first-recommendation", end(own.first()));
        record.push("last-recommendation", end(own.last().filter(|_| own.len() > 1)));
        let stated = own.iter().map(|entry| Stated {
            basis: entry.provenance.basis,
            status: entry.status,
            number: self.mark(AnchorKind::Recommendation, &entry.number),
        });
        record.push("said", said(&stated.collect::<Vec<_>>()));
        record
    }

    /// What a theme is called elsewhere.
    pub(super) fn brief_theme(&mut self, theme: &Theme) -> Record {
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Theme, &theme.id));
        record.push("number", theme.number.to_string());
        record.push("title", self.line(Some(&theme.title)));
        record
    }

    /// In a draft, the editors' notes in a record's title, and what reviewers have said of the record. Asked for right behind the
    /// title, they have lower numbers than what stands below it.
    pub(super) fn notes_at_title(&mut self, label: &str) -> Vec<Block> {
        let comments = self.open_comments(label);
        let mut notes = self.review.as_mut().map(|review| std::mem::take(&mut review.pending)).unwrap_or_default();
        notes.extend(comments);
        notes
    }

    /// In a draft, the notes at a record's title, and the editors' notes in its other lines.
    pub(super) fn notes(&mut self, record: &mut Record, mut notes: Vec<Block>) {
        if let Some(review) = &mut self.review {
            notes.append(&mut review.pending);
            record.push("notes", Value::Notes(notes));
        }
    }

    /// In a draft, the mark of a line, what became of it, and what stands beside it: the editors' notes in it, and what
    /// reviewers have said of it.
    pub(super) fn reviewed(
        &mut self,
        record: &mut Record,
        label: &str,
        key: &str,
        at: Option<usize>,
        change: Option<PassageChange>,
    ) {
        let Some(review) = &self.review else { return };
        let mark = at.and_then(|at| review.marks.get(label, key).get(at).cloned());
        let notes = mark.as_ref().map(|mark| self.notes_at_title(&format!("passage:{mark}")));
        record.push("mark", mark);
        record.push("change", change.map(PassageChange::name));
        record.push("notes", Value::Notes(notes.unwrap_or_default()));
    }

    /// A number that cannot be taken for that of another kind: "R3.2", "O1.1", "Q2.3".
    pub(super) fn mark(&self, kind: AnchorKind, number: &str) -> String {
        format!("{}{number}", self.labels.get(&self.language, &format!("letter.{}", kind.name())))
    }

    /// Something by its mark alone.
    pub(super) fn marked(&self, kind: AnchorKind, id: &str, number: &str) -> Record {
        numbered(kind, id, &self.mark(kind, number))
    }

    /// Some entries of the bibliography.
    pub(super) fn entries<'b>(&mut self, entries: impl IntoIterator<Item = &'b FormattedEntry>) -> Value {
        let entries = entries.into_iter().map(|entry| {
            let mut record = Record { span: Some(entry.span), ..Record::default() };
            record.push("label", label(AnchorKind::Reference, &entry.key));
            record.push("text", Value::Line { content: self.told(&entry.text, &[]), span: None });
            record
        });
        entries.collect()
    }

    /// The acronyms that the book uses.
    pub(super) fn abbreviations(&mut self) -> Value {
        let used = self.publication.used_acronyms.iter().map(|&at| &self.publication[at]);
        let used = used.map(|Acronym { short, long, note, source, .. }| {
            let mut record = Record::default();
            record.push("short", plain(Some(short)));
            record.push("long", plain(Some(long)));
            record.push("note", self.remark(note.as_ref()));
            record.push("source", self.cited(source.as_ref()));
            record
        });
        used.collect()
    }

    /// Where a fact or statement comes from.
    pub(super) fn provenance(&mut self, record: &mut Record, provenance: &Provenance) {
        record.push("source", self.cited(provenance.source.as_ref()));
        record.push("basis", provenance.basis.as_ref().map(word));
    }

    /// The same, and how far the text has come, but for what its group shares.
    pub(super) fn unsaid(
        &mut self,
        record: &mut Record,
        provenance: &Provenance,
        state: Status,
        group: Option<Status>,
    ) {
        let (basis, state) = self.unshared(provenance.basis, state, group);
        record.push("source", self.cited(provenance.source.as_ref()));
        record.push("basis", basis.as_ref().map(word));
        record.push("status", state.map(status));
    }

    /// What is said of one of a group. In the book, what statements stand on is said of their whole group, and so is the status
    /// that it shares; a review copy shows one record beside others of other groups.
    pub(super) fn unshared(
        &self,
        basis: Option<Basis>,
        state: Status,
        group: Option<Status>,
    ) -> (Option<Basis>, Option<Status>) {
        let common = group.filter(|_| self.review.is_none());
        (basis.filter(|_| common.is_none()), Some(state).filter(|own| common.as_ref() != Some(own)))
    }

    /// A citation that stands by itself, so that it needs no brackets around it.
    pub(super) fn own_source(&mut self, source: &Target) -> Vec<Inline> {
        unbracketed(self.source(source))
    }

    /// The citation of a key that stands in a record.
    pub(super) fn cited(&mut self, source: Option<&Target>) -> Value {
        let source =
            source.map(|source| Value::Line { content: self.own_source(source), span: self.place(source.span) });
        source.unwrap_or(Value::None)
    }
}

/// What most of a group share, if there is a group: of equals, what comes first.
pub(super) fn common<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = vec![];
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

/// What is said of a record together with others of its group.
pub(super) struct Stated {
    pub(super) basis: Option<Basis>,
    pub(super) status: Status,
    /// As it is printed.
    pub(super) number: String,
}

/// What is said of a group once: what most of it stand on, which stand on anything else, and how far most have come.
pub(super) fn said(group: &[Stated]) -> Value {
    let said = common(group.iter().map(|one| one.status)).map(|state| {
        let basis = common(group.iter().map(|one| one.basis)).flatten();
        let mut others: Vec<Basis> = vec![];
        for other in group.iter().filter_map(|one| one.basis) {
            if Some(other) != basis && !others.contains(&other) {
                others.push(other);
            }
        }
        let mut record = Record::default();
        record.push("basis", basis.as_ref().map(word));
        let exceptions = others.into_iter().map(|other| {
            let mut record = Record::default();
            record.push("basis", word(&other));
            record.push("numbers", runs(group, other).join(", "));
            record
        });
        record.push("exceptions", exceptions.collect::<Value>());
        record.push("status", status(state));
        record
    });
    said.into()
}

/// The numbers of those that stand on a basis; those that follow each other as "R1.6–R1.10".
fn runs(group: &[Stated], basis: Basis) -> Vec<String> {
    let runs = group.chunk_by(|a, b| (a.basis == Some(basis)) == (b.basis == Some(basis)));
    let runs = runs.filter(|run| run.first().is_some_and(|one| one.basis == Some(basis)));
    let ends = runs.map(|run| match run {
        [] => String::new(),
        [one] => one.number.clone(),
        [first, .., last] => format!("{}–{}", first.number, last.number),
    });
    ends.collect()
}

/// A citation without the brackets that set it apart in running text.
fn unbracketed(mut content: Vec<Inline>) -> Vec<Inline> {
    let text = plain_text_of_all(&content);
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    // Several in a row, or brackets within, are not one pair.
    if inner.is_some_and(|inner| !inner.contains(['(', ')'])) {
        take_first(&mut content);
        take_last(&mut content);
    }
    content
}

fn take_first(content: &mut [Inline]) -> bool {
    content.iter_mut().any(|inline| match &mut inline.kind {
        InlineKind::Words(words) if !words.is_empty() => {
            words.remove(0);
            true
        }
        InlineKind::Citation { content, .. } | InlineKind::Link { content, .. } => take_first(content),
        _ => false,
    })
}

fn take_last(content: &mut [Inline]) -> bool {
    content.iter_mut().rev().any(|inline| match &mut inline.kind {
        InlineKind::Words(words) => words.pop().is_some(),
        InlineKind::Citation { content, .. } | InlineKind::Link { content, .. } => take_last(content),
        _ => false,
    })
}

/// A number of the imprint: false if there is none, nothing while it is not known.
fn standard_number(number: &StandardNumber) -> Value {
    match number {
        StandardNumber::Unknown => Value::None,
        StandardNumber::None => false.into(),
        StandardNumber::Given(given) => plain(Some(given)),
    }
}

/// Something by its number alone.
pub(super) fn numbered(kind: AnchorKind, id: &str, number: &str) -> Record {
    let mut record = Record::default();
    record.push("label", label(kind, id));
    record.push("number", number);
    record
}

/// How far a text has come.
pub(super) fn status(status: Status) -> String {
    word(&status)
}

/// A value of a closed list under its name in the format, by which the labels file knows it, too.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
