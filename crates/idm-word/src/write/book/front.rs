//! The covers, the imprint, the whole on two pages, and how the edition was made.

use idm_core::edition::tree::Change;
use idm_core::edition::{Record, Value, text_of};

use super::super::body::{Paragraph, Writer};
use super::super::records::{behind, is_known, record_of, records, runs_of, values};
use super::super::runs::Piece;
use super::{Begins, Section, number};

/// What the publication's record has beside what covers and imprint print: settings, and what is printed elsewhere.
const ELSEWHERE: &[&str] = &[
    "id",
    "title-text",
    "short-title",
    "language",
    "region",
    "authors",
    "keywords",
    "description",
    "layout",
    "attachment",
    "medium",
    "pdf",
    "compiled",
    "subtitle",
    "imprint",
];

/// How wide a logo is on the cover, in points.
const WIDEST_SIGN: f64 = 100.0;

impl Writer<'_> {
    pub(super) fn cover(&mut self, publication: &Record) {
        self.section = Section { begins: Begins::NextPage, running: false };
        let [title, series, edition, date, cover] =
            self.fields(publication, ["title", "series", "edition", "date", "cover"], ELSEWHERE);
        self.series(series, " ");
        let pieces = self.value(title);
        self.line_in("Title", pieces);
        let pieces = self.value(publication.get("subtitle"));
        if !pieces.is_empty() {
            self.line_in("Subtitle", pieces);
        }
        let pieces = self.value(edition);
        if !pieces.is_empty() {
            self.line_in("Small", pieces);
        }
        let publisher = record_of(publication.get("imprint")).and_then(|imprint| imprint.get("publisher"));
        let publisher = self.with_look(|look| look.bold = true, |writer| writer.value(publisher));
        let date = self.value(date);
        let pieces = self.joined(" ", vec![publisher, date]);
        if !pieces.is_empty() {
            self.line_in("Small", pieces);
        }
        self.signs(cover);
    }

    /// The publisher's logo, and those of partners or their names, in one paragraph.
    fn signs(&mut self, cover: Option<&Value>) {
        let Some(cover) = record_of(cover) else { return };
        let [logo, partners] = self.fields(cover, ["logo", "partners"], &[]);
        let line = std::mem::replace(&mut self.width, WIDEST_SIGN);
        let mut signs = vec![self.value(logo)];
        for partner in records(partners) {
            let [name] = self.fields(partner, ["name"], &["pictured"]);
            signs.push(self.value(name));
        }
        self.width = line;
        let pieces = self.joined("  ", signs.into_iter().filter(|sign| !sign.is_empty()).collect());
        if !pieces.is_empty() {
            self.line_in("Small", pieces);
        }
    }

    /// The name and number of the series.
    fn series(&mut self, series: Option<&Value>, between: &str) {
        let Some(series) = record_of(series) else { return };
        let [name, number] = self.fields(series, ["name", "number"], &[]);
        let mut pieces = self.value(name);
        if number.is_some() {
            let number = self.words.fill("series-number", &[("number", text_of(number))]);
            pieces.push(self.plain(&format!("{between}{number}")));
        }
        self.paragraph(&Paragraph { style: "Kicker", ..Paragraph::default() }, pieces);
    }

    pub(super) fn imprint(&mut self, publication: &Record) {
        self.new_section(Section { begins: Begins::NextPage, running: false });
        let words = self.words;
        let Some(imprint) = record_of(publication.get("imprint")) else { return };
        let [publisher, address, rights, disclaimer] =
            self.fields(imprint, ["publisher", "address", "rights", "disclaimer"], &["isbn", "issn"]);
        if disclaimer.is_some() {
            let pieces = self.value(disclaimer);
            self.line_in("Small", pieces);
        }
        let pieces = self.with_look(|look| look.bold = true, |writer| writer.value(publication.get("title")));
        self.line_in("Small", pieces);
        for key in ["subtitle", "edition"] {
            if key == "edition" {
                self.series(publication.get("series"), ", ");
            }
            let pieces = self.value(publication.get(key));
            if !pieces.is_empty() {
                self.line_in("Small", pieces);
            }
        }
        self.imprint_fact("imprint.publisher", publisher);
        if address.is_some() {
            let pieces = self.value(address);
            self.line_in("Small", pieces);
        }
        let pieces = self.value(publication.get("date"));
        if !pieces.is_empty() {
            self.line_in("Small", pieces);
        }
        for key in ["isbn", "issn"] {
            // There is none.
            if matches!(imprint.get(key), Some(Value::Flag(false))) {
                continue;
            }
            let mut pieces = vec![self.plain(&format!("{}\u{a0}", words.get(&format!("imprint.{key}"))))];
            pieces.extend(self.known(imprint.get(key)));
            self.line_in("Small", pieces);
        }
        self.imprint_fact("imprint.rights", rights);
        self.plain_paragraph("Small", &self.where_records_are(publication));
    }

    /// That the records travel within the PDF.
    fn where_records_are(&self, publication: &Record) -> String {
        let path = text_of(publication.get("attachment")).trim_start_matches('/');
        let file = text_of(publication.get("pdf"));
        self.words.fill("imprint.attachment-elsewhere", &[("file", file), ("path", path)])
    }

    fn imprint_fact(&mut self, key: &str, value: Option<&Value>) {
        let name = self.words.get(key);
        let piece = self.strong(name);
        self.paragraph(&Paragraph { style: "Small", keep_next: true, ..Paragraph::default() }, vec![piece]);
        let pieces = self.known(value);
        self.line_in("Small", pieces);
    }

    pub(super) fn back_cover(&mut self, publication: &Record, inside: Option<&Record>, motif: Option<&Record>) {
        self.new_section(Section { begins: Begins::NextPage, running: false });
        self.series(publication.get("series"), " ");
        let pieces = self.with_look(|look| look.bold = true, |writer| writer.value(publication.get("title")));
        self.line_in("Subtitle", pieces);
        let pieces = self.value(publication.get("description"));
        if !pieces.is_empty() {
            self.line_in("BodyText", pieces);
        }
        if let Some(inside) = inside {
            self.inside(inside);
        }
        if let Some(motif) = motif {
            let [lines, each, ways] = self.fields(motif, ["lines", "each", "ways"], &[]);
            if is_known(ways) {
                let several = if number(each) > 1 { "-several" } else { "" };
                let key = format!("cover.{}{several}", text_of(lines));
                let line = self.words.fill(&key, &[("count", &number(each).to_string())]);
                self.plain_paragraph("Small", &line);
            }
        }
        let pieces = self.value(publication.get("edition"));
        if !pieces.is_empty() {
            self.line_in("BodyText", pieces);
        }
        let Some(imprint) = record_of(publication.get("imprint")) else { return };
        let pieces = self.with_look(|look| look.bold = true, |writer| writer.value(imprint.get("publisher")));
        if !pieces.is_empty() {
            self.line_in("Small", pieces);
        }
        for key in ["isbn", "issn"] {
            if let Some(given @ Value::Plain { .. }) = imprint.get(key) {
                let name = self.words.get(&format!("imprint.{key}"));
                self.plain_paragraph("Small", &format!("{name}\u{a0}{}", text_of(Some(given))));
            }
        }
    }

    /// What is counted, in the form that its number takes.
    fn counted(&self, key: &str, count: u64) -> String {
        self.words.fill(&format!("colophon-count.{key}"), &[("count", &count.to_string())])
    }

    /// What a reader finds in the book.
    fn inside(&mut self, inside: &Record) {
        let [counts, themes] = self.fields(inside, ["counts", "themes"], &[]);
        for count in records(counts) {
            let [key, count] = self.fields(count, ["key", "count"], &[]);
            let name = self.counted(text_of(key), number(count));
            let pieces = vec![self.strong(&number(count).to_string()), self.plain(&format!(" {name}"))];
            self.line_in("Small", pieces);
        }
        for theme in records(themes) {
            let [own, title] = self.fields(theme, ["number", "title"], &["label", "title-text", "recommendations"]);
            let mut pieces = vec![self.strong(text_of(own))];
            pieces.extend(self.runs(&behind(" ", runs_of(title))));
            self.line_in("Small", pieces);
        }
    }

    /// The whole on two pages.
    pub(super) fn in_brief(&mut self, brief: &Record) {
        let words = self.words;
        let names = [
            "workshops",
            "themes",
            "panels",
            "questions",
            "recommendations",
            "outcomes",
            "gaps",
            "unknown",
            "placeholders",
            "sections",
        ];
        let [workshops, themes, panels, questions, recommendations, outcomes, gaps, unknown, placeholders, sections] =
            self.fields(brief, names, &["addressees"]);
        self.generated("in-brief", words.get("brief.title"), true);
        let counts = [
            (records(workshops).count() as u64, "workshops"),
            (number(panels), "panels"),
            (number(questions), "questions"),
            (number(recommendations), "recommendations"),
            (number(outcomes), "outcomes"),
        ];
        for (count, key) in counts {
            let name = self.counted(key, count);
            let pieces = vec![self.strong(&count.to_string()), self.plain(&format!(" {name}"))];
            self.line_in("Small", pieces);
        }
        self.unlisted(words.get("brief.asked"));
        for workshop in records(workshops) {
            self.asked(workshop);
        }
        self.unlisted(words.get("brief.announced"));
        let list = self.bullets();
        for workshop in records(workshops) {
            self.announced(list, workshop);
        }
        self.unlisted(words.get("brief.holds"));
        self.holds(themes);
        self.unlisted(words.get("brief.unknown"));
        self.unknown(number(gaps), unknown, placeholders);
        self.unlisted(words.get("brief.look-for"));
        let mut rows = vec![];
        for section in values(sections) {
            let name = text_of(Some(section));
            let route = words.get(&format!("route.{name}"));
            if !route.is_empty() {
                let page = self.page_of(&format!("generated:{name}"));
                rows.push(vec![vec![vec![self.plain(route)]], vec![page]]);
            }
        }
        let heads = [words.get("brief.subject"), words.get("page-heading")];
        self.rows(&[8.0, 2.0], &heads, &[1], words.get("brief.look-for"), rows);
    }

    fn asked(&mut self, workshop: &Record) {
        let words = self.words;
        let names = ["label", "number", "city", "title", "start", "end", "panels"];
        let [label, own, city, title, start, end, panels] =
            self.fields(workshop, names, &["participants", "announced"]);
        let number = words.numbered("workshop", text_of(own));
        let name = format!("{number}, {}", text_of(city));
        let said = |writer: &mut Self| {
            let mut said = vec![writer.plain(&format!("{number}, "))];
            said.extend(writer.value(city));
            said
        };
        let said = self.with_look(|look| look.bold = true, said);
        let mut pieces = self.link_to(text_of(label), Change::Kept, said);
        pieces.push(self.plain(", "));
        pieces.extend(self.dates_of(start, end));
        if title.is_some() {
            pieces.push(self.plain(words.colon()));
            pieces.extend(self.with_look(|look| look.italic = true, |writer| writer.value(title)));
        }
        let known = records(panels).next().is_some();
        if !known {
            pieces.push(self.plain(". "));
            pieces.extend(self.gap(Some(words.get("level.panels"))));
        }
        self.paragraph(&Paragraph { style: "BodyText", keep_next: known, ..Paragraph::default() }, pieces);
        let mut rows = vec![];
        for panel in records(panels) {
            let names = ["label", "number", "title", "first-question", "last-question"];
            let [label, own, title, first, last] =
                self.fields(panel, names, &["city", "name", "asked", "recommendations"]);
            let own = self.leading_kind("panel", text_of(label), text_of(own));
            let title = self.known(title);
            let ends: Vec<&str> = [first, last].into_iter().flatten().map(|end| text_of(Some(end))).collect();
            let asked = if ends.is_empty() { self.gap(None) } else { vec![self.plain(&ends.join("–"))] };
            rows.push(vec![vec![own], vec![title], vec![asked], vec![self.page_of(text_of(label))]]);
        }
        if known {
            let heads = ["kind.panel", "brief.subject", "title.questions", "page-heading"].map(|key| words.get(key));
            self.rows(&[2.2, 8.0, 2.6, 1.5], &heads, &[], &name, rows);
        }
    }

    /// The days of a workshop, or what stands where they are not known.
    fn dates_of(&mut self, start: Option<&Value>, end: Option<&Value>) -> Vec<Piece> {
        let dates = self.date_range(start, end);
        match dates {
            Some(dates) => vec![self.plain(&dates)],
            None => self.gap(Some(self.words.get("field.dates"))),
        }
    }

    pub(super) fn date_range(&self, start: Option<&Value>, end: Option<&Value>) -> Option<String> {
        let date = |value: Option<&Value>| match value {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        self.words.range(date(start), date(end))
    }

    fn announced(&mut self, list: usize, workshop: &Record) {
        let words = self.words;
        let city = workshop.get("city");
        let mut pieces = self.with_look(|look| look.bold = true, |writer| writer.value(city));
        pieces.push(self.strong(words.colon()));
        let names: Vec<&str> = values(workshop.get("announced")).iter().map(|name| text_of(Some(name))).collect();
        match names.is_empty() {
            true => pieces.extend(self.gap(Some(words.get("field.people")))),
            false => pieces.push(self.plain(&names.join(", "))),
        }
        if let Some(Value::Number(count)) = workshop.get("participants") {
            let count = words.fill("brief.participants", &[("count", &count.to_string())]);
            pieces.push(self.plain(&format!("{}{count}", words.semicolon())));
        }
        self.item(list, pieces);
    }

    /// An item of a list.
    pub(super) fn item(&mut self, list: usize, pieces: Vec<Piece>) {
        let properties = Paragraph { style: "ListParagraph", numbering: Some((0, list)), ..Paragraph::default() };
        self.paragraph(&properties, pieces);
    }

    fn holds(&mut self, themes: Option<&Value>) {
        let words = self.words;
        let mut rows = vec![];
        for theme in records(themes) {
            let names = ["label", "number", "title", "recommendations", "outcomes"];
            let [label, own, title, recommendations, outcomes] = self.fields(theme, names, &["title-text"]);
            let mut name = self.leading_kind("theme", text_of(label), text_of(own));
            name.push(self.plain(". "));
            name.extend(self.value(title));
            let counts = [recommendations, outcomes].map(|count| vec![vec![self.plain(&number(count).to_string())]]);
            let [recommendations, outcomes] = counts;
            rows.push(vec![vec![name], recommendations, outcomes, vec![self.page_of(text_of(label))]]);
        }
        let heads = ["kind.theme", "title.recommendations", "brief.outcomes", "page-heading"].map(|key| words.get(key));
        self.rows(&[6.4, 4.2, 3.0, 1.8], &heads, &[1, 2], words.get("brief.holds"), rows);
    }

    fn unknown(&mut self, gaps: u64, unknown: Option<&Value>, placeholders: Option<&Value>) {
        let words = self.words;
        let placeholders: Vec<&Record> = records(placeholders).collect();
        if gaps == 0 && placeholders.is_empty() {
            self.plain_paragraph("BodyText", words.get("brief.nothing-unknown"));
        }
        if gaps > 0 {
            let note = words.fill("brief.unknown-note", &[("count", &gaps.to_string())]);
            self.plain_paragraph("BodyText", &note);
            let mut kinds = vec![];
            for gap in records(unknown) {
                let [what, count] = self.fields(gap, ["what", "count"], &[]);
                kinds.push(format!("{}\u{a0}({})", words.get(&format!("missing.{}", text_of(what))), number(count)));
            }
            self.plain_paragraph("BodyText", &format!("{}.", kinds.join(", ")));
        }
        if !placeholders.is_empty() {
            let mut named = vec![];
            for panel in placeholders {
                let [label, name] = self.fields(panel, ["label", "name"], &["number", "title", "city"]);
                named.push(self.leading_name(text_of(label), text_of(name)));
            }
            let mut pieces = vec![self.plain(&format!("{}{}", words.get("brief.only-the-place"), words.colon()))];
            pieces.extend(self.joined(words.semicolon(), named));
            pieces.push(self.plain("."));
            self.line_in("BodyText", pieces);
        }
    }

    /// How the edition was made.
    pub(super) fn colophon(&mut self, publication: &Record, colophon: &Record) {
        let words = self.words;
        let names = [
            "program",
            "typesetter",
            "standards",
            "citation-style",
            "counts",
            "statuses",
            "bases",
            "gaps",
            "placeholders",
        ];
        let [program, typesetter, standards, style, counts, statuses, bases, gaps, placeholders] =
            self.fields(colophon, names, &[]);
        self.generated("colophon", words.get("colophon.title"), true);
        self.plain_paragraph("BodyText", words.get("colophon.about"));
        let standards: Vec<&str> = values(standards).iter().map(|standard| text_of(Some(standard))).collect();
        let standards = match self.words.in_a_row(&standards) {
            none if none.is_empty() => none,
            standards => {
                let file = text_of(publication.get("pdf"));
                words.fill("colophon.standards-elsewhere", &[("standards", &standards), ("file", file)])
            }
        };
        let typesetter = words.fill("colophon.typesetter-word", &[("typesetter", text_of(typesetter))]);
        let own = self.words.in_a_row(&self.typefaces.own);
        let others = self.words.in_a_row(&self.typefaces.printed.iter().map(String::as_str).collect::<Vec<_>>());
        let fonts = words.fill("colophon.fonts-word", &[("fonts", &own), ("others", &others)]);
        let attached = self.where_records_are(publication);
        let facts = [
            ("program", text_of(program).to_owned()),
            ("typesetter", typesetter),
            ("standards", standards),
            ("fonts", fonts),
            ("citation-style", text_of(style).to_owned()),
            ("records", attached),
        ];
        for (key, fact) in facts.into_iter().filter(|(_, fact)| !fact.is_empty()) {
            let piece = self.plain(&fact);
            self.fact(words.get(&format!("colophon.{key}")), vec![piece]);
        }
        self.plain_paragraph("BodyText", words.get("colophon.accessibility-word"));
        self.unlisted(words.get("colophon.holds"));
        let mut rows = vec![];
        for count in records(counts) {
            let [key, count] = self.fields(count, ["key", "count"], &[]);
            let name = self.counted(text_of(key), number(count));
            rows.push(vec![vec![vec![self.plain(&name)]], vec![vec![self.plain(&number(count).to_string())]]]);
        }
        let heads = [words.get("colophon.kind"), words.get("colophon.number")];
        self.rows(&[8.0, 2.0], &heads, &[1], words.get("colophon.holds"), rows);
        self.unlisted(words.get("colophon.gaps"));
        let note = if number(gaps) > 0 { "colophon.gaps-note" } else { "colophon.no-gaps-note" };
        let count = number(gaps).to_string();
        let mut told = words.fill(note, &[("words", words.get("to-be-supplied")), ("count", &count)]);
        if number(placeholders) > 0 {
            let count = number(placeholders).to_string();
            told.push_str(&format!(" {}", words.fill("colophon.gaps-beside", &[("count", &count)])));
        }
        self.plain_paragraph("BodyText", &told);
        let explained = [
            (bases, "basis", "colophon.bases", ["colophon.basis", "field.recommendations"]),
            (statuses, "status", "colophon.statuses", ["field.status", "colophon.number"]),
        ];
        for (list, key, title, heads) in explained {
            let mut rows = vec![];
            for entry in records(list) {
                let [what, count] = self.fields(entry, [key, "count"], &[]);
                let name = vec![self.strong(words.get(&format!("{key}.{}", text_of(what))))];
                let meaning = vec![self.plain(words.get(&format!("colophon-{key}.{}", text_of(what))))];
                rows.push(vec![vec![name, meaning], vec![vec![self.plain(&number(count).to_string())]]]);
            }
            if !rows.is_empty() {
                self.unlisted(words.get(title));
                self.plain_paragraph("BodyText", words.get(&format!("{title}-note")));
                self.rows(&[8.0, 2.5], &heads.map(|key| words.get(key)), &[1], words.get(title), rows);
            }
        }
    }
}
