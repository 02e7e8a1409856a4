//! A small publication for the tests of records and reports, and ways to change it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Comparison, compare};
use crate::authors::Authors;
use crate::diagnostic::Diagnostics;
use crate::edition::Labels;
use crate::files::Files;
use crate::model::Publication;
use crate::{read, resolve};

/// The files of a publication.
#[derive(Clone)]
pub(crate) struct Sample(BTreeMap<String, String>);

const PUBLICATION: &str = "\
id: book
title: The book
language: en
region: GB
imprint: {publisher: A publisher}
book:
  - chapter: start
  - section: themes
  - section: people
  - section: references
themes:
  - {id: counting, title: Counting people, panels: [first-panel]}
  - {id: housing, title: Housing people, panels: [second-panel]}
";

const PEOPLE: &str = "\
- id: ada
  name: Ada Byron
  sort: Byron, Ada
  participation: [{workshop: oslo, role: speaker, source: minutes, basis: record}]
- id: emmy
  name: Emmy Noether
  sort: Noether, Emmy
";

const REFERENCES: &str = "\
minutes: {type: report, title: Minutes of the meeting, author: 'Clerk, Anna', date: 2017}
programme: {type: report, title: Programme, author: 'Clerk, Anna', date: 2016}
";

const WORKSHOP: &str = "\
id: oslo
number: 1
city: Oslo
venue: Town hall
start: 2017-04-18
end: 2017-04-19
source: minutes
basis: record
agenda:
  - {id: morning, kind: panel, date: 2017-04-18, start: '10:00', panel: first-panel}
  - {id: noon, kind: break, date: 2017-04-18, start: '12:00', title: Lunch}
";

const FIRST: &str = "\
id: first-panel
number: 1
title: Registers
moderator: ada
speakers: [emmy]
guiding-questions:
  - Who is counted?
  - Who counts?
key-messages:
  - {text: Counting is a service to those who are counted., source: minutes, basis: record}
status: draft
";

const SECOND: &str = "\
id: second-panel
number: 2
title: Roofs
speakers: []
";

const RECOMMENDATIONS: &str = "\
- id: publish
  title: Publish the registers
  text: Cities should publish what their registers say every year.
  addressees: [local-authorities, academia]
  frameworks: {nyd: [a]}
  source: minutes
  basis: record
- id: protect
  title: Protect the registers
  text: Nobody may be found by name.
";

const OUTCOMES: &str = "\
- id: open-registers
  theme: counting
  title: Open registers
  text: Registers are open.
  recommendations: [publish]
";

const FRAMEWORK: &str = "\
id: nyd
title: The declaration
short: NYD
elements:
  - {id: a, label: (a)}
  - {id: b, label: (b)}
";

impl Sample {
    pub fn new() -> Self {
        let files = [
            ("publication.yaml", PUBLICATION),
            ("people.yaml", PEOPLE),
            ("references.yaml", REFERENCES),
            ("acronyms.yaml", "- {short: NYD, long: New York Declaration}\n"),
            ("outcomes.yaml", OUTCOMES),
            ("frameworks/nyd.yaml", FRAMEWORK),
            ("chapters/start.md", "# The start\n\nThis is where the book begins.\n"),
            ("workshops/oslo/workshop.yaml", WORKSHOP),
            ("workshops/oslo/first/panel.yaml", FIRST),
            ("workshops/oslo/first/summary.md", "The panel spoke of registers [@minutes].\n"),
            ("workshops/oslo/first/recommendations.yaml", RECOMMENDATIONS),
            ("workshops/oslo/second/panel.yaml", SECOND),
        ];
        Self(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into())
    }

    /// The same with other words in a file.
    #[track_caller]
    pub fn with(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(path).unwrap();
        assert!(text.contains(old), "{old:?} in {text}");
        *text = text.replace(old, new);
        self
    }

    /// The same with a file of that content, or without it.
    pub fn file(mut self, path: &str, text: Option<&str>) -> Self {
        self.0.remove(path);
        self.0.extend(text.map(|text| (path.to_owned(), text.to_owned())));
        self
    }

    #[track_caller]
    pub fn resolve(&self) -> Publication {
        let (publication, diagnostics) = self.resolve_anyhow();
        assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.list());
        publication
    }

    /// The publication, and what is wrong with it.
    #[track_caller]
    pub fn resolve_anyhow(&self) -> (Publication, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let (project, records) = read::read(Files::memory(self.0.clone()), &mut diagnostics);
        let publication = records.and_then(|records| resolve::resolve(&project, &records, &mut diagnostics));
        (publication.unwrap(), diagnostics)
    }

    /// What a change of the small publication comes to.
    #[track_caller]
    pub(crate) fn since_the_first(&self) -> Comparison {
        // Citations take long to format without optimisation.
        static FIRST: OnceLock<Publication> = OnceLock::new();
        compare(FIRST.get_or_init(|| Self::new().resolve()), &self.resolve(), &Labels::default())
    }
}

/// What the program prints, in each language.
pub(crate) fn labels() -> Labels {
    let language = |language| Some((language, report_templates::words(language)?));
    Labels::new(["en", "fr", "es"].into_iter().filter_map(language)).unwrap()
}

/// A comparison, told in English.
pub(crate) fn in_english(comparison: &Comparison) -> String {
    super::report::human(comparison, &labels().words("en"), &Authors::default())
}
