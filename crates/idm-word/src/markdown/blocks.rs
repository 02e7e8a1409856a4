//! Headings, paragraphs, quotations, code, figures, notes: the pieces of a text in their order.

use std::collections::{BTreeMap, BTreeSet};

use idm_core::expression::Expressions;
use idm_core::markdown::tree::{BlockKind, Inline, InlineKind, TextId};
use idm_core::markdown::{Context, Shape, parse};
use idm_core::source::{Locator, Sources};
use sha2::{Digest, Sha256};

use super::inlines::{Place, language_of, text_of};
use super::settled::{Document, Piece, Settled, Text};
use super::{LeftOut, Markdown, Options};
use crate::read::{Role, WordDocument};
use crate::write::Picture;

/// The longest line that words are put in.
const WIDTH: usize = 100;
/// How many headings may stand within each other.
const LEVELS: usize = 6;

/// Writes the text.
pub(super) struct Writer<'a> {
    pub(super) word: &'a WordDocument,
    pub(super) options: &'a Options<'a>,
    notes: BTreeMap<&'a str, &'a [Settled]>,
    /// The notes that were called, in their order, by their names in the file.
    called: Vec<String>,
    marks: BTreeSet<String>,
    /// The file of each picture that has been shown, by its path in the package; none if it cannot be shown.
    files: BTreeMap<String, Option<String>>,
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
    left_out: Vec<LeftOut>,
    heading: String,
    /// The levels of the headings that are open.
    open: Vec<u8>,
    /// The identifiers of headings by the bookmarks that are asked for.
    pub(super) anchors: BTreeMap<String, String>,
    /// The numbers that lists have come to, by list and level.
    pub(super) counts: BTreeMap<(String, usize), u64>,
    /// The language that most of the words are in.
    pub(super) language: String,
    /// Whether nothing but words is to be written.
    pub(super) is_plain: bool,
}

/// Writes a document.
pub(super) fn write(word: &WordDocument, document: &Document, options: &Options) -> Markdown {
    let mut writer = Writer {
        word,
        options,
        notes: document.notes.iter().map(|(name, note)| (name.as_str(), note.as_slice())).collect(),
        called: vec![],
        marks: BTreeSet::new(),
        files: BTreeMap::new(),
        pictures: BTreeMap::new(),
        left_out: vec![],
        heading: String::new(),
        open: vec![],
        anchors: anchors(document, options.prefix),
        counts: BTreeMap::new(),
        language: main_language(word, document),
        is_plain: false,
    };
    let body = without_front(&document.blocks);
    for text in &document.blocks[..document.blocks.len() - body.len()] {
        if let Settled::Text(text) = text
            && !text_of(&text.content).trim().is_empty()
        {
            let what =
                format!("the {} `{}`, which belongs into `panel.yaml`", text.style, text_of(&text.content).trim());
            writer.leave_out(&what);
        }
    }
    let mut pieces: Vec<String> = vec![];
    writer.blocks(body, &mut pieces, true);
    // A note may call another.
    let mut at = 0;
    while let Some(name) = writer.called.get(at).cloned() {
        at += 1;
        let Some(note) = writer.notes.get(name.as_str()).copied() else { continue };
        writer.is_plain = options.plain.contains(&pieces.len());
        let mut within = vec![];
        writer.blocks(note, &mut within, false);
        let text = within.join("\n\n").replace('\n', "\n    ");
        let text = if text.trim().is_empty() { "–".to_owned() } else { text };
        pieces.push(blank_lines(&format!("[^n{at}]: {text}")));
    }
    for stray in &document.strays {
        writer.leave_out(&format!("a comment that stands nowhere: {stray}"));
    }
    let mut left_out: Vec<LeftOut> = word
        .lost
        .iter()
        .map(|(what, heading)| LeftOut { what: what.clone(), heading: heading.clone() })
        .chain(writer.left_out)
        .collect();
    let mut seen = BTreeSet::new();
    left_out.retain(|one| seen.insert(one.clone()));
    let mut text = String::new();
    let mut lines = vec![];
    for piece in pieces {
        if !text.is_empty() {
            text.push('\n');
        }
        let first = text.matches('\n').count() + 1;
        text.push_str(&piece);
        text.push('\n');
        lines.push(first..text.matches('\n').count() + 1);
    }
    Markdown { text, pictures: writer.pictures, left_out, pieces: lines }
}

impl<'a> Writer<'a> {
    /// Names something that has no place.
    pub(super) fn leave_out(&mut self, what: &str) {
        self.left_out.push(LeftOut { what: what.to_owned(), heading: self.heading.clone() });
    }

    /// Writes blocks as pieces that blank lines part.
    pub(super) fn blocks(&mut self, list: &[Settled], pieces: &mut Vec<String>, is_outermost: bool) {
        let mut at = 0;
        while at < list.len() {
            if is_outermost {
                self.is_plain = self.options.plain.contains(&pieces.len());
            }
            let rest = &list[at..];
            let count = match &rest[0] {
                Settled::Table(rows) => {
                    let caption = rest.get(1).and_then(caption).filter(|_| !is_caption_of_next(rest, 1));
                    let taken = 1 + usize::from(caption.is_some());
                    pieces.extend(self.table(rows, caption));
                    taken
                }
                Settled::Text(text) => self.text(text, rest, pieces),
            };
            at += count.max(1);
        }
    }

    /// Writes the text that blocks begin with, and what goes with it: how many blocks that are.
    fn text(&mut self, text: &Text, rest: &[Settled], pieces: &mut Vec<String>) -> usize {
        if text.in_contents {
            let count =
                rest.iter().take_while(|block| matches!(block, Settled::Text(text) if text.in_contents)).count();
            self.leave_out("the table of contents, which every book and draft makes anew");
            return count;
        }
        if let Some(caption) = caption(&rest[0])
            && let Some(Settled::Table(rows)) = rest.get(1)
        {
            pieces.extend(self.table(rows, Some(caption)));
            return 2;
        }
        match &text.role {
            Role::Heading(level) => {
                self.heading(text, *level, pieces);
                1
            }
            Role::Item(_) => {
                let items: Vec<&Text> = rest.iter().map_while(item).collect();
                pieces.extend(self.list(&items));
                items.len()
            }
            Role::Text if is_quotation(&text.style) => {
                let texts: Vec<&Text> = rest.iter().map_while(|block| like(block, is_quotation)).collect();
                let mut within = vec![];
                for text in &texts {
                    within.extend(self.paragraph(text));
                }
                let quoted = within.join("\n\n");
                if !quoted.is_empty() {
                    pieces.push(
                        quoted
                            .lines()
                            .map(|line| format!("> {line}").trim_end().to_owned())
                            .collect::<Vec<_>>()
                            .join("\n"),
                    );
                }
                texts.len()
            }
            Role::Text if is_code(&text.style) => {
                let texts: Vec<&Text> = rest.iter().map_while(|block| like(block, is_code)).collect();
                let lines: Vec<String> = texts.iter().map(|text| lines_of(&text.content)).collect();
                let code = self.printable(&lines.join("\n"));
                if !code.trim().is_empty() {
                    pieces.push(format!("````\n{}\n````", code.replace("````", "` ` ` `")));
                }
                texts.len()
            }
            Role::Text => {
                if let Some((path, alt)) = only_picture(&text.content) {
                    let caption = rest.get(1).and_then(caption).filter(|_| !is_caption_of_next(rest, 1));
                    pieces.extend(self.figure(path, alt, caption));
                    return 1 + usize::from(caption.is_some());
                }
                pieces.extend(self.paragraph(text));
                1
            }
        }
    }

    fn paragraph(&mut self, text: &Text) -> Option<String> {
        let written = self.running(&text.content, Place::Paragraph);
        (!written.is_empty()).then(|| wrapped(&written))
    }

    fn heading(&mut self, text: &Text, level: u8, pieces: &mut Vec<String>) {
        let content: Vec<Piece> = text
            .content
            .iter()
            .filter(|piece| !matches!(piece, Piece::Picture { .. } | Piece::Remark(_)))
            .cloned()
            .collect();
        let words = text_of(&content).split_whitespace().collect::<Vec<_>>().join(" ");
        let (pictures, remarks): (Vec<Piece>, Vec<Piece>) = text
            .content
            .iter()
            .filter(|piece| matches!(piece, Piece::Picture { .. } | Piece::Remark(_)))
            .cloned()
            .partition(|piece| matches!(piece, Piece::Picture { .. }));
        if !words.is_empty() {
            // Levels are not skipped: what stood below a higher heading stands one level below it.
            while self.open.last().is_some_and(|above| *above >= level) {
                self.open.pop();
            }
            self.open.push(level);
            self.heading = words;
            let mut unstyled = content.clone();
            for piece in &mut unstyled {
                if let Piece::Words(_, look) = piece {
                    look.bold = false;
                }
            }
            let written = self.running(&unstyled, Place::Line);
            let mark = content.iter().find_map(|piece| match piece {
                Piece::Bookmark(name) => self.anchors.get(name),
                _ => None,
            });
            let mark = mark.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
            pieces.push(format!("{} {written}{mark}", "#".repeat(self.open.len().min(LEVELS))));
        }
        for piece in pictures {
            if let Piece::Picture { path, alt } = piece {
                pieces.extend(self.figure(&path, &alt, None));
            }
        }
        let remarks = self.running(&remarks, Place::Paragraph);
        if !remarks.is_empty() {
            pieces.push(remarks);
        }
    }

    fn figure(&mut self, path: &str, alt: &str, caption: Option<&Text>) -> Option<String> {
        let (file, alt) = self.picture(path, alt)?;
        let caption = caption.map(|caption| self.caption(caption)).unwrap_or_default();
        let alt = alt.replace('\\', "\\\\").replace('"', "\\\"").replace("{{", "{ {");
        let caption = if caption.is_empty() { String::new() } else { format!("{}\n", wrapped(&caption)) };
        Some(format!(":::figure {{src=\"figures/{file}\" alt=\"{alt}\"}}\n{caption}:::"))
    }

    /// A caption without the number that the other program has counted.
    pub(super) fn caption(&mut self, caption: &Text) -> String {
        let content = match caption.content.iter().position(|piece| matches!(piece, Piece::Number(_))) {
            Some(at) => {
                let mut rest: Vec<Piece> = caption.content[at + 1..].to_vec();
                if let Some(Piece::Words(words, _)) = rest.first_mut() {
                    *words = words.trim_start_matches([':', '.', ' ', '\u{a0}', '–', '—', '-', '\t']).to_owned();
                }
                rest
            }
            None => caption.content.clone(),
        };
        self.running(&content, Place::Line)
    }

    /// The file of a picture, and what it shows.
    pub(super) fn picture(&mut self, path: &str, alt: &str) -> Option<(String, String)> {
        let file = match self.files.get(path) {
            Some(known) => known.clone(),
            None => {
                let file = self.file(path);
                self.files.insert(path.to_owned(), file.clone());
                file
            }
        }?;
        let alt = self.printable(alt).split_whitespace().collect::<Vec<_>>().join(" ");
        let alt = if alt.is_empty() {
            self.leave_out(&format!("the picture `{file}` says in no words what it shows: write them in its `alt`"));
            "to be supplied".to_owned()
        } else {
            alt
        };
        Some((file, alt))
    }

    /// The file that a picture of the package becomes.
    fn file(&mut self, path: &str) -> Option<String> {
        let stem = path.rsplit('/').next().unwrap_or_default();
        let Some((_, bytes)) = self.word.pictures.iter().find(|(known, _)| known == path) else {
            self.leave_out(&format!("the picture `{stem}`, which is not in the file"));
            return None;
        };
        let Some(ending) = ending(bytes) else {
            self.leave_out(&format!("the picture `{stem}`: it is none of PNG, JPEG, GIF, WebP and SVG, or damaged"));
            return None;
        };
        let name: String = stem.rsplit_once('.').map_or(stem, |(name, _)| name).to_lowercase();
        let name = name.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).take(40);
        let digest = Sha256::digest(bytes);
        let digest: String = digest.iter().take(2).map(|byte| format!("{byte:02x}")).collect();
        let file = format!("{}-{digest}.{ending}", name.collect::<String>());
        self.pictures.insert(file.clone(), bytes.clone());
        Some(file)
    }

    /// The mark of a note.
    pub(super) fn note(&mut self, name: &str) -> String {
        if !self.notes.contains_key(name) {
            return String::new();
        }
        if !self.marks.insert(name.to_owned()) {
            self.leave_out("a note that is called twice; it stands at the first place");
            return String::new();
        }
        self.called.push(name.to_owned());
        format!("[^n{}]", self.called.len())
    }
}

/// Text where only what begins lines is parted: blank lines bear no blanks.
fn blank_lines(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The title and its like that a file begins with belong to the panel's record.
fn without_front(blocks: &[Settled]) -> &[Settled] {
    let is_front = |block: &&Settled| match block {
        Settled::Text(text) => {
            matches!(text.style.as_str(), "title" | "subtitle" | "author" | "date")
                || text.role == Role::Text && text.content.iter().all(|piece| matches!(piece, Piece::Bookmark(_)))
        }
        Settled::Table(_) => false,
    };
    &blocks[blocks.iter().take_while(is_front).count()..]
}

fn item(block: &Settled) -> Option<&Text> {
    match block {
        Settled::Text(text) if matches!(text.role, Role::Item(_)) && !text.in_contents => Some(text),
        _ => None,
    }
}

fn like(block: &Settled, is: fn(&str) -> bool) -> Option<&Text> {
    match block {
        Settled::Text(text) if text.role == Role::Text && !text.in_contents && is(&text.style) => Some(text),
        _ => None,
    }
}

fn caption(block: &Settled) -> Option<&Text> {
    match block {
        Settled::Text(text)
            if text.role == Role::Text
                && text.style.contains("caption")
                && !text.content.iter().any(|piece| matches!(piece, Piece::Picture { .. })) =>
        {
            Some(text)
        }
        _ => None,
    }
}

/// Whether a caption stands above a table rather than below what comes before it.
fn is_caption_of_next(rest: &[Settled], at: usize) -> bool {
    matches!(rest.get(at + 1), Some(Settled::Table(_)))
}

fn is_quotation(style: &str) -> bool {
    ["quote", "block text", "block quote", "blockquote", "quotations", "intense quote"].contains(&style)
}

fn is_code(style: &str) -> bool {
    ["source code", "code", "html preformatted", "preformatted text", "code block", "verbatim"].contains(&style)
}

/// The picture of a paragraph that holds nothing else.
fn only_picture(content: &[Piece]) -> Option<(&str, &str)> {
    let mut found = None;
    for piece in content {
        match piece {
            Piece::Picture { path, alt } if found.is_none() => found = Some((path.as_str(), alt.as_str())),
            Piece::Bookmark(_) | Piece::Break => {}
            Piece::Words(words, _) if words.trim().is_empty() => {}
            _ => return None,
        }
    }
    found
}

fn lines_of(content: &[Piece]) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Piece::Break => "\n".to_owned(),
            other => text_of(std::slice::from_ref(other)),
        })
        .collect()
}

fn ending(bytes: &[u8]) -> Option<&'static str> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let ending = if begins(b"\x89PNG") {
        "png"
    } else if begins(b"\xff\xd8") {
        "jpg"
    } else if begins(b"GIF8") {
        "gif"
    } else if begins(b"RIFF") {
        "webp"
    } else {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).into_owned();
        return head.contains("<svg").then_some("svg");
    };
    Picture::of_pixels(bytes).map(|_| ending)
}

/// The identifiers of the headings that links in the file lead to, by the bookmarks of these.
fn anchors(document: &Document, prefix: &str) -> BTreeMap<String, String> {
    let mut asked = BTreeSet::new();
    let mut headings: Vec<&Text> = vec![];
    fn links(content: &[Piece], asked: &mut BTreeSet<String>) {
        for piece in content {
            if let Piece::Link { target, content } = piece {
                asked.extend(target.strip_prefix('#').map(str::to_owned));
                links(content, asked);
            }
        }
    }
    fn visit<'a>(blocks: &'a [Settled], asked: &mut BTreeSet<String>, headings: &mut Vec<&'a Text>) {
        for block in blocks {
            match block {
                Settled::Text(text) if text.in_contents => {}
                Settled::Text(text) => {
                    links(&text.content, asked);
                    if matches!(text.role, Role::Heading(_)) {
                        headings.push(text);
                    }
                }
                Settled::Table(rows) => {
                    rows.iter().flat_map(|row| &row.cells).for_each(|cell| visit(&cell.blocks, asked, &mut vec![]));
                }
            }
        }
    }
    visit(&document.blocks, &mut asked, &mut headings);
    document.notes.iter().for_each(|(_, note)| visit(note, &mut asked, &mut vec![]));
    let mut anchors = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for heading in headings {
        let marks: Vec<&String> = heading
            .content
            .iter()
            .filter_map(|piece| match piece {
                Piece::Bookmark(name) if asked.contains(name) => Some(name),
                _ => None,
            })
            .collect();
        if marks.is_empty() || text_of(&heading.content).trim().is_empty() {
            continue;
        }
        let slug: Vec<String> = text_of(&heading.content)
            .to_lowercase()
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(5)
            .map(|word| word.chars().take(12).collect())
            .collect();
        let base = if slug.is_empty() { format!("{prefix}-section") } else { format!("{prefix}-{}", slug.join("-")) };
        let name = (1..).map(|at| if at == 1 { base.clone() } else { format!("{base}-{at}") });
        let name = name.into_iter().find(|name| !taken.contains(name)).unwrap_or(base.clone());
        taken.insert(name.clone());
        anchors.extend(marks.into_iter().map(|mark| (mark.clone(), name.clone())));
    }
    anchors
}

/// The language that most of the letters are in; empty if the file does not say.
pub(crate) fn main_language(word: &WordDocument, document: &Document) -> String {
    fn count(content: &[Piece], default: Option<&str>, counts: &mut BTreeMap<String, usize>) {
        for piece in content {
            match piece {
                Piece::Words(text, look) => {
                    if let Some(language) = look.language.as_deref().or(default).and_then(language_of) {
                        *counts.entry(language).or_default() +=
                            text.chars().filter(|sign| sign.is_alphabetic()).count();
                    }
                }
                Piece::Link { content, .. } => count(content, default, counts),
                _ => {}
            }
        }
    }
    let mut counts = BTreeMap::new();
    for block in &document.blocks {
        if let Settled::Text(text) = block {
            count(&text.content, word.language.as_deref(), &mut counts);
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(language, _)| language).unwrap_or_default()
}

/// Words in lines of a bearable length. A line ends only where the next word cannot be taken for the sign of a list, a
/// heading or a table.
pub(super) fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut length = 0;
        // Within code, notes and addresses no line ends.
        let mut is_whole = false;
        for (at, word) in line.split(' ').enumerate() {
            let width = word.chars().count();
            let opens = word.matches("%%").count() + word.matches('`').count();
            let may_begin = word.chars().next().is_some_and(char::is_alphabetic)
                && !word.chars().take(6).any(|sign| matches!(sign, '.' | ')'))
                && word.chars().count() > 1;
            if at > 0 {
                if length + 1 + width > WIDTH && may_begin && !is_whole {
                    out.push('\n');
                    length = 0;
                } else {
                    out.push(' ');
                    length += 1;
                }
            }
            out.push_str(word);
            length += width;
            is_whole ^= opens % 2 == 1;
        }
    }
    out
}

/// The words that a piece of Markdown says when it is read. Those of pictures do not count, and lines end without a blank, as in
/// what it is compared with.
pub(crate) fn read_back(written: &str) -> String {
    fn words(content: &[Inline], text: &mut String) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words.as_str()),
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::IndexTerm { content, .. }
                | InlineKind::Reference { content: Some(content), .. } => words(content, text),
                _ => {}
            }
        }
    }
    let mut whole = written.to_owned();
    for at in written.match_indices("[^n").filter_map(|(at, _)| Some(at + written[at..].find(']')?)) {
        let start = written[..at].rfind("[^n").unwrap_or(at);
        whole.push_str(&format!("\n\n{}]: x", &written[start..at]));
    }
    let mut sources = Sources::default();
    let locator = Locator::whole(sources.add("a.md", whole.clone()), whole.len());
    let expressions = Expressions::none();
    let id = TextId { source: locator.source(), number: 0 };
    let parsed = parse(&whole, &Context { locator: &locator, expressions: &expressions, shape: Shape::Field, id });
    let mut text = String::new();
    for block in &parsed.prose.blocks {
        match &block.kind {
            BlockKind::Paragraph(content) => words(content, &mut text),
            BlockKind::Figure(_) => {}
            // Words that were to be running text are something else.
            _ => text.push('\u{fffd}'),
        }
    }
    text
}
