//! Reading the records back out of a PDF.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Stream, String as PdfString};
use serde_json::Value;

use super::{MAX_ENTRIES, PdfError, Unpacked, catalog, resolve, text, unpack};
use crate::pdf;

/// The name of the attachment.
pub const NAME: &str = "records.json";
/// How long the records may be.
pub(crate) const MAX_RECORDS_BYTES: usize = 64 * 1024 * 1024;

/// Why the records could not be read out of a PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The PDF cannot be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The records are too large to be read.
    #[error("the attachment is larger than {} MiB", MAX_RECORDS_BYTES / (1024 * 1024))]
    TooLarge,
    /// There is no attachment of that name.
    #[error("no {NAME} is attached to it")]
    Missing,
    /// There is one, but it holds something else.
    #[error("the attached {NAME} holds no records: {0}")]
    NotRecords(String),
}

/// The records that are attached to a PDF as `records.json`.
///
/// # Errors
/// If there are none, or if the file cannot be read.
pub fn records(pdf: &[u8]) -> Result<Value, AttachmentError> {
    let bytes = pdf::read(pdf, |pdf| attached(pdf, NAME))?;
    let records: Value =
        serde_json::from_slice(&bytes).map_err(|error| AttachmentError::NotRecords(error.to_string()))?;
    match records.get("format").and_then(Value::as_str) {
        Some("idm-records") => Ok(records),
        _ => Err(AttachmentError::NotRecords("its `format` is not `idm-records`".to_owned())),
    }
}

/// The bytes of the attachment of that name.
pub(crate) fn attached(pdf: &Pdf, name: &str) -> Result<Vec<u8>, AttachmentError> {
    let spoilt = |what: &str| PdfError::Damaged(format!("the attached {name} has {what}"));
    let specification = match in_names(pdf, name)? {
        Some(specification) => Some(specification),
        None => in_associated_files(pdf, name),
    };
    let stream = embedded(&specification.ok_or(AttachmentError::Missing)?).ok_or_else(|| spoilt("no content"))?;
    let bytes = match unpack(&stream, MAX_RECORDS_BYTES) {
        Unpacked::Whole(bytes) => bytes,
        Unpacked::TooLarge => return Err(AttachmentError::TooLarge),
        Unpacked::Spoilt => return Err(spoilt("content that cannot be unpacked").into()),
    };
    // What is left of a spoilt stream may be JSON still.
    let declared = stream.dict().get::<Dict>("Params").and_then(|parameters| parameters.get::<i32>("Size"));
    if declared.is_some_and(|size| usize::try_from(size) != Ok(bytes.len())) {
        return Err(spoilt("not its full length").into());
    }
    Ok(bytes)
}

/// Looks for the attachment in the name tree of embedded files.
fn in_names<'a>(pdf: &'a Pdf, wanted: &str) -> Result<Option<Dict<'a>>, PdfError> {
    let found = pdf::names(pdf, "EmbeddedFiles")?.into_iter().find_map(|(name, file)| {
        let specification = file.into_dict()?;
        (is_named(&specification, wanted) || name == wanted).then_some(specification)
    });
    Ok(found)
}

/// Looks for the attachment among the files that belong to the document as a whole.
fn in_associated_files<'a>(pdf: &'a Pdf, wanted: &str) -> Option<Dict<'a>> {
    let files = catalog(pdf).get::<Array>("AF")?;
    let mut files = files.raw_iter().take(MAX_ENTRIES).filter_map(|file| resolve(pdf, file)?.into_dict());
    files.find(|file| is_named(file, wanted))
}

fn is_named(specification: &Dict, wanted: &str) -> bool {
    ["UF", "F"].iter().any(|key| specification.get::<PdfString>(key).is_some_and(|name| text(&name) == wanted))
}

/// The content of a file specification.
fn embedded<'a>(specification: &Dict<'a>) -> Option<Stream<'a>> {
    let files = specification.get::<Dict>("EF")?;
    ["UF", "F"].iter().find_map(|key| files.get::<Stream>(key))
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object, Stream, dictionary};
    use serde_json::json;

    use super::{AttachmentError, MAX_RECORDS_BYTES, records};
    use crate::pdf::PdfError;

    const RECORDS: &[u8] = br#"{"format": "idm-records", "version": 1, "people": [{"id": "a", "name": "A"}]}"#;

    /// Where the attachment is listed.
    enum Listed {
        /// In a name tree of two levels.
        Names,
        /// Among the associated files only.
        Associated,
        /// In a name tree that is its own child.
        Endless,
    }

    fn pdf(content: Stream, name: &str, listed: Listed) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let stream = document.add_object(content);
        let specification = document.add_object(dictionary! {
            "Type" => "Filespec",
            "UF" => lopdf::text_string(name),
            "EF" => dictionary! { "UF" => stream },
        });
        let pages = document.add_object(dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages };
        match listed {
            Listed::Associated => catalog.set("AF", vec![specification.into()]),
            Listed::Names => {
                let names = vec![lopdf::text_string("another key"), specification.into()];
                let leaf = document.add_object(dictionary! { "Names" => names });
                catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Kids" => vec![leaf.into()] } });
            }
            Listed::Endless => {
                let node = document.new_object_id();
                let kids = vec![Object::from(node), node.into(), specification.into()];
                document.objects.insert(node, dictionary! { "Kids" => kids }.into());
                catalog.set("Names", dictionary! { "EmbeddedFiles" => node });
            }
        }
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("the PDF can be written");
        bytes
    }

    fn plain(content: &[u8]) -> Stream {
        Stream::new(dictionary! { "Type" => "EmbeddedFile" }, content.to_vec())
    }

    fn packed(content: &[u8]) -> Stream {
        let mut stream = plain(content);
        stream.compress().expect("it can be compressed");
        stream
    }

    #[test]
    fn records_are_found_by_name_wherever_they_are_listed() {
        for listed in [Listed::Names, Listed::Associated] {
            let found = records(&pdf(packed(RECORDS), "records.json", listed)).expect("there are records");
            assert_eq!(found["people"][0], json!({ "id": "a", "name": "A" }));
        }
        let other = pdf(plain(RECORDS), "other.json", Listed::Names);
        assert_eq!(records(&other), Err(AttachmentError::Missing));
    }

    #[test]
    fn a_list_without_an_end_is_given_up() {
        let endless = pdf(plain(RECORDS), "records.json", Listed::Endless);
        assert_eq!(records(&endless), Err(PdfError::Damaged("a list of names has no end".to_owned()).into()));
    }

    #[test]
    fn what_unpacks_without_measure_is_refused() {
        let bomb = pdf(packed(&vec![b' '; MAX_RECORDS_BYTES + 1]), "records.json", Listed::Names);
        assert!(bomb.len() < 1024 * 1024);
        let limit = AttachmentError::TooLarge;
        assert_eq!(records(&bomb), Err(limit));
    }

    #[test]
    fn what_are_no_records_is_refused() {
        for content in [&b"{"[..], b"[]", b"{}", br#"{"format": "other"}"#, &[b'['; 100_000]] {
            let refused = records(&pdf(packed(content), "records.json", Listed::Names));
            assert!(matches!(refused, Err(AttachmentError::NotRecords(_))), "{refused:?}");
        }
        for bytes in [&b""[..], b"{}", b"%PD"] {
            assert_eq!(records(bytes), Err(AttachmentError::Pdf(PdfError::NotPdf)));
        }
    }

    #[test]
    fn a_stream_that_lost_a_part_is_noticed() {
        let mut stream = plain(RECORDS);
        stream.dict.set("Params", dictionary! { "Size" => RECORDS.len() as i64 + 1 });
        let refused = records(&pdf(stream, "records.json", Listed::Names));
        assert!(matches!(refused, Err(AttachmentError::Pdf(PdfError::Damaged(_)))), "{refused:?}");
    }

    #[test]
    fn spoilt_files_end_in_an_error_or_in_records() {
        let whole = pdf(packed(RECORDS), "records.json", Listed::Names);
        for at in 0..whole.len() {
            let _ = records(&whole[..at]);
            for value in [0, b'9', 0xff] {
                let mut spoilt = whole.clone();
                spoilt[at] = value;
                let _ = records(&spoilt);
            }
        }
    }
}
