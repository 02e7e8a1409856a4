//! Recommendations against addressees, elements of frameworks, panels and themes.

use std::collections::BTreeMap;

use crate::model::{Attribution, Publication};
use crate::schema::Addressee;

/// Those whom recommendations are addressed to, each with the number of recommendations, in the order of the format.
pub fn addressees(publication: &Publication) -> Vec<(Addressee, usize)> {
    let mut counts: BTreeMap<Addressee, usize> = BTreeMap::new();
    for addressee in publication.recommendations.iter().flat_map(|entry| &entry.addressees) {
        *counts.entry(*addressee).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// The recommendations mapped to each element of a framework, in the order of the framework: indices into
/// [`Publication::recommendations`]. Elements that nothing is mapped to have none.
pub fn by_element(publication: &Publication, framework: usize) -> Vec<Vec<usize>> {
    let mut elements = vec![vec![]; publication.frameworks[framework].elements.len()];
    for (at, entry) in publication.recommendations.iter().enumerate() {
        for mapping in entry.mappings.iter().filter(|mapping| mapping.framework == framework) {
            for &element in &mapping.elements {
                elements[element].push(at);
            }
        }
    }
    elements
}

/// The elements that nothing is mapped to, as runs of neighbours in the order of the framework: the first and the last.
pub fn untouched(elements: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = vec![];
    for (at, _) in elements.iter().enumerate().filter(|(_, own)| own.is_empty()) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == at => *last = at,
            _ => runs.push((at, at)),
        }
    }
    runs
}

/// The number of recommendations that are mapped to any element of a framework.
pub fn mapped_to(publication: &Publication, framework: usize) -> usize {
    let is_mapped = |mappings: &[crate::model::Mapping]| {
        mappings.iter().any(|mapping| mapping.framework == framework && !mapping.elements.is_empty())
    };
    publication.recommendations.iter().filter(|entry| is_mapped(&entry.mappings)).count()
}

/// The recommendations of each panel, and of each workshop's other sessions, by theme: indices into
/// [`Publication::recommendations`]. Panels by workshop and number, printed ones that made none included.
pub fn by_origin(publication: &Publication) -> Vec<(Attribution, Vec<Vec<usize>>)> {
    let none = || vec![vec![]; publication.themes.len()];
    let mut origins: BTreeMap<Attribution, Vec<Vec<usize>>> = BTreeMap::new();
    for (workshop, panel) in publication.printed_panels() {
        origins.insert(Attribution { workshop, panel: Some(panel) }, none());
    }
    for (at, entry) in publication.recommendations.iter().enumerate() {
        origins.entry(entry.attribution).or_insert_with(none)[entry.theme].push(at);
    }
    origins.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_nothing_touches_are_one_run() {
        let elements = [vec![], vec![1], vec![], vec![], vec![], vec![0, 2], vec![]];
        assert_eq!(untouched(&elements), [(0, 0), (2, 4), (6, 6)]);
        assert_eq!(untouched(&[vec![1]]), []);
    }
}
