//! The thread that reads the files again after each change, and draws what is looked at.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use idm::diagnostic::{Diagnostic, Severity, harmless};
use idm::model::Language;
use idm::{BOOK, DRAFT, Findings, LivingDocument, Project, Target};
use serde_json::{Value, json};

use crate::desk::{Desk, Message, Place, Status};
use crate::watch::{Watch, watch};

/// How long files have to be at rest before they are read: an editor saves by several steps.
const REST: Duration = Duration::from_millis(4);
/// How long is waited for that at most.
const MOST: Duration = Duration::from_millis(40);
/// How often is looked whether the folder is still there.
const PERIOD: Duration = Duration::from_secs(1);

/// Which documents are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Documents {
    /// The book and all drafts.
    #[default]
    All,
    /// The book.
    Book,
    /// The drafts of these panels.
    Panels(Vec<String>),
}

/// Reads and draws until it is over.
pub(crate) struct Drawing {
    project: Project,
    folder: PathBuf,
    documents: Documents,
    desk: Arc<Desk>,
    messages: Receiver<Message>,
    living: BTreeMap<String, Living>,
    watch: Option<Watch>,
    /// Whether the folder is not there.
    is_gone: bool,
    /// A place that could not be shown yet, because its document was not drawn.
    pending: Option<Place>,
}

/// A document that is looked at.
#[derive(Default)]
struct Living {
    document: LivingDocument,
    /// What was found when it was laid out last.
    found: Vec<Diagnostic>,
    /// Whether it is what the files say.
    is_current: bool,
    /// Whether the files have errors that keep it from being drawn.
    is_held: bool,
}

impl Drawing {
    pub(crate) fn new(
        project: Project,
        folder: PathBuf,
        documents: Documents,
        desk: Arc<Desk>,
        messages: Receiver<Message>,
    ) -> Self {
        Self {
            project,
            folder,
            documents,
            desk,
            messages,
            living: BTreeMap::new(),
            watch: None,
            is_gone: false,
            pending: None,
        }
    }

    /// Runs until [`Message::End`] comes.
    pub(crate) fn run(&mut self) {
        self.watch();
        self.understood();
        loop {
            self.draw();
            match self.wait() {
                Some(Heard { ended: true, .. }) => return,
                Some(heard) => {
                    if heard.changed {
                        self.read();
                    }
                    self.pending = heard.show.or(self.pending.take());
                }
                None => self.look_after_folder(),
            }
        }
    }

    fn watch(&mut self) {
        let desk = self.desk.clone();
        self.watch = watch(&self.folder, move || desk.send(Message::Changed)).ok();
    }

    /// Waits for something to do, and until the files are at rest. None if nothing came for a while.
    fn wait(&self) -> Option<Heard> {
        let mut heard = Heard::default();
        match self.messages.recv_timeout(PERIOD) {
            Ok(message) => heard.take(message),
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => heard.ended = true,
        }
        let start = Instant::now();
        while !heard.ended && start.elapsed() < MOST {
            let rest = if heard.changed { REST } else { Duration::ZERO };
            match self.messages.recv_timeout(rest) {
                Ok(message) => heard.take(message),
                Err(_) => break,
            }
        }
        Some(heard)
    }

    /// A folder that is moved away or made anew, as by a version control system, is watched anew.
    fn look_after_folder(&mut self) {
        let is_there = self.folder.is_dir();
        if !is_there {
            self.watch = None;
        } else if self.is_gone || self.watch.is_none() {
            self.watch();
            self.read();
        }
        self.is_gone = !is_there;
    }

    /// Reads the files again.
    fn read(&mut self) {
        // A fault of ours in reading must not end what an editor has open.
        let read = catch_unwind(AssertUnwindSafe(|| self.project.refresh()));
        if read.is_ok() {
            self.understood();
        }
    }

    /// Takes note of what the files mean now.
    fn understood(&mut self) {
        for living in self.living.values_mut() {
            living.is_current = false;
            living.is_held = false;
        }
        self.desk.set_files(self.project.paths().iter().cloned().collect());
        let offered: Vec<(String, String)> =
            self.targets().iter().map(|target| (target.name().to_owned(), self.title(target))).collect();
        if !offered.is_empty() {
            self.desk.offer(&offered);
        }
        self.name_languages();
        self.report();
    }

    /// Says in which languages there are editions, as far as that could be understood.
    fn name_languages(&self) {
        let Some(publication) = self.project.publication() else { return };
        let labels = self.project.labels();
        let name = |language: &Language| {
            let code = language.code();
            (code.to_owned(), labels.get(code, &format!("language.{code}")).to_owned())
        };
        let languages: Vec<(String, String)> = publication.languages.iter().map(name).collect();
        self.desk.name_languages(&languages, publication.language.code());
    }

    /// The documents on offer. None if too little of the files could be understood to know.
    fn targets(&self) -> Vec<Target> {
        let publication = self.project.publication();
        let mut targets = match self.documents {
            Documents::Panels(_) => vec![],
            Documents::All | Documents::Book => BOOK.targets(publication),
        };
        let drafts = DRAFT.targets(publication).into_iter().filter(|target| match &self.documents {
            Documents::All => true,
            Documents::Book => false,
            Documents::Panels(panels) => self.panel(target).is_some_and(|panel| panels.contains(&panel.id.to_string())),
        });
        targets.extend(drafts);
        targets
    }

    fn panel(&self, target: &Target) -> Option<&idm::model::Panel> {
        Some(&self.project.publication()?[target.panel()?])
    }

    fn title(&self, target: &Target) -> String {
        match self.panel(target) {
            Some(panel) => format!("Draft of panel {}", panel.id),
            None => "The book".to_owned(),
        }
    }

    /// Draws what is looked at and not drawn yet, drafts first, until something more urgent comes.
    fn draw(&mut self) {
        if self.is_gone {
            return self.desk.set_status(Status::Gone);
        }
        let looked_at = self.desk.looked_at();
        self.living.retain(|name, _| looked_at.contains(name));
        let names: Vec<String> = self.living.keys().cloned().collect();
        self.desk.keep_shown(&names);
        let mut targets: Vec<Target> =
            self.targets().into_iter().filter(|target| looked_at.contains(target.name())).collect();
        targets.sort_by_key(|target| target.panel().is_none());
        for target in targets {
            let living = self.living.entry(target.name().to_owned()).or_default();
            if living.is_current || living.is_held {
                continue;
            }
            self.desk.set_status(Status::Working);
            let mut document = std::mem::take(&mut living.document);
            let drawn = catch_unwind(AssertUnwindSafe(|| {
                let later = self.project.document_for_screen(&target)?;
                Ok::<_, idm::Error>((document.lay_out(later), document))
            }));
            let Some(living) = self.living.get_mut(target.name()) else { continue };
            match drawn {
                Ok(Ok((laid_out, document))) => {
                    living.document = document;
                    living.found = laid_out.diagnostics;
                    living.is_current = laid_out.pages.is_some();
                    living.is_held = laid_out.pages.is_none();
                    if let Some(pages) = laid_out.pages {
                        self.desk.show(target.name(), pages);
                    }
                }
                Ok(Err(_)) | Err(_) => living.is_held = true,
            }
            self.report();
        }
        self.point();
        let is_held = self.living.values().any(|living| living.is_held);
        self.desk.set_status(if is_held { Status::Held } else { Status::Current });
    }

    fn findings(&self) -> Findings {
        let later: Vec<Diagnostic> = self.living.values().flat_map(|living| living.found.iter().cloned()).collect();
        self.project.findings_with(&later)
    }

    /// Shows what is wrong with the files.
    fn report(&self) {
        let problem = |found: &idm::diagnostic::located::Located| {
            let start = found.location.range.map(|range| range.start);
            json!({
                "code": found.code,
                "severity": if found.severity == Severity::Error { "error" } else { "warning" },
                "message": harmless::line(&found.message),
                "file": harmless::line(&found.location.file),
                "line": start.map(|start| start.line),
                "column": start.map(|start| start.column),
                "hints": found.hints.iter().map(|hint| harmless::line(hint)).collect::<Vec<_>>(),
            })
        };
        self.desk.report(self.findings().iter().map(problem).collect::<Value>());
    }

    /// Shows the place that is to be shown, once its document is drawn.
    fn point(&mut self) {
        let Some(place) = self.pending.take() else { return };
        let areas =
            |name: &String| Some((name.clone(), self.desk.shown(name)?.pages.areas_of_line(&place.file, place.line)));
        let mut found: Vec<_> = self.living.keys().filter_map(areas).filter(|(_, areas)| !areas.is_empty()).collect();
        if found.is_empty() {
            // None of those that are looked at has it: another may. Whoever looks goes over to that one.
            let other = self.targets().into_iter().find(|target| match self.panel(target) {
                Some(panel) => Path::new(&place.file).starts_with(&panel.folder),
                None => false,
            });
            let other = other.or_else(|| self.targets().into_iter().next());
            found.extend(other.map(|target| (target.name().to_owned(), vec![])));
        }
        self.desk.point(&place, &found);
        if self.desk.views() == 0 {
            self.pending = Some(place);
        }
    }
}

/// What came while nothing was done.
#[derive(Default)]
struct Heard {
    changed: bool,
    ended: bool,
    show: Option<Place>,
}

impl Heard {
    fn take(&mut self, message: Message) {
        match message {
            Message::Changed => self.changed = true,
            Message::Looked => {}
            Message::Show(place) => self.show = Some(place),
            Message::End => self.ended = true,
        }
    }
}
