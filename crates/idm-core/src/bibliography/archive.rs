//! The archive of citation styles and their languages, decoded once in a process.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, Style, StyleClass};
use memchr::memmem;

use super::DEFAULT_STYLE;
use crate::address::Refusal;
use crate::diagnostic::near;

/// What has been decoded, by name.
type Decoded<T> = LazyLock<Mutex<BTreeMap<String, Arc<T>>>>;

static STYLES: Decoded<IndependentStyle> = LazyLock::new(Mutex::default);
static LANGUAGES: Decoded<Vec<Locale>> = LazyLock::new(Mutex::default);

/// The style of a name, if it can be printed.
pub(super) fn usable(name: &str) -> Result<Arc<IndependentStyle>, Refusal> {
    let message = match style(name) {
        // What nearly every publication has is known to lack nothing, and to find that out takes a tenth of a check.
        Some(style) if name == DEFAULT_STYLE => return Ok(style),
        Some(style) => match lack(&style) {
            None => return Ok(style),
            Some(lack) => format!("the citation style `{name}` cannot be printed: {lack}"),
        },
        None => format!("there is no citation style `{name}`"),
    };
    let names = WORKING.join(", ");
    let hint = match near(name, WORKING.iter().copied()) {
        Some(near) => format!("did you mean `{}`? These work: {names}", near.word),
        None => format!("these work: {names}"),
    };
    Err(Refusal { message, hint })
}

/// Why a style cannot be printed: citations stand in the line here, and lead to a list at the end.
fn lack(style: &IndependentStyle) -> Option<&'static str> {
    if style.settings.class == StyleClass::Note {
        return Some("it puts citations into footnotes, and here they stand in the line");
    }
    if style.bibliography.is_none() {
        return Some("it makes no list of references, to which citations could lead");
    }
    // The tree of a style has no visitor; its description names every decoration that any part of it asks for.
    format!("{style:?}")
        .contains("Some(Underline)")
        .then_some("it underlines words, and here only links are underlined")
}

/// The names of all styles that can be printed, each by its shortest, in the order of the alphabet. Written down, since to decode all
/// of the archive takes longer than all other checks of a publication.
pub static WORKING: &[&str] = &[
    "american-anthropological-association",
    "american-chemical-society",
    "american-geophysical-union",
    "american-institute-of-aeronautics-and-astronautics",
    "american-institute-of-physics",
    "american-medical-association",
    "american-meteorological-society",
    "american-physics-society",
    "american-physiological-society",
    "american-political-science-association",
    "american-society-for-microbiology",
    "american-society-of-civil-engineers",
    "american-society-of-mechanical-engineers",
    "american-sociological-association",
    "angewandte-chemie",
    "annual-reviews",
    "annual-reviews-author-date",
    "apa",
    "associacao-brasileira-de-normas-tecnicas",
    "association-for-computing-machinery",
    "biomed-central",
    "bmj",
    "cell",
    "chicago-author-date",
    "copernicus",
    "council-of-science-editors",
    "cse-name-year",
    "current-opinion",
    "deutsche-gesellschaft-für-psychologie",
    "deutsche-sprache",
    "elsevier-harvard",
    "elsevier-vancouver",
    "elsevier-with-titles",
    "frontiers",
    "future-medicine",
    "future-science",
    "gb-7714-2005-numeric",
    "gb-7714-2015-author-date",
    "gb-7714-2015-numeric",
    "gost-r-705-2008-numeric",
    "harvard-cite-them-right",
    "ieee",
    "institute-of-physics-numeric",
    "iso-690-author-date",
    "iso-690-numeric",
    "karger",
    "mary-ann-liebert-vancouver",
    "mla",
    "multidisciplinary-digital-publishing-institute",
    "nature",
    "pensoft",
    "plos",
    "royal-society-of-chemistry",
    "sage-vancouver",
    "sist02",
    "spie",
    "springer-basic",
    "springer-basic-author-date",
    "springer-fachzeitschriften-medizin-psychologie",
    "springer-humanities-author-date",
    "springer-lecture-notes-in-computer-science",
    "springer-mathphys",
    "springer-socpsych-author-date",
    "springer-vancouver",
    "taylor-and-francis-chicago-author-date",
    "taylor-and-francis-national-library-of-medicine",
    "the-institution-of-engineering-and-technology",
    "the-lancet",
    "thieme",
    "trends",
    "turabian-author-date",
    "vancouver",
    "vancouver-superscript",
];

/// The style of a name. `None` if there is none, or none of its own.
fn style(name: &str) -> Option<Arc<IndependentStyle>> {
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
    fn each_style_works_or_says_why_not() {
        let lacks = |name: &str| style(name).and_then(|style| lack(&style)).unwrap_or_default();
        for (name, word) in [
            ("chicago-notes", "footnotes"),
            ("turabian-fullnote-8", "footnotes"),
            ("gb-7714-2015-note", "footnotes"),
            ("modern-humanities-research-association", "footnotes"),
            ("alphanumeric", "list"),
            ("bristol-university-press", "underlines"),
            (DEFAULT_STYLE, ""),
            ("nature", ""),
            ("apa", ""),
            ("ieee", ""),
            ("chicago-author-date", ""),
        ] {
            assert!(if word.is_empty() { lacks(name).is_empty() } else { lacks(name).contains(word) }, "{name}");
        }
        for name in WORKING {
            let description = format!("{:?}", style(name));
            for lost in ["Some(SmallCaps)", "Some(Light)", "Some(Underline)"] {
                assert!(!lacks(name).is_empty() || !description.contains(lost), "{name} asks for {lost}");
            }
        }
    }

    #[test]
    fn those_that_work_are_written_down() {
        let name = |style: &ArchivedStyle| style.names().iter().copied().min_by_key(|name| name.len());
        let works = |name: &&str| style(name).is_some_and(|style| lack(&style).is_none());
        let mut names: Vec<&str> = ArchivedStyle::all().iter().filter_map(name).filter(works).collect();
        names.sort_unstable();
        assert_eq!(names, WORKING);
    }

    #[test]
    fn there_are_styles_and_names_without_one() {
        assert!(style(DEFAULT_STYLE).is_some());
        assert!(style("no-such-style").is_none());
    }
}
