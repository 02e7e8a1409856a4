//! Names of countries and organizations.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::Desk;
use super::phrases::{ByEnds, possessive};
use super::running::{Kind, Running, Sort, tokens};
use super::terms::WordList;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::model::Plain;
use crate::rules;

/// `countries.toml`.
#[derive(Debug, Default, Deserialize)]
struct Countries {
    country: Vec<Country>,
}

#[derive(Debug, Deserialize)]
struct Country {
    #[serde(rename = "use")]
    name: String,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    accept: Vec<String>,
    since: Option<toml::value::Datetime>,
}

static COUNTRIES: LazyLock<Countries> =
    LazyLock::new(|| toml::from_str(include_str!("countries.toml")).unwrap_or_default());

impl Country {
    /// Whether the name was in use when the publication came out.
    fn holds(&self, desk: &Desk) -> bool {
        let Some(since) = self.since.and_then(|since| since.date) else { return true };
        // The year before the next is as far as a date that is a year reaches; a publication without any is of today.
        desk.publication.date.is_none_or(|date| {
            (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
                >= (i32::from(since.year), since.month, since.day)
        })
    }
}

/// The names in records.
pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    if desk.is_english() {
        countries_of_people(desk, diagnostics);
    }
    organizations(desk, diagnostics);
}

/// The names in lines.
pub(super) fn check_lines(desk: &Desk, diagnostics: &mut Diagnostics) {
    if desk.is_english() {
        countries(desk, diagnostics);
    }
    listed_names(desk, diagnostics);
}

fn known_countries<'c>(desk: &Desk) -> Vec<&'c Country> {
    COUNTRIES.country.iter().filter(|country| country.holds(desk)).collect()
}

fn countries(desk: &Desk, diagnostics: &mut Diagnostics) {
    let known = known_countries(desk);
    let mut words = WordList::default();
    for (at, country) in known.iter().enumerate() {
        words.accept(&country.name);
        country.accept.iter().for_each(|phrase| words.accept(phrase));
        country.not.iter().for_each(|name| words.refuse(name, at, true));
    }
    for line in &desk.lines {
        words.find(line, |found, entry| {
            let Some(country) = known.get(entry) else { return };
            let bytes = line.bytes(found.first, found.last);
            let written = &line.text[bytes.clone()];
            let message = format!("`{written}` is not the name that the United Nations use");
            let problem = desk.problem(&rules::COUNTRY_NAME, line, bytes, message);
            diagnostics.extend(problem.map(|problem| problem.instead(written, &country.name, false)));
        });
    }
}

fn countries_of_people(desk: &Desk, diagnostics: &mut Diagnostics) {
    let known = known_countries(desk);
    for country in desk.publication.people.iter().filter_map(|person| person.country.as_ref()) {
        let other = known.iter().find(|known| known.not.iter().chain(&known.short).any(|name| *name == country.text));
        if let Some(other) = other {
            let message = format!("`{}` is not the name that the United Nations use in lists", country.text);
            let problem = Diagnostic::new(&rules::COUNTRY_NAME, country.span, message);
            diagnostics.push(problem.instead(&country.text, &other.name, false));
        }
    }
    let values = desk.publication.people.iter().filter_map(|person| person.country.as_ref());
    alike(&values.collect::<Vec<_>>(), &[], &rules::COUNTRY_NAME, diagnostics);
}

/// Organizations of people that are nearly those of acronyms or of other people.
fn organizations(desk: &Desk, diagnostics: &mut Diagnostics) {
    let values: Vec<&Plain> =
        desk.publication.people.iter().filter_map(|person| person.organization.as_ref()).collect();
    let listed: Vec<&str> = desk.publication.acronyms.iter().map(|acronym| acronym.long.text.as_str()).collect();
    alike(&values, &listed, &rules::ORGANIZATION_NAME, diagnostics);
}

/// Values that are nearly one that is listed, or nearly one that other records have more often or first.
fn alike(values: &[&Plain], listed: &[&str], rule: &'static crate::rules::Rule, diagnostics: &mut Diagnostics) {
    let mut names: Vec<Name> = vec![];
    let mut by_text: HashMap<&str, usize> = HashMap::new();
    for value in values {
        let at = *by_text.entry(&value.text).or_insert_with(|| {
            names.push(Name::new(&value.text));
            names.len() - 1
        });
        names[at].uses += 1;
    }
    let listed: Vec<Name> = listed.iter().map(|name| Name::new(name)).collect();
    let same = outlines(&names, LONG);
    let in_list = outlines(&listed, LONG_IF_LISTED);
    let is_listed: HashSet<&str> = listed.iter().map(|name| name.text).collect();
    let wanted = |(at, name): (usize, &Name)| -> Option<&str> {
        if is_listed.contains(name.text) {
            return None;
        }
        let mut right = in_list.get(&name.outline(LONG_IF_LISTED)).into_iter().flatten().map(|&other| &listed[other]);
        if let Some(right) = right.find(|right| name.is_nearly(right, LONG_IF_LISTED)) {
            return Some(right.text);
        }
        // Of two that are used as often, the first holds.
        let weight = |at: usize| (names[at].uses, Reverse(at));
        let others = same.get(&name.outline(LONG)).into_iter().flatten().copied();
        let better = others.filter(|&other| weight(other) > weight(at) && name.is_nearly(&names[other], LONG));
        better.max_by_key(|&other| weight(other)).map(|other| names[other].text)
    };
    let wanted: Vec<Option<&str>> = names.iter().enumerate().map(wanted).collect();
    for value in values {
        let Some(wanted) = by_text.get(value.text.as_str()).and_then(|&at| wanted[at]) else { continue };
        let message = format!("`{}` is nearly, but not quite, `{wanted}`", value.text);
        let problem = Diagnostic::new(rule, value.span, message);
        let fix = Fix::replace(problem.place.clone(), value.text.as_str(), wanted, false);
        diagnostics.push(problem.hint(format!("write `{wanted}`, if the same is meant")).fix(fix));
    }
}

/// From how many letters on a word may have a slip: shorter ones are too near to each other, as Iran is to Iraq.
const LONG: usize = 7;

/// The same beside a name that is listed, and so is known to be right.
const LONG_IF_LISTED: usize = 5;

/// A name, with its words as they are compared.
struct Name<'a> {
    text: &'a str,
    words: Vec<String>,
    uses: usize,
}

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        let folded = fold(text);
        let words = folded.split(|char: char| char.is_whitespace() || char == '-');
        Self { text, words: words.filter(|word| !word.is_empty()).map(str::to_owned).collect(), uses: 0 }
    }

    /// The name with a sign for each word that may have a slip: names that are nearly the same have the same outline.
    fn outline(&self, letters: usize) -> String {
        let words: Vec<&str> =
            self.words.iter().map(|word| if is_long(word, letters) { "…" } else { word.as_str() }).collect();
        words.join(" ")
    }

    /// Whether two names differ by slips: capitals, marks on letters, a letter of a long word.
    fn is_nearly(&self, other: &Self, letters: usize) -> bool {
        let near = |(one, other): (&String, &String)| {
            one == other
                || is_long(one, letters)
                    && is_long(other, letters)
                    && one.len().abs_diff(other.len()) <= char::MAX.len_utf8()
                    && strsim::damerau_levenshtein(one, other) <= 1
        };
        self.text != other.text
            && self.words.len() == other.words.len()
            && self.words.iter().zip(&other.words).all(near)
    }
}

fn is_long(word: &str, letters: usize) -> bool {
    word.chars().filter(|char| char.is_alphabetic()).count() >= letters && !word.chars().any(char::is_numeric)
}

/// The places of names by their outlines.
fn outlines(names: &[Name], letters: usize) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        places.entry(name.outline(letters)).or_default().push(at);
    }
    places
}

/// A name without capitals and without marks on its letters, for comparison.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter_map(base).collect()
}

/// The letter under the commonest marks.
fn base(char: char) -> Option<char> {
    Some(match char {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        '’' => '\'',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}

/// A long form of `acronyms.yaml`, cut into words.
struct Listed<'a> {
    long: &'a str,
    words: Vec<&'a str>,
}

/// Long forms of acronyms in running text, one of whose words is nearly, but not quite, the listed one.
fn listed_names(desk: &Desk, diagnostics: &mut Diagnostics) {
    let names: Vec<Listed> = desk
        .publication
        .acronyms
        .iter()
        .map(|acronym| {
            let long = acronym.long.text.as_str();
            Listed { long, words: tokens(long).into_iter().map(|token| token.text(long)).collect() }
        })
        // A name of one or two words, or without capitals, is too near to ordinary words.
        .filter(|name| name.words.len() >= 3 && name.long.starts_with(char::is_uppercase))
        .collect();
    let by_ends = ByEnds::new(names.iter().map(|name| name.words.as_slice()));
    for line in desk.lines.iter().filter(|line| !line.quoted && line.kind != Kind::Heading) {
        let mut reported = usize::MAX;
        by_ends.find(line, |at, first, _| {
            let name = &names[at];
            if first != reported && misspelt(line, first, &name.words) {
                reported = first;
                let bytes = line.bytes(first, first + name.words.len() - 1);
                let written = &line.text[bytes.clone()];
                let message = format!("`{written}` is nearly, but not quite, `{}`", name.long);
                let problem = desk.style(&rules::ORGANIZATION_NAME, line, bytes, message);
                diagnostics.extend(problem.map(|problem| problem.instead(written, name.long, false)));
            }
        });
    }
}

/// Whether the words from a token on are the name but for one, in which there is a slip.
fn misspelt(line: &Running, first: usize, name: &[&str]) -> bool {
    let mut slips = 0;
    for (offset, &wanted) in name.iter().enumerate() {
        let at = first + offset;
        let word = line.at(at);
        let word = possessive(word).unwrap_or(word);
        if word == wanted {
            continue;
        }
        let plural = word.strip_suffix('s') == Some(wanted) || wanted.strip_suffix('s') == Some(word);
        if plural && offset + 1 == name.len() {
            continue;
        }
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        // All in small letters it is no name but ordinary words, or a name in a book that writes it so.
        let small =
            wanted.len() >= 4 && capital(wanted) && !capital(word) && word.to_lowercase() == wanted.to_lowercase();
        let slip = word.chars().count() >= 5
            && line.sort(at) == Some(Sort::Word)
            && capital(word) == capital(wanted)
            && !plural
            && strsim::damerau_levenshtein(word, wanted) <= 1 + usize::from(wanted.chars().count() >= 10);
        if !(small || slip) {
            return false;
        }
        slips += 1;
    }
    slips == 1
}

#[cfg(test)]
mod tests {
    use super::super::testing::{report, said, said_in, said_of, said_with};
    use super::{COUNTRIES, LONG, LONG_IF_LISTED, Name};

    fn nearly(one: &str, other: &str) -> bool {
        Name::new(one).is_nearly(&Name::new(other), LONG)
    }

    #[test]
    fn the_list_of_countries_can_be_read() {
        assert!(COUNTRIES.country.len() > 30);
        assert!(COUNTRIES.country.iter().all(|country| !(country.not.is_empty() && country.short.is_empty())));
    }

    #[test]
    fn names_out_of_use_are_found() {
        assert_eq!(said("Ivory Coast's minister and Burma."), ["country-name: Ivory Coast's", "country-name: Burma"]);
        assert!(
            said("Iran, Syria, the Vietnam War, a turkey, Guinea-Bissau, \"Burma\" [@s1], Czech Republic.").is_empty()
        );
        assert!(said_in("es", "Burma y Vietnam.").is_empty());
    }

    #[test]
    fn a_new_name_is_asked_for_from_its_day_on() {
        let said = |date: &str| {
            let book = format!("id: p\ntitle: T\ndate: {date}\nbook:\n  - chapter: start\n  - section: references\n");
            said_of(&[("publication.yaml", &book), ("chapters/start.md", "# S\n\nFrom Swaziland and Turkey.\n")])
        };
        assert!(said("'2017-04'").is_empty());
        assert_eq!(said("'2018-05'"), ["country-name: Swaziland"]);
        assert_eq!(said("'2023'"), ["country-name: Swaziland", "country-name: Turkey"]);
    }

    #[test]
    fn countries_and_organizations_of_people_agree() {
        let person =
            |id: &str, name: &str, rest: &str| format!("- {{id: {id}, name: {name}, {rest}, participation: []}}\n");
        let people = person("a", "Ann Li", "country: South Korea")
            + &person("b", "Bo Xu", "organization: World Health Organisation")
            + &person("c", "Cy Fo", "organization: Town archive")
            + &person("d", "Di Ma", "organization: Town Archive")
            + &person("e", "Ed Wu", "organization: Town Archive, country: Norway")
            + &person("f", "Fe Zu", "organization: Town Archives 2, country: Nigeria");
        let acronyms = "- {short: WHO, long: World Health Organization}\n";
        let found = report(&[
            ("people.yaml", &people),
            ("acronyms.yaml", acronyms),
            ("chapters/start.md", "# S\n\nThe WHO.\n"),
        ]);
        let found: Vec<_> = found.into_iter().map(|(code, marked, hint)| format!("{code}: {marked}: {hint}")).collect();
        assert_eq!(
            found,
            [
                "country-name: South Korea: write `Republic of Korea`",
                "organization-name: World Health Organisation: write `World Health Organization`, if the same is meant",
                "organization-name: Town archive: write `Town Archive`, if the same is meant",
            ]
        );
        assert!(!nearly("Working Group A", "Working Group B") && !nearly("Committee ab", "Committee b"));
        assert!(!nearly("Ministry 1 of Health", "Ministry 2 of Health") && !nearly("Niger", "Nigeria"));
    }

    #[test]
    fn a_slip_is_one_letter_of_a_long_word() {
        for (one, other) in [
            ("Iran", "Iraq"),
            ("Niger", "Nigeria"),
            ("Slovakia", "Slovenia"),
            ("Austria", "Australia"),
            ("Interior", "Exterior"),
        ] {
            let name = |word: &str| format!("Permanent Mission of the Republic of {word} to the United Nations");
            assert!(!nearly(&name(one), &name(other)), "{one}, {other}");
            let (one, other) = (name(one), name(other));
            assert!(!Name::new(&one).is_nearly(&Name::new(&other), LONG_IF_LISTED), "{one}, {other}");
        }
        assert!(nearly("International Labour Organization", "Internatonal Labour Organisation"));
        assert!(nearly("Inter-Parliamentary Union", "Inter Parliamentary Union"));
        assert!(!nearly("Ministry of Health", "Ministry of Wealth"));
        let (one, other) = ("Ministry of Health", "Ministry of Heallth");
        assert!(Name::new(one).is_nearly(&Name::new(other), LONG_IF_LISTED));
        assert_eq!(Name::new(one).outline(LONG_IF_LISTED), Name::new(other).outline(LONG_IF_LISTED));
    }

    #[test]
    fn long_forms_are_spelt_as_listed() {
        let acronyms = "- {short: IOM, long: International Organization for Migration}\n- {short: SDG, long: Sustainable Development Goal}\n";
        let said = |text: &str| said_with(&[("acronyms.yaml", acronyms)], &format!("IOM, SDG. {text}"));
        assert_eq!(
            said("The International Organisation for Migration's work; the International organization for\nMigration."),
            [
                "organization-name: International Organisation for Migration's",
                "organization-name: International organization for\nMigration"
            ]
        );
        assert!(said("\"The International Organisation for Migration\" [@s1].").is_empty());
        assert!(said("The Sustainable Development Goals; an international organization for migration.").is_empty());
        assert!(
            said("The International Organization for Migrants, Sustainable Development Fund.")
                .iter()
                .all(|found| !found.contains("Fund"))
        );
    }
}
