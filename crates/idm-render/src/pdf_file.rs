//! Opening a PDF that may come from anywhere and may say anything.

use std::panic;

use lopdf::{Dictionary, Document, LoadOptions, Object};

/// How long a PDF may be.
pub const MAX_PDF_BYTES: usize = 256 * 1024 * 1024;

/// How long the PDF's own tables may become, one by one, when they are unpacked.
const MAX_TABLE_BYTES: usize = 16 * 1024 * 1024;
/// How many entries a name tree may have. None has so many that is not meant to keep its reader busy.
pub(crate) const MAX_ENTRIES: usize = 100_000;
/// How far into the file a PDF may begin, as other readers have it.
const HEADER_WITHIN: usize = 1024;

/// Why a PDF could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It is something else.
    #[error("it is no PDF")]
    NotPdf,
    /// It is too large to be read.
    #[error("the PDF is larger than {} MiB", MAX_PDF_BYTES / (1024 * 1024))]
    TooLarge,
    /// It is encrypted, whether or not a password is needed.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// The file is damaged.
    #[error("the PDF is damaged: {0}")]
    Damaged(String),
}

/// Opens a PDF and reads something in it.
///
/// # Errors
/// If it cannot be opened, or as `read` says.
pub(crate) fn read<T, E: From<PdfError>>(
    pdf: &[u8],
    read: impl FnOnce(&Document) -> Result<T, E> + panic::UnwindSafe,
) -> Result<T, E> {
    if pdf.len() > MAX_PDF_BYTES {
        return Err(PdfError::TooLarge.into());
    }
    let head = &pdf[..pdf.len().min(HEADER_WITHIN)];
    if !head.windows(5).any(|window| window == b"%PDF-") {
        return Err(PdfError::NotPdf.into());
    }
    let opened = panic::catch_unwind(|| {
        let options = LoadOptions::with_max_decompressed_size(MAX_TABLE_BYTES);
        let document = Document::load_mem_with_options(pdf, options).map_err(damaged)?;
        // Also where no password is needed: of some such files, only a part is to be had.
        if document.is_encrypted() || document.was_encrypted() {
            return Err(PdfError::Encrypted.into());
        }
        read(&document)
    });
    // Lopdf is made to refuse what it cannot read. Should it miss a case, that is the file's fault all the same.
    opened.unwrap_or_else(|_| Err(PdfError::Damaged("it cannot be parsed".to_owned()).into()))
}

/// Every entry of a name tree of the document, `Dests` or `EmbeddedFiles`, in its order; nothing if there is none.
///
/// # Errors
/// If the tree has no end.
pub(crate) fn names<'a>(document: &'a Document, tree: &[u8]) -> Result<Vec<(&'a Object, &'a Object)>, PdfError> {
    let mut entries = vec![];
    let catalog = document.catalog().map_err(damaged)?;
    let root = get(document, catalog, b"Names")
        .and_then(|names| names.as_dict().ok())
        .and_then(|names| get(document, names, tree));
    let mut left = MAX_ENTRIES;
    let mut open: Vec<&Object> = root.into_iter().collect();
    while let Some(node) = open.pop() {
        let Ok(node) = node.as_dict() else { continue };
        let names = list(document, node, b"Names");
        let kids = list(document, node, b"Kids");
        // Whatever refers to itself comes to an end here.
        left = left
            .checked_sub(1 + names.len() + kids.len())
            .ok_or_else(|| PdfError::Damaged("a list of names has no end".to_owned()))?;
        entries.extend(names.chunks_exact(2).map(|pair| (&pair[0], &pair[1])));
        open.extend(kids.iter().rev().filter_map(|kid| follow(document, kid)));
    }
    Ok(entries)
}

/// The text of a name.
pub(crate) fn text(document: &Document, name: &Object) -> Option<String> {
    lopdf::decode_text_string(follow(document, name)?).ok()
}

pub(crate) fn list<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    get(document, dictionary, key).and_then(|list| list.as_array().ok()).map_or(&[], Vec::as_slice)
}

pub(crate) fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    follow(document, dictionary.get(key).ok()?)
}

pub(crate) fn follow<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

/// What lopdf says, in words for whoever has the file.
pub(crate) fn damaged(error: lopdf::Error) -> PdfError {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) | lopdf::Error::UnsupportedSecurityHandler(_) => {
            PdfError::Encrypted
        }
        lopdf::Error::Parse(_) | lopdf::Error::Xref(_) | lopdf::Error::InvalidOffset(_) => {
            PdfError::Damaged("the list of its parts cannot be read".to_owned())
        }
        lopdf::Error::ObjectNotFound(_) | lopdf::Error::MissingXrefEntry | lopdf::Error::DictKey(_) => {
            PdfError::Damaged("a part is missing".to_owned())
        }
        error => PdfError::Damaged(error.to_string()),
    }
}
