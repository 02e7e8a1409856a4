//! A night in all languages of a publication: one folder, one manifest, one digest.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use idm_tests::{project, witnesses};
use serde_json::Value;
use tempfile::TempDir;

/// A publication in English with editions in French and Spanish: the first panel has a summary in French, the second one in
/// both.
struct Run {
    folder: TempDir,
}

const FIRST: &str = "workshops/spring/panel-1/summary";
const SECOND: &str = "workshops/spring/panel-2/summary";

/// Every document of a night in the three languages.
const ALL: [&str; 11] = [
    "publication",
    "records",
    "draft:plain-words",
    "draft:open-archive",
    "publication.fr",
    "records.fr",
    "draft:plain-words.fr",
    "draft:open-archive.fr",
    "publication.es",
    "records.es",
    "draft:open-archive.es",
];

impl Run {
    fn new() -> Self {
        let run = Self { folder: TempDir::new().unwrap() };
        run.publication("inputs", "minutes");
        run
    }

    /// Writes the publication into a folder, under an identifier.
    fn publication(&self, folder: &str, id: &str) {
        let at = self.folder.path().join(folder);
        project::copy_base(&at).unwrap();
        let write = |path: &str, text: &str| fs::write(at.join(path), text).unwrap();
        let settings = fs::read_to_string(at.join("publication.yaml")).unwrap();
        let settings = settings.replace("language: en\n", "language: en\nlanguages: [en, fr, es]\n");
        write("publication.yaml", &settings.replace("id: minutes\n", &format!("id: {id}\n")));
        write("publication.fr.yaml", "title: Des procès-verbaux qui servent à d’autres\n");
        let summary = fs::read_to_string(at.join(format!("{FIRST}.md"))).unwrap();
        write(&format!("{FIRST}.fr.md"), &summary.replace("# What was asked", "# Ce qui a été demandé"));
        for (language, text) in [("fr", "Tôt, c’est mieux"), ("es", "Pronto es mejor")] {
            write(&format!("{SECOND}.{language}.md"), &format!("# {text}\n\n{text} [@notes].\n"));
            let arguments = ["translate", "accept", "--language", language, "--project", folder];
            let accepted = project::run(&project::program().unwrap(), self.folder.path(), &arguments).unwrap();
            assert!(accepted.status.success(), "{accepted:?}");
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.path("inputs").join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn idm(&self, arguments: &[&str]) -> Output {
        project::run(&project::program().unwrap(), self.folder.path(), arguments).unwrap()
    }

    /// A night that succeeds, and the names of the documents that it built.
    fn night(&self, arguments: &[&str]) -> BTreeSet<String> {
        let output = self.idm(&[&["nightly", "--project", "inputs"], arguments].concat());
        assert!(output.status.success(), "{}{}", told(&output), String::from_utf8_lossy(&output.stderr));
        let manifest = self.manifest("out");
        let built = told(&output).lines().filter(|line| line.starts_with("built  ")).count();
        if built == 0 {
            return BTreeSet::new();
        }
        let runs = manifest["run"]["documents"].as_array().unwrap().clone();
        let names = runs.iter().filter(|run| run["action"] == "built");
        let names: BTreeSet<String> = names.map(|run| run["document"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names.len(), built);
        names
    }

    fn manifest(&self, out: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path(out).join("manifest.json")).unwrap()).unwrap()
    }

    fn digest(&self) -> String {
        fs::read_to_string(self.path("out/digest.md")).unwrap()
    }

    /// Every file in the folder of outputs but what tells of the runs, with what it holds.
    fn outputs(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for folder in ["", "drafts"] {
            for entry in fs::read_dir(self.path(out).join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let is_told = name.starts_with('.') || name.starts_with("digest.") || name == "manifest.json";
                if path.is_file() && !is_told {
                    found.insert(name, fs::read(path).unwrap());
                }
            }
        }
        found
    }

    fn verify(&self) -> String {
        told(&self.idm(&["verify", "--project", "inputs"])).to_owned()
    }
}

fn told(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn named(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn a_night_makes_every_edition_and_a_second_one_nothing() {
    let run = Run::new();
    assert_eq!(run.night(&[]), named(&ALL));
    let manifest = run.manifest("out");
    let listed: Vec<&str> =
        manifest["outputs"].as_array().unwrap().iter().map(|output| output["document"].as_str().unwrap()).collect();
    assert_eq!(listed, ALL, "edition by edition");
    let languages: Vec<&str> =
        manifest["editions"].as_array().unwrap().iter().map(|edition| edition["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["en", "fr", "es"]);
    assert_eq!(manifest["outputs"][5]["path"], "records.fr.json");
    assert_eq!(manifest["outputs"][5]["language"], "fr");
    let before = run.outputs("out");
    for (name, bytes) in before.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        assert_eq!(witnesses::findings(bytes), Vec::<String>::new(), "{name}");
    }
    // Each file is the one that a build of its edition alone makes.
    let built = run.idm(&["build", "--all-languages", "--project", "inputs", "--out", "alone"]);
    assert!(built.status.success(), "{built:?}");
    for name in ["minutes.pdf", "minutes.fr.pdf", "minutes.es.pdf"] {
        assert!(fs::read(run.path("alone").join(name)).unwrap() == before[name], "{name}");
    }
    assert_eq!(run.night(&["--all-languages"]), named(&[]));
    assert!(run.outputs("out") == before);
    assert_eq!(run.verify(), "11 outputs are what the inputs make, byte for byte\n");
    // One at a time, everything comes out the same.
    run.night(&["--all", "--jobs", "1"]);
    assert!(run.outputs("out") == before);
    // Every problem is told once, whatever number of editions has it.
    let problems = manifest["diagnostics"]["list"].as_array().unwrap().clone();
    let distinct: BTreeSet<String> = problems.iter().map(Value::to_string).collect();
    assert_eq!(problems.len(), distinct.len());
}

#[test]
fn a_changed_passage_builds_the_editions_that_print_it_and_makes_its_translations_stale() {
    let run = Run::new();
    run.night(&[]);
    // Of this summary there is no translation into Spanish, so that the Spanish book prints the source.
    run.edit(&format!("{FIRST}.md"), "An answer came", "One answer came");
    let print = ["publication", "records", "draft:plain-words", "publication.es", "records.es"];
    assert_eq!(run.night(&[]), named(&print));
    let digest = run.digest();
    assert_eq!(digest.matches("(`plain-words`) Summary: reworded").count(), 1, "{digest}");
    assert!(!digest.contains("Edition in"), "{digest}");
    let stale = |language: &str| {
        let check = run.idm(&["check", "--language", language, "--project", "inputs", "--message-format", "short"]);
        told(&check).matches("[stale-translation]").count()
    };
    assert_eq!((stale("fr"), stale("es")), (1, 0));
    // This one is translated into both: no other edition prints its source.
    run.edit(&format!("{SECOND}.md"), "are read more often", "are more often read");
    assert_eq!(run.night(&[]), named(&["publication", "records", "draft:open-archive"]));
    assert_eq!((stale("fr"), stale("es")), (2, 1));
    let digest = run.digest();
    let french = digest.lines().find(|line| line.starts_with("French: ")).unwrap_or_else(|| panic!("{digest}"));
    assert!(french.contains(", 2 of another source"), "{digest}");
    // What is stale stands among the translations, and not among the problems as well.
    assert!(!digest.contains("stale-translation"), "{digest}");
}

#[test]
fn a_changed_translation_builds_its_book_and_draft_alone() {
    let run = Run::new();
    run.night(&[]);
    run.edit(&format!("{SECOND}.fr.md"), "Tôt, c’est mieux [", "Tôt vaut mieux que tard [");
    assert_eq!(run.night(&[]), named(&["publication.fr", "records.fr", "draft:open-archive.fr"]));
    let digest = run.digest();
    let (_, french) = digest.split_once("### Edition in French").unwrap_or_else(|| panic!("{digest}"));
    assert!(french.contains("(`open-archive`) Summary: reworded"), "{digest}");
    assert_eq!(digest.matches("reworded").count(), 1, "{digest}");
    assert_eq!(run.verify(), "11 outputs are what the inputs make, byte for byte\n");
    assert_eq!(run.night(&[]), named(&[]));
}

#[test]
fn an_error_in_a_translation_stops_its_edition_alone() {
    let run = Run::new();
    run.night(&[]);
    let before = run.outputs("out");
    run.edit(&format!("{FIRST}.fr.md"), "## The decision first", ":::quote\nnever closed\n\n## The decision first");
    run.edit(&format!("{SECOND}.md"), "are read more often", "are more often read");
    let output = run.idm(&["nightly", "--project", "inputs"]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("summary.fr.md") && stderr.contains("unclosed-block"), "the author's line: {stderr}");
    let manifest = run.manifest("out");
    let failed: Vec<&str> =
        manifest["failed"].as_array().unwrap().iter().map(|failed| failed["document"].as_str().unwrap()).collect();
    assert_eq!(failed, ["publication.fr", "records.fr", "draft:plain-words.fr"]);
    let after = run.outputs("out");
    assert!(after["minutes.fr.pdf"] == before["minutes.fr.pdf"] && after["minutes.pdf"] != before["minutes.pdf"]);
    assert!(run.digest().contains("(`open-archive`) Summary: reworded"), "{}", run.digest());
}

#[test]
fn a_language_that_is_taken_out_takes_its_outputs_along() {
    let run = Run::new();
    run.night(&[]);
    let before = run.outputs("out");
    // While the publication has the edition, a night that does not make it is refused.
    let refused = run.idm(&["nightly", "--project", "inputs", "--language", "en"]);
    assert_eq!(refused.status.code(), Some(2));
    let message = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(message.contains("out holds the edition of `minutes` in `fr`, which would be lost"), "{message}");
    assert!(run.outputs("out") == before);
    run.edit("publication.yaml", "languages: [en, fr, es]", "languages: [en, fr]");
    fs::remove_file(run.path("inputs").join(format!("{SECOND}.es.md"))).unwrap();
    fs::remove_file(run.path("inputs/translations/es.txt")).unwrap();
    run.night(&[]);
    let after: BTreeSet<String> = run.outputs("out").into_keys().collect();
    let is_spanish = |name: &&String| name.contains(".es.") || name.contains("-es-");
    assert_eq!(before.keys().filter(is_spanish).count(), 3);
    let left: BTreeSet<String> = before.keys().filter(|name| !is_spanish(name)).cloned().collect();
    assert_eq!(after, left);
    assert!(run.digest().contains("minutes.es.pdf"), "{}", run.digest());
    assert_eq!(run.night(&[]), named(&[]));
}

#[test]
fn translations_into_a_language_that_was_taken_out_are_named_as_unread_and_stop_nothing() {
    let run = Run::new();
    fs::write(run.path("inputs/frameworks/handbook.fr.yaml"), "title: Le manuel\n").unwrap();
    fs::write(run.path("inputs/chapters/introduction.fr.md"), "Avant tout.\n").unwrap();
    run.edit("publication.yaml", "languages: [en, fr, es]\n", "languages: [en, es]\n");
    let checked = run.idm(&["check", "--project", "inputs", "--message-format", "short"]);
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    let said = String::from_utf8_lossy(&checked.stdout).into_owned() + &String::from_utf8_lossy(&checked.stderr);
    let unread =
        said.lines().filter(|line| line.contains("`languages` in publication.yaml does not list `fr`")).count();
    let files = ["frameworks/handbook", "chapters/introduction", "publication", FIRST, SECOND];
    let expected = files.iter().filter(|file| said.contains(&format!("{file}.fr."))).count();
    assert_eq!((unread, expected), (expected, files.len()), "{said}");
}

#[test]
fn a_folder_of_one_language_goes_over_without_building_what_is_there() {
    for (language, own) in [("en", &ALL[..4]), ("fr", &ALL[4..8])] {
        let run = Run::new();
        assert_eq!(run.night(&["--language", language]), named(own));
        let before = run.outputs("out");
        // As a program wrote it that knew of one edition in a folder.
        let mut manifest = run.manifest("out");
        let strip = |value: &mut Value| {
            let name = value.as_str().unwrap();
            *value = name.strip_suffix(".fr").unwrap_or(name).into();
        };
        manifest.as_object_mut().unwrap().remove("editions");
        manifest["publication"].as_object_mut().unwrap().remove("languages");
        for output in manifest["outputs"].as_array_mut().unwrap() {
            strip(&mut output["document"]);
            output.as_object_mut().unwrap().remove("language");
        }
        manifest["run"]["documents"].as_array_mut().unwrap().iter_mut().for_each(|run| strip(&mut run["document"]));
        fs::write(run.path("out/manifest.json"), manifest.to_string()).unwrap();
        assert!(run.verify().ends_with("4 outputs are what the inputs make, byte for byte\n"), "{}", run.verify());
        let new: Vec<&str> = ALL.into_iter().filter(|name| !own.contains(name)).collect();
        assert_eq!(run.night(&[]), named(&new), "{language}");
        let after = run.outputs("out");
        assert!(before.iter().all(|(name, bytes)| after[name] == *bytes), "{language}");
        assert_eq!(run.verify(), "11 outputs are what the inputs make, byte for byte\n");
    }
}

#[test]
fn verify_finds_a_changed_byte_in_any_edition() {
    let run = Run::new();
    run.night(&[]);
    let path = run.path("out/minutes.fr.pdf");
    let mut bytes = fs::read(&path).unwrap();
    bytes[1000] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(run.verify(), "minutes.fr.pdf is another file than the one that was written\n");
    assert_eq!(run.night(&[]), named(&["publication.fr"]));
    // What a manifest says of one edition is not what another makes.
    run.edit(&format!("{SECOND}.es.md"), "Pronto es mejor [", "Cuanto antes, mejor [");
    let said = run.verify();
    assert!(said.starts_with(&format!("input {SECOND}.es.md has changed\n")), "{said}");
    assert_eq!(said.matches("comes out otherwise").count(), 3, "{said}");
}

#[test]
fn a_killed_night_is_finished_by_the_next() {
    let whole = Run::new();
    whole.night(&[]);
    let whole = whole.outputs("out");
    for wait in [5, 100, 250, 500, 800] {
        let run = Run::new();
        let mut killed = Command::new(project::program().unwrap())
            .args(["nightly", "--project", "inputs"])
            .current_dir(run.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        killed.kill().unwrap();
        killed.wait().unwrap();
        run.night(&[]);
        assert!(run.outputs("out") == whole, "killed after {wait} ms");
    }
}

#[test]
fn parts_of_all_editions_make_the_same_whole() {
    let run = Run::new();
    run.night(&[]);
    let mut whole = run.manifest("out");
    let plan = run.idm(&["nightly", "--project", "inputs", "--out", "new", "--plan", "json", "--shards", "3"]);
    let plan: Value = serde_json::from_str(told(&plan)).unwrap();
    let languages = |value: &Value| -> BTreeSet<String> {
        value.as_array().unwrap().iter().map(|language| language.as_str().unwrap().to_owned()).collect()
    };
    let parts = plan["matrix"]["include"].as_array().unwrap();
    assert_eq!(parts.iter().map(|part| part["documents"].as_u64().unwrap()).sum::<u64>(), 11);
    let all: BTreeSet<String> = parts.iter().flat_map(|part| languages(&part["languages"])).collect();
    assert_eq!(all, named(&["en", "fr", "es"]));
    let of_documents: BTreeSet<&str> =
        plan["documents"].as_array().unwrap().iter().map(|document| document["language"].as_str().unwrap()).collect();
    assert_eq!(of_documents.len(), 3);
    for part in parts {
        let shard = part["shard"].as_str().unwrap();
        let output = run.idm(&["nightly", "--project", "inputs", "--out", "parts", "--shard", shard]);
        assert!(output.status.success(), "{output:?}");
    }
    let output = run.idm(&["nightly", "--out", "parts", "--merge"]);
    assert!(output.status.success(), "{output:?}");
    let mut merged = run.manifest("parts");
    (whole["run"], merged["run"]) = (Value::Null, Value::Null);
    assert_eq!(whole, merged);
    assert!(run.outputs("parts") == run.outputs("out"));
    // A part in one language does not go with parts in all.
    let output = run.idm(&["nightly", "--project", "inputs", "--out", "mixed", "--shard", "1/2"]);
    assert!(output.status.success(), "{output:?}");
    let output = run.idm(&["nightly", "--project", "inputs", "--out", "other", "--shard", "2/2", "--language", "en"]);
    assert!(output.status.success(), "{output:?}");
    fs::copy(run.path("other/manifest-2-of-2.json"), run.path("mixed/manifest-2-of-2.json")).unwrap();
    let output = run.idm(&["nightly", "--out", "mixed", "--merge"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    let differ = "manifest-1-of-2.json and manifest-2-of-2.json contradict each other: they are in different languages";
    assert!(message.contains(differ), "{message}");
}

#[test]
fn what_was_made_before_is_taken_from_the_cache_in_each_language() {
    let run = Run::new();
    run.night(&["--cache", "cache"]);
    fs::remove_dir_all(run.path("out")).unwrap();
    let output = run.idm(&["nightly", "--project", "inputs", "--cache", "cache"]);
    assert!(told(&output).ends_with("3 built, 8 fetched, 0 kept, 0 failed in out\n"), "{}", told(&output));
}

#[test]
fn several_publications_in_several_languages() {
    let run = Run::new();
    run.publication("volumes/one", "one");
    run.publication("volumes/two", "two");
    let night = || run.idm(&["nightly", "--projects", "volumes", "--out", "shelf"]);
    let first = night();
    assert!(first.status.success(), "{first:?}");
    for name in ["one", "two"] {
        assert!(told(&first).contains(&format!("11 built, 0 kept, 0 failed in shelf/{name}\n")), "{}", told(&first));
        let verified = run.idm(&["verify", "--project", &format!("volumes/{name}"), "--out", &format!("shelf/{name}")]);
        assert!(told(&verified).starts_with("11 outputs are what the inputs make"), "{}", told(&verified));
    }
    assert_eq!(told(&night()).matches("0 built, 11 kept, 0 failed in").count(), 2);
}

#[test]
fn a_draft_finds_the_book_of_its_language_in_the_manifest() {
    let run = Run::new();
    run.night(&[]);
    let draft = |language: &str| {
        let arguments = ["draft", "plain-words", "--project", "inputs", "--out", "copies", "--language", language];
        run.idm(&[&arguments[..], &["--book=out/manifest.json"]].concat())
    };
    for language in ["en", "fr", "es"] {
        let output = draft(language);
        assert!(output.status.success(), "{language}: {output:?}");
    }
    let mut manifest = run.manifest("out");
    manifest["outputs"].as_array_mut().unwrap().retain(|output| output["document"] != "publication.fr");
    fs::write(run.path("out/manifest.json"), manifest.to_string()).unwrap();
    let output = draft("fr");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("it names no book in `fr`"), "{output:?}");
}
