//! Acronyms, matrices and questions.

use idm_core::edition::tree::PlainRun;
use idm_core::edition::{Record, Value, text_of};

use super::super::blocks::UNLISTED;
use super::super::body::{Paragraph, Writer};
use super::super::records::{is_known, record_of, records, runs_of};
use super::number;

impl Writer<'_> {
    pub(super) fn abbreviations(&mut self, list: Option<&Value>) {
        let words = self.words;
        self.generated("abbreviations", words.get("title.abbreviations"), true);
        let mut rows = vec![];
        for entry in records(list) {
            let [short, long, note, source] = self.fields(entry, ["short", "long", "note", "source"], &[]);
            let short = self.with_look(|look| look.bold = true, |writer| writer.value(short));
            let mut meaning = vec![self.value(long)];
            if note.is_some() {
                meaning.push(self.value(note));
            }
            if source.is_some() {
                let mut pieces = vec![self.plain(&format!("{}{}", words.get("field.source"), words.colon()))];
                pieces.extend(self.value(source));
                meaning.push(pieces);
            }
            rows.push(vec![vec![short], meaning]);
        }
        let heads = [words.get("field.short"), words.get("field.long")];
        self.rows(&[2.5, 10.0], &heads, &[], words.get("title.abbreviations"), rows);
    }

    /// The elements of frameworks that recommendations name.
    pub(super) fn matrices(&mut self, matrices: &Record) {
        let words = self.words;
        self.generated("matrices", words.get("matrix.title"), true);
        self.plain_paragraph("BodyText", words.get("matrix.about"));
        let [frameworks] = self.fields(matrices, ["frameworks"], &[]);
        for matrix in records(frameworks) {
            let names = [
                "label",
                "number",
                "title",
                "short",
                "elements",
                "touched",
                "concerned",
                "concerned-touched",
                "note",
                "reference",
                "rows",
            ];
            let [label, own, title, short, all, shown, concerned, touched, note, reference, rows] =
                self.fields(matrix, names, &[]);
            let pieces = self.value(short);
            self.line_in(UNLISTED, pieces);
            if note.is_some() {
                let pieces = self.value(note);
                self.paragraph(&Paragraph { style: "BodyText", keep_next: true, ..Paragraph::default() }, pieces);
            }
            if reference.is_some() {
                let mut pieces = vec![self.plain(&format!("{}{}", words.get("field.source"), words.colon()))];
                pieces.extend(self.value(reference));
                self.paragraph(&Paragraph { style: "BodyText", keep_next: true, ..Paragraph::default() }, pieces);
            }
            let [shown, elements, touched] = [shown, concerned, touched].map(|count| number(count).to_string());
            let gaps = [("rows", shown.as_str()), ("elements", &elements), ("touched", &touched)];
            let some = number(concerned) < number(all);
            let key = if some { "matrix.framework-caption-concerned" } else { "matrix.framework-caption" };
            let caption = words.fill_around(key, ("title", runs_of(title)), &gaps);
            self.own_caption("table", label, own, caption.clone(), true);
            let mut lines = vec![];
            for row in records(rows) {
                let [recommendations] = self.fields(row, ["recommendations"], &["label", "title"]);
                let element = self.element(row);
                let own = records(recommendations).map(|item| self.marked(item)).collect();
                lines.push(vec![vec![element], vec![self.joined(", ", own)]]);
            }
            if !is_known(rows) {
                lines.push(vec![vec![vec![self.plain(words.get("matrix.nothing-touched"))]], vec![]]);
            }
            let heads = [words.get("matrix.element"), words.get("field.recommendations")];
            let caption: String = caption.into_iter().map(|run| run.words).collect();
            self.rows(&[6.0, 4.0], &heads, &[], &caption, lines);
        }
    }

    /// A caption of the book's own.
    pub(super) fn own_caption(
        &mut self,
        kind: &str,
        label: Option<&Value>,
        own: Option<&Value>,
        text: Vec<PlainRun>,
        keep_next: bool,
    ) {
        let handle = (label.map(|label| text_of(Some(label))), own.map(|own| text_of(Some(own))));
        let caption = self.runs(&text);
        self.caption_of(kind, handle, Some((caption, text)), Default::default(), keep_next);
    }

    /// The guiding questions of all panels.
    pub(super) fn questions(&mut self, list: Option<&Value>) {
        let words = self.words;
        self.generated("questions", words.get("title.questions"), true);
        self.plain_paragraph("BodyText", words.get("questions.about"));
        for entry in records(list) {
            let [panel, questions] = self.fields(entry, ["panel", "questions"], &[]);
            if let Some(panel) = record_of(panel) {
                let [label, name, title] = self.fields(panel, ["label", "name", "title"], &["number", "city"]);
                self.unlisted(text_of(name));
                let title = match title {
                    Some(title) => self.value(Some(title)),
                    None => vec![self.plain(words.get("title-to-be-supplied"))],
                };
                let mut pieces = self.link_to(text_of(label), Default::default(), title);
                pieces.extend(self.page_behind(text_of(label)));
                self.paragraph(&Paragraph { style: "Small", keep_next: true, ..Paragraph::default() }, pieces);
            }
            for question in records(questions) {
                let [own, text] = self.fields(question, ["number", "text"], &["label"]);
                let mut pieces = vec![self.strong(&format!("{} ", text_of(own)))];
                pieces.extend(self.value(text));
                self.line_in("Question", pieces);
            }
        }
        if !is_known(list) {
            let pieces = self.gap(None);
            self.line_in("BodyText", pieces);
        }
    }
}
