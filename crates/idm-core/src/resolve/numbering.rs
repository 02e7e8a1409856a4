//! Numbers of what prose holds, and which records the book shows.

use std::collections::{BTreeMap, BTreeSet};

use super::Resolver;
use crate::markdown::tree::{BlockKind, Handle, Inline};
use crate::markdown::walk;
use crate::model::{Anchor, AnchorKind, BookText, Contents, Exhibit};
use crate::schema::SectionKind;
use crate::yaml::Index;

/// The numbers of what prose holds and the records make, and the names that prose gives.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// Of figures, tables and boxes in the prose, by their handles.
    pub blocks: BTreeMap<Handle, String>,
    /// Of tables and charts made from the records.
    pub exhibits: BTreeMap<Exhibit, String>,
    /// Headings, figures, tables and boxes with identifiers.
    pub named: Vec<(String, Anchor)>,
}

/// Numbers figures, tables and boxes in the order of the book.
pub(super) fn number(contents: &Contents) -> Numbered {
    let Numbered { blocks: mut numbers, mut exhibits, mut named } = Numbered::default();
    let (mut figures, mut tables, mut boxes) = (0, 0, 0);
    contents.texts(&mut |found, printed| {
        let text = match found {
            BookText::Text(text) => text,
            BookText::Exhibit(exhibit) => {
                let count = if exhibit.kind() == AnchorKind::Table { &mut tables } else { &mut figures };
                *count += 1;
                exhibits.insert(exhibit, count.to_string());
                return;
            }
            BookText::Line(_) | BookText::Source(_) => return,
        };
        walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| {
            let words: Vec<Inline>;
            let (kind, id, number, title) = match &block.kind {
                BlockKind::Heading { id, content, .. } => (AnchorKind::Section, id, None, content.as_slice()),
                BlockKind::GoodPractice { id, title, .. } => {
                    let inline = |title: &String| Inline::text(title.clone(), block.span);
                    words = title.iter().map(inline).collect();
                    boxes += 1;
                    (AnchorKind::Box, id, Some(boxes.to_string()), words.as_slice())
                }
                BlockKind::Figure(figure) if figure.numbered => {
                    figures += 1;
                    let caption = figure.caption.as_deref().unwrap_or_default();
                    (AnchorKind::Figure, &figure.id, Some(figures.to_string()), caption)
                }
                BlockKind::Table(table) => {
                    let Some(caption) = &table.caption else { return };
                    tables += 1;
                    (AnchorKind::Table, &table.id, Some(tables.to_string()), caption.as_slice())
                }
                _ => return,
            };
            if let (Some(number), Some(handle)) = (&number, block.handle()) {
                numbers.insert(handle, number.clone());
            }
            if let Some(id) = id {
                let title = title.to_vec();
                named.push((id.name.clone(), Anchor { kind, number, title, city: None, printed, span: id.span }));
            }
        });
    });
    Numbered { blocks: numbers, exhibits, named }
}

/// The identifiers of the records that the book shows, so that a reference never leads nowhere.
pub(super) fn printed<'a>(contents: &'a Contents, references: Option<&'a Index>) -> BTreeSet<&'a str> {
    let mut printed: BTreeSet<&str> = BTreeSet::new();
    printed.extend(contents.chapters.iter().map(|chapter| chapter.id.as_str()));
    if contents.has_section(SectionKind::Themes) {
        for theme in &contents.themes {
            printed.insert(theme.id.as_str());
            for place in &theme.panels {
                printed.insert(contents[place.panel].id.as_str());
            }
        }
        printed.extend(contents.recommendations.iter().map(|entry| entry.id.as_str()));
    }
    if contents.has_section(SectionKind::Outcomes) {
        printed.extend(contents.outcomes.iter().map(|entry| entry.id.as_str()));
    }
    if contents.has_section(SectionKind::Agenda) {
        for workshop in &contents.workshops {
            printed.insert(workshop.id.as_str());
            printed.extend(workshop.agenda.iter().map(|session| session.id.as_str()));
        }
    }
    if contents.has_section(SectionKind::People) {
        printed.extend(contents.people.iter().map(|person| person.id.as_str()));
    }
    if contents.has_section(SectionKind::References)
        && let Some(references) = references
    {
        let root = crate::diagnostic::KeyPath::root();
        printed.extend(references.keys(&root).map(|(key, _)| key));
    }
    printed
}

impl Resolver<'_> {
    /// Announces what prose names.
    pub(super) fn prose_anchors(&mut self, named: Vec<(String, Anchor)>) {
        for (id, anchor) in named {
            self.identifier(anchor.span, &id, anchor.span);
            self.announce(&id, anchor.span, anchor);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::files::Files;
    use crate::{read, resolve};

    #[test]
    fn boxes_are_numbered_in_the_order_of_the_book() {
        let practice = ":::good-practice {#NAME title=\"A\"}\nb\n:::\n\n";
        let first = format!("# First\n\n{}", practice.replace("#NAME ", ""));
        let second = format!("# Second\n\n{}[@box:named]", practice.replace("NAME", "named"));
        let book = "id: p\ntitle: T\nbook: [{chapter: second}, {chapter: first}, {section: references}]\n";
        let files = Files::memory([
            ("publication.yaml", book),
            ("chapters/first.md", first.as_str()),
            ("chapters/second.md", second.as_str()),
        ]);
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(files, &mut diagnostics);
        let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
        assert_eq!(diagnostics.list().len(), 0, "{:?}", diagnostics.list());
        assert_eq!(publication.anchors.get("named").unwrap().number.as_deref(), Some("1"));
        let mut numbers: Vec<&str> = publication.numbers.values().map(String::as_str).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, ["1", "2"]);
    }

    /// A panel that no theme draws on is not printed, so that its tables take no numbers from others.
    #[test]
    fn what_is_not_printed_is_numbered_last() {
        let table = |id: &str| format!(":::table {{#{id}}}\n| a |\n|---|\n| b |\n\nA caption\n:::\n");
        let first = format!("# First\n\n{}", table("before"));
        let second = format!("# Second\n\n{}", table("after"));
        let hidden = table("hidden");
        let book = "id: p\ntitle: T\nbook: [{chapter: first}, {section: themes}, {chapter: second}]\n\
                    themes: [{id: t, title: A theme, panels: []}]\n";
        let files = Files::memory([
            ("publication.yaml", book),
            ("chapters/first.md", first.as_str()),
            ("chapters/second.md", second.as_str()),
            ("workshops/w/workshop.yaml", "id: w\nnumber: 1\ncity: C\n"),
            ("workshops/w/panel-1/panel.yaml", "id: a\nnumber: 1\ntitle: A panel\n"),
            ("workshops/w/panel-1/summary.md", hidden.as_str()),
        ]);
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(files, &mut diagnostics);
        let publication = resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap();
        let number = |id| publication.anchors.get(id).and_then(|anchor| anchor.number.clone()).unwrap();
        assert_eq!(["before", "after", "hidden"].map(number), ["1", "2", "3"]);
    }
}
