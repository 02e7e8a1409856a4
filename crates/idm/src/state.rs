//! The state that the inputs are in, by which drafts are known.

use idm_core::files::{self, Repository};
use idm_core::manifest;

use crate::Project;

/// The state of the inputs.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// As drafts name it.
    pub(crate) named: manifest::State,
    /// The commit, where there is git.
    pub(crate) revision: Option<manifest::Revision>,
}

impl State {
    /// The commit that the inputs are in. What git does not know is told by a digest of the inputs themselves.
    pub(crate) fn of(project: &Project) -> Self {
        let known = project.folder().and_then(|folder| {
            Repository::discover(folder)
                .and_then(|repository| repository.current(project.files(), project.paths()))
                .ok()
                .flatten()
        });
        let digest = || files::digest(project.files(), project.paths()).chars().take(10).collect::<String>();
        let Some(state) = known else {
            return Self { named: manifest::State { name: digest(), time: None }, revision: None };
        };
        let commit = state.revision;
        let name = if state.modified { format!("{}+{}", commit.short, digest()) } else { commit.short };
        let time = commit.time;
        let revision = manifest::Revision { name: name.clone(), commit: commit.commit, modified: state.modified, time };
        Self { named: manifest::State { name, time: Some(time) }, revision: Some(revision) }
    }
}
