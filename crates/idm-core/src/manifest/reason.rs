//! Why something was done with a document.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a document is made or kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The reason's name.
    pub code: ReasonCode,
    /// The input files that changed, where they are the reason.
    pub files: Vec<String>,
    /// The reason in words.
    pub text: String,
}

/// The reasons for which a document is made or kept. Where several hold, the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonCode {
    /// Everything was asked for.
    Forced,
    /// There is no earlier one.
    FirstBuild,
    /// The file is not there any more.
    Gone,
    /// The file is another than the one that was written.
    Altered,
    /// Another program made it.
    Program,
    /// Other templates made it.
    Templates,
    /// Files that it shows something of have changed.
    Inputs,
    /// It was made with other settings.
    Settings,
    /// What it says has changed, but not in its own files: numbers, titles or names that come from elsewhere.
    Numbers,
    /// It was made with warnings, which are to be told again.
    Warnings,
    /// Its inputs have errors.
    Errors,
    /// Nothing has changed.
    Unchanged,
}

impl Reason {
    /// The reason with its words.
    pub fn new(code: ReasonCode, files: Vec<String>) -> Self {
        let list = match &files[..] {
            [one, two, three, rest @ ..] if rest.len() > 1 => format!("{one}, {two}, {three} and {} more", rest.len()),
            _ => files.join(", "),
        };
        let text = match code {
            ReasonCode::Forced => "forced".to_owned(),
            ReasonCode::FirstBuild => "first build".to_owned(),
            ReasonCode::Gone => "the file is gone".to_owned(),
            ReasonCode::Altered => "the file was altered".to_owned(),
            ReasonCode::Program => "program changed".to_owned(),
            ReasonCode::Templates => "templates changed".to_owned(),
            ReasonCode::Inputs => format!("{list} changed"),
            ReasonCode::Settings => "settings changed".to_owned(),
            ReasonCode::Numbers if files.is_empty() => "numbers changed".to_owned(),
            ReasonCode::Numbers => format!("numbers changed by {list}"),
            ReasonCode::Warnings => "made with warnings".to_owned(),
            ReasonCode::Errors => "its inputs have errors".to_owned(),
            ReasonCode::Unchanged => "nothing changed".to_owned(),
        };
        Self { code, files, text }
    }
}

/// The reason in words.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}
