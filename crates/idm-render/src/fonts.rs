//! The fonts that documents may use: those that Typst brings, and the bundled ones. Never those of the system.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontInfo};
use typst_kit::fonts::FontStore;

use crate::ranges::CharRanges;

static STORE: LazyLock<FontStore> = LazyLock::new(load);
static COVERAGE: LazyLock<CharRanges> = LazyLock::new(|| cover(&STORE));

/// Every font, loaded when first asked for and then kept.
///
/// Typst's own fonts come first, as they do for the official compiler, because the order decides between two fonts
/// that fit equally well.
pub fn store() -> &'static FontStore {
    &STORE
}

/// Whether some font has a shape for the character: Typst falls back to any font that has.
///
/// White space and characters that are never shown, such as the soft hyphen, need no shape of their own.
pub fn covers(c: char) -> bool {
    c.is_whitespace() || typst::text::is_default_ignorable(c) || COVERAGE.contains(c)
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
}
