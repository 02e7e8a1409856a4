//! Mistakes in prose: its marks, its blocks, and what an editor would mark in it.

use fastrand::Rng;

use super::Mistake;
use super::book::{Book, Fault, Kind, Line, choose, misspelt, translated_into};

pub(super) const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M1 1h7v7z\"/></svg>";

/// An English sentence behind the last of a paragraph; not of a translation, of which other things are asked.
pub(super) fn said(book: &Book, rng: &mut Rng, sentence: &str) -> Option<Fault> {
    let (path, line) = choose(rng, book.ends.iter().filter(|(path, _)| translated_into(path).is_none()))?;
    book.changed(path, *line, &format!("{} {sentence}", book.line(path, *line)))
}

/// The same in a Markdown file.
pub(super) fn said_in_markdown(book: &Book, rng: &mut Rng, sentence: &str) -> Option<Fault> {
    let (path, line) =
        choose(rng, book.ends.iter().filter(|(path, _)| path.ends_with(".md") && translated_into(path).is_none()))?;
    book.changed(path, *line, &format!("{} {sentence}", book.line(path, *line)))
}

/// Lines as a paragraph of their own before a paragraph or heading; the one reported is counted from 0.
pub(super) fn paragraph(book: &Book, rng: &mut Rng, lines: &[&str], reported: usize) -> Option<Fault> {
    let before = book.prose(rng, |line| {
        let above = book.line(&line.path, line.line.wrapping_sub(1));
        line.line > 1
            && line.block.is_empty()
            && above.is_empty()
            && line.kind == Kind::Text
            && !line.text.starts_with(' ')
    })?;
    let lines: Vec<&str> = lines.iter().copied().chain([""]).collect();
    Some(book.inserted(&before.path, before.line, &lines, reported))
}

/// A character within a word of prose.
fn character(book: &Book, rng: &mut Rng, new: &str) -> Option<Fault> {
    let (path, line) = choose(rng, &book.ends)?;
    let text = book.line(path, *line);
    let letters: Vec<usize> = text
        .char_indices()
        .filter(|(at, char)| char.is_alphabetic() && text[..*at].ends_with(char::is_alphabetic))
        .map(|(at, _)| at)
        .collect();
    // Within a name behind an at sign or in a mark-up, it would be another mistake.
    let letters = letters.into_iter().filter(|&at| !text[..at].contains(['[', '{', '(', '@', '%', '!']));
    let at = choose(rng, letters)?;
    book.changed(path, *line, &format!("{}{new}{}", &text[..at], &text[at..]))
}

fn opener<'a>(book: &'a Book, rng: &mut Rng, fits: impl Fn(&Line) -> bool) -> Option<&'a Line> {
    book.prose(rng, |line| line.kind == Kind::Opener && fits(line))
}

/// The line that closes a block.
fn closer<'a>(book: &'a Book, opener: &Line) -> Option<&'a Line> {
    book.lines.iter().find(|line| line.path == opener.path && line.line > opener.line && line.kind == Kind::Closer)
}

fn replaced(book: &Book, line: &Line, old: &str, new: &str) -> Option<Fault> {
    book.changed(&line.path, line.line, &line.text.replacen(old, new, 1))
}

/// The name of the first footnote that a line calls or defines.
fn footnote(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("[^")?;
    rest.split(']').next()
}

/// A heading with another level.
fn leveled(book: &Book, line: &Line, level: usize) -> Option<Fault> {
    let text = line.text.trim_start_matches('#');
    book.changed(&line.path, line.line, &format!("{}{text}", "#".repeat(level)))
}

fn level(line: &Line) -> usize {
    match line.kind {
        Kind::Heading(level) => level,
        _ => 0,
    }
}

fn number(rng: &mut Rng) -> u32 {
    rng.u32(12..28)
}

fn month(rng: &mut Rng) -> &'static str {
    ["January", "March", "May", "July", "August", "October", "December"][rng.usize(..7)]
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "footnote call misspelt",
        does: "a slip in the name of a footnote where it is called",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Text && line.text.contains("[^"))?;
            let name = footnote(&line.text)?;
            let taken = |new: &str| book.lines.iter().any(|line| line.text.contains(&format!("[^{new}]")));
            let new = misspelt(rng, name, taken)?;
            replaced(book, line, &format!("[^{name}]"), &format!("[^{new}]"))
        },
    },
    Mistake {
        name: "footnote misspelt",
        does: "a slip in the name of a footnote where it stands",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Note && line.text.starts_with("[^"))?;
            let name = footnote(&line.text)?;
            let taken = |new: &str| book.lines.iter().any(|line| line.text.contains(&format!("[^{new}]")));
            let new = misspelt(rng, name, taken)?;
            let mut fault = replaced(book, line, &format!("[^{name}]"), &format!("[^{new}]"))?;
            // Either end of a connection may be the wrong one.
            let call = format!("[^{name}]");
            let calls = book.lines.iter().filter(|other| other.path == line.path && other.text.contains(&call));
            fault.places.extend(calls.map(|call| (call.path.clone(), Some(call.line))));
            Some(fault)
        },
    },
    Mistake {
        name: "footnote not called",
        does: "a footnote whose call was taken out",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Text && line.text.contains("[^"))?;
            let name = footnote(&line.text)?;
            let definition = format!("[^{name}]:");
            let note = book.lines.iter().find(|note| note.path == line.path && note.text.starts_with(&definition))?;
            let mut fault = replaced(book, line, &format!("[^{name}]"), "")?;
            fault.places = vec![(note.path.clone(), Some(note.line))];
            Some(fault)
        },
    },
    Mistake {
        name: "footnote without text",
        does: "a footnote that is called and stands nowhere",
        make: |book, rng| {
            let name: String = (0..5).map(|_| rng.lowercase()).collect();
            said_in_markdown(book, rng, &format!("So it was.[^{name}]"))
        },
    },
    Mistake {
        name: "footnote twice",
        does: "a footnote that was pasted twice",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Note && line.text.starts_with("[^"))?;
            let copy = line.text.clone();
            let mut fault = book.inserted(&line.path, line.line, &[&copy, ""], 0);
            fault.places.push((line.path.clone(), Some(line.line + 2)));
            Some(fault)
        },
    },
    Mistake {
        name: "block not closed",
        does: "a block whose closing line was taken out",
        make: |book, rng| {
            let line = opener(book, rng, |_| true)?;
            let end = closer(book, line)?;
            // Where another block begins, that line is as good: there, at the latest, the closing one is missing.
            let next = book
                .lines
                .iter()
                .find(|next| next.path == line.path && next.line > end.line && next.kind == Kind::Opener);
            let mut places = vec![(line.path.clone(), Some(line.line))];
            places.extend(next.map(|next| (line.path.clone(), Some(next.line - 1))));
            Some(book.removed(&line.path, end.line..=end.line, places))
        },
    },
    Mistake {
        name: "block not opened",
        does: "a block whose first line was taken out",
        make: |book, rng| {
            let id = |line: &Line| Some(line.text.split_once("{#")?.1.split([' ', '}']).next()?.to_owned());
            let line = opener(book, rng, |line| id(line).is_none_or(|id| book.mentions(&id).is_empty()))?;
            let end = closer(book, line)?;
            Some(book.removed(&line.path, line.line..=line.line, vec![(line.path.clone(), Some(end.line - 1))]))
        },
    },
    Mistake {
        name: "block misspelt",
        does: "a slip in the name of a block",
        make: |book, rng| {
            let line = opener(book, rng, |_| true)?;
            let known = ["key-messages", "good-practice", "quote", "figure", "table", "note"];
            let new = misspelt(rng, &line.block, |new| known.contains(&new))?;
            replaced(book, line, &line.block, &new)
        },
    },
    Mistake {
        name: "block in a block of the same length",
        does: "a block within a block, both with three colons",
        make: |book, rng| {
            let line = opener(book, rng, |line| line.block != "figure")?;
            let mut fault = book.inserted(&line.path, line.line + 1, &["", ":::note", "Which one?", ":::", ""], 1);
            // The outer one may as well be said to be too short.
            fault.places.push((line.path.clone(), Some(line.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "key of a block misspelt",
        does: "a slip in a key of a block",
        make: |book, rng| {
            let line = opener(book, rng, |line| line.text.contains("=\""))?;
            let keys = ["title", "by", "source", "locator", "src", "alt", "wide", "columns", "row-headers"];
            let key = *choose(rng, keys.iter().filter(|key| line.text.contains(&format!(" {key}=\""))))?;
            let new = misspelt(rng, key, |new| keys.contains(&new))?;
            replaced(book, line, &format!(" {key}=\""), &format!(" {new}=\""))
        },
    },
    Mistake {
        name: "quotation mark of a block missing",
        does: "a value of a block without its last quotation mark",
        make: |book, rng| {
            let line = opener(book, rng, |line| line.text.contains("\"}"))?;
            replaced(book, line, "\"}", "}")
        },
    },
    Mistake {
        name: "brace of a block missing",
        does: "braces of a block that are not closed",
        make: |book, rng| {
            let line = opener(book, rng, |line| line.text.ends_with('}'))?;
            book.changed(&line.path, line.line, line.text.strip_suffix('}')?)
        },
    },
    Mistake {
        name: "identifier of a heading or block twice",
        does: "a heading with the identifier of something else",
        make: |book, rng| {
            let line = book.prose(rng, |line| matches!(line.kind, Kind::Heading(2..)) && !line.text.contains('{'))?;
            let (name, (path, at)) = choose(rng, &book.names)?;
            let mut fault = book.changed(&line.path, line.line, &format!("{} {{#{name}}}", line.text))?;
            fault.places.push((path.clone(), Some(*at)));
            Some(fault)
        },
    },
    Mistake {
        name: "identifier of a heading of another form",
        does: "a heading with an identifier that has capitals or blanks",
        make: |book, rng| {
            let line = book.prose(rng, |line| matches!(line.kind, Kind::Heading(_)) && !line.text.contains('{'))?;
            let id = choose(rng, ["Time", "the_time", "1st", "où"])?;
            book.changed(&line.path, line.line, &format!("{} {{#{id}}}", line.text))
        },
    },
    Mistake {
        name: "heading level skipped",
        does: "a heading two levels below the one above it",
        make: |book, rng| {
            let line = book.prose(rng, |line| matches!(line.kind, Kind::Heading(_)) && line.line > 1)?;
            let above = book.lines.iter().rev().find(|above| {
                above.path == line.path && above.line < line.line && matches!(above.kind, Kind::Heading(_))
            })?;
            leveled(book, line, level(above) + 2)
        },
    },
    Mistake {
        name: "title of a chapter lost",
        does: "a chapter whose title is gone, lower, or no heading any more",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.path.starts_with("chapters/") && line.line == 1)?;
            let mut fault = match rng.u8(..3) {
                0 => leveled(book, line, 2)?,
                1 => book.changed(&line.path, line.line, line.text.trim_start_matches(['#', ' ']))?,
                _ => book.removed(&line.path, 1..=2, vec![]),
            };
            fault.places = vec![(line.path.clone(), Some(1))];
            Some(fault)
        },
    },
    Mistake {
        name: "second title of a chapter",
        does: "a section of a chapter with the heading of a title",
        make: |book, rng| {
            let fits = |line: &Line| line.path.starts_with("chapters/") && line.kind == Kind::Heading(2);
            leveled(book, book.prose(rng, fits)?, 1)
        },
    },
    Mistake {
        name: "summary that begins below level 1",
        does: "a summary whose first heading is of level 2",
        make: |book, rng| {
            let fits = |line: &Line| line.path.ends_with("/summary.md") && line.line == 1;
            leveled(book, book.prose(rng, fits)?, 2)
        },
    },
    Mistake {
        name: "picture missing",
        does: "a picture that is not there",
        make: |book, rng| paragraph(book, rng, &["![A map of the rooms](figures/rooms.svg)"], 0),
    },
    Mistake {
        name: "picture from elsewhere",
        does: "a picture on another computer",
        make: |book, rng| paragraph(book, rng, &["![A map of the rooms](https://example.org/rooms.png)"], 0),
    },
    Mistake {
        name: "picture without words",
        does: "a picture that says nothing to those who do not see it",
        make: |book, rng| {
            let mut fault = paragraph(book, rng, &["![](figures/added.svg)"], 0)?;
            let folder = fault.places[0].0.rsplit_once('/')?.0.to_owned();
            fault.files.insert(format!("{folder}/figures/added.svg"), PICTURE.into());
            Some(fault)
        },
    },
    Mistake {
        name: "broken picture",
        does: "a picture that was not copied to its end",
        make: |book, rng| {
            let mut fault = paragraph(book, rng, &["![A triangle](figures/added.svg)"], 0)?;
            let folder = fault.places[0].0.rsplit_once('/')?.0.to_owned();
            fault.files.insert(format!("{folder}/figures/added.svg"), PICTURE[..70].into());
            Some(fault)
        },
    },
    Mistake {
        name: "raw HTML",
        does: "a tag of HTML in the prose",
        make: |book, rng| {
            let html = choose(rng, ["One <b>moment</b>.", "So it<br>was.", "It <!-- really --> was so."])?;
            said(book, rng, html)
        },
    },
    Mistake {
        name: "link to a file",
        does: "a link to a file beside the text",
        make: |book, rng| {
            let new = choose(rng, ["See [there](other.md).", "See [it](../b/notes.pdf)."])?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "link to nowhere in the publication",
        does: "a link with a name that nothing has",
        make: |book, rng| {
            let name: String = (0..7).map(|_| rng.lowercase()).collect();
            said(book, rng, &format!("See [there](@{name})."))
        },
    },
    Mistake {
        name: "control character",
        does: "a control character, NUL among them, within a word",
        make: |book, rng| {
            let new = choose(rng, ["\u{7}", "\0", "\u{1b}", "\u{b}", "\u{85}", "\u{7f}"])?;
            character(book, rng, new)
        },
    },
    Mistake {
        name: "character of direction",
        does: "a character that turns the direction of writing round",
        make: |book, rng| {
            let new = choose(rng, ["\u{202e}", "\u{202b}", "\u{2066}"])?;
            character(book, rng, new)
        },
    },
    Mistake {
        name: "private-use character",
        does: "a character that has no meaning outside one font",
        make: |book, rng| {
            let new = choose(rng, ["\u{e000}", "\u{f0b7}", "\u{100000}"])?;
            character(book, rng, new)
        },
    },
    Mistake {
        name: "expression not closed",
        does: "two opening braces without the closing ones",
        make: |book, rng| said(book, rng, "There were {{ count.panels of them."),
    },
    Mistake {
        name: "expression with an unknown name",
        does: "an expression that asks for what nobody gives",
        make: |book, rng| {
            let name: String = (0..6).map(|_| rng.lowercase()).collect();
            let inner = choose(rng, ["values.", "workshops[0].", "count.", "publication.", ""])?;
            said(book, rng, &format!("There were {{{{ {inner}{name} }}}} of them."))
        },
    },
    Mistake {
        name: "expression that cannot be read",
        does: "an expression that breaks off",
        make: |book, rng| {
            let inner = choose(rng, ["count.", "1 +", "(count.panels", "count panels", "count.panels |", "[1"])?;
            said(book, rng, &format!("There were {{{{ {inner} }}}} of them."))
        },
    },
    Mistake {
        name: "cell missing in a row",
        does: "a row of a table with a cell less than the others",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Row && !line.text.starts_with("|-"))?;
            let cut = line.text.trim_end_matches('|').rfind('|')?;
            (cut > 0).then_some(())?;
            book.changed(&line.path, line.line, &line.text[..=cut])
        },
    },
    Mistake {
        name: "cell too many in a row",
        does: "a row of a table with a cell more than the others",
        make: |book, rng| {
            let line = book.prose(rng, |line| line.kind == Kind::Row && !line.text.starts_with("|-"))?;
            book.changed(&line.path, line.line, &format!("{} more |", line.text))
        },
    },
    Mistake {
        name: "editor's note not closed",
        does: "two signs that open a note to the editors, and none that close it",
        make: |book, rng| said(book, rng, "%%Is this so?"),
    },
    Mistake {
        name: "name of a person misspelt",
        does: "a slip in the last name of a person, beside the first",
        make: |book, rng| {
            let people = book.fields.iter().filter(|field| field.path == "people.yaml" && field.key == "name");
            let (first, last) = choose(rng, people)?.text().rsplit_once(' ')?;
            (last.chars().count() > 5 && last.is_ascii()).then_some(())?;
            let at = rng.usize(2..last.len() - 2);
            let (kept, wrong) = (&last[..at], &last[at + 1..]);
            let new = format!("{kept}{wrong}");
            said(book, rng, &format!("The question came from {first} {new} in the end."))
        },
    },
    Mistake {
        name: "day that no month has",
        does: "a date in the prose that the calendar does not have",
        make: |book, rng| {
            let month = choose(rng, ["April", "June", "September", "November", "February"])?;
            said(book, rng, &format!("This was written on 31 {month} 2017."))
        },
    },
    Mistake {
        name: "weekday that does not fit",
        does: "a weekday in the prose on which the date does not fall",
        make: |book, rng| {
            // The first of May 2017 was a Monday.
            let weekday = choose(rng, ["Monday", "Tuesday", "Thursday", "Friday", "Sunday"])?;
            let day = 1 + 7 * rng.usize(1..4) + 2;
            said(book, rng, &format!("This was written on {weekday} {day} May 2017."))
        },
    },
    Mistake {
        name: "range that runs backwards",
        does: "days or years whose end is before their start",
        make: |book, rng| {
            let (from, month) = (number(rng), month(rng));
            let to = from - rng.u32(1..9);
            let years = format!("That was the work of {}–{}.", 1990 + from, 1990 + to);
            let days = format!("That was the work of {from}–{to} {month} 2017.");
            let new = if rng.bool() { years } else { days };
            said(book, rng, &new)
        },
    },
    Mistake {
        name: "hyphen in a range",
        does: "a range of days or years that is joined by a hyphen",
        make: |book, rng| {
            let (from, month) = (number(rng), month(rng));
            let to = from + rng.u32(1..3);
            let years = format!("That was the work of {}-{}.", 1980 + from, 1980 + to);
            let days = format!("That was the work of {from}-{to} {month} 2017.");
            let new = if rng.bool() { years } else { days };
            said(book, rng, &new)
        },
    },
    Mistake {
        name: "date in another order",
        does: "a date with the month first, or all in figures",
        make: |book, rng| {
            let (day, month) = (number(rng), month(rng));
            let date = choose(
                rng,
                [format!("{month} {day}, 2017"), format!("{day}/04/2017"), format!("{day}th {month} 2017")],
            )?;
            said(book, rng, &format!("This was written on {date}."))
        },
    },
    Mistake {
        name: "sign for per cent",
        does: "the sign where the words are written",
        make: |book, rng| {
            let number = number(rng);
            said(book, rng, &format!("It was true of {number}% of them."))
        },
    },
    Mistake {
        name: "thousands without a comma",
        does: "a number of five figures without its comma",
        make: |book, rng| {
            let number = number(rng);
            said(book, rng, &format!("There were {number}500 people there."))
        },
    },
    Mistake {
        name: "quotation not closed",
        does: "a quotation mark that opens, and none that closes",
        make: |book, rng| {
            let new = choose(rng, ["They call it \"early.", "They speak of a “first draft."])?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "marks of another language",
        does: "low quotation marks, or an accent for an apostrophe",
        make: |book, rng| {
            let new = choose(rng, ["They call it „early“.", "It was nobody´s turn."])?;
            said(book, rng, new)
        },
    },
    Mistake {
        name: "acronym with points",
        does: "an acronym with a point behind each letter",
        make: |book, rng| {
            let shorts = book.fields.iter().filter(|field| field.path == "acronyms.yaml" && field.key == "short");
            let short = choose(rng, shorts)?.text();
            let letters: Vec<String> = short.chars().map(|char| format!("{char}.")).collect();
            (short.chars().all(char::is_uppercase)).then_some(())?;
            said(book, rng, &format!("The {} agreed in the end.", letters.concat()))
        },
    },
    Mistake {
        name: "plan told as held",
        does: "what a panel did, in the summary of one that is known from its agenda alone",
        make: |book, rng| {
            let planned = |path: &str| {
                let Some(folder) = path.strip_suffix("summary.md") else { return false };
                let own = format!("{folder}panel.yaml");
                let mut bases = book.fields.iter().filter(|field| field.path == own && field.key == "basis").peekable();
                bases.peek().is_some() && bases.all(|field| field.text() == "agenda")
            };
            let (path, line) = choose(rng, book.ends.iter().filter(|(path, _)| planned(path)))?;
            let sentence = choose(rng, ["The panel agreed on this.", "Participants discussed all of it at length."])?;
            book.changed(path, *line, &format!("{} {sentence}", book.line(path, *line)))
        },
    },
    Mistake {
        name: "conflict",
        does: "a merge that was not finished: a line twice, between the three lines that git leaves",
        make: |book, rng| {
            let (path, lines) = choose(rng, &book.texts)?;
            let line = 1 + rng.usize(..lines.len());
            let (ours, theirs) = (book.line(path, line).to_owned(), book.line(path, line).to_owned());
            let new = ["<<<<<<< HEAD".to_owned(), ours, "=======".to_owned(), theirs, ">>>>>>> later".to_owned()];
            Some(Fault {
                files: book.with(path, line..=line, &new),
                places: [line, line + 2, line + 4].map(|line| (path.clone(), Some(line))).into(),
                change: format!("line {line} came from both sides"),
            })
        },
    },
    Mistake {
        name: "rest of a conflict in prose",
        does: "the first or last line of a merge that was not finished, in a text",
        make: |book, rng| {
            let marker = choose(rng, ["<<<<<<< HEAD", ">>>>>>> later"])?;
            let after = book.prose(rng, |line| line.block.is_empty() && line.kind == Kind::Text && line.line > 2)?;
            Some(book.inserted(&after.path, after.line + 1, &[marker], 0))
        },
    },
];
