//! The published records of a publication, with the program's own words.

use idm_core::model::Publication;
use idm_core::published;
use serde_json::Value;

use crate::packages::embedded_labels;

/// The records as one JSON value.
pub fn document(publication: &Publication) -> Value {
    published::document(publication, &embedded_labels().clone().of(publication))
}

/// The records as one JSON document that ends with a line break. The same publication gives the same bytes.
pub fn to_json(publication: &Publication) -> String {
    published::to_json(publication, &embedded_labels().clone().of(publication))
}
