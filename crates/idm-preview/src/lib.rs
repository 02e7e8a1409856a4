//! A publication's pages on a screen while it is written: a page in the browser that shows each change as it is saved, says
//! what is wrong, and leads from each word to its line and back.
//!
//! It is served to this machine only, at an address that nobody can guess.

mod access;
mod answers;
mod desk;
mod drawing;
mod editions;
mod editor;
mod events;
mod http;
mod page;
mod running;
mod server;
mod watch;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use idm::{Options, Project};

use crate::access::Access;
use crate::desk::{Message, Place};
use crate::editions::Editions;
use crate::http::Listener;
use crate::running::Note;
use crate::server::Serving;

pub use drawing::Documents;
pub use editor::Editor;
pub use running::show;

/// What is shown, and how.
#[derive(Debug, Default)]
pub struct Settings {
    /// Which documents are on offer.
    pub documents: Documents,
    /// The editor that places are opened in.
    pub editor: Option<Editor>,
    /// A line of a file that is shown first: its path in the project, and the line from 1.
    pub at: Option<(String, usize)>,
}

/// A preview that runs until it is dropped.
pub struct Preview {
    listener: Arc<Listener>,
    serving: Arc<Serving>,
    thread: Option<JoinHandle<()>>,
    /// Other programs find the preview by it. Without it, everything else works.
    _note: io::Result<Note>,
}

impl Preview {
    /// Opens the project in a folder and shows it.
    ///
    /// # Errors
    /// Those of [`Project::open_with`], and [`idm::Error::UnknownPanel`] if a panel is named that is not there;
    /// [`idm::Error::System`] if the system gives no port or no thread.
    pub fn start(folder: PathBuf, options: Options, settings: Settings) -> Result<Self, idm::Error> {
        let system = |action| {
            let path = folder.clone();
            move |error| idm::Error::System { action, path, error }
        };
        let root = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let project = Project::open_with(&root, options.clone())?;
        if let Documents::Panels(panels) = &settings.documents {
            project.panels_named(panels)?;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(system("serve"))?;
        let port = listener.local_addr().map_err(system("serve"))?.port();
        let access = Access::new(port).map_err(system("serve"))?;
        let note = Note::write(&root, &access.address());
        let first = match &settings.documents {
            Documents::Panels(panels) => panels.first().map(|panel| format!("draft:{panel}")).unwrap_or_default(),
            Documents::All | Documents::Book => String::new(),
        };
        let editions = Editions::start(project, root.clone(), options, settings.documents)?;
        if let Some((file, line)) = settings.at {
            editions.first().send(Message::Show(Place { file, line }));
        }
        let serving = Arc::new(Serving { access, editions, folder: root, editor: settings.editor, first });
        let listener = Arc::new(Listener::new(listener));
        let answer = {
            let (listener, serving) = (listener.clone(), serving.clone());
            std::thread::Builder::new().name("serving".to_owned()).spawn(move || server::serve(&listener, &serving))
        };
        let thread = Some(answer.map_err(system("start a thread for"))?);
        Ok(Self { listener, serving, thread, _note: note })
    }

    /// The address of the page, which is a secret: whoever knows it can read the publication.
    pub fn address(&self) -> String {
        self.serving.access.address()
    }

    /// A file that leads a browser to the page. Programs are given this and not the address, since others on the same machine
    /// can see what programs are given.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn door(&self) -> io::Result<PathBuf> {
        running::write_door(&self.serving.folder, &self.address())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.serving.editions.end();
        self.listener.stop();
        self.serving.editions.join();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
