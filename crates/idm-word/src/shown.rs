//! How the letters of a paragraph look, as far as that says something: emphasis, links, other languages.

use std::ops::Range;

use idm_core::address;
use idm_core::escape::{prose, prose_within};

use crate::markdown::read_back;

/// How a letter looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether it is strong.
    pub strong: bool,
    /// Whether it is emphasized.
    pub emphasized: bool,
    /// The language, if it is not that of most words.
    pub language: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

/// How each letter of a text looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// For each letter, which of the looks it has.
    letters: Vec<usize>,
    looks: Vec<Look>,
}

impl Shown {
    /// Adds letters.
    pub(crate) fn push(&mut self, count: usize, look: Look) {
        if self.looks.last() != Some(&look) {
            self.looks.push(look);
        }
        let at = self.looks.len() - 1;
        self.letters.extend(std::iter::repeat_n(at, count));
    }

    /// Takes out the letters that do not stay.
    pub(crate) fn retain(&mut self, stays: &[bool]) {
        let mut stays = stays.iter();
        self.letters.retain(|_| stays.next().copied().unwrap_or(true));
    }

    /// How a letter looks, beyond what all of them do.
    pub(crate) fn at(&self, letter: usize) -> Look {
        let look = self.letters.get(letter).and_then(|&at| self.looks.get(at)).cloned().unwrap_or_default();
        self.beyond_all(look)
    }

    fn beyond_all(&self, look: Look) -> Look {
        let all = |is: fn(&Look) -> bool| self.letters.iter().all(|&at| self.looks.get(at).is_some_and(is));
        Look {
            strong: look.strong && !all(|look| look.strong),
            emphasized: look.emphasized && !all(|look| look.emphasized),
            ..look
        }
    }

    /// A part of a text as Markdown, among words that look like that; the text has as many letters as there are here.
    pub(crate) fn written(&self, text: &str, part: Range<usize>, around: Look, is_new: bool) -> String {
        let Some(words) = text.get(part.clone()) else { return String::new() };
        let first = text[..part.start].chars().count();
        // Letters that look alike, with the blanks behind them.
        let mut runs: Vec<(String, Look)> = vec![];
        for (at, letter) in words.chars().enumerate() {
            let known =
                self.letters.get(first + at).and_then(|&look| self.looks.get(look)).cloned().unwrap_or_default();
            let look = if is_new { known } else { self.beyond_all(known) };
            match runs.last_mut() {
                Some((run, last)) if *last == look || letter.is_whitespace() => run.push(letter),
                _ => runs.push((letter.to_string(), look)),
            }
        }
        let plain = |text: &str| if is_new { prose(text) } else { prose_within(text) };
        let mut out = String::new();
        for (run, look) in &runs {
            let core = run.trim();
            let (lead, behind) = (run.len() - run.trim_start().len(), run.trim_end().len());
            let escaped = if out.trim().is_empty() { plain(core) } else { prose_within(core) };
            out.push_str(&run[..lead]);
            out.push_str(&marked(&escaped, core, look, &around));
            out.push_str(&run[behind.max(lead)..]);
        }
        let signs = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
        // Private signs stand for notes, which are put in their places later.
        let is_sound = words.chars().any(|sign| matches!(sign, '\u{e000}'..='\u{f8ff}'))
            || signs(&read_back(&format!("a {} b", out.trim()))) == signs(&format!("a {words} b"));
        if is_sound { out } else { plain(words) }
    }
}

/// Words with the signs of what they look like beyond those around them.
fn marked(escaped: &str, words: &str, look: &Look, around: &Look) -> String {
    if !words.chars().any(char::is_alphanumeric) {
        return escaped.to_owned();
    }
    let mut out = escaped.to_owned();
    if look.emphasized && !around.emphasized {
        out = format!("*{out}*");
    }
    if look.strong && !around.strong {
        out = format!("**{out}**");
    }
    if around.link.is_some() {
        return out;
    }
    let leads = |target: &&String| {
        !target.starts_with('#') && address::refusal(target).is_none() && !target.contains(['<', '>', '\n', '{'])
    };
    if let Some(target) = look.link.as_ref().filter(leads) {
        let target = if target.contains([' ', '(', ')']) { format!("<{target}>") } else { target.clone() };
        return format!("[{out}]({target})");
    }
    match look.language.as_ref().filter(|_| words.chars().any(char::is_alphabetic)) {
        Some(language) => format!("[{out}](lang:{language})"),
        None => out,
    }
}

/// What the words at a byte of Markdown look like: whether emphasis is open there, or the words of a link.
pub fn look_within(written: &str, at: usize) -> Look {
    let mut look = Look::default();
    let mut links = 0_usize;
    let mut signs = written.char_indices().peekable();
    let mut before = ' ';
    while let Some((place, sign)) = signs.next() {
        if place >= at {
            break;
        }
        match sign {
            '\\' => {
                signs.next();
            }
            '*' | '_' => {
                let mut count = 1;
                while signs.next_if(|(place, other)| *place < at && *other == sign).is_some() {
                    count += 1;
                }
                let behind = signs.peek().map_or(' ', |(_, behind)| *behind);
                let is_within_a_word = sign == '_' && before.is_alphanumeric() && behind.is_alphanumeric();
                let is_alone = before.is_whitespace() && behind.is_whitespace();
                if !is_within_a_word && !is_alone {
                    look.emphasized ^= count % 2 == 1;
                    look.strong ^= count >= 2;
                }
            }
            '[' => links += 1,
            ']' => {
                links = links.saturating_sub(1);
                // What it leads to is no words.
                if signs.next_if(|(_, behind)| *behind == '(').is_some() {
                    while signs.next_if(|(_, behind)| *behind != ')').is_some() {}
                }
            }
            _ => {}
        }
        before = sign;
    }
    look.link = (links > 0).then(String::new);
    look
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_words_keep_what_they_look_like_beyond_those_around_them() {
        let mut shown = Shown::default();
        let look = |strong, emphasized| Look { strong, emphasized, ..Look::default() };
        shown.push(4, look(false, false));
        shown.push(5, look(false, true));
        shown.push(3, look(true, true));
        let text = "One very big";
        assert_eq!(shown.written(text, 4..12, Look::default(), false), "*very* ***big***");
        assert_eq!(shown.written(text, 4..12, look(false, true), false), "very **big**");
        assert_eq!(shown.written(text, 0..12, Look::default(), true), "One *very* ***big***");
        // What all of it looks like says nothing.
        let mut all = Shown::default();
        all.push(12, look(true, false));
        assert_eq!(all.written(text, 4..8, Look::default(), false), "very");
        let mut led = Shown::default();
        led.push(4, Look::default());
        led.push(5, Look { link: Some("https://example.org/a".to_owned()), ..Look::default() });
        led.push(3, Look { language: Some("fr".to_owned()), ..Look::default() });
        assert_eq!(led.written(text, 4..12, Look::default(), false), "[very](https://example.org/a) [big](lang:fr)");
    }

    #[test]
    fn emphasis_and_links_are_open_or_closed() {
        let written = "One *two **three*** [four](x_y) snake_case \\* 5 * 6 [@x]";
        let at = |word: &str| look_within(written, written.find(word).unwrap());
        assert_eq!(at("One"), Look::default());
        assert!(at("two").emphasized && !at("two").strong);
        assert!(at("three").emphasized && at("three").strong);
        assert!(at("four").link.is_some() && !at("four").emphasized);
        ["snake", "case", "5", "6"].iter().for_each(|word| assert_eq!(at(word), Look::default(), "{word}"));
    }
}
