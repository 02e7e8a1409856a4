use super::*;
use crate::testing::Fixture;

const IMPORT: &str = "#import \"content/a.typ\": body\n#body";

fn problems(fixture: &Fixture) -> Vec<String> {
    let compiled = compile(&fixture.world());
    compiled.diagnostics.iter().map(|diagnostic| fixture.show(diagnostic)).collect()
}

#[test]
fn a_document_without_problems_takes_one_pass() {
    let compiled = compile(&Fixture::new("", "Hello").world());
    assert_eq!(compiled.diagnostics, []);
    assert_eq!(compiled.document.unwrap().pages().len(), 1);
    assert_eq!((compiled.passes, compiled.pass_times.len()), (1, 1));
}

#[test]
fn references_to_pages_take_further_passes() {
    let compiled = compile(&Fixture::new("", "#outline()\n= One\n#context counter(page).final()").world());
    assert!(compiled.document.is_some());
    assert_eq!(compiled.passes, 2);
}

#[test]
fn an_error_stands_at_the_authors_words() {
    let fixture = Fixture::new("Some bad words.", IMPORT).content(|out, span| {
        out.push("#let body = [");
        out.within(span("Some bad words."), |out| {
            out.push("Some ");
            out.emit(span("bad"), "#(1 + \"bad\")");
            out.push(" words.");
        });
        out.push("]");
    });
    assert_eq!(problems(&fixture), ["typst [bad] cannot add integer and string"]);
}

#[test]
fn a_syntax_error_stands_at_the_authors_words() {
    let fixture = Fixture::new("Some bad words.", IMPORT).content(|out, span| {
        out.push("#let body = [");
        out.emit(span("bad"), "*bad");
        out.push("]");
    });
    assert_eq!(problems(&fixture), ["typst [bad] unclosed delimiter"]);
}

#[test]
fn an_error_in_a_template_leads_to_the_authors_call() {
    let fixture = Fixture::new("The panel.", IMPORT)
        .content(|out, span| {
            out.push("#import \"@idm/kit:0.1.0\": panel\n#let body = [");
            out.emit(span("The panel."), "#panel(\"\")");
            out.push("]");
        })
        .package("kit", "#let inner(title) = title + 1\n#let panel(title) = inner(title)\n");
    assert_eq!(
        problems(&fixture),
        ["typst [The panel.] cannot add string and integer; hint: in the template at @idm/kit/lib.typ:1:21"]
    );
}

#[test]
fn an_error_without_an_authors_line_stands_at_the_document() {
    let broken = Fixture::new("", "#import \"@idm/kit:0.1.0\": *\n#panel()").package("kit", "#let panel() = 1 + \"\"");
    assert_eq!(
        problems(&broken),
        ["typst [<publication.yaml>] cannot add integer and string; hint: in the template at @idm/kit/lib.typ:1:16"]
    );
    let generated = Fixture::new("", "Fine.\n  #panic(\"oh\")");
    assert_eq!(problems(&generated), ["typst [<publication.yaml>] panicked with: oh; hint: in main.typ:2:4"]);
    let missing = Fixture::new("", "#include \"../../etc/passwd\"");
    assert_eq!(problems(&missing).len(), 1);
    let fetched = Fixture::new("", "#import \"@preview/cetz:0.3.0\"");
    assert!(problems(&fetched)[0].contains("nothing is: only @idm packages"), "{:?}", problems(&fetched));
}

#[test]
fn calls_of_the_authors_are_labelled() {
    let fixture = Fixture::new("outer inner", IMPORT).content(|out, span| {
        out.push("#let f(x) = ");
        out.emit(span("inner"), "(x + 1)");
        out.push("\n#let body = [");
        out.emit(span("outer"), "#f(\"a\")");
        out.push("]");
    });
    assert_eq!(problems(&fixture), ["typst [inner] cannot add string and integer; at [outer] while calling `f`"]);
}

#[test]
fn all_errors_of_an_evaluation_are_reported_and_none_twice() {
    let fixture = Fixture::new("one two", "#include \"content/a.typ\"").content(|out, span| {
        out.emit(span("one"), "#ref(<nowhere>)");
        out.push("\n\n");
        out.emit(span("two"), "#ref(<nobody>)");
        out.push("\n\n");
        out.emit(span("two"), "#ref(<nobody>)");
    });
    assert_eq!(
        problems(&fixture),
        [
            "typst [one] label `<nowhere>` does not exist in the document",
            "typst [two] label `<nobody>` does not exist in the document"
        ]
    );
}

#[test]
fn a_warning_does_not_stop_but_an_unknown_font_does() {
    let warned =
        Fixture::new("stars", "#include \"content/a.typ\"").content(|out, span| out.emit(span("stars"), "a **"));
    let compiled = compile(&warned.world());
    assert!(compiled.document.is_some());
    assert_eq!(compiled.diagnostics[0].rule, &rules::TYPST_WARNING);
    assert_eq!(warned.words(&compiled.diagnostics[0].place), "stars");

    let font = Fixture::new("", "#import \"@idm/kit:0.1.0\": *\n#show: page")
        .package("kit", "#let page(it) = { set text(font: \"Comic Neue\"); it }");
    let compiled = compile(&font.world());
    assert!(compiled.document.is_none());
    assert_eq!(
        problems(&font),
        ["typst [<publication.yaml>] unknown font family: comic neue; hint: in the template at @idm/kit/lib.typ:1:34"]
    );
}

#[test]
fn a_layout_that_does_not_settle_is_an_error_of_its_own() {
    let fixture = Fixture::new("page", "#include \"content/a.typ\"").content(|out, span| {
        out.push("#let s = state(\"s\", 0)\n");
        out.emit(span("page"), "#context s.update(s.final() + 1)");
    });
    let compiled = compile(&fixture.world());
    assert_eq!(compiled.passes, 5);
    let found: Vec<_> = compiled.diagnostics.iter().map(|one| (one.rule, fixture.words(&one.place))).collect();
    assert_eq!(found, [(&rules::LAYOUT_UNSTABLE, "page".to_owned())]);
}

#[test]
fn a_picture_that_cannot_be_read_is_reported_at_the_line_that_names_it() {
    let mut fixture = Fixture::new("![alt](a.svg)", "#include \"content/a.typ\"")
        .content(|out, span| out.emit(span("![alt](a.svg)"), "#image(\"/figures/a.svg\")"));
    let line = fixture.sources.get(fixture.file).line_range(1);
    let span = idm_core::source::Span::new(fixture.file, line);
    fixture.project.insert_named("figures/a.svg", typst::foundations::Bytes::new(*b"<svg><"), span);
    let problems = problems(&fixture);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("typst [![alt](a.svg)] "), "{problems:?}");
    assert!(problems[0].contains("figures/a.svg"), "{problems:?}");
}

#[test]
fn a_new_state_of_a_project_is_compiled_in_the_same_world() {
    let mut world = Fixture::new("", "= One").world();
    assert!(compile(&world).document.is_some());
    world.replace(Fixture::new("", "#panic()").project);
    assert!(compile(&world).document.is_none());
    world.replace(Fixture::new("", "= Two").project);
    assert!(compile(&world).document.is_some());
    evict();
}

#[test]
fn documents_compiled_at_the_same_time_count_their_own_passes() {
    let one = Fixture::new("", "Plain #lorem(3000)");
    let two = Fixture::new("", "#outline()\n= One\n#lorem(3000)\n#context counter(page).final()");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(compile(&one.world()).passes, 1));
            scope.spawn(|| assert_eq!(compile(&two.world()).passes, 2));
        }
    });
}
