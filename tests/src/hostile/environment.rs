//! What surrounds a run: the folder of outputs, an earlier run's state, git, arguments.

use std::fs;
use std::process::Command;

use super::files::{link, pipe};
use super::{BUILD, Input, Site, check};

const NIGHTLY: [&str; 3] = ["nightly", "--project", "project"];

pub(super) fn inputs() -> Vec<Input> {
    let night = |name, what, manifest: fn() -> Vec<u8>| {
        check(name, what, move |site| site.write("out/manifest.json", manifest()), "out/manifest.json")
            .says("name another folder")
            .run(&NIGHTLY)
            .ends(2)
    };
    let since = |name, what, revision: &'static str, told| {
        check(name, what, repository, told).run(&["changes", "--project", "project", revision]).ends(2)
    };
    let mut inputs = vec![
        night("manifest-garbage", "a manifest of random bytes", || (0..=255).cycle().take(100_000).collect()),
        night("manifest-truncated", "half a manifest", || {
            br#"{"format": "idm-manifest", "version": 1, "docu"#.to_vec()
        }),
        night("manifest-deep", "a manifest nested 100,000 deep", || vec![b'['; 100_000]),
        check(
            "out-is-file",
            "a file in place of the folder of outputs",
            |site| {
                fs::remove_dir_all(site.path("out")).expect("a folder can be removed");
                site.write("out", "mine");
            },
            "out",
        )
        .run(&BUILD)
        .ends(3),
        check(
            "out-pdf-is-folder",
            "a folder in place of the PDF",
            |site| {
                site.remove("out/minutes.pdf");
                fs::create_dir(site.path("out/minutes.pdf")).expect("a folder can be made");
            },
            "out/minutes.pdf",
        )
        .run(&BUILD)
        .ends(3),
        check("out-long", "a folder of outputs with a name of 400 letters", |_| {}, "cannot make the folder")
            .run(&["build", "--project", "project", "--out", LONG])
            .ends(3),
        since(
            "git-option",
            "a revision that looks like an option",
            "--since=--upload-pack=touch stolen",
            "--upload-pack=touch stolen",
        ),
        since("git-tree", "a revision that is a folder", "--since=HEAD^{tree}", "HEAD^{tree}"),
        since("git-range", "a range of revisions", "--since=HEAD..HEAD", "HEAD..HEAD"),
        since("git-reflog-far", "an entry far down the reflog", "--since=HEAD@{99999999999999999999}", "HEAD@{"),
        since("git-parents", "a parent a thousand million times removed", "--since=HEAD~1000000000", "HEAD~"),
        since("git-message", "a message that is looked for by a pattern", "--since=:/(((((a*)*)*)*)*)$", ":/"),
    ];
    if cfg!(unix) {
        inputs.extend([
            check(
                "manifest-pipe",
                "a manifest that is a pipe",
                |site| pipe(site, "out/manifest.json"),
                "out/manifest.json",
            )
            .run(&NIGHTLY)
            .ends(3),
            check(
                "manifest-zero",
                "a manifest that is a link to /dev/zero",
                |site| link(site, "out/manifest.json", "/dev/zero"),
                "out/manifest.json",
            )
            .run(&NIGHTLY)
            .ends(3),
            check("baseline-zero", "/dev/zero as the baseline", |_| {}, "/dev/zero")
                .run(&["check", "--project", "project", "--baseline", "/dev/zero"])
                .ends(2),
            check("lock-pipe", "a lock that is a pipe", |site| pipe(site, "out/.idm.lock"), ".idm.lock")
                .run(&BUILD)
                .ends(2),
            check(
                "out-link-dangling",
                "the folder of outputs is a link to nothing",
                |site| {
                    fs::remove_dir_all(site.path("out")).expect("a folder can be removed");
                    link(site, "out", "nowhere");
                },
                "out",
            )
            .run(&BUILD)
            .ends(3),
            check("out-unwritable", "a folder of outputs that nobody can write to", |_| {}, "/proc/idm")
                .run(&["build", "--project", "project", "--out", "/proc/idm"])
                .ends(3),
            check(
                "templates-circle",
                "templates with a link to themselves",
                |site| {
                    fs::create_dir(site.path("templates")).expect("a folder can be made");
                    link(site, "templates/again", ".");
                },
                "templates",
            )
            .run(&["build", "--project", "project", "--templates", "templates"])
            .ends(3),
        ]);
    }
    inputs
}

const LONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// Puts the project into a git repository with one commit.
fn repository(site: &Site) {
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
        let output = git.current_dir(site.path("project")).output().expect("git can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "a message"]);
}
