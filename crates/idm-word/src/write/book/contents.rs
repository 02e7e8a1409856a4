//! Contents, lists of captions and the index: fields with their results in place.

use idm_core::edition::{Module, Record, Value};

use super::super::body::{Listed, Paragraph, Writer};
use super::super::records::{is_true, record_of, records, values};
use super::super::runs::{Piece, Tracked, field, instruction, run};
use super::super::words::text_of;

/// The styles of contents by level.
const LEVELS: [&str; 3] = ["TOC1", "TOC2", "TOC3"];

impl Writer<'_> {
    /// The contents.
    pub(super) fn contents(&mut self) {
        let words = self.words;
        self.generated("contents", words.get("title.contents"), false);
        self.plain_paragraph("Small", words.get("word.pages"));
        let listed = self.known.headings.clone();
        self.part.xml.push_str(
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj>\
             </w:sdtPr><w:sdtContent>",
        );
        self.table_of(&listed, "TOC \\o \"1-2\" \\h \\z", |entry| LEVELS[usize::from(entry.level.clamp(1, 3)) - 1]);
        self.part.xml.push_str("</w:sdtContent></w:sdt>");
    }

    /// The figures, tables and boxes.
    pub(super) fn lists_of_captions(&mut self) {
        let words = self.words;
        self.generated("lists", words.get("lists.title"), true);
        for (sequence, title) in [("Figure", "figures"), ("Table", "tables"), ("Box", "boxes")] {
            let listed = self.known.captions.get(sequence).cloned().unwrap_or_default();
            if listed.is_empty() {
                continue;
            }
            self.unlisted(words.get(&format!("lists.{title}")));
            self.table_of(&listed, &format!("TOC \\h \\z \\c \"{sequence}\""), |_| "TableOfFigures");
        }
    }

    /// A field that lists what is in the document, with each entry's page.
    fn table_of(&mut self, listed: &[Listed], told: &str, style: impl Fn(&Listed) -> &'static str) {
        let ends = listed.len().saturating_sub(1);
        if listed.is_empty() {
            // The first writing does not know yet what there will be.
            self.line_in("TOC1", vec![]);
        }
        for (at, entry) in listed.iter().enumerate() {
            let mut pieces = vec![];
            if at == 0 {
                pieces.push(Piece::Mark(opening(told)));
            }
            let page = self.pages.and_then(|pages| pages.labels.get(&entry.label)).map(u32::to_string);
            let mut inner = vec![self.plain(&entry.text)];
            if let Some(page) = page {
                inner.push(self.plain("\t"));
                let instruction = format!("PAGEREF {} \\h", entry.anchor);
                inner.push(Piece::Run(Tracked::No, field(&self.look, &instruction, &page)));
            }
            let open = format!("<w:hyperlink w:anchor=\"{}\" w:history=\"1\">", entry.anchor);
            pieces.push(Piece::Link { open, pieces: inner });
            if at == ends {
                pieces.push(Piece::Mark(closing()));
            }
            self.line_in(style(entry), pieces);
        }
    }

    /// What the index names, by the keys of its marks.
    pub(super) fn index_entries(&mut self, module: Option<&Module>) {
        let Some(index) = module.and_then(|module| record_of(module.get("index"))) else { return };
        for (name, kind) in [("names", "n"), ("subjects", "s")] {
            let mut around = String::new();
            for entry in records(index.get(name)) {
                let shown = self.term(entry, &mut around);
                self.index.insert(text_of(entry.get("key")).to_owned(), (shown, kind));
            }
        }
    }

    /// An entry as Word is told of it. `around` is the last that is no sub-entry.
    fn term(&self, entry: &Record, around: &mut String) -> String {
        // Colons part an entry from what stands under it.
        let own = self.index_name(entry).replace('\\', "\\\\").replace('"', "\\\"").replace(':', "\\:");
        if is_true(entry.get("sub")) {
            return format!("{around}:{own}");
        }
        around.clone_from(&own);
        own
    }

    fn index_name(&self, entry: &Record) -> String {
        let name = text_of(entry.get("name"));
        match is_true(entry.get("announced")) {
            true => format!("{name} ({})", self.words.get("role.announced")),
            false => name.to_owned(),
        }
    }

    /// A mark that the index finds, if it names the key.
    pub(in super::super) fn index_mark(&self, key: &str) -> Option<Piece> {
        let (term, kind) = self.index.get(key)?;
        Some(self.index_field(term, kind, ""))
    }

    fn index_field(&self, term: &str, kind: &str, more: &str) -> Piece {
        let begin = run(&self.look, "<w:fldChar w:fldCharType=\"begin\"/>");
        let end = run(&self.look, "<w:fldChar w:fldCharType=\"end\"/>");
        let told = instruction(&self.look, &format!("XE \"{term}\" \\f \"{kind}\"{more}"));
        Piece::Mark(format!("{begin}{told}{end}"))
    }

    /// The index: names, then subjects.
    pub(super) fn index_part(&mut self, index: &Record) {
        let words = self.words;
        let [names, subjects] = self.fields(index, ["names", "subjects"], &[]);
        self.generated("index", words.get("index.title"), true);
        for (list, kind, title) in [(names, "n", "index.names"), (subjects, "s", "index.subjects")] {
            self.index_list(list, kind, words.get(title));
        }
    }

    /// The entries that have something to say: pages, a way to others, or sub-entries that have either.
    fn index_list(&mut self, list: Option<&Value>, kind: &str, title: &str) {
        let Some(pages) = self.pages else { return };
        let mut lines: Vec<Line> = vec![];
        // Where a reader is sent, Word is told here: no place in the text says it.
        let (mut leads, mut around) = (vec![], String::new());
        for entry in records(list) {
            let names = ["key", "letter", "sub", "see", "see-also"];
            let [key, letter, sub, see, also] = self.fields(entry, names, &["name", "kind", "announced", "mentions"]);
            let term = self.term(entry, &mut around);
            let mut told = pages.index.get(text_of(key)).map(|found| ranges(found)).unwrap_or_default();
            let has_places = !told.is_empty() || !values(see).is_empty();
            for (key, named) in [("index.see", see), ("index.see-also", also)] {
                let named: Vec<&str> = values(named).iter().map(|name| text_of(Some(name))).collect();
                if named.is_empty() {
                    continue;
                }
                let way = format!("{} {}", self.words.get(key), named.join("; "));
                leads.push(self.index_field(&term, kind, &format!(" \\t \"{}\"", way.replace('"', "\\\""))));
                told.push_str(if told.is_empty() { "" } else { "; " });
                told.push_str(&way);
            }
            let name = self.index_name(entry);
            lines.push(Line { letter: text_of(letter), name, told, is_sub: is_true(sub), is_told: has_places });
        }
        let lines = with_something_to_say(lines);
        if lines.is_empty() {
            return;
        }
        let mut heading = vec![self.plain(title)];
        heading.extend(leads);
        self.line_in("Heading2Unlisted", heading);
        // In one column: LibreOffice 7.4 opens no file with two indexes that say how many columns they have.
        let ends = lines.len() - 1;
        let mut under = None;
        for (at, line) in lines.iter().enumerate() {
            let mut pieces = vec![];
            if at == 0 {
                pieces.push(Piece::Mark(opening(&format!("INDEX \\f \"{kind}\" \\h \"A\" \\e \", \""))));
            }
            if !line.is_sub && under != Some(line.letter) {
                under = Some(line.letter);
                // What begins with no letter begins with a figure.
                pieces.push(self.plain(if line.letter.is_empty() { "0–9" } else { line.letter }));
                let properties = Paragraph { style: "IndexHeading", keep_next: true, ..Paragraph::default() };
                self.paragraph(&properties, std::mem::take(&mut pieces));
            }
            let between = if line.told.is_empty() { "" } else { ", " };
            pieces.push(self.plain(&format!("{}{between}{}", line.name, line.told)));
            if at == ends {
                pieces.push(Piece::Mark(closing()));
            }
            self.line_in(if line.is_sub { "Index2" } else { "Index1" }, pieces);
        }
    }
}

/// A line of the index.
struct Line<'a> {
    letter: &'a str,
    name: String,
    /// Its pages, and where else a reader is sent.
    told: String,
    is_sub: bool,
    /// Whether it has pages, or sends to another entry instead.
    is_told: bool,
}

/// Leaves out sub-entries of which nothing is told, and entries that have no others.
fn with_something_to_say(lines: Vec<Line>) -> Vec<Line> {
    let mut kept: Vec<Line> = vec![];
    for line in lines {
        if line.is_sub && !line.is_told {
            continue;
        }
        // The entry before had no sub-entry that stays.
        if !line.is_sub && kept.last().is_some_and(|last| !last.is_sub && !last.is_told) {
            kept.pop();
        }
        kept.push(line);
    }
    if kept.last().is_some_and(|last| !last.is_sub && !last.is_told) {
        kept.pop();
    }
    kept
}

/// The beginning of a field whose result is what follows.
fn opening(told: &str) -> String {
    let look = super::super::runs::Look::default();
    let character = |kind: &str| run(&look, &format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    format!("{}{}{}", character("begin"), instruction(&look, told), character("separate"))
}

fn closing() -> String {
    run(&super::super::runs::Look::default(), "<w:fldChar w:fldCharType=\"end\"/>")
}

/// Pages, those that follow each other as one range.
fn ranges(pages: &[u32]) -> String {
    let runs = pages.chunk_by(|a, b| a + 1 == *b);
    let told = runs.map(|run| match (run.first(), run.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(first), _) => first.to_string(),
        _ => String::new(),
    });
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_entry_stays_for_its_sub_entries() {
        let line = |name: &str, is_sub, is_told| super::Line {
            letter: "A",
            name: name.to_owned(),
            told: String::new(),
            is_sub,
            is_told,
        };
        let lines = vec![
            line("alone", false, false),
            line("around", false, false),
            line("told", true, true),
            line("untold", true, false),
            line("bare", false, false),
            line("untold too", true, false),
        ];
        let kept: Vec<_> = super::with_something_to_say(lines).into_iter().map(|line| line.name).collect();
        assert_eq!(kept, ["around", "told"]);
    }

    #[test]
    fn pages_that_follow_each_other_are_one_range() {
        assert_eq!(super::ranges(&[3, 7, 8, 9, 12, 13]), "3, 7–9, 12–13");
    }
}
