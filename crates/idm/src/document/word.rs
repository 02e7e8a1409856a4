//! Documents as Word files.

use std::collections::BTreeMap;

use idm_core::edition::{self, DraftPart, Making, Medium};
use idm_core::model::{Paper, Publication, Subject};
use idm_render::drawing;
use idm_render::fonts::Fonts;
use idm_render::printed_pages::PrintedPages;
use idm_word::write::{self, Design, Manuscript, Pages, Picture, Review};
use toml::Table;

use super::assembly::{self, Described};
use super::kind::BOOK_PARTS;
use super::{Press, Shown};
use crate::{earlier, outputs};

/// What a document is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A PDF, typeset by Typst.
    #[default]
    Pdf,
    /// A Word file (`.docx`).
    Word,
}

/// A Word file: its path in the folder of outputs, and its bytes.
pub(super) type WordFile = (String, Vec<u8>);

/// The draft of something.
pub(super) fn draft(press: &Press, subject: Subject, parts: &[DraftPart], shown: &Shown) -> WordFile {
    let publication = press.publication;
    let Described { draft, passages, map, .. } = assembly::describe(press, subject, shown, press.responses(subject));
    let packages = &press.project.options().packages;
    let labels = packages.labels().of(publication);
    let document = edition::draft(publication, subject, parts, &draft, &labels);
    let title = write::draft_title(&document, &labels, publication.language.code());
    // Word wants a day for each change.
    let date = draft.date.or_else(|| earlier::date(assembly::cover_date(publication)));
    let review = Review { passages: &passages, map: &map };
    let paper = publication.settings.layout.paper.for_review();
    let file = with_manuscript(press, &document, &labels, (&title, &draft.name), (paper, date), |manuscript| {
        write::draft(manuscript, &review)
    });
    (format!("{}/{}.docx", outputs::DRAFTS, draft.name), file)
}

/// The book beside its PDF, with the pages on which that shows things.
pub(super) fn book(press: &Press, pages: &PrintedPages) -> WordFile {
    let publication = press.publication;
    let labels = press.project.options().packages.labels().of(publication);
    let (document, fonts) = the_book(press, &labels);
    let date = earlier::date(assembly::cover_date(publication)).filter(|_| publication.date.is_some());
    let title = publication.title.plain();
    let short = publication.short_title.as_ref().map_or(title.as_str(), |title| title.text.as_str());
    let pages = Pages { labels: &pages.labels, index: &pages.index };
    let paper = publication.settings.layout.paper;
    let file = with_manuscript(press, &document, &labels, (&title, short), (paper, date), |manuscript| {
        write::book(manuscript, pages, &fonts).0
    });
    (format!("{}.docx", publication.pdf_name().trim_end_matches(".pdf")), file)
}

/// The book's printed tree, and the typefaces that its PDF is set in.
fn the_book(press: &Press, labels: &edition::Labels) -> (edition::Document, Vec<String>) {
    let publication = press.publication;
    let typesetter = format!("Typst {}", idm_render::typst_version());
    let making = Making { typesetter: &typesetter, medium: Medium::Word };
    let document = edition::book(publication, BOOK_PARTS, labels, making);
    (document, families(publication, &press.project.options().packages.tokens()))
}

/// The typefaces of the PDF, each once.
fn families(publication: &Publication, tokens: &str) -> Vec<String> {
    let tokens: Table = tokens.parse().unwrap_or_default();
    let mut families: Vec<String> = vec![];
    for token in ["serif", "sans", "mono"] {
        let changes = &publication.settings.design;
        let changed = changes.iter().find(|change| change.table == "fonts" && change.token == token);
        let known = || Some(vec![tokens.get("fonts")?.get(token)?.as_str()?.to_owned()]);
        let named = changed.map(|change| change.value.texts().to_vec()).or_else(known).unwrap_or_default();
        families.extend(named);
    }
    let mut seen = std::collections::BTreeSet::new();
    families.retain(|family| seen.insert(family.clone()));
    families
}

fn with_manuscript<T>(
    press: &Press,
    document: &edition::Document,
    labels: &edition::Labels,
    (title, name): (&str, &str),
    (paper, date): (Paper, Option<idm_core::model::Date>),
    write: impl FnOnce(&Manuscript) -> T,
) -> T {
    let publication = press.publication;
    let fonts = press.project.fonts();
    let design = design(publication, &press.project.options().packages.tokens(), fonts);
    let code = publication.language.code();
    let tag = format!("{code}-{}", publication.region);
    let authors: Vec<&str> = publication.authors.iter().map(|author| author.text.as_str()).collect();
    write(&Manuscript {
        document,
        labels,
        language: (code, &tag),
        pictures: &pictures(press, document),
        design: &design,
        paper: paper.name(),
        title,
        author: &authors.join("; "),
        date,
        name,
    })
}

/// The pictures of a document as Word shows them. A drawing is given pixels.
fn pictures(press: &Press, document: &edition::Document) -> BTreeMap<String, Picture> {
    let known =
        document.pictures.keys().filter_map(|path| Some((path, press.publication.pictures.contents.get(path)?)));
    let shown = known.filter_map(|(path, bytes)| {
        let picture = Picture::of_pixels(bytes).or_else(|| {
            let drawing::Pixels { png, width, height } = drawing::pixels(bytes, press.project.fonts())?;
            Some(Picture { bytes: png, ending: "png", width, height })
        });
        Some((path.clone(), picture?))
    });
    shown.collect()
}

/// The design that the publication has: the tokens of the templates, with what it changes.
fn design(publication: &Publication, tokens: &str, fonts: &Fonts) -> Design {
    let tokens: Table = tokens.parse().unwrap_or_default();
    let get = |table: &str, token: &str| -> String {
        let changes = &publication.settings.design;
        let changed = changes.iter().find(|change| change.table == table && change.token == token);
        let known = || Some(tokens.get(table)?.get(token)?.as_str()?.to_owned());
        changed.and_then(|change| change.value.texts().first().cloned()).or_else(known).unwrap_or_default()
    };
    let colour = |token: &str| {
        let text = get("colours", token);
        match text.split_once(' ') {
            // "<name> <percentage>": so much of the named colour on paper.
            Some((name, share)) => mixed(&get("colours", name), share.trim_end_matches('%').parse().unwrap_or(100.0)),
            None => text.trim_start_matches('#').to_owned(),
        }
    };
    Design {
        ink: colour("ink"),
        deep: colour("deep"),
        accent: colour("accent"),
        link: colour("link"),
        muted: colour("muted"),
        rule: colour("rule"),
        tint: colour("tint"),
        serif: SERIF.to_owned(),
        sans: SANS.to_owned(),
        east_asian: own_family(fonts, &["漢字", "かな", "한글"]).unwrap_or(EAST_ASIAN).to_owned(),
        complex: own_family(fonts, &["عرب", "עבר", "ไทย", "ខ្មែរ", "ລາວ", "देव", "বাংলা", "தமிழ்", "සිංහල"])
            .unwrap_or(COMPLEX)
            .to_owned(),
    }
}

/// The fonts of Word files: those of the PDF travel within it, but readers of a Word file need them on their machines.
const SERIF: &str = "Cambria";
const SANS: &str = "Calibri";
/// What most machines with Word have for Chinese, Japanese and Korean, and for Arabic, Hebrew and the like.
const EAST_ASIAN: &str = "SimSun";
const COMPLEX: &str = "Times New Roman";

/// The family that the publication brings for some of these words.
fn own_family<'a>(fonts: &'a Fonts, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| fonts.own_family_with(word))
}

/// A colour on white, as six digits.
fn mixed(colour: &str, percent: f64) -> String {
    let digits = colour.trim_start_matches('#');
    let channel = |at: usize| {
        let value = digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0);
        (255.0 - (255.0 - f64::from(value)) * percent / 100.0).round() as u8
    };
    format!("{:02x}{:02x}{:02x}", channel(0), channel(2), channel(4))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Project;

    #[test]
    fn nothing_that_the_book_tells_is_lost_in_word() {
        for folder in ["inputs/idm-2017", "tests/base", "tests/publications/high-valleys"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
            let project = Project::open(folder).unwrap();
            let press = Press::new(&project).unwrap();
            let labels = project.options().packages.labels().of(press.publication);
            let (document, fonts) = the_book(&press, &labels);
            let pages = PrintedPages::default();
            let pages = Pages { labels: &pages.labels, index: &pages.index };
            let (_, untold) = with_manuscript(&press, &document, &labels, ("", ""), (Paper::A4, None), |manuscript| {
                write::book(manuscript, pages, &fonts)
            });
            assert!(untold.is_empty(), "{untold:?}");
        }
    }

    #[test]
    fn a_share_of_a_colour_is_lighter() {
        assert_eq!((mixed("#12345a", 100.0), mixed("#000000", 50.0)), ("12345a".to_owned(), "808080".to_owned()));
    }
}
