//! Drafts as Word files, read back as plain XML.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::process::Output;

use idm_core::remarks::map::DraftMap;
use idm_tests::project;
use idm_word::names::{MAP_NAMESPACE, passage_bookmark};
use roxmltree::{Document, Node};
use tempfile::TempDir;

/// A copy of the sound publication, and a folder for what is built.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_base(&folder.path().join("inputs")).unwrap();
        project::copy_base(&folder.path().join("earlier")).unwrap();
        Self { folder }
    }

    fn idm(&self, arguments: &[&str]) -> Output {
        let mut all = arguments.to_vec();
        all.extend(["--project", "inputs"]);
        let output = project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// The Word file of a panel's draft, and its path.
    fn draft(&self, panel: &str, more: &[&str]) -> (PathBuf, Vec<u8>) {
        let output = self.idm(&[&["draft", panel, "--format", "docx"], more].concat());
        let path = self.folder.path().join(String::from_utf8(output.stdout).unwrap().trim());
        let bytes = fs::read(&path).unwrap();
        (path, bytes)
    }

    fn summary(&self) -> PathBuf {
        self.folder.path().join("inputs").join(SUMMARY)
    }
}

/// The summary of the panel that is edited.
const SUMMARY: &str = "workshops/spring/panel-1/summary.md";
const PANEL: &str = "plain-words";

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The paragraphs that there are once every change is accepted, or rejected.
fn paragraphs(bytes: &[u8], accept: bool) -> Vec<String> {
    fn walk(node: Node, gone: &[&str; 2], paragraphs: &mut Vec<String>) {
        for child in node.children().filter(Node::is_element) {
            let marks = |name: &str| {
                let of = |node: Node| gone.contains(&node.tag_name().name());
                child.children().filter(|inner| inner.has_tag_name((W, name))).any(|inner| {
                    inner.children().any(of)
                        || inner.children().filter(|run| run.has_tag_name((W, "rPr"))).any(|run| run.children().any(of))
                })
            };
            match child.tag_name().name() {
                "p" => {
                    walk(child, gone, paragraphs);
                    if !marks("pPr") {
                        paragraphs.push(String::new());
                    }
                }
                "tr" if marks("trPr") => {}
                "pPr" | "rPr" | "instrText" => {}
                name if gone.contains(&name) => {}
                // A mark of a note is no word.
                "r" if child.children().any(|inner| inner.has_tag_name((W, "footnoteReference"))) => {}
                "t" | "delText" => paragraphs.last_mut().unwrap().push_str(child.text().unwrap_or_default()),
                "tab" | "br" => paragraphs.last_mut().unwrap().push(' '),
                _ => walk(child, gone, paragraphs),
            }
        }
    }
    let text = part(bytes, "word/document.xml");
    let mut paragraphs = vec![String::new()];
    let gone = if accept { ["del", "moveFrom"] } else { ["ins", "moveTo"] };
    walk(Document::parse(&text).unwrap().root_element(), &gone, &mut paragraphs);
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What follows the draft's front: the panel. Where an acronym is spelled out is decided for the later state: its first
/// mention may be another one there.
fn panel(paragraphs: Vec<String>) -> Vec<String> {
    let start = paragraphs.iter().rposition(|paragraph| paragraph.starts_with("Panel\u{a0}1: ")).unwrap();
    paragraphs[start..].iter().map(|text| text.replace(" (Portable Document Format)", "")).collect()
}

#[test]
fn a_draft_holds_its_map_and_a_bookmark_for_each_passage() {
    let run = Run::new();
    let (path, bytes) = run.draft(PANEL, &[]);
    assert!(path.to_string_lossy().ends_with(".docx"));
    let item = part(&bytes, "customXml/item1.xml");
    let item = Document::parse(&item).unwrap();
    assert_eq!(item.root_element().tag_name().namespace(), Some(MAP_NAMESPACE));
    let map = DraftMap::read(item.root_element().text().unwrap().as_bytes()).unwrap();
    let text = part(&bytes, "word/document.xml") + &part(&bytes, "word/footnotes.xml");
    for passage in &map.passages {
        let bookmark = format!("w:name=\"{}\"", passage_bookmark(&passage.name));
        assert!(text.contains(&bookmark), "{}", passage.name);
    }
    assert_eq!(bytes, run.draft(PANEL, &[]).1);
}

#[test]
fn a_draft_has_the_title_of_its_pdf() {
    let run = Run::new();
    for (name, expected) in [(PANEL, None), ("introduction", None), ("outcomes", Some("outcomes"))] {
        let (_, bytes) = run.draft(name, &[]);
        let properties = part(&bytes, "docProps/core.xml");
        let properties = Document::parse(&properties).unwrap();
        let title = properties.descendants().find(|node| node.tag_name().name() == "title").unwrap();
        let title = title.text().unwrap();
        assert!(title.ends_with(" (Review copy)") && expected.is_none_or(|words| title.contains(words)), "{title}");
        let output = run.idm(&["draft", name]);
        let pdf = fs::read(run.folder.path().join(String::from_utf8(output.stdout).unwrap().trim())).unwrap();
        let metadata = String::from_utf8_lossy(&pdf).into_owned();
        let shown = format!(">{title}</rdf:li>");
        assert!(metadata.contains(&shown), "{title}");
    }
}

#[test]
fn the_book_is_written_with_its_fields() {
    let run = Run::new();
    let built = || {
        let output = run.idm(&["build", "--format", "docx,pdf"]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(told.lines().count(), 2, "{told}");
        fs::read(run.folder.path().join("out/minutes.docx")).unwrap()
    };
    let bytes = built();
    assert_eq!(bytes, built());
    let text = part(&bytes, "word/document.xml");
    let document = Document::parse(&text).unwrap();
    let told: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name((W, "instrText")))
        .filter_map(|node| node.text())
        .collect();
    let names: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name((W, "bookmarkStart")))
        .filter_map(|node| node.attribute((W, "name")))
        .collect();
    assert!(told.contains(&" TOC \\o \"1-2\" \\h \\z "), "{told:?}");
    // Whatever a field looks up is there.
    let mut looked_up = 0;
    for field in told.iter().map(|field| field.split_whitespace().collect::<Vec<_>>()) {
        if let ["REF" | "PAGEREF" | "NOTEREF", name, ..] = field[..] {
            assert!(names.contains(&name), "{name}");
            looked_up += 1;
        }
    }
    assert!(looked_up > 20, "{looked_up}");
    let read = paragraphs(&bytes, true);
    assert!(read.iter().any(|paragraph| paragraph == "Contents") && read.iter().any(|text| text.starts_with("R1.1 ")));
    // It has no map: nobody takes it for a draft.
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert!(zip.by_name("customXml/item1.xml").is_err());
}

#[test]
fn sub_entries_stand_in_the_entries_of_organizations() {
    let run = Run::new();
    let text = fs::read_to_string(run.summary()).unwrap();
    let marked = "[PDF](index:Files) in the [archive](<index:Town Archive; of minutes>)";
    fs::write(run.summary(), text.replace("PDF in the archive", marked)).unwrap();
    let publication = run.folder.path().join("inputs/publication.yaml");
    let text = fs::read_to_string(&publication).unwrap();
    let leads = "  - section: index\nindex:\n  - {subject: Nowhere; of States, see: [Files]}\n";
    let listed = "  - section: references\n";
    fs::write(&publication, text.replace(listed, &format!("{listed}{leads}"))).unwrap();
    run.idm(&["build", "--format", "docx"]);
    let bytes = fs::read(run.folder.path().join("out/minutes.docx")).unwrap();
    let text = part(&bytes, "word/document.xml");
    for field in ["XE \"Town Archive:of minutes\" \\f \"n\"", "XE \"Nowhere:of States\" \\f \"s\" \\t \"see Files\""] {
        let field = field.replace('"', "&quot;");
        assert!(text.contains(&field) || text.contains(&field.replace("&quot;", "\"")), "{field}");
    }
    let document = Document::parse(&text).unwrap();
    let lines: Vec<(&str, String)> = document
        .descendants()
        .filter(|node| node.has_tag_name((W, "pStyle")))
        .filter_map(|node| {
            let style = node.attribute((W, "val")).filter(|style| style.starts_with("Index"))?;
            let paragraph = node.ancestors().find(|node| node.has_tag_name((W, "p")))?;
            let words = paragraph.descendants().filter(|node| node.has_tag_name((W, "t")));
            Some((style, words.filter_map(|node| node.text()).collect()))
        })
        .collect();
    for (around, sub) in [("Town Archive", "of minutes, "), ("Nowhere", "of States, see Files")] {
        let at = lines.iter().position(|(_, line)| line.starts_with(around)).unwrap();
        assert_eq!(lines[at].0, "Index1", "{lines:?}");
        assert_eq!(lines[at + 1].0, "Index2", "{lines:?}");
        assert!(lines[at + 1].1.starts_with(sub), "{lines:?}");
    }
}

#[test]
fn every_part_is_sound_and_named_once() {
    let (_, bytes) = Run::new().draft(PANEL, &[]);
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().to_string();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let document = Document::parse(&text).unwrap();
            let starts = document.descendants().filter(|node| node.has_tag_name((W, "bookmarkStart")));
            let mut names: Vec<_> = starts.filter_map(|node| node.attribute((W, "name"))).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{name}");
        }
    }
}

/// Accepting every change gives the later draft, and rejecting every change the earlier one.
#[test]
fn tracked_changes_lead_to_both_states() {
    let run = Run::new();
    let text = fs::read_to_string(run.summary()).unwrap();
    let earlier = panel(paragraphs(&run.draft(PANEL, &[]).1, true));
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..20 {
        let mut blocks: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        for _ in 0..=random.usize(0..3) {
            let plain: Vec<usize> = (0..blocks.len())
                .filter(|&at| {
                    blocks[at].starts_with(|first: char| first.is_alphabetic()) && !blocks[at].contains(":::")
                })
                .collect();
            let at = plain[random.usize(0..plain.len())];
            match random.u8(0..4) {
                0 => blocks.insert(at, format!("A paragraph that is *wholly* new in round {round}.")),
                1 if plain.len() > 2 && !blocks[at].contains("[^") => {
                    blocks.remove(at);
                }
                2 => {
                    let block = blocks.remove(at);
                    blocks.insert(plain[random.usize(0..plain.len())].min(blocks.len()), block);
                }
                _ => {
                    let words: Vec<&str> = blocks[at].split(' ').collect();
                    let place = random.usize(0..words.len());
                    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
                    words.insert(place, format!("really{round}"));
                    blocks[at] = words.join(" ");
                }
            }
        }
        fs::write(run.summary(), blocks.join("\n\n")).unwrap();
        let later = panel(paragraphs(&run.draft(PANEL, &[]).1, true));
        let (_, compared) = run.draft(PANEL, &["--against", "earlier"]);
        assert_eq!(panel(paragraphs(&compared, true)), later, "round {round}, accepted");
        assert_eq!(panel(paragraphs(&compared, false)), earlier, "round {round}, rejected");
    }
}
