//! What a font file claims of itself, looked at before it is read: fonts come from outside.
//!
//! Typst lists every character that a font says it has. A file of a few bytes can say that it has four thousand million of
//! them, or as many faces.

use std::ops::Range;

/// How many faces a collection may have.
const MAX_FACES: u32 = 64;
/// How many tables a face may have.
const MAX_TABLES: u16 = 512;
/// How many characters the tables of one file may list, those of all faces together. A collection for Chinese, Japanese and
/// Korean lists some 800,000.
const MAX_LISTED: u64 = 16_000_000;

/// Why a file cannot be used, and what helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unfit {
    pub(super) why: &'static str,
    pub(super) cure: &'static str,
}

const BROKEN: Unfit =
    Unfit { why: "it is broken, or no TrueType or OpenType font", cure: "fetch the font again from where it came" };

/// How many faces a file has, if each can be looked into without harm.
pub(super) fn faces(bytes: &[u8]) -> Result<u32, Unfit> {
    let file = Bytes(bytes);
    if matches!(bytes.get(..4), Some(b"wOFF" | b"wOF2")) {
        return Err(Unfit {
            why: "it is a font for web pages (WOFF)",
            cure: "take the same font as a file that ends in `.ttf` or `.otf`",
        });
    }
    let offsets: Vec<usize> = if bytes.starts_with(b"ttcf") {
        let number = file.long(8).ok_or(BROKEN)?;
        if number == 0 || number > MAX_FACES {
            return Err(BROKEN);
        }
        (0..number as usize).map(|at| Some(file.long(12 + 4 * at)? as usize)).collect::<Option<_>>().ok_or(BROKEN)?
    } else {
        vec![0]
    };
    let mut listed = 0;
    for &offset in &offsets {
        if !matches!(bytes.get(offset..).and_then(|face| face.get(..4)), Some(b"\0\x01\0\0" | b"OTTO" | b"true")) {
            return Err(BROKEN);
        }
        let cmap = file.table(offset, b"cmap").ok_or(BROKEN)?;
        listed += file.listed(cmap, MAX_LISTED).ok_or(BROKEN)?;
        if listed > MAX_LISTED {
            return Err(Unfit { why: "it claims more characters than there are", cure: BROKEN.cure });
        }
        let restricted = |table: Range<usize>| Some(file.short(table.start + 8)? & 0xf == 2);
        if file.table(offset, b"OS/2").and_then(restricted) == Some(true) {
            return Err(Unfit {
                why: "it says that it must not be put into documents",
                cure: "ask its maker for a licence to embed it, or take a free font",
            });
        }
    }
    u32::try_from(offsets.len()).map_err(|_| BROKEN)
}

/// Numbers in a file, the highest byte first.
#[derive(Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn short(self, at: usize) -> Option<u16> {
        Some(u16::from_be_bytes(self.0.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    fn long(self, at: usize) -> Option<u32> {
        Some(u32::from_be_bytes(self.0.get(at..at.checked_add(4)?)?.try_into().ok()?))
    }

    /// Where a table of a face lies.
    fn table(self, face: usize, tag: &[u8; 4]) -> Option<Range<usize>> {
        let number = self.short(face.checked_add(4)?)?;
        let records = (0..number.min(MAX_TABLES)).map(|at| face + 12 + 16 * usize::from(at));
        let record = records.into_iter().find(|&at| self.0.get(at..at + 4) == Some(tag))?;
        let (start, length) = (self.long(record + 8)? as usize, self.long(record + 12)? as usize);
        let end = start.checked_add(length)?;
        (end <= self.0.len()).then_some(start..end)
    }

    /// How many characters a table lists, each as often as it does. Nothing is counted beyond `most`.
    fn listed(self, cmap: Range<usize>, most: u64) -> Option<u64> {
        let mut listed = 0_u64;
        for at in 0..usize::from(self.short(cmap.start + 2)?) {
            let table = cmap.start.checked_add(self.long(cmap.start + 4 + 8 * at + 4)? as usize)?;
            listed += match self.short(table)? {
                4 => {
                    let segments = usize::from(self.short(table + 6)? / 2);
                    let ends = table + 14;
                    let starts = ends + 2 * segments + 2;
                    let segment = |at: usize| {
                        let (start, end) = (self.short(starts + 2 * at)?, self.short(ends + 2 * at)?);
                        Some(u64::from(end.saturating_sub(start)) + 1)
                    };
                    // A segment that does not lie in the file ends the list, as a group does.
                    (0..segments).map_while(segment).sum()
                }
                6 => u64::from(self.short(table + 8)?),
                10 => u64::from(self.long(table + 16)?),
                12 | 13 => {
                    let groups = self.long(table + 12)? as usize;
                    let group = |at: usize| {
                        let at = table.checked_add(16)?.checked_add(at.checked_mul(12)?)?;
                        let (start, end) = (self.long(at)?, self.long(at + 4)?);
                        Some(u64::from(end.saturating_sub(start)) + 1)
                    };
                    // A group that does not lie in the file ends the list.
                    (0..groups).map_while(group).sum()
                }
                // The others list a plane's characters at most.
                _ => 0x1_0000,
            };
            if listed > most {
                break;
            }
        }
        Some(listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A face whose `cmap` holds this one table.
    fn face(cmap: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        let long = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
        bytes.extend(b"cmap\0\0\0\0");
        bytes.extend(long(28));
        bytes.extend(long(12 + cmap.len()));
        bytes.extend([0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12]);
        bytes.extend(cmap);
        bytes
    }

    fn groups(last: u32) -> Vec<u8> {
        let mut table = vec![0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        table.extend(0_u32.to_be_bytes());
        table.extend(last.to_be_bytes());
        table.extend([0; 4]);
        table
    }

    #[test]
    fn fonts_may_claim_what_there_is_and_no_more() {
        assert_eq!(faces(&face(&groups(0xffff))), Ok(1));
        assert!(faces(&face(&groups(u32::MAX))).unwrap_err().why.contains("more characters"));
        for (_, bytes) in report_templates::fonts() {
            assert_eq!(faces(bytes), Ok(1));
        }
    }

    /// Segments that begin in the file and do not end there cost no more than those that do.
    #[test]
    fn segments_outside_the_file_are_not_looked_for() {
        let mut cmap = vec![0, 0, 0, 200];
        for _ in 0..200 {
            cmap.extend([0, 3, 0, 1]);
            cmap.extend(1604_u32.to_be_bytes());
        }
        // A table of 32,767 segments, of which the file holds the ends of two and nothing else.
        cmap.extend([0, 4, 0, 0, 0, 0, 0xff, 0xfe, 0, 0, 0, 0, 0, 0, 0, 9, 0, 99]);
        assert_eq!(Bytes(&cmap).listed(0..cmap.len(), MAX_LISTED), Some(0));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let mut collection = b"ttcf\0\x01\0\0".to_vec();
        collection.extend(u32::MAX.to_be_bytes());
        for bytes in [&b""[..], b"ttcf", &collection, b"%PDF-1.7", b"OTTO\xff\xff", &face(&[])[..20]] {
            assert_eq!(faces(bytes), Err(BROKEN), "{bytes:?}");
        }
        assert!(faces(b"wOF2....").unwrap_err().why.contains("WOFF"));
    }

    #[test]
    fn bytes_that_are_cut_or_changed_do_no_harm() {
        let (_, whole) = report_templates::fonts().next().unwrap();
        let head = &whole[..4096.min(whole.len())];
        for cut in 0..head.len() {
            let _ = faces(&head[..cut]);
        }
        for at in 0..512 {
            let mut bytes = whole.to_vec();
            bytes[at] = 0xff;
            let _ = faces(&bytes);
        }
    }
}
