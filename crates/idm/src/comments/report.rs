//! Remarks as a work list: as text, Markdown, a table, data, and notes beside the lines of a change.

use std::fmt::Write;

use idm_core::authors::Origin;
use idm_core::diagnostic::github::{data, property};
use idm_core::diagnostic::harmless;
use idm_core::escape::{csv, markdown, markdown_code};
use idm_core::words::counted;
use serde_json::{Value, json};

use super::{Comment, Comments, Since, Spot};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// The record, and the place.
fn place(spot: &Spot) -> String {
    let since = match spot.since {
        Since::Unchanged => String::new(),
        since => format!(", {}", since.name()),
    };
    format!("{}:{}  {} ({}{since})", spot.file, spot.line, spot.record, spot.passage)
}

/// Where a remark stands in the file that came back.
fn origin(remark: &Comment) -> String {
    let page = remark.said.page.map(|page| format!(", page {page}")).unwrap_or_default();
    format!("{}{page}", remark.said.file)
}

/// Why a remark has no place.
fn unplaced(remark: &Comment) -> &'static str {
    match (&remark.said.draft, &remark.said.passage) {
        (None, _) => "the file carries no map of its passages",
        (Some(_), None) if remark.said.at_references => "it stands at the references",
        (Some(_), None) => "it stands at no passage",
        (Some(_), Some(_)) => "its passage is gone",
    }
}

fn who(author: Option<&String>, date: Option<&String>) -> String {
    [author, date].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What is marked, in a line: the words, or the ones before a mark between words.
fn mark(remark: &Comment) -> String {
    let said = &remark.said;
    match said.kind.as_str() {
        "insertion" if !said.before.is_empty() => {
            let words: Vec<&str> = said.before.split(' ').collect();
            format!("insertion after “{}”", words[words.len().saturating_sub(4)..].join(" "))
        }
        kind if said.marked.is_empty() => kind.to_owned(),
        kind => format!("{kind} “{}”", said.marked),
    }
}

impl Comments {
    /// What has become of a remark: decided, as a reviewer's program says, or open.
    fn state(&self, remark: &Comment) -> String {
        match (self.decided.get(&remark.id), &remark.said.state) {
            (Some(decision), _) => format!("resolved: {}", decision.note.as_deref().unwrap_or_default()),
            (None, Some(state)) => state.to_lowercase(),
            (None, None) => "open".to_owned(),
        }
    }

    /// Where the words of a remark's passage come from, if that was asked for.
    fn origin(&self, remark: &Comment) -> Option<&Origin> {
        let spot = remark.spot.as_ref()?;
        self.authors.of_passage(&spot.record, &spot.passage)
    }

    /// As text for a terminal.
    pub fn human(&self) -> String {
        let mut text = String::new();
        let mut last = None;
        for remark in &self.list {
            let heading = match &remark.spot {
                Some(spot) => place(spot),
                None => format!("not placed: {}, {}", origin(remark), unplaced(remark)),
            };
            if last.as_ref() != Some(&heading) {
                let _ = writeln!(text, "{}", harmless::line(&heading));
                if let Some(origin) = self.origin(remark) {
                    let _ = writeln!(text, "  {}", harmless::line(&origin.to_string()));
                }
                last = Some(heading);
            }
            let said = &remark.said;
            let line = format!("{}  {}  [{}]", remark.id, mark(remark), self.state(remark));
            let _ = writeln!(text, "  {}", harmless::line(&line));
            let who = who(said.author.as_ref(), said.date.as_ref());
            let _ = writeln!(text, "    {}", harmless::line(format!("{who} ({})", origin(remark)).trim_start()));
            for line in said.comment.lines() {
                let _ = writeln!(text, "    | {}", harmless::line(line));
            }
            for answer in &said.answers {
                let who = self::who(answer.author.as_ref(), answer.date.as_ref());
                let _ = writeln!(text, "    > {}", harmless::line(&format!("{who}: {}", one_line(&answer.comment))));
            }
        }
        let placed = self.list.iter().filter(|remark| remark.spot.is_some()).count();
        let (count, unplaced) = (self.list.len(), self.list.len() - placed);
        let _ = writeln!(text, "{}, {unplaced} not placed", counted(count, "comment"));
        text
    }

    /// As a list in Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let mut last = None;
        for remark in &self.list {
            let heading = match &remark.spot {
                Some(spot) => {
                    let place = format!("{}:{}", spot.file, spot.line);
                    format!("{} · {}", markdown(&spot.record), markdown_code(&place))
                }
                None => format!("Not placed: {}", markdown(&origin(remark))),
            };
            if last.as_ref() != Some(&heading) {
                let _ = writeln!(text, "{}## {}\n", if last.is_some() { "\n" } else { "" }, harmless::line(&heading));
                if let Some(origin) = self.origin(remark) {
                    let _ = writeln!(text, "{}\n", harmless::line(&markdown(&origin.to_string())));
                }
                last = Some(heading);
            }
            let said = &remark.said;
            let box_ = if self.decided.contains_key(&remark.id) { "x" } else { " " };
            let who = who(said.author.as_ref(), said.date.as_ref());
            let comment =
                if said.comment.is_empty() { String::new() } else { format!(": {}", one_line(&said.comment)) };
            let line =
                format!("**{}** {} — {}{}", remark.id, markdown(&mark(remark)), markdown(&who), markdown(&comment));
            let _ = writeln!(text, "- [{box_}] {}", harmless::line(&line));
            for answer in &said.answers {
                let who = self::who(answer.author.as_ref(), answer.date.as_ref());
                let line = format!("{}: {}", markdown(&who), markdown(&one_line(&answer.comment)));
                let _ = writeln!(text, "  - {}", harmless::line(&line));
            }
            if let Some(decision) = self.decided.get(&remark.id) {
                let _ = writeln!(
                    text,
                    "  - resolved: {}",
                    harmless::line(&markdown(&one_line(decision.note.as_deref().unwrap_or_default())))
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
                remark.spot.as_ref().map_or_else(|| unplaced(remark).to_owned(), |spot| spot.since.name().to_owned()),
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
                "unplaced": remark.spot.is_none().then(|| unplaced(remark)),
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
    pub fn github(&self, folder: &str) -> String {
        let mut text = String::new();
        for remark in self.list.iter().filter(|remark| !self.decided.contains_key(&remark.id)) {
            let said = &remark.said;
            let who = who(said.author.as_ref(), said.date.as_ref());
            let message = format!("{} ({who}): {}", mark(remark), said.comment);
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
