//! The words of a language, and how gaps in them are filled.

use std::collections::BTreeSet;
use std::fmt::Display;

use serde_json::Value;

/// The words of one language: a TOML file of sections with a text for each key.
#[derive(Debug, Clone, Default)]
pub struct Words {
    language: String,
    sections: Value,
}

/// A file of words that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the words of the language `{language}` cannot be read: {cause}")]
pub struct WordsError {
    language: String,
    cause: toml::de::Error,
}

impl Words {
    /// The words in a TOML file, for pages in `language` (a code such as `fr`).
    ///
    /// # Errors
    /// If the text is no TOML.
    pub fn new(language: &str, toml: &str) -> Result<Self, WordsError> {
        let sections = toml::from_str(toml).map_err(|cause| WordsError { language: language.to_owned(), cause })?;
        Ok(Self { language: language.to_owned(), sections })
    }

    /// The code of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The places of all texts, such as `kind.box`, sorted; those of lists as well.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = vec![];
        for (key, value) in self.sections.as_object().into_iter().flatten() {
            match value {
                Value::Object(section) => paths.extend(section.keys().map(|name| format!("{key}.{name}"))),
                _ => paths.push(key.clone()),
            }
        }
        paths.sort();
        paths
    }

    /// The same words, but for those at some places.
    #[must_use]
    pub fn with<'a>(mut self, language: &str, texts: impl IntoIterator<Item = (&'a String, &'a String)>) -> Self {
        language.clone_into(&mut self.language);
        if !self.sections.is_object() {
            self.sections = Value::Object(serde_json::Map::new());
        }
        for (path, text) in texts {
            let Some(sections) = self.sections.as_object_mut() else { continue };
            match path.split_once('.') {
                Some((section, key)) => {
                    let section = sections.entry(section).or_insert_with(|| Value::Object(serde_json::Map::new()));
                    if let Some(section) = section.as_object_mut() {
                        section.insert(key.to_owned(), text.clone().into());
                    }
                }
                None => {
                    sections.insert(path.clone(), text.clone().into());
                }
            }
        }
        self
    }

    /// The text at that place of the list at `section.key`, counted from 0.
    pub fn nth(&self, path: &str, at: usize) -> Option<&str> {
        path.split('.').try_fold(&self.sections, |value, key| value.get(key))?.get(at)?.as_str()
    }

    /// Which form a number takes: `one` or `many`. In French, nothing and one and a half are one.
    pub fn number(&self, count: usize) -> &'static str {
        match (count, self.language.as_str()) {
            (1, _) | (0, "fr") => "one",
            _ => "many",
        }
    }

    /// The text at `section.key`.
    pub fn get(&self, path: &str) -> Option<&str> {
        path.split('.').try_fold(&self.sections, |value, key| value.get(key))?.as_str()
    }
}

/// A name as it stands within a sentence: with a small letter, unless more than the first is a capital.
pub(crate) fn within_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(_), Some(second)) if second.is_uppercase() => name.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(name.chars().skip(1)).collect(),
        (None, _) => String::new(),
    }
}

/// Replaces each `{key}` in a pattern with its value, and each `{key?one|many}` with the first form if the value is 1; with
/// two question marks also if it is 0. Whatever a value holds is left as it is.
pub fn fill(pattern: &str, values: &[(String, String)]) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let known = after.split_once('}').and_then(|(gap, after)| {
            let (key, forms) = gap.split_once('?').map_or((gap, None), |(key, forms)| (key, Some(forms)));
            let (_, value) = values.iter().find(|(name, _)| name == key)?;
            Some((forms.map_or(value.as_str(), |forms| form(forms, value)), after))
        });
        if let Some((value, after)) = known {
            text.push_str(value);
            rest = after;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// Of two forms the one that a number takes.
fn form<'a>(forms: &'a str, number: &str) -> &'a str {
    let (nothing_is_one, forms) = forms.strip_prefix('?').map_or((false, forms), |forms| (true, forms));
    let (one, many) = forms.split_once('|').unwrap_or((forms, forms));
    if number == "1" || nothing_is_one && number == "0" { one } else { many }
}

/// A number with what it counts, in the English of messages.
///
/// ```
/// use idm_core::words::counted;
/// assert_eq!([counted(1, "fact"), counted(0, "fact"), counted(2, "pass")], ["1 fact", "0 facts", "2 passes"]);
/// ```
pub fn counted(count: impl Display, one: &str) -> String {
    match count.to_string().as_str() {
        "1" => format!("1 {one}"),
        many => format!("{many} {one}{}", if one.ends_with('s') { "es" } else { "s" }),
    }
}

/// A noun with its article, in the English of messages: `an outcome`.
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The names of the gaps in a pattern, each with whether its value is printed and does not only choose a form.
pub(crate) fn gaps(pattern: &str) -> BTreeSet<(&str, bool)> {
    let parts = pattern.split('{').skip(1);
    let gaps = parts.filter_map(|part| part.split_once('}'));
    gaps.map(|(gap, _)| gap.split_once('?').map_or((gap, true), |(key, _)| (key, false))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Words, fill, gaps};

    #[test]
    fn words_are_found_by_section_and_key() {
        let words = Words::new("en", "and = \"and\"\n[kind]\nbox = \"Box\"\n").unwrap();
        assert_eq!(words.language(), "en");
        assert_eq!((words.get("and"), words.get("kind.box")), (Some("and"), Some("Box")));
        assert_eq!((words.get("kind"), words.get("kind.book"), words.get("kind.box.x")), (None, None, None));
        let months = Words::new("en", "[date]\nmonths = [\"January\", \"February\"]").unwrap();
        assert_eq!((months.nth("date.months", 1), months.nth("date.months", 2)), (Some("February"), None));
        assert!(Words::new("xx", "= 1").unwrap_err().to_string().contains("`xx`"));
    }

    #[test]
    fn a_value_is_never_filled_itself() {
        let values = [("one".to_owned(), "{two}".to_owned()), ("two".to_owned(), "2".to_owned())];
        assert_eq!(fill("{one}, {two}, {three}, {", &values), "{two}, 2, {three}, {");
    }

    #[test]
    fn gaps_are_what_stands_between_braces() {
        assert_eq!(gaps("{a} of {b-c}, {").into_iter().collect::<Vec<_>>(), [("a", true), ("b-c", true)]);
        assert_eq!(gaps("{a} {a?fact|facts}").into_iter().collect::<Vec<_>>(), [("a", false), ("a", true)]);
        assert!(gaps("none").is_empty());
    }

    #[test]
    fn a_number_chooses_its_form() {
        let told = |pattern: &str, count: &str| fill(pattern, &[("count".to_owned(), count.to_owned())]);
        let pattern = "{count} {count?fact is|facts are} missing";
        assert_eq!(told(pattern, "1"), "1 fact is missing");
        assert_eq!(told(pattern, "0"), "0 facts are missing");
        assert_eq!(told(pattern, "21"), "21 facts are missing");
        assert_eq!(told("{count} {count??fait|faits}", "0"), "0 fait");
        assert_eq!(told("{other?a|b} {", "1"), "{other?a|b} {");
    }
}
