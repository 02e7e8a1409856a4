//! Records in great numbers, of great length, or with values that no record should have.

use super::texts::numbered;
use super::{Input, PANEL, PEOPLE, PUBLICATION, RECOMMENDATIONS, Site, build, check};

const MIB: usize = 1024 * 1024;

pub(super) fn inputs() -> Vec<Input> {
    vec![
        check("recommendations-100000", "100,000 recommendations", |site| recommendations(site, 100_000), "")
            .ends(0)
            .within(30, 2048),
        build("recommendations-5000", "5,000 recommendations", |site| recommendations(site, 5_000))
            .within(300, 8192)
            .long(),
        check("recommendations-circle", "recommendations that name each other in a circle", circle, "").ends(0),
        build("recommendations-circle-built", "the same, built", circle),
        build("people-10000", "10,000 people", people).within(300, 8192).long(),
        check(
            "title-1-mb",
            "a title of 200,000 words: `--timeout 3` ends the run",
            |site| {
                site.replace(PANEL, "An archive that is open", &"word ".repeat(MIB / 5));
            },
            "not finished after 3 seconds, given up",
        )
        .run(&["build", "--project", "project", "--timeout", "3"])
        .ends(3)
        .within(10, 2048),
        check(
            "title-1-mb-word",
            "a title of one word of 1 MB",
            |site| site.replace(PANEL, "An archive that is open", &"a".repeat(MIB)),
            "",
        )
        .ends(0),
        check(
            "date-far",
            "a date in the year 999999999",
            |site| site.replace(PUBLICATION, "2024-05", "999999999-01-01"),
            "publication.yaml:8:7: error[invalid-value]",
        ),
        check(
            "date-of-workshop-far",
            "a workshop from the year 0001 to 9999",
            |site| {
                site.replace(WORKSHOP, "start: 2024-04-10\n", "start: 0001-01-01\n");
                site.replace(WORKSHOP, "end: 2024-04-11\n", "end: 9999-12-31\n");
            },
            "",
        )
        .ends(0),
        check(
            "number-exponent",
            "the number 1e308",
            |site| site.replace(WORKSHOP, "participants: 24", "participants: 1e308"),
            "workshop.yaml:9:15: error[wrong-type]",
        ),
        check(
            "number-negative",
            "the number -9223372036854775808",
            |site| site.replace(WORKSHOP, "number: 1\n", "number: -9223372036854775808\n"),
            "workshop.yaml:2:9: error[",
        ),
        check(
            "number-huge",
            "the number 18446744073709551615",
            |site| site.replace(WORKSHOP, "number: 1\n", "number: 18446744073709551615\n"),
            "workshop.yaml:2:9: error[",
        ),
        check(
            "value-not-a-number",
            "values that are no numbers, or endless, which are texts as they were typed",
            |site| site.replace(PUBLICATION, "places: 24", "places: .nan\n  more: .inf\n  most: 1e308"),
            "",
        )
        .ends(0),
        check(
            "paper-unknown",
            "paper of 1e9 metres",
            |site| site.append(PUBLICATION, "layout: {paper: 1e9m}\n"),
            "publication.yaml:45:17: error[",
        ),
        check(
            "design-measure-huge",
            "a margin of 1e308 points",
            |site| site.append(PUBLICATION, "design: {margins: {outside: 1e308pt}}\n"),
            "publication.yaml:45:29: error[invalid-value]",
        ),
        check(
            "design-measure-negative",
            "a margin of -5 mm",
            |site| site.append(PUBLICATION, "design: {margins: {outside: -5mm}}\n"),
            "publication.yaml:45:29: error[invalid-value]",
        ),
        check(
            "design-measure-nan",
            "a size of NaN points",
            |site| site.append(PUBLICATION, "design: {sizes: {body: NaNpt}}\n"),
            "publication.yaml:45:24: error[invalid-value]",
        ),
        check(
            "design-font-unknown",
            "a font that is not there",
            |site| site.append(PUBLICATION, "design: {fonts: {serif: [Nonesuch]}}\n"),
            "publication.yaml:45:",
        ),
        check(
            "design-colour-long",
            "a colour of 1 MB",
            |site| site.append(PUBLICATION, &format!("design: {{colours: {{deep: \"#{}\"}}}}\n", "f".repeat(MIB))),
            "publication.yaml:45:26: error[invalid-value]",
        ),
        check(
            "id-leads-out",
            "an identifier that is a path",
            |site| site.replace(PUBLICATION, "id: minutes", "id: ../../minutes"),
            "publication.yaml:1:5: error[invalid-id]",
        ),
        check(
            "chapter-leads-out",
            "a chapter whose name is a path",
            |site| site.replace(PUBLICATION, "chapter: introduction", "chapter: ../../../etc/passwd"),
            "publication.yaml:29:14: error[file-missing]",
        ),
        check(
            "themes-circle",
            "a theme that draws on its panel 10,000 times",
            |site| {
                site.replace(
                    PUBLICATION,
                    "[plain-words, open-archive]",
                    &format!("[{}]", ["open-archive"; 10_000].join(", ")),
                );
            },
            "publication.yaml:44:",
        ),
    ]
}

const WORKSHOP: &str = "project/workshops/spring/workshop.yaml";

fn recommendations(site: &Site, count: usize) {
    let one = |n| format!("- {{id: r{n}, title: T{n}, theme: writing, text: Text., source: notes}}\n");
    site.write(RECOMMENDATIONS, numbered(count, one));
    site.summary("# Early\n\nWord [@notes].\n");
    site.replace("project/outcomes.yaml", "    - publish-early", "    - r1");
}

/// Each names the next, and the last one the first.
fn circle(site: &Site) {
    const COUNT: usize = 200;
    let one = |n: usize| {
        let next = (n + 1) % COUNT;
        format!(
            "- {{id: r{n}, title: 'T{n} [@r{next}]', theme: writing, text: 'See [@r{next}].', source: notes, basis: report}}\n"
        )
    };
    site.write(RECOMMENDATIONS, numbered(COUNT, one));
    site.summary("# Early\n\nWord [@notes] [@r0].\n");
    site.replace("project/outcomes.yaml", "    - publish-early", "    - r1");
}

fn people(site: &Site) {
    let one = |n| {
        format!(
            "- {{id: person-{n}, name: Name N{n}, sort: 'N{n}, Name', post: Clerk, participation: [{{workshop: spring, role: participant, source: programme, basis: agenda}}]}}\n"
        )
    };
    site.append(PEOPLE, &("\n".to_owned() + &numbered(10_000, one)));
}
