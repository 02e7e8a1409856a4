use super::*;
use crate::diagnostic::Diagnostics;
use crate::files::Files;
use crate::model::Publication;
use crate::{read, resolve};

const ACRONYMS: &str = "\
- {short: NGO, long: non-governmental organization}
- {short: SDG, long: Sustainable Development Goal, plural: Sustainable Development Goals}
- {short: UN, long: United Nations, expand: false}
- {short: UN DESA, long: Department of Economic and Social Affairs}
";

fn publication(setting: &str, chapters: &[&str]) -> Publication {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut book = String::new();
    for (at, text) in chapters.iter().enumerate() {
        files.insert(format!("chapters/c{at}.md"), format!("# About NGO work\n\n{text}\n"));
        book += &format!("{{chapter: c{at}}}, ");
    }
    files.insert("acronyms.yaml".to_owned(), ACRONYMS.to_owned());
    files.insert("publication.yaml".to_owned(), format!("id: p\ntitle: T\n{setting}book: [{book}]\n"));
    let mut diagnostics = Diagnostics::default();
    let (project, records) = read::read(Files::memory(files), &mut diagnostics);
    resolve::resolve(&project, &records.unwrap(), &mut diagnostics).unwrap()
}

#[test]
fn what_is_used_is_found_wherever_it_is_printed() {
    let publication = publication("", &["| UN DESA |\n|---|\n| SDGs |\n"]);
    let used: Vec<&str> =
        publication.used_acronyms.iter().copied().map(|at| publication[at].short.text.as_str()).collect();
    assert_eq!(used, ["NGO", "SDG", "UN DESA"]);
    let unused = publication
        .acronyms
        .entries()
        .filter(|(at, _)| !publication.used_acronyms.contains(at))
        .map(|(_, acronym)| acronym.short.text.as_str());
    assert_eq!(unused.collect::<Vec<_>>(), ["UN"]);
}

#[test]
fn titles_of_boxes_use_acronyms_and_an_unused_note_does_not() {
    let text = ":::good-practice {title=\"How the SDGs are met\"}\nb\n:::\n";
    let found = publication("", &[text]);
    let used: Vec<&str> = found.used_acronyms.iter().copied().map(|at| found[at].short.text.as_str()).collect();
    assert_eq!(used, ["NGO", "SDG"]);
}
