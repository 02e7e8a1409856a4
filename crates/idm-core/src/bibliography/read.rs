//! One entry of `references.yaml`: every value as it was typed, in the form in which Hayagriva takes it over whole.
//!
//! Hayagriva would be given the file itself otherwise, and read `volume: 1.10` as 1.1, `page-range: 11E201` as a number
//! without end, and the names of institutions as those of people. So the entry is handed over value by value, and what
//! comes back is compared with what was typed.

use hayagriva::types::Date;
use hayagriva::{Entry, Library};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::keys::{self, TYPES};
use super::{names, texts};
use crate::address;
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, KeySegment, Origin, Place, near};
use crate::rules;
use crate::yaml::Index;

/// The numbers by which a work is known.
const SERIALS: [&str; 9] = ["arxiv", "doi", "isbn", "issn", "pmcid", "pmid", "printing", "serial", "version"];

/// How deeply works may stand within each other.
const MAX_PARENTS: usize = 4;

/// An entry, and the web addresses in it as they were typed.
pub(super) struct Read {
    pub(super) entry: Entry,
    /// Each address as Hayagriva writes it, and as it was typed.
    pub(super) addresses: Vec<(String, String)>,
}

/// Reads an entry. A value that cannot be taken over is reported where it stands, and the entry read without it; nothing
/// if there is no entry at all.
pub(super) fn entry(index: &Index, origin: &Origin, key: &str, diagnostics: &mut Diagnostics) -> Option<Read> {
    let mut reader = Reader { index, diagnostics, addresses: vec![] };
    if index.keys(&origin.path).next().is_none() {
        let message = format!("the reference `{key}` has no keys");
        reader.report(
            origin,
            message,
            "write its `type`, `title`, `author` and `date` on lines of their own, indented",
        );
        return None;
    }
    if let Some(sign) = key.chars().find(|&sign| !(sign.is_alphanumeric() || "-_:.+/".contains(sign))) {
        let sign = if sign.is_whitespace() { "a blank".to_owned() } else { format!("`{sign}`") };
        let place = index
            .keys(&KeyPath::root())
            .find(|(name, _)| *name == key)
            .map_or(Place::from(origin.clone()), |(_, span)| Place::from(span));
        reader.diagnostics.push(
            Diagnostic::new(
                &rules::ID_SYNTAX,
                place,
                format!("{sign} stands in the key `{key}`, which nothing could cite"),
            )
            .hint("join its words with hyphens: `town-archive-2024`"),
        );
        return None;
    }
    let value = reader.work(origin, 0);
    let mut entry = match parse(key, Value::Object(value)) {
        Ok(entry) => entry,
        Err(_) => {
            reader.report(origin, format!("the reference `{key}` cannot be read as it stands"), wanted(key));
            return None;
        }
    };
    reader.compare(&mut entry, origin);
    Some(Read { entry, addresses: reader.addresses })
}

fn parse(key: &str, value: Value) -> Result<Entry, String> {
    let library = Value::Object(Map::from_iter([(key.to_owned(), value)]));
    let library = Library::deserialize(&library).map_err(|error| error.to_string())?;
    library.into_iter().next().ok_or_else(|| "there is no entry".to_owned())
}

/// What an entry is read with.
pub(super) struct Reader<'a> {
    pub(super) index: &'a Index,
    diagnostics: &'a mut Diagnostics,
    addresses: Vec<(String, String)>,
}

impl Reader<'_> {
    /// A work's keys and values, those that cannot be taken over left out.
    fn work(&mut self, origin: &Origin, depth: usize) -> Map<String, Value> {
        let index = self.index;
        let mut work = Map::new();
        for (key, _) in index.keys(&origin.path) {
            let at = origin.key(key);
            if !index.has(&at.path) {
                continue;
            }
            let Some(value) = self.value(key, &at, depth) else { continue };
            let alone = Map::from_iter([("type".to_owned(), "misc".into()), (key.to_owned(), value.clone())]);
            match parse("alone", Value::Object(alone)) {
                Ok(_) => {
                    let known = if key == "serial" { "serial-number" } else { key };
                    if work.insert(known.to_owned(), value).is_some() {
                        self.report(&at, "`serial` and `serial-number` are one key", "keep one of the two");
                    }
                }
                Err(error) => {
                    let message = format!("`{key}` cannot be read: {}", error.trim_start_matches("alone."));
                    self.report(&at, message, wanted(key));
                }
            }
        }
        let is_typed = work.contains_key("type");
        if depth == 0 && !is_typed {
            if !index.has(&origin.key("type").path) {
                let place = Place::Key(origin.clone());
                let message = "this reference has no `type`";
                let hint = format!("add `type: report`, or another of {}", TYPES.join(", "));
                self.diagnostics.push(Diagnostic::new(&rules::YAML_TYPE, place, message).hint(hint));
            }
            work.insert("type".to_owned(), "misc".into());
        }
        work
    }

    /// The value of one key. Nothing if it says nothing, or was reported.
    fn value(&mut self, key: &str, at: &Origin, depth: usize) -> Option<Value> {
        match key {
            "type" => self.kind(at),
            "title" | "location" | "organization" | "archive" | "archive-location" | "call-number" | "note"
            | "abstract" | "genre" => self.text(at),
            "author" | "editor" => self.list(at, Self::name),
            "affiliated" => self.list(at, Self::role),
            "date" => self.date(at),
            "publisher" => self.publisher(at),
            "url" => self.url(at),
            "serial" | "serial-number" => self.serial(at),
            "parent" if depth == MAX_PARENTS => {
                let message = format!("works stand within each other more than {MAX_PARENTS} levels deep");
                self.report(at, message, "leave out the outermost");
                None
            }
            "parent" => self.list(at, |reader, at| {
                let work = reader.work(at, depth + 1);
                (!work.is_empty()).then_some(Value::Object(work))
            }),
            "issue" | "chapter" | "volume" | "edition" | "volume-total" | "page-total" | "page-range"
            | "time-range" | "runtime" | "language" => self.scalar(at).map(Value::String),
            _ => {
                let number = SERIALS.contains(&key).then(|| format!("write `serial-number: {{{key}: …}}`"));
                self.unknown(at, key, number.as_deref(), &keys::names());
                None
            }
        }
    }

    pub(super) fn report(&mut self, at: &Origin, message: impl Into<String>, hint: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(&rules::YAML_TYPE, at, message).hint(hint));
    }

    fn unknown(&mut self, at: &Origin, key: &str, hint: Option<&str>, known: &[&str]) {
        let message = format!("a reference has no key `{key}`");
        let diagnostic = Diagnostic::new(&rules::YAML_UNKNOWN_KEY, Place::Key(at.clone()), message);
        let near = near(key, known.iter().copied());
        self.diagnostics.push(match (hint, near) {
            (Some(hint), _) => diagnostic.hint(hint),
            (None, Some(near)) if self.stands_beside(at, near.word) => {
                diagnostic.hint(format!("did you mean `{}`?", near.word))
            }
            (None, Some(_)) => diagnostic.did_you_mean(key, near),
            (None, None) => diagnostic.hint(format!("here may stand {}", known.join(", "))),
        });
    }

    /// Whether a key stands in the same record as another.
    fn stands_beside(&self, other: &Origin, key: &str) -> bool {
        other.parent().is_some_and(|(record, _)| self.index.keys(&record.path).any(|(there, _)| there == key))
    }

    /// Reports keys that are not known here.
    fn only(&mut self, at: &Origin, known: &[&str]) {
        let index = self.index;
        for (key, _) in index.keys(&at.path).filter(|(key, _)| !known.contains(key)) {
            self.unknown(&at.key(key), key, None, known);
        }
    }

    /// One text, its lines joined. A list or mapping is reported.
    pub(super) fn scalar(&mut self, at: &Origin) -> Option<String> {
        if let Some(text) = self.index.text(&at.path) {
            let words: Vec<&str> = text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect();
            return (!words.is_empty()).then(|| words.join(" "));
        }
        if self.index.len(&at.path) > 0 {
            let key = last_key(at);
            self.report(at, format!("`{key}` is one text, not several"), format!("write it on one line: `{key}: …`"));
        }
        None
    }

    /// Whether a value is written as keys and values.
    pub(super) fn is_mapping(&self, at: &Origin) -> bool {
        self.index.keys(&at.path).next().is_some()
    }

    fn list(&mut self, at: &Origin, mut one: impl FnMut(&mut Self, &Origin) -> Option<Value>) -> Option<Value> {
        if self.is_mapping(at) || self.index.text(&at.path).is_some() {
            return one(self, at);
        }
        let items: Vec<Value> = (0..self.index.len(&at.path)).filter_map(|item| one(self, &at.index(item))).collect();
        (!items.is_empty()).then_some(Value::Array(items))
    }

    fn kind(&mut self, at: &Origin) -> Option<Value> {
        let typed = self.scalar(at)?;
        let kind = typed.to_lowercase();
        if TYPES.contains(&kind.as_str()) {
            return Some(kind.into());
        }
        let message = format!("`{kind}` is no type of a reference");
        let diagnostic = Diagnostic::new(&rules::YAML_TYPE, at, message);
        let near = near(&kind, TYPES);
        self.diagnostics.push(match near {
            Some(_) => diagnostic.did_you_mean(&typed, near),
            None => diagnostic.hint(format!("the types are {}", TYPES.join(", "))),
        });
        None
    }

    fn text(&mut self, at: &Origin) -> Option<Value> {
        if !self.is_mapping(at) {
            let typed = self.scalar(at)?;
            return self.escaped(at, &typed);
        }
        self.only(at, &["value", "short", "verbatim"]);
        let is_verbatim = self.index.text(&at.key("verbatim").path) == Some("true");
        let mut text = Map::new();
        for part in ["value", "short"] {
            let at = at.key(part);
            let Some(typed) = self.scalar(&at) else { continue };
            let escaped = if is_verbatim { texts::verbatim(&typed).into() } else { self.escaped(&at, &typed)? };
            text.insert(part.to_owned(), escaped);
        }
        if text.contains_key("value") {
            return Some(Value::Object(text));
        }
        self.report(at, format!("`{}` has no `value`", last_key(at)), "write the whole text as `value`");
        None
    }

    fn escaped(&mut self, at: &Origin, typed: &str) -> Option<Value> {
        match texts::escaped(typed) {
            Ok(text) => Some(text.into()),
            Err(unbalanced) => {
                self.report(at, unbalanced.message, unbalanced.hint);
                None
            }
        }
    }

    fn name(&mut self, at: &Origin) -> Option<Value> {
        if !self.is_mapping(at) {
            let typed = self.scalar(at)?;
            return match names::parse(&typed) {
                Ok(name) => Some(Value::Object(name)),
                Err(unclear) => {
                    self.report(at, unclear.message, unclear.hint);
                    None
                }
            };
        }
        const PARTS: [&str; 5] = ["name", "given-name", "prefix", "suffix", "comma-suffix"];
        if self.index.has(&at.key("alias").path) {
            self.unknown(&at.key("alias"), "alias", Some("no style prints an alias: write it behind the name"), &PARTS);
        }
        self.only(at, &["name", "given-name", "prefix", "suffix", "comma-suffix", "alias"]);
        let mut name = Map::new();
        for part in &PARTS[..4] {
            if let Some(text) = self.scalar(&at.key(*part)) {
                name.insert((*part).to_owned(), text.into());
            }
        }
        if self.index.text(&at.key("comma-suffix").path) == Some("true") {
            name.insert("comma-suffix".to_owned(), true.into());
        }
        let Some(family) = name.get("name").and_then(Value::as_str) else {
            self.report(at, "this name has no `name`", "`name` holds the family name, or the name of an institution");
            return None;
        };
        if name.contains_key("given-name") {
            let family = names::kept_together(family);
            name.insert("name".to_owned(), family.into());
        }
        Some(Value::Object(name))
    }

    fn role(&mut self, at: &Origin) -> Option<Value> {
        if !self.is_mapping(at) {
            self.report(
                at,
                "people and their role stand here",
                "write `- role: translator` and `names: [\"Sen, Ana\"]`",
            );
            return None;
        }
        self.only(at, &["names", "role"]);
        let names = self.list(&at.key("names"), Self::name)?;
        let role = self.scalar(&at.key("role"))?;
        Some(Value::Object(Map::from_iter([("names".to_owned(), names), ("role".to_owned(), role.into())])))
    }

    fn publisher(&mut self, at: &Origin) -> Option<Value> {
        if !self.is_mapping(at) {
            return self.text(at);
        }
        self.only(at, &["name", "location"]);
        let parts = ["name", "location"].map(|part| (part.to_owned(), self.text(&at.key(part))));
        let parts: Map<_, _> = parts.into_iter().filter_map(|(part, text)| Some((part, text?))).collect();
        (!parts.is_empty()).then_some(Value::Object(parts))
    }

    fn date(&mut self, at: &Origin) -> Option<Value> {
        const HINT: &str = "write the year, `2017`, the month, `2017-04`, or the day, `2017-04-18`; leave the key out where there is no date";
        if self.is_mapping(at) {
            self.only(at, &["year", "season"]);
            let year = self.scalar(&at.key("year"))?;
            let season = self.scalar(&at.key("season"));
            let number = |text: &str| text.parse::<i32>().ok();
            let season_number = season.as_deref().map(number);
            if let (Some(year), Some(Some(1..=4)) | None) = (number(&year), season_number) {
                let mut date = Map::from_iter([("year".to_owned(), year.into())]);
                if let Some(Some(season)) = season_number {
                    date.insert("season".to_owned(), season.into());
                }
                return Some(Value::Object(date));
            }
            self.report(
                at,
                "this is no date",
                format!("{HINT}; a season is `{{year: 2017, season: 1}}`, 1 for spring to 4"),
            );
            return None;
        }
        let typed = self.scalar(at)?;
        let read: Option<Date> = typed.parse().ok();
        let digits = |text: &str| -> Vec<u32> {
            text.split(|sign: char| !sign.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
        };
        match read {
            Some(date) if digits(&date.to_string()) == digits(&typed) => Some(typed.into()),
            _ => {
                self.report(at, format!("`{typed}` is no date"), HINT);
                None
            }
        }
    }

    fn url(&mut self, at: &Origin) -> Option<Value> {
        let mut parts = Map::new();
        let typed = if self.is_mapping(at) {
            self.only(at, &["value", "date"]);
            if let Some(date) = self.index.has(&at.key("date").path).then(|| self.date(&at.key("date"))).flatten() {
                parts.insert("date".to_owned(), date);
            }
            self.scalar(&at.key("value"))
        } else {
            self.scalar(at)
        };
        let Some(typed) = typed else {
            if !parts.is_empty() {
                self.report(at, "`url` has no `value`", "write the address as `value`");
            }
            return None;
        };
        if let Some(refusal) = address::refusal(&typed) {
            let place = if self.is_mapping(at) { at.key("value") } else { at.clone() };
            self.diagnostics.push(Diagnostic::new(&rules::LINK_RELATIVE, place, refusal.message).hint(refusal.hint));
            return None;
        }
        let destination = address::destination(&typed).into_owned();
        let alone =
            Map::from_iter([("type".to_owned(), "misc".into()), ("url".to_owned(), destination.clone().into())]);
        if let Ok(read) = parse("alone", Value::Object(alone)) {
            let written = read.url().map(ToString::to_string).unwrap_or_default();
            if written != typed {
                self.addresses.push((written, typed));
            }
        }
        parts.insert("value".to_owned(), destination.into());
        Some(Value::Object(parts))
    }

    fn serial(&mut self, at: &Origin) -> Option<Value> {
        if !self.is_mapping(at) {
            return self.scalar(at).map(Value::String);
        }
        self.only(at, &SERIALS);
        let mut numbers = Map::new();
        for key in SERIALS {
            let at = at.key(key);
            let Some(typed) = self.scalar(&at) else { continue };
            if key == "doi" && !typed.starts_with("10.") {
                self.report(
                    &at,
                    format!("`{typed}` is no DOI"),
                    "a DOI begins with `10.`: write it without `https://doi.org/`",
                );
                continue;
            }
            numbers.insert(key.to_owned(), typed.into());
        }
        (!numbers.is_empty()).then_some(Value::Object(numbers))
    }
}

/// What to write as a key's value.
pub(super) fn wanted(key: &str) -> &'static str {
    match key {
        "volume-total" | "page-total" => "write the number alone, such as `312`",
        "language" => "write its code, such as `fr` or `fr-CH`",
        "time-range" | "runtime" => "write hours, minutes and seconds, such as `01:20:00`",
        "affiliated" => "a role is one such as `translator`, `foreword`, `compiler` or `organizer`",
        _ => "the file is in Hayagriva's format: see `docs/format.md`",
    }
}

fn last_key(at: &Origin) -> String {
    match at.path.segments().last() {
        Some(KeySegment::Key(key)) => key.clone(),
        _ => "this".to_owned(),
    }
}
