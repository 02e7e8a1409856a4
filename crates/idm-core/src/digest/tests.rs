//! Nights made by hand, and the pages that are made of them.

use std::path::Path;

use serde_json::{Value, json};

use super::{
    CommentCount, Digest, DocumentState, EditionState, Form, HeadlineState, MissingIn, Template, TranslatedPassage,
    TranslationState, Words, render,
};
use crate::manifest::Manifest;

fn output(document: &str, path: &str, kind: &str, pages: Option<usize>, sha256: &str) -> Value {
    json!({
        "document": document, "path": path, "kind": kind, "panel": document.strip_prefix("draft:"), "sha256": sha256,
        "bytes": 1000, "pages": pages, "passes": 2, "standards": [], "timestamp": null, "state": null, "digest": sha256,
        "parts": { "content": "", "settings": "", "templates": "", "program": "" }, "inputs": {}, "warnings": 0,
    })
}

fn done(document: &str, action: &str, code: &str, files: &[&str], ms: f64) -> Value {
    json!({ "document": document, "action": action, "reason": { "code": code, "files": files, "text": "" }, "ms": ms })
}

fn problem(code: &str, severity: &str, line: usize, message: &str, fingerprint: &str) -> Value {
    json!({ "code": code, "severity": severity, "file": "panels/ny_2.md", "line": line, "column": 1, "message": message,
        "fingerprint": fingerprint })
}

/// The manifest of a night, changed.
fn manifest(change: impl FnOnce(&mut Value)) -> Manifest {
    let mut manifest = json!({
        "format": "idm-manifest", "version": 1,
        "program": { "name": "idm", "version": "0.1.0", "digest": "", "templates": "", "fonts": "" },
        "publication": { "id": "idm-2017", "title": "Return & Reintegration", "language": "en" },
        "revision": { "name": "1f2e3d4", "commit": "1f2e3d4", "modified": false, "time": 0 },
        "settings": { "timestamp": null, "deny_warnings": false, "release": false },
        "shard": null, "inputs": {},
        "outputs": [
            output("publication", "idm-2017.pdf", "publication", Some(120), "a"),
            output("records", "records.json", "records", None, "b"),
            output("draft:ny-2", "drafts/ny-2.pdf", "draft", Some(6), "c"),
        ],
        "failed": [],
        "diagnostics": { "errors": 0, "warnings": 1, "known": null, "counts": { "missing-basis": 1 },
            "list": [problem("missing-basis", "warning", 12, "the source has no basis", "f1")] },
        "completeness": [
            { "panel": "ny-1", "workshop": "new-york", "number": 1, "title": "Protecting *all* | migrants",
              "status": "cleared", "missing": [] },
            { "panel": "ny-2", "workshop": "new-york", "number": 2, "title": null, "status": "draft",
              "missing": ["title", "rapporteur", "recommendations"] },
        ],
        "run": { "started": 1, "duration_ms": 4210.4, "phases": [], "documents": [
            done("publication", "built", "inputs", &["panels/ny_2.md", "people.yaml"], 3900.0),
            done("records", "built", "inputs", &["panels/ny_2.md"], 1.6),
            done("draft:ny-2", "kept", "unchanged", &[], 0.2),
        ], "removed": [] },
    });
    change(&mut manifest);
    serde_json::from_value(manifest).expect("it is a manifest")
}

/// The records of a night, changed.
fn records(change: impl FnOnce(&mut Value)) -> Value {
    let mut records = json!({
        "format": "idm-records", "version": 1,
        "publication": { "id": "idm-2017", "title": "Return & Reintegration", "date": "2017-04-18", "chapters": [
            { "id": "foreword", "title": "Foreword", "status": "reviewed" }] },
        "themes": [],
        "workshops": [{ "id": "new-york", "number": 1, "city": "New York", "status": "cleared", "agenda": [], "panels": [
            { "id": "ny-1", "number": 1, "title": "Protecting *all* | migrants", "status": "reviewed",
              "moderator": "anna", "summary": ["Before."] },
            { "id": "ny-2", "number": 2, "title": null, "status": "draft", "summary": null }] }],
        "recommendations": [
            { "id": "plans", "number": "1.1", "title": "Plan early", "panel": "ny-1", "status": "cleared" },
            { "id": "funds", "number": "1.2", "title": "Fund <b>it</b>", "panel": "ny-1", "status": "cleared" }],
        "outcomes": [{ "id": "support", "number": 1, "title": "Support", "text": ["Words."], "status": "cleared" }], "people": [{ "id": "anna", "name": "Anna @anna" }],
        "references": [{ "key": "iom-2018", "text": "IOM (2018)." }],
    });
    change(&mut records);
    records
}

fn earlier_night() -> Manifest {
    manifest(|manifest| {
        manifest["revision"]["name"] = json!("0a0b0c0");
        manifest["outputs"][0]["pages"] = json!(118);
        manifest["outputs"][0]["sha256"] = json!("before");
        manifest["outputs"][1]["sha256"] = json!("before");
        manifest["outputs"].as_array_mut().unwrap().push(output(
            "draft:ny-9",
            "drafts/ny-9.pdf",
            "draft",
            Some(3),
            "d",
        ));
        manifest["completeness"][0]["status"] = json!("reviewed");
        manifest["completeness"][1]["missing"] = json!(["title", "rapporteur", "summary", "recommendations"]);
        manifest["diagnostics"]["list"] = json!([problem("unused-person", "warning", 3, "nobody names `al`", "f0")]);
    })
}

fn a_night_of_changes() -> Digest {
    let later = records(|records| {
        let panels = &mut records["workshops"][0]["panels"];
        panels[0]["status"] = json!("cleared");
        panels[0]["summary"] = json!(["After."]);
        panels[0]["moderator"] = json!("al");
        panels[1]["summary"] = json!(["New words."]);
        let fund =
            json!({ "id": "new", "number": "1.1", "title": "#12 of @team", "panel": "ny-1", "status": "cleared" });
        records["recommendations"].as_array_mut().unwrap().insert(0, fund);
        records["recommendations"][1]["number"] = json!("1.2");
        records["recommendations"][2]["number"] = json!("1.3");
        records["references"] = json!([]);
    });
    Digest::new(Some(&earlier_night()), &manifest(|_| {}), Some(&records(|_| {})), Some(&later))
}

fn a_first_night() -> Digest {
    Digest::new(None, &manifest(|_| {}), None, Some(&records(|_| {})))
}

fn a_quiet_night() -> Digest {
    let night = |ms: f64| {
        manifest(|manifest| {
            manifest["run"]["duration_ms"] = json!(ms);
            for document in manifest["run"]["documents"].as_array_mut().unwrap() {
                document["action"] = json!("kept");
            }
        })
    };
    Digest::new(Some(&night(1.0)), &night(2.0), Some(&records(|_| {})), Some(&records(|_| {})))
}

fn a_night_of_errors() -> Digest {
    let later = manifest(|manifest| {
        manifest["revision"] = Value::Null;
        let error = problem("unknown-person", "error", 7, "there is no person `an|na`; did you mean `anna`?", "f2");
        manifest["diagnostics"]["errors"] = json!(1);
        manifest["diagnostics"]["list"].as_array_mut().unwrap().push(error);
        manifest["diagnostics"]["counts"]["unknown-person"] = json!(1);
        let failed =
            |document: &str| json!({ "document": document, "cause": "inputs", "reason": "its inputs have errors" });
        manifest["failed"] = json!([failed("publication"), failed("draft:ny-2")]);
        manifest["outputs"].as_array_mut().unwrap().pop();
        manifest["run"]["documents"] = json!([]);
    });
    Digest::new(Some(&manifest(|_| {})), &later, Some(&records(|_| {})), None)
}

fn a_night_when_all_is_well() -> Digest {
    let well = || {
        manifest(|manifest| {
            manifest["completeness"].as_array_mut().unwrap().pop();
            for document in manifest["run"]["documents"].as_array_mut().unwrap() {
                document["action"] = json!("kept");
            }
        })
    };
    let records = || {
        records(|records| {
            records["publication"]["chapters"][0]["status"] = json!("cleared");
            records["workshops"][0]["panels"][0]["status"] = json!("cleared");
        })
    };
    Digest::new(Some(&well()), &well(), Some(&records()), Some(&records()))
}

fn a_night_with_reviewers_and_editions() -> Digest {
    let mut digest = a_night_of_changes();
    digest.comments = vec![
        CommentCount { of: Some("ny-2".to_owned()), open: 3, decided: 1 },
        CommentCount { of: Some("overview".to_owned()), open: 0, decided: 2 },
        CommentCount { of: None, open: 1, decided: 0 },
    ];
    let passage = |state, name: &str| TranslatedPassage {
        name: name.to_owned(),
        state,
        place: format!("{}:4", name.split('#').next().unwrap_or_default()),
    };
    digest.editions = vec![EditionState {
        language: "fr".to_owned(),
        failed: false,
        current: 60,
        missing: 2,
        stale: 1,
        unknown: 0,
        orphaned: 1,
        passages: vec![
            passage(TranslationState::Orphaned, "people.fr.yaml"),
            passage(TranslationState::Stale, "panels/ny_2.md"),
            passage(TranslationState::Missing, "people.yaml#anna.note"),
            passage(TranslationState::Missing, "people.yaml#al.note"),
        ],
        missing_in: vec![MissingIn { file: "people.yaml".to_owned(), count: 2 }],
    }];
    digest
}

fn words(language: &str) -> Words {
    crate::compare::testing::labels().words(language)
}

fn page(digest: &Digest, form: Form, language: &str) -> String {
    let name = form.template_name();
    let text = report_templates::digest_template(name).expect("it is embedded");
    render(digest, form, Template { name, text }, &words(language)).unwrap_or_else(|error| panic!("{error}"))
}

/// Compares with a file in `expected/`; `UPDATE_EXPECT=1` writes what is missing or another.
fn expect(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/digest/expected").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} is another:\n{found}");
}

#[test]
fn pages_are_as_expected() {
    let nights = [
        ("changes", a_night_of_changes()),
        ("first", a_first_night()),
        ("quiet", a_quiet_night()),
        ("errors", a_night_of_errors()),
        ("well", a_night_when_all_is_well()),
        ("besides", a_night_with_reviewers_and_editions()),
    ];
    for (name, digest) in nights {
        expect(&format!("{name}.md"), &page(&digest, Form::Markdown, "en"));
        expect(&format!("{name}.html"), &page(&digest, Form::Html, "en"));
    }
    expect("changes.json", &a_night_of_changes().to_json());
    expect("changes.fr.md", &page(&a_night_of_changes(), Form::Markdown, "fr"));
    expect("changes.es.md", &page(&a_night_of_changes(), Form::Markdown, "es"));
}

#[test]
fn what_failed_is_called_what_readers_call_it_and_its_edition_is_listed_as_failed() {
    let later = manifest(|manifest| {
        let failed = |document: &str| json!({ "document": document, "cause": "inputs", "reason": "it has errors" });
        let names = ["publication.fr", "records.fr", "draft:ny-1.es", "draft:ny-1"];
        manifest["failed"] = json!(names.map(failed));
    });
    let mut digest = Digest::new(Some(&manifest(|_| {})), &later, Some(&records(|_| {})), Some(&records(|_| {})));
    digest.add_translations(vec![EditionState::unread("es")]);
    let editions: Vec<_> = digest.editions.iter().map(|edition| (&*edition.language, edition.failed)).collect();
    assert_eq!(editions, [("es", false), ("fr", true)]);
    let text = page(&digest, Form::Markdown, "en");
    let panel = "Panel 1 “Protecting \\*all\\* \\| migrants”";
    for told in ["The book (French)", "Records (French)", &format!("{panel} (Spanish)"), panel] {
        assert!(text.contains(&format!("- {told}: it has errors\n")), "{told}: {text}");
    }
    assert!(text.contains("\nFrench: failed\n") && !text.contains("draft:ny-1"), "{text}");
    assert!(page(&digest, Form::Html, "fr").contains(">français\u{a0}: échec<"), "{}", page(&digest, Form::Html, "fr"));
}

#[test]
fn a_rule_is_told_in_the_pages_language_with_the_first_of_its_problems() {
    let later = manifest(|manifest| {
        manifest["diagnostics"]["list"] = json!([
            problem("missing-basis", "warning", 12, "the source has no basis", "f1"),
            problem("missing-basis", "warning", 20, "the source has no basis", "f2"),
            problem("per-cent", "error", 21, "`%` stands in prose", "f3"),
            problem("of-a-later-program", "error", 22, "something", "f4"),
        ]);
        manifest["diagnostics"]["counts"] = json!({ "per-cent": 1, "of-a-later-program": 1 });
    });
    let digest = Digest::new(Some(&earlier_night()), &later, Some(&records(|_| {})), Some(&records(|_| {})));
    let first = Digest::new(None, &later, None, Some(&records(|_| {})));
    let basis = "Tout énoncé muni d’une source précise la nature de ce que celle-ci dit.";
    let per_cent = "En anglais, la prose dit ";
    for form in [Form::Markdown, Form::Html] {
        let code = |text: &str| match form {
            Form::Markdown => format!("`{text}`"),
            Form::Html => format!("<code>{text}</code>"),
        };
        let text = page(&digest, form, "fr");
        assert_eq!(text.matches(&format!("({}). {basis}", code("missing-basis"))).count(), 1, "{text}");
        let told = format!("({}). {per_cent}{}.", code("per-cent"), code("per cent"));
        assert_eq!(text.matches(&told).count(), 1, "{text}");
        let text = page(&first, form, "fr");
        assert!(text.contains(&format!("{} {per_cent}{}.", code("per-cent"), code("per cent"))), "{text}");
        for digest in [&digest, &first] {
            let english = page(digest, form, "en");
            assert!(!english.contains(basis) && !english.contains("English prose says"), "{english}");
        }
    }
}

#[test]
fn the_headline_says_what_matters_first() {
    let headline = |digest: Digest| (digest.headline.state, digest.headline.failed, digest.headline.blocking);
    // The panel without a title, and the foreword.
    assert_eq!(headline(a_first_night()), (HeadlineState::Blocked, 0, 2));
    // The error, and what blocked the release before it.
    assert_eq!(headline(a_night_of_errors()), (HeadlineState::Failed, 2, 3));
    assert_eq!(headline(a_night_when_all_is_well()), (HeadlineState::Well, 0, 0));
}

#[test]
fn what_counts_as_an_error_for_release_is_told_once() {
    let later = manifest(|manifest| {
        manifest["diagnostics"]["list"] = json!([
            problem("not-cleared", "error", 1, "the panel `ny-2` is a draft", "f3"),
            problem("missing-for-release", "error", 1, "the outcome `support` has no text", "f4"),
        ]);
    });
    let without_text = records(|records| records["outcomes"][0]["text"] = Value::Null);
    let digest = Digest::new(None, &later, None, Some(&without_text));
    let open: Vec<(&str, bool)> =
        digest.blocking.records.iter().map(|record| (record.id.as_str(), record.lacks_text)).collect();
    assert_eq!((digest.blocking.errors.len(), open), (0, vec![("foreword", false), ("support", true)]));
    assert!(page(&digest, Form::Markdown, "en").contains("“Support” (`support`) cleared; no text\n"));
    assert_eq!(Digest::new(None, &later, None, None).blocking.errors.len(), 2);
}

#[test]
fn a_quiet_night_is_two_lines_and_the_table() {
    let digest = a_quiet_night();
    assert!(digest.quiet && digest.run.is_none());
    let text = page(&digest, Form::Markdown, "en");
    assert_eq!(text.matches("\n## ").count(), 1, "{text}");
    assert!(!a_first_night().quiet && !a_night_of_changes().quiet && !a_night_of_errors().quiet);
}

#[test]
fn a_failed_document_is_not_called_made_or_dropped() {
    let digest = a_night_of_errors();
    assert_eq!(digest.documents[0].state, DocumentState::Failed);
    assert_eq!(digest.failed[0].last_good.as_deref(), Some("idm-2017.pdf"));
    assert_eq!((digest.failed[1].last_good.as_deref(), digest.dropped.len()), (None, 0));
    assert_eq!(a_night_of_changes().dropped, ["drafts/ny-9.pdf"]);
}

#[test]
fn documents_are_told_by_what_was_done_with_them() {
    let digest = a_night_of_changes();
    let states: Vec<_> = digest.documents.iter().map(|document| (document.state, document.earlier_pages)).collect();
    assert_eq!(
        states,
        [(DocumentState::Changed, Some(118)), (DocumentState::Changed, None), (DocumentState::Kept, None)]
    );
    assert_eq!(a_first_night().documents[0].state, DocumentState::New);
}

#[test]
fn the_slowest_parts_come_first() {
    let run = a_night_of_changes().run.unwrap();
    let parts: Vec<(&str, u64)> = run.slowest.iter().map(|part| (part.name.as_str(), part.ms)).collect();
    assert_eq!((run.total_ms, parts), (4210, vec![("publication", 3900), ("records", 2)]));
}

#[test]
fn only_the_last_line_comes_from_the_clock() {
    let (mut one, mut other) = (a_night_of_changes(), a_night_of_changes());
    let page_of = |digest: &Digest| page(digest, Form::Markdown, "en");
    assert_eq!(page_of(&one), page_of(&other));
    one.run.as_mut().unwrap().total_ms += 1;
    let (first, second) = (page_of(&one), page_of(&other));
    let differing = first.lines().zip(second.lines()).filter(|(one, other)| one != other).count();
    assert_eq!(differing, 1);
    assert_ne!(first.lines().last(), second.lines().last());
    (one.run, other.run) = (None, None);
    assert_eq!(page_of(&one), page_of(&other));
}

#[test]
fn the_same_words_are_there_in_every_language() {
    let keys = |language: &str| {
        let table: toml::Table = toml::from_str(report_templates::words(language).unwrap()).unwrap();
        let section = table["digest"].as_table().unwrap().clone();
        let gaps = |text: &str| {
            let mut gaps: Vec<String> =
                text.split('{').skip(1).map(|rest| rest[..rest.find('}').unwrap()].into()).collect();
            gaps.sort();
            gaps
        };
        section
            .iter()
            .map(|(key, text)| (key.clone(), gaps(text.as_str().unwrap())))
            .collect::<Vec<(String, Vec<String>)>>()
    };
    assert_eq!(keys("en"), keys("fr"));
    assert_eq!(keys("en"), keys("es"));
}

#[test]
fn a_projects_template_takes_the_place() {
    let digest = a_first_night();
    let made = |text: &str| {
        let template = Template { name: "templates/digest.md.jinja", text };
        render(&digest, Form::Markdown, template, &words("en")).map_err(|error| error.to_string())
    };
    assert_eq!(made("{{ digest.panels[0].title }}\n"), Ok("Protecting \\*all\\* \\| migrants\n".to_owned()));
    assert_eq!(made("{{ '*' | safe }}{{ none }}"), Ok("*".to_owned()));
    for (text, expected) in [
        ("one\n{% if %}", "templates/digest.md.jinja:2: syntax error: "),
        ("one\n\n{{ digest.nothing }}", "templates/digest.md.jinja:3: undefined value"),
        (
            "{{ word('digest.nothing') }}",
            "templates/digest.md.jinja:1: invalid operation: there is no word `digest.nothing`",
        ),
        ("\n{{ digest.panels }}", "templates/digest.md.jinja:2: invalid operation: only texts and numbers"),
        ("\n{{ nothing() }}", "templates/digest.md.jinja:2: unknown function"),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
            "templates/digest.md.jinja:1: the template takes too many steps",
        ),
    ] {
        let error = made(text).expect_err(text);
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn authors_texts_are_never_markup() {
    let digest = a_night_of_changes();
    let markdown = page(&digest, Form::Markdown, "en");
    assert!(!markdown.contains("@team") && !markdown.contains("#12") && !markdown.contains(" <b>"), "{markdown}");
    let html = page(&digest, Form::Html, "en");
    assert!(
        html.contains("Return &amp; Reintegration") && !html.contains("<script") && !html.contains("http"),
        "{html}"
    );
}

#[test]
fn whatever_a_record_says_has_a_name_in_each_language() {
    let publication = crate::compare::testing::Sample::new().resolve();
    let names = crate::record::all(&publication).into_iter().flat_map(|record| record.fields).map(|field| field.name);
    // A key within a key is told by the outer one's name.
    let names = names.filter_map(|name| name.split('.').next());
    let names: std::collections::BTreeSet<&str> = names.collect();
    for language in ["en", "fr", "es"] {
        let words = words(language);
        let missing: Vec<_> = names.iter().filter(|name| words.get(&format!("changed.{name}")).is_none()).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}

#[test]
fn every_value_of_a_closed_list_has_a_word_in_each_language() {
    use crate::model::{Language, Links, Openings, Paper};
    let layout = Paper::ALL.map(Paper::name).into_iter().chain(Openings::ALL.map(Openings::name));
    let layout = layout.chain(Links::ALL.map(Links::name)).map(|name| format!("layout.{name}"));
    let languages = [Language::English, Language::French, Language::Spanish];
    let all: Vec<String> =
        layout.chain(languages.iter().map(|language| format!("language.{}", language.code()))).collect();
    for language in languages {
        let words = words(language.code());
        let missing: Vec<_> = all.iter().filter(|name| words.get(name).is_none()).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
    // What a record says of them is asked of the labels, and never shown as the format writes it.
    let publication = crate::compare::testing::Sample::new().resolve();
    let fields = crate::record::all(&publication).into_iter().flat_map(|record| record.fields);
    let coded: Vec<&str> = fields
        .filter(|field| matches!(field.value, crate::record::Value::Code(Some(_))))
        .map(|field| field.name)
        .collect();
    let free = ["id", "region", "citation-style", "sort", "reference"];
    assert!(coded.iter().all(|name| free.contains(name)), "{coded:?}");
}

#[test]
fn a_night_after_a_broken_one_is_compared_with_the_state_of_the_records_that_were_kept() {
    let broken = |state: Value| {
        manifest(|manifest| {
            manifest["revision"]["name"] = json!("0b0b0b0");
            manifest["outputs"][1]["state"] = state;
            manifest["failed"] = json!([{ "document": "records", "cause": "inputs", "reason": "a mistake" }]);
        })
    };
    let base = |earlier: &Manifest| {
        let records = records(|_| {});
        Digest::new(Some(earlier), &manifest(|_| {}), Some(&records), Some(&records)).earlier_revision
    };
    assert_eq!(base(&earlier_night()).as_deref(), Some("0a0b0c0"));
    assert_eq!(base(&broken(json!({ "name": "0a0a0a0", "time": null }))).as_deref(), Some("0a0a0a0"));
    // Manifests of earlier programs do not say it.
    assert_eq!(base(&broken(Value::Null)), None);
}
