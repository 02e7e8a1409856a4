//! Giving something another identifier, wherever it is named.

use gen_lsp_types::{PrepareRenamePlaceholder, TextEdit};
use idm::mentions::{Mention, Role, Space};
use idm::model::{AnchorKind, Id};
use idm_core::diagnostic::{KeyPath, KeySegment};
use idm_core::source::{Source, SourceId, Span};
use idm_core::yaml::Index;

use crate::edits::Changes;
use crate::navigation::names_the_same;
use crate::positions::Lines;
use crate::workspace::Opened;

/// What may be renamed at a byte of a file.
pub(crate) fn prepare(opened: &Opened, source: SourceId, offset: usize) -> Result<PrepareRenamePlaceholder, String> {
    let mention = renamable(opened, source, offset)?;
    Ok(PrepareRenamePlaceholder { range: opened.range(mention.span), placeholder: mention.name })
}

/// The changes that give what is named at a byte another name. A record notes the name that it had, so that comparisons
/// with earlier states know it.
pub(crate) fn rename(opened: &Opened, source: SourceId, offset: usize, name: &str) -> Result<Changes, String> {
    let mention = renamable(opened, source, offset)?;
    let mut changes = Changes::default();
    if name == mention.name {
        return Ok(changes);
    }
    let mentions = opened.mentions();
    let same: Vec<&Mention> = mentions.iter().filter(|other| names_the_same(other, &mention)).collect();
    let kind = same.iter().find(|other| other.role == Role::Definition).and_then(|other| other.kind);
    fits(&mention.space, kind, name)?;
    if let Some(taken) = mentions
        .iter()
        .find(|other| other.space == mention.space && other.name == name && other.role == Role::Definition)
    {
        return Err(format!("`{name}` names something already: {}", place(opened, taken.span)));
    }
    for other in &same {
        if other.is_literal {
            changes.replace(&opened.project, other.span, name);
        } else if other.role == Role::Use {
            let place = place(opened, other.span);
            return Err(format!("at {place} the name is written by an expression or an escape: change it there first"));
        }
    }
    if kind == Some(AnchorKind::Chapter) {
        changes.rename(format!("chapters/{}.md", mention.name), format!("chapters/{name}.md"));
    }
    // What gives a record its name; of a chapter, the entry of the book.
    let named = same.iter().find(|other| {
        let in_book = kind == Some(AnchorKind::Chapter) && is_book(opened, other.span);
        (other.role == Role::Definition && other.is_literal) || in_book
    });
    if let Some(named) = named {
        note_former(opened, named, name, &mut changes);
    }
    Ok(changes)
}

/// The name at a byte, if it can be changed.
fn renamable(opened: &Opened, source: SourceId, offset: usize) -> Result<Mention, String> {
    let mention = opened.mention_at(source, offset).filter(|mention| mention.is_literal);
    let mention = mention.ok_or("there is no name here")?;
    if matches!(mention.space, Space::Diagnostics | Space::Files | Space::Labels) {
        return Err(format!("`{}` is no name of your own", mention.name));
    }
    let mentions = opened.mentions();
    if !mentions.iter().any(|other| other.role == Role::Definition && names_the_same(other, &mention)) {
        return Err(format!("nothing is called `{}`", mention.name));
    }
    let is_whole = opened.project.publication().is_some_and(|publication| publication.holes.is_empty());
    if !is_whole {
        return Err("some of the inputs cannot be read, so that not every place of a name is known: \
                    mend the errors first"
            .to_owned());
    }
    Ok(mention)
}

/// Refuses what cannot be a name.
fn fits(space: &Space, kind: Option<AnchorKind>, name: &str) -> Result<(), String> {
    let is_key = kind == Some(AnchorKind::Reference) || matches!(space, Space::Elements(_));
    let sound = if is_key {
        // Signs that neither YAML nor a citation would take for its own.
        !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'))
    } else {
        let nowhere = idm_core::source::Sources::default().add("", "");
        Id::new(name, Span::new(nowhere, 0..0)).is_ok()
    };
    let wanted = if is_key {
        "letters, digits, hyphens and points"
    } else {
        "lower-case letters, digits and hyphens, a letter first"
    };
    if sound { Ok(()) } else { Err(format!("`{name}` is no identifier: use {wanted}")) }
}

fn is_book(opened: &Opened, span: Span) -> bool {
    opened.project.sources().get(span.source).path() == "publication.yaml"
}

/// Notes in the record the name that it had.
fn note_former(opened: &Opened, named: &Mention, name: &str, changes: &mut Changes) {
    let source = opened.project.sources().get(named.span.source);
    let Some(index) = opened.project.index(named.span.source) else { return };
    let Some(at) = index.at(source, named.span.range().start) else { return };
    let Some(record) = above(&at.path) else { return };
    let describes = idm::FileKind::of(source.path()).map(|kind| kind.describe(&record));
    if !describes.is_some_and(|described| described.keys.iter().any(|key| key.word == "formerly")) {
        return;
    }
    let list = record.key("formerly");
    let mut former: Vec<&str> =
        (0..index.len(&list)).filter_map(|at| index.text(&list.index(at))).filter(|former| *former != name).collect();
    if !former.contains(&named.name.as_str()) {
        former.push(&named.name);
    }
    let written = format!("[{}]", former.join(", "));
    let path = source.path().to_owned();
    if index.has(&list) {
        let span = index.full_span(&list);
        let text = source.text();
        // A list with a line for each item begins on a line below its key.
        let start = text[..span.range().start].trim_end().len();
        let is_below = text[start..span.range().start].contains('\n');
        let end = text[..span.range().end].trim_end().len().max(start);
        let (start, written) = if is_below { (start, format!(" {written}")) } else { (span.range().start, written) };
        let range = Lines::new(text).range(start..end);
        changes.edit(path, TextEdit { range, new_text: written });
    } else {
        let (at, text) = beside(source, index, &record, named.span, &written);
        let range = Lines::new(source.text()).range(at..at);
        changes.edit(path, TextEdit { range, new_text: text });
    }
}

/// Where and how the key is written that notes former names: behind the one that gives the name.
fn beside(source: &Source, index: &Index, record: &KeyPath, name: Span, written: &str) -> (usize, String) {
    let text = source.text();
    let span = index.full_span(record);
    let quote =
        text[name.range().end..].chars().next().filter(|char| matches!(char, '"' | '\'')).map_or(0, char::len_utf8);
    let end = name.range().end + quote;
    if text[span.range()].starts_with('{') {
        return (end, format!(", formerly: {written}"));
    }
    let lines = Lines::new(text);
    let line = lines.line_of(end);
    let break_with = if text[line.end..].starts_with("\r\n") { "\r\n" } else { "\n" };
    // The column of the record's keys.
    let start = lines.line_of(span.range().start).start;
    let column = text[start..span.range().start].chars().count();
    (line.end, format!("{break_with}{}formerly: {written}", " ".repeat(column)))
}

/// The way to the record in which a value stands.
pub(crate) fn above(path: &KeyPath) -> Option<KeyPath> {
    let (_, above) = path.segments().split_last()?;
    let mut record = KeyPath::root();
    above.iter().cloned().for_each(|segment: KeySegment| record.push(segment));
    Some(record)
}

/// A place in words.
fn place(opened: &Opened, span: Span) -> String {
    let source = opened.project.sources().get(span.source);
    let position = source.position(span.range().start);
    format!("{}:{}:{}", source.path(), position.line, position.column)
}
