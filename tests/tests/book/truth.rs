//! Whether the real publication says more than its sources hold: the built book and its drafts are read back.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use idm_core::files::Files;
use idm_core::markdown::tree::InlineKind;
use idm_core::markdown::walk;
use idm_core::model::{Person, Publication, Recommendation};
use idm_tests::memory::Checked;
use idm_tests::project;
use idm_tests::structure::{self, Element, dictionary, folded, text_string};
use lopdf::{Document, Object};
use tempfile::TempDir;

/// Words that told more than a source, were no English, or only said that something would be said or is not known.
const GONE: &[&str] = &[
    "reported afterwards",
    "planned in the agenda",
    "Consolidated outcomes",
    "The dialogue in figures",
    "with a look back",
    "took up the word",
    "opened the second day",
    "looked past the adoption",
    "came back at the end",
    "sees the lack",
    "It is specific on one of them",
    "empowerment of women",
    "Women and men take part",
    "found without abuse",
    "The compact lies between",
    "a survey would be one way",
    "have no organization of their own",
    "to be judged by",
    "find that migration is often misrepresented",
    "cooperation as an obligation",
    "first four guiding questions",
    "known of the answers",
    "better the cooperation",
    "Which sides does it have",
    "all sides of",
    "every side of",
    "with less effect",
    "uneven cover ",
    "What follows says",
    "with some confidence",
    "How to read on",
    "Little more is known",
    "Nothing is known of",
    "Nothing is said on",
    "whether it was spoken",
    "They may well have been spoken",
    "Whether the panel took up",
    "Its findings are not known",
    "whether the panel came to a common view is not known",
    "is stated nowhere",
    "The guiding questions move from",
    "is the most candid question",
    "a thought has to do with words",
    "people who sit in no ministry",
    "He served until March 2017",
    "all other stakeholders",
    "a matter for a single ministry",
    "govern migration needs strengthening",
    "Identify what States need",
    "are part of the discussion",
    "and do they work together",
    "mechanisms that connect ministries",
    "The sources agree on two points",
    "Frame the core objectives",
    "Lower the costs",
    "Vulnerability understood",
    "leave uncovered",
    "The vision announced by IOM",
    "under another theme than the panel",
    "In what way have Governments",
    "Which aspects does it have",
    "inter- agency",
    "recommendations, made in",
    "where it was made",
    "where they were made",
    "was announced for",
    "by their place alone",
    "Panels in this theme: to be supplied",
    "not from hand",
    "nothing is put in its place",
    "or from no single question",
];

struct Read {
    publication: Publication,
    /// The book, then the drafts, each with its name.
    documents: Vec<(String, Document, Element)>,
}

static READ: LazyLock<Read> = LazyLock::new(|| {
    let inputs = inputs();
    let out = TempDir::new().unwrap();
    let folder = out.path().to_str().unwrap();
    let run = |command: &str| {
        let arguments = [command, "--project", inputs.to_str().unwrap(), "--out", folder, "--deny", "warnings"];
        let output = project::run(&project::program().unwrap(), out.path(), &arguments).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run("build");
    run("draft");
    let mut paths = vec![out.path().join("idm-2017.pdf")];
    paths.extend(fs::read_dir(out.path().join("drafts")).unwrap().map(|entry| entry.unwrap().path()));
    let documents = paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    let documents = documents.map(|path| {
        let document = Document::load(&path).unwrap();
        let tree = structure::read(&document);
        (path.file_name().unwrap().to_string_lossy().into_owned(), document, tree)
    });
    let documents = documents.collect();
    let publication = Checked::new(Files::directory(&inputs).unwrap()).into_publication().unwrap();
    Read { publication, documents }
});

fn inputs() -> PathBuf {
    project::package().parent().unwrap().join("inputs").join("idm-2017")
}

fn book() -> &'static Element {
    &READ.documents[0].2
}

#[test]
fn nothing_says_more_than_its_source() {
    assert!(READ.documents.len() > READ.publication.panels.len());
    let mut found = vec![];
    for (name, _, tree) in &READ.documents {
        let text = folded(&tree.text());
        found.extend(GONE.iter().filter(|words| text.contains(&folded(words))).map(|words| format!("{name}: {words}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_the_edition_put_together_is_headed_as_compiled() {
    let headings: BTreeSet<String> = ["H1", "H2", "H3", "H4"]
        .into_iter()
        .flat_map(|kind| book().all(kind))
        .map(|it| folded(it.text().trim()))
        .collect();
    for heading in ["Outcomes compiled by this edition", "Key points, compiled by this edition", "The panel as planned"]
    {
        assert!(headings.contains(&folded(heading)), "{heading}: {headings:#?}");
    }
    assert!(!headings.iter().any(|heading| heading == "Key messages"), "{headings:#?}");
    // A place that is kept has a summary still to come.
    let kept = READ.publication.panels.iter().filter(|panel| panel.is_placeholder()).count();
    assert!(headings.iter().filter(|heading| *heading == "Summary").count() <= kept, "{headings:#?}");
}

/// The official volume's number and title are given where it is named, and nowhere as the edition's own.
#[test]
fn the_edition_does_not_pass_for_the_official_volume() {
    let publication = &READ.publication;
    assert!(publication.series.is_none());
    let edition = publication.edition.as_ref().unwrap().plain();
    assert!(edition.contains("not the official publication"), "{edition}");
    let text = folded(&book().text());
    let title = "International Dialogue on Migration No. 27: Strengthening International Cooperation on and Governance of Migration";
    assert_eq!(text.matches(&folded(title)).count(), 1, "in the references");
    assert_eq!(text.matches("Strengthening International Cooperation on and Governance of Migration").count(), 1);
}

/// As names stand in tables, and as the index sorts them.
fn named(person: &Person) -> [String; 2] {
    [folded(&person.name.text), folded(&person.sort)]
}

#[test]
fn whoever_was_announced_is_announced_in_each_table_and_in_the_index() {
    let announced: Vec<&Person> = READ.publication.people.iter().filter(|person| person.is_announced()).collect();
    assert!(announced.len() > 5);
    let (mut rows, mut silent) = (0, vec![]);
    for (name, _, tree) in &READ.documents {
        for row in tree.all("TR") {
            let text = folded(&row.text());
            for person in
                announced.iter().filter(|person| named(person).iter().any(|name| text.contains(name.as_str())))
            {
                rows += 1;
                let own = text.matches("announced").count();
                if own == 0 {
                    silent.push(format!("{name}: {}: {text}", person.name.text));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(rows >= announced.len());
    let text = folded(&book().text());
    for person in announced {
        assert!(text.contains(&format!("{} (announced)", folded(&person.sort))), "{}", person.sort);
    }
}

/// The agenda names the sessions; who was to open the first is from the press release.
#[test]
fn those_who_were_to_open_come_from_the_press_release() {
    let rows = book().all("TR");
    let opening = rows
        .iter()
        .map(|row| folded(&row.text()))
        .find(|text| text.contains("Opening session") && text.contains("Swing"));
    let opening = opening.unwrap();
    let of = |key: &str| {
        let entries = &READ.publication.bibliography.entries;
        entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| folded(&idm_core::markdown::tree::plain_text(&entry.text)))
    };
    let year = of("s3").unwrap().split_whitespace().nth(1).unwrap().trim_end_matches('.').to_owned();
    assert!(opening.contains(&format!("announced (IOM {year})")), "{opening}");
}

#[test]
fn no_file_is_older_than_the_event() {
    let end =
        READ.publication.workshops.iter().filter_map(|workshop| workshop.dates).map(|(_, last)| last).max().unwrap();
    let day = format!("D:{:04}{:02}{:02}", end.year(), u8::from(end.month()), end.day());
    let (name, document, _) = &READ.documents[0];
    let information = dictionary(document, document.trailer.get(b"Info").unwrap());
    let created = text_string(information.get(b"CreationDate").and_then(Object::as_str).unwrap());
    assert!(created[..day.len()] >= *day, "{name}: {created}");
}

#[test]
fn what_keeps_the_place_of_panels_is_counted_as_none() {
    let panels = READ.publication.panels.iter().filter(|panel| !panel.is_placeholder()).count();
    assert_eq!(panels, READ.publication.panels.len() - 1);
    let rows: Vec<String> = book().all("TR").iter().map(|row| folded(&row.text())).collect();
    assert!(rows.iter().any(|row| row.split_whitespace().eq(["Panels", &panels.to_string()])), "{rows:#?}");
}

/// What a chapter refers to.
fn referred(chapter: &str) -> BTreeSet<String> {
    let chapter = READ.publication.chapters.iter().find(|one| &*one.id == chapter).unwrap();
    let mut ids = BTreeSet::new();
    walk::inlines(&chapter.text.prose, walk::Notes::Visit, &mut |inline| {
        if let InlineKind::Reference { targets, .. } = &inline.kind {
            ids.extend(targets.iter().map(|target| target.id.clone()));
        }
    });
    ids
}

#[test]
fn the_conclusions_name_all_that_goes_back_to_a_person() {
    let referred = referred("conclusions");
    let source = |entry: &Recommendation| entry.provenance.source.clone();
    let announced = |entry: &&Recommendation| {
        source(entry).and_then(|source| source.locator).is_some_and(|locator| locator.contains("opening remarks"))
    };
    let own: Vec<&Recommendation> = READ.publication.recommendations.iter().filter(announced).collect();
    assert_eq!(own.len(), 7);
    for entry in own {
        assert!(referred.contains(&*entry.id), "{}", &*entry.id);
    }
    // The first and the last of a row of five.
    let five: Vec<_> = READ
        .publication
        .recommendations
        .iter()
        .filter(|entry| source(entry).is_some_and(|it| it.id == "sutherland"))
        .collect();
    assert_eq!(five.len(), 5);
    assert!(referred.contains(&*five[0].id) && referred.contains(&*five[4].id));
}

/// A recommendation is printed beside those questions alone that it says to come from.
#[test]
fn a_recommendation_answers_no_other_question_than_its_own() {
    let of = |id: &str| READ.publication.recommendations.iter().find(|entry| &*entry.id == id).unwrap();
    assert_eq!(of("fill-cooperation-gaps").questions, [2, 3], "counted from none");
    let number = format!("R{}", of("fill-cooperation-gaps").number);
    let beside: BTreeSet<String> = book()
        .all("TR")
        .iter()
        .map(|row| folded(&row.text()))
        .filter(|text| text.split_whitespace().any(|word| word == number))
        .flat_map(|text| {
            text.split_whitespace().filter(|word| word.starts_with("Q6.")).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert!(!beside.contains("Q6.1") && !beside.contains("Q6.2"), "{beside:?}");
}

/// The conclusions say which elements of the Declaration have no recommendation.
#[test]
fn the_conclusions_name_the_elements_that_nobody_touches() {
    let publication = &READ.publication;
    let (_, declaration) = publication.frameworks.entries().find(|(_, one)| &*one.id == "nyd").unwrap();
    let mappings = publication.recommendations.iter().flat_map(|entry| &entry.mappings);
    let touched: BTreeSet<&str> = mappings
        .filter(|mapping| &*publication.frameworks[mapping.framework].id == "nyd")
        .flat_map(|mapping| &mapping.elements)
        .map(|element| declaration.elements[*element].id.as_str())
        .collect();
    let all = declaration.elements.entries().map(|(_, element)| element.id.as_str());
    let rest: Vec<&str> = all.filter(|element| !touched.contains(element)).collect();
    assert_eq!(rest, ["p", "r"]);
}

#[test]
fn the_overview_names_all_that_stands_under_another_theme_than_its_panel() {
    let publication = &READ.publication;
    let referred = referred("overview");
    let printed = |panel| {
        let themes = publication.themes.entries();
        themes
            .filter(|(_, theme)| theme.panels.iter().any(|place| place.printed && place.panel == panel))
            .map(|(at, _)| at)
            .next()
    };
    let elsewhere = publication.recommendations.iter().filter(|entry| {
        entry.attribution.panel.is_some_and(|panel| printed(panel).is_some_and(|theme| theme != entry.theme))
    });
    let elsewhere: Vec<_> = elsewhere.collect();
    assert_eq!(elsewhere.len(), 6, "the chapter says six");
    for entry in elsewhere {
        assert!(referred.contains(&*entry.id), "{}", &*entry.id);
    }
}

#[test]
fn what_the_sources_hold_is_in_the_book() {
    let text = folded(&book().text());
    for words in [
        "more than 300 representatives",
        "a positive force for individuals, societies and States",
        "representatives of Governments, civil society, academia and the private sector",
        "first comprehensive global framework for cooperation on international migration",
        "from three perspectives: policy, cooperation and practice",
        "Amina J. Mohammed, Deputy Secretary-General",
        "Peter Thomson, President of the General Assembly",
        "Juan José Gómez Camacho and Jürg Lauber",
        "Press release, as republished",
        "Sutherland, Peter",
        "18 April",
        "19 September 2016",
    ] {
        assert!(text.contains(&folded(words)), "{words}");
    }
}
