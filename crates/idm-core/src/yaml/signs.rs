//! Signs that look like those of YAML, and are others.

/// The name of a blank that is none to YAML, if it is one: those that word processors and web pages use.
pub(super) fn strange_blank(c: char) -> Option<String> {
    let name = match c {
        '\u{a0}' => "a no-break space",
        '\u{202f}' => "a narrow no-break space",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "an invisible space",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "an unusual line break",
        _ if c.is_whitespace() && !c.is_ascii() => "an unusual space",
        _ => return None,
    };
    Some(format!("{name} (U+{:04X})", u32::from(c)))
}

/// What to do about an expression that begins a value, which YAML takes for a mapping.
pub(super) const EXPRESSION: (&str, &str) = (
    "to YAML, an expression at the beginning of a value is a mapping",
    "put the text in quotation marks: `\"{{ … }}\"`",
);

/// Whether a character is a quotation mark to readers, and none to YAML.
pub(super) fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '\u{301d}' | '\u{301e}' | '＂')
}

/// Whether a text begins like an item of a list, with a sign that is no hyphen.
pub(super) fn false_hyphen(text: &str) -> Option<char> {
    let mut signs = text.chars();
    let sign = signs.next().filter(|c| matches!(c, '–' | '—' | '−' | '‐' | '‑' | '•' | '·' | '▪' | '◦' | '●' | '*'))?;
    signs.next().is_some_and(|c| c == ' ' || strange_blank(c).is_some()).then_some(sign)
}

/// The word before a colon that no space follows, at the beginning of a text: `title:Water`. Addresses are none.
pub(super) fn key_without_space(text: &str) -> Option<&str> {
    let word = leading_word(text)?;
    let rest = text[word.len()..].strip_prefix([':', '：'])?;
    let address =
        rest.starts_with("//") || matches!(word, "mailto" | "doi" | "tel" | "urn" | "http" | "https" | "isbn" | "issn");
    (!address && !rest.is_empty() && !rest.starts_with([' ', '\t', ':'])).then_some(word)
}

/// The word at the beginning of a text that is written like a key: small letters, joined by hyphens.
pub(super) fn leading_word(text: &str) -> Option<&str> {
    let length = text.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(text.len());
    text.starts_with(|c: char| c.is_ascii_lowercase()).then(|| &text[..length])
}
