//! Lists whose items begin or end in different ways.

use super::Desk;
use super::running::{Kind, OBJECT, Running};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{Block, BlockKind, Item};
use crate::model::BookText;
use crate::rules;

/// How an item ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// A full stop, a question or an exclamation mark.
    Stop,
    /// A semicolon or a comma: the list is one sentence.
    Pause,
    /// Without a mark.
    Open,
}

/// Words by which the last item but one leads over to the last.
const LEADING_OVER: &[&str] = &["and", "or", "et", "ou", "y", "e", "o", "u"];

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    desk.publication.texts(&mut |found, _| {
        let BookText::Text(text) = found else { return };
        for block in text.prose.blocks.iter().chain(text.prose.footnotes.iter().flat_map(|note| &note.blocks)) {
            lists(desk, block, diagnostics);
        }
    });
}

/// The lists of a block, except those in words of others.
fn lists(desk: &Desk, block: &Block, diagnostics: &mut Diagnostics) {
    match &block.kind {
        BlockKind::List { items, .. } => {
            // An item of several paragraphs is text, and ends as text does.
            let lines: Option<Vec<Running>> = items.iter().map(line).collect();
            if let Some(lines) = lines.filter(|lines| lines.len() > 1) {
                diagnostics.extend(endings(desk, &lines));
                diagnostics.extend(beginnings(desk, &lines));
            }
            items.iter().flat_map(|item| &item.blocks).for_each(|inner| lists(desk, inner, diagnostics));
        }
        BlockKind::KeyMessages { blocks, .. } | BlockKind::GoodPractice { blocks, .. } => {
            blocks.iter().for_each(|inner| lists(desk, inner, diagnostics));
        }
        _ => {}
    }
}

fn line(item: &Item) -> Option<Running<'_>> {
    match item.blocks.as_slice() {
        [Block { kind: BlockKind::Paragraph(content), .. }] => Some(Running::new(content, Kind::Item, false)),
        _ => None,
    }
}

/// How a line ends, and where its last character stands; none if that cannot be said.
fn ending(line: &Running) -> Option<(Ending, std::ops::Range<usize>)> {
    let text = line.text.trim_end_matches(|char: char| {
        char.is_whitespace() || matches!(char, OBJECT | '"' | '”' | '»' | ')' | ']' | '\'' | '’')
    });
    let last = text.chars().next_back()?;
    let before = text.trim_end_matches(['.', '?', '!', ';', ',']);
    let word = before.rsplit(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
    // The point of an abbreviation may be the sentence's as well, as in "9 a.m."
    let points = word.chars().count() == 1 && before.strip_suffix(word).is_some_and(|rest| rest.ends_with('.'));
    let abbreviated = points || matches!(word, "etc" | "al" | "ff" | "p" | "Inc" | "Ltd" | "Co");
    if (last == '.' && abbreviated) || text.ends_with('…') {
        return None;
    }
    // "…; and" leads over to the last item.
    let joined = LEADING_OVER.iter().any(|word| {
        text.strip_suffix(word).is_some_and(|rest| rest.trim_end() != rest && rest.trim_end().ends_with([';', ',']))
    });
    let kind = match last {
        '.' | '?' | '!' => Ending::Stop,
        ';' | ',' => Ending::Pause,
        _ if joined => Ending::Pause,
        ':' => return None,
        _ => Ending::Open,
    };
    let start = text.len() - word_length(text);
    Some((kind, start..text.len()))
}

/// The bytes of the last word with its mark.
fn word_length(text: &str) -> usize {
    let before = text.rfind(|char: char| char.is_whitespace() || char == OBJECT);
    text.len() - before.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))
}

fn endings(desk: &Desk, lines: &[Running]) -> Option<Diagnostic> {
    let endings: Vec<Option<(Ending, std::ops::Range<usize>)>> = lines.iter().map(ending).collect();
    let kinds: Vec<Ending> = endings.iter().flatten().map(|(kind, _)| *kind).collect();
    let (last, others) = kinds.split_last()?;
    let first = *others.first()?;
    // The last item may close the sentence of which the list is a part.
    let closes = *last == Ending::Stop && first != Ending::Stop && endings.last()?.is_some();
    let opens = *last == Ending::Open && first == Ending::Pause;
    if others.iter().all(|kind| *kind == first) && (*last == first || closes || opens) {
        return None;
    }
    let count = |kind: Ending| kinds.iter().filter(|other| **other == kind).count();
    let common =
        [Ending::Open, Ending::Stop, Ending::Pause].into_iter().max_by_key(|kind| (count(*kind), *kind == first))?;
    let (line, (kind, bytes)) = lines
        .iter()
        .zip(&endings)
        .find_map(|(line, ending)| ending.clone().filter(|(kind, _)| *kind != common).map(|ending| (line, ending)))?;
    let message = match kind {
        Ending::Stop => "this item of the list ends with a full stop, and others do not",
        Ending::Pause => "this item of the list ends with a semicolon or comma, and others do not",
        Ending::Open => "this item of the list ends without a mark, and others with one",
    };
    let hint = match common {
        Ending::Open => "end all items without a mark, or only the last with a full stop",
        Ending::Stop => "end all items with a full stop",
        Ending::Pause => "end all items but the last with a semicolon",
    };
    Some(desk.problem(&rules::UNEVEN_LIST, line, bytes, message.to_owned())?.hint(hint))
}

/// Words that the United Nations write with a capital everywhere, and that many lists begin with.
const NAMES: &[&str] = &["State", "States", "Government", "Governments", "Member", "Members", "Goal", "Goals"];

/// Small letters among capitals. A capital among small letters may be a name, and is let alone.
fn beginnings(desk: &Desk, lines: &[Running]) -> Option<Diagnostic> {
    let is_capital = |line: &Running| {
        let word = line.at(0);
        let is_name = NAMES.contains(&word) || word.chars().skip(1).any(char::is_uppercase);
        line.text.chars().next().filter(|char| char.is_alphabetic() && !is_name).map(char::is_uppercase)
    };
    let cases: Vec<Option<bool>> = lines.iter().map(is_capital).collect();
    let capitals = cases.iter().filter(|case| **case == Some(true)).count();
    let small = cases.iter().filter(|case| **case == Some(false)).count();
    // Of two, the other is as likely to begin with a name.
    if small == 0 || capitals < 2 || capitals <= small {
        return None;
    }
    let line = lines.iter().zip(&cases).find_map(|(line, case)| (*case == Some(false)).then_some(line))?;
    let message = "this item of the list begins with a small letter, and others with a capital".to_owned();
    let problem = desk.problem(&rules::UNEVEN_LIST, line, line.bytes(0, 0), message)?;
    Some(problem.hint("begin all items in the same way"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_sound, said, said_in};

    #[test]
    fn items_end_alike() {
        assert_eq!(said("- One is here.\n- Two is there\n- Three too."), ["uneven-list: there"]);
        assert_eq!(said("- one thing\n- two things.\n- three things"), ["uneven-list: things."]);
        assert_eq!(said("- one thing;\n- two things\n- three things."), ["uneven-list: things"]);
        assert_sound(
            said,
            &[
                "- one\n- two\n- three",
                "- one\n- two\n- three.",
                "- one;\n- two; and\n- three.",
                "- one;\n- two; and\n- three",
                "- One is here.\n- Is two? [@s1]\n- Three (\"it\").",
                "- One is here [@s1].\n- Two is here. [@s1]",
                "- one\n- [@s1]\n- two, three etc.\n- four",
                "- One.\n\n  And more.\n- two",
                "- open at 9 a.m.\n- rest\n- close at 5 p.m.\n- go home",
                "1. One\n\n   > - one thing\n   > - two things.\n   > - three things\n\n2. Two",
            ],
        );
        assert_sound(|text| said_in("es", text), &["- uno,\n- dos, y\n- tres", "- uno;\n- dos; o\n- tres."]);
        assert_sound(|text| said_in("fr", text), &["- un,\n- deux, et\n- trois", "- un ;\n- deux ; ou\n- trois."]);
    }

    #[test]
    fn items_begin_alike() {
        assert_eq!(said("- Name the day\n- name the hour\n- Name the place"), ["uneven-list: name"]);
        assert!(said("- to name\n- States to act\n- UN bodies").is_empty());
        assert!(said("- Name one\n- 12 others\n- *Name* another").is_empty());
    }
}
