//! Which editions are meant, and what is done with translations.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use idm::Project;
use idm::find_project;
use idm::model::Language;

use super::CommonArguments;
use crate::failure::Failure;

/// Which editions a command is about.
#[derive(Debug, Args)]
pub struct EditionArguments {
    /// The edition in that language (`en`, `fr`, `es`), which the publication lists under `languages`. Without it, that in
    /// which the texts are written.
    #[arg(long, value_name = "LANGUAGE", value_parser = language, conflicts_with = "all_languages")]
    pub language: Option<Language>,
    /// The editions in all languages, one after the other.
    #[arg(long)]
    pub all_languages: bool,
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "the languages are `en`, `fr` and `es`".to_owned())
}

impl EditionArguments {
    /// The languages of the editions; none for that in which the texts are written.
    pub fn languages(&self, common: &CommonArguments) -> Result<Vec<Option<Language>>, Failure> {
        if !self.all_languages {
            return Ok(vec![self.language]);
        }
        let project = Project::open(find_project(common.project.as_deref())?)?;
        let others = project.publication().into_iter().flat_map(|publication| publication.languages.iter().skip(1));
        Ok([None].into_iter().chain(others.copied().map(Some)).collect())
    }

    /// Does something for each edition. A mistake in one does not keep the others from being made.
    pub fn each(
        &self,
        common: &CommonArguments,
        mut make: impl FnMut(Option<Language>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut result = Ok(());
        for language in self.languages(common)? {
            match make(language) {
                Err(Failure::Inputs) => result = Err(Failure::Inputs),
                other => other?,
            }
        }
        result
    }
}

/// What `translate` takes.
#[derive(Debug, Args)]
pub struct TranslateArguments {
    /// What to do.
    #[command(subcommand)]
    pub command: TranslateCommand,
}

/// What is done with translations.
#[derive(Debug, Subcommand)]
pub enum TranslateCommand {
    /// Notes that translations say what their source says now, in translations/LANGUAGE.txt.
    Accept(AcceptArguments),
}

/// What `translate accept` takes.
#[derive(Debug, Args)]
pub struct AcceptArguments {
    /// The sources whose translations are meant, as paths in the project, such as chapters/introduction.md; without any,
    /// all.
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// The language of the translations.
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub language: Language,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}
