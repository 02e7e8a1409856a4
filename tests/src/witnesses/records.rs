//! The records that travel in a publication.

use lopdf::{Document, Object};
use serde_json::Value;

use super::destinations::{entries, names};

/// What is reported here.
pub const RULES: &[&str] = &["missing", "unrelated", "damaged"];

/// The place that every draft has and no publication. Drafts carry no records.
const DRAFT: &[u8] = b"generated:draft";

/// What is wrong with the attachment.
pub fn ask(document: &Document, report: &mut dyn FnMut(&str, String)) {
    if names(document).contains_key(DRAFT) {
        return;
    }
    let files = entries(document, b"EmbeddedFiles");
    let Some(&file) = files.get(&b"records.json"[..]) else {
        return report("missing", "no records are attached".to_owned());
    };
    let associated = document.catalog().and_then(|catalog| catalog.get_deref(b"AF", document)?.as_array());
    if !associated.is_ok_and(|list| list.contains(file)) {
        report("unrelated", "the records do not belong to the document as a whole".to_owned());
    }
    let Ok(file) = document.dereference(file).and_then(|(_, file)| file.as_dict()) else {
        return report("damaged", "the attachment is no file".to_owned());
    };
    if file.get(b"AFRelationship").and_then(Object::as_name).ok() != Some(b"Data") {
        report("unrelated", "the file does not say that the records are the document's data".to_owned());
    }
    let stream = file.get_deref(b"EF", document).and_then(Object::as_dict);
    let Ok(stream) = stream.and_then(|files| files.get_deref(b"F", document)?.as_stream()) else {
        return report("damaged", "the attachment has no content".to_owned());
    };
    if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"application/json") {
        report("unrelated", "the file does not say that it is JSON".to_owned());
    }
    let bytes = stream.get_plain_content().unwrap_or_default();
    let size = stream.dict.get_deref(b"Params", document).and_then(|params| params.as_dict()?.get(b"Size")?.as_i64());
    if size.ok() != i64::try_from(bytes.len()).ok() {
        report("damaged", "the file is not as long as it says".to_owned());
    }
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(records) if records["format"] == "idm-records" => {}
        Ok(_) => report("damaged", "the file is JSON, but holds no records".to_owned()),
        Err(error) => report("damaged", error.to_string()),
    }
}
