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

#[test]
fn revisions_are_found_by_every_name() {
    let (git, [first, second, third]) = history();
    git.run(&["branch", "earlier", &second]);
    let repository = git.repository("project");
    for (name, commit) in [
        ("HEAD", &third),
        ("HEAD~2", &first),
        ("main", &third),
        ("main^", &second),
        ("earlier", &second),
        ("refs/heads/earlier", &second),
        ("v1", &second),
        (&first[..], &first),
        (&second[..8], &second),
        ("2017-04-04", &third),
        ("2017-04-03", &second),
        ("2017-04-02", &first),
    ] {
        assert_eq!(&repository.find(name).unwrap().commit, commit, "{name}");
    }
    let found = repository.find("v1").unwrap();
    assert_eq!((found.short.as_str(), found.time), (&second[..10], 1_491_134_400));
    assert_eq!(found.date(), "2017-04-02");
}

#[test]
fn a_day_is_one_of_universal_time() {
    let git = Git::new();
    // Still the day before in Greenwich.
    let first = git.commit("2017-04-02T01:00:00+02:00");
    let second = git.commit("2017-04-02T02:00:00+02:00");
    let repository = git.repository("");
    assert_eq!(repository.find("2017-04-02").unwrap().commit, first);
    assert_eq!(repository.find("2017-04-03").unwrap().commit, second);
    git.run(&["tag", "2017-04-02", &second]);
    assert_eq!(repository.find("2017-04-02").unwrap().commit, second);
}

#[test]
fn a_date_keeps_to_the_first_ancestors() {
    let git = Git::new();
    let first = git.commit("2017-04-01T12:00:00Z");
    git.run(&["switch", "--quiet", "--create", "side"]);
    git.commit("2017-04-05T12:00:00Z");
    git.run(&["switch", "--quiet", "main"]);
    git.commit("2017-04-06T12:00:00Z");
    Git::command(&git.root, "2017-04-07T12:00:00Z", &["merge", "--quiet", "--no-ff", "side", "-m", "Together"]);
    assert_eq!(git.repository("").find("2017-04-06").unwrap().commit, first);
}

#[test]
fn what_is_unknown_is_answered_with_what_there_is() {
    let (git, [_, _, third]) = history();
    let repository = git.repository("project");
    for name in ["nothing", "HEAD~9", "HEAD:README.md", "main..v1", "0000000", "", "2017-13-01", "-x", "a b"] {
        let error = repository.find(name).unwrap_err();
        let RevisionError::UnknownRevision { available, .. } = &error else { panic!("{name}: {error:?}") };
        assert_eq!(available[..2], ["tag `v1` (2017-04-02)", "branch `main` (2017-04-03)"]);
        assert_eq!(available[2], format!("commit {} (2017-04-03)", &third[..10]));
        assert_eq!(available.len(), 5);
    }
    let message = repository.find("nothing").unwrap_err().to_string();
    assert!(message.starts_with("there is no revision `nothing`; there are: tag `v1` (2017-04-02), "), "{message}");
    assert_eq!(
        repository.find("2017-04-01").unwrap_err().to_string(),
        "there is no commit before 2017-04-01: history begins on 2017-04-01"
    );
}

#[test]
fn at_most_a_dozen_are_offered_the_newest_first() {
    let git = Git::new();
    for day in 10..29 {
        git.commit(&format!("2017-04-{day}T12:00:00Z"));
        git.run(&["tag", &format!("t{day}")]);
        git.run(&["branch", &format!("b{day}")]);
    }
    let RevisionError::UnknownRevision { available, .. } = git.repository("").find("none").unwrap_err() else {
        panic!("it is not known");
    };
    assert_eq!(available.len(), 12);
    assert_eq!(available[0], "tag `t28` (2017-04-28)");
    assert_eq!(available[4], "tag `t24` (2017-04-24)");
}

#[test]
fn several_commits_may_begin_alike() {
    let git = Git::new();
    let mut stream = String::new();
    for at in 0..600 {
        let line =
            format!("commit refs/heads/main\ncommitter Ada <a@example.org> {} +0000\ndata 0\n\n", 1_490_000_000 + at);
        stream.push_str(&line);
    }
    fs::write(git.root.join("stream"), stream).unwrap();
    let import = "git fast-import --quiet < stream";
    assert!(Command::new("sh").args(["-c", import]).current_dir(&git.root).status().unwrap().success());
    let names = git.run(&["rev-list", "main"]);
    let mut names: Vec<&str> = names.lines().collect();
    names.sort_unstable();
    let twins = names.windows(2).find(|pair| pair[0][..4] == pair[1][..4]).unwrap();
    let error = git.repository("").find(&twins[0][..4]).unwrap_err();
    let RevisionError::Ambiguous { candidates, .. } = &error else { panic!("{error:?}") };
    assert!(candidates.len() >= 2 && candidates.iter().any(|candidate| twins[0].starts_with(candidate)), "{error}");
}

#[test]
fn a_folder_is_read_as_it_was() {
    let (git, [first, second, _]) = history();
    let repository = git.repository("project");
    let earlier = repository.files(&repository.find(&second).unwrap()).unwrap();
    assert_eq!(earlier.list().unwrap(), ["a.md", "sub/out/kept.md", "sub/é.md"]);
    assert_eq!(text(&earlier, "a.md"), "one");
    assert_eq!(text(&earlier, "sub/é.md"), "accent");
    let now = repository.files(&repository.find("HEAD").unwrap()).unwrap();
    assert_eq!(now.list().unwrap(), ["a.md", "sub/é.md"]);
    assert_eq!(text(&now, "a.md"), "two");
    let error = repository.files(&repository.find(&first).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("revision {} has no folder `project`: the project was not there yet, or lay elsewhere", &first[..10])
    );
}

#[test]
fn a_revision_is_read_by_the_rules_for_a_folder() {
    let (git, _) = history();
    git.run(&["checkout", "--quiet", "v1"]);
    let repository = git.repository("project");
    let disk = Files::directory(&git.root.join("project")).unwrap();
    let revision = repository.files(&repository.find("HEAD").unwrap()).unwrap();
    assert_eq!(disk.list(), revision.list());
    for path in [
        "a.md",
        "sub/é.md",
        ".hidden",
        "out/a.pdf",
        "none.md",
        "a.md/x",
        "sub",
        "sub/none/x",
        "../README.md",
        "/a.md",
        "",
        "sub/../a.md",
    ] {
        assert_eq!(disk.read_bytes(path, 100), revision.read_bytes(path, 100), "{path}");
        assert_eq!(disk.read_bytes(path, 1), revision.read_bytes(path, 1), "{path}");
    }
    assert_eq!(
        super::super::digest(&disk, &disk.list().unwrap()),
        super::super::digest(&revision, &disk.list().unwrap())
    );
}

#[test]
fn limits_hold_in_revisions() {
    let git = Git::new();
    git.write(&format!("project/{}x.md", "d/".repeat(super::super::MAX_DEPTH)), "deep");
    git.commit("2017-04-01T12:00:00Z");
    let repository = git.repository("project");
    let files = repository.files(&repository.find("HEAD").unwrap()).unwrap();
    let disk = Files::directory(&git.root.join("project")).unwrap();
    assert_eq!(files.list(), disk.list());
    assert!(files.list().unwrap_err().path.ends_with('d'));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_submodules_are_left_out() {
    use std::os::unix::fs::symlink;
    let (git, _) = history();
    let inner = Git::new();
    inner.write("x.md", "inner");
    inner.commit("2017-04-01T12:00:00Z");
    git.run(&["submodule", "--quiet", "add", inner.root.to_str().unwrap(), "project/module"]);
    symlink("a.md", git.root.join("project/link.md")).unwrap();
    symlink("sub", git.root.join("project/folder")).unwrap();
    git.commit("2017-04-05T12:00:00Z");
    let repository = git.repository("project");
    let files = repository.files(&repository.find("HEAD").unwrap()).unwrap();
    assert_eq!(files.list().unwrap(), ["a.md", "folder", "link.md", "sub/é.md"]);
    let kind = |path: &str| files.read_text(path).map_err(|FileProblem { kind, .. }| kind).unwrap_err();
    assert!(matches!(kind("link.md"), FileProblemKind::Unreadable(why) if why.contains("not followed")));
    assert_eq!(kind("folder/é.md"), FileProblemKind::Missing);
    assert_eq!(kind("module/x.md"), FileProblemKind::Missing);
    assert!(!git.state("project").unwrap().modified);
    fs::remove_file(git.root.join("project/link.md")).unwrap();
    symlink("sub/é.md", git.root.join("project/link.md")).unwrap();
    assert!(git.state("project").unwrap().modified);
}

#[test]
fn the_present_state_is_the_last_change_of_the_project() {
    let (git, [_, _, third]) = history();
    assert!(git.state("").is_some_and(|state| state.revision.commit == third));
    git.write("README.md", "changed, outside");
    git.commit("2017-04-09T12:00:00Z");
    let state = git.state("project").unwrap();
    assert_eq!((&state.revision.commit, state.modified, state.cut_off), (&third, false, false));
    // Neither results nor hidden files are inputs, and what lies outside does not matter.
    git.write("project/out/b.pdf", "");
    git.write("project/.swap", "");
    git.write("README.md", "changed again");
    assert!(!git.state("project").unwrap().modified);
}

#[test]
fn every_difference_on_the_disk_counts() {
    let (git, _) = history();
    let modified = || git.state("project").unwrap().modified;
    git.write("project/a.md", "three");
    assert!(modified());
    git.write("project/a.md", "two");
    assert!(!modified());
    git.write("project/new.md", "");
    assert!(modified());
    git.run(&["add", "--all"]);
    assert!(modified());
    fs::remove_file(git.root.join("project/new.md")).unwrap();
    assert!(!modified());
    fs::remove_file(git.root.join("project/a.md")).unwrap();
    assert!(modified());
}

#[test]
fn line_endings_are_no_difference() {
    let git = Git::new();
    git.write("a.md", "one\ntwo\n");
    git.commit("2017-04-01T12:00:00Z");
    git.write("a.md", "one\r\ntwo\r\n");
    assert!(!git.state("").unwrap().modified);
    git.write("a.md", "one\r\nthree\r\n");
    assert!(git.state("").unwrap().modified);
}

#[test]
fn nothing_committed_is_no_state() {
    let git = Git::new();
    git.write("project/a.md", "");
    assert_eq!(git.state("project"), None);
    for name in ["HEAD", "main", "2017-04-01"] {
        assert_eq!(git.repository("project").find(name), Err(RevisionError::Unborn));
    }
    git.run(&["commit", "--quiet", "--allow-empty", "--message", "Nothing"]);
    assert_eq!(git.state("project"), None);
    assert!(git.state("").is_some_and(|state| state.modified));
}

#[test]
fn without_a_repository_there_are_no_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let error = Repository::discover(folder.path()).unwrap_err();
    assert!(matches!(error, RevisionError::NotARepository { .. }), "{error:?}");
    assert!(matches!(Repository::discover(&folder.path().join("none")), Err(RevisionError::Unreadable(_))));
    Git::command(folder.path(), "", &["init", "--quiet", "--bare", "bare.git"]);
    for inside in ["bare.git", "bare.git/refs"] {
        let error = Repository::discover(&folder.path().join(inside)).unwrap_err();
        assert!(matches!(error, RevisionError::NotARepository { .. }), "{error:?}");
    }
}

#[test]
fn worktrees_and_detached_heads_are_repositories() {
    let (git, [_, second, third]) = history();
    let tree = git.root.parent().unwrap().join("tree");
    git.run(&["worktree", "add", "--quiet", "--detach", tree.to_str().unwrap(), "v1"]);
    assert!(tree.join(".git").is_file());
    let state = state(&tree.join("project")).unwrap();
    assert_eq!((&state.revision.commit, state.modified), (&second, false));
    let repository = Repository::discover(&tree.join("project")).unwrap();
    assert_eq!(repository.find("HEAD").unwrap().commit, second);
    assert_eq!(repository.find("main").unwrap().commit, third);
    // From a bare repository as well.
    let bare = git.root.parent().unwrap().join("bare");
    git.run(&["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    let tree = git.root.parent().unwrap().join("of-bare");
    Git::command(&bare, "", &["worktree", "add", "--quiet", tree.to_str().unwrap(), "main"]);
    assert_eq!(super::tests::state(&tree.join("project")).unwrap().revision.commit, third);
}

#[test]
fn a_shallow_clone_says_where_it_ends() {
    let (git, [_, second, third]) = history();
    git.write("README.md", "changed, outside");
    let fourth = git.commit("2017-04-09T12:00:00Z");
    let clone = |depth: &str| {
        let folder = git.root.parent().unwrap().join(format!("clone{depth}"));
        let from = format!("file://{}", git.root.display());
        git.run(&["clone", "--quiet", "--depth", depth, &from, folder.to_str().unwrap()]);
        folder
    };
    let one = state(&clone("1").join("project")).unwrap();
    assert_eq!((&one.revision.commit, one.modified, one.cut_off), (&fourth, false, true));
    let folder = clone("3");
    let three = state(&folder.join("project")).unwrap();
    assert_eq!((&three.revision.commit, three.modified, three.cut_off), (&third, false, false));
    let repository = Repository::discover(&folder).unwrap();
    assert_eq!(repository.find("2017-04-03").unwrap().commit, second);
    assert!(
        matches!(repository.find("HEAD~3"), Err(RevisionError::UnknownRevision { available, .. }) if available.len() == 5)
    );
    assert_eq!(
        repository.find("2017-04-02").unwrap_err().to_string(),
        "there is no commit before 2017-04-02: history begins on 2017-04-02 here, since the clone is shallow; \
         `git fetch --unshallow` brings the rest"
    );
}

#[test]
fn packed_repositories_are_read() {
    let (git, [_, second, third]) = history();
    git.run(&["gc", "--quiet"]);
    assert!(!git.root.join(".git/refs/tags/v1").exists());
    let repository = git.repository("project");
    assert_eq!(repository.find("v1").unwrap().commit, second);
    assert_eq!(repository.find(&second[..9]).unwrap().commit, second);
    assert_eq!(text(&repository.files(&repository.find("v1").unwrap()).unwrap(), "sub/é.md"), "accent");
    assert_eq!(git.state("project").unwrap().revision.commit, third);
    let RevisionError::UnknownRevision { available, .. } = repository.find("none").unwrap_err() else {
        panic!("it is not known");
    };
    assert_eq!(available[0], "tag `v1` (2017-04-02)");
}

#[cfg(unix)]
#[test]
fn the_folder_may_be_reached_by_a_link() {
    let (git, [_, _, third]) = history();
    let link = git.root.parent().unwrap().join("link");
    std::os::unix::fs::symlink(git.root.join("project"), &link).unwrap();
    assert_eq!(state(&link).unwrap().revision.commit, third);
}

#[test]
fn a_project_may_be_the_whole_repository() {
    let (git, [first, ..]) = history();
    let repository = git.repository("");
    let files = repository.files(&repository.find(&first).unwrap()).unwrap();
    assert_eq!(files.list().unwrap(), ["README.md"]);
}

#[test]
fn several_threads_read_one_revision() {
    let (git, _) = history();
    let repository = git.repository("project");
    let files = repository.files(&repository.find("v1").unwrap()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let files = files.clone();
            scope.spawn(move || (0..20).for_each(|_| assert_eq!(text(&files, "a.md"), "one")));
        }
    });
}

#[test]
fn a_broken_repository_is_reported_and_does_not_stop_the_program() {
    let (git, [_, second, _]) = history();
    let blob = git.run(&["rev-parse", "v1:project/a.md"]);
    let object = |name: &str| git.root.join(".git/objects").join(&name[..2]).join(&name[2..]);
    fs::remove_file(object(&blob)).unwrap();
    let repository = git.repository("project");
    let revision = repository.find("v1").unwrap();
    assert!(matches!(repository.files(&revision), Err(RevisionError::Incomplete { partial: false, .. })));
    let tree = git.run(&["rev-parse", "v1:project"]);
    fs::remove_file(object(&tree)).unwrap();
    assert!(matches!(repository.files(&revision), Err(RevisionError::Incomplete { .. })));
    fs::remove_file(object(&second)).unwrap();
    assert!(matches!(repository.files(&revision), Err(RevisionError::Incomplete { .. })));
}

#[test]
fn a_draft_is_found_by_its_name_once_its_inputs_are_committed() {
    let (git, [_, _, third]) = history();
    git.write("project/a.md", "three");
    let files = Files::directory(&git.root.join("project")).unwrap();
    let name = digest(&files, &files.list().unwrap()).chars().take(SHORT).collect::<String>();
    let draft = format!("{}+{name}", &third[..SHORT]);
    let repository = git.repository("project");
    let error = repository.find(&draft).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the draft `{draft}` was made of inputs that are in no commit; the commit that they were made from is `{}`",
            &third[..SHORT]
        )
    );
    let fourth = git.commit("2017-04-04T12:00:00Z");
    git.write("README.md", "of no matter");
    git.commit("2017-04-05T12:00:00Z");
    git.write("project/a.md", "four");
    git.commit("2017-04-06T12:00:00Z");
    assert_eq!(repository.find(&draft).unwrap().commit, fourth);
    assert_eq!(repository.find(&name).unwrap().commit, fourth);
    assert!(matches!(repository.find("0123456789"), Err(RevisionError::UnknownRevision { .. })));
}

#[test]
fn what_git_ignores_is_no_input() {
    let (git, _) = history();
    git.write(".gitignore", "*.bak\n/project/tmp/\nkept.*\n# a comment\n");
    git.write("project/sub/.gitignore", "/notes.md\n!b.bak\n");
    git.write("project/kept.md", "committed all the same");
    git.run(&["add", "--force", "project/kept.md"]);
    git.commit("2017-04-04T12:00:00Z");
    for path in ["a.bak", "tmp/x.md", "sub/notes.md", "sub/b.bak", "sub/sub/notes.md", "kept.yaml"] {
        git.write(&format!("project/{path}"), "new");
    }
    git.write(".git/info/exclude", "/project/c.md\n");
    git.write("project/c.md", "mine");
    let files = Files::directory(&git.root.join("project")).unwrap();
    assert_eq!(files.list().unwrap(), ["a.md", "kept.md", "sub/b.bak", "sub/sub/notes.md", "sub/é.md"]);
    let untracked = git.run(&["ls-files", "--others", "--exclude-standard", "project"]);
    assert_eq!(untracked, "project/sub/b.bak\nproject/sub/sub/notes.md");
    for path in ["a.bak", "sub/notes.md", "c.md", "kept.yaml"] {
        assert_eq!(files.passed_over(path), Some("git ignores it"), "{path}");
    }
    assert_eq!(files.passed_over("tmp/x.md"), Some("git ignores its folder"));
    for path in ["a.md", "kept.md", "sub/b.bak", "sub/sub/notes.md"] {
        assert_eq!(files.passed_over(path), None, "{path}");
    }
    // A folder that is ignored as a whole can still be a project.
    git.write("other/.gitignore", "*\n");
    git.write(".gitignore", "/other/\n");
    git.write("other/b.md", "b");
    assert_eq!(Files::directory(&git.root.join("other")).unwrap().list().unwrap(), ["b.md"]);
}

#[test]
fn a_pointer_stands_for_its_file() {
    let git = Git::new();
    let pointer = "version https://git-lfs.github.com/spec/v1\n\
        oid sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\nsize 3\n";
    git.write("project/a.md", "text");
    git.write("project/a.png", pointer);
    git.commit("2017-04-04T12:00:00Z");
    assert_eq!(
        Files::directory(&git.root.join("project")).unwrap().read_bytes("a.png", 1000).unwrap_err().kind,
        FileProblemKind::Pointer
    );
    git.write("project/a.png", "abc");
    assert!(!git.state("project").unwrap().modified);
    git.write("project/a.png", "abd");
    assert!(git.state("project").unwrap().modified);
}

#[test]
fn what_a_filter_has_changed_is_unmodified_as_long_as_git_says_so() {
    let git = Git::new();
    git.run(&["config", "filter.short.clean", "printf short"]);
    git.run(&["config", "filter.short.smudge", "cat"]);
    git.write(".gitattributes", "*.png filter=short -text\n");
    git.write("project/a.png", "a long content");
    std::thread::sleep(std::time::Duration::from_millis(20));
    git.commit("2017-04-04T12:00:00Z");
    assert!(!git.state("project").unwrap().modified);
    git.write("project/a.png", "another content");
    assert!(git.state("project").unwrap().modified);
}

#[test]
fn forms_that_cannot_be_read_are_told() {
    for (option, expected) in
        [("--object-format=sha256", "objects by SHA-256"), ("--ref-format=reftable", "`reftable`")]
    {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("git").args(["init", "--quiet", option]).current_dir(folder.path()).status().unwrap();
        // An older git does not know the form.
        if made.success() {
            let error = Repository::discover(folder.path()).unwrap_err();
            assert!(matches!(error, RevisionError::Unsupported { .. }), "{error:?}");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}

#[test]
fn a_partial_clone_says_what_brings_the_rest() {
    let (git, _) = history();
    for setting in ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
        git.run(&["config", setting, "true"]);
    }
    let from = format!("file://{}", git.root.display());
    for filter in ["blob:none", "tree:0"] {
        let folder = git.root.parent().unwrap().join(filter.replace(':', "-"));
        git.run(&["clone", "--quiet", "--filter", filter, &from, folder.to_str().unwrap()]);
        let repository = Repository::discover(&folder.join("project")).unwrap();
        let error = repository.find("HEAD~1").and_then(|revision| repository.files(&revision)).unwrap_err();
        assert!(matches!(error, RevisionError::Incomplete { partial: true, .. }), "{filter}: {error:?}");
        assert!(error.to_string().ends_with("without `--filter`"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn hostile_files_of_a_repository_are_neither_opened_nor_shown() {
    use std::os::unix::fs::symlink;
    let secret = "root:x:0:0";
    for name in [
        "HEAD",
        "config",
        "packed-refs",
        "shallow",
        "refs/heads/main",
        "refs/tags/v1",
        "objects/info/alternates",
        "objects/info/commit-graph",
        "objects/info/commit-graphs/commit-graph-chain",
        "commondir",
        "info/exclude",
        "FETCH_HEAD",
    ] {
        for pipe in [true, false] {
            let (git, _) = history();
            let outside = git.root.parent().unwrap().join("secret");
            fs::write(&outside, secret).unwrap();
            let path = git.root.join(".git").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = fs::remove_file(&path);
            if pipe {
                assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
            } else {
                symlink(&outside, &path).unwrap();
            }
            let folder = git.root.join("project");
            let revision = if name == "FETCH_HEAD" { name } else { "v1" };
            let error = Repository::discover(&folder).and_then(|repository| repository.find(revision)).unwrap_err();
            assert!(matches!(error, RevisionError::Unreadable(_)), "{name}: {error:?}");
            assert!(!error.to_string().contains(secret), "{error}");
            assert!(Files::directory(&folder).unwrap().list().unwrap().contains(&"a.md".to_owned()));
        }
    }
}

#[test]
fn objects_borrowed_from_elsewhere_are_read_and_missed() {
    let (git, [_, second, _]) = history();
    let clone = git.root.parent().unwrap().join("borrowing");
    git.run(&["clone", "--quiet", "--shared", ".", clone.to_str().unwrap()]);
    let repository = Repository::discover(&clone.join("project")).unwrap();
    assert_eq!(text(&repository.files(&repository.find(&second).unwrap()).unwrap(), "a.md"), "one");
    fs::rename(&git.root, git.root.with_extension("gone")).unwrap();
    let error = Repository::discover(&clone.join("project")).unwrap_err().to_string();
    assert!(error.contains("it borrows objects from") && error.contains("which is not there"), "{error}");
}
