//! A draft as a Word file: what reviewers are asked, then the panel with its changes.

use idm_core::edition::tree::{Change, Inline};
use idm_core::edition::{Document, Record, Value, text_of};

use super::body::{Paragraph, Writer};
use super::records::{is_known, of, record_of, records};
use super::runs::{Piece, Tracked};

impl Writer<'_> {
    /// The whole draft. Returns the section properties' relations to what runs along the pages.
    pub(super) fn draft(&mut self, document: &Document) {
        let module = |name: &str| document.modules.get(name);
        let front = record_of(of(module("draft"), "draft"));
        let state = record_of(of(module("state"), "state"));
        let panel = record_of(of(module("panel"), "record"));
        let publication = record_of(of(module("publication"), "publication"));
        let (Some(front), Some(panel), Some(publication)) = (front, panel, publication) else { return };
        let recommendations = of(module("panel"), "recommendations");
        let silent = self.places.silence(true);
        self.front(front, state, panel, publication, recommendations);
        self.section_end();
        self.places.silence(silent);
        self.tracks = true;
        self.notes_of(panel);
        match text_of(panel.get("subject")) {
            "panel" => {
                self.panel_heading(1, panel);
                self.panel_texts(2, panel, of(module("panel"), "summary"));
                self.part_heading(2, "recommendations", self.words.get("title.recommendations"));
                let mut any = false;
                for record in records(recommendations) {
                    any = true;
                    self.recommendation(3, record);
                }
                if !any {
                    self.text_value(None);
                }
            }
            "chapter" => {
                self.titled_heading(1, panel);
                let text = of(module("panel"), "summary");
                self.framed(|frame| frame.shift = 1, |writer| writer.text_value(text));
            }
            _ => {
                self.titled_heading(1, panel);
                for group in records(of(module("panel"), "outcomes")) {
                    self.outcomes_of_theme(2, group);
                }
            }
        }
        self.tracks = false;
        if is_known(of(module("references"), "references")) {
            self.references(2, of(module("references"), "references"));
        }
        // Notes that stand by themselves at the very end.
        if !self.pending.is_empty() {
            self.paragraph(&Paragraph { style: "BodyText", ..Paragraph::default() }, vec![]);
        }
    }

    fn front(
        &mut self,
        front: &Record,
        state: Option<&Record>,
        panel: &Record,
        publication: &Record,
        recommendations: Option<&Value>,
    ) {
        let words = self.words;
        self.plain_paragraph("Kicker", words.get("draft.kind"));
        let is_panel = text_of(panel.get("subject")) == "panel";
        let mut pieces = vec![];
        if is_panel {
            let number = words.numbered("panel", text_of(panel.get("number")));
            pieces.push(self.plain(&format!("{number}{}", words.colon())));
        }
        match panel.get("title") {
            Some(Value::Line { content, .. }) => pieces.extend(self.later(content)),
            _ => pieces.push(self.plain(words.get("title-to-be-supplied"))),
        }
        self.paragraph(&Paragraph { style: "Title", ..Paragraph::default() }, pieces);
        let what = self.strong(words.get(if is_panel { "draft.what" } else { "draft.what-text" }));
        self.paragraph(&Paragraph { style: "Small", ..Paragraph::default() }, vec![what]);
        let title = self.value(publication.get("title"));
        let edition = self.value(publication.get("edition"));
        let pieces = self.joined("\n", vec![title, edition]);
        self.paragraph(&Paragraph { style: "Small", ..Paragraph::default() }, pieces);

        self.unsettled(front);
        self.plain_paragraph("FrontHeading", words.get("draft.asked"));
        if let Some(review) = record_of(front.get("review")) {
            self.framed(|frame| frame.style = Some("Small"), |writer| writer.text_value(review.get("asked")));
            let by = match review.get("by") {
                Some(Value::Date(date)) => vec![self.plain(&words.date(*date))],
                _ => self.missing_of(words.get("draft.day")),
            };
            let replies = match is_known(review.get("replies")) {
                true => self.value(review.get("replies")),
                false => self.missing_of(words.get("draft.address")),
            };
            let mut pieces = self.with_look(|look| look.bold = true, |writer| writer.woven("draft.by", "date", by));
            pieces.push(self.plain(" "));
            pieces.extend(self.woven("draft.replies", "replies", replies));
            self.paragraph(&Paragraph { style: "Small", ..Paragraph::default() }, pieces);
        }
        self.plain_paragraph("FrontHeading", words.get("draft.comment"));
        let list = self.bullets();
        for key in ["draft.lines", "draft.in-word", "draft.notes-as-comments"] {
            let piece = self.plain(words.get(key));
            self.small_bullet(list, vec![piece]);
        }
        self.plain_paragraph("FrontHeading", words.get(if is_panel { "draft.glance" } else { "draft.glance-text" }));
        if is_panel {
            self.facts_of_panel(front, panel);
        }
        let status = words.get(&format!("status.{}", text_of(front.get("status"))));
        let piece = self.plain(status);
        self.field("status", vec![piece]);
        if is_panel {
            let count = self.plain(&records(recommendations).count().to_string());
            self.field("recommendations", vec![count]);
        }
        self.gaps(front);
        if let Some(compared) = record_of(front.get("compared")) {
            self.compared(compared);
        }
        self.responses(front);
        if let Some(revision) =
            state.map(|state| text_of(state.get("revision"))).filter(|revision| revision.contains('+'))
        {
            let words = format!(
                "{}{}{}",
                words.fill("draft.revision", &[("revision", revision)]),
                words.colon(),
                words.get("draft.uncommitted")
            );
            self.plain_paragraph("Small", &words);
        }
    }

    /// A pattern of the labels with something in its gap.
    fn woven(&mut self, path: &str, key: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        let pattern = self.words.get(path);
        let (before, after) = pattern.split_once(&format!("{{{key}}}")).unwrap_or((pattern, ""));
        let mut woven = vec![self.plain(before)];
        woven.extend(pieces);
        woven.push(self.plain(after));
        woven
    }

    fn facts_of_panel(&mut self, front: &Record, panel: &Record) {
        let words = self.words;
        self.panel_facts(&without_status(panel));
        let themes = records(front.get("themes"))
            .map(|theme| {
                let mut pieces = vec![self.plain(&format!("{}. ", text_of(theme.get("number"))))];
                pieces.extend(self.value(theme.get("title")));
                pieces
            })
            .collect();
        let mut pieces = self.joined("\n", themes);
        if pieces.is_empty() {
            pieces = self.missing();
        }
        self.fact(words.get("kind.theme"), pieces);
    }

    /// What became of each comment that reviewers have made.
    fn responses(&mut self, front: &Record) {
        if !is_known(front.get("responses")) {
            return;
        }
        let words = self.words;
        let title = words.get("draft.responses");
        self.plain_paragraph("FrontHeading", title);
        self.begin_table(&[3.0, 3.0, 6.0, 6.0], false, true, title);
        self.begin_row(true, Tracked::No);
        for key in ["response-at", "response-by", "response-said", "response"] {
            let piece = self.plain(words.get(&format!("draft.{key}")));
            self.cell(vec![piece], None, true, Tracked::No);
        }
        self.part.xml.push_str("</w:tr>");
        for response in records(front.get("responses")) {
            let (label, number) = (text_of(response.get("label")), text_of(response.get("number")));
            let place = match (label.strip_prefix("passage:"), label, number) {
                (Some(mark), ..) => mark.to_owned(),
                (None, "", _) => "–".to_owned(),
                (None, _, "") => words.get("kind.panel").to_owned(),
                (None, _, number) => words.numbered("recommendation", number),
            };
            let place = vec![self.plain(&place)];
            let place = self.link_to(label, Change::Kept, place);
            let became = match is_known(response.get("note")) {
                true => self.value(response.get("note")),
                false => vec![self.strong(words.get("draft.response-open"))],
            };
            let cells = [place, self.value(response.get("by")), self.value(response.get("said")), became];
            self.begin_row(false, Tracked::No);
            for cell in cells {
                self.cell(cell, None, false, Tracked::No);
            }
            self.part.xml.push_str("</w:tr>");
        }
        self.part.xml.push_str("</w:tbl>");
        self.paragraph(&Paragraph { style: "AfterTable", ..Paragraph::default() }, vec![]);
    }

    /// Running text as it is now: where changes are listed, and in titles.
    fn later(&mut self, content: &[Inline]) -> Vec<Piece> {
        let present: Vec<Inline> =
            content.iter().filter(|inline| inline.change != Change::Deleted).cloned().map(kept).collect();
        self.inlines(&present)
    }

    fn small_bullet(&mut self, list: usize, pieces: Vec<Piece>) {
        self.paragraph(&Paragraph { style: "SmallList", numbering: Some((0, list)), ..Paragraph::default() }, pieces);
    }

    fn gaps(&mut self, front: &Record) {
        let words = self.words;
        if is_known(front.get("missing")) {
            self.plain_paragraph("FrontHeading", words.get("draft.missing"));
            let list = self.bullets();
            for gap in records(front.get("missing")) {
                let what = self.plain(words.get(&format!("missing.{}", text_of(gap.get("what")))));
                let mut pieces = self.link_to(text_of(gap.get("label")), Change::Kept, vec![what]);
                if is_known(gap.get("subject")) {
                    pieces.push(self.plain(words.colon()));
                    pieces.extend(self.value(gap.get("subject")));
                }
                self.small_bullet(list, pieces);
            }
        }
    }

    /// Which panels may still change the numbers: before all that a reviewer would quote by them.
    fn unsettled(&mut self, front: &Record) {
        let words = self.words;
        if is_known(front.get("unsettled")) {
            let piece = self.strong(words.get("draft.unsettled"));
            self.paragraph(&Paragraph { style: "Small", ..Paragraph::default() }, vec![piece]);
            let list = self.bullets();
            for panel in records(front.get("unsettled")) {
                let number = text_of(panel.get("number"));
                let text = match number {
                    "" => text_of(panel.get("folder")).to_owned(),
                    number => words.numbered("panel", number),
                };
                let mut pieces = vec![self.plain(&text)];
                if is_known(panel.get("city")) {
                    pieces.push(self.plain(", "));
                    pieces.extend(self.value(panel.get("city")));
                }
                if is_known(panel.get("title")) {
                    pieces.push(self.plain(words.colon()));
                    pieces.extend(self.value(panel.get("title")));
                }
                self.small_bullet(list, pieces);
            }
        }
    }

    /// What has changed, record by record. In the text the changes are tracked.
    fn compared(&mut self, compared: &Record) {
        let words = self.words;
        self.plain_paragraph("FrontHeading", words.get("draft.changes"));
        let revision = text_of(compared.get("revision"));
        let since = match compared.get("date") {
            Some(Value::Date(date)) => {
                words.fill("draft.since-date", &[("revision", revision), ("date", &words.date(*date))])
            }
            _ => words.fill("draft.since", &[("revision", revision)]),
        };
        self.plain_paragraph("Small", &since);
        if super::records::is_true(compared.get("incomplete")) {
            let piece = self.strong(words.get("draft.incomplete"));
            self.paragraph(&Paragraph { style: "Small", ..Paragraph::default() }, vec![piece]);
        }
        if !is_known(compared.get("changes")) {
            self.plain_paragraph("Small", words.get("draft.unchanged"));
            return;
        }
        self.plain_paragraph("Small", words.get("draft.tracked"));
        let list = self.bullets();
        for change in records(compared.get("changes")) {
            let (number, earlier) = (text_of(change.get("number")), text_of(change.get("earlier-number")));
            let name = words.numbered(text_of(change.get("kind")), if number.is_empty() { earlier } else { number });
            let label = text_of(change.get("label"));
            let name = vec![self.strong(&name)];
            let mut pieces = self.link_to(label, Change::Kept, name);
            if is_known(change.get("title")) {
                pieces.push(self.plain(words.colon()));
                pieces.extend(self.value(change.get("title")));
            }
            if !number.is_empty() && !earlier.is_empty() && number != earlier {
                pieces.push(self.plain(&format!(" ({})", words.fill("draft.formerly", &[("number", earlier)]))));
            }
            pieces.push(self.plain(&format!(" · {}", words.get(&format!("change.{}", text_of(change.get("mark")))))));
            self.small_bullet(list, pieces);
            let inner: Vec<&Record> = records(change.get("fields")).collect();
            for field in inner {
                self.changed_field(list, field);
            }
        }
    }

    /// A field that changed: in full where it is short.
    fn changed_field(&mut self, list: usize, field: &Record) {
        let words = self.words;
        let key = text_of(field.get("field"));
        let name = Some(words.get(&format!("changed.{key}"))).filter(|name| !name.is_empty()).unwrap_or(key);
        let mut pieces = vec![self.strong(name)];
        let numbers: Vec<String> = [("words-added", '+'), ("words-removed", '−')]
            .into_iter()
            .filter_map(|(key, sign)| match field.get(key) {
                Some(Value::Number(number)) if *number > 0 => Some(format!("{sign}{number}")),
                _ => None,
            })
            .collect();
        if !numbers.is_empty() {
            pieces.push(self.plain(&format!(" ({})", numbers.join(", "))));
        }
        let mut after = vec![];
        match field.get("delta") {
            Some(line @ Value::Line { .. }) => {
                pieces.push(self.plain(words.colon()));
                pieces.extend(self.value(Some(line)));
            }
            Some(Value::Text { blocks, .. }) => after.extend(blocks.iter().cloned()),
            _ => {}
        }
        let properties = Paragraph { style: "SmallList", numbering: Some((1, list)), ..Paragraph::default() };
        self.paragraph(&properties, pieces);
        self.framed(|frame| frame.style = Some("Small"), |writer| writer.blocks(&after));
    }
}

/// An inline of which nothing became anything.
fn kept(inline: Inline) -> Inline {
    Inline { change: Change::Kept, ..inline }
}

/// A draft has one status, the least of all that is in it, on a line of its own.
fn without_status(panel: &Record) -> Record {
    let fields = panel.fields.iter().filter(|(name, _)| *name != "status").cloned();
    Record { span: panel.span, fields: fields.collect() }
}

/// Every text of a document, for what has to be known beforehand.
pub(super) fn visit<'m>(value: &'m Value, see: &mut dyn FnMut(&'m [idm_core::edition::tree::Block])) {
    match value {
        Value::Text { blocks, .. } | Value::Notes(blocks) => see(blocks),
        Value::List(list) => list.iter().for_each(|value| visit(value, see)),
        Value::Record(record) => record.fields.iter().for_each(|(_, value)| visit(value, see)),
        _ => {}
    }
}
