//! Translations whose source has changed: which they are, in checks, in the digest and in drafts.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use idm_core::diagnostic::Diagnostics;
use idm_core::files::Files;
use idm_core::memory::Memory;
use idm_core::model::Language;
use idm_core::read::{self, Inputs};
use idm_core::translation::{self, State, passages, pieces, values};
use idm_tests::{project, structure, witnesses};
use lopdf::Document;
use tempfile::TempDir;

fn forum() -> PathBuf {
    project::package().join("publications/high-valleys")
}

fn sample() -> PathBuf {
    project::package().join("../inputs/idm-2017")
}

/// A passage of the source: its file, its name in the list of what translations were made from, and a byte of a letter in it.
struct Source {
    file: String,
    name: String,
    at: usize,
}

/// Every passage of the source, translated or not.
fn sources(inputs: &Inputs) -> Vec<Source> {
    let mut found = vec![];
    for value in values(inputs) {
        let text = inputs.sources.get(value.span.source).text();
        let start = value.span.range().start;
        // Behind the sign that a text is folded or kept, its words follow on the next line.
        let head = text[start..].lines().next().unwrap_or_default();
        let start = if head.starts_with(['>', '|']) { start + head.len() } else { start };
        let at = text[start..].find(char::is_alphanumeric).unwrap();
        found.push(Source { file: value.path.clone(), name: value.name(), at: start + at });
    }
    for prose in translation::prose(inputs) {
        for piece in pieces(&prose.text) {
            if let Some(at) = prose.text[piece.clone()].find(char::is_alphabetic) {
                found.push(Source { file: prose.path.clone(), name: prose.path.clone(), at: piece.start + at });
            }
        }
    }
    found
}

#[test]
fn a_change_of_one_passage_makes_exactly_one_stale_in_each_language_that_has_it() {
    for (folder, languages) in
        [(sample(), &[Language::French, Language::Spanish][..]), (forum(), &[Language::French][..])]
    {
        let files = Files::directory(&folder).unwrap().remembered();
        let mut memories = BTreeMap::new();
        let mut walked = 0;
        for language in languages {
            let memory: &mut Memory = memories.entry(language.code()).or_default();
            let mut read = |files: Files| read::read_in(files, Some(*language), memory, &mut Diagnostics::default()).0;
            let inputs = read(files.clone());
            let before = passages(&inputs);
            assert!(before.iter().all(|passage| matches!(passage.state, State::Current | State::Missing)));
            // An acronym is what its translation is found by.
            let is_name = |source: &Source| source.file == "acronyms.yaml" && source.name.ends_with(".short");
            for (number, source) in sources(&inputs).into_iter().filter(|source| !is_name(source)).enumerate() {
                let was = before.iter().find(|passage| passage.name == source.name);
                let is_translated = was.is_some_and(|passage| passage.state == State::Current);
                // Of those without a translation, some: nothing comes of a change there.
                if !is_translated && number % 20 != 0 {
                    continue;
                }
                let mut text = files.read_text(&source.file).unwrap();
                text.insert(source.at, 'Q');
                let then = read(files.overlaid([(source.file.clone(), text.into_bytes())].into()));
                let after = passages(&then);
                let stale: Vec<_> = after.iter().filter(|passage| matches!(passage.state, State::Stale(_))).collect();
                if is_translated {
                    walked += 1;
                    let [one] = &stale[..] else { panic!("{}: {} stale", source.name, stale.len()) };
                    assert_eq!((one.name.as_str(), one.state), (source.name.as_str(), State::Stale(1)));
                    // Of a file of prose, exactly the piece that changed, with its translation's place.
                    if source.file.ends_with(".md") {
                        let line = files.read_text(&source.file).unwrap()[..source.at].matches('\n').count() + 1;
                        let [piece] = &one.pieces[..] else { panic!("{}: {:?}", source.name, one.pieces) };
                        assert!(piece.line.unwrap() <= line && line < piece.line.unwrap() + 12 && piece.span.is_some());
                    }
                } else {
                    assert_eq!(stale.len(), 0, "{}", source.name);
                }
            }
        }
        assert!(walked > 90, "{walked}");
    }
}

/// The made-up forum, in a repository.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_folder(&forum(), &folder.path().join("inputs")).unwrap();
        let run = Self { folder };
        run.git(&["init", "--quiet"]);
        run.commit();
        run
    }

    fn git(&self, arguments: &[&str]) {
        project::git(self.folder.path(), arguments).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "--quiet", "-m", "state"]);
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let place = self.folder.path().join("inputs").join(path);
        let text = fs::read_to_string(&place).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(place, text.replacen(from, to, 1)).unwrap();
    }

    fn idm(&self, arguments: &[&str]) -> Output {
        let all = [arguments, &["--project", "inputs"]].concat();
        project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap()
    }

    fn said(&self) -> Vec<String> {
        let output = self.idm(&["check", "--language", "fr", "--message-format", "short"]);
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// What keeps the French edition from being released.
    fn released(&self) -> String {
        let output = self.idm(&["check", "--language", "fr", "--release", "--message-format", "short"]);
        String::from_utf8(output.stdout).unwrap()
    }

    fn drafts(&self) -> Vec<PathBuf> {
        let drafts = fs::read_dir(self.folder.path().join("out/drafts"));
        let paths = drafts.into_iter().flatten().map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")).collect()
    }
}

fn words(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    assert_eq!(witnesses::findings(&bytes), [""; 0]);
    structure::read(&Document::load_mem(&bytes).unwrap()).text()
}

const CHAPTER: &str = "chapters/foreword.md";

#[test]
fn a_check_names_each_passage_that_is_stale_missing_or_of_nothing() {
    let run = Run::new();
    assert_eq!(run.said(), [""; 0]);
    run.edit(CHAPTER, "tells what became", "says what became");
    let one = |said: Vec<String>, place: &str, what: &str| {
        assert!(said.iter().filter(|line| line.contains("[")).count() == 1, "{said:?}");
        assert!(said[0].starts_with(place) && said[0].contains(what), "{said:?}");
    };
    let stale = "[stale-translation]: the source of this passage has changed since: `chapters/foreword.md`, line 3";
    one(run.said(), "inputs/chapters/foreword.fr.md:3:1:", stale);
    let released = run.released();
    assert!(released.contains("error[outdated-translation]: the source of this passage has changed"), "{released}");
    run.edit(CHAPTER, "says what became", "tells what became");
    assert!(!run.released().contains("outdated-translation"));
    // What is waived of one that is not to be released is not looked for in one that is, nor the other way round.
    let settings = fs::read_to_string(run.folder.path().join("inputs/publication.yaml")).unwrap();
    let waiver = |code| format!("  - code: {code}\n    file: chapters/foreword.fr.md\n    reason: It is being read.\n");
    let waived = format!("{settings}\nwaivers:\n{}{}", waiver("stale-translation"), waiver("outdated-translation"));
    assert!(!settings.contains("waivers:"));
    fs::write(run.folder.path().join("inputs/publication.yaml"), waived).unwrap();
    run.edit(CHAPTER, "tells what became", "says what became");
    assert_eq!(run.said(), [""; 0]);
    let released = run.released();
    assert!(!released.contains("unused-waiver") && !released.contains("outdated-translation"), "{released}");
    run.edit(CHAPTER, "says what became", "tells what became");
    fs::write(run.folder.path().join("inputs/publication.yaml"), settings).unwrap();
    run.edit(CHAPTER, "\n\n:::figure", "\n\nA new paragraph.\n\n:::figure");
    let missing = "[missing-translation]: the passage in line 6 of `chapters/foreword.md` has no translation here";
    one(run.said(), "inputs/chapters/foreword.fr.md:", missing);
    let released = run.released();
    assert!(released.contains("error[untranslated]: the passage in line 6"), "{released}");
    run.edit(CHAPTER, "A new paragraph.\n\n", "");
    // A source that is gone leaves its translation behind.
    let text = fs::read_to_string(forum().join(CHAPTER)).unwrap();
    let piece = text.split("\n\n").nth(1).unwrap();
    run.edit(CHAPTER, &format!("{piece}\n\n"), "");
    let said = run.said();
    let gone = "[stale-translation]: the source of this passage is gone from `chapters/foreword.md`";
    assert!(
        said.iter().any(|line| line.starts_with("inputs/chapters/foreword.fr.md:3:1:") && line.contains(gone)),
        "{said:?}"
    );
}

#[test]
fn the_digest_names_them_too() {
    let run = Run::new();
    run.edit(CHAPTER, "tells what became", "says what became");
    run.edit("workshops/opening/one/panel.yaml", "title:", "title: More,");
    let output = run.idm(&["nightly", "--language", "fr", "--out", "night"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let digest = fs::read_to_string(run.folder.path().join("night/digest.md")).unwrap();
    for place in ["chapters/foreword.fr.md:3", "workshops/opening/one/panel.fr.yaml:1"] {
        assert!(digest.contains(place), "{place}: {digest}");
    }
}

#[test]
fn a_draft_shows_what_its_source_said_and_says() {
    let run = Run::new();
    let output = run.idm(&["draft", "--stale"]);
    assert_eq!(output.status.code(), Some(2));
    let output = run.idm(&["draft", "--language", "fr", "--stale"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing to show"), "{output:?}");
    assert_eq!(run.drafts().len(), 0);

    run.edit(CHAPTER, "tells what became of them", "tells what has become of each");
    run.edit("workshops/opening/one/panel.yaml", "title:", "title: More,");
    let draft = || {
        let output = run.idm(&["draft", "--language", "fr", "--stale"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = run.drafts().iter().map(|path| words(path)).collect::<Vec<_>>();
        fs::remove_dir_all(run.folder.path().join("out")).unwrap();
        text
    };
    // Only what holds such passages is drafted: the panel and the chapter.
    let text = draft();
    assert_eq!(text.len(), 2, "{text:?}");
    let text = text.join("\n").replace('\u{ad}', "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["La source (anglais) a changé depuis la révision", "has become", "became", "them", "each", "More,"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Where nobody knows what it said, it is shown as it is.
    fs::remove_dir_all(run.folder.path().join(".git")).unwrap();
    let text = draft().join("\n");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("qui a changé") && text.contains("tells what has become of each"), "{text}");
}

#[test]
fn what_is_built_otherwise_is_named_where_nothing_can_be_shown_of_it() {
    let run = Run::new();
    // The translation has a paragraph more than the source had when it was made: which is of which, nobody can say.
    let path = run.folder.path().join("inputs/chapters/foreword.fr.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{}\n\nUn alinéa de plus.\n", text.trim_end())).unwrap();
    run.edit(CHAPTER, "tells what became of them", "tells what has become of each");
    let said = || {
        let output = run.idm(&["draft", "--language", "fr", "--stale"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stderr).unwrap()
    };
    let apart = "`chapters/foreword.md` is not shown beside its translation, which has other paragraphs than it";
    let alone = said();
    assert!(alone.contains(apart) && !alone.contains("nothing to show"), "{alone}");
    assert_eq!(run.drafts().len(), 0);
    // What can be shown is drafted all the same.
    run.edit("workshops/opening/one/panel.yaml", "title:", "title: More,");
    assert!(said().contains(apart));
    assert_eq!(run.drafts().len(), 1);
    // Whoever accepts the translation as it is has compared the two.
    assert!(run.idm(&["translate", "accept", "--language", "fr"]).status.success());
    let accepted = said();
    assert!(!accepted.contains("is not shown") && accepted.contains("nothing to show"), "{accepted}");
}

#[test]
fn what_a_source_said_on_a_branch_is_known() {
    let run = Run::new();
    run.git(&["checkout", "--quiet", "-b", "side"]);
    run.edit(CHAPTER, "tells what became of them", "tells what has become of each");
    let output = run.idm(&["translate", "accept", "--language", "fr"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    run.commit();
    run.git(&["checkout", "--quiet", "main"]);
    run.git(&["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    run.edit(CHAPTER, "tells what has become of each", "tells what came of them");
    run.commit();
    let output = run.idm(&["draft", "--language", "fr", "--stale"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = run.drafts().iter().map(|path| words(path)).collect::<Vec<_>>().join("\n").replace('\u{ad}', "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("depuis la révision") && text.contains("each"), "{text}");
}

#[test]
fn one_passage_is_accepted_by_its_line_or_its_name() {
    let run = Run::new();
    run.edit(CHAPTER, "tells what became", "says what became");
    run.edit(CHAPTER, "A valley, as the forum drew it", "A valley, as someone drew it");
    run.edit("publication.yaml", "{en: Forum, fr", "{en: Gathering, fr");
    run.edit("people.yaml", "post: Surveyor", "post: Chief surveyor");
    let said = run.said();
    assert_eq!(said.len(), 4, "{said:?}");
    let accept = |what: &str| {
        let output = run.idm(&["translate", "accept", "--language", "fr", what]);
        let told = [output.stdout, output.stderr].map(|told| String::from_utf8(told).unwrap()).concat();
        (output.status.code(), told)
    };
    // Where a check tells it, from the folder where the program runs; the other piece of the file stays as it was.
    let place = said.iter().find(|line| line.contains("foreword.fr.md:3")).unwrap();
    let place = place.split(": ").next().unwrap().to_owned();
    assert_eq!(accept(&place), (Some(0), "chapters/foreword.fr.md:3: chapters/foreword.md\n1 noted\n".to_owned()));
    let left = run.said();
    assert_eq!(left, said.iter().filter(|line| !line.starts_with(&place)).cloned().collect::<Vec<_>>());
    assert_eq!(accept(&place).1, "0 noted; one was up to date already\n");
    // A word of the publication's own, by its name; a value, by the line of its source.
    let own = accept("publication.yaml#levels.event.one");
    assert_eq!(own, (Some(0), "publication.yaml:49: publication.yaml#levels.event.one\n1 noted\n".to_owned()));
    let line = fs::read_to_string(run.folder.path().join("inputs/people.yaml")).unwrap();
    let line = line.lines().position(|line| line.contains("Chief surveyor")).unwrap() + 1;
    assert!(accept(&format!("people.yaml:{line}")).1.ends_with("people.yaml#petrou.post\n1 noted\n"));
    assert_eq!(run.said().len(), 1);
    // What is not there is said, and nothing written.
    for (what, why) in [
        ("chapters/foreword.md:2", "no translated passage stands there"),
        ("people.yaml#nobody.post", "there is no passage of that name"),
        (
            "chapters/nowhere.md",
            "there is no file of translated texts chapters/nowhere.md; name its source, such as `chapters/introduction.md`",
        ),
    ] {
        let (code, told) = accept(what);
        assert!(code != Some(0) && told.contains(why), "{what}: {told}");
    }
    assert_eq!(run.said().len(), 1);
    // A file, by its translation.
    assert_eq!(accept("chapters/foreword.fr.md").1, "chapters/foreword.fr.md:1: chapters/foreword.md\n1 noted\n");
    assert_eq!(run.said(), [""; 0]);
}
