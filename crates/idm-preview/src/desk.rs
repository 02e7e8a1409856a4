//! What is shown at present, for everybody who looks at it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use idm::{Area, Pages};
use serde_json::{Value, json};

/// Something for the thread that reads and draws.
#[derive(Debug)]
pub(crate) enum Message {
    /// Files have changed.
    Changed,
    /// Somebody looks at another document.
    Looked,
    /// A place in the inputs is to be shown.
    Show(Place),
    /// It is over.
    End,
}

/// A line of an input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The path in the project.
    pub(crate) file: String,
    /// The line, from 1.
    pub(crate) line: usize,
}

/// Where the thread that draws puts what it has drawn, and the others find it.
///
/// Nothing is queued for those who look: each is told that there is something newer, and takes what is newest then. So
/// nobody who is slow, or gone, costs anything.
#[derive(Debug)]
pub(crate) struct Desk {
    state: Mutex<State>,
    changed: Condvar,
    messages: Mutex<Sender<Message>>,
}

/// What is shown.
#[derive(Debug, Default)]
struct State {
    /// Counts everything that happens. What is told of has the number at which it came to be.
    clock: u64,
    documents: (u64, Arc<Value>),
    languages: (u64, Arc<Value>),
    problems: (u64, Arc<Value>),
    status: (u64, Status),
    shown: BTreeMap<String, Arc<Shown>>,
    place: (u64, Option<Arc<Value>>),
    /// The files that the project has.
    files: Arc<BTreeSet<String>>,
    /// Who looks at which document.
    views: BTreeMap<u64, String>,
    last_view: u64,
    has_ended: bool,
}

/// What is going on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Status {
    /// Something is being read or drawn.
    #[default]
    Working,
    /// What is shown is what the files say.
    Current,
    /// The files have errors, so that what is shown is what they said before.
    Held,
    /// The folder is gone.
    Gone,
}

/// The pages of a document as they are shown.
#[derive(Debug)]
pub(crate) struct Shown {
    /// When they came to be.
    at: u64,
    pub(crate) pages: Pages,
    pub(crate) keys: Vec<u128>,
    told: Arc<Value>,
}

/// What somebody who looks has been told of.
#[derive(Debug, Default)]
pub(crate) struct Told {
    documents: u64,
    languages: u64,
    problems: u64,
    status: u64,
    pages: u64,
    place: u64,
}

impl Desk {
    pub(crate) fn new(messages: Sender<Message>) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), messages: Mutex::new(messages) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is shown, and wakes those who look.
    fn change(&self, change: impl FnOnce(&mut State, u64)) {
        let mut state = self.state();
        state.clock += 1;
        let clock = state.clock;
        change(&mut state, clock);
        drop(state);
        self.changed.notify_all();
    }

    /// Tells the thread that draws.
    pub(crate) fn send(&self, message: Message) {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        // It is gone only when everything ends.
        let _ = messages.send(message);
    }

    /// Offers documents, each with its name and title.
    pub(crate) fn offer(&self, documents: &[(String, String)]) {
        let list: Vec<Value> = documents.iter().map(|(name, title)| json!({ "name": name, "title": title })).collect();
        let list = Value::Array(list);
        self.change(|state, now| {
            if *state.documents.1 != list {
                state.documents = (now, Arc::new(list));
            }
            let known = |name: &String| documents.iter().any(|(known, _)| known == name);
            state.shown.retain(|name, _| known(name));
        });
    }

    /// Names the languages of all editions, each by its letters and by what it calls itself, and which of them is shown here.
    pub(crate) fn name_languages(&self, languages: &[(String, String)], shown: &str) {
        let told = json!({ "all": languages, "shown": shown });
        self.change(|state, now| {
            if *state.languages.1 != told {
                state.languages = (now, Arc::new(told));
            }
        });
    }

    /// Shows problems.
    pub(crate) fn report(&self, problems: Value) {
        self.change(|state, now| {
            if *state.problems.1 != problems {
                state.problems = (now, Arc::new(problems));
            }
        });
    }

    /// Says what is going on.
    pub(crate) fn set_status(&self, status: Status) {
        self.change(|state, now| {
            if state.status.1 != status || state.status.0 == 0 {
                state.status = (now, status);
            }
        });
    }

    /// Notes which files there are.
    pub(crate) fn set_files(&self, files: BTreeSet<String>) {
        self.state().files = Arc::new(files);
    }

    /// The files that the project has.
    pub(crate) fn files(&self) -> Arc<BTreeSet<String>> {
        self.state().files.clone()
    }

    /// Shows pages.
    pub(crate) fn show(&self, name: &str, pages: Pages) {
        let keys: Vec<u128> = (0..pages.len()).filter_map(|page| pages.key(page)).collect();
        if self.shown(name).is_some_and(|before| before.keys == keys) {
            return;
        }
        let sizes = (0..pages.len()).filter_map(|page| pages.size(page));
        let page = |(key, (width, height)): (&u128, (f64, f64))| json!([format!("{key:032x}"), width, height]);
        let list: Vec<Value> = keys.iter().zip(sizes).map(page).collect();
        let outline: Vec<Value> =
            pages.outline().into_iter().map(|entry| json!([entry.title, entry.level, entry.page, entry.top])).collect();
        let told = Arc::new(json!({ "document": name, "pages": list, "outline": outline }));
        self.change(|state, now| {
            state.shown.insert(name.to_owned(), Arc::new(Shown { at: now, pages, keys, told }));
        });
    }

    /// The pages of a document, if they have been drawn.
    pub(crate) fn shown(&self, name: &str) -> Option<Arc<Shown>> {
        self.state().shown.get(name).cloned()
    }

    /// Takes away the pages of documents at which nobody looks.
    pub(crate) fn keep_shown(&self, names: &[String]) {
        self.state().shown.retain(|name, _| names.contains(name));
    }

    /// Shows a place: for each document that has it, where.
    pub(crate) fn point(&self, place: &Place, areas: &[(String, Vec<Area>)]) {
        let document = |(name, areas): &(String, Vec<Area>)| json!({ "document": name, "areas": areas_json(areas) });
        let documents: Vec<Value> = areas.iter().map(document).collect();
        let told = |now| json!({ "number": now, "file": place.file, "line": place.line, "documents": documents });
        self.change(|state, now| state.place = (now, Some(Arc::new(told(now)))));
    }

    /// Somebody begins to look at a document. The number is theirs until they [`leave`](Self::leave).
    pub(crate) fn enter(&self, document: &str) -> u64 {
        let mut state = self.state();
        state.last_view += 1;
        let number = state.last_view;
        state.views.insert(number, document.to_owned());
        drop(state);
        self.send(Message::Looked);
        number
    }

    /// Somebody looks no longer.
    pub(crate) fn leave(&self, view: u64) {
        self.state().views.remove(&view);
    }

    /// The documents that are looked at.
    pub(crate) fn looked_at(&self) -> BTreeSet<String> {
        self.state().views.values().cloned().collect()
    }

    /// How many look.
    pub(crate) fn views(&self) -> usize {
        self.state().views.len()
    }

    /// Ends everything that waits here.
    pub(crate) fn end(&self) {
        self.change(|state, _| state.has_ended = true);
        self.send(Message::End);
    }

    /// What is new to somebody who looks at a document, as events with their names, as soon as there is something; nothing
    /// if there is nothing for so long, and none if it is over.
    pub(crate) fn news(
        &self,
        document: &str,
        told: &mut Told,
        patience: Duration,
    ) -> Option<Vec<(&'static str, Arc<Value>)>> {
        let is_quiet = |state: &mut State| !state.has_ended && state.news(document, told).is_empty();
        let waited = self.changed.wait_timeout_while(self.state(), patience, is_quiet);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.has_ended {
            return None;
        }
        let news = state.news(document, told);
        *told = Told {
            documents: state.documents.0,
            languages: state.languages.0,
            problems: state.problems.0,
            status: state.status.0,
            pages: state.shown.get(document).map_or(told.pages, |shown| shown.at),
            place: state.place.0,
        };
        Some(news)
    }
}

impl State {
    fn news(&self, document: &str, told: &Told) -> Vec<(&'static str, Arc<Value>)> {
        let mut news = vec![];
        if let Some(shown) = self.shown.get(document).filter(|shown| shown.at > told.pages) {
            news.push(("pages", shown.told.clone()));
        }
        if self.documents.0 > told.documents {
            news.push(("documents", self.documents.1.clone()));
        }
        if self.languages.0 > told.languages {
            news.push(("languages", self.languages.1.clone()));
        }
        if self.problems.0 > told.problems {
            news.push(("problems", self.problems.1.clone()));
        }
        if self.status.0 > told.status {
            let name = match self.status.1 {
                Status::Working => "working",
                Status::Current => "current",
                Status::Held => "held",
                Status::Gone => "gone",
            };
            news.push(("status", Arc::new(Value::from(name))));
        }
        if let Some(place) = self.place.1.as_ref().filter(|_| self.place.0 > told.place) {
            news.push(("place", place.clone()));
        }
        news
    }
}

/// Rectangles as the page reads them: page, left, top, right, bottom.
pub(crate) fn areas_json(areas: &[Area]) -> Value {
    areas.iter().map(|area| json!([area.page, area.left, area.top, area.right, area.bottom])).collect()
}
