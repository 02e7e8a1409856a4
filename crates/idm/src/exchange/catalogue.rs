//! The passages of an edition in another language, each beside its translation: what is handed out, and what comes back is
//! held against.

use std::collections::BTreeMap;
use std::ops::Range;

use idm_core::expression::Expressions;
use idm_core::markdown::Shape;
use idm_core::model::Language;
use idm_core::resolve;
use idm_core::source::{Source, Span};
pub(super) use idm_core::translation::Standing as State;
use idm_core::translation::{self, ProseText, Step, ValueText, digest, pieces};

use super::coded::{CodeKind, Leaf, LeafKind, Part, align, codes, collapsed, leaves, plain, shown};
use crate::{Error, Project};

/// What the file of the index's subjects is called in an exchange: they stand in the texts, not in a file of their own.
pub(super) const SUBJECTS: &str = "index";

/// The passages of an edition.
pub(super) struct Catalogue {
    pub(super) project: String,
    pub(super) source: Language,
    pub(super) target: Language,
    pub(super) passages: Vec<Passage>,
    pub(super) units: Vec<Unit>,
    /// What stands in another form in the translation, so that nothing can be said of its lines.
    pub(super) apart: Vec<Apart>,
    pub(super) prose: Vec<Prose>,
}

/// What is translated, and stands in another form there.
pub(super) struct Apart {
    /// The file of the source, or the name of a passage in it.
    pub(super) name: String,
    /// How its translation stands, as far as that is known: of a file of whose pieces nobody can say which is of which, only that it
    /// was accepted as it is.
    pub(super) state: Option<State>,
}

/// A passage: a value of a record, or a piece of prose.
pub(super) struct Passage {
    /// The file of the source.
    pub(super) file: String,
    pub(super) place: Place,
    /// What it says.
    pub(super) text: String,
    pub(super) leaves: Vec<Leaf>,
    /// What the translation says, with lines that have the numbers of the source's codes.
    pub(super) translation: Option<Translated>,
    pub(super) state: State,
    pub(super) digest: String,
    /// How it is read; none for plain text.
    pub(super) shape: Option<Shape>,
    /// Of a value: where its translation stands, and the digest of what that was made from.
    pub(super) stands: Option<Span>,
    pub(super) noted: Option<String>,
}

/// A translated passage.
pub(super) struct Translated {
    pub(super) text: String,
    pub(super) leaves: Vec<Leaf>,
    /// Whether it has the same lines as the source.
    pub(super) is_alike: bool,
    /// Whether what stands around them is the same, too.
    pub(super) is_built_alike: bool,
}

/// Where a passage stands.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// In a record: its way, the file of its translation, and the way there.
    Value { way: String, in_file: String, steps: Vec<Step> },
    /// In a file of prose: which of [`Catalogue::prose`], and which piece of the translation, if there is one.
    Piece { of: usize, translated: Option<usize> },
}

/// A file of prose.
pub(super) struct Prose {
    pub(super) file: String,
    pub(super) translation: Option<String>,
    /// The digests of what each piece of the translation was made from; none where nobody has said so.
    pub(super) noted: Vec<Option<String>>,
}

/// A line of words: what is translated at once.
pub(super) struct Unit {
    /// The file in the exchange: that of the source, or [`SUBJECTS`].
    pub(super) file: String,
    /// Its name there.
    pub(super) key: String,
    /// Which passage and line it is; none for a subject of the index.
    pub(super) of: Option<(usize, usize)>,
    pub(super) source: Vec<Part>,
    pub(super) target: Option<Vec<Part>>,
    pub(super) state: State,
    /// The digest of the line in the source.
    pub(super) digest: String,
    /// Where the source stands: file and line.
    pub(super) place: (String, usize),
    pub(super) context: String,
    /// What stands in the translation in another form.
    pub(super) was: Option<String>,
}

impl Passage {
    /// The file that holds its translation, or will.
    pub(super) fn in_file(&self, language: Language) -> String {
        match &self.place {
            Place::Value { in_file, .. } => in_file.clone(),
            Place::Piece { .. } => translation::path_in(&self.file, language),
        }
    }
}

impl Unit {
    /// What it is called in messages.
    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.file, self.key)
    }
}

impl Catalogue {
    /// The passages of the edition that a project was read in.
    pub(super) fn of(project: &Project) -> Result<Self, Error> {
        let inputs = project.inputs();
        let (Some(target), Some(publication), Some(records)) =
            (inputs.edition.language, project.publication(), project.records())
        else {
            return Err(Error::Inputs);
        };
        let mut catalogue = Self {
            project: publication.id.to_string(),
            source: publication.source_language,
            target,
            passages: vec![],
            units: vec![],
            apart: vec![],
            prose: vec![],
        };
        let mut files: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for value in translation::values(inputs) {
            files.entry(value.path.clone()).or_default().push(Entry::Value(value));
        }
        for prose in translation::prose(inputs) {
            files.entry(prose.path.clone()).or_default().push(Entry::Prose(prose));
        }
        for (path, entries) in files {
            let expressions = resolve::expressions_for(inputs, records, &path);
            for entry in entries {
                match entry {
                    Entry::Value(value) => {
                        let source = inputs.sources.get(value.span.source);
                        let line = source.position(value.span.range().start).line;
                        let noted = inputs.edition.noted(&value.name());
                        let stands = value
                            .translation
                            .as_ref()
                            .and_then(|(origin, _)| Some(inputs.indexes.get(&origin.source)?.full_span(&origin.path)));
                        catalogue.value(value, (line, stands), noted, &expressions);
                    }
                    Entry::Prose(prose) => catalogue.prose(prose, &expressions),
                }
            }
        }
        catalogue.subjects();
        Ok(catalogue)
    }

    fn value(
        &mut self,
        value: ValueText,
        (line, stands): (usize, Option<Span>),
        noted: Option<&[String]>,
        expressions: &Expressions,
    ) {
        let cut = |text: &str| match value.shape {
            Some(shape) => leaves(text, shape, expressions),
            None => plain(text),
        };
        let digest = value.digest();
        let source = cut(&value.text);
        let state = match (&value.translation, noted) {
            (None, _) => State::Missing,
            (Some(_), None) => State::Unknown,
            (Some(_), Some(noted)) if *noted == [digest.as_str()] => State::Current,
            (Some(_), Some(_)) => State::Stale,
        };
        let translation =
            value.translation.as_ref().map(|(_, text)| translated(text.clone(), (&value.text, &source), cut(text)));
        let key = value.way.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or_default().to_owned();
        let what = value.way.rsplit_once('.').map_or("", |(above, _)| above).to_owned();
        let passage = Passage {
            file: value.path.clone(),
            place: Place::Value { way: value.way.clone(), in_file: value.file, steps: value.steps },
            text: value.text,
            leaves: source,
            translation,
            state,
            digest,
            shape: value.shape,
            stands,
            noted: noted.and_then(|noted| noted.first().cloned()),
        };
        let context = if what.is_empty() { key } else { format!("{key} of {what}") };
        self.passage(passage, &value.way, &|_| (line, context.clone()));
    }

    fn prose(&mut self, prose: ProseText, expressions: &Expressions) {
        let ProseText { path, text, shape, translation, noted } = prose;
        let text_of_source = text.as_str();
        let of_source = pieces(text_of_source);
        let all = leaves(&text, shape, expressions);
        let digests: Vec<String> = of_source.iter().map(|piece| digest(&text[piece.clone()])).collect();
        let of_translation = translation.as_deref().map(pieces).unwrap_or_default();
        let Some(pairs) = translation::pairs(&digests, of_translation.len(), noted.as_deref()) else {
            // Whoever accepted the translation of today's source as it is has compared them.
            let is_current = noted.as_deref() == Some(&*digests);
            self.apart.push(Apart { name: path, state: is_current.then_some(State::Current) });
            return;
        };
        let translated_leaves = translation.as_deref().map(|text| leaves(text, shape, expressions)).unwrap_or_default();
        let file = Source::new(path.as_str(), text.as_str());
        let of = self.prose.len();
        let mut heading = String::new();
        for (at, (piece, digest)) in of_source.iter().zip(digests).enumerate() {
            let own = within(&all, piece);
            let (other, state) = pairs.of_source[at];
            let translation = match (other, translation.as_deref()) {
                (Some(other), Some(text)) => {
                    let range = &of_translation[other];
                    let source = (&text_of_source[piece.clone()], own.as_slice());
                    Some(translated(text[range.clone()].to_owned(), source, within(&translated_leaves, range)))
                }
                _ => None,
            };
            let under = heading.clone();
            if let Some(Leaf { kind: LeafKind::Heading(_), parts, .. }) = own.first() {
                heading = shown(parts);
            }
            let start = piece.start;
            let place = |leaf: &Leaf| {
                let what = match leaf.kind {
                    LeafKind::Paragraph => "paragraph",
                    LeafKind::Heading(_) => "heading",
                    LeafKind::Cell => "cell of a table",
                    LeafKind::Caption => "caption",
                    LeafKind::Title => "title of a block",
                    LeafKind::Alternative => "what a picture shows, for those who cannot see it",
                    LeafKind::Plain => "text",
                };
                let context = if under.is_empty() { what.to_owned() } else { format!("{what} under “{under}”") };
                (file.position(start + leaf.range.start).line, context)
            };
            let passage = Passage {
                file: path.clone(),
                place: Place::Piece { of, translated: other },
                text: text[piece.clone()].to_owned(),
                leaves: own,
                translation,
                state,
                digest,
                shape: Some(shape),
                stands: None,
                noted: None,
            };
            self.passage(passage, &format!("p{}", at + 1), &place);
        }
        self.prose.push(Prose { file: path, translation, noted: pairs.noted });
    }

    /// Adds a passage and its lines.
    fn passage(&mut self, passage: Passage, name: &str, place: &dyn Fn(&Leaf) -> (usize, String)) {
        let alike = passage.translation.as_ref().is_none_or(|translation| translation.is_alike);
        let built_alike = passage.translation.as_ref().is_none_or(|translation| translation.is_built_alike);
        let has_no_words = passage.leaves.is_empty() && passage.state == State::Stale && !built_alike;
        if has_no_words || !alike && matches!(passage.state, State::Current | State::Unknown) {
            let name = format!("{}#{name}", passage.file);
            self.apart.push(Apart { name, state: Some(passage.state) });
        } else {
            for (at, leaf) in passage.leaves.iter().enumerate() {
                let (line, context) = place(leaf);
                let translation = passage.translation.as_ref().filter(|_| alike);
                let target = translation.and_then(|translation| translation.leaves.get(at));
                self.units.push(Unit {
                    file: passage.file.clone(),
                    key: if passage.leaves.len() == 1 { name.to_owned() } else { format!("{name}:{}", at + 1) },
                    of: Some((self.passages.len(), at)),
                    source: leaf.parts.clone(),
                    target: target.map(|leaf| leaf.parts.clone()),
                    state: if alike { passage.state } else { State::Missing },
                    digest: digest(&passage.text[leaf.range.clone()]),
                    place: (passage.file.clone(), line),
                    context,
                    was: passage.translation.as_ref().filter(|_| !alike).map(|translation| translation.text.clone()),
                });
            }
        }
        self.passages.push(passage);
    }

    /// The subjects of the index, each once, with the word that its translation mostly is.
    fn subjects(&mut self) {
        // How often each word stands for it, and where it stands first.
        type Uses = (BTreeMap<String, usize>, (String, usize));
        let mut known: BTreeMap<String, Uses> = BTreeMap::new();
        for unit in &self.units {
            for code in codes(&unit.source) {
                let CodeKind::Index(subject) = &code.kind else { continue };
                known.entry(subject.clone()).or_insert_with(|| (BTreeMap::new(), unit.place.clone()));
            }
        }
        for (subject, word) in self.words_of_subjects() {
            if let Some((words, _)) = known.get_mut(&subject) {
                *words.entry(word).or_default() += 1;
            }
        }
        for (subject, (words, place)) in known {
            let most = words.iter().max_by_key(|(word, count)| (**count, std::cmp::Reverse(word.as_str())));
            let target = most.map(|(word, _)| vec![Part::Words(word.clone())]);
            let others = words.keys().filter(|word| most.is_some_and(|(most, _)| most != *word));
            let others: Vec<&str> = others.map(String::as_str).collect();
            self.units.push(Unit {
                file: SUBJECTS.to_owned(),
                key: subject.clone(),
                of: None,
                state: if target.is_some() { State::Current } else { State::Missing },
                target,
                digest: digest(&subject),
                source: vec![Part::Words(subject)],
                place,
                context: "entry of the index; what stands behind a semicolon is a sub-entry".to_owned(),
                was: (!others.is_empty()).then(|| others.join(", ")),
            });
        }
    }

    /// The subjects of the index that passages name, each with a word that their translations have for it.
    pub(super) fn words_of_subjects(&self) -> Vec<(String, String)> {
        let mut known = vec![];
        for unit in &self.units {
            let target = unit.target.as_deref().unwrap_or_default();
            for code in codes(&unit.source) {
                let CodeKind::Index(subject) = &code.kind else { continue };
                let others = codes(target).filter(|other| other.id == code.id);
                known.extend(others.filter_map(|other| match &other.kind {
                    CodeKind::Index(word) => Some((subject.clone(), word.clone())),
                    _ => None,
                }));
            }
        }
        known
    }

    /// The word for a subject of the index, as far as the translations have one.
    pub(super) fn word_for(&self, subject: &str) -> Option<String> {
        let unit = self.units.iter().find(|unit| unit.of.is_none() && unit.key == subject)?;
        unit.target.as_deref().map(shown)
    }
}

enum Entry {
    Value(ValueText),
    Prose(ProseText),
}

/// The lines that begin in a part of the text, with their places in it.
fn within(leaves: &[Leaf], piece: &Range<usize>) -> Vec<Leaf> {
    let own = leaves.iter().filter(|leaf| piece.contains(&leaf.range.start) && leaf.range.end <= piece.end);
    own.map(|leaf| Leaf { range: leaf.range.start - piece.start..leaf.range.end - piece.start, ..leaf.clone() })
        .collect()
}

fn translated(text: String, (source_text, source): (&str, &[Leaf]), mut leaves: Vec<Leaf>) -> Translated {
    let is_alike =
        source.len() == leaves.len() && source.iter().zip(&leaves).all(|(one, other)| one.kind == other.kind);
    if is_alike {
        source.iter().zip(&mut leaves).for_each(|(source, leaf)| align(&source.parts, &mut leaf.parts));
    }
    let is_built_alike = is_alike && around(source_text, source) == around(&text, &leaves);
    Translated { text, leaves, is_alike, is_built_alike }
}

/// What stands around the lines of a text.
fn around(text: &str, leaves: &[Leaf]) -> String {
    let mut at = 0;
    let mut around = String::new();
    for leaf in leaves {
        around.push_str(text.get(at..leaf.range.start).unwrap_or_default());
        around.push('\u{1}');
        at = leaf.range.end;
    }
    around.push_str(text.get(at..).unwrap_or_default());
    collapsed(&around)
}
