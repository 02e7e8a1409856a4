//! A made-up publication of any size: distinct text, footnotes, tables, references, recommendations, index terms,
//! acronyms. The same size gives the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fastrand::Rng;

/// How large a publication is to be, and how much of the book is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Panels: six of them make about a hundred pages.
    pub panels: usize,
    /// Whether the book has its whole reference apparatus, or only contents, themes and outcomes.
    pub apparatus: bool,
}

/// Recommendations of each panel.
pub const RECOMMENDATIONS: usize = 17;
/// Index terms of each panel. Each is used in its summary twice, and once in that of the next panel.
pub const TERMS: usize = 14;
/// Uses of acronyms in each panel.
pub const ACRONYMS: usize = 10;
/// Panels of each theme, so that books of any length are of the same make.
const PANELS: usize = 6;
const PEOPLE: usize = 4;
/// Guiding questions of each panel, and its key messages.
const QUESTIONS: usize = 4;
const MESSAGES: usize = 3;
const ELEMENTS: usize = 60;
const ADDRESSEES: [&str; 6] =
    ["states", "local-authorities", "un-system", "civil-society", "private-sector", "academia"];
/// Whom every recommendation is addressed to.
const OWN_ADDRESSEE: &str = "iom";
/// Letters that words are made of; none of them begins a word that could be taken for mark-up or a number.
const SYLLABLES: [&str; 24] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo",
    "za", "bel", "dor", "mir", "tan",
];

/// The files of a publication by their paths.
pub fn files(size: Size) -> BTreeMap<String, Vec<u8>> {
    Maker::new(size).whole()
}

/// The files of a publication of running text: headings, paragraphs, footnotes and a table now and then, with nothing
/// around them but contents. It is what other programs are measured on: they can make all that is in it. Six panels make
/// about eighty pages.
pub fn running_text(panels: usize) -> BTreeMap<String, Vec<u8>> {
    Maker { only_text: true, ..Maker::new(Size { panels, apparatus: false }) }.whole()
}

/// The files of one of many publications, with its whole reference apparatus: each number has other words. It has editions in
/// these languages besides English, in words of their own.
pub fn volume(number: u64, panels: usize, languages: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let maker = |seed: u64| Maker { rng: Rng::with_seed(seed), ..Maker::new(Size { panels, apparatus: true }) };
    let id = format!("volume-{number}");
    let mut files =
        Maker { id, languages: languages.iter().map(|&language| language.to_owned()).collect(), ..maker(number) }
            .whole();
    for (at, language) in languages.iter().enumerate() {
        let translated = maker(number ^ ((at as u64 + 1) << 32)).translated(language);
        files.extend(translated.into_iter().map(|(path, text)| (path, text.into_bytes())));
    }
    files
}

struct Maker {
    rng: Rng,
    files: BTreeMap<String, String>,
    size: Size,
    only_text: bool,
    id: String,
    /// The languages of other editions.
    languages: Vec<String>,
}

impl Maker {
    fn new(size: Size) -> Self {
        let (rng, id) = (Rng::with_seed(2017), "synthetic".to_owned());
        Self { rng, files: BTreeMap::new(), size, only_text: false, id, languages: vec![] }
    }

    /// What is translated of the publication: prose, and the words of panels and recommendations.
    fn translated(mut self, language: &str) -> BTreeMap<String, String> {
        let title = self.title();
        self.put(format!("publication.{language}.yaml"), format!("title: {title}\n"));
        let text = self.introduction();
        self.put(format!("chapters/introduction.{language}.md"), text);
        for panel in 1..=self.size.panels {
            let folder = format!("workshops/spring/panel-{panel:03}");
            let mut text = format!("title: {}\nguiding-questions:\n", self.title());
            for _ in 0..QUESTIONS {
                let _ = writeln!(text, "  - {}?", self.sentence().trim_end_matches('.'));
            }
            text.push_str("key-messages:\n");
            for _ in 0..MESSAGES {
                let _ = writeln!(text, "  - text: {}", self.sentence());
            }
            self.put(format!("{folder}/panel.{language}.yaml"), text);
            let summary = self.summary(panel);
            self.put(format!("{folder}/summary.{language}.md"), summary);
            let mut text = String::new();
            for at in 1..=RECOMMENDATIONS {
                let (title, first, second) = (self.title(), self.sentence(), self.sentence());
                let _ = writeln!(text, "- id: r{panel}-{at}\n  title: {title}\n  text: {first} {second}");
            }
            self.put(format!("{folder}/recommendations.{language}.yaml"), text);
        }
        self.files
    }

    fn introduction(&mut self) -> String {
        let (first, second) = (self.paragraph(), self.paragraph());
        format!("# Introduction\n\n{first}\n\n## Reading on\n\n{second}\n")
    }

    fn whole(mut self) -> BTreeMap<String, Vec<u8>> {
        self.publication();
        self.workshop();
        for panel in 1..=self.size.panels {
            self.panel(panel);
        }
        self.registers();
        self.files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    }

    fn put(&mut self, path: impl Into<String>, text: String) {
        self.files.insert(path.into(), text);
    }

    fn word(&mut self) -> String {
        (0..self.rng.usize(1..=3)).map(|_| SYLLABLES[self.rng.usize(..SYLLABLES.len())]).collect()
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// A few words with a capital, and no full stop.
    fn title(&mut self) -> String {
        let count = self.rng.usize(3..=6);
        capital(&self.words(count))
    }

    fn sentence(&mut self) -> String {
        let count = self.rng.usize(8..=22);
        format!("{}.", capital(&self.words(count)))
    }

    fn paragraph(&mut self) -> String {
        let count = self.rng.usize(4..=8);
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    fn themes(&self) -> usize {
        self.size.panels.div_ceil(PANELS)
    }

    fn theme_of(&self, panel: usize) -> usize {
        (panel - 1) / PANELS
    }

    fn publication(&mut self) {
        let sections: &[&str] = if self.size.apparatus {
            &[
                "contents",
                "lists",
                "abbreviations",
                "+chapter",
                "themes",
                "outcomes",
                "matrices",
                "charts",
                "questions",
                "agenda",
                "people",
                "references",
                "index",
                "colophon",
            ]
        } else if self.only_text {
            &["contents", "+chapter", "themes", "references"]
        } else {
            &["contents", "+chapter", "themes", "outcomes"]
        };
        let mut text = format!("id: {}\ntitle: A publication of any size\ndate: \"2017\"\nlanguage: en\n", self.id);
        if !self.languages.is_empty() {
            let _ = writeln!(text, "languages: [en, {}]", self.languages.join(", "));
        }
        text.push_str("book:\n");
        for section in sections {
            let _ = match *section {
                "+chapter" => writeln!(text, "  - chapter: introduction"),
                section => writeln!(text, "  - section: {section}"),
            };
        }
        // One of them is the publication's own.
        text.push_str("addressees:\n");
        for addressee in ADDRESSEES {
            let _ = writeln!(text, "  {addressee}:");
        }
        let own = OWN_ADDRESSEE.to_uppercase();
        let words: String = self.languages.iter().map(|language| format!(", {language}: {own}")).collect();
        let _ = match words.is_empty() {
            true => writeln!(text, "  {OWN_ADDRESSEE}: {own}"),
            false => writeln!(text, "  {OWN_ADDRESSEE}: {{en: {own}{words}}}"),
        };
        text.push_str("themes:\n");
        for theme in 0..self.themes() {
            let (title, introduction) = (self.title(), self.paragraph());
            let panels: Vec<String> = (1..=self.size.panels)
                .filter(|&panel| self.theme_of(panel) == theme)
                .map(|panel| format!("p{panel}"))
                .collect();
            let _ = writeln!(
                text,
                "  - id: theme-{theme}\n    title: {title}\n    introduction: {introduction}\n    panels: [{}]",
                panels.join(", ")
            );
        }
        self.put("publication.yaml", text);
        let introduction = self.introduction();
        self.put("chapters/introduction.md", introduction);
    }

    fn workshop(&mut self) {
        let mut text = format!(
            "id: spring\nnumber: 1\ntitle: {}\nkind: Workshop\ncity: Uppsala\nvenue: The hall\nstart: 2017-04-03\n\
             end: 2017-05-31\nparticipants: 24\nsource: work-1\nbasis: report\nstatus: draft\nagenda:\n",
            self.title()
        );
        for panel in 1..=self.size.panels {
            let (day, slot) = ((panel - 1) / 4, (panel - 1) % 4);
            let date = if day < 28 { format!("2017-04-{:02}", day + 3) } else { format!("2017-05-{:02}", day - 27) };
            let _ = writeln!(
                text,
                "  - id: s{panel}\n    kind: panel\n    panel: p{panel}\n    date: {date}\n    start: \"{:02}:00\"\n    \
                 end: \"{:02}:30\"\n    source: work-1\n    basis: report",
                9 + slot * 2,
                10 + slot * 2
            );
        }
        self.put("workshops/spring/workshop.yaml", text);
    }

    fn panel(&mut self, panel: usize) {
        let folder = format!("workshops/spring/panel-{panel:03}");
        let person = |at: usize| format!("person-{}", (panel - 1) * PEOPLE + at);
        let mut text = format!(
            "id: p{panel}\nnumber: {panel}\ntitle: {}\nsource: work-{panel}\nbasis: report\nstatus: draft\n",
            self.title()
        );
        if self.only_text {
            self.put(format!("{folder}/panel.yaml"), text);
            let summary = self.running_summary(panel);
            self.put(format!("{folder}/summary.md"), summary);
            return;
        }
        let _ = writeln!(
            text,
            "moderator: {}\nspeakers: [{}, {}]\nrapporteur: {}\nguiding-questions:",
            person(0),
            person(1),
            person(2),
            person(3)
        );
        for _ in 0..QUESTIONS {
            let _ = writeln!(text, "  - {}?", self.sentence().trim_end_matches('.'));
        }
        text.push_str("key-messages:\n");
        for _ in 0..MESSAGES {
            let _ = writeln!(text, "  - text: {}\n    source: work-{panel}\n    basis: report", self.sentence());
        }
        self.put(format!("{folder}/panel.yaml"), text);
        let summary = self.summary(panel);
        self.put(format!("{folder}/summary.md"), summary);
        let recommendations = self.recommendations(panel);
        self.put(format!("{folder}/recommendations.yaml"), recommendations);
    }

    /// A summary of twelve pages or so without any reference to records but its sources.
    fn running_summary(&mut self, panel: usize) -> String {
        let mut text = String::new();
        for section in 0..5 {
            let _ = writeln!(text, "# {}\n", self.title());
            for paragraph in 0..8 {
                let at = section * 8 + paragraph;
                let sentences = self.paragraph();
                let more = self.paragraph();
                if at % 4 == 0 {
                    let note = self.sentence();
                    let _ = writeln!(
                        text,
                        "{sentences} {more} As one of them says [@work-{panel}].[^n{at}]\n\n[^n{at}]: {note}\n"
                    );
                } else {
                    let _ = writeln!(text, "{sentences} {more}\n");
                }
            }
            if section % 2 == 0 {
                let _ = writeln!(text, "{}", self.table(panel, section));
            }
        }
        text
    }

    fn table(&mut self, panel: usize, section: usize) -> String {
        let caption = self.sentence();
        let mut text =
            format!(":::table {{#table-{panel}-{section}}}\n{caption}\n\n| One | Two | Three |\n|---|---|---:|\n");
        for row in 0..6 {
            let (one, two) = (self.words(2), self.words(3));
            let _ = writeln!(text, "| {one} | {two} | {} |", row * 7);
        }
        text.push_str(":::\n");
        text
    }

    fn summary(&mut self, panel: usize) -> String {
        let term = |panel: usize, at: usize| format!("[term](<index:Subject {panel} {}>)", letters(at));
        let mut text = String::new();
        for section in 0..3 {
            let _ = writeln!(text, "# {}\n", self.title());
            for paragraph in 0..6 {
                let at = section * 6 + paragraph;
                let mut sentences = self.paragraph();
                if at < TERMS {
                    let _ = write!(sentences, " About {} it says more [@work-{panel}].", term(panel, at));
                    let earlier = if panel > 1 { panel - 1 } else { panel };
                    let _ = write!(sentences, " So it does of {}.", term(earlier, at));
                }
                if at < ACRONYMS {
                    let _ = write!(sentences, " {} agreed.", acronym((panel + at) % (2 * ACRONYMS)));
                }
                if at % 3 == 0 {
                    let _ = write!(sentences, " See [@r{panel}-{}] and the note[^n{at}].", at % RECOMMENDATIONS + 1);
                }
                let _ = writeln!(text, "{sentences}\n");
                if at % 3 == 0 {
                    let _ = writeln!(text, "[^n{at}]: {}\n", self.sentence());
                }
            }
            let _ = writeln!(text, "{}", self.table(panel, section));
        }
        text
    }

    fn recommendations(&mut self, panel: usize) -> String {
        let mut text = String::new();
        for at in 1..=RECOMMENDATIONS {
            let addressees: Vec<&str> =
                ADDRESSEES.iter().copied().filter(|_| self.rng.u8(..3) == 0).chain([OWN_ADDRESSEE]).collect();
            let elements: Vec<String> = (0..3).map(|_| format!("\"{}\"", self.rng.usize(1..=ELEMENTS))).collect();
            let (title, first, second) = (self.title(), self.sentence(), self.sentence());
            let _ = writeln!(
                text,
                "- id: r{panel}-{at}\n  title: {title}\n  text: {first} {second}\n  addressees: [{}]\n  frameworks: \
                 {{handbook: [{}]}}\n  source: work-{panel}\n  basis: report\n  status: draft",
                addressees.join(", "),
                dedup(elements).join(", ")
            );
        }
        text
    }

    fn registers(&mut self) {
        if !self.only_text {
            self.records();
        }
        let mut references = String::new();
        for at in 1..=self.size.panels {
            let (title, author) = (self.title(), capital(&self.words(1)));
            let _ = writeln!(
                references,
                "work-{at}:\n  type: book\n  title: {title}\n  author: {author}, Ada\n  date: {}\n  publisher: Press",
                1900 + at
            );
        }
        self.put("references.yaml", references);
    }

    fn records(&mut self) {
        let mut people = String::new();
        for at in 0..self.size.panels * PEOPLE {
            let (first, last) = (capital(&self.words(1)), capital(&self.words(2)).replace(' ', "-"));
            let post = self.title();
            let _ = writeln!(
                people,
                "- id: person-{at}\n  name: {first} {last}\n  sort: {last}, {first}\n  post: {post}\n  organization: \
                 Organization {}\n  participation:\n    - workshop: spring\n      role: speaker\n      source: work-1\n      \
                 basis: report",
                letters(at / 3)
            );
        }
        self.put("people.yaml", people);
        let mut acronyms = String::new();
        for at in 0..2 * ACRONYMS {
            let long = self.title();
            let _ = writeln!(acronyms, "- short: {}\n  long: {long}", acronym(at));
        }
        self.put("acronyms.yaml", acronyms);
        let mut framework = "id: handbook\ntitle: The handbook\nshort: Handbook\nelements:\n".to_owned();
        for at in 1..=ELEMENTS {
            let title = self.title();
            let _ = writeln!(framework, "  - id: \"{at}\"\n    label: \"{at}\"\n    title: {title}");
        }
        self.put("frameworks/handbook.yaml", framework);
        let mut outcomes = String::new();
        for at in 1..=self.size.panels {
            let (title, words) = (self.title(), self.paragraph());
            let _ = writeln!(
                outcomes,
                "- id: outcome-{at}\n  theme: theme-{}\n  title: {title}\n  text: {words}\n  recommendations: [r{at}-1, \
                 r{at}-2]\n  source: work-{at}\n  basis: report\n  status: draft",
                self.theme_of(at)
            );
        }
        self.put("outcomes.yaml", outcomes);
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn dedup(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}

/// A number as letters: words without digits, so that no check takes them for numbers.
fn letters(mut number: usize) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        number /= 26;
        if number == 0 {
            return text;
        }
    }
}

fn acronym(at: usize) -> String {
    format!("Q{}Z", letters(at).to_uppercase())
}
