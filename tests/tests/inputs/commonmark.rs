//! Every example of the CommonMark specification, as the summary of a panel.
//!
//! `corpus/expected.txt` says for each what comes of it: a PDF with the words that the specification's HTML has, or
//! diagnostics, each with its line. Set `UPDATE_EXPECT=1` to write that file anew, and read what changed.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use idm_core::diagnostic::located::Located;
use idm_core::files::Files;
use idm_tests::memory::{Checked, all_allowed, yaml_string};
use idm_tests::structure::{self, Element, Node, folded};
use idm_tests::witnesses;
use lopdf::Document;

/// What keeps an example from being printed: a PDF cannot hold it, or the format refuses it on purpose.
const REFUSED: &[&str] = &[
    "empty-heading",
    "forbidden-character",
    "foreign-markup",
    "heading-skipped",
    "missing-alt-text",
    "missing-glyph",
    "missing-image",
    "path-outside-project",
    "raw-html",
    "relative-link",
    "remote-image",
    "unclosed-block",
];

/// How many examples are typeset in one document.
const BATCH: usize = 80;

struct Example {
    number: u64,
    markdown: String,
    html: String,
}

impl Example {
    fn folder(&self) -> String {
        format!("workshops/corpus/p-{}", self.number)
    }
}

#[test]
fn every_example_has_its_outcome() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let all: Vec<&Example> = examples.iter().collect();
    let checked = Checked::new(project(&all));
    let mut found = checked.located();
    found.sort_by_key(|diagnostic| diagnostic.location.file.clone());

    let mut outcomes = String::new();
    let mut printable = vec![];
    let mut failures = vec![];
    for example in &examples {
        let file = format!("{}/summary.md", example.folder());
        let own: Vec<&Located> = found.iter().filter(|diagnostic| diagnostic.location.file == file).collect();
        failures.extend(own.iter().filter_map(|diagnostic| misplaced(example, diagnostic)));
        if own.is_empty() {
            printable.push(example);
        }
        let places: Vec<String> =
            own.iter().map(|diagnostic| format!("{}@{}", diagnostic.code, line(diagnostic))).collect();
        let outcome = if places.is_empty() { "pdf".to_owned() } else { places.join(",") };
        writeln!(outcomes, "{}: {outcome}", example.number).unwrap();
    }
    let elsewhere = found.iter().filter(|diagnostic| !diagnostic.location.file.ends_with("summary.md"));
    failures.extend(elsewhere.map(|diagnostic| format!("the frame itself has {diagnostic:?}")));
    assert!(failures.is_empty(), "{}", failures.join("\n"));

    for batch in printable.chunks(BATCH) {
        let built = Checked::new(project(batch)).build().unwrap_or_else(|found| panic!("{}", found.join("\n")));
        failures.extend(witnesses::findings(&built.bytes));
        let tree = structure::read(&Document::load_mem(&built.bytes).unwrap());
        let summaries = structure::summaries(&tree);
        assert_eq!(summaries.len(), batch.len());
        failures.extend(batch.iter().zip(&summaries).filter_map(|(example, printed)| differences(example, printed)));
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    compare(&outcomes);
}

/// The examples of the specification.
fn examples() -> Vec<Example> {
    let text = fs::read_to_string(corpus("commonmark-0.31.2.json")).unwrap();
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let string = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    list.iter()
        .map(|example| Example {
            number: example["example"].as_u64().unwrap(),
            markdown: string(&example["markdown"]),
            html: string(&example["html"]),
        })
        .collect()
}

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

/// A publication in which each example is the summary of a panel of its own.
fn project(examples: &[&Example]) -> Files {
    let panels: Vec<String> = examples.iter().map(|example| format!("p-{}", example.number)).collect();
    let allowed = all_allowed();
    let publication = format!(
        "id: corpus\ntitle: Corpus\nlanguage: en\nbook:\n  - section: themes\n  - section: colophon\n\
         themes:\n  - id: examples\n    title: Examples\n    panels: [{}]\n\
         diagnostics:\n{allowed}",
        panels.join(", ")
    );
    let workshop = "id: corpus\nnumber: 1\ntitle: Corpus\ncity: Nowhere\n".to_owned();
    let mut files =
        vec![("publication.yaml".to_owned(), publication), ("workshops/corpus/workshop.yaml".to_owned(), workshop)];
    for example in examples {
        let (folder, number) = (example.folder(), example.number);
        let title = yaml_string(&format!("Example {number}"));
        files.push((
            format!("{folder}/panel.yaml"),
            format!("id: p-{number}\nnumber: {number}\ntitle: {title}\nguiding-questions: [Why?]\n"),
        ));
        files.push((format!("{folder}/summary.md"), example.markdown.clone()));
    }
    Files::memory(files)
}

fn line(diagnostic: &Located) -> usize {
    diagnostic.location.range.map_or(0, |range| range.start.line)
}

/// Says so if a diagnostic is none of those that may be, or if its line does not hold what it is about.
fn misplaced(example: &Example, diagnostic: &Located) -> Option<String> {
    let about = format!("example {}: {} on line {}", example.number, diagnostic.code, line(diagnostic));
    if !REFUSED.contains(&diagnostic.code) {
        return Some(format!("{about} is a defect of ours: {}\n{}", diagnostic.message, example.markdown));
    }
    let mut lines = example.markdown.split('\n').skip(line(diagnostic).saturating_sub(1));
    let text = lines.next().unwrap_or_default();
    let here = match diagnostic.code {
        // The message quotes the beginning of the tag.
        "raw-html" => {
            let quoted = diagnostic.message.strip_prefix('`')?.split('`').next()?.trim_end_matches('…');
            text.contains(quoted)
        }
        // Underlined headings have the line below them.
        "heading-skipped" => {
            let is_rule = |line: &str| !line.trim().is_empty() && line.trim().bytes().all(|byte| byte == b'-');
            let mut below = lines.take_while(|line| !line.trim().is_empty());
            text.trim_start_matches(['>', '-', ' ']).starts_with("##") || below.any(is_rule)
        }
        "missing-image" | "remote-image" | "path-outside-project" | "missing-alt-text" => text.contains("!["),
        "relative-link" => text.contains(['[', '<']),
        _ => !text.trim().is_empty(),
    };
    (!here).then(|| format!("{about}, which says `{text}`, is misplaced: {}\n{}", diagnostic.message, example.markdown))
}

/// The examples of a bare address, which is a link here, as in GitHub's Markdown.
const BARE_ADDRESSES: [u64; 4] = [602, 608, 611, 612];

/// What is not printed as the specification has it.
fn differences(example: &Example, printed: &Element) -> Option<String> {
    let expected = folded(&html_text(&example.html));
    let printed = printed.without("Lbl");
    let shown = folded(&printed.text());
    // A panel without a summary says so.
    let shown = if shown == "[to be supplied]" { String::new() } else { shown };
    let mut differences = vec![];
    if shown != expected {
        differences.push(format!("  expected {expected:?}\n  printed  {shown:?}"));
    } else if !expected.is_empty() && stressed(&printed) != html_stressed(&example.html) {
        differences.push("  the stress lies elsewhere".to_owned());
    }
    let tags = |tag: &str| example.html.matches(&format!("<{tag}>")).count();
    let open = |tag: &str| example.html.matches(&format!("<{tag} ")).count();
    // A heading without words is left out: it would lead nowhere.
    let headings =
        (1..=6).map(|level| tags(&format!("h{level}")) - example.html.matches(&format!("<h{level}></")).count());
    for (what, wanted, names) in [
        ("list items", tags("li"), &["LI"][..]),
        ("quotations", tags("blockquote"), &["BlockQuote"]),
        ("links", open("a") + usize::from(BARE_ADDRESSES.contains(&example.number)), &["Link"]),
        ("headings", headings.sum(), &["H4", "H5", "H6", "H7", "H8", "H9"]),
        ("pieces of code", tags("code") + open("code"), &["Code"]),
    ] {
        let count: usize = names.iter().map(|name| printed.all(name).len()).sum();
        if count != wanted {
            differences.push(format!("  {count} {what} instead of {wanted}"));
        }
    }
    (!differences.is_empty()).then(|| {
        let Example { number, markdown, html, .. } = example;
        format!("example {number}: {markdown:?}\n  is       {html:?}\n{}", differences.join("\n"))
    })
}

/// For each visible character whether it is emphasized, and whether strongly.
fn stressed(element: &Element) -> Vec<(bool, bool)> {
    let mut marks = vec![];
    for child in &element.children {
        match child {
            Node::Text(text) => marks.extend(visible(text).map(|_| (false, false))),
            Node::Element(inner) => marks.extend(stressed(inner)),
            Node::Object => {}
        }
    }
    for (emphasis, strong) in &mut marks {
        *emphasis |= element.name == "Em";
        *strong |= element.name == "Strong";
    }
    marks
}

/// The same of HTML.
fn html_stressed(html: &str) -> Vec<(bool, bool)> {
    let mut marks = vec![];
    let (mut emphasis, mut strong) = (0, 0);
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.split_once('<').unwrap_or((piece, ""));
        marks.extend(visible(&html_text(text)).map(|_| (emphasis > 0, strong > 0)));
        match tag {
            "em>" => emphasis += 1,
            "/em>" => emphasis -= 1,
            "strong>" => strong += 1,
            "/strong>" => strong -= 1,
            _ => {}
        }
    }
    marks
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{ad}')
}

/// The text of HTML as the specification writes it: no attribute holds a `>`.
fn html_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        if rest[start..end].starts_with("<br") || rest[start..end].starts_with("<li") {
            text.push(' ');
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Compares with the table, or writes it.
fn compare(outcomes: &str) {
    let path = corpus("expected.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::File::create(&path).and_then(|mut file| std::io::Write::write_all(&mut file, outcomes.as_bytes())).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap();
    let changed: Vec<String> = expected
        .lines()
        .zip(outcomes.lines())
        .filter(|(expected, outcome)| expected != outcome)
        .map(|(expected, outcome)| format!("{expected}   became   {outcome}"))
        .collect();
    assert!(changed.is_empty() && expected.len() == outcomes.len(), "{}", changed.join("\n"));
}
