use super::super::testing::{Sample, in_english, labels};
use super::super::{Comparison, compare};
use super::*;
use crate::authors::Authors;

fn english_markdown(comparison: &Comparison) -> String {
    markdown(comparison, &labels().words("en"), &Authors::default())
}

const RECOMMENDATIONS: &str = "workshops/oslo/first/recommendations.yaml";
const SUMMARY: &str = "workshops/oslo/first/summary.md";

/// What comes of a summary, told in words.
#[track_caller]
fn summary(earlier: &str, later: &str) -> Comparison {
    let state = |text: &str| Sample::new().file(SUMMARY, Some(text)).resolve();
    compare(&state(earlier), &state(later), &labels())
}

/// The lines below the field's name.
#[track_caller]
fn prose(earlier: &str, later: &str) -> Vec<String> {
    let text = in_english(&summary(earlier, later));
    let (_, prose) = text.split_once("  summary:\n").unwrap();
    prose.lines().map(|line| line.trim_start().to_owned()).collect()
}

#[test]
fn no_change_is_said_in_one_line() {
    let none = Comparison::default();
    assert_eq!(in_english(&none), "nothing has changed\n");
    assert_eq!(english_markdown(&none), "nothing has changed\n");
    let json = json(&none, &Authors::default());
    assert_eq!((json["format"].as_str(), json["version"].as_u64()), (Some("idm-changes"), Some(2)));
    assert_eq!(json["records"].as_array().map(Vec::len), Some(0));
}

fn several() -> Comparison {
    let later = Sample::new()
        .with("publication.yaml", "[second-panel]", "[second-panel, first-panel]")
        .with(RECOMMENDATIONS, "every year", "in every *quarter*")
        .with(RECOMMENDATIONS, "[local-authorities, academia]", "[migrants, local-authorities]")
        .with(RECOMMENDATIONS, "- id: publish\n", "- id: anew\n  title: Begin anew\n  text: Begin.\n- id: publish\n")
        .file("acronyms.yaml", None)
        .resolve();
    compare(&Sample::new().resolve(), &later, &labels())
}

#[test]
fn people_are_told_in_words() {
    let told = "\
3 records changed, 1 new, 1 gone; 5 words added, 1 removed

Theme 2 “Housing people”: panels changed: + Panel 1, Oslo

Recommendation 1.1 “Begin anew”: new; theme: 1 Counting people; workshop: Workshop 1, Oslo; panel: Panel 1, Oslo; status: draft
  text:
    {+Begin.+}

Recommendation 1.2 (was 1.1) “Publish the registers”: renumbered; reworded; addressees changed: + Diaspora and migrants, − Academia
  text:
    Cities should publish what their registers say {+in +}every [-year-]{+*quarter*+}.

Recommendation 1.3 (was 1.2) “Protect the registers”: renumbered

Abbreviation NYD “New York Declaration”: gone
";
    assert_eq!(in_english(&several()), told);
}

#[test]
fn markdown_quotes_what_changed() {
    let told = "\
3 records changed, 1 new, 1 gone; 5 words added, 1 removed.

## Themes

### Theme 2 “Housing people”

- panels changed: + Panel 1, Oslo

## Recommendations

### Recommendation 1.1 “Begin anew”

- new
- theme: 1 Counting people
- workshop: Workshop 1, Oslo
- panel: Panel 1, Oslo
- status: draft

text:

> **Begin.**

### Recommendation 1.2 (was 1.1) “Publish the registers”

- renumbered
- reworded
- addressees changed: + Diaspora and migrants, − Academia

text:

> Cities should publish what their registers say ~~every~~ **in every** ~~year.~~ **\\*quarter\\*.**

### Recommendation 1.3 (was 1.2) “Protect the registers”

- renumbered

## Abbreviations

### Abbreviation NYD “New York Declaration”

- gone
";
    assert_eq!(english_markdown(&several()), told);
}

#[test]
fn passages_are_shown_in_part() {
    let long =
        "Registers are kept in many places and by many hands, and most of them were never meant to be read together";
    assert_eq!(
        prose(&format!("{long}, they say."), &format!("{long}, he says.")),
        ["… of them were never meant to be read together, [-they say-]{+he says+}."]
    );
}

const EARLIER: &str = "# One

- an item
- a second item

| a | b |
|---|---|
| c | d |

> This is quoted.

Last words.[^n]

[^n]: A note.
";

const LATER: &str = "# One

- an item
- a second thing
- a third

| a | b |
|---|---|
| c | e |

> This is *well* quoted.

```text
code
lines
```

Last words.[^n][^m]

[^n]: A longer note.
[^m]: New.
";

#[test]
fn every_kind_of_block_is_told() {
    assert_eq!(
        prose(EARLIER, LATER),
        [
            "a second [-item-]{+thing+}",
            "{+a third+}",
            "c | [-d-]{+e+}",
            "This is {+*well* +}quoted.",
            "{+code",
            "lines+}",
            "Last words.[^n]{+[^m]+}",
            "[^n]: A {+longer +}note.",
            "{+[^m]: New.+}",
        ]
    );
}

#[test]
fn moved_blocks_are_said_to_be_moved() {
    let first = "Tenants keep their letters in a tin, and the tin under the stairs.";
    let second = "Landlords keep theirs in a drawer that nobody has opened for years.";
    let third = "The town keeps copies of both, and lends them to whoever asks.";
    let lent = third.replace("lends them", "gladly lends them");
    let comparison = summary(&format!("{first}\n\n{second}\n\n{third}\n"), &format!("{lent}\n\n{first}\n\n{second}\n"));
    let told = in_english(&comparison);
    assert!(
        told.contains("    moved here (1) and reworded: The town keeps copies of both, and {+gladly +}lends"),
        "{told}"
    );
    assert!(told.contains("    moved away (1): The town keeps copies of both, and lends them…"), "{told}");
    let blocks = &json(&comparison, &Authors::default())["records"][0]["fields"][0]["blocks"];
    assert_eq!((&blocks[0]["change"], &blocks[0]["move"]), (&"moved-here".into(), &1.into()));
    assert_eq!((&blocks[3]["change"], &blocks[3]["move"]), (&"moved-away".into(), &1.into()));
}

#[test]
fn programs_get_the_whole() {
    let comparison = summary(EARLIER, LATER);
    let json = json(&comparison, &Authors::default());
    let record = &json["records"][0];
    assert_eq!(
        (&record["kind"], &record["id"], &record["change"]),
        (&"panel".into(), &"first-panel".into(), &"changed".into())
    );
    let field = &record["fields"][0];
    assert_eq!((&field["field"], &field["type"]), (&"summary".into(), &"text".into()));
    let blocks = field["blocks"].as_array().unwrap();
    assert_eq!(
        blocks[0],
        serde_json::json!({ "kind": "heading", "change": "kept", "move": null, "runs": [{ "kept": "One" }] })
    );
    assert_eq!(
        blocks[2]["runs"],
        serde_json::json!([{ "kept": "a second " }, { "removed": "item" }, { "added": "thing" }])
    );
    let kinds: Vec<&str> = blocks.iter().filter_map(|block| block["kind"].as_str()).collect();
    assert_eq!(
        kinds,
        ["heading", "item", "item", "item", "row", "row", "paragraph", "code", "paragraph", "footnote", "footnote"]
    );
    let values = super::json(&several(), &Authors::default());
    assert_eq!(
        values["records"][2]["fields"][2],
        serde_json::json!({
            "field": "addressees",
            "type": "values",
            "values": [{ "added": "Diaspora and migrants" }, { "kept": "Local authorities" }, { "removed": "Academia" }],
            "reordered": false,
        })
    );
}

#[test]
fn markdown_escapes_what_texts_say() {
    let text = english_markdown(&summary("Some `code`, 3 and 4 [@minutes].", "1\\. Some `code`; 3 \\< 4# [@minutes]."));
    let (_, quoted) = text.split_once("> ").unwrap();
    assert_eq!(
        quoted,
        "~~Some~~ **1\\. Some** ~~\\`code\\`,~~ **\\`code\\`;** 3 ~~and~~ **\\<** ~~4~~ **4\\#** \\[@\u{2060}minutes\\].\n",
        "a forge takes what stands behind an at sign for a person"
    );
}

/// The publication's own words stand in headings and totals, too.
#[test]
fn markdown_escapes_the_words_of_the_publication() {
    let own = "levels: {panel: {one: Round *table*, many: Round *tables*}}\n\
               labels: {compare.changed-one: '{count} <record> *changed*', compare.nothing: '*nothing*'}\n";
    let state = || Sample::new().with("publication.yaml", "region: GB\n", &format!("region: GB\n{own}"));
    let earlier = state().resolve();
    let later = state().with("workshops/oslo/first/panel.yaml", "title: ", "title: New ").resolve();
    let words = labels().of(&later).words("en");
    let text = markdown(&compare(&earlier, &later, &labels()), &words, &Authors::default());
    assert!(text.starts_with("1 \\<record> \\*changed\\*"), "{text}");
    assert!(text.contains("\n## Round \\*tables\\*\n\n### Round \\*table\\* 1"), "{text}");
    assert_eq!(markdown(&Comparison::default(), &words, &Authors::default()), "\\*nothing\\*\n");
}

/// Two states of a figure, a table and a quotation that differ beside their words.
#[test]
fn what_blocks_say_beside_their_words_is_told() {
    let state = |by: &str, level: &str| {
        format!("# One\n\n{level} Two\n\n:::quote {{by=\"{by}\" source=\"minutes\"}}\nWe count.\n:::\n")
    };
    let told = prose(&state("ada", "##"), &state("emmy", "#"));
    assert!(told.contains(&"by: [-ada-]{+emmy+}".to_owned()), "{told:?}");
    assert!(told.contains(&"level: [-2-]{+1+}".to_owned()), "{told:?}");
}
