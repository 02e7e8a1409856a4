//! Running text: emphasis, links, notes, pictures in the line.

use idm_core::address;
use idm_core::escape;

use super::blocks::Writer;
use super::settled::Piece;
use crate::read::Look;

/// Where running text stands, as far as it matters how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph or an item.
    Paragraph,
    /// In a heading, a caption or a cell: in one line.
    Line,
}

impl Writer<'_> {
    /// Running text in Markdown, without blanks around it. Where what would be read is not what is meant, it is written
    /// without emphasis, and without links if need be.
    pub(super) fn running(&mut self, content: &[Piece], place: Place) -> String {
        let content = self.cleaned(content);
        if self.is_plain {
            let notes: Vec<Piece> = content.iter().filter(|piece| matches!(piece, Piece::Note(_))).cloned().collect();
            return plain(&text_of(&content)) + &self.pieces(&notes, place);
        }
        let content = joined(&content);
        let written = self.pieces(&content, place);
        let written = tidy(&written);
        if reads_as(&written, &content) {
            return written;
        }
        let without: Vec<Piece> = joined(&content.iter().cloned().map(unmarked).collect::<Vec<_>>());
        let written = tidy(&self.pieces(&without, place));
        if reads_as(&written, &content) {
            self.leave_out("emphasis that begins or ends within a word");
            return written;
        }
        let notes: Vec<Piece> = content.iter().filter(|piece| matches!(piece, Piece::Note(_))).cloned().collect();
        plain(&text_of(&content)) + &self.pieces(&notes, place)
    }

    /// Words as they can be printed, each in the language that it is marked with.
    fn cleaned(&mut self, content: &[Piece]) -> Vec<Piece> {
        let mut found = vec![];
        for piece in content {
            found.push(match piece {
                Piece::Words(text, look) => {
                    if look.struck && !text.trim().is_empty() {
                        self.leave_out("a line through words; the words are kept");
                    }
                    let language = self.foreign(look.language.as_deref());
                    Piece::Words(self.printable(text), Look { language, struck: false, ..look.clone() })
                }
                Piece::Link { target, content } => {
                    Piece::Link { target: target.clone(), content: self.cleaned(content) }
                }
                Piece::Number(content) => Piece::Number(self.cleaned(content)),
                other => other.clone(),
            });
        }
        found
    }

    fn pieces(&mut self, content: &[Piece], place: Place) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(piece) = content.get(at) {
            // Words that are strong together share their signs.
            let strong = content[at..].iter().take_while(|piece| look(piece).is_some_and(|look| look.bold)).count();
            if strong > 0 {
                let within = self.leaning(&content[at..at + strong], place);
                wrap(&mut out, "**", &within);
                at += strong;
                continue;
            }
            let leaning =
                content[at..].iter().take_while(|piece| look(piece).is_some_and(|look| look.italic && !look.bold));
            let count = leaning.count();
            if count > 0 {
                let within = self.plain_pieces(&content[at..at + count], place, out.trim().is_empty());
                wrap(&mut out, "*", &within);
                at += count;
                continue;
            }
            let begins = out.trim().is_empty();
            let written = self.piece(piece, place, begins);
            out.push_str(&written);
            at += 1;
        }
        out
    }

    fn leaning(&mut self, content: &[Piece], place: Place) -> String {
        let mut out = String::new();
        let mut at = 0;
        while at < content.len() {
            let is = |piece: &Piece| look(piece).is_some_and(|look| look.italic);
            let leans = is(&content[at]);
            let count = content[at..].iter().take_while(|piece| is(piece) == leans).count();
            let within = self.plain_pieces(&content[at..at + count], place, false);
            if leans {
                wrap(&mut out, "*", &within);
            } else {
                out.push_str(&within);
            }
            at += count;
        }
        out
    }

    fn plain_pieces(&mut self, content: &[Piece], place: Place, begins: bool) -> String {
        let mut out = String::new();
        for piece in content {
            let written = self.piece(piece, place, begins && out.trim().is_empty());
            out.push_str(&written);
        }
        out
    }

    fn piece(&mut self, piece: &Piece, place: Place, begins: bool) -> String {
        match piece {
            Piece::Words(text, look) => self.words(text, look, begins),
            Piece::Break if place == Place::Paragraph => "\\\n".to_owned(),
            Piece::Break => " ".to_owned(),
            Piece::Number(content) => self.pieces(content, place),
            Piece::Bookmark(_) => String::new(),
            Piece::Remark(text) => self.remark(text),
            Piece::Note(name) => self.note(name),
            Piece::Picture { path, alt } => match self.picture(path, alt) {
                Some((file, alt)) => format!("![{}](figures/{file})", escape::prose(&alt)),
                None => String::new(),
            },
            Piece::Link { target, content } => self.link(target, content, place),
        }
    }

    fn words(&mut self, text: &str, look: &Look, begins: bool) -> String {
        if look.code && !text.trim().is_empty() && !text.contains('\n') {
            return code(text);
        }
        let lead = text.len() - text.trim_start().len();
        let (before, rest) = text.split_at(lead);
        let core = rest.trim_end();
        let behind = &rest[core.len()..];
        if core.is_empty() {
            return text.to_owned();
        }
        let mut written = if begins { escape::prose(core) } else { escape::prose_within(core) };
        let raises =
            |sign: char| core.chars().all(|letter| letter.is_alphanumeric() || "+-−=".contains(letter)).then_some(sign);
        if let Some(sign) =
            look.raised.then(|| raises('^')).flatten().or_else(|| look.lowered.then(|| raises('~')).flatten())
        {
            written = format!("{sign}{written}{sign}");
        }
        if let Some(language) = look.language.as_ref().filter(|_| has_letters(core)) {
            written = format!("[{written}](lang:{language})");
        }
        format!("{before}{written}{behind}")
    }

    /// The language of words, if it is not the text's own.
    fn foreign(&self, tag: Option<&str>) -> Option<String> {
        let language = language_of(tag.or(self.word.language.as_deref())?)?;
        (!self.language.is_empty() && language != self.language).then_some(language)
    }

    fn remark(&mut self, text: &str) -> String {
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ").replace("%%", "%");
        let text = self.printable(text.trim_end_matches('%'));
        if text.trim().is_empty() { String::new() } else { format!("%%{}%%", escape::prose_within(text.trim())) }
    }

    fn link(&mut self, target: &str, content: &[Piece], place: Place) -> String {
        // A language within a link would be a link within a link.
        let content: Vec<Piece> = content.iter().cloned().map(without_language).collect();
        let words = self.pieces(&joined(&content), place);
        if words.trim().is_empty() {
            return words;
        }
        let shown = words.trim();
        let lead = &words[..words.len() - words.trim_start().len()];
        let behind = &words[words.trim_end().len()..];
        if let Some(mark) = target.strip_prefix('#') {
            let Some(id) = self.anchors.get(mark) else {
                self.leave_out(&format!("where `{}` leads in the file", shortened(&text_of(&content))));
                return words;
            };
            return format!("{lead}[{shown}](@sec:{id}){behind}");
        }
        let target = target.trim();
        if address::refusal(target).is_some() || target.contains(['<', '>', '\n', '{']) {
            self.leave_out(&format!("the address `{}`", shortened(target)));
            return words;
        }
        let target = if target.contains([' ', '(', ')']) { format!("<{target}>") } else { target.to_owned() };
        format!("{lead}[{shown}]({target}){behind}")
    }

    /// A text without the signs that nothing can print, each named.
    pub(super) fn printable(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for sign in text.chars() {
            if sign == '\t' || sign == '\u{2028}' || sign == '\u{b}' {
                out.push(' ');
            } else if sign == '\n' {
                out.push('\n');
            } else if is_forbidden(sign) || !is_word(sign) && !(self.options.shows)(sign.encode_utf8(&mut [0; 4])) {
                self.leave_out(&format!("the sign U+{:04X}, which cannot be printed", u32::from(sign)));
            } else {
                out.push(sign);
            }
        }
        out
    }
}

/// Letters, figures, blanks, and signs that need no shape: whether a font has the others is asked.
fn is_word(sign: char) -> bool {
    sign.is_alphanumeric()
        || sign.is_whitespace()
        || sign.is_ascii()
        || matches!(sign, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

fn is_forbidden(sign: char) -> bool {
    let code = u32::from(sign);
    sign.is_control()
        || matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{202a}'..='\u{202e}')
        || matches!(sign, '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffd}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || code & 0xfffe == 0xfffe
}

/// The language that a tag names, as the dialect writes it.
pub(crate) fn language_of(tag: &str) -> Option<String> {
    let language = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&language.len()) && language.chars().all(|letter| letter.is_ascii_lowercase());
    (is_tag && language != "zxx" && language != "und").then_some(language)
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn look(piece: &Piece) -> Option<&Look> {
    match piece {
        Piece::Words(_, look) if !look.code => Some(look),
        _ => None,
    }
}

/// A piece without emphasis, raised or lowered letters and languages.
fn unmarked(piece: Piece) -> Piece {
    match piece {
        Piece::Words(text, look) => Piece::Words(text, Look { code: look.code, ..Look::default() }),
        Piece::Link { target, content } => Piece::Link { target, content: content.into_iter().map(unmarked).collect() },
        other => other,
    }
}

fn without_language(piece: Piece) -> Piece {
    match piece {
        Piece::Words(text, look) => Piece::Words(text, Look { language: None, ..look }),
        other => other,
    }
}

/// Words that look the same as one piece; a blank looks like what stands before it.
pub(super) fn joined(content: &[Piece]) -> Vec<Piece> {
    let mut found: Vec<Piece> = vec![];
    for piece in content {
        match (found.last_mut(), piece) {
            (_, Piece::Bookmark(_)) => {}
            (Some(Piece::Words(text, look)), Piece::Words(more, now)) if look == now || more.trim().is_empty() => {
                text.push_str(more);
            }
            _ => found.push(piece.clone()),
        }
    }
    found
}

/// The words of running text without mark-up.
pub(super) fn text_of(content: &[Piece]) -> String {
    let mut text = String::new();
    for piece in content {
        match piece {
            Piece::Words(words, _) => text.push_str(words),
            Piece::Break => text.push(' '),
            Piece::Link { content, .. } | Piece::Number(content) => text.push_str(&text_of(content)),
            Piece::Note(_) | Piece::Picture { .. } | Piece::Bookmark(_) | Piece::Remark(_) => {}
        }
    }
    text
}

/// Puts signs around words, not around the blanks at their ends.
fn wrap(out: &mut String, signs: &str, within: &str) {
    let lead = within.len() - within.trim_start().len();
    let core = within.trim();
    if core.is_empty() {
        out.push_str(within);
        return;
    }
    let behind = &within[lead + core.len()..];
    out.push_str(&within[..lead]);
    // Two emphases that touch would be read as one longer sign.
    if out.ends_with('*') {
        out.push(' ');
    }
    out.push_str(&format!("{signs}{core}{signs}{behind}"));
}

fn code(text: &str) -> String {
    let text = text.trim();
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// A text in which every sign is behind a backslash that may bear one.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for sign in text.chars() {
        if sign.is_ascii_punctuation() && !matches!(sign, ',' | ';' | '\'' | '"' | '?' | '/') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// One blank where there are several, none at the ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            ' ' if out.ends_with([' ', '\n']) || out.is_empty() => {}
            '\n' => {
                while out.ends_with(' ') {
                    out.pop();
                }
                out.push('\n');
            }
            sign => out.push(sign),
        }
    }
    let trimmed = out.trim();
    let trimmed = trimmed.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')).unwrap_or(trimmed);
    trimmed.trim_matches(|sign: char| sign.is_whitespace()).trim_start_matches("\\\n").trim().to_owned()
}

pub(super) fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Whether Markdown says those words when it is read.
fn reads_as(written: &str, meant: &[Piece]) -> bool {
    let meant = text_of(meant);
    let is_plain = |sign: char| sign.is_alphanumeric() || matches!(sign, ' ' | ',' | ';' | '.');
    if written == meant && meant.contains(' ') && meant.chars().all(is_plain) && meant.starts_with(char::is_uppercase) {
        return true;
    }
    let signs = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    signs(&super::blocks::read_back(written)) == signs(&meant)
}
