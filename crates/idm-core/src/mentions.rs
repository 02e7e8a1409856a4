//! Where things are named: every identifier in YAML and Markdown, with what it means and where it stands.
//!
//! What a key of YAML names stands in the description of the format (`x-names`, `x-defines`), and what prose points at is
//! in its tree. So an identifier can be followed to what it names, found wherever it is used, and written anew.

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
