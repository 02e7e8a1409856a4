use super::super::testing::Sample;
use super::super::{Counts, items_are_unchanged};
use super::*;

const PUBLICATION: &str = "publication.yaml";
const PANEL: &str = "workshops/oslo/first/panel.yaml";
const RECOMMENDATIONS: &str = "workshops/oslo/first/recommendations.yaml";

/// Every change in one line: kind, identifier, mark, and each field with its delta.
fn told(comparison: &Comparison) -> Vec<String> {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let sign = |mark: Mark| match mark {
        Mark::Kept => "",
        Mark::Added => "+",
        Mark::Removed => "-",
    };
    let words = |counts: Counts| format!("+{} -{} words", counts.words_added, counts.words_removed);
    let delta = |delta: &Delta| match delta {
        Delta::Line(line) => words(Counts::of_line(line)),
        Delta::Text(text) => words(text.counts()),
        Delta::Lines(items) => {
            let marks: Vec<&str> = items
                .iter()
                .map(|item| if items_are_unchanged(std::slice::from_ref(item)) { "=" } else { sign(item.mark) })
                .collect();
            format!("{} {}", marks.join(","), words(Counts::of_items(items)))
        }
        Delta::Value { earlier, later } => format!("{} → {}", value(earlier), value(later)),
        Delta::Values { values, reordered } => {
            let values: Vec<String> = values.iter().map(|(mark, value)| format!("{}{value}", sign(*mark))).collect();
            format!("{}{}", values.join(", "), if *reordered { " (reordered)" } else { "" })
        }
    };
    let record = |record: &RecordChange| {
        let fields: Vec<String> =
            record.fields.iter().map(|field| format!("{}: {}", field.field, delta(&field.delta))).collect();
        format!("{}{:?} {}: {}", sign(record.mark), record.kind, record.id, fields.join("; "))
    };
    comparison.records.iter().map(record).collect()
}

#[track_caller]
fn changes(project: &Sample) -> Vec<String> {
    told(&project.since_the_first())
}

/// What comes of other words in a file.
#[track_caller]
fn change(path: &str, old: &str, new: &str) -> Vec<String> {
    changes(&Sample::new().with(path, old, new))
}

#[test]
fn nothing_differs_from_itself() {
    assert_eq!(Sample::new().since_the_first(), Comparison::default());
    // Where things stand in their files, and how lines break, is nothing that readers see.
    let moved = Sample::new().with(RECOMMENDATIONS, "- id: publish\n", "# A remark.\n- id: publish\n").with(
        "chapters/start.md",
        "the book",
        "the\nbook",
    );
    assert_eq!(moved.since_the_first(), Comparison::default());
}

#[test]
fn the_publication_is_compared_whatever_its_identifier() {
    assert_eq!(change(PUBLICATION, "id: book\n", "id: tome\n"), ["Publication tome: id: book → tome"]);
    assert_eq!(change(PUBLICATION, "The book", "The tome"), ["Publication book: title: +1 -1 words"]);
    assert_eq!(change(PUBLICATION, "A publisher", "Another"), ["Publication book: imprint.publisher: +1 -2 words"]);
    assert_eq!(
        change(PUBLICATION, "language: en", "date: 2017-12\nauthors: [Ada]\nlanguage: en"),
        ["Publication book: date: nothing → 2017-12; authors: +Ada"]
    );
    let other = Sample::new().with(PUBLICATION, "  - section: people\n", "").with(
        PUBLICATION,
        "book:\n",
        "book:\n  - section: people\n  - section: agenda\n",
    );
    assert_eq!(
        changes(&other),
        ["Publication book: book: section “people”, +section “agenda”, chapter “The start”, section “themes”, \
          section “references” (reordered)"]
    );
}

#[test]
fn chapters_are_compared() {
    assert_eq!(change("chapters/start.md", "begins", "starts"), ["Chapter start: text: +1 -1 words"]);
    assert_eq!(
        changes(&Sample::new().with(PUBLICATION, "chapter: start", "chapter: start\n    status: reviewed").with(
            "chapters/start.md",
            "# The start",
            "# The beginning"
        )),
        ["Chapter start: title: +1 -1 words; status: draft → reviewed"]
    );
    let renamed = Sample::new()
        .file("chapters/start.md", None)
        .file("chapters/opening.md", Some("# Opening\n\nThree new words.\n"))
        .with(PUBLICATION, "chapter: start", "chapter: opening");
    let told = changes(&renamed);
    assert_eq!(
        told[0],
        "Publication book: book: -chapter “The start”, +chapter “Opening”, section “themes”, section “people”, section “references”"
    );
    assert_eq!(told[1], "+Chapter opening: title: +1 -0 words; status: nothing → draft; text: +3 -0 words");
    assert_eq!(told[2], "-Chapter start: title: +0 -2 words; status: draft → nothing; text: +0 -6 words");
}

#[test]
fn reworded_recommendations_name_what_changed() {
    let project = Sample::new()
        .with(RECOMMENDATIONS, "every year", "every month")
        .with(RECOMMENDATIONS, "[local-authorities, academia]", "[migrants, local-authorities]")
        .with(RECOMMENDATIONS, "nyd: [a]", "nyd: [a, b]")
        .with(RECOMMENDATIONS, "source: minutes", "source: programme\n  locator: p. 2\n  note: As heard.");
    let told = changes(&project);
    assert_eq!(
        told[0],
        "Recommendation publish: text: +1 -1 words; note: +2 -0 words; \
         addressees: +migrants, local authorities, -academia; frameworks: NYD (a), +NYD (b); \
         source: minutes → programme; locator: nothing → p. 2"
    );
    assert!(told[1].starts_with("+Reference programme: text: "), "{told:?}");
    assert_eq!(told.len(), 2);
}

#[test]
fn a_recommendation_may_move_to_another_theme() {
    let project = Sample::new().with(RECOMMENDATIONS, "- id: publish\n", "- id: publish\n  theme: housing\n");
    assert_eq!(
        changes(&project),
        [
            "Recommendation protect: number: 1.2 → 1.1",
            "Recommendation publish: number: 1.1 → 2.1; theme: 1 Counting people → 2 Housing people",
        ]
    );
    // An outcome rests on the same recommendation, whatever its number.
    let change = &project.since_the_first().records[1];
    assert_eq!((change.earlier_number.as_deref(), change.number.as_deref()), (Some("1.1"), Some("2.1")));
}

#[test]
fn a_recommendation_may_move_to_another_panel() {
    let moved = "- id: protect\n  title: Protect the registers\n  text: Nobody may be found by name.\n";
    let project =
        Sample::new().with(RECOMMENDATIONS, moved, "").file("workshops/oslo/second/recommendations.yaml", Some(moved));
    assert_eq!(
        changes(&project),
        ["Recommendation protect: number: 1.2 → 2.1; theme: 1 Counting people → 2 Housing people; \
          panel: panel 1, Oslo → panel 2, Oslo"]
    );
    assert_eq!(project.since_the_first().records[0].panel.as_deref(), Some("second-panel"));
}

#[test]
fn references_to_renumbered_records_change_no_prose() {
    let referring = |project: Sample| project.with("chapters/start.md", "begins", "begins, as [@protect] says");
    let order = |project: Sample| {
        project.with(
            RECOMMENDATIONS,
            "- id: publish\n",
            "- id: anew\n  title: Begin anew\n  text: Begin.\n- id: publish\n",
        )
    };
    let earlier = referring(Sample::new()).resolve();
    let later = order(referring(Sample::new())).resolve();
    assert_eq!(
        told(&compare(&earlier, &later, &Labels::default())),
        [
            "+Recommendation anew: title: +2 -0 words; text: +1 -0 words; theme: nothing → 1 Counting people; \
             workshop: nothing → workshop 1, Oslo; panel: nothing → panel 1, Oslo; status: nothing → draft",
            "Recommendation publish: number: 1.1 → 1.2",
            "Recommendation protect: number: 1.2 → 1.3",
        ]
    );
}

#[test]
fn panels_are_compared_field_by_field() {
    assert_eq!(
        change(PANEL, "title: Registers", "title: Registers and lists"),
        ["Panel first-panel: title: +2 -0 words"]
    );
    assert_eq!(
        change(PANEL, "moderator: ada", "rapporteur: ada"),
        ["Panel first-panel: moderator: Ada Byron → nothing; rapporteur: nothing → Ada Byron"]
    );
    assert_eq!(change(PANEL, "[emmy]", "[ada, emmy]"), ["Panel first-panel: speakers: +Ada Byron, Emmy Noether"]);
    assert_eq!(change(PANEL, "status: draft", "status: cleared"), ["Panel first-panel: status: draft → cleared"]);
    assert_eq!(
        change(PANEL, "  - Who counts?\n", "  - Who counts them?\n  - And why?\n"),
        ["Panel first-panel: guiding-questions: =,,+ +3 -0 words"]
    );
    assert_eq!(
        change("workshops/oslo/first/summary.md", "spoke", "never spoke"),
        ["Panel first-panel: summary: +1 -0 words"]
    );
    assert_eq!(
        changes(&Sample::new().file("workshops/oslo/first/summary.md", None)),
        ["Panel first-panel: summary: +0 -5 words"]
    );
    assert_eq!(change(PANEL, "number: 1", "number: 3")[0], "Panel first-panel: number: 1 → 3");
}

#[test]
fn key_messages_are_compared_with_their_sources() {
    assert_eq!(change(PANEL, "is a service", "is no service"), ["Panel first-panel: key-messages:  +1 -1 words"]);
    assert_eq!(
        change(PANEL, "source: minutes, basis: record}", "source: minutes, locator: p. 3, basis: report}"),
        ["Panel first-panel: key-messages.source: \
          -minutes, record for “Counting is a service to those who are counted.”, \
          +minutes, p. 3, report for “Counting is a service to those who are counted.”"]
    );
    let reworded = Sample::new().with(PANEL, "is a service", "is a great service").with(
        PANEL,
        "key-messages:\n",
        "key-messages:\n  - {text: Ask before you count., source: minutes}\n",
    );
    assert_eq!(
        changes(&reworded),
        ["Panel first-panel: key-messages: +, +5 -0 words; key-messages.source: +minutes for “Ask before you count.”"]
    );
}

#[test]
fn workshops_and_sessions_are_compared() {
    let workshop = "workshops/oslo/workshop.yaml";
    assert_eq!(
        change(workshop, "venue: Town hall", "participants: 80"),
        ["Workshop oslo: venue: Town hall → nothing; participants: nothing → 80"]
    );
    assert_eq!(
        change(workshop, "start: '12:00'", "start: '12:30', end: '13:00'"),
        ["Session noon: start: 12:00 → 12:30; end: nothing → 13:00"]
    );
    assert_eq!(change(workshop, "title: Lunch", "title: A light Lunch"), ["Session noon: title: +2 -0 words"]);
    let told = change(workshop, "start: 2017-04-18\n", "start: 2017-04-17\n");
    assert_eq!(told, ["Workshop oslo: start: 2017-04-18 → 2017-04-17"]);
    let comparison = Sample::new().with(workshop, "start: '10:00'", "start: '10:30'").since_the_first();
    assert_eq!(comparison.records[0].panel.as_deref(), Some("first-panel"));
    assert_eq!(comparison.records[0].title, "Registers");
}

#[test]
fn a_person_who_is_renamed_changes_once() {
    assert_eq!(
        change("people.yaml", "name: Ada Byron", "name: Ada Lovelace"),
        ["Person ada: name: Ada Byron → Ada Lovelace"]
    );
    assert_eq!(
        change("people.yaml", "role: speaker", "role: host"),
        ["Person ada: participation: -Oslo: speaker (minutes, record), +Oslo: host (minutes, record)"]
    );
}

#[test]
fn themes_outcomes_and_the_rest_are_compared() {
    assert_eq!(
        change(PUBLICATION, "title: Counting people,", "title: Counting people, working-title: true,"),
        ["Theme counting: working-title: nothing → yes"]
    );
    assert_eq!(
        change(PUBLICATION, "[second-panel]", "[second-panel, first-panel]"),
        ["Theme housing: panels: panel 2, Oslo, +panel 1, Oslo"]
    );
    assert_eq!(
        change("outcomes.yaml", "[publish]", "[publish, protect]"),
        ["Outcome open-registers: recommendations: 1.1 Publish the registers, +1.2 Protect the registers"]
    );
    assert_eq!(
        change("acronyms.yaml", "New York Declaration", "The New York Declaration"),
        ["Acronym NYD: long: New York Declaration → The New York Declaration"]
    );
    assert_eq!(
        change("frameworks/nyd.yaml", "label: (b)", "label: (b), title: Data"),
        ["Framework nyd: elements: (a), -(b), +(b) Data"]
    );
    assert_eq!(
        change("references.yaml", "title: Minutes", "title: The minutes"),
        ["Reference minutes: text: +2 -1 words"]
    );
}

#[test]
fn another_set_of_panels_is_compared_by_identifier() {
    let earlier = Sample::new()
        .file("workshops/oslo/second/panel.yaml", None)
        .file(
            "workshops/oslo/third/panel.yaml",
            Some("id: third-panel\nnumber: 2\ntitle: Old roofs\nspeakers: [ada]\n"),
        )
        .with(PUBLICATION, "second-panel", "third-panel")
        .file(
            "workshops/oslo/third/recommendations.yaml",
            Some("- id: mend\n  title: Mend the roofs\n  text: Mend them.\n"),
        );
    let comparison = compare(&earlier.resolve(), &Sample::new().resolve(), &Labels::default());
    let told = told(&comparison);
    assert_eq!(told[0], "Theme housing: panels: -panel 2, Oslo, +panel 2, Oslo");
    assert!(told[1].starts_with("+Panel second-panel: title: +1 -0 words; workshop: "), "{told:?}");
    assert!(told[2].starts_with("-Panel third-panel: title: +0 -2 words; "), "{told:?}");
    assert!(told[3].starts_with("-Recommendation mend: "), "{told:?}");
    assert_eq!(told.len(), 4);
    let mend = &comparison.records[3];
    assert_eq!((mend.earlier_number.as_deref(), mend.number.as_deref()), (Some("2.1"), None));
    assert_eq!((mend.panel.as_deref(), mend.title.as_str()), (Some("third-panel"), "Mend the roofs"));
}

#[test]
fn values_keep_their_places() {
    let value = |key: &str| super::super::fields::Value::plain(key);
    let compared = |earlier: &[&str], later: &[&str]| {
        let field = |keys: &[&str]| super::super::fields::Field::Values(keys.iter().map(|key| value(key)).collect());
        let Some(Delta::Values { values, reordered }) = delta(&field(earlier), &field(later)) else {
            return "nothing".to_owned();
        };
        let shown = |(mark, value): &(Mark, String)| match mark {
            Mark::Kept => value.clone(),
            Mark::Added => format!("+{value}"),
            Mark::Removed => format!("-{value}"),
        };
        let order = if reordered { " reordered" } else { "" };
        format!("{}{order}", values.iter().map(shown).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(compared(&["a", "b"], &["a", "b"]), "nothing");
    assert_eq!(compared(&["a", "b", "c"], &["a", "c", "d"]), "a -b c +d");
    assert_eq!(compared(&["a", "b", "c"], &["c", "x", "b"]), "-a c +x b reordered");
    assert_eq!(compared(&["a", "a"], &["a"]), "a -a");
    assert_eq!(compared(&[], &["a"]), "+a");
    assert_eq!(compared(&["a", "b"], &[]), "-a -b");
}
