use super::*;

use tempfile::TempDir;

use crate::source::Sources;

fn project(files: &[(&str, &[u8])]) -> (TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join("project").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let files = Files::directory(&folder.path().join("project")).unwrap();
    (folder, files)
}

fn kind<T: std::fmt::Debug>(result: Result<T, FileProblem>) -> FileProblemKind {
    result.unwrap_err().kind
}

#[test]
fn both_origins_list_and_read_the_same() {
    let content: [(&str, &[u8]); 7] = [
        ("b.yaml", b"b"),
        ("a/z.md", b"z"),
        ("a-b/x.md", b""),
        (".git/config", b""),
        ("a/.hidden", b""),
        ("out/a.pdf", b""),
        ("a/out/kept.md", b""),
    ];
    let (_folder, disk) = project(&content);
    let memory = Files::memory(content);
    for files in [disk, memory] {
        assert_eq!(files.list().unwrap(), ["a-b/x.md", "a/out/kept.md", "a/z.md", "b.yaml"]);
        assert_eq!(files.read_text("a/z.md").unwrap(), "z");
        assert_eq!(kind(files.read_text("a/none.md")), FileProblemKind::Missing);
        assert_eq!(kind(files.read_text("b.yaml/x")), FileProblemKind::Missing);
        assert_eq!(kind(files.read_bytes("b.yaml", 0)), FileProblemKind::TooLarge { limit: 0 });
        for outside in ["../b.yaml", "/etc/passwd", "a/../../b.yaml", "a\\z.md", "", ".", "a/../b.yaml", "C:/x"] {
            assert_eq!(kind(files.read_text(outside)), FileProblemKind::Outside, "{outside}");
        }
    }
}

#[test]
fn only_text_is_text() {
    let files = Files::memory([
        ("mark.md", b"\xef\xbb\xbfa\xc3\xa9".to_vec()),
        ("bad.md", b"ok\n\xc3\xa9\xff".to_vec()),
        ("utf16.md", b"\xff\xfea\0".to_vec()),
        ("long.md", vec![b'a'; usize::try_from(MAX_TEXT_BYTES).unwrap() + 1]),
    ]);
    assert_eq!(files.read_text("mark.md").unwrap(), "aé");
    assert_eq!(
        kind(files.read_text("bad.md")),
        FileProblemKind::NotText { offset: 5, line: 2, encoding: Encoding::Damaged }
    );
    assert_eq!(
        kind(files.read_text("utf16.md")),
        FileProblemKind::NotText { offset: 0, line: 1, encoding: Encoding::Wide }
    );
    assert_eq!(kind(files.read_text("long.md")), FileProblemKind::TooLarge { limit: MAX_TEXT_BYTES });
}

#[test]
fn relative_paths_are_resolved_by_their_words() {
    let resolve = |base, relative| Files::resolve(base, relative).ok();
    assert_eq!(resolve("w/p/summary.md", "figures/a.svg").as_deref(), Some("w/p/figures/a.svg"));
    assert_eq!(resolve("w/p/summary.md", "../../logo.svg").as_deref(), Some("logo.svg"));
    assert_eq!(resolve("w/p/summary.md", "./../q//a.svg").as_deref(), Some("w/q/a.svg"));
    assert_eq!(resolve("a.md", "b.svg").as_deref(), Some("b.svg"));
    for outside in ["../../../x", "/etc/passwd", "..\\x", "../..", "", "x\0"] {
        assert_eq!(resolve("w/p/summary.md", outside).filter(|path| path != "w/p"), None, "{outside}");
    }
}

#[test]
fn every_problem_has_its_rule() {
    let rule = |kind| FileProblem::new("a/b.md", kind).diagnostic(None);
    let missing = rule(FileProblemKind::Missing);
    assert_eq!((missing.rule.code, missing.message.as_str()), ("file-missing", "there is no file `a/b.md`"));
    assert_eq!(missing.place, Place::File("a/b.md".to_owned()));
    assert_eq!(rule(FileProblemKind::Outside).rule.code, "path-outside-project");
    assert_eq!(
        rule(FileProblemKind::NotText { offset: 5, line: 2, encoding: Encoding::Unknown }).rule.code,
        "file-not-text"
    );
    let large = rule(FileProblemKind::TooLarge { limit: MAX_TEXT_BYTES });
    assert_eq!((large.rule.code, large.message.as_str()), ("file-too-large", "`a/b.md` is larger than 8 MiB"));
    let mut sources = Sources::default();
    let place = Place::from(crate::source::Span::new(sources.add("x.md", "abc"), 0..1));
    let problem = FileProblem::new("b", FileProblemKind::Unreadable("permission denied".to_owned()));
    let diagnostic = problem.diagnostic(Some(place.clone()));
    assert_eq!((diagnostic.rule.code, diagnostic.place), ("file-unreadable", place));
}

#[test]
fn deep_folders_and_missing_roots_are_refused() {
    let deep = format!("{}x.md", "d/".repeat(MAX_DEPTH));
    let (folder, files) = project(&[(&deep, b"")]);
    assert!(matches!(kind(files.list()), FileProblemKind::Unreadable(why) if why.contains("16 levels")));
    assert!(Files::directory(&folder.path().join("none")).is_err());
    assert!(Files::directory(&folder.path().join("project").join(&deep)).is_err());
    let (_folder, files) = project(&[(&deep[2..], b"")]);
    assert_eq!(files.list().unwrap().len(), 1);
}

#[test]
fn paths_that_differ_in_capitals_alone_are_told_apart() {
    for (one, other, differs) in [
        ("figures/a.svg", "figures/a.svg", false),
        ("Figures/A.SVG", "figures/a.svg", true),
        ("figures/É.svg", "figures/é.svg", true),
        ("figures/a.svg", "figures/b.svg", false),
    ] {
        assert_eq!(super::differs_in_capitals(one, other), differs, "{one}");
    }
    assert_eq!(super::with_slashes(Path::new("a").join("b").join("c.md").as_path()).as_deref(), Some("a/b/c.md"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_never_lead_out() {
        let (folder, files) = project(&[("a/in.md", b"in")]);
        let root = folder.path().join("project");
        fs::write(folder.path().join("secret.md"), "secret").unwrap();
        // A neighbour whose path begins with the same characters.
        fs::create_dir(folder.path().join("project-2")).unwrap();
        fs::write(folder.path().join("project-2/secret.md"), "secret").unwrap();
        symlink("../secret.md", root.join("out.md")).unwrap();
        symlink("../project-2/secret.md", root.join("near.md")).unwrap();
        symlink(folder.path(), root.join("folder")).unwrap();
        symlink("a/in.md", root.join("link.md")).unwrap();
        symlink("nowhere.md", root.join("dangling.md")).unwrap();
        symlink("..", root.join("a/loop")).unwrap();
        symlink("self.md", root.join("self.md")).unwrap();
        assert_eq!(files.list().unwrap(), ["a/in.md", "dangling.md", "link.md", "near.md", "out.md", "self.md"]);
        assert_eq!(files.read_text("link.md").unwrap(), "in");
        assert_eq!(files.read_text("a/loop/a/in.md").unwrap(), "in");
        for path in ["out.md", "near.md", "folder/secret.md"] {
            assert_eq!(kind(files.read_text(path)), FileProblemKind::Outside, "{path}");
        }
        assert_eq!(kind(files.read_text("dangling.md")), FileProblemKind::Missing);
        assert!(matches!(kind(files.read_text("self.md")), FileProblemKind::Unreadable(_)));
    }

    #[test]
    fn the_root_may_be_a_link() {
        let (folder, _) = project(&[("a.md", b"a")]);
        symlink("project", folder.path().join("link")).unwrap();
        let files = Files::directory(&folder.path().join("link")).unwrap();
        assert_eq!(files.read_text("a.md").unwrap(), "a");
    }

    #[test]
    fn pipes_sockets_and_folders_are_no_files() {
        let (folder, files) = project(&[("a/in.md", b"in")]);
        let root = folder.path().join("project");
        let _socket = std::os::unix::net::UnixListener::bind(root.join("socket.md")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(root.join("pipe.md")).status();
        fs::create_dir(root.join("folder.md")).unwrap();
        let mut names = vec!["folder.md", "socket.md"];
        if made.is_ok_and(|status| status.success()) {
            names.insert(1, "pipe.md");
        }
        // They are listed, or an author would never hear why a text is not in the book.
        assert_eq!(files.list().unwrap(), [&["a/in.md"][..], &names].concat());
        for path in names.into_iter().chain(["a"]) {
            assert_eq!(kind(files.read_bytes(path, 10)), FileProblemKind::Unreadable("it is not a file".to_owned()));
        }
    }

    #[test]
    fn a_link_to_an_endless_device_is_outside() {
        let (folder, files) = project(&[("a.md", b"")]);
        symlink("/dev/zero", folder.path().join("project/zero.md")).unwrap();
        assert_eq!(files.list().unwrap(), ["a.md", "zero.md"]);
        assert_eq!(kind(files.read_text("zero.md")), FileProblemKind::Outside);
    }
}

#[test]
fn what_is_laid_over_files_is_listed_and_read_as_if_it_lay_there() {
    let saved: [(&str, &[u8]); 3] = [("a.md", b"a"), ("b/c.md", b"c"), ("out/a.md", b"")];
    let laid: [(&str, &[u8]); 5] =
        [("a.md", b"new"), ("b/b.md", b"b"), ("out/b.md", b"no input"), (".hidden/x.md", b""), ("z/z.yaml", b"z")];
    let (_folder, below) = project(&saved);
    let above = below.overlaid(laid.iter().map(|&(path, bytes)| (path.to_owned(), bytes.to_vec())).collect());
    let (_other, all) = project(&[&saved[1..], &laid[..]].concat());
    assert_eq!(above.list().unwrap(), all.list().unwrap());
    for path in all.list().unwrap() {
        assert_eq!(above.read_bytes(&path, 10), all.read_bytes(&path, 10), "{path}");
    }
    assert_eq!(above.list().unwrap(), ["a.md", "b/b.md", "b/c.md", "z/z.yaml"]);
    assert_eq!(kind(above.read_text("none.md")), FileProblemKind::Missing);
    assert_eq!(kind(above.read_text("../a.md")), FileProblemKind::Outside);
    assert_eq!(kind(above.read_bytes("a.md", 2)), FileProblemKind::TooLarge { limit: 2 });
    assert_eq!(below.read_text("a.md").unwrap(), "a", "what lies below is as it was");

    // What has no place in a project is none of its files, and what lies too deep is refused as on the disk.
    let odd = |path: &str| below.overlaid([(path.to_owned(), b"x".to_vec())].into()).list();
    for path in ["../a.md", "b//a.md", "", "C:/a.md"] {
        assert_eq!(odd(path), below.list(), "{path}");
    }
    let deep = format!("{}a.md", "d/".repeat(MAX_DEPTH));
    let (_deep, folder) = project(&[(&deep, b"")]);
    assert_eq!(odd(&deep), folder.list());
    assert!(odd(deep.trim_start_matches("d/d/")).is_ok() || odd(&deep["d/".len()..]).is_ok());
}
