//! Where things are named: every identifier in YAML and Markdown, with what it means and where it stands.
//!
//! What a key of YAML names stands in the description of the format (`x-names`, `x-defines`), and what prose points at is
//! in its tree. So an identifier can be followed to what it names, found wherever it is used, and written anew.

use std::collections::BTreeMap;

use crate::diagnostic::{KeyPath, KeySegment};
use crate::format::FileKind;
use crate::markdown::tree::{BlockKind, Inline, InlineKind, Target};
use crate::markdown::walk;
use crate::model::{AnchorKind, BookText, Publication};
use crate::read::Inputs;
use crate::source::{Sources, Span};
use crate::yaml::Visited;

/// Names that are told apart: two of different spaces have nothing to do with each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// Identifiers of the publication, keys of `references.yaml` and names of chapters among them.
    Publication,
    /// The frameworks.
    Frameworks,
    /// The elements of one framework.
    Elements(String),
    /// Codes of diagnostics.
    Diagnostics,
    /// Whom recommendations may be addressed to.
    Addressees,
    /// The parts that people may take.
    Roles,
    /// The kinds of session.
    Kinds,
    /// The words that the program prints.
    Labels,
    /// Paths of files in the project.
    Files,
}

/// What a mention does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It gives something its name.
    Definition,
    /// It means something that has its name elsewhere.
    Use,
}

/// A place where something is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Among which names.
    pub space: Space,
    /// The name, without a prefix.
    pub name: String,
    /// The kind of thing that has to have the name here; none if several may.
    pub kind: Option<AnchorKind>,
    /// What it does.
    pub role: Role,
    /// Where it stands. A prefix is left out.
    pub span: Span,
    /// Whether just these bytes spell the name, so that another can be written in their place. An expression, or an escape,
    /// may stand for it otherwise.
    pub is_literal: bool,
}

/// Every mention, by file and position. What could not be read or linked mentions nothing.
pub fn all(inputs: &Inputs, publication: Option<&Publication>) -> Vec<Mention> {
    let mut finder = Finder { sources: &inputs.sources, publication, found: vec![] };
    for (&id, index) in &inputs.indexes {
        let source = inputs.sources.get(id);
        let Some(kind) = FileKind::of(source.path()) else { continue };
        let Some(schema) = kind.schema() else { continue };
        let own = index.text(&KeyPath::root().key("id")).filter(|_| kind == FileKind::Framework);
        schema.visit_names(index, source, &mut |visited| finder.record(own, &visited));
    }
    if let Some(publication) = publication {
        finder.prose(publication);
    }
    let mut found = finder.found;
    found.sort_by(|a, b| (a.span, a.role, &a.name).cmp(&(b.span, b.role, &b.name)));
    // A text that is printed in two places is visited twice.
    found.dedup();
    found
}

struct Finder<'a> {
    sources: &'a Sources,
    publication: Option<&'a Publication>,
    found: Vec<Mention>,
}

impl Finder<'_> {
    fn add(&mut self, space: Space, name: &str, kind: Option<AnchorKind>, role: Role, span: Span) {
        let written = self.sources.text(span);
        let is_literal = written == name;
        self.found.push(Mention { space, name: name.to_owned(), kind, role, span, is_literal });
    }

    /// A key or value of a record, in the file of that framework if it is one of a framework.
    fn record(&mut self, framework: Option<&str>, visited: &Visited) {
        let Visited { path, text, span, names, defines, is_key } = *visited;
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let (said, role) = match (defines, names) {
            (Some(kind), _) => (kind, Role::Definition),
            (None, Some(kind)) => (kind, Role::Use),
            (None, None) => return,
        };
        let kind = AnchorKind::ALL.into_iter().find(|kind| kind.name() == said);
        let last_key = || {
            let mut keys = path.segments().iter().rev().filter_map(|segment| match segment {
                KeySegment::Key(key) => Some(key.clone()),
                KeySegment::Index(_) => None,
            });
            keys.next().unwrap_or_default()
        };
        let space = match said {
            // A mapping of frameworks to their elements.
            "framework" if role == Role::Use && !is_key => Space::Elements(last_key()),
            "framework" => Space::Frameworks,
            "element" => {
                let Some(framework) = framework else { return };
                Space::Elements(framework.to_owned())
            }
            "diagnostic" => Space::Diagnostics,
            "addressee" => Space::Addressees,
            "role" => Space::Roles,
            "kind" => Space::Kinds,
            // What a label is changed to is no name.
            "label" if !is_key => return,
            "label" => Space::Labels,
            "file" => Space::Files,
            _ => Space::Publication,
        };
        self.add(space, text, kind, role, span);
    }

    fn prose(&mut self, publication: &Publication) {
        for (id, anchor) in publication.anchors.iter() {
            let in_prose = matches!(
                anchor.kind,
                AnchorKind::Section | AnchorKind::Figure | AnchorKind::Table | AnchorKind::Box | AnchorKind::Chapter
            );
            if in_prose {
                self.add(Space::Publication, id, Some(anchor.kind), Role::Definition, anchor.span);
            }
        }
        publication.texts(&mut |text, _| match text {
            BookText::Line(line) => walk::line(&line.content, walk::Notes::Visit, &mut |inline| self.inline(inline)),
            BookText::Text(text) => {
                walk::inlines(&text.prose, walk::Notes::Visit, &mut |inline| self.inline(inline));
                walk::blocks(&text.prose, walk::Notes::Visit, &mut |block| match &block.kind {
                    BlockKind::Figure(figure) => self.source(figure.source.as_ref()),
                    BlockKind::Table(table) => self.source(table.source.as_ref()),
                    BlockKind::Quotation { source, by, .. } => {
                        self.source(source.as_ref());
                        // A name that is no identifier stands for itself.
                        let person =
                            by.as_ref().filter(|by| publication.people.iter().any(|person| person.id == by.name));
                        if let Some(by) = person {
                            let kind = Some(AnchorKind::Person);
                            self.add(Space::Publication, &by.name, kind, Role::Use, by.span);
                        }
                    }
                    _ => {}
                });
            }
            // They are visited where they stand in records.
            BookText::Source(_) | BookText::Exhibit(_) => {}
        });
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Reference { targets, .. } = &inline.kind {
            for target in targets {
                let prefix = target.prefix.as_deref().and_then(AnchorKind::from_prefix);
                self.target(target, prefix);
            }
        }
    }

    fn source(&mut self, source: Option<&Target>) {
        if let Some(target) = source {
            self.target(target, Some(AnchorKind::Reference));
        }
    }

    fn target(&mut self, target: &Target, kind: Option<AnchorKind>) {
        let named = self.publication.and_then(|publication| publication.anchors.get(&target.id));
        let kind = kind.or_else(|| named.map(|anchor| anchor.kind));
        let written = self.sources.text(target.span);
        let before = target.prefix.as_ref().map_or(0, |prefix| prefix.len() + 1);
        let span = match written.get(before..) {
            Some(rest) if rest == target.id => {
                Span { start: target.span.end - u32::try_from(rest.len()).unwrap_or(0), ..target.span }
            }
            _ => target.span,
        };
        self.add(Space::Publication, &target.id, kind, Role::Use, span);
    }
}

/// The files that have to be written anew so that records go by other identifiers, with their new texts. `names` are the
/// present identifiers and those to come. What is not there, or would take the name of something else, keeps its own.
pub fn renamed(
    inputs: &Inputs,
    publication: Option<&Publication>,
    names: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mentions = all(inputs, publication);
    let defined = |name: &str| {
        let is_it = |mention: &&Mention| mention.space == Space::Publication && mention.name == name;
        mentions.iter().filter(is_it).any(|mention| mention.role == Role::Definition)
    };
    let applied: BTreeMap<&str, &str> = names
        .iter()
        .filter(|(from, to)| defined(from) && !defined(to))
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    let mut texts = BTreeMap::<String, String>::new();
    // From the end of each file, so that what stands before keeps its place.
    for mention in mentions.iter().rev().filter(|mention| mention.space == Space::Publication && mention.is_literal) {
        let Some(to) = applied.get(mention.name.as_str()) else { continue };
        let source = inputs.sources.get(mention.span.source);
        let text = texts.entry(source.path().to_owned()).or_insert_with(|| source.text().to_owned());
        text.replace_range(mention.span.range(), to);
    }
    for (from, to) in applied {
        // A chapter goes by the name of its file.
        let path = format!("chapters/{from}.md");
        if let Some((_, source)) = inputs.sources.iter().find(|(_, source)| source.path() == path) {
            let text = texts.remove(&path).unwrap_or_else(|| source.text().to_owned());
            texts.insert(format!("chapters/{to}.md"), text);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    const FILES: [(&str, &str); 6] = [
        (
            "publication.yaml",
            "id: p\ntitle: T\nbook: [{chapter: one}, {section: themes}, {section: people}]\nthemes: [{id: t, title: T, panels: [\"pa\"]}]\n",
        ),
        ("people.yaml", "- {id: anna, name: Anna}\n"),
        ("references.yaml", "notes: {type: report, title: Notes}\n"),
        (
            "chapters/one.md",
            "# One\n\nSee [@panel:pa; @notes, p. 1] and [this](@pa) {{ 'x' }}.\n\n## Two {#two}\n\n[@sec:two]\n",
        ),
        (
            "workshops/w/workshop.yaml",
            "id: w\nnumber: 1\ncity: C\nagenda: [{id: s, kind: panel, panel: pa, people: [anna]}]\n",
        ),
        (
            "workshops/w/p/panel.yaml",
            "id: pa\nnumber: 1\ntitle: T [@chapter:one]\nmoderator: 'anna'\nsource: notes\nbasis: report\n",
        ),
    ];

    fn with<R>(ask: impl FnOnce(&Inputs, &Publication) -> R) -> R {
        let mut diagnostics = Diagnostics::default();
        let (inputs, records) = read::read(Files::memory(FILES), &mut diagnostics);
        let publication = resolve::resolve(&inputs, &records.unwrap(), &mut diagnostics).unwrap();
        ask(&inputs, &publication)
    }

    #[test]
    fn every_place_of_a_name_is_found() {
        with(|inputs, publication| {
            let places = |name: &str| -> Vec<String> {
                let found = all(inputs, Some(publication)).into_iter().filter(|mention| mention.name == name);
                let mut places: Vec<String> = found
                    .map(|mention| {
                        let file = inputs.sources.get(mention.span.source).path().to_owned();
                        format!("{file} {:?} {}", mention.role, mention.is_literal)
                    })
                    .collect();
                places.sort();
                places
            };
            assert_eq!(
                places("pa"),
                [
                    "chapters/one.md Use true",
                    "chapters/one.md Use true",
                    "publication.yaml Use true",
                    "workshops/w/p/panel.yaml Definition true",
                    "workshops/w/workshop.yaml Use true",
                ]
            );
            assert_eq!(places("anna").len(), 3);
            assert_eq!(places("two"), ["chapters/one.md Definition true", "chapters/one.md Use true"]);
            assert_eq!(places("notes").len(), 3);
            assert_eq!(
                places("one"),
                ["chapters/one.md Definition false", "publication.yaml Use true", "workshops/w/p/panel.yaml Use true"]
            );
        });
    }

    #[test]
    fn other_names_leave_everything_sound() {
        let names = [("pa", "panel-a"), ("anna", "a"), ("one", "first"), ("s", "w"), ("none", "x")];
        let names = names.map(|(from, to)| (from.to_owned(), to.to_owned())).into();
        let mut files: BTreeMap<String, String> =
            FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        files.extend(with(|inputs, publication| renamed(inputs, Some(publication), &names)));
        files.remove("chapters/one.md");
        let mut diagnostics = Diagnostics::default();
        let (inputs, records) = read::read(Files::memory(files), &mut diagnostics);
        let publication = resolve::resolve(&inputs, &records.unwrap(), &mut diagnostics).unwrap();
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.list());
        let ids: Vec<&str> = publication.anchors.iter().map(|(id, _)| id).collect();
        // `w` is the name of the workshop, so that the session keeps its own.
        assert_eq!(ids, ["a", "first", "notes", "panel-a", "s", "t", "two", "w"]);
    }
}
