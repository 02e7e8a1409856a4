//! A unit that came back is held against the one that was handed out.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, State, Unit};
use super::coded::{Code, CodeKind, Part, Side, codes, handed, tidy};
use super::incoming::{Given, Piece};

/// What becomes of a unit that came back.
#[derive(Debug, PartialEq)]
pub(super) enum Held {
    /// It says what is there already.
    Same(usize),
    /// It is not translated yet, or not said to be done.
    Waiting,
    /// It says that what is there is a translation of today's source.
    Confirmed(usize),
    /// It says something new.
    New(usize, Vec<Part>),
    /// It cannot be taken, and why.
    Refused(String),
}

/// The units of a catalogue, to be found as an exchange names them.
pub(super) struct Known<'c> {
    catalogue: &'c Catalogue,
    by_name: BTreeMap<(&'c str, String), usize>,
    by_source: BTreeMap<(&'c str, &'c str), Vec<usize>>,
    seen: BTreeMap<usize, usize>,
    /// Units that came back more than once, with the line of the last.
    pub(super) twice: BTreeMap<usize, usize>,
}

impl<'c> Known<'c> {
    /// `token` is how the exchange writes the name of a unit.
    pub(super) fn new(catalogue: &'c Catalogue, token: impl Fn(&str) -> String) -> Self {
        let units = catalogue.units.iter().enumerate();
        let by_name = units.map(|(at, unit)| ((unit.file.as_str(), token(&unit.key)), at)).collect();
        let mut by_source: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, unit) in catalogue.units.iter().enumerate() {
            by_source.entry((unit.file.as_str(), unit.digest.as_str())).or_default().push(at);
        }
        Self { catalogue, by_name, by_source, seen: BTreeMap::new(), twice: BTreeMap::new() }
    }

    /// The unit of that name.
    pub(super) fn named(&self, given: &Given) -> Option<usize> {
        self.by_name.get(&(given.file.as_str(), given.key.clone())).copied()
    }

    /// The line where a unit came back.
    pub(super) fn line_of(&self, unit: usize) -> Option<usize> {
        self.seen.get(&unit).copied()
    }

    /// Holds a unit against the one of its name.
    pub(super) fn hold(&mut self, given: &Given) -> Held {
        match self.held(given) {
            Ok(held) => held,
            Err(why) => Held::Refused(why),
        }
    }

    fn held(&mut self, given: &Given) -> Result<Held, String> {
        if let Some(problem) = &given.problem {
            return Err(problem.clone());
        }
        let at = self.find(given)?;
        if let Some(line) = self.seen.insert(at, given.line) {
            self.twice.insert(at, given.line);
            return Err(format!("it stands twice in the file, first in line {line}"));
        }
        let unit = &self.catalogue.units[at];
        if given.digest.as_ref().is_some_and(|digest| *digest != unit.digest) {
            return Err("it was translated from another source: this passage has changed since it was handed out; export it again".to_owned());
        }
        if given.digest.is_none() && given.source.is_empty() {
            return Err("nothing says what it was translated from: it has neither a source nor its digest".to_owned());
        }
        if !same_source(&given.source, &unit.source) {
            return Err(
                "its source does not say what the publication says: only the translation may be changed".to_owned()
            );
        }
        let has_words = unit.source.iter().any(|part| matches!(part, Part::Words(_)));
        let says = |piece: &Piece| match piece {
            Piece::Words(words) => !words.trim().is_empty(),
            _ => !has_words,
        };
        let Some(target) = given.target.as_deref().filter(|target| target.iter().any(says)) else {
            if given.target.is_some() && given.is_done {
                return Err("it is said to be translated, and its target has no words".to_owned());
            }
            if unit.target.is_some() {
                return Err("its target has been emptied: a translation is taken out in its file, not here".to_owned());
            }
            return Ok(Held::Waiting);
        };
        let parts = tidy(parts(target, unit)?);
        let is_same = unit.target.as_ref() == Some(&parts);
        // Whoever translates here meanwhile is not overruled by what was handed out before.
        let is_new_here = |was: &String| unit.target.is_some() && *was != handed(unit.target.as_deref());
        if !is_same && let Some(was) = given.handed.as_ref().filter(|was| is_new_here(was)) {
            if *was == handed(Some(&parts)) {
                return Ok(Held::Same(at));
            }
            return Err("its translation has been changed here since it was handed out: put both together in its file"
                .to_owned());
        }
        if !given.is_done {
            if is_same {
                return Ok(Held::Waiting);
            }
            return Err(
                "it is not marked as translated, but as a draft: its state is `initial`, or it is fuzzy".to_owned()
            );
        }
        if unit.of.is_none() {
            subject(&parts)?;
        }
        Ok(match (is_same, unit.state) {
            (true, State::Current) => Held::Same(at),
            (true, _) => Held::Confirmed(at),
            (false, _) => Held::New(at, parts),
        })
    }

    fn has_file(&self, file: &str) -> bool {
        self.by_name.range((file, String::new())..).next().is_some_and(|((known, _), _)| *known == file)
    }

    /// The unit of that name, or, where a passage now stands elsewhere in its file, the one with that source.
    fn find(&self, given: &Given) -> Result<usize, String> {
        let units = &self.catalogue.units;
        let named = self.named(given);
        let is_it = |at: usize| given.digest.as_ref().is_none_or(|digest| *digest == units[at].digest);
        if let Some(at) = named.filter(|at| is_it(*at)) {
            return Ok(at);
        }
        let digest = given.digest.as_deref();
        let alike = digest.and_then(|digest| self.by_source.get(&(given.file.as_str(), digest)));
        let mut elsewhere = alike.into_iter().flatten().filter(|at| !self.seen.contains_key(at));
        match (elsewhere.next(), elsewhere.next(), named) {
            (Some(at), None, _) => Ok(*at),
            (_, _, Some(at)) => Ok(at),
            _ if !self.has_file(&given.file) => {
                Err(format!("the publication has no file `{}` that is translated", given.file))
            }
            _ => Err(format!("`{}` has no passage of that name, and none with its source", given.file)),
        }
    }
}

/// Whether a source says what was handed out. A program may have left it out.
fn same_source(given: &[Piece], source: &[Part]) -> bool {
    if given.is_empty() {
        return true;
    }
    let told = given.iter().map(|piece| match piece {
        Piece::Words(words) => Part::Words(words.clone()),
        Piece::Alone(id, _) => sign(*id, Side::Alone),
        Piece::Open(id, _) => sign(*id, Side::Open),
        Piece::Close(id, _) => sign(*id, Side::Close),
    });
    let source = source.iter().map(|part| match part {
        Part::Code(code) => sign(code.id, code.side),
        words => words.clone(),
    });
    tidy(told.collect()) == tidy(source.collect())
}

fn sign(id: usize, side: Side) -> Part {
    Part::Code(Code { id, side, kind: CodeKind::Break, written: String::new() })
}

/// The parts of a target, each code as it is written in the translation or else in the source.
fn parts(target: &[Piece], unit: &Unit) -> Result<Vec<Part>, String> {
    let all = |parts: &'_ [Part]| -> Vec<Code> {
        parts.iter().filter_map(|part| if let Part::Code(code) = part { Some(code.clone()) } else { None }).collect()
    };
    let own = all(unit.target.as_deref().unwrap_or_default());
    let source = all(&unit.source);
    let find = |id: usize, side: Side| {
        let is_it = |code: &&Code| code.id == id && code.side == side;
        own.iter().find(is_it).or_else(|| source.iter().find(is_it))
    };
    let mut found: Vec<Part> = vec![];
    let mut open: Vec<usize> = vec![];
    let mut used: Vec<usize> = vec![];
    for piece in target {
        let (id, side, data) = match piece {
            Piece::Words(words) => {
                if let Some(sign) = words.chars().find(|sign| is_odd(*sign)) {
                    return Err(format!("the sign U+{:04X} stands in its words, which no text has", u32::from(sign)));
                }
                found.push(Part::Words(words.clone()));
                continue;
            }
            Piece::Alone(id, data) => (*id, Side::Alone, data),
            Piece::Open(id, data) => (*id, Side::Open, data),
            Piece::Close(id, data) => (*id, Side::Close, data),
        };
        let is_known = |code: &Code| code.id == id;
        if !own.iter().chain(&source).any(is_known) {
            return Err(format!("the code {id} is added: the source has none of that number"));
        }
        let Some(code) = find(id, side) else {
            return Err(if side == Side::Alone {
                format!("the code {id} stands alone, and around words in the source")
            } else {
                format!("the code {id} stands around words, and alone in the source")
            });
        };
        let mut others = source.iter().filter(|other| other.id == id && other.side == side);
        // The words of the index are translated by themselves.
        if let Some(data) = data
            && !matches!(code.kind, CodeKind::Index(_))
            && **data != *code.written
            && !others.any(|other| *other.written == **data)
        {
            return Err(format!("the code {id} stands for `{data}`, and for `{}` in the publication", code.written));
        }
        match side {
            Side::Close => {
                if open.pop() != Some(id) {
                    return Err(format!("the code {id} closes where it is not the last one opened"));
                }
            }
            _ if used.contains(&id) => return Err(format!("the code {id} stands twice: `{}`", code.written)),
            Side::Open => {
                used.push(id);
                open.push(id);
            }
            Side::Alone => used.push(id),
        }
        found.push(Part::Code(code.clone()));
    }
    if let Some(id) = open.last() {
        return Err(format!("the code {id} is opened and never closed"));
    }
    let lost = codes(&unit.source).find(|code| !used.contains(&code.id) && !code.kind.may_go());
    if let Some(code) = lost {
        return Err(format!("the code {} is lost: the {} `{}`", code.id, code.kind.name(), code.written));
    }
    Ok(found)
}

/// What stands in no text: control characters, and those that programs keep for themselves.
fn is_odd(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\n' | '\t' | '\r')
        || matches!(u32::from(sign), 0xe000..=0xf8ff | 0xfff0..=0xffff | 0xf_0000..)
}

/// Whether a subject of the index can be written as one.
fn subject(parts: &[Part]) -> Result<(), String> {
    let [Part::Words(words)] = parts else { return Err("an entry of the index holds words alone".to_owned()) };
    match words.chars().find(|sign| matches!(sign, '<' | '>' | '[' | ']' | '\\' | '`' | '*')) {
        Some(sign) => Err(format!("`{sign}` cannot stand in an entry of the index")),
        None => Ok(()),
    }
}
