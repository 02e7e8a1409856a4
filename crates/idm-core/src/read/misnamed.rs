//! Files that are not read, since they have other names than inputs have.

use super::{HolePlace, Lost, Reader};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::files;
use crate::model::Language;
use crate::rules;
use crate::translation;

impl Reader<'_> {
    /// The source that a file translates into a language that the publication does not list.
    pub(super) fn unlisted(&self, path: &str) -> Option<(String, Language)> {
        let (source, language) = translation::source_of(path, &Language::ALL)?;
        (language != self.own && !self.languages.contains(&language) && self.exists(&source))
            .then_some((source, language))
    }

    /// The input that a file is nearly named as.
    pub(super) fn meant(&self, path: &str) -> Option<String> {
        if let Some((source, language)) = self.translates(path) {
            let beside = |source: &str| translation::path_in(source, language);
            let source = files::meant(&source, |source| self.exists(&beside(source)))?;
            return self.exists(&source).then(|| beside(&source));
        }
        files::meant(path, |other| self.exists(other))
    }

    /// YAML and Markdown that the format has no place for is most likely misnamed. Other files may lie anywhere.
    pub(super) fn report_unknown_files(&mut self) {
        self.known.sort_unstable();
        let unread = |path: &&String| !is_read_me(path) && self.known.binary_search(path).is_err();
        let mut found = vec![];
        // The folders whose own record has another name. What else lies in them has its right place.
        let mut nameless = vec![];
        let mut lost = vec![];
        for path in self.project.paths.iter().filter(unread) {
            let place = Place::File(path.clone());
            let meant = self.meant(path).filter(|meant| meant != path);
            let diagnostic = match meant {
                Some(right) if self.exists(&right) => {
                    let message = format!("`{path}` is not read, since there is `{right}`");
                    Diagnostic::new(&rules::FILE_UNUSED, place, message)
                        .hint("move what is meant into that file, and remove this one")
                }
                Some(right) => {
                    let mut misnamed = Diagnostic::new(
                        &rules::FILE_UNUSED,
                        place,
                        format!("`{path}` is not read: its name is not that of an input"),
                    )
                    .hint(format!("rename it to `{right}`"));
                    if right.ends_with(".yaml") {
                        // The records in it are missed elsewhere, which would say nothing of the reason.
                        misnamed.severity = Severity::Error;
                    }
                    lost.push(right.clone());
                    for record in ["workshop.yaml", "panel.yaml"] {
                        nameless.extend(right.strip_suffix(record).map(str::to_owned));
                    }
                    misnamed
                }
                None if let Some((source, language)) = self.unlisted(path) => {
                    let code = language.code();
                    Diagnostic::new(
                        &rules::FILE_UNUSED,
                        place,
                        format!("`{path}` is not read: `languages` in publication.yaml does not list `{code}`"),
                    )
                    .hint(format!("add `{code}` there, if this is the translation of `{source}`"))
                }
                None if translation::is_translation(path, &self.languages)
                    && let Some((source, _)) = self.translates(path) =>
                {
                    Diagnostic::new(
                        &rules::FILE_UNUSED,
                        place,
                        format!("`{path}` translates nothing: there is no `{source}`"),
                    )
                    .hint("name it after the file that it translates, with the language before the ending")
                }
                None if [".yaml", ".yml", ".md"].iter().any(|ending| path.ends_with(ending)) => Diagnostic::new(
                    &rules::FILE_UNUSED,
                    place,
                    format!("`{path}` has no place in a publication's folder, and is not read"),
                )
                .hint("`docs/format.md` lists the files; check the name and the folder"),
                None => continue,
            };
            // What stands in it is probably meant.
            self.holes.push(HolePlace::File(path.clone()), [Lost::Words]);
            found.push((path, diagnostic));
        }
        let beside = |path: &str| nameless.iter().any(|folder| path.starts_with(folder.as_str()));
        let kept = found.iter().filter(|(path, _)| !(beside(path) && self.meant(path).as_ref() == Some(*path)));
        let kept: Vec<Diagnostic> = kept.map(|(_, diagnostic)| diagnostic.clone()).collect();
        self.diagnostics.extend(kept);
        lost.iter().for_each(|path| self.holes.push_file(path));
    }
}

/// Whether a file tells people about its folder, and is no part of the publication.
pub(super) fn is_read_me(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("README.md"))
}
