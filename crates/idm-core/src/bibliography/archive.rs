//! The archive of citation styles and their languages, decoded once in a process.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, Style};
use memchr::memmem;

/// What has been decoded, by name.
type Decoded<T> = LazyLock<Mutex<BTreeMap<String, Arc<T>>>>;

static STYLES: Decoded<IndependentStyle> = LazyLock::new(Mutex::default);
static LANGUAGES: Decoded<Vec<Locale>> = LazyLock::new(Mutex::default);

/// The style of a name. `None` if there is none, or none of its own.
pub(super) fn style(name: &str) -> Option<Arc<IndependentStyle>> {
    once(&STYLES, name, || match ArchivedStyle::by_name(name)?.get() {
        Style::Independent(style) => Some(style),
        Style::Dependent(_) => None,
    })
}

/// The locales that a style may fall back to: the language's own, then American English. To decode all sixty of the
/// archive would take longer than everything else that is done with the inputs.
pub(super) fn locales(wanted: &LocaleCode) -> Arc<Vec<Locale>> {
    let codes = [wanted.0.as_str(), "en-US"];
    let decode = || {
        let names = |bytes: &[u8], code: &str| memmem::find(bytes, code.as_bytes()).is_some();
        let found = LOCALES
            .iter()
            .filter(|bytes| codes.iter().any(|code| names(bytes, code)))
            .filter_map(|bytes| ciborium::from_reader::<Locale, _>(*bytes).ok())
            .filter(|locale| locale.lang.as_ref().is_some_and(|lang| codes.contains(&lang.0.as_str())));
        Some(found.collect())
    };
    once(&LANGUAGES, codes[0], decode).unwrap_or_default()
}

/// Decodes something unless that has been done. Names come from the inputs, but what has no style is not kept.
fn once<T>(decoded: &Decoded<T>, name: &str, decode: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
    // Whoever panicked while holding the lock has not left half a value behind: it is put in whole.
    let mut decoded = decoded.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(value) = decoded.get(name) {
        return Some(Arc::clone(value));
    }
    let value = Arc::new(decode()?);
    decoded.insert(name.to_owned(), Arc::clone(&value));
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_locale() {
        for code in ["en-GB", "fr-FR", "es-ES"] {
            let found = locales(&LocaleCode(code.into()));
            assert_eq!(found.len(), 2, "{code}");
            assert!(Arc::ptr_eq(&found, &locales(&LocaleCode(code.into()))), "{code} was decoded twice");
        }
    }

    #[test]
    fn there_are_styles_and_names_without_one() {
        assert!(style("harvard-cite-them-right").is_some());
        assert!(style("no-such-style").is_none());
    }
}
