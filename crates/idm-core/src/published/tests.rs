use serde_json::{Value, json};

use super::{differences::differences, document, is_worded, records};
use crate::compare::testing::Sample;
use crate::edition::Labels;
use crate::model::Publication;
use crate::record::{self, Record};

const SUMMARY: &str = "workshops/oslo/first/summary.md";

fn published(publication: &Publication) -> Value {
    let code = publication.language.code();
    document(publication, &Labels::new([(code, report_templates::words(code).unwrap())]).unwrap())
}

/// The paragraphs of a summary as they are published.
#[track_caller]
fn summary(text: &str) -> Vec<String> {
    let records = published(&Sample::new().file(SUMMARY, Some(text)).resolve());
    serde_json::from_value(records["workshops"][0]["panels"][0]["summary"].clone()).unwrap()
}

#[test]
fn references_and_citations_are_published_as_they_are_printed() {
    assert_eq!(
        summary("As [@second-panel] says [@minutes, p. 3] of [@rec:publish], and [Emmy](@emmy) agrees with [@ada].\n"),
        ["As Panel 2 says (Clerk, 2017, p. 3) of Recommendation 1.1, and Emmy agrees with Ada Byron."]
    );
    assert_eq!(summary("# One {#one}\n\nWhat [@one] says, [@counting].\n")[1], "What “One” says, Theme 1.");
    let french = Sample::new().with("publication.yaml", "language: en", "language: fr");
    let french = published(&french.with("outcomes.yaml", "Registers are open.", "Selon la [@first-panel].").resolve());
    assert_eq!(french["outcomes"][0]["text"][0], "Selon la Table ronde 1.");
}

#[test]
fn nothing_that_is_printed_with_a_text_is_left_out() {
    let text = "Said.[^n] %%For us.%%\n\n%%Only for us.%%\n\n:::good-practice {title=\"Count twice\"}\nOnce more.\n:::\n\n\
        :::quote {by=\"ada\" source=\"minutes\"}\nWe count.\n:::\n\n[^n]: So it [is][@programme].\n";
    let text = text.replace("[is][@programme]", "is [@programme]");
    assert_eq!(
        summary(&text),
        [
            "Said.[1]",
            "Count twice",
            "Once more.",
            "We count.",
            "Ada Byron (Clerk, 2017)",
            "[1] So it is (Clerk, 2016)."
        ]
    );
}

#[test]
fn another_reference_is_a_difference() {
    let of = |panel: &str| published(&Sample::new().file(SUMMARY, Some(&format!("See [@{panel}].\n"))).resolve());
    assert_eq!(
        differences(&of("first-panel"), &of("second-panel")),
        ["panel “first-panel”: `summary` is “See Panel 1.” in the PDF and “See Panel 2.” in the inputs"]
    );
}

#[test]
fn another_picture_of_the_same_name_is_a_difference() {
    let of = |picture: &str| {
        let text = "![The harbour](harbour.svg)\n\n%%Not ![this](harbour.svg).%%\n";
        let project = Sample::new().file(SUMMARY, Some(text));
        published(&project.file("workshops/oslo/first/harbour.svg", Some(picture)).resolve())
    };
    let (ships, none) = (of("<svg>ships</svg>"), of("<svg/>"));
    let pictures = &ships["workshops"][0]["panels"][0]["pictures"];
    assert_eq!(
        (pictures.as_array().map(Vec::len), &pictures[0]["path"]),
        (Some(1), &json!("workshops/oslo/first/harbour.svg"))
    );
    let told = differences(&ships, &none);
    assert!(told[0].starts_with("panel “first-panel”: `pictures` has “workshops/oslo/first/harbour.svg, "), "{told:?}");
    assert_eq!(told.len(), 2);
}

#[test]
fn spaces_that_nobody_sees_are_not_published() {
    assert_eq!(summary("One.  Two,\t%%not%% three.\n"), summary("One. Two, three.\n"));
}

#[test]
fn what_came_after_the_event_is_not_published() {
    let later = Sample::new().with("frameworks/nyd.yaml", "short: NYD\n", "short: NYD\nretrospective: true\n");
    let (printed, unprinted) = (published(&Sample::new().resolve()), published(&later.resolve()));
    assert_eq!(printed["recommendations"][0]["mappings"][0]["framework"], printed["frameworks"][0]["id"]);
    assert_eq!(printed["frameworks"][0]["elements"][1]["label"], "(b)");
    assert_eq!((&unprinted["recommendations"][0]["mappings"], &unprinted["frameworks"]), (&json!([]), &json!([])));
}

/// What is published and read back has every field of the view, and the same ones hold words.
#[test]
fn records_are_read_back_as_they_were_told() {
    let publication = Sample::new()
        .file("workshops/oslo/first/summary.md", Some("# One\n\nTwo.\n"))
        .with(
            "publication.yaml",
            "title: The book\n",
            "title: The book\nsubtitle: Told\nseries: {name: S, number: '1'}\n",
        )
        .resolve();
    let document = published(&publication);
    let found = records(&document);
    let mut pairs = 0;
    let mut compare = |told: &Record| {
        let id = if told.kind == record::RecordKind::Publication { publication.id.as_str() } else { told.id };
        let Some(read) = found.iter().find(|read| read.kind == told.kind && read.id == id) else {
            panic!("{} {id} is not published", told.kind.name());
        };
        for field in told.fields.iter().filter(|field| field.published) {
            let holds_words = match field.value {
                record::Value::Line(_)
                | record::Value::Formatted(_)
                | record::Value::Lines(_)
                | record::Value::Statements(_)
                | record::Value::Text(_) => true,
                // A framework's title is told as titles are.
                record::Value::Plain(_) => field.name == "title",
                _ => false,
            };
            assert_eq!(is_worded(field.name), holds_words, "{} {}", told.kind.name(), field.name);
            assert!(is_read(read, field.name, &document), "{} {}", told.kind.name(), field.name);
            pairs += 1;
        }
    };
    record::all(&publication).iter().for_each(&mut compare);
    assert!(pairs > 100, "{pairs}");
    assert_eq!(differences(&document, &document), [""; 0]);
}

/// Whether a record that was read has a field. What says nothing as a whole is not there part by part.
fn is_read(record: &crate::compare::Record, name: &str, document: &Value) -> bool {
    let group = name.split('.').next().unwrap_or(name);
    record.field(name).is_some() || (group != name && document["publication"][group].is_null())
}
