//! The text of a publication, taken apart by line: where mistakes can be made. It reads sound files only, and in a way of its
//! own, so that the program is not asked where its own reports have to stand.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use idm_core::model::Language;

/// Files by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A key and its value in a YAML file.
#[derive(Debug, Clone)]
pub struct Field {
    /// The file.
    pub path: String,
    /// The line of the key, from 1.
    pub line: usize,
    /// How many characters stand before the key.
    pub column: usize,
    /// Whether the key is the first of a list's record: `- id: …`.
    pub first: bool,
    /// The key.
    pub key: String,
    /// What stands behind the colon on the same line.
    pub value: String,
    /// The keys from the top down to this one, joined by points.
    pub keys: String,
    /// The last line of the value.
    pub last: usize,
    /// The first line of the record that the key belongs to.
    pub record: usize,
    /// Whether the line above holds a key or item with its whole value, or nothing stands above.
    pub follows_plain: bool,
}

impl Field {
    /// Whether key and value take one line, and there is a value.
    pub fn is_single(&self) -> bool {
        self.line == self.last && !self.value.is_empty() && !self.value.starts_with(['|', '>'])
    }

    /// Whether the value is a text on one line that is not quoted.
    pub fn is_plain(&self) -> bool {
        self.is_single() && !self.value.starts_with(['"', '\'', '[', '{'])
    }

    /// The value without quotation marks.
    pub fn text(&self) -> &str {
        self.value.trim_matches(['"', '\''])
    }
}

/// An item of a list in a YAML file that is a text: `- text`.
#[derive(Debug, Clone)]
pub struct Item {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The last line of the value.
    pub last: usize,
    /// How many characters stand before the dash.
    pub column: usize,
    /// What stands behind the dash.
    pub value: String,
    /// The keys from the top down, joined by points.
    pub keys: String,
    /// Whether an item stands above in the same list.
    pub follows: bool,
}

/// What a line of Markdown is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Blank,
    /// `# …`
    Heading(usize),
    /// `:::name …`
    Opener,
    /// `:::`
    Closer,
    /// `| … |`
    Row,
    /// `[^a]: …`, and the lines that belong to it.
    Note,
    /// Anything else: paragraphs and lists.
    Text,
}

/// A line of Markdown.
#[derive(Debug, Clone)]
pub struct Line {
    /// The file.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
    /// The name of the block that it stands in, or opens.
    pub block: String,
    /// The line.
    pub text: String,
}

/// A name of something else.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The byte in the line where the name begins.
    pub at: usize,
    /// The name, without a prefix.
    pub name: String,
    /// The key whose value it is; `@` for a reference in prose, `element` for an element of a framework.
    pub key: String,
}

/// What is wrong, and where an author would look for it.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The files with the mistake.
    pub files: Files,
    /// The places that may be named: a line, or a file as a whole.
    pub places: Vec<(String, Option<usize>)>,
    /// What was done.
    pub change: String,
}

/// A sound publication.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Its files.
    pub files: Files,
    /// The lines of its text files.
    pub texts: BTreeMap<String, Vec<String>>,
    /// Keys of the YAML files.
    pub fields: Vec<Field>,
    /// Texts in lists of the YAML files.
    pub items: Vec<Item>,
    /// Lines of the Markdown files.
    pub lines: Vec<Line>,
    /// Last lines of paragraphs that end with a full stop, in Markdown files and in texts of YAML files.
    pub ends: Vec<(String, usize)>,
    /// Names that are used.
    pub references: Vec<Reference>,
    /// Names that are given, with their places.
    pub names: BTreeMap<String, (String, usize)>,
}

/// The language that a file is a translation into; none of any other file.
pub fn translated_into(path: &str) -> Option<Language> {
    let (stem, _) = path.rsplit_once('.')?;
    Language::from_code(stem.rsplit_once('.')?.1)
}

impl Book {
    /// Takes a publication apart.
    pub fn new(files: Files) -> Self {
        let mut book = Self { files, ..Self::default() };
        for (path, bytes) in &book.files {
            let is_text = [".yaml", ".md"].iter().any(|ending| path.ends_with(ending));
            if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_text) {
                book.texts.insert(path.clone(), text.lines().map(str::to_owned).collect());
            }
        }
        for path in book.texts.keys().cloned().collect::<Vec<_>>() {
            if path.ends_with(".md") { book.read_markdown(&path) } else { book.read_yaml(&path) }
        }
        book
    }

    /// A line, from 1.
    pub fn line(&self, path: &str, line: usize) -> &str {
        self.texts.get(path).and_then(|lines| lines.get(line.wrapping_sub(1))).map_or("", String::as_str)
    }

    /// The files with other lines in place of some.
    pub fn with(&self, path: &str, lines: std::ops::RangeInclusive<usize>, new: &[String]) -> Files {
        let mut text = self.texts[path].clone();
        text.splice(lines.start() - 1..*lines.end(), new.iter().cloned());
        self.with_file(path, format!("{}\n", text.join("\n")).into_bytes())
    }

    /// The files with one file changed or added.
    pub fn with_file(&self, path: &str, bytes: Vec<u8>) -> Files {
        let mut files = self.files.clone();
        files.insert(path.to_owned(), bytes);
        files
    }

    /// A line changed, and reported there.
    pub fn changed(&self, path: &str, line: usize, new: &str) -> Option<Fault> {
        let old = self.line(path, line);
        // Of long lines, what differs, with a few words before it.
        let differs = old.char_indices().zip(new.chars()).find(|((_, old), new)| old != new);
        let differs = differs.map_or(old.len().min(new.len()), |((at, _), _)| at);
        let same = old.floor_char_boundary(if differs < 60 { 0 } else { differs - 30 });
        (old != new).then(|| Fault {
            files: self.with(path, line..=line, &[new.to_owned()]),
            places: vec![(path.to_owned(), Some(line))],
            change: format!("`{}` became `{}`", excerpt(&old[same..]), excerpt(&new[same..])),
        })
    }

    /// Lines put in before a line, and the first of them, or another, reported.
    pub fn inserted(&self, path: &str, before: usize, new: &[&str], reported: usize) -> Fault {
        let mut text = self.texts[path].clone();
        text.splice(before - 1..before - 1, new.iter().map(ToString::to_string));
        Fault {
            files: self.with_file(path, format!("{}\n", text.join("\n")).into_bytes()),
            places: vec![(path.to_owned(), Some(before + reported))],
            change: format!("`{}` was put in before line {before}", excerpt(&new.join("⏎"))),
        }
    }

    /// Lines taken out. Whoever calls says what is reported.
    pub fn removed(
        &self,
        path: &str,
        lines: std::ops::RangeInclusive<usize>,
        places: Vec<(String, Option<usize>)>,
    ) -> Fault {
        let what = excerpt(self.line(path, *lines.start())).to_owned();
        Fault { files: self.with(path, lines, &[]), places, change: format!("`{what}` was taken out") }
    }

    /// One of the keys that fit.
    pub fn field(&self, rng: &mut Rng, fits: impl Fn(&Field) -> bool) -> Option<&Field> {
        choose(rng, self.fields.iter().filter(|field| fits(field)))
    }

    /// One of the lines of prose that fit.
    pub fn prose(&self, rng: &mut Rng, fits: impl Fn(&Line) -> bool) -> Option<&Line> {
        choose(rng, self.lines.iter().filter(|line| fits(line)))
    }

    /// Every place that names something by its identifier.
    pub fn mentions(&self, name: &str) -> Vec<(String, Option<usize>)> {
        let mentions = self.references.iter().filter(|reference| reference.name == name);
        mentions.map(|reference| (reference.path.clone(), Some(reference.line))).collect()
    }

    fn read_yaml(&mut self, path: &str) {
        let text = self.texts[path].clone();
        // Keys above the line, with the columns at which they stand, and the line at which the record of each began.
        let mut above: Vec<(usize, String)> = vec![];
        let mut records: BTreeMap<usize, usize> = BTreeMap::new();
        // The column of the key or dash whose block of text goes on.
        let mut block: Option<usize> = None;
        let mut plain_above = true;
        let mut items_at: BTreeSet<(usize, String)> = BTreeSet::new();
        for (at, line) in text.iter().enumerate() {
            let number = at + 1;
            let column = line.len() - line.trim_start().len();
            if line.trim().is_empty() {
                continue;
            }
            if block.is_some_and(|block| column > block) {
                let ends = text.get(at + 1).is_none_or(|next| next.trim().is_empty());
                let last = ends || text.get(at + 1).is_some_and(|next| next.len() - next.trim_start().len() < column);
                let plain = above.last().is_some_and(|(_, key)| key == "description");
                if last && !plain && line.ends_with('.') && !line.trim_start().starts_with("- ") {
                    self.ends.push((path.to_owned(), number));
                }
                self.prose_references(path, number, line);
                plain_above = false;
                continue;
            }
            block = None;
            if line.trim_start().starts_with('#') {
                continue;
            }
            above.retain(|(above, _)| *above < column);
            let dash = line.trim_start().starts_with("- ");
            let key_column = if dash { column + 2 } else { column };
            if dash {
                records.insert(key_column, number);
            }
            let rest = &line[key_column..];
            let key = rest
                .split_once(':')
                .filter(|(key, value)| !key.contains([' ', '"', '[']) && (value.is_empty() || value.starts_with(' ')));
            let joined = |key: Option<&str>| {
                let keys: Vec<&str> = above.iter().map(|(_, key)| key.as_str()).chain(key).collect();
                keys.join(".")
            };
            let Some((key, value)) = key else {
                let keys = joined(None);
                if rest.starts_with(['|', '>']) {
                    block = Some(column);
                }
                if dash {
                    let follows = !items_at.insert((column, keys.clone()));
                    let last = number + if block.is_some() { block_length(&text, at, column) } else { 0 };
                    self.yaml_references(path, number, &keys, key_column, rest);
                    self.items.push(Item {
                        path: path.to_owned(),
                        line: number,
                        last,
                        column,
                        value: rest.to_owned(),
                        keys,
                        follows,
                    });
                }
                plain_above = block.is_none();
                continue;
            };
            let value = value.trim();
            let keys = joined(Some(key));
            let length = text[at + 1..]
                .iter()
                .position(|line| !line.trim().is_empty() && line.len() - line.trim_start().len() <= key_column)
                .unwrap_or(text.len() - at - 1);
            // A list may stand as far to the left as its key, but in these files it does not.
            let inner = text[at + 1..at + 1 + length].iter().rposition(|line| !line.trim().is_empty());
            let record =
                records.range(..=key_column).next_back().filter(|(at, _)| **at == key_column).map(|(_, at)| *at);
            let parent = above.last().is_some_and(|(above, _)| *above < key_column);
            let record = record.unwrap_or(if parent { number } else { 1 });
            if value.starts_with(['|', '>']) {
                block = Some(key_column);
            } else {
                let start = key_column + key.len() + (rest.len() - key.len() - value.len());
                self.yaml_references(path, number, &keys, start, value);
                if keys.starts_with("frameworks.") {
                    self.refer(path, number, key_column, key, "framework");
                }
            }
            if path == "references.yaml" && key_column == 0 || key == "id" && keys != "elements.id" {
                self.names.insert(
                    if key == "id" { value.trim_matches('"').to_owned() } else { key.to_owned() },
                    (path.to_owned(), number),
                );
            }
            self.fields.push(Field {
                path: path.to_owned(),
                line: number,
                column: key_column,
                first: dash,
                key: key.to_owned(),
                value: value.to_owned(),
                keys,
                last: number + inner.map_or(0, |inner| inner + 1),
                record,
                follows_plain: plain_above,
            });
            above.push((key_column, key.to_owned()));
            plain_above = block.is_none();
        }
    }

    /// Names in the value of a key.
    fn yaml_references(&mut self, path: &str, line: usize, keys: &str, start: usize, value: &str) {
        let key = keys.rsplit('.').next().unwrap_or_default();
        let mapped = keys.starts_with("frameworks") && path.ends_with("recommendations.yaml");
        let names = match key {
            "source" | "reference" | "theme" | "moderator" | "rapporteur" | "panel" | "workshop" => key,
            "speakers" | "people" => "person",
            "panels" => "panel",
            "recommendations" => "recommendation",
            _ if mapped => "element",
            _ => {
                self.prose_references(path, line, &format!("{}{value}", " ".repeat(start)));
                return;
            }
        };
        let mut at = 0;
        while at < value.len() {
            let length = value[at..].find(|char: char| !is_name(char)).unwrap_or(value.len() - at);
            let name = &value[at..at + length];
            if length > 0 && name != "null" {
                let is_key = mapped && value[at + length..].starts_with(':');
                self.refer(path, line, start + at, name, if is_key { "framework" } else { names });
            }
            at += length + value[at + length..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Names in prose: `@name`, `@prefix:name`, and those in the keys of a block.
    fn prose_references(&mut self, path: &str, line: usize, text: &str) {
        for (at, _) in text.match_indices('@').filter(|(at, _)| text[..*at].ends_with(['[', '(', ' '])) {
            let mut start = at + 1;
            let name = |start: usize| text[start..].split(|char: char| !is_name(char)).next().unwrap_or_default();
            if text[start + name(start).len()..].starts_with(':') {
                start += name(start).len() + 1;
            }
            let name = name(start).to_owned();
            self.refer(path, line, start, &name, "@");
        }
        if text.starts_with(":::") {
            for key in ["source=\"", "by=\""] {
                for (at, key) in text.match_indices(key) {
                    let start = at + key.len();
                    let name = text[start..].split('"').next().unwrap_or_default().to_owned();
                    if name.chars().all(is_name) {
                        self.refer(path, line, start, &name, &key[..key.len() - 2]);
                    }
                }
            }
        }
    }

    fn refer(&mut self, path: &str, line: usize, at: usize, name: &str, key: &str) {
        self.references.push(Reference { path: path.to_owned(), line, at, name: name.to_owned(), key: key.to_owned() });
    }

    fn read_markdown(&mut self, path: &str) {
        let text = self.texts[path].clone();
        let mut block = String::new();
        let mut note = false;
        for (at, line) in text.iter().enumerate() {
            let mut kind = match line {
                line if line.trim().is_empty() => Kind::Blank,
                line if line.trim() == ":::" => Kind::Closer,
                line if line.starts_with(":::") => Kind::Opener,
                line if line.starts_with('#') => Kind::Heading(line.len() - line.trim_start_matches('#').len()),
                line if line.starts_with('|') => Kind::Row,
                line if line.starts_with("[^") => Kind::Note,
                _ => Kind::Text,
            };
            note = kind == Kind::Note || note && (kind == Kind::Blank || line.starts_with("    "));
            if note && kind == Kind::Text {
                kind = Kind::Note;
            }
            if kind == Kind::Opener {
                let name = line[3..].split([' ', '{']).next().unwrap_or_default();
                name.clone_into(&mut block);
            }
            let ends = text.get(at + 1).is_none_or(|next| next.trim().is_empty());
            if kind == Kind::Text && block.is_empty() && ends && line.ends_with('.') && !is_listed(&text, at) {
                self.ends.push((path.to_owned(), at + 1));
            }
            if let Some((_, id)) = line.split_once("{#") {
                let id = id.split(|char: char| !is_name(char)).next().unwrap_or_default();
                self.names.insert(id.to_owned(), (path.to_owned(), at + 1));
            }
            if block != "note" {
                self.prose_references(path, at + 1, line);
            }
            let text = line.clone();
            self.lines.push(Line { path: path.to_owned(), line: at + 1, kind, block: block.clone(), text });
            if kind == Kind::Closer {
                block.clear();
            }
        }
    }
}

/// Whether a line of Markdown belongs to a list.
fn is_listed(text: &[String], at: usize) -> bool {
    let paragraph = text[..=at].iter().rev().take_while(|line| !line.trim().is_empty());
    paragraph.into_iter().any(|line| {
        let line = line.trim_start();
        line.starts_with("- ") || line.starts_with(|char: char| char.is_ascii_digit()) || line.starts_with("%%")
    })
}

fn block_length(text: &[String], at: usize, column: usize) -> usize {
    let belongs = |line: &&String| line.trim().is_empty() || line.len() - line.trim_start().len() > column;
    let lines: Vec<_> = text[at + 1..].iter().take_while(belongs).collect();
    lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1)
}

/// Whether a character may stand in a name.
pub fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '.')
}

/// One of several.
pub fn choose<T>(rng: &mut Rng, of: impl IntoIterator<Item = T>) -> Option<T> {
    let mut of: Vec<T> = of.into_iter().collect();
    (!of.is_empty()).then(|| of.swap_remove(rng.usize(..of.len())))
}

/// The beginning of a text, for reports.
pub fn excerpt(text: &str) -> &str {
    text.char_indices().nth(90).map_or(text, |(end, _)| &text[..end])
}

/// A word with a slip of the keys in it: a letter missing, doubled, or changed places with the next. None if every slip
/// gives a word that is taken, or the same.
pub fn misspelt(rng: &mut Rng, word: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    (0..20).find_map(|_| {
        let mut letters: Vec<char> = word.chars().collect();
        let at = rng.usize(..letters.len());
        match rng.u8(..3) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            _ if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => return None,
        }
        let new: String = letters.into_iter().collect();
        let sound = new.starts_with(|char: char| char.is_alphanumeric()) && !new.ends_with(['-', '.', ':']);
        (sound && new != word && !taken(&new)).then_some(new)
    })
}
