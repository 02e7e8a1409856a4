//! Long texts shown in part.

/// How many characters of a text are enough to recognize it by.
const RECOGNIZABLE: usize = 48;
/// How many characters of unchanged text stand on each side of a change.
const AROUND: usize = 48;

/// The beginning of a text, to recognize it by.
pub(super) fn beginning(text: &str) -> String {
    let text = text.trim();
    head(text, RECOGNIZABLE).map_or_else(|| text.to_owned(), |head| format!("{head}…"))
}

/// What is left of unchanged text between two changes; `first` and `last` say that there is none before or after it.
pub(super) fn around(text: &str, first: bool, last: bool) -> String {
    match (first, last) {
        (true, true) => beginning(text),
        (true, false) => tail(text).map_or_else(|| text.to_owned(), |tail| format!("…{tail}")),
        (false, true) => head(text, AROUND).map_or_else(|| text.to_owned(), |head| format!("{head}…")),
        (false, false) => match (head(text, AROUND), tail(text)) {
            (Some(head), Some(tail)) if head.len() + tail.len() < text.len() => format!("{head}…{tail}"),
            _ => text.to_owned(),
        },
    }
}

/// The words that fit into so many characters; none if all of them do.
fn head(text: &str, characters: usize) -> Option<&str> {
    let (limit, _) = text.char_indices().nth(characters)?;
    let words = text[..limit].rfind(char::is_whitespace).unwrap_or(limit);
    Some(text[..words].trim_end()).filter(|head| head.len() < text.trim_end().len())
}

/// The words at the end that fit; none if all of them do.
fn tail(text: &str) -> Option<&str> {
    let (limit, _) = text.char_indices().rev().nth(AROUND)?;
    let after = &text[limit..];
    let words = after.find(char::is_whitespace).map_or(limit, |at| limit + at);
    Some(text[words..].trim_start()).filter(|tail| tail.len() < text.trim_start().len()).map(|_| &text[words..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(beginning(" Short. "), "Short.");
        let long = "Cities keep what they learn about newcomers in registers of their own, and share little of it.";
        assert_eq!(beginning(long), "Cities keep what they learn about newcomers in…");
        assert_eq!(around(long, true, false), "… registers of their own, and share little of it.");
        assert_eq!(around(long, false, true), "Cities keep what they learn about newcomers in…");
        assert_eq!(around(long, false, false), long);
        let longer = format!("{long} {long}");
        assert_eq!(
            around(&longer, false, false),
            "Cities keep what they learn about newcomers in… registers of their own, and share little of it."
        );
        assert_eq!(beginning(&"é".repeat(60)), format!("{}…", "é".repeat(48)));
        assert_eq!(around("", true, true), "");
    }
}
