//! Running text as Typst markup. Every call ends with a semicolon, so that nothing can continue it.

use std::ops::Range;

use idm_core::edition::tree::{Inline, InlineKind, Note, NoteMark, Picture, Reference, ReferenceWords};

use super::literal;
use super::values::foreign;
use super::writer::Writer;

/// Signs that make a string too long for a narrow column.
const LONG_STRING: usize = 30;

/// Letters that make a word too long for a narrow column. The longest words of reports have little more than twenty.
const LONG_WORD: usize = 25;

/// Signs that a document's sign has at most if it is kept whole: a column that holds the words of a text holds it.
const SIGN: usize = 16;

impl Writer {
    /// Running text. Neighbours under one mark of change stand under it together.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for run in content.chunk_by(|a, b| a.change == b.change) {
            let Some(first) = run.first() else { continue };
            self.marked(first.change, |writer| {
                for inline in run {
                    writer.within(inline.span, |writer| writer.inline(inline));
                }
            });
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Words(text) => self.words(text),
            InlineKind::Abbreviation { short, long, language } => {
                let long = match language {
                    Some(language) => foreign(language, long),
                    None => format!("[{}]", literal::markup(long)),
                };
                self.call("abbreviation", &long, |writer| writer.out.push(&literal::markup(short)));
            }
            InlineKind::Space => self.out.push(" "),
            // A break by itself leaves nothing between the words for somebody who hears or copies the text.
            InlineKind::Break => self.out.push("#\" \";#linebreak();"),
            InlineKind::Code(text) => self.out.push(&format!("#raw({});", literal::string(text))),
            InlineKind::Emphasis(content) => self.call("emph", "", |writer| writer.inlines(content)),
            InlineKind::Strong(content) => self.call("strong", "", |writer| writer.inlines(content)),
            InlineKind::Superscript(content) => self.call("super", "", |writer| writer.inlines(content)),
            InlineKind::Subscript(content) => self.call("sub", "", |writer| writer.inlines(content)),
            InlineKind::Link { url, content } => {
                self.call("link", &literal::string(url), |writer| writer.inlines(content));
            }
            InlineKind::Foreign { language, region, content } => {
                let region = region.as_deref().map_or("none".to_owned(), literal::string);
                let arguments = format!("{}, {region}", literal::string(language));
                self.call("foreign", &arguments, |writer| writer.inlines(content));
            }
            InlineKind::Indexed { subject, content } => {
                self.call("index-term", &literal::string(subject), |writer| writer.inlines(content));
            }
            InlineKind::Picture(picture) => {
                self.out.push(if picture.file.is_some() { "#inline-image(" } else { "#removed-image(" });
                self.picture(picture);
                self.out.push(");");
            }
            InlineKind::Reference(reference) => self.reference(reference),
            InlineKind::Citation { label, content } => {
                self.call("citation", &literal::string(label), |writer| writer.inlines(content));
            }
            InlineKind::NoteMark(mark) => self.note_mark(mark),
            InlineKind::EditorsMark(number) => self.out.push(&format!("#note-mark({number});")),
        }
    }

    /// Words. Lines are broken between words, so that a template is told of those that may not fit in one.
    fn words(&mut self, text: &str) {
        let mut written = 0;
        for Run { place, kind } in runs(text) {
            self.out.push(&literal::markup(&text[written..place.start]));
            let run = &text[place.clone()];
            match kind {
                RunKind::Word => self.call("long-word", "", |writer| writer.out.push(&literal::markup(run))),
                RunKind::String => self.out.push(&format!("#long-string({});", literal::string(run))),
                RunKind::Sign => self.out.push(&format!("#kept({});", literal::string(run))),
            }
            written = place.end;
        }
        self.out.push(&literal::markup(&text[written..]));
    }

    /// A picture's path and what it shows, or that alone.
    pub(super) fn picture(&mut self, picture: &Picture) {
        let alt = literal::string(&picture.alt);
        match &picture.file {
            Some((path, span)) => {
                let path = literal::string(&format!("/{path}"));
                self.out.emit(*span, &format!("path({path}), {alt}"));
            }
            None => self.out.push(&alt),
        }
    }

    fn reference(&mut self, reference: &Reference) {
        let (label, kind) = (literal::string(&reference.label), literal::string(reference.kind.name()));
        match &reference.words {
            ReferenceWords::Own(content) | ReferenceWords::Title(content) => {
                self.call("xref", &format!("{label}, {kind}"), |writer| writer.inlines(content));
            }
            ReferenceWords::Kind(words) => {
                self.out.push(&format!("#xref({label}, {kind}, {});", literal::string(words)));
            }
        }
    }

    fn note_mark(&mut self, mark: &NoteMark) {
        let number = literal::string(&mark.number);
        match &mark.note {
            Note::Page { label, blocks } => {
                self.out.push(&format!("#note({number}, label: {}, [", literal::string(label)));
                self.unmarked(|writer| writer.blocks(blocks));
                self.out.push("]);");
            }
            Note::Again { label } => self.out.push(&format!("#note-again({number}, {});", literal::string(label))),
            Note::Table { target, label } => {
                self.out.push(&format!("#table-note-mark({number}"));
                for (name, label) in [("target", target), ("label", label)] {
                    if let Some(label) = label {
                        self.out.push(&format!(", {name}: {}", literal::string(label)));
                    }
                }
                self.out.push(");");
            }
            Note::Gone { blocks, stays } => {
                self.out.push(&format!("#removed-note({number}"));
                // One that is told elsewhere stands at the foot of the page there.
                if let Some(blocks) = blocks.as_ref().filter(|_| !stays) {
                    self.out.push(", body: ");
                    self.unmarked(|writer| writer.bracketed(|writer| writer.blocks(blocks)));
                }
                self.out.push(");");
            }
        }
    }
}

/// A run of letters and signs whose lines must end otherwise than Typst would have it.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    place: Range<usize>,
    kind: RunKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunKind {
    /// A word that may not fit in a line, which can be hyphenated.
    Word,
    /// Anything else that may not.
    String,
    /// The sign of a document, such as A/RES/71/280, which lines would end in.
    Sign,
}

/// The words of at least [`LONG_WORD`] letters, the runs of at least [`LONG_STRING`] signs in which there is nothing that a
/// line could end at, and the signs of documents, in which there is.
fn runs(text: &str) -> Vec<Run> {
    let mut found = vec![];
    let mut start = 0;
    for run in text.split_inclusive(char::is_whitespace) {
        let signs = run.trim_end();
        // Bytes are at least as many as letters, and quicker to count.
        if signs.len() >= LONG_WORD {
            long_in(signs, start, &mut found);
        } else if let Some(place) = sign_in(signs) {
            found.push(Run { place: start + place.start..start + place.end, kind: RunKind::Sign });
        }
        start += run.len();
    }
    found
}

/// The sign of a document, without the brackets and points around it: capitals and figures in parts with strokes between
/// them, at least one of which begins with a figure.
fn sign_in(signs: &str) -> Option<Range<usize>> {
    let sign = signs.trim_matches(|character: char| !character.is_ascii_alphanumeric());
    let start = signs.find(sign)?;
    let is_part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b".-".contains(&byte))
    };
    let is_figure = |part: &str| part.starts_with(|character: char| character.is_ascii_digit());
    let is_sign = sign.len() <= SIGN
        && sign.starts_with(|character: char| character.is_ascii_uppercase())
        && sign.contains('/')
        && sign.split('/').all(is_part)
        && sign.split('/').any(is_figure);
    is_sign.then_some(start..start + sign.len())
}

fn long_in(signs: &str, start: usize, found: &mut Vec<Run>) {
    // Typesetting ends a line behind a hyphen or dash, and knows where an address can be parted.
    let divides = |character: char| matches!(character, '-' | '\u{2010}' | '\u{2013}' | '\u{2014}' | '/' | '\u{ad}');
    let is_address = signs.contains("://") || signs.starts_with("www.");
    let is_string = !is_address
        && signs.chars().any(|character| !character.is_alphabetic())
        && signs.split(divides).any(|part| part.chars().count() >= LONG_STRING);
    if is_string
        && signs.split(|character: char| !character.is_alphabetic()).all(|word| word.chars().count() < LONG_WORD)
    {
        found.push(Run { place: start..start + signs.len(), kind: RunKind::String });
        return;
    }
    let mut at = 0;
    for run in signs.split_inclusive(|character: char| !character.is_alphabetic()) {
        let word = run.trim_end_matches(|character: char| !character.is_alphabetic());
        if word.len() >= LONG_WORD && word.chars().count() >= LONG_WORD {
            found.push(Run { place: start + at..start + at + word.len(), kind: RunKind::Word });
        }
        at += run.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(text: &str) -> Vec<(&str, RunKind)> {
        runs(text).into_iter().map(|Run { place, kind }| (&text[place], kind)).collect()
    }

    #[test]
    fn signs_of_documents_are_kept_whole() {
        let sign = |text: &str| long(text).first().map(|(sign, kind)| ((*sign).to_owned(), *kind == RunKind::Sign));
        for known in ["A/RES/71/280", "C/106/40", "MC/INF/290", "E/CN.5/2017/2", "A/71/728"] {
            assert_eq!(sign(&format!("see ({known}), and")), Some((known.to_owned(), true)));
        }
        for other in ["A/RES/71/280/ADDENDUM", "and/or", "18/19", "N/A", "State/NGO", "a/71", "A//1", "/"] {
            assert_eq!(sign(other), None, "{other}");
        }
    }

    #[test]
    fn words_are_long_from_25_letters_on() {
        let long_word = "é".repeat(LONG_WORD);
        let text = format!("Short words, {}, and ({long_word}).", "a".repeat(LONG_WORD - 1));
        assert_eq!(long(&text), [(long_word.as_str(), RunKind::Word)]);
        assert_eq!(long(&long_word), [(long_word.as_str(), RunKind::Word)]);
        assert!(long("").is_empty());
    }

    #[test]
    fn strings_are_long_where_no_line_can_end() {
        let digest = "9f86d081".repeat(5);
        assert_eq!(long(&format!("A digest {digest}, and more")), [(format!("{digest},").as_str(), RunKind::String)]);
        let identifier = "some_very_long_identifier_with_underscores";
        assert_eq!(long(identifier), [(identifier, RunKind::String)]);
        assert!(long("https://example.org/a_page_with_a_very_long_name_that_goes_on").is_empty());
        assert!(long("a-word-of-many-short-words-that-lines-can-part").is_empty());
    }
}
