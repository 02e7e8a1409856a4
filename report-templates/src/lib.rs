//! The Typst packages and fonts that the publication is made with, and the templates of the digest, embedded in the
//! program.
//!
//! `packages/<name>/<version>/` holds the packages, each a real Typst package; `fonts/` the fonts with their
//! licences; `digest/` the templates of the digest.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

static PACKAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/packages");
static FONTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/fonts");
static DIGEST: Dir = include_dir!("$CARGO_MANIFEST_DIR/digest");

/// One number for all packages, in hexadecimal digits: SHA-256 over their paths and bytes.
pub const PACKAGES_DIGEST: &str = env!("IDM_PACKAGES_DIGEST");
/// The same for the files of the fonts' folder.
pub const FONTS_DIGEST: &str = env!("IDM_FONTS_DIGEST");

/// A file's path, with `/` between its parts, and its bytes.
pub type EmbeddedFile = (&'static str, &'static [u8]);

static PACKAGE_FILES: LazyLock<Vec<EmbeddedFile>> = LazyLock::new(|| sorted(&PACKAGES));
static FONT_FILES: LazyLock<Vec<EmbeddedFile>> = LazyLock::new(|| sorted(&FONTS));

/// One file of a package: `package_file("labels", "0.1.0", "lib.typ")`.
pub fn package_file(name: &str, version: &str, path: &str) -> Option<&'static [u8]> {
    find(&PACKAGE_FILES, &format!("{name}/{version}/{path}"))
}

/// Every file of every package, sorted by its path: `labels/0.1.0/lib.typ`.
pub fn package_files() -> impl Iterator<Item = EmbeddedFile> {
    PACKAGE_FILES.iter().copied()
}

/// The versions of a package that are embedded, in the order of their names.
pub fn package_versions(name: &str) -> Vec<&'static str> {
    let mut versions: Vec<_> = package_files()
        .filter_map(|(path, _)| path.strip_prefix(name)?.strip_prefix('/')?.split_once('/'))
        .map(|(version, _)| version)
        .collect();
    versions.dedup();
    versions
}

/// Every font, sorted by the file's name.
pub fn fonts() -> impl Iterator<Item = EmbeddedFile> {
    font_files().filter(|(name, _)| name.ends_with(".ttf") || name.ends_with(".otf"))
}

/// Every file of the fonts' folder, sorted by name: the fonts and the licences that travel with them.
pub fn font_files() -> impl Iterator<Item = EmbeddedFile> {
    FONT_FILES.iter().copied()
}

/// One template of the digest: `digest_template("digest.md.jinja")`.
pub fn digest_template(name: &str) -> Option<&'static str> {
    DIGEST.get_file(name)?.contents_utf8()
}

/// The words of a language, as TOML: `words("fr")`.
pub fn words(language: &str) -> Option<&'static str> {
    std::str::from_utf8(package_file("labels", "0.1.0", &format!("{language}.toml"))?).ok()
}

fn find(files: &[EmbeddedFile], path: &str) -> Option<&'static [u8]> {
    let at = files.binary_search_by_key(&path, |&(path, _)| path).ok()?;
    Some(files[at].1)
}

fn sorted(root: &'static Dir<'static>) -> Vec<EmbeddedFile> {
    let mut files = vec![];
    collect(root, &mut files);
    files.sort_unstable_by_key(|&(path, _)| path);
    files
}

/// Hidden files, such as those that file managers and editors leave behind, are no part of a package.
fn collect(dir: &'static Dir<'static>, files: &mut Vec<EmbeddedFile>) {
    for file in dir.files() {
        if let Some(path) =
            file.path().to_str().filter(|path| !path.rsplit('/').next().unwrap_or(path).starts_with('.'))
        {
            files.push((path, file.contents()));
        }
    }
    for dir in dir.dirs() {
        collect(dir, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_listed_in_order_and_found_by_path() {
        let paths: Vec<_> = package_files().map(|(path, _)| path).collect();
        assert!(paths.is_sorted(), "{paths:?}");
        assert!(paths.contains(&"labels/0.1.0/lib.typ"), "{paths:?}");
        for (path, bytes) in package_files() {
            let mut parts = path.splitn(3, '/');
            let (name, version, rest) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            assert_eq!(package_file(name, version, rest), Some(bytes));
        }
        assert_eq!(package_file("labels", "0.1.0", "nothing.typ"), None);
        assert_eq!(package_file("labels", "9.9.9", "lib.typ"), None);
        assert_eq!(package_versions("labels"), ["0.1.0"]);
        assert!(package_versions("label").is_empty());
    }

    #[test]
    fn every_package_has_a_manifest_that_names_it() {
        for (path, bytes) in package_files().filter(|(path, _)| path.ends_with("typst.toml")) {
            let manifest = std::str::from_utf8(bytes).unwrap();
            let (name, rest) = path.split_once('/').unwrap();
            let version = rest.split('/').next().unwrap();
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{path}");
            assert!(manifest.contains(&format!("version = \"{version}\"")), "{path}");
        }
    }

    #[test]
    fn the_digest_has_its_templates_and_words() {
        assert!(digest_template("digest.md.jinja").is_some_and(|text| text.contains("digest")));
        assert!(digest_template("digest.html.jinja").is_some_and(|text| text.starts_with("<!DOCTYPE html>")));
        assert_eq!(digest_template("nothing.jinja"), None);
        for language in ["en", "fr", "es"] {
            assert!(words(language).is_some_and(|text| text.contains("[digest]")), "{language}");
        }
        assert_eq!(words("xx"), None);
    }

    #[test]
    fn fonts_are_fonts_and_their_licence_travels_with_them() {
        let names: Vec<_> = fonts().map(|(name, _)| name).collect();
        assert!(!names.is_empty() && names.is_sorted(), "{names:?}");
        assert!(font_files().any(|(name, _)| name.ends_with(".txt")));
        assert!(fonts().all(|(_, bytes)| matches!(&bytes[..4], [0, 1, 0, 0] | b"OTTO" | b"true")));
    }
}
