//! The library as another program uses it: a project that lives on while somebody edits.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use idm::{Beside, Error, Extent, Files, KINDS, LivingDocument, Options, Project};
use idm_render::published;
use idm_tests::project;
use tempfile::TempDir;

fn base() -> TempDir {
    let folder = TempDir::new().unwrap();
    project::copy_base(folder.path()).unwrap();
    folder
}

/// Everything that a project answers, as far as it can be compared.
fn answers(project: &Project) -> (String, Option<String>, Vec<String>, Vec<String>, String) {
    let found = project.findings();
    let shown = idm::diagnostic::human::render(&found, project.sources(), idm::diagnostic::human::Colour::Never);
    let targets = project.targets().iter().map(|target| target.name().to_owned()).collect();
    let state = idm_core::files::digest(project.files(), project.paths());
    (shown, project.publication().map(published::to_json), targets, project.paths().to_vec(), state)
}

const SUMMARY: &str = "workshops/spring/panel-1/summary.md";

#[test]
fn a_text_that_is_not_saved_counts_as_if_it_were() {
    let panel = "workshops/spring/panel-9/panel.yaml";
    let mut publication = fs::read_to_string(project::package().join("base/publication.yaml")).unwrap();
    publication.push_str("\nunheard-of: 1\n");
    let texts: [(&str, &[u8]); 9] = [
        (SUMMARY, b"# Summary\n\nAnother text, of [@nobody].\n"),
        (SUMMARY, b""),
        (SUMMARY, b"no \xff text"),
        ("publication.yaml", b"title: [\n"),
        ("publication.yaml", publication.as_bytes()),
        ("people.yaml", b"[]\n"),
        (panel, b"id: new-panel\nnumber: 9\ntitle: A panel more\n"),
        ("stray.md", b"a stray text\n"),
        ("out/notes.md", b"no input\n"),
    ];
    for (path, text) in texts {
        let (saved, unsaved) = (base(), base());
        let file = saved.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        let saved = Project::open(saved.path()).unwrap();
        let mut edited = Project::open(unsaved.path()).unwrap();
        let before = answers(&edited);
        edited.overlay(path, text).unwrap();
        assert_eq!(answers(&edited), answers(&saved), "{path}");
        edited.uncover(path);
        assert_eq!(answers(&edited), before, "{path}");
    }
}

/// What a project remembers of its files never shows: after any edits it is what it would be if it were opened then.
#[test]
fn a_project_that_lives_on_is_as_one_opened_anew() {
    let files = project::base();
    let paths: Vec<&String> = files.keys().filter(|path| path.ends_with(".md") || path.ends_with(".yaml")).collect();
    let mut rng = fastrand::Rng::with_seed(16);
    let mut texts: BTreeMap<String, Vec<u8>> = files.clone();
    let mut living = Project::from_files(Files::memory(files.clone()), Options::default());
    for step in 0..120 {
        let path = paths[rng.usize(..paths.len())].as_str();
        let original = String::from_utf8(files[path].clone()).unwrap();
        let mut lines: Vec<&str> = original.lines().collect();
        let at = rng.usize(..lines.len());
        match rng.usize(..8) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at]),
            2 => lines.insert(at, "{{ workshop.city }} met the XYZ on 31 April 2017 [@notes]."),
            3 => lines.insert(at, "{{ values.places }} of {{ count.people }} and @notes"),
            4 => lines.insert(at, "![a dot](figures/dot.png)"),
            5 => lines.clear(),
            _ => {}
        }
        let text = lines.join("\n") + "\n";
        texts.insert(path.to_owned(), text.clone().into_bytes());
        living.overlay(path, text).unwrap();
        if rng.usize(..4) == 0 {
            living.refresh();
        }
        let anew = Project::from_files(Files::memory(texts.clone()), Options::default());
        assert_eq!(answers(&living), answers(&anew), "step {step}: {path}");
    }
}

#[test]
fn what_leads_out_of_the_project_cannot_be_laid_over() {
    let mut project = Project::open(base().path()).unwrap();
    for path in ["../outside.md", "/etc/passwd", "", "a//b.md", "a\\b.md"] {
        assert!(matches!(project.overlay(path, ""), Err(Error::NotInProject { .. })), "{path}");
    }
}

#[test]
fn a_document_that_lives_on_comes_out_as_one_made_anew() {
    let folder = base();
    let mut project = Project::open(folder.path()).unwrap();
    let mut living = LivingDocument::default();
    let book = project.targets().swap_remove(0);
    for number in 0..3 {
        project.overlay(SUMMARY, format!("# Summary\n\nText number {number} [@notes].\n")).unwrap();
        let kept = living.typeset(project.document(&book, &Beside::default()).unwrap());
        let anew = project.document(&book, &Beside::default()).unwrap().typeset();
        assert!(kept.pdf.is_some() && kept.pdf == anew.pdf, "{number}");
    }
}

#[test]
fn every_kind_names_its_documents_and_makes_them() {
    let files: BTreeMap<String, Vec<u8>> = project::base();
    let project = Project::from_files(Files::memory(files), Options::default());
    let targets = project.targets();
    let names: Vec<&str> = targets.iter().map(idm::Target::name).collect();
    assert_eq!(names, ["publication", "records", "draft:plain-words", "draft:open-archive"]);
    for kind in KINDS {
        let own = targets.iter().filter(|target| std::ptr::eq(target.kind(), kind)).count();
        assert_eq!(own, if kind.extent() == Extent::Publication { 1 } else { 2 }, "{}", kind.name());
    }
    // Without a publication, what each has is known all the same.
    let broken = Project::from_files(Files::memory([("publication.yaml", "title: [\n")]), Options::default());
    assert_eq!(broken.targets().iter().map(idm::Target::name).collect::<Vec<_>>(), names[..2]);
    assert!(!broken.book().unwrap().is_complete());
    assert!(matches!(broken.document(&targets[0], &Beside::default()), Err(Error::Inputs)));
    assert!(matches!(Project::open(Path::new("/no/such/folder")), Err(Error::NoFolder { .. })));
}
