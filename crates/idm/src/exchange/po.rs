//! PO, which volunteers exchange. A code stands as `{1}`, or as `<1>` and `</1>` around words; what each stands for is said in a
//! comment. A `{`, `<` or `\` that is meant as it is stands behind a `\`.
//!
//! Read and written here, since a problem is told at its line, and the libraries for PO keep none.

use super::catalogue::{Catalogue, State, Unit};
use super::coded::{Part, Side, codes, handed};
use super::incoming::{Given, Incoming, MAX_UNITS, Piece, Unreadable};
use super::xliff;

/// The passages of an edition as an exchange file.
pub(super) fn write(catalogue: &Catalogue) -> String {
    let header = [
        format!("Project-Id-Version: {}", catalogue.project),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=UTF-8".to_owned(),
        "Content-Transfer-Encoding: 8bit".to_owned(),
        format!("Language: {}", catalogue.target.code()),
        format!("X-Source-Language: {}", catalogue.source.code()),
    ];
    let mut out = "msgid \"\"\nmsgstr \"\"\n".to_owned();
    for line in header {
        out.push_str(&format!("{}\n", quoted(&format!("{line}\n"))));
    }
    for unit in &catalogue.units {
        entry(unit, &mut out);
    }
    out
}

fn entry(unit: &Unit, out: &mut String) {
    out.push('\n');
    let mut comment = |text: &str| {
        text.lines().for_each(|line| out.push_str(&format!("#. {}\n", line.trim_end())));
    };
    comment(&unit.context);
    let target = unit.target.as_deref().unwrap_or_default();
    // The same one of both is told once.
    let added = codes(target).filter(|code| !codes(&unit.source).any(|known| known.id == code.id));
    for (code, is_own) in codes(&unit.source).map(|code| (code, true)).chain(added.map(|code| (code, false))) {
        let all: &[Part] = if is_own { &unit.source } else { target };
        let (sign, close) = match code.side {
            Side::Alone => (format!("{{{}}}", code.id), String::new()),
            _ => (format!("<{}>", code.id), format!(" … {}", xliff::closing(all, code.id))),
        };
        let whose = if is_own { "" } else { " of the translation" };
        let line = format!("{sign} is the {}{whose}: {}{close}", code.kind.name(), code.written);
        comment(&line.replace('\n', " "));
    }
    if unit.state != State::Current {
        comment(&format!("state: {}", xliff::state(unit.state)));
    }
    if let Some(was) = &unit.was {
        comment(&format!("translated so far: {}", was.replace('\n', " ")));
    }
    comment(&format!("translation: {}", handed(unit.target.as_deref())));
    comment(&format!("source: {}", unit.digest));
    // A path with a blank would be taken for two.
    out.push_str(&format!("#: {}:{}\n", unit.place.0.replace(' ', "%20"), unit.place.1));
    if matches!(unit.state, State::Stale | State::Unknown) {
        out.push_str("#, fuzzy\n");
    }
    out.push_str(&format!("msgctxt {}\n", quoted(&unit.name())));
    out.push_str(&format!("msgid {}\n", quoted(&coded(&unit.source))));
    out.push_str(&format!("msgstr {}\n", quoted(&unit.target.as_deref().map(coded).unwrap_or_default())));
}

/// A line with signs for its codes.
fn coded(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Words(words) => {
                for sign in words.chars() {
                    if matches!(sign, '{' | '<' | '\\') {
                        out.push('\\');
                    }
                    out.push(sign);
                }
            }
            Part::Code(code) => out.push_str(&match code.side {
                Side::Alone => format!("{{{}}}", code.id),
                Side::Open => format!("<{}>", code.id),
                Side::Close => format!("</{}>", code.id),
            }),
        }
    }
    out
}

/// A line with signs, read.
fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut found = vec![];
    let mut words = String::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        rest = &rest[sign.len_utf8()..];
        let (end, what) = match sign {
            '\\' => match rest.chars().next().filter(|next| matches!(next, '{' | '<' | '\\')) {
                Some(next) => {
                    words.push(next);
                    rest = &rest[next.len_utf8()..];
                    continue;
                }
                None => return Err("a `\\` that stands before nothing: write `\\\\`".to_owned()),
            },
            '{' => ('}', "{…}"),
            '<' => ('>', "<…>"),
            sign => {
                words.push(sign);
                continue;
            }
        };
        let at = rest
            .find(end)
            .ok_or_else(|| format!("a `{sign}` without its `{end}`: write `\\{sign}` for the sign itself"))?;
        let name = &rest[..at];
        rest = &rest[at + 1..];
        let (name, is_close) = match name.strip_prefix('/').filter(|_| sign == '<') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let id: usize = name.parse().map_err(|_| {
            format!("`{sign}{name}{end}` is no code: write {what} with its number, `\\{sign}` for the sign itself")
        })?;
        if !words.is_empty() {
            found.push(Piece::Words(std::mem::take(&mut words)));
        }
        found.push(match (sign, is_close) {
            ('{', _) => Piece::Alone(id, None),
            (_, false) => Piece::Open(id, None),
            (_, true) => Piece::Close(id, None),
        });
    }
    if !words.is_empty() {
        found.push(Piece::Words(words));
    }
    Ok(found)
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// An entry of a file, being read.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    context: Option<String>,
    id: Option<String>,
    text: Option<String>,
    digest: Option<String>,
    handed: Option<String>,
    is_fuzzy: bool,
    has_plural: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    None,
    Context,
    Id,
    Text,
    Other,
}

/// Reads an exchange file.
pub(super) fn read(text: &str) -> Result<Incoming, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut entries: Vec<Entry> = vec![];
    let mut entry = Entry::default();
    let mut field = Field::None;
    for (at, line) in text.lines().enumerate() {
        let at = at + 1;
        let line = line.trim();
        if line.starts_with("#~") {
            // Entries that are not used any more.
            continue;
        }
        let begins = line.starts_with('#') || line.starts_with("msgctxt") || line.starts_with("msgid ");
        if (line.is_empty() || begins) && entry.text.is_some() {
            entries.push(std::mem::take(&mut entry));
            field = Field::None;
            if entries.len() > MAX_UNITS {
                return Err(Unreadable::new(at, format!("more than {MAX_UNITS} entries")));
            }
        }
        if line.is_empty() {
            continue;
        }
        if entry.line == 0 {
            entry.line = at;
        }
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(flags) = comment.strip_prefix(',') {
                entry.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            } else if let Some(digest) = comment.strip_prefix(". source: ") {
                entry.digest = Some(digest.trim().to_owned());
            } else if let Some(digest) = comment.strip_prefix(". translation: ") {
                entry.handed = Some(digest.trim().to_owned());
            }
            continue;
        }
        let (keyword, value) = match line.find('"') {
            Some(start) => (line[..start].trim(), &line[start..]),
            None => return Err(Unreadable::new(at, "no line of a PO file: a keyword and a text in quotation marks")),
        };
        let value = unquoted(value).map_err(|why| Unreadable::new(at, why))?;
        let target = match keyword {
            "" => field,
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgstr" => Field::Text,
            "msgid_plural" => Field::Other,
            keyword if keyword.starts_with("msgstr[") => Field::Other,
            keyword => return Err(Unreadable::new(at, format!("`{keyword}` is no keyword of a PO file"))),
        };
        if keyword == "msgid" {
            // The line that a problem is told at is where the words stand.
            entry.line = at;
        }
        let slot = match target {
            Field::Context => &mut entry.context,
            Field::Id => &mut entry.id,
            Field::Text => &mut entry.text,
            Field::Other => {
                entry.has_plural = true;
                field = Field::Other;
                entry.text.get_or_insert_default();
                continue;
            }
            Field::None => return Err(Unreadable::new(at, "a text that belongs to no keyword")),
        };
        if !keyword.is_empty() && slot.is_some() {
            return Err(Unreadable::new(at, format!("a second `{keyword}` in one entry")));
        }
        slot.get_or_insert_default().push_str(&value);
        field = target;
    }
    let last = text.lines().count().max(1);
    if entry.text.is_some() {
        entries.push(entry);
    } else if entry.id.is_some() || entry.context.is_some() {
        return Err(Unreadable::new(last, "the file ends within an entry"));
    }
    incoming(entries)
}

fn incoming(entries: Vec<Entry>) -> Result<Incoming, Unreadable> {
    let mut incoming = Incoming::default();
    for entry in entries {
        let id = entry.id.unwrap_or_default();
        let text = entry.text.unwrap_or_default();
        if id.is_empty() && entry.context.is_none() {
            for line in text.lines() {
                let Some((name, value)) = line.split_once(':') else { continue };
                let value = value.trim().to_owned();
                match name.trim() {
                    "Language" => incoming.target = Some((value, entry.line)),
                    "X-Source-Language" => incoming.source = Some((value, entry.line)),
                    "Project-Id-Version" => incoming.project = Some((value, entry.line)),
                    "Content-Type" if !value.to_ascii_lowercase().replace(' ', "").ends_with("charset=utf-8") => {
                        return Err(Unreadable::new(entry.line, format!("`{value}`: the texts stand in UTF-8")));
                    }
                    _ => {}
                }
            }
            continue;
        }
        let mut given = Given {
            line: entry.line,
            digest: entry.digest,
            handed: entry.handed,
            is_done: !entry.is_fuzzy,
            ..Given::default()
        };
        match entry.context.as_deref().and_then(|context| context.split_once('#')) {
            Some((file, key)) => (given.file, given.key) = (file.to_owned(), key.to_owned()),
            None => given.problem = Some("it has no `msgctxt`, which names the passage".to_owned()),
        }
        if entry.has_plural {
            given.problem = Some("it has a plural, which no passage has".to_owned());
        }
        match pieces(&id) {
            Ok(source) => given.source = source,
            Err(_) => given.problem = Some("its `msgid` is not as it was handed out".to_owned()),
        }
        if !text.is_empty() {
            match pieces(&text) {
                Ok(target) => given.target = Some(target),
                Err(problem) => given.problem = Some(problem),
            }
        }
        incoming.units.push(given);
    }
    Ok(incoming)
}

/// What stands between quotation marks.
fn unquoted(text: &str) -> Result<String, String> {
    let unclosed = || "a text without its closing quotation mark".to_owned();
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or_else(unclosed)?;
    let mut out = String::with_capacity(inner.len());
    let mut signs = inner.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => out.push(match signs.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(sign @ ('"' | '\\')) => sign,
                Some(sign) => return Err(format!("`\\{sign}` in a text: PO knows `\\n`, `\\t`, `\\\"` and `\\\\`")),
                None => return Err(unclosed()),
            }),
            '"' => return Err("a quotation mark within a text: write `\\\"`".to_owned()),
            sign => out.push(sign),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_codes_and_signs_that_are_meant_are_told_apart() {
        let words = |words: &str| Piece::Words(words.to_owned());
        let read = pieces("a \\{b} <1>c \\< d</1> {2}\\\\").unwrap();
        assert_eq!(
            read,
            [
                words("a {b} "),
                Piece::Open(1, None),
                words("c < d"),
                Piece::Close(1, None),
                words(" "),
                Piece::Alone(2, None),
                words("\\")
            ]
        );
        for bad in ["{x}", "a {1", "<1", "<a>", "\\n", "</>"] {
            assert!(pieces(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_no_po_file_is_refused_at_its_line() {
        for (text, line, what) in [
            ("msgid \"a\nmsgstr \"b\"", 1, "closing quotation mark"),
            ("\nhello", 2, "no line of a PO file"),
            ("\"a\"", 1, "no keyword"),
            ("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=latin1\\n\"", 1, "UTF-8"),
            ("msgctxt \"a#b\"\nmsgid \"a\"", 2, "ends within"),
            ("msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"", 2, "second `msgid`"),
            ("msgid \"a\\q\"\nmsgstr \"c\"", 1, "`\\q`"),
            ("message \"a\"", 1, "no keyword of a PO file"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.line == line && error.why.contains(what), "{text}: {error}");
        }
    }

    #[test]
    fn texts_over_several_lines_and_flags_are_read() {
        let text = "msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\n#. source: ab\n#, fuzzy, x\nmsgctxt \"f#k\"\nmsgid \"\"\n\"one \"\n\"two\"\nmsgstr \"un\"\n\n#~ msgid \"x\"\n#~ msgstr \"y\"\n";
        let read = read(text).unwrap();
        assert_eq!(read.target, Some(("fr".to_owned(), 1)));
        let [unit] = &read.units[..] else { panic!("{read:?}") };
        assert_eq!(
            (unit.file.as_str(), unit.key.as_str(), unit.digest.as_deref(), unit.is_done),
            ("f", "k", Some("ab"), false)
        );
        assert_eq!(unit.source, [Piece::Words("one two".to_owned())]);
    }
}
