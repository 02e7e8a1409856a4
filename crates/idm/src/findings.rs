//! What is wrong with the inputs, as the publication itself sees it.

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::{self, Located};
use idm_core::rules;

/// What is wrong with the inputs: sorted by file and position, under the publication's own levels and waivers, without
/// what the baseline knows. It is read as a slice of [`Located`].
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub(crate) list: Vec<Located>,
    /// Those that the baseline knows; none without a baseline.
    pub(crate) known: Option<Vec<Located>>,
    /// The records that an edition in another language does not use. By itself that is nothing wrong.
    pub(crate) unused: Vec<Located>,
}

impl Findings {
    /// What is wrong in any of several editions of the same files, each problem once. A record is unused that no edition uses.
    pub(crate) fn of_all(mut editions: Vec<Self>) -> Self {
        if editions.len() < 2 {
            return editions.pop().unwrap_or_default();
        }
        let others: Vec<Vec<Located>> =
            editions.iter_mut().skip(1).map(|other| std::mem::take(&mut other.unused)).collect();
        let is_unused = |found: &Located| {
            let is_it = |other: &Located| other.location == found.location && other.message == found.message;
            found.code != rules::UNUSED_RECORD.code || others.iter().all(|other| other.iter().any(is_it))
        };
        let (mut list, mut known): (Vec<Located>, Option<Vec<Located>>) = (vec![], None);
        for findings in editions {
            list.extend(findings.list.into_iter().filter(is_unused));
            known = match (known, findings.known) {
                (None, None) => None,
                (known, more) => Some(known.into_iter().chain(more).flatten().collect()),
            };
        }
        located::sort(&mut list);
        known.iter_mut().for_each(located::sort);
        Self { list, known, unused: vec![] }
    }

    /// How many problems were passed over because the baseline knows them; none if there is no baseline.
    pub fn known(&self) -> Option<usize> {
        self.known.as_ref().map(Vec::len)
    }

    /// Whether one of them is an error, so that nothing is made of the whole publication.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|found| found.severity == Severity::Error)
    }

    /// Whether the system refused to read a file. That is nothing that authors can mend, and what else is found may come of
    /// it.
    pub fn has_refusals(&self) -> bool {
        self.list.iter().any(|found| found.code == rules::FILE_REFUSED.code)
    }
}

impl std::ops::Deref for Findings {
    type Target = [Located];

    fn deref(&self) -> &[Located] {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use idm_core::files::Files;
    use idm_core::model::Language;

    use super::*;
    use crate::{Options, Project};

    const FILES: [(&str, &str); 5] = [
        ("publication.yaml", "id: p\ntitle: T\nlanguages: [en, fr]\nbook: [{chapter: one}]\nthemes: []\n"),
        ("chapters/one.md", "# One\n\nWords.\n"),
        ("chapters/one.fr.md", "# Un\n\nDes mots de l’OIM.\n"),
        ("acronyms.yaml", "- {short: OIM, long: Organisation}\n- {short: XYZ, long: Nothing}\n"),
        ("people.yaml", "- {id: ann, name: Ann Bee}\n"),
    ];

    fn edition(language: Option<Language>) -> Findings {
        let options = Options { language, ..Options::default() };
        let files = FILES.into_iter().map(|(path, text)| (path, text.to_owned()));
        Project::from_files(Files::memory(files), options).findings()
    }

    fn unused(findings: &Findings) -> Vec<&str> {
        let unused = findings.iter().filter(|found| found.code == rules::UNUSED_RECORD.code);
        unused.map(|found| found.message.as_str()).collect()
    }

    #[test]
    fn a_record_that_any_edition_uses_is_not_unused() {
        let (english, french) = (edition(None), edition(Some(Language::French)));
        assert_eq!(unused(&english).len(), 2, "{english:?}");
        assert_eq!(unused(&french), [""; 0]);
        let all = Findings::of_all(vec![english, french]);
        let told = unused(&all);
        assert!(told.len() == 1 && told[0].contains("XYZ"), "{told:?}");
    }

    #[test]
    fn what_a_baseline_knows_is_counted_once() {
        let all = edition(None).list;
        let known = |list: &[Located]| Findings { known: Some(list.to_vec()), ..Findings::default() };
        assert_eq!(Findings::of_all(vec![known(&all[..1]), known(&all[1..])]).known(), Some(all.len()));
        assert_eq!(Findings::of_all(vec![known(&all), known(&all)]).known(), Some(all.len()));
        assert_eq!(Findings::of_all(vec![Findings::default(), Findings::default()]).known(), None);
    }
}
