//! What a revision holds.

use super::*;

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
    git.write(&format!("project/{}x.md", "d/".repeat(crate::files::MAX_DEPTH)), "deep");
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
    // As git leaves a link where the system makes none.
    for (text, modified) in [("a.md", false), ("b.md", true)] {
        fs::remove_file(git.root.join("project/link.md")).unwrap();
        fs::write(git.root.join("project/link.md"), text).unwrap();
        assert_eq!(git.state("project").unwrap().modified, modified, "{text}");
    }
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
