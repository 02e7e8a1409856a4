//! Reading PDFs, which may come from anywhere and may say anything: by one library, `hayro-syntax`, which Typst reads
//! pictures with.
//!
//! It reads what people's programs write: files that were added to, packed lists of parts, encryption without a password.
//! It was not made for files that mean harm, so that `guard.rs` looks at them first, and what is unpacked here has limits.

pub mod annotations;
pub mod attachment;
pub mod destinations;
mod guard;
pub mod page_text;
mod text;

use std::io::Read;
use std::thread;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object, Stream};
use hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};

pub(crate) use text::text;

/// How long a PDF may be.
pub const MAX_PDF_BYTES: usize = 256 * 1024 * 1024;

/// How long the PDF's own tables may become, one by one, when they are unpacked.
const MAX_TABLE_BYTES: usize = 16 * 1024 * 1024;
/// How many entries a name tree may have. None has so many that is not meant to keep its reader busy.
pub(crate) const MAX_ENTRIES: usize = 100_000;
/// How far into the file a PDF may begin, as other readers have it.
const HEADER_WITHIN: usize = 1024;
/// Lists within lists are read by functions that call themselves.
const STACK_BYTES: usize = 256 * 1024 * 1024;

/// Why a PDF could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It is something else.
    #[error("it is no PDF")]
    NotPdf,
    /// It is too large to be read.
    #[error("the PDF is larger than {} MiB", MAX_PDF_BYTES / (1024 * 1024))]
    TooLarge,
    /// It cannot be read without a password.
    #[error("the PDF is encrypted, and opens with a password only")]
    Encrypted,
    /// The file is damaged.
    #[error("the PDF is damaged: {0}")]
    Damaged(String),
}

/// Opens a PDF and reads something in it.
///
/// # Errors
/// If it cannot be opened, or as `read` says.
pub(crate) fn read<T: Send, E: From<PdfError> + Send>(
    pdf: &[u8],
    read: impl FnOnce(&Pdf) -> Result<T, E> + Send,
) -> Result<T, E> {
    if pdf.len() > MAX_PDF_BYTES {
        return Err(PdfError::TooLarge.into());
    }
    let head = &pdf[..pdf.len().min(HEADER_WITHIN)];
    if !head.windows(5).any(|window| window == b"%PDF-") {
        return Err(PdfError::NotPdf.into());
    }
    guard::check(pdf)?;
    let opened = thread::scope(|scope| {
        let work = || read(&Pdf::new(pdf.to_vec()).map_err(unreadable)?);
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).ok()?;
        // The library is made to refuse what it cannot read. Should it miss a case, that is the file's fault all the same.
        thread.join().ok()
    });
    opened.unwrap_or_else(|| Err(PdfError::Damaged("it cannot be parsed".to_owned()).into()))
}

fn unreadable(error: LoadPdfError) -> PdfError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Encrypted,
        LoadPdfError::Decryption(_) => PdfError::Damaged("its encryption is of no known kind".to_owned()),
        LoadPdfError::Invalid => PdfError::Damaged("the list of its parts cannot be read".to_owned()),
    }
}

/// The dictionary that everything else in a PDF is reached from.
pub(crate) fn catalog(pdf: &Pdf) -> Dict<'_> {
    pdf.xref().get(pdf.xref().root_id()).unwrap_or_default()
}

/// What a list holds or refers to.
pub(crate) fn resolve<'a>(pdf: &'a Pdf, object: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match object {
        MaybeRef::Ref(reference) => pdf.xref().get(reference.into()),
        MaybeRef::NotRef(object) => Some(object),
    }
}

/// Every entry of a name tree of the document, `Dests` or `EmbeddedFiles`, in its order; nothing if there is none.
///
/// # Errors
/// If the tree has no end.
pub(crate) fn names<'a>(pdf: &'a Pdf, tree: &str) -> Result<Vec<(String, Object<'a>)>, PdfError> {
    let mut entries = vec![];
    let root = catalog(pdf).get::<Dict>("Names").and_then(|names| names.get::<Dict>(tree));
    let mut left = MAX_ENTRIES;
    let mut open: Vec<Dict> = root.into_iter().collect();
    while let Some(node) = open.pop() {
        let list = |key: &str| node.get::<Array>(key).into_iter().flat_map(|list| list.raw_iter()).take(MAX_ENTRIES);
        let (names, kids): (Vec<_>, Vec<_>) = (list("Names").collect(), list("Kids").collect());
        // Whatever refers to itself comes to an end here.
        left = left
            .checked_sub(1 + names.len() + kids.len())
            .ok_or_else(|| PdfError::Damaged("a list of names has no end".to_owned()))?;
        let mut names = names.into_iter().map(|object| resolve(pdf, object));
        while let (Some(name), Some(value)) = (names.next(), names.next()) {
            if let (Some(Object::String(name)), Some(value)) = (name, value) {
                entries.push((text(&name), value));
            }
        }
        open.extend(kids.into_iter().rev().filter_map(|kid| resolve(pdf, kid)?.into_dict()));
    }
    Ok(entries)
}

/// What came of unpacking a stream.
pub(crate) enum Unpacked {
    /// Its content.
    Whole(Vec<u8>),
    /// It is longer than it may be.
    TooLarge,
    /// It is spoilt, or packed in a way that nobody packs files in.
    Spoilt,
}

/// The content of a stream, unless it is longer than so many bytes.
pub(crate) fn unpack(stream: &Stream, limit: usize) -> Unpacked {
    let raw = stream.raw_data();
    match stream.filters().as_slice() {
        [] if raw.len() > limit => Unpacked::TooLarge,
        [] => Unpacked::Whole(raw.into_owned()),
        [Filter::FlateDecode] => inflate(&raw, limit),
        _ => Unpacked::Spoilt,
    }
}

fn inflate(packed: &[u8], limit: usize) -> Unpacked {
    let mut bytes = vec![];
    let within = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match ZlibDecoder::new(packed).take(within).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > limit => Unpacked::TooLarge,
        Ok(_) => Unpacked::Whole(bytes),
        Err(_) => Unpacked::Spoilt,
    }
}
