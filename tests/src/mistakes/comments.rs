//! Mistakes in the comments that are kept.

use fastrand::Rng;

use super::Mistake;
use super::book::{Book, Fault, choose};

/// A list of comments that are kept, with a mistake in one of them that is not the first: in the line of it that is given back.
fn kept(book: &Book, rng: &mut Rng, spoil: impl Fn(&mut Vec<String>) -> Option<usize>) -> Option<Fault> {
    const PATH: &str = "comments.yaml";
    let (all, which) = (rng.usize(2..9), rng.usize(1..8));
    let mut lines = vec!["- id: 222222".to_owned()];
    let mut place = None;
    for number in 1..all {
        let id: String = (0..6).map(|_| char::from(b"3456789bcdfghjkm"[rng.usize(..16)])).collect();
        let mut comment = vec![
            format!("- id: {id}"),
            format!("  author: Reviewer {number}"),
            format!("  date: 2018-03-{:02}T10:00:00Z", rng.u8(1..29)),
            "  note: The words stay.".to_owned(),
            "  marked: the law".to_owned(),
            "  before: by".to_owned(),
            format!("  page: {}", rng.u8(1..90)),
            "  comment: |-".to_owned(),
            "    title: is this one?".to_owned(),
            "    - and this".to_owned(),
            "  passage:".to_owned(),
            "    record: panel:gone".to_owned(),
            "    text: What was said by the law.".to_owned(),
        ];
        if number == which {
            let line = spoil(&mut comment)?;
            place = Some((PATH.to_owned(), Some(lines.len() + line + 1)));
        }
        lines.extend(comment);
    }
    let (path, line) = place?;
    let at = line?;
    let change = format!("line {at} of {PATH}: `{}`", lines[at - 1]);
    let files = book.with_file(PATH, format!("{}\n", lines.join("\n")).into_bytes());
    Some(Fault { files, places: vec![(path, line)], change })
}

/// The kinds.
pub const KINDS: &[Mistake] = &[
    Mistake {
        name: "key of a kept comment misspelt",
        does: "a slip in a key of a comment in `comments.yaml`",
        make: |book, rng| {
            let (at, key) = choose(rng, ["note", "author", "date", "comment", "marked", "before", "page", "passage"])
                .map(|key| (rng.usize(1..key.len()), key))?;
            let slip =
                if rng.bool() { [&key[..at], &key[at + 1..]].concat() } else { [&key[..at], "q", &key[at..]].concat() };
            kept(book, rng, |comment| {
                let line = comment.iter().position(|line| line.trim_start().starts_with(&format!("{key}:")))?;
                comment[line] = comment[line].replacen(key, &slip, 1);
                Some(line)
            })
        },
    },
    Mistake {
        name: "day of a kept comment that is none",
        does: "a comment in `comments.yaml` of a day that there is not, or in words",
        make: |book, rng| {
            let date =
                choose(rng, ["2 March 2018", "2018-02-30", "02.03.2018", "2018-13-01", "yesterday", "2018-3-2"])?;
            kept(book, rng, |comment| {
                let line = comment.iter().position(|line| line.starts_with("  date:"))?;
                comment[line] = format!("  date: {date}");
                Some(line)
            })
        },
    },
    Mistake {
        name: "kept comment without its identifier",
        does: "a comment in `comments.yaml` whose `id` was lost, or is that of another",
        make: |book, rng| {
            let twice = rng.bool();
            kept(book, rng, |comment| {
                if twice {
                    comment[0] = "- id: 222222".to_owned();
                } else {
                    comment.remove(0);
                    comment[0].replace_range(..2, "- ");
                }
                Some(0)
            })
        },
    },
];
