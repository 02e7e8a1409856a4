//! The publication's own words: labels that exist, gaps that are filled, and a word for everything that may be named.

use std::collections::BTreeSet;

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Near, Origin, Place, near};
use crate::edition::level_names::{Fault, LEVELS};
use crate::model::LabelChange;
use crate::rules;
use crate::words::gaps;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let publication = subject.publication;
    // A broken file of words is a mistake in a template, which Typst reports.
    let known = subject.labels.paths("en");
    if known.is_empty() {
        return;
    }
    let mut seen = BTreeSet::new();
    for change in &publication.labels {
        let found = match change.path.split_once('.') {
            // What a level is called in several languages is one thing to check.
            Some(("level" | "letter", _)) if change.own => {
                if seen.insert(&change.path) {
                    level(subject, change)
                } else {
                    None
                }
            }
            _ if change.own => word(subject, change),
            _ => label(subject, change, &known),
        };
        diagnostics.extend(found);
    }
}

/// A level's name, which is needed in the language of the edition if there is one in any; and its gender, where the
/// language has some.
fn level(subject: Subject, change: &LabelChange) -> Option<Diagnostic> {
    let publication = subject.publication;
    let LabelChange { path, span, .. } = change;
    let language = publication.language;
    let has = |path: &str| publication.labels.iter().any(|one| one.path == path && one.language == language);
    let code = language.code();
    let (section, name) = path.split_once('.')?;
    let (level, key) = match (section, name.strip_suffix("-gender"), name.strip_suffix('s')) {
        ("letter", ..) => (name, "letter"),
        (_, Some(level), _) => (level, "gender"),
        (_, None, Some(level)) => (level, "many"),
        (_, None, None) => (name, "one"),
    };
    let keys = KeyPath::root().key("levels").key(level);
    let missing = |key: &str, message: String, hint: String| {
        let origin = Origin { source: span.source, path: keys.key(key) };
        Some(Diagnostic::new(&rules::MISSING_VALUE, Place::Key(origin), message).hint(hint))
    };
    if key == "letter" {
        let labels = subject.labels.clone().of(publication);
        let letter = labels.get(code, path);
        let kinds = ["recommendation", "outcome", "question"];
        let later = kinds.iter().skip_while(|kind| **kind != level);
        // Of two that are both the publication's own, the later one says so.
        let waits = |other: &str| later.clone().any(|kind| *kind == other) && has(&format!("letter.{other}"));
        let others = kinds.into_iter().filter(|other| *other != level && !waits(other));
        let of = |level: &str| labels.get(code, &format!("letter.{level}"));
        // What differs in capitals alone is the same to whoever hears it, and to most who look for it.
        let same = others.into_iter().find(|other| of(other).to_lowercase() == letter.to_lowercase())?;
        let message = match of(same) {
            other if other == letter => format!("numbers of the level `{same}` begin with `{letter}`, too"),
            other => format!("numbers of the level `{same}` begin with `{other}`, which differs in capitals alone"),
        };
        let place = Place::Span(*span, Some(keys.key(key)));
        return Some(Diagnostic::new(&rules::INVALID_VALUE, place, message).hint("choose another letter"));
    }
    // Where there is no name at all, that is said once.
    let is_said = key == "many" && !has(&format!("level.{level}"));
    if key != "gender" && !has(path) && !is_said {
        let message = format!("there is no name for the level `{level}` in the language of this edition, `{code}`");
        let source = publication.source_language.code();
        return missing(key, message, format!("write it beside the other: `{key}: {{{source}: …, {code}: …}}`"));
    }
    let gender = format!("level.{level}-gender");
    if key == "one" && subject.labels.plain(code, &gender).is_some() && !has(&gender) {
        let message =
            format!("the gender of the level `{level}` is not known in the language of this edition, `{code}`");
        return missing("one", message, format!("write `gender: {{{code}: feminine}}` or `masculine` beside it"));
    }
    None
}

/// A label that the publication words anew.
fn label(subject: Subject, change: &LabelChange, known: &[String]) -> Option<Diagnostic> {
    let LabelChange { path, language, text, span, .. } = change;
    let origin = Origin { source: span.source, path: KeyPath::root().key("labels").key(path) };
    if !known.contains(path) {
        let message = format!("the program prints no word called `{path}`");
        let near = near(path, known.iter().map(String::as_str)).or_else(|| by_end(path, known));
        // Another change may stand under the key that is meant.
        let near = near.map(|near| Near { is_certain: false, ..near });
        let diagnostic = Diagnostic::new(&rules::YAML_UNKNOWN_KEY, Place::Key(origin), message);
        let diagnostic = diagnostic.did_you_mean(path, near);
        return Some(match near {
            Some(_) => diagnostic,
            None => diagnostic.hint("`idm list labels` names all of them"),
        });
    }
    let plain = subject.labels.plain(language.code(), path);
    let Some(plain) = plain else {
        let message = format!("`{path}` is a list of words, which cannot be changed");
        return Some(Diagnostic::new(&rules::INVALID_VALUE, Place::Key(origin), message));
    };
    let (wanted, has) = (gaps(plain), gaps(text));
    let filled: BTreeSet<&str> = wanted.iter().map(|(name, _)| *name).collect();
    let strange: Vec<&str> = has.iter().map(|(name, _)| *name).filter(|name| !filled.contains(name)).collect();
    let lost: Vec<&str> =
        wanted.difference(&has).filter(|(_, is_printed)| *is_printed).map(|(name, _)| *name).collect();
    let place = Place::Span(*span, Some(origin.path));
    if let Some(fault) = subject.labels.fault_of_levels(language.code(), text) {
        let (message, hint) = match fault {
            Fault::NoLevel(name) => {
                let [event, workshop, session] = LEVELS;
                let hint = format!(
                    "write `<{session}>`, `<{session}s>`, `<{workshop}>`, `<{event}>` or one with an article, such as `<the {session}>`"
                );
                (format!("`<{name}>` names no level"), hint)
            }
            Fault::NoArticle { name, article, word, instead } => {
                let code = language.code();
                let instead: Vec<String> = instead.iter().map(|name| format!("`<{name}>`")).collect();
                let message = format!(
                    "`<{name}>` cannot be printed: the language `{code}` has no article `{article}` for `{word}`"
                );
                (message, format!("write {}", one_of(&instead)))
            }
        };
        return Some(Diagnostic::new(&rules::INVALID_VALUE, place, message).hint(hint));
    }
    if let Some(gap) = strange.first() {
        let message = format!("nothing is ever put in place of `{{{gap}}}` in `{path}`");
        let hint = match filled.iter().map(|gap| format!("`{{{gap}}}`")).collect::<Vec<_>>() {
            known if known.is_empty() => "this word has no gaps".to_owned(),
            known => format!("its gaps are {}", known.join(", ")),
        };
        return Some(Diagnostic::new(&rules::INVALID_VALUE, place, message).hint(hint));
    }
    let gap = lost.first()?;
    let message = format!("`{path}` lacks `{{{gap}}}`, so that what stands there would not be printed");
    Some(
        Diagnostic::new(&rules::INVALID_VALUE, place, message)
            .hint(format!("the program's own is \u{201c}{plain}\u{201d}")),
    )
}

/// Something that may be named, which needs a word.
fn word(subject: Subject, change: &LabelChange) -> Option<Diagnostic> {
    let language = subject.publication.language;
    let (section, id) = change.path.split_once('.')?;
    let key = match section {
        "addressee" => "addressees",
        "role" => "roles",
        _ => "kinds",
    };
    let has = !subject.labels.clone().of(subject.publication).get(language.code(), &change.path).is_empty();
    if has {
        return None;
    }
    let origin = Origin { source: change.span.source, path: KeyPath::root().key(key).key(id) };
    let code = language.code();
    let message = format!("there is no word for `{id}` in the language of this edition, `{code}`");
    let source = subject.publication.source_language;
    let hint = match source == language {
        true => format!("write it: `{id}: Some words`"),
        false => {
            format!("write it beside the other: `{id}: {{{}: Some words, {code}: Its translation}}`", source.code())
        }
    };
    Some(Diagnostic::new(&rules::MISSING_VALUE, Place::Key(origin), message).hint(hint))
}

/// A label whose name without its section was written, or under another section.
fn by_end<'a>(path: &str, known: &'a [String]) -> Option<Near<'a>> {
    let end = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let mut found = known.iter().filter(|known| end(known) == end(path));
    let (first, other) = (found.next()?, found.next());
    other.is_none().then_some(Near { word: first, is_certain: false })
}

/// "`a`, `b` or `c`".
fn one_of(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => names.concat(),
    }
}
