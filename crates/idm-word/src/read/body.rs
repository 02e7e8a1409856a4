//! Paragraphs and what stands in them.

use super::numbering::Lists;
use super::parts::Relations;
use super::styles::Styles;
use super::tree::{Element, Node};
use super::{Block, Cell, Inline, Item, Look, Paragraph, Role, Row, Table, Tracked, TrackedKind};

/// How many fields may stand within each other.
const MAX_FIELDS: usize = 64;

/// Reads the text of one part.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    lists: &'a Lists,
    relations: &'a Relations,
    /// The pictures that were shown.
    pub(super) pictures: Vec<String>,
    /// What has no place here, with the heading that it stands under.
    pub(super) lost: Vec<(String, String)>,
    heading: String,
    /// The fields that are open: the instruction, and the words of its result once that has begun.
    fields: Vec<Field>,
    /// How many fields are open beyond those that are told apart.
    beyond: usize,
    /// What stands in frames of the paragraph that is being read.
    framed: Vec<Block>,
    /// What begins before the next paragraph: bookmarks and the words of comments.
    pending: Vec<Inline>,
    /// A letter that hangs over the lines of the paragraph that it begins.
    dropped: Vec<Inline>,
}

/// A field that is open.
struct Field {
    instruction: String,
    /// The words of its result, once that has begun.
    result: Option<Vec<Inline>>,
}

/// The state of the words that are being read.
#[derive(Debug, Clone, Default)]
struct State {
    tracked: Option<Tracked>,
    style: Option<String>,
}

impl<'a> Body<'a> {
    /// A reader of a part.
    pub(super) fn new(styles: &'a Styles, lists: &'a Lists, relations: &'a Relations) -> Self {
        let (pictures, lost) = (vec![], vec![]);
        Self {
            styles,
            lists,
            relations,
            pictures,
            lost,
            heading: String::new(),
            fields: vec![],
            beyond: 0,
            framed: vec![],
            pending: vec![],
            dropped: vec![],
        }
    }

    /// The blocks of an element.
    fn blocks(&mut self, element: &Element) -> Vec<Block> {
        let mut blocks = vec![];
        self.collect(element, &State::default(), &mut blocks);
        blocks
    }

    /// The blocks of an element that stands by itself.
    pub(super) fn whole(&mut self, element: &Element) -> Vec<Block> {
        let mut blocks = self.blocks(element);
        self.end(&mut blocks);
        blocks
    }

    /// Ends what stands by itself: the text of a part, a note or a comment. What has been begun in it does not go on in the next.
    fn end(&mut self, blocks: &mut Vec<Block>) {
        if self.fields.iter().any(|field| field.result.is_none()) {
            self.lose("what follows a field that does not end");
        }
        self.fields.clear();
        self.beyond = 0;
        self.pending.clear();
        let content = std::mem::take(&mut self.dropped);
        if !content.is_empty() {
            blocks.push(Block::Paragraph(Paragraph { content, ..Paragraph::default() }));
        }
    }

    fn collect(&mut self, element: &Element, state: &State, blocks: &mut Vec<Block>) {
        for child in element.elements() {
            match child.name.as_str() {
                "p" => self.paragraph(child, state, blocks),
                "tbl" => {
                    let table = self.table(child, state);
                    blocks.push(Block::Table(table));
                }
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.collect(content, state, blocks);
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = chosen(child) {
                        self.collect(choice, state, blocks);
                    }
                }
                "ins" | "del" | "moveFrom" | "moveTo" => {
                    let state = State { tracked: tracked(child), ..state.clone() };
                    self.collect(child, &state, blocks);
                }
                "customXml" | "smartTag" | "body" => self.collect(child, state, blocks),
                // What begins between paragraphs begins with the next one.
                "commentRangeStart" | "bookmarkStart" => self.pending.extend(mark(child)),
                "commentRangeEnd" => match blocks.last_mut() {
                    Some(Block::Paragraph(last)) => last.content.extend(mark(child)),
                    _ => self.pending.extend(mark(child)),
                },
                "altChunk" => self.lose("a document within the document"),
                _ => {}
            }
        }
    }

    fn lose(&mut self, what: &str) {
        self.lost.push((what.to_owned(), self.heading.clone()));
    }

    fn paragraph(&mut self, element: &Element, around: &State, blocks: &mut Vec<Block>) {
        let properties = element.child("pPr");
        let style = properties.and_then(|properties| properties.val("pStyle"));
        let state = State { style: style.map(str::to_owned), ..around.clone() };
        let mut content = std::mem::take(&mut self.pending);
        content.append(&mut self.dropped);
        let in_contents = self.in_contents();
        let before = std::mem::take(&mut self.framed);
        self.inlines(element, &state, &mut content);
        let framed = std::mem::replace(&mut self.framed, before);
        self.part_fields(&mut content);
        let frame = properties.and_then(|properties| properties.child("framePr")?.get("dropCap"));
        if matches!(frame, Some("drop" | "margin")) {
            self.dropped = content;
            return;
        }
        let end = properties.and_then(|properties| properties.child("rPr")).and_then(|run| {
            run.elements()
                .find(|mark| matches!(mark.name.as_str(), "ins" | "del" | "moveFrom" | "moveTo"))
                .and_then(tracked)
        });
        let role = self.role(properties, style);
        let words = super::words(&content, super::Changes::Accept);
        if matches!(role, Role::Heading(_)) && !words.trim().is_empty() {
            words.trim().clone_into(&mut self.heading);
        }
        let name = self.styles.chain(style).next().map(|style| style.name.clone()).unwrap_or_default();
        let in_contents = in_contents || self.in_contents();
        blocks.push(Block::Paragraph(Paragraph { role, style: name, content, end, in_contents }));
        blocks.extend(framed);
    }

    fn role(&self, properties: Option<&Element>, style: Option<&str>) -> Role {
        let outline = properties.and_then(|properties| properties.val("outlineLvl")?.parse::<u8>().ok());
        let heading = self.styles.heading(style).or(outline.filter(|&level| level < 9).map(|level| level + 1));
        if let Some(level) = heading {
            return Role::Heading(level);
        }
        let own = properties.and_then(|properties| properties.child("numPr"));
        let own =
            own.map(|number| (number.val("numId"), number.val("ilvl").and_then(|level| level.parse::<usize>().ok())));
        let styled = self.styles.number(style);
        let list = own.and_then(|(list, _)| list).or(styled.as_ref().and_then(|(list, _)| list.as_deref()));
        let level =
            own.and_then(|(_, level)| level).or(styled.as_ref().and_then(|(_, level)| *level)).unwrap_or(0).min(8);
        match list.and_then(|list| Some((list, self.lists.level(list, level)?))) {
            Some((list, number)) => Role::Item(Item { level, list: list.to_owned(), number }),
            None => Role::Text,
        }
    }

    fn table(&mut self, element: &Element, state: &State) -> Table {
        let mut table = Table::default();
        self.rows(element, state, &mut table);
        table
    }

    fn rows(&mut self, element: &Element, state: &State, table: &mut Table) {
        for child in element.elements() {
            match child.name.as_str() {
                "tr" => {
                    let properties = child.child("trPr");
                    let of_row = properties
                        .and_then(|properties| {
                            properties.elements().find(|mark| matches!(mark.name.as_str(), "ins" | "del"))
                        })
                        .and_then(tracked);
                    let mut row = Row {
                        is_header: properties.and_then(|properties| properties.is_on("tblHeader")).unwrap_or_default(),
                        tracked: of_row.or_else(|| state.tracked.clone()),
                        cells: vec![],
                    };
                    let skipped = properties.and_then(|properties| properties.val("gridBefore")?.parse::<usize>().ok());
                    row.cells.extend(skipped.map(|columns| Cell { columns: columns.clamp(1, 64), ..Cell::default() }));
                    self.cells(child, state, &mut row);
                    table.rows.push(row);
                }
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.rows(content, state, table);
                    }
                }
                "ins" | "del" | "customXml" => self.rows(child, state, table),
                _ => {}
            }
        }
    }

    fn cells(&mut self, element: &Element, state: &State, row: &mut Row) {
        for child in element.elements() {
            match child.name.as_str() {
                "tc" => {
                    let properties = child.child("tcPr");
                    let columns =
                        properties.and_then(|properties| properties.val("gridSpan")?.parse().ok()).unwrap_or(1);
                    let goes_on = properties
                        .and_then(|properties| properties.child("vMerge"))
                        .is_some_and(|merge| merge.get("val") != Some("restart"));
                    let mut blocks = vec![];
                    self.collect(child, state, &mut blocks);
                    row.cells.push(Cell { columns: columns.clamp(1, 64), goes_on, blocks });
                }
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.cells(content, state, row);
                    }
                }
                "customXml" => self.cells(child, state, row),
                _ => {}
            }
        }
    }

    fn inlines(&mut self, element: &Element, state: &State, content: &mut Vec<Inline>) {
        for child in element.elements() {
            self.inline(child, state, content);
        }
    }

    /// Adds something, to the result of the field that is open or to the text.
    fn push(&mut self, content: &mut Vec<Inline>, inline: Inline) {
        match self.fields.last_mut() {
            Some(Field { result: Some(result), .. }) => result.push(inline),
            // What stands in an instruction is no text.
            Some(Field { result: None, .. }) if matches!(inline, Inline::Words { .. } | Inline::Break) => {}
            _ => content.push(inline),
        }
    }

    fn inline(&mut self, child: &Element, state: &State, content: &mut Vec<Inline>) {
        match child.name.as_str() {
            "r" => self.run(child, state, content),
            // What was put in and then taken out again is there neither way; what it holds of marks stays.
            "del" | "moveFrom" if state.tracked.as_ref().is_some_and(|around| around.kind.stays()) => {
                for place in child.elements().filter_map(mark) {
                    self.push(content, place);
                }
            }
            "ins" | "del" | "moveFrom" | "moveTo" => {
                let state = State { tracked: tracked(child), ..state.clone() };
                self.inlines(child, &state, content);
            }
            "hyperlink" => {
                let outside =
                    child.get("id").and_then(|id| self.relations.get(id)).map(|(_, target, _)| target.clone());
                let anchor = child.get("anchor").map(|anchor| format!("#{anchor}"));
                let target = match (outside, anchor) {
                    (Some(target), Some(anchor)) => target + &anchor,
                    (target, anchor) => target.or(anchor).unwrap_or_default(),
                };
                let mut within = vec![];
                let fields = std::mem::take(&mut self.fields);
                self.inlines(child, state, &mut within);
                // A field may go on behind the link.
                self.part_fields(&mut within);
                let open = std::mem::replace(&mut self.fields, fields);
                self.fields.extend(open);
                self.push(content, Inline::Link { target, content: within });
            }
            "fldSimple" => {
                self.fields.push(Field {
                    instruction: child.get("instr").unwrap_or_default().to_owned(),
                    result: Some(vec![]),
                });
                self.inlines(child, state, content);
                self.end_field(content);
            }
            "sdt" => {
                if let Some(within) = child.child("sdtContent") {
                    self.inlines(within, state, content);
                }
            }
            "smartTag" | "customXml" | "dir" | "bdo" => self.inlines(child, state, content),
            "AlternateContent" => {
                if let Some(choice) = chosen(child) {
                    self.inlines(choice, state, content);
                }
            }
            "bookmarkStart" | "commentRangeStart" | "commentRangeEnd" => {
                if let Some(mark) = mark(child) {
                    self.push(content, mark);
                }
            }
            "oMath" | "oMathPara" => {
                let mut text = String::new();
                formula(child, &mut text);
                let words = Inline::Words { text, look: Look::default(), tracked: state.tracked.clone() };
                self.push(content, words);
                self.lose("a formula, of which only the signs are kept");
            }
            _ => {}
        }
    }

    fn run(&mut self, run: &Element, state: &State, content: &mut Vec<Inline>) {
        let is_hidden = run.child("rPr").and_then(|look| look.is_on("vanish")).unwrap_or_default();
        if is_hidden && run.child("t").is_some() {
            self.lose("hidden words");
            return;
        }
        let look = self.look(run.child("rPr"), state);
        let words =
            |text: &str| Inline::Words { text: text.to_owned(), look: look.clone(), tracked: state.tracked.clone() };
        let mut shown_by_itself = false;
        for child in run.elements() {
            match child.name.as_str() {
                "t" | "delText" => {
                    let text = child.text();
                    // Notes whose mark was typed bear it beside the reference.
                    if !shown_by_itself {
                        self.push(content, words(&text));
                    }
                }
                "tab" | "ptab" => self.push(content, words("\t")),
                "br" if matches!(child.get("type"), Some("page" | "column")) => {}
                "br" | "cr" => self.push(content, Inline::Break),
                "noBreakHyphen" => self.push(content, words("\u{2011}")),
                "sym" => {
                    let code = child.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                    match code.and_then(char::from_u32) {
                        // Fonts of signs have their own meaning for these.
                        Some(sign) if !('\u{e000}'..='\u{f8ff}').contains(&sign) => {
                            self.push(content, words(&sign.to_string()));
                        }
                        _ => self.lose("a sign of a font of its own"),
                    }
                }
                "footnoteReference" | "endnoteReference" => {
                    shown_by_itself = matches!(child.get("customMarkFollows"), Some("1" | "true" | "on"));
                    let kind = child.name.trim_end_matches("Reference");
                    let name = format!("{kind}-{}", child.get("id").unwrap_or_default());
                    self.push(content, Inline::Note { name, tracked: state.tracked.clone() });
                }
                "fldChar" => match child.get("fldCharType") {
                    Some("begin") if self.fields.len() >= MAX_FIELDS => self.beyond += 1,
                    Some("begin") => self.fields.push(Field { instruction: String::new(), result: None }),
                    Some("separate") if self.beyond == 0 => {
                        if let Some(field) = self.fields.last_mut() {
                            field.result.get_or_insert_with(Vec::new);
                        }
                    }
                    Some("end") if self.beyond > 0 => self.beyond -= 1,
                    Some("end") => self.end_field(content),
                    _ => {}
                },
                "instrText" | "delInstrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&child.text());
                    }
                }
                "commentReference" => {
                    if let Some(mark) = mark(child) {
                        self.push(content, mark);
                    }
                }
                "ruby" => {
                    if let Some(base) = child.child("rubyBase") {
                        self.inlines(base, state, content);
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(child, content),
                "AlternateContent" => {
                    if let Some(choice) = chosen(child) {
                        for part in choice.elements() {
                            match part.name.as_str() {
                                "symEx" => self.sign(part, &look, state, content),
                                "t" => {
                                    let tracked = state.tracked.clone();
                                    let words = Inline::Words { text: part.text(), look: look.clone(), tracked };
                                    self.push(content, words);
                                }
                                _ => self.drawing(part, content),
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// A sign that Word names by its number, as it does pictures that are written like letters.
    fn sign(&mut self, element: &Element, look: &Look, state: &State, content: &mut Vec<Inline>) {
        let code = element.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(sign) => {
                let (text, tracked) = (sign.to_string(), state.tracked.clone());
                self.push(content, Inline::Words { text, look: look.clone(), tracked });
            }
            None => self.lose("a sign of a font of its own"),
        }
    }

    /// The end of a field: a link is one, of any other the result stands.
    fn end_field(&mut self, content: &mut Vec<Inline>) {
        let Some(Field { instruction, result }) = self.fields.pop() else { return };
        for inline in shown(&instruction, result.unwrap_or_default()) {
            self.push(content, inline);
        }
    }

    /// What the open fields show so far is part of the paragraph that ends.
    fn part_fields(&mut self, content: &mut Vec<Inline>) {
        for at in (0..self.fields.len()).rev() {
            let Some(field) = self.fields.get_mut(at) else { continue };
            let Some(result) = field.result.as_mut() else { continue };
            let shown = shown(&field.instruction, std::mem::take(result));
            let around = self.fields[..at].iter_mut().rev().find_map(|field| field.result.as_mut());
            around.unwrap_or(content).extend(shown);
        }
    }

    /// Whether a table of contents is being read.
    fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.instruction.trim_start().starts_with("TOC"))
    }

    fn drawing(&mut self, element: &Element, content: &mut Vec<Inline>) {
        let mut alt = element.find("docPr").and_then(|properties| {
            let given = |name: &str| properties.get(name).filter(|text| !text.trim().is_empty());
            given("descr").or(given("title")).map(str::to_owned)
        });
        let shape = element.find("shape");
        alt = alt.or_else(|| shape.and_then(|shape| shape.get("alt")).map(str::to_owned));
        let mut shown = vec![];
        every(element, "blip", &mut shown);
        let mut ids: Vec<&str> = shown.iter().filter_map(|blip| blip.get("embed").or(blip.get("link"))).collect();
        if ids.is_empty() {
            every(element, "imagedata", &mut shown);
            ids.extend(shown.iter().filter_map(|data| data.get("id")));
        }
        for (_, target, outside) in ids.iter().filter_map(|id| self.relations.get(*id)) {
            if *outside {
                self.lose("a picture that lies outside the file");
            } else {
                let path = target.clone();
                self.pictures.push(path.clone());
                self.push(content, Inline::Picture { path, alt: alt.clone().unwrap_or_default() });
            }
        }
        if ids.is_empty() {
            match (element.find("chart"), element.find("relIds")) {
                (Some(_), _) => self.lose("a chart"),
                (None, Some(_)) => self.lose("a diagram"),
                (None, None) => {}
            }
        }
        let mut boxes = vec![];
        every(element, "txbxContent", &mut boxes);
        for text in boxes {
            let fields = std::mem::take(&mut self.fields);
            let blocks = self.blocks(text);
            self.fields = fields;
            self.framed.extend(blocks);
        }
    }

    fn look(&self, run: Option<&Element>, state: &State) -> Look {
        let of_style = run.and_then(|run| run.val("rStyle"));
        let style = |of: fn(&super::styles::Style) -> Option<bool>| {
            of_style.and_then(|id| self.styles.chain(Some(id)).find_map(of))
        };
        let paragraph = |of: fn(&super::styles::Style) -> Option<bool>| {
            // Headings are strong by their style.
            let id = state.style.as_deref().filter(|id| self.styles.heading(Some(id)).is_none())?;
            self.styles.chain(Some(id)).find_map(of)
        };
        let is = |name: &str, of: fn(&super::styles::Style) -> Option<bool>| {
            run.and_then(|run| run.is_on(name)).or_else(|| style(of)).or_else(|| paragraph(of)).unwrap_or_default()
        };
        let on = |name: &str| run.and_then(|run| run.is_on(name)).unwrap_or_default();
        let raised = run.and_then(|run| run.val("vertAlign"));
        let named = of_style.and_then(|id| self.styles.chain(Some(id)).next()).map(|style| style.name.as_str());
        let font = run.and_then(|run| run.child("rFonts")?.get("ascii"));
        let language = run.and_then(|run| run.val("lang")).filter(|tag| Some(*tag) != self.styles.language.as_deref());
        Look {
            bold: is("b", |style| style.bold),
            italic: is("i", |style| style.italic),
            struck: on("strike") || on("dstrike"),
            raised: raised == Some("superscript"),
            lowered: raised == Some("subscript"),
            code: named.is_some_and(|name| ["code", "verbatim char", "html code", "source code"].contains(&name))
                || font.is_some_and(|font| ["Consolas", "Courier New", "Courier"].contains(&font)),
            language: language.map(str::to_owned),
        }
    }
}

/// What a field shows: a link, or what it comes to.
fn shown(instruction: &str, result: Vec<Inline>) -> Vec<Inline> {
    let words = instruction.trim();
    let Some(rest) = words.strip_prefix("HYPERLINK").filter(|_| !result.is_empty()) else {
        return match words.split_whitespace().next() {
            // The number of a caption.
            Some("SEQ") if !result.is_empty() => vec![Inline::Number(result)],
            _ => result,
        };
    };
    let mut parts = rest.split('"');
    let before = parts.next().unwrap_or_default();
    let named = parts.next().unwrap_or_else(|| before.split_whitespace().last().unwrap_or_default());
    let between = parts.next().unwrap_or_default();
    let place = parts.next().filter(|_| between.contains("\\l"));
    let target = match place {
        _ if before.contains("\\l") => format!("#{named}"),
        Some(place) => format!("{named}#{place}"),
        None => named.to_owned(),
    };
    vec![Inline::Link { target, content: result }]
}

/// A bookmark that begins, or where the words of a comment begin, end, or have their sign.
fn mark(element: &Element) -> Option<Inline> {
    let id = || element.get("id").map(str::to_owned);
    match element.name.as_str() {
        "bookmarkStart" => Some(Inline::Bookmark(element.get("name")?.to_owned())),
        "commentRangeStart" => Some(Inline::CommentStart(id()?)),
        "commentRangeEnd" => Some(Inline::CommentEnd(id()?)),
        "commentReference" => Some(Inline::CommentSign(id()?)),
        _ => None,
    }
}

/// What a file offers in several forms: the first, or else what older programs take.
fn chosen(element: &Element) -> Option<&Element> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

/// Every element of that name in a drawing, but for those in its boxes of text, which are read by themselves.
fn every<'a>(element: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    if element.name == "AlternateContent" {
        if let Some(choice) = chosen(element) {
            every(choice, name, found);
        }
        return;
    }
    for child in element.elements() {
        if child.name == name {
            found.push(child);
        } else if child.name != "txbxContent" {
            every(child, name, found);
        }
    }
}

fn tracked(element: &Element) -> Option<Tracked> {
    let kind = match element.name.as_str() {
        "ins" => TrackedKind::Inserted,
        "del" => TrackedKind::Deleted,
        "moveTo" => TrackedKind::MovedHere,
        "moveFrom" => TrackedKind::MovedAway,
        _ => return None,
    };
    let get = |name: &str| element.get(name).unwrap_or_default().to_owned();
    Some(Tracked { kind, author: get("author"), date: get("date") })
}

fn formula(element: &Element, text: &mut String) {
    for child in &element.children {
        match child {
            Node::Element(child) if child.name == "t" => text.push_str(&child.text()),
            Node::Element(child) => formula(child, text),
            Node::Text(_) => {}
        }
    }
}
