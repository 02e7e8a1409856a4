//! What the event, its workshops and their panels are called, put into the texts that name them.

use crate::words::within_a_sentence;

/// The levels that have names.
pub(crate) const LEVELS: [&str; 3] = ["event", "workshop", "panel"];
/// The sections of the labels that are no texts of their own, but what texts are made with.
pub(super) const SECTIONS: [&str; 3] = ["level.", "article.", "articles."];
/// The articles that a language may have, for one and for several.
const ARTICLES: [&str; 5] = ["the", "a", "of", "of-the", "its"];

/// Where the words of one language are looked up.
pub(super) trait Source {
    /// The text at a place, such as `level.panel`.
    fn text(&self, path: &str) -> Option<&str>;
    /// The text at a place of a list.
    fn nth(&self, path: &str, at: usize) -> Option<&str>;
}

/// A text with every name put in: `<panel>`, `<Panels>`, `<the panel>` and `<panel?one|other>`. What is none stays as it is.
pub(super) fn put_in(text: &str, words: &impl Source) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        made.push_str(before);
        let name = after.split_once('>').and_then(|(inside, after)| Some((name(inside, words)?, after)));
        if let Some((name, after)) = name {
            made.push_str(&name);
            rest = after;
        } else {
            made.push('<');
            rest = after;
        }
    }
    made.push_str(rest);
    made
}

/// Why what stands between `<` and `>` in a text cannot be printed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault<'a> {
    /// It names no level.
    NoLevel(&'a str),
    /// The language has no such article for one, or for several.
    NoArticle {
        /// All that stands there.
        name: &'a str,
        article: &'a str,
        word: &'a str,
        /// What can be written, with the articles that the language has.
        instead: Vec<String>,
    },
}

/// The first of what stands between `<` and `>` in a text that cannot be printed in the language of those words.
pub(super) fn fault<'a>(text: &'a str, words: &impl Source) -> Option<Fault<'a>> {
    let inside = text.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(inside, _)| inside);
    // Other signs have other meanings: `a < b > c`.
    let is_meant = |inside: &&str| inside.starts_with(char::is_alphabetic) && !inside.ends_with(' ');
    inside.filter(is_meant).find_map(|inside| match parsed(inside) {
        None => Some(Fault::NoLevel(inside)),
        Some(Asked::Name { article: Some(article), word, several, .. }) => {
            let has = |article: &str| words.nth(&article_at(article, several), 0).is_some();
            if has(article) {
                return None;
            }
            let with_articles = ARTICLES.into_iter().filter(|other| has(other)).map(|other| format!("{other} {word}"));
            let instead = std::iter::once(word.to_owned()).chain(with_articles).collect();
            Some(Fault::NoArticle { name: inside, article, word, instead })
        }
        Some(_) => None,
    })
}

/// Whether a text names a level.
pub(super) fn names_any(text: &str) -> bool {
    text.contains('<')
}

/// A name as it is asked for.
enum Asked<'a> {
    Choice { level: &'a str, forms: [&'a str; 2] },
    Name { article: Option<&'a str>, word: &'a str, level: &'static str, several: bool, capital: bool },
}

fn parsed(inside: &str) -> Option<Asked<'_>> {
    if let Some((level, forms)) = inside.split_once('?') {
        let (one, other) = forms.split_once('|')?;
        return LEVELS.contains(&level).then_some(Asked::Choice { level, forms: [one, other] });
    }
    let (article, word) = match inside.split_once(' ') {
        Some((article, word)) => (Some(article), word),
        None => (None, inside),
    };
    let lower = word.to_lowercase();
    let (level, several) = LEVELS.iter().find_map(|&level| match lower.strip_prefix(level)? {
        "" => Some((level, false)),
        "s" => Some((level, true)),
        _ => None,
    })?;
    let known = |article: &str| ARTICLES.contains(&article.to_lowercase().as_str());
    if !article.is_none_or(known) {
        return None;
    }
    let capital = inside.starts_with(char::is_uppercase);
    Some(Asked::Name { article, word, level, several, capital })
}

/// Where the forms of an article stand.
fn article_at(article: &str, several: bool) -> String {
    format!("article{}.{}", if several { "s" } else { "" }, article.to_lowercase())
}

fn name(inside: &str, words: &impl Source) -> Option<String> {
    match parsed(inside)? {
        Asked::Choice { level, forms } => Some(forms[usize::from(is_feminine(level, words))].to_owned()),
        Asked::Name { article, level, several, capital, .. } => {
            let name = words.text(&format!("level.{level}{}", if several { "s" } else { "" }))?;
            let Some(article) = article else {
                return Some(if capital { name.to_owned() } else { within_a_sentence(name) });
            };
            let name = within_a_sentence(name);
            let path = article_at(article, several);
            let vowels = words.text("article.vowels").unwrap_or_default();
            let begins_with_vowel = name.chars().next().is_some_and(|first| vowels.contains(first));
            let gendered = words.nth(&path, usize::from(is_feminine(level, words)))?;
            // English has two forms, of which the second is that before a vowel; others have it behind those of genders.
            let has_genders = words.text(&format!("level.{level}-gender")).is_some();
            let at = if has_genders { 2 } else { 1 };
            let before_vowel = words.nth(&path, at).filter(|form| begins_with_vowel && !form.is_empty());
            let article = match (before_vowel, has_genders) {
                (Some(form), _) => form,
                (None, true) => gendered,
                (None, false) => words.nth(&path, 0)?,
            };
            let article = if capital { with_capital(article) } else { article.to_owned() };
            Some(article + &name)
        }
    }
}

fn is_feminine(level: &str, words: &impl Source) -> bool {
    words.text(&format!("level.{level}-gender")) == Some("feminine")
}

fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Fault, Source, fault, put_in};
    use crate::words::Words;

    impl Source for Words {
        fn text(&self, path: &str) -> Option<&str> {
            self.get(path)
        }

        fn nth(&self, path: &str, at: usize) -> Option<&str> {
            Words::nth(self, path, at)
        }
    }

    fn english(panel: &str) -> Words {
        let file = format!(
            "[level]\npanel = '{panel}'\npanels = '{panel}s'\n[article]\nvowels = 'aeiou'\nthe = ['the ', 'the ']\na = ['a ', 'an ']\n\
             [articles]\nthe = ['the ', 'the ']\n"
        );
        Words::new("en", &file).unwrap()
    }

    fn french(panel: &str, gender: &str) -> Words {
        let file = format!(
            "[level]\npanel = '{panel}'\npanels = '{panel}s'\npanel-gender = '{gender}'\n[article]\nvowels = 'aeiouéh'\n\
             a = ['un ', 'une ', '']\nof-the = ['du ', 'de la ', 'de l’']\n\
             [articles]\nthe = ['les ', 'les ']\nof = ['de ', 'de ', 'd’']\n"
        );
        Words::new("fr", &file).unwrap()
    }

    #[test]
    fn names_stand_as_their_place_needs_them() {
        let words = english("Round table");
        assert_eq!(
            put_in("<Panel>: <panel>, <Panels>, <panels>", &words),
            "Round table: round table, Round tables, round tables"
        );
        assert_eq!(put_in("<The panel> and <a panel>", &words), "The round table and a round table");
        assert_eq!(put_in("<a panel>", &english("Assembly")), "an assembly");
        assert_eq!(put_in("<the panels>", &english("UN hearing")), "the UN hearings");
    }

    #[test]
    fn articles_follow_gender_and_the_first_letter() {
        let of_the = "Issues <of-the panel>, <panel?seul|seule>, <A panel>";
        assert_eq!(put_in(of_the, &french("Débat", "masculine")), "Issues du débat, seul, Un débat");
        assert_eq!(put_in(of_the, &french("Séance", "feminine")), "Issues de la séance, seule, Une séance");
        assert_eq!(put_in(of_the, &french("Étape", "feminine")), "Issues de l’étape, seule, Une étape");
        let of_several = "<The panels>, autant <of panels>";
        assert_eq!(put_in(of_several, &french("Séance", "feminine")), "Les séances, autant de séances");
        assert_eq!(put_in(of_several, &french("Étape", "feminine")), "Les étapes, autant d’étapes");
    }

    #[test]
    fn only_articles_that_the_language_has_are_sound() {
        let lacks = |text: &'static str, words: &Words, wanted: &[&str]| match fault(text, words) {
            Some(Fault::NoArticle { instead, .. }) => assert_eq!(instead, wanted),
            other => panic!("{text}: {other:?}"),
        };
        lacks("From <of-the panel>", &english("Panel"), &["panel", "the panel", "a panel"]);
        lacks("<A Panels>", &english("Panel"), &["Panels", "the Panels"]);
        lacks("<its workshop>", &french("Débat", "masculine"), &["workshop", "a workshop", "of-the workshop"]);
        lacks("<a panels>", &french("Débat", "masculine"), &["panels", "the panels", "of panels"]);
        assert_eq!(fault("<of-the panel>, <A panel>, <The panels>, <of panels>", &french("Débat", "masculine")), None);
    }

    /// The guide says which articles labels may have in French and in Spanish.
    #[test]
    fn french_and_spanish_have_every_article_for_one_and_for_several() {
        for language in ["fr", "es"] {
            let words = Words::new(language, report_templates::words(language).unwrap()).unwrap();
            for article in super::ARTICLES {
                let text = format!("<{article} panel> <{article} panels> <{article} workshop> <{article} event>");
                assert_eq!(fault(&text, &words), None, "{language}");
                assert!(!put_in(&text, &words).contains('<'), "{language}: {article}");
            }
        }
        let french = Words::new("fr", report_templates::words("fr").unwrap()).unwrap();
        assert_eq!(put_in("<of-the panels>, <its workshops>", &french), "des tables rondes, ses ateliers");
        let spanish = Words::new("es", report_templates::words("es").unwrap()).unwrap();
        assert_eq!(put_in("<of-the panels>, <its workshop>", &spanish), "de las mesas redondas, su taller");
    }

    /// A text that names a level in letters would go on doing so where a publication calls it otherwise.
    #[test]
    fn no_text_of_the_program_names_a_level_by_itself() {
        for language in ["en", "fr", "es"] {
            let words = Words::new(language, report_templates::words(language).unwrap()).unwrap();
            let levels = ["workshop", "panel"].into_iter().flat_map(|level| [level.to_owned(), format!("{level}s")]);
            let names: Vec<String> =
                levels.map(|level| words.get(&format!("level.{level}")).unwrap().to_lowercase()).collect();
            for path in words.paths().iter().filter(|path| !path.starts_with("level.")) {
                let Some(text) = words.get(path) else { continue };
                assert_eq!(fault(text, &words), None, "{language}: {path}");
                let mut plain = String::new();
                let mut rest = text;
                while let Some((before, after)) = rest.split_once(['<', '{']) {
                    plain += before;
                    rest = after.split_once(['>', '}']).unwrap().1;
                }
                plain += rest;
                for name in &names {
                    assert!(!plain.to_lowercase().contains(name), "{language}: {path}: {text}");
                }
            }
        }
    }

    #[test]
    fn what_names_nothing_stays_and_is_known() {
        let words = english("Panel");
        assert_eq!(put_in("a < b, <pannel> <", &words), "a < b, <pannel> <");
        assert_eq!(fault("a < b > c, <the panel>, <Workshops>", &words), None);
        assert_eq!(fault("<panel> <pannel>", &words), Some(Fault::NoLevel("pannel")));
        assert_eq!(fault("<some panel>", &words), Some(Fault::NoLevel("some panel")));
    }
}
