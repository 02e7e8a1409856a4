//! Changes that mean nothing: what they make of a sound publication says the same, written another way.

use fastrand::Rng;

use crate::mistakes::book::{Book, Field, Files, Kind, Line, choose};

/// A kind of change.
pub struct Change {
    /// Its name.
    pub name: &'static str,
    /// Makes it at a random place, if there is one for it. Returns what was changed, and the files.
    pub make: fn(&Book, &mut Rng) -> Option<(String, Files)>,
}

/// A file whose name or content is changed as a whole.
fn file(book: &Book, rng: &mut Rng, ending: &str, change: impl Fn(&str) -> String) -> Option<(String, Files)> {
    let path = choose(rng, book.texts.keys().filter(|path| path.ends_with(ending)))?;
    let text = std::str::from_utf8(&book.files[path]).ok()?;
    Some((path.clone(), book.with_file(path, change(text).into_bytes())))
}

/// Lines in place of one.
fn line(book: &Book, path: &str, line: usize, new: &[String]) -> Option<(String, Files)> {
    Some((format!("{path}:{line}: {}", new.join("⏎")), book.with(path, line..=line, new)))
}

fn valued(book: &Book, field: &Field, value: &str) -> Option<(String, Files)> {
    let text = book.line(&field.path, field.line);
    line(book, &field.path, field.line, &[format!("{}{}: {value}", &text[..field.column], field.key)])
}

/// A text that can stand in quotation marks of either kind.
fn is_simple(field: &Field) -> bool {
    field.is_plain()
        && !field.value.contains(['\'', '"', '\\'])
        && field.value.parse::<f64>().is_err()
        && !is_word(field)
}

/// A value that quotation marks would make a text.
fn is_word(field: &Field) -> bool {
    matches!(field.value.as_str(), "true" | "false" | "null" | "~")
}

fn paragraph<'a>(book: &'a Book, rng: &mut Rng) -> Option<&'a Line> {
    book.prose(rng, |line| {
        let next = book.line(&line.path, line.line + 1);
        let listed = |text: &str| {
            text.starts_with(['-', ' ', '!', '[', '%', ':', '#', '|']) || text.starts_with(char::is_numeric)
        };
        let sound = line.kind == Kind::Text && line.block.is_empty() && !listed(&line.text);
        sound
            && !next.is_empty()
            && !listed(next)
            && !line.text.contains(['{', '[', '!', '`', '%'])
            && !next.contains("%%")
    })
}

/// Sentences whose signs would be mark-up in another place or dialect, and are none here.
const MEANT: &[&str] = &[
    "It cost between $5 and $6, or US$7.",
    "It was $5/US$6 in one place, and in AU$ in another.",
    "Write to the office at office@example.org in time.",
    "The name `@office` is theirs, and `#early` was the word.",
    "They asked 2 ^ 3 times, about ~5 or ~6 hours.",
    "The sum a + b = c holds, and so does a < b.",
    "They wrote it in C# and called it no. #1.",
    "The file is called `a_b_c.txt`, the folder `~/notes`.",
    "They left out a word [sic] and another [...] there.",
    "The marks [1] and [2] are theirs.",
    "The snake_case_name is one word, and a*b*c is not.",
    "They came (so they said) in time: \\*so it was\\*.",
    "The option `--release` is for the end.",
    "The keys are `[see @k, p. 4]`, `^[note]` and `$x$`.",
    "The well-known half-day was over.",
    "One \\| two, and one & two.",
    "It is set in `{width=50%}` and `- [ ]` elsewhere.",
    "They met at 10:30:15 sharp.",
    "They wrote it in C++ and used i++ as well as ++i.",
    "It was a B&B, and the query `?a=1&copy=2` was asked.",
    "The words {set} and {a, b} stand in braces, [x]_y does not.",
    "The folder is C:\\\\new\\\\temp, the other /usr/share or and/or.",
    "The symbols a || b and a :: b are theirs.",
    "It was 14 × 3 cm, and ^14^C was found.",
    "It was \"told\": https://example.org/a says so.",
    "So #1 (the first) and #2[sic] were read.",
    "He said stop! and again stop! at once.",
    "It is pages 10/11, // and so on.",
    "The values are a; b; c & d.",
];

/// Sentences with mark-up that the format has.
const TAKEN: &[&str] = &[
    "The water is H~2~O and the room 20 m^2^ wide.",
    "It is told at https://example.org/_a_/b in full.",
    "It is told at www.example.org, too.",
    "It was the 1^st^ of them.",
    "It was [told](https://example.org/a_(b)) there.",
    "It is [told](mailto:office@example.org) there.",
];

/// All kinds.
pub const KINDS: &[Change] = &[
    Change {
        name: "comment on a line of its own",
        make: |book, rng| {
            let field = book.field(rng, |_| true)?;
            let text = book.line(&field.path, field.line).to_owned();
            let indent = " ".repeat(if field.first { field.column - 2 } else { field.column });
            line(book, &field.path, field.line, &[format!("{indent}# to be asked again: {{ [ \""), text])
        },
    },
    Change {
        name: "comment behind a value",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            line(book, &field.path, field.line, &[format!("{}  # as agreed: \"", book.line(&field.path, field.line))])
        },
    },
    Change {
        name: "blank line between keys",
        make: |book, rng| {
            let field = book.field(rng, |_| true)?;
            let blank = " ".repeat(rng.usize(..3));
            line(book, &field.path, field.line, &[blank, book.line(&field.path, field.line).to_owned()])
        },
    },
    Change { name: "line ends of Windows", make: |book, rng| file(book, rng, "", |text| text.replace('\n', "\r\n")) },
    Change { name: "byte order mark", make: |book, rng| file(book, rng, "", |text| format!("\u{feff}{text}")) },
    Change { name: "no line end at the end", make: |book, rng| file(book, rng, "", |text| text.trim_end().to_owned()) },
    Change { name: "blank lines at the end", make: |book, rng| file(book, rng, "", |text| format!("{text}\n \n\n")) },
    Change {
        name: "three hyphens at the start",
        make: |book, rng| file(book, rng, ".yaml", |text| format!("---\n{text}")),
    },
    Change {
        name: "blanks behind a value",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            line(book, &field.path, field.line, &[format!("{}   ", book.line(&field.path, field.line))])
        },
    },
    Change {
        name: "blanks before a value",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            valued(book, field, &format!("   {}", field.value))
        },
    },
    Change {
        name: "double quotation marks",
        make: |book, rng| {
            let field = book.field(rng, is_simple)?;
            valued(book, field, &format!("\"{}\"", field.value))
        },
    },
    Change {
        name: "single quotation marks",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                let inner = field.text();
                let quoted = field.is_single() && field.value.starts_with('"') && !inner.contains(['\'', '\\', '"']);
                quoted || is_simple(field)
            })?;
            valued(book, field, &format!("'{}'", field.text()))
        },
    },
    Change {
        name: "folded text",
        make: |book, rng| {
            let field = book.field(rng, |field| is_simple(field) && field.value.contains(' '))?;
            let text = book.line(&field.path, field.line);
            let indent = " ".repeat(field.column + 2);
            let (first, rest) = field.value.split_once(' ')?;
            let head = format!("{}{}: >-", &text[..field.column], field.key);
            line(book, &field.path, field.line, &[head, format!("{indent}{first}"), format!("{indent}{rest}")])
        },
    },
    Change {
        name: "list with dashes",
        make: |book, rng| {
            let field = book.field(rng, |field| field.value.starts_with('[') && field.value.len() > 2)?;
            let items = field.value.trim_matches(['[', ']']).split(", ");
            let text = book.line(&field.path, field.line);
            // The dashes of a list may stand under the first letter of its key.
            let indent = " ".repeat(field.column + if rng.bool() { 2 } else { 0 });
            let mut lines = vec![format!("{}{}:", &text[..field.column], field.key)];
            lines.extend(items.map(|item| format!("{indent}- {item}")));
            line(book, &field.path, field.line, &lines)
        },
    },
    Change {
        name: "list on several lines",
        make: |book, rng| {
            let field = book.field(rng, |field| field.value.starts_with('[') && field.value.len() > 2)?;
            let text = book.line(&field.path, field.line);
            let indent = " ".repeat(field.column + 2);
            let inner = field.value.trim_matches(['[', ']']).replace(", ", &format!(",\n{indent}"));
            let head = format!("{}{}: [", &text[..field.column], field.key);
            line(book, &field.path, field.line, &[head, format!("{indent}{inner},"), format!("{indent}]")])
        },
    },
    Change {
        name: "key in quotation marks",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            let text = book.line(&field.path, field.line);
            let new = format!("{}\"{}\": {}", &text[..field.column], field.key, field.value);
            line(book, &field.path, field.line, &[new])
        },
    },
    Change {
        name: "keys in another order",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            let same = |next: &&Field| {
                next.path == field.path && next.line == field.line + 1 && next.column == field.column && !next.first
            };
            let next = book.fields.iter().find(same).filter(|next| next.is_single())?;
            let (first, second) = (book.line(&field.path, field.line), book.line(&field.path, next.line));
            let new = [
                format!("{}{}", &first[..field.column], &second[field.column..]),
                format!("{}{}", &second[..field.column], &first[field.column..]),
            ];
            let files = book.with(&field.path, field.line..=next.line, &new);
            Some((format!("{}:{}: {}", field.path, field.line, new.join("⏎")), files))
        },
    },
    Change {
        name: "paragraph wrapped later",
        make: |book, rng| {
            let first = paragraph(book, rng)?;
            let next = book.line(&first.path, first.line + 1);
            let files = book.with(&first.path, first.line..=first.line + 1, &[format!("{} {next}", first.text)]);
            Some((format!("{}:{}", first.path, first.line), files))
        },
    },
    Change {
        name: "paragraph wrapped earlier",
        make: |book, rng| {
            let first = paragraph(book, rng)?;
            let letters = |at: &usize| first.text[at + 1..].starts_with(|char: char| char.is_ascii_lowercase());
            let places: Vec<usize> = first.text.match_indices(' ').map(|(at, _)| at).filter(letters).collect();
            let at = choose(rng, places)?;
            let new = [first.text[..at].to_owned(), first.text[at + 1..].to_owned()];
            line(book, &first.path, first.line, &new)
        },
    },
    Change {
        name: "more blank lines between paragraphs",
        make: |book, rng| {
            let blank = book.prose(rng, |line| line.kind == Kind::Blank)?;
            line(book, &blank.path, blank.line, &[String::new(), "  ".to_owned(), String::new()])
        },
    },
    Change {
        name: "number signs behind a heading",
        make: |book, rng| {
            let heading = book.prose(rng, |line| matches!(line.kind, Kind::Heading(_)) && !line.text.contains('{'))?;
            let Kind::Heading(level) = heading.kind else { return None };
            line(book, &heading.path, heading.line, &[format!("{} {}", heading.text, "#".repeat(level))])
        },
    },
    Change {
        name: "longer fence of a block",
        make: |book, rng| {
            let opener = book.prose(rng, |line| line.kind == Kind::Opener)?;
            let is_end =
                |line: &&Line| line.path == opener.path && line.line > opener.line && line.kind == Kind::Closer;
            let end = book.lines.iter().find(is_end)?;
            let mut new: Vec<String> =
                (opener.line..=end.line).map(|line| book.line(&opener.path, line).to_owned()).collect();
            for fence in [0, end.line - opener.line] {
                new[fence].insert_str(0, "::");
            }
            let files = book.with(&opener.path, opener.line..=end.line, &new);
            Some((format!("{}:{}", opener.path, opener.line), files))
        },
    },
    Change {
        name: "blanks within the cells of a table",
        make: |book, rng| {
            let row = book.prose(rng, |line| line.kind == Kind::Row && !line.text.starts_with("|-"))?;
            line(book, &row.path, row.line, &[row.text.replace(" |", "    |")])
        },
    },
    Change {
        name: "row without its outer bars",
        make: |book, rng| {
            let row = book.prose(rng, |line| line.kind == Kind::Row && line.text.starts_with("| "))?;
            let inner = row.text.trim_matches('|').trim();
            (!inner.starts_with(['-', '#', '>'])).then_some(())?;
            line(book, &row.path, row.line, &[inner.to_owned()])
        },
    },
    Change {
        name: "comment behind a key",
        make: |book, rng| {
            let field = book.field(rng, |field| field.value.is_empty() && field.last > field.line)?;
            line(book, &field.path, field.line, &[format!("{} # as agreed: #1", book.line(&field.path, field.line))])
        },
    },
    Change {
        name: "number sign in quotation marks",
        make: |book, rng| {
            let field = book.field(rng, |field| is_simple(field) && field.key == "venue")?;
            valued(book, field, &format!("\"{} #3, room @7: 50 % > 1/3\"", field.value))
        },
    },
    Change {
        name: "number sign within a word",
        make: |book, rng| {
            let field =
                book.field(rng, |field| is_simple(field) && matches!(field.key.as_str(), "venue" | "locator"))?;
            valued(book, field, &format!("{}, https://example.org/a#b", field.value))
        },
    },
    Change {
        name: "text in a folded block",
        make: |book, rng| {
            let field = book.field(rng, |field| is_simple(field) && field.key == "venue")?;
            let text = book.line(&field.path, field.line);
            let indent = " ".repeat(field.column + 2);
            let new = [format!("{}{}: >-", &text[..field.column], field.key), format!("{indent}{}", field.value)];
            line(book, &field.path, field.line, &new)
        },
    },
    Change {
        name: "copy of a file beside it",
        make: |book, rng| {
            let path = choose(rng, book.texts.keys())?;
            let ending = *choose(rng, [".bak", "~", ".orig", ".old"].iter())?;
            let path = format!("{path}{ending}");
            Some((path.clone(), book.with_file(&path, b"An earlier text: #1\n".to_vec())))
        },
    },
    Change {
        name: "signs that are meant as they stand",
        make: |book, rng| {
            let (path, at) = choose(rng, book.ends.iter().filter(|(path, _)| path.ends_with(".md")))?;
            let sentence = choose(rng, MEANT)?;
            line(book, path, *at, &[format!("{} {sentence}", book.line(path, *at))])
        },
    },
    Change {
        name: "mark-up that the format has",
        make: |book, rng| {
            let (path, at) = choose(rng, book.ends.iter().filter(|(path, _)| path.ends_with(".md")))?;
            let sentence = choose(rng, TAKEN)?;
            line(book, path, *at, &[format!("{} {sentence}", book.line(path, *at))])
        },
    },
    Change {
        name: "other files in the folder",
        make: |book, rng| {
            let folder = choose(rng, book.files.keys())?.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            let name = choose(rng, ["README.md", "plan.ods", "notes.txt", "page.pdf", ".notes.md"])?;
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            Some((path.clone(), book.with_file(&path, b"<b>Notes\n".to_vec())))
        },
    },
];
