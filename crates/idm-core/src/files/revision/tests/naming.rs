//! By what a revision is found.

use super::*;

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
