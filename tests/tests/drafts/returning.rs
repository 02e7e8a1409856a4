//! Word files that come in: reports of rapporteurs, and drafts of ours that were edited.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::io::{Cursor, Write};
use std::ops::Range;
use std::path::PathBuf;

use idm::{Error, Project, TrackedChanges};
use idm_tests::{project, word};
use tempfile::TempDir;

/// The summary that is replaced.
const SUMMARY: &str = "workshops/spring/panel-1/summary.md";
/// The panel's own record, and its recommendations.
const RECORD: &str = "workshops/spring/panel-1/panel.yaml";
const RECOMMENDATIONS: &str = "workshops/spring/panel-1/recommendations.yaml";
const PANEL: &str = "plain-words";

/// A copy of the sound publication, and a report.
struct Run {
    folder: TempDir,
}

impl Run {
    fn new(body: &str, parts: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_base(&folder.path().join("inputs")).unwrap();
        let run = Self { folder };
        run.report(body, parts);
        run
    }

    fn report(&self, body: &str, parts: &[(&str, &str)]) {
        let mut relations = String::new();
        let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
        let mut add = |name: &str, bytes: &[u8]| {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        };
        let names = "xmlns:w='w' xmlns:r='r' xmlns:wp='wp' xmlns:a='a'";
        add("word/document.xml", format!("<w:document {names}><w:body>{body}</w:body></w:document>").as_bytes());
        for (kind, text) in parts {
            add(&format!("word/{kind}.xml"), format!("<w:x {names}>{text}</w:x>").as_bytes());
            relations.push_str(&format!("<R Id='{kind}' Type='t/{kind}' Target='{kind}.xml'/>"));
        }
        let mut picture = Cursor::new(vec![]);
        image::RgbImage::new(30, 20).write_to(&mut picture, image::ImageFormat::Png).unwrap();
        add("word/media/Map.png", picture.get_ref());
        relations.push_str("<R Id='map' Type='t/image' Target='media/Map.png'/>");
        add("word/_rels/document.xml.rels", format!("<R>{relations}</R>").as_bytes());
        fs::write(self.folder.path().join("report.docx"), zip.finish().unwrap().into_inner()).unwrap();
    }

    /// The exit code, standard output and standard error.
    fn idm(&self, arguments: &[&str]) -> (i32, String, String) {
        let all = [arguments, &["--project", "inputs"]].concat();
        let output = project::run(&project::program().unwrap(), self.folder.path(), &all).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn import(&self, more: &[&str]) -> (i32, String, String) {
        self.idm(&[&["import", "docx", "report.docx", "--panel", PANEL], more].concat())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("inputs").join(path)
    }

    fn summary(&self) -> String {
        fs::read_to_string(self.path(SUMMARY)).unwrap()
    }
}

const REPORT: &str = "<w:p><w:pPr><w:pStyle w:val='T'/></w:pPr><w:r><w:t>Panel 1</w:t></w:r></w:p>\
    <w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>What was said</w:t></w:r></w:p>\
    <w:p><w:r><w:t xml:space='preserve'>The ships came </w:t></w:r><w:del w:id='1' w:author='Ana Sen' w:date='2017-04-18T09:00:00Z'><w:r>\
    <w:delText>late</w:delText></w:r></w:del><w:ins w:id='2' w:author='Ana Sen' w:date='2017-04-18T09:00:00Z'><w:r><w:t>home</w:t></w:r>\
    </w:ins><w:r><w:t>.</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>\
    <w:p><w:r><w:drawing><wp:docPr descr='A map of the harbour'/><a:blip r:embed='map'/></w:drawing></w:r></w:p>\
    <w:p><w:hyperlink w:anchor='nowhere'><w:r><w:t>See there.</w:t></w:r></w:hyperlink></w:p>";
const STYLES: &str = "<w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>";
const NOTES: &str = "<w:footnote w:id='1'><w:p><w:r><w:t>All of them.</w:t></w:r></w:p></w:footnote>";

#[test]
fn a_report_is_proposed_then_written_and_is_sound() {
    let run = Run::new(REPORT, &[("styles", STYLES), ("footnotes", NOTES)]);
    let before = run.summary();
    let (code, diff, told) = run.import(&[]);
    assert_eq!(code, 0, "{told}");
    assert!(diff.contains("+The ships came home.[^n1]\n"), "{diff}");
    assert!(told.contains("nothing has been written; --write does"), "{told}");
    assert!(told.contains("report.docx: left out: the title `Panel 1`"), "{told}");
    assert!(told.contains("What was said: left out: where `See there.` leads in the file"), "{told}");
    assert_eq!(run.summary(), before);

    let (code, written, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{told}");
    let figure = written.lines().find_map(|line| line.strip_prefix("created ")).unwrap().to_owned();
    let name = figure.rsplit('/').next().unwrap();
    let expected = format!(
        "# What was said\n\nThe ships came home.[^n1]\n\n:::figure {{src=\"figures/{name}\" alt=\"A map of the harbour\"}}\n:::\n\n\
         See there.\n\n[^n1]: All of them.\n"
    );
    assert_eq!(run.summary(), expected);
    let (code, problems, _) = run.idm(&["check"]);
    assert_eq!(code, 0, "{problems}");
    let (code, diff, told) = run.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    assert!(told.contains("summary.md` says all the rest already"), "{told}");
}

#[test]
fn changes_are_undone_or_told_on_request() {
    let run = Run::new(REPORT, &[("styles", STYLES), ("footnotes", NOTES)]);
    let (_, diff, _) = run.import(&["--changes", "reject"]);
    assert!(diff.contains("+The ships came late.[^n1]\n"), "{diff}");
    let (_, diff, _) = run.import(&["--changes", "note"]);
    assert!(
        diff.contains("%%Ana Sen, 2017-04-18, taken out: “late”%%home%%Ana Sen, 2017-04-18, put in: “home”%%."),
        "{diff}"
    );
}

#[test]
fn what_would_be_read_as_something_else_is_written_plainly() {
    let words = "A line: [@nobody], {{ nothing }}, :::box, ~~gone~~, ^[note], &lt;b&gt; and smb://server/share";
    let run = Run::new(&format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"), &[]);
    let (code, written, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{written}{told}");
    let (code, problems, _) = run.idm(&["check", "--message-format", "short"]);
    assert_eq!(code, 0, "{problems}");
    let read = run.summary().replace('\\', "").replace('\n', " ");
    assert_eq!(read.trim(), words.replace("&lt;", "<").replace("&gt;", ">"));
}

#[test]
fn what_is_no_word_file_and_what_is_no_panel_is_said() {
    let run = Run::new("", &[]);
    let (code, _, told) = run.import(&[]);
    assert_eq!((code, told.contains("report.docx: it holds no words")), (2, true), "{told}");
    let (code, _, told) = run.idm(&["import", "docx", "report.docx", "--panel", "plain-word"]);
    assert_eq!((code, told.contains("did you mean `plain-words`?")), (2, true), "{told}");
    let (code, _, told) = run.idm(&["import", "docx", "none.docx", "--panel", PANEL]);
    assert_eq!((code, told.contains("there is no Word file none.docx")), (2, true), "{told}");
}

impl Run {
    /// A draft whose text has been edited, as `report.docx`.
    fn returned(edits: &[(&str, &str)]) -> Self {
        Self::returned_without(None, edits)
    }

    /// The same without the parts whose names begin so, if any are to go.
    fn returned_without(part: Option<&str>, edits: &[(&str, &str)]) -> Self {
        let run = Self::new("", &[]);
        run.come_back(part, &|mut text| {
            for (old, new) in edits {
                assert!(text.contains(old), "there is no `{old}`");
                text = text.replacen(old, new, 1);
            }
            text
        });
        run
    }

    /// A draft of a summary, edited in its XML.
    fn returned_of(summary: &str, edit: &dyn Fn(String) -> String) -> Self {
        let run = Self::new("", &[]);
        fs::write(run.path(SUMMARY), summary).unwrap();
        run.come_back(None, edit);
        run
    }

    fn come_back(&self, dropped: Option<&str>, edit: &dyn Fn(String) -> String) {
        let (code, path, told) = self.idm(&["draft", PANEL, "--format", "docx"]);
        assert_eq!(code, 0, "{told}");
        let sent = fs::read(self.folder.path().join(path.trim())).unwrap();
        let back = word::edited(&sent, dropped, edit).unwrap();
        fs::write(self.folder.path().join("report.docx"), back).unwrap();
    }

    fn edit(&self, old: &str, new: &str) {
        let text = self.summary();
        assert!(text.contains(old));
        fs::write(self.path(SUMMARY), text.replacen(old, new, 1)).unwrap();
    }
}

#[test]
fn a_draft_that_comes_back_as_it_was_sent_changes_nothing() {
    let run = Run::returned(&[]);
    let (code, diff, told) = run.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    assert!(told.contains("summary.md` says all this already"), "{told}");
    let (code, list, told) = run.idm(&["comments", "report.docx"]);
    assert_eq!((code, list.contains("0 comments")), (0, true), "{list}{told}");
}

#[test]
fn what_was_changed_in_a_draft_is_changed_in_what_is_there_now() {
    let edits = [
        ("Whoever opens the minutes", "Whoever reads these minutes"),
        ("How much of a discussion", "How much of any talk"),
    ];
    let run = Run::returned(&edits);
    run.edit("kept as a PDF", "kept as a sound PDF");
    run.edit("# What was asked\n", "# What was asked\n\nWords that came first.\n");
    let now = run.summary();
    let (code, _, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(run.summary(), now.replace("opens the minutes", "reads these minutes"));
    let panel = fs::read_to_string(run.path(RECORD)).unwrap();
    assert!(panel.contains("  - >-\n    How much of any talk\n    has to be written down?\n"), "{panel}");
}

/// The changes of a file between two texts of it: lines that are gone, and lines that are new.
fn changes<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let only = |one: &'t str, other: &str| one.lines().filter(|line| !other.lines().any(|it| it == *line)).collect();
    (only(before, after), only(after, before))
}

#[test]
fn texts_of_records_are_changed_where_they_are_written() {
    let run = Run::returned(&[
        // On the first page it is no passage: both are changed.
        ("what a reader needs", "what each reader needs"),
        ("what a reader needs", "what each reader needs"),
        ("What does a reader look for", "What do readers look for: and not"),
        ("A decision needs one sentence", "A decision needs one good sentence"),
        ("Name who is to act", "Name who has to act"),
        ("Keep the vote<", "Keep every vote<"),
        ("beside the decision,", "behind the decision,"),
        ("The panel agreed on the order", "All agreed on the order"),
        ("Élise Moreau", "Élise Morel"),
    ]);
    let text = |path: &str| fs::read_to_string(run.path(path)).unwrap();
    // Somebody has edited one of them since, elsewhere and at the same words.
    let edit = |path: &str, old: &str, new: &str| {
        assert!(text(path).contains(old), "{old}");
        fs::write(run.path(path), text(path).replacen(old, new, 1).replace('\n', "\r\n")).unwrap();
    };
    edit(RECORD, "A decision needs one sentence.", "A decision needs one sentence at most.");
    edit(RECOMMENDATIONS, "The panel agreed on", "The council agreed on");
    let (panel, recommendations, summary) = (text(RECORD), text(RECOMMENDATIONS), run.summary());
    let (code, _, told) = run.import(&[]);
    assert_eq!((code, text(RECORD) == panel), (0, true), "{told}");
    let (code, _, told) = run.import(&["--write"]);
    assert_eq!((code, run.summary()), (0, summary), "{told}");
    assert_eq!(
        changes(&panel, &text(RECORD)),
        (
            vec![
                "title: \"Plain words: what a reader needs\"",
                "  - What does a reader look for in minutes?",
                "  - text: A decision needs one sentence at most."
            ],
            vec![
                "title: \"Plain words: what each reader needs\"",
                "  - \"What do readers look for: and not in minutes?\"",
                "  - text: A decision needs one good sentence at most."
            ]
        ),
        "{told}"
    );
    assert_eq!(
        changes(&recommendations, &text(RECOMMENDATIONS)),
        (
            vec!["    - Name who is to act.", "  title: Keep the vote", "    beside the decision,"],
            vec!["    - Name who has to act.", "  title: Keep every vote", "    behind the decision,"]
        ),
        "{told}"
    );
    assert_eq!(text(RECORD).matches("\r\n").count(), text(RECORD).matches('\n').count());
    // What both have changed is named, and so is what stands in another record.
    assert!(told.contains("recommendations.yaml:8: note of") && told.contains("All agreed on the order"), "{told}");
    assert!(told.contains("Morel"), "{told}");
    assert_eq!(run.idm(&["check"]).0, 0);
}

#[test]
fn a_draft_that_cannot_be_written_whole_changes_nothing() {
    let run = Run::returned(&[
        ("Whoever opens the minutes", "Whoever reads these minutes"),
        ("A decision needs one sentence", "A decision needs one good sentence"),
        ("Name who is to act", "Name who has to act"),
    ]);
    let project = Project::open(run.path("")).unwrap();
    let file = run.folder.path().join("report.docx");
    let proposal = project.import_docx(&file, Some(PANEL), TrackedChanges::Accept).unwrap();
    assert_eq!(proposal.records.keys().collect::<Vec<_>>(), [RECORD, RECOMMENDATIONS]);
    let texts = || [SUMMARY, RECOMMENDATIONS].map(|path| fs::read_to_string(run.path(path)).unwrap());
    let before = texts();
    // The second of three files is one that nothing can be written in place of.
    let record = fs::read(run.path(RECORD)).unwrap();
    fs::remove_file(run.path(RECORD)).unwrap();
    fs::create_dir(run.path(RECORD)).unwrap();
    let refused = project.write_proposal(&proposal).unwrap_err();
    assert!(matches!(&refused, Error::System { path, .. } if *path == run.path(RECORD)), "{refused}");
    assert_eq!(texts(), before);
    // Nor is a file replaced that has changed since the draft was read.
    fs::remove_dir(run.path(RECORD)).unwrap();
    fs::write(run.path(RECORD), [&record[..], b"# Later.\n"].concat()).unwrap();
    let refused = project.write_proposal(&proposal).unwrap_err();
    assert!(refused.to_string().ends_with("panel.yaml: it has changed in the meantime"), "{refused}");
    assert_eq!(texts(), before);
    fs::write(run.path(RECORD), record).unwrap();
    assert_eq!(
        project.write_proposal(&proposal).unwrap().changed,
        [SUMMARY, RECORD, RECOMMENDATIONS].map(|path| run.path(path))
    );
    assert_ne!(texts(), before);
}

#[test]
fn what_was_changed_here_and_there_is_marked_and_not_lost() {
    let run = Run::returned(&[("Whoever opens the minutes", "Whoever studies the minutes")]);
    run.edit("Whoever opens the minutes", "Whoever finds the minutes");
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!(code, 0, "{diff}{told}");
    assert!(
        told.contains("marked in the text: conflict: the returned draft reads “Whoever studies the minutes"),
        "{told}"
    );
    assert!(run.summary().contains("Whoever finds the minutes"));
    assert!(
        run.summary().contains("%%conflict: the returned draft reads “Whoever studies the minutes"),
        "{}",
        run.summary()
    );
    assert_eq!(run.idm(&["check"]).0, 0);
}

#[test]
fn tracked_changes_of_a_draft_are_comments_that_can_be_made() {
    let tracked = "<w:del w:id=\"901\" w:author=\"Ana Sen\" w:date=\"2018-03-02T10:00:00Z\"><w:r><w:delText>opens</w:delText></w:r></w:del>\
        <w:ins w:id=\"902\" w:author=\"Ana Sen\" w:date=\"2018-03-02T10:00:00Z\"><w:r><w:t>reads</w:t></w:r></w:ins>";
    let new = format!("Whoever </w:t></w:r>{tracked}<w:r><w:t xml:space=\"preserve\"> the minutes");
    let run = Run::returned(&[("Whoever opens the minutes", &new)]);
    let (code, list, told) = run.idm(&["comments", "report.docx", "--format", "json"]);
    assert_eq!(code, 0, "{told}");
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let one = &list["comments"][0];
    assert_eq!((one["kind"].as_str(), one["marked"].as_str()), (Some("replacement"), Some("opens")), "{one}");
    assert_eq!((one["comment"].as_str(), one["author"].as_str()), (Some("reads"), Some("Ana Sen")), "{one}");
    let line = run.summary().lines().position(|line| line.contains("Whoever opens")).unwrap() + 1;
    assert_eq!(one["spot"]["line"].as_u64(), Some(line as u64), "{one}");
    let id = one["id"].as_str().unwrap().to_owned();
    let (code, _, told) = run.idm(&["comments", "report.docx", "--apply", &id, "--write"]);
    assert_eq!(code, 0, "{told}");
    assert!(run.summary().contains("Whoever reads the minutes"));
    // Rejected, they change nothing.
    let run = Run::returned(&[]);
    assert_eq!(run.import(&["--changes", "reject"]).1, "");
}

#[test]
fn a_draft_of_another_panel_is_refused() {
    let run = Run::returned(&[]);
    let (code, _, told) = run.idm(&["import", "docx", "report.docx", "--panel", "open-archive"]);
    assert_eq!((code, told.contains("it is a draft of `plain-words`, not of `open-archive`")), (2, true), "{told}");
}

#[test]
fn what_is_taken_over_twice_is_made_once() {
    let run = Run::returned(&[("Whoever opens the minutes", "Whoever ever opens the minutes")]);
    run.import(&["--write"]);
    let once = run.summary();
    assert!(once.contains("Whoever ever opens"), "{once}");
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    assert_eq!(run.summary(), once);
}

#[test]
fn what_was_filled_in_on_the_first_page_is_named_and_stays_out_of_the_summary() {
    let run = Run::returned(&[("to be supplied", "office@example.org")]);
    let (code, diff, told) = run.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    assert!(told.contains("no passage of the summary") && told.contains("office@example.org"), "{told}");
}

#[test]
fn a_draft_that_has_lost_its_map_and_notes_of_its_changes_are_refused() {
    let run = Run::returned_without(Some("customXml/"), &[]);
    let before = run.summary();
    let (code, _, told) = run.import(&["--write"]);
    assert_eq!((code, told.contains("has lost its map")), (2, true), "{told}");
    assert_eq!(run.summary(), before);
    let run = Run::returned(&[]);
    let (code, _, told) = run.import(&["--changes", "note"]);
    assert_eq!((code, told.contains("take `--changes accept` or `reject`")), (2, true), "{told}");
}

#[test]
fn new_words_keep_their_emphasis() {
    let run = |words: &str, look: &str| {
        format!(
            "</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r><w:r><w:t xml:space=\"preserve\">"
        )
    };
    let italic = format!("Whoever {}opens the minutes", run("really ", "<w:i/>"));
    let strong = format!("One council {}reads", run("now ", "<w:b/>"));
    let foreign = format!("The clerk {}spoke", run("vraiment ", "<w:lang w:val=\"fr-FR\"/>"));
    let paragraph = format!(
        "what was decided.</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">All of {}is new.</w:t></w:r></w:p><w:p><w:r><w:t>",
        run("this ", "<w:i/>")
    );
    let edits = [
        ("Whoever opens the minutes", italic.as_str()),
        ("One council reads", strong.as_str()),
        ("The clerk spoke", foreign.as_str()),
    ];
    let made = Run::returned(&edits);
    let (code, diff, told) = made.import(&["--write"]);
    assert_eq!(code, 0, "{diff}{told}");
    let text = made.summary();
    assert!(text.contains("Whoever *really* opens the minutes"), "{text}");
    assert!(text.contains("One council **now** reads"), "{text}");
    assert!(text.contains("The clerk [vraiment](lang:fr) spoke"), "{text}");
    assert_eq!(made.idm(&["check"]).0, 0);
    let (code, diff, told) = made.import(&[]);
    assert_eq!((code, diff.as_str()), (0, ""), "{told}");
    let made = Run::returned(&[("what was decided.", &paragraph)]);
    let (_, diff, told) = made.import(&[]);
    assert!(diff.contains("+All of *this* is new.\n"), "{diff}{told}");
}

/// The paragraph of a Word file's XML that holds some words.
fn paragraph(xml: &str, words: &str) -> Range<usize> {
    let at = xml.find(words).unwrap();
    let start = xml[..at].rfind("<w:p>").max(xml[..at].rfind("<w:p ")).unwrap();
    start..at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len()
}

/// A paragraph in the XML of a Word file.
fn new_paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// Puts a paragraph behind the one that holds some words.
fn put_behind(xml: &mut String, words: &str, new: &str) {
    let end = paragraph(xml, words).end;
    xml.insert_str(end, new);
}

/// A summary of single paragraphs.
fn lines(paragraphs: &[&str]) -> String {
    format!("# What was said\n\n{}\n", paragraphs.join("\n\n"))
}

#[test]
fn a_new_paragraph_stands_behind_whatever_letter_a_text_ends_in() {
    for last in
        ["They met in a café", "They met in Łódź", "They paid 5 €", "They met in a café\u{a0}", "They met.\u{3000}\n"]
    {
        let summary = format!("{}\n{last}", lines(&["It rained."]));
        let words = last.trim();
        let run = Run::returned_of(&summary, &|mut xml| {
            put_behind(&mut xml, words, &new_paragraph("All is new."));
            xml
        });
        let (code, diff, told) = run.import(&["--write"]);
        assert_eq!(code, 0, "{diff}{told}");
        assert!(run.summary().trim_end().ends_with(&format!("{words}\n\nAll is new.")), "{last:?}: {}", run.summary());
    }
}

#[test]
fn the_last_paragraph_is_taken_out_whatever_stands_before_it() {
    for end in ["", "\u{a0}", "\u{3000}", " ", "é"] {
        let summary = format!("{}\n\nIt rained.\n", lines(&[&format!("They met{end}")]).trim_end_matches('\n'));
        let run = Run::returned_of(&summary, &|mut xml| {
            let gone = paragraph(&xml, "It rained.");
            xml.replace_range(gone, "");
            xml
        });
        let (code, diff, told) = run.import(&["--write"]);
        assert_eq!((code, run.summary()), (0, summary.replace("\n\nIt rained.", "")), "{diff}{told}");
    }
}

#[test]
fn a_text_keeps_the_ends_of_its_lines_and_takes_paragraphs_at_their_places() {
    let summary = lines(&["One came\nearly.", "Two were late.", "Three stayed.", "Four left.", "Five slept."]);
    let edit = |mut xml: String| {
        let gone = paragraph(&xml, "Two were late.");
        xml.replace_range(gone, "");
        let moved = paragraph(&xml, "Three stayed.");
        let three = xml[moved.clone()].to_owned();
        xml.replace_range(moved, "");
        put_behind(&mut xml, "Four left.", &three);
        put_behind(&mut xml, "One came", &new_paragraph("Seven asked."));
        xml.replacen("slept", "woke", 1)
    };
    let expected = lines(&["One came\nearly.", "Seven asked.", "Four left.", "Three stayed.", "Five woke."]);
    // Lines that hold blanks alone are blank, too; and where both ends stand in a text, each line keeps its own.
    let windows = |text: &str| text.replace('\n', "\r\n");
    let mixed = |text: &str| text.replacen("said\n", "said\r\n", 1);
    let indented = |text: &str| text.replacen("early.\n\n", "early.\n  \n", 1);
    for written in [&str::to_owned as &dyn Fn(&str) -> String, &windows, &mixed, &indented] {
        let run = Run::returned_of(&written(&summary), &edit);
        let (code, diff, told) = run.import(&["--write"]);
        assert_eq!(code, 0, "{diff}{told}");
        let made = run.summary();
        let plain = |text: &str| text.replace("\r\n", "\n").replace("  \n", "\n");
        assert_eq!(plain(&made), expected, "{diff}{told}");
        if written(&summary) == windows(&summary) {
            assert_eq!(made, windows(&expected));
        }
        assert!(made.ends_with(&written("Five woke.\n")), "{made:?}");
        // What was sent comes back as it was.
        let same = Run::returned_of(&written(&summary), &|xml| xml);
        let (code, diff, told) = same.import(&["--write"]);
        assert_eq!((code, diff.as_str(), same.summary()), (0, "", written(&summary)), "{told}");
    }
}

#[test]
fn what_was_taken_out_is_taken_out_beside_what_was_put_in() {
    let summary = format!("{}\n- Salt\n- Water\n- Bread\n\nThey ate.\n\nThey slept.\n", lines(&["They asked for:"]));
    let list = |items: &str, rest: &str| format!("{}\n{items}\n\n{rest}\n", lines(&["They asked for:"]));
    let take = |xml: &mut String, words: &str| {
        let gone = paragraph(xml, words);
        xml.replace_range(gone, "");
    };
    let check = |edit: &dyn Fn(&mut String), expected: &str| {
        let run = Run::returned_of(&summary, &|mut xml| {
            edit(&mut xml);
            xml
        });
        let (code, diff, told) = run.import(&["--write"]);
        assert_eq!((code, run.summary().as_str()), (0, expected), "{diff}{told}");
        let (code, diff, told) = run.import(&["--write"]);
        assert_eq!(code, 0, "{diff}{told}");
    };
    // The last item became a paragraph; so did the last two.
    check(
        &|xml| {
            put_behind(xml, "Bread", &new_paragraph("They had none."));
            take(xml, "Bread");
        },
        &list("- Salt\n- Water", "They had none.\n\nThey ate.\n\nThey slept."),
    );
    check(
        &|xml| {
            put_behind(xml, "Bread", &new_paragraph("They had salt alone."));
            take(xml, "Bread");
            take(xml, "Water");
        },
        &list("- Salt", "They had salt alone.\n\nThey ate.\n\nThey slept."),
    );
    check(
        &|xml| {
            take(xml, "They slept.");
            take(xml, "They ate.");
        },
        &format!("{}\n- Salt\n- Water\n- Bread\n", lines(&["They asked for:"])),
    );
    // What is new behind something that was moved stands behind it.
    check(
        &|xml| {
            let moved = paragraph(xml, "They ate.");
            let ate = format!("{}{}", &xml[moved.clone()], new_paragraph("They drank."));
            xml.replace_range(moved, "");
            put_behind(xml, "They slept.", &ate);
        },
        &list("- Salt\n- Water\n- Bread", "They slept.\n\nThey ate.\n\nThey drank."),
    );
}

#[test]
fn an_error_that_a_text_had_before_is_no_new_one() {
    let run = Run::returned(&[("Whoever opens the minutes", "Whoever reads the minutes")]);
    run.edit("The clerk spoke", "The clerk [@nobody] spoke");
    let now = run.summary();
    let (code, diff, told) = run.import(&["--write"]);
    assert_eq!(run.summary(), now.replace("opens the minutes", "reads the minutes"), "{code}{diff}{told}");
}
