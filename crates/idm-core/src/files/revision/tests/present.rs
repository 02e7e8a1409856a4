//! Which state the folder itself is in.

use super::*;

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
