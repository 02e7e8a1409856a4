//! Editions in other languages, and words of a publication's own, as editors meet them.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

use idm_tests::{project, structure, witnesses, word};
use lopdf::Document;
use tempfile::TempDir;

/// The sound publication with an edition in French, of which a chapter, the title and a recommendation are translated.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let run = Self { folder };
        project::copy_base(&run.inputs()).unwrap();
        run.edit("publication.yaml", "language: en\n", "language: en\nlanguages: [en, fr]\n");
        run.write("publication.fr.yaml", "title: Des procès-verbaux qui servent à d’autres\n");
        let recommendations = fs::read_to_string(run.inputs().join(RECOMMENDATIONS)).unwrap();
        let id = recommendations.lines().find_map(|line| line.strip_prefix("- id: ")).unwrap();
        run.write(TRANSLATED, &format!("- id: {id}\n  title: Publier les registres\n"));
        run.write("chapters/introduction.fr.md", "# Avant-propos\n\nUn compte rendu.\n");
        run
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.inputs().join(path), text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.inputs().join(path)).unwrap();
        assert!(text.contains(from), "{from}");
        self.write(path, &text.replacen(from, to, 1));
    }

    fn idm(&self, arguments: &[&str]) -> Output {
        let mut all = arguments.to_vec();
        all.extend(["--project", "inputs"]);
        project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap()
    }

    /// What a check of the French edition says, but for what is not translated.
    fn said(&self) -> Vec<String> {
        let output = self.idm(&["check", "--language", "fr", "--message-format", "short"]);
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().filter(|line| !line.contains("[missing-translation]")).map(str::to_owned).collect()
    }
}

const RECOMMENDATIONS: &str = "workshops/spring/panel-1/recommendations.yaml";
const TRANSLATED: &str = "workshops/spring/panel-1/recommendations.fr.yaml";

#[test]
fn every_edition_is_built_and_the_numbers_are_the_same() {
    let run = Run::new();
    let output = run.idm(&["build", "--all-languages", "--out", "out"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = run.folder.path().join("out");
    for (book, title) in [("minutes.pdf", "Keeping minutes"), ("minutes.fr.pdf", "Des procès-verbaux")] {
        let bytes = fs::read(out.join(book)).unwrap();
        assert_eq!(witnesses::findings(&bytes), Vec::<String>::new(), "{book}");
        let records = idm::extract(&out.join(book)).unwrap();
        assert!(records["publication"].to_string().contains(title), "{book}: {}", records["publication"]);
    }
    let of = |book: &str| idm::extract(&out.join(book)).unwrap();
    let numbers = |records: &serde_json::Value| -> Vec<String> {
        records["recommendations"].as_array().unwrap().iter().map(|entry| entry["number"].to_string()).collect()
    };
    let (english, french) = (of("minutes.pdf"), of("minutes.fr.pdf"));
    assert_eq!(numbers(&english), numbers(&french));
    assert!(french["recommendations"].to_string().contains("Publier les registres"));
    assert_eq!(french["publication"]["language"], "fr");
}

#[test]
fn a_changed_source_makes_its_translation_stale_and_no_other() {
    let run = Run::new();
    assert!(run.said().iter().all(|line| line.contains("nobody has said")), "{:?}", run.said());
    let output = run.idm(&["translate", "accept", "--language", "fr"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        told.contains("\n3 noted") && told.starts_with("publication.fr.yaml:1: publication.yaml#title\n"),
        "{told}"
    );
    assert_eq!(run.said(), Vec::<String>::new());
    run.edit("chapters/introduction.md", "Each panel has a summary.", "Each panel has its summary.");
    let said = run.said();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("inputs/chapters/introduction.fr.md")
            && said[0].contains("[stale-translation]: one passage")
    );
    run.idm(&["translate", "accept", "--language", "fr", "chapters/introduction.md"]);
    assert_eq!(run.said(), Vec::<String>::new());
}

#[test]
fn what_translates_nothing_is_an_error_on_its_line_and_a_release_is_whole() {
    let run = Run::new();
    run.write("people.fr.yaml", "- id: nobody\n  post: Archiviste\n");
    let said = run.said();
    assert!(
        said.iter().any(|line| line.starts_with("inputs/people.fr.yaml:1:7: error[orphaned-translation]")),
        "{said:?}"
    );
    fs::remove_file(run.inputs().join("people.fr.yaml")).unwrap();
    let output = run.idm(&["check", "--language", "fr", "--release", "--message-format", "short"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("error[untranslated]: this text has no translation (`fr`)")
    );
    let output = run.idm(&["check", "--language", "es", "--message-format", "short"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("the publication has no edition in `es`"));
}

#[test]
fn a_night_of_one_edition_is_verified_in_its_language_and_keeps_to_its_folder() {
    let run = Run::new();
    let output = run.idm(&["nightly", "--language", "fr", "--out", "french"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let digest = fs::read_to_string(run.folder.path().join("french/digest.md")).unwrap();
    assert!(digest.contains("Des procès-verbaux"), "{digest}");
    let output = run.idm(&["verify", "--out", "french"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let output = run.idm(&["nightly", "--language", "en", "--out", "french"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the edition of `minutes` in `fr`"), "{output:?}");
    let output = run.idm(&["changes", "--language", "fr", "--against", "inputs"]);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_translated_table_with_other_rows_is_named_at_its_line() {
    let run = Run::new();
    let summary = "workshops/spring/panel-1/summary";
    let source = fs::read_to_string(run.inputs().join(format!("{summary}.md"))).unwrap();
    run.write(&format!("{summary}.fr.md"), &source);
    let tables = || run.said().into_iter().filter(|line| line.contains("[translated-table]")).collect::<Vec<_>>();
    run.idm(&["translate", "accept", "--language", "fr"]);
    assert_eq!(tables(), [""; 0]);
    run.edit(&format!("{summary}.fr.md"), "| Reading |     30 |    10 |\n", "");
    let line = source.lines().position(|line| line.starts_with("| Task")).unwrap() + 1;
    let [told] = &tables()[..] else { panic!("{:?}", run.said()) };
    assert!(told.starts_with(&format!("inputs/{summary}.fr.md:{line}:1: warning")), "{told}");
    assert!(told.contains(&format!("(`{summary}.md`, line {line}): 2 rows here, 3 there")), "{told}");
}

#[test]
fn a_line_that_notes_nothing_is_named_with_what_to_write() {
    let run = Run::new();
    run.idm(&["translate", "accept", "--language", "fr"]);
    let note = fs::read_to_string(run.inputs().join("translations/fr.txt")).unwrap();
    run.write("translations/fr.txt", &note.replacen('\t', " ", 1));
    let told = run.idm(&["check", "--language", "fr"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("translations/fr.txt:2:1") && told.contains("unread-note"), "{told}");
    assert!(told.contains("write a tab between `chapters/introduction.md` and `"), "{told}");
}

#[test]
fn nothing_is_accepted_without_a_reason() {
    let run = Run::new();
    let accept = |what: &[&str]| {
        let output = run.idm(&[&["translate", "accept", "--language", "fr"], what].concat());
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    assert!(accept(&["chapters/introduction.md"]).ends_with("\n1 noted\n"));
    assert_eq!(accept(&["chapters/introduction.fr.md"]), "0 noted; one was up to date already\n");
    let missing = accept(&["workshops/spring/panel-2/summary.md"]);
    assert_eq!(missing, "0 noted; one has no translation\n");
    assert!(accept(&["people.yaml#nobody.post"]).contains("there is no passage of that name"));
    assert!(accept(&[]).contains("\n2 noted; one was up to date already; "), "{}", accept(&[]));
}

#[test]
fn a_check_of_all_editions_tells_each_problem_once() {
    let run = Run::new();
    run.edit("chapters/introduction.md", "[@programme]", "[@programm]");
    let check = |arguments: &[&str]| {
        let output = run.idm(&[&["check", "--message-format", "json"], arguments].concat());
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    // The French chapter is another text.
    run.edit("chapters/introduction.fr.md", "Un compte rendu.", "Un compte rendu [@programm].");
    let told = check(&["--all-languages"]).to_string();
    assert_eq!(told.matches("\"code\":\"dangling-reference\"").count(), 2, "{told}");
    let fixed = run.idm(&["check", "--all-languages", "--fix", "--message-format", "short"]);
    assert!(fixed.status.code().is_some_and(|code| code < 2), "{fixed:?}");
}

#[test]
fn changes_of_all_editions_are_told_each_in_its_language() {
    let run = Run::new();
    project::copy_folder(&run.inputs(), &run.folder.path().join("before")).unwrap();
    run.edit("chapters/introduction.fr.md", "Un compte rendu.", "Un bref compte rendu.");
    let changes = |arguments: &[&str]| {
        let output = run.idm(&[&["changes", "--against", "before"], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let (english, french) = (changes(&[]), changes(&["--language", "fr"]));
    assert!(english == "nothing has changed\n" && french.contains("Un {+bref +}compte rendu."), "{english}{french}");
    let told = changes(&["--all-languages"]);
    let (first, second) = told.split_once("\n\nÉdition en français\n===================\n\n").unwrap();
    assert_eq!((first, second), ("Edition in English\n==================\n\nnothing has changed", &*french));
    let page = changes(&["--all-languages", "--format", "markdown"]);
    assert!(page.starts_with("# Edition in English\n") && page.contains("**bref compte** rendu."), "{page}");
    let json: serde_json::Value = serde_json::from_str(&changes(&["--all-languages", "--format", "json"])).unwrap();
    let editions = json["editions"].as_array().unwrap();
    let told: Vec<_> = editions.iter().map(|edition| (&edition["language"], &edition["counts"]["changed"])).collect();
    assert_eq!(serde_json::json!(told), serde_json::json!([["en", 0], ["fr", 1]]));
}

#[test]
fn a_publication_has_words_of_its_own_in_book_and_lists() {
    let run = Run::new();
    run.edit(
        "publication.yaml",
        "values:\n",
        "labels:\n  kind.panel: {en: Round table, fr: Table des voisins}\naddressees:\n  local-authorities: Town \
         halls\n  civil-society:\nvalues:\n",
    );
    let output = run.idm(&["list", "labels", "--format", "csv"]);
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    for row in ["kind.panel,Round table,publication.yaml,", "addressee.local-authorities,Town halls,publication.yaml,"]
    {
        assert!(listed.contains(row), "{row} in {listed}");
    }
    let output = run.idm(&["build", "--language", "fr", "--out", "out"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(run.folder.path().join("out/minutes.fr.pdf")).unwrap();
    let text = structure::read(&Document::load_mem(&bytes).unwrap()).text();
    assert!(text.contains("Table des voisins") && !text.contains("Table ronde"), "{text}");
}

#[test]
fn nothing_is_accepted_while_something_cannot_be_read_and_the_notes_stay() {
    let run = Run::new();
    run.idm(&["translate", "accept", "--language", "fr"]);
    let ledger = run.inputs().join("translations/fr.txt");
    let before = fs::read_to_string(&ledger).unwrap();
    for broken in ["title: a: b\n", ""] {
        run.write("publication.fr.yaml", broken);
        let output = run.idm(&["translate", "accept", "--language", "fr", "chapters/introduction.md"]);
        assert_eq!(output.status.code(), Some(1), "{broken:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("publication.fr.yaml"), "{broken:?}");
        assert_eq!(fs::read_to_string(&ledger).unwrap(), before, "{broken:?}");
    }
}

const LEVELS: &str = "levels:
  event: {one: {en: Forum, fr: Forum}, many: {en: Forums, fr: Forums}, gender: {fr: masculine}}
  workshop: {one: {en: Hearing, fr: Audience}, many: {en: Hearings, fr: Audiences}, gender: {fr: feminine}}
  panel: {one: {en: Assembly, fr: Assemblée}, many: {en: Assemblies, fr: Assemblées}, gender: {fr: feminine}}
  recommendation: {letter: {en: P, fr: V}}
languages: [en, fr]
";

/// The words of the book's own for its levels, wherever the program prints one.
#[test]
fn levels_are_called_as_the_publication_calls_them() {
    let run = Run::new();
    run.edit("publication.yaml", "languages: [en, fr]\n", LEVELS);
    run.edit(
        "publication.yaml",
        "  - section: contents\n",
        "  - section: contents\n  - section: in-brief\n  - section: charts\n",
    );
    let built = run.idm(&["build", "--all-languages", "--out", "out"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let printed = |name: &str| {
        let document = Document::load(run.folder.path().join("out").join(name)).unwrap();
        structure::read(&document).text()
    };
    let (english, french) = (printed("minutes.pdf"), printed("minutes.fr.pdf"));
    for words in ["The forum on two pages", "Agenda of the hearings", "Assembly\u{a0}1", "Hearing\u{a0}1", "P1.1"] {
        assert!(english.contains(words), "{words}");
    }
    for words in [
        "Le forum en deux pages",
        "Ordre du jour des audiences",
        "Assemblée\u{a0}1",
        "L’assemblée telle que prévue",
        "V1.1",
    ] {
        assert!(french.contains(words), "{words}");
    }
    for (text, words) in
        [(&english, ["Panel ", "Workshop\u{a0}1", "R1.1"]), (&french, ["Table ronde", "Atelier", "R1.1"])]
    {
        for word in words {
            assert!(!text.contains(word), "{word}");
        }
    }
}

#[test]
fn changes_are_told_in_the_language_of_the_edition() {
    let run = Run::new();
    let before = Run::new();
    for run in [&run, &before] {
        run.edit("publication.yaml", "languages: [en, fr]\n", LEVELS);
    }
    let earlier = before.inputs().display().to_string();
    run.edit(RECOMMENDATIONS, "addressees: [", "addressees: [academia, ");
    run.edit(RECOMMENDATIONS, "status: draft", "status: reviewed");
    let told = |language: &str| {
        let output = run.idm(&["changes", "--against", &earlier, "--language", language]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let french = told("fr");
    assert!(french.contains("destinataires\u{a0}: + Monde universitaire"), "{french}");
    assert!(french.contains("état\u{a0}: projet → relu"), "{french}");
    for word in ["changed", "addressees", "draft", "words"] {
        assert!(!french.contains(word), "`{word}` in {french}");
    }
    let english = told("en");
    assert!(english.contains("addressees changed: + Academia"), "{english}");
}

/// The whole sample on each paper: the sheet is as large as it should be, and nothing runs out of it.
#[test]
fn every_paper_holds_its_pages() {
    let sample = project::package().parent().unwrap().join("inputs/idm-2017");
    for (name, width, height) in
        [("a5", 419.5, 595.3), ("b5", 498.9, 708.7), ("a4", 595.3, 841.9), ("us-letter", 612.0, 792.0)]
    {
        let folder = TempDir::new().unwrap();
        let inputs = folder.path().join("inputs");
        project::copy_folder(&sample, &inputs).unwrap();
        let settings = fs::read_to_string(inputs.join("publication.yaml")).unwrap();
        fs::write(inputs.join("publication.yaml"), settings.replace("paper: a4", &format!("paper: {name}"))).unwrap();
        let arguments = ["build", "--deny", "warnings", "--project", "inputs"];
        let output = project::run(&project::program().unwrap(), folder.path(), &arguments).unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let document = Document::load(folder.path().join("out/idm-2017.pdf")).unwrap();
        for page in document.get_pages().into_values() {
            let page = document.get_dictionary(page).unwrap();
            let sides = page.get(b"MediaBox").unwrap().as_array().unwrap();
            let side = |at: usize| sides[at].as_float().unwrap();
            assert!((side(2) - width).abs() < 0.2 && (side(3) - height).abs() < 0.2, "{name}: {sides:?}");
        }
    }
}

/// What an edition says in a language that is not its own is tagged so, and nothing else is: words that each language uses all
/// the time stand in runs with its tag.
#[test]
fn every_run_of_an_edition_is_tagged_with_its_language() {
    let folder = TempDir::new().unwrap();
    let sample = project::package().join("../inputs/idm-2017");
    project::copy_folder(&sample, &folder.path().join("inputs")).unwrap();
    let common = BTreeMap::from([
        ("en", &[" the ", " was ", " were ", " which "][..]),
        ("fr", &[" des ", " dans ", " était ", " pour "][..]),
        ("es", &[" los ", " las ", " para ", " fue "][..]),
    ]);
    let works = fs::read_to_string(sample.join("references.yaml")).unwrap();
    for language in ["en", "fr", "es"] {
        let ending = if language == "en" { String::new() } else { format!(".{language}") };
        let made = |format: &str| {
            let arguments =
                ["build", "--language", language, "--format", format, "--out", "out", "--project", "inputs"];
            let output = project::run(&project::program().unwrap(), folder.path(), &arguments).unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            fs::read(folder.path().join(format!("out/idm-2017{ending}.{format}"))).unwrap()
        };
        let pdf = structure::languages(&Document::load_mem(&made("pdf")).unwrap());
        let word = word::languages(&made("docx")).unwrap();
        for (format, told) in [("pdf", pdf), ("docx", word)] {
            let code = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
            assert!(told.iter().filter(|(tag, _)| code(tag) == language).count() > 50, "{language} {format}");
            let mut wrong = vec![];
            // The titles of works are in the language of the source, since no entry names another.
            let titles: Vec<_> =
                told.iter().filter(|(_, words)| words.trim().len() > 16 && works.contains(words.trim())).collect();
            assert!(titles.len() > 5, "{language} {format}: {titles:?}");
            wrong.extend(
                titles
                    .iter()
                    .filter(|(tag, _)| code(tag) != "en")
                    .map(|(tag, words)| format!("{tag}, and not en: {words}")),
            );
            for (tag, words) in &told {
                for (other, own) in common.iter().filter(|(other, _)| **other != code(tag)) {
                    let count: usize = own.iter().map(|word| words.matches(word).count()).sum();
                    if count > 1 {
                        wrong.push(format!("{tag}, and not {other}: {words}"));
                    }
                }
            }
            // Plain values that nobody has translated are told in the source's language, in tables, lists and running text.
            if language != "en" {
                for value in ["International Organization for Migration", "Director General"] {
                    let found: Vec<_> = told.iter().filter(|(_, words)| words.contains(value)).collect();
                    assert!(!found.is_empty(), "{language} {format}: {value}");
                    let other = found
                        .iter()
                        .filter(|(tag, words)| code(tag) != "en" && !words.contains(" : ") && !words.contains(": "));
                    wrong.extend(other.map(|(tag, words)| format!("{tag}, and not en: {words}")));
                }
            }
            assert!(wrong.is_empty(), "{language} {format}: {}", wrong.join("\n"));
        }
    }
}

/// In a Word file, the head of a table never stands alone at the end of a page, and a short table is not divided.
#[test]
fn the_head_of_a_table_stays_with_its_rows_in_a_word_file() {
    let folder = TempDir::new().unwrap();
    let sample = project::package().join("../inputs/idm-2017");
    let arguments = ["build", "--format", "docx", "--out", "out", "--project", sample.to_str().unwrap()];
    let output = project::run(&project::program().unwrap(), folder.path(), &arguments).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = word::text(&fs::read(folder.path().join("out/idm-2017.docx")).unwrap()).unwrap();
    let (mut short, mut long) = (0, 0);
    for table in text.split("<w:tbl>").skip(1).map(|rest| rest.split("</w:tbl>").next().unwrap()) {
        let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
        if !rows[0].contains("<w:tblHeader/>") {
            continue;
        }
        let kept = |row: &&str| row.matches("<w:p>").count() == row.matches("<w:keepNext/>").count();
        assert!(kept(&rows[0]), "{}", rows[0]);
        if rows.len() <= 7 {
            short += 1;
            assert!(rows.iter().all(kept), "{table}");
        } else {
            long += 1;
            assert!(!rows.iter().all(kept), "{table}");
        }
    }
    assert!(short > 5 && long > 3, "{short} short tables, {long} long ones");
}
