//! What the library would not survive, looked for before it reads a file: pages that hold themselves, and lists of parts
//! that unpack without measure. A file can be made to hide both, by encryption for one; then the limits of the whole run
//! hold.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use super::{MAX_TABLE_BYTES, PdfError, Unpacked, inflate};

/// Looks through the objects of a file.
///
/// # Errors
/// If it holds what cannot be read to an end.
pub(super) fn check(pdf: &[u8]) -> Result<(), PdfError> {
    // The library would put together what is left of it, and records that are gone would seem never to have been there.
    if memmem::rfind(pdf, b"startxref").is_none() {
        return Err(PdfError::Damaged("its end is missing".to_owned()));
    }
    let mut objects = Objects::default();
    let mut from = 0;
    for at in memmem::find_iter(pdf, b"obj") {
        let Some(number) = number_before(&pdf[from..at]) else { continue };
        let body = &pdf[at + 3..];
        let end = memmem::find(body, b"endobj").unwrap_or(body.len());
        objects.read(number, &body[..end])?;
        from = at;
    }
    objects.ends()
}

/// What the objects say of pages, each as it was written last.
#[derive(Default)]
struct Objects {
    kids: BTreeMap<u32, Vec<u32>>,
    roots: BTreeSet<u32>,
}

impl Objects {
    fn read(&mut self, number: u32, body: &[u8]) -> Result<(), PdfError> {
        let Some(stream) = memmem::find(body, b"stream") else {
            self.note(number, body);
            return Ok(());
        };
        let dictionary = &body[..stream];
        let is_of_objects = contains(dictionary, b"ObjStm");
        if !is_of_objects && !contains(dictionary, b"XRef") {
            return Ok(());
        }
        let packed = body[stream..].strip_prefix(b"stream").unwrap_or_default();
        let packed = packed.strip_prefix(b"\r").unwrap_or(packed);
        match inflate(packed.strip_prefix(b"\n").unwrap_or(packed), MAX_TABLE_BYTES) {
            Unpacked::TooLarge => Err(PdfError::Damaged("the list of its parts is too long".to_owned())),
            Unpacked::Whole(text) if is_of_objects => {
                self.packed(dictionary, &text);
                Ok(())
            }
            Unpacked::Whole(_) | Unpacked::Spoilt => Ok(()),
        }
    }

    /// The objects of a stream of objects: `number offset` for each, then the objects.
    fn packed(&mut self, dictionary: &[u8], text: &[u8]) {
        let Some(first) = number_after(dictionary, b"/First").and_then(|first| usize::try_from(first).ok()) else {
            return;
        };
        let head: Vec<u32> = numbers(text.get(..first).unwrap_or_default()).collect();
        let places: Vec<(u32, usize)> = head.chunks_exact(2).map(|pair| (pair[0], first + pair[1] as usize)).collect();
        for (at, &(number, start)) in places.iter().enumerate() {
            let end = places.get(at + 1).map_or(text.len(), |&(_, end)| end);
            self.note(number, text.get(start..end).unwrap_or_default());
        }
    }

    fn note(&mut self, number: u32, body: &[u8]) {
        self.roots.extend(number_after(body, b"/Pages"));
        self.kids.remove(&number);
        let start = body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
        let list = match memmem::find(body, b"/Kids") {
            Some(at) => &body[at + 5..],
            // A list that stands by itself, for a dictionary to refer to.
            None if body.get(start) == Some(&b'[') => &body[start..],
            None => return,
        };
        let open = list.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
        let end = match list.get(open) {
            Some(b'[') => memchr::memchr(b']', list).unwrap_or(list.len()),
            _ => memchr::memchr2(b'/', b'>', &list[open..]).map_or(list.len(), |end| open + end),
        };
        // Each reference is a number, a generation and an R.
        self.kids.insert(number, numbers(&list[..end]).step_by(2).collect());
    }

    /// Whether every page can be reached without passing a part twice on the way down.
    fn ends(&self) -> Result<(), PdfError> {
        enum Step {
            Enter(u32),
            Leave(u32),
        }
        let (mut above, mut done) = (BTreeSet::new(), BTreeSet::new());
        let mut steps: Vec<Step> = self.roots.iter().map(|&root| Step::Enter(root)).collect();
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(number) => {
                    above.remove(&number);
                    done.insert(number);
                }
                Step::Enter(number) if above.contains(&number) => {
                    return Err(PdfError::Damaged("its list of pages has no end".to_owned()));
                }
                Step::Enter(number) if done.contains(&number) => {}
                Step::Enter(number) => {
                    above.insert(number);
                    steps.push(Step::Leave(number));
                    steps.extend(self.kids.get(&number).into_iter().flatten().map(|&kid| Step::Enter(kid)));
                }
            }
        }
        Ok(())
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    memmem::find(text, word).is_some()
}

/// The object's number in `number generation obj`, when the text before `obj` ends like that.
fn number_before(text: &[u8]) -> Option<u32> {
    let tail = &text[text.len().saturating_sub(32)..];
    let tail =
        std::str::from_utf8(tail.rsplit(|byte| !byte.is_ascii_digit() && !byte.is_ascii_whitespace()).next()?).ok()?;
    if !tail.ends_with(|c: char| c.is_ascii_whitespace()) {
        return None;
    }
    let mut words = tail.split_ascii_whitespace().rev();
    words.next()?;
    words.next()?.parse().ok()
}

/// The number that follows a name.
fn number_after(text: &[u8], name: &[u8]) -> Option<u32> {
    let rest = &text[memmem::find(text, name)? + name.len()..];
    let start = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let digits = rest[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[start..start + digits]).ok()?.parse().ok()
}

fn numbers(text: &[u8]) -> impl Iterator<Item = u32> {
    text.split(|byte| !byte.is_ascii_digit()).filter_map(|digits| std::str::from_utf8(digits).ok()?.parse().ok())
}
