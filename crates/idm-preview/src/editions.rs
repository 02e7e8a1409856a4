//! The editions that are shown: each has a desk of its own, at an address of its own, and a thread that draws it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::JoinHandle;

use idm::model::Language;
use idm::{Options, Project};

use crate::desk::{Desk, Message};
use crate::drawing::{Documents, Drawing};

/// As much as the main thread has: the deepest texts that the limits allow need it.
const STACK: usize = 8 * 1024 * 1024;

/// The editions of a publication. That which was asked for runs from the beginning, another from when somebody first looks at it: an
/// edition at which nobody has looked costs nothing.
#[derive(Debug)]
pub(crate) struct Editions {
    folder: PathBuf,
    options: Options,
    documents: Documents,
    /// The language of the first edition, as far as its files say so.
    language: Option<Language>,
    first: Arc<Desk>,
    running: Mutex<Running>,
}

#[derive(Debug, Default)]
struct Running {
    /// Each with its language.
    others: Vec<(Language, Arc<Desk>)>,
    threads: Vec<JoinHandle<()>>,
    has_ended: bool,
}

impl Editions {
    /// Begins with an edition that has been read.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(crate) fn start(
        project: Project,
        folder: PathBuf,
        options: Options,
        documents: Documents,
    ) -> Result<Self, idm::Error> {
        let language = project.publication().map(|publication| publication.language);
        let (first, thread) = draw(project, folder.clone(), documents.clone())?;
        let running = Running { threads: vec![thread], ..Running::default() };
        Ok(Self { folder, options, documents, language, first, running: Mutex::new(running) })
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The desk of the edition that was asked for.
    pub(crate) fn first(&self) -> &Arc<Desk> {
        &self.first
    }

    /// The desk of the edition in a language; that which was asked for where none is named.
    ///
    /// # Errors
    /// As [`Project::open_with`], and if the system gives no thread.
    pub(crate) fn in_language(&self, language: Option<Language>) -> Result<Arc<Desk>, idm::Error> {
        let Some(language) = language.filter(|language| Some(*language) != self.language) else {
            return Ok(self.first.clone());
        };
        let mut running = self.running();
        if let Some((_, desk)) = running.others.iter().find(|(known, _)| *known == language) {
            return Ok(desk.clone());
        }
        let mut options = self.options.clone();
        options.language = Some(language);
        let project = Project::open_with(&self.folder, options)?;
        let (desk, thread) = draw(project, self.folder.clone(), self.documents.clone())?;
        running.threads.push(thread);
        if running.has_ended {
            desk.end();
        }
        running.others.push((language, desk.clone()));
        Ok(desk)
    }

    /// The desk at which a file is looked at: for a translation that of its language, if somebody looks there.
    pub(crate) fn of_file(&self, file: &str) -> Arc<Desk> {
        let others = self.running().others.clone();
        let is_its = |(language, desk): &(Language, Arc<Desk>)| {
            desk.views() > 0 && idm_core::translation::source_of(file, &[*language]).is_some()
        };
        others.into_iter().find(is_its).map_or_else(|| self.first.clone(), |(_, desk)| desk)
    }

    /// Ends everything that waits at a desk.
    pub(crate) fn end(&self) {
        let mut running = self.running();
        running.has_ended = true;
        running.others.iter().for_each(|(_, desk)| desk.end());
        self.first.end();
    }

    /// Waits for the threads that draw.
    pub(crate) fn join(&self) {
        let threads = std::mem::take(&mut self.running().threads);
        for thread in threads {
            let _ = thread.join();
        }
    }
}

/// Has a thread draw an edition.
fn draw(project: Project, folder: PathBuf, documents: Documents) -> Result<(Arc<Desk>, JoinHandle<()>), idm::Error> {
    let (sender, receiver) = mpsc::channel::<Message>();
    let desk = Arc::new(Desk::new(sender));
    let mut drawing = Drawing::new(project, folder.clone(), documents, desk.clone(), receiver);
    let thread = std::thread::Builder::new().name("drawing".to_owned()).stack_size(STACK).spawn(move || drawing.run());
    let system = |error| idm::Error::System { action: "start a thread for", path: folder, error };
    Ok((desk, thread.map_err(system)?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::desk::{Place, Told};

    /// The documents that a desk offers and the languages that it names, once both are known.
    fn news(desk: &Desk) -> BTreeMap<&'static str, String> {
        let (mut told, mut found) = (Told::default(), BTreeMap::new());
        let start = Instant::now();
        while !(found.contains_key("documents") && found.contains_key("languages")) {
            assert!(start.elapsed() < Duration::from_secs(60), "{found:?}");
            let news = desk.news("publication", &mut told, Duration::from_millis(100)).expect("it has not ended");
            found.extend(news.into_iter().map(|(name, value)| (name, value.to_string())));
        }
        found
    }

    #[test]
    fn each_edition_has_a_desk_and_a_translation_is_shown_where_somebody_reads_it() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
        write("publication.yaml", "id: p\ntitle: The title\nlanguages: [en, fr]\nbook: [{chapter: one}]\nthemes: []\n");
        fs::create_dir(folder.path().join("chapters")).expect("a folder");
        write("chapters/one.md", "# One\n\nWords.\n");
        let project = Project::open(folder.path()).expect("it is there");
        let path = folder.path().to_owned();
        let editions = Editions::start(project, path, Options::default(), Documents::All).expect("it starts");
        let english = editions.in_language(Some(Language::English)).expect("it is there");
        assert!(Arc::ptr_eq(&english, editions.first()));
        let told = news(&english);
        assert_eq!(told["languages"], r#"{"all":[["en","English"],["fr","français"]],"shown":"en"}"#);
        let french = editions.in_language(Some(Language::French)).expect("it is read");
        assert!(Arc::ptr_eq(&french, &editions.in_language(Some(Language::French)).expect("it is there")));
        assert!(news(&french)["languages"].contains(r#""shown":"fr""#));
        assert!(Arc::ptr_eq(&editions.of_file("chapters/one.fr.md"), &english));
        french.enter("publication");
        assert!(Arc::ptr_eq(&editions.of_file("chapters/one.fr.md"), &french));
        assert!(Arc::ptr_eq(&editions.of_file("chapters/one.md"), &english));
        english.send(Message::Show(Place { file: "chapters/one.md".to_owned(), line: 1 }));
        editions.end();
        editions.join();
    }
}
