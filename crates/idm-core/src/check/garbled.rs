//! Letters and words that were not typed: read in a wrong encoding, lost on the way, or left by a word processor.

use std::ops::Range;

/// What is wrong with a text.
#[derive(Debug)]
pub(super) struct Garbled {
    /// The first place where it shows.
    pub(super) part: Range<usize>,
    pub(super) message: String,
    pub(super) hint: String,
}

/// What word processors print in place of a text, and what to do.
const LEFT: [(&str, &str); 8] = [
    ("Error! Reference source not found", "refer to what is meant: `[@id]`"),
    ("Error! Bookmark not defined", "refer to what is meant: `[@id]`"),
    ("Error! No text of specified style", "type the words that are meant"),
    ("Erreur ! Source du renvoi introuvable", "refer to what is meant: `[@id]`"),
    ("¡Error! No se encuentra el origen de la referencia", "refer to what is meant: `[@id]`"),
    ("Click or tap here to enter text", "type the words that are meant, or leave the value out"),
    ("Click here to enter text", "type the words that are meant, or leave the value out"),
    ("Lorem ipsum dolor sit amet", "type the words that are meant, or leave the value out"),
];

/// Everything that is wrong with a text, each kind once.
pub(super) fn find(text: &str) -> Vec<Garbled> {
    let mut found = vec![];
    for (words, hint) in LEFT {
        if let Some(at) = text.find(words) {
            found.push(Garbled {
                part: at..at + words.len(),
                message: "a word processor has left this in place of a text".to_owned(),
                hint: hint.to_owned(),
            });
        }
    }
    if text.is_ascii() {
        return found;
    }
    for (lost, what, hint) in [
        ('\u{fffd}', "a letter was lost here, and U+FFFD stands in its place", "type the letter that was meant"),
        (
            '\u{fffc}',
            "an object that was not copied stood here (U+FFFC)",
            "save the picture in a `figures` folder and write `![what it shows](figures/a.svg)`, or remove the sign",
        ),
    ] {
        if let Some(at) = text.find(lost) {
            found.push(Garbled { part: at..at + lost.len_utf8(), message: what.to_owned(), hint: hint.to_owned() });
        }
    }
    if let Some((part, meant)) = misread(text) {
        let read = &text[part.clone()];
        found.push(Garbled {
            message: format!("`{read}` is `{meant}`, read in a wrong encoding"),
            hint: format!("type `{meant}`, and open the file that it came from as UTF-8"),
            part,
        });
    }
    found
}

/// The first letter that was written in UTF-8 and read as Windows-1252, and what it was.
fn misread(text: &str) -> Option<(Range<usize>, char)> {
    for (at, first) in text.char_indices() {
        let length = match byte(first) {
            Some(0xC2..=0xC5) => 2,
            Some(0xE2) => 3,
            _ => continue,
        };
        let mut bytes = [0_u8; 3];
        let mut end = at;
        let mut read = 0;
        for (slot, char) in bytes.iter_mut().zip(text[at..].chars()).take(length) {
            let Some(byte) = byte(char) else { break };
            *slot = byte;
            end += char.len_utf8();
            read += 1;
        }
        let Some(meant) = std::str::from_utf8(&bytes[..read]).ok().and_then(|text| text.chars().next()) else {
            continue;
        };
        let likely = match length {
            // Punctuation of the kind that word processors set.
            3 => matches!(meant, '\u{2010}'..='\u{2026}' | '\u{20ac}' | '\u{2122}'),
            // Quotation marks may stand behind a capital with an accent, but not within a word.
            _ => {
                let second = text[at + first.len_utf8()..end].chars().next();
                let quotes = second.is_some_and(|char| "‘’“”„‚–—…‹›«»".contains(char));
                let inside = text[end..].chars().next().is_some_and(char::is_alphabetic);
                !meant.is_control() && (!quotes || inside)
            }
        };
        if read == length && likely {
            return Some((at..end, meant));
        }
    }
    None
}

/// The byte that Windows-1252 shows as a letter, if that lies beyond ASCII.
fn byte(char: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match u32::from(char) {
        code @ 0xA0..=0xFF => u8::try_from(code).ok(),
        _ => (0x80_u8..).zip(HIGH).find_map(|(byte, high)| (high == char).then_some(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn what_was_not_typed_is_found() {
        for (text, part) in [
            ("caf\u{c3}\u{a9}s", "\u{c3}\u{a9}"),
            ("it\u{e2}\u{20ac}\u{2122}s", "\u{e2}\u{20ac}\u{2122}"),
            ("5\u{c2}\u{a0}km", "\u{c2}\u{a0}"),
            ("na\u{c3}\u{af}f", "\u{c3}\u{af}"),
            ("a \u{fffd} b", "\u{fffd}"),
            ("a \u{fffc} b", "\u{fffc}"),
            ("As in Error! Reference source not found. there", "Error! Reference source not found"),
        ] {
            let found = find(text);
            assert_eq!(found.iter().map(|found| &text[found.part.clone()]).collect::<Vec<_>>(), [part], "{text}");
        }
    }

    #[test]
    fn what_was_typed_passes() {
        for text in [
            "Élise, CHÂTEAU, SÃO, Åland, naïve, “AMANHÔ, « CHÂ » and 5 °C",
            "â, ê, Â; Ä“ and â€",
            "He made an Error! Reference is made to it.",
        ] {
            assert!(find(text).is_empty(), "{text}: {:?}", find(text));
        }
    }
}
