//! Quotation marks and apostrophes: which sign of the language stands for a straight one that was typed. In French, too, which blanks
//! no line may be broken at.
//!
//! A mark is decided by what stands on both sides of it in the whole line, whatever mark-up lies between: behind a
//! reference, a value or emphasis, an apostrophe is an apostrophe. Typesetting would see one piece of text at a time.

use crate::compare::ComparedInline;
use crate::markdown::tree::{Inline, InlineKind};

/// Stands for what is no text of the line's own: a citation, code, a picture.
const OBJECT: char = '\u{fffc}';
const APOSTROPHE: &str = "’";

/// The signs of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Signs {
    double: [&'static str; 2],
    single: [&'static str; 2],
}

const ENGLISH: Signs = Signs { double: ["“", "”"], single: ["‘", "’"] };
const LOW_AND_HIGH: Signs = Signs { double: ["„", "“"], single: ["‚", "‘"] };

impl Signs {
    /// The signs of a language by its tag, `fr` or `pt-BR`; those of English where nothing else is known.
    fn of(language: &str) -> Self {
        let mut parts = language.split('-');
        let code = parts.next().unwrap_or_default().to_ascii_lowercase();
        let region = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
        match (code.as_str(), region.as_deref()) {
            ("fr", Some("CH")) => Self { double: ["«\u{202f}", "\u{202f}»"], single: ["‹\u{202f}", "\u{202f}›"] },
            ("fr", _) => Self { double: ["«\u{202f}", "\u{202f}»"], single: ["“", "”"] },
            ("es", None | Some("ES")) | ("it" | "gl" | "uk", _) => {
                Self { double: ["«", "»"], single: ["“", "”"] }
            }
            ("de", Some("CH" | "LI")) => Self { double: ["«", "»"], single: ["‹", "›"] },
            ("de" | "cs" | "sk" | "sl" | "et" | "is" | "lt" | "lv", _) => LOW_AND_HIGH,
            ("ru", _) => Self { double: ["«", "»"], single: ["„", "“"] },
            _ => ENGLISH,
        }
    }
}

/// A line with the quotation marks and apostrophes of its language, which is a tag such as `fr`. Code and bare addresses
/// keep theirs.
pub fn line(content: &[Inline], language: &str) -> Vec<Inline> {
    let signs = Signs::of(language);
    let mut glyphs = vec![];
    gather(content, signs, &mut glyphs);
    let mut signs = decide(&glyphs).into_iter();
    put(content, language, &mut signs)
}

/// A compared line with the quotation marks and apostrophes of its language: each state has those that it would have by
/// itself, and what stands in both those of the later one.
pub(crate) fn compared_line(content: &[ComparedInline], language: &str) -> Vec<ComparedInline> {
    let own = Signs::of(language);
    let [mut later, mut earlier] = [true, false].map(|later| {
        let mut glyphs = vec![];
        gather_compared(content, later, own, &mut glyphs);
        decide(&glyphs).into_iter()
    });
    put_compared(content, language, &mut later, &mut earlier)
}

/// All characters of a compared line in one of its states.
fn gather_compared(content: &[ComparedInline], later: bool, signs: Signs, glyphs: &mut Vec<Glyph>) {
    for compared in content {
        match compared {
            ComparedInline::Kept(inline) => gather(std::slice::from_ref(inline), signs, glyphs),
            ComparedInline::Added(inline) if later => gather(std::slice::from_ref(inline), signs, glyphs),
            ComparedInline::Removed(inline) if !later => gather(std::slice::from_ref(inline), signs, glyphs),
            ComparedInline::Added(_) | ComparedInline::Removed(_) => {}
            ComparedInline::Within { later: held, content, .. } => match &held.kind {
                InlineKind::EditorsNote(_) => {}
                InlineKind::Foreign { language, .. } => gather_compared(content, later, Signs::of(language), glyphs),
                _ => gather_compared(content, later, signs, glyphs),
            },
        }
    }
}

fn put_compared(
    content: &[ComparedInline],
    language: &str,
    later: &mut dyn Iterator<Item = &'static str>,
    earlier: &mut dyn Iterator<Item = &'static str>,
) -> Vec<ComparedInline> {
    let put = |inline: &Inline, signs: &mut dyn Iterator<Item = &'static str>| Inline {
        kind: kind(&inline.kind, language, signs),
        span: inline.span,
    };
    let told = content.iter().map(|compared| match compared {
        ComparedInline::Kept(inline) => {
            put(inline, earlier);
            ComparedInline::Kept(put(inline, later))
        }
        ComparedInline::Added(inline) => ComparedInline::Added(put(inline, later)),
        ComparedInline::Removed(inline) => ComparedInline::Removed(put(inline, earlier)),
        ComparedInline::Within { later: held, .. } if matches!(held.kind, InlineKind::EditorsNote(_)) => {
            compared.clone()
        }
        ComparedInline::Within { earlier: was, later: held, content } => {
            let language = match &held.kind {
                InlineKind::Foreign { language, .. } => language,
                _ => language,
            };
            let content = put_compared(content, language, later, earlier);
            ComparedInline::Within { earlier: was.clone(), later: held.clone(), content }
        }
    });
    told.collect()
}

/// The same for plain text.
pub fn text(text: &str, language: &str) -> String {
    let signs = Signs::of(language);
    let glyphs: Vec<_> = text.chars().map(|char| Glyph { char, signs }).collect();
    replaced(text, language, &mut decide(&glyphs).into_iter())
}

/// A character of a line, and the signs of the language that it is in.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    char: char,
    signs: Signs,
}

fn is_straight(char: char) -> bool {
    matches!(char, '"' | '\'')
}

/// All characters of a line in their order. Notes to the editors are lines of their own, and footnotes' marks are
/// looked through: a quotation ends behind its footnote as well as before it.
fn gather(content: &[Inline], signs: Signs, glyphs: &mut Vec<Glyph>) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(words) => glyphs.extend(words.chars().map(|char| Glyph { char, signs })),
            InlineKind::SoftBreak | InlineKind::HardBreak => glyphs.push(Glyph { char: ' ', signs }),
            InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Reference { content: None, .. } => {
                glyphs.push(Glyph { char: OBJECT, signs });
            }
            InlineKind::Link { url, content } if is_address(url, content) => {
                glyphs.push(Glyph { char: OBJECT, signs });
            }
            InlineKind::Foreign { language, content } => gather(content, Signs::of(language), glyphs),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Link { content, .. }
            | InlineKind::IndexTerm { content, .. }
            | InlineKind::Reference { content: Some(content), .. } => gather(content, signs, glyphs),
            InlineKind::FootnoteReference(_) | InlineKind::EditorsNote(_) => {}
        }
    }
}

/// Whether a link shows its own address.
fn is_address(url: &str, content: &[Inline]) -> bool {
    matches!(content, [Inline { kind: InlineKind::Text(words), .. }] if !words.is_empty() && url.ends_with(words.as_str()))
}

/// The sign for each straight mark, in order.
fn decide(glyphs: &[Glyph]) -> Vec<&'static str> {
    let mut signs = vec![];
    if !glyphs.iter().any(|glyph| is_straight(glyph.char)) {
        return signs;
    }
    let ended = ended(glyphs);
    let mut open: Vec<bool> = vec![];
    // How many of each kind are open: a text may open far more than it closes.
    let mut counts = [0_usize; 2];
    // Straight marks themselves tell nothing of a mark beside them: each is followed as what it has become.
    let mut previous: Option<char> = None;
    for (at, glyph) in glyphs.iter().enumerate() {
        if !is_straight(glyph.char) {
            previous = Some(glyph.char);
            continue;
        }
        let double = glyph.char == '"';
        let next = following(glyphs, at);
        let [opening, closing] = if double { glyph.signs.double } else { glyph.signs.single };
        let is_open = counts[usize::from(double)] > 0;
        let opens = is_outside(previous) && !is_outside(next) || (double && !is_open && !is_outside(next));
        let sign = if !double && (joins(previous) && joins(next) || is_short_year(glyphs, at)) {
            APOSTROPHE
        } else if !is_open && previous.is_some_and(char::is_numeric) && is_outside(next) && !is_plural(glyphs, at) {
            if double { "″" } else { "′" }
        } else if opens && (double || ended[at]) {
            open.push(double);
            counts[usize::from(double)] += 1;
            opening
        } else if is_open {
            while let Some(popped) = open.pop() {
                counts[usize::from(popped)] -= 1;
                if popped == double {
                    break;
                }
            }
            closing
        } else if double {
            closing
        } else {
            APOSTROPHE
        };
        signs.push(sign);
        // What stands behind a mark that has opened begins, whatever the mark looks like.
        previous = if sign == opening { Some('“') } else { sign.chars().next_back() };
    }
    signs
}

/// For each single mark whether one that could close a quotation comes before the next one that could open one: only then
/// does it open one itself, and `'tis` begins with an apostrophe.
fn ended(glyphs: &[Glyph]) -> Vec<bool> {
    let mut ended = vec![false; glyphs.len()];
    let mut closes = false;
    for at in (0..glyphs.len()).rev().filter(|&at| glyphs[at].char == '\'') {
        ended[at] = closes;
        match (is_outside(preceding(glyphs, at)), is_outside(following(glyphs, at))) {
            (false, true) => closes = true,
            (true, false) if !is_short_year(glyphs, at) => closes = false,
            _ => {}
        }
    }
    ended
}

/// The character before a mark that is no straight mark itself.
fn preceding(glyphs: &[Glyph], at: usize) -> Option<char> {
    glyphs[..at].iter().rev().take(3).map(|glyph| glyph.char).find(|&char| !is_straight(char))
}

/// The character behind a mark that is no straight mark itself.
fn following(glyphs: &[Glyph], at: usize) -> Option<char> {
    // More marks in a row than these are no typography.
    glyphs[at + 1..].iter().take(3).map(|glyph| glyph.char).find(|&char| !is_straight(char))
}

/// Whether words end or begin here: at a blank, a bracket, a sign of punctuation, or nothing.
fn is_outside(char: Option<char>) -> bool {
    char.is_none_or(|char| !joins(Some(char)) && !matches!(char, '€' | '$' | '£' | '#' | '@' | '%' | '…' | '.'))
}

/// Whether the character is one that an apostrophe joins to another.
fn joins(char: Option<char>) -> bool {
    char.is_some_and(|char| char.is_alphanumeric() || matches!(char, OBJECT | ')' | ']' | '\u{300}'..='\u{36f}'))
}

/// `'95`: the century is left out.
fn is_short_year(glyphs: &[Glyph], at: usize) -> bool {
    let digit = |at: usize| glyphs.get(at).is_some_and(|glyph| glyph.char.is_ascii_digit());
    let before = at.checked_sub(1).map(|at| glyphs[at].char);
    let after = glyphs.get(at + 3).map(|glyph| glyph.char);
    before.is_none_or(|char| !char.is_alphanumeric())
        && digit(at + 1)
        && digit(at + 2)
        && after.is_none_or(|char| char == 's' || !char.is_alphanumeric() && char != '\'')
}

/// `the 1990s'` has a letter before the mark; `2017's` one behind it.
fn is_plural(glyphs: &[Glyph], at: usize) -> bool {
    glyphs.get(at + 1).is_some_and(|glyph| glyph.char.is_alphabetic())
}

fn put(content: &[Inline], language: &str, signs: &mut impl Iterator<Item = &'static str>) -> Vec<Inline> {
    content.iter().map(|inline| Inline { kind: kind(&inline.kind, language, signs), span: inline.span }).collect()
}

fn kind(kind: &InlineKind, language: &str, signs: &mut dyn Iterator<Item = &'static str>) -> InlineKind {
    let mut put = |content: &[Inline], language: &str| -> Vec<Inline> {
        let mut signs = &mut *signs;
        put(content, language, &mut signs)
    };
    match kind {
        InlineKind::Text(words) => InlineKind::Text(replaced(words, language, signs).into()),
        InlineKind::Emphasis(content) => InlineKind::Emphasis(put(content, language)),
        InlineKind::Strong(content) => InlineKind::Strong(put(content, language)),
        InlineKind::Superscript(content) => InlineKind::Superscript(put(content, language)),
        InlineKind::Subscript(content) => InlineKind::Subscript(put(content, language)),
        InlineKind::Link { url, content } if !is_address(url, content) => {
            InlineKind::Link { url: url.clone(), content: put(content, language) }
        }
        InlineKind::Foreign { language, content } => {
            InlineKind::Foreign { language: language.clone(), content: put(content, language) }
        }
        InlineKind::IndexTerm { subject, content } => {
            InlineKind::IndexTerm { subject: subject.clone(), content: put(content, language) }
        }
        InlineKind::Reference { targets, content: Some(content) } => {
            InlineKind::Reference { targets: targets.clone(), content: Some(put(content, language)) }
        }
        InlineKind::EditorsNote(content) => InlineKind::EditorsNote(line(content, language)),
        InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Image(_)
        | InlineKind::Link { .. }
        | InlineKind::FootnoteReference(_)
        | InlineKind::Reference { content: None, .. } => kind.clone(),
    }
}

fn replaced(words: &str, language: &str, signs: &mut dyn Iterator<Item = &'static str>) -> String {
    let mut text = String::with_capacity(words.len() + 8);
    let is_french = language.split('-').next().is_some_and(|code| code.eq_ignore_ascii_case("fr"));
    let mut before = None;
    let mut rest = words.chars().peekable();
    while let Some(char) = rest.next() {
        if is_french && char == ' ' {
            text.push(french_blank(before, rest.peek().copied()));
            before = Some(char);
            continue;
        }
        before = Some(char);
        match is_straight(char).then(|| signs.next()).flatten() {
            Some(sign) => text.push_str(sign),
            None => text.push(char),
        }
    }
    text
}

/// A blank of French: a line is not broken before a sign of two parts, nor within quotation marks.
fn french_blank(before: Option<char>, next: Option<char>) -> char {
    match (before, next) {
        (_, Some(';' | '!' | '?' | '»' | '›')) | (Some('«' | '‹'), _) => '\u{202f}',
        (_, Some(':')) => '\u{a0}',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{accept_line, compare_lines, reject_line};
    use crate::markdown::testing::read;
    use crate::markdown::tree::{BlockKind, plain_text};

    #[track_caller]
    fn shown(markdown: &str, language: &str) -> String {
        let read = read(markdown);
        let BlockKind::Paragraph(content) = &read.blocks()[0].kind else { panic!("no paragraph") };
        plain_text(&line(content, language))
    }

    #[test]
    fn both_states_of_a_compared_line_have_their_own_marks() {
        let inlines = |markdown: &str| {
            let read = read(markdown);
            let BlockKind::Paragraph(content) = &read.blocks()[0].kind else { panic!("no paragraph") };
            content.clone()
        };
        let (earlier, later) = (inlines("They said \"yes\" to it."), inlines("They said yes to \"it\"."));
        let compared = compare_lines(&earlier, &later);
        let told = compared_line(&compared, "en");
        assert_eq!(plain_text(&accept_line(&told)), "They said yes to “it”.");
        assert_eq!(plain_text(&reject_line(&told)), "They said “yes” to it.");
    }

    #[test]
    fn english_text() {
        for (typed, printed) in [
            ("\"Yes\", she said.", "“Yes”, she said."),
            ("It's the States' text", "It’s the States’ text"),
            ("\"A 'quoted' word\"", "“A ‘quoted’ word”"),
            ("'A \"quoted\" word'", "‘A “quoted” word’"),
            ("\"'Tis so\", \"'a' and 'b'\"", "“’Tis so”, “‘a’ and ‘b’”"),
            ("(\"a\") [\"b\"] —\"c\"— \"d\"/\"e\"", "(“a”) [“b”] —“c”— “d”/“e”"),
            ("2017's, the 1990's, the G20's, the '90s, in '95.", "2017’s, the 1990’s, the G20’s, the ’90s, in ’95."),
            ("the 1990s' end", "the 1990s’ end"),
            ("a 5\" pipe, 6' tall", "a 5″ pipe, 6′ tall"),
            ("\"in 2017\" and 'in 2018'", "“in 2017” and ‘in 2018’"),
            ("\"$5\" and \"…so\" and \"so …\"", "“$5” and “…so” and “so …”"),
            ("rock 'n' roll", "rock ‘n’ roll"),
            ("\"Open", "“Open"),
            ("\"\"", "””"),
        ] {
            assert_eq!(text(typed, "en"), printed, "{typed}");
        }
    }

    #[test]
    fn marks_are_seen_across_mark_up() {
        for (typed, printed) in [
            ("*IOM*'s and **States**' [work](https://example.org)'s", "IOM’s and States’ work’s"),
            ("[@a]'s text and \"[@a]'s text\".", "’s text and “’s text”."),
            ("`code`'s, {{ id }}'s", "code’s, new-york’s"),
            ("\"*Two*\" and \"two *words*\".", "“Two” and “two words”."),
            ("*\"Two\"*'s", "“Two”’s"),
            ("\"Said\"[^n], \"said[^n]\".\n\n[^n]: x", "“Said”, “said”."),
            ("%%He's \"x%% \"y\"", " “y”"),
            ("\"one\ntwo\"", "“one two”"),
            ("`\"x\"` <https://example.org/'a'>", "\"x\" https://example.org/'a'"),
        ] {
            assert_eq!(shown(typed, "en"), printed, "{typed}");
        }
    }

    #[test]
    fn other_languages() {
        assert_eq!(text("\"L'eau d'ici\"", "fr"), "«\u{202f}L’eau d’ici\u{202f}»");
        assert_eq!(text("aujourd'hui, \"un 'mot' dit\".", "fr"), "aujourd’hui, «\u{202f}un “mot” dit\u{202f}».");
        assert_eq!(text("\"Hola\", ¿\"qué\"? Los '90.", "es"), "«Hola», ¿«qué»? Los ’90.");
        assert_eq!(text("\"a 'b'\"", "es-MX"), "“a ‘b’”");
        assert_eq!(text("\"a 'b'\"", "de"), "„a ‚b‘“");
        assert_eq!(shown("\"a [\"l'eau\"](lang:fr-CH)\"", "en"), "“a «\u{202f}l’eau\u{202f}»”");
    }

    #[test]
    fn no_line_of_french_begins_with_a_sign() {
        assert_eq!(
            text("« Oui ! » dit-il ; et : non ?", "fr-FR"),
            "«\u{202f}Oui\u{202f}!\u{202f}» dit-il\u{202f}; et\u{a0}: non\u{202f}?"
        );
        assert_eq!(shown("« *mot* » [@a] ; [oui !](lang:en)", "fr"), "«\u{202f}mot\u{202f}» \u{202f}; oui !");
        assert_eq!(text("Yes ; no : « x »", "en"), "Yes ; no : « x »");
        assert_eq!(text("¿Sí? ¡No!", "es"), "¿Sí? ¡No!");
    }

    #[test]
    fn spans_and_everything_else_stay() {
        let read = read("\"A *b*\" [@c]'s ![\"p\"](d.svg)\\\nx");
        let BlockKind::Paragraph(content) = &read.blocks()[0].kind else { panic!("no paragraph") };
        let made = line(content, "en");
        let spans = |content: &[Inline]| content.iter().map(|inline| inline.span).collect::<Vec<_>>();
        assert_eq!(spans(&made), spans(content));
        assert_eq!(made.len(), content.len());
        assert!(line(&made, "en") == made, "what has been decided stays");
    }

    proptest::proptest! {
        #[test]
        fn only_straight_marks_change(typed in "[a-c0-9 .,'\"()“”—-]{0,30}") {
            let printed = text(&typed, "fr");
            proptest::prop_assert!(!printed.contains(['\'', '"']));
            let mut rest = printed.as_str();
            for piece in typed.split(['\'', '"']) {
                let at = rest.find(piece);
                proptest::prop_assert!(at.is_some());
                rest = &rest[at.unwrap_or_default() + piece.len()..];
            }
        }
    }
}
