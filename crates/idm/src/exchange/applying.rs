//! What came back, written where an editor keeps it: the translated files and the list of what each was made from.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use idm_core::model::Language;
use idm_core::translation::{Ledger, UNKNOWN, path_in};

use super::catalogue::{Catalogue, Passage, Place, State};
use super::coded::{Code, CodeKind, Leaf, LeafKind, Part, Side};
use super::laying::lay;
use crate::scaffold::set_text;

/// What is known of the lines of a passage now.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// New words, by the number of the line.
    pub(super) new: BTreeMap<usize, Vec<Part>>,
    /// Lines of which those who translate say that they are still right.
    pub(super) confirmed: BTreeSet<usize>,
}

/// What would be written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The files, by path.
    pub(super) files: BTreeMap<String, String>,
    pub(super) ledger: Ledger,
    /// Passages that cannot be written, why, and which passage must be translated first.
    pub(super) held: Vec<(usize, String, Option<usize>)>,
    /// Where passages stand in the files: the path and the lines, from 1.
    pub(super) lines: Vec<(usize, String, Range<usize>)>,
}

/// Passages that are not there yet and stand together, each with its number, and the piece that they come behind.
type Run<'a> = (Option<usize>, Vec<(usize, &'a Passage)>);

/// Writes what is said of passages. `subjects` are the new words for subjects of the index; `text_of` gives the text of a file.
pub(super) fn write(
    catalogue: &Catalogue,
    said: &BTreeMap<usize, Said>,
    subjects: &BTreeMap<String, String>,
    ledger: Ledger,
    text_of: &dyn Fn(&str) -> Option<String>,
) -> Written {
    let words = Subjects { catalogue, new: subjects };
    let writing = Writing { catalogue, words, language: catalogue.target, text_of };
    let mut written = Written { ledger, ..Written::default() };
    let mut texts: BTreeMap<usize, (String, bool)> = BTreeMap::new();
    for (at, passage) in catalogue.passages.iter().enumerate() {
        let none = Said::default();
        let said = said.get(&at).unwrap_or(&none);
        match writing.passage(passage, said) {
            Ok(Some(text)) => drop(texts.insert(at, text)),
            Ok(None) => {}
            Err(why) => {
                let is_whole = (0..passage.leaves.len())
                    .all(|line| said.new.contains_key(&line) || said.confirmed.contains(&line));
                written.held.push((at, why, (!is_whole).then_some(at)));
            }
        }
    }
    writing.values(&texts, &mut written);
    for of in 0..catalogue.prose.len() {
        writing.prose(of, &texts, &mut written);
    }
    written
}

/// The words for subjects of the index.
struct Subjects<'a> {
    catalogue: &'a Catalogue,
    new: &'a BTreeMap<String, String>,
}

impl Subjects<'_> {
    /// How the sign that closes a mark for the index is written; none if its subject has no word.
    fn closing(&self, subject: &str) -> Option<String> {
        let word = self.new.get(subject).cloned().or_else(|| self.catalogue.word_for(subject))?;
        Some(closing(&word))
    }
}

/// A mark for the index is closed by its subject.
pub(super) fn closing(word: &str) -> String {
    let is_plain = !word.contains(|sign: char| sign.is_whitespace() || matches!(sign, '(' | ')'));
    if is_plain { format!("](index:{word})") } else { format!("](<index:{word}>)") }
}

struct Writing<'a> {
    catalogue: &'a Catalogue,
    words: Subjects<'a>,
    language: Language,
    text_of: &'a dyn Fn(&str) -> Option<String>,
}

impl Writing<'_> {
    /// The new text of a translated passage, and whether it says what today's source says; none if nothing is said of it.
    fn passage(&self, passage: &Passage, said: &Said) -> Result<Option<(String, bool)>, String> {
        let count = passage.leaves.len();
        let alike = passage.translation.as_ref().filter(|translation| translation.is_alike);
        let is_done = |at: &usize| {
            said.new.contains_key(at)
                || said.confirmed.contains(at)
                || passage.state == State::Current && alike.is_some()
        };
        let done = (0..count).filter(is_done).count();
        let all = done == count;
        let Some(translation) = alike.filter(|translation| {
            // What stands around the words has changed, too: it is taken from the source.
            translation.is_built_alike
                || passage.state != State::Stale
                || !all
                || said.new.is_empty() && said.confirmed.is_empty()
        }) else {
            if said.new.is_empty() && said.confirmed.is_empty() {
                return Ok(None);
            }
            if !all {
                return Err(format!(
                    "of the {count} texts of this passage only {done} came translated: it is written once all are"
                ));
            }
            let of_translation = alike.map(|translation| translation.leaves.as_slice()).unwrap_or_default();
            let parts = |at: usize| {
                let own = of_translation.get(at).map(|leaf| leaf.parts.clone());
                said.new.get(&at).cloned().or(own).unwrap_or_default()
            };
            let new = |_: usize| true;
            return self
                .rebuilt(passage, (&passage.text, &passage.leaves), &parts, &new, false)
                .map(|text| Some((text, true)));
        };
        let lines = |at: usize| said.new.get(&at).cloned().unwrap_or_else(|| translation.leaves[at].parts.clone());
        let new = |at: usize| said.new.contains_key(&at);
        let text = self.rebuilt(passage, (&translation.text, &translation.leaves), &lines, &new, true)?;
        let is_noted = all && !(said.new.is_empty() && said.confirmed.is_empty());
        Ok((text != translation.text || is_noted).then_some((text, all)))
    }

    /// A text with other words in its lines. A line that says what it said keeps every byte.
    fn rebuilt(
        &self,
        passage: &Passage,
        (text, leaves): (&str, &[Leaf]),
        parts: &dyn Fn(usize) -> Vec<Part>,
        is_new: &dyn Fn(usize) -> bool,
        is_own: bool,
    ) -> Result<String, String> {
        let mut out = String::new();
        let mut at = 0;
        for (number, leaf) in leaves.iter().enumerate() {
            let before = text.get(leaf.range.clone()).unwrap_or_default();
            let source = passage.leaves.get(number).map(|leaf| leaf.parts.as_slice()).unwrap_or_default();
            let parts = self.indexed(parts(number), source, is_new(number))?;
            out.push_str(text.get(at..leaf.range.start).unwrap_or_default());
            if is_own && parts == leaf.parts {
                out.push_str(before);
            } else {
                out.push_str(&lay(text, leaf.range.start, before, leaf.kind, &parts, is_own));
            }
            at = leaf.range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Ok(out)
    }

    /// The parts of a line with the words of the translation for subjects of the index: new ones, and in a new line those for
    /// marks that still name the source's.
    fn indexed(&self, mut parts: Vec<Part>, source: &[Part], is_new: bool) -> Result<Vec<Part>, String> {
        for part in &mut parts {
            let Part::Code(code) = part else { continue };
            let (CodeKind::Index(_), Side::Close) = (&code.kind, code.side) else { continue };
            let of_source = source.iter().find_map(|known| match known {
                Part::Code(Code { id, side: Side::Close, kind: CodeKind::Index(subject), written })
                    if *id == code.id =>
                {
                    Some((subject, written))
                }
                _ => None,
            });
            let Some((subject, written)) = of_source else { continue };
            if self.words.new.contains_key(subject) || is_new && *written == code.written {
                code.written = self.words.closing(subject).ok_or_else(|| {
                    format!("the index has no word for `{subject}` yet: translate it, too, in the file `index`")
                })?;
            }
        }
        Ok(parts)
    }

    /// Puts the texts of records into their files.
    fn values(&self, texts: &BTreeMap<usize, (String, bool)>, written: &mut Written) {
        for (&at, (text, is_current)) in texts {
            let passage = &self.catalogue.passages[at];
            let Place::Value { way, in_file: path, steps } = &passage.place else { continue };
            let before = written.files.get(path).cloned().or_else(|| (self.text_of)(path)).unwrap_or_default();
            // A text of one paragraph that is new stands folded, however long its source's lines are.
            // So does one whose translation is not kept in lines of its own.
            let is_kept = passage.translation.as_ref().is_some_and(|translation| translation.text.contains('\n'));
            let text = if is_paragraph(passage) && !is_kept { &super::coded::collapsed(text) } else { text };
            let is_said = passage.translation.as_ref().is_some_and(|translation| translation.text == *text);
            if !is_said {
                match set_text(&before, steps, text) {
                    Ok(after) => drop(written.files.insert(path.clone(), after)),
                    Err(why) => {
                        written.held.push((at, format!("`{path}` cannot take it: {why}"), None));
                        continue;
                    }
                }
            }
            if *is_current {
                written.ledger.0.insert(format!("{}#{way}", passage.file), vec![passage.digest.clone()]);
            }
        }
    }

    /// Puts the pieces of a file of prose together.
    fn prose(&self, of: usize, texts: &BTreeMap<usize, (String, bool)>, written: &mut Written) {
        let prose = &self.catalogue.prose[of];
        let own: Vec<(usize, &Passage, Option<usize>)> = self
            .catalogue
            .passages
            .iter()
            .enumerate()
            .filter_map(|(at, passage)| match passage.place {
                Place::Piece { of: own, translated, .. } if own == of => Some((at, passage, translated)),
                _ => None,
            })
            .collect();
        if !own.iter().any(|(at, ..)| texts.contains_key(at)) {
            return;
        }
        let path = path_in(&prose.file, self.language);
        // Pieces that are not there yet, in runs that stand together.
        let mut runs: Vec<Run> = vec![];
        let (mut behind, mut is_open) = (None, false);
        for &(at, passage, translated) in &own {
            match translated {
                Some(place) => (behind, is_open) = (Some(place), false),
                None => {
                    if !is_open {
                        runs.push((behind, vec![]));
                    }
                    is_open = true;
                    runs.last_mut().into_iter().for_each(|(_, run)| run.push((at, passage)));
                }
            }
        }
        let mut added: BTreeMap<Option<usize>, Vec<(usize, String, String)>> = BTreeMap::new();
        for (behind, run) in runs {
            let needs = |(at, passage): &&(usize, &Passage)| !passage.leaves.is_empty() && !texts.contains_key(at);
            let first = run.iter().find(needs).map(|(at, _)| *at);
            let lacking = run.iter().filter(needs).count();
            let given: Vec<usize> = run.iter().map(|(at, _)| *at).filter(|at| texts.contains_key(at)).collect();
            if lacking > 0 {
                let what = if prose.translation.is_none() { "file" } else { "run of new passages" };
                let why = format!(
                    "of the {} passages of this {what} only {} came translated: it is written once all are",
                    run.len(),
                    run.len() - lacking
                );
                written.held.extend(given.into_iter().map(|at| (at, why.clone(), first)));
            } else if !given.is_empty() {
                let text = |at: usize, passage: &Passage| {
                    texts.get(&at).map_or_else(|| passage.text.clone(), |(text, _)| text.clone())
                };
                let run = run.iter().map(|&(at, passage)| (at, text(at, passage), passage.digest.clone()));
                added.entry(behind).or_default().extend(run);
            }
        }
        let text = prose.translation.as_deref().unwrap_or_default();
        let mut out = Putting::default();
        let mut put_added = |out: &mut Putting, behind: Option<usize>| {
            for (at, text, digest) in added.remove(&behind).unwrap_or_default() {
                out.apart();
                out.piece(Some(at), &text, Some(digest));
            }
        };
        let pieces = idm_core::translation::pieces(text);
        out.text.push_str(&text[..pieces.first().map_or(0, |piece| piece.start)]);
        put_added(&mut out, None);
        let mut end = pieces.first().map_or(0, |piece| piece.start);
        for (number, piece) in pieces.iter().enumerate() {
            if number == 0 && !out.noted.is_empty() {
                out.apart();
            }
            out.text.push_str(&text[end..piece.start]);
            let passage = own.iter().find(|(.., translated)| *translated == Some(number)).map(|(at, ..)| *at);
            let noted = prose.noted.get(number).cloned().flatten();
            match passage.and_then(|at| Some((at, texts.get(&at)?))) {
                Some((at, (text, is_current))) => {
                    let digest = self.catalogue.passages[at].digest.clone();
                    out.piece(Some(at), text, if *is_current { Some(digest) } else { noted });
                }
                None => out.piece(None, &text[piece.clone()], noted),
            }
            end = piece.end;
            put_added(&mut out, Some(number));
        }
        out.text.push_str(&text[end..]);
        if out.noted.is_empty() {
            return;
        }
        if !out.text.ends_with('\n') {
            out.text.push('\n');
        }
        if text.contains("\r\n") {
            out.text = out.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        written.lines.extend(out.lines.into_iter().map(|(at, lines)| (at, path.clone(), lines)));
        if out.noted.iter().any(Option::is_some) {
            let noted = out.noted.into_iter().map(|digest| digest.unwrap_or_else(|| UNKNOWN.to_owned()));
            written.ledger.0.insert(prose.file.clone(), noted.collect());
        }
        if out.text != text {
            written.files.insert(path, out.text);
        }
    }
}

/// Whether a passage is one paragraph, and no line's end in it means anything.
fn is_paragraph(passage: &Passage) -> bool {
    let [leaf] = passage.leaves.as_slice() else { return false };
    let is_break = |part: &Part| matches!(part, Part::Code(Code { kind: CodeKind::Break, .. }));
    matches!(leaf.kind, LeafKind::Paragraph | LeafKind::Plain)
        && passage.text.get(leaf.range.clone()).is_some_and(|text| text == passage.text.trim())
        && !leaf.parts.iter().any(is_break)
}

/// A file of prose, being put together.
#[derive(Default)]
struct Putting {
    text: String,
    noted: Vec<Option<String>>,
    /// Which passage stands in which lines.
    lines: Vec<(usize, Range<usize>)>,
}

impl Putting {
    /// Ends what stands there by a blank line.
    fn apart(&mut self) {
        if self.noted.is_empty() {
            return;
        }
        while !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn piece(&mut self, passage: Option<usize>, text: &str, noted: Option<String>) {
        let line = |text: &str| text.matches('\n').count() + 1;
        let first = line(&self.text);
        self.text.push_str(text.trim_end());
        if let Some(at) = passage {
            self.lines.push((at, first..line(&self.text) + 1));
        }
        self.noted.push(noted);
    }
}
