//! What is wrong with the inputs, as the publication itself sees it.

use idm_core::diagnostic::Severity;
use idm_core::diagnostic::located::{self, Located};
use idm_core::rules;

/// What is wrong with the inputs: sorted by file and position, under the publication's own levels and waivers, without
/// what the baseline knows. It is read as a slice of [`Located`].
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub(crate) list: Vec<Located>,
    pub(crate) known: Option<usize>,
}

impl Findings {
    /// What is wrong in any of several editions of the same files, each problem once.
    pub(crate) fn of_all(editions: Vec<Self>) -> Self {
        let known = editions.iter().filter_map(|findings| findings.known).max();
        let one = editions.len() == 1;
        let mut list: Vec<Located> = editions.into_iter().flat_map(|findings| findings.list).collect();
        if !one {
            located::sort(&mut list);
        }
        Self { list, known }
    }

    /// How many problems were passed over because the baseline knows them; none if there is no baseline.
    pub fn known(&self) -> Option<usize> {
        self.known
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
