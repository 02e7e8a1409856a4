//! The publication as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, Index};
use std::sync::Arc;

use super::{
    Addressee, Anchors, Attribution, Date, Exhibit, Framework, Id, IndexLead, LabelChange, Line, List, Outcome, Panel,
    PartialDate, Person, Plain, Recommendation, Ref, Role, SessionKind, Text, Workshop,
};
use crate::bibliography::Bibliography;
use crate::markdown::tree::{Handle, Inline, InlineKind, Target};
use crate::pictures::Pictures;
use crate::read::Holes;
use crate::schema::{Basis, DesignEntry, LevelEntry, SectionKind, Status};
use crate::source::Span;

/// A publication, complete as far as it is known: its contents, and what follows from the whole of them.
///
/// What the contents have, the publication has: `publication.themes`.
#[derive(Debug, Clone)]
pub struct Publication {
    /// What it says.
    pub contents: Contents,
    /// Everything that prose can refer to.
    pub anchors: Anchors,
    /// The numbers of figures, tables and boxes, by their handles.
    pub numbers: BTreeMap<Handle, String>,
    /// The numbers of the tables and charts made from the records, for those that the book prints.
    pub exhibit_numbers: BTreeMap<Exhibit, String>,
    /// The bibliography.
    pub bibliography: Arc<Bibliography>,
    /// The acronyms that the book uses, which its list shows.
    pub used_acronyms: BTreeSet<Ref<Acronym>>,
    /// What could not be read or linked, so that the publication lacks it.
    pub holes: Holes,
}

impl Deref for Publication {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.contents
    }
}

/// The records of a publication, linked.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The identifier, which names the PDF.
    pub id: Id,
    /// The title.
    pub title: Line,
    /// The subtitle.
    pub subtitle: Option<Line>,
    /// The title in running heads.
    pub short_title: Option<Plain>,
    /// The series it stands in.
    pub series: Option<Series>,
    /// The date on the cover.
    pub date: Option<PartialDate>,
    /// The language of the text.
    pub language: Language,
    /// The language that the records are written in; another in an edition that is a translation.
    pub source_language: Language,
    /// The languages of all editions, that of the records first.
    pub languages: Vec<Language>,
    /// A country's two letters, which choose spelling.
    pub region: String,
    /// What edition it is.
    pub edition: Option<Line>,
    /// Who made it.
    pub authors: Vec<Plain>,
    /// Words to find it by.
    pub keywords: Vec<Plain>,
    /// What it is.
    pub description: Option<Plain>,
    /// Whose signs stand on the cover.
    pub cover: Cover,
    /// The imprint.
    pub imprint: Imprint,
    /// What reviewers of drafts are asked.
    pub review: Review,
    /// Settings of the run.
    pub settings: Settings,
    /// The words of its own, by label and language.
    pub labels: Vec<LabelChange>,
    /// Whom recommendations may be addressed to, in the order of charts.
    pub addressees: List<Addressee>,
    /// The parts that people may take.
    pub roles: List<Role>,
    /// The kinds of session.
    pub kinds: List<SessionKind>,
    /// The order of the book.
    pub book: Vec<Part>,
    /// The chapters that the book names.
    pub chapters: List<Chapter>,
    /// The themes in the order of the book.
    pub themes: List<Theme>,
    /// Where the index sends its readers.
    pub index_leads: Vec<IndexLead>,
    /// The workshops by number.
    pub workshops: List<Workshop>,
    /// The panels, by workshop and number.
    pub panels: List<Panel>,
    /// The recommendations in the order of the book.
    pub recommendations: List<Recommendation>,
    /// The outcomes in the order of the book.
    pub outcomes: List<Outcome>,
    /// The people as the file lists them.
    pub people: List<Person>,
    /// The acronyms by alphabet.
    pub acronyms: List<Acronym>,
    /// The words that are written in one way.
    pub terms: Vec<Term>,
    /// The frameworks by file name.
    pub frameworks: List<Framework>,
    /// The identifiers that records had before, each with the present one.
    pub formerly: BTreeMap<String, String>,
    /// The pictures that the prose names.
    pub pictures: Pictures,
}

impl Contents {
    /// What names the edition among those of other languages: `.fr`, and nothing in the language of the records.
    pub fn edition_suffix(&self) -> String {
        if self.language == self.source_language { String::new() } else { format!(".{}", self.language.code()) }
    }

    /// The name of the edition's PDF for a screen, which every other form of it refers to.
    pub fn pdf_name(&self) -> String {
        format!("{}{}.pdf", self.id, self.edition_suffix())
    }

    /// Whether no outcome comes from a report on the meeting or its record: then whoever made the edition put them together.
    pub(crate) fn outcomes_are_compiled(&self) -> bool {
        let mut bases = self.outcomes.iter().filter_map(|outcome| outcome.provenance.basis).peekable();
        bases.peek().is_some() && bases.all(Basis::looks_ahead)
    }

    /// Whether the book prints a panel, which it does where a theme first draws on it.
    pub fn prints(&self, panel: Ref<Panel>) -> bool {
        self.themes.iter().any(|theme| theme.draws_on(panel))
    }

    /// The panels that the book prints, by workshop and number.
    pub(crate) fn printed_panels(&self) -> impl Iterator<Item = Ref<Panel>> {
        self.panels.refs().filter(|&panel| self.prints(panel))
    }

    /// The panels of a workshop, by number.
    pub fn panels_of<'a>(&'a self, workshop: &'a Workshop) -> impl Iterator<Item = &'a Panel> {
        workshop.panels.iter().map(|&panel| &self[panel])
    }

    /// The recommendations that a panel made, in the order of the book.
    pub fn recommendations_of(&self, panel: Ref<Panel>) -> Vec<Ref<Recommendation>> {
        let own = Attribution { workshop: self[panel].workshop, panel: Some(panel) };
        self.recommendations.entries().filter(|(_, entry)| entry.attribution == own).map(|(at, _)| at).collect()
    }
}

/// Every record can be asked for by its reference.
macro_rules! indexed {
    ($($record:ty: $list:ident),* $(,)?) => {
        $(impl Index<Ref<$record>> for Contents {
            type Output = $record;

            fn index(&self, record: Ref<$record>) -> &$record {
                &self.$list[record]
            }
        })*
    };
}

indexed! {
    Chapter: chapters,
    Theme: themes,
    Workshop: workshops,
    Panel: panels,
    Recommendation: recommendations,
    Outcome: outcomes,
    Person: people,
    Acronym: acronyms,
    Framework: frameworks,
    Addressee: addressees,
    Role: roles,
    SessionKind: kinds,
}

/// A language the book can be set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::English, Self::French, Self::Spanish];

    /// The language's two letters.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// The language of a tag such as `fr-CA`, whatever its region.
    ///
    /// ```
    /// use idm_core::model::Language;
    /// assert_eq!(Language::from_tag("fr-CA"), Some(Language::French));
    /// assert_eq!(Language::from_tag("french"), None);
    /// ```
    pub fn from_tag(tag: &str) -> Option<Self> {
        let code = tag.split_once(['-', '_']).map_or(tag, |(code, _)| code);
        Self::from_code(&code.to_ascii_lowercase())
    }

    /// The language of those two letters.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The series a publication stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: Plain,
    /// The number in it.
    pub number: Option<Plain>,
}

/// Whose signs stand on the cover.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cover {
    /// The publisher's logo: a line that is a picture.
    pub logo: Option<Line>,
    /// Those with whom the publication is made: each a logo, or a name.
    pub partners: Vec<Line>,
}

/// Whether a line is a picture and nothing else, in whatever language its alternative text is.
pub(crate) fn is_picture(line: &Line) -> bool {
    fn is_one(content: &[Inline]) -> bool {
        match content {
            [Inline { kind: InlineKind::Image(_), .. }] => true,
            [Inline { kind: InlineKind::Foreign { content, .. }, .. }] => is_one(content),
            _ => false,
        }
    }
    is_one(&line.content)
}

/// What stands on the page after the title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imprint {
    /// Who publishes it.
    pub publisher: Option<Line>,
    /// Where they are.
    pub address: Option<Line>,
    /// Who may do what with it.
    pub rights: Option<Line>,
    /// What it does not claim.
    pub disclaimer: Option<Line>,
    /// The book's number.
    pub isbn: StandardNumber,
    /// The series' number.
    pub issn: StandardNumber,
    /// Where it is given, or should be.
    pub span: Option<Span>,
}

/// An ISBN or ISSN, or several, each with what it is for in parentheses.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum StandardNumber {
    /// Not known yet.
    #[default]
    Unknown,
    /// There is none.
    None,
    /// As it is printed.
    Given(Plain),
}

impl StandardNumber {
    /// The number, if there is one.
    pub fn given(&self) -> Option<&Plain> {
        match self {
            Self::Given(plain) => Some(plain),
            Self::Unknown | Self::None => None,
        }
    }
}

/// What stands on the first page of every draft.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// What is asked.
    pub asked: Option<Text>,
    /// By which day.
    pub by: Option<Date>,
    /// Where replies go.
    pub replies: Option<Line>,
}

/// The standards that a PDF meets unless the publication says otherwise. PDF/UA-1 excludes PDF/A-4, and an attachment
/// excludes PDF/A-2.
pub const DEFAULT_STANDARDS: [&str; 2] = ["ua-1", "a-3a"];

/// Settings of the run that stand in the inputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// How the page is set.
    pub layout: Layout,
    /// What is changed in the design, by table and token.
    pub design: Vec<DesignChange>,
    /// The name of the citation style.
    pub citation_style: String,
    /// The standards that the PDF meets, such as `ua-1`.
    pub standards: Vec<Plain>,
    /// Whether acronyms are spelled out at their first use.
    pub expand_acronyms: bool,
    /// Severities by diagnostic code.
    pub levels: BTreeMap<String, LevelEntry>,
    /// Warnings that are accepted in one file.
    pub waivers: Vec<Waiver>,
}

/// A change to the design: another value for one of its tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct DesignChange {
    /// The table that the token stands in, such as `colours`.
    pub table: String,
    /// The token, such as `deep`.
    pub token: String,
    /// Its value.
    pub value: DesignEntry,
    /// Where the value stands: at `design.<table>.<token>`.
    pub span: Span,
}

/// How the page is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// The paper.
    pub paper: Paper,
    /// Whether lines are made equally long. Off by default: ragged lines are easier to read for many (WCAG 1.4.8).
    pub justify: bool,
    /// Where chapters and themes begin.
    pub openings: Openings,
    /// How links look in the book.
    pub links: Links,
}

/// How links look in the book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// Like the words around them, as in print, where nobody can follow them.
    #[default]
    Quiet,
    /// In a colour of their own, for a book that is read on a screen.
    Coloured,
}

impl Links {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Quiet, Self::Coloured];

    /// The name in the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Coloured => "coloured",
        }
    }

    /// The one of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|links| links.name() == name)
    }
}

/// Where chapters and themes begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Openings {
    /// On a right-hand page, as in print: the left-hand page before it may stay blank.
    #[default]
    Recto,
    /// On the next page.
    Next,
}

impl Openings {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Recto, Self::Next];

    /// The name in the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recto => "recto",
            Self::Next => "next",
        }
    }

    /// The one of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|openings| openings.name() == name)
    }
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// ISO A4.
    #[default]
    A4,
    /// US Letter.
    UsLetter,
    /// ISO B5.
    B5,
    /// ISO A5.
    A5,
}

impl Paper {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::A4, Self::UsLetter, Self::B5, Self::A5];

    /// The name in the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::UsLetter => "us-letter",
            Self::B5 => "b5",
            Self::A5 => "a5",
        }
    }

    /// Width and height in millimetres.
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::UsLetter => (215.9, 279.4),
            Self::B5 => (176.0, 250.0),
            Self::A5 => (148.0, 210.0),
        }
    }

    /// What review copies are printed on: the paper of an office, with room for notes at the sides.
    #[must_use]
    pub fn for_review(self) -> Self {
        match self {
            Self::A4 | Self::B5 | Self::A5 => Self::A4,
            Self::UsLetter => Self::UsLetter,
        }
    }

    /// The paper of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name() == name)
    }
}

/// A warning that is accepted in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The diagnostic's code.
    pub code: String,
    /// The file's path in the project.
    pub file: String,
    /// Where it is given.
    pub span: Span,
}

/// A place in the order of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A chapter.
    Chapter(Ref<Chapter>),
    /// A generated section.
    Section(SectionKind),
}

/// A chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// The identifier: the file's name without its ending.
    pub id: Id,
    /// The title.
    pub title: Line,
    /// The text below the title.
    pub text: Text,
    /// How far the text has come.
    pub status: Status,
}

/// A theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The identifier.
    pub id: Id,
    /// The number in the book, from 1.
    pub number: usize,
    /// The title.
    pub title: Line,
    /// Whether the title is the editors' own for the time being.
    pub working_title: bool,
    /// What it is about.
    pub introduction: Option<Text>,
    /// The panels it draws on.
    pub panels: Vec<ThemePanel>,
}

impl Theme {
    /// Whether it draws on a panel.
    pub(crate) fn draws_on(&self, panel: Ref<Panel>) -> bool {
        self.panels.iter().any(|place| place.panel == panel)
    }
}

/// A panel that a theme draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemePanel {
    /// The panel.
    pub panel: Ref<Panel>,
    /// Whether the panel is printed here: in the first theme that names it.
    pub printed: bool,
}

/// An acronym.
#[derive(Debug, Clone, PartialEq)]
pub struct Acronym {
    /// The acronym.
    pub short: Plain,
    /// What it stands for.
    pub long: Plain,
    /// The same in the plural.
    pub plural: Option<Plain>,
    /// Whether it is spelled out at its first use.
    pub expand: bool,
    /// Where it comes from: a key of the bibliography.
    pub source: Option<Target>,
    /// A remark.
    pub note: Option<Line>,
}

/// A word or phrase that is written in one way.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// How it is written.
    pub preferred: Plain,
    /// How it is not written; at least one.
    pub variants: Vec<Plain>,
    /// Why.
    pub note: Option<Plain>,
}
