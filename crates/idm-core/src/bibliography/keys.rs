//! What may stand in an entry of `references.yaml`, which is written in Hayagriva's format.

/// What an entry may be.
pub const TYPES: [&str; 30] = [
    "anthology",
    "anthos",
    "article",
    "artwork",
    "audio",
    "blog",
    "book",
    "case",
    "chapter",
    "conference",
    "entry",
    "exhibition",
    "legislation",
    "manuscript",
    "misc",
    "newspaper",
    "original",
    "patent",
    "performance",
    "periodical",
    "post",
    "proceedings",
    "reference",
    "report",
    "repository",
    "scene",
    "thesis",
    "thread",
    "video",
    "web",
];

/// The keys of an entry, each with what it holds.
pub const KEYS: [(&str, &str); 29] = [
    ("abstract", "What the work is about."),
    ("affiliated", "People with another part in it: a list of `role` and `names`."),
    ("archive", "The archive that keeps it."),
    ("archive-location", "The city of the archive."),
    (
        "author",
        "Who wrote it: `Family, Given` for a person, the name as it is printed for an institution; several in a list.",
    ),
    ("call-number", "Where the archive or library keeps it."),
    ("chapter", "The chapter's number in the work."),
    ("date", "When it was published: a year, a month or a day, `2017`, `2017-04`, `2017-04-18`."),
    ("edition", "Which edition it is."),
    ("editor", "Who edited it, as `author`."),
    ("genre", "What sort of work it is, such as a doctoral thesis."),
    ("issue", "The issue of a periodical."),
    ("language", "The language it is written in, `fr`, if that is not the book's."),
    ("location", "Where it was published or held."),
    ("note", "A remark."),
    ("organization", "The organization that stands behind it."),
    ("page-range", "The pages in the work that it is part of, `11–31`."),
    ("page-total", "How many pages it has."),
    ("parent", "The work that it is part of, with keys of its own."),
    ("publisher", "Who published it: a name, or `name` and `location`."),
    ("runtime", "How long it runs, `01:42:21`."),
    ("serial", "The same as `serial-number`."),
    ("serial-number", "Its number, such as that of a document: a text, or a mapping such as `{doi: …}`."),
    ("time-range", "From when to when in the work that it is part of."),
    ("title", "Its title."),
    ("type", "What it is."),
    ("url", "Its address on the web, or `value` and `date`, the day of the visit."),
    ("volume", "The volume."),
    ("volume-total", "How many volumes there are."),
];

/// The keys of an entry.
pub(super) fn names() -> [&'static str; 29] {
    KEYS.map(|(name, _)| name)
}
