//! Remarks as a work list: as text, Markdown, a table, data, and notes beside the lines of a change.

use std::fmt::Write;

use idm_core::authors::Origin;
use idm_core::compare::report;
use idm_core::diagnostic::github::{data, property};
use idm_core::diagnostic::harmless;
use idm_core::escape::{csv, markdown, markdown_code};
use idm_core::words::{Words, fill};
use serde_json::{Value, json};

use super::{Comment, Comments, Since, Spot};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// Where a remark stands in the file that came back.
fn origin(remark: &Comment, words: &Words) -> String {
    let page = remark.said.page.map(|page| filled(words, "page", "page", &page.to_string()));
    [Some(remark.said.file.clone()), page].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Why a remark has no place: the key of a word, and the same for programs.
fn unplaced(remark: &Comment) -> (&'static str, &'static str) {
    match (&remark.said.draft, &remark.said.passage) {
        (None, _) => ("no-map", "the file carries no map of its passages"),
        (Some(_), None) if remark.said.at_references => ("at-references", "it stands at the references"),
        (Some(_), None) => ("at-no-passage", "it stands at no passage"),
        (Some(_), Some(_)) => ("passage-gone", "its passage is gone"),
    }
}

/// The word for something, or what it is called where there is none.
fn word<'w>(words: &'w Words, key: &'w str) -> &'w str {
    words.get(&format!("comments.{key}")).unwrap_or(key)
}

fn filled(words: &Words, key: &str, gap: &str, value: &str) -> String {
    fill(word(words, key), &[(gap.to_owned(), value.to_owned())])
}

fn counted(words: &Words, key: &str, count: usize) -> String {
    filled(words, &format!("{key}-{}", words.number(count)), "count", &count.to_string())
}

fn in_marks(words: &Words, text: &str) -> String {
    let mark = |key| words.get(key).unwrap_or("\"");
    format!("{}{text}{}", mark("mark.open"), mark("mark.close"))
}

/// The kind of a mark, in a word of a language. Kinds that are not ours stand as they are.
pub(super) fn kind(words: &Words, kind: &str) -> String {
    words.get(&format!("comments.kind-{}", kind.replace(' ', "-"))).unwrap_or(kind).to_owned()
}

fn who(author: Option<&String>, date: Option<&String>) -> String {
    [author, date].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What is marked, in a line: the words, or the ones before a mark between words.
fn mark(remark: &Comment, words: &Words) -> String {
    let said = &remark.said;
    match said.kind.as_str() {
        "insertion" if !said.before.is_empty() => {
            let before: Vec<&str> = said.before.split(' ').collect();
            let last = in_marks(words, &before[before.len().saturating_sub(4)..].join(" "));
            filled(words, "insertion-after", "words", &last)
        }
        _ if said.marked.is_empty() => kind(words, &said.kind),
        _ => format!("{} {}", kind(words, &said.kind), in_marks(words, &said.marked)),
    }
}

impl Comments {
    /// What has become of a remark, for programs: decided, as a reviewer's program says, or open.
    fn state(&self, remark: &Comment) -> String {
        match (self.decided.get(&remark.id), &remark.said.state) {
            (Some(decision), _) => format!("resolved: {}", decision.note.as_deref().unwrap_or_default()),
            (None, Some(state)) => state.to_lowercase(),
            (None, None) => "open".to_owned(),
        }
    }

    /// The same in the words of a language.
    fn told_state(&self, remark: &Comment, words: &Words) -> String {
        match (self.decided.get(&remark.id), &remark.said.state) {
            (Some(decision), _) => resolved(words, decision.note.as_deref().unwrap_or_default()),
            (None, Some(state)) => {
                let state = state.to_lowercase();
                words.get(&format!("comments.state-{state}")).unwrap_or(&state).to_owned()
            }
            (None, None) => word(words, "state-open").to_owned(),
        }
    }

    /// Where the words of a remark's passage come from, if that was asked for.
    fn origin(&self, remark: &Comment) -> Option<&Origin> {
        let spot = remark.spot.as_ref()?;
        if remark.language.is_some() {
            // Those who were asked for gave the texts their words, and not their translations.
            return None;
        }
        self.authors.of_passage(&spot.record, &spot.passage)
    }

    /// As text for a terminal, in the words of a language.
    pub fn human(&self, words: &Words) -> String {
        let mut text = String::new();
        let mut last = None;
        for remark in &self.list {
            let heading = match &remark.spot {
                Some(spot) => place(spot, words),
                None => {
                    let why = word(words, unplaced(remark).0);
                    filled(words, "not-placed", "where", &format!("{}, {why}", origin(remark, words)))
                }
            };
            if last.as_ref() != Some(&heading) {
                let _ = writeln!(text, "{}", harmless::line(&heading));
                if let Some(origin) = self.origin(remark) {
                    let _ = writeln!(text, "  {}", harmless::line(&report::origin(words, origin)));
                }
                last = Some(heading);
            }
            let said = &remark.said;
            let line = format!("{}  {}  [{}]", remark.id, mark(remark, words), self.told_state(remark, words));
            let _ = writeln!(text, "  {}", harmless::line(&line));
            let who = who(said.author.as_ref(), said.date.as_ref());
            let _ = writeln!(text, "    {}", harmless::line(format!("{who} ({})", origin(remark, words)).trim_start()));
            for line in said.comment.lines() {
                let _ = writeln!(text, "    | {}", harmless::line(line));
            }
            for answer in &said.answers {
                let who = self::who(answer.author.as_ref(), answer.date.as_ref());
                let _ = writeln!(text, "    > {}", harmless::line(&format!("{who}: {}", one_line(&answer.comment))));
            }
        }
        let placed = self.list.iter().filter(|remark| remark.spot.is_some()).count();
        let unplaced = counted(words, "unplaced", self.list.len() - placed);
        let _ = writeln!(text, "{}, {unplaced}", counted(words, "count", self.list.len()));
        text
    }

    /// As a list in Markdown, in the words of a language.
    pub fn markdown(&self, words: &Words) -> String {
        let mut text = String::new();
        let mut last = None;
        for remark in &self.list {
            let heading = match &remark.spot {
                Some(spot) => {
                    let place = format!("{}:{}", spot.file, spot.line);
                    format!("{} · {}", markdown(&spot.record), markdown_code(&place))
                }
                None => markdown(&filled(words, "not-placed", "where", &origin(remark, words))),
            };
            if last.as_ref() != Some(&heading) {
                let _ = writeln!(text, "{}## {}\n", if last.is_some() { "\n" } else { "" }, harmless::line(&heading));
                if let Some(origin) = self.origin(remark) {
                    let _ = writeln!(text, "{}\n", harmless::line(&markdown(&report::origin(words, origin))));
                }
                last = Some(heading);
            }
            let said = &remark.said;
            let box_ = if self.decided.contains_key(&remark.id) { "x" } else { " " };
            let who = who(said.author.as_ref(), said.date.as_ref());
            let comment =
                if said.comment.is_empty() { String::new() } else { format!(": {}", one_line(&said.comment)) };
            let line = format!(
                "**{}** {} — {}{}",
                remark.id,
                markdown(&mark(remark, words)),
                markdown(&who),
                markdown(&comment)
            );
            let _ = writeln!(text, "- [{box_}] {}", harmless::line(&line));
            for answer in &said.answers {
                let who = self::who(answer.author.as_ref(), answer.date.as_ref());
                let line = format!("{}: {}", markdown(&who), markdown(&one_line(&answer.comment)));
                let _ = writeln!(text, "  - {}", harmless::line(&line));
            }
            if let Some(decision) = self.decided.get(&remark.id) {
                let _ = writeln!(
                    text,
                    "  - {}",
                    harmless::line(&markdown(&resolved(
                        words,
                        &one_line(decision.note.as_deref().unwrap_or_default())
                    )))
                );
            }
        }
        text
    }

    /// As a table of comma-separated values, for spreadsheets.
    pub fn csv(&self) -> String {
        let mut text = String::from(
            "id,record,passage,file,line,since,kind,marked,comment,author,date,answers,state,reviewed file,page",
        );
        let asked = self.authors.were_asked();
        text.push_str(if asked { ",last changed by,last changed on,last changed in\n" } else { "\n" });
        for remark in &self.list {
            let said = &remark.said;
            let spot = |value: fn(&Spot) -> String| remark.spot.as_ref().map(value).unwrap_or_default();
            let answers: Vec<String> = said
                .answers
                .iter()
                .map(|answer| format!("{}: {}", who(answer.author.as_ref(), answer.date.as_ref()), answer.comment))
                .collect();
            let row = [
                remark.id.clone(),
                spot(|spot| spot.record.clone()),
                spot(|spot| spot.passage.clone()),
                spot(|spot| spot.file.clone()),
                spot(|spot| spot.line.to_string()),
                remark.spot.as_ref().map_or_else(|| unplaced(remark).1.to_owned(), |spot| spot.since.name().to_owned()),
                said.kind.clone(),
                said.marked.clone(),
                said.comment.clone(),
                said.author.clone().unwrap_or_default(),
                said.date.clone().unwrap_or_default(),
                answers.join("\n"),
                self.state(remark),
                said.file.clone(),
                said.page.map(|page| page.to_string()).unwrap_or_default(),
            ];
            let told = self.origin(remark).map(Origin::told);
            let last = told.map_or([None; 3], |told| [told.author, told.date, told.revision.or(Some(told.state))]);
            let last = last.map(|value| value.unwrap_or_default().to_owned());
            let row = row.iter().chain(last.iter().filter(|_| asked));
            let row: Vec<String> = row.map(|value| csv(value)).collect();
            text.push_str(&row.join(","));
            text.push('\n');
        }
        text
    }

    /// As data. Its form is described in `docs/comments.md`.
    pub fn json(&self) -> Value {
        let remark = |remark: &Comment| {
            let said = &remark.said;
            let mut told = json!({
                "id": remark.id,
                "spot": remark.spot,
                "unplaced": remark.spot.is_none().then(|| unplaced(remark).1),
                "kind": said.kind,
                "marked": said.marked,
                "before": said.before,
                "comment": said.comment,
                "author": said.author,
                "date": said.date,
                "answers": said.answers,
                "state": self.state(remark),
                "decision": self.decided.get(&remark.id).map(|decision| &decision.note),
                "from": {
                    "file": said.file,
                    "page": said.page,
                    "of": said.draft.as_ref().map(|(of, _)| of),
                    "revision": said.draft.as_ref().and_then(|(_, revision)| revision.as_ref()),
                    "passage": said.passage.as_ref().map(|passage| &passage.name),
                    "line": said.passage.as_ref().map(|passage| passage.lines.0),
                },
            });
            if self.authors.were_asked()
                && let Some(told) = told.as_object_mut()
            {
                told.insert("last_changed".to_owned(), json!(self.origin(remark).map(Origin::told)));
            }
            told
        };
        json!({
            "format": "idm-comments",
            "version": VERSION,
            "comments": self.list.iter().map(remark).collect::<Vec<_>>(),
        })
    }

    /// As workflow commands of GitHub Actions, which shows them beside the lines of a change: those that are open.
    /// `folder` is the project's in the repository.
    pub fn github(&self, folder: &str, words: &Words) -> String {
        let mut text = String::new();
        for remark in self.list.iter().filter(|remark| !self.decided.contains_key(&remark.id)) {
            let said = &remark.said;
            let who = who(said.author.as_ref(), said.date.as_ref());
            let message = format!("{} ({who}): {}", mark(remark, words), said.comment);
            let place = match &remark.spot {
                Some(spot) => {
                    let file =
                        if matches!(folder, "" | ".") { spot.file.clone() } else { format!("{folder}/{}", spot.file) };
                    format!("file={},line={},", property(&harmless::line(&file)), spot.line)
                }
                None => String::new(),
            };
            let _ = writeln!(
                text,
                "::notice {place}title={}::{}",
                property(&harmless::line(&remark.id)),
                data(&harmless::lines(&message))
            );
        }
        text
    }
}

/// The record, and the place.
fn place(spot: &Spot, words: &Words) -> String {
    let since = match spot.since {
        Since::Unchanged => String::new(),
        since => format!(", {}", word(words, since.name())),
    };
    format!("{}:{}  {} ({}{since})", spot.file, spot.line, spot.record, spot.passage)
}

fn resolved(words: &Words, note: &str) -> String {
    filled(words, "resolved", "note", note)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
