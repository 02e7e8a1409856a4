//! Which part of the documents is made by whom, so that all parts take about the same time.

use std::cmp::Ordering;

use idm_core::manifest::{Kind, Manifest};

/// A draft takes so much of the time that its subject takes in the book.
const DRAFTS_TO_A_PANEL: f64 = 2.0;

/// Says of each document which part it is in, from 0. `loads` is how much each part has to do already, and is added to: over
/// several publications, one after the other, the parts come out alike. Each book has so many `panels`. `earlier` knows how long
/// documents took.
///
/// The longest goes first, each to the part that has least to do. It depends on nothing else, so that every machine comes
/// to the same.
pub(crate) fn share_out(
    documents: &[(&str, Kind)],
    panels: usize,
    earlier: Option<&Manifest>,
    loads: &mut [f64],
) -> Vec<usize> {
    let weights = weights(documents, panels, earlier);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
    let mut shares = vec![0; documents.len()];
    for at in order {
        let least = |a: &usize, b: &usize| match loads[*a].total_cmp(&loads[*b]) {
            Ordering::Equal => a.cmp(b),
            other => other,
        };
        let part = (0..loads.len()).min_by(least).unwrap_or(0);
        shares[at] = part;
        if let Some(load) = loads.get_mut(part) {
            *load += weights[at];
        }
    }
    shares
}

/// How long each document will take, in milliseconds as far as an earlier night knows, and else guessed from what it knows
/// of others.
fn weights(documents: &[(&str, Kind)], panels: usize, earlier: Option<&Manifest>) -> Vec<f64> {
    let known = |name: &str| earlier?.done(name).map(|run| run.cost_ms).filter(|ms| ms.is_finite() && *ms > 0.0);
    let known: Vec<Option<f64>> = documents.iter().map(|(name, _)| known(name)).collect();
    let drafts = || documents.iter().zip(&known).filter(|((_, kind), _)| *kind == Kind::Draft);
    let measured: Vec<f64> = drafts().filter_map(|(_, known)| *known).collect();
    let draft = if measured.is_empty() { 1000.0 } else { measured.iter().sum::<f64>() / measured.len() as f64 };
    let book = draft * (panels.max(1) as f64) / DRAFTS_TO_A_PANEL;
    let guess = |kind| match kind {
        Kind::Publication => book,
        Kind::Draft => draft,
        Kind::Records => 0.0,
    };
    documents.iter().zip(&known).map(|((_, kind), known)| known.unwrap_or_else(|| guess(*kind))).collect()
}
