//! Repositories of every form, and broken ones.

use super::*;

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
