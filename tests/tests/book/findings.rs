//! What captions of charts say there is to find: nothing, all and equals have words of their own.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;

use idm_core::files::Files;
use idm_tests::memory::Checked;
use idm_tests::project;
use idm_tests::structure::{self, folded};
use lopdf::Document;

const FIRST: &str = "workshops/spring/panel-1/recommendations.yaml";

/// The sound publication in a language, with its charts.
struct Book(BTreeMap<String, Vec<u8>>);

impl Book {
    fn new(language: &str) -> Self {
        let mut book = Self(project::base());
        book.edit("publication.yaml", "language: en\nregion: GB\n", &format!("language: {language}\n"));
        book.edit("publication.yaml", "  - section: themes\n", "  - section: charts\n  - section: themes\n");
        book
    }

    fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        assert!(text.contains(from), "{from}");
        self.0.insert(path.to_owned(), text.replace(from, to).into_bytes());
    }

    fn text(&self) -> String {
        let built = Checked::new(Files::memory(self.0.clone())).build().unwrap();
        folded(&structure::read(&Document::load_mem(&built.bytes).unwrap()).text()).replace(['\u{a0}', '\u{202f}'], " ")
    }
}

#[track_caller]
fn says(book: &Book, words: &str) {
    let text = book.text();
    assert!(text.contains(words), "{words}: {text}");
}

#[test]
fn who_leads_alone_is_told_alone_and_equals_are_told_together() {
    let one = "Local authorities are addressed by 4 of 4 recommendations, Civil society by 1";
    says(&Book::new("en"), one);
    for (language, both, alike) in [
        (
            "en",
            "Local authorities are addressed by 4 of 4 recommendations, Civil society and Private sector each by 1",
            "Each of the 2 addressees is addressed by 2 of 4 recommendations",
        ),
        (
            "fr",
            "Autorités locales : 4 recommandations sur 4 ; Société civile et Secteur privé, à égalité : 1",
            "Chacun des 2 destinataires : 2 recommandations sur 4",
        ),
        (
            "es",
            "Autoridades locales: 4 de 4 recomendaciones; Sociedad civil y Sector privado, a la par: 1",
            "Cada uno de los 2 destinatarios: 2 de 4 recomendaciones",
        ),
    ] {
        let mut book = Book::new(language);
        book.edit(FIRST, "[local-authorities, civil-society]", "[local-authorities, civil-society, private-sector]");
        says(&book, both);
        let mut book = Book::new(language);
        book.edit(FIRST, "[local-authorities, civil-society]", "[local-authorities]");
        for path in ["workshops/spring/panel-2/recommendations.yaml", "workshops/spring/recommendations.yaml"] {
            book.edit(path, "[local-authorities]", "[civil-society]");
        }
        says(&book, alike);
    }
}

#[test]
fn where_no_element_is_left_out_none_is_counted() {
    says(&Book::new("en"), "1 of the 3 elements considered is named by no recommendation");
    for (language, words) in [
        ("en", "Every element considered is named by a recommendation (3 in all)"),
        ("fr", "Chaque élément considéré est nommé par une recommandation (3 en tout)"),
        ("es", "Cada elemento considerado es nombrado por alguna recomendación (3 en total)"),
    ] {
        let mut book = Book::new(language);
        book.edit(FIRST, r#"["2.1", "2.10"]"#, r#"["1", "2.1", "2.10"]"#);
        says(&book, words);
    }
}

#[test]
fn bases_that_are_equal_are_both_told() {
    for (language, words) in [
        ("en", "Basis of 2 of 4 recommendations each: "),
        ("fr", "Fondement de 2 recommandations sur 4, à égalité : "),
        ("es", "2 de 4 recomendaciones, a la par: "),
    ] {
        let mut book = Book::new(language);
        book.edit(FIRST, "basis: report", "basis: agenda");
        says(&book, words);
    }
}

#[test]
fn where_no_outcome_rests_on_any_that_is_said_in_words() {
    for (language, words) in [
        ("en", "No outcome rests on any of the 4 recommendations from 3 panels and workshops"),
        ("fr", "Aucun résultat ne repose sur les recommandations issues de 3 "),
        ("es", "Ningún resultado se apoya en las 4 recomendaciones procedentes de 3 "),
    ] {
        let mut book = Book::new(language);
        book.edit("outcomes.yaml", "  recommendations: [write-the-decision, keep-the-vote]\n", "");
        book.edit("outcomes.yaml", "  recommendations:\n    - publish-early\n", "");
        says(&book, words);
    }
}

#[test]
fn one_speaker_is_told_in_the_singular() {
    for (language, words, several) in [
        ("en", "Speaker: ", "Speakers: "),
        ("fr", "Intervention : ", "Intervenants : "),
        ("es", "Ponente: ", "Ponentes: "),
    ] {
        // The second panel has one speaker.
        let text = Book::new(language).text();
        assert!(text.contains(words), "{words}: {text}");
        let mut book = Book::new(language);
        book.edit("workshops/spring/panel-2/panel.yaml", "speakers: [okafor]", "speakers: [okafor, moreau]");
        assert!(book.text().contains(several), "{several}");
    }
}
