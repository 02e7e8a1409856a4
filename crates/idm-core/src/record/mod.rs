//! What a record says: its fields, each with a name and a value, told once for everything that is made of records.
//!
//! JSON, the comparison of two states and the digest are made from these views alone. Each view is made by a function that
//! takes the record apart without `..`, so that a field that is new can be forgotten nowhere: it does not compile before
//! the view says what becomes of it.

mod book;
mod event;
mod kind;
mod statement;

pub(crate) use book::{acronyms, printed_acronyms, publication, references, themes};
pub(crate) use event::{people, workshops};
pub use kind::RecordKind;
pub(crate) use statement::{frameworks, outcomes, printed_frameworks, recommendations};

use crate::markdown::tree::Inline;
use crate::model::{
    Element, Framework, Line, Panel, PartialDate, Person, Plain, Provenance, Publication, Recommendation, Text, Theme,
    Time, Workshop,
};

/// A record as its fields.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// What it is.
    pub kind: RecordKind,
    /// Its identifier.
    pub id: &'a str,
    /// The number as readers see it.
    pub number: Option<Number>,
    /// The title without mark-up, or what stands for one.
    pub title: String,
    /// The panel that it belongs to.
    pub panel: Option<&'a Panel>,
    /// The workshop that it is told in: its panels need not be told from those of others.
    pub workshop: Option<&'a Workshop>,
    /// What it says, in the order of the format; longer texts from files of their own last.
    pub fields: Vec<Field<'a>>,
}

/// A number as readers see it.
#[derive(Debug, Clone)]
pub(crate) enum Number {
    /// One that counts.
    Count(u32),
    /// One of several parts, such as "3.2".
    Text(String),
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Count(number) => write!(f, "{number}"),
            Self::Text(number) => f.write_str(number),
        }
    }
}

/// Something that a record says.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    /// The key in the format; `imprint.isbn` for a key within a key.
    pub name: &'static str,
    /// What it holds.
    pub value: Value<'a>,
    /// Whether it is among the published records. What only says how the book is made is not, nor what the place among the
    /// records says already.
    pub published: bool,
}

/// What a field holds, by its kind. What is not known is `None`, or an empty list.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    /// Characters of the program's own, such as an identifier or a code.
    Code(Option<&'a str>),
    /// A plain value.
    Plain(Option<&'a Plain>),
    /// Plain values.
    Plains(&'a [Plain]),
    /// Running text of one line.
    Line(Option<&'a Line>),
    /// Running text that was formatted by the program.
    Formatted(&'a [Inline]),
    /// Lines.
    Lines(&'a [Line]),
    /// Lines, each with where it comes from.
    Statements(Vec<(&'a Line, &'a Provenance)>),
    /// A text.
    Text(Option<&'a Text>),
    /// A number that counts.
    Number(Option<u32>),
    /// Whether something is so that mostly is not.
    Flag(bool),
    /// Whether something is on.
    Switch(bool),
    /// A day, a month or a year.
    Date(Option<PartialDate>),
    /// A time of day.
    Time(Option<Time>),
    /// A word of a closed list.
    Word(Option<Word>),
    /// Words of a closed list.
    Words(Vec<Word>),
    /// Another record.
    Link(Option<Link<'a>>),
    /// Other records.
    Links(Vec<Link<'a>>),
    /// Other records, of which there mostly is one, which then stands by itself.
    OneOrMore(Vec<Link<'a>>),
    /// Where the record comes from: its keys `source`, `locator` and `basis`.
    Source(&'a Provenance),
    /// Parts that are no records by themselves.
    Parts(Vec<Part<'a>>),
    /// Records that stand within this one, and are compared by themselves.
    Records(Vec<Record<'a>>),
}

/// A word of a closed list.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// The word in the format, `local-authorities`.
    pub key: String,
    /// The label that is printed for it, `addressee.local-authorities`; none if it is no word of a language.
    pub label: Option<String>,
    /// What is shown where there is no such label.
    pub shown: String,
}

/// A part of what is shown of something.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    /// As it is.
    Text(String),
    /// A word of a closed list.
    Word(Word),
}

/// Something that a list is compared by.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// What tells it apart: an identifier where there is one, so that a person who is renamed is still the same.
    pub key: String,
    /// What is shown.
    pub shown: Vec<Said>,
}

/// A part of a record that is no record by itself.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// What it comes to where states are compared: one thing or several.
    pub told: Vec<Told>,
    /// What it says.
    pub fields: Vec<Field<'a>>,
}

/// A record that another one names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Link<'a> {
    /// A theme.
    Theme(&'a Theme),
    /// A workshop.
    Workshop(&'a Workshop),
    /// A panel and its workshop.
    Panel(&'a Workshop, &'a Panel),
    /// A person.
    Person(&'a Person),
    /// A recommendation.
    Recommendation(&'a Recommendation),
    /// A framework.
    Framework(&'a Framework),
    /// An element of a framework.
    Element(&'a Framework, &'a Element),
}

impl<'a> Link<'a> {
    /// The identifier of the other record.
    pub fn id(self) -> &'a str {
        match self {
            Self::Theme(theme) => &theme.id,
            Self::Workshop(workshop) => &workshop.id,
            Self::Panel(_, panel) => &panel.id,
            Self::Person(person) => &person.id,
            Self::Recommendation(entry) => &entry.id,
            Self::Framework(framework) => &framework.id,
            Self::Element(_, element) => &element.id,
        }
    }

    /// The other record in a few words.
    pub fn shown(self) -> Vec<Said> {
        let text = match self {
            Self::Workshop(workshop) => {
                let rest = format!(" {}, {}", workshop.number, workshop.city.text);
                return vec![Said::Word(Word::labelled("kind", "workshop")), Said::Text(rest)];
            }
            Self::Panel(workshop, panel) => {
                let rest = format!(" {}, {}", panel.number, workshop.city.text);
                return vec![Said::Word(Word::labelled("kind", "panel")), Said::Text(rest)];
            }
            Self::Theme(theme) => format!("{} {}", theme.number, theme.title.plain()),
            Self::Person(person) => person.name.text.clone(),
            Self::Recommendation(entry) => format!("{} {}", entry.number, entry.title.plain()),
            Self::Framework(framework) => framework.short.text.clone(),
            Self::Element(framework, element) => format!("{} {}", framework.short.text, element.label.text),
        };
        vec![Said::Text(text)]
    }
}

impl Word {
    /// A value of one of the format's closed lists, whose words are a section of the labels.
    pub fn of(section: &str, value: impl serde::Serialize) -> Self {
        let key = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
        Self::labelled(section, &key.unwrap_or_default())
    }

    /// A word by its label.
    pub fn labelled(section: &str, key: &str) -> Self {
        Self { label: Some(format!("{section}.{key}")), shown: key.replace('-', " "), key: key.to_owned() }
    }

    /// Characters that are the same in each language.
    pub fn plain(key: impl Into<String>, shown: impl Into<String>) -> Self {
        Self { key: key.into(), label: None, shown: shown.into() }
    }

    /// The mark with which a quotation begins, and the one with which it ends.
    fn quotation_marks() -> [Self; 2] {
        [Self::mark("open", "“"), Self::mark("close", "”")]
    }

    /// What stands between a term and what it introduces.
    fn colon() -> Self {
        Self::mark("colon", ": ")
    }

    /// What stands between names and phrases.
    fn semicolon() -> Self {
        Self::mark("semicolon", "; ")
    }

    fn mark(key: &str, shown: &str) -> Self {
        Self { shown: shown.to_owned(), ..Self::labelled("mark", key) }
    }

    /// What a publication names by an identifier, in its own words if it has some.
    pub fn named(of: &Publication, section: &str, id: &str) -> Self {
        let mut own = of.labels.iter().filter(|change| change.language == of.language && !change.text.is_empty());
        let own = own.find(|change| change.path.split_once('.') == Some((section, id)));
        let shown = own.map_or_else(|| id.replace('-', " "), |change| change.text.clone());
        Self { shown, ..Self::labelled(section, id) }
    }
}

impl Told {
    /// A term with what it introduces, which are its own key.
    fn behind_colon<'t>(term: &str, told: impl IntoIterator<Item = &'t str>) -> Self {
        let mut shown = vec![Said::Text(term.to_owned()), Said::Word(Word::colon())];
        for (at, what) in told.into_iter().enumerate() {
            if at > 0 {
                shown.push(Said::Word(Word::semicolon()));
            }
            shown.push(Said::Text(what.to_owned()));
        }
        Self { key: in_words(&shown, &|_| None), shown }
    }
}

impl<'a> Field<'a> {
    fn new(name: &'static str, value: Value<'a>) -> Self {
        Self { name, value, published: true }
    }

    /// A field that is not among the published records.
    fn unpublished(name: &'static str, value: Value<'a>) -> Self {
        Self { name, value, published: false }
    }
}

impl<'a> Record<'a> {
    fn new(kind: RecordKind, id: &'a str, title: impl Into<String>, fields: Vec<Field<'a>>) -> Self {
        Self { kind, id, number: None, title: title.into(), panel: None, workshop: None, fields }
    }
}

/// A source with its locator and basis in one line.
pub(crate) fn source_in_words(provenance: &Provenance) -> Option<Vec<Said>> {
    let Provenance { source, basis } = provenance;
    let parts = [
        source.as_ref().map(|source| Said::Text(source.id.clone())),
        source.as_ref().and_then(|source| source.locator.clone()).map(Said::Text),
        basis.map(|basis| Said::Word(Word::of("basis", basis))),
    ];
    let mut said = vec![];
    for part in parts.into_iter().flatten() {
        if !said.is_empty() {
            said.push(Said::Text(", ".to_owned()));
        }
        said.push(part);
    }
    (!said.is_empty()).then_some(said)
}

/// What is said, as one text, with that word for each label. Where there is none, the format's own stands for it.
pub(crate) fn in_words(said: &[Said], word: &dyn Fn(&str) -> Option<String>) -> String {
    let part = |part: &Said| match part {
        Said::Text(text) => text.clone(),
        Said::Word(of) => of.label.as_deref().and_then(word).unwrap_or_else(|| of.shown.clone()),
    };
    said.iter().map(part).collect()
}

fn plain(line: Option<&Line>) -> String {
    line.map(Line::plain).unwrap_or_default()
}

/// Every record that is compared, by kind, and those of one kind in the order in which readers meet them.
pub(crate) fn all(of: &Publication) -> Vec<Record<'_>> {
    let mut records = vec![publication(of)];
    records.extend(book::chapters_of_the_book(of));
    records.extend(themes(of));
    records.extend(event::panels_by_theme(of));
    records.extend(recommendations(of));
    records.extend(outcomes(of));
    records.extend(workshops(of));
    records.extend(event::sessions(of));
    records.extend(people(of));
    records.extend(acronyms(of));
    records.extend(references(of));
    records.extend(frameworks(of));
    records
}
