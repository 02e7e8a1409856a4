//! What is printed of records: panels, recommendations, and the lists of facts that belong to them.

use idm_core::edition::tree::{Change, PlainRun, plain_runs};
use idm_core::edition::{Module, Record, Value, text_of};
use idm_core::remarks::map::REFERENCES;

use super::blocks::heading_style;
use super::body::{Paragraph, Writer};
use super::runs::Piece;
use crate::names;

/// The records of a list.
pub(super) fn records(value: Option<&Value>) -> impl Iterator<Item = &Record> {
    let list = match value {
        Some(Value::List(values)) => values.as_slice(),
        _ => &[],
    };
    list.iter().filter_map(|value| match value {
        Value::Record(record) => Some(record),
        _ => None,
    })
}

/// The values of a list.
pub(super) fn values(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::List(values)) => values,
        _ => &[],
    }
}

/// The record that a value is.
pub(super) fn record_of(value: Option<&Value>) -> Option<&Record> {
    match value {
        Some(Value::Record(record)) => Some(record),
        _ => None,
    }
}

/// Whether a value is set.
pub(super) fn is_true(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Flag(true)))
}

/// Whether something is known.
pub(super) fn is_known(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::None) => false,
        Some(Value::List(values)) => !values.is_empty(),
        Some(_) => true,
    }
}

/// Words in the document's own language.
pub(super) fn own_words(words: &str) -> Vec<PlainRun> {
    vec![PlainRun { words: words.to_owned(), language: None }]
}

/// The same before others.
pub(super) fn behind(words: &str, mut others: Vec<PlainRun>) -> Vec<PlainRun> {
    others.insert(0, PlainRun { words: words.to_owned(), language: None });
    others
}

/// The words of a value as they are printed a second time.
pub(super) fn runs_of(value: Option<&Value>) -> Vec<PlainRun> {
    match value {
        Some(Value::Plain { text, language, .. }) => {
            vec![PlainRun { words: text.clone(), language: language.clone() }]
        }
        Some(Value::Line { content, .. }) => plain_runs(content),
        _ => vec![],
    }
}

/// The name of a field that holds so many people. Of whom nobody is known, there is one who moderates and one who reports, and there
/// may have been several who spoke.
pub(super) fn field_of(several: &'static str, one: &'static str, people: usize) -> &'static str {
    match people {
        0 if several == "speakers" => several,
        0 | 1 => one,
        _ => several,
    }
}

impl Writer<'_> {
    /// A paragraph of plain words in a style.
    pub(super) fn plain_paragraph(&mut self, style: &'static str, text: &str) {
        let piece = self.plain(text);
        self.paragraph(&Paragraph { style, ..Paragraph::default() }, vec![piece]);
    }

    /// The words that stand where something is not known.
    pub(super) fn missing(&mut self) -> Vec<Piece> {
        let words = self.words.get("to-be-supplied");
        vec![self.with_look(|look| look.style = Some("ToBeSupplied"), |writer| writer.plain(words))]
    }

    /// The same with what it is that is not known.
    pub(super) fn missing_of(&mut self, what: &str) -> Vec<Piece> {
        let words = format!("[{what}{}{}]", self.words.colon(), self.words.get("to-be-supplied"));
        vec![self.with_look(|look| look.style = Some("ToBeSupplied"), |writer| writer.plain(&words))]
    }

    /// Words without mark-up, each in its language.
    pub(super) fn runs(&mut self, runs: &[PlainRun]) -> Vec<Piece> {
        let said = |run: &PlainRun, writer: &mut Self| {
            writer.with_look(|look| look.language.clone_from(&run.language), |writer| writer.plain(&run.words))
        };
        runs.iter().map(|run| said(run, self)).collect()
    }

    /// A value in a line of text.
    pub(super) fn value(&mut self, value: Option<&Value>) -> Vec<Piece> {
        match value {
            Some(Value::Plain { text, language, .. }) => vec![match language {
                Some(tag) => self.with_look(|look| look.language = Some(tag.clone()), |writer| writer.plain(text)),
                None => self.plain(text),
            }],
            Some(Value::Number(number)) => vec![self.plain(&number.to_string())],
            Some(Value::Date(date)) => vec![self.plain(&self.words.date(*date))],
            Some(Value::Line { content, .. }) => {
                let pieces = self.inlines(content);
                self.passage(content, pieces)
            }
            _ => vec![],
        }
    }

    /// A text with numbered passages, or the words that say that there is none.
    pub(super) fn text_value(&mut self, value: Option<&Value>) {
        match value {
            Some(Value::Text { blocks, .. }) => self.blocks(blocks),
            Some(Value::Line { content, .. }) => self.text(vec![], content, Change::Kept),
            _ => {
                let pieces = self.missing();
                self.paragraph(&Paragraph { style: "BodyText", ..Paragraph::default() }, pieces);
            }
        }
    }

    /// The editors' notes of a record that have no mark in its lines stand at the next paragraph.
    pub(super) fn notes_of(&mut self, record: &Record) {
        if let Some(Value::Notes(blocks)) = record.get("notes") {
            self.blocks(blocks);
        }
    }

    /// A fact: its name, and what is known.
    pub(super) fn fact(&mut self, name: &str, pieces: Vec<Piece>) {
        let strong = vec![self.strong(name)];
        self.fact_at(None, name, strong, pieces);
    }

    /// A fact whose name is an author's.
    pub(super) fn own_fact(&mut self, name: Option<&Value>, pieces: Vec<Piece>) {
        let strong = self.with_look(|look| look.bold = true, |writer| writer.value(name));
        self.fact_at(None, text_of(name), strong, pieces);
    }

    fn fact_at(&mut self, label: Option<&str>, name: &str, strong: Vec<Piece>, pieces: Vec<Piece>) {
        if pieces.is_empty() {
            return;
        }
        let mut all = self.labelled(label, name, strong);
        all.push(self.plain("\t"));
        all.extend(pieces);
        self.paragraph(&Paragraph { style: "Fact", ..Paragraph::default() }, all);
    }

    /// A fact by the key of its name.
    pub(super) fn field(&mut self, key: &str, pieces: Vec<Piece>) {
        let name = self.words.get(&format!("field.{key}"));
        // On the first page, what is missing leads here.
        let label = self.places.is_silent().then(|| format!("fact:{key}"));
        let strong = vec![self.strong(name)];
        self.fact_at(label.as_deref(), name, strong, pieces);
    }

    /// Something by kind and number, which leads there.
    pub(super) fn named(&mut self, kind: &str, record: &Record) -> Vec<Piece> {
        let words = self.words.numbered(kind, text_of(record.get("number")));
        self.reference(text_of(record.get("label")), &words, Change::Kept)
    }

    /// Pieces one after the other, with words between.
    pub(super) fn joined(&mut self, between: &str, parts: Vec<Vec<Piece>>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = vec![];
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !pieces.is_empty() {
                pieces.push(self.plain(between));
            }
            pieces.extend(part);
        }
        pieces
    }

    /// A person with post, organization and country, and whether they were only announced.
    pub(super) fn person(&mut self, person: &Record) -> Vec<Piece> {
        let name = self.value(person.get("name"));
        let label = text_of(person.get("label"));
        let mut pieces = self.link_to(label, Change::Kept, name);
        pieces.extend(self.index_mark(label));
        pieces.extend(self.index_mark(&format!("organization:{}", text_of(person.get("organization")))));
        for key in ["post", "organization", "country"] {
            let detail = self.value(person.get(key));
            if !detail.is_empty() {
                pieces.push(self.plain(", "));
                pieces.extend(detail);
            }
        }
        if is_true(person.get("announced")) {
            pieces.push(self.plain(&format!(", {}", self.words.get("role.announced"))));
            if is_known(person.get("source")) {
                pieces.push(self.plain(" "));
                pieces.extend(self.value(person.get("source")));
            }
        }
        pieces
    }

    /// Where something comes from, on what basis it stands, and its status unless it is cleared.
    pub(super) fn provenance(&mut self, record: &Record) -> Vec<Piece> {
        let source = if is_known(record.get("source")) { self.value(record.get("source")) } else { self.missing() };
        let mut parts = vec![source];
        let basis = text_of(record.get("basis"));
        if !basis.is_empty() {
            parts.push(vec![self.plain(self.words.get(&format!("basis.{basis}")))]);
        }
        let status = text_of(record.get("status"));
        if !matches!(status, "" | "cleared") {
            let words = self.words;
            let status = words.get(&format!("status.{status}"));
            parts.push(vec![self.plain(&format!("{}{}{status}", words.get("field.status"), words.colon()))]);
        }
        self.joined(" · ", parts)
    }

    /// What is known of a panel.
    pub(super) fn panel_facts(&mut self, record: &Record) {
        if let Some(workshop) = record_of(record.get("workshop")) {
            let mut pieces = self.named("workshop", workshop);
            pieces.push(self.plain(", "));
            pieces.extend(self.value(workshop.get("city")));
            if is_known(workshop.get("title")) {
                pieces.push(self.plain(self.words.colon()));
                pieces.extend(self.value(workshop.get("title")));
            }
            self.field("workshop", pieces);
        }
        let session = record_of(record.get("session"));
        let of_session = |key: &str| session.and_then(|session| session.get(key));
        let day = match of_session("date") {
            Some(Value::Date(date)) => Some(self.words.date(*date)),
            _ => None,
        };
        let time = |key: &str| Some(text_of(of_session(key))).filter(|time| !time.is_empty());
        let times = self.words.times(time("start"), time("end"));
        let when = day.into_iter().chain(times).collect::<Vec<_>>().join(", ");
        let pieces = if when.is_empty() { self.missing() } else { vec![self.plain(&when)] };
        self.field("session", pieces);
        let places = ["room", "venue"].into_iter().filter(|key| is_known(of_session(key)));
        let places: Vec<Vec<Piece>> = places.map(|key| self.value(of_session(key))).collect();
        let venue = if places.is_empty() { self.missing() } else { self.joined(", ", places) };
        self.field("venue", venue);
        for (key, one) in [("moderators", "moderator"), ("speakers", "speaker"), ("rapporteurs", "rapporteur")] {
            let people: Vec<Vec<Piece>> = records(record.get(key)).map(|person| self.person(person)).collect();
            let field = field_of(key, one, people.len());
            let pieces = if people.is_empty() { self.missing() } else { self.joined("\n", people) };
            self.field(field, pieces);
        }
        let pieces = self.provenance(record);
        self.field("source", pieces);
    }

    /// The title of a panel with its number, as a heading.
    pub(super) fn panel_heading(&mut self, level: u8, record: &Record) {
        let covers = self.words.numbered("panel", text_of(record.get("number")));
        let label = text_of(record.get("label")).to_owned();
        let number = vec![self.plain(&covers)];
        let mut pieces = self.labelled(Some(&label), &covers, number);
        pieces.push(self.plain(self.words.colon()));
        match record.get("title") {
            Some(title @ Value::Line { .. }) => pieces.extend(self.value(Some(title))),
            _ => pieces.push(self.plain(self.words.get("title-to-be-supplied"))),
        }
        let style = heading_style(level);
        self.paragraph(&Paragraph { style, ..Paragraph::default() }, pieces);
    }

    /// The title of what has no number, as a heading.
    pub(super) fn titled_heading(&mut self, level: u8, record: &Record) {
        let label = text_of(record.get("label")).to_owned();
        let pieces = self.value(record.get("title"));
        let pieces = self.labelled(Some(&label), "", pieces);
        self.paragraph(&Paragraph { style: heading_style(level), ..Paragraph::default() }, pieces);
    }

    /// The outcomes of a theme, each with what it rests on.
    pub(super) fn outcomes_of_theme(&mut self, level: u8, group: &Record) {
        if let Some(theme) = record_of(group.get("theme")) {
            let number = self.words.numbered("theme", text_of(theme.get("number")));
            let mut pieces = vec![self.plain(&format!("{number}. "))];
            pieces.extend(self.value(theme.get("title")));
            self.paragraph(&Paragraph { style: heading_style(level), ..Paragraph::default() }, pieces);
        }
        for outcome in records(group.get("outcomes")) {
            self.notes_of(outcome);
            self.marked_heading(level + 1, outcome);
            self.text_value(outcome.get("text"));
            let rests = records(outcome.get("recommendations")).map(|entry| self.mark_to(entry)).collect();
            let pieces = self.joined(self.words.semicolon(), rests);
            let pieces = if pieces.is_empty() { self.missing() } else { pieces };
            self.field("rests-on", pieces);
            let pieces = self.provenance(outcome);
            self.field("source", pieces);
        }
    }

    /// The heading of a part of a panel, to which what is missing leads.
    pub(super) fn part_heading(&mut self, level: u8, key: &str, title: &str) {
        let piece = self.plain(title);
        let pieces = self.labelled(Some(&format!("part:{key}")), title, vec![piece]);
        self.paragraph(&Paragraph { style: heading_style(level), ..Paragraph::default() }, pieces);
    }

    /// The texts of a panel, its parts at that level, in the order of the book.
    pub(super) fn panel_texts(&mut self, level: u8, record: &Record, summary: Option<&Value>) {
        let planned = is_true(record.get("planned"));
        let part = |writer: &Self, key: &str| {
            let section = if planned { "compiled" } else { "title" };
            writer.words.get(&format!("{section}.{key}"))
        };
        self.part_heading(level, "questions", self.words.get("title.questions"));
        if is_known(record.get("questions")) {
            let list = self.bullets();
            let own: Vec<&Record> = records(record.get("questions")).collect();
            for question in own {
                let begins = |frame: &mut super::body::Frame| {
                    frame.list = Some((0, list));
                    frame.begins_item = true;
                };
                let mark = self.mark_of(question);
                self.framed(begins, |writer| writer.line_of(mark, question.get("text")));
            }
        } else {
            self.text_value(None);
        }
        self.part_heading(level, "key-messages", part(self, "key-messages"));
        if is_known(record.get("key-messages")) {
            let own: Vec<&Record> = records(record.get("key-messages")).collect();
            let list = self.bullets();
            for message in own {
                let begins = |frame: &mut super::body::Frame| {
                    frame.list = Some((0, list));
                    frame.begins_item = true;
                    frame.style = Some("BoxList");
                };
                self.framed(begins, |writer| writer.line_of(vec![], message.get("text")));
                // Nobody asks for the source of what is gone.
                if !is_true(message.get("removed")) {
                    let before = format!("{}{}", self.words.get("field.source"), self.words.colon());
                    let mut pieces = vec![self.plain(&before)];
                    pieces.extend(self.provenance(message));
                    self.paragraph(&Paragraph { style: "BoxSource", ..Paragraph::default() }, pieces);
                }
            }
        } else {
            self.text_value(None);
        }
        self.part_heading(level, "summary", part(self, "summary"));
        self.framed(|frame| frame.shift = level, |writer| writer.text_value(summary));
    }

    /// The mark of a record before its words, which references lead to. What is gone has none.
    fn mark_of(&mut self, record: &Record) -> Vec<Piece> {
        let mark = text_of(record.get("number"));
        if mark.is_empty() {
            return vec![];
        }
        let pieces = vec![self.plain(mark)];
        let mut pieces = self.labelled(Some(text_of(record.get("label"))), mark, pieces);
        pieces.push(self.plain(" "));
        pieces
    }

    /// A line as a paragraph of its own behind `lead`, which is new or gone if all its words are.
    fn line_of(&mut self, lead: Vec<Piece>, value: Option<&Value>) {
        match value {
            Some(Value::Line { content, .. }) => {
                let mut changes = content.iter().map(|inline| inline.change);
                let change = match changes.next() {
                    Some(first) if changes.all(|change| change == first) => first,
                    _ => Change::Kept,
                };
                self.text(lead, content, change);
            }
            other => {
                let mut pieces = lead;
                pieces.extend(self.value(other));
                self.paragraph(&Paragraph { style: "BodyText", ..Paragraph::default() }, pieces);
            }
        }
    }

    /// A list with bullets; what is returned is how Word names it.
    pub(super) fn bullets(&mut self) -> usize {
        let list = idm_core::edition::tree::List {
            start: None,
            numbering: idm_core::markdown::tree::Numbering::default(),
            tight: true,
            items: vec![],
        };
        self.lists.begin(&list, 0)
    }

    /// A heading of a mark, such as "R3.2", and a title; references lead to the mark.
    fn marked_heading(&mut self, level: u8, record: &Record) {
        let mut pieces = self.mark_of(record);
        pieces.extend(self.value(record.get("title")));
        self.paragraph(&Paragraph { style: heading_style(level), ..Paragraph::default() }, pieces);
    }

    /// A mark that leads to what has it.
    fn mark_to(&mut self, record: &Record) -> Vec<Piece> {
        let mark = self.plain(text_of(record.get("number")));
        self.link_to(text_of(record.get("label")), Change::Kept, vec![mark])
    }

    /// A recommendation.
    pub(super) fn recommendation(&mut self, level: u8, record: &Record) {
        self.notes_of(record);
        self.marked_heading(level, record);
        for text in records(record.get("texts")) {
            let style = is_true(text.get("remark")).then_some("Remark");
            self.framed(|frame| frame.style = style.or(frame.style), |writer| writer.text_value(text.get("body")));
        }
        for fact in records(record.get("facts")) {
            let pieces = self.said_of_fact(None, fact.get("pieces"));
            self.field(text_of(fact.get("name")), pieces);
        }
        for mapping in records(record.get("mappings")) {
            let elements = records(mapping.get("elements")).map(|element| self.element(element)).collect();
            let pieces = self.joined(self.words.semicolon(), elements);
            self.fact(text_of(mapping.get("framework")), pieces);
        }
    }

    /// What a fact of a card says, piece by piece; `what` is what is not known where nothing is.
    pub(super) fn said_of_fact(&mut self, what: Option<&str>, pieces: Option<&Value>) -> Vec<Piece> {
        let mut all = vec![];
        for piece in records(pieces) {
            let [before, body, label, page] = self.fields(piece, ["before", "body", "label", "page"], &[]);
            if !text_of(before).is_empty() {
                all.push(self.plain(text_of(before)));
            }
            match (is_known(body), text_of(label)) {
                (false, _) => all.extend(self.gap(what)),
                (true, "") => all.extend(self.value(body)),
                (true, label) => {
                    all.extend(self.reference(label, text_of(body), Change::Kept));
                    if is_true(page) {
                        all.extend(self.page_behind(label));
                    }
                }
            }
        }
        all
    }

    /// An element of a framework.
    pub(super) fn element(&mut self, element: &Record) -> Vec<Piece> {
        let mut pieces = vec![self.strong(text_of(element.get("label")))];
        let title = self.value(element.get("title"));
        if !title.is_empty() {
            pieces.push(self.plain("\u{a0}"));
            pieces.extend(title);
        }
        pieces
    }

    /// The works cited.
    pub(super) fn references(&mut self, level: u8, list: Option<&Value>) {
        let title = self.words.get("title.references");
        let piece = self.plain(title);
        let properties = Paragraph { style: heading_style(level), ..Paragraph::default() };
        let mut heading = vec![piece];
        if !self.places.is_empty() {
            heading = self.bookmarked(&names::passage_bookmark(REFERENCES), heading);
        }
        self.paragraph(&properties, heading);
        for entry in records(list) {
            let pieces = self.value(entry.get("text"));
            let label = text_of(entry.get("label")).to_owned();
            let pieces = self.labelled(Some(&label), "", pieces);
            self.paragraph(&Paragraph { style: "Bibliography", ..Paragraph::default() }, pieces);
        }
    }
}

/// The value of a module by name.
pub(super) fn of<'m>(module: Option<&'m Module>, name: &str) -> Option<&'m Value> {
    module?.get(name)
}
