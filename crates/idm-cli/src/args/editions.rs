//! Which editions are meant, and what is done with translations.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use idm::ExchangeForm;
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

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "the languages are `en`, `fr` and `es`".to_owned())
}

/// As [`language`], with or without a region, which changes nothing.
pub(super) fn language_of_region(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| "the languages are `en`, `fr` and `es`".to_owned())
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
    /// Writes the passages with their translations for those who translate, with signs in place of mark-up.
    Export(ExportArguments),
    /// Takes translations that came back: shows what would change in the translated files, and the units that cannot be taken.
    /// Nothing is written without --write.
    Import(ExchangeArguments),
}

/// In which form translations are exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExchangeFormat {
    /// XLIFF 2.1, for agencies.
    Xliff,
    /// PO, for volunteers.
    Po,
}

impl ExchangeFormat {
    /// What the library calls it.
    pub fn form(self) -> ExchangeForm {
        match self {
            Self::Xliff => ExchangeForm::Xliff,
            Self::Po => ExchangeForm::Po,
        }
    }
}

/// What `translate export` takes.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// In which form.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: ExchangeFormat,
    /// The language of the translations.
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub language: Language,
    /// The file to write. Without it, standard output.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}

/// What `translate import` takes.
#[derive(Debug, Args)]
pub struct ExchangeArguments {
    /// The file that came back.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// In which form. Without it, the file's ending says so: .po, or .xlf and .xliff.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<ExchangeFormat>,
    /// The language of the translations.
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub language: Language,
    /// Write the translated files, and note what they were made from.
    #[arg(long)]
    pub write: bool,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}

/// What `translate accept` takes.
#[derive(Debug, Args)]
pub struct AcceptArguments {
    /// What is meant: a source or its translation, such as chapters/introduction.md; a line of one, for the passage that stands
    /// there, such as chapters/introduction.fr.md:12; or a passage by its name, such as people.yaml#weir.post. Without any, all.
    #[arg(value_name = "FILE[:LINE]")]
    pub passages: Vec<String>,
    /// The language of the translations.
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub language: Language,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
}
