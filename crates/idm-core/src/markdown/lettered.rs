//! Lists that are numbered by letters, Roman figures or figures in brackets: `(a)`, `a.`, `iv)`, `(1)`.
//!
//! CommonMark knows figures only. So each such marker gets a stand-in of the same length, `01)` for `(a)`, before the text
//! is read. Since `(a)` may as well begin a line of running text, two markers that follow each other make a list, one
//! alone is printed as it is typed.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::Arena;
use comrak::nodes::NodeValue;

use super::filler::Filled;
use super::parse::read;
use super::positions::Lines;
use super::tree::{Count, Numbering, Sign, roman};

/// How often a text is read again without the stand-ins that were in code.
const MAX_ROUNDS: usize = 3;
/// A Roman figure of more letters is a word.
const MAX_ROMAN: usize = 6;

/// The markers that have stand-ins, by the place where they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Markers(BTreeMap<usize, Marker>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Marker {
    end: usize,
    numbering: Numbering,
    number: u64,
}

impl Markers {
    /// The numbering and number of the item that begins at `at`.
    pub(super) fn at(&self, at: usize) -> Option<(Numbering, u64)> {
        self.0.get(&at).map(|marker| (marker.numbering, marker.number))
    }

    /// Whether a byte of the text is part of a stand-in.
    pub(super) fn covers(&self, at: usize) -> bool {
        self.0.range(..=at).next_back().is_some_and(|(_, marker)| at < marker.end)
    }
}

/// Puts stand-ins for the markers of lists into a text.
pub(super) fn settle(filled: &mut Filled) -> Markers {
    let mut markers = find(filled.text());
    for _ in 0..MAX_ROUNDS {
        if markers.0.is_empty() {
            return markers;
        }
        put(filled, &markers);
        let begun = items(filled.text());
        let (kept, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
            markers.0.into_iter().partition(|(at, _)| begun.binary_search(at).is_ok());
        markers = Markers(kept);
        if rest.is_empty() {
            return markers;
        }
        rest.into_iter().for_each(|(at, marker)| filled.restore(at..marker.end));
    }
    markers.0.iter().for_each(|(&at, marker)| filled.restore(at..marker.end));
    Markers::default()
}

fn put(filled: &mut Filled, markers: &Markers) {
    for (&at, marker) in &markers.0 {
        let sign = if marker.numbering.sign == Sign::Point { '.' } else { ')' };
        // Only what begins with 1 may follow a paragraph without a blank line; the rest follows by itself.
        let width = marker.end - at - 1;
        filled.replace(at..marker.end, &format!("{:0>width$}{sign}", 1));
    }
}

/// Where items begin, in order.
fn items(text: &str) -> Vec<usize> {
    let arena = Arena::new();
    let Some(root) = read(&arena, text) else { return vec![] };
    let lines = Lines::new(text, &[]);
    let is_item = |value: &NodeValue| matches!(value, NodeValue::Item(_));
    let starts = root.descendants().filter(|node| is_item(&node.data().value));
    let mut starts: Vec<usize> = starts.map(|node| lines.offset(node.data().sourcepos.start)).collect();
    starts.sort_unstable();
    starts
}

/// A marker as it stands on its line.
#[derive(Debug, Clone)]
struct Written {
    range: Range<usize>,
    sign: Sign,
    /// What it may count as.
    counts: Vec<(Count, u64)>,
}

/// A list that may have begun.
struct Open {
    column: usize,
    quotes: usize,
    last: Written,
    /// The markers so far, each with its distance from the first.
    members: Vec<Written>,
}

fn find(text: &str) -> Markers {
    let mut markers = Markers::default();
    let mut open: Vec<Open> = vec![];
    let mut contents: Vec<usize> = vec![];
    let mut fence: Option<(char, usize)> = None;
    let mut after_blank = true;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let base = start;
        start += line.len();
        let head = Head::of(line);
        let rest = &line[head.at..];
        if rest.trim().is_empty() {
            after_blank = true;
            continue;
        }
        let sign = rest.chars().next().filter(|char| matches!(char, '`' | '~'));
        let run = sign.map_or(0, |sign| rest.chars().take_while(|&char| char == sign).count());
        if let Some((opened, length)) = fence {
            if sign == Some(opened) && run >= length && rest[run..].trim().is_empty() {
                fence = None;
            }
            continue;
        }
        fence = sign.filter(|_| run >= 3).map(|sign| (sign, run));
        let written = marker(rest).map(|written| Written {
            range: base + head.at + written.range.start..base + head.at + written.range.end,
            ..written
        });
        if after_blank || written.is_some() || head.markers > 0 {
            while contents.pop_if(|content| *content > head.column).is_some() {}
            let outside = |list: &Open| {
                list.column > head.column
                    || list.quotes > head.quotes
                    || written.is_none() && after_blank && list.column == head.column
            };
            close(&mut open, outside, &mut markers);
        }
        head.contents.iter().for_each(|&content| push(&mut contents, content));
        after_blank = false;
        let Some(written) = written else { continue };
        // What stands further in is code, or goes on with a paragraph.
        if head.column - contents.last().copied().unwrap_or(0).min(head.column) >= 4 {
            continue;
        }
        push(&mut contents, head.column + written.range.len() + 1);
        let same = |list: &&mut Open| list.column == head.column && list.quotes == head.quotes;
        if let Some(list) = open.iter_mut().find(same) {
            let follows = |&(count, number): &(Count, u64)| {
                written.sign == list.last.sign && list.last.counts.contains(&(count, number.wrapping_sub(1)))
            };
            let counts: Vec<_> = written.counts.iter().copied().filter(follows).collect();
            if !counts.is_empty() {
                list.last = Written { counts, ..written.clone() };
                list.members.push(written);
                continue;
            }
        }
        close(&mut open, |list| list.column == head.column && list.quotes == head.quotes, &mut markers);
        let members = vec![written.clone()];
        open.push(Open { column: head.column, quotes: head.quotes, last: written, members });
    }
    close(&mut open, |_| true, &mut markers);
    markers
}

/// Adds where words begin. What begins further in is over by then, so that the list ascends, and is no longer than a line
/// is deep.
fn push(contents: &mut Vec<usize>, content: usize) {
    while contents.pop_if(|last| *last >= content).is_some() {}
    contents.push(content);
}

/// Ends lists; those with more than one marker are lists indeed.
fn close(open: &mut Vec<Open>, ended: impl Fn(&Open) -> bool, markers: &mut Markers) {
    for list in open.extract_if(.., |list| ended(list)) {
        let Some(&(count, last)) = list.last.counts.first() else { continue };
        if list.members.len() < 2 {
            continue;
        }
        let numbering = Numbering { count, sign: list.last.sign };
        let first = last + 1 - list.members.len() as u64;
        for (number, written) in (first..).zip(list.members) {
            markers.0.insert(written.range.start, Marker { end: written.range.end, numbering, number });
        }
    }
}

/// What stands before a line's words: blanks, signs of quotation, and the markers of other lists.
#[derive(Debug, Default)]
struct Head {
    /// The bytes of it.
    at: usize,
    /// The columns of it.
    column: usize,
    quotes: usize,
    markers: usize,
    /// Where the words of those lists begin, in columns.
    contents: Vec<usize>,
}

impl Head {
    fn of(line: &str) -> Self {
        let mut head = Self::default();
        let bytes = line.as_bytes();
        loop {
            match bytes.get(head.at) {
                Some(b' ') => head.column += 1,
                Some(b'\t') => head.column = head.column / 4 * 4 + 4,
                Some(b'>') => {
                    head.quotes += 1;
                    head.column += 1;
                }
                _ => {
                    let rest = &bytes[head.at..];
                    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                    let length = match rest.first() {
                        Some(b'-' | b'+' | b'*') => 1,
                        _ if (1..=9).contains(&digits) && matches!(rest.get(digits), Some(b'.' | b')')) => digits + 1,
                        _ => return head,
                    };
                    if rest.get(length) != Some(&b' ') || head.markers > 100 {
                        return head;
                    }
                    head.markers += 1;
                    head.column += length;
                    head.at += length;
                    head.contents.push(head.column + 1);
                    continue;
                }
            }
            head.at += 1;
        }
    }
}

/// The marker that a text begins with, if words follow it.
fn marker(text: &str) -> Option<Written> {
    let (name, sign, length) = match text.strip_prefix('(') {
        Some(rest) => {
            let name = &rest[..rest.find(')')?];
            (name, Sign::Brackets, name.len() + 2)
        }
        None => {
            let name = &text[..text.bytes().position(|byte| !byte.is_ascii_lowercase())?];
            let sign = match text.as_bytes()[name.len()] {
                b'.' => Sign::Point,
                b')' => Sign::Bracket,
                _ => return None,
            };
            (name, sign, name.len() + 1)
        }
    };
    let rest = &text[length..];
    let words = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    let mut counts = vec![];
    match name.as_bytes() {
        [letter @ b'a'..=b'z'] => counts.push((Count::Letters, u64::from(letter - b'a') + 1)),
        [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'] => counts.push((Count::Figures, name.parse().ok()?)),
        _ => {}
    }
    if (1..=MAX_ROMAN).contains(&name.len()) && name.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x')) {
        counts.extend((1..=39).find(|&number| roman(number) == name).map(|number| (Count::Roman, number)));
    }
    (words && !counts.is_empty()).then_some(Written { range: 0..length, sign, counts })
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;
    use super::super::tree::{Block, BlockKind};

    /// The lists of a text, each with its items' numbers.
    fn lists(text: &str) -> Vec<String> {
        fn collect(blocks: &[Block], found: &mut Vec<String>) {
            for block in blocks {
                match &block.kind {
                    BlockKind::List { start, numbering, items, .. } => {
                        let first = start.unwrap_or(0);
                        let marks = (first..).zip(items).map(|(number, _)| match start {
                            Some(_) => numbering.mark(number),
                            None => "-".to_owned(),
                        });
                        found.push(marks.collect::<Vec<_>>().join(" "));
                        items.iter().for_each(|item| collect(&item.blocks, found));
                    }
                    BlockKind::BlockQuote(blocks) | BlockKind::EditorsNote { blocks, .. } => collect(blocks, found),
                    _ => {}
                }
            }
        }
        let read = read(text);
        read.assert_clean();
        let mut found = vec![];
        collect(read.blocks(), &mut found);
        found
    }

    #[test]
    fn letters_number_lists() {
        for (text, expected) in [
            ("a. one\nb. two", vec!["a. b."]),
            ("Asks them:\n(a) To act;\n(b) To tell.", vec!["(a) (b)"]),
            ("i) one\nii) two\niii) three", vec!["i) ii) iii)"]),
            ("(h) one\n(i) two\n(j) three", vec!["(h) (i) (j)"]),
            ("(c) one\n\n(d) two", vec!["(c) (d)"]),
            ("(1) one\n(2) two", vec!["(1) (2)"]),
            ("(a) one\n    (i) in\n    (ii) in\n(b) two", vec!["(a) (b)", "(i) (ii)"]),
            ("(a) one\n\n    (i) in\n\n    (ii) in\n\n(b) two\n    more", vec!["(a) (b)", "(i) (ii)"]),
            ("- one\n  a) in\n  b) in\n- two", vec!["- -", "a) b)"]),
            ("> (a) one\n> (b) two", vec!["(a) (b)"]),
            (":::note\n(a) one\n(b) two\n:::", vec!["(a) (b)"]),
            ("1. one\n   (a) in\n   (b) in\n2. two", vec!["1. 2.", "(a) (b)"]),
            ("(a) one\nlazy\n(b) two", vec!["(a) (b)"]),
            ("(viii) one\r(ix) two", vec!["(viii) (ix)"]),
            ("1) one\n2) two", vec!["1) 2)"]),
        ] {
            assert_eq!(lists(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_list_is_printed_as_typed() {
        for text in [
            "as said in\n(a) of the text",
            "(a) alone",
            "(a) one\n\nBetween.\n\n(b) two",
            "A. Smith\nB. Jones",
            "(a) one\n(c) three",
            "see (a) one and\n(b) two",
            "(see) one\n(sef) two",
            "a.m. to\nb.m.",
            "(a)\n(b)",
        ] {
            let read = read(text);
            read.assert_clean();
            assert_eq!(lists(text), [""; 0], "{text}");
            let words: String = read.inlines().iter().map(|inline| read.text(inline.span)).collect();
            assert!(text.starts_with(&words), "{text}: {words}");
        }
        for code in ["```\n(a) one\n(b) two\n```", "    (a) one\n    (b) two", "~~~\na. one\nb. two\n~~~"] {
            let read = read(code);
            let BlockKind::Code { text, .. } = &read.blocks()[0].kind else { panic!("{code}") };
            assert!(text.starts_with(['(', 'a']), "{text}");
        }
    }

    #[test]
    fn items_stand_where_they_are_written() {
        let read = read("Né:\n(a) *é*\n(b) [@x]");
        let BlockKind::List { items, .. } = &read.blocks()[1].kind else { panic!("no list") };
        assert_eq!(items.iter().map(|item| read.text(item.span)).collect::<Vec<_>>(), ["(a) *é*", "(b) [@x]"]);
    }
}
