//! Exchange files that `idm translate import` is given.

use super::{Input, PUBLICATION, Site, check};

const IMPORT: [&str; 7] = ["translate", "import", "a.xlf", "--language", "fr", "--project", "project"];

pub(super) fn inputs() -> Vec<Input> {
    let unit = |name, what, file: fn() -> String, told| {
        let make = move |site: &Site| {
            site.replace(PUBLICATION, "language: en\n", "language: en\nlanguages: [en, fr]\n");
            site.write("a.xlf", file());
        };
        check(name, what, make, told).run(&IMPORT)
    };
    vec![
        unit("xliff-entities", "entities that are made of entities", entities, "document type").ends(2),
        unit("xliff-deep", "elements nested 100,000 deep", || "<xliff>".repeat(100_000), "within each other").ends(2),
        unit(
            "xliff-data",
            "10,000 codes that stand for the same 200 kB",
            || file(&"<ph id='1' dataRef='d'/>".repeat(10_000), &"x".repeat(200_000)),
            "a.xlf:1: publication.yaml#title: not taken",
        ),
        unit(
            "xliff-words",
            "300,000 words with a mark behind each",
            || file(&"words <sm/>".repeat(300_000), ""),
            "a.xlf:1: publication.yaml#title: not taken",
        ),
        unit(
            "xliff-units",
            "100,000 units that no publication has",
            || {
                format!(
                    "{HEAD}{}</file></xliff>",
                    "<unit id='u'><segment><source>a</source></segment></unit>".repeat(100_000)
                )
            },
            "100000 not taken",
        ),
    ]
}

const HEAD: &str = "<xliff version='2.1' srcLang='en' trgLang='fr'><file original='publication.yaml'>";

/// An exchange of one text.
fn file(source: &str, data: &str) -> String {
    format!(
        "{HEAD}<unit id='title'><originalData><data id='d'>{data}</data></originalData>\
         <segment state='translated'><source>{source}</source><target>{source}</target></segment></unit></file></xliff>"
    )
}

fn entities() -> String {
    let mut text = "<!DOCTYPE a [<!ENTITY e0 'words'>".to_owned();
    for at in 1..30 {
        text.push_str(&format!("<!ENTITY e{at} '&e{0};&e{0};'>", at - 1));
    }
    format!("{text}]><xliff>&e29;</xliff>")
}
