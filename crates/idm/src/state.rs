//! The state that the inputs are in, by which drafts are known.

use idm_core::files::{self, Repository, RevisionError};
use idm_core::manifest;

use crate::Project;

/// The state of the inputs.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// As drafts name it.
    pub(crate) named: manifest::State,
    /// The commit, where there is git.
    pub(crate) revision: Option<manifest::Revision>,
    /// What a person should know of it, in a sentence without a full stop.
    pub(crate) remark: Option<String>,
}

impl State {
    /// A commit.
    pub(crate) fn at(revision: files::Revision) -> Self {
        let files::Revision { commit, short, time, .. } = revision;
        let named = manifest::State { name: short.clone(), time: Some(time) };
        let revision = manifest::Revision { name: short, commit, modified: false, time };
        Self { named, revision: Some(revision), remark: None }
    }

    /// The commit that the inputs are in. What git does not know is told by a digest of the inputs themselves.
    pub(crate) fn of(project: &Project) -> Self {
        if let Some(state) = project.earlier_state() {
            return state.clone();
        }
        let current = |folder| {
            Repository::discover(folder).and_then(|repository| repository.current(project.files(), project.paths()))
        };
        let (known, remark) = match project.folder().map(current) {
            None | Some(Err(RevisionError::NotARepository { .. })) => (None, None),
            Some(Ok(Some(state))) => (Some(state), None),
            Some(Ok(None)) => {
                (None, Some("the inputs are in no commit yet, so that drafts are named by a digest of them".to_owned()))
            }
            Some(Err(error)) => (
                None,
                Some(format!("drafts are named by a digest of the inputs, since their commit is not known: {error}")),
            ),
        };
        let digest = || files::digest(project.files(), project.paths()).chars().take(10).collect::<String>();
        let Some(state) = known else {
            return Self { named: manifest::State { name: digest(), time: None }, revision: None, remark };
        };
        let (commit, short) = (state.revision.commit, state.revision.short);
        let name = if state.modified { format!("{short}+{}", digest()) } else { short.clone() };
        let remark = if state.modified {
            Some(format!(
                "the inputs differ from commit {short}, so that drafts are named {name}; `--since {name}` finds this state once \
                 it is committed as it is"
            ))
        } else {
            state.cut_off.then(|| {
                format!(
                    "the clone is shallow and ends with commit {short}, though the inputs may have changed earlier; \
                     `git fetch --unshallow` brings the rest"
                )
            })
        };
        let time = state.revision.time;
        let revision = manifest::Revision { name: name.clone(), commit, modified: state.modified, time };
        Self { named: manifest::State { name, time: Some(time) }, revision: Some(revision), remark }
    }
}
