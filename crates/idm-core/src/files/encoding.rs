//! What a text that is no UTF-8 seems to be written in.

/// How many bytes at the beginning of a file are looked at.
const LOOKED_AT: usize = 64 * 1024;

/// An encoding, as far as the bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Two bytes a character, as "Unicode" is saved on Windows; or four.
    Wide,
    /// Windows-1252, or Latin-1, which is a part of it.
    Western {
        /// What the first wrong byte stands for.
        character: char,
    },
    /// UTF-8 for the most part: a few bytes were damaged, or pasted from elsewhere.
    Damaged,
    /// None that can be told.
    Unknown,
}

impl Encoding {
    /// Guesses from a whole file, of which `offset` is the first byte that is no UTF-8.
    pub(super) fn guess(bytes: &[u8], offset: usize) -> Self {
        if is_wide(bytes) {
            return Self::Wide;
        }
        let bytes = &bytes[..bytes.len().min(offset.saturating_add(LOOKED_AT))];
        if bytes[..offset.min(bytes.len())].iter().any(|byte| !byte.is_ascii()) {
            return Self::Damaged;
        }
        let rest = &bytes[offset.min(bytes.len())..];
        // Sequences of UTF-8 behind the first wrong byte are no accident, either.
        let valid: usize =
            rest.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
        let high = rest.iter().filter(|byte| !byte.is_ascii()).count();
        if valid * 4 > high {
            return Self::Damaged;
        }
        match rest.first().and_then(|&first| western(first)) {
            Some(character) if is_western(rest, high) => Self::Western { character },
            _ => Self::Unknown,
        }
    }

    /// What to do, in a sentence without a full stop.
    pub(super) fn advice(self) -> String {
        match self {
            Self::Wide => {
                "it seems to be UTF-16 (\"Unicode\" in some editors): save it again, with the encoding UTF-8".to_owned()
            }
            Self::Western { character } => format!(
                "it seems to be in Windows-1252 (Latin-1, \"ANSI\"), where the first of them is `{character}`: open it with that \
                 encoding, and save it with the encoding UTF-8"
            ),
            Self::Damaged => {
                "the rest of the file is UTF-8: type what stands here anew, and save the file with the encoding UTF-8"
                    .to_owned()
            }
            Self::Unknown => {
                "open it with the encoding that it was written in, and save it with the encoding UTF-8".to_owned()
            }
        }
    }
}

/// Whether characters take two bytes or four, with a mark at the beginning or without: then every other byte of a text in
/// a European language is null.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let bytes = &bytes[..bytes.len().min(LOOKED_AT)];
    let nulls = |from: usize| bytes.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nulls(0), nulls(1));
    bytes.len() >= 4 && even.max(odd) * 5 >= bytes.len() && even.min(odd) * 4 <= even.max(odd) * 3
}

/// What a byte means in Windows-1252.
fn western(byte: u8) -> Option<char> {
    const FROM_80: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”',
        '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => Some(FROM_80[usize::from(byte - 0x80)]).filter(|&c| c != '\0'),
        _ => Some(char::from(byte)),
    }
}

/// Whether bytes read well as Windows-1252. In other encodings of one byte, what are letters would be signs within words
/// here, or whole words would be of letters with accents.
fn is_western(bytes: &[u8], high: usize) -> bool {
    let is_letter = |at: usize| bytes.get(at).is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 0xc0);
    let strange = |at: usize, byte: u8| match byte {
        0x81 | 0x8d | 0x8f | 0x90 | 0x9d => true,
        // An apostrophe stands within words, and so do these letters.
        0x92 | 0x9a | 0x9c | 0x9e => false,
        // A capital within a word is none.
        0x8a | 0x8c | 0x8e | 0x9f => at > 0 && bytes[at - 1].is_ascii_lowercase(),
        0x80..=0xbf => at > 0 && is_letter(at - 1) && is_letter(at + 1),
        _ => at > 1 && bytes[at - 1] >= 0xc0 && bytes[at - 2] >= 0xc0,
    };
    let strange = bytes.iter().enumerate().filter(|&(at, &byte)| !byte.is_ascii() && strange(at, byte)).count();
    strange * 4 <= high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(bytes: &[u8]) -> Encoding {
        Encoding::guess(bytes, std::str::from_utf8(bytes).err().map_or(bytes.len(), |error| error.valid_up_to()))
    }

    #[test]
    fn the_usual_encodings_are_told_apart() {
        let western = |character| Encoding::Western { character };
        assert_eq!(guess(b"Le r\xe9sum\xe9 de l\x92\xc9tat"), western('é'));
        assert_eq!(guess(b"He said \x93yes\x94 \x96 twice"), western('“'));
        assert_eq!(guess(b"\xa9 2017"), western('©'));
        assert_eq!(guess(b"100 \x80"), western('€'));
        let wide: Vec<u8> = "id: a\ntitle: Été\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(guess(&wide), Encoding::Wide);
        let wide: Vec<u8> = "\u{feff}id: a\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(guess(&wide), Encoding::Wide);
        assert_eq!(
            guess("l’été dure, dit-elle, tout l’été\u{e9}".as_bytes().split_last().unwrap().1),
            Encoding::Damaged
        );
        // Mac OS Roman and the code page of DOS, Cyrillic of Windows.
        assert_eq!(guess(b"Le r\x8esum\x8e de la journ\x8ee"), Encoding::Unknown);
        assert_eq!(guess(b"Le r\x82sum\x82 de la journ\x82e"), Encoding::Unknown);
        assert_eq!(guess(b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0"), Encoding::Unknown);
    }

    #[test]
    fn a_text_of_ordinary_bytes_is_not_wide() {
        for text in [&b""[..], b"a\0", b"id: a\ntitle: b\n", b"a\0\0\0\0\0\0b", b"one\0two\0three"] {
            assert!(!is_wide(text), "{text:?}");
        }
        assert!(is_wide(b"i\0d\0:\0 \0a\0"));
        assert!(is_wide(b"i\0\0\0d\0\0\0:\0\0\0"));
    }
}
