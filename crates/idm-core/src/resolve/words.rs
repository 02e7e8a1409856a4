//! What recommendations, people and sessions may name, and the words that the publication has for it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Resolver;
use crate::diagnostic::{Diagnostic, Origin, Place, near};
use crate::model::{Addressee, LabelChange, Language, List, Ref, Role, SessionKind};
use crate::rules;
use crate::schema::{NamedEntries, WordEntry};

/// `vocabulary.toml`.
#[derive(Debug, Default, Deserialize)]
struct Defaults {
    addressees: Vec<String>,
    roles: Vec<String>,
    kinds: Vec<String>,
}

static DEFAULTS: LazyLock<Defaults> =
    LazyLock::new(|| toml::from_str(include_str!("vocabulary.toml")).unwrap_or_default());

/// What may be named.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub addressees: List<Addressee>,
    pub roles: List<Role>,
    pub kinds: List<SessionKind>,
}

impl Resolver<'_> {
    /// What may be named: of addressees what the publication lists, if it lists any; of parts and kinds of session the
    /// program's own, which it knows the meaning of, and those of the publication.
    pub(super) fn vocabulary(&mut self, origin: &Origin) -> Vocabulary {
        let value = &self.records.publication.value;
        let defaults = &*DEFAULTS;
        let mut addressees = match &value.addressees {
            Some(listed) => listed.0.iter().map(|(id, _)| id.clone()).collect(),
            None => defaults.addressees.clone(),
        };
        if addressees.is_empty() {
            addressees.clone_from(&defaults.addressees);
        }
        let with = |own: &NamedEntries, known: &[String]| {
            let mut all = known.to_vec();
            all.extend(own.0.iter().map(|(id, _)| id).filter(|id| !known.contains(id)).cloned());
            all
        };
        let (roles, kinds) = (with(&value.roles, &defaults.roles), with(&value.kinds, &defaults.kinds));
        for (key, listed) in
            [("addressees", value.addressees.as_ref()), ("roles", Some(&value.roles)), ("kinds", Some(&value.kinds))]
        {
            for (id, _) in listed.into_iter().flat_map(|listed| &listed.0) {
                self.identifier(Place::Key(origin.key(key).key(id)), id, self.span(&origin.key(key).key(id)));
            }
        }
        Vocabulary {
            addressees: addressees.into_iter().map(|id| Addressee { id }).collect(),
            roles: roles.into_iter().map(|id| Role { id }).collect(),
            kinds: kinds.into_iter().map(|id| SessionKind { id }).collect(),
        }
    }

    /// The words of the publication's own.
    pub(super) fn labels(&mut self, origin: &Origin, language: Language) -> Vec<LabelChange> {
        let value = &self.records.publication.value;
        let mut changes = vec![];
        for (path, word) in &value.labels {
            self.word(origin.key("labels").key(path), path.clone(), word, (language, false), &mut changes);
        }
        let listed = value.addressees.as_ref().map(|listed| ("addressees", "addressee", listed));
        let others = [("roles", "role", &value.roles), ("kinds", "session", &value.kinds)];
        for (key, section, entries) in listed.into_iter().chain(others) {
            for (id, word) in &entries.0 {
                let origin = origin.key(key).key(id);
                let path = format!("{section}.{id}");
                match word {
                    Some(word) => self.word(origin, path, word, (language, true), &mut changes),
                    // The program's own word is looked for, and reported missing, where the labels are known.
                    None => {
                        let span = self.span(&origin);
                        changes.push(LabelChange { path, language, text: String::new(), span, own: true });
                    }
                }
            }
        }
        self.level_names(origin, language, &mut changes);
        changes
    }

    /// Adds a word in each language that it is given in.
    pub(super) fn word(
        &mut self,
        origin: Origin,
        path: String,
        word: &WordEntry,
        (language, own): (Language, bool),
        changes: &mut Vec<LabelChange>,
    ) {
        let mut add = |this: &mut Self, origin: Origin, language, text: &str| {
            if text.trim().is_empty() {
                this.report(
                    Diagnostic::new(&rules::INVALID_VALUE, &origin, "this word is empty")
                        .hint("write it, or remove the line"),
                );
                return;
            }
            let span = this.span(&origin);
            changes.push(LabelChange { path: path.clone(), language, text: text.to_owned(), span, own });
        };
        match word {
            WordEntry::One(text) => add(self, origin, language, text),
            WordEntry::Several(texts) => {
                for (code, text) in texts {
                    match Language::from_code(code) {
                        Some(language) => add(self, origin.key(code), language, text),
                        None => {
                            let message = format!("`{code}` is no language of the program");
                            let place = Place::Key(origin.key(code));
                            self.report(
                                Diagnostic::new(&rules::INVALID_VALUE, place, message).hint("write `en`, `fr` or `es`"),
                            );
                        }
                    }
                }
            }
        }
    }

    /// Whom a recommendation names; nothing, and a problem reported, if nobody is called so.
    pub(super) fn addressee(&mut self, origin: &Origin, id: &str) -> Option<Ref<Addressee>> {
        let found = self.vocabulary.addressees.find(|known| known.id == id);
        if found.is_none() {
            let known = self.vocabulary.addressees.iter().map(|known| known.id.clone()).collect();
            self.unlisted(origin, ("addressee", "addressees"), id, known);
        }
        found
    }

    /// The part that somebody takes.
    pub(super) fn role(&mut self, origin: &Origin, id: Option<&str>) -> Option<Ref<Role>> {
        let found = self.vocabulary.roles.find(|known| known.id == id.unwrap_or(Role::PARTICIPANT));
        if let (None, Some(id)) = (found, id) {
            let known = self.vocabulary.roles.iter().map(|known| known.id.clone()).collect();
            self.unlisted(origin, ("role", "roles"), id, known);
        }
        found
    }

    /// A kind of session.
    pub(super) fn session_kind(&mut self, origin: &Origin, id: &str) -> Option<Ref<SessionKind>> {
        let found = self.vocabulary.kinds.find(|known| known.id == id);
        if found.is_none() {
            let known = self.vocabulary.kinds.iter().map(|known| known.id.clone()).collect();
            self.unlisted(origin, ("kind of session", "kinds"), id, known);
        }
        found
    }

    fn unlisted(&mut self, origin: &Origin, (what, key): (&str, &str), id: &str, known: Vec<String>) {
        if self.holes.hold(&self.records.publication.origin.key(key)) {
            return;
        }
        let message = format!("there is no {what} `{id}`");
        let diagnostic = Diagnostic::new(&rules::REFERENCE_DANGLING, origin, message);
        let known = known.iter().map(String::as_str);
        let near = near(id, known.clone());
        let diagnostic = diagnostic.did_you_mean(id, near);
        self.report(match near {
            Some(_) => diagnostic,
            None => {
                let listed = known.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
                diagnostic.hint(format!("write one of {listed}, or name it under `{key}` in `publication.yaml`"))
            }
        });
    }
}
