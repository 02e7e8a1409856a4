//! Files that are something else than their names say, lead elsewhere, or are too many.

use std::fs;
use std::process::Command;

use super::{ACRONYMS, Input, PUBLICATION, SUMMARY, Site, check};

pub(super) fn inputs() -> Vec<Input> {
    let mut inputs = vec![
        check(
            "text-not-utf-8",
            "bytes that are not UTF-8",
            |site| site.summary(b"# A\n\nWord \xff\xfe word.\n"),
            "summary.md:3:6: error[file-not-text]",
        ),
        check(
            "text-utf-16",
            "UTF-16 with a byte order mark",
            |site| site.summary(utf16("# A\n\nWord.\n")),
            "summary.md: error[file-not-text]",
        ),
        check(
            "text-utf-16-yaml",
            "YAML in UTF-16",
            |site| site.write(PUBLICATION, utf16("id: minutes\n")),
            "publication.yaml: error[file-not-text]",
        ),
        check(
            "text-nul",
            "8 million NULs",
            |site| site.summary(vec![0; 8_000_000]),
            "summary.md:1:1: error[forbidden-character]",
        ),
        check("text-random", "8 MB of random bytes", |site| site.summary(random(8_000_000)), "summary.md:1:"),
        check(
            "folder-for-file",
            "a folder in place of a file",
            |site| {
                site.remove(ACRONYMS);
                fs::create_dir(site.path(ACRONYMS)).expect("a folder can be made");
            },
            "acronyms.yaml: error[file-unreadable]",
        ),
        check(
            "files-100000",
            "100,000 files",
            |site| {
                let folder = site.path("project/many");
                fs::create_dir(&folder).expect("a folder can be made");
                for n in 0..100_000 {
                    fs::write(folder.join(n.to_string()), "").expect("a file can be written");
                }
            },
            "error[file-unreadable]",
        )
        .says("more than 10000 files")
        .within(20, 512),
        check(
            "folders-5000-deep",
            "folders 5,000 deep",
            |site| {
                // From the inside out, since the whole path is longer than the system allows.
                let (inner, outer) = (site.path("inner"), site.path("outer"));
                fs::create_dir(&inner).expect("a folder can be made");
                for _ in 0..5_000 {
                    fs::create_dir(&outer).expect("a folder can be made");
                    fs::rename(&inner, outer.join("d")).expect("a folder can be moved");
                    fs::rename(&outer, &inner).expect("a folder can be moved");
                }
                fs::rename(&inner, site.path("project/deep")).expect("a folder can be moved");
            },
            "error[file-unreadable]",
        )
        .says("levels deep"),
        check(
            "path-long",
            "a picture's path of 1 MB",
            |site| site.summary(format!("![a]({}a.png)\n", "a/".repeat(500_000))),
            "summary.md:1:",
        ),
    ];
    if cfg!(unix) {
        inputs.extend([
            check(
                "link-circle",
                "a link to itself",
                |site| link(site, SUMMARY, "summary.md"),
                "summary.md: error[file-unreadable]",
            ),
            check(
                "link-circle-folder",
                "a folder that holds a link to itself",
                |site| link(site, "project/loop", "."),
                "",
            )
            .ends(0),
            check(
                "link-zero",
                "a link to /dev/zero",
                |site| link(site, SUMMARY, "/dev/zero"),
                "summary.md: error[path-outside-project]",
            )
            .ends(1),
            check(
                "link-zero-publication",
                "publication.yaml as a link to /dev/zero",
                |site| link(site, PUBLICATION, "/dev/zero"),
                "publication.yaml: error[",
            ),
            check(
                "link-passwd",
                "a link to /etc/passwd",
                |site| link(site, SUMMARY, "/etc/passwd"),
                "summary.md: error[path-outside-project]",
            ),
            check(
                "pipe",
                "a pipe that nobody writes to",
                |site| {
                    site.remove(SUMMARY);
                    pipe(site, SUMMARY);
                },
                "summary.md: error[file-unreadable]",
            )
            .ends(1),
            check(
                "pipe-picture",
                "a picture that is a pipe",
                |site| {
                    site.remove(SUMMARY);
                    site.summary("![a](a.png)\n");
                    pipe(site, "project/workshops/spring/panel-2/a.png");
                },
                "summary.md:1:",
            ),
        ]);
    }
    inputs
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

pub(super) fn random(count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    fastrand::Rng::with_seed(2017).fill(&mut bytes);
    bytes
}

pub(super) fn link(site: &Site, path: &str, target: &str) {
    let path = site.path(path);
    if path.symlink_metadata().is_ok() {
        fs::remove_file(&path).expect("a file can be removed");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(target, path).expect("a link can be made");
    #[cfg(not(unix))]
    drop((path, target));
}

pub(super) fn pipe(site: &Site, path: &str) {
    let made = Command::new("mkfifo").arg(site.path(path)).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
}
