//! The names of letters that HTML knows.

use super::super::atoms::is;
use super::{Atoms, Foreign, before, foreign, is_word, word};

/// Names of letters that browsers know without a semicolon, and some that authors write so.
const LETTERS: [(&str, &str); 46] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "a no-break space"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("sect", "§"),
    ("para", "¶"),
    ("times", "×"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("bull", "•"),
    ("middot", "·"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("iexcl", "¡"),
    ("iquest", "¿"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("aacute", "á"),
    ("agrave", "à"),
    ("acirc", "â"),
    ("auml", "ä"),
    ("aring", "å"),
    ("ccedil", "ç"),
    ("iacute", "í"),
    ("icirc", "î"),
    ("ntilde", "ñ"),
    ("oacute", "ó"),
    ("ouml", "ö"),
    ("uacute", "ú"),
    ("uuml", "ü"),
];

/// `&nbsp` without its semicolon, `&nope;`.
pub(super) fn entity(atoms: &Atoms, at: usize) -> Option<Foreign> {
    let plain = "for a plain sign write `\\&`";
    if is(atoms, at + 1, '#') {
        let hex = is(atoms, at + 2, 'x') || is(atoms, at + 2, 'X');
        let start = at + 2 + usize::from(hex);
        let digits = word(atoms, start, |char| if hex { char.is_ascii_hexdigit() } else { char.is_ascii_digit() });
        let end = start + digits.len();
        let letter = u32::from_str_radix(&digits, if hex { 16 } else { 10 }).ok().and_then(char::from_u32)?;
        let closed = is(atoms, end, ';');
        let shown = if letter.is_control() { "the letter itself".to_owned() } else { format!("`{letter}`") };
        return (digits.len() >= 2 && !closed).then(|| {
            foreign(
                end,
                "a semicolon is missing behind the number of a letter, and it is printed as typed",
                format!("type {shown}; {plain}"),
            )
        });
    }
    let name = word(atoms, at + 1, |char| char.is_ascii_alphanumeric());
    let end = at + 1 + name.len();
    if is(atoms, end, ';') {
        let meant = name.len() >= 2 && !is_word(before(atoms, at))
            || name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_lowercase());
        return meant.then(|| {
            let message = format!("`&{name};` is the name of no letter and is printed as typed");
            foreign(end + 1, message, format!("type the letter itself; {plain}"))
        });
    }
    // An accented letter may stand within a word.
    let accented =
        |known: &str| ["acute", "grave", "circ", "uml", "cedil", "tilde"].iter().any(|end| known.ends_with(end));
    let (known, letter) =
        LETTERS.iter().find(|(known, _)| name == *known || accented(known) && name.starts_with(known))?;
    if is(atoms, at + 1 + known.len(), '=') {
        return None;
    }
    let shown = if letter.chars().count() == 1 { format!("`{letter}`") } else { (*letter).to_owned() };
    Some(foreign(
        at + 1 + known.len(),
        format!("a semicolon is missing behind `&{known}`, and it is printed as typed"),
        format!("type {shown}; {plain}"),
    ))
}
