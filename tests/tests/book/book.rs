//! The real publication, built by the program and read back by others.
//!
//! With `IDM_WITNESSES=1` qpdf and poppler have a look, too, and must be there.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use idm_core::apparatus::edition::edition;
use idm_core::apparatus::index::{Index, index};
use idm_core::files::Files;
use idm_core::markdown::tree::{Inline, InlineKind, plain_text};
use idm_core::markdown::walk;
use idm_core::model::{AnchorKind, BookText, Line, Publication, Text};
use idm_core::schema::SectionKind;
use idm_render::published;
use idm_tests::memory::Checked;
use idm_tests::structure::{self, Element, dictionary, folded, resolve, text_string};
use idm_tests::{project, witnesses};
use lopdf::{Dictionary, Document, Object};
use serde_json::Value;
use tempfile::{NamedTempFile, TempDir};

/// The publication as the program builds it here, and what others read in it.
struct Book {
    bytes: Vec<u8>,
    document: Document,
    tree: Element,
    /// All of its text, folded.
    text: String,
    publication: Publication,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let bytes = build(&inputs(), &inputs(), &[]);
    let document = Document::load_mem(&bytes).unwrap();
    let tree = structure::read(&document);
    let text = folded(&tree.text());
    let files = Files::directory(&inputs()).unwrap();
    let publication = Checked::new(files).into_publication().unwrap();
    Book { bytes, document, tree, text, publication }
});

fn inputs() -> PathBuf {
    project::package().parent().unwrap().join("inputs").join("idm-2017")
}

/// Builds a project with the program, run in a folder and with further settings of the environment.
fn build(project: &Path, folder: &Path, environment: &[(&str, &str)]) -> Vec<u8> {
    let out = TempDir::new().unwrap();
    let output = Command::new(project::program().unwrap())
        .arg("build")
        .arg("--project")
        .arg(project)
        .arg("--out")
        .arg(out.path())
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(out.path().join("idm-2017.pdf")).unwrap()
}

/// A copy of the inputs in a folder of its own.
fn copied() -> TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let folder = TempDir::new().unwrap();
    copy(&inputs(), folder.path());
    folder
}

impl Book {
    fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    /// A value of the document's information.
    fn information(&self, key: &str) -> String {
        information(&self.document, key)
    }

    /// Titles of the bookmarks with their depths, from 1.
    fn bookmarks(&self) -> Vec<(usize, String)> {
        let mut bookmarks = vec![];
        let root = dictionary(&self.document, self.catalog().get(b"Outlines").unwrap());
        self.push_bookmarks(root, 1, &mut bookmarks);
        bookmarks
    }

    fn push_bookmarks(&self, parent: &Dictionary, depth: usize, into: &mut Vec<(usize, String)>) {
        let mut next = parent.get(b"First").ok();
        while let Some(bookmark) = next {
            let bookmark = dictionary(&self.document, bookmark);
            let title = text_string(bookmark.get(b"Title").and_then(Object::as_str).unwrap());
            into.push((depth, folded(&title)));
            self.push_bookmarks(bookmark, depth + 1, into);
            next = bookmark.get(b"Next").ok();
        }
    }
}

fn information(document: &Document, key: &str) -> String {
    let information = dictionary(document, document.trailer.get(b"Info").unwrap());
    text_string(information.get(key.as_bytes()).and_then(Object::as_str).unwrap())
}

#[test]
fn no_witness_finds_anything() {
    assert_eq!(witnesses::findings(&BOOK.bytes), Vec::<String>::new());
}

#[test]
fn the_file_says_what_it_is() {
    let book = &*BOOK;
    assert_eq!(text_string(book.catalog().get(b"Lang").and_then(Object::as_str).unwrap()), "en-GB");
    assert_eq!(book.information("Title"), book.publication.title.plain());
    assert_eq!(folded(&book.information("Subject")), folded(&book.publication.description.as_ref().unwrap().text));
}

#[test]
fn everything_in_the_records_is_in_the_book() {
    let book = &*BOOK;
    let publication = &book.publication;
    let mut missing = vec![];
    let mut expect = |what: &str, text: &str| {
        let text = folded(text);
        if !book.text.contains(&text) {
            missing.push(format!("{what}: {text}"));
        }
    };
    for workshop in &publication.workshops {
        expect("city", &workshop.city.text);
        workshop.title.iter().for_each(|title| expect("workshop", &title.plain()));
        for panel in publication.panels_of(workshop) {
            expect("panel", &panel.title.as_ref().map_or("Title to be supplied".to_owned(), Line::plain));
            panel.guiding_questions.iter().for_each(|question| words(&question.content, &mut expect));
            panel.key_messages.iter().for_each(|message| words(&message.text.content, &mut expect));
            panel.summary.iter().for_each(|text| prose(text, &mut expect));
        }
    }
    for entry in &publication.recommendations {
        expect("recommendation", &format!("{} {}", entry.number, entry.title.plain()));
        entry.text.iter().for_each(|text| prose(text, &mut expect));
    }
    for entry in &publication.outcomes {
        expect("outcome", &format!("{} {}", entry.number, entry.title.plain()));
        entry.text.iter().for_each(|text| prose(text, &mut expect));
    }
    for person in &publication.people {
        expect("person", &person.name.text);
        person.post.iter().for_each(|post| expect("post", &post.text));
        person.organization.iter().for_each(|organization| expect("organization", &organization.text));
    }
    for chapter in &publication.chapters {
        expect("chapter", &chapter.title.plain());
        prose(&chapter.text, &mut expect);
    }
    for theme in &publication.themes {
        expect("theme", &theme.title.plain());
        theme.introduction.iter().for_each(|text| prose(text, &mut expect));
    }
    for acronym in &publication.acronyms {
        expect("acronym", &acronym.short.text);
        expect("acronym", &acronym.long.text);
    }
    for entry in &publication.bibliography.entries {
        expect("reference", &plain_text(&entry.text));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(!publication.recommendations.is_empty() && !publication.outcomes.is_empty());
}

fn prose(text: &Text, expect: &mut dyn FnMut(&str, &str)) {
    walk::inlines(&text.prose, walk::Notes::Skip, &mut |inline| word(inline, expect));
}

fn words(content: &[Inline], expect: &mut dyn FnMut(&str, &str)) {
    walk::line(content, walk::Notes::Skip, &mut |inline| word(inline, expect));
}

fn word(inline: &Inline, expect: &mut dyn FnMut(&str, &str)) {
    if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
        expect("text", text);
    }
}

#[test]
fn bookmarks_lead_to_chapters_themes_and_panels() {
    let book = &*BOOK;
    let bookmarks = book.bookmarks();
    let titles: BTreeSet<&str> = bookmarks.iter().map(|(_, title)| title.as_str()).collect();
    let publication = &book.publication;
    let mut expected: Vec<String> = publication.chapters.iter().map(|chapter| chapter.title.plain()).collect();
    for theme in &publication.themes {
        expected.push(format!("Theme {}. {}", theme.number, theme.title.plain()));
        for place in &theme.panels {
            let panel = &publication[place.panel];
            let title = panel.title.as_ref().map_or("Title to be supplied".to_owned(), Line::plain);
            let city = &publication[panel.workshop].city.text;
            expected.push(format!("Panel {}, {city}. {title}", panel.number));
        }
    }
    for title in expected {
        assert!(titles.contains(folded(&title).as_str()), "{title} is not among {titles:#?}");
    }
}

#[test]
fn the_parts_of_a_heading_are_told_apart() {
    let headings: Vec<String> = ["H1", "H2", "H3", "H4"]
        .into_iter()
        .flat_map(|kind| BOOK.tree.all(kind))
        .map(|heading| heading.text().trim().to_owned())
        .collect();
    assert!(headings.iter().any(|heading| heading.starts_with("Theme 1")), "{headings:#?}");
    for heading in &headings {
        let letters: Vec<char> = heading.chars().collect();
        let glued = letters.windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_uppercase());
        assert!(!glued, "a number and a title stand together in {heading:?}");
    }
}

#[test]
fn the_contents_list_what_the_bookmarks_list() {
    let book = &*BOOK;
    assert_eq!(book.tree.all("H1").iter().filter(|heading| heading.text().trim() == "Contents").count(), 1);
    let mut entries = book.tree.all("TOCI").into_iter().map(|entry| folded(&entry.text()));
    let bookmarks = book.bookmarks();
    let chapters = bookmarks.iter().filter(|(depth, title)| *depth == 1 && title != "Contents").count();
    let panels = book.publication.panels.len();
    // Some headings are bookmarks without being listed: those of the lists, and those of the guiding questions.
    let mut listed = vec![];
    for (depth, title) in bookmarks.iter().filter(|(depth, title)| *depth <= 2 && title != "Contents") {
        let mut ahead = entries.clone();
        let found = ahead.next().and_then(|entry| Some(entry.strip_prefix(title.as_str())?.trim().parse::<u32>()));
        match found {
            Some(page) => {
                assert!(page.is_ok(), "{title} has no page");
                listed.push((*depth, title));
                entries = ahead;
            }
            None => assert_eq!(*depth, 2, "{title} is not in the contents"),
        }
    }
    assert_eq!(listed.iter().filter(|(depth, _)| *depth == 1).count(), chapters);
    assert!(listed.iter().filter(|(_, title)| title.starts_with("Panel ")).count() >= panels);

    // What is left stands in the lists of figures, tables and boxes.
    let captions = edition(&book.publication).captions;
    let rest: Vec<String> = entries.collect();
    assert_eq!(rest.len(), captions.values().flatten().count(), "{rest:#?}");
    for entry in &rest {
        let words: Vec<&str> = entry.split_whitespace().collect();
        assert!(["Figure", "Table", "Box"].contains(&words[0]), "{entry}");
        assert!(words[1].parse::<u32>().is_ok() && words[words.len() - 1].parse::<u32>().is_ok(), "{entry}");
    }
    assert!(!book.tree.all("TOC").is_empty());
}

#[test]
fn every_table_has_a_header() {
    let tables = BOOK.tree.all("Table");
    let mut row_headers = 0;
    for table in &tables {
        let rows = table.all("TR");
        let cells = |row: &Element, role: &str| row.elements().filter(|cell| cell.role == role).count();
        let width = cells(rows[0], "TH");
        assert!(width > 0 && cells(rows[0], "TD") == 0, "{}", table.text());
        for row in &rows[1..] {
            let (heads, data) = (cells(row, "TH"), cells(row, "TD"));
            // A row has heads of its own, or none; one that is nothing but a head names the rows below it.
            assert!((heads, data) == (1, 0) || (heads <= 2 && data > 0 && heads + data == width), "{}", table.text());
            row_headers += heads;
        }
    }
    let recommendations = BOOK.publication.recommendations.len();
    assert!(row_headers > 2 * recommendations, "{row_headers} row headers");
    // People by name and by panel, abbreviations, and a table for each day of the agenda.
    let days = |workshop: &idm_core::model::Workshop| {
        workshop.agenda.iter().map(|session| session.date).collect::<BTreeSet<_>>().len()
    };
    let generated: usize = 3 + BOOK.publication.workshops.iter().map(days).sum::<usize>();
    let numbered = edition(&BOOK.publication).captions(AnchorKind::Table).len();
    assert!(tables.len() >= generated + numbered, "{} tables", tables.len());
}

#[test]
fn every_picture_says_what_it_shows() {
    let figures = BOOK.tree.all("Figure");
    let of = |section| BOOK.publication.exhibits(section);
    let charts = [of(SectionKind::Charts), of(SectionKind::Agenda)].concat();
    assert_eq!(charts.len(), 5);
    assert_eq!(figures.len(), BOOK.publication.pictures.named.len() + charts.len());
    for figure in figures {
        assert!(figure.alt.as_ref().is_some_and(|alt| alt.split_whitespace().count() > 2), "{figure:?}");
    }
}

#[test]
fn the_back_cover_says_what_is_inside() {
    let publication = &BOOK.publication;
    let text = folded(&BOOK.tree.text());
    let (_, cover) = text.rsplit_once(&folded(publication.description.as_ref().unwrap().text.as_str())).unwrap();
    for (count, name) in [
        (publication.workshops.len(), "Workshops"),
        (publication.recommendations.len(), "Recommendations"),
        (publication.outcomes.len(), "Outcomes"),
    ] {
        assert!(cover.contains(&format!("{count} {name}")), "{count} {name}: {cover}");
    }
    for theme in &publication.themes {
        assert!(cover.contains(&folded(&theme.title.plain())), "{}: {cover}", theme.title.plain());
    }
    assert!(cover.contains("Each line on the cover is a recommendation"), "{cover}");
}

#[test]
fn the_index_has_sub_entries_and_leads_on() {
    let text = folded(&BOOK.tree.text());
    let (_, index) = text.split_once("Subjects").unwrap();
    for words in ["see also Protection", "see Public discourse", "see Implementation, follow-up and review"] {
        assert!(index.contains(words), "{words}");
    }
    // A sub-entry stands in the entry of its subject, as a list of its own.
    let lists = BOOK.tree.all("L");
    let of = |list: &&&Element| list.text().contains("of States");
    assert!(lists.iter().filter(of).any(|list| list.all("L").iter().any(|inner| inner.text().contains("of States"))));
}

#[test]
fn sub_entries_may_stand_in_people_organizations_and_what_only_leads_elsewhere() {
    let folder = TempDir::new().unwrap();
    project::copy_base(folder.path()).unwrap();
    let replace = |path: &str, old: &str, new: &str| {
        let path = folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        fs::write(path, text.replace(old, new)).unwrap();
    };
    replace(
        "workshops/spring/panel-1/summary.md",
        "PDF in the archive",
        "[PDF](index:Files) in the [archive](<index:Town Archive; of minutes>)",
    );
    let leads = "  - section: index\nindex:\n  - {subject: Nowhere; of States, see: [Files]}\n";
    replace("publication.yaml", "  - section: references\n", &format!("  - section: references\n{leads}"));
    let checked = Checked::new(Files::directory(folder.path()).unwrap());
    let document = Document::load_mem(&checked.build().unwrap().bytes).unwrap();
    let tree = structure::read(&document);
    let lists = tree.all("L");
    // Each letter has a list of its own.
    let holds = |around: &str, sub: &str| {
        let mut of = lists.iter().filter(|list| list.text().contains(around));
        of.any(|list| list.elements().any(|item| item.all("L").iter().any(|inner| inner.text().contains(sub))))
    };
    assert!(holds("Town Archive", "of minutes"));
    assert!(holds("Nowhere", "of States"));
    assert!(!holds("Moreau", "of minutes"));
}

#[test]
fn links_say_where_they_lead() {
    let document = &BOOK.document;
    let annotations = document.get_pages().into_values().flat_map(|page| {
        let page = document.get_dictionary(page).unwrap();
        page.get(b"Annots").map_or(&[][..], |list| resolve(document, list).as_array().unwrap())
    });
    let said = annotations.map(|link| {
        let link = dictionary(document, link);
        text_string(link.get(b"Contents").and_then(Object::as_str).unwrap())
    });
    let said: Vec<String> = said.collect();
    let kinds = ["Recommendation 1.1", "Outcome 1.1", "Question 1.1", "Panel 1, New York", "Workshop 1", "Theme 1"];
    for place in kinds.into_iter().chain([
        "Reference: IOM 2017a",
        "Person: William Lacy Swing",
        "Chapter: Conclusions",
        "Outcomes compiled by this edition",
    ]) {
        assert!(said.iter().any(|said| said == place), "{place}: {said:?}");
    }
    // The index leads to pages.
    let pages = said.iter().filter(|said| said.contains("page ") && !said.starts_with("page "));
    assert_eq!(pages.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn every_footnote_is_a_note() {
    let mut footnotes = 0;
    BOOK.publication.texts(&mut |found, printed| {
        if let (BookText::Text(text), true) = (found, printed) {
            footnotes += text.prose.footnotes.len();
        }
    });
    assert!(footnotes > 0);
    assert_eq!(BOOK.tree.all("Note").len(), footnotes);
}

#[test]
fn the_index_names_people_and_subjects_with_their_pages() {
    let book = &*BOOK;
    let Index { names, subjects } = index(&book.publication);
    assert!(names.len() > 5 && subjects.len() > 20);
    let text = folded(&book.tree.text());
    let (_, text) = text.rsplit_once("Index").unwrap();
    for entry in names.iter().chain(&subjects).filter(|entry| entry.has_places) {
        // Other entries may lead to it.
        let has_page = text.split(&folded(&entry.name)).skip(1).any(|rest| {
            let rest = rest.strip_prefix(" (announced)").unwrap_or(rest).trim_start_matches([',', ' ']);
            let page = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            page.parse::<usize>().is_ok_and(|page| page <= book.document.get_pages().len())
        });
        assert!(has_page, "{}", entry.name);
    }
}

#[test]
fn the_records_are_attached() {
    let book = &*BOOK;
    let names = dictionary(&book.document, book.catalog().get(b"Names").unwrap());
    let files = dictionary(&book.document, names.get(b"EmbeddedFiles").unwrap());
    let list = resolve(&book.document, files.get(b"Names").unwrap()).as_array().unwrap();
    let [name, file] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!(text_string(name.as_str().unwrap()), "records.json");
    let file = dictionary(&book.document, file);
    assert_eq!(file.get(b"AFRelationship").and_then(Object::as_name).unwrap(), b"Data");
    let embedded = dictionary(&book.document, file.get(b"EF").unwrap());
    let stream = resolve(&book.document, embedded.get(b"F").unwrap()).as_stream().unwrap();
    assert_eq!(stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap(), b"application/json");
    let records = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    assert_eq!(records, published::to_json(&book.publication));
    let records: Value = serde_json::from_str(&records).unwrap();
    assert_eq!(records["recommendations"].as_array().unwrap().len(), book.publication.recommendations.len());
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let elsewhere = copied();
    let other = |threads, zone, language| [("RAYON_NUM_THREADS", threads), ("TZ", zone), ("LANG", language)];
    let root = Path::new("/");
    assert!(build(elsewhere.path(), root, &other("1", "Pacific/Auckland", "tr_TR.UTF-8")) == BOOK.bytes);
    assert!(build(&inputs(), elsewhere.path(), &other("7", "America/St_Johns", "C")) == BOOK.bytes);
}

#[test]
fn the_date_is_the_one_that_is_asked_for() {
    let bytes = build(&inputs(), &inputs(), &[("SOURCE_DATE_EPOCH", "1511308799"), ("TZ", "Asia/Tokyo")]);
    let document = Document::load_mem(&bytes).unwrap();
    for key in ["CreationDate", "ModDate"] {
        assert_eq!(information(&document, key), "D:20171121235959Z");
        assert!(BOOK.information(key).starts_with("D:2017"));
    }
    assert!(bytes != BOOK.bytes);
}

#[test]
fn an_editors_note_changes_nothing() {
    let folder = copied();
    let note = "\n\n:::note {by=\"An editor\"}\nTo be checked, says a block of ours.\n:::\n\n";
    let mut files = 0;
    let mut add = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let paragraph = text.find(".\n\n").expect("a text has paragraphs") + 1;
        let (before, after) = text.split_at(paragraph);
        let mut file = fs::File::create(&path).unwrap();
        let noted = format!("{before}%%To be checked, says a remark of ours.%%{note}{after}{note}");
        file.write_all(noted.as_bytes()).unwrap();
        files += 1;
    };
    for chapter in &BOOK.publication.chapters {
        add(folder.path().join(format!("chapters/{}.md", chapter.id)));
    }
    add(folder.path().join("workshops/new-york/panel-1/summary.md"));
    assert!(files > 1);
    assert!(build(folder.path(), folder.path(), &[]) == BOOK.bytes, "a note has left a trace");
}

#[test]
fn no_editors_note_of_the_inputs_is_printed() {
    let mut notes: Vec<String> = vec![];
    BOOK.publication.texts(&mut |found, _| {
        let mut collect = |inline: &Inline| {
            if let InlineKind::EditorsNote(content) = &inline.kind {
                notes.push(plain_text(content));
            }
        };
        match found {
            BookText::Line(line) => walk::line(&line.content, walk::Notes::Visit, &mut collect),
            BookText::Text(text) => walk::inlines(&text.prose, walk::Notes::Visit, &mut collect),
            BookText::Source(_) | BookText::Exhibit(_) => {}
        }
    });
    for note in notes {
        assert!(!BOOK.text.contains(&folded(&note)), "{note}");
    }
    for sign in ["%%", ":::", "{{", "}}", "[@"] {
        assert!(!BOOK.text.contains(sign), "{sign} is in the book");
    }
}

/// On its card, beside the question that it comes from, and beside an outcome that rests on it.
#[test]
fn a_title_of_a_recommendation_is_printed_three_times_at_most() {
    assert!(BOOK.publication.recommendations.len() > 40);
    for entry in &BOOK.publication.recommendations {
        let title = folded(&entry.title.plain());
        let count = BOOK.text.matches(&title).count();
        assert!((1..=3).contains(&count), "{title}: {count} times");
    }
}

#[test]
fn the_layout_settles_in_two_passes() {
    let built = Checked::new(Files::directory(&inputs()).unwrap()).build().unwrap();
    assert_eq!(built.passes, 2);
}

#[test]
fn poppler_hears_what_we_hear() {
    if std::env::var_os("IDM_WITNESSES").is_none() {
        return;
    }
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(&BOOK.bytes).unwrap();
    let output = Command::new("pdfinfo").arg("-struct-text").arg(file.path()).output();
    let output = output.unwrap_or_else(|error| panic!("pdfinfo is needed: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Strings in quotation marks, a line each; some may be cut within a character. Poppler knows no ActualText, so that it
    // has hyphens of divided words, and it passes over what follows one; but it has nothing that we do not read.
    let poppler = String::from_utf8_lossy(&output.stdout);
    let quoted = poppler.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
    let (theirs, ours) = (counted(&quoted.collect::<String>()), counted(&BOOK.tree.text()));
    for (character, count) in &theirs {
        assert!(Some(count) <= ours.get(character), "{character:?}: {theirs:?}\n{ours:?}");
    }
    assert!(theirs.values().sum::<usize>() * 100 > ours.values().sum::<usize>() * 95);
}

/// How often each visible character stands in a text, hyphens aside.
fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for character in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{fffd}' | '-')) {
        *counts.entry(character).or_default() += 1;
    }
    counts
}
