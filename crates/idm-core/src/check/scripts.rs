//! Scripts, and the fonts that have them.

use unicode_script::{Script, UnicodeScript};

/// The scripts for which there is a Noto font with serifs, which goes with running text.
const WITH_SERIFS: &[Script] = &[
    Script::Armenian,
    Script::Bengali,
    Script::Cyrillic,
    Script::Devanagari,
    Script::Ethiopic,
    Script::Georgian,
    Script::Greek,
    Script::Gujarati,
    Script::Gurmukhi,
    Script::Hebrew,
    Script::Kannada,
    Script::Khmer,
    Script::Lao,
    Script::Latin,
    Script::Malayalam,
    Script::Myanmar,
    Script::Sinhala,
    Script::Tamil,
    Script::Telugu,
    Script::Thai,
    Script::Tibetan,
];

/// The script of a sign: that of its first character that is of one.
pub(super) fn of(sign: &str) -> Script {
    let own = |script: &Script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    sign.chars().map(|character| character.script()).find(own).unwrap_or(Script::Common)
}

/// What to do about signs of one script that no font can show.
pub(super) fn font_wanted(signs: &[String]) -> String {
    let first = signs.first().map_or("", String::as_str);
    let them = if signs.len() == 1 { "it" } else { "them" };
    let family = family(of(first), first);
    format!(
        "copy a font that has {them}, such as {family}, with its licence into a folder `fonts` beside `publication.yaml`, or \
         write it another way"
    )
}

/// The name of a free font for a script.
fn family(script: Script, sign: &str) -> String {
    let name = match script {
        Script::Han => "Noto Serif CJK SC",
        Script::Hiragana | Script::Katakana => "Noto Serif CJK JP",
        Script::Hangul => "Noto Serif CJK KR",
        Script::Bopomofo => "Noto Serif CJK TC",
        Script::Arabic => "Noto Naskh Arabic",
        Script::Nko => "Noto Sans NKo",
        Script::Latin | Script::Greek | Script::Cyrillic => "Noto Serif",
        Script::Common
            if sign.chars().any(|sign| matches!(sign, '\u{1f300}'..='\u{1f6ff}' | '\u{1f900}'..='\u{1faff}')) =>
        {
            "Noto Emoji"
        }
        Script::Common
            if sign.chars().any(|sign| matches!(sign, '\u{3000}'..='\u{33ff}' | '\u{ff00}'..='\u{ffef}')) =>
        {
            "Noto Serif CJK SC"
        }
        Script::Common => "Noto Sans Symbols 2",
        other => {
            let kind = if WITH_SERIFS.contains(&other) { "Serif" } else { "Sans" };
            return format!("Noto {kind} {}", other.full_name().replace('_', " "));
        }
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_has_its_font() {
        for (sign, wanted) in [
            ("ខ្មែ", "Noto Serif Khmer"),
            ("ไทย", "Noto Serif Thai"),
            ("አ", "Noto Serif Ethiopic"),
            ("東", "Noto Serif CJK SC"),
            ("か", "Noto Serif CJK JP"),
            ("한", "Noto Serif CJK KR"),
            ("。", "Noto Serif CJK SC"),
            ("ᐃ", "Noto Sans Canadian Aboriginal"),
            ("ދ", "Noto Sans Thaana"),
            ("🜁", "Noto Sans Symbols 2"),
            ("😀", "Noto Emoji"),
        ] {
            assert_eq!(family(of(sign), sign), wanted, "{sign}");
        }
        assert_eq!(of("\u{20e3}"), Script::Common);
    }
}
