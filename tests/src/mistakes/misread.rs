//! Mistakes that look like something else: signs that word processors write, words that YAML takes for a comment, lines that
//! run on, files under other names and in other encodings.

use super::Mistake;
use super::book::{Book, Fault, Field, choose};
use super::yaml::{has_elder, rewritten, valued};

/// Keys with a text that nothing else depends on.
const FREE: [&str; 6] = ["subtitle", "venue", "locator", "post", "label", "short-title"];

/// A plain text on one line.
fn is_free(field: &Field) -> bool {
    field.is_plain() && FREE.contains(&field.key.as_str())
}

/// A file under another name. Whoever looks for the mistake finds it by the new name.
fn renamed(book: &Book, path: &str, new: String) -> Fault {
    let mut files = book.files.clone();
    let bytes = files.remove(path).unwrap_or_default();
    files.insert(new.clone(), bytes);
    Fault { files, places: vec![(new.clone(), None)], change: format!("{path} → {new}") }
}

/// A file in another encoding.
fn encoded(book: &Book, path: &str, line: Option<usize>, bytes: Vec<u8>) -> Fault {
    Fault {
        files: book.with_file(path, bytes),
        places: vec![(path.to_owned(), line)],
        change: format!("{path} in another encoding"),
    }
}

fn text<'a>(book: &'a Book, path: &str) -> &'a str {
    book.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "number sign within a text",
        does: "a number sign before a word of an unquoted text",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                is_free(field) && field.value.split(' ').skip(1).any(|word| word.starts_with(char::is_alphanumeric))
            })?;
            let words = field.value.match_indices(' ').map(|(at, _)| at + 1);
            let words = words.filter(|&at| field.value[at..].starts_with(char::is_alphanumeric));
            let at = choose(rng, words)?;
            valued(book, field, &format!("{}#{}", &field.value[..at], &field.value[at..]))
        },
    },
    Mistake {
        name: "number sign before a text",
        does: "an unquoted text that begins with a number sign",
        make: |book, rng| {
            let field = book.field(rng, |field| is_free(field) && field.value.starts_with(char::is_alphanumeric))?;
            valued(book, field, &format!("#{}", field.value))
        },
    },
    Mistake {
        name: "number sign within brackets",
        does: "a number sign before the last item of a list between brackets",
        make: |book, rng| {
            let field = book
                .field(rng, |field| field.is_single() && field.value.starts_with('[') && field.value.contains(", "))?;
            let at = field.value.rfind(", ")? + 2;
            valued(book, field, &format!("{}#{}", &field.value[..at], &field.value[at..]))
        },
    },
    Mistake {
        name: "item too far to the right",
        does: "an item of a list of texts that begins further in than the others",
        make: |book, rng| {
            let plain = |text: &str| text.starts_with(char::is_alphabetic);
            let item = choose(
                rng,
                book.items.iter().filter(|item| {
                    item.follows && plain(&item.value) && item.line == item.last && {
                        let above = book.line(&item.path, item.line - 1).trim_start();
                        above.strip_prefix("- ").is_some_and(plain)
                    }
                }),
            )?;
            let line = format!("  {}", book.line(&item.path, item.line));
            let mut fault = book.changed(&item.path, item.line, &line)?;
            // Two names that have become one are unknown where the first of them stands.
            fault.places.push((item.path.clone(), Some(item.line - 1)));
            Some(fault)
        },
    },
    Mistake {
        name: "dash for hyphen",
        does: "a record of a list that begins with a dash, as word processors make of a hyphen",
        make: |book, rng| {
            let field = book.field(rng, |field| field.first && field.is_single())?;
            let sign = *choose(rng, ["–", "—", "•"].iter())?;
            let line = book.line(&field.path, field.line).replacen('-', sign, 1);
            book.changed(&field.path, field.line, &line)
        },
    },
    Mistake {
        name: "no-break space behind a colon",
        does: "a no-break space between the colon of a key and its value",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && has_elder(book, field))?;
            rewritten(book, field, &format!("{}:\u{a0}{}", field.key, field.value))
        },
    },
    Mistake {
        name: "no-break space before a colon",
        does: "a no-break space between a key and its colon, as in French",
        make: |book, rng| {
            let field = book.field(rng, Field::is_plain)?;
            rewritten(book, field, &format!("{}\u{a0}: {}", field.key, field.value))
        },
    },
    Mistake {
        name: "no-break space behind a hyphen",
        does: "a no-break space between the hyphen of a record and its first key",
        make: |book, rng| {
            let field = book.field(rng, |field| field.first && field.is_single())?;
            book.changed(&field.path, field.line, &book.line(&field.path, field.line).replacen("- ", "-\u{a0}", 1))
        },
    },
    Mistake {
        name: "tab behind a colon",
        does: "a tab between the colon of a key and its value, and a colon in that",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && has_elder(book, field))?;
            rewritten(book, field, &format!("{}:\t{}: so it is", field.key, field.value))
        },
    },
    Mistake {
        name: "curly marks around a text with a colon",
        does: "curly quotation marks where straight ones are needed",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && field.value.contains(' '))?;
            let (open, close) = *choose(rng, [('“', '”'), ('‘', '’'), ('«', '»'), ('„', '“')].iter())?;
            valued(book, field, &format!("{open}{}{close}", field.value.replacen(' ', ": ", 1)))
        },
    },
    Mistake {
        name: "brackets before a text",
        does: "an unquoted text whose first word stands between brackets",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && field.value.contains(' '))?;
            let (first, rest) = field.value.split_once(' ')?;
            let (open, close) = *choose(rng, [('[', ']'), ('{', '}')].iter())?;
            valued(book, field, &format!("{open}{first}{close} {rest}"))
        },
    },
    Mistake {
        name: "expression before a text",
        does: "an unquoted text that begins with an expression",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && field.value.contains(' '))?;
            valued(book, field, &format!("{{{{ count.panels }}}} {}", field.value))
        },
    },
    Mistake {
        name: "bar or angle before a text",
        does: "an unquoted text that begins with a sign which announces a text below",
        make: |book, rng| {
            let field = book.field(rng, |field| field.is_plain() && field.value.starts_with(char::is_alphabetic))?;
            valued(book, field, &format!("{} {}", ['|', '>'][rng.usize(..2)], field.value))
        },
    },
    Mistake {
        name: "text under another ending",
        does: "a summary whose file has another ending, in capitals or behind it",
        make: |book, rng| {
            let path = choose(rng, book.texts.keys().filter(|path| path.ends_with("/summary.md")))?;
            let ending = *choose(rng, [".MD", ".markdown", ".md.txt", ".txt", ".Md"].iter())?;
            Some(renamed(book, path, format!("{}{ending}", path.strip_suffix(".md")?)))
        },
    },
    Mistake {
        name: "records under another ending",
        does: "a file of records whose ending is not that of the format",
        make: |book, rng| {
            let path =
                choose(rng, book.texts.keys().filter(|path| path.ends_with(".yaml") && *path != "publication.yaml"))?;
            let ending = *choose(rng, [".yml", ".YAML", ".yaml.txt", ".yaml.bak"].iter())?;
            Some(renamed(book, path, format!("{}{ending}", path.strip_suffix(".yaml")?)))
        },
    },
    Mistake {
        name: "text in Windows-1252",
        does: "a file that was saved with the encoding of Windows",
        make: |book, rng| {
            let is_western = |c: char| c.is_ascii() || ('\u{a0}'..='\u{ff}').contains(&c);
            let path = choose(rng, book.texts.keys())?;
            // A letter with an accent, where there is none yet.
            let western: String = text(book, path).chars().map(|c| if is_western(c) { c } else { '-' }).collect();
            let western = if western.is_ascii() {
                format!("{western}\n<!-- é -->\n").replace("<!-- é -->", "# é")
            } else {
                western
            };
            let bytes: Vec<u8> = western.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'-')).collect();
            let line = 1 + western.chars().take_while(char::is_ascii).filter(|&c| c == '\n').count();
            Some(encoded(book, path, Some(line), bytes))
        },
    },
    Mistake {
        name: "text in UTF-16",
        does: "a file that was saved as \"Unicode\"",
        make: |book, rng| {
            let path = choose(rng, book.texts.keys())?;
            let mark = ["\u{feff}", ""][rng.usize(..2)];
            let big = rng.bool();
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let bytes = format!("{mark}{}", text(book, path)).encode_utf16().flat_map(unit).collect();
            Some(encoded(book, path, None, bytes))
        },
    },
];
