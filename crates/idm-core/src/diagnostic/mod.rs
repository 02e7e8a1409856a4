//! What is wrong with the inputs, as data. How it is shown is the business of the modules below.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::Rule;
use crate::source::{SourceId, Span};

pub mod baseline;
pub mod fingerprint;
mod fix;
pub mod github;
pub mod harmless;
pub mod human;
pub mod json;
pub mod located;
mod near;
pub mod sarif;
pub mod short;
#[cfg(test)]
mod testing;

pub use fix::{Edit, Fix};
pub use near::{Near, near, nearest};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The publication cannot be built.
    Error,
    /// It can, but somebody should look.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// The way to a value in a YAML file: `agenda[2].title`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPath(Vec<KeySegment>);

/// One step of a [`KeyPath`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeySegment {
    /// To the value of a key.
    Key(String),
    /// To an item of a list, from 0.
    Index(usize),
}

impl KeyPath {
    /// The path to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path to a key below this one.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.child(KeySegment::Key(key.into()))
    }

    /// The path to an item below this one, from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.child(KeySegment::Index(index))
    }

    fn child(&self, segment: KeySegment) -> Self {
        let mut path = self.clone();
        path.0.push(segment);
        path
    }

    /// The steps.
    pub fn segments(&self) -> &[KeySegment] {
        &self.0
    }

    /// Adds a step at the end.
    pub fn push(&mut self, segment: KeySegment) {
        self.0.push(segment);
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match segment {
                KeySegment::Key(key) if at == 0 => write!(f, "{key}")?,
                KeySegment::Key(key) => write!(f, ".{key}")?,
                KeySegment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A record's or value's place in a YAML file, resolved to bytes only when somebody asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub source: SourceId,
    /// The way to the value.
    pub path: KeyPath,
}

impl Origin {
    /// The place of a key below this one.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        Self { source: self.source, path: self.path.key(key) }
    }

    /// The place of an item below this one, from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { source: self.source, path: self.path.index(index) }
    }

    /// The place that this one is below, and the step from there; nothing for a whole document.
    pub fn parent(&self) -> Option<(Self, &KeySegment)> {
        let (last, above) = self.path.0.split_last()?;
        Some((Self { source: self.source, path: KeyPath(above.to_vec()) }, last))
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Bytes of a file, and the key path if the file is YAML.
    Span(Span, Option<KeyPath>),
    /// A value of a YAML file; if the value is missing, the nearest thing above it that is there.
    Value(Origin),
    /// A key of a YAML file.
    Key(Origin),
    /// A file as a whole, by its path in the project.
    File(String),
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Span(span, None)
    }
}

impl From<Origin> for Place {
    fn from(origin: Origin) -> Self {
        Self::Value(origin)
    }
}

impl From<&Origin> for Place {
    fn from(origin: &Origin) -> Self {
        Self::Value(origin.clone())
    }
}

/// A second place that helps to understand a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is to be seen there.
    pub message: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it matters here: the rule's default until the publication's settings are applied.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop; enough by itself.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Further places.
    pub labels: Vec<Label>,
    /// What would mend it, in words.
    pub hints: Vec<String>,
    /// What would mend it, for programs to do.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A problem found by `rule` at `place`, with the rule's own severity.
    pub fn new(rule: &'static Rule, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            place: place.into(),
            labels: vec![],
            hints: vec![],
            fixes: vec![],
        }
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, place: impl Into<Place>, message: impl Into<String>) -> Self {
        self.labels.push(Label { place: place.into(), message: message.into() });
        self
    }

    /// Adds what would mend it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a change that would mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Says what to write in place of what is written at the problem's place.
    #[must_use]
    pub fn instead(self, written: &str, wanted: &str, is_safe: bool) -> Self {
        let fix = Fix::replace(self.place.clone(), written, wanted, is_safe);
        self.hint(format!("write `{wanted}`")).fix(fix)
    }

    /// Asks whether another word was meant than the one that was typed, which stands at the problem's place.
    #[must_use]
    pub fn did_you_mean(self, typed: &str, near: Option<Near>) -> Self {
        match near {
            Some(near) => {
                let fix = Fix::meant(self.place.clone(), typed, &near);
                self.hint(format!("did you mean `{}`?", near.word)).fix(fix)
            }
            None => self,
        }
    }
}

/// How many problems of one kind are reported. More would help nobody, and a hostile input has millions.
pub const MAX_OF_A_KIND: usize = 10_000;

/// Collects problems while the work goes on: all of them, unless there are very many of one kind.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// How many there are of each kind, those left out not counted.
    counts: BTreeMap<&'static str, usize>,
}

impl Diagnostics {
    /// Adds a problem. Of those of one kind the last that is kept says that there are more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = self.counts.entry(diagnostic.rule.code).or_default();
        if *count == MAX_OF_A_KIND {
            return;
        }
        *count += 1;
        self.list.push(match *count {
            MAX_OF_A_KIND => diagnostic.hint(format!("only {MAX_OF_A_KIND} problems of this kind are reported")),
            _ => diagnostic,
        });
    }

    /// Adds problems found elsewhere.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        others.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Takes back what turned out to say nothing.
    pub fn retain(&mut self, keep: impl Fn(&Diagnostic) -> bool) {
        self.list.retain(keep);
        self.counts.clear();
        for found in &self.list {
            *self.counts.entry(found.rule.code).or_default() += 1;
        }
    }

    /// What has been collected, in the order of finding.
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Takes what has been collected.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }

    /// Whether anything found is an error by its rule's default.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn a_flood_of_one_kind_hides_no_other() {
        let problem = |rule, number: usize| Diagnostic::new(rule, Place::File("a.yaml".to_owned()), number.to_string());
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend((0..MAX_OF_A_KIND + 5).map(|number| problem(&rules::MISSING_VALUE, number)));
        diagnostics.push(problem(&rules::INVALID_VALUE, 0));
        let list = diagnostics.into_list();
        assert_eq!(list.len(), MAX_OF_A_KIND + 1);
        assert_eq!(list[MAX_OF_A_KIND].rule, &rules::INVALID_VALUE);
        // Only the last that is kept says that there are more.
        let hinted: Vec<_> = list.iter().filter(|found| !found.hints.is_empty()).collect();
        assert_eq!(hinted.len(), 1);
        assert_eq!(hinted[0].message, (MAX_OF_A_KIND - 1).to_string());
    }

    #[test]
    fn what_is_taken_back_makes_room() {
        let problem = |number: usize| {
            Diagnostic::new(&rules::MISSING_VALUE, Place::File("a.yaml".to_owned()), number.to_string())
        };
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend((0..MAX_OF_A_KIND).map(problem));
        diagnostics.retain(|found| found.message == "0");
        diagnostics.extend([problem(1), problem(2)]);
        assert_eq!(diagnostics.into_list().len(), 3);
    }
}
