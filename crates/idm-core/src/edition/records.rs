//! What is printed of each record. The names are listed in `docs/templates.md`.

use serde::Serialize;

use super::builder::{Builder, plain, plain_words};
use super::references::label;
use super::tree::{Inline, InlineKind, plain_text};
use super::value::{Record, Value};
use crate::alphabet::Alphabet;
use crate::bibliography::FormattedEntry;
use crate::markdown::tree::Target;
use crate::model::{
    Acronym, AnchorKind, Attribution, Chapter, Framework, Line, Mapping, Openings, Outcome, Panel, Participation,
    Person, Provenance, Recommendation, Ref, Session, StandardNumber, Theme, Workshop, question_id,
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
        record.push("short-title", short.map_or_else(|| publication.title.plain().into(), |title| plain(Some(title))));
        record.push(
            "series",
            publication.series.as_ref().map(|series| {
                let mut record = Record::default();
                record.push("name", plain(Some(&series.name)));
                record.push("number", plain(series.number.as_ref()));
                record
            }),
        );
        record.push("date", publication.date);
        record.push("language", publication.language.code());
        record.push("region", &publication.region);
        record.push("edition", self.line(publication.edition.as_ref()));
        record.push("authors", publication.authors.iter().map(|author| plain(Some(author))).collect::<Value>());
        record.push("keywords", publication.keywords.iter().map(|word| plain(Some(word))).collect::<Value>());
        record.push("description", plain(publication.description.as_ref()));
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
        printed.push("paper", layout.paper.name());
        printed.push("justify", layout.justify);
        printed.push("recto", layout.openings == Openings::Recto);
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
        record.push("said", said(common(own.iter().map(|entry| (entry.provenance.basis, entry.status)))));
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

    /// A recommendation.
    pub(super) fn recommendation(&mut self, at: Ref<Recommendation>) -> Record {
        let publication = self.publication;
        let Recommendation {
            id,
            number,
            title,
            text,
            note,
            addressees,
            mappings,
            questions,
            theme,
            attribution,
            provenance,
            status,
        } = &publication[at];
        let around = self.workshop.replace(attribution.workshop);
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Recommendation, id));
        record.push("number", self.mark(AnchorKind::Recommendation, number));
        let title = self.own_title("title", Some(title));
        let words = plain_words(&title);
        record.push("title", title);
        record.push("title-text", words);
        record.push("text", self.own_text("text", text.as_ref()));
        record.push("note", self.own_line("note", note.as_ref()));
        record.push("addressees", addressees.iter().map(word).collect::<Value>());
        let printed = mappings.iter().filter(|mapping| !publication[mapping.framework].retrospective);
        let mappings = printed.map(|mapping| mapping_record(mapping, &publication[mapping.framework]));
        record.push("mappings", mappings.collect::<Value>());
        let group = publication.recommendations.iter().filter(|other| other.theme == *theme);
        let group = common(group.map(|entry| (entry.provenance.basis, entry.status)));
        self.unsaid(&mut record, provenance, *status, group);
        record.push("origin", self.origin(*attribution));
        let resting = publication.outcomes.iter().filter(|outcome| outcome.recommendations.contains(&at));
        let resting = resting.map(|outcome| self.marked(AnchorKind::Outcome, &outcome.id, &outcome.number));
        let resting = resting.collect::<Value>();
        record.push("outcomes", resting);
        let asked = attribution.panel.into_iter().flat_map(|panel| questions.iter().map(move |&place| (panel, place)));
        let asked = asked.map(|(panel, place)| self.question_point(panel, place)).collect::<Value>();
        record.push("questions", asked);
        self.notes(&mut record, &label(AnchorKind::Recommendation, id));
        self.workshop = around;
        record
    }

    /// In a draft, the editors' notes in a record's lines, and what reviewers have said of it.
    fn notes(&mut self, record: &mut Record, label: &str) {
        let comments = self.open_comments(label);
        if let Some(review) = &mut self.review {
            let mut notes = std::mem::take(&mut review.pending);
            notes.extend(comments);
            record.push("notes", Value::Notes(notes));
        }
    }

    /// Where a recommendation was made.
    pub(super) fn origin(&mut self, attribution: Attribution) -> Record {
        let publication = self.publication;
        let workshop = &publication[attribution.workshop];
        let mut record = Record::default();
        match attribution.panel {
            Some(panel) => {
                record.push("kind", "panel");
                record.fields.extend(self.brief_panel(panel).fields);
            }
            None => {
                record.push("kind", "workshop");
                record.push("label", label(AnchorKind::Workshop, &workshop.id));
                record.push("number", workshop.number.to_string());
                record.push("title", self.line(workshop.title.as_ref()));
                record.push("city", plain(Some(&workshop.city)));
            }
        }
        record
    }

    /// What a panel is called elsewhere.
    pub(super) fn brief_panel(&mut self, at: Ref<Panel>) -> Record {
        let publication = self.publication;
        let panel = &publication[at];
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Panel, &panel.id));
        record.push("number", panel.number.to_string());
        record.push("title", self.line(panel.title.as_ref()));
        record.push("city", plain(Some(&publication[panel.workshop].city)));
        record
    }

    /// A panel.
    pub(super) fn panel(&mut self, at: Ref<Panel>) -> Record {
        let publication = self.publication;
        let panel = &publication[at];
        // The people are told together, and the summary is a text of its own beside the record.
        let Panel {
            id,
            folder: _,
            workshop,
            number,
            title,
            moderator: _,
            speakers: _,
            rapporteur: _,
            guiding_questions,
            key_messages,
            summary: _,
            provenance,
            status: own_status,
        } = panel;
        let workshop = &publication[*workshop];
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Panel, id));
        record.push("number", number.to_string());
        let title = self.own_title("title", title.as_ref());
        let words = plain_words(&title);
        record.push("title", title);
        record.push("title-text", words);
        let mut home = brief_workshop(workshop);
        home.push("title", self.line(workshop.title.as_ref()));
        record.push("workshop", home);
        record.push(
            "session",
            workshop.session_of(at).map(|session| {
                let mut record = Record::default();
                record.push("date", session.date);
                times(&mut record, session);
                record.push("venue", plain(workshop.venue.as_ref()));
                record
            }),
        );
        self.participants(&mut record, panel);
        let own = publication.recommendations_of(at);
        let questions = self.own_lines("guiding-questions", guiding_questions, |builder, place, line| {
            let mut record = place.map_or_else(Record::default, |place| builder.question_point(at, place));
            record.push("text", line);
            record.push("removed", place.is_none());
            let from =
                own.iter().filter(|&&entry| place.is_some_and(|place| publication[entry].questions.contains(&place)));
            let from = from.map(|&entry| builder.brief_recommendation(&publication[entry])).collect::<Value>();
            record.push("recommendations", from);
            record.into()
        });
        record.push("questions", questions);
        let messages = key_messages.iter().map(|message| &message.text);
        let messages = self.own_lines("key-messages", messages, |builder, at, line| {
            let mut record = Record::default();
            record.push("text", line);
            match at.and_then(|at| key_messages.get(at)) {
                Some(message) => builder.provenance(&mut record, &message.provenance),
                // Nobody asks for the source of what is gone.
                None => ["source", "basis"].into_iter().for_each(|name| record.push(name, Value::None)),
            }
            record.push("removed", at.is_none());
            let same = at.and_then(|at| key_messages.get(at)).is_some_and(|message| {
                let (own, all) = (&message.provenance, provenance);
                let place =
                    |of: &Provenance| of.source.as_ref().map(|target| (target.id.clone(), target.locator.clone()));
                own.basis == all.basis && place(own).is_some() && place(own) == place(all)
            });
            record.push("said", same && builder.review.is_none());
            record.into()
        });
        record.push("key-messages", messages);
        self.provenance(&mut record, provenance);
        record.push("planned", provenance.basis.is_some() && !panel.is_reported());
        let group = common(publication.printed_panels().map(|at| publication[at].status));
        let told = self.review.is_some() || group != Some(*own_status);
        record.push("status", told.then(|| status(*own_status)));
        // Those that come from none of its questions.
        let own = own.into_iter().filter(|&at| publication[at].questions.is_empty());
        let own = own.map(|at| self.brief_recommendation(&publication[at])).collect::<Value>();
        record.push("recommendations", own);
        self.notes(&mut record, &label(AnchorKind::Panel, id));
        record
    }

    fn brief_recommendation(&mut self, entry: &Recommendation) -> Record {
        let mut record = self.marked(AnchorKind::Recommendation, &entry.id, &entry.number);
        record.push("title", self.line(Some(&entry.title)));
        record
    }

    /// A number that cannot be taken for that of another kind: "R3.2", "O1.1", "Q2.3".
    pub(super) fn mark(&self, kind: AnchorKind, number: &str) -> String {
        format!("{}{number}", self.labels.get(&self.language, &format!("letter.{}", kind.name())))
    }

    /// Something by its mark alone.
    pub(super) fn marked(&self, kind: AnchorKind, id: &str, number: &str) -> Record {
        numbered(kind, id, &self.mark(kind, number))
    }

    /// The mark of a panel's question.
    pub(super) fn question_mark(&self, panel: Ref<Panel>, place: usize) -> String {
        self.mark(AnchorKind::Question, &self.publication.question_number(panel, place))
    }

    /// A panel's question by its mark alone.
    fn question_point(&self, panel: Ref<Panel>, place: usize) -> Record {
        let id = question_id(&self.publication[panel].id, place);
        self.marked(AnchorKind::Question, &id, &self.publication.question_number(panel, place))
    }

    fn participants(&mut self, record: &mut Record, panel: &Panel) {
        let publication = self.publication;
        let workshop = &publication[panel.workshop];
        let mut person = |at: Ref<Person>| self.person(at, workshop, &panel.provenance);
        record.push("moderator", panel.moderator.map(&mut person));
        record.push("rapporteur", panel.rapporteur.map(&mut person));
        record.push("speakers", panel.speakers.iter().map(|&at| person(at)).collect::<Value>());
    }

    /// A person as a panel or session of a workshop names them: whether they were only announced for it, and the source of
    /// that where it is another than the one of what names them.
    fn person(&mut self, at: Ref<Person>, workshop: &Workshop, around: &Provenance) -> Record {
        let publication = self.publication;
        let person = &publication[at];
        let here = person.participation.iter().filter(|part| publication[part.workshop].id == workshop.id);
        let told: Vec<&Provenance> =
            here.map(|part| &part.provenance).filter(|provenance| provenance.basis.is_some()).collect();
        let looks_ahead = |provenance: &Provenance| provenance.basis.is_some_and(Basis::looks_ahead);
        let announced = if told.is_empty() { looks_ahead(around) } else { told.iter().all(|part| looks_ahead(part)) };
        let source = told.first().and_then(|part| part.source.as_ref());
        let own = around.source.as_ref().map(|source| &source.id);
        let source = source.filter(|source| announced && own != Some(&source.id));
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Person, &person.id));
        person_fields(&mut record, person);
        record.push("announced", announced);
        record.push("source", self.cited(source));
        record
    }

    /// A workshop with its agenda.
    pub(super) fn workshop(&mut self, workshop: &Workshop) -> Record {
        // What is said of it in a text of its own stands beside it, and panels have pages of their own.
        let Workshop {
            id,
            number,
            title,
            kind,
            city,
            venue,
            dates,
            dates_places: _,
            participants,
            about: _,
            agenda,
            panels: _,
            provenance,
            status: own,
        } = workshop;
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Workshop, id));
        record.push("number", number.to_string());
        record.push("title", self.line(title.as_ref()));
        record.push("kind", plain(kind.as_ref()));
        record.push("city", plain(Some(city)));
        record.push("venue", plain(venue.as_ref()));
        record.push("start", dates.map(|(first, _)| first));
        record.push("end", dates.map(|(_, last)| last));
        record.push("participants", *participants);
        self.provenance(&mut record, provenance);
        let group = common(self.publication.workshops.iter().map(|workshop| workshop.status));
        record.push("status", (group != Some(*own)).then(|| status(*own)));
        // Consecutive sessions of one day; those whose day is not known stand together, too.
        let days = agenda.chunk_by(|a, b| a.date == b.date).map(|sessions| {
            let mut record = Record::default();
            record.push("date", sessions.first().and_then(|session| session.date));
            let sessions = sessions.iter().map(|session| self.session(session, workshop));
            let sessions = sessions.collect::<Value>();
            record.push("sessions", sessions);
            record
        });
        let days = days.collect::<Value>();
        record.push("days", days);
        record
    }

    fn session(&mut self, session: &Session, workshop: &Workshop) -> Record {
        let publication = self.publication;
        // The day stands over its sessions; where things are written concerns nobody who reads them.
        let Session { id, kind, date: _, start: _, end: _, panel, title, people, note, provenance, places: _ } =
            session;
        let panel = panel.map(|at| &publication[at]);
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("label", label(AnchorKind::Session, id));
        record.push("key", self.session_key(session));
        record.push("kind", word(kind));
        times(&mut record, session);
        record.push("title", self.line(title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()))));
        record.push("panel", panel.map(|panel| numbered(AnchorKind::Panel, &panel.id, &panel.number.to_string())));
        let people = people.iter().map(|&at| self.person(at, workshop, provenance));
        let people = people.collect::<Value>();
        record.push("people", people);
        self.provenance(&mut record, provenance);
        record.push("note", self.remark(note.as_ref()));
        record
    }

    /// The outcomes by theme.
    pub(super) fn outcomes(&mut self) -> Value {
        let publication = self.publication;
        let mut themes = vec![];
        for (at, theme) in publication.themes.entries() {
            let own: Vec<&Outcome> = publication.outcomes.iter().filter(|outcome| outcome.theme == at).collect();
            if own.is_empty() {
                continue;
            }
            let mut record = Record::default();
            record.push("theme", self.brief_theme(theme));
            let own = own.into_iter().map(|outcome| self.outcome(outcome)).collect::<Value>();
            record.push("outcomes", own);
            themes.push(record);
        }
        themes.into_iter().collect()
    }

    fn outcome(&mut self, outcome: &Outcome) -> Record {
        let publication = self.publication;
        // Outcomes stand under their theme.
        let Outcome { id, number, title, text, theme: _, recommendations, provenance, status } = outcome;
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Outcome, id));
        record.push("number", self.mark(AnchorKind::Outcome, number));
        record.push("title", self.line(Some(title)));
        record.push("text", self.text(text.as_ref()));
        let basis = recommendations.iter().map(|&at| {
            let entry = &publication[at];
            let mut record = self.brief_recommendation(entry);
            record.push("origin", self.origin(entry.attribution));
            self.provenance(&mut record, &entry.provenance);
            record
        });
        let basis = basis.collect::<Value>();
        record.push("recommendations", basis);
        self.unsaid(&mut record, provenance, *status, self.common_of_outcomes());
        record
    }

    fn common_of_outcomes(&self) -> Option<(Option<Basis>, Status)> {
        common(self.publication.outcomes.iter().map(|outcome| (outcome.provenance.basis, outcome.status)))
    }

    /// What is said of all outcomes once.
    pub(super) fn said_of_outcomes(&self) -> Value {
        said(self.common_of_outcomes())
    }

    /// The people by name.
    pub(super) fn people(&mut self) -> Value {
        let publication = self.publication;
        let alphabet = Alphabet::of(publication.language);
        let mut people: Vec<&Person> = publication.people.iter().collect();
        people.sort_by(|a, b| alphabet.compare(&a.sort, &b.sort).then_with(|| a.id.cmp(&b.id)));
        let people = people.into_iter().map(|person| {
            let Person { id, name: _, sort, honorific, post: _, organization: _, country: _, participation } = person;
            let mut record = Record { span: Some(id.span()), ..Record::default() };
            record.push("label", label(AnchorKind::Person, id));
            record.push("sort", sort);
            record.push("honorific", plain(honorific.as_ref()));
            person_fields(&mut record, person);
            let participation = participation.iter().map(|part| {
                let Participation { workshop, role, note, provenance } = part;
                let mut record = Record::default();
                record.push("workshop", brief_workshop(&publication[*workshop]));
                record.push("role", word(role));
                record.push("announced", part.is_announced());
                self.provenance(&mut record, provenance);
                record.push("note", self.remark(note.as_ref()));
                record
            });
            let participation = participation.collect::<Value>();
            record.push("participation", participation);
            record
        });
        people.collect()
    }

    /// The people of each panel that the book prints, by workshop and number.
    pub(super) fn people_by_panel(&mut self) -> Value {
        let publication = self.publication;
        let panels = publication.printed_panels().map(|at| {
            let panel = &publication[at];
            self.workshop = Some(panel.workshop);
            let mut record = Record::default();
            record.push("panel", self.brief_panel(at));
            self.participants(&mut record, panel);
            record
        });
        let panels = panels.collect();
        self.workshop = None;
        panels
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
    fn provenance(&mut self, record: &mut Record, provenance: &Provenance) {
        record.push("source", self.cited(provenance.source.as_ref()));
        record.push("basis", provenance.basis.as_ref().map(word));
    }

    /// The same, and how far the text has come. In the book, what the whole group shares is said of the group; a review copy
    /// shows one record beside others of other groups.
    fn unsaid(
        &mut self,
        record: &mut Record,
        provenance: &Provenance,
        state: Status,
        group: Option<(Option<Basis>, Status)>,
    ) {
        let (basis, shared) = group.filter(|_| self.review.is_none()).unzip();
        record.push("source", self.cited(provenance.source.as_ref()));
        record.push("basis", provenance.basis.filter(|own| basis.flatten().as_ref() != Some(own)).as_ref().map(word));
        record.push("status", Some(state).filter(|own| shared.as_ref() != Some(own)).map(status));
    }

    /// The citation of a key that stands in a record. It stands by itself, so that it needs no brackets around it.
    pub(super) fn cited(&mut self, source: Option<&Target>) -> Value {
        let source = source.map(|source| {
            let content = unbracketed(self.source(source));
            Value::Line { content, span: self.place(source.span) }
        });
        source.unwrap_or(Value::None)
    }
}

/// What most of a group share, if there is a group: of equals, what comes first.
fn common<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = vec![];
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

fn said(common: Option<(Option<Basis>, Status)>) -> Value {
    let said = common.map(|(basis, state)| {
        let mut record = Record::default();
        record.push("basis", basis.as_ref().map(word));
        record.push("status", status(state));
        record
    });
    said.into()
}

/// A citation without the brackets that set it apart in running text.
fn unbracketed(mut content: Vec<Inline>) -> Vec<Inline> {
    let text = plain_text(&content);
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

fn mapping_record(mapping: &Mapping, framework: &Framework) -> Record {
    let mut record = Record::default();
    record.push("framework", plain(Some(&framework.short)));
    let elements = mapping.elements.iter().map(|&at| {
        let element = &framework.elements[at];
        let mut record = Record::default();
        record.push("label", plain(Some(&element.label)));
        record.push("title", plain(element.title.as_ref()));
        record
    });
    record.push("elements", elements.collect::<Value>());
    record
}

/// What a workshop is called elsewhere.
pub(super) fn brief_workshop(workshop: &Workshop) -> Record {
    let mut record = Record::default();
    record.push("label", label(AnchorKind::Workshop, &workshop.id));
    record.push("number", workshop.number.to_string());
    record.push("city", plain(Some(&workshop.city)));
    record
}

/// Something by its number alone.
pub(super) fn numbered(kind: AnchorKind, id: &str, number: &str) -> Record {
    let mut record = Record::default();
    record.push("label", label(kind, id));
    record.push("number", number);
    record
}

fn person_fields(record: &mut Record, person: &Person) {
    record.push("name", plain(Some(&person.name)));
    record.push("post", plain(person.post.as_ref()));
    record.push("organization", plain(person.organization.as_ref()));
    record.push("country", plain(person.country.as_ref()));
}

fn times(record: &mut Record, session: &Session) {
    for (name, time) in [("start", session.start), ("end", session.end)] {
        record.push(name, time.map(|time| time.to_string()));
    }
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
