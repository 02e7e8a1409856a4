//! Running text as runs.

use idm_core::edition::tree::{Change, Inline, InlineKind, Note, NoteContent, NoteMark, Picture, ReferenceWords};

use idm_core::model::AnchorKind;

use super::body::Comment;
use super::body::{Frame, HYPERLINK, IMAGE, Writer};
use super::runs::{Look, Piece, field, run, text_run};
use super::xml::escape;
use crate::names;

/// English Metric Units to a point.
const EMU: f64 = 12_700.0;

impl Writer<'_> {
    /// Running text.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> Vec<Piece> {
        let mut pieces = vec![];
        for inline in content {
            self.inline(inline, &mut pieces);
        }
        pieces
    }

    fn inline(&mut self, inline: &Inline, pieces: &mut Vec<Piece>) {
        let change = inline.change;
        match &inline.kind {
            InlineKind::Words(text) => pieces.extend(self.words_piece(change, text)),
            InlineKind::Abbreviation { short, long, language: None } => {
                pieces.extend(self.words_piece(change, &format!("{short} ({long})")));
            }
            InlineKind::Abbreviation { short, long, language: Some(tag) } => {
                pieces.extend(self.words_piece(change, &format!("{short} (")));
                let tag = Some(tag.clone());
                pieces.extend(self.with_look(|look| look.language = tag, |writer| writer.words_piece(change, long)));
                pieces.extend(self.words_piece(change, ")"));
            }
            InlineKind::Space => pieces.extend(self.words_piece(change, " ")),
            InlineKind::Break => pieces.extend(self.words_piece(change, "\n")),
            InlineKind::Code(text) => {
                let piece = self.with_look(|look| look.style = Some("Code"), |writer| writer.words_piece(change, text));
                pieces.extend(piece);
            }
            InlineKind::Emphasis(content) => {
                // Emphasis within emphasis stands upright.
                pieces.extend(self.with_look(|look| look.italic = !look.italic, |writer| writer.inlines(content)));
            }
            InlineKind::Strong(content) => {
                pieces.extend(self.with_look(|look| look.bold = true, |writer| writer.inlines(content)));
            }
            InlineKind::Superscript(content) => {
                pieces
                    .extend(self.with_look(|look| look.raised = Some("superscript"), |writer| writer.inlines(content)));
            }
            InlineKind::Subscript(content) => {
                pieces.extend(self.with_look(|look| look.raised = Some("subscript"), |writer| writer.inlines(content)));
            }
            InlineKind::Foreign { language, region, content } => {
                let tag = idm_core::edition::tree::tag(language, region.as_deref());
                pieces.extend(self.with_look(|look| look.language = Some(tag), |writer| writer.inlines(content)));
            }
            InlineKind::Indexed { subject, content } => {
                pieces.extend(self.inlines(content));
                pieces.extend(self.index_mark(&format!("subject:{subject}")));
            }
            InlineKind::Link { url, content } => {
                let id = self.part.relation(HYPERLINK, url, true);
                let open = format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">");
                let inner = self.with_look(|look| look.style = Some("Hyperlink"), |writer| writer.inlines(content));
                pieces.push(Piece::Link { open, pieces: inner });
            }
            InlineKind::Citation { label, content } => {
                let inner = self.inlines(content);
                pieces.extend(self.link_to(label, change, inner));
            }
            InlineKind::Reference(reference) => {
                // The index names the places where people are.
                if reference.kind == AnchorKind::Person {
                    pieces.extend(self.index_mark(&reference.label));
                }
                match &reference.words {
                    ReferenceWords::Own(content) | ReferenceWords::Title(content) => {
                        let inner = self.inlines(content);
                        pieces.extend(self.link_to(&reference.label, change, inner));
                    }
                    ReferenceWords::Kind(words) => pieces.extend(self.reference(&reference.label, words, change)),
                }
            }
            InlineKind::Picture(picture) => {
                let piece = self.picture(picture, change, None);
                pieces.extend(piece);
            }
            InlineKind::NoteMark(mark) => self.note_mark(mark, change, pieces),
            InlineKind::EditorsMark(number) => self.comment_behind(*number, pieces),
        }
    }

    /// Pieces that lead to what has a label, if it is in the document.
    pub(super) fn link_to(&mut self, label: &str, change: Change, pieces: Vec<Piece>) -> Vec<Piece> {
        let marked = label.strip_prefix("passage:").and_then(|mark| self.places.marked(mark));
        let anchor = match marked {
            Some(passage) => names::passage_bookmark(passage),
            None if self.known.covers.contains_key(label) => names::reference_bookmark(label),
            None => return pieces,
        };
        if change == Change::Deleted {
            return pieces;
        }
        vec![Piece::Link { open: format!("<w:hyperlink w:anchor=\"{anchor}\" w:history=\"1\">"), pieces }]
    }

    /// A reference by kind and number: a field if its bookmark holds the same words, so that Word finds them again.
    pub(super) fn reference(&mut self, label: &str, words: &str, change: Change) -> Vec<Piece> {
        let Some(plain) = self.words_piece(change, words) else { return vec![] };
        if change == Change::Deleted {
            return vec![plain];
        }
        match self.known.covers.get(label) {
            Some(covered) if covered == words => self.reference_field(&names::reference_bookmark(label), words, change),
            Some(_) if self.known.also.get(label).is_some_and(|covered| covered == words) => {
                self.reference_field(&names::longer_bookmark(label), words, change)
            }
            Some(_) => self.link_to(label, change, vec![plain]),
            None => vec![plain],
        }
    }

    fn reference_field(&self, bookmark: &str, words: &str, change: Change) -> Vec<Piece> {
        let tracked = self.tracked(change).unwrap_or_default();
        vec![Piece::Run(tracked, field(&self.look, &format!("REF {bookmark} \\h"), words))]
    }

    /// A picture in a line. One that is gone, or that Word knows no way to show, is told by its words.
    pub(super) fn picture(&mut self, picture: &Picture, change: Change, width: Option<u8>) -> Option<Piece> {
        let known = picture.file.as_ref().and_then(|(path, _)| Some((path, self.pictures.get(path)?)));
        let Some((path, shown)) = known.filter(|_| change != Change::Deleted) else {
            return self.words_piece(change, &format!("[{}]", picture.alt));
        };
        let tracked = self.tracked(change)?;
        self.used.insert(path.clone());
        let relation = self.part.relation(IMAGE, &shown.target(path), false);
        self.drawings += 1;
        let id = self.drawings;
        let (own_width, own_height) = (f64::from(shown.width.max(1)), f64::from(shown.height.max(1)));
        let widest = picture.widest.unwrap_or(self.width).min(self.width);
        let width = width.map_or(widest, |percent| self.width * f64::from(percent) / 100.0).min(self.width);
        // No higher than three quarters of a page.
        let width = width.min(520.0 * own_width / own_height);
        let (across, down) = ((width * EMU) as u64, (width * own_height / own_width * EMU) as u64);
        let alt = escape(&picture.alt);
        let name = escape(self.words.get("kind.figure"));
        let drawing = format!(
            "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{across}\" cy=\"{down}\"/>\
             <wp:docPr id=\"{id}\" name=\"{name} {id}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks \
             noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{id}\" \
             name=\"{name} {id}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"{relation}\"/>\
             <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext \
             cx=\"{across}\" cy=\"{down}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>\
             </a:graphicData></a:graphic></wp:inline></w:drawing>"
        );
        Some(Piece::Run(tracked, run(&self.look, &drawing)))
    }

    fn note_mark(&mut self, mark: &NoteMark, change: Change, pieces: &mut Vec<Piece>) {
        let Some(tracked) = self.tracked(change) else { return };
        let raised = Look { style: None, raised: Some("superscript"), ..self.look.clone() };
        let number = &mark.number;
        match &mark.note {
            Note::Page { label, blocks } if !self.in_note => {
                let counts = *number == (self.counted + 1).to_string();
                self.counted += u32::from(counts);
                let (_, run) = self.footnote(number, counts, blocks);
                let piece = Piece::Run(tracked, run);
                pieces.extend(self.labelled(Some(label), number, vec![piece]));
            }
            Note::Gone { blocks: Some(blocks), .. } if !self.in_note && self.tracks => {
                let (_, run) = self.footnote(number, false, blocks);
                pieces.push(Piece::Run(tracked, run));
            }
            Note::Again { label } if self.known.covers.contains_key(label) => {
                let instruction = format!("NOTEREF {} \\h", names::reference_bookmark(label));
                pieces.push(Piece::Run(tracked, field(&raised, &instruction, number)));
            }
            Note::Table { target, label } => {
                let piece = Piece::Run(tracked, text_run(&raised, tracked, number));
                let inner = self.labelled(label.as_deref(), number, vec![piece]);
                pieces.extend(match target {
                    Some(target) => self.link_to(target, change, inner),
                    None => inner,
                });
            }
            _ => {
                let shown = self
                    .with_look(|look| look.raised = Some("superscript"), |writer| writer.words_piece(change, number));
                pieces.extend(shown);
            }
        }
    }

    /// A footnote, and the run that is its mark.
    fn footnote(&mut self, number: &str, counts: bool, blocks: &[idm_core::edition::tree::Block]) -> (usize, String) {
        self.note_count += 1;
        // Two come before: the lines above the notes.
        let id = self.note_count;
        let custom = if counts { "" } else { " w:customMarkFollows=\"1\"" };
        let shown = if counts { String::new() } else { format!("<w:t>{}</w:t>", escape(number)) };
        let own = if counts { "<w:footnoteRef/>".to_owned() } else { format!("<w:t>{}</w:t>", escape(number)) };
        let document = std::mem::replace(&mut self.part, std::mem::take(&mut self.notes));
        let frame = std::mem::replace(&mut self.frame, Frame { style: Some("FootnoteText"), ..Frame::default() });
        let look = std::mem::take(&mut self.look);
        let moving = self.moving.take();
        self.in_note = true;
        let mark = format!("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>{own}</w:r>");
        let body = self.aside(|writer| {
            let first = format!("{mark}<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
            writer.blocks_after(Some(Piece::Mark(first)), blocks);
        });
        self.part.xml.push_str(&format!("<w:footnote w:id=\"{id}\">{body}</w:footnote>"));
        self.in_note = false;
        self.moving = moving;
        (self.look, self.frame) = (look, frame);
        self.notes = std::mem::replace(&mut self.part, document);
        let run = format!(
            "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference{custom} w:id=\"{id}\"/>{shown}</w:r>"
        );
        (id, run)
    }

    /// The comment that an editor's note becomes, if there is such a note that has not become one.
    pub(super) fn comment(&mut self, number: usize) -> Option<usize> {
        if self.in_note {
            return None;
        }
        let note = self.margin.remove(&number)?;
        // Comments hold words alone: no links, no notes.
        let document = std::mem::take(&mut self.part);
        let frame = std::mem::replace(&mut self.frame, Frame { style: Some("CommentText"), ..Frame::default() });
        let look = std::mem::take(&mut self.look);
        let tracks = std::mem::replace(&mut self.tracks, false);
        self.in_note = true;
        let silent = self.places.silence(true);
        let first = Piece::Mark(
            "<w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>".to_owned(),
        );
        match &note.content {
            NoteContent::Blocks(blocks) => self.blocks_after(Some(first), blocks),
            NoteContent::Line(content) => {
                let mut pieces = vec![first];
                pieces.extend(self.inlines(content));
                let properties = super::body::Paragraph { style: "CommentText", ..Default::default() };
                self.paragraph(&properties, pieces);
            }
        }
        self.places.silence(silent);
        self.in_note = false;
        self.tracks = tracks;
        (self.look, self.frame) = (look, frame);
        let written = std::mem::replace(&mut self.part, document);
        let author = note.by.unwrap_or_else(|| self.words.get("title.editors-note").to_owned());
        // What a reviewer has said bears the reviewer's own day.
        let signed = author.rsplit_once(", ").filter(|(_, day)| is_day(day));
        let signed = signed.map(|(author, day)| (author.to_owned(), Some(day.to_owned())));
        let (author, day) = signed.unwrap_or((author, None));
        self.comments.push(Comment { author, day, part: written });
        Some(self.comments.len() - 1)
    }
}

fn is_day(text: &str) -> bool {
    let is_sign = |(at, sign): (usize, char)| if matches!(at, 4 | 7) { sign == '-' } else { sign.is_ascii_digit() };
    text.len() == 10 && text.char_indices().all(is_sign)
}
