//! Another publication than the sample: a made-up forum with words, rooms, paper and languages of its own, from first check to
//! release.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use idm_core::files::Files;
use idm_tests::memory::Checked;
use idm_tests::{project, structure, witnesses};
use lopdf::Document;
use tempfile::TempDir;

/// A copy of the forum in a folder of its own.
fn forum() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let inputs = folder.path().join("inputs");
    project::copy_folder(&project::package().join("publications/high-valleys"), &inputs).unwrap();
    (folder, inputs)
}

#[track_caller]
fn idm(folder: &Path, arguments: &[&str]) -> Output {
    let all = [arguments, &["--project", "inputs"]].concat();
    let output = project::run(&project::program().unwrap(), folder, &all).unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// What a PDF says to whoever hears it; the witnesses have nothing to say of it.
#[track_caller]
fn heard(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    assert_eq!(witnesses::findings(&bytes), Vec::<String>::new(), "{}", path.display());
    structure::read(&Document::load_mem(&bytes).unwrap()).text()
}

#[test]
fn it_is_released_in_both_languages_in_its_own_words() {
    let (folder, _) = forum();
    idm(folder.path(), &["check", "--all-languages", "--deny", "warnings"]);
    idm(folder.path(), &["build", "--release", "--all-languages", "--deny", "warnings", "--out", "out"]);
    let (english, french) =
        (heard(&folder.path().join("out/high-valleys.pdf")), heard(&folder.path().join("out/high-valleys.fr.pdf")));
    let in_english =
        ["The forum on two pages", "Agenda of the meetings", "Round table\u{a0}3", "Proposals", "P1.1", "C1.1"];
    let in_french =
        ["Le forum en deux pages", "Ordre du jour des réunions", "Table ronde\u{a0}3", "Propositions", "V1.1", "C1.1"];
    for (text, all) in [(&english, in_english), (&french, in_french)] {
        for words in all {
            assert!(text.contains(words), "{words}");
        }
        let names = ["Вера Соколова", "Ελένη Πέτρου", "Nguyễn Thị Hạnh", "Անահիտ Սարգսյան", "សុខ ដារា", "李清泉"];
        for name in names {
            assert!(text.contains(name), "{name}");
        }
        // Typst writes letters that run from right to left in the order in which they stand on the page.
        for name in ["נועה", "לוי", "سلمى", "حداد"] {
            let backwards: String = name.chars().rev().collect();
            assert!(text.contains(name) || text.contains(&backwards), "{name}");
        }
        // The second of them is a name.
        assert!(text.contains("Ledger House") || text.contains("Maison des registres"));
        for sample in ["Panel", "Workshop", "Atelier", "R1.1", "O1.1", "igration", "IOM"] {
            assert!(!text.contains(sample), "{sample}");
        }
    }
    assert!(english.contains("Moderators") && english.contains("Rapporteurs"), "{english}");
    assert!(english.contains("Seed room") && french.contains("Salle des semences"));
    assert!(!french.contains("[en]"), "something is not translated");
}

/// Sessions that are held side by side stand below each other in the drawing of a day, each in its own hours.
#[test]
fn parallel_sessions_are_drawn_in_lanes() {
    let files = Files::directory(&project::package().join("publications/high-valleys")).unwrap();
    let pages = Checked::new(files).pages().unwrap();
    let lines = |page: usize| pages.text(page).unwrap().blocks.into_iter().flat_map(|block| block.lines);
    let drawn = (0..pages.len()).find(|&page| lines(page).any(|line| line.text.trim() == "13:00")).unwrap();
    // The middle of what is written, from the left and from the top; of words that come twice, that which stands higher.
    let middle = |words: &str| {
        let areas = lines(drawn).filter(|line| line.text.trim() == words).map(|line| line.area);
        let area = areas.min_by(|one, other| one.top.total_cmp(&other.top)).unwrap();
        (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom))
    };
    let (ten, eleven) = (middle("10:00").0, middle("11:00").0);
    let hour = |words: &str| 10.0 + (middle(words).0 - ten) / (eleven - ten);
    let [counting, sharing, dams] = ["Round table\u{a0}1", "Round table\u{a0}2", "Round table\u{a0}3"];
    for (session, half_way) in [(counting, 11.0), (sharing, 10.75), (dams, 12.25)] {
        assert!((hour(session) - half_way).abs() < 0.05, "{session}: {}", hour(session));
    }
    assert!(middle(sharing).1 - middle(counting).1 > 10.0, "they stand in one lane");
    assert!((middle(sharing).1 - middle(dams).1).abs() < 1.0, "a room has a lane");
}

#[test]
fn rooms_and_several_moderators_are_in_the_records() {
    let (folder, _) = forum();
    idm(folder.path(), &["build", "--out", "out"]);
    let records = idm::extract(&folder.path().join("out/high-valleys.pdf")).unwrap();
    let agenda = records["workshops"][0]["agenda"].as_array().unwrap();
    let rooms: Vec<&str> = agenda.iter().filter_map(|session| session["room"].as_str()).collect();
    assert_eq!(rooms, ["Map room", "Seed room", "Seed room"]);
    let panel = &records["workshops"][0]["panels"][0];
    assert_eq!(panel["moderator"], serde_json::json!(["sokolova", "petrou"]));
    assert_eq!(records["workshops"][0]["panels"][1]["moderator"], "weir");
}

#[test]
fn it_is_drafted_compared_and_built_at_night() {
    let (folder, inputs) = forum();
    let earlier = folder.path().join("earlier");
    project::copy_folder(&inputs, &earlier).unwrap();
    let summary = inputs.join("workshops/opening/two/summary.md");
    let text = fs::read_to_string(&summary).unwrap().replace("agreed on hours", "agreed on days and hours");
    fs::write(&summary, text).unwrap();
    let told = idm(folder.path(), &["changes", "--against", "earlier", "--format", "markdown"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("## Round tables") && told.contains("**days and hours,**"), "{told}");
    idm(folder.path(), &["draft", "sharing-ditches", "--against", "earlier", "--out", "out"]);
    let drafts: Vec<PathBuf> =
        fs::read_dir(folder.path().join("out/drafts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let draft = heard(drafts.iter().find(|path| path.extension().is_some_and(|ending| ending == "pdf")).unwrap());
    assert!(
        draft.contains("working draft of one round table") && draft.contains("The round table at a glance"),
        "{draft}"
    );
    let word = idm(folder.path(), &["draft", "sharing-ditches", "--format", "docx", "--out", "out"]);
    assert!(word.status.success());
    idm(folder.path(), &["build", "--format", "docx", "--out", "out"]);
    let part = |path: &Path| {
        let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap()
    };
    let book = part(&folder.path().join("out/high-valleys.docx"));
    for sign in ["descr=\"Emblem of the forum: a spring between two slopes\"", "Ledger House"] {
        assert!(book.contains(sign), "{sign}");
    }
    // B5, in twentieths of a point. What is reviewed is printed on an office's paper.
    assert!(part(&folder.path().join("out/high-valleys.docx")).contains("<w:pgSz w:w=\"9978\" w:h=\"14173\"/>"));
    let draft = fs::read_dir(folder.path().join("out/drafts")).unwrap().map(|entry| entry.unwrap().path());
    let draft = draft.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "docx")).unwrap();
    assert!(part(&draft).contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    idm(folder.path(), &["nightly", "--language", "fr", "--out", "night"]);
    let digest = fs::read_to_string(folder.path().join("night/digest.md")).unwrap();
    assert!(digest.contains("tables rondes"), "{digest}");
    idm(folder.path(), &["nightly", "--language", "fr", "--out", "night"]);
}
