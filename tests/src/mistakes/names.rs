//! Mistakes in what refers to something: identifiers, days and times, files.

use std::collections::BTreeSet;

use fastrand::Rng;

use super::Mistake;
use super::book::{Book, Fault, Field, Reference, choose, is_name, misspelt};

/// A name with a slip in it, among those that have the key.
fn misspelt_reference(book: &Book, rng: &mut Rng, fits: impl Fn(&Reference) -> bool) -> Option<Fault> {
    let reference = choose(rng, book.references.iter().filter(|reference| fits(reference)))?;
    let siblings = |new: &str| {
        book.names.contains_key(new)
            || matches!(reference.key.as_str(), "element" | "framework") && new.parse::<f64>().is_ok()
            || book.references.iter().any(|other| other.key == reference.key && other.name == new)
            || book.fields.iter().any(|field| field.keys == "elements.id" && field.text() == new)
    };
    let new = misspelt(rng, &reference.name, siblings)?;
    let line = book.line(&reference.path, reference.line);
    let (before, after) = (&line[..reference.at], &line[reference.at + reference.name.len()..]);
    book.changed(&reference.path, reference.line, &format!("{before}{new}{after}"))
}

fn in_yaml(reference: &Reference, key: &str) -> bool {
    reference.key == key && !reference.path.ends_with(".md")
}

/// An identifier where it is given, in a YAML file, without those of elements of frameworks.
fn identifier<'a>(book: &'a Book, rng: &mut Rng, fits: impl Fn(&Field) -> bool) -> Option<&'a Field> {
    book.field(rng, |field| field.key == "id" && field.keys != "elements.id" && fits(field))
}

fn renamed(book: &Book, field: &Field, new: &str) -> Option<Fault> {
    let line = book.line(&field.path, field.line);
    book.changed(&field.path, field.line, &format!("{}id: {new}", &line[..field.column]))
}

/// A value in place of another.
pub(super) fn revalued(book: &Book, field: &Field, value: &str) -> Option<Fault> {
    let line = book.line(&field.path, field.line);
    book.changed(&field.path, field.line, &format!("{}{}: {value}", &line[..field.column], field.key))
}

pub(super) fn sibling<'a>(book: &'a Book, field: &Field, key: &str) -> Option<&'a Field> {
    book.fields.iter().find(|other| {
        let same = other.path == field.path && other.record == field.record && other.column == field.column;
        same && other.key == key
    })
}

/// The lines of a list's record.
pub(super) fn record(book: &Book, field: &Field) -> std::ops::RangeInclusive<usize> {
    let of = book.fields.iter().filter(|other| other.path == field.path && other.record == field.record);
    field.record..=of.map(|other| other.last).max().unwrap_or(field.last)
}

fn is_session(field: &Field) -> bool {
    field.path.ends_with("/workshop.yaml") && field.keys.starts_with("agenda.")
}

/// Everything that says a name which stands in a file or, where the file makes a folder a panel or workshop, in that folder;
/// a chapter's name; an acronym that is listed there. Else the file itself.
fn namers(book: &Book, path: &str) -> Vec<(String, Option<usize>)> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.split('.').next().unwrap_or(file);
    let whole = matches!(file, "panel.yaml" | "workshop.yaml");
    let is_lost = |at: &str| at == path || whole && at.starts_with(folder);
    let names = book.names.iter().filter(|(_, (at, _))| is_lost(at)).map(|(name, _)| name.as_str());
    let chapter = path.starts_with("chapters/").then_some(stem);
    let mut places: Vec<_> =
        names.chain(chapter).flat_map(|name| book.mentions(name)).filter(|(at, _)| !is_lost(at)).collect();
    let mut words: Vec<&str> = vec![];
    match file {
        "acronyms.yaml" => {
            let shorts = book.fields.iter().filter(|field| field.path == path && field.key == "short");
            words.extend(shorts.map(Field::text));
        }
        "workshop.yaml" => words.push("workshops["),
        _ => words.push(file),
    }
    for (at, lines) in &book.texts {
        for (number, line) in lines.iter().enumerate() {
            let entry = chapter.is_some_and(|name| line.trim() == format!("- chapter: {name}"));
            if !is_lost(at) && (entry || words.iter().any(|word| line.contains(word))) {
                places.push((at.clone(), Some(number + 1)));
            }
        }
    }
    if places.is_empty() {
        places.push((path.to_owned(), None));
    }
    places
}

/// Files whose records others name.
fn named_file(book: &Book, rng: &mut Rng) -> Option<String> {
    let named = |path: &String| {
        let is_text = book.texts.contains_key(path);
        *path != "publication.yaml" && (!is_text || namers(book, path).iter().any(|(_, line)| line.is_some()))
    };
    choose(rng, book.files.keys().filter(|path| named(path)).cloned())
}

pub(super) const KINDS: &[Mistake] = &[
    Mistake {
        name: "source misspelt",
        does: "a slip in the key of a source",
        make: |book, rng| misspelt_reference(book, rng, |reference| reference.key == "source"),
    },
    Mistake {
        name: "person misspelt",
        does: "a slip in the identifier of a person",
        make: |book, rng| {
            let keys = ["person", "moderator", "rapporteur"];
            misspelt_reference(book, rng, |reference| keys.contains(&reference.key.as_str()))
        },
    },
    Mistake {
        name: "panel misspelt",
        does: "a slip in the identifier of a panel, in a theme or an agenda",
        make: |book, rng| misspelt_reference(book, rng, |reference| in_yaml(reference, "panel")),
    },
    Mistake {
        name: "theme misspelt",
        does: "a slip in the identifier of a theme",
        make: |book, rng| misspelt_reference(book, rng, |reference| in_yaml(reference, "theme")),
    },
    Mistake {
        name: "recommendation misspelt",
        does: "a slip in the identifier of a recommendation that an outcome rests on",
        make: |book, rng| misspelt_reference(book, rng, |reference| in_yaml(reference, "recommendation")),
    },
    Mistake {
        name: "workshop misspelt",
        does: "a slip in the identifier of a workshop",
        make: |book, rng| misspelt_reference(book, rng, |reference| in_yaml(reference, "workshop")),
    },
    Mistake {
        name: "framework misspelt",
        does: "a slip in the identifier of a framework",
        make: |book, rng| misspelt_reference(book, rng, |reference| in_yaml(reference, "framework")),
    },
    Mistake {
        name: "element misspelt",
        does: "a slip in the identifier of a framework's element",
        make: |book, rng| misspelt_reference(book, rng, |reference| in_yaml(reference, "element")),
    },
    Mistake {
        name: "citation or cross-reference misspelt",
        does: "a slip in a name behind an at sign",
        make: |book, rng| misspelt_reference(book, rng, |reference| reference.key == "@"),
    },
    Mistake {
        name: "cross-reference with another prefix",
        does: "a prefix that does not fit what is referred to",
        make: |book, rng| {
            let fits = |reference: &&Reference| {
                let line = book.line(&reference.path, reference.line);
                reference.key == "@" && line[..reference.at].ends_with('@')
            };
            let reference = choose(rng, book.references.iter().filter(fits))?;
            let line = book.line(&reference.path, reference.line);
            let (before, after) = line.split_at(reference.at);
            book.changed(&reference.path, reference.line, &format!("{before}element:{after}"))
        },
    },
    Mistake {
        name: "source of another kind",
        does: "a person where a source is wanted",
        make: |book, rng| {
            let source = book.field(rng, |field| field.key == "source" && field.is_plain())?;
            let people = book.fields.iter().filter(|field| field.path == "people.yaml" && field.keys == "id");
            revalued(book, source, choose(rng, people)?.text())
        },
    },
    Mistake {
        name: "identifier twice",
        does: "the identifier of another record, left over from copying",
        make: |book, rng| {
            let field = identifier(book, rng, |field| field.first)?;
            let other = identifier(book, rng, |other| other.keys == field.keys && other.line != field.line)?;
            let mut fault = renamed(book, field, other.text())?;
            fault.places.push((other.path.clone(), Some(other.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "record twice",
        does: "a record that was pasted twice",
        make: |book, rng| {
            let field = book.field(rng, |field| field.first && matches!(field.key.as_str(), "id" | "short"))?;
            let lines = record(book, field);
            let copy: Vec<String> = lines.clone().map(|line| book.line(&field.path, line).to_owned()).collect();
            let copy: Vec<&str> = copy.iter().map(String::as_str).collect();
            let mut fault = book.inserted(&field.path, lines.end() + 1, &copy, 0);
            fault.places.push((field.path.clone(), Some(field.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "identifier of another form",
        does: "a capital, an underscore, a blank or a leading digit in an identifier",
        make: |book, rng| {
            let field = identifier(book, rng, |_| true)?;
            let id = field.text();
            let new = match rng.u8(..4) {
                0 => format!("{}{}", id[..1].to_uppercase(), &id[1..]),
                1 => id.replace('-', "_"),
                2 => id.replace('-', " "),
                _ => format!("1{id}"),
            };
            renamed(book, field, &new)
        },
    },
    Mistake {
        name: "character missing in an identifier",
        does: "an identifier that those who name it spell otherwise",
        make: |book, rng| {
            let field = identifier(book, rng, |field| !book.mentions(field.text()).is_empty())?;
            let new = misspelt(rng, field.text(), |new| book.names.contains_key(new))?;
            let mut fault = renamed(book, field, &new)?;
            // Either end of a connection may be the wrong one.
            fault.places.extend(book.mentions(field.text()));
            Some(fault)
        },
    },
    Mistake {
        name: "key of a reference misspelt",
        does: "a key of the references that those who cite it spell otherwise",
        make: |book, rng| {
            let top = |field: &Field| field.path == "references.yaml" && field.column == 0;
            let field = book.field(rng, |field| top(field) && !book.mentions(&field.key).is_empty())?;
            let new = misspelt(rng, &field.key, |new| book.names.contains_key(new))?;
            let mut fault = book.changed(&field.path, field.line, &format!("{new}:"))?;
            fault.places.extend(book.mentions(&field.key));
            Some(fault)
        },
    },
    Mistake {
        name: "source missing",
        does: "a statement without its source",
        make: |book, rng| {
            let stated = ["recommendations.yaml", "outcomes.yaml"];
            let field = book.field(rng, |field| {
                let statement = field.column == 2 && stated.iter().any(|end| field.path.ends_with(end));
                let cited = book.references.iter().filter(|other| other.key == "source" && other.name == field.value);
                field.key == "source" && cited.count() > 1 && (statement || field.keys == "key-messages.source")
            })?;
            let place = vec![(field.path.clone(), Some(field.record))];
            Some(book.removed(&field.path, field.line..=field.line, place))
        },
    },
    Mistake {
        name: "basis missing",
        does: "a sourced statement without its basis",
        make: |book, rng| {
            let field = book.field(rng, |field| field.key == "basis" && sibling(book, field, "source").is_some())?;
            let source = sibling(book, field, "source")?;
            // The record lacks it, or the source lacks what kind of statement it makes.
            let lines = [field.record, source.line];
            let shift = |line: usize| line - usize::from(line > field.line);
            let places = lines.map(|line| (field.path.clone(), Some(shift(line)))).to_vec();
            Some(book.removed(&field.path, field.line..=field.line, places))
        },
    },
    Mistake {
        name: "day that the calendar does not have",
        does: "a 31 April or a month 13 where a date is wanted",
        make: |book, rng| {
            let dates = ["agenda.date", "start", "end"];
            let field = book.field(rng, |field| dates.contains(&field.keys.as_str()) && field.value.len() == 10)?;
            let bad = ["04-31", "13-18", "02-30", "00-10", "04-00", "4-18"];
            revalued(book, field, &format!("{}{}", &field.value[..5], choose(rng, bad)?))
        },
    },
    Mistake {
        name: "time that no clock has",
        does: "a time of a session with too many hours or minutes, or in another form",
        make: |book, rng| {
            let field = book.field(rng, |field| is_session(field) && matches!(field.key.as_str(), "start" | "end"))?;
            revalued(
                book,
                field,
                choose(rng, ["\"25:10\"", "\"10:75\"", "\"9h30\"", "\"10.30\"", "10.30", "\"1030\""])?,
            )
        },
    },
    Mistake {
        name: "times exchanged",
        does: "the end of a session before its start",
        make: |book, rng| {
            let start = book.field(rng, |field| is_session(field) && field.key == "start")?;
            let end = sibling(book, start, "end")?;
            let mut fault = revalued(book, start, &end.value)?;
            let line = book.line(&end.path, end.line).replace(&end.value, &start.value);
            let first = book.line(&start.path, start.line).replace(&start.value, &end.value);
            (end.line == start.line + 1).then_some(())?;
            fault.files = book.with(&start.path, start.line..=end.line, &[first, line]);
            fault.places.push((end.path.clone(), Some(end.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "session outside its workshop",
        does: "a session in another year than its workshop",
        make: |book, rng| {
            let field = book.field(rng, |field| is_session(field) && field.key == "date")?;
            let year: u32 = field.value.get(..4)?.parse().ok()?;
            let year = if rng.bool() { year + 1 } else { year - 1 };
            revalued(book, field, &format!("{year}{}", &field.value[4..]))
        },
    },
    Mistake {
        name: "sessions in another order",
        does: "two sessions that have changed places in the agenda",
        make: |book, rng| {
            let is_timed = |field: &Field| sibling(book, field, "start").is_some();
            let field = book.field(rng, |field| field.keys == "agenda.id" && is_timed(field))?;
            let first = record(book, field);
            let next = book.fields.iter().find(|next| {
                next.path == field.path && next.keys == "agenda.id" && next.line > field.line && is_timed(next)
            })?;
            let second = record(book, next);
            (second.start() - first.end() == 1).then_some(())?;
            let lines = |range: std::ops::RangeInclusive<usize>| {
                range.map(|line| book.line(&field.path, line).to_owned()).collect::<Vec<_>>()
            };
            let exchanged = [lines(second.clone()), lines(first.clone())].concat();
            let files = book.with(&field.path, *first.start()..=*second.end(), &exchanged);
            // Any line of the two that says where or when they are.
            let places = (*first.start()..=*second.end())
                .filter(|line| {
                    let text = exchanged[line - first.start()].trim_start();
                    ["- id:", "date:", "start:", "end:"].iter().any(|key| text.starts_with(key))
                })
                .map(|line| (field.path.clone(), Some(line)));
            Some(Fault { files, places: places.collect(), change: format!("`{}` came after the next", field.text()) })
        },
    },
    Mistake {
        name: "panel twice in a theme",
        does: "a panel that a theme names twice",
        make: |book, rng| {
            let field = book.field(rng, |field| field.keys == "themes.panels" && field.value.starts_with('['))?;
            let panels: Vec<&str> = field.value.trim_matches(['[', ']']).split(", ").collect();
            let twice = choose(rng, panels)?;
            revalued(book, field, &field.value.replace(']', &format!(", {twice}]")))
        },
    },
    Mistake {
        name: "entry of the book twice",
        does: "a chapter or section that stands twice in the order of the book",
        make: |book, rng| {
            let entries = || book.fields.iter().filter(|field| field.first && field.keys.starts_with("book."));
            let (field, at) = (choose(rng, entries())?, choose(rng, entries())?);
            let line = book.line(&field.path, field.line);
            let mut fault = book.inserted(&at.path, at.line, &[line], 0);
            let moved = field.line + usize::from(field.line >= at.line);
            fault.places.push((field.path.clone(), Some(moved)));
            Some(fault)
        },
    },
    Mistake {
        name: "code of a diagnostic misspelt",
        does: "a setting for a diagnostic that does not exist",
        make: |book, rng| {
            let code = choose(rng, idm_core::rules::ALL.iter())?.code;
            let new = misspelt(rng, code, |new| idm_core::rules::find(new).is_some())?;
            let top =
                book.field(rng, |field| field.path == "publication.yaml" && field.column == 0 && field.line > 1)?;
            Some(book.inserted(&top.path, top.line, &["diagnostics:", &format!("  {new}: allow")], 1))
        },
    },
    Mistake {
        name: "file missing",
        does: "a file taken out whose records or pictures others name",
        make: |book, rng| {
            let path = named_file(book, rng)?;
            let mut files = book.files.clone();
            files.remove(&path);
            Some(Fault { files, places: namers(book, &path), change: format!("`{path}` was taken out") })
        },
    },
    Mistake {
        name: "file emptied",
        does: "a file in which nothing stands any more",
        make: |book, rng| {
            let named = |path: &&String| {
                let needed = path.ends_with("/workshop.yaml") || path.ends_with("/panel.yaml");
                **path == "publication.yaml"
                    || path.ends_with(".md")
                    || needed
                    || !book.texts.contains_key(*path)
                    || namers(book, path).iter().any(|(_, line)| line.is_some())
            };
            let path = choose(rng, book.files.keys().filter(named))?.clone();
            let mut places = vec![(path.clone(), None), (path.clone(), Some(1))];
            if !book.texts.contains_key(&path) {
                places.extend(namers(book, &path));
            }
            Some(Fault { files: book.with_file(&path, vec![]), places, change: format!("`{path}` was emptied") })
        },
    },
    Mistake {
        name: "file misnamed",
        does: "a text file with a slip in its name",
        make: |book, rng| {
            let path = choose(rng, book.texts.keys().filter(|path| *path != "publication.yaml"))?.clone();
            let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name));
            let (stem, ending) = name.split_once('.')?;
            let new = misspelt(rng, stem, |new| book.files.keys().any(|path| path.ends_with(new)))?;
            let new = if folder.is_empty() { format!("{new}.{ending}") } else { format!("{folder}/{new}.{ending}") };
            // Any name fits a framework.
            (folder != "frameworks").then_some(())?;
            let mut files = book.files.clone();
            let bytes = files.remove(&path)?;
            files.insert(new.clone(), bytes);
            let mut places = namers(book, &path);
            places.push((new.clone(), None));
            if matches!(name, "panel.yaml" | "workshop.yaml") {
                // Nothing else in the folder has a place any more, either.
                places
                    .extend(book.files.keys().filter(|path| path.starts_with(folder)).map(|path| (path.clone(), None)));
            }
            Some(Fault { files, places, change: format!("`{path}` became `{new}`") })
        },
    },
    Mistake {
        name: "chapter not in the book",
        does: "a chapter that the order of the book does not name",
        make: |book, rng| {
            let name: String = (0..6).map(|_| rng.lowercase()).collect();
            let path = format!("chapters/{name}.md");
            let files = book.with_file(&path, b"# Afterword\n\nThe end.\n".to_vec());
            Some(Fault { files, places: vec![(path.clone(), None)], change: format!("`{path}` was added") })
        },
    },
    Mistake {
        name: "bytes that are no UTF-8",
        does: "a character as another encoding writes it",
        make: |book, rng| {
            let (path, lines) = choose(rng, &book.texts)?;
            let line = 1 + rng.usize(..lines.len());
            let text = book.line(path, line);
            let at = choose(rng, (0..=text.len()).filter(|&at| text.is_char_boundary(at)))?;
            let mut bytes: Vec<u8> =
                lines[..line - 1].iter().flat_map(|line| [line.as_bytes(), b"\n"].concat()).collect();
            bytes.extend_from_slice(&text.as_bytes()[..at]);
            bytes.push(choose(rng, [0xe9, 0xfc, 0x92, 0x96, 0xff])?);
            bytes.extend_from_slice(&text.as_bytes()[at..]);
            bytes.push(b'\n');
            bytes.extend(lines[line..].iter().flat_map(|line| [line.as_bytes(), b"\n"].concat()));
            let files = book.with_file(path, bytes);
            Some(Fault { files, places: vec![(path.clone(), Some(line))], change: "a byte was put in".to_owned() })
        },
    },
    Mistake {
        name: "acronym listed twice",
        does: "the short form of another acronym",
        make: |book, rng| {
            let shorts = || book.fields.iter().filter(|field| field.path == "acronyms.yaml" && field.key == "short");
            let (field, other) = (choose(rng, shorts())?, choose(rng, shorts())?);
            let mut fault = revalued(book, field, other.text())?;
            fault.places.push((other.path.clone(), Some(other.line)));
            Some(fault)
        },
    },
    Mistake {
        name: "acronym not listed",
        does: "an acronym with two letters exchanged",
        make: |book, rng| {
            let shorts: BTreeSet<&str> = book
                .fields
                .iter()
                .filter(|field| field.path == "acronyms.yaml" && field.key == "short")
                .map(Field::text)
                .collect();
            let (path, line) = choose(rng, &book.ends)?;
            let text = book.line(path, *line);
            let short = choose(rng, &shorts)?.to_uppercase();
            let new: String = short.chars().rev().chain(['X']).collect();
            (!shorts.contains(new.as_str()) && new.chars().all(is_name)).then_some(())?;
            book.changed(path, *line, &format!("{text} The {new} agreed."))
        },
    },
];
