//! Mistakes in YAML: keys, values and the marks between them.

use super::Mistake;
use super::book::{Book, Fault, Field, choose, misspelt};

/// Keys whose values are a word of a closed list.
const CLOSED: [&str; 5] = ["basis", "status", "role", "section", "addressees"];
/// Keys that no record can do without, by the end of the file's path, with the keys above.
const REQUIRED: [(&str, &str); 26] = [
    ("publication.yaml", "id"),
    ("publication.yaml", "title"),
    ("publication.yaml", "themes.id"),
    ("publication.yaml", "themes.title"),
    ("people.yaml", "id"),
    ("people.yaml", "name"),
    ("people.yaml", "participation.workshop"),
    ("acronyms.yaml", "short"),
    ("acronyms.yaml", "long"),
    ("outcomes.yaml", "id"),
    ("outcomes.yaml", "title"),
    ("outcomes.yaml", "theme"),
    ("recommendations.yaml", "id"),
    ("recommendations.yaml", "title"),
    ("workshop.yaml", "id"),
    ("workshop.yaml", "number"),
    ("workshop.yaml", "city"),
    ("workshop.yaml", "agenda.id"),
    ("workshop.yaml", "agenda.kind"),
    ("workshop.yaml", "agenda.panel"),
    ("panel.yaml", "id"),
    ("panel.yaml", "number"),
    ("panel.yaml", "key-messages.text"),
    ("handbook.yaml", "id"),
    ("nyd.yaml", "title"),
    ("handbook.yaml", "elements.id"),
];
/// Keys whose values are texts that need not be of any form.
const TEXTS: [&str; 13] = [
    "title",
    "subtitle",
    "name",
    "sort",
    "post",
    "organization",
    "country",
    "long",
    "city",
    "venue",
    "locator",
    "label",
    "short-title",
];

/// A key of the format, not one that the publication chooses.
fn is_of_format(field: &Field) -> bool {
    let free = ["values.", "frameworks.", "diagnostics.", "design."];
    let reference = field.path == "references.yaml" && field.column == 0;
    !reference && !free.iter().any(|free| field.keys.starts_with(free))
}

fn prefix<'a>(book: &'a Book, field: &Field) -> &'a str {
    &book.line(&field.path, field.line)[..field.column]
}

/// The line of a key with another value.
pub(super) fn valued(book: &Book, field: &Field, value: &str) -> Option<Fault> {
    let line = format!("{}{}: {value}", prefix(book, field), field.key);
    book.changed(&field.path, field.line, line.trim_end())
}

/// The line of a key, written anew from what stands before it and what it is.
fn rewritten(book: &Book, field: &Field, new: &str) -> Option<Fault> {
    book.changed(&field.path, field.line, &format!("{}{new}", prefix(book, field)))
}

fn is_required(field: &Field) -> bool {
    REQUIRED.iter().any(|(path, keys)| field.path.ends_with(path) && field.keys == *keys)
}

/// Whether a key with its whole value stands above in the same record.
fn has_elder(book: &Book, field: &Field) -> bool {
    !field.first
        && book.fields.iter().any(|other| {
            (other.path == field.path && other.column == field.column && other.line < field.line)
                && book.line(&field.path, other.line).len() > field.column
                && (other.line..field.line).all(|line| {
                    let text = book.line(&field.path, line);
                    text.trim().is_empty() || text.len() - text.trim_start().len() >= field.column.saturating_sub(2)
                })
        })
}

/// What `is_single` fields of a kind hold as a list between brackets.
fn flow(field: &Field) -> Option<Vec<&str>> {
    let inner = field.value.strip_prefix('[')?.strip_suffix(']')?;
    Some(inner.split(", ").filter(|item| !item.is_empty()).collect())
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "key misspelt",
        does: "a slip of the keys in the name of a key",
        make: |book, rng| {
            let field = book.field(rng, is_of_format)?;
            let known = |new: &str| book.fields.iter().any(|other| other.key == new) || new == "plural" || new == "use";
            let new = misspelt(rng, &field.key, known)?;
            rewritten(book, field, format!("{new}: {}", field.value).trim_end())
        },
    },
    Mistake {
        name: "key with underscore",
        does: "an underscore for the hyphen of a key",
        make: |book, rng| {
            let field = book.field(rng, |field| is_of_format(field) && field.key.contains('-'))?;
            rewritten(book, field, format!("{}: {}", field.key.replace('-', "_"), field.value).trim_end())
        },
    },
    Mistake {
        name: "key with capital",
        does: "a key that begins with a capital",
        make: |book, rng| {
            let field = book.field(rng, is_of_format)?;
            let new = format!("{}{}", field.key[..1].to_uppercase(), &field.key[1..]);
            rewritten(book, field, format!("{new}: {}", field.value).trim_end())
        },
    },
    Mistake {
        name: "key of another record",
        does: "a line with a key that another kind of record has",
        make: |book, rng| {
            let field = book.field(rng, |field| !field.first && field.is_single() && is_of_format(field))?;
            let key = *choose(rng, ["isbn", "moderator", "venue", "retrospective", "honorific"].iter())?;
            let near = book.fields.iter().filter(|other| other.path == field.path);
            let mut used = near.filter(|other| other.key == key);
            let own = [("imprint", "isbn"), ("people.yaml", "honorific"), ("panel.yaml", "moderator")];
            let own = own.iter().any(|(at, own)| *own == key && (field.path.ends_with(at) || field.keys.contains(at)));
            let known = key == "venue" && field.path.ends_with("workshop.yaml")
                || key == "retrospective" && field.path.starts_with("frameworks/")
                || field.path == "references.yaml";
            if own || known || used.next().is_some() {
                return None;
            }
            let line = format!("{}{key}: something", " ".repeat(field.column));
            Some(book.inserted(&field.path, field.line + 1, &[&line], 0))
        },
    },
    Mistake {
        name: "colon missing",
        does: "a key and its value without the colon",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && !field.value.starts_with(['[', '{']))?;
            rewritten(book, field, &format!("{} {}", field.key, field.value))
        },
    },
    Mistake {
        name: "space after colon missing",
        does: "a key and its value without the space behind the colon",
        make: |book, rng| {
            let field = book.field(rng, Field::is_plain)?;
            rewritten(book, field, &format!("{}:{}", field.key, field.value))
        },
    },
    Mistake {
        name: "colon and space changed places",
        does: "the space before the colon, and none behind it",
        make: |book, rng| {
            let field = book.field(rng, Field::is_plain)?;
            rewritten(book, field, &format!("{} :{}", field.key, field.value))
        },
    },
    Mistake {
        name: "colon in unquoted text",
        does: "a colon and a space within a text that is not quoted",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && field.value.contains(' '))?;
            let spaces: Vec<usize> = field.value.match_indices(' ').map(|(at, _)| at).collect();
            let at = choose(rng, spaces)?;
            valued(book, field, &format!("{}:{}", &field.value[..at], &field.value[at..]))
        },
    },
    Mistake {
        name: "line twice",
        does: "a line of a key and its value that stands twice",
        make: |book, rng| {
            let field = book.field(rng, |field| !field.first && field.is_single())?;
            let mut fault = book.inserted(&field.path, field.line, &[book.line(&field.path, field.line)], 0);
            fault.places.push((field.path.clone(), Some(field.line + 1)));
            Some(fault)
        },
    },
    Mistake {
        name: "first line of record twice",
        does: "the first line of a record that stands twice",
        make: |book, rng| {
            let field = book.field(rng, |field| field.first && field.is_single() && is_required(field))?;
            let mut fault = book.inserted(&field.path, field.line, &[book.line(&field.path, field.line)], 0);
            fault.places.push((field.path.clone(), Some(field.line + 1)));
            Some(fault)
        },
    },
    Mistake {
        name: "closing quotation mark missing",
        does: "a quoted value that is not closed",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with('"'))?;
            valued(book, field, field.value.strip_suffix('"')?)
        },
    },
    Mistake {
        name: "quotation mark before a text",
        does: "a quotation mark before a value that has none behind it",
        make: |book, rng| {
            let field = book.field(rng, Field::is_plain)?;
            valued(book, field, &format!("{}{}", ['"', '\''][rng.usize(..2)], field.value.replace('\'', "")))
        },
    },
    Mistake {
        name: "text behind a quoted value",
        does: "words behind the closing quotation mark",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with('"'))?;
            valued(book, field, &format!("{} and more", field.value))
        },
    },
    Mistake {
        name: "opening quotation mark missing",
        does: "a time without its opening quotation mark",
        make: |book, rng| {
            let field = book.field(rng, |field| field.value.starts_with('"') && field.value.contains(":0"))?;
            valued(book, field, &field.value[1..])
        },
    },
    Mistake {
        name: "curly quotation marks",
        does: "a time or date between curly quotation marks",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                matches!(field.keys.as_str(), "agenda.start" | "agenda.end" | "agenda.date" | "start" | "end")
            })?;
            valued(book, field, &format!("“{}”", field.text()))
        },
    },
    Mistake {
        name: "backslash in quoted text",
        does: "a backslash before a letter that it gives no meaning",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with('"'))?;
            valued(book, field, &format!("\"\\d{}", &field.value[1..]))
        },
    },
    Mistake {
        name: "closing bracket missing",
        does: "a list between brackets that is not closed",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with('['))?;
            valued(book, field, field.value.strip_suffix(']')?)
        },
    },
    Mistake {
        name: "closing brace missing",
        does: "a mapping between braces that is not closed",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with('{'))?;
            valued(book, field, field.value.strip_suffix('}')?)
        },
    },
    Mistake {
        name: "bracket too many",
        does: "a list between brackets that is closed twice",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with(['[', '{']))?;
            valued(book, field, &format!("{}]", field.value))
        },
    },
    Mistake {
        name: "bracket of the other kind",
        does: "a list that is closed with a brace or parenthesis",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_single() && field.value.starts_with('['))?;
            valued(book, field, &format!("{}{}", field.value.strip_suffix(']')?, ['}', ')'][rng.usize(..2)]))
        },
    },
    Mistake {
        name: "comma missing in list",
        does: "two items of a list between brackets without the comma",
        make: |book, rng| {
            let field = book.field(rng, |field| flow(field).is_some_and(|items| items.len() > 1))?;
            valued(book, field, &field.value.replacen(", ", " ", 1))
        },
    },
    Mistake {
        name: "tab for indentation",
        does: "a tab where the line is indented with spaces",
        make: |book, rng| {
            let field = book.field(rng, |field| field.column > 0 && (!field.first || field.column > 2))?;
            let line = book.line(&field.path, field.line);
            book.changed(&field.path, field.line, &format!("\t{}", line.trim_start()))
        },
    },
    Mistake {
        name: "no-break space for indentation",
        does: "a no-break space, as web pages have them, where the line is indented",
        make: |book, rng| {
            let field = book.field(rng, |field| field.column > 0 && has_elder(book, field))?;
            book.changed(&field.path, field.line, &book.line(&field.path, field.line).replacen(' ', "\u{a0}", 1))
        },
    },
    Mistake {
        name: "indented too far",
        does: "a line with a key one space too far to the right",
        make: |book, rng| {
            let field = book.field(rng, |field| has_elder(book, field) && field.follows_plain)?;
            book.changed(&field.path, field.line, &format!(" {}", book.line(&field.path, field.line)))
        },
    },
    Mistake {
        name: "indented too little",
        does: "a line with a key one space too far to the left",
        make: |book, rng| {
            let field = book.field(rng, |field| field.column > 0 && has_elder(book, field))?;
            book.changed(&field.path, field.line, book.line(&field.path, field.line).strip_prefix(' ')?)
        },
    },
    Mistake {
        name: "space after dash missing",
        does: "an item of a list without the space behind its dash",
        make: |book, rng| {
            let item = choose(rng, book.items.iter().filter(|item| item.follows))?;
            book.changed(&item.path, item.line, &book.line(&item.path, item.line).replacen("- ", "-", 1))
        },
    },
    Mistake {
        name: "asterisk for dash",
        does: "an item of a list that begins with an asterisk",
        make: |book, rng| {
            let item = choose(rng, book.items.iter().filter(|item| item.follows))?;
            book.changed(&item.path, item.line, &book.line(&item.path, item.line).replacen("- ", "* ", 1))
        },
    },
    Mistake {
        name: "empty item",
        does: "a dash with nothing behind it",
        make: |book, rng| {
            let item = choose(rng, &book.items)?;
            let line = format!("{}-", " ".repeat(item.column));
            Some(book.inserted(&item.path, item.last + 1, &[&line], 0))
        },
    },
    Mistake {
        name: "anchor",
        does: "an anchor before a value",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            valued(book, field, &format!("&value {}", field.value))
        },
    },
    Mistake {
        name: "alias",
        does: "an alias for a value",
        make: |book, rng| valued(book, book.field(rng, Field::is_single)?, "*value"),
    },
    Mistake {
        name: "tag",
        does: "a tag before a value",
        make: |book, rng| {
            let field = book.field(rng, Field::is_single)?;
            valued(book, field, &format!("!!str {}", field.value))
        },
    },
    Mistake {
        name: "merge key",
        does: "a merge key in a record",
        make: |book, rng| {
            let field = book.field(rng, |field| !field.first && field.is_single() && is_of_format(field))?;
            let line = format!("{}<<: {{note: as above}}", " ".repeat(field.column));
            Some(book.inserted(&field.path, field.line, &[&line], 0))
        },
    },
    Mistake {
        name: "second document",
        does: "three hyphens that begin another document",
        make: |book, rng| {
            let top = |field: &Field| field.line > 1 && (field.column == 0 || field.first && field.column == 2);
            let field =
                book.field(rng, |field| top(field) && book.line(&field.path, field.line).starts_with(|c| c != ' '))?;
            Some(book.inserted(&field.path, field.line, &["---"], 0))
        },
    },
    Mistake {
        name: "sign before a text",
        does: "an unquoted text that begins with a sign which YAML reserves",
        make: |book, rng| {
            let field = book.field(rng, Field::is_plain)?;
            valued(book, field, &format!("{}{}", ['@', '`', '%'][rng.usize(..3)], field.value))
        },
    },
    Mistake {
        name: "word for number",
        does: "a word where a number is wanted",
        make: |book, rng| {
            let field =
                book.field(rng, |field| matches!(field.keys.as_str(), "number" | "participants") && field.is_plain())?;
            valued(book, field, choose(rng, ["one", "first", "I", "-3", "1.5", "\"2\"x", "many"])?)
        },
    },
    Mistake {
        name: "list for text",
        does: "a list where a text is wanted",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                TEXTS.contains(&field.key.as_str()) && field.is_single() && field.path != "references.yaml"
            })?;
            valued(book, field, &format!("[\"{}\", more]", field.text()))
        },
    },
    Mistake {
        name: "mapping for text",
        does: "a mapping where a text is wanted",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                TEXTS.contains(&field.key.as_str()) && field.is_single() && field.path != "references.yaml"
            })?;
            valued(book, field, &format!("{{en: \"{}\"}}", field.text()))
        },
    },
    Mistake {
        name: "text for list",
        does: "a text where a list is wanted",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                flow(field).is_some_and(|items| !items.is_empty()) && !field.keys.starts_with("frameworks")
            })?;
            valued(book, field, flow(field)?[0])
        },
    },
    Mistake {
        name: "word of a closed list misspelt",
        does: "a slip of the keys in a basis, status, role, kind, section or addressee",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                let closed = CLOSED.contains(&field.key.as_str()) || field.keys == "agenda.kind";
                closed && field.is_single()
            })?;
            let word = match flow(field) {
                Some(items) => choose(rng, items)?,
                None => &field.value,
            };
            let new = misspelt(rng, word, |_| false)?;
            valued(book, field, &field.value.replacen(word, &new, 1))
        },
    },
    Mistake {
        name: "required key missing",
        does: "a key taken out that its record cannot do without",
        make: |book, rng| {
            let field = book.field(rng, |field| is_required(field) && !field.value.starts_with(['|', '>']))?;
            let own = field.path.ends_with("/recommendations.yaml") && field.keys == "theme";
            if own || field.last != field.line {
                return None;
            }
            let place = vec![(field.path.clone(), Some(field.record))];
            if !field.first {
                return Some(book.removed(&field.path, field.line..=field.line, place));
            }
            let next = book.line(&field.path, field.line + 1);
            let blank = next.get(..field.column).is_none_or(|start| !start.trim().is_empty());
            if blank || next.trim().is_empty() {
                return None;
            }
            let new = format!("{}{}", prefix(book, field), &next[field.column..]);
            let files = book.with(&field.path, field.line..=field.line + 1, &[new]);
            Some(Fault { files, places: place, change: format!("`{}: {}` was taken out", field.key, field.value) })
        },
    },
    Mistake {
        name: "first two lines of a record exchanged",
        does: "the second line of a record before the first",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                let next = book.fields.iter().find(|next| next.path == field.path && next.line == field.line + 1);
                field.first && field.is_single() && field.column == 2 && next.is_some_and(Field::is_single)
            })?;
            let lines = [book.line(&field.path, field.line + 1), book.line(&field.path, field.line)].map(str::to_owned);
            let files = book.with(&field.path, field.line..=field.line + 1, &lines);
            let places = vec![(field.path.clone(), Some(field.line)), (field.path.clone(), Some(field.line + 1))];
            Some(Fault { files, places, change: format!("`{}` came after the next line", lines[1]) })
        },
    },
    Mistake {
        name: "heading line of a list or mapping missing",
        does: "the line of a key taken out, whose value stands on the lines below",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                let below = book.line(&field.path, field.line + 1);
                let holds = field.value.is_empty() && field.line > 1 && field.follows_plain && !field.first;
                holds && below.contains(':')
            })?;
            let above = (1..field.line).rev().find(|&line| !book.line(&field.path, line).trim().is_empty())?;
            let places = vec![(field.path.clone(), Some(field.line)), (field.path.clone(), Some(above))];
            Some(book.removed(&field.path, field.line..=field.line, places))
        },
    },
    Mistake {
        name: "rest of a conflict",
        does: "one of the three lines of a merge that was not finished",
        make: |book, rng| {
            let field = book.field(rng, |field| field.line > 1)?;
            let marker = choose(rng, ["<<<<<<< HEAD", "=======", ">>>>>>> later"])?;
            Some(book.inserted(&field.path, field.line, &[marker], 0))
        },
    },
];
