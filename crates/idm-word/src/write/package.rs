//! The parts of a Word file around its text: properties, relations, what runs along the pages.

use idm_core::edition::{Value, text_of};
use idm_core::remarks::map::DraftMap;

use super::body::{Part, Writer};
use super::book::Begins;
use super::records::{of, record_of};
use super::runs::{Look, field};
use super::xml::{DECLARATION, NAMESPACES, escape};
use super::{Manuscript, styles};
use crate::names::{MAP_NAMESPACE, SENT_NAMESPACE};
use crate::read::read;
use crate::units::Sent;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The width and height of paper in twentieths of a point.
pub(super) fn paper(name: &str) -> (u32, u32) {
    match name {
        "us-letter" => (12_240, 15_840),
        "b5" => (9_978, 14_173),
        "a5" => (8_391, 11_906),
        _ => (11_906, 16_838),
    }
}

/// A margin on A4, in twentieths of a point, as it is on a sheet of that width: less on a smaller one.
fn margin(on_a4: u32, width: u32) -> u32 {
    (on_a4 * width / 11_906).min(on_a4)
}

/// The margins at the sides.
const SIDE: u32 = 1418;

/// The width of the text in points.
pub(super) fn text_width(name: &str) -> f64 {
    let width = paper(name).0;
    f64::from(width - 2 * margin(SIDE, width)) / 20.0
}

impl Writer<'_> {
    /// What ends a section: its page, with or without numbered lines.
    pub(super) fn section(&self, numbered_lines: bool) -> String {
        let sheet = self.sheet();
        let lines = if numbered_lines {
            "<w:lnNumType w:countBy=\"1\" w:distance=\"284\" w:restart=\"continuous\"/>"
        } else {
            ""
        };
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHead\"/><w:footerReference w:type=\"default\" \
             r:id=\"rIdFoot\"/><w:footnotePr><w:numRestart w:val=\"eachSect\"/></w:footnotePr><w:type w:val=\"nextPage\"/>\
             {sheet}{lines}</w:sectPr>"
        )
    }

    /// The paper and its margins.
    fn sheet(&self) -> String {
        let (width, height) = self.paper;
        let [top, side, bottom, header, footer] = [1474, SIDE, 1361, 680, 624].map(|on_a4| margin(on_a4, width));
        format!(
            "<w:pgSz w:w=\"{width}\" w:h=\"{height}\"/><w:pgMar w:top=\"{top}\" w:right=\"{side}\" w:bottom=\"{bottom}\" \
             w:left=\"{side}\" w:header=\"{header}\" w:footer=\"{footer}\" w:gutter=\"0\"/>"
        )
    }

    /// What ends the section of a book that is being written.
    pub(super) fn section_properties(&self) -> String {
        let sheet = self.sheet();
        // A first page that differs, and has nothing of its own, is bare.
        let (running, bare) = if self.section.running {
            let running = "<w:headerReference w:type=\"default\" r:id=\"rIdHead\"/><w:footerReference \
                           w:type=\"default\" r:id=\"rIdFoot\"/>";
            (running, "")
        } else {
            ("", "<w:titlePg/>")
        };
        let begins = match self.section.begins {
            Begins::Here => "continuous",
            Begins::NextPage => "nextPage",
            Begins::OddPage => "oddPage",
        };
        format!(
            "<w:sectPr>{running}<w:footnotePr><w:numRestart w:val=\"eachSect\"/></w:footnotePr><w:type w:val=\"{begins}\"/>\
             {sheet}{bare}</w:sectPr>"
        )
    }

    /// Ends a section; the next begins on a page of its own.
    pub(super) fn section_end(&mut self) {
        let section = self.section(false);
        self.part.xml.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/>{section}</w:pPr></w:p>"));
        self.counted = 0;
    }

    /// What runs at the head of each page: which state of the text this is.
    pub(super) fn running_head(&self, manuscript: &Manuscript) -> String {
        let module = |name: &str| manuscript.document.modules.get(name);
        let words = self.words;
        let left = match record_of(of(module("draft"), "draft")) {
            Some(front) => {
                let state = record_of(of(module("state"), "state"));
                let mut parts = vec![words.get(&format!("watermark.{}", text_of(front.get("status")))).to_owned()];
                if let Some(Value::Date(date)) = state.and_then(|state| state.get("date")) {
                    parts.push(words.fill("draft.of-date", &[("date", &words.date(*date))]));
                }
                let revision = state.map(|state| text_of(state.get("revision"))).unwrap_or_default();
                if !revision.is_empty() {
                    parts.push(words.fill("draft.revision", &[("revision", revision)]));
                }
                format!("{}\t{}", parts.join(" · "), words.get("draft.not-for-citation"))
            }
            None => manuscript.title.to_owned(),
        };
        let run = super::runs::text_run(&Look::default(), super::runs::Tracked::No, &left);
        format!("{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{run}</w:p></w:hdr>")
    }

    /// What runs at the foot of each page: the name, and the page.
    pub(super) fn running_foot(&self, manuscript: &Manuscript) -> String {
        let look = Look::default();
        let text = |text: &str| super::runs::text_run(&look, super::runs::Tracked::No, text);
        let pattern = if self.pages.is_some() { "{page}" } else { self.words.get("draft.page") };
        let mut runs = text(&format!("{}\t", manuscript.name));
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            runs.push_str(&text(before));
            let (key, after) = after.split_once('}').unwrap_or((after, ""));
            let instruction = if key == "page" { "PAGE" } else { "NUMPAGES" };
            runs.push_str(&field(&look, instruction, "1"));
            rest = after;
        }
        runs.push_str(&text(rest));
        format!("{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{runs}</w:p></w:ftr>")
    }
}

/// Packs a document that has been written.
pub(super) fn pack(
    manuscript: &Manuscript,
    writer: Writer,
    last: &str,
    running: &[String; 2],
    map: Option<&DraftMap>,
) -> Vec<u8> {
    let Writer { part, notes, comments, lists, used, pictures, .. } = writer;
    let mut parts: Vec<(String, Vec<u8>)> = vec![];
    let mut add = |name: &str, text: String| parts.push((name.to_owned(), text.into_bytes()));
    add("[Content_Types].xml", content_types(map.is_some()));
    add("_rels/.rels", package_relations());
    add("docProps/core.xml", core_properties(manuscript));
    add(
        "docProps/app.xml",
        format!(
            "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
             <Application>idm</Application></Properties>"
        ),
    );
    add(
        "word/document.xml",
        format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{}{last}</w:body></w:document>", part.xml),
    );
    add("word/_rels/document.xml.rels", document_relations(&part, map.is_some()));
    add("word/styles.xml", styles::part(manuscript.design, manuscript.language.1));
    add("word/numbering.xml", lists.part());
    add("word/settings.xml", settings(manuscript));
    add("word/fontTable.xml", font_table(manuscript));
    add("word/footnotes.xml", footnotes(&notes));
    add("word/_rels/footnotes.xml.rels", relations(&notes, ""));
    let mut noted = Part::default();
    let date = manuscript.date.map(|date| format!(" w:date=\"{date}T00:00:00Z\"")).unwrap_or_default();
    for (at, comment) in comments.iter().enumerate() {
        let author = escape(&comment.author);
        let own = comment.day.as_ref().map(|day| format!(" w:date=\"{day}T00:00:00Z\""));
        let date = own.as_ref().unwrap_or(&date);
        // The links of comments are relations of their own part.
        let mut xml = comment.part.xml.clone();
        for (number, (kind, target, outside)) in comment.part.relations.iter().enumerate() {
            let id = noted.relation(kind, target, *outside);
            xml = xml.replace(&format!("r:id=\"rId{}\"", number + 1), &format!("r:id=\"@{id}\""));
            xml = xml.replace(&format!("r:embed=\"rId{}\"", number + 1), &format!("r:embed=\"@{id}\""));
        }
        let xml = xml.replace("=\"@rId", "=\"rId");
        noted.xml.push_str(&format!(
            "<w:comment w:id=\"{at}\" w:author=\"{author}\"{date} w:initials=\"{}\">{xml}</w:comment>",
            initials(&comment.author)
        ));
    }
    add("word/comments.xml", format!("{DECLARATION}<w:comments {NAMESPACES}>{}</w:comments>", noted.xml));
    add("word/_rels/comments.xml.rels", relations(&noted, ""));
    let [head, foot] = running;
    add("word/header1.xml", head.clone());
    add("word/footer1.xml", foot.clone());
    if let Some(map) = map {
        add(
            "customXml/item1.xml",
            format!("{DECLARATION}<draft xmlns=\"{MAP_NAMESPACE}\">{}</draft>", escape(&map.to_json())),
        );
        for (number, namespace) in [(1, MAP_NAMESPACE), (2, SENT_NAMESPACE)] {
            add(&format!("customXml/itemProps{number}.xml"), item_properties(number, namespace));
            add(
                &format!("customXml/_rels/item{number}.xml.rels"),
                format!(
                    "{DECLARATION}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" \
                     Type=\"{OFFICE}/customXmlProps\" Target=\"itemProps{number}.xml\"/></Relationships>"
                ),
            );
        }
    }
    for path in &used {
        if let Some(picture) = pictures.get(path) {
            parts.push((format!("word/{}", picture.target(path)), picture.bytes.clone()));
        }
    }
    let Some(map) = map else { return crate::package::pack(&parts) };
    // What is sent is what a reader of the file finds in it.
    let sent = read(&crate::package::pack(&parts)).map(|word| Sent::of(&word, map)).unwrap_or_default();
    let sent = serde_json::to_string(&sent).unwrap_or_default();
    let sent = format!("{DECLARATION}<sent xmlns=\"{SENT_NAMESPACE}\">{}</sent>", escape(&sent));
    parts.push(("customXml/item2.xml".to_owned(), sent.into_bytes()));
    crate::package::pack(&parts)
}

fn initials(author: &str) -> String {
    escape(&author.split_whitespace().filter_map(|word| word.chars().next()).take(3).collect::<String>())
}

fn content_types(is_draft: bool) -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut xml = format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
         Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default \
         Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default \
         Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Default Extension=\"gif\" ContentType=\"image/gif\"/>"
    );
    let parts = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footnotes", "footnotes"),
        ("comments", "comments"),
        ("header1", "header"),
        ("footer1", "footer"),
    ];
    for (part, kind) in parts {
        xml.push_str(&format!("<Override PartName=\"/word/{part}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>"));
    }
    xml.push_str(
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
    );
    if is_draft {
        xml.push_str(
            "<Override PartName=\"/customXml/itemProps1.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/><Override \
             PartName=\"/customXml/itemProps2.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>",
        );
    }
    xml + "</Types>"
}

fn package_relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"word/document.xml\"/><Relationship Id=\"rId2\" \
         Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" Type=\"{OFFICE}/extended-properties\" \
         Target=\"docProps/app.xml\"/></Relationships>"
    )
}

fn document_relations(part: &Part, is_draft: bool) -> String {
    let mut more = String::new();
    let parts = [
        ("Styles", "styles", "styles.xml"),
        ("Numbering", "numbering", "numbering.xml"),
        ("Settings", "settings", "settings.xml"),
        ("Fonts", "fontTable", "fontTable.xml"),
        ("Notes", "footnotes", "footnotes.xml"),
        ("Comments", "comments", "comments.xml"),
        ("Head", "header", "header1.xml"),
        ("Foot", "footer", "footer1.xml"),
    ];
    for (id, kind, target) in parts {
        more.push_str(&format!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"));
    }
    if is_draft {
        more.push_str(&format!(
            "<Relationship Id=\"rIdMap\" Type=\"{OFFICE}/customXml\" Target=\"../customXml/item1.xml\"/><Relationship \
             Id=\"rIdSent\" Type=\"{OFFICE}/customXml\" Target=\"../customXml/item2.xml\"/>"
        ));
    }
    relations(part, &more)
}

fn relations(part: &Part, more: &str) -> String {
    let mut xml = format!("{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">{more}");
    for (at, (kind, target, outside)) in part.relations.iter().enumerate() {
        let mode = if *outside { " TargetMode=\"External\"" } else { "" };
        xml.push_str(&format!(
            "<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{}\"{mode}/>",
            at + 1,
            escape(target)
        ));
    }
    xml + "</Relationships>"
}

fn core_properties(manuscript: &Manuscript) -> String {
    let date = manuscript
        .date
        .map(|date| {
            let time = format!("{date}T00:00:00Z");
            format!(
                "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{time}</dcterms:created><dcterms:modified \
                 xsi:type=\"dcterms:W3CDTF\">{time}</dcterms:modified>"
            )
        })
        .unwrap_or_default();
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dc:language>{}</dc:language>{date}</cp:coreProperties>",
        escape(manuscript.title),
        escape(manuscript.author),
        escape(manuscript.language.1)
    )
}

fn settings(manuscript: &Manuscript) -> String {
    format!(
        "{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"708\"/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/>\
         </w:footnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\"/></w:settings>",
        escape(manuscript.language.1)
    )
}

fn font_table(manuscript: &Manuscript) -> String {
    let font = |name: &str, family: &str| {
        format!(
            "<w:font w:name=\"{}\"><w:family w:val=\"{family}\"/><w:pitch w:val=\"variable\"/></w:font>",
            escape(name)
        )
    };
    format!(
        "{DECLARATION}<w:fonts {NAMESPACES}>{}{}</w:fonts>",
        font(&manuscript.design.serif, "roman"),
        font(&manuscript.design.sans, "swiss")
    )
}

fn footnotes(notes: &Part) -> String {
    format!(
        "{DECLARATION}<w:footnotes {NAMESPACES}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p>\
         </w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p>\
         </w:footnote>{}</w:footnotes>",
        notes.xml
    )
}

fn item_properties(number: u32, namespace: &str) -> String {
    format!(
        "{DECLARATION}<ds:datastoreItem ds:itemID=\"{{6D6A0C2E-1B0F-4C55-9D0A-1D6D2E5B7A0{number}}}\" \
         xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs><ds:schemaRef \
         ds:uri=\"{namespace}\"/></ds:schemaRefs></ds:datastoreItem>"
    )
}
