//! Putting a text into a YAML file, in place of one that is there or where there is none yet: every other byte stays.

use idm_core::diagnostic::{Diagnostics, KeyPath, KeySegment};
use idm_core::source::Sources;
use idm_core::translation::Step;
use idm_core::yaml::Index;

use super::insertion::File;
use super::yaml::{WIDTH, between, folded, scalar};

const BOM: char = '\u{feff}';

/// The text of a file with a value at the end of `steps`. A value of several lines keeps them.
///
/// # Errors
/// Why it cannot stand there: the file is no YAML, what stands there is no text, or there is none yet between those braces or
/// brackets.
pub(crate) fn set_text(text: &str, steps: &[Step], value: &str) -> Result<String, String> {
    let (mark, text) = text.strip_prefix(BOM).map_or(("", text), |rest| ("\u{feff}", rest));
    let file = File::read(text)?;
    let mut path = KeyPath::root();
    let mut is_between = false;
    for (at, step) in steps.iter().enumerate() {
        is_between |= file.text_of(&path).starts_with(['[', '{']);
        match find(&file, &path, step) {
            Some(next) => path = next,
            None if is_between => {
                return Err(
                    "it stands in brackets or braces there: write its parts on lines of their own first".to_owned()
                );
            }
            None => {
                let (end, lines) = missing(&file, &path, &steps[at..], value)?;
                let lines = if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines };
                return Ok(format!("{mark}{}{lines}{}", &text[..end], &text[end..]));
            }
        }
    }
    if file.index.text(&path).is_none() && (file.index.has(&path) || file.text_of(&path).is_empty() && steps.is_empty())
    {
        return Err("what stands there is no text".to_owned());
    }
    if is_between {
        if file.index.text(&path).is_none() || value.trim().contains('\n') {
            return Err("it stands in brackets or braces, where a text has one line".to_owned());
        }
        let place = file.index.full_span(&path).range();
        return Ok(format!("{mark}{}{}{}", &text[..place.start], between(value.trim()), &text[place.end..]));
    }
    let (start, column) = match steps.last() {
        Some(Step::Key(_)) => {
            let key = file.index.span_of_key(&path).range();
            let colon = text[key.end..].find(':').ok_or("its key has no colon")? + key.end + 1;
            (colon, file.column(key.start))
        }
        _ => {
            let value = file.index.full_span(&path).range().start;
            let dash = dash_before(text, value).ok_or("it is no item of a list")?;
            (dash + 1, file.column(dash))
        }
    };
    let is_text = file.index.text(&path).is_some();
    let own = if is_text { own_start(text, start) } else { start };
    let header = header_of(&text[own..]);
    let end = match file.index.text(&path) {
        Some(_) => text[..file.index.full_span(&path).range().end].trim_end().len().max(own + header.trim_end().len()),
        // A null may be written out.
        None => {
            start
                + text[start..]
                    .find(['\n', '#'])
                    .map_or(text.len() - start, |at| text[start..start + at].trim_end().len())
        }
    };
    let mut value = written(value, column);
    let line = value.find('\n');
    // What is remarked beside the sign of a text in lines, or behind what becomes one.
    let remark = header.find(" #").map_or("", |at| header[at..].trim_end());
    let behind = text[end..].lines().next().unwrap_or_default();
    let moves = line.is_some() && behind.trim_start().starts_with('#');
    let (remark, end) = if moves { (behind.trim_end(), end + behind.trim_end().len()) } else { (remark, end) };
    value.insert_str(line.unwrap_or(value.len()), remark);
    let value = if text.contains("\r\n") { value.replace('\n', "\r\n") } else { value };
    let before = match text[start..own].contains('#') {
        // Remarks stand between the key and its value.
        true => text[..own].to_owned(),
        false => format!("{} ", &text[..start]),
    };
    Ok(format!("{mark}{before}{value}{}", &text[end..]))
}

/// The way to the text that stands at a byte of a YAML file, and what it says.
pub(crate) fn text_at(text: &str, at: usize) -> Option<(Vec<Step>, String)> {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let index = Index::new(sources.get(id), id, &mut Diagnostics::default())?;
    let path = index.at(sources.get(id), at)?.path;
    let value = index.text(&path)?.to_owned();
    let step = |segment: &KeySegment| match segment {
        KeySegment::Key(key) => Step::Key(key.clone()),
        KeySegment::Index(place) => Step::Place(*place),
    };
    Some((path.segments().iter().map(step).collect(), value))
}

/// Where a value begins that stands behind `at`, and behind remarks.
fn own_start(text: &str, at: usize) -> usize {
    let mut rest = &text[at..];
    loop {
        rest = rest.trim_start();
        if !rest.starts_with('#') {
            return text.len() - rest.len();
        }
        rest = rest.find('\n').map_or("", |end| &rest[end..]);
    }
}

/// The line that says of a value that it stands in the lines below, with the remark beside it; nothing of any other value.
fn header_of(value: &str) -> &str {
    if value.starts_with(['|', '>']) { value.lines().next().unwrap_or_default() } else { "" }
}

/// The dash of the item whose value begins there: in its line, or before lines of remarks.
fn dash_before(text: &str, value: usize) -> Option<usize> {
    let mut end = value;
    loop {
        let begin = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[begin..end];
        let code = if line.trim_start().starts_with('#') { "" } else { line.split(" #").next().unwrap_or_default() };
        if !code.trim().is_empty() {
            return code.rfind('-').map(|at| begin + at);
        }
        end = begin.checked_sub(1)?;
    }
}

fn find(file: &File, path: &KeyPath, step: &Step) -> Option<KeyPath> {
    match step {
        Step::Key(key) => file.index.keys(path).any(|(known, _)| known == key).then(|| path.key(key.as_str())),
        Step::Named(id) => file.named(path, id).map(|at| path.index(at)),
        Step::Place(at) => {
            (*at < file.index.len(path) && file.index.keys(path).next().is_none()).then(|| path.index(*at))
        }
    }
}

/// What is put in, and where, so that there is a value at the end of the steps that are missing below `path`.
fn missing(file: &File, path: &KeyPath, steps: &[Step], value: &str) -> Result<(usize, String), String> {
    let is_root = path.segments().is_empty();
    let is_there = file.index.len(path) > 0;
    let is_new = is_root && file.index.is_empty();
    if !(is_there || is_new) {
        return Err(format!("`{path}` holds nothing that it could be put behind"));
    }
    let is_mapping = file.index.keys(path).next().is_some();
    if is_there && is_mapping != matches!(steps.first(), Some(Step::Key(_))) {
        return Err(format!("`{path}` is built otherwise than in the source"));
    }
    if !is_there {
        let begin = if file.text.is_empty() || file.text.ends_with('\n') { "" } else { "\n" };
        return Ok((file.text.len(), format!("{begin}{}", lines(steps, value, 0, 0))));
    }
    let (column, end) = if is_mapping {
        let first = file.index.keys(path).next().map_or(0, |(_, span)| span.range().start);
        let column = file.column(first);
        (column, file.end_of(path, column))
    } else {
        let column = file.dash_before(file.index.full_span(&path.index(0)).range().start);
        (column, file.end_of(&path.index(file.index.len(path) - 1), column))
    };
    let own = lines(steps, value, column, file.index.len(path));
    // Records of a file stand apart.
    let apart = if column == 0 && matches!(steps.first(), Some(Step::Named(_))) { "\n\n" } else { "\n" };
    Ok((end, format!("{apart}{}", own.trim_end_matches('\n'))))
}

/// Lines that lead to a value; `before` items stand in the list already.
fn lines(steps: &[Step], value: &str, column: usize, before: usize) -> String {
    let indent = " ".repeat(column);
    let Some((first, rest)) = steps.split_first() else { return String::new() };
    let is_last = rest.is_empty();
    match first {
        Step::Key(key) if is_last => format!("{indent}{key}: {}\n", written(value, column)),
        Step::Key(key) => format!("{indent}{key}:\n{}", lines(rest, value, column + 2, 0)),
        Step::Named(id) => format!("{indent}- id: {}\n{}", scalar(id), lines(rest, value, column + 2, 0)),
        Step::Place(at) => {
            let gaps = format!("{indent}- null\n").repeat(at.saturating_sub(before));
            if is_last {
                return format!("{gaps}{indent}- {}\n", written(value, column));
            }
            let mut item = lines(rest, value, column + 2, 0);
            item.replace_range(column..=column, "-");
            format!("{gaps}{item}")
        }
    }
}

/// A text as the value of a key or item that begins in a column.
fn written(value: &str, column: usize) -> String {
    let indent = " ".repeat(column + 2);
    let value = value.trim_matches(['\n', ' ']);
    if value.contains('\n') {
        let lines =
            value.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") });
        return format!("|\n{}", lines.collect::<String>()).trim_end_matches('\n').to_owned();
    }
    let line = scalar(value);
    if column + 12 + value.chars().count() <= WIDTH || !value.contains(' ') {
        return line;
    }
    format!(">-\n{}", folded(value, column + 2)).trim_end_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, steps: &[Step], value: &str) -> String {
        set_text(text, steps, value).unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    fn key(key: &str) -> Step {
        Step::Key(key.to_owned())
    }

    #[test]
    fn a_text_takes_the_place_of_another() {
        let title = [key("title")];
        assert_eq!(set("title: A # x\nb: 1\n", &title, "B: c"), "title: \"B: c\" # x\nb: 1\n");
        assert_eq!(set("title: >-\n  A\n  b\nb: 1\n", &title, "B"), "title: B\nb: 1\n");
        assert_eq!(set("title:\nb: 1\n", &title, "B"), "title: B\nb: 1\n");
        assert_eq!(set("title: null # x\n", &title, "B"), "title: B # x\n");
        assert_eq!(set("title: |\n  A\n\n  b\n\nb: 1\n", &title, "B\n\nc"), "title: |\n  B\n\n  c\n\nb: 1\n");
        let long = "word ".repeat(30);
        let then = set("title: A\n", &title, &long);
        assert!(then.starts_with("title: >-\n  word word") && then.lines().all(|line| line.len() <= 100), "{then}");
        let second = [key("list"), Step::Place(1)];
        assert_eq!(set("list:\n  - a\n  - b\n", &second, "c"), "list:\n  - a\n  - c\n");
        assert_eq!(set("list:\n  - a\n  - null\n", &second, "c"), "list:\n  - a\n  - c\n");
    }

    #[test]
    fn remarks_beside_a_text_stay() {
        let title = [key("title")];
        let long = "word ".repeat(30);
        for (text, remarks) in [
            ("title: # r\n  A\nb: 1\n", "title: # r\n  "),
            ("title:\n  # r: - s\n  # t\n  A\nb: 1\n", "title:\n  # r: - s\n  # t\n  "),
            ("title: >- # r\n  A\n  b\nb: 1\n", " # r\n"),
            ("title: | # r\n  A\n\n  b\n\nb: 1\n", " # r\n"),
            ("title: # q\n  | # r\n  A\nb: 1\n", " # r\n"),
            ("title: |\n  A\n# r\nb: 1\n", "\n# r\nb: 1\n"),
            ("title: 'A' # r\nb: 1\n", " # r\n"),
            ("title: \"A # s\n  b\" # r\nb: 1\n", " # r\n"),
            ("title: A\n  b # r\nb: 1\n", " # r\n"),
        ] {
            for value in ["B", "B\n\nc", long.trim(), "# B"] {
                let then = set(text, &title, value);
                let file = File::read(&then).unwrap_or_else(|why| panic!("{text} {value}: {why}: {then}"));
                let said = file.index.text(&KeyPath::root().key("title")).unwrap_or_default();
                assert_eq!(said.trim_end(), value, "{text}: {then}");
                assert!(file.index.has(&KeyPath::root().key("b")), "{text}: {then}");
                assert!(then.contains(remarks), "{text} {value}: {then}");
            }
        }
        let first = [key("list"), Step::Place(0)];
        assert_eq!(set("list:\n  - # a - b\n    a\n  - b\n", &first, "c"), "list:\n  - # a - b\n    c\n  - b\n");
        assert_eq!(set("list:\n  - >- # r\n    a\n  - b\n", &first, "c"), "list:\n  - c # r\n  - b\n");
    }

    #[test]
    fn a_text_is_put_where_there_is_none() {
        assert_eq!(set("", &[key("title")], "A"), "title: A\n");
        assert_eq!(set("title: A\n# end\n", &[key("note")], "B"), "title: A\nnote: B\n# end\n");
        let of = |id: &str| [Step::Named(id.to_owned()), key("title")];
        assert_eq!(set("", &of("x"), "A"), "- id: x\n  title: A\n");
        assert_eq!(set("- id: x\n  text: A\n", &of("x"), "B"), "- id: x\n  text: A\n  title: B\n");
        assert_eq!(set("- id: x\n  text: A\n", &of("y"), "B"), "- id: x\n  text: A\n\n- id: y\n  title: B\n");
        let third = [key("list"), Step::Place(2), key("text")];
        assert_eq!(set("", &third, "A"), "list:\n  - null\n  - null\n  - text: A\n");
        assert_eq!(set("list:\n  - text: a\n", &third, "A"), "list:\n  - text: a\n  - null\n  - text: A\n");
        let nested = [key("themes"), Step::Named("a".to_owned()), key("introduction")];
        assert_eq!(
            set("title: T\n", &nested, "One.\n\nTwo.\n"),
            "title: T\nthemes:\n  - id: a\n    introduction: |\n      One.\n\n      Two.\n"
        );
    }

    #[test]
    fn a_text_between_braces_takes_the_place_of_another() {
        let path = [key("a"), key("fr")];
        for (value, written) in
            [("Eau", "Eau"), ("L’eau, la vie", "\"L’eau, la vie\""), ("a]", "\"a]\""), ("12", "\"12\"")]
        {
            for (before, after) in
                [("a: {en: W, fr: ", "}\nb: 1\n"), ("a: {fr: ", ", en: W} # x\n"), ("a:\n  {fr: ", "\n  }\n")]
            {
                for was in ["x", "'x, y'", "\"x\""] {
                    assert_eq!(
                        set(&format!("{before}{was}{after}"), &path, value),
                        format!("{before}{written}{after}")
                    );
                }
            }
        }
    }

    #[test]
    fn what_stands_in_braces_or_is_no_text_is_left_alone() {
        assert!(set_text("a: {b: 1}\n", &[key("a"), key("c")], "x").is_err());
        assert!(set_text("a: {b: x}\n", &[key("a"), key("b")], "x\n\ny").is_err());
        assert!(set_text("a: {b: [x]}\n", &[key("a"), key("b")], "x").is_err());
        assert!(set_text("a:\n  b: 1\n", &[key("a")], "x").is_err());
        assert!(set_text("a: [", &[key("a")], "x").is_err());
    }
}
