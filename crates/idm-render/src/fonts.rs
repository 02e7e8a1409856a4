//! The fonts that documents may use: the bundled ones, and those in the publication's folder. Never those of the system, nor
//! those that Typst's compiler brings: they are half of its size, for mathematics, and not all of them as free.

mod guard;

use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use idm_core::diagnostic::{Diagnostic, Place};
use idm_core::fonts::FontFile;
use idm_core::manifest::sha256;
use idm_core::rules;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontVariant};
use typst::utils::LazyHash;
use typst_kit::fonts::FontStore;

use crate::ranges::CharRanges;
use guard::Unfit;

/// The fonts that the templates set text in, in lower case.
const TEXT_FAMILIES: [&str; 2] = [FIRST_CHOICE, "noto sans"];
/// What Typst tries first where the font that is asked for lacks a character.
const FIRST_CHOICE: &str = "libertinus serif";

static BUNDLED: LazyLock<Fonts> = LazyLock::new(|| Fonts(Arc::new(Inner::new(bundled(), vec![]))));

/// The last publication's fonts: it is read again and again, and once for each language.
static LAST: Mutex<Option<Known>> = Mutex::new(None);

/// What came of some files.
struct Known {
    files: Vec<FontFile>,
    made: (Fonts, Vec<Diagnostic>),
}

/// Fonts, loaded once and then shared.
///
/// The bundled ones come first, sorted by their file's name, because the order decides between two fonts that fit equally
/// well.
#[derive(Clone)]
pub struct Fonts(Arc<Inner>);

struct Inner {
    store: FontStore,
    coverage: CharRanges,
    own: Vec<OwnFont>,
}

/// A file of fonts that a publication brings.
#[derive(Debug, Clone)]
pub struct OwnFont {
    /// Its path in the project.
    pub path: String,
    /// The digest of its bytes.
    pub sha256: String,
    /// The families in it, each once.
    pub families: Vec<String>,
    /// Its bytes.
    pub bytes: Bytes,
}

/// One number for the bundled fonts, in hexadecimal digits, known from the build.
pub fn digest() -> &'static str {
    report_templates::FONTS_DIGEST
}

impl Fonts {
    /// The fonts that the program brings.
    pub fn bundled() -> Self {
        BUNDLED.clone()
    }

    /// Those of the program and those in some files, with what is wrong with these. A file that cannot be used is left out.
    pub fn with(files: Vec<FontFile>) -> (Self, Vec<Diagnostic>) {
        if files.is_empty() {
            return (Self::bundled(), vec![]);
        }
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.files == files) {
            return known.made.clone();
        }
        let (mut own, mut faces, mut refused) = (vec![], vec![], vec![]);
        for file in &files {
            match read(file) {
                Ok((font, found)) => {
                    own.push(font);
                    faces.extend(found);
                }
                Err(Unfit { why, cure }) => {
                    let message = format!("`{}` cannot be used: {why}", file.path);
                    let place = Place::File(file.path.clone());
                    refused.push(Diagnostic::new(&rules::FONT_UNUSABLE, place, message).hint(cure));
                }
            }
        }
        let made = (Self(Arc::new(Inner::new(bundled().chain(faces), own))), refused);
        *last = Some(Known { files, made: made.clone() });
        made
    }

    /// What Typst chooses from.
    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        self.0.store.book()
    }

    /// The font at a place in the book.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.0.store.font(index)
    }

    /// Every font, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = Font> {
        (0..).map_while(|index| self.font(index))
    }

    /// The files that the publication brings, in the order of their paths.
    pub fn own(&self) -> &[OwnFont] {
        &self.0.own
    }

    /// The first family of the publication's own that has all of these characters.
    pub fn own_family_with(&self, characters: &str) -> Option<&str> {
        let own = |info: &&FontInfo| self.own().iter().any(|font| font.families.contains(&info.family));
        let has = |info: &&FontInfo| characters.chars().all(|c| info.coverage.contains(u32::from(c)));
        Some(&infos(self.book()).filter(own).find(has)?.family)
    }

    /// Whether some font has a shape for the character: Typst falls back to any font that has.
    ///
    /// White space and characters that are never shown, such as the soft hyphen, need no shape of their own.
    pub fn covers(&self, c: char) -> bool {
        c.is_whitespace() || typst::text::is_default_ignorable(c) || self.0.coverage.contains(c)
    }

    /// Whether a character, or a letter together with its marks, can be shown.
    ///
    /// Typst takes all of a letter from one font, and goes through few: the one that is asked for, its own first choice, and
    /// one that has the letter. Records stand in both of the templates' fonts, so that both ways must lead somewhere.
    pub fn shows(&self, cluster: &str) -> bool {
        let is_shown = |c: char| !(c.is_whitespace() || typst::text::is_default_ignorable(c));
        let shown: Vec<char> = cluster.chars().filter(|&c| is_shown(c)).collect();
        if shown.len() < 2 {
            return shown.into_iter().all(|c| self.covers(c));
        }
        let book = self.book();
        let variant = FontVariant::default();
        TEXT_FAMILIES.iter().all(|family| {
            let asked = book.select(family, variant);
            let like = asked.and_then(|index| book.info(index));
            let tried = [asked, book.select(FIRST_CHOICE, variant), book.select_fallback(like, variant, cluster)];
            let mut infos = tried.into_iter().flatten().filter_map(|index| book.info(index));
            infos.any(|info| shown.iter().all(|&c| info.coverage.contains(u32::from(c))))
        })
    }

    /// The families that there are, by name. Capitals do not tell them apart.
    pub fn families(&self) -> Vec<String> {
        self.book().families().map(|(name, _)| name.to_owned()).collect()
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::bundled()
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Fonts").field("own", &self.0.own).finish_non_exhaustive()
    }
}

/// The same files make the same documents.
impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        let told = |fonts: &Self| -> Vec<_> {
            fonts.own().iter().map(|font| (font.path.clone(), font.sha256.clone())).collect()
        };
        Arc::ptr_eq(&self.0, &other.0) || told(self) == told(other)
    }
}

impl Inner {
    fn new(fonts: impl Iterator<Item = Font>, own: Vec<OwnFont>) -> Self {
        let mut store = FontStore::new();
        store.extend(fonts.map(|font| {
            let info = font.info().clone();
            (font, info)
        }));
        let coverage = infos(store.book()).flat_map(|info| info.coverage.iter()).collect();
        Self { store, coverage, own }
    }
}

/// The fonts of the program: parsed once.
fn bundled() -> impl Iterator<Item = Font> {
    static FONTS: LazyLock<Vec<Font>> =
        LazyLock::new(|| report_templates::fonts().flat_map(|(_, data)| Font::iter(Bytes::new(data))).collect());
    FONTS.iter().cloned()
}

/// What a file holds.
fn read(file: &FontFile) -> Result<(OwnFont, Vec<Font>), Unfit> {
    let number = guard::faces(&file.bytes)?;
    let bytes = Bytes::new(file.bytes.clone());
    let face = |at: u32| {
        let why = "a font in it is broken, or has no name";
        Font::new(bytes.clone(), at).ok_or(Unfit { why, cure: "fetch the font again from where it came" })
    };
    let faces: Vec<Font> = (0..number).map(face).collect::<Result<_, _>>()?;
    let mut families: Vec<String> = vec![];
    for face in &faces {
        if !families.contains(&face.info().family) {
            families.push(face.info().family.clone());
        }
    }
    Ok((OwnFont { path: file.path.clone(), sha256: sha256(&file.bytes), families, bytes }, faces))
}

fn infos(book: &FontBook) -> impl Iterator<Item = &FontInfo> {
    (0..).map_while(|index| book.info(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_fonts_are_all_there_is() {
        let fonts = Fonts::bundled();
        let families = fonts.families();
        for family in ["Libertinus Serif", "DejaVu Sans Mono", "Noto Sans", "Noto Sans Devanagari", "Noto Naskh Arabic"]
        {
            assert!(families.iter().any(|name| name == family), "{family} is not among {families:?}");
        }
        assert_eq!(fonts.all().count(), report_templates::fonts().count());
    }

    #[test]
    fn what_can_be_shown_is_known() {
        let fonts = Fonts::bundled();
        for c in "aÉñ€–“”…œ№→Жλ∑क \u{A0}\u{AD}\u{2009}\u{200D}".chars() {
            assert!(fonts.covers(c), "{c:?}");
        }
        for c in ['漢', '\u{10FFFF}', '🜁'] {
            assert!(!fonts.covers(c), "{c:?}");
        }
    }

    #[test]
    fn a_letter_is_shown_with_its_marks_or_not_at_all() {
        let fonts = Fonts::bundled();
        for cluster in ["e\u{301}", "q\u{301}", "o\u{323}\u{301}", "a\u{ad}", "x\u{fe0f}", "\r\n", "ש\u{5bc}"] {
            assert!(fonts.shows(cluster), "{cluster:?}");
        }
        for cluster in ["क\u{301}", "]\u{fe21}"] {
            assert!(!fonts.shows(cluster) && cluster.chars().all(|c| fonts.covers(c)), "{cluster:?}");
        }
    }

    #[test]
    fn arabic_is_set_in_a_face_of_its_own() {
        let fonts = Fonts::bundled();
        for family in TEXT_FAMILIES {
            let like = fonts.book().select(family, FontVariant::default()).and_then(|index| fonts.book().info(index));
            let chosen = fonts.book().select_fallback(like, FontVariant::default(), "مريم");
            let chosen = chosen.and_then(|index| fonts.book().info(index)).unwrap();
            assert_eq!(chosen.family, "Noto Naskh Arabic", "{family}");
        }
    }

    #[test]
    fn a_file_that_is_no_font_is_named_and_left_out() {
        let file = |path: &str, bytes: &[u8]| FontFile { path: path.to_owned(), bytes: bytes.to_vec() };
        let (_, sound) = report_templates::fonts().next().unwrap();
        let files =
            vec![file("fonts/a.ttf", b"no font"), file("fonts/b.ttf", sound), file("fonts/c.ttf", &sound[..999])];
        let (fonts, refused) = Fonts::with(files.clone());
        let told: Vec<&str> = refused.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("`fonts/a.ttf` cannot be used: it is broken"), "{told:?}");
        assert_eq!(fonts.own().iter().map(|font| font.path.as_str()).collect::<Vec<_>>(), ["fonts/b.ttf"]);
        assert!(Arc::ptr_eq(&Fonts::with(files).0.0, &fonts.0));
        assert!(fonts != Fonts::bundled());
    }
}
