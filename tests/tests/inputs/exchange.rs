//! Translations that are handed out and come back, as XLIFF and as PO.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use idm::model::Language;
use idm::{Delivery, EarlierState, Error, ExchangeForm, Options, Project};
use idm_tests::project;
use tempfile::TempDir;

const FORMS: [ExchangeForm; 2] = [ExchangeForm::Xliff, ExchangeForm::Po];

fn forum() -> PathBuf {
    project::package().join("publications/high-valleys")
}

fn sample() -> PathBuf {
    project::package().join("../inputs/idm-2017")
}

fn open(folder: &Path, language: Language) -> Project {
    let mut options = Options::default();
    options.language = Some(language);
    Project::open_with(folder, options).unwrap()
}

/// A copy of a publication in which the edition in a language may be changed.
struct Copy {
    folder: TempDir,
}

impl Copy {
    fn of(publication: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        project::copy_folder(publication, &folder.path().join("inputs")).unwrap();
        Self { folder }
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("inputs")
    }

    fn project(&self) -> Project {
        open(&self.inputs(), Language::French)
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let place = self.inputs().join(path);
        let text = fs::read_to_string(&place).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(place, text.replacen(from, to, 1)).unwrap();
    }

    /// Every file with what it holds.
    fn files(&self) -> BTreeMap<String, String> {
        let project = self.project();
        project.paths().iter().filter_map(|path| Some((path.clone(), project.files().read_text(path).ok()?))).collect()
    }

    fn import(&self, text: &str, form: ExchangeForm) -> Result<Delivery, Error> {
        import(&self.project(), text, form)
    }
}

fn import(project: &Project, text: &str, form: ExchangeForm) -> Result<Delivery, Error> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("back");
    fs::write(&file, text).unwrap();
    project.import_translations(&file, form)
}

#[test]
fn what_comes_back_as_it_was_changes_no_byte() {
    for (folder, language) in [(sample(), Language::French), (sample(), Language::Spanish), (forum(), Language::French)]
    {
        let project = open(&folder, language);
        for form in FORMS {
            let exported = project.export_translations(form).unwrap();
            assert_eq!(exported.apart, Vec::<String>::new());
            assert!(exported.units > 90 && exported.current > 70, "{} {}", exported.units, exported.current);
            let delivery = import(&project, &exported.text, form).unwrap();
            assert_eq!((delivery.new, delivery.confirmed, delivery.refused.len()), (0, 0, 0), "{form:?}");
            assert!(delivery.files.is_empty() && delivery.diff.is_empty(), "{}", delivery.diff);
            // The same project gives the same bytes.
            assert_eq!(open(&folder, language).export_translations(form).unwrap(), exported);
        }
    }
}

#[test]
fn a_translation_that_is_lost_comes_back_whole_from_its_exchange() {
    for form in FORMS {
        let copy = Copy::of(&forum());
        let exported = copy.project().export_translations(form).unwrap();
        let is_lost = |path: &&String| path.contains(".fr.") || path.starts_with("translations/");
        for path in copy.files().keys().filter(is_lost) {
            fs::remove_file(copy.inputs().join(path)).unwrap();
        }
        let delivery = copy.import(&exported.text, form).unwrap();
        assert_eq!((delivery.refused.len(), delivery.problems.len()), (0, 0), "{:?}", delivery.refused);
        assert_eq!(delivery.new + delivery.confirmed, exported.current);
        assert!(delivery.new > 70, "{}", delivery.new);
        copy.project().write_delivery(&delivery).unwrap();
        // It says the same, word by word, and is noted as made from the same sources.
        let project = copy.project();
        assert!(project.findings().is_empty(), "{:?}", project.findings().iter().next());
        let earlier = project.earlier(&EarlierState::Folder(forum())).unwrap();
        let changes = project.changes_since(&earlier).unwrap();
        assert!(changes.records.is_empty(), "{form:?}");
        let ledger = |files: &BTreeMap<String, String>| files["translations/fr.txt"].clone();
        assert_eq!(ledger(&copy.files()), ledger(&Copy::of(&forum()).files()));
        let again = project.export_translations(form).unwrap();
        assert_eq!(again.current, exported.current);
    }
}

#[test]
fn a_new_translation_is_written_where_it_stood_and_every_other_byte_stays() {
    for form in FORMS {
        let copy = Copy::of(&forum());
        let before = copy.files();
        let exported = copy.project().export_translations(form).unwrap().text;
        let text =
            exported.replace("Une vallée, telle que le forum l’a dessinée.", "Une vallée * telle qu’on la dessine.");
        let delivery = copy.import(&text, form).unwrap();
        assert_eq!((delivery.new, delivery.refused.len()), (1, 0), "{:?}", delivery.refused);
        assert!(delivery.diff.contains("+Une vallée \\* telle qu’on la dessine."), "{}", delivery.diff);
        assert_eq!(copy.files(), before, "nothing is written before it is asked for");
        copy.project().write_delivery(&delivery).unwrap();
        let after = copy.files();
        let changed: Vec<&String> = after.keys().filter(|path| after.get(*path) != before.get(*path)).collect();
        assert_eq!(changed, ["chapters/foreword.fr.md"]);
        let chapter = "chapters/foreword.fr.md";
        let expected = before[chapter]
            .replace("Une vallée, telle que le forum l’a dessinée.", "Une vallée \\* telle qu’on la dessine.");
        assert_eq!(after[chapter], expected);
    }
}

#[test]
fn a_changed_source_is_handed_out_as_stale_and_taken_once_it_is_said_to_be_done() {
    for form in FORMS {
        let copy = Copy::of(&forum());
        let old = copy.project().export_translations(form).unwrap().text;
        copy.edit("chapters/foreword.md", "tells what became of them", "tells what has become of them");
        let stale = copy.project().export_translations(form).unwrap().text;
        let mark =
            if form == ExchangeForm::Xliff { "state=\"initial\" subState=\"idm:stale\"" } else { "#, fuzzy\nmsgctxt" };
        assert_eq!(stale.matches(mark).count(), 1, "{form:?}");
        // As it was handed out, it is not done yet.
        let delivery = copy.import(&stale, form).unwrap();
        assert_eq!((delivery.new, delivery.confirmed, delivery.files.len()), (0, 0, 0));
        // What was handed out before the change is of another source.
        let text = old.replace("dit ce qu’elles sont devenues", "dit ce qu’elles devinrent");
        let delivery = copy.import(&text, form).unwrap();
        assert_eq!(delivery.new, 0);
        assert!(
            delivery
                .refused
                .iter()
                .any(|refusal| refusal.unit == "chapters/foreword.md#p2" && refusal.why.contains("another source")),
            "{:?}",
            delivery.refused
        );
        // The same words, said to be right.
        let done = stale.replace(mark, if form == ExchangeForm::Xliff { "state=\"translated\"" } else { "msgctxt" });
        let delivery = copy.import(&done, form).unwrap();
        assert_eq!((delivery.new, delivery.confirmed), (0, 1));
        assert_eq!(delivery.files.keys().collect::<Vec<_>>(), ["translations/fr.txt"]);
        copy.project().write_delivery(&delivery).unwrap();
        assert!(copy.project().findings().is_empty());
    }
}

#[test]
fn what_was_translated_here_meanwhile_is_not_overruled() {
    for form in FORMS {
        let copy = Copy::of(&forum());
        let handed_out = copy.project().export_translations(form).unwrap().text;
        copy.edit("chapters/foreword.fr.md", "dit ce qu’elles sont devenues", "raconte ce qu’elles sont devenues");
        // One that comes back as it went out changes nothing.
        let delivery = copy.import(&handed_out, form).unwrap();
        assert_eq!((delivery.new, delivery.files.len(), delivery.refused.len()), (0, 0, 0), "{form:?}");
        // One that was changed there, too, is for an editor to decide.
        let text = handed_out.replace("dit ce qu’elles sont devenues", "dit ce qu’elles devinrent");
        let delivery = copy.import(&text, form).unwrap();
        assert_eq!((delivery.new, delivery.refused.len()), (0, 1), "{form:?}");
        assert_eq!(delivery.refused[0].unit, "chapters/foreword.md#p2");
        assert!(delivery.refused[0].why.contains("changed here since"), "{}", delivery.refused[0].why);
    }
}

#[test]
fn new_passages_are_put_where_they_belong() {
    let copy = Copy::of(&forum());
    copy.edit("chapters/foreword.md", "\n\n:::figure", "\n\n## Later\n\nOne *new* thing [@minutes].\n\n:::figure");
    copy.edit("workshops/opening/one/panel.yaml", "guiding-questions:\n", "guiding-questions:\n  - Who asks?\n");
    let stale = copy.project().export_translations(ExchangeForm::Po).unwrap().text;
    let given = |text: &str, source: &str, target: &str| {
        let from = format!("msgid \"{source}\"\nmsgstr \"\"");
        assert!(text.contains(&from), "{source}: {text}");
        text.replacen(&from, &format!("msgid \"{source}\"\nmsgstr \"{target}\""), 1)
    };
    let half = given(&stale, "Later", "Plus tard");
    let delivery = copy.import(&half, ExchangeForm::Po).unwrap();
    assert!(
        delivery.refused.iter().any(|refusal| {
            let line = half.lines().position(|line| line == "msgid \"One <1>new</1> thing {2}.\"").unwrap();
            // Its name stands before it, or its comments.
            refusal.why.contains("of the 2 passages of this run of new passages only 1 came translated")
                && (0..=line + 1)
                    .rev()
                    .take(12)
                    .any(|line| refusal.why.contains(&format!("in line {line} is not taken")))
        }),
        "{:?}",
        delivery.refused
    );
    let whole = given(&half, "One <1>new</1> thing {2}.", "Une {2} <1>nouvelle</1> chose.");
    let delivery = copy.import(&whole, ExchangeForm::Po).unwrap();
    assert_eq!((delivery.new, delivery.refused.len()), (2, 0), "{:?}", delivery.refused);
    copy.project().write_delivery(&delivery).unwrap();
    let text = &copy.files()["chapters/foreword.fr.md"];
    assert!(text.contains("devenues.\n\n## Plus tard\n\nUne [@minutes] *nouvelle* chose.\n\n:::figure"), "{text}");
}

/// What is made of an exchange, and what is said of it.
struct Fault {
    form: ExchangeForm,
    from: &'static str,
    to: &'static str,
    /// The unit, and what is wrong with it; none where the whole file is refused.
    unit: Option<&'static str>,
    why: &'static str,
}

const fn xliff(from: &'static str, to: &'static str, unit: Option<&'static str>, why: &'static str) -> Fault {
    Fault { form: ExchangeForm::Xliff, from, to, unit, why }
}

const fn po(from: &'static str, to: &'static str, unit: Option<&'static str>, why: &'static str) -> Fault {
    Fault { form: ExchangeForm::Po, from, to, unit, why }
}

/// A passage with an index's mark, two references and a value.
const PASSAGE: Option<&str> = Some("chapters/foreword.md#p2");
const TITLE: Option<&str> = Some("frameworks/charter.yaml#title");

const FAULTS: &[Fault] = &[
    // The file.
    xliff("</xliff>", "", None, "no well-formed XML"),
    xliff("</target>", "</Target>", None, "no well-formed XML"),
    xliff("<xliff", "<!DOCTYPE xliff [<!ENTITY a \"b\">]>\n<xliff", None, "document type"),
    xliff("L’UHV tient", "&eacute; tient", None, "`&eacute;`"),
    xliff("L’UHV tient", "&#1; tient", None, "no character"),
    xliff("<xliff", "<tmx", None, "no well-formed XML"),
    xliff("version=\"2.1\"", "version=\"1.2\"", None, "version 1.2"),
    xliff("trgLang=\"fr\"", "trgLang=\"es\"", None, "in `es`"),
    xliff(" trgLang=\"fr\"", "", None, "which language"),
    xliff("srcLang=\"en\"", "srcLang=\"de\"", None, "in `de`"),
    po("\"Language: fr\\n\"", "\"Language: es\\n\"", None, "in `es`"),
    po("X-Source-Language: en", "X-Source-Language: de", None, "in `de`"),
    po("Project-Id-Version: high", "Project-Id-Version: low", None, "is of the publication"),
    po("charset=UTF-8", "charset=ISO-8859-1", None, "UTF-8"),
    po("msgstr \"L’UHV", "msgstr L’UHV", None, "closing quotation mark"),
    // Which passage is meant.
    xliff(
        "original=\"frameworks/charter.yaml\"",
        "original=\"frameworks/chatter.yaml\"",
        Some("frameworks/chatter.yaml#title"),
        "no file",
    ),
    po("msgctxt \"frameworks/charter.yaml#title\"\n", "", Some(""), "no `msgctxt`"),
    po(
        "msgctxt \"frameworks/charter.yaml#title\"",
        "msgctxt \"frameworks/charter.yaml#title\"\nmsgid \"Charter of the Valleys\"\nmsgstr \"Charte\"\n\nmsgctxt \"frameworks/charter.yaml#title\"",
        TITLE,
        "stands twice",
    ),
    po(
        "#. source: 21ac66d5e353\n#: frameworks/charter.yaml:2\nmsgctxt \"frameworks/charter.yaml#title",
        "msgctxt \"frameworks/charter.yaml#heading",
        Some("frameworks/charter.yaml#heading"),
        "no passage of that name",
    ),
    // Its source.
    xliff(">21ac66d5e353<", ">000000000000<", TITLE, "another source"),
    xliff("<source>Charter of the Valleys<", "<source>Charter of the Hills<", TITLE, "its source does not say"),
    po("msgid \"Charter of the Valleys\"", "msgid \"Charter of the Hills\"", TITLE, "its source does not say"),
    po("#. source: 21ac66d5e353", "#. source: 000000000000", TITLE, "another source"),
    // Its codes.
    po(
        "des sources</1> {2}. L’année d’avant le forum, il en comptait {3}",
        "des sources</1>. L’année d’avant le forum, il en comptait {3}",
        PASSAGE,
        "the code 2 is lost: the reference `[@ledger]`",
    ),
    po("il en comptait {3} ;", "il en comptait 212 ;", PASSAGE, "the code 3 is lost: the value `{{ values.springs }}`"),
    po("il en comptait {3} ;", "il en comptait {3} {3} ;", PASSAGE, "stands twice"),
    po("il en comptait {3} ;", "il en comptait {3} {9} ;", PASSAGE, "the code 9 is added"),
    po("des sources</1> {2}. L’année", "des sources {2}. L’année", PASSAGE, "never closed"),
    po("un <1>registre des sources</1>", "un registre des sources</1>", PASSAGE, "closes where"),
    po("un <1>registre des sources</1>", "un <2>registre des sources</2>", PASSAGE, "stands around words"),
    po("un <1>registre des sources</1> {2}", "un {1} registre des sources {2}", PASSAGE, "stands alone"),
    po("il en comptait {3} ;", "il en comptait {3 ;", PASSAGE, "`{3 ; {4}` is no code"),
    po("il en comptait {3} ;", "il en comptait {three} ;", PASSAGE, "is no code"),
    xliff("<data id=\"d3\">[@ledger]<", "<data id=\"d3\">[@minutes]<", PASSAGE, "stands for `[@minutes]`"),
    xliff(
        "dataRef=\"d3\" disp=\"[@ledger]\"/>. L’année",
        "dataRef=\"d33\" disp=\"[@ledger]\"/>. L’année",
        PASSAGE,
        "names the data `d33`",
    ),
    xliff("/>. L’année", "/><b>!</b>. L’année", PASSAGE, "`b` within a text"),
    xliff("<target>L’UHV tient un <pc id=\"1\"", "<target>L’UHV tient un <pc id=\"one\"", PASSAGE, "the id `one`"),
    // Its words.
    xliff("<target>Charte des vallées</target>", "<target/>", TITLE, "no words"),
    xliff("<target>Charte des vallées</target>", "<target>  </target>", TITLE, "no words"),
    xliff("<target>Charte des vallées</target>", "", TITLE, "emptied"),
    xliff("<target>Charte des vallées</target>", "<target>a</target><target>b</target>", TITLE, "two targets"),
    po("msgstr \"Charte des vallées\"", "msgstr \"\"", TITLE, "no words|emptied"),
    xliff("<target>Charte des vallées<", "<target>Charte\u{e000}<", TITLE, "U+E000"),
    po("msgstr \"Charte des vallées\"", "msgid_plural \"x\"\nmsgstr[0] \"Charte\"", TITLE, "plural"),
    // What those who translate say of it.
    xliff(
        "<segment state=\"translated\">\n        <source>Charter of the Valleys</source>\n        <target>Charte des",
        "<segment state=\"initial\">\n        <source>Charter of the Valleys</source>\n        <target>Pacte des",
        TITLE,
        "not marked as translated",
    ),
    po(
        "msgctxt \"frameworks/charter.yaml#title\"\nmsgid \"Charter of the Valleys\"\nmsgstr \"Charte",
        "#, fuzzy\nmsgctxt \"frameworks/charter.yaml#title\"\nmsgid \"Charter of the Valleys\"\nmsgstr \"Pacte",
        TITLE,
        "fuzzy",
    ),
];

#[test]
fn what_is_spoilt_is_refused_at_its_place_and_the_rest_is_taken() {
    let project = open(&forum(), Language::French);
    let exported = FORMS.map(|form| (form, project.export_translations(form).unwrap().text));
    let mut missed = vec![];
    for (number, fault) in FAULTS.iter().enumerate() {
        let Fault { form, from, to, unit, why } = fault;
        let sound = &exported.iter().find(|(known, _)| known == form).unwrap().1;
        assert!(sound.contains(from), "{number}: {from}");
        let spoilt = sound.replacen(from, to, 1);
        // Another unit is translated anew, which must not suffer from its neighbour.
        let spoilt = spoilt.replace("Une vallée, telle que", "Une vallée comme");
        let said = match (import(&project, &spoilt, *form), unit) {
            (Err(Error::Unfit { why: said, .. }), None) => {
                if said.contains(why) && said.starts_with("line ") {
                    continue;
                } else {
                    said
                }
            }
            (Ok(delivery), Some(unit)) => {
                let line = |refusal: &idm::Refusal| spoilt.lines().nth(refusal.line - 1).unwrap_or_default().to_owned();
                let is_it = |refusal: &idm::Refusal| {
                    refusal.unit == *unit
                        && why.split('|').any(|why| refusal.why.contains(why))
                        && (line(refusal).contains("<unit") || line(refusal).starts_with("msgid"))
                };
                if delivery.refused.iter().any(is_it) && delivery.new == 1 {
                    continue;
                } else {
                    format!("{:?}, {} new", delivery.refused, delivery.new)
                }
            }
            (Ok(delivery), None) => format!("{:?}", delivery.refused),
            (Err(error), _) => error.to_string(),
        };
        missed.push(format!("{number} ({from} → {to}): {said}"));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(FAULTS.len() > 40);
}

#[test]
fn a_passage_that_stands_elsewhere_now_is_known_by_its_source() {
    let copy = Copy::of(&forum());
    let text = copy.project().export_translations(ExchangeForm::Xliff).unwrap().text;
    let text = text.replace("dit ce qu’elles sont devenues", "dit ce qu’elles devinrent");
    copy.edit("chapters/foreword.md", "# Foreword\n", "# Foreword\n\nA new paragraph.\n");
    let delivery = copy.import(&text, ExchangeForm::Xliff).unwrap();
    assert_eq!((delivery.new, delivery.refused.len()), (1, 0), "{:?}", delivery.refused);
}

#[test]
fn nothing_is_written_that_has_not_been_read_without_errors() {
    // The second are more than are looked for one by one.
    for count in [20, 80] {
        let copy = Copy::of(&forum());
        let paragraphs = |word: &str| (1..=count).map(|at| format!("\n\n{word} {at}.")).collect::<String>();
        for (path, word) in [("chapters/foreword.md", "Word"), ("chapters/foreword.fr.md", "Mot")] {
            copy.edit(path, "\n\n:::figure", &format!("{}\n\n:::figure", paragraphs(word)));
        }
        copy.project().accept_translations(&[]).unwrap();
        let text = copy.project().export_translations(ExchangeForm::Po).unwrap().text;
        assert_eq!(text.matches("\nmsgstr \"Mot ").count(), count);
        // No font has the letter, which is told once of a text.
        let text = text.replace("\nmsgstr \"Mot ", "\nmsgstr \"Mot ก ");
        let text = text.replace("msgstr \"Charte des vallées\"", "msgstr \"Pacte des vallées\"");
        let delivery = copy.import(&text, ExchangeForm::Po).unwrap();
        assert_eq!((delivery.new, delivery.problems.len()), (1, 0), "{count}: {:?}", delivery.refused);
        assert!(delivery.refused.len() >= count, "{:?}", delivery.refused);
        assert_eq!(delivery.files.keys().collect::<Vec<_>>(), ["frameworks/charter.fr.yaml"]);
        copy.project().write_delivery(&delivery).unwrap();
        assert!(copy.project().findings().is_empty());
    }
}

#[test]
fn what_says_nothing_of_its_source_is_not_taken() {
    let project = open(&forum(), Language::French);
    let text = project.export_translations(ExchangeForm::Po).unwrap().text;
    let title = "#. source: 21ac66d5e353\n#: frameworks/charter.yaml:2\nmsgctxt \"frameworks/charter.yaml#title\"\nmsgid \"Charter of the Valleys\"";
    let bare = "msgctxt \"frameworks/charter.yaml#title\"\nmsgid \"\"";
    assert!(text.contains(title));
    let delivery =
        import(&project, &text.replace(title, bare).replace("Charte des vallées", "Pacte"), ExchangeForm::Po).unwrap();
    assert_eq!((delivery.new, delivery.refused.len()), (0, 1), "{:?}", delivery.refused);
    assert!(delivery.refused[0].why.contains("neither a source nor its digest"), "{:?}", delivery.refused);
}

#[test]
fn each_code_is_told_once() {
    let text = open(&forum(), Language::French).export_translations(ExchangeForm::Po).unwrap().text;
    let mut told = 0;
    for entry in text.split("\n\n") {
        let codes: Vec<&str> =
            entry.lines().filter(|line| line.starts_with("#. {") || line.starts_with("#. <")).collect();
        let signs: std::collections::BTreeSet<&str> =
            codes.iter().filter_map(|line| line.split(" is the ").next()).collect();
        assert_eq!(signs.len(), codes.len(), "{entry}");
        told += codes.len();
    }
    assert!(told > 10, "{told}");
}

#[test]
fn a_long_text_of_one_paragraph_is_folded() {
    for stands in ["title: Charte des vallées", "title: >-\n  Charte des\n  vallées"] {
        let copy = Copy::of(&forum());
        copy.edit("frameworks/charter.fr.yaml", "title: Charte des vallées", stands);
        let text = copy.project().export_translations(ExchangeForm::Po).unwrap().text;
        let long = format!("Charte {}des vallées", "longue ".repeat(30));
        let text = text.replace("msgstr \"Charte des vallées\"", &format!("msgstr \"{long}\""));
        let delivery = copy.import(&text, ExchangeForm::Po).unwrap();
        assert_eq!((delivery.new, delivery.refused.len()), (1, 0), "{:?}", delivery.refused);
        let file = &delivery.files["frameworks/charter.fr.yaml"];
        assert!(file.contains("title: >-\n  Charte longue"), "{file}");
    }
}

#[test]
fn an_address_that_would_become_a_link_is_named() {
    let project = open(&forum(), Language::French);
    let text = project.export_translations(ExchangeForm::Po).unwrap().text;
    for (words, link) in [("Avant www.e.org", "`www.e.org`"), ("Avant a@e.org, après", "`a@e.org`")] {
        let text = text.replace("Une vallée, telle que le forum l’a dessinée.", words);
        let delivery = import(&project, &text, ExchangeForm::Po).unwrap();
        let why = &delivery.refused[0].why;
        assert!(why.contains(link) && why.contains("would become a link"), "{why}");
    }
}

#[test]
fn files_are_named_as_their_folder_was() {
    let copy = Copy::of(&forum());
    let text = copy.project().export_translations(ExchangeForm::Po).unwrap().text;
    fs::remove_file(copy.inputs().join("translations/fr.txt")).unwrap();
    let folder = copy.inputs().join("../inputs");
    let project = open(&folder, Language::French);
    let text = text.replace("msgstr \"Charte des vallées\"", "msgstr \"Pacte des vallées\"");
    let delivery = import(&project, &text, ExchangeForm::Po).unwrap();
    let added = project.write_delivery(&delivery).unwrap();
    assert!(!added.created.is_empty() && !added.changed.is_empty(), "{added:?}");
    let all = added.created.iter().chain(&added.changed);
    assert!(all.clone().all(|path| path.starts_with(&folder)), "{:?}", all.collect::<Vec<_>>());
}

#[test]
fn words_that_would_be_mark_up_are_words() {
    let project = open(&forum(), Language::French);
    for words in
        ["1. *a* [b](c) {{ d }} `e` ~f~ ^g^ %%h%% :::", "# a | b", "<br> &amp; \\", "[@ledger] [^1] www.example.org"]
    {
        let text = project.export_translations(ExchangeForm::Po).unwrap().text;
        let given = words.replace('\\', "\\\\").replace('{', "\\{").replace('<', "\\<").replace('\\', "\\\\");
        let text = text.replace("Une vallée, telle que le forum l’a dessinée.", &given);
        let delivery = import(&project, &text, ExchangeForm::Po).unwrap();
        // Either every sign is printed as it was typed, or the unit is refused.
        assert_eq!(delivery.new + delivery.refused.len(), 1, "{words}: {:?}", delivery.refused);
    }
}
