//! Contents, lists of captions and the index: fields with their results in place.

use std::collections::BTreeMap;

use idm_core::edition::{Module, Record, Value, text_of};

use super::super::body::{Listed, Paragraph, Writer};
use super::super::records::{is_known, is_true, record_of, records};
use super::super::runs::{Piece, Tracked, field, instruction, run};

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
            let mut inner = self.runs(&entry.text);
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
            let mut around = BTreeMap::new();
            for entry in records(index.get(name)) {
                let own = escaped(&self.index_name(entry));
                let shown = match around.get(text_of(entry.get("within"))) {
                    Some(around) if is_known(entry.get("within")) => format!("{around}:{own}"),
                    _ => {
                        around.insert(text_of(entry.get("name")), own.clone());
                        own
                    }
                };
                self.index.insert(text_of(entry.get("key")).to_owned(), (shown, kind));
            }
        }
    }

    fn index_name(&self, entry: &Record) -> String {
        let name = text_of(entry.get("name"));
        match is_true(entry.get("announced")) {
            true => format!("{name} ({})", self.words.get("role.announced")),
            false => name.to_owned(),
        }
    }

    /// Where an entry sends its readers: "see also Protection".
    fn index_leads(&self, entry: &Record) -> Option<String> {
        let told = ["see", "see-also"].into_iter().filter_map(|name| {
            let Some(Value::List(names)) = entry.get(name) else { return None };
            let names: Vec<&str> = names.iter().map(|name| text_of(Some(name))).collect();
            let words = self.words.get(if name == "see" { "index.see" } else { "index.see-also" });
            (!names.is_empty()).then(|| format!("{words} {}", names.join(self.words.semicolon())))
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join(self.words.semicolon()))
    }

    /// A mark that the index finds, if it names the key.
    pub(in super::super) fn index_mark(&self, key: &str) -> Option<Piece> {
        let (name, kind) = self.index.get(key)?;
        Some(self.index_field(name, kind, ""))
    }

    fn index_field(&self, name: &str, kind: &str, more: &str) -> Piece {
        let begin = run(&self.look, "<w:fldChar w:fldCharType=\"begin\"/>");
        let end = run(&self.look, "<w:fldChar w:fldCharType=\"end\"/>");
        let told = instruction(&self.look, &format!("XE \"{name}\" \\f \"{kind}\"{more}"));
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

    fn index_list(&mut self, list: Option<&Value>, kind: &str, title: &str) {
        let Some(pages) = self.pages else { return };
        let mut lines: Vec<IndexLine> = vec![];
        // Where the line of each entry is, by its name.
        let mut places = BTreeMap::new();
        let mut marks = vec![];
        for entry in records(list) {
            let [key, letter, own, within, language] = self.fields(
                entry,
                ["key", "letter", "name", "within", "language"],
                &["kind", "announced", "mentions", "see", "see-also"],
            );
            let mut told: Vec<String> = pages.index.get(text_of(key)).map(|found| ranges(found)).into_iter().collect();
            told.retain(|pages| !pages.is_empty());
            let leads = self.index_leads(entry);
            // What sends elsewhere is marked, too, so that it is still there when Word makes the index anew.
            if let (Some(leads), Some((name, kind))) = (&leads, self.index.get(text_of(key))) {
                marks.push(self.index_field(name, kind, &format!(" \\t \"{}\"", escaped(leads))));
            }
            told.extend(leads);
            let around = if is_known(within) { places.get(text_of(within)).copied() } else { None };
            let line = IndexLine {
                letter: text_of(letter),
                is_sub: around.is_some(),
                language: language.map(|tag| text_of(Some(tag)).to_owned()),
                name: self.index_name(entry),
                told: told.join(self.words.semicolon()),
                subs: vec![],
            };
            match around.and_then(|at: usize| lines.get_mut(at)) {
                Some(around) if !line.told.is_empty() => around.subs.push(line),
                Some(_) => {}
                None => {
                    places.insert(text_of(own), lines.len());
                    lines.push(line);
                }
            }
        }
        // An entry of which nothing is told stays only if it holds others.
        lines.retain(|line| !line.told.is_empty() || !line.subs.is_empty());
        let lines: Vec<&IndexLine> = lines.iter().flat_map(|line| std::iter::once(line).chain(&line.subs)).collect();
        if lines.is_empty() {
            return;
        }
        self.unlisted(title);
        // In one column: LibreOffice 7.4 opens no file with two indexes that say how many columns they have.
        let ends = lines.len() - 1;
        let mut under = None;
        for (at, IndexLine { letter, is_sub, language, name, told, .. }) in lines.into_iter().enumerate() {
            let mut pieces = vec![];
            if at == 0 {
                pieces.append(&mut marks);
                pieces.push(Piece::Mark(opening(&format!("INDEX \\f \"{kind}\" \\h \"A\" \\e \", \""))));
            }
            if under != Some(*letter) {
                under = Some(*letter);
                // What begins with no letter begins with a figure.
                pieces.push(self.plain(if letter.is_empty() { "0–9" } else { letter }));
                let properties = Paragraph { style: "IndexHeading", keep_next: true, ..Paragraph::default() };
                self.paragraph(&properties, std::mem::take(&mut pieces));
            }
            let tag = language.clone();
            pieces.push(match tag {
                Some(tag) => self.with_look(|look| look.language = Some(tag), |writer| writer.plain(name)),
                None => self.plain(name),
            });
            if !told.is_empty() {
                pieces.push(self.plain(&format!(", {told}")));
            }
            if at == ends {
                pieces.push(Piece::Mark(closing()));
            }
            self.line_in(if *is_sub { "Index2" } else { "Index1" }, pieces);
        }
    }
}

/// A line of the index.
struct IndexLine<'a> {
    letter: &'a str,
    is_sub: bool,
    /// The language of its name, if it is not the document's.
    language: Option<String>,
    name: String,
    /// Its pages, and where it sends its readers.
    told: String,
    /// What stands within it.
    subs: Vec<Self>,
}

/// A name as fields have it. Colons part an entry from what stands under it.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"").replace(':', "\\:")
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
    fn pages_that_follow_each_other_are_one_range() {
        assert_eq!(super::ranges(&[3, 7, 8, 9, 12, 13]), "3, 7–9, 12–13");
    }
}
