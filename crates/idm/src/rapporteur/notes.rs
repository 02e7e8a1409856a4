//! Comments to editors: how one is written, and which of them stand in a passage already.

use idm_core::escape::prose_within;
use idm_core::remarks::passages::Passage;
use idm_word::units::Mark;

/// A comment, in the signs that keep it out of print.
pub(super) fn comment(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = prose_within(&words);
    // A sign of per cent beside those of the comment would be taken for one of them.
    if text.starts_with('%') {
        text.insert(0, '\\');
    }
    if words.ends_with('%') && !text.ends_with("\\%") {
        text.insert(text.len() - 1, '\\');
    }
    // An address at the end would take these signs for its own.
    let last = words.rsplit(' ').next().unwrap_or_default();
    let gap = if ["://", "www.", "@"].iter().any(|sign| last.contains(sign)) { " " } else { "" };
    format!("%%{text}{gap}%%")
}

/// Puts a comment behind what is written so far, where its signs are read as they are meant.
pub(super) fn put(out: &mut String, words: &str) {
    let is_of_comment = out.ends_with("%%") || out.ends_with("\\%");
    let at = if is_of_comment { out.len() } else { out.trim_end_matches('%').len() };
    out.insert_str(at, &comment(words));
}

/// What tells two comments apart: their letters and signs.
pub(super) fn signs(words: &str) -> String {
    words.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// The notes that stand in a passage, each to be found once.
pub(super) struct Standing {
    comments: Vec<String>,
    footnotes: Vec<String>,
}

impl Standing {
    /// Those of a passage of today, which is written so, among all passages.
    pub(super) fn of(passage: &Passage, written: &str, today: &[Passage]) -> Self {
        let comments = passage.within.comments.iter().map(|(_, words)| signs(words)).collect();
        let named = written.split("[^").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
        let footnote = |name: &str| {
            let (own, more) = (format!("/{name}"), format!("/{name}."));
            let is_own = |one: &&Passage| {
                let (record, key) = (one.record == passage.record, one.key == passage.key);
                record && key && (one.name.ends_with(&own) || one.name.contains(&more))
            };
            signs(&today.iter().filter(is_own).map(|part| part.text.as_str()).collect::<String>())
        };
        Self { comments, footnotes: named.map(footnote).collect() }
    }

    /// Whether a mark stands there, which is found once.
    pub(super) fn takes(&mut self, mark: &Mark) -> bool {
        let (list, words) = match mark {
            Mark::Comment(words) => (&mut self.comments, words),
            Mark::Note(words) => (&mut self.footnotes, words),
        };
        let words = signs(words);
        list.iter().position(|known| *known == words).map(|at| list.swap_remove(at)).is_some()
    }

    /// Whether a comment stands there.
    pub(super) fn has(&self, words: &str) -> bool {
        self.comments.contains(&signs(words))
    }

    /// Whether a comment stands there that is none of these.
    pub(super) fn has_beside(&self, known: &[String]) -> bool {
        self.comments.iter().any(|words| !known.contains(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_per_cent_are_no_signs_of_a_comment() {
        assert_eq!(comment("all of it"), "%%all of it%%");
        assert_eq!(comment("50%"), "%%50\\%%%");
        assert_eq!(comment("%d and a%%b"), "%%\\%d and a\\%\\%b%%");
        assert_eq!(comment("see https://a.b/c"), "%%see https://a.b/c %%");
        let mut text = "some 50%".to_owned();
        put(&mut text, "why");
        assert_eq!(text, "some 50%%why%%%");
        let mut text = "some%%a%%".to_owned();
        put(&mut text, "b");
        assert_eq!(text, "some%%a%%%%b%%");
    }
}
