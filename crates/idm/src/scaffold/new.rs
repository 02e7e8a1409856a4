//! A record more, with a place in everything that names records of its kind.

use idm_core::model::{Panel, Provenance, Publication, Ref, Workshop};

use super::additions::{Added, Additions};
use super::insertion::{Behind, Item, Step};
use super::names::{Names, slug};
use super::yaml::{Record, described};
use crate::{Error, Project};

/// What stands beside a source that was taken from the record before.
const AS_BEFORE: &str = "  # as before: is it right?";

/// The kinds of records that can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// A panel, with its session and its place under a theme.
    Panel,
    /// A recommendation of a panel.
    Recommendation,
    /// An outcome under a theme.
    Outcome,
    /// A person.
    Person,
    /// A chapter, with its place in the book.
    Chapter,
    /// A workshop.
    Workshop,
}

/// A record that is to be begun.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Its kind.
    pub kind: RecordKind,
    /// Its title, or what it is called: a person's name, a workshop's city. Only a panel can do without.
    pub name: Option<String>,
    /// Its identifier. Without one, it is made of the name, or as that of the record before.
    pub id: Option<String>,
    /// The record that it belongs to: the workshop of a panel or person, the panel of a recommendation, the theme of an
    /// outcome. Without it, the last there is.
    pub within: Option<String>,
}

impl Project {
    /// Begins a record: its file, or some lines in one that is there, and its name wherever records of its kind are listed.
    /// Numbers, identifiers and sources follow those of the record before.
    ///
    /// # Errors
    /// [`Error::Inputs`] if too little of the inputs can be understood; [`Error::Unaddable`] if what is asked for is not
    /// there or taken, or if a file cannot be added to; [`Error::Occupied`] if a file is in the way; [`Error::System`] if
    /// the system refuses. Nothing is written then.
    pub fn add(&self, record: &NewRecord) -> Result<Added, Error> {
        let publication = self.publication().ok_or(Error::Inputs)?;
        let mut beginning =
            Beginning { project: self, publication, names: Names::of(self), files: Additions::default() };
        beginning.add(record)?;
        beginning.files.write_to(self)
    }
}

struct Beginning<'a> {
    project: &'a Project,
    publication: &'a Publication,
    names: Names,
    files: Additions,
}

impl<'a> Beginning<'a> {
    fn add(&mut self, record: &NewRecord) -> Result<(), Error> {
        let name = record.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let named = || name.ok_or_else(|| Error::Unaddable("it needs a name".to_owned()));
        let within = record.within.as_deref();
        match record.kind {
            RecordKind::Panel => self.panel(name, record.id.as_deref(), within),
            RecordKind::Recommendation => self.recommendation(named()?, record.id.as_deref(), within),
            RecordKind::Outcome => self.outcome(named()?, record.id.as_deref(), within),
            RecordKind::Person => self.person(named()?, record.id.as_deref(), within),
            RecordKind::Chapter => self.chapter(named()?, record.id.as_deref()),
            RecordKind::Workshop => self.workshop(named()?, record.id.as_deref()),
        }
    }

    /// The identifier that is asked for, if it is free; else one that follows from what else is known.
    fn id(&mut self, asked: Option<&str>, otherwise: impl FnOnce() -> String) -> Result<String, Error> {
        match asked {
            Some(id) if self.names.has(id) => Err(Error::Unaddable(format!("`{id}` is taken"))),
            Some(id) => Ok(self.names.take(id)),
            None => {
                let wanted = otherwise();
                let id = self.names.take(&wanted);
                if id != wanted
                    && let Some(anchor) = self.publication.anchors.get(&wanted)
                {
                    let kind = anchor.kind.with_article();
                    self.files.remarks.push(format!(
                        "there is {kind} `{wanted}` already, so that this is `{id}`: take one of them out if they are the same"
                    ));
                }
                Ok(id)
            }
        }
    }

    fn insert(&mut self, path: &str, list: &[Step], behind: Behind, item: &Item) -> Result<(), Error> {
        let beginning = described(self.project, path);
        self.files.insert(self.project, path, list, &behind, item, &beginning)
    }

    fn panel(&mut self, title: Option<&str>, id: Option<&str>, workshop: Option<&str>) -> Result<(), Error> {
        let book = self.publication;
        let at = self.workshop_called(workshop)?;
        let workshop = &book[at];
        let before = workshop.panels.last().copied();
        let number = before.map_or(1, |panel| book[panel].number + 1);
        let last = before.map(|panel| &book[panel]);
        let id = self.id(id, || {
            let next = last.and_then(|panel| counted_on(&panel.id, panel.number, number));
            let titled = || title.map(slug).filter(|_| last.is_some()).filter(|id| !id.is_empty());
            next.or_else(titled).unwrap_or_else(|| format!("{}-{number}", workshop.id))
        })?;

        let file = self.path_of(workshop.id.span());
        let above = file.strip_suffix("/workshop.yaml").unwrap_or(&file).to_owned();
        let folder = last.and_then(|panel| {
            let name = panel.folder.rsplit('/').next()?;
            counted_on(name, panel.number, number)
        });
        let folder = self.free_folder(&above, &folder.unwrap_or_else(|| format!("panel-{number}")));
        let path = format!("{folder}/panel.yaml");
        let record = Record::default().plain("id", &id).plain("number", number.to_string());
        let record = match title {
            Some(title) => record.text("title", title),
            None => record.plain("title", ""),
        };
        let record = record
            .plain("moderator", " # a person's identifier")
            .plain("speakers", "[]  # people's identifiers: [one, another]")
            .plain("rapporteur", "")
            .plain("guiding-questions", "[]")
            .plain("key-messages", "[]  # each with text, source, locator and basis");
        let record = sourced(record, &workshop.provenance, None).plain("status", "draft");
        let head = "# A panel. Its report goes into summary.md, its recommendations into recommendations.yaml, beside this file.\n";
        self.files.create(path.clone(), format!("{}{head}{}", described(self.project, &path), record.block(0)));

        let session = workshop.agenda.iter().rfind(|session| session.panel.is_some());
        let session_id = session.and_then(|before| counted_on(&before.id, last?.number, number));
        let session_id = self.names.take(&session_id.unwrap_or_else(|| format!("{id}-session")));
        let provenance = session.map_or(&workshop.provenance, |session| &session.provenance);
        let held = Record::default().plain("id", session_id).plain("kind", "panel").plain("panel", &id);
        let held = sourced(held, provenance, None);
        self.insert(
            &file,
            &[Step::Key("agenda")],
            Behind::named(session.map(|session| session.id.as_str())),
            &Item::Record(held),
        )?;
        self.under_a_theme(&id, before)
    }

    /// Names a panel under the theme that prints the one before it, or else under the last theme.
    fn under_a_theme(&mut self, panel: &str, before: Option<Ref<Panel>>) -> Result<(), Error> {
        let book = self.publication;
        let prints = |place: &idm_core::model::ThemePanel| place.printed && Some(place.panel) == before;
        let theme = book.themes.iter().find(|theme| theme.panels.iter().any(prints)).or(book.themes.iter().last());
        let path = self.path_of(book.title.span);
        match theme {
            Some(theme) => {
                let list = [Step::Key("themes"), Step::Named(theme.id.to_string()), Step::Key("panels")];
                self.insert(&path, &list, Behind::All, &Item::Word(panel.to_owned()))
            }
            None => {
                let id = self.names.take("first-theme");
                let theme = Record::default().plain("id", id).text("title", "The first theme");
                let theme = theme.plain("working-title", "true").plain("panels", format!("[{panel}]"));
                self.insert(&path, &[Step::Key("themes")], Behind::All, &Item::Record(theme))
            }
        }
    }

    fn recommendation(&mut self, title: &str, id: Option<&str>, panel: Option<&str>) -> Result<(), Error> {
        let book = self.publication;
        let at = match panel {
            Some(id) => book.panels.refs().find(|&at| *book[at].id == *id).ok_or_else(|| self.no("panel", id))?,
            None => book.panels.refs().last().ok_or_else(|| none("panel"))?,
        };
        let id = self.id(id, || slug(title))?;
        let before = book.recommendations_of(at).last().copied();
        let provenance = before.map_or(&book[at].provenance, |before| &book[before].provenance);
        let record = Record::default().plain("id", id).text("title", title).plain("text", "");
        let record = record.plain("addressees", "[]");
        let record = sourced(record, provenance, Some(AS_BEFORE)).plain("status", "draft");
        let path = format!("{}/recommendations.yaml", book[at].folder);
        self.insert(&path, &[], Behind::All, &Item::Record(record))
    }

    fn outcome(&mut self, title: &str, id: Option<&str>, theme: Option<&str>) -> Result<(), Error> {
        let book = self.publication;
        let theme = match theme {
            Some(id) => book.themes.refs().find(|&at| *book[at].id == *id).ok_or_else(|| self.no("theme", id))?,
            None => book.themes.refs().last().ok_or_else(|| none("theme"))?,
        };
        let id = self.id(id, || slug(title))?;
        let before = book.outcomes.iter().rfind(|outcome| outcome.theme == theme);
        let any = before.or(book.outcomes.iter().last());
        let record = Record::default().plain("id", id).plain("theme", book[theme].id.as_str());
        let record = record.text("title", title).plain("text", "").plain("recommendations", "[]");
        let record = match any {
            Some(outcome) => sourced(record, &outcome.provenance, Some(AS_BEFORE)),
            None => record,
        };
        let record = record.plain("status", "draft");
        self.insert(
            "outcomes.yaml",
            &[],
            Behind::named(before.map(|outcome| outcome.id.as_str())),
            &Item::Record(record),
        )
    }

    fn person(&mut self, name: &str, id: Option<&str>, workshop: Option<&str>) -> Result<(), Error> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let (family, given) =
            words.split_last().map_or((name, String::new()), |(family, given)| (*family, given.join(" ")));
        let short = slug(family);
        let wanted = if short.is_empty() || self.names.has(&short) { slug(name) } else { short };
        let id = self.id(id, || if wanted.is_empty() { "person".to_owned() } else { wanted })?;
        let sort = if given.is_empty() { family.to_owned() } else { format!("{family}, {given}") };
        let record = Record::default().plain("id", id).text("name", name).text("sort", &sort).plain("post", "");
        let record = match self.publication.workshops.is_empty() && workshop.is_none() {
            true => record,
            false => {
                let at = self.workshop_called(workshop)?;
                let workshop = &self.publication[at];
                let part = Record::default().plain("workshop", workshop.id.as_str());
                let part = part.plain("role", "participant  # or speaker, moderator, host");
                record.records("participation", vec![sourced(part, &workshop.provenance, None)])
            }
        };
        self.insert("people.yaml", &[], Behind::All, &Item::Record(record))
    }

    fn chapter(&mut self, title: &str, id: Option<&str>) -> Result<(), Error> {
        let id =
            self.id(id, || Some(slug(title)).filter(|id| !id.is_empty()).unwrap_or_else(|| "chapter".to_owned()))?;
        self.files.create(format!("chapters/{id}.md"), format!("# {title}\n\nTo be supplied.\n"));
        let book = self.publication;
        let place = Record::default().plain("chapter", id).plain("status", "draft");
        let path = self.path_of(book.title.span);
        self.insert(&path, &[Step::Key("book")], Behind::LastWith("chapter"), &Item::Record(place))
    }

    fn workshop(&mut self, city: &str, id: Option<&str>) -> Result<(), Error> {
        let number = self.publication.workshops.iter().map(|workshop| workshop.number).max().map_or(1, |last| last + 1);
        let id = self
            .id(id, || Some(slug(city)).filter(|id| !id.is_empty()).unwrap_or_else(|| format!("workshop-{number}")))?;
        let folder = self.free_folder("workshops", &id);
        let source = self.names.take(&format!("programme-{id}"));
        let work =
            Record::default().plain("type", "report").text("title", &format!("Programme of the workshop in {city}"));
        let references = "references.yaml";
        let beginning = described(self.project, references);
        self.files.insert_entry(self.project, references, &source, &work, &beginning)?;
        let record = Record::default()
            .plain("id", &id)
            .plain("number", number.to_string())
            .plain("title", "")
            .plain("kind", "Workshop")
            .text("city", city)
            .plain("venue", " # the building and the room")
            .plain("start", " # the first day: 2025-06-12")
            .plain("end", "")
            .plain("source", source)
            .plain("basis", "agenda  # or announcement, report, record")
            .plain("status", "draft")
            .plain("agenda", "[]  # `idm new panel` adds panels here");
        let path = format!("{folder}/workshop.yaml");
        self.files.create(path.clone(), format!("{}{}", described(self.project, &path), record.block(0)));
        Ok(())
    }

    fn workshop_called(&self, id: Option<&str>) -> Result<Ref<Workshop>, Error> {
        let book = self.publication;
        match id {
            Some(id) => book.workshops.refs().find(|&at| *book[at].id == *id).ok_or_else(|| self.no("workshop", id)),
            None => book.workshops.refs().last().ok_or_else(|| none("workshop")),
        }
    }

    /// The path of the file that a place lies in.
    fn path_of(&self, span: idm_core::source::Span) -> String {
        self.project.sources().get(span.source).path().to_owned()
    }

    /// A folder that is not there yet.
    fn free_folder(&self, above: &str, name: &str) -> String {
        let numbered =
            |number: usize| if number == 1 { format!("{above}/{name}") } else { format!("{above}/{name}-{number}") };
        let is_free = |folder: &String| {
            let inside = format!("{folder}/");
            !self.project.paths().iter().any(|path| path.starts_with(&inside))
        };
        (1..).map(numbered).find(is_free).unwrap_or_default()
    }

    fn no(&self, kind: &str, id: &str) -> Error {
        let book = self.publication;
        let known: Vec<&str> = match kind {
            "panel" => book.panels.iter().map(|panel| panel.id.as_str()).collect(),
            "theme" => book.themes.iter().map(|theme| theme.id.as_str()).collect(),
            _ => book.workshops.iter().map(|workshop| workshop.id.as_str()).collect(),
        };
        Error::Unaddable(format!("there is no {kind} `{id}`; there is {}", known.join(", ")))
    }
}

fn none(kind: &str) -> Error {
    Error::Unaddable(format!("there is no {kind} yet that it could belong to: `idm new {kind}` begins one"))
}

/// The next of a row of names that end in their numbers.
fn counted_on(name: &str, number: u32, next: u32) -> Option<String> {
    Some(format!("{}{next}", name.strip_suffix(&number.to_string()).filter(|stem| stem.ends_with('-'))?))
}

/// A record with a source, its place in it, and what kind of statement it makes.
fn sourced(record: Record, provenance: &Provenance, remark: Option<&str>) -> Record {
    let Some(source) = &provenance.source else { return record };
    let record = record.plain("source", format!("{}{}", source.id, remark.unwrap_or_default()));
    let record = match remark.and(source.locator.as_ref()) {
        Some(locator) => record.text("locator", locator),
        None => record,
    };
    let basis = provenance.basis.and_then(|basis| serde_json::to_value(basis).ok());
    record.some("basis", basis.as_ref().and_then(|basis| basis.as_str()))
}
