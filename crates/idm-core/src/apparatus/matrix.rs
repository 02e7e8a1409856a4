//! Recommendations against addressees, elements of frameworks, panels and themes.

use std::collections::BTreeMap;

use crate::model::{Addressee, Attribution, Beside, Element, Framework, Publication, Recommendation, Ref, Theme};

/// Those whom recommendations are addressed to, each with the number of recommendations, in the order in which the
/// publication lists them.
pub fn addressees(publication: &Publication) -> Vec<(Ref<Addressee>, usize)> {
    let mut counts: BTreeMap<Ref<Addressee>, usize> = BTreeMap::new();
    for addressee in publication.recommendations.iter().flat_map(|entry| &entry.addressees) {
        *counts.entry(*addressee).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// The recommendations mapped to each element of a framework. Elements that nothing is mapped to have none.
pub(crate) fn by_element(
    publication: &Publication,
    framework: Ref<Framework>,
) -> Beside<Element, Vec<Ref<Recommendation>>> {
    let mut elements = publication[framework].elements.map(|_| vec![]);
    for (at, entry) in publication.recommendations.entries() {
        for mapping in entry.mappings.iter().filter(|mapping| mapping.framework == framework) {
            for &element in &mapping.elements {
                elements[element].push(at);
            }
        }
    }
    elements
}

/// The number of recommendations that are mapped to any element of a framework.
pub(crate) fn mapped_to(publication: &Publication, framework: Ref<Framework>) -> usize {
    let is_mapped = |mappings: &[crate::model::Mapping]| {
        mappings.iter().any(|mapping| mapping.framework == framework && !mapping.elements.is_empty())
    };
    publication.recommendations.iter().filter(|entry| is_mapped(&entry.mappings)).count()
}

/// Recommendations by theme.
pub(crate) type ByTheme = Beside<Theme, Vec<Ref<Recommendation>>>;

/// The recommendations of each panel, and of each workshop's other sessions, by theme. Panels by workshop and
/// number, printed ones that made none included.
pub(crate) fn by_origin(publication: &Publication) -> Vec<(Attribution, ByTheme)> {
    let none = || publication.themes.map(|_| vec![]);
    let mut origins = BTreeMap::new();
    for panel in publication.printed_panels() {
        origins.insert(Attribution { workshop: publication[panel].workshop, panel: Some(panel) }, none());
    }
    for (at, entry) in publication.recommendations.entries() {
        origins.entry(entry.attribution).or_insert_with(none)[entry.theme].push(at);
    }
    origins.into_iter().collect()
}
