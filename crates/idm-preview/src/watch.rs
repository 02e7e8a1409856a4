//! Watching a folder for changes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How often folders are looked through where the system tells nothing.
const PERIOD: Duration = Duration::from_secs(1);

/// Watches a folder for as long as it lives.
pub(crate) struct Watch {
    _watcher: Box<dyn Watcher + Send>,
}

/// Watches a folder with everything in it, and calls `tell` after each change. Where the system cannot tell, such as on
/// some network drives or where it watches too many folders already, the folder is looked through every second.
///
/// # Errors
/// If the folder cannot be read.
pub(crate) fn watch(folder: &Path, tell: impl Fn() + Clone + Send + 'static) -> notify::Result<Watch> {
    let root = folder.to_owned();
    let handler = {
        let (root, tell) = (root.clone(), tell.clone());
        move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| matters(&root, &event)) {
                tell();
            }
        }
    };
    let told = RecommendedWatcher::new(handler.clone(), Config::default()).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(Box::new(watcher) as Box<dyn Watcher + Send>)
    });
    if let Ok(watcher) = told {
        return Ok(Watch { _watcher: watcher });
    }
    let mut watcher = PollWatcher::new(handler, Config::default().with_poll_interval(PERIOD))?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(Watch { _watcher: Box::new(watcher) })
}

/// Whether something may have changed that is read. Our own reading makes events, too.
fn matters(root: &Path, event: &Event) -> bool {
    let changes = match event.kind {
        EventKind::Access(kind) => matches!(kind, AccessKind::Close(AccessMode::Write)),
        _ => true,
    };
    changes && (event.paths.is_empty() || event.paths.iter().any(|path| is_seen(root, path)))
}

/// Whether a file is none of those that editors and programs keep for themselves.
fn is_seen(root: &Path, path: &Path) -> bool {
    let within: PathBuf = path.strip_prefix(root).unwrap_or(path).to_owned();
    !within.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        (name.starts_with('.') && name.len() > 1) || name.ends_with('~') || name.ends_with(".swp") || name == "4913"
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_change_is_told_and_reading_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("a")).unwrap();
        std::fs::write(root.join("a/b.md"), "one").unwrap();
        let (sender, receiver) = mpsc::channel();
        let _watch = watch(&root, move || sender.send(()).unwrap()).unwrap();
        std::fs::read(root.join("a/b.md")).unwrap();
        std::fs::write(root.join("a/.b.md.swp"), "x").unwrap();
        assert!(receiver.recv_timeout(Duration::from_millis(200)).is_err());
        std::fs::write(root.join("a/b.md"), "two").unwrap();
        assert!(receiver.recv_timeout(Duration::from_secs(5)).is_ok());
    }

    #[test]
    fn what_programs_keep_for_themselves_is_not_seen() {
        let seen = |path: &str| is_seen(Path::new("/p/.x"), &Path::new("/p/.x").join(path));
        assert!(seen("a.md") && seen("a/b.yaml") && seen(""));
        assert!(!seen(".git/index") && !seen("a/.b.md.swp") && !seen("a.md~") && !seen("4913"));
    }
}
