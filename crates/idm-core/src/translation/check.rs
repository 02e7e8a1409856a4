//! Translations that are missing, of another source by now, or of nothing.

use std::collections::BTreeMap;

use super::passages::texts;
use super::{State, ledger_path, passages, place_of};
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, KeySegment, Origin, Place};
use crate::format::FileKind;
use crate::model::Language;
use crate::read::Inputs;
use crate::rules;

/// Reports how the translations of an edition stand to their source; for a release, each that is missing.
pub fn check(inputs: &Inputs, release: bool, diagnostics: &mut Diagnostics) {
    let Some(language) = inputs.edition.language else { return };
    let mut missing: BTreeMap<String, (usize, Vec<_>)> = BTreeMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    for passage in passages(inputs) {
        let path = inputs.sources.get(passage.span.source).path().to_owned();
        match passage.state {
            State::Current => {}
            State::Stale(count) => {
                let what = match (passage.name.contains('#'), count) {
                    (true, _) => "the source of this translation has changed since".to_owned(),
                    (false, 1) => "one passage of the source of this translation has changed since".to_owned(),
                    (false, count) => format!("{count} passages of the source of this translation have changed since"),
                };
                let place = if passage.name.contains('#') { passage.span.into() } else { Place::File(path) };
                diagnostics.push(Diagnostic::new(&rules::TRANSLATION_STALE, place, what).hint(accept(language)));
            }
            State::Unknown => *unknown.entry(path).or_default() += 1,
            State::Missing => {
                let (count, spans) = missing.entry(path).or_default();
                *count += 1;
                spans.push(passage.span);
            }
        }
    }
    for (path, count) in unknown {
        let message = match count {
            1 => "nobody has said which source the translation here was made from".to_owned(),
            count => format!("nobody has said which source the {count} translations here were made from"),
        };
        diagnostics.push(Diagnostic::new(&rules::TRANSLATION_STALE, Place::File(path), message).hint(accept(language)));
    }
    for (path, (count, spans)) in missing {
        let code = language.code();
        if release {
            for span in spans {
                let message = format!("this text has no translation (`{code}`)");
                diagnostics.push(Diagnostic::new(&rules::UNTRANSLATED_FOR_RELEASE, span, message));
            }
            continue;
        }
        let what = if count == 1 { "one text here has".to_owned() } else { format!("{count} texts here have") };
        let message = format!(
            "{what} no translation (`{code}`) and {} printed as in the source",
            if count == 1 { "is" } else { "are" }
        );
        let hint = format!("write it into `{}`", super::path_in(&path, language));
        diagnostics.push(Diagnostic::new(&rules::TRANSLATION_MISSING, Place::File(path), message).hint(hint));
    }
    orphans(inputs, diagnostics);
}

fn accept(language: Language) -> String {
    let (path, code) = (ledger_path(language), language.code());
    format!("read both; once they say the same, `idm translate accept --language {code}` notes it in `{path}`")
}

/// Texts of translations that translate nothing.
fn orphans(inputs: &Inputs, diagnostics: &mut Diagnostics) {
    for (&source, &translation) in &inputs.edition.records {
        let (Some(index), Some(from)) = (inputs.indexes.get(&translation), inputs.indexes.get(&source)) else {
            continue;
        };
        let path = inputs.sources.get(source).path();
        let Some(kind) = FileKind::of(path) else { continue };
        let mut translates = vec![];
        texts(from, &KeyPath::root(), &mut |at| {
            let described = kind.describe(at);
            if described.text.is_some() || described.translated {
                translates.extend(place_of(inputs, &Origin { source, path: at.clone() }, translation));
            }
        });
        texts(index, &KeyPath::root(), &mut |at| {
            let is_name = matches!(at.segments().last(), Some(KeySegment::Key(key)) if key == "id");
            if is_name || translates.iter().any(|place| place.path == *at) {
                return;
            }
            let origin = Origin { source: translation, path: at.clone() };
            let message = format!("this translates nothing: `{path}` has no such text");
            diagnostics.push(Diagnostic::new(&rules::TRANSLATION_ORPHAN, origin, message).hint(
                "remove it, or write the `id` and the key as in the source; what is no text is written there alone",
            ));
        });
    }
}
