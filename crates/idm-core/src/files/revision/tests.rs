mod content;
mod naming;
mod present;
mod repositories;

use std::process::Command;

use tempfile::TempDir;

use super::*;
use crate::files::FileProblem;

/// A repository in a folder of its own, driven by git itself, with nobody's configuration.
struct Git {
    _keep: TempDir,
    root: PathBuf,
}

impl Git {
    fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let root = keep.path().join("repository");
        fs::create_dir(&root).unwrap();
        let git = Self { _keep: keep, root };
        git.run(&["init", "--quiet", "--initial-branch=main"]);
        git
    }

    fn command(folder: &Path, date: &str, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "protocol.file.allow=always", "-c", "core.autocrlf=false"])
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].map(|name| (name, "/dev/null")))
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Ada Editor")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "ada@example.org")))
            .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, date)))
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> String {
        Self::command(&self.root, "2017-04-18T10:00:00Z", arguments)
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Commits everything, and returns the commit's name.
    fn commit(&self, date: &str) -> String {
        self.run(&["add", "--all"]);
        Self::command(&self.root, date, &["commit", "--quiet", "--allow-empty", "--message", "A step"]);
        self.run(&["rev-parse", "HEAD"])
    }

    fn repository(&self, folder: &str) -> Repository {
        Repository::discover(&self.root.join(folder)).unwrap()
    }

    fn state(&self, folder: &str) -> Option<State> {
        state(&self.root.join(folder))
    }
}

fn state(folder: &Path) -> Option<State> {
    let files = Files::directory(folder).unwrap();
    Repository::discover(folder).unwrap().current(&files, &files.list().unwrap()).unwrap()
}

/// Three commits: without the project, with it, with another text in it.
fn history() -> (Git, [String; 3]) {
    let git = Git::new();
    git.write("README.md", "outside");
    let first = git.commit("2017-04-01T12:00:00Z");
    git.write("project/a.md", "one");
    git.write("project/sub/é.md", "accent");
    git.write("project/.hidden", "hidden");
    git.write("project/out/a.pdf", "result");
    git.write("project/sub/out/kept.md", "kept");
    let second = git.commit("2017-04-02T12:00:00Z");
    git.run(&["tag", "--annotate", "v1", "--message", "The first"]);
    git.write("project/a.md", "two");
    git.run(&["rm", "--quiet", "project/sub/out/kept.md"]);
    let third = git.commit("2017-04-03T12:00:00Z");
    (git, [first, second, third])
}

fn text(files: &Files, path: &str) -> String {
    files.read_text(path).unwrap()
}
