//! Mistakes in what records say of each other: numbers, people, sessions, the imprint.

use fastrand::Rng;

use super::Mistake;
use super::book::{Book, Fault, Field, choose};
use super::names::{record, revalued, sibling};

/// A number in place of another, where the two would be confused; either line may be named.
fn same_number(book: &Book, rng: &mut Rng, file: &str) -> Option<Fault> {
    let numbers = || book.fields.iter().filter(|field| field.path.ends_with(file) && field.keys == "number");
    let (field, other) = (choose(rng, numbers())?, choose(rng, numbers())?);
    let above = |path: &str| path.rsplitn(3, '/').nth(2).map(str::to_owned);
    (field.path != other.path && above(&field.path) == above(&other.path)).then_some(())?;
    let mut fault = revalued(book, field, &other.value)?;
    fault.places.push((other.path.clone(), Some(other.line)));
    Some(fault)
}

/// A list on one line with one more name in it.
fn with_name(book: &Book, field: &Field, name: &str) -> Option<Fault> {
    let inner = field.value.strip_prefix('[')?.strip_suffix(']')?;
    let value = if inner.is_empty() { format!("[{name}]") } else { format!("[{inner}, {name}]") };
    revalued(book, field, &value)
}

/// A line put below the key of the imprint.
fn in_imprint(book: &Book, rng: &mut Rng, line: &str) -> Option<Fault> {
    let top = |field: &Field| field.path == "publication.yaml" && field.keys == "imprint" && field.value.is_empty();
    let key = line.trim_start().split(':').next()?;
    book.fields.iter().all(|field| field.keys != format!("imprint.{key}")).then_some(())?;
    let field = book.field(rng, top)?;
    Some(book.inserted(&field.path, field.line + 1, &[line], 0))
}

/// Whether a value names somebody.
fn is_name(value: &str) -> bool {
    !matches!(value, "" | "null" | "~")
}

fn digits(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.digit(10)).collect()
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "tones that look alike",
        does: "a tone of charts that is nearly as light as its neighbour",
        make: |book, rng| {
            book.fields.iter().all(|field| !field.keys.starts_with("design")).then_some(())?;
            let field = book.field(rng, |field| field.path == "publication.yaml" && field.keys == "themes")?;
            let colour = choose(
                rng,
                ["heat-1: \"#8a9bb0\"", "heat-2: \"#b0bccb\"", "heat-1: \"#f2f4f7\"", "heat-2: \"#1d3f66\""],
            )?;
            let lines = ["design:", "  colours:", &format!("    {colour}")];
            Some(book.inserted(&field.path, field.line, &lines, 2))
        },
    },
    Mistake {
        name: "index that leads nowhere",
        does: "`see` or `see-also` with the name of an entry that the index does not have",
        make: |book, rng| {
            let name = choose(rng, ["Nobody marks this", "Zoology", "Chapter four", "Weather; in spring"])?;
            let known = book.field(rng, |field| {
                ["index.see", "index.see-also"].contains(&field.keys.as_str()) && field.value.starts_with('[')
            });
            if let Some(field) = known {
                return with_name(book, field, &format!("\"{name}\""));
            }
            book.fields.iter().all(|field| !field.keys.starts_with("index")).then_some(())?;
            let field = book.field(rng, |field| field.path == "publication.yaml" && field.keys == "themes")?;
            let lines = ["index:", "  - subject: Everything", &format!("    see: [\"{name}\"]")];
            Some(book.inserted(&field.path, field.line, &lines, 2))
        },
    },
    Mistake {
        name: "subject in other capitals",
        does: "two marks for the index whose subjects differ in capitals alone",
        make: |book, rng| {
            let name = choose(rng, ["Winter feed", "Lamps", "Roads; of gravel"])?;
            let other = name.to_lowercase();
            let sentence = format!("The [first](<index:{name}>) and the [second](<index:{other}>) are told elsewhere.");
            super::prose::said_in_markdown(book, rng, &sentence)
        },
    },
    Mistake {
        name: "number of a panel twice",
        does: "a panel with the number of another panel of its workshop",
        make: |book, rng| same_number(book, rng, "/panel.yaml"),
    },
    Mistake {
        name: "number that is none",
        does: "a panel or workshop with the number 0",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                field.keys == "number"
                    && (field.path.ends_with("/panel.yaml") || field.path.ends_with("/workshop.yaml"))
            })?;
            revalued(book, field, "0")
        },
    },
    Mistake {
        name: "person twice in a list",
        does: "a person who is listed twice among the speakers or in a session, or speaks and leads the panel",
        make: |book, rng| {
            let lists = ["speakers", "agenda.people"];
            let field = book.field(rng, |field| lists.contains(&field.keys.as_str()) && field.value.len() > 2)?;
            let moderator = sibling(book, field, "moderator").filter(|field| is_name(field.text()));
            if let Some(moderator) = moderator.filter(|_| rng.bool()) {
                let mut fault = with_name(book, field, moderator.text())?;
                fault.places.push((moderator.path.clone(), Some(moderator.line)));
                return Some(fault);
            }
            let inner = field.value.strip_prefix('[')?.strip_suffix(']')?;
            let twice = choose(rng, inner.split(", "))?;
            with_name(book, field, twice)
        },
    },
    Mistake {
        name: "title on a session of a panel",
        does: "a session of kind `panel` with a title of its own",
        make: |book, rng| {
            let field = book.field(rng, |field| {
                field.keys == "agenda.panel" && sibling(book, field, "title").is_none() && field.is_single()
            })?;
            let indent = " ".repeat(field.column);
            let title = choose(rng, ["A panel", "First panel of the day", "Discussion"])?;
            Some(book.inserted(&field.path, field.line + 1, &[&format!("{indent}title: {title}")], 0))
        },
    },
    Mistake {
        name: "panel in a session of another kind",
        does: "a session that names a panel and is of kind `break`, `other` or `opening`",
        make: |book, rng| {
            let field = book.field(rng, |field| field.keys == "agenda.kind" && field.value == "panel")?;
            revalued(book, field, choose(rng, ["break", "other", "opening", "closing", "registration"])?)
        },
    },
    Mistake {
        name: "participation twice",
        does: "the same part in a workshop listed twice",
        make: |book, rng| {
            let field = book.field(rng, |field| field.keys == "participation.workshop" && field.first)?;
            let lines = record(book, field);
            let copy: Vec<&str> = lines.clone().map(|line| book.line(&field.path, line)).collect();
            let mut fault = book.inserted(&field.path, lines.end() + 1, &copy, 0);
            fault.places.push((field.path.clone(), Some(field.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "standard number with a slip",
        does: "an ISBN or ISSN whose last digit does not fit the others",
        make: |book, rng| {
            let (key, body, weights): (_, _, Vec<u32>) = if rng.bool() {
                ("isbn", format!("978{}", digits(rng, 9)), [1, 3].into_iter().cycle().take(12).collect())
            } else {
                ("issn", digits(rng, 7), (2..=8).rev().collect())
            };
            let sum: u32 = body.chars().filter_map(|digit| digit.to_digit(10)).zip(weights).map(|(d, w)| d * w).sum();
            let modulus = if key == "isbn" { 10 } else { 11 };
            let right = (modulus - sum % modulus) % modulus;
            let wrong = choose(rng, (0..10).filter(|&digit| digit != right))?;
            in_imprint(book, rng, &format!("  {key}: \"{body}{wrong}\""))
        },
    },
    Mistake {
        name: "words for a standard number",
        does: "an ISBN or ISSN that is none",
        make: |book, rng| {
            let key = choose(rng, ["isbn", "issn"])?;
            let value = choose(rng, ["to come", "forthcoming", "tbc", "978-92", "\"12345\"", "see the cover", "n/a"])?;
            in_imprint(book, rng, &format!("  {key}: {value}"))
        },
    },
    Mistake {
        name: "identifier too long",
        does: "an identifier of a hundred letters and more",
        make: |book, rng| {
            let field = book.field(rng, |field| field.key == "id" && field.keys != "elements.id")?;
            let long = format!("{}{}", field.text(), "-and-more".repeat(10 + rng.usize(..20)));
            revalued(book, field, &long)
        },
    },
];
