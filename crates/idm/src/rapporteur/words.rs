//! Words that were changed on a page, changed in what is written.

use std::ops::Range;

use idm_core::escape::prose_within;
use idm_word::shown::{Look, look_within};
use idm_word::units::MARK;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A text in place of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// The bytes.
    pub(super) range: Range<usize>,
    /// What is to stand there.
    pub(super) text: String,
    /// What comes first of several at one place.
    pub(super) rank: u8,
}

/// A passage as it is written, and what of it is no word.
#[derive(Debug, Clone, Default)]
pub(super) struct Written<'a> {
    /// Its bytes.
    pub(super) text: &'a str,
    /// The bytes of its comments to editors, in their order. Nothing is sought, changed or put in there.
    pub(super) comments: Vec<Range<usize>>,
    /// The bytes of pieces whose letters are no words of the passage, and which no note can stand within.
    pub(super) whole: Vec<Range<usize>>,
}

impl<'a> Written<'a> {
    /// A text without comments.
    pub(super) fn plain(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }

    /// Behind the comments that follow a place without a blank.
    fn behind_comments(&self, mut at: usize) -> usize {
        while let Some(next) = self.comments.iter().find(|comment| comment.start == at) {
            at = next.end;
        }
        at
    }

    /// The first place from one on where a note can stand: behind emphasis and comments that end there, and in no piece that is whole.
    fn place_of_note(&self, at: usize) -> usize {
        let at = behind_emphasis(self.text, at, &Look::default());
        let around = self.whole.iter().find(|piece| piece.start < at && at < piece.end);
        let at = self.behind_comments(around.map_or(at, |piece| piece.end));
        // Beside a sign of per cent, the signs of a comment would be taken in another way.
        let is_of_comment = self.comments.iter().any(|comment| comment.end == at);
        let signs = self.text[..at].chars().rev().take_while(|sign| *sign == '%').count();
        if is_of_comment { at } else { at - signs }
    }

    /// An edit as edits of what stands between the comments within its range, so that these stay where they are.
    fn around_comments(&self, edit: Edit) -> Vec<Edit> {
        let within = |comment: &&Range<usize>| comment.start < edit.range.end && edit.range.start < comment.end;
        let mut pieces = vec![];
        let mut from = edit.range.start;
        for comment in self.comments.iter().filter(within) {
            pieces.push(from..comment.start);
            from = comment.end;
        }
        if pieces.is_empty() {
            return vec![edit];
        }
        pieces.push(from..edit.range.end);
        pieces.retain(|piece| !piece.is_empty());
        let mut text = Some(edit.text);
        let edits =
            pieces.into_iter().map(|range| Edit { range, text: text.take().unwrap_or_default(), rank: edit.rank });
        edits.collect()
    }
}

/// A place behind the signs that end emphasis there, if words that are to stand at it have none.
pub(super) fn behind_emphasis(written: &str, at: usize, look: &Look) -> usize {
    let ends = |at: usize| {
        let within = look_within(written, at);
        within.emphasized && !look.emphasized || within.strong && !look.strong
    };
    let signs = written[at..].chars().take_while(|sign| matches!(sign, '*' | '_')).count();
    let behind = at + signs;
    if signs > 0 && ends(at) && !ends(behind) { behind } else { at }
}

/// What the key of a piece begins with that is no word of the passage.
const NO_WORD: char = '\0';

/// A word, or a sign that is part of none.
#[derive(Debug, Clone)]
struct Token {
    range: Range<usize>,
    key: String,
    /// Whether a blank stands before it.
    is_apart: bool,
}

/// What has to be changed in what is `written`, so that it says what came back in place of what was sent. Signs of marks come
/// back as signs that say which mark they are. An error if something was changed that is not written as it was sent. New words are
/// written as they are, without mark-up.
pub(super) fn changed(sent: &str, back: &str, written: &str) -> Result<Vec<Edit>, ()> {
    changed_as(sent, back, &Written::plain(written), &|back, part, at| (at, prose_within(&back[part])))
}

/// What came back, with signs of marks that say which mark each is.
pub(super) fn numbered(back: &str) -> String {
    let mut number = 0;
    let numbered = back.chars().map(|sign| {
        if sign != MARK {
            return sign;
        }
        number += 1;
        char::from_u32(u32::from(MARK) + number - 1).unwrap_or(sign)
    });
    numbered.collect()
}

/// How new words are written: what came back, with signs that say which mark they are; the bytes of it that are new; and where
/// they are to stand in what is written. Where they stand then, and as what.
pub(super) type Say<'a> = dyn Fn(&str, Range<usize>, usize) -> (usize, String) + 'a;

/// The same, with new words written in a certain way. Marks are compared apart from words: each stands behind the word that it came
/// back behind, wherever that is written.
pub(super) fn changed_as(sent: &str, back: &str, passage: &Written, say: &Say) -> Result<Vec<Edit>, ()> {
    let written = passage.text;
    let count = back.chars().filter(|sign| *sign == MARK).count() as u32;
    let mark = |sign: char| u32::from(sign).checked_sub(u32::from(MARK)).filter(|at| *at < count);
    let is_mark = |token: &Token| token.key.chars().next().is_some_and(|sign| mark(sign).is_some());
    let bare = |text: &str| text.chars().filter(|sign| mark(*sign).is_none()).collect::<String>();
    let back = numbered(back);
    let (old, source) = (tokens(sent), written_tokens(passage));
    // The words, and behind how many of them each mark stands.
    let (mut new, mut marks): (Vec<Token>, Vec<(Token, usize)>) = (vec![], vec![]);
    let mut is_apart = false;
    for mut token in tokens(&back) {
        token.is_apart |= std::mem::take(&mut is_apart);
        if is_mark(&token) {
            is_apart = token.is_apart;
            marks.push((token, new.len()));
        } else {
            new.push(token);
        }
    }
    let keys = |tokens: &[Token]| tokens.iter().map(|token| token.key.clone()).collect::<Vec<_>>();
    let (old_keys, new_keys, source_keys) = (keys(&old), keys(&new), keys(&source));
    // Where each word that was sent is written.
    let mut places: Vec<Option<usize>> = vec![None; old.len()];
    for change in capture_diff_slices(Algorithm::Patience, &old_keys, &source_keys) {
        if let DiffOp::Equal { old_index, new_index, len } = change {
            (0..len).for_each(|at| places[old_index + at] = Some(new_index + at));
        }
    }
    let mut edits = vec![];
    // Where each word that came back is written already.
    let mut stays: Vec<Option<usize>> = vec![None; new.len()];
    let is_apart = |token: Option<&Token>| token.is_some_and(|token| token.is_apart);
    // What stands between the words before a place and the word that is written there, if that is a blank or nothing.
    let gap = |from: usize, behind: Option<usize>| {
        let next = source.get(behind?)?.range.start;
        written.get(from..next).filter(|gap| gap.trim().is_empty()).map(|gap| (from..next, !gap.is_empty()))
    };
    for change in capture_diff_slices(Algorithm::Patience, &old_keys, &new_keys) {
        if let DiffOp::Equal { old_index, new_index, len } = change {
            (0..len).for_each(|at| stays[new_index + at] = places[old_index + at]);
            // A blank that came or went between words that stayed. The first word's was seen with what was changed before it.
            for at in 1..len {
                let (had, has) = (old[old_index + at].is_apart, new[new_index + at].is_apart);
                let (before, behind) = (places[old_index + at - 1], places[old_index + at]);
                let between = before.and_then(|before| gap(source[before].range.end, behind));
                if let Some((range, is)) = between
                    && had != has
                    && is == had
                {
                    edits.push(Edit { range, text: if has { " " } else { "" }.to_owned(), rank: 0 });
                }
            }
            continue;
        }
        let (gone, come) = (change.old_range(), change.new_range());
        let before = gone.start.checked_sub(1).and_then(|at| places[at]);
        let behind = places.get(gone.end).copied().flatten();
        // With the marks that stand among them and behind the last.
        let words = |from: usize, to: usize, at: usize| {
            let last = marks.iter().rev().find(|(_, behind)| *behind == to + 1);
            let end = last.map_or(new[to].range.end, |(mark, _)| mark.range.end);
            say(&back, new[from].range.start..end, at)
        };
        if gone.is_empty() {
            let (first, last) = (come.start, come.end - 1);
            // Somebody may have put the same words in by now.
            let is_own = |at: usize| !places.contains(&Some(at));
            let is_made = |from: usize| {
                let there = from..from + come.len();
                source_keys.get(there.clone()) == Some(&new_keys[come.clone()]) && there.into_iter().all(is_own)
            };
            let first_at = before.map(|at| at + 1).or(behind.and_then(|at| at.checked_sub(come.len())));
            let last_at = behind.map_or(first_at, |at| at.checked_sub(come.len()));
            let made =
                first_at.zip(last_at).and_then(|(first, last)| (first..=last.max(first)).find(|at| is_made(*at)));
            let made = made.or(last_at.filter(|at| is_made(*at)));
            if let Some(made) = made {
                (0..come.len()).for_each(|at| stays[come.start + at] = Some(made + at));
                continue;
            }
            // Words with mark-up around them are more signs than they were on the page.
            let stands = |start: usize, text: &str| {
                let end = start + text.len();
                let within = |token: &Token| token.range.start >= start && token.range.end <= end;
                let mut there = source.iter().enumerate().filter(|(_, token)| within(token));
                written.get(start..end) == Some(text) && there.all(|(at, _)| is_own(at))
            };
            let apart = |at: usize| new.get(at).is_some_and(|token| token.is_apart);
            let edit = match (before, behind) {
                (Some(before), _) => {
                    let (at, words) = words(first, last, passage.behind_comments(source[before].range.end));
                    let rest = &written[at..];
                    if stands(at + rest.len() - rest.trim_start().len(), &bare(&words)) {
                        continue;
                    }
                    let lead = if apart(first) { " " } else { "" };
                    // The blank that was before the next word may be gone, or new.
                    let (range, trail) = match (gap(at, places.get(gone.end).copied().flatten()), apart(come.end)) {
                        (Some((range, true)), false) => (range, ""),
                        (Some((range, false)), true) => (range, " "),
                        _ => (at..at, ""),
                    };
                    Edit { range, text: format!("{lead}{words}{trail}"), rank: 0 }
                }
                (None, Some(behind)) => {
                    let at = source[behind].range.start;
                    let (_, words) = words(first, last, at);
                    if written[..at]
                        .trim_end()
                        .len()
                        .checked_sub(bare(&words).len())
                        .is_some_and(|start| stands(start, &bare(&words)))
                    {
                        continue;
                    }
                    let trail = if apart(come.end) { " " } else { "" };
                    Edit { range: at..at, text: format!("{words}{trail}"), rank: 0 }
                }
                (None, None) => return Err(()),
            };
            edits.push(edit);
            continue;
        }
        let all_places = &places;
        let places: Option<Vec<usize>> = places[gone.clone()].iter().copied().collect();
        let places = match places {
            Some(places) if places.windows(2).all(|pair| pair[1] == pair[0] + 1) => places,
            // Somebody may have made the same change by now.
            _ => {
                // Between the words around them that are written as they were sent; values and references are not.
                let from = all_places[..gone.start].iter().rev().find_map(|at| *at).map_or(0, |at| at + 1);
                let to = all_places[gone.end..].iter().find_map(|at| *at).unwrap_or(source.len());
                let there = source_keys.get(from..to).ok_or(())?;
                let own: Vec<String> = there.iter().filter(|key| !key.starts_with(NO_WORD)).cloned().collect();
                if says(&own, &new_keys[come.clone()]) {
                    let at = there.windows(come.len().max(1)).position(|window| *window == new_keys[come.clone()]);
                    for (word, at) in come.clone().zip(at.into_iter().flat_map(|at| from + at..)) {
                        stays[word] = Some(at);
                    }
                    continue;
                }
                // With mark-up around them.
                let start = from.checked_sub(1).map_or(0, |at| source[at].range.end);
                let end = source.get(to).map_or(written.len(), |token| token.range.start);
                let made = !come.is_empty() && {
                    let (start, text) = words(come.start, come.end - 1, start);
                    written.get(start..end).is_some_and(|there| there.trim() == bare(&text).trim())
                };
                if made {
                    continue;
                }
                return Err(());
            }
        };
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return Err(()) };
        let mut range = source[first].range.start..source[last].range.end;
        // Only where the next word follows without mark-up does the page tell what stands between.
        let next = gap(range.end, behind.filter(|&behind| behind == last + 1));
        let is_wanted = is_apart(new.get(come.end));
        if come.is_empty() {
            // A blank goes with the words, if one is to be left between those around them.
            let previous = first.checked_sub(1).map(|at| source[at].range.end).filter(|_| is_apart(source.get(first)));
            let mut text = "";
            match (previous, next) {
                (Some(start), Some((behind, true))) if !is_wanted => range = start..behind.end,
                (Some(_), Some((_, false))) if is_wanted => {}
                (Some(start), _) => range.start = start,
                (None, Some((_, false))) if is_wanted => text = " ",
                (None, Some((_, true))) if is_wanted && before.is_some_and(|at| at + 1 == first) => {}
                (None, _) if is_apart(source.get(last + 1)) => range.end = source[last + 1].range.start,
                (None, _) => {}
            }
            edits.push(Edit { range, text: text.to_owned(), rank: 0 });
            continue;
        }
        let (_, mut text) = words(come.start, come.end - 1, range.start);
        let (had, has) = (is_apart(old.get(gone.start)), is_apart(new.get(come.start)));
        if had && !has && first > 0 {
            range.start = source[first - 1].range.end;
        } else if has && !had {
            text.insert(0, ' ');
        }
        match next {
            Some((behind, true)) if !is_wanted => range.end = behind.end,
            Some((_, false)) if is_wanted => text.push(' '),
            _ => {}
        }
        edits.push(Edit { range, text, rank: 0 });
    }
    let mut all: Vec<Edit> = vec![];
    for (token, behind) in &marks {
        let sign = &back[token.range.clone()];
        if edits.iter().any(|edit| edit.text.contains(sign)) {
            continue;
        }
        let before = stays[..*behind].iter().rev().find_map(|at| *at).map(|at| source[at].range.end);
        let next = || stays[*behind..].iter().find_map(|at| *at).map(|at| source[at].range.start);
        let at = before.or_else(next).unwrap_or(source.last().map_or(0, |last| last.range.end));
        let at = passage.place_of_note(at);
        all.push(Edit { range: at..at, text: sign.to_owned(), rank: 0 });
    }
    // At one place, a mark comes before words that are put in there.
    all.extend(edits.into_iter().flat_map(|edit| passage.around_comments(edit)));
    all.sort_by_key(|edit| (edit.range.start, edit.range.end));
    Ok(all)
}

/// The words of a passage as it is written, without those of its comments. What is no word of it has a key that is none.
fn written_tokens(passage: &Written) -> Vec<Token> {
    let is_within = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|range| range.contains(&at));
    let mut found: Vec<Token> = vec![];
    let mut from = 0;
    let ends = passage.comments.iter().map(|comment| (comment.start, comment.end));
    let mut is_apart = false;
    for (end, next) in ends.chain([(passage.text.len(), passage.text.len())]) {
        let part = passage.text.get(from..end).unwrap_or_default();
        for (at, mut token) in tokens(part).into_iter().enumerate() {
            token.range = token.range.start + from..token.range.end + from;
            token.is_apart |= at == 0 && is_apart;
            if is_within(&passage.whole, token.range.start) {
                token.key.insert(0, NO_WORD);
            }
            found.push(token);
        }
        is_apart = part.ends_with(char::is_whitespace) || is_apart && part.trim().is_empty();
        from = next;
    }
    found
}

/// Whether what stands there is these words, though signs of mark-up may stand beside them.
fn says(there: &[String], words: &[String]) -> bool {
    fn letters(tokens: &[String]) -> impl Iterator<Item = &String> {
        tokens.iter().filter(|token| token.chars().all(char::is_alphanumeric))
    }
    let is_within = || there.windows(words.len().max(1)).any(|window| window == words);
    there == words || !words.is_empty() && is_within() && letters(there).eq(letters(words))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = vec![];
    let mut is_apart = false;
    let mut is_open = false;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        if sign.is_whitespace() {
            (is_apart, is_open) = (true, false);
            continue;
        }
        if sign.is_alphanumeric() {
            match tokens.last_mut().filter(|_| is_open) {
                Some(token) => {
                    token.range.end = end;
                    token.key.push(sign);
                }
                None => tokens.push(Token { range: at..end, key: sign.to_string(), is_apart }),
            }
            is_open = true;
        } else {
            // Quotation marks and apostrophes of the page are the program's.
            let key = match sign {
                '’' | '‘' => '\'',
                '“' | '”' | '«' | '»' => '"',
                other => other,
            };
            tokens.push(Token { range: at..end, key: key.to_string(), is_apart });
            is_open = false;
        }
        is_apart = false;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(sent: &str, back: &str, written: &str) -> Result<String, ()> {
        let mut text = written.to_owned();
        for edit in changed(sent, back, written)?.iter().rev() {
            text.replace_range(edit.range.clone(), &edit.text);
        }
        Ok(text)
    }

    #[test]
    fn words_are_changed_where_they_are_written() {
        let sent = "The ships came home with 40 men (Sen, 2017).";
        let written = "The *ships* came home\nwith {{ n }} men [@sen].";
        let made = |back: &str| made(sent, back, written);
        assert_eq!(made("The boats came home with 40 men (Sen, 2017).").unwrap(), written.replace("ships", "boats"));
        assert_eq!(made("The ships came with 40 men (Sen, 2017).").unwrap(), written.replace(" home", ""));
        assert_eq!(
            made("The ships came safely home with 40 men (Sen, 2017).").unwrap(),
            written.replace("came", "came safely")
        );
        assert_eq!(made("The ships came home, with 40 men (Sen, 2017).").unwrap(), written.replace("home", "home,"));
        // A value is not written where it is printed.
        assert_eq!(made("The ships came home with 50 men (Sen, 2017)."), Err(()));
        assert_eq!(
            made("The ships came home with 40 *men* (Sen, 2017).").unwrap(),
            written.replace("men", "\\*men\\*")
        );
    }

    #[test]
    fn a_change_is_made_in_a_text_that_has_changed_elsewhere_or_not_at_all() {
        let sent = "One two three four.";
        assert_eq!(made(sent, "One 2 three four.", "One two three and four.").unwrap(), "One 2 three and four.");
        assert_eq!(made(sent, "One 2 three four.", "One 2 three four.").unwrap(), "One 2 three four.");
        assert_eq!(made(sent, "One 2 three four.", "One second three four."), Err(()));
        // What was put in already is not put in again; a word that is to stand twice is.
        assert_eq!(
            made(sent, "One big two three four.", "One big two three four.").unwrap(),
            "One big two three four."
        );
        assert_eq!(made(sent, "One two two three four.", sent).unwrap(), "One two two three four.");
    }

    #[test]
    fn a_change_has_been_made_only_where_its_words_stand_in_the_place_of_those_replaced() {
        let sent = "They lost many litres and few wells.";
        let back = "They lost few litres.";
        assert_eq!(made(sent, back, "They lost some litres and few wells."), Err(()));
        assert_eq!(made(sent, back, back).unwrap(), back);
        // Taken out by both, replaced by both with mark-up, and at either end.
        assert_eq!(made("One two three.", "One three.", "One three.").unwrap(), "One three.");
        assert_eq!(made("One two three.", "One three.", "One 2 three."), Err(()));
        assert_eq!(made("One two three.", "One 2 three.", "One *2* three.").unwrap(), "One *2* three.");
        assert_eq!(made("One two three.", "One *2* three.", "One \\*2\\* three.").unwrap(), "One \\*2\\* three.");
        assert_eq!(made("One two", "One 2", "One 2").unwrap(), "One 2");
        assert_eq!(made("One two", "1 two", "1 two").unwrap(), "1 two");
        assert_eq!(made("One two, one six", "1 two, one six", "A two, 1 six"), Err(()));
        // In a longer sentence they may say something else.
        assert_eq!(made("It is right.", "It not right.", "It was not always right."), Err(()));
    }

    #[test]
    fn blanks_come_and_go_with_the_signs_around_them() {
        let sent = "It is one of the most complicated (and long) well-known matters.";
        for (from, to) in [
            ("most complicated", "“most complicated”"),
            ("most complicated", "(most complicated)"),
            ("most complicated", "most-complicated"),
            ("of the most", "of-the-most"),
            ("It is", "(It) is"),
            ("(and long)", "and long"),
            ("(and long) ", ""),
            ("well-known", "well known"),
            ("well-known", "wellknown"),
            ("the most", "the, most"),
            ("one of", "one – of"),
            ("long) well", "long)well"),
            ("matters.", "matters!"),
        ] {
            let back = sent.replacen(from, to, 1);
            assert_eq!(made(sent, &back, sent).unwrap(), back, "{from} → {to}");
            assert_eq!(made(&back, sent, &back).unwrap(), sent, "{to} → {from}");
        }
    }

    #[test]
    fn marks_stand_behind_their_words() {
        let edits = changed("One two.", "One\u{e000} two.\u{e000}", "One two.").unwrap();
        assert_eq!(edits.len(), 2);
        assert_eq!((edits[0].range.clone(), edits[0].text.as_str()), (3..3, "\u{e000}"));
        assert_eq!((edits[1].range.clone(), edits[1].text.as_str()), (8..8, "\u{e001}"));
    }
}
