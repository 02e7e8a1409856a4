//! Edits of one text that are made together, though places of them overlap.

use super::words::Edit;

/// The edits that are made in a text, none of them over another and in their order, and those that cannot be: words that would
/// stand within what is taken out or replaced. A paragraph or a note of ours that would stand there comes before it.
pub(super) fn together(text: &str, edits: Vec<Edit>) -> (Vec<Edit>, Vec<Edit>) {
    let (mut made, mut dropped) = (vec![], vec![]);
    let (sound, unsound): (Vec<Edit>, Vec<Edit>) =
        edits.into_iter().partition(|edit| text.get(edit.range.clone()).is_some());
    dropped.extend(unsound);
    let (mut removals, mut others): (Vec<Edit>, Vec<Edit>) =
        sound.into_iter().partition(|edit| edit.text.is_empty() && !edit.range.is_empty());
    removals.sort_by_key(|edit| edit.range.start);
    for removal in removals {
        match made.last_mut().filter(|last: &&mut Edit| removal.range.start < last.range.end) {
            Some(last) => last.range.end = last.range.end.max(removal.range.end),
            None => made.push(removal),
        }
    }
    // At the end of a text, the blank lines before go with the last lines.
    if let Some(mut last) = made.pop_if(|last| last.range.end == text.len()) {
        loop {
            while text[..last.range.start].ends_with("\n\n") {
                last.range.start -= 1;
            }
            let Some(before) = made.pop_if(|before| before.range.end >= last.range.start) else { break };
            last.range.start = before.range.start;
        }
        made.push(last);
    }
    // What is replaced bounds what is put in.
    others.sort_by_key(|edit| edit.range.is_empty());
    for mut edit in others {
        let over = |edit: &Edit, made: &[Edit]| {
            let is_over = |known: &&Edit| known.range.start < edit.range.end && edit.range.start < known.range.end;
            made.iter().find(is_over).map(|known| (known.range.start, known.text.is_empty()))
        };
        while let Some((start, is_removal)) = over(&edit, &made) {
            if edit.rank == 0 || !edit.range.is_empty() || !is_removal {
                break;
            }
            let before = text[..start].trim_end().len();
            let at = if before == 0 || !edit.text.starts_with(char::is_whitespace) { start } else { before };
            if before == 0 {
                edit.text = format!("{}\n\n", edit.text.trim());
            }
            edit.range = at..at;
        }
        if over(&edit, &made).is_some() { &mut dropped } else { &mut made }.push(edit);
    }
    made.sort_by_key(|edit| (edit.range.start, edit.range.end, edit.rank));
    (made, dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with edits made in it, and the words that could not be put in.
    fn make(text: &str, edits: &[(&str, &str, u8)]) -> (String, Vec<String>) {
        let edit = |&(old, new, rank): &(&str, &str, u8)| {
            // A bar stands for the place of what is put in.
            let start = text.find(&old.replace('|', "")).unwrap();
            let range = match old.find('|') {
                Some(at) => start + at..start + at,
                None => start..start + old.len(),
            };
            Edit { range, text: new.to_owned(), rank }
        };
        let (made, dropped) = together(text, edits.iter().map(edit).collect());
        let mut text = text.to_owned();
        made.iter().rev().for_each(|edit| text.replace_range(edit.range.clone(), &edit.text));
        (text, dropped.into_iter().map(|edit| edit.text).collect())
    }

    #[test]
    fn a_paragraph_within_what_is_taken_out_comes_before_it() {
        let list = "- one\n- two\n- three\n\nNext.\n";
        let new = ("three|", "\n\nNew.", 2);
        assert_eq!(make(list, &[("- three\n", "", 0), new]), ("- one\n- two\n\nNew.\n\nNext.\n".into(), vec![]));
        let gone = [new, ("- three\n", "", 0), ("- two\n", "", 0), ("three|", "\n\nMore.", 2)];
        assert_eq!(make(list, &gone), ("- one\n\nNew.\n\nMore.\n\nNext.\n".into(), vec![]));
        let all = ("- one\n- two\n- three\n\n", "", 0);
        assert_eq!(make(list, &[all, new]), ("New.\n\nNext.\n".into(), vec![]));
    }

    #[test]
    fn what_is_taken_out_twice_is_taken_out_once() {
        let text = "One.\n\nTwo.\n\nThree.\n";
        assert_eq!(make(text, &[("Two.\n\n", "", 0), ("\nThree.\n", "", 0)]), ("One.\n".into(), vec![]));
        assert_eq!(
            make(text, &[("One.\n\n", "", 0), ("Two.\n\n", "", 0), ("\nThree.\n", "", 0)]),
            (String::new(), vec![])
        );
        assert_eq!(make(text, &[("Two.\n\nThree.\n", "", 0), ("Three.", "", 0)]), ("One.\n".into(), vec![]));
    }

    #[test]
    fn words_that_cannot_be_put_in_are_named() {
        let text = "One two three.\n";
        let gone = ("two three", "", 0);
        assert_eq!(make(text, &[gone, ("three", "3", 0)]), ("One .\n".into(), vec!["3".to_owned()]));
        assert_eq!(make(text, &[gone, ("tw|o", "x", 0)]), ("One .\n".into(), vec!["x".to_owned()]));
        let (made, dropped) = make(text, &[("One two", "1", 0), ("two three", "2", 0)]);
        assert_eq!((made.as_str(), dropped), ("1 three.\n", vec!["2".to_owned()]));
        // At its edges, they stand.
        assert_eq!(make(text, &[gone, ("|two", "a", 0), ("three|", "b", 0)]), ("One ab.\n".into(), vec![]));
    }
}
