//! Translations that are missing, of another source by now, or of nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{PieceState, State, identity, ledger_path, passages};
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, KeySegment, Origin, Place, near};
use crate::format::FileKind;
use crate::model::Language;
use crate::read::Inputs;
use crate::rules;
use crate::yaml::Index;

/// Reports how the translations of an edition stand to their source; for a release, each that is missing, and as errors.
pub fn check(inputs: &Inputs, release: bool, diagnostics: &mut Diagnostics) {
    let Some(language) = inputs.edition.language else { return };
    let stale = rule_of_stale(release);
    let mut missing: BTreeMap<String, (usize, Vec<_>)> = BTreeMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    for passage in passages(inputs) {
        let path = inputs.sources.get(passage.span.source).path().to_owned();
        match passage.state {
            State::Current => {}
            State::Stale(_) if !passage.pieces.is_empty() => {
                for piece in &passage.pieces {
                    diagnostics.push(differing(&passage.name, piece, language, release));
                }
            }
            State::Stale(count) => {
                let what = match (passage.name.contains('#'), count) {
                    (true, _) => "the source of this translation has changed since".to_owned(),
                    (false, 1) => "one passage of the source of this translation has changed since".to_owned(),
                    (false, count) => format!("{count} passages of the source of this translation have changed since"),
                };
                let place = if passage.name.contains('#') { passage.span.into() } else { Place::File(path) };
                diagnostics.push(Diagnostic::new(stale, place, what).hint(accept(language)));
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
        diagnostics.push(Diagnostic::new(stale, Place::File(path), message).hint(accept(language)));
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
    super::tables::check(inputs, diagnostics);
}

/// What a translation breaks that is of another source.
fn rule_of_stale(release: bool) -> &'static rules::Rule {
    if release { &rules::OUTDATED_FOR_RELEASE } else { &rules::TRANSLATION_STALE }
}

/// What is said of a piece of prose whose translation and source differ.
fn differing(name: &str, piece: &PieceState, language: Language, release: bool) -> Diagnostic {
    let stale = rule_of_stale(release);
    match (piece.line, piece.span) {
        (Some(line), Some(span)) if piece.is_noted => {
            let message = format!("the source of this passage has changed since: `{name}`, line {line}");
            Diagnostic::new(stale, span, message).hint(accept(language))
        }
        (Some(line), Some(span)) => {
            let message = format!("nobody has said which source this passage was made from: `{name}`, line {line}");
            Diagnostic::new(stale, span, message).hint(accept(language))
        }
        (Some(line), None) => {
            let rule = if release { &rules::UNTRANSLATED_FOR_RELEASE } else { &rules::TRANSLATION_MISSING };
            let path = super::path_in(name, language);
            let message = format!("the passage in line {line} of `{name}` has no translation here");
            Diagnostic::new(rule, Place::File(path), message).hint("write it where it stands in the source")
        }
        (None, span) => {
            let place = span.map_or_else(|| Place::File(super::path_in(name, language)), Place::from);
            let message = format!("the source of this passage is gone from `{name}`");
            Diagnostic::new(stale, place, message)
                .hint(format!("take it out; then `idm translate accept --language {}` notes it", language.code()))
        }
    }
}

fn accept(language: Language) -> String {
    let (path, code) = (ledger_path(language), language.code());
    format!("read both; once they say the same, `idm translate accept --language {code}` notes it in `{path}`")
}

/// What translations hold that translates nothing: each reported once, where the way to it parts from that of the source.
fn orphans(inputs: &Inputs, diagnostics: &mut Diagnostics) {
    for (&source, &translation) in &inputs.edition.records {
        let (Some(index), Some(from)) = (inputs.indexes.get(&translation), inputs.indexes.get(&source)) else {
            continue;
        };
        let path = inputs.sources.get(source).path();
        let Some(kind) = FileKind::of(path) else { continue };
        let mut pair = Pair { index, from, path, kind, diagnostics };
        pair.compare(&KeyPath::root(), &KeyPath::root());
    }
}

/// A translation of records beside its source.
struct Pair<'a> {
    index: &'a Index,
    from: &'a Index,
    /// The source's path.
    path: &'a str,
    kind: FileKind,
    diagnostics: &'a mut Diagnostics,
}

impl Pair<'_> {
    /// Looks at what stands at a place of the translation, beside a place of the source.
    fn compare(&mut self, at: &KeyPath, from: &KeyPath) {
        let keys: Vec<String> = self.index.keys(at).map(|(key, _)| key.to_owned()).collect();
        if !keys.is_empty() {
            for key in keys.iter().filter(|key| *key != "id") {
                if self.from.keys(from).any(|(known, _)| known == key) {
                    self.compare(&at.key(key), &from.key(key));
                } else {
                    self.report_key(at, from, key);
                }
            }
            return;
        }
        if self.index.text(at).is_some() {
            let described = self.kind.describe(from);
            if self.from.text(from).is_none() || described.text.is_none() && !described.translated {
                let message = format!("this translates nothing: what stands here in `{}` is no text", self.path);
                self.report(
                    Place::from(self.origin(at)),
                    message,
                    "remove it: what is no text stands in the source alone",
                );
            }
            return;
        }
        let named: Vec<Option<String>> =
            (0..self.from.len(from)).map(|place| identity(self.from, &from.index(place))).collect();
        let mut seen = BTreeSet::new();
        for place in 0..self.index.len(at) {
            let item = at.index(place);
            if named.iter().all(Option::is_none) {
                self.compare_by_place(&item, from, place, named.len());
                continue;
            }
            let Some(id) = self.index.text(&item.key("id")).map(str::to_owned) else {
                let message = "this item does not say what it translates".to_owned();
                self.report(Place::from(self.origin(&item)), message, "give it the `id` of the item in the source");
                continue;
            };
            let place = Place::from(self.origin(&item.key("id")));
            match named.iter().position(|name| name.as_deref() == Some(&*id)) {
                Some(_) if !seen.insert(id.clone()) => {
                    let message = format!("`{id}` is translated twice");
                    self.report(place, message, "write everything about it into one item, and remove the other");
                }
                Some(source) => self.compare(&item, &from.index(source)),
                None => {
                    let message = format!("this translates nothing: `{}` has no `{id}` here", self.path);
                    let known = named.iter().flatten().map(String::as_str);
                    let diagnostic = Diagnostic::new(&rules::TRANSLATION_ORPHAN, place, message);
                    let meant = near(&id, known);
                    self.diagnostics.push(match meant {
                        Some(_) => diagnostic.did_you_mean(&id, meant),
                        None => diagnostic.hint("write the `id` as in the source, or remove the item"),
                    });
                }
            }
        }
    }

    /// An item of a list that has no identifiers.
    fn compare_by_place(&mut self, item: &KeyPath, from: &KeyPath, place: usize, of: usize) {
        if self.index.text(item).is_none() && self.index.len(item) == 0 {
            // A gap before a translation is how its place is kept.
            if self.is_before_another(item) {
                return;
            }
            let message = "nothing stands in this item".to_owned();
            self.report(Place::from(self.origin(item)), message, "write the translation, or remove the item");
        } else if place < of {
            self.compare(item, &from.index(place));
        } else {
            let message = format!("this translates nothing: `{}` has {of} here, and this is one more", self.path);
            self.report(Place::from(self.origin(item)), message, "write as many as in the source, in the same order");
        }
    }

    /// Whether an item further down its list says something.
    fn is_before_another(&self, item: &KeyPath) -> bool {
        let Some((KeySegment::Index(place), above)) = item.segments().split_last() else { return false };
        let mut list = KeyPath::root();
        above.iter().for_each(|segment| list.push(segment.clone()));
        let says = |place| {
            let item = list.index(place);
            self.index.text(&item).is_some() || self.index.len(&item) > 0
        };
        (place + 1..self.index.len(&list)).any(says)
    }

    fn report_key(&mut self, at: &KeyPath, from: &KeyPath, key: &str) {
        let place = Place::Key(self.origin(&at.key(key)));
        let message = format!("this translates nothing: `{}` has no `{key}` here", self.path);
        let diagnostic = Diagnostic::new(&rules::TRANSLATION_ORPHAN, place, message);
        let there: Vec<&str> = self.index.keys(at).map(|(key, _)| key).collect();
        let meant = near(key, self.from.keys(from).map(|(known, _)| known).filter(|known| !there.contains(known)));
        self.diagnostics.push(match meant {
            Some(_) => diagnostic.did_you_mean(key, meant),
            None => diagnostic.hint("remove it, or write the key as in the source"),
        });
    }

    fn report(&mut self, place: Place, message: String, hint: &str) {
        self.diagnostics.push(Diagnostic::new(&rules::TRANSLATION_ORPHAN, place, message).hint(hint));
    }

    fn origin(&self, at: &KeyPath) -> Origin {
        Origin { source: self.index.source(), path: at.clone() }
    }
}
