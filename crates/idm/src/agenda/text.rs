//! An agenda in plain text, perhaps taken out of a web page or a PDF: tags stand in it, and the head of the first page is
//! repeated on every other.

use super::SessionKind;

use super::head::Head;
use super::{Agenda, Day, Remark, Session, dates, prose, times};

/// How often a line stands at least that is taken for the head of a page, wherever it stands.
const RUNNING: usize = 3;

struct Reader<'a> {
    agenda: Agenda,
    day: Day,
    /// The lines above the first session, as they are repeated.
    head: Vec<&'a str>,
    /// Whether what follows is part of a list.
    in_list: bool,
    /// Whether the last line may go on in the next.
    open: bool,
    /// The line of the last paragraph.
    paragraph: usize,
}

pub(super) fn read(text: &str) -> Agenda {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<(usize, &str)> = text
        .split('\n')
        .enumerate()
        .flat_map(|(number, line)| line.split(['\u{c}', '\r', '\u{b}']).map(move |part| (number + 1, part)))
        .map(|(number, line)| {
            (number, line.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}'))
        })
        .collect();
    let begins = |line: &str| times::leading(line).is_some() || dates::numbered(line).is_some();
    let head: Vec<&str> =
        lines.iter().map(|(_, line)| *line).take_while(|line| !begins(line)).filter(|line| !line.is_empty()).collect();
    let mut reader = Reader {
        agenda: Agenda { head: Head::of(&once(&head)), ..Agenda::default() },
        day: Day::Unknown,
        head,
        in_list: false,
        open: false,
        paragraph: 0,
    };
    reader.agenda.lines = lines.iter().filter(|(_, line)| !line.is_empty()).count();
    let mut above = reader.head.len();
    for (number, line) in &lines {
        match *line {
            "" => reader.open = false,
            _ if above > 0 => above -= 1,
            line => {
                let times = lines.iter().filter(|(_, other)| *other == line).count();
                reader.line(*number, line, times);
            }
        }
    }
    reader.agenda
}

/// The lines of a head without those that are repeated in it.
fn once<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut seen: Vec<&str> = vec![];
    for line in lines {
        if !seen.contains(line) {
            seen.push(line);
        }
    }
    seen
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str, occurrences: usize) {
        if let Some((start, end, title)) = times::leading(line) {
            self.session(title);
            if let Some(session) = self.agenda.sessions.last_mut() {
                (session.start, session.end) = (Some(start), end);
            }
            return;
        }
        if self.head.contains(&line) || (occurrences >= RUNNING && !line.starts_with('<')) || is_page_number(line) {
            self.agenda.repeated += 1;
            return;
        }
        if let Some((day, rest)) = dates::numbered(line) {
            self.day = dates::days(rest).map_or(Day::Numbered(day), |days| Day::Date(days.first));
            if !rest.is_empty() && dates::alone(rest).is_none() {
                self.remark(number, line, "only the day was taken of it");
            }
            self.open = false;
            return;
        }
        if let Some(date) = dates::alone(line) {
            self.day = Day::Date(date);
            self.open = false;
            return;
        }
        if line.to_lowercase().starts_with("end of ") && line.split_whitespace().count() <= 5 {
            self.remark(number, line, "left out, since it only ends the agenda");
            return;
        }
        if !self.text(number, line) {
            self.remark(number, line, "left out, since no session stands above it");
        }
    }

    fn remark(&mut self, line: usize, text: &str, why: &'static str) {
        self.agenda.remarks.push(Remark { line, text: text.to_owned(), why });
    }

    fn session(&mut self, title: &str) {
        let title = prose::untagged(title).split_whitespace().collect::<Vec<_>>().join(" ");
        let (kind, number, title) = kind(&title);
        let title = title.to_owned();
        let session = Session {
            kind,
            day: self.day,
            start: None,
            end: None,
            title,
            number,
            paragraphs: vec![],
            questions: vec![],
        };
        // A title that is not there yet may stand in the next line, one that is may go on there.
        self.open = true;
        self.in_list = false;
        self.agenda.sessions.push(session);
    }

    /// What stands below a session's line. Whether there is a session that it belongs to.
    fn text(&mut self, number: usize, line: &str) -> bool {
        let open = std::mem::replace(&mut self.open, true);
        let Some(session) = self.agenda.sessions.last_mut() else { return false };
        let is_tagged = line.starts_with('<');
        let says_nothing_yet = session.paragraphs.is_empty() && session.questions.is_empty();
        if session.title.is_empty() && session.number.is_none() && says_nothing_yet && !is_tagged {
            let (kind, number, title) = kind(line);
            (session.kind, session.number, session.title) = (kind, number, title.to_owned());
            return true;
        }
        if says_nothing_yet
            && open
            && !is_tagged
            && session.paragraphs.is_empty()
            && line.starts_with(char::is_lowercase)
        {
            session.title = format!("{} {line}", session.title);
            return true;
        }
        let text = prose::untagged(line);
        let mut lead = None;
        let mut why = None;
        for (at, part) in text.split('\n').enumerate() {
            let words = part.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut pieces = words.split('•').map(str::trim);
            let before = pieces.next().unwrap_or_default();
            let (before, is_item) = unbulleted(before);
            if !before.is_empty() {
                if is_item {
                    lead = lead.or(leads(session));
                }
                let mut goes_on = at == 0 && open && !is_item && !is_tagged;
                let mut is_question = is_item;
                if let Some(question) = session.questions.last().filter(|_| self.in_list && goes_on) {
                    let below = below(question, before);
                    (is_question, goes_on) = (below != Below::Text, below == Below::End);
                    why = below.remark(before);
                }
                put(session, before, is_question, goes_on);
                self.in_list = is_question;
                if !self.in_list {
                    self.paragraph = number;
                }
            }
            for piece in pieces.filter(|piece| !piece.is_empty()) {
                lead = lead.or(leads(session));
                put(session, piece, true, false);
                self.in_list = true;
            }
        }
        if let Some(why) = why {
            self.remark(number, line, why);
        }
        if let Some(lead) = lead {
            self.remark(
                self.paragraph,
                &lead,
                "left out, since the questions that it announces stand in a list of their own",
            );
        }
        true
    }
}

/// What a line is that stands below a question and is no item of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    /// The rest of the question.
    End,
    /// A question of its own.
    Question,
    /// None.
    Text,
}

impl Below {
    /// What a person should know of the line.
    fn remark(self, line: &str) -> Option<&'static str> {
        match self {
            Self::End if line.starts_with(char::is_uppercase) => {
                Some("taken as the end of the question above: put a blank line between if it is none")
            }
            Self::End => None,
            Self::Question => {
                Some("taken as a question of its own, since the one above ends: join them if they are one")
            }
            Self::Text => Some(
                "taken into the text of the session, since it is no part of the question above: join them if it is",
            ),
        }
    }
}

/// What a line below that question is. A question that has not ended goes on, but for what has a name in front, such as
/// "Moderator: …".
fn below(question: &str, line: &str) -> Below {
    let is_named = line.split_once(':').is_some_and(|(name, rest)| {
        name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= 3
            && rest.starts_with(char::is_whitespace)
    });
    match question.ends_with(['.', '?', '!', ':']) {
        false if !is_named => Below::End,
        true if !is_named && line.ends_with('?') => Below::Question,
        _ => Below::Text,
    }
}

/// The sentence that announces the first question of a panel, which is taken away.
fn leads(session: &mut Session) -> Option<String> {
    let is_lead = session.kind == SessionKind::Panel
        && session.questions.is_empty()
        && session.paragraphs.last().is_some_and(|last| last.ends_with(':'));
    if is_lead { session.paragraphs.pop() } else { None }
}

/// Adds a paragraph or a question, or goes on with the last one.
fn put(session: &mut Session, text: &str, is_item: bool, goes_on: bool) {
    let texts = if is_item { &mut session.questions } else { &mut session.paragraphs };
    match texts.last_mut() {
        Some(last) if goes_on && !last.ends_with(['.', '?', '!', ':']) => {
            last.push(' ');
            last.push_str(text);
        }
        _ => texts.push(text.to_owned()),
    }
}

/// A text without the sign of an item at its beginning, and whether there was one.
fn unbulleted(text: &str) -> (&str, bool) {
    for sign in ["- ", "– ", "— ", "* ", "o ", "▪ ", "● ", "◦ ", "· ", "‣ "] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (rest.trim_start(), true);
        }
    }
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..=2).contains(&length).then(|| text[length..].strip_prefix(['.', ')'])).flatten();
    match numbered.and_then(|rest| rest.strip_prefix(char::is_whitespace)) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

/// The kind of a session by its title, the number of a panel, and the title without both.
pub(super) fn kind(title: &str) -> (SessionKind, Option<u32>, &str) {
    let lower = title.to_lowercase();
    let has = |words: &[&str]| {
        words.iter().any(|word| lower.split(|letter: char| !letter.is_alphabetic()).any(|known| known == *word))
    };
    if let Some((number, rest)) = panel(title) {
        return (SessionKind::Panel, number, rest);
    }
    let kind = if lower.starts_with("opening") || lower.starts_with("welcom") {
        SessionKind::Opening
    } else if lower.starts_with("clos") || lower.starts_with("concluding") {
        SessionKind::Closing
    } else if lower.starts_with("regist") {
        SessionKind::Registration
    } else if title.split_whitespace().count() <= 4
        && has(&["break", "lunch", "coffee", "tea", "pause", "refreshments"])
    {
        SessionKind::Break
    } else {
        SessionKind::Other
    };
    (kind, None, title)
}

/// The number of a panel, if there is one, and its title.
fn panel(title: &str) -> Option<(Option<u32>, &str)> {
    let rest = title.get(..5).filter(|word| word.eq_ignore_ascii_case("panel")).map(|_| &title[5..])?;
    let is_sign = |next: char| next.is_whitespace() || matches!(next, ':' | '.' | '–' | '—' | '-' | '|');
    let rest = match rest.strip_prefix(" discussion").or_else(|| rest.strip_prefix(" session")) {
        Some(rest) => rest,
        None => rest,
    };
    if !rest.is_empty() && !rest.starts_with(is_sign) {
        return None;
    }
    let rest = rest.trim_start_matches(is_sign);
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let number = rest[..length].parse().ok().or_else(|| roman(&rest[..length]));
    let after = &rest[length..];
    Some(match number.filter(|_| after.is_empty() || after.starts_with(is_sign)) {
        Some(number) => (Some(number), after.trim_start_matches(is_sign)),
        None => (None, rest),
    })
}

fn roman(word: &str) -> Option<u32> {
    let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    numerals.iter().position(|numeral| *numeral == word).and_then(|at| u32::try_from(at + 1).ok())
}

/// `3`, `- 3 -`, `Page 3 of 7`.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.trim_matches(['-', '–', ' ']).split_whitespace().collect();
    let is_number = |word: &&str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    match &words[..] {
        [number] => is_number(number),
        [page, number] => page.eq_ignore_ascii_case("page") && is_number(number),
        [page, number, of, all] => {
            page.eq_ignore_ascii_case("page") && is_number(number) && matches!(*of, "of" | "/") && is_number(all)
        }
        _ => false,
    }
}
