//! Chapters, themes with their panels and recommendations, and the outcomes.

use idm_core::edition::{Record, Value, text_of};

use super::super::blocks::{UNLISTED, heading_style};
use super::super::body::{Frame, Paragraph, Writer};
use super::super::records::{behind, field_of, is_known, is_true, own_words, record_of, records, runs_of};
use super::super::runs::Piece;

impl Writer<'_> {
    /// A chapter of prose. The contents list it alone.
    pub(super) fn chapter(&mut self, record: &Record, body: Option<&Value>) {
        let [label, title, text] = self.fields(record, ["label", "title", "title-text"], &["id", "status"]);
        let pieces = self.value(title);
        let pieces = self.labelled(Some(text_of(label)), text_of(text), pieces);
        self.titled(heading_style(1), Some((1, runs_of(title))), text_of(label), pieces);
        let within = |frame: &mut Frame| (frame.shift, frame.unlisted) = (1, true);
        self.framed(within, |writer| writer.text_or_nothing(body));
    }

    fn text_or_nothing(&mut self, text: Option<&Value>) {
        if is_known(text) {
            self.text_value(text);
        }
    }

    /// The opening of a theme, with what is found in it.
    pub(super) fn theme(&mut self, record: &Record, introduction: Option<&Value>) {
        let words = self.words;
        let names =
            ["label", "number", "title", "working-title", "panels", "first-recommendation", "last-recommendation"];
        let [label, own, title, working, panels, first, last] =
            self.fields(record, names, &["id", "said", "title-text"]);
        let name = words.numbered("theme", text_of(own));
        let piece = self.plain(&name);
        let mut pieces = self.labelled(Some(text_of(label)), &name, vec![piece]);
        pieces.push(self.plain(". "));
        pieces.extend(self.value(title));
        let listed = behind(&format!("{name}. "), runs_of(title));
        self.titled(heading_style(1), Some((1, listed)), text_of(label), pieces);
        if is_true(working) {
            self.plain_paragraph("Small", words.get("field.working-title"));
        }
        self.framed(|frame| frame.shift = 1, |writer| writer.text_or_nothing(introduction));
        let panels: Vec<&Record> = records(panels).collect();
        if panels.is_empty() && first.is_none() {
            return;
        }
        let piece = self.plain(words.get("title.panels"));
        self.paragraph(&Paragraph { style: "FrontHeading", keep_next: true, ..Paragraph::default() }, vec![piece]);
        for panel in panels {
            let names = ["label", "number", "title", "city", "printed"];
            let [label, own, title, city, printed] = self.fields(panel, names, &["title-text"]);
            let own = self.strong(&format!("{} ", text_of(own)));
            let title = self.known(title);
            let mut pieces = self.link_to(text_of(label), Default::default(), [vec![own], title].concat());
            pieces.push(self.plain(" · "));
            pieces.extend(self.value(city));
            if !is_true(printed) {
                pieces.push(self.plain(&format!(" · {}", words.get("field.printed-earlier"))));
            }
            self.ending_with_page(text_of(label), pieces);
        }
        if first.is_some() {
            let ends: Vec<&str> = [first, last].into_iter().flatten().map(|end| text_of(Some(end))).collect();
            let own = format!("generated:recommendations:{}", text_of(label));
            let pieces = self.leading(&own, &format!("{} {}", words.get("title.recommendations"), ends.join("–")));
            self.ending_with_page(&own, pieces);
        }
    }

    fn ending_with_page(&mut self, label: &str, mut pieces: Vec<Piece>) {
        let page = self.page_of(label);
        if !page.is_empty() {
            pieces.push(self.plain("\t"));
            pieces.extend(page);
        }
        self.line_in("ThemeEntry", pieces);
    }

    /// A panel.
    pub(super) fn panel(&mut self, record: &Record, summary: Option<&Value>) {
        let words = self.words;
        let names = ["label", "number", "name", "title", "questions", "key-messages", "recommendations"];
        let silent = [
            "id",
            "title-text",
            "workshop",
            "session",
            "moderators",
            "speakers",
            "rapporteurs",
            "source",
            "basis",
            "status",
            "planned",
            "notes",
        ];
        let [label, own, whole, title, questions, messages, recommendations] = self.fields(record, names, &silent);
        // "Panel 1, Lisbon": where no other could be meant, it is called by its number alone.
        let (name, whole) = (words.numbered("panel", text_of(own)), text_of(whole));
        let more = whole.strip_prefix(&name).unwrap_or_default();
        let piece = self.plain(&name);
        let mut pieces = self.labelled(Some(text_of(label)), &name, vec![piece]);
        pieces.push(self.plain(more));
        let mut pieces = self.labelled_also(text_of(label), whole, pieces);
        pieces.push(self.plain(". "));
        let untitled = words.get("title-to-be-supplied");
        pieces.extend(match title {
            Some(title) => self.value(Some(title)),
            None => vec![self.plain(untitled)],
        });
        let said = if title.is_some() { runs_of(title) } else { own_words(untitled) };
        self.titled(heading_style(2), Some((2, behind(&format!("{whole}. "), said))), text_of(label), pieces);
        self.panel_line(record);
        let known = [questions, messages].into_iter().any(is_known) || is_known(summary);
        if !known {
            return;
        }
        if is_known(questions) || is_known(recommendations) {
            self.panel_questions(questions, recommendations);
        }
        let section = if is_true(record.get("planned")) { "compiled" } else { "title" };
        if is_known(messages) {
            self.plain_heading(3, words.get(&format!("{section}.key-messages")));
            self.key_messages(messages);
        }
        self.plain_heading(3, words.get(&format!("{section}.summary")));
        match is_known(summary) {
            true => self.framed(|frame| frame.shift = 3, |writer| writer.text_value(summary)),
            false => {
                let pieces = self.gap(None);
                self.line_in("BodyText", pieces);
            }
        }
    }

    /// The facts of a panel in a line. What is not known is said once.
    fn panel_line(&mut self, record: &Record) {
        let words = self.words;
        let (mut parts, mut unknown): (Vec<Vec<Piece>>, Vec<&str>) = (vec![], vec![]);
        let session = record_of(record.get("session"));
        let [date, start, end, room, venue] = match session {
            Some(session) => self.fields(session, ["date", "start", "end", "room", "venue"], &[]),
            None => [None; 5],
        };
        let day = match date {
            Some(Value::Date(date)) => Some(words.date(*date)),
            _ => None,
        };
        let time = words.times(start.map(|time| text_of(Some(time))), end.map(|time| text_of(Some(time))));
        if day.is_none() || time.is_none() {
            unknown.push(words.get("field.session"));
        }
        let when = day.into_iter().chain(time).collect::<Vec<_>>().join(", ");
        if !when.is_empty() {
            parts.push(vec![self.plain(&when)]);
        }
        let places: Vec<Vec<Piece>> =
            [room, venue].into_iter().flatten().map(|place| self.value(Some(place))).collect();
        if places.is_empty() {
            unknown.push(words.get("field.venue"));
        } else {
            parts.push(self.joined(", ", places));
        }
        for (key, one) in [("moderators", "moderator"), ("speakers", "speaker"), ("rapporteurs", "rapporteur")] {
            let people: Vec<Vec<Piece>> = records(record.get(key)).map(|person| self.person(person)).collect();
            let name = words.get(&format!("field.{}", field_of(key, one, people.len())));
            if people.is_empty() {
                unknown.push(name);
                continue;
            }
            let mut pieces = vec![self.plain(&format!("{name}{}", words.colon()))];
            pieces.extend(self.joined(self.words.semicolon(), people));
            parts.push(pieces);
        }
        if let Some(workshop) = record_of(record.get("workshop")) {
            let [label, own] = self.fields(workshop, ["label", "number"], &["city", "title"]);
            let mut pieces = self.leading_kind("workshop", text_of(label), text_of(own));
            pieces.extend(self.page_behind(text_of(label)));
            parts.push(pieces);
        }
        if is_known(record.get("source")) {
            let mut pieces = vec![self.plain(&format!("{}{}", words.get("field.source"), words.colon()))];
            pieces.extend(self.provenance(record));
            parts.push(pieces);
        }
        if !unknown.is_empty() {
            parts.push(self.gap(Some(&unknown.join(", "))));
        }
        let pieces = self.joined(" · ", parts);
        self.line_in("Small", pieces);
    }

    /// The questions of a panel, each with the recommendations that come from it.
    fn panel_questions(&mut self, questions: Option<&Value>, recommendations: Option<&Value>) {
        let words = self.words;
        self.plain_heading(3, words.get("title.questions"));
        let mut named: Vec<String> = vec![];
        let questions: Vec<&Record> = records(questions).collect();
        for question in &questions {
            let names = ["label", "number", "text", "recommendations"];
            let [label, own, text, from] = self.fields(question, names, &["removed"]);
            let mark = self.strong(text_of(own));
            let mut pieces = self.labelled(Some(text_of(label)), text_of(own), vec![mark]);
            pieces.push(self.plain(" "));
            pieces.extend(self.value(text));
            self.line_in("Question", pieces);
            self.coming_from(from, &mut named);
        }
        if questions.is_empty() {
            let pieces = self.gap(None);
            self.line_in("BodyText", pieces);
        }
        if is_known(recommendations) {
            self.plain_paragraph("Question", words.get("panel.whole"));
            self.coming_from(recommendations, &mut vec![]);
        }
    }

    /// Recommendations that come from something; those that are `named` already without their titles.
    fn coming_from(&mut self, recommendations: Option<&Value>, named: &mut Vec<String>) {
        for item in records(recommendations) {
            let [label, own, title] = self.fields(item, ["label", "number", "title"], &[]);
            let label = text_of(label);
            let mut inner = vec![self.strong(&format!("{} ", text_of(own)))];
            if !named.iter().any(|known| known == label) {
                inner.extend(self.value(title));
                named.push(label.to_owned());
            }
            let pieces = self.link_to(label, Default::default(), inner);
            self.line_in("Aside", pieces);
        }
    }

    fn key_messages(&mut self, messages: Option<&Value>) {
        let list = self.bullets();
        for message in records(messages) {
            let [text] = self.fields(message, ["text"], &["source", "basis", "removed", "said"]);
            let pieces = self.value(text);
            let properties = Paragraph { style: "BoxList", numbering: Some((0, list)), ..Paragraph::default() };
            self.paragraph(&properties, pieces);
            if !is_true(message.get("removed")) && !is_true(message.get("said")) {
                let before = format!("{}{}", self.words.get("field.source"), self.words.colon());
                let mut pieces = vec![self.plain(&before)];
                pieces.extend(self.provenance(message));
                self.line_in("BoxSource", pieces);
            }
        }
    }

    /// The recommendations of a theme.
    pub(super) fn recommendations(&mut self, theme: &Record, list: Option<&Value>) {
        if !is_known(list) {
            return;
        }
        let words = self.words;
        let (title, label) = (words.get("title.recommendations"), text_of(theme.get("label")));
        let own = format!("generated:recommendations:{label}");
        let kicker = words.numbered("theme", text_of(theme.get("number")));
        self.plain_paragraph("Kicker", &kicker);
        let piece = self.plain(title);
        let pieces = self.labelled(Some(&own), title, vec![piece]);
        self.titled(heading_style(2), Some((2, own_words(title))), &own, pieces);
        self.said(record_of(theme.get("said")));
        for record in records(list) {
            self.card(record);
        }
    }

    /// A recommendation.
    fn card(&mut self, record: &Record) {
        let words = self.words;
        let silent = ["id", "title-text", "notes"];
        let [label, own, title, texts, facts, mappings] =
            self.fields(record, ["label", "number", "title", "texts", "facts", "mappings"], &silent);
        self.record_heading(label, own, title);
        for text in records(texts) {
            let [body, remark] = self.fields(text, ["body", "remark"], &["mark"]);
            match is_true(remark) {
                true => {
                    self.framed(|frame| frame.style = Some("Remark"), |writer| writer.text_value(body));
                }
                false => self.body_of(body),
            }
        }
        let mut parts = vec![];
        for (at, fact) in records(facts).enumerate() {
            let [name, lead, pieces] = self.fields(fact, ["name", "lead", "pieces"], &[]);
            let lead = text_of(lead);
            let what = lead.is_empty().then(|| words.get(&format!("field.{}", text_of(name))));
            let said = |writer: &mut Self| writer.said_of_fact(what, pieces);
            // The first fact, whom it is addressed to, is what a reader looks for.
            let mut said = if at == 0 { self.with_look(|look| look.bold = true, said) } else { said(self) };
            if !lead.is_empty() {
                said.insert(0, self.plain(lead));
            }
            parts.push(said);
        }
        let pieces = self.joined(" · ", parts);
        self.line_in("Small", pieces);
        for mapping in records(mappings).filter(|mapping| is_known(mapping.get("elements"))) {
            let [framework, elements] = self.fields(mapping, ["framework", "elements"], &[]);
            let elements = records(elements).map(|element| self.element(element)).collect();
            let pieces = self.joined(self.words.semicolon(), elements);
            self.own_fact(framework, pieces);
        }
    }

    /// A mark that leads to what has it.
    pub(super) fn marked(&mut self, record: &Record) -> Vec<Piece> {
        let [label, own] = self.fields(record, ["label", "number"], &[]);
        self.reference(text_of(label), text_of(own), Default::default())
    }

    /// The heading of a record: its mark, and its title.
    fn record_heading(&mut self, label: Option<&Value>, own: Option<&Value>, title: Option<&Value>) {
        let mark = self.plain(text_of(own));
        let mut pieces = self.labelled(Some(text_of(label)), text_of(own), vec![mark]);
        pieces.push(self.plain(" "));
        pieces.extend(self.value(title));
        self.line_in(heading_style(3), pieces);
    }

    fn body_of(&mut self, text: Option<&Value>) {
        match is_known(text) {
            true => self.framed(|frame| frame.shift = 3, |writer| writer.text_value(text)),
            false => {
                let pieces = self.gap(None);
                self.line_in("BodyText", pieces);
            }
        }
    }

    /// The outcomes by theme.
    pub(super) fn outcomes(&mut self, publication: &Record, groups: Option<&Value>, said: Option<&Value>) {
        let words = self.words;
        let compiled = is_true(publication.get("compiled"));
        self.generated("outcomes", words.get(if compiled { "compiled.outcomes" } else { "title.outcomes" }), true);
        if compiled {
            self.plain_paragraph("BodyText", words.get("compiled.about"));
        }
        self.said(record_of(said));
        let mut named: Vec<String> = vec![];
        for group in records(groups) {
            let [theme, outcomes] = self.fields(group, ["theme", "outcomes"], &[]);
            if let Some(theme) = record_of(theme) {
                let [own, title] = self.fields(theme, ["number", "title"], &["label"]);
                let mut pieces = vec![self.plain(&format!("{}. ", words.numbered("theme", text_of(own))))];
                pieces.extend(self.value(title));
                self.line_in(UNLISTED, pieces);
            }
            for outcome in records(outcomes) {
                self.outcome(outcome, &mut named);
            }
        }
        if !is_known(groups) {
            let pieces = self.gap(None);
            self.line_in("BodyText", pieces);
        }
    }

    fn outcome(&mut self, record: &Record, named: &mut Vec<String>) {
        let names = ["label", "number", "title", "text", "recommendations"];
        let [label, own, title, text, recommendations] =
            self.fields(record, names, &["id", "source", "basis", "status"]);
        self.record_heading(label, own, title);
        self.body_of(text);
        self.provenance_line(record);
        let piece = self.plain(self.words.get("field.rests-on"));
        self.paragraph(&Paragraph { style: "FrontHeading", keep_next: true, ..Paragraph::default() }, vec![piece]);
        let mut told = vec![];
        for item in records(recommendations) {
            let [label, own, title] = self.fields(item, ["label", "number", "title"], &["origin", "source", "basis"]);
            let label = text_of(label);
            let mut inner = vec![self.strong(text_of(own))];
            if !named.iter().any(|known| known == label) {
                inner.push(self.plain(" "));
                inner.extend(self.value(title));
            }
            told.push(label.to_owned());
            let mut pieces = self.link_to(label, Default::default(), inner);
            pieces.extend(self.page_behind(label));
            self.line_in("Aside", pieces);
        }
        if told.is_empty() {
            let pieces = self.gap(None);
            self.line_in("Aside", pieces);
        }
        named.extend(told);
    }
}
