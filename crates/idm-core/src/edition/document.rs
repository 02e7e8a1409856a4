//! A document as a whole: which parts it has, and what each of them prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::value::{Record, Value};
use crate::quotes;
use crate::source::Span;

/// A document in which everything that a reader sees has been decided.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The parts in the order of the pages.
    pub parts: Vec<Part>,
    /// What the parts print, by name.
    pub modules: BTreeMap<String, Module>,
    /// The pictures that are shown, by path, each with a place where it is named.
    pub pictures: BTreeMap<String, Span>,
    /// What a link says of the place that it leads to, by the label of the place.
    pub places: BTreeMap<String, String>,
}

impl Document {
    /// Gives the authors' plain values the quotation marks and apostrophes of their language.
    pub(super) fn set_quotes(&mut self, language: &str) {
        fn set(value: &mut Value, language: &str) {
            match value {
                Value::Plain { text, span: Some(_), language: own } => {
                    let set = quotes::text(text, own.as_deref().unwrap_or(language));
                    *text = set;
                }
                Value::List(values) => values.iter_mut().for_each(|value| set(value, language)),
                Value::Record(record) => record.fields.iter_mut().for_each(|(_, value)| set(value, language)),
                _ => {}
            }
        }
        let values = self.modules.values_mut().flat_map(|module| &mut module.values);
        values.for_each(|(_, value)| set(value, language));
    }

    /// Adds a module and returns its name.
    pub(super) fn insert(&mut self, name: impl Into<String>, module: Module) -> String {
        let name = name.into();
        self.modules.insert(name.clone(), module);
        name
    }
}

/// What one chapter, panel, theme and so on print: values by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Module {
    /// The names with their values, in the order in which they were told.
    pub values: Vec<(&'static str, Value)>,
}

impl Module {
    /// A module of one value.
    pub(super) fn of(name: &'static str, value: impl Into<Value>) -> Self {
        Self::default().with(name, value)
    }

    /// The module with one value more.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The record of a name.
    pub fn record(&self, name: &str) -> Option<&Record> {
        match self.get(name)? {
            Value::Record(record) => Some(record),
            _ => None,
        }
    }
}

/// A part of a document. What it prints stands in the modules of these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Part {
    /// The front cover.
    Cover {
        /// Its lines.
        motif: String,
    },
    /// Title page and imprint.
    Imprint,
    /// The whole on two pages.
    InBrief {
        /// What they say.
        path: String,
    },
    /// The contents.
    Contents,
    /// The lists of figures, tables and boxes.
    Lists {
        /// Their captions.
        path: String,
    },
    /// The acronyms.
    Abbreviations {
        /// The acronyms.
        path: String,
    },
    /// A chapter.
    Chapter {
        /// The chapter.
        path: String,
    },
    /// The opening of a theme. Its panels and its recommendations are the parts that follow.
    Theme {
        /// The theme.
        path: String,
        /// The panels printed in it.
        panels: Vec<String>,
        /// The lines of the covers, in which it finds its own.
        motif: String,
    },
    /// A panel.
    Panel {
        /// The panel.
        path: String,
        /// The theme it is printed in.
        theme: String,
    },
    /// The recommendations of a theme.
    Recommendations {
        /// The theme.
        path: String,
    },
    /// The outcomes.
    Outcomes {
        /// The outcomes.
        path: String,
    },
    /// The matrices.
    Matrices {
        /// The matrices.
        path: String,
    },
    /// The charts.
    Charts {
        /// The charts.
        path: String,
    },
    /// The questions put to the panels.
    Questions {
        /// The questions.
        path: String,
    },
    /// The agendas.
    Agenda {
        /// The chart of the sessions.
        path: String,
        /// The workshops.
        workshops: Vec<String>,
    },
    /// The people.
    People {
        /// The people.
        path: String,
    },
    /// The references.
    References {
        /// The references.
        path: String,
    },
    /// The index.
    Index {
        /// Its entries.
        path: String,
    },
    /// How the edition was made.
    Colophon {
        /// What there is to say.
        path: String,
    },
    /// A draft's first page: what is asked of its readers, what is missing, what has changed.
    Front,
    /// What has become of what reviewers said.
    Responses,
    /// What a draft is of, as it is to be reviewed.
    Reviewed,
    /// The margin's notes for which there was no room.
    Notes,
    /// The back cover.
    BackCover {
        /// What the book holds.
        path: String,
        /// Its lines.
        motif: String,
    },
}

impl Part {
    /// Visits the name of each module that the part prints.
    pub fn names(&mut self, visit: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Imprint | Self::Contents | Self::Front | Self::Responses | Self::Reviewed | Self::Notes => {}
            Self::Cover { motif } => visit(motif),
            Self::InBrief { path }
            | Self::Lists { path }
            | Self::Abbreviations { path }
            | Self::Chapter { path }
            | Self::Recommendations { path }
            | Self::Outcomes { path }
            | Self::Matrices { path }
            | Self::Charts { path }
            | Self::Questions { path }
            | Self::People { path }
            | Self::References { path }
            | Self::Index { path }
            | Self::Colophon { path } => visit(path),
            Self::BackCover { path, motif } => {
                visit(path);
                visit(motif);
            }
            Self::Theme { path, panels, motif } => {
                visit(path);
                visit(motif);
                panels.iter_mut().for_each(visit);
            }
            Self::Panel { path, theme } => {
                visit(path);
                visit(theme);
            }
            Self::Agenda { path, workshops } => {
                visit(path);
                workshops.iter_mut().for_each(visit);
            }
        }
    }
}
