//! The fonts that a publication brings in its folder.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::files::{FileProblem, FileProblemKind};
use crate::read::Inputs;
use crate::rules;

/// The folder in which they lie, at the top of the project.
const FOLDER: &str = "fonts/";
/// How long the file of a font may be: those of Chinese, Japanese and Korean together take up to 30 MiB.
pub const MAX_FONT_BYTES: u64 = 64 * 1024 * 1024;
/// How long all of them may be together.
pub const MAX_FONTS_BYTES: u64 = 256 * 1024 * 1024;
/// How many files there may be.
pub const MAX_FONTS: usize = 64;

/// The endings of files that can be used.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];
/// The endings of fonts in other forms.
const OTHER_ENDINGS: [&str; 8] = ["woff", "woff2", "eot", "pfa", "pfb", "dfont", "bdf", "pcf"];
/// What the name of a licence begins with, in small letters.
const LICENCES: [&str; 5] = ["ofl", "licence", "license", "copying", "ufl"];

/// A file with one or several fonts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// Its path in the project.
    pub path: String,
    /// What it holds, which may be no font.
    pub bytes: Vec<u8>,
}

/// Reads the fonts in a project, in the order of their paths. What is wrong with them as files is reported there.
pub fn read(project: &Inputs, diagnostics: &mut Diagnostics) -> Vec<FontFile> {
    let mut fonts: Vec<FontFile> = vec![];
    let mut room = MAX_FONTS_BYTES;
    for path in project.paths.iter().filter(|path| path.starts_with(FOLDER)) {
        let here = || Place::File(path.clone());
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        let ending = ending.unwrap_or_default().to_ascii_lowercase();
        if OTHER_ENDINGS.contains(&ending.as_str()) {
            let message = format!("`{path}` is no TrueType or OpenType font");
            diagnostics.push(
                Diagnostic::new(&rules::FONT_UNUSABLE, here(), message)
                    .hint("take the same font as a file that ends in `.ttf` or `.otf`"),
            );
        }
        if !ENDINGS.contains(&ending.as_str()) {
            continue;
        }
        if fonts.len() == MAX_FONTS {
            let message = format!("there are more than {MAX_FONTS} files of fonts");
            diagnostics.push(
                Diagnostic::new(&rules::FONT_UNUSABLE, here(), message).hint("keep those that the texts are set in"),
            );
            break;
        }
        match project.files.read_bytes(path, MAX_FONT_BYTES.min(room)) {
            Ok(bytes) => {
                room -= bytes.len() as u64;
                fonts.push(FontFile { path: path.clone(), bytes });
            }
            Err(FileProblem { kind: FileProblemKind::TooLarge { limit }, .. }) if limit < MAX_FONT_BYTES => {
                let most = MAX_FONTS_BYTES / (1024 * 1024);
                let message = format!("all fonts together are larger than {most} MiB");
                diagnostics.push(
                    Diagnostic::new(&rules::FILE_TOO_LARGE, here(), message)
                        .hint("keep those that the texts are set in"),
                );
                break;
            }
            Err(problem) => diagnostics.push(problem.diagnostic(None)),
        }
    }
    without_licence(project, &fonts, diagnostics);
    fonts
}

/// Reports the first font in each folder that holds no licence.
fn without_licence(project: &Inputs, fonts: &[FontFile], diagnostics: &mut Diagnostics) {
    let mut folders: Vec<&str> = vec![];
    for font in fonts {
        let folder = folder_of(&font.path);
        if folders.contains(&folder) {
            continue;
        }
        folders.push(folder);
        if !project.paths.iter().any(|path| folder_of(path) == folder && is_licence(path)) {
            let message = format!("there is no licence beside `{}`", font.path);
            diagnostics
                .push(Diagnostic::new(&rules::FONT_WITHOUT_LICENCE, Place::File(font.path.clone()), message).hint(
                    format!("put the text of the font's licence into `{folder}`, as `OFL.txt` or `LICENSE.txt`"),
                ));
        }
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn is_licence(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    LICENCES.iter().any(|licence| name.starts_with(licence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Files;

    fn found(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let publication = [("publication.yaml", "id: a\ntitle: A\n")];
        let files = Files::memory(publication.iter().chain(files).copied());
        let (inputs, _) = crate::read::read(files, &mut Diagnostics::default());
        let fonts = read(&inputs, &mut diagnostics);
        let told = diagnostics.into_list().into_iter().map(|found| format!("{}: {}", found.rule.code, found.message));
        (fonts.into_iter().map(|font| font.path).collect(), told.collect())
    }

    #[test]
    fn fonts_lie_in_their_folder_with_their_licence() {
        let (fonts, told) = found(&[
            ("fonts/a.ttf", "a"),
            ("fonts/OFL.txt", ""),
            ("fonts/thai/B.OTF", "b"),
            ("fonts/thai/licence-of-b.txt", ""),
            ("elsewhere/c.ttf", "c"),
            ("fonts/README.md", ""),
        ]);
        assert_eq!(fonts, ["fonts/a.ttf", "fonts/thai/B.OTF"]);
        assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn a_folder_without_a_licence_is_named_once() {
        let (fonts, told) = found(&[("fonts/a.ttf", "a"), ("fonts/b.ttc", "b"), ("fonts/c/OFL.txt", "")]);
        assert_eq!(fonts.len(), 2);
        assert_eq!(told, ["font-without-licence: there is no licence beside `fonts/a.ttf`"]);
    }

    #[test]
    fn fonts_in_other_forms_and_too_many_are_refused() {
        let (_, told) = found(&[("fonts/a.woff2", "a"), ("fonts/OFL.txt", "")]);
        assert_eq!(told, ["font-unusable: `fonts/a.woff2` is no TrueType or OpenType font"]);
        let many: Vec<String> = (0..70).map(|at| format!("fonts/{at}.ttf")).collect();
        let mut files: Vec<(&str, &str)> = many.iter().map(|path| (path.as_str(), "")).collect();
        files.push(("fonts/OFL.txt", ""));
        let (fonts, told) = found(&files);
        assert_eq!(fonts.len(), MAX_FONTS);
        assert_eq!(told, ["font-unusable: there are more than 64 files of fonts"]);
    }
}
