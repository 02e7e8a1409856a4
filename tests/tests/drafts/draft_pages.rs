//! Drafts as reviewers hold them: what stands on their pages, and where.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::{BTreeMap, BTreeSet};

use idm::model::Subject;
use idm::page_text::{BlockKind, TextLine};
use idm::{Beside, EarlierState, Options, Pages, Project};
use idm_core::completeness;
use idm_core::files::{Files, MAX_IMAGE_BYTES};
use idm_core::remarks::passages;
use idm_tests::memory::Checked;
use idm_tests::structure::{self, folded};
use idm_tests::{project, witnesses};
use lopdf::{Document, Object};

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;
/// The edge of the text, and the column of line numbers to the left of it.
const EDGE: f64 = 30.0 * MM;
const NUMBERS: f64 = 20.0 * MM;
/// The right edge of the text, beyond which notes stand.
const RIGHT: f64 = 150.0 * MM;
/// A card up to half a page is never divided. The rule at its head and what a page ends with take a centimetre.
const WHOLE: f64 = 114.0 * MM;

fn sample() -> Files {
    Files::directory(&project::package().parent().unwrap().join("inputs/idm-2017")).unwrap()
}

/// The sample as it might have been: other words in every record.
fn former() -> Checked {
    Checked::new(former_files())
}

fn former_files() -> Files {
    let inputs = sample();
    let mut files = BTreeMap::new();
    for path in inputs.list().unwrap() {
        let mut bytes = inputs.read_bytes(&path, MAX_IMAGE_BYTES).unwrap();
        if path.ends_with("recommendations.yaml")
            || path.ends_with("panel.yaml")
            || path.ends_with(".md")
            || path == "outcomes.yaml"
        {
            let text = String::from_utf8(bytes).unwrap();
            bytes =
                text.replace(" migration ", " the movement of people ").replace(" and ", " as well as ").into_bytes();
        }
        files.insert(path, bytes);
    }
    Files::memory(files)
}

/// A line of a page.
struct Printed {
    page: usize,
    kind: BlockKind,
    line: TextLine,
}

fn printed(pages: &Pages) -> Vec<Printed> {
    let mut lines = vec![];
    for page in 0..pages.len() {
        for block in pages.text(page).unwrap().blocks {
            lines.extend(block.lines.into_iter().map(|line| Printed { page, kind: block.kind, line }));
        }
    }
    lines
}

/// The numbers of lines beside which nothing is said.
fn empty_lines(pages: &Pages) -> Vec<String> {
    let lines = printed(pages);
    let mut numbers = 0;
    let mut empty = vec![];
    for number in &lines {
        let area = number.line.area;
        let is_number = area.left > NUMBERS && area.right < EDGE && number.line.text.trim().parse::<u32>().is_ok();
        if !is_number {
            continue;
        }
        numbers += 1;
        let middle = (area.top + area.bottom) / 2.0;
        let says = |other: &&Printed| {
            let beside = other.page == number.page && other.line.area.left > EDGE - 1.0 && other.line.area.left < RIGHT;
            let text = other.line.text.trim();
            let is_mark = text.starts_with('[') && text.ends_with(']') && text.len() < 5;
            let covers = (other.line.area.top - 2.0..other.line.area.bottom + 2.0).contains(&middle);
            beside && covers && !is_mark && text.chars().any(char::is_alphanumeric)
        };
        if other_than_artifacts(&lines).find(says).is_none() {
            empty.push(format!("page {}: line {}", number.page + 1, number.line.text));
        }
    }
    assert!(numbers > 0);
    empty
}

fn other_than_artifacts(lines: &[Printed]) -> impl Iterator<Item = &Printed> {
    lines.iter().filter(|line| line.kind != BlockKind::Artifact)
}

/// The cards that are divided although they take less than half a page, by the numbers in `marks`; and how many are divided.
fn divided(pages: &Pages, marks: &[String]) -> (Vec<String>, usize) {
    let lines = printed(pages);
    let text: Vec<&Printed> = other_than_artifacts(&lines).filter(|line| line.line.area.left < RIGHT).collect();
    let begins = |mark: &str| {
        text.iter().position(|line| {
            matches!(line.kind, BlockKind::Heading(level) if level >= 3) && line.line.text.trim().starts_with(mark)
        })
    };
    let mut starts: Vec<usize> = marks.iter().map(|mark| begins(mark).unwrap_or_else(|| panic!("{mark}"))).collect();
    let end = text.iter().rposition(|line| line.line.text.trim() == "References").unwrap_or(text.len());
    starts.push(end);
    let (mut wrong, mut all) = (vec![], 0);
    for (mark, ends) in marks.iter().zip(starts.windows(2)) {
        let card = &text[ends[0]..ends[1]];
        let on: BTreeSet<usize> = card.iter().map(|line| line.page).collect();
        if on.len() < 2 {
            continue;
        }
        all += 1;
        let height: f64 = on
            .iter()
            .map(|&page| {
                let areas = || card.iter().filter(|line| line.page == page).map(|line| line.line.area);
                let top = areas().map(|area| area.top).fold(f64::MAX, f64::min);
                areas().map(|area| area.bottom).fold(0.0, f64::max) - top
            })
            .sum();
        if height < WHOLE {
            wrong.push(format!("{mark} takes {:.0} mm", height / MM));
        }
    }
    (wrong, all)
}

fn marks_of(checked: &Checked, panel: &str) -> Vec<String> {
    let publication = checked.publication().unwrap();
    let at = publication.panels.find(|known| *known.id == *panel).unwrap();
    publication.recommendations_of(at).iter().map(|&own| format!("R{}", publication[own].number)).collect()
}

#[test]
fn no_short_card_is_divided_and_no_line_is_empty() {
    let (checked, former) = (Checked::new(sample()), former());
    for panel in &checked.publication().unwrap().panels {
        for earlier in [None, Some(&former)] {
            let pages = checked.draft_pages(&panel.id, earlier).unwrap();
            let marks = marks_of(&checked, &panel.id);
            if panel.summary.is_some() {
                assert_eq!(empty_lines(&pages), Vec::<String>::new(), "{}", panel.id);
                assert_eq!(divided(&pages, &marks).0, Vec::<String>::new(), "{}", panel.id);
            }
        }
    }
}

/// Cards of any length follow each other, so that each page ends within one.
#[test]
fn cards_of_up_to_half_a_page_stay_whole_and_longer_ones_run_over() {
    let mut files = project::base();
    let sentence = "Somebody writes down what was decided, who does it, and by which day. ";
    let list: String = (0..24)
        .map(|at| {
            let paragraph = |sentences: usize| format!("{}\n", sentence.repeat(sentences));
            let text: Vec<String> = (0..1 + at * 5 % 9).map(|_| paragraph(1 + at % 5)).collect();
            let text = text.join("\n    ");
            format!(
                "- id: long-{at}\n  title: Of any length, {at}\n  theme: writing\n  basis: report\n  source: notes\n  \
                 addressees: [local-authorities]\n  text: |\n    {text}\n"
            )
        })
        .collect();
    let path = "workshops/spring/panel-1/recommendations.yaml";
    let text = String::from_utf8(files[path].clone()).unwrap();
    files.insert(path.to_owned(), format!("{}\n{list}", text.trim_end()).into_bytes());
    let checked = Checked::new(Files::memory(files));
    let marks = marks_of(&checked, "plain-words");
    assert!(marks.len() > 20, "{:?}", idm_tests::memory::show(&checked.located()));
    let (wrong, divided) = divided(&checked.draft_pages("plain-words", None).unwrap(), &marks);
    assert_eq!(wrong, Vec::<String>::new());
    assert!(divided > 2, "{divided}");
}

#[test]
fn a_note_that_stands_by_itself_is_no_line() {
    let mut files = project::base();
    let path = "workshops/spring/panel-1/summary.md";
    let text = String::from_utf8(files[path].clone()).unwrap();
    let notes = "%%By itself.%%\n\n- An item.\n- %%In place of an item.%%\n\n> %%Quoted.%%\n\n%%One.%%\n%%Another.%%";
    files.insert(path.to_owned(), format!("{}\n\n{notes}\n", text.trim_end()).into_bytes());
    let checked = Checked::new(Files::memory(files));
    let pages = checked.draft_pages("plain-words", None).unwrap();
    assert_eq!(empty_lines(&pages), Vec::<String>::new());
    let text: String = printed(&pages).iter().map(|line| format!("{}\n", line.line.text)).collect();
    for note in ["By itself.", "In place of an item.", "Quoted.", "One.", "Another."] {
        assert!(text.contains(note), "{note}: {text}");
    }
}

#[test]
fn every_passage_has_its_mark_and_the_parts_stand_as_in_the_book() {
    let (checked, former) = (Checked::new(sample()), former());
    let publication = checked.publication().unwrap();
    for (at, panel) in publication.panels.entries() {
        let expected: BTreeSet<String> =
            passages::of(publication, Subject::Panel(at)).into_iter().filter_map(|passage| passage.mark).collect();
        for earlier in [None, Some(&former)] {
            let drafted = checked.draft(&panel.id, earlier).unwrap();
            let text = structure::read(&Document::load_mem(&drafted.bytes).unwrap()).text();
            let lines: BTreeSet<&str> = text.lines().map(str::trim).collect();
            let missing: Vec<&String> = expected.iter().filter(|mark| !lines.contains(mark.as_str())).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", panel.id);
            let headings = ["Guiding questions", "Key", "The panel as planned", "Recommendations", "References"];
            let all: Vec<&str> = text.lines().map(str::trim).collect();
            let last = |title: &str| all.iter().rposition(|line| line.starts_with(title));
            let places: Vec<usize> = headings.iter().filter_map(|title| last(title)).collect();
            assert!(places.is_sorted(), "{}: {places:?}", panel.id);
            assert!(panel.summary.is_none() || places.len() == headings.len(), "{}: {places:?}", panel.id);
        }
    }
}

/// Where the links of the first pages lead and what each says of that: page, and points from its upper edge. A heading has a
/// name by which it is led to.
fn targets(document: &Document) -> Vec<(String, Option<(usize, f64)>)> {
    let pages: Vec<_> = document.get_pages().into_values().collect();
    let mut targets = vec![];
    for &page in pages.iter().take(2) {
        for annotation in document.get_page_annotations(page).unwrap() {
            let action = annotation.get(b"A").and_then(|action| document.dereference(action)?.1.as_dict());
            let place = annotation.get(b"Dest").or_else(|_| action.and_then(|action| action.get(b"D")));
            let says = annotation.get(b"Contents").and_then(Object::as_str).unwrap_or_default();
            let says = String::from_utf8_lossy(says).into_owned();
            if let Ok(Object::String(name, _)) = place {
                targets.push((format!("{}: {says}", String::from_utf8_lossy(name)), None));
            }
            let Ok((_, Object::Array(place))) = place.and_then(|place| document.dereference(place)) else { continue };
            let (Ok(on), Ok(top)) = (place[0].as_reference(), place[3].as_float()) else { continue };
            let on = pages.iter().position(|page| *page == on).unwrap();
            targets.push((says, Some((on, 297.0 * MM - f64::from(top)))));
        }
    }
    targets
}

#[test]
fn what_is_missing_leads_to_where_it_will_stand() {
    let checked = Checked::new(sample());
    let publication = checked.publication().unwrap();
    for (panel, facts, parts) in [
        ("ny-3", &["Moderator", "Speakers", "Rapporteur"][..], &[][..]),
        (
            "geneva-1",
            &["Session", "Moderator", "Source"][..],
            &[
                "part:questions: Guiding questions",
                "part:key-messages: Key messages",
                "part:summary: Summary",
                "part:recommendations: Recommendations",
            ][..],
        ),
    ] {
        let at = publication.panels.find(|known| *known.id == *panel).unwrap();
        assert!(!completeness::gaps(publication, at).is_empty());
        let bytes = checked.draft(panel, None).unwrap().bytes;
        let document = Document::load_mem(&bytes).unwrap();
        let targets = targets(&document);
        let lines = printed(&checked.draft_pages(panel, None).unwrap());
        for words in facts {
            // The line that says that it is to be supplied comes before the list of what is missing.
            let line =
                lines.iter().find(|line| line.line.text.trim() == *words && line.line.area.left < EDGE + 5.0).unwrap();
            let near = |place: &Option<(usize, f64)>| {
                place.is_some_and(|(page, top)| page == line.page && (top - line.line.area.top).abs() < 14.0)
            };
            assert!(targets.iter().any(|(says, place)| says == words && near(place)), "{words}: {targets:?}");
        }
        for part in parts {
            assert!(targets.iter().any(|(says, _)| says == part), "{part}: {targets:?}");
        }
        let text = folded(&structure::read(&document).text());
        assert!(
            text.contains("Please reply by [day: to be supplied]. Replies go to [address: to be supplied]."),
            "{text}"
        );
    }
    // A day and an address that are known are told.
    let mut files = project::base();
    let review = b"\nreview:\n  by: 2024-06-03\n  replies: \"[minutes@example.org](mailto:minutes@example.org)\"\n";
    files.get_mut("publication.yaml").unwrap().extend(review);
    let checked = Checked::new(Files::memory(files));
    let text = structure::read(&Document::load_mem(&checked.draft("plain-words", None).unwrap().bytes).unwrap()).text();
    let expected = "Please reply by 3 June 2024. Replies go to minutes@example.org.";
    assert!(folded(&text).contains(expected), "{text}");
}

/// Copies of chapters and of the outcomes have what those of panels have.
#[test]
fn chapters_and_outcomes_are_reviewed_as_panels_are() {
    let project = Project::from_files(sample(), Options::default());
    let publication = project.publication().unwrap();
    let subjects: Vec<Subject> =
        Subject::all(publication).into_iter().filter(|subject| subject.panel().is_none()).collect();
    assert!(subjects.len() > 3);
    let names: Vec<String> = subjects.iter().map(|subject| subject.name(publication).to_owned()).collect();
    let earlier = project.earlier(&EarlierState::Files(former_files(), "before".to_owned())).unwrap();
    let mut compared = Beside::default();
    compared.against = Some(&earlier);
    for beside in [Beside::default(), compared] {
        let build = project.drafts(&names, &beside).unwrap();
        assert!(build.is_complete(), "{:?}", build.findings());
        for (subject, file) in subjects.iter().zip(build.files()) {
            let name = subject.name(publication);
            assert!(file.path.starts_with(&format!("drafts/idm-2017-{name}-")), "{}", file.path);
            assert_eq!(witnesses::findings(&file.bytes), Vec::<String>::new(), "{name}");
            let text = structure::read(&Document::load_mem(&file.bytes).unwrap()).text();
            let lines: BTreeSet<&str> = text.lines().map(str::trim).collect();
            for passage in passages::of(publication, *subject) {
                assert!(passage.mark.is_none_or(|mark| lines.contains(mark.as_str())), "{name}: {}", passage.name);
            }
            assert_eq!(text.contains("What has changed"), beside.against.is_some(), "{name}");
        }
    }
    let unknown = project.drafts(&["overveiw".to_owned()], &Beside::default()).unwrap_err();
    assert!(unknown.to_string().ends_with("did you mean `overview`?"), "{unknown}");
}
