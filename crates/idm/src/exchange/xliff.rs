//! XLIFF 2.1, which agencies exchange: one file of the publication is one `file`, one line of words one `unit`.
//!
//! Words are text; whatever is none is a `ph`, or a `pc` around words, whose data says what it stands for.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::catalogue::{Catalogue, State, Unit};
use super::coded::{Code, CodeKind, Part, Side, handed};
use super::incoming::{Given, Incoming, MAX_UNITS, Piece, Unreadable};
use super::xml::{self, Element, Node, escaped};

/// The namespace of XLIFF 2.0 and 2.1.
const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// The passages of an edition as an exchange file.
pub(super) fn write(catalogue: &Catalogue) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"{NAMESPACE}\" version=\"2.1\" srcLang=\"{}\" trgLang=\"{}\">\n",
        catalogue.source.code(),
        catalogue.target.code()
    );
    let mut open = None;
    for unit in &catalogue.units {
        if open != Some(&unit.file) {
            if open.is_some() {
                out.push_str("  </file>\n");
            }
            out.push_str(&format!(
                "  <file id=\"{}\" original=\"{}\" xml:space=\"preserve\">\n",
                token(&unit.file),
                escaped(&unit.file)
            ));
            open = Some(&unit.file);
        }
        unit_of(unit, &mut out);
    }
    if open.is_some() {
        out.push_str("  </file>\n");
    }
    out.push_str("</xliff>\n");
    out
}

fn unit_of(unit: &Unit, out: &mut String) {
    out.push_str(&format!(
        "    <unit id=\"{}\" name=\"{}\">\n      <notes>\n",
        token(&unit.key),
        escaped(&unit.name())
    ));
    let mut note = |category: &str, text: &str| {
        out.push_str(&format!("        <note category=\"{category}\">{}</note>\n", escaped(text)));
    };
    note("source-digest", &unit.digest);
    note("translation-digest", &handed(unit.target.as_deref()));
    note("place", &format!("{}:{}", unit.place.0, unit.place.1));
    note("context", &unit.context);
    note("state", state(unit.state));
    if let Some(was) = &unit.was {
        note("translated-so-far", was);
    }
    out.push_str("      </notes>\n");
    let mut data = vec![];
    let source = content(&unit.source, &mut data);
    let target = unit.target.as_ref().map(|target| content(target, &mut data));
    if !data.is_empty() {
        out.push_str("      <originalData>\n");
        for (at, text) in data.iter().enumerate() {
            out.push_str(&format!("        <data id=\"d{}\">{}</data>\n", at + 1, escaped(text)));
        }
        out.push_str("      </originalData>\n");
    }
    let state = match unit.state {
        State::Current => "state=\"translated\"",
        State::Stale => "state=\"initial\" subState=\"idm:stale\"",
        State::Unknown => "state=\"initial\" subState=\"idm:unknown\"",
        State::Missing => "state=\"initial\"",
    };
    out.push_str(&format!("      <segment {state}>\n        <source>{source}</source>\n"));
    if let Some(target) = target {
        out.push_str(&format!("        <target>{target}</target>\n"));
    }
    out.push_str("      </segment>\n    </unit>\n");
}

/// What is said of a state.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Current => "translated",
        State::Stale => "stale: the source has changed since this was translated",
        State::Unknown => "unknown: nobody has said which source this was translated from",
        State::Missing => "missing",
    }
}

/// The content of a source or target; what its codes stand for is added to the data.
fn content(parts: &[Part], data: &mut Vec<String>) -> String {
    let mut reference = |written: &str| {
        let at = data.iter().position(|known| known == written).unwrap_or_else(|| {
            data.push(written.to_owned());
            data.len() - 1
        });
        format!("d{}", at + 1)
    };
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Words(words) => out.push_str(&escaped(words)),
            Part::Code(code) => {
                let may_go = if code.kind.may_go() { "yes" } else { "no" };
                let shared = |kind: &CodeKind| {
                    let class = match kind {
                        CodeKind::Emphasis | CodeKind::Strong | CodeKind::Superscript | CodeKind::Subscript => "fmt",
                        CodeKind::Link | CodeKind::Reference(_) | CodeKind::Note(_) => "link",
                        CodeKind::Picture => "image",
                        _ => "other",
                    };
                    format!("id=\"{}\" type=\"{class}\" canCopy=\"no\" canDelete=\"{may_go}\"", code.id)
                };
                match code.side {
                    Side::Alone => out.push_str(&format!(
                        "<ph {} dataRef=\"{}\" disp=\"{}\"/>",
                        shared(&code.kind),
                        reference(&code.written),
                        escaped(&code.written)
                    )),
                    Side::Open => {
                        let close = closing(&parts[at..], code.id);
                        out.push_str(&format!(
                            "<pc {} dataRefStart=\"{}\" dataRefEnd=\"{}\" dispStart=\"{}\" dispEnd=\"{}\">",
                            shared(&code.kind),
                            reference(&code.written),
                            reference(close),
                            escaped(&code.written),
                            escaped(close)
                        ));
                    }
                    Side::Close => out.push_str("</pc>"),
                }
            }
        }
    }
    out
}

/// How the code that closes another is written.
pub(super) fn closing(parts: &[Part], id: usize) -> &str {
    let close = parts.iter().find_map(|part| match part {
        Part::Code(Code { id: own, side: Side::Close, written, .. }) if *own == id => Some(written.as_str()),
        _ => None,
    });
    close.unwrap_or_default()
}

/// A name as XLIFF allows it: other characters by their number.
pub(super) fn token(name: &str) -> String {
    let mut out = String::new();
    for sign in name.chars() {
        match sign {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | ':' => out.push(sign),
            sign => out.push_str(&format!("_{:X}_", u32::from(sign))),
        }
    }
    out
}

/// Reads an exchange file.
pub(super) fn read(text: &str) -> Result<Incoming, Unreadable> {
    let root = xml::parse(text)?;
    if root.name != "xliff" {
        return Err(Unreadable::new(root.line, format!("no XLIFF: its first element is `{}`", root.name)));
    }
    let version = root.get("version").unwrap_or("none");
    if !matches!(version, "2.0" | "2.1" | "2.2") {
        return Err(Unreadable::new(root.line, format!("XLIFF of version {version}: 2.0 and 2.1 can be read")));
    }
    let language = |name: &str| root.get(name).map(|code| (code.to_owned(), root.line));
    let mut incoming =
        Incoming { source: language("srcLang"), target: language("trgLang"), project: None, units: vec![] };
    for file in root.elements().filter(|element| element.name == "file") {
        let name = file.get("original").unwrap_or_default();
        units(file, name, &mut incoming.units)?;
    }
    Ok(incoming)
}

fn units(within: &Element, file: &str, found: &mut Vec<Given>) -> Result<(), Unreadable> {
    for element in within.elements() {
        match element.name.as_str() {
            "unit" => {
                if found.len() == MAX_UNITS {
                    return Err(Unreadable::new(element.line, format!("more than {MAX_UNITS} units")));
                }
                found.push(given(element, file));
            }
            "group" => units(element, file, found)?,
            _ => {}
        }
    }
    Ok(())
}

fn given(unit: &Element, file: &str) -> Given {
    let mut given = Given {
        line: unit.line,
        file: file.to_owned(),
        key: unit.get("id").unwrap_or_default().to_owned(),
        is_done: true,
        ..Given::default()
    };
    let noted = |category: &str| {
        let mut notes = unit.child("notes").into_iter().flat_map(Element::elements);
        let note = notes.find(|note| note.get("category") == Some(category));
        note.map(|note| note.text().trim().to_owned())
    };
    given.digest = noted("source-digest");
    given.handed = noted("translation-digest");
    let mut data = Data::new();
    for element in unit.child("originalData").into_iter().flat_map(Element::elements) {
        if let Some(id) = element.get("id") {
            data.entry(id).or_insert_with(|| element.text().into());
        }
    }
    let mut has_target = false;
    let mut target = vec![];
    for part in unit.elements().filter(|part| matches!(part.name.as_str(), "segment" | "ignorable")) {
        let (Some(source), other) = (part.child("source"), part.child("target")) else {
            given.problem = Some("a segment without a source".to_owned());
            continue;
        };
        if part.elements().filter(|element| element.name == "target").count() > 1 {
            given.problem = Some("a segment with two targets".to_owned());
        }
        if part.name == "segment" {
            has_target |= other.is_some();
            given.is_done &= matches!(part.get("state"), Some("translated" | "reviewed" | "final"));
        }
        let mut own = vec![];
        let read = pieces(source, &data, &mut given.source).and_then(|()| {
            pieces(other.unwrap_or(source), &data, if other.is_some() { &mut target } else { &mut own })
        });
        if let Err(problem) = read {
            given.problem = Some(problem);
        }
        // What stands between segments need not be translated.
        if part.name == "ignorable" {
            target.append(&mut own);
        } else if other.is_none() {
            given.is_done = false;
        }
    }
    given.target = has_target.then_some(target);
    given
}

/// What the codes of a unit stand for, by its name.
type Data<'a> = BTreeMap<&'a str, Rc<str>>;

fn pieces(within: &Element, data: &Data, found: &mut Vec<Piece>) -> Result<(), String> {
    let number = |element: &Element, key: &str| {
        let id = element.get(key).unwrap_or_default();
        id.parse::<usize>()
            .map_err(|_| format!("`{}` with the {key} `{id}`, which no code of the source has", element.name))
    };
    let stands_for = |element: &Element, key: &str| {
        let Some(name) = element.get(key) else { return Ok(None) };
        data.get(name)
            .cloned()
            .map(Some)
            .ok_or_else(|| format!("`{}` names the data `{name}`, which is not there", element.name))
    };
    for node in &within.children {
        match node {
            Node::Text(words) => found.push(Piece::Words(words.clone())),
            Node::Element(element) => match element.name.as_str() {
                "ph" => found.push(Piece::Alone(number(element, "id")?, stands_for(element, "dataRef")?)),
                "pc" => {
                    let id = number(element, "id")?;
                    found.push(Piece::Open(id, stands_for(element, "dataRefStart")?));
                    pieces(element, data, found)?;
                    found.push(Piece::Close(id, stands_for(element, "dataRefEnd")?));
                }
                // Some programs take a `pc` apart.
                "sc" => found.push(Piece::Open(number(element, "id")?, stands_for(element, "dataRef")?)),
                "ec" => {
                    let key = if element.get("startRef").is_some() { "startRef" } else { "id" };
                    found.push(Piece::Close(number(element, key)?, stands_for(element, "dataRef")?));
                }
                // What somebody has marked for colleagues.
                "mrk" => pieces(element, data, found)?,
                "sm" | "em" => {}
                other => return Err(format!("`{other}` within a text, where words and codes stand")),
            },
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_share_what_they_stand_for() {
        let codes = "<ph id='1' dataRef='d'/><pc id='2' dataRefStart='d' dataRefEnd='d'/>".repeat(2);
        let text = format!(
            "<xliff version='2.1'><file original='f'><unit id='u'><originalData><data id='d'>long</data></originalData>\
             <segment><source>{codes}</source><target>{codes}</target></segment></unit></file></xliff>"
        );
        let incoming = read(&text).unwrap();
        let given = &incoming.units[0];
        let data = given.source.iter().chain(given.target.iter().flatten()).map(|piece| match piece {
            Piece::Alone(_, data) | Piece::Open(_, data) | Piece::Close(_, data) => data.clone().unwrap(),
            Piece::Words(words) => panic!("{words}"),
        });
        let data: Vec<Rc<str>> = data.collect();
        assert_eq!(data.len(), 12);
        assert!(data.iter().all(|other| Rc::ptr_eq(other, &data[0]) && **other == *"long"));
    }
}
