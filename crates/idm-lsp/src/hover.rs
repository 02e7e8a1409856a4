//! What is shown of the key or name under the pointer.

use std::fmt::Write;

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use idm::FileKind;
use idm::mentions::Space;
use idm_core::rules;
use idm_core::source::{SourceId, Span};
use idm_core::yaml::{Described, Part};

use crate::workspace::Opened;

/// What is known of what stands at a byte of a file.
pub(crate) fn at(opened: &Opened, path: &str, source: SourceId, offset: usize) -> Option<Hover> {
    let (text, span) = name(opened, path, source, offset).or_else(|| key(opened, path, source, offset))?;
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text });
    Some(Hover { contents, range: Some(opened.range(span)) })
}

/// What a name stands for.
fn name(opened: &Opened, path: &str, source: SourceId, offset: usize) -> Option<(String, Span)> {
    let mention = opened.mention_at(source, offset).filter(|mention| mention.is_literal)?;
    let text = match &mention.space {
        Space::Publication => named(opened, &mention.name)?,
        Space::Frameworks => {
            let publication = opened.project.publication()?;
            let framework = publication.frameworks.iter().find(|framework| framework.id == mention.name)?;
            format!("**{}**\n\n{}", escaped(&framework.short.text), escaped(&framework.title.text))
        }
        Space::Elements(framework) => {
            let publication = opened.project.publication()?;
            let framework = publication.frameworks.iter().find(|found| found.id == *framework)?;
            let element = framework.elements.iter().find(|element| element.id == mention.name)?;
            let title = element.title.as_ref().map(|title| format!("\n\n{}", escaped(&title.text)));
            let label = escaped(&element.label.text);
            format!("**{} {label}**{}", escaped(&framework.short.text), title.unwrap_or_default())
        }
        Space::Diagnostics => {
            let (rule, language) = (rules::find(&mention.name)?, opened.project.language_of(path));
            format!("**{}**\n\n{}\n\n{}", rule.code, rule.summary_in(language), rule.explanation_in(language))
        }
        Space::Addressees => word(opened, "addressee", &mention.name)?,
        Space::Roles => word(opened, "role", &mention.name)?,
        Space::Kinds => word(opened, "session", &mention.name)?,
        Space::Labels => word(opened, "", &mention.name)?,
        Space::Files => return None,
    };
    Some((text, mention.span))
}

/// The word that is printed for a label.
fn word(opened: &Opened, section: &str, name: &str) -> Option<String> {
    let language = opened.project.publication()?.language.code();
    let path = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
    let labels = opened.project.labels();
    let text = labels.get(language, &path);
    (!text.is_empty()).then(|| format!("**{}**", escaped(text)))
}

/// What an identifier of the publication stands for.
pub(crate) fn named(opened: &Opened, id: &str) -> Option<String> {
    let named = opened.project.named(id)?;
    let page = opened.pages.of(&opened.folder, &format!("{}:{id}", named.kind.prefix()));
    let page = page.map(|page| format!(", p. {page}")).unwrap_or_default();
    let mut text = format!("**{}**{page}", escaped(&named.printed));
    if !named.title.is_empty() && named.title != named.printed {
        let _ = write!(text, "\n\n{}", escaped(&named.title));
    }
    if named.printed == named.title {
        let _ = write!(text, "\n\n{}", named.kind.name());
    }
    if !named.in_book && named.kind != idm::model::AnchorKind::Reference {
        text.push_str("\n\nThe book does not show it.");
    }
    Some(text)
}

/// What a key means.
fn key(opened: &Opened, path: &str, source: SourceId, offset: usize) -> Option<(String, Span)> {
    let kind = FileKind::of(path)?;
    let at = opened.project.index(source)?.at(opened.project.sources().get(source), offset)?;
    if at.part == Part::Container {
        return None;
    }
    let described = kind.describe(&at.path);
    if at.part == Part::Key {
        return Some((meaning(&described)?, at.span));
    }
    let written = opened.project.sources().text(at.span);
    let word = described.words.iter().find(|word| word.word == written)?;
    Some((format!("**{}**\n\n{}", word.word, word.description.as_ref()?), at.span))
}

/// What is said of a key, with the words that its value may be.
pub(crate) fn meaning(described: &Described) -> Option<String> {
    let mut text = described.description.clone()?;
    for word in &described.words {
        let meaning = word.description.as_ref().map(|meaning| format!(": {meaning}"));
        let _ = write!(text, "\n- `{}`{}", word.word, meaning.unwrap_or_default());
    }
    Some(text)
}

/// A text with nothing in it that Markdown would read as a sign.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii_punctuation()
            && !matches!(char, ',' | '.' | ':' | ';' | '(' | ')' | '\'' | '"' | '/' | '?' | '%' | '-')
        {
            escaped.push('\\');
        }
        escaped.push(if char.is_control() { ' ' } else { char });
    }
    escaped
}
