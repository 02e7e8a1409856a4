//! Names that are written in one string.
//!
//! Hayagriva reads such a string as BibTeX does: what stands before the last word with a small first letter is a prefix,
//! and is left out of citations, so that "International Organization for Seals" becomes "Seals". Here a string
//! without a comma is a whole name, and one with a comma is a person's only where it reads like one.

use serde_json::{Map, Value};

use super::SILENT;

/// Words that stand in no person's name, but in those of institutions.
const INSTITUTIONAL: [&str; 74] = [
    "administration",
    "agence",
    "agencia",
    "agency",
    "alliance",
    "asociación",
    "assembly",
    "association",
    "authority",
    "banco",
    "bank",
    "banque",
    "board",
    "bureau",
    "center",
    "centre",
    "centro",
    "college",
    "comisión",
    "comité",
    "commission",
    "committee",
    "company",
    "confederation",
    "conference",
    "conseil",
    "consejo",
    "corporation",
    "council",
    "court",
    "department",
    "departamento",
    "direction",
    "directorate",
    "division",
    "embassy",
    "federation",
    "fondation",
    "forum",
    "foundation",
    "fund",
    "fundación",
    "gobierno",
    "gouvernement",
    "government",
    "group",
    "initiative",
    "institut",
    "institute",
    "instituto",
    "international",
    "laboratory",
    "ministerio",
    "ministry",
    "ministère",
    "mission",
    "nations",
    "network",
    "observatory",
    "office",
    "oficina",
    "organisation",
    "organización",
    "organization",
    "parliament",
    "partnership",
    "press",
    "programme",
    "republic",
    "secretariat",
    "secretaría",
    "secrétariat",
    "union",
    "university",
];

/// Small words that join the parts of an institution's name, and never those of a person's.
const JOINING: [&str; 11] = ["of", "for", "the", "against", "from", "pour", "sur", "aux", "contre", "para", "sobre"];

/// Small words that join people as well as words.
const AND: [&str; 6] = ["and", "&", "et", "y", "und", "with"];

/// What stands behind a person's name, with or without a full stop.
const GENERATIONS: [&str; 14] =
    ["jr", "sr", "junior", "senior", "ii", "iii", "iv", "v", "fils", "père", "hijo", "phd", "md", "esq"];

/// What stands behind a company's name, with or without full stops.
const COMPANIES: [&str; 14] =
    ["inc", "ltd", "llc", "plc", "corp", "co", "gmbh", "ag", "sa", "sarl", "srl", "bv", "ev", "pty"];

/// Why a string cannot be read as one name, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unclear {
    pub(super) message: String,
    pub(super) hint: String,
}

/// A name in one string, in the parts that Hayagriva tells apart.
pub(super) fn parse(typed: &str) -> Result<Map<String, Value>, Unclear> {
    if let Some(whole) = typed.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && !whole.contains(['{', '}'])
    {
        return Ok(whole_name(whole));
    }
    if let Some(sign) = typed.chars().find(|sign| matches!(sign, '{' | '}')) {
        return Err(Unclear {
            message: format!("`{sign}` would be printed in this name"),
            hint: "names need no braces: write them as they are to be printed".to_owned(),
        });
    }
    let parts: Vec<&str> = typed.split(',').map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(Unclear {
            message: format!("nothing stands beside a comma in `{typed}`"),
            hint: "write `Family, Given`, or the name of an institution without a comma at its end".to_owned(),
        });
    }
    if typed.contains(';') {
        return Err(several(typed, "semicolons"));
    }
    let [family, rest @ ..] = parts.as_slice() else { return Ok(whole_name(typed)) };
    if rest.is_empty() || is_institution(&parts) {
        return Ok(whole_name(typed));
    }
    if let Some(part) = parts.iter().find(|part| ends_in_et_al(part)) {
        return Err(Unclear {
            message: format!("`{part}` would be taken for a part of the name"),
            hint: "list all authors, one in each item of a list; the style shortens the list by itself".to_owned(),
        });
    }
    // "Ortega y Gasset" is one family.
    let joined = |part: &str, words: &[&str]| part.split(' ').any(|word| words.contains(&word));
    let people = joined(family, &["and", "&", "with"]) || rest.iter().any(|part| joined(part, &AND));
    if people || parts.iter().any(|part| ends_in_initials(part)) {
        return Err(several(typed, "commas"));
    }
    match rest {
        [given] => person(family, given, None),
        [given, suffix] if is_one_of(suffix, &GENERATIONS) => person(family, given, Some(suffix)),
        // BibTeX's order.
        [suffix, given] if is_one_of(suffix, &GENERATIONS) => person(family, given, Some(suffix)),
        _ => Err(several(typed, "commas")),
    }
}

/// A name that is printed as it stands, whatever it consists of.
pub(super) fn whole_name(typed: &str) -> Map<String, Value> {
    Map::from_iter([("name".to_owned(), typed.trim().into())])
}

/// A family name in which Hayagriva finds no particle but those with a small first letter. It takes "Della" for one, too,
/// and would sort "Della Porta" under P.
pub(super) fn kept_together(family: &str) -> String {
    if family.starts_with(char::is_uppercase) { family.replace(' ', &format!("{SILENT} ")) } else { family.to_owned() }
}

fn person(family: &str, given: &str, suffix: Option<&str>) -> Result<Map<String, Value>, Unclear> {
    if let Some(sign) = given.chars().find(|&sign| sign.is_ascii_digit() || "()[]/:\"“”".contains(sign)) {
        return Err(Unclear {
            message: format!("`{sign}` cannot stand in a given name, as which `{given}` would be read"),
            hint: format!("write `name: \"{family}, {given}\"` if that is the name of an institution"),
        });
    }
    let mut parts = Map::new();
    parts.insert("name".to_owned(), kept_together(family).into());
    parts.insert("given-name".to_owned(), given.into());
    if let Some(suffix) = suffix {
        parts.insert("suffix".to_owned(), suffix.into());
        parts.insert("comma-suffix".to_owned(), true.into());
    }
    Ok(parts)
}

fn several(typed: &str, signs: &str) -> Unclear {
    Unclear {
        message: format!("`{typed}` is not one name: it has {signs} as a list has"),
        hint: "write each author in an item of its own: `author: [\"Sen, Ana\", \"Li, Bo\"]`; `{name: …}` takes the name of an institution with its commas".to_owned(),
    }
}

/// Whether a string with a comma is the name of an institution.
fn is_institution(parts: &[&str]) -> bool {
    let named = |part: &&str| {
        // A person may be called Bank or Court; an institution's name has more words than that.
        let bare = |word: &str| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
        part.contains(' ') && part.split(' ').any(|word| INSTITUTIONAL.contains(&bare(word).as_str()))
    };
    let joined = |part: &&str| part.split(' ').any(|word| JOINING.contains(&word));
    parts.iter().any(named) || parts.iter().any(joined) || parts.last().is_some_and(|last| is_one_of(last, &COMPANIES))
}

fn is_one_of(word: &str, known: &[&str]) -> bool {
    let bare: String = word.chars().filter(|&sign| sign != '.').collect::<String>().to_lowercase();
    known.contains(&bare.as_str())
}

fn ends_in_et_al(part: &str) -> bool {
    ["et al", "et al.", "and others", "y otros"].iter().any(|end| part.to_lowercase().ends_with(end))
}

/// Whether a name is written as "Smith J": a list of such is not one name.
fn ends_in_initials(part: &str) -> bool {
    part.rsplit_once(' ').is_some_and(|(name, last)| {
        let letters = last.chars().filter(|&sign| sign != '.').count();
        name.chars().any(char::is_lowercase)
            && (1..=3).contains(&letters)
            && last.chars().all(|sign| sign.is_uppercase() || sign == '.')
            // "Stewart, Thomas W."
            && !last.ends_with('.')
            && !is_one_of(last, &GENERATIONS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts, joined by bars.
    fn read(typed: &str) -> String {
        let parts = parse(typed).unwrap_or_else(|unclear| panic!("{typed}: {unclear:?}"));
        let text = |key: &str| parts.get(key).and_then(Value::as_str).map(|text| text.replace(SILENT, ""));
        let mut read = text("name").unwrap_or_default();
        for key in ["given-name", "suffix"] {
            if let Some(text) = text(key) {
                read = format!("{read}|{text}");
            }
        }
        read
    }

    #[test]
    fn institutions_keep_all_their_words() {
        for name in [
            "International Organization for Migration",
            "Organisation internationale pour les migrations",
            "UN Women",
            "United Nations, Department of Economic and Social Affairs",
            "Ministry of Labour, Family and Social Affairs",
            "World Bank Group, Washington",
            "Cotton, Wool & Sons, Ltd.",
            "Example, Inc.",
            "Committee on Roads, Rivers and Canals",
            "Council for Roads, Rivers",
            "bell hooks",
            "Ludwig van Beethoven",
        ] {
            assert_eq!(read(name), name);
        }
        assert_eq!(read("{Roads, Rivers and Canals}"), "Roads, Rivers and Canals");
    }

    #[test]
    fn persons_are_parted_at_the_comma() {
        for (typed, parts) in [
            ("Sen, Ana", "Sen|Ana"),
            ("de Vries, Jan", "de Vries|Jan"),
            ("Della Porta, Donatella", "Della Porta|Donatella"),
            ("von der Leyen, Ursula", "von der Leyen|Ursula"),
            ("al-Hussein, Zeid Ra’ad", "al-Hussein|Zeid Ra’ad"),
            ("Stewart, Thomas W., Jr.", "Stewart|Thomas W.|Jr."),
            ("Stewart, Jr., Thomas W.", "Stewart|Thomas W.|Jr."),
            ("Ortega y Gasset, José", "Ortega y Gasset|José"),
            ("Bank, Sara Lee", "Bank|Sara Lee"),
            ("in ’t Veld, Sophie", "in ’t Veld|Sophie"),
            ("King, Martin Luther, III", "King|Martin Luther|III"),
            ("Silva e Costa, Rui", "Silva e Costa|Rui"),
            ("Doe, J A", "Doe|J A"),
        ] {
            assert_eq!(read(typed), parts);
        }
    }

    #[test]
    fn lists_in_one_string_are_refused() {
        for typed in [
            "Sen, Ana; Li, Bo",
            "Sen, Ana and Li, Bo",
            "Sen, Ana and Bo",
            "Roads, Rivers and Canals",
            "Sen, Ana, and Li, Bo",
            "Sen, A., Li, B.",
            "Sen A, Li B",
            "Sen, Ana et al.",
            "Sen, Ana, Bo",
            "Sen, Ana (ed.)",
            "Sen, ",
            "{Sen}, Ana",
        ] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}
