//! What a file or the whole publication has: records, headings, figures, by name.

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, Location, SymbolKind, WorkspaceSymbol, WorkspaceSymbolLocation,
};
use idm::mentions::{Mention, Role, Space};
use idm::model::{AnchorKind, BookText};
use idm_core::markdown::tree::{BlockKind, plain_text};
use idm_core::markdown::walk;
use idm_core::source::{SourceId, Span};

use crate::rename::above;
use crate::workspace::Opened;

/// What a file has, in its order.
pub(crate) fn of_file(opened: &Opened, source: SourceId) -> Vec<DocumentSymbol> {
    let mut found: Vec<(Span, DocumentSymbol)> = records(opened, source);
    found.extend(headings(opened, source));
    found.sort_by_key(|(span, _)| *span);
    found.into_iter().map(|(_, symbol)| symbol).collect()
}

/// What the publication has whose identifier or title holds a text.
pub(crate) fn of_project(opened: &Opened, query: &str) -> Vec<WorkspaceSymbol> {
    let query = query.to_lowercase();
    let mentions = opened.mentions();
    let named = opened.project.all_named();
    let title = |mention: &Mention| {
        let at = named.binary_search_by(|(id, _)| (*id).cmp(mention.name.as_str())).ok()?;
        Some(named[at].1.clone())
    };
    let defined =
        mentions.iter().filter(|mention| mention.role == Role::Definition && mention.space == Space::Publication);
    defined
        .filter_map(|mention| {
            let named = title(mention);
            let title = named.as_ref().map(|named| named.title.clone()).unwrap_or_default();
            let fits = mention.name.contains(&query) || title.to_lowercase().contains(&query);
            let path = opened.project.sources().get(mention.span.source).path();
            let location = Location { uri: opened.uri(path), range: opened.range(mention.span) };
            fits.then(|| WorkspaceSymbol {
                location: WorkspaceSymbolLocation::Location(location),
                data: None,
                base_symbol_information: BaseSymbolInformation {
                    name: mention.name.clone(),
                    kind: kind(mention.kind),
                    tags: None,
                    container_name: named.map(|named| named.printed),
                },
            })
        })
        .collect()
}

/// The records of a YAML file.
fn records(opened: &Opened, source: SourceId) -> Vec<(Span, DocumentSymbol)> {
    let Some(index) = opened.project.index(source) else { return vec![] };
    let text = opened.project.sources().get(source);
    let mentions = opened.mentions();
    let defined = mentions.iter().filter(|mention| mention.span.source == source && mention.role == Role::Definition);
    defined
        .filter_map(|mention| {
            let at = index.at(text, mention.span.range().start)?;
            let is_key = at.part == idm_core::yaml::Part::Key;
            let record = if is_key { at.path } else { above(&at.path)? };
            let span = index.full_span(&record).to(mention.span);
            let detail = opened.project.named(&mention.name).filter(|_| mention.space == Space::Publication);
            Some((
                span,
                symbol(opened, &mention.name, detail.map(|named| named.title), kind(mention.kind), span, mention.span),
            ))
        })
        .collect()
}

/// The headings and named blocks of a text.
fn headings(opened: &Opened, source: SourceId) -> Vec<(Span, DocumentSymbol)> {
    let Some(publication) = opened.project.publication() else { return vec![] };
    let mut found = vec![];
    let mut add = |name: String, detail: Option<String>, symbol_kind, span: Span| {
        if span.source == source && !name.is_empty() {
            found.push((span, symbol(opened, &name, detail, symbol_kind, span, span)));
        }
    };
    publication.texts(&mut |text, _| match text {
        BookText::Line(line) if line.span.source == source && opened.project.index(source).is_none() => {
            add(line.plain(), None, SymbolKind::Namespace, line.span);
        }
        BookText::Text(text) if text.span.source == source && opened.project.index(source).is_none() => {
            walk::blocks(&text.prose, walk::Notes::Visit, &mut |block| match &block.kind {
                BlockKind::Heading { content, id, .. } => {
                    let id = id.as_ref().map(|id| id.name.clone());
                    add(plain_text(content), id, SymbolKind::Namespace, block.span);
                }
                BlockKind::Figure(figure) => {
                    let caption = figure.caption.as_deref().map(plain_text);
                    add(
                        figure.id.as_ref().map_or("figure", |id| &id.name).to_owned(),
                        caption,
                        SymbolKind::Object,
                        block.span,
                    );
                }
                BlockKind::Table(table) => {
                    let caption = table.caption.as_deref().map(plain_text);
                    add(
                        table.id.as_ref().map_or("table", |id| &id.name).to_owned(),
                        caption,
                        SymbolKind::Array,
                        block.span,
                    );
                }
                BlockKind::GoodPractice { id, title, .. } => {
                    let name = id.as_ref().map_or("good-practice", |id| &id.name).to_owned();
                    add(name, title.clone(), SymbolKind::Object, block.span);
                }
                _ => {}
            });
        }
        _ => {}
    });
    found
}

fn symbol(
    opened: &Opened,
    name: &str,
    detail: Option<String>,
    kind: SymbolKind,
    span: Span,
    name_span: Span,
) -> DocumentSymbol {
    #[expect(deprecated, reason = "the field has no other way to be left out")]
    DocumentSymbol {
        name: name.to_owned(),
        detail: detail.filter(|detail| !detail.is_empty()),
        kind,
        tags: None,
        deprecated: None,
        range: opened.range(span),
        selection_range: opened.range(name_span),
        children: None,
    }
}

fn kind(kind: Option<AnchorKind>) -> SymbolKind {
    match kind {
        Some(AnchorKind::Person) => SymbolKind::Interface,
        Some(AnchorKind::Panel | AnchorKind::Session) => SymbolKind::Class,
        Some(AnchorKind::Workshop | AnchorKind::Theme) => SymbolKind::Module,
        Some(AnchorKind::Recommendation | AnchorKind::Outcome) => SymbolKind::Function,
        Some(AnchorKind::Chapter) => SymbolKind::File,
        Some(AnchorKind::Section) => SymbolKind::Namespace,
        Some(AnchorKind::Figure | AnchorKind::Box) => SymbolKind::Object,
        Some(AnchorKind::Table) => SymbolKind::Array,
        Some(AnchorKind::Reference) => SymbolKind::Key,
        Some(AnchorKind::Question) => SymbolKind::String,
        None => SymbolKind::Constant,
    }
}
