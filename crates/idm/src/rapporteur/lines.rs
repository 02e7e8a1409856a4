//! A text by its lines: which of them a passage takes, where its paragraph ends, what an item begins with, and how they end in
//! the file.

use std::ops::Range;

/// A text whose lines end in a line feed alone.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a>(pub(super) &'a str);

impl<'a> Lines<'a> {
    /// The line that a byte stands in.
    pub(super) fn at(self, at: usize) -> &'a str {
        let text = self.0;
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        text[start..].lines().next().unwrap_or_default()
    }

    /// The lines of a passage.
    pub(super) fn own(self, range: &Range<usize>) -> Range<usize> {
        let text = self.0;
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let last = range.start + text[range.clone()].trim_end().len();
        let end = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
        start..end
    }

    /// The lines of a passage, with a blank line behind them, or those before them at the end.
    pub(super) fn whole(self, range: &Range<usize>) -> Range<usize> {
        let text = self.0;
        let mut own = self.own(range);
        let blank_before = |at: usize| text[..at].split_inclusive('\n').next_back().filter(|line| is_blank(line));
        if own.start > 0 && blank_before(own.start).is_none() {
            return own;
        }
        if own.end < text.len() {
            let next = text[own.end..].split_inclusive('\n').next();
            own.end += next.filter(|line| is_blank(line)).map_or(0, str::len);
            return own;
        }
        while let Some(line) = blank_before(own.start) {
            own.start -= line.len();
        }
        own
    }

    /// The lines of the table or figure that a byte stands in, from `:::table` to its end: no paragraph of the text can stand within.
    pub(super) fn exhibit(self, at: usize) -> Option<Range<usize>> {
        let mut open: Vec<(usize, bool)> = vec![];
        let mut start = 0;
        for line in self.0.split_inclusive('\n') {
            let sign = line.trim();
            let end = start + line.len();
            if let Some(name) = sign.strip_prefix(":::").map(|name| name.trim_start_matches(':').trim_start()) {
                if !name.is_empty() {
                    open.push((start, name.starts_with("table") || name.starts_with("figure")));
                } else if let Some((from, is_exhibit)) = open.pop()
                    && is_exhibit
                    && (from..end).contains(&at)
                {
                    return Some(from..end);
                }
            }
            start = end;
        }
        None
    }

    /// Where the lines end that follow each other without a blank one.
    pub(super) fn paragraph_end(self, from: usize) -> usize {
        let (before, rest) = self.0.split_at(from);
        if before.split_inclusive('\n').next_back().is_some_and(is_blank) {
            return from;
        }
        from + rest.split_inclusive('\n').take_while(|line| !is_blank(line)).map(str::len).sum::<usize>()
    }
}

/// Where the file has a carriage return before a line feed.
pub(super) struct Endings(Vec<usize>);

impl Endings {
    /// The text of a file with lines that end in a line feed alone, and how they end in the file.
    pub(super) fn taken(file: &str) -> (String, Self) {
        (file.replace("\r\n", "\n"), Self(file.match_indices("\r\n").map(|(at, _)| at).collect()))
    }

    /// Where a byte of the file stands in the text.
    pub(super) fn in_text(&self, at: usize) -> usize {
        at - self.0.partition_point(|place| *place < at)
    }

    /// Where a byte of the text stands in the file.
    pub(super) fn in_file(&self, at: usize) -> usize {
        let mut returns = self.0.iter().enumerate();
        at + returns.position(|(before, place)| place - before >= at).unwrap_or(self.0.len())
    }

    /// A text whose lines end like those of the file.
    pub(super) fn for_file(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\n");
        if self.0.is_empty() { text } else { text.replace('\n', "\r\n") }
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether a text goes on with these whole lines.
pub(super) fn says_next(rest: &str, lines: &str) -> bool {
    rest.strip_prefix(lines).is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'))
}

/// What stands before the words of an item.
pub(super) fn item_mark(line: &str) -> Option<&str> {
    let rest = line.trim_start();
    let lead = line.len() - rest.len();
    let sign = rest.split(' ').next()?;
    let is_bullet = matches!(sign, "-" | "*" | "+");
    let inner = sign.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number = inner.len() < sign.len()
        && (1..=4).contains(&inner.len())
        && inner.chars().all(|sign| sign.is_ascii_alphanumeric());
    (is_bullet || is_number).then(|| &line[..(lead + sign.len() + 1).min(line.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_from_its_sign_to_its_end() {
        let text = "A.\n\n:::table {#t}\nB\n\n| C |\n|---|\n| D |\n:::\n\n:::quote\nE\n:::\n";
        let lines = Lines(text);
        let table = Some(text.find(":::table").unwrap()..text.find("\n:::quote").unwrap());
        let exhibit = |sign| lines.exhibit(text.find(sign).unwrap());
        assert_eq!([exhibit("B"), exhibit("D")], [table.clone(), table]);
        assert_eq!([exhibit("A"), exhibit("E")], [None, None]);
    }
}
