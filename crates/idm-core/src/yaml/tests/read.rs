use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Case, path};
use crate::yaml::{read_list, read_record};

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
struct Panel {
    id: Option<String>,
    number: Option<u32>,
    count: u8,
    ratio: Option<f64>,
    justify: bool,
    title: Option<String>,
    subtitle: String,
    speakers: Vec<String>,
    key_messages: Vec<Message>,
    basis: Option<Basis>,
    frameworks: BTreeMap<String, Vec<String>>,
    by_name: BTreeMap<String, Message>,
    venue: Option<Venue>,
}

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
struct Message {
    text: Option<String>,
    basis: Option<Basis>,
    level: u32,
}

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
struct Venue {
    city: Option<String>,
}

/// Documented, since that changes the schema's shape.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Basis {
    /// Planned.
    Agenda,
    /// Told.
    Report,
    /// Written down.
    OfficialRecord,
}

fn record(text: &str) -> (Option<Panel>, Vec<String>) {
    let mut case = Case::new(text);
    let index = case.index().clone();
    let record = read_record(&index, &path(""), &mut case.diagnostics, &mut vec![]);
    (record, case.report())
}

fn good(text: &str) -> Panel {
    let (record, report) = record(text);
    assert_eq!(report, [""; 0]);
    record.unwrap()
}

#[test]
fn a_record_is_read() {
    let panel = good(
        "id: ny-3\nnumber: 3\ntitle: >-\n  One\n  two\nspeakers: [anna, 'bo']\nkey-messages:\n- text: |\n    A\n    B\n  \
         basis: official-record\nbasis: report\njustify: true\nratio: .5\nframeworks:\n  nyd: [b, 10.70]\n  sdg:\nvenue: {city: Genève}\n",
    );
    assert_eq!(panel.title.as_deref(), Some("One two"));
    assert_eq!((panel.number, panel.ratio, panel.justify), (Some(3), Some(0.5), true));
    assert_eq!(panel.key_messages[0].text.as_deref(), Some("A\nB\n"));
    assert_eq!(panel.key_messages[0].basis, Some(Basis::OfficialRecord));
    assert_eq!(panel.frameworks["nyd"], ["b", "10.70"]);
    assert!(panel.frameworks["sdg"].is_empty());
    assert_eq!(panel.venue.unwrap().city.as_deref(), Some("Genève"));
}

#[test]
fn texts_are_taken_as_they_were_typed() {
    for text in ["1.10", "123", "0x1F", "1e3", "true", "False", ".inf", "2017-04-18", "10:00", "yes", "-5", "007", "_1"]
    {
        let panel = good(&format!("id: {text}\nspeakers: [{text}]\nframeworks: {{{text}: [a]}}\n"));
        assert_eq!((panel.id.as_deref(), &panel.speakers[0]), (Some(text), &text.to_owned()));
        assert!(panel.frameworks.contains_key(text));
        assert_eq!(good(&format!("subtitle: {text}\n")).subtitle, text);
    }
    assert_eq!(good("id: 'null'\nspeakers: ['~', \"\"]\n").id.as_deref(), Some("null"));
    assert_eq!(good("speakers: ['~', \"\"]\n").speakers, ["~", ""]);
    let odd = "a\u{85}b\u{2028}c\u{a0}d\u{feff}e\u{1F600}f\"g\\h";
    assert_eq!(good(&format!("id: '{odd}'\n")).id.as_deref(), Some(odd));
    let long = "x".repeat(5000);
    assert_eq!(good(&format!("frameworks:\n  ? {long}\n  : [a]\n")).frameworks.len(), 1);
}

#[test]
fn a_null_counts_as_left_out() {
    for null in ["", "~", "null"] {
        let keys =
            ["id", "number", "count", "justify", "title", "subtitle", "speakers", "key-messages", "basis", "venue"];
        let text: String = keys.iter().map(|key| format!("{key}: {null}\n")).collect();
        assert_eq!(good(&text), Panel::default());
        assert_eq!(good(&format!("key-messages: [{{text: {null}, level: {null}}}]\n")).key_messages.len(), 1);
    }
    for empty in ["", "# nothing\n", "---\n", "~"] {
        assert_eq!(good(empty), Panel::default());
    }
}

#[test]
fn an_empty_item_of_a_list_is_reported_and_left_out() {
    let (panel, report) = record("speakers:\n  - anna\n  -\n  - bo\nkey-messages:\n  - ~\n  - level: x\n");
    let panel = panel.unwrap();
    assert_eq!((panel.speakers.len(), panel.key_messages.len()), (2, 1));
    assert_eq!(
        report,
        [
            "wrong-type:3:3 <-> item 2 of `speakers` is empty (remove its dash, or write something behind it)",
            "wrong-type:6:5 <~> item 1 of `key-messages` is empty (remove its dash, or write something behind it)",
            "wrong-type:7:12 <x> `level` must be a whole number from 0 up, but is \"x\" (write digits alone, such as `24`; leave the key out where the number is not known)",
        ]
    );
}

#[test]
fn all_wrong_values_of_a_record_are_found_at_once() {
    let (panel, report) = record(
        "id: [é]\nnumber: drei\ntitle: ok\nspeakers: anna\nkey-messages:\n  - text: {a: 1}\n  - level: -1\n  - nö\n\
         basis: reprot\ncount: 300\njustify: yes\nratio: '1.5'\nvenue: Geneva\nframeworks: {nyd: b, x: [1, [2]]}\n",
    );
    assert_eq!(
        report,
        [
            "wrong-type:1:5 <[é]> `id` must be a text, but is a list (write one text, without brackets or hyphens; a text that begins with such a sign stands in quotation marks)",
            "wrong-type:2:9 <drei> `number` must be a whole number from 0 up, but is \"drei\" (write digits alone, such as `24`; leave the key out where the number is not known)",
            "wrong-type:4:11 <anna> `speakers` must be a list, but is \"anna\" (put it in brackets, `[anna]`, or on a line of its own behind `- `)",
            "wrong-type:6:11 <{a: 1}> `text` must be a text, but is a mapping of keys to values (a colon and a space make a key of the words before them: put the whole text in quotation marks)",
            "wrong-type:7:12 <-1> `level` must be a whole number from 0 up, but is \"-1\" (write digits alone, such as `24`; leave the key out where the number is not known)",
            "wrong-type:8:5 <nö> item 3 of `key-messages` must be a mapping of keys to values, but is \"nö\" (write its keys and values on lines of their own, indented: `key: value`)",
            "wrong-type:9:8 <reprot> `basis` must be `agenda`, `report` or `official-record`, but is \"reprot\" (did you mean `report`?)",
            "wrong-type:10:8 <300> `count` must be a whole number from 0 up to 255, but is \"300\" (write a smaller number)",
            "wrong-type:11:10 <yes> `justify` must be `true` or `false`, but is \"yes\" (write `true` or `false`, without quotation marks)",
            "wrong-type:12:8 <'1.5'> `ratio` must be a number, but is \"1.5\" (write digits, with a point for a fraction: `1.5`)",
            "wrong-type:13:8 <Geneva> `venue` must be a mapping of keys to values, but is \"Geneva\" (write its keys and values on lines of their own, indented: `key: value`)",
            "wrong-type:14:19 <b> `nyd` must be a list, but is \"b\" (put it in brackets, `[b]`, or on a line of its own behind `- `)",
            "wrong-type:14:29 <[2]> item 2 of `x` must be a text, but is a list (write one text, without brackets or hyphens; a text that begins with such a sign stands in quotation marks)",
        ]
    );
    let panel = panel.unwrap();
    assert_eq!(panel.title.as_deref(), Some("ok"));
    assert_eq!(panel.key_messages.len(), 2);
    assert_eq!(panel.frameworks["x"], ["1"]);
}

#[test]
fn a_choice_of_words_is_told_whatever_stands_there() {
    let (_, report) = record("basis: [agenda]\nkey-messages: [{basis: {report: 1}}]\n");
    assert_eq!(
        report,
        [
            "wrong-type:1:8 <[agenda]> `basis` must be `agenda`, `report` or `official-record`, but is a list",
            "wrong-type:2:24 <{report: 1}> `basis` must be `agenda`, `report` or `official-record`, but is a mapping of keys to values",
        ]
    );
    let (_, report) = record("basis: \"a `b`, expected `c` at line 1\"\n");
    assert!(report[0].contains("must be `agenda`, `report` or `official-record`, but is \"a `b`,"), "{report:?}");
}

#[test]
fn unknown_keys_are_found_at_once_on_every_level() {
    let (panel, report) = record(
        "titel: x\nkey-messages:\n  - text: a\n  - txt: b\n    zebra: c\nframeworks: {anything: [a]}\n\
         by-name: {x: {levle: 1}}\nvenue:\n  country: CH\nnumber: 7\nkey_messages: []\n",
    );
    assert_eq!(panel.unwrap().number, Some(7));
    assert_eq!(
        report,
        [
            "unknown-key:1:1 <titel> there is no key `titel` in this record (did you mean `title`?)",
            "unknown-key:4:5 <txt> there is no key `txt` in this record (did you mean `text`?)",
            "unknown-key:5:5 <zebra> there is no key `zebra` in this record (the keys here are `basis`, `level` and `text`)",
            "unknown-key:7:15 <levle> there is no key `levle` in this record (did you mean `level`?)",
            "unknown-key:9:3 <country> there is no key `country` in this record (the keys here are `city`)",
            "unknown-key:11:1 <key_messages> there is no key `key_messages` in this record (did you mean `key-messages`?)",
        ]
    );
}

#[test]
fn a_bad_record_does_not_hide_its_neighbours() {
    let mut case = Case::new("- id: a\n  number: 1\n- oops\n-\n- id: b\n  number: x\n- {id: c, number: 3}\n");
    let index = case.index().clone();
    let list = read_list::<Panel>(&index, &path(""), &mut case.diagnostics, &mut vec![]);
    let ids: Vec<_> = list.iter().map(|(_, panel)| panel.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(list[1].0.path, path("[3]"));
    assert_eq!(case.position(index.span_of_value(&list[2].0.key("number").path)), (7, 19));
    assert_eq!(
        case.report(),
        [
            "wrong-type:3:3 <oops> item 2 of the list must be a mapping of keys to values, but is \"oops\" (write its keys and values on lines of their own, indented: `key: value`)",
            "wrong-type:4:1 <-> item 3 of the list is empty (remove its dash, or write something behind it)",
            "wrong-type:6:11 <x> `number` must be a whole number from 0 up, but is \"x\" (write digits alone, such as `24`; leave the key out where the number is not known)",
        ]
    );
}

#[test]
fn a_list_within_a_file() {
    let mut case = Case::new("name: x\npanels:\n  - id: a\n");
    let index = case.index().clone();
    let list = read_list::<Panel>(&index, &path("panels"), &mut case.diagnostics, &mut vec![]);
    assert_eq!(list[0].1.id.as_deref(), Some("a"));
    assert!(read_list::<Panel>(&index, &path("none"), &mut case.diagnostics, &mut vec![]).is_empty());
    assert!(read_record::<Panel>(&index, &path("none"), &mut case.diagnostics, &mut vec![]).is_none());
    let record: Panel = read_record(&index, &path("panels[0]"), &mut case.diagnostics, &mut vec![]).unwrap();
    assert_eq!(record.id.as_deref(), Some("a"));
    assert_eq!(case.report(), [""; 0]);
}

#[test]
fn the_wrong_thing_at_the_top() {
    assert_eq!(
        record("- a\n").1,
        [
            "wrong-type:1:3 <a> the file must be a mapping of keys to values, but is a list (write its keys and values on lines of their own, indented: `key: value`)"
        ]
    );
    let mut case = Case::new("# c\nid: a\n");
    let index = case.index().clone();
    assert!(read_list::<Panel>(&index, &path(""), &mut case.diagnostics, &mut vec![]).is_empty());
    assert_eq!(
        case.report(),
        [
            "wrong-type:2:1 <id> the file must be a list, but is a mapping of keys to values (put the items in brackets, `[a, b]`, or each on a line of its own behind `- `)"
        ]
    );
}

#[test]
fn what_a_type_cannot_do_without() {
    #[derive(Debug, Deserialize, JsonSchema)]
    struct Strict {
        #[allow(dead_code, reason = "only the reading is tested")]
        id: String,
        #[allow(dead_code, reason = "only the reading is tested")]
        number: u32,
    }
    let mut case = Case::new("- id: a\n- {id: b, number: x}\n- {id: c, number: 1}\n");
    let index = case.index().clone();
    assert_eq!(read_list::<Strict>(&index, &path(""), &mut case.diagnostics, &mut vec![]).len(), 1);
    assert_eq!(
        case.report(),
        [
            "missing-value:1:3 <id> item 1 of the list has no `number`",
            "wrong-type:2:19 <x> `number` must be a whole number from 0 up, but is \"x\" (write digits alone, such as `24`; leave the key out where the number is not known)",
        ]
    );
}

#[test]
fn long_lists_are_read_in_linear_time() {
    let mut text = String::new();
    for n in 0..10_000 {
        writeln!(
            text,
            "- id: person-{n}\n  title: A text of some length, to make the file a large one é\n  number: {n}"
        )
        .unwrap();
    }
    let mut case = Case::new(&text);
    let index = case.index().clone();
    let start = Instant::now();
    let list = read_list::<Panel>(&index, &path(""), &mut case.diagnostics, &mut vec![]);
    assert_eq!(list.len(), 10_000);
    assert_eq!(list[9_999].1.number, Some(9_999));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn more_mistakes_than_anybody_reads_come_to_an_end() {
    let text = format!("speakers: [{}]\n", "[x], ".repeat(5000));
    let (panel, report) = record(&text);
    assert!(panel.is_none() && report.len() == 64);
}
