//! The fonts that documents may use: those that Typst brings, and the bundled ones. Never those of the system.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontInfo, FontVariant};
use typst_kit::fonts::FontStore;

use crate::ranges::CharRanges;

/// The fonts that the templates set text in, in lower case.
const TEXT_FAMILIES: [&str; 2] = [FIRST_CHOICE, "noto sans"];
/// What Typst tries first where the font that is asked for lacks a character.
const FIRST_CHOICE: &str = "libertinus serif";

static STORE: LazyLock<FontStore> = LazyLock::new(load);
static COVERAGE: LazyLock<CharRanges> = LazyLock::new(|| cover(&STORE));

/// Every font, loaded when first asked for and then kept.
///
/// Typst's own fonts come first, as they do for the official compiler, because the order decides between two fonts
/// that fit equally well.
pub fn store() -> &'static FontStore {
    &STORE
}

/// One number for the bundled fonts, in hexadecimal digits, known from the build. Those that Typst brings are part of
/// [`crate::PROGRAM_DIGEST`].
pub fn digest() -> &'static str {
    report_templates::FONTS_DIGEST
}

/// Whether some font has a shape for the character: Typst falls back to any font that has.
///
/// White space and characters that are never shown, such as the soft hyphen, need no shape of their own.
pub fn covers(c: char) -> bool {
    c.is_whitespace() || typst::text::is_default_ignorable(c) || COVERAGE.contains(c)
}

/// Whether a character, or a letter together with its marks, can be shown.
///
/// Typst takes all of a letter from one font, and goes through few: the one that is asked for, its own first choice, and
/// one that has the letter. Records stand in both of the templates' fonts, so that both ways must lead somewhere.
pub fn shows(cluster: &str) -> bool {
    let is_shown = |c: char| !(c.is_whitespace() || typst::text::is_default_ignorable(c));
    let shown: Vec<char> = cluster.chars().filter(|&c| is_shown(c)).collect();
    if shown.len() < 2 {
        return shown.into_iter().all(covers);
    }
    let book = STORE.book();
    let variant = FontVariant::default();
    TEXT_FAMILIES.iter().all(|family| {
        let asked = book.select(family, variant);
        let like = asked.and_then(|index| book.info(index));
        let tried = [asked, book.select(FIRST_CHOICE, variant), book.select_fallback(like, variant, cluster)];
        let mut infos = tried.into_iter().flatten().filter_map(|index| book.info(index));
        infos.any(|info| shown.iter().all(|&c| info.coverage.contains(u32::from(c))))
    })
}

/// Whether a family is there. Capitals do not matter.
pub fn has_family(name: &str) -> bool {
    STORE.book().contains_family(&name.to_lowercase())
}

fn load() -> FontStore {
    let mut store = FontStore::new();
    store.extend(typst_kit::fonts::embedded());
    for (_, data) in report_templates::fonts() {
        store.extend(Font::iter(Bytes::new(data)).map(|font| {
            let info = font.info().clone();
            (font, info)
        }));
    }
    store
}

fn cover(store: &FontStore) -> CharRanges {
    let infos = (0..).map_while(|index| store.book().info(index));
    infos.flat_map(|info: &FontInfo| info.coverage.iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_fonts_stand_beside_those_of_typst() {
        let families: Vec<_> = store().book().families().map(|(name, _)| name.to_owned()).collect();
        for family in ["Libertinus Serif", "DejaVu Sans Mono", "Noto Sans"] {
            assert!(families.iter().any(|name| name == family), "{family} is not among {families:?}");
        }
        assert!((0..).map_while(|index| store().book().info(index)).count() > report_templates::fonts().count());
    }

    #[test]
    fn what_can_be_shown_is_known() {
        for c in "aÉñ€–“”…œ№→Жλ∑ \u{A0}\u{AD}\u{2009}\u{200D}".chars() {
            assert!(covers(c), "{c:?}");
        }
        for c in ['漢', '\u{10FFFF}', '🜁'] {
            assert!(!covers(c), "{c:?}");
        }
    }

    #[test]
    fn a_letter_is_shown_with_its_marks_or_not_at_all() {
        for cluster in ["e\u{301}", "q\u{301}", "o\u{323}\u{301}", "a\u{ad}", "x\u{fe0f}", "\r\n", "ש\u{5bc}"] {
            assert!(shows(cluster), "{cluster:?}");
        }
        for cluster in ["1\u{fe0f}\u{20e3}", "]\u{fe21}"] {
            assert!(!shows(cluster) && cluster.chars().all(covers), "{cluster:?}");
        }
    }
}
