//! The rules in the languages that editions have. English stands beside the codes; French and Spanish in a file each, which
//! notes of what English text every rule was translated, so that none says what its rule no longer means.

use std::sync::LazyLock;

use super::{ALL, Rule};
use crate::diagnostic::Severity;
use crate::model::Language;
use crate::words::Words;

static FRENCH: LazyLock<Words> = LazyLock::new(|| Words::new("fr", include_str!("fr.toml")).unwrap_or_default());
static SPANISH: LazyLock<Words> = LazyLock::new(|| Words::new("es", include_str!("es.toml")).unwrap_or_default());

/// The words around rules in another language than English.
fn words(language: Language) -> Option<&'static Words> {
    match language {
        Language::English => None,
        Language::French => Some(&FRENCH),
        Language::Spanish => Some(&SPANISH),
    }
}

/// A text in a language; in English where the language has none.
fn text(language: Language, path: &str, english: &'static str) -> &'static str {
    words(language).and_then(|words| words.get(path)).unwrap_or(english)
}

impl Rule {
    /// What the rule demands, in one sentence of a language.
    pub fn summary_in(&self, language: Language) -> &'static str {
        text(language, &format!("{}.summary", self.code), self.summary)
    }

    /// Why, and how to mend a breach, in a language.
    pub fn explanation_in(&self, language: Language) -> &'static str {
        text(language, &format!("{}.explanation", self.code), self.explanation)
    }

    /// All that there is to say of the rule, in a language.
    ///
    /// ```
    /// use idm_core::model::Language;
    /// use idm_core::rules;
    /// let told = rules::UNSOURCED.told_in(Language::French);
    /// assert!(told.starts_with("unsourced (avertissement)\n\nTout énoncé dit d’où il vient.\n"));
    /// ```
    pub fn told_in(&self, language: Language) -> String {
        let severity = match self.severity {
            Severity::Error => text(language, "severity-error", "error"),
            Severity::Warning => text(language, "severity-warning", "warning"),
        };
        let adjustable = if self.adjustable {
            text(language, "adjustable", "A publication can set another severity under `diagnostics`.")
        } else {
            text(language, "fixed", "Its severity cannot be changed.")
        };
        let (summary, explanation) = (self.summary_in(language), self.explanation_in(language));
        format!("{} ({severity})\n\n{summary}\n\n{explanation}\n\n{adjustable}\n", self.code)
    }
}

/// Every rule in a line of a language: its code, and what it demands.
pub fn list_in(language: Language) -> String {
    let width = ALL.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    ALL.iter().map(|rule| format!("{:width$}  {}\n", rule.code, rule.summary_in(language))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::translation::digest;

    /// The texts of a file by their places, such as `unsourced.summary`.
    fn texts(language: Language) -> BTreeMap<String, &'static str> {
        let words = words(language).unwrap();
        words.paths().into_iter().map(|path| (path.clone(), words.get(&path).unwrap())).collect()
    }

    /// What stands in back-quotes, and the rest.
    fn parted(text: &str) -> (BTreeSet<&str>, Vec<&str>) {
        let parts: Vec<&str> = text.split('`').collect();
        assert!(parts.len() % 2 == 1, "a back-quote stands alone: {text}");
        (parts.iter().skip(1).step_by(2).copied().collect(), parts.into_iter().step_by(2).collect())
    }

    #[test]
    fn every_rule_has_its_texts_and_no_other_has() {
        let around = ["adjustable", "fixed", "severity-error", "severity-warning"].map(str::to_owned);
        let of = |rule: &&Rule| ["source", "summary", "explanation"].map(|key| format!("{}.{key}", rule.code));
        let expected: BTreeSet<String> = ALL.iter().flat_map(of).chain(around).collect();
        for language in [Language::French, Language::Spanish] {
            let found: BTreeSet<String> = texts(language).into_keys().collect();
            let (missing, stale): (Vec<_>, Vec<_>) =
                (&expected ^ &found).into_iter().partition(|path| expected.contains(path));
            assert!(
                missing.is_empty() && stale.is_empty(),
                "{language:?} lacks {missing:?} and has no use for {stale:?}"
            );
        }
    }

    #[test]
    fn every_translation_is_of_todays_english() {
        for language in [Language::French, Language::Spanish] {
            let texts = texts(language);
            let stale: Vec<String> = ALL
                .iter()
                .map(|rule| (rule.code, digest(&format!("{} {}", rule.summary, rule.explanation))))
                .filter(|(code, digest)| texts[&format!("{code}.source")] != *digest)
                .map(|(code, digest)| format!("[{code}] source = \"{digest}\""))
                .collect();
            assert!(stale.is_empty(), "{language:?}: translate anew, then note what of:\n{}", stale.join("\n"));
        }
    }

    #[test]
    fn code_is_the_same_in_every_language() {
        for language in [Language::French, Language::Spanish] {
            for rule in ALL {
                let pairs =
                    [(rule.summary, rule.summary_in(language)), (rule.explanation, rule.explanation_in(language))];
                for (english, translated) in pairs {
                    assert_ne!(english, translated, "{} in {language:?}", rule.code);
                    assert_eq!(parted(english).0, parted(translated).0, "{} in {language:?}", rule.code);
                }
            }
        }
    }

    #[test]
    fn signs_stand_as_the_language_has_them() {
        for (path, text) in texts(Language::French).into_iter().filter(|(path, _)| !path.ends_with(".source")) {
            let mut before = None;
            for part in parted(text).1 {
                for sign in part.chars() {
                    let wanted = match sign {
                        ';' | '!' | '?' => Some('\u{202f}'),
                        '»' => Some('\u{a0}'),
                        _ => None,
                    };
                    assert!(wanted.is_none() || before == wanted, "{path}: {sign} in {text}");
                    assert!(before != Some('«') || sign == '\u{a0}', "{path}: {text}");
                    before = Some(sign);
                }
                before = Some('`');
            }
        }
        for language in [Language::French, Language::Spanish] {
            for (path, text) in texts(language) {
                let plain = parted(text).1.join("`");
                assert!(!plain.contains(['"', '\'', '“', '”']), "{language:?}, {path}: {text}");
                let is_apart = [" ;", " :", " ?", " !", "« ", " »"].iter().any(|sign| plain.contains(sign));
                assert!(!is_apart, "{language:?}, {path}: {text}");
            }
        }
    }

    #[test]
    fn a_list_has_a_line_for_each_rule() {
        let list = list_in(Language::Spanish);
        assert_eq!(list.lines().count(), ALL.len());
        let unsourced = list.lines().find(|line| line.starts_with("unsourced ")).unwrap();
        assert!(unsourced.ends_with("  Cada enunciado dice de dónde viene."), "{list}");
    }
}
