//! The texts of a publication, each with its translation: what is exchanged with those who translate.

use super::ledger::digest;
use super::{identity, named, passages, path_in, place_of};
use crate::diagnostic::{KeyPath, KeySegment, Origin};
use crate::format::FileKind;
use crate::markdown::Shape;
use crate::model::Language;
use crate::read::Inputs;
use crate::source::{SourceId, Span};
use crate::yaml::Index;

/// A text of a record.
#[derive(Debug, Clone)]
pub struct ValueText {
    /// The file of the source, as a path in the project.
    pub path: String,
    /// The way to it within the file, with identifiers in place of numbers where there are some: its name in the ledger
    /// behind `#`.
    pub way: String,
    /// The file that holds its translation, or will.
    pub file: String,
    /// The way to its translation, from the top of that file.
    pub steps: Vec<Step>,
    /// What it says.
    pub text: String,
    /// How it is read; none for plain text.
    pub shape: Option<Shape>,
    /// Whether it should have a translation: what is no sentence, such as the name of a place, may be the same in each language.
    pub needed: bool,
    /// Where the source stands.
    pub span: Span,
    /// What it is called in another language, with the place.
    pub translation: Option<(Origin, String)>,
}

/// A step on the way to the translation of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// The item of a list with that `id`.
    Named(String),
    /// The item of a list at that place, from 0.
    Place(usize),
}

/// A file of prose.
#[derive(Debug, Clone)]
pub struct ProseText {
    /// The file of the source, as a path in the project.
    pub path: String,
    /// What it says.
    pub text: String,
    /// How it is read.
    pub shape: Shape,
    /// What the translated file says.
    pub translation: Option<String>,
    /// The digests of the pieces that the translation was made from, if somebody has said so.
    pub noted: Option<Vec<String>>,
}

/// The texts of records in an edition in another language, by file and position.
pub fn values(inputs: &Inputs) -> Vec<ValueText> {
    let edition = &inputs.edition;
    let mut found = vec![];
    let Some(language) = edition.language else { return found };
    let translations: Vec<SourceId> = edition.records.values().copied().collect();
    for (&source, index) in inputs.indexes.iter().filter(|(source, _)| !translations.contains(source)) {
        let path = inputs.sources.get(source).path();
        let Some(kind) = FileKind::of(path).filter(|kind| *kind != FileKind::Terms && *kind != FileKind::References)
        else {
            continue;
        };
        passages::texts(index, &KeyPath::root(), &mut |at| {
            let described = kind.describe(at);
            if described.text.is_none() && !described.translated {
                return;
            }
            let Some(text) = index.text(at).filter(|text| !text.trim().is_empty()) else { return };
            let origin = Origin { source, path: at.clone() };
            let place = edition.records.get(&source).and_then(|&translation| place_of(inputs, &origin, translation));
            let translation = place.and_then(|place| {
                let text = inputs.indexes.get(&place.source)?.text(&place.path)?;
                (!text.trim().is_empty()).then(|| (place.clone(), text.to_owned()))
            });
            found.push(ValueText {
                path: path.to_owned(),
                way: named(index, at),
                file: path_in(path, language),
                steps: steps(index, at),
                text: text.to_owned(),
                shape: described.text.as_deref().map(|text| if text == "line" { Shape::Line } else { Shape::Field }),
                needed: described.text.is_some(),
                span: index.span_of_value(at),
                translation,
            });
        });
        if kind == FileKind::Publication {
            found.extend(own_words(path, source, index, language));
        }
    }
    found.sort_by_key(|text| text.span);
    found
}

/// The words of the publication's own that are given in both languages. They stand beside each other: `{en: Forum, fr: Forum}`.
fn own_words(path: &str, source: SourceId, index: &Index, language: Language) -> Vec<ValueText> {
    let root = KeyPath::root();
    let below = |at: &KeyPath| -> Vec<KeyPath> { index.keys(at).map(|(key, _)| at.key(key)).collect() };
    let lists = ["labels", "addressees", "roles", "kinds"].into_iter().flat_map(|key| below(&root.key(key)));
    let levels = below(&root.key("levels")).into_iter();
    let levels = levels.flat_map(|level| ["one", "many"].map(|key| level.key(key)));
    let code = index.text(&root.key("language")).and_then(Language::from_code).unwrap_or(Language::English).code();
    let word = |at: KeyPath| {
        let (from, to) = (at.key(code), at.key(language.code()));
        let [text, translation] =
            [&from, &to].map(|at| index.text(at).filter(|text| !text.trim().is_empty()).map(str::to_owned));
        Some(ValueText {
            path: path.to_owned(),
            way: named(index, &at),
            file: path.to_owned(),
            steps: steps(index, &to),
            text: text?,
            shape: None,
            // Where one is needed, the edition cannot be read without it.
            needed: false,
            span: index.span_of_value(&from),
            translation: Some((Origin { source, path: to }, translation?)),
        })
    };
    lists.chain(levels).filter_map(word).collect()
}

impl ValueText {
    /// The name in the ledger.
    pub fn name(&self) -> String {
        format!("{}#{}", self.path, self.way)
    }

    /// What tells this source from another.
    pub fn digest(&self) -> String {
        digest(&self.text)
    }
}

/// The files of prose of an edition in another language, by path.
pub fn prose(inputs: &Inputs) -> Vec<ProseText> {
    let edition = &inputs.edition;
    let translated = edition.prose.iter().filter_map(|(path, translation)| {
        let translation = inputs.sources.get(*translation).text().to_owned();
        Some((path.clone(), inputs.files.read_text(path).ok()?, Some(translation)))
    });
    let others = edition.untranslated.iter().map(|&source| {
        let file = inputs.sources.get(source);
        (file.path().to_owned(), file.text().to_owned(), None)
    });
    let mut found: Vec<ProseText> = translated
        .chain(others)
        .map(|(path, text, translation)| ProseText {
            shape: if FileKind::of(&path) == Some(FileKind::Chapter) { Shape::Chapter } else { Shape::Summary },
            noted: edition.ledger.0.get(&path).cloned(),
            path,
            text,
            translation,
        })
        .collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The way to the translation of a value.
fn steps(index: &Index, at: &KeyPath) -> Vec<Step> {
    let mut path = KeyPath::root();
    let mut steps = vec![];
    for segment in at.segments() {
        path.push(segment.clone());
        steps.push(match segment {
            KeySegment::Key(key) => Step::Key(key.to_string()),
            KeySegment::Index(place) => identity(index, &path).map_or(Step::Place(*place), Step::Named),
        });
    }
    steps
}
