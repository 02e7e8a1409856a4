//! From pages to a PDF file.

use std::collections::BTreeSet;
use std::fmt;

use idm_core::diagnostic::{Diagnostic, nearest};
use idm_core::rules;
use idm_core::source::Span;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use typst::comemo::Track;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::model::LateLinkResolver;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_syntax::{SyntaxNode, ast, parse_code};

use crate::clusters;
use crate::link_words::told;
use crate::named_places::named;
use crate::places::Places;
use crate::press::{self, Refused};
use crate::typst_diagnostics::{convert, without_repetitions};
use crate::world::{IdmWorld, date_time};

/// The names of all standards that a publication can ask for.
pub(crate) const STANDARD_NAMES: &[&str] = &[
    "1.4", "1.5", "1.6", "1.7", "2.0", "a-1b", "a-1a", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4", "a-4f",
    "a-4e", "ua-1",
];

/// Standards that forbid attachments, or all but those of their own kind (ISO 19005-1, -2 and -4). The records are
/// attached to every publication.
pub const WITHOUT_ATTACHMENTS: &[&str] = &["a-1a", "a-1b", "a-2a", "a-2b", "a-2u", "a-4", "a-4e"];

/// PDF standards that go together.
#[derive(Debug, Clone)]
pub struct Standards {
    names: Vec<&'static str>,
    list: PdfStandards,
}

impl Standards {
    /// Reads names such as `ua-1` and `a-3a`, in any case. Fails if one is unknown or if they do not go together.
    pub fn parse(names: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, StandardsError> {
        let mut known: Vec<&'static str> = vec![];
        for name in names {
            let name = name.as_ref().to_ascii_lowercase();
            match STANDARD_NAMES.iter().find(|known| **known == name) {
                Some(name) if known.contains(name) => {}
                Some(name) => known.push(name),
                None => return Err(StandardsError::unknown(&name)),
            }
        }
        let list: Vec<PdfStandard> = known.iter().filter_map(|name| standard(name)).collect();
        match PdfStandards::new(&list) {
            Ok(list) => Ok(Self { names: known, list }),
            Err(error) => Err(StandardsError {
                message: error.message().to_string(),
                hints: error.hints().iter().map(ToString::to_string).collect(),
            }),
        }
    }

    /// The same without PDF/A, for what is written on: some programs open an archive's file for reading alone.
    #[must_use]
    pub fn without_archive(&self) -> Self {
        let kept = self.names.iter().filter(|name| !name.starts_with("a-"));
        Self::parse(kept).unwrap_or_else(|_| self.clone())
    }

    /// The names, as the official compiler's `--pdf-standard` takes them.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }
}

/// Names with a comma between them.
impl fmt::Display for Standards {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.names.join(","))
    }
}

/// Standards that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct StandardsError {
    /// What is wrong, without a full stop.
    pub message: String,
    /// What would mend it.
    pub hints: Vec<String>,
}

impl StandardsError {
    fn unknown(name: &str) -> Self {
        let hint = match nearest(name, STANDARD_NAMES.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", STANDARD_NAMES.join(", ")),
        };
        Self { message: format!("unknown PDF standard `{name}`"), hints: vec![hint] }
    }
}

/// How a document becomes a file.
#[derive(Debug, Clone)]
pub struct ExportSettings {
    /// What the file must conform to.
    pub standards: Standards,
    /// What tells this document from all others, and stays the same from edition to edition. Only its hash gets into
    /// the file.
    pub ident: String,
    /// The date of creation, in seconds since 1970, unless the document sets its own.
    pub timestamp: i64,
    /// Places of the inputs that the file is to name, so that others can lead to them.
    pub destinations: Vec<(String, Span)>,
    /// Whether the file is for a press: in inks, with bleed and marks, without what is of use on a screen alone.
    pub press: bool,
}

/// Writes a document as PDF. `world` is the one that the document was compiled in: it knows the authors' lines.
///
/// What is changed for the file is changed in the document itself, as far as nobody else holds its pages.
pub fn pdf(document: PagedDocument, world: &IdmWorld, settings: &ExportSettings) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let options = PdfOptions {
        ident: Smart::Custom(settings.ident.clone()),
        creator: Smart::Auto,
        timestamp: timestamp(settings.timestamp),
        page_ranges: None,
        standards: settings.standards.list.clone(),
        tagged: true,
        pretty: false,
    };
    let document = clusters::joined(document);
    if settings.press {
        return pressed(&document, world, options);
    }
    let document = told(document, world.project().places());
    let (document, anchors) = named(Places::new(document, world), &settings.destinations);
    // Typst names places for documents that link to each other. There is one here, and nothing to resolve.
    let links = LateLinkResolver::new(None, &**document.introspector());
    let written = typst_pdf::pdf_in_bundle(&document, &options, &anchors, Track::track(&links));
    written.map_err(|errors| refusals(world, &errors))
}

/// Writes a document for a press.
fn pressed(document: &PagedDocument, world: &IdmWorld, options: PdfOptions) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let document = press::printed(document);
    let links = LateLinkResolver::new(None, &**document.introspector());
    let options = PdfOptions { tagged: false, standards: PdfStandards::default(), ..options };
    let written = typst_pdf::pdf_in_bundle(&document, &options, &[], Track::track(&links));
    let written = written.map_err(|errors| refusals(world, &errors))?;
    press::finished(&written).map_err(|refused| match refused {
        Refused::Picture(_) => pictures(world, &refused.to_string()),
        Refused::Broken(_) => vec![Diagnostic::new(&rules::EXPORT, world.whole().clone(), refused.to_string())],
    })
}

/// That a picture cannot be printed with inks, at each place where one is named: which of them it is the file does not say.
fn pictures(world: &IdmWorld, why: &str) -> Vec<Diagnostic> {
    let project = world.project();
    let named = project.named_paths().filter_map(|path| project.named(path));
    let mut found: Vec<_> = named.map(|span| Diagnostic::new(&rules::EXPORT, span, why)).collect();
    if found.is_empty() {
        found.push(Diagnostic::new(&rules::EXPORT, world.whole().clone(), why));
    }
    found
}

/// What keeps a document from being exported.
fn refusals(world: &IdmWorld, errors: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let mut diagnostics = vec![];
    let mut unshown: Vec<(Diagnostic, BTreeSet<char>)> = vec![];
    for error in errors {
        let Some(text) = unshown_text(&error.message) else {
            diagnostics.push(convert(world, &rules::EXPORT, error, message(&error.message)));
            continue;
        };
        // Typst has an error for each character of a cluster.
        let diagnostic = convert(world, &rules::CHARACTER_MISSING, error, String::new());
        match unshown.iter_mut().find(|(known, _)| known.place == diagnostic.place) {
            Some((_, characters)) => characters.extend(text.chars()),
            None => unshown.push((diagnostic, text.chars().collect())),
        }
    }
    for (mut diagnostic, characters) in unshown {
        let names: Vec<String> = characters.iter().map(|&c| format!("U+{:04X}", u32::from(c))).collect();
        // Single characters that no font has were found before Typst saw them.
        diagnostic.message = format!("no font can show these characters together: {}", names.join(", "));
        diagnostic.hints.clear();
        diagnostics.push(diagnostic);
    }
    without_repetitions(diagnostics)
}

/// The text of a glyph that the font does not have.
fn unshown_text(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("the text `")?;
    let (literal, _) = rest.split_once("` could not be displayed with ")?;
    parse_code(literal).children().find_map(SyntaxNode::cast::<ast::Str>).map(|text| text.get().to_string())
}

/// `PDF/UA-1 error: missing alt text` reads better without a second `error`.
fn message(typst: &str) -> String {
    match typst.split_once(" error: ") {
        Some((standards, message)) if standards.starts_with("PDF/") => format!("{message} ({standards})"),
        _ => typst.to_owned(),
    }
}

fn standard(name: &str) -> Option<PdfStandard> {
    let name: StrDeserializer<Error> = name.into_deserializer();
    PdfStandard::deserialize(name).ok()
}

fn timestamp(seconds: i64) -> Option<Timestamp> {
    let (date, (hour, minute, second)) = (date_time(seconds).date(), date_time(seconds).time().as_hms());
    let time = Datetime::from_ymd_hms(date.year(), date.month().into(), date.day(), hour, minute, second)?;
    Some(Timestamp::new_utc(time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::testing::Fixture;
    use idm_core::model::DEFAULT_STANDARDS;

    const ACCESSIBLE: &str = "#set document(title: [T])\n#set text(lang: \"en\")\n#include \"content/a.typ\"";

    fn settings() -> ExportSettings {
        let standards = Standards::parse(DEFAULT_STANDARDS).unwrap();
        ExportSettings {
            standards,
            ident: "test".to_owned(),
            timestamp: 1_514_764_800,
            destinations: vec![],
            press: false,
        }
    }

    fn export(fixture: &Fixture) -> Result<Vec<u8>, Vec<String>> {
        let world = fixture.world();
        let compiled = compile(&world);
        let document = compiled.document.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
        pdf(document, &world, &settings()).map_err(|errors| errors.iter().map(|error| fixture.show(error)).collect())
    }

    #[test]
    fn every_standard_has_a_name_and_every_name_a_standard() {
        for name in STANDARD_NAMES {
            assert!(standard(name).is_some(), "{name}");
            let json = serde_json::to_string(&standard(name).unwrap()).unwrap();
            assert_eq!(json, format!("\"{name}\""));
            assert!(Standards::parse([name]).is_ok(), "{name}");
        }
        assert_eq!(Standards::parse(["UA-1", "a-3a", "ua-1"]).unwrap().to_string(), "ua-1,a-3a");
    }

    #[test]
    fn standards_that_do_not_exist_or_do_not_go_together_are_refused() {
        let error = Standards::parse(["a-3z"]).unwrap_err();
        assert_eq!(error.to_string(), "unknown PDF standard `a-3z`");
        assert!(error.hints[0].starts_with("did you mean `a-3"), "{error:?}");
        let error = Standards::parse(["ua-1", "a-4"]).unwrap_err();
        assert!(error.message.contains("mutually incompatible"), "{error:?}");
        assert!(!error.hints.is_empty());
        assert!(Standards::parse(["a-3a", "a-2b"]).is_err());
    }

    #[test]
    fn the_same_project_gives_the_same_bytes() {
        let fixture = Fixture::new("words", ACCESSIBLE).content(|out, span| {
            out.push("= Heading\n");
            out.emit(span("words"), "Some words, _stressed_. #lorem(2000)\n#pagebreak()\nMore.");
        });
        let first = export(&fixture).unwrap();
        evict_all();
        assert!(first.starts_with(b"%PDF-1.7"));
        assert_eq!(export(&fixture).unwrap(), first);
        let elsewhere = std::thread::spawn(move || export(&fixture).unwrap());
        assert_eq!(elsewhere.join().unwrap(), first);
    }

    fn evict_all() {
        typst::comemo::evict(0);
    }

    #[test]
    fn a_picture_without_words_is_refused_at_the_authors_line() {
        let mut fixture = Fixture::new("![](a.svg) and ![](b.svg)", ACCESSIBLE).content(|out, span| {
            out.push("= Heading\n");
            out.emit(span("![](a.svg)"), "#image(\"/figures/a.svg\")");
        });
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\"/></svg>";
        fixture.project.insert("figures/a.svg", typst::foundations::Bytes::new(*svg));
        assert_eq!(
            export(&fixture),
            Err(vec![
                "pdf-export [![](a.svg)] missing alt text (PDF/A-3a, PDF/UA-1); hint: make sure your images and \
                 equations have alt text"
                    .to_owned()
            ])
        );
    }

    #[test]
    fn what_concerns_the_whole_document_stands_at_the_document() {
        let errors = export(&Fixture::new("", "Hello")).unwrap_err();
        assert!(errors.iter().any(|error| error.contains("[<publication.yaml>] missing document title")), "{errors:?}");
    }

    #[test]
    fn a_character_that_counts_as_covered_can_be_exported() {
        for c in "aÉñ€–“”…œ№→Жλ∑\u{A0}\u{AD}\u{2009}\u{202F}\u{200B}\u{200D}\u{2060}\u{2011}".chars()
        {
            assert!(crate::fonts::Fonts::bundled().covers(c), "{c:?}");
            let fixture = Fixture::new("c", &format!("#set text(font: \"Noto Sans\")\n{ACCESSIBLE}"))
                .content(|out, span| out.emit(span("c"), &format!("a{c}b")));
            assert!(export(&fixture).is_ok(), "{c:?}: {:?}", export(&fixture).map(|_| ()));
        }
        assert!(!crate::fonts::Fonts::bundled().covers('漢'));
        let fixture = Fixture::new("c", ACCESSIBLE).content(|out, span| out.emit(span("c"), "漢"));
        let message = "missing-glyph [c] no font can show these characters together: ";
        assert_eq!(export(&fixture), Err(vec![format!("{message}U+6F22")]));
    }

    #[test]
    fn a_sign_with_marks_that_no_font_has_is_named_once() {
        let fixture = Fixture::new("c", ACCESSIBLE).content(|out, span| out.emit(span("c"), "1\u{fe0f}\u{20e3}"));
        let message = "missing-glyph [c] no font can show these characters together: ";
        assert_eq!(export(&fixture), Err(vec![format!("{message}U+0031, U+20E3, U+FE0F")]));
    }
}
