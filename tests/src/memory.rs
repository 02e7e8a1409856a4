//! Whole runs in memory: files in, diagnostics and a PDF out, with nothing on the disk.

use idm::diagnostic::located::Located;
use idm::diagnostic::{Diagnostic, Severity};
use idm::model::{Language, Publication};
use idm::{
    Beside, Document, Earlier, EarlierState, Files, LivingDocument, Options, Pages, Project, Target, TypstProject,
};
use idm_core::rules::{self, Rule};
use idm_core::source::Sources;

/// A project that has been read and checked.
pub struct Checked {
    project: Project,
}

/// A PDF that was made in memory.
pub struct Built {
    /// The file.
    pub bytes: Vec<u8>,
    /// How often the document was laid out.
    pub passes: u32,
    /// How many pages it has.
    pub pages: usize,
}

/// A process that builds a publication again and again, and does again only what has changed.
#[derive(Default)]
pub struct LongLived {
    book: LivingDocument,
}

impl LongLived {
    /// Builds the publication of these files.
    ///
    /// # Errors
    /// As [`Checked::build`].
    pub fn build(&mut self, files: Files) -> Result<Built, Vec<String>> {
        let checked = Checked::new(files);
        let document = checked.sound(checked.book())?;
        let typeset = self.book.typeset(document);
        match typeset.pdf {
            Some(bytes) => Ok(Built { bytes, passes: typeset.passes, pages: typeset.pages }),
            None => Err(show(&checked.project.findings_with(&typeset.diagnostics))),
        }
    }
}

impl Checked {
    /// Reads and checks files, as `idm check` does.
    pub fn new(files: Files) -> Self {
        Self { project: Project::from_files(files, Options::default()) }
    }

    /// Reads and checks files with the translations into a language, as `idm check --language` does.
    pub fn in_language(files: Files, language: Language) -> Self {
        let mut options = Options::default();
        options.language = Some(language);
        Self { project: Project::from_files(files, options) }
    }

    /// What the files mean, if enough of them could be read.
    pub fn publication(&self) -> Option<&Publication> {
        self.project.publication()
    }

    /// Takes what the files mean.
    pub fn into_publication(self) -> Option<Publication> {
        self.project.into_publication()
    }

    /// The texts that were read.
    pub fn sources(&self) -> &Sources {
        self.project.sources()
    }

    /// What was found, located, sorted and under the publication's own levels.
    pub fn located(&self) -> Vec<Located> {
        self.project.findings().to_vec()
    }

    /// Makes the publication's Typst project.
    ///
    /// # Errors
    /// Everything that was found, warnings included, one line each, if there is an error among it.
    pub fn assemble(&self) -> Result<TypstProject, Vec<String>> {
        self.sound(self.book()).map(|document| document.typst().clone())
    }

    /// Builds the PDF with the default standards, as `idm build` does.
    ///
    /// # Errors
    /// Everything that was found, warnings included, one line each, if there is an error among it.
    pub fn build(&self) -> Result<Built, Vec<String>> {
        let typeset = self.sound(self.book())?.typeset();
        match typeset.pdf {
            Some(bytes) => Ok(Built { bytes, passes: typeset.passes, pages: typeset.pages }),
            None => Err(show(&self.project.findings_with(&typeset.diagnostics))),
        }
    }

    /// The pages of the book, as they are shown on a screen.
    ///
    /// # Errors
    /// Everything that was found, one line each, if there is an error among it.
    pub fn pages(&self) -> Result<Pages, Vec<String>> {
        let laid_out = LivingDocument::default().lay_out(self.sound(self.book())?);
        laid_out.pages.ok_or_else(|| laid_out.diagnostics.into_iter().map(|found| found.message).collect())
    }

    fn book(&self) -> Target {
        self.project.targets().swap_remove(0)
    }

    /// A document, if the inputs have no errors.
    fn sound(&self, target: Target) -> Result<Document, Vec<String>> {
        let found = self.project.findings();
        if found.has_errors() {
            return Err(show(&found));
        }
        self.project.document(&target, &Beside::default()).map_err(|error| vec![error.to_string()])
    }
}

/// The draft of a panel, made in memory as `idm draft` makes it.
pub struct Drafted {
    /// The file.
    pub bytes: Vec<u8>,
    /// How often the document was laid out.
    pub passes: u32,
}

impl Checked {
    /// Makes the Typst project of a panel's draft, compared with an earlier state if one is given.
    ///
    /// # Errors
    /// If there is no such panel, or nothing to compare it with.
    pub fn assemble_draft(&self, panel: &str, earlier: Option<&Self>) -> Result<TypstProject, Vec<String>> {
        self.document(panel, earlier).map(|document| document.typst().clone())
    }

    fn document(&self, panel: &str, earlier: Option<&Self>) -> Result<Document, Vec<String>> {
        let name = format!("draft:{panel}");
        let target = self.project.targets().into_iter().find(|target| target.name() == name);
        let target = target.ok_or_else(|| vec!["there is no such panel".to_owned()])?;
        let state = |checked: &Self| EarlierState::Files(checked.project.files().clone(), "before".to_owned());
        let earlier: Option<Earlier> = earlier
            .map(|earlier| self.project.earlier(&state(earlier)))
            .transpose()
            .map_err(|error| vec![error.to_string()])?;
        let mut beside = Beside::default();
        beside.against = earlier.as_ref();
        self.project.document(&target, &beside).map_err(|error| vec![error.to_string()])
    }

    /// The pages of a panel's draft, compared with an earlier state if one is given.
    ///
    /// # Errors
    /// If there is no such panel, nothing to compare it with, or an error in typesetting it.
    pub fn draft_pages(&self, panel: &str, earlier: Option<&Self>) -> Result<Pages, Vec<String>> {
        let laid_out = LivingDocument::default().lay_out(self.document(panel, earlier)?);
        laid_out.pages.ok_or_else(|| laid_out.diagnostics.into_iter().map(|found| found.message).collect())
    }

    /// Builds a panel's draft, compared with an earlier state if one is given.
    ///
    /// # Errors
    /// Everything that typesetting found, one line each, if there is an error among it.
    pub fn draft(&self, panel: &str, earlier: Option<&Self>) -> Result<Drafted, Vec<String>> {
        let typeset = self.document(panel, earlier)?.typeset();
        // On which page a footnote has room is Typst's choice, and the author's to know.
        let found = typeset.diagnostics.iter().filter(|found| found.rule != &rules::STRAYED_NOTE);
        let found: Vec<String> = found.map(|Diagnostic { message, .. }| message.clone()).collect();
        match typeset.pdf {
            Some(bytes) if found.is_empty() => Ok(Drafted { bytes, passes: typeset.passes }),
            _ => Err(found),
        }
    }
}

/// Each diagnostic as a line of text.
pub fn show(found: &[Located]) -> Vec<String> {
    let line = |diagnostic: &Located| {
        let Located { code, message, location, .. } = diagnostic;
        let line = location.range.map_or(0, |range| range.start.line);
        format!("{}:{line}: {code}: {message}", location.file)
    };
    found.iter().map(line).collect()
}

/// A text as a YAML value in quotation marks, whatever its characters: all but letters, digits and ASCII are written by
/// their numbers.
pub fn yaml_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            other if matches!(other, ' '..='~') || other.is_alphanumeric() => quoted.push(other),
            other => quoted.push_str(&format!("\\U{:08X}", u32::from(other))),
        }
    }
    quoted.push('"');
    quoted
}

/// Lines for `diagnostics:` in a `publication.yaml` that allow every warning: for texts that show mark-up or characters, and
/// are no model of style.
pub fn all_allowed() -> String {
    let is_warning = |rule: &&&Rule| rule.severity == Severity::Warning && rule.adjustable;
    rules::ALL.iter().filter(is_warning).map(|rule| format!("  {}: allow\n", rule.code)).collect()
}
