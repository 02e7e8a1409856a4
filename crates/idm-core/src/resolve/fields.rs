//! One field of a record at a time: from what is written to what it means.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Resolver;
use crate::diagnostic::{Diagnostic, Fix, Near, Origin, Place, near};
use crate::expression::Expressions;
use crate::files::{Files, MAX_IMAGE_BYTES};
use crate::format::FileKind;
use crate::letters::composed;
use crate::manifest::sha256;
use crate::markdown::tree::{BlockKind, Inline, InlineKind, Prose, Target, TextId};
use crate::markdown::{self, Context, Parsed, Shape, walk};
use crate::memory::{Same, TextSource, TextWords};
use crate::model::{
    Anchor, AnchorKind, Date, Id, IdProblem, Line, MAX_ID_LENGTH, PartialDate, Person, Plain, Provenance, Ref, Text,
    Time,
};
use crate::read::{HolePlace, Lost};
use crate::rules;
use crate::schema::Basis;
use crate::source::{Locator, SourceId, Span};
use crate::translation;

impl Resolver<'_> {
    /// Where a value stands; where it should stand, if it is missing.
    pub(super) fn span(&self, origin: &Origin) -> Span {
        match self.project.indexes.get(&origin.source) {
            Some(index) => index.span_of_value(&origin.path),
            None => Span::new(origin.source, 0..0),
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports that a record lacks what it cannot do without.
    pub(super) fn missing(&mut self, record: &Origin, what: &str, key: &str) {
        if self.holes.hold(&record.key(key)) {
            return;
        }
        self.report(
            Diagnostic::new(&rules::MISSING_VALUE, record, format!("{what} has no `{key}`"))
                .hint(format!("add `{key}:` to the record")),
        );
    }

    /// A record's identifier, checked for its form. Without one, the record is left out, and what it is lost to others.
    pub(super) fn id(&mut self, record: &Origin, what: &str, lost: &[Lost], id: Option<&String>) -> Option<Id> {
        let found = match id.filter(|id| !id.is_empty()) {
            Some(id) => self.identifier(record.key("id"), id, self.span(&record.key("id"))),
            None => {
                self.missing(record, what, "id");
                None
            }
        };
        if found.is_none() {
            self.lose(record, lost);
            self.lose(record, &[Lost::Words]);
        }
        found
    }

    /// Notes that a record cannot be used, or only in part, and what is lost with it.
    pub(super) fn lose(&mut self, record: &Origin, lost: &[Lost]) {
        self.holes.push(HolePlace::Value(record.clone()), lost.iter().copied());
    }

    /// The identifier of what is defined at `span`. One that does not have an identifier's form is reported at `place`.
    pub(super) fn identifier(&mut self, place: impl Into<Place>, text: &str, span: Span) -> Option<Id> {
        let message = match Id::new(text, span) {
            Ok(id) => return Some(id),
            Err(IdProblem::Form) => {
                format!(
                    "`{}` is no identifier: use lower-case letters, digits and hyphens, a letter first",
                    brief(text)
                )
            }
            Err(IdProblem::Length) => format!(
                "the identifier `{}` has {} letters, and none may have more than {MAX_ID_LENGTH}",
                brief(text),
                text.len()
            ),
        };
        let suggested = suggest_identifier(text);
        let diagnostic = Diagnostic::new(&rules::ID_SYNTAX, place, message).hint(format!("`{suggested}` would do"));
        // What refers to it may be written either way.
        let fix = Fix::replace(diagnostic.place.clone(), text, suggested, false);
        self.report(diagnostic.fix(fix));
        None
    }

    /// Announces an identifier; a second one of the same name is reported at `place`.
    pub(super) fn announce(&mut self, id: &str, place: impl Into<crate::diagnostic::Place>, anchor: Anchor) {
        let kind = anchor.kind;
        if let Err(first) = self.anchors.insert(id, anchor) {
            let first = first.clone();
            // One of the two has lost its own name, which others may refer to.
            let kinds = [first.kind, kind].map(Lost::Name);
            self.holes.push(HolePlace::Name, kinds);
            self.report(
                Diagnostic::new(
                    &rules::ID_DUPLICATE,
                    place,
                    format!("`{id}` already names {}", first.kind.with_article()),
                )
                .label(first.span, "here")
                .hint("identifiers are unique over the whole publication: rename one of the two"),
            );
        }
    }

    pub(super) fn anchor(&self, kind: AnchorKind, record: &Origin) -> Anchor {
        Anchor { kind, number: None, title: vec![], city: None, printed: false, span: self.span(&record.key("id")) }
    }

    /// A plain value; blank ones count as not known.
    pub(super) fn plain(&self, record: &Origin, key: &str, value: Option<&String>) -> Option<Plain> {
        let text = value?.trim();
        let origin = record.key(key);
        if let Some((origin, text)) = translation::translated(self.project, &origin) {
            return Some(Plain { text: composed(text.trim().to_owned()), span: self.span(&origin), language: None });
        }
        (!text.is_empty()).then(|| self.untranslated(&origin, text))
    }

    /// A plain value that has no translation. In an edition in another language, one that could have some is in the source's
    /// language; what is the same in each, such as a person's name, is in none.
    fn untranslated(&self, origin: &Origin, text: &str) -> Plain {
        let path = self.project.sources.get(origin.source).path();
        let is_translatable = || FileKind::of(path).is_some_and(|kind| kind.describe(&origin.path).translated);
        let is_foreign = self.project.edition.language.is_some() && is_translatable();
        let language = is_foreign.then(|| self.source_language());
        Plain { text: composed(text.to_owned()), span: self.span(origin), language }
    }

    /// The values of a list that are not blank.
    pub(super) fn plains(&self, list: &Origin, values: &[String]) -> Vec<Plain> {
        values
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(at, text)| match translation::translated(self.project, &list.index(at)) {
                Some((origin, text)) => {
                    Plain { text: composed(text.trim().to_owned()), span: self.span(&origin), language: None }
                }
                None => self.untranslated(&list.index(at), text.trim()),
            })
            .collect()
    }

    /// A Markdown line; blank ones count as not known.
    pub(super) fn line(&mut self, origin: &Origin, value: Option<&String>, expressions: &Expressions) -> Option<Line> {
        let text = self.prose(origin, value?, Shape::Line, expressions);
        let content = text.prose.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Paragraph(content) => Some(content.clone()),
            _ => None,
        })?;
        Some(Line { content, span: text.span })
    }

    /// Markdown blocks; blank ones count as not known.
    pub(super) fn text(&mut self, origin: &Origin, value: Option<&String>, expressions: &Expressions) -> Option<Text> {
        let text = self.prose(origin, value?, Shape::Field, expressions);
        (!text.is_blank()).then_some(text)
    }

    fn prose(&mut self, origin: &Origin, value: &str, shape: Shape, expressions: &Expressions) -> Text {
        let translated = translation::translated(self.project, origin);
        let is_translated = translated.is_some();
        let (origin, value) = match &translated {
            Some((origin, value)) => (origin, value.as_str()),
            None => (origin, value),
        };
        let span = self.span(origin);
        let project = self.project;
        let index = project.indexes.get(&origin.source);
        let words = match index {
            Some(index) => TextWords::Value(Same(Arc::clone(index)), origin.path.clone()),
            None => TextWords::Lone(value.to_owned()),
        };
        let locator = || {
            index
                .and_then(|index| index.locator(project.sources.get(origin.source), &origin.path))
                .unwrap_or_else(|| Locator::pieces(origin.source, vec![(0, span.start)], span.end as usize))
        };
        let (mut prose, _) = self.parsed(value, words, locator, shape, expressions, origin.source);
        if !is_translated {
            self.mark_untranslated(&mut prose);
        }
        Text { prose, span }
    }

    /// Markdown in a file of its own, and whether reading it raised nothing: an empty text may otherwise be one that
    /// could not be read.
    pub(super) fn document(&mut self, source: SourceId, shape: Shape, expressions: &Expressions) -> (Text, bool) {
        let file = self.project.sources.get(source);
        let text = file.text();
        let locator = || Locator::whole(source, text.len());
        let words = TextWords::File(file.shared_text());
        let (mut prose, sound) = self.parsed(text, words, locator, shape, expressions, source);
        if self.project.edition.untranslated.contains(&source) {
            self.mark_untranslated(&mut prose);
        }
        (Text { prose, span: Span::new(source, 0..text.len()) }, sound)
    }

    /// In an edition in another language, tells a text of the source by its language, and shows that it is one; a picture shows
    /// no language.
    fn mark_untranslated(&self, prose: &mut Arc<Prose>) {
        if self.project.edition.language.is_none() {
            return;
        }
        let language = self.source_language().code();
        let mut is_first = true;
        walk::lines_mut(Arc::make_mut(prose), &mut |line| {
            let Some(span) = line.first().map(|inline| inline.span) else { return };
            let content = std::mem::take(line);
            let is_read = content.iter().any(|inline| !matches!(inline.kind, InlineKind::Image(_)));
            if is_read && std::mem::take(&mut is_first) {
                line.push(Inline::text(format!("[{language}] "), span));
            }
            line.push(Inline { kind: InlineKind::Foreign { language: language.to_owned(), content }, span });
        });
    }

    /// The tree of a text, and whether reading it raised nothing. It is read again only if the text, or what one of its
    /// expressions comes to, is another than it was.
    fn parsed(
        &mut self,
        text: &str,
        words: TextWords,
        locator: impl FnOnce() -> Locator,
        shape: Shape,
        expressions: &Expressions,
        source: SourceId,
    ) -> (Arc<Prose>, bool) {
        let id = self.text_id(source);
        let from = TextSource { words, shape, values: markdown::values(text, expressions) };
        let parsed = self
            .memory
            .text(id, from, || markdown::parse(text, &Context { locator: &locator(), expressions, shape, id }));
        let Parsed { prose, diagnostics, lost, lossy } = &*parsed;
        self.diagnostics.extend(diagnostics.list().iter().cloned());
        self.holes.push_names(lost.iter().cloned());
        if *lossy {
            self.holes.push_text(source);
        }
        let mut prose = Arc::clone(prose);
        self.named_images(&mut prose, source);
        (prose, diagnostics.list().is_empty())
    }

    /// What the next text of a file is called.
    fn text_id(&mut self, source: SourceId) -> TextId {
        let count = self.texts.entry(source).or_default();
        let id = TextId { source, number: *count };
        *count += 1;
        id
    }

    /// Finds each picture's path in the project and what the file holds. Whether it is there and can be shown is checked
    /// later.
    fn named_images(&mut self, prose: &mut Arc<Prose>, source: SourceId) {
        let base = self.project.sources.get(source).path();
        let mut contents = BTreeMap::new();
        walk::pictures(prose, &mut |image| {
            if image.path.is_empty() || markdown::is_remote(&image.path) {
                return;
            }
            if image.path.contains('\\') {
                let message = format!("`\\` in `{}` is no sign between folders", image.path);
                let right = image.path.replace('\\', "/");
                self.report(
                    Diagnostic::new(&rules::IMAGE_MISSING, image.path_span, message)
                        .hint(format!("write `{right}`"))
                        .fix(Fix::replace(image.path_span, &image.path, right, true)),
                );
                return;
            }
            match Files::resolve(base, &image.path) {
                Ok(path) => {
                    if let Ok(bytes) = self.project.files.read_bytes(&path, MAX_IMAGE_BYTES) {
                        let digest = self.memory.digests.of(path.clone(), bytes, |bytes| sha256(bytes));
                        contents.insert(image.handle, digest);
                    }
                    self.images.insert(image.handle, (path, image.path_span));
                }
                Err(problem) => self.report(problem.diagnostic(Some(image.path_span.into()))),
            }
        });
        if !contents.is_empty() {
            walk::pictures_mut(Arc::make_mut(prose), &mut |image| {
                image.content = contents.get(&image.handle).map(|digest| String::clone(digest));
            });
        }
    }

    /// A key of the bibliography that stands in a record. It is checked once everything is known.
    pub(super) fn target(
        &self,
        record: &Origin,
        key: &str,
        source: Option<&String>,
        locator: Option<&String>,
    ) -> Option<Target> {
        source.filter(|source| !source.trim().is_empty()).map(|source| Target {
            prefix: None,
            id: source.trim().to_owned(),
            locator: locator.map(|locator| locator.trim().to_owned()).filter(|locator| !locator.is_empty()),
            lead: None,
            span: self.span(&record.key(key)),
        })
    }

    /// Where a record's facts come from.
    pub(super) fn provenance(
        &mut self,
        record: &Origin,
        what: &str,
        source: Option<&String>,
        locator: Option<&String>,
        basis: Option<Basis>,
    ) -> Provenance {
        let target = self.target(record, "source", source, locator);
        let key = if target.is_none() { "source" } else { "basis" };
        if self.holes.hold(&record.key(key)) {
            return Provenance { source: target, basis };
        }
        if target.is_none() {
            self.report(
                Diagnostic::new(&rules::UNSOURCED, record, format!("{what} has no `source`"))
                    .hint("name a key of `references.yaml`"),
            );
        } else if basis.is_none() {
            self.report(
                Diagnostic::new(&rules::MISSING_BASIS, record, format!("{what} has a source but no `basis`"))
                    .hint("add `basis: agenda`, `announcement`, `earlier-report`, `report` or `record`"),
            );
        }
        Provenance { source: target, basis }
    }

    /// A day.
    pub(super) fn date(&mut self, record: &Origin, key: &str, value: Option<&String>) -> Option<Date> {
        let text = value?.trim();
        let format = time::macros::format_description!("[year]-[month]-[day]");
        match Date::parse(text, format) {
            Ok(date) => Some(date),
            Err(_) => {
                self.invalid(record.key(key), text, "a day, such as `2017-04-18`");
                None
            }
        }
    }

    /// A day, a month or a year.
    pub(super) fn partial_date(&mut self, record: &Origin, key: &str, value: Option<&String>) -> Option<PartialDate> {
        let text = value?.trim();
        let parsed = parse_partial_date(text);
        if parsed.is_none() {
            self.invalid(record.key(key), text, "a day, a month or a year, such as `2017-12`");
        }
        parsed
    }

    /// A time of day.
    pub(super) fn time(&mut self, record: &Origin, key: &str, value: Option<&String>) -> Option<Time> {
        let text = value?.trim();
        let parsed = text.split_once(':').and_then(|(hour, minute)| {
            let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            (digits(hour) && minute.len() == 2 && digits(minute)).then_some(())?;
            let time = Time { hour: hour.parse().ok()?, minute: minute.parse().ok()? };
            (time.hour < 24 && time.minute < 60).then_some(time)
        });
        if parsed.is_none() {
            self.invalid(record.key(key), text, "a time of day, such as `\"10:00\"`");
        }
        parsed
    }

    /// Reports a value that makes no sense for its key.
    pub(super) fn invalid(&mut self, origin: Origin, value: &str, wanted: &str) {
        self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, format!("`{value}` is not {wanted}")));
    }

    /// Looks a person up.
    pub(super) fn person(&mut self, origin: &Origin, id: &str) -> Option<Ref<Person>> {
        if let Some(&at) = self.people.get(id) {
            return Some(at);
        }
        if !self.may_be_there(id, AnchorKind::Person) {
            let message = format!("there is no person `{id}` in `people.yaml`");
            // Whoever does not know of identifiers writes the name.
            let mut named = self.records.people.iter().map(|entry| &entry.value);
            let named = named.find(|person| person.name.as_ref().is_some_and(|name| name.trim() == id.trim()));
            let near = near(id, self.people.keys().map(Id::as_str));
            let called = named.and_then(|person| person.id.as_deref()).map(|word| Near { word, is_certain: false });
            let near = called.or(near);
            self.report(Diagnostic::new(&rules::REFERENCE_DANGLING, origin, message).did_you_mean(id, near));
        }
        None
    }
}

/// An identifier near to a text that is none, no longer than one may be.
fn suggest_identifier(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut suggested = String::new();
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let hyphen = if suggested.is_empty() { "" } else { "-" };
        let room = MAX_ID_LENGTH - suggested.len();
        // A word may be cut only where nothing else is left.
        let word = if suggested.is_empty() { &word[..word.len().min(room - "x-".len())] } else { word };
        if hyphen.len() + word.len() > room {
            break;
        }
        suggested.push_str(hyphen);
        suggested.push_str(word);
        if !suggested.starts_with(|first: char| first.is_ascii_lowercase()) {
            suggested.insert_str(0, "x-");
        }
    }
    if suggested.is_empty() { "x".to_owned() } else { suggested }
}

/// A value as a message names it: its beginning, if it is long.
fn brief(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A day, a month or a year, `2017-12-14`, `2017-12` or `2017`.
pub(crate) fn parse_partial_date(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let year: i32 = parts.next().filter(|part| digits(part, 4))?.parse().ok()?;
    let two = |part: Option<&str>| match part {
        None => Some(None),
        Some(part) if digits(part, 2) => part.parse::<u8>().ok().map(Some),
        Some(_) => None,
    };
    let (month, day) = (two(parts.next())?, two(parts.next())?);
    if parts.next().is_some() {
        return None;
    }
    let month_of_year = time::Month::try_from(month.unwrap_or(1)).ok()?;
    Date::from_calendar_date(year, month_of_year, day.unwrap_or(1)).ok()?;
    Some(PartialDate { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_suggested_is_an_identifier() {
        let span = Span::new(crate::source::Sources::default().add("a.yaml", ""), 0..0);
        let long = "recommendation-".repeat(20);
        let digits = format!("{}{}", "7".repeat(200), "-a");
        for bad in ["", "3a", "Data", "a--b", "a-", "a_b", "é", "-", "9 to 5", &long, &digits, &"a".repeat(200)] {
            let suggested = suggest_identifier(bad);
            assert!(Id::new(&suggested, span).is_ok(), "{bad}: {suggested}");
        }
        assert_eq!(suggest_identifier("Data for_planning"), "data-for-planning");
        assert!(suggest_identifier(&long).ends_with("-recommendation"));
    }

    #[test]
    fn dates_may_lack_a_day_or_month() {
        assert_eq!(parse_partial_date("2017-12").map(|date| date.to_string()).as_deref(), Some("2017-12"));
        assert_eq!(parse_partial_date("2017").map(|date| date.to_string()).as_deref(), Some("2017"));
        for bad in ["2017-13", "2017-02-30", "17", "2017-1", "2017-01-01-01", "soon", "+017"] {
            assert_eq!(parse_partial_date(bad), None, "{bad}");
        }
    }
}
