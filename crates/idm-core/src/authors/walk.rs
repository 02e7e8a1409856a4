//! The way back through history.

use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

use super::kept::{Entry, kept};
use super::{Asked, Origin, all_passages};
use crate::diagnostic::{Diagnostics, Severity};
use crate::files::{Commit, Repository, RevisionError};
use crate::memory::Memory;
use crate::remarks::passages::Passage;
use crate::{read, resolve};

/// How many states of the inputs are read at most.
const STATES: usize = 1000;

/// Where the words of each passage come from.
pub(super) fn origins(
    repository: &Repository,
    asked: Asked,
    passages: &[Passage],
) -> Result<Vec<Origin>, RevisionError> {
    let mut walk = Walk {
        repository,
        asked,
        memory: Memory::default(),
        pending: BTreeMap::new(),
        next: BinaryHeap::new(),
        states: 0,
        origins: vec![Origin::Uncommitted; passages.len()],
    };
    let entries = entries(passages, &asked.publication.formerly);
    let suspects = |sure: Option<&Rc<Commit>>| {
        (0..passages.len()).map(|at| Suspect { passage: at, at, sure: sure.cloned() }).collect()
    };
    match asked.commit {
        Some(name) => {
            let commit = Rc::new(repository.commit(name)?);
            let suspects = suspects(Some(&commit));
            walk.add(commit, entries, suspects);
        }
        None => {
            let Some(name) = repository.last_commit()? else { return Ok(walk.origins) };
            let commit = Rc::new(repository.commit(&name)?);
            walk.hand_over(&entries, suspects(None), &commit)?;
        }
    }
    walk.run()?;
    Ok(walk.origins)
}

/// A passage on its way back.
#[derive(Debug, Clone)]
struct Suspect {
    /// Which of those that were asked for.
    passage: usize,
    /// Which of the present state's.
    at: usize,
    /// The earliest commit so far that is known to have its words.
    sure: Option<Rc<Commit>>,
}

/// A commit that passages have come to.
struct Pending {
    commit: Rc<Commit>,
    entries: Vec<Entry>,
    suspects: Vec<Suspect>,
}

/// A state of the inputs.
struct State {
    entries: Vec<Entry>,
    /// Whether it has errors, so that passages may be there that could not be read. These are looked for in the states before, and
    /// if they are not in these either, the commit that is known to have them has given them their words.
    has_errors: bool,
}

struct Walk<'a> {
    repository: &'a Repository,
    asked: Asked<'a>,
    memory: Memory,
    pending: BTreeMap<String, Pending>,
    /// The pending commits, the latest first.
    next: BinaryHeap<(i64, String)>,
    states: usize,
    origins: Vec<Origin>,
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), RevisionError> {
        while let Some((_, name)) = self.next.pop() {
            let Some(Pending { commit, entries, suspects }) = self.pending.remove(&name) else { continue };
            let parents = commit.parents.iter().map(|parent| self.repository.commit(parent).map(Rc::new));
            let parents: Vec<Rc<Commit>> = parents.collect::<Result<_, _>>()?;
            // A parent with the same inputs has all of it.
            if let Some(parent) = parents.iter().find(|parent| parent.folder == commit.folder) {
                let has_moved = |sure: &Rc<Commit>| sure.revision.commit == commit.revision.commit;
                let sure = |sure: Rc<Commit>| if has_moved(&sure) { parent.clone() } else { sure };
                let suspects = suspects.into_iter().map(|one| Suspect { sure: one.sure.map(sure), ..one });
                self.add(parent.clone(), entries, suspects.collect());
                continue;
            }
            let (mut rest, mut is_cut_off) = (suspects, commit.is_cut_off);
            for parent in &parents {
                if rest.is_empty() {
                    break;
                }
                if self.states >= STATES && !self.pending.contains_key(&parent.revision.commit) {
                    is_cut_off = true;
                    continue;
                }
                rest = self.hand_over(&entries, rest, parent)?;
            }
            for one in rest {
                self.origins[one.passage] = match one.sure {
                    None => Origin::Uncommitted,
                    Some(sure) if is_cut_off => Origin::AtLatest((*sure).clone()),
                    Some(sure) => Origin::Commit((*sure).clone()),
                };
            }
        }
        Ok(())
    }

    /// Hands passages over to a commit that has them; gives back the others.
    fn hand_over(
        &mut self,
        entries: &[Entry],
        suspects: Vec<Suspect>,
        to: &Rc<Commit>,
    ) -> Result<Vec<Suspect>, RevisionError> {
        let name = &to.revision.commit;
        let mut state = match self.pending.get(name) {
            // What could not be read in it has been brought along already.
            Some(pending) => State { entries: pending.entries.clone(), has_errors: false },
            None => self.read(to)?,
        };
        let found = kept(entries, &state.entries);
        let (mut rest, mut handed) = (vec![], vec![]);
        for one in suspects {
            match found.get(one.at).copied().flatten() {
                Some(at) => handed.push(Suspect { at, sure: Some(to.clone()), ..one }),
                None if state.has_errors => {
                    state.entries.push(entries[one.at].clone());
                    handed.push(Suspect { at: state.entries.len() - 1, ..one });
                }
                None => rest.push(one),
            }
        }
        self.add(to.clone(), state.entries, handed);
        Ok(rest)
    }

    fn add(&mut self, commit: Rc<Commit>, entries: Vec<Entry>, suspects: Vec<Suspect>) {
        if suspects.is_empty() {
            return;
        }
        let name = commit.revision.commit.clone();
        match self.pending.get_mut(&name) {
            Some(pending) => pending.suspects.extend(suspects),
            None => {
                self.next.push((commit.revision.time, name.clone()));
                self.pending.insert(name, Pending { commit, entries, suspects });
            }
        }
    }

    /// What a commit's inputs say.
    fn read(&mut self, commit: &Commit) -> Result<State, RevisionError> {
        self.states += 1;
        let Some(files) = self.repository.files_of(commit)? else {
            return Ok(State { entries: vec![], has_errors: false });
        };
        let mut diagnostics = Diagnostics::default();
        let (texts, records) = read::read_in(files, self.asked.language, &mut self.memory, &mut diagnostics);
        let understand = |records| resolve::resolve_again(&texts, records, &mut self.memory, &mut diagnostics);
        let Some(publication) = records.as_ref().and_then(understand) else {
            return Ok(State { entries: vec![], has_errors: true });
        };
        let has_errors = diagnostics.list().iter().any(|found| found.severity == Severity::Error);
        let passages = all_passages(&publication);
        let entries = entries(&passages, &self.asked.publication.formerly);
        Ok(State { entries, has_errors })
    }
}

/// The passages of a state; records that have been renamed go by the names that they have now.
fn entries(passages: &[Passage], formerly: &BTreeMap<String, String>) -> Vec<Entry> {
    let present = |label: &str| match label.split_once(':') {
        Some((kind, id)) => format!("{kind}:{}", formerly.get(id).map_or(id, String::as_str)),
        None => label.to_owned(),
    };
    passages.iter().map(|passage| Entry::new(passage, present(&passage.record))).collect()
}
