//! The rules: one for each kind of problem, with its code, its usual severity and what it means.
//!
//! Codes never change their meaning. The text of a rule is what `docs/diagnostics.md` prints; `told` has it in other languages.

mod told;

pub use told::list_in;

use crate::diagnostic::Severity;

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name that scripts and settings use.
    pub code: &'static str,
    /// The severity unless the publication sets another.
    pub severity: Severity,
    /// Whether a publication may set another severity. A problem that leaves nothing to build from cannot be allowed.
    pub adjustable: bool,
    /// What the rule demands, in one sentence.
    pub summary: &'static str,
    /// Why, and how to mend a breach.
    pub explanation: &'static str,
}

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $adjustable:literal: $summary:literal, $explanation:literal;)*) => {
        $(
            #[doc = $summary]
            pub static $name: Rule = Rule {
                code: $code,
                severity: Severity::$severity,
                adjustable: $adjustable,
                summary: $summary,
                explanation: $explanation,
            };
        )*

        /// Every rule, in the order of the guide.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Files
    FILE_MISSING = "file-missing", Error, false:
        "Every file that the publication needs is there.",
        "The message names the file. A folder counts as a publication when it holds a `publication.yaml`.";
    FILE_UNREADABLE = "file-unreadable", Error, false:
        "Every file can be read.",
        "It is a folder, a pipe or a link in a circle, or the folders lie too deep. Put a plain file there.";
    FILE_REFUSED = "file-refused", Error, false:
        "The system lets every file be read.",
        "The system refused to read it: check its permissions, and the disk. Since that is nothing in the inputs, the exit code is 3.";
    FILE_NOT_TEXT = "file-not-text", Error, false:
        "Text files are UTF-8.",
        "The file holds bytes that are no UTF-8. Save it again with that encoding.";
    FILE_TOO_LARGE = "file-too-large", Error, false:
        "No input file is too large to be meant.",
        "A text file may have 8 MiB, a picture 64 MiB. Split the text, or reduce the picture.";
    PATH_OUTSIDE = "path-outside-project", Error, false:
        "Nothing outside the project's folder is read.",
        "Absolute paths, paths that climb out with `..` and links that lead out are refused, so that a publication is whole in its folder. Copy the file in.";
    CONFLICT_MARKER = "conflict-marker", Error, false:
        "A merge is finished before the book is built.",
        "The lines `<<<<<<<`, `=======` and `>>>>>>>` part two versions of a text. Keep one, and remove the three lines.";
    FILE_UNUSED = "file-unused", Warning, true:
        "Every chapter is in the book, and every file has its place.",
        "A chapter that `book` does not name, or a file that the format does not know, is not printed. Name it or remove it.";

    // YAML
    YAML_SYNTAX = "yaml-syntax", Error, false:
        "Every YAML file can be parsed.",
        "Look at the line named and the one above it: a colon within an unquoted text, an indentation that does not match and an unclosed quotation mark are the usual causes.";
    YAML_ALIAS = "yaml-alias", Error, false:
        "YAML anchors, aliases, tags and several documents in one file are not used.",
        "They hide where a value comes from, and can be made to expand without end. Write the value out.";
    YAML_COMMENT = "yaml-comment", Warning, true:
        "No words vanish behind a `#`.",
        "To YAML, a `#` behind a space begins a comment: `title: Statement #3` is the title \"Statement\". Put the text in quotation marks. A comment that is meant has a space behind its `#`.";
    YAML_RUN_ON = "yaml-run-on", Warning, true:
        "No line runs on in a text that it does not belong to.",
        "A line that is indented further than the key or item above goes on with its text, even if it looks like a key or an item. Begin it in the column of the others.";
    YAML_NESTING = "yaml-nesting", Error, false:
        "YAML is not nested more deeply than the format needs.",
        "The limit is 32 levels. Check the indentation.";
    YAML_DUPLICATE_KEY = "yaml-duplicate-key", Error, false:
        "No key stands twice in one record.",
        "Only one of the two values could be used. Remove the other.";
    YAML_UNKNOWN_KEY = "unknown-key", Error, false:
        "Every key is one that the format knows.",
        "A misspelt key would be lost without a word. `docs/format.md` lists all keys.";
    YAML_TYPE = "wrong-type", Error, false:
        "Every value is of the kind that its key wants.",
        "The message says what was expected. Quote times and numbers that are texts: `\"10:00\"`.";
    MISSING_VALUE = "missing-value", Error, false:
        "What a record cannot do without is given.",
        "Add the key that the message names.";
    INVALID_VALUE = "invalid-value", Error, false:
        "Every value makes sense for its key.",
        "The message says what is accepted.";

    // Identifiers and references between records
    ID_SYNTAX = "invalid-id", Error, false:
        "Identifiers are lower-case words joined by hyphens.",
        "They become links in the PDF and names in other files. Use the letters a to z, digits and hyphens, and begin with a letter.";
    ID_DUPLICATE = "duplicate-id", Error, false:
        "An identifier names one thing only.",
        "Identifiers are unique over the whole publication, reference keys included. Rename one of the two.";
    NUMBER_DUPLICATE = "duplicate-number", Error, false:
        "No two workshops have the same number, and no two panels of a workshop.",
        "Readers are sent to \"Panel 1 (Lisbon)\", which must be one panel. Give one of the two another number.";
    REFERENCE_DANGLING = "dangling-reference", Error, false:
        "Everything referred to exists.",
        "No record, heading, figure, table or bibliography entry has this identifier. The message suggests the nearest one.";
    REFERENCE_KIND = "wrong-reference", Error, false:
        "A reference points at a thing of the right kind.",
        "A prefix such as `rec:` must fit, and a key that wants a person needs a person.";
    REFERENCE_UNPRINTED = "unprinted-reference", Error, false:
        "A cross-reference points at something that the book prints.",
        "The thing exists, but no part of the book shows it, so that readers could not be sent there.";
    UNUSED_RECORD = "unused-record", Warning, true:
        "Every panel, person, reference and acronym has a place in the book.",
        "A panel that no theme names, a reference that nothing cites or an acronym that nothing uses is probably forgotten.";

    // Time
    SESSION_ORDER = "session-order", Error, true:
        "The sessions of an agenda stand in the order of time.",
        "A session begins before the one listed above it. Correct the time or move the session.";
    SESSION_OVERLAP = "session-overlap", Error, true:
        "Sessions of a workshop overlap only in different rooms.",
        "A session begins before one above it has ended. Sessions that are held side by side have a `room` each.";
    SESSION_TIMES = "session-times", Error, false:
        "A session ends after it begins.",
        "Check both times.";
    SESSION_OUTSIDE = "session-outside-workshop", Error, true:
        "Every session lies within its workshop's dates.",
        "Correct the session's date, or the workshop's `start` and `end`.";
    SESSION_MISSING = "panel-without-session", Warning, true:
        "Every panel stands in its workshop's agenda.",
        "Add a session of kind `panel` that names it; its day and time are printed from there.";

    // Statements
    UNSOURCED = "unsourced", Warning, true:
        "Every statement says where it comes from.",
        "Give `source` (a key of `references.yaml`) and `basis`; in a summary cite with `[@key]`; a `:::quote` needs `source`.";
    MISSING_BASIS = "missing-basis", Warning, true:
        "Every sourced statement says what kind of statement the source makes.",
        "Add `basis`: `agenda`, `announcement`, `earlier-report`, `report` or `record`.";
    UNKNOWN_ELEMENT = "unknown-element", Error, false:
        "Recommendations are mapped to elements that their framework has.",
        "The framework's file under `frameworks/` lists its elements. Quote numbers: `\"8.10\"`.";
    UNKNOWN_ACRONYM = "unknown-acronym", Warning, true:
        "Every acronym is listed in `acronyms.yaml`.",
        "Add it there, or write the words out.";
    STRAYED_NOTE = "strayed-note", Warning, true:
        "A footnote stands on the page of its mark.",
        "Looked for when the pages are laid out. Where a mark stands in one of the last lines of a page, the line may go to the next page and leave the footnote behind. Reword the paragraph by some words, or accept it.";
    OFF_PAGE = "off-page", Warning, true:
        "Every word stands on its page.",
        "Looked for when the pages are laid out: what runs over the edge would be cut off. Long words and strings are divided where they can be; what is left has to be shortened, or needs a blank where a line can end.";
    WIDE_TABLE = "wide-table", Warning, true:
        "Every table fits the page in type that can be read.",
        "A table is set smaller as far as its longest words need it, but not below 7 points: then words are divided. Turn it with `wide=\"turn\"`, or make two tables of it.";
    INDEX_LEAD = "index-lead", Error, true:
        "The index sends its readers to entries that it has.",
        "What `see` and `see-also` name in `index:` is an entry of the index: a subject that a printed text marks, a person or an organization. An entry with `see-also` has places of its own, one with `see` has none. No entry leads to itself, or to one that only leads on.";
    INDEX_CAPITALS = "index-capitals", Warning, true:
        "Every subject of the index is written in one way.",
        "Entries that differ in capitals alone have the places of one subject between them, and whoever finds one does not look for the other. Write the subject alike in all its marks: `[words](<index:Subject>)`. Acronyms, which have capitals alone, are words of their own.";
    WAIVER_UNUSED = "unused-waiver", Warning, true:
        "Every waiver still waives something.",
        "The problem is gone: remove the waiver.";

    // Editing: dates and numbers
    IMPOSSIBLE_DATE = "impossible-date", Warning, true:
        "Every date is one that the calendar has.",
        "No year has a 31 April, and 2017 has no 29 February. Correct the day or the month.";
    WRONG_WEEKDAY = "wrong-weekday", Warning, true:
        "A weekday is the one that the date falls on.",
        "One of the two is a mistake, and readers cannot tell which. A date without a year is taken for a workshop's, if one falls on that day.";
    REVERSED_RANGE = "reversed-range", Warning, true:
        "A range of dates or years ends after it begins.",
        "Exchange the two ends, or correct the one that is wrong.";
    HYPHEN_IN_RANGE = "hyphen-in-range", Warning, true:
        "Ranges of numbers, dates and times are joined by an en dash.",
        "In English, `18–19 April` and `pp. 5–10`; a hyphen joins words. Numbers that are names, such as those of resolutions, are let alone.";
    DATE_STYLE = "date-style", Warning, true:
        "Dates are written in one order, with the month as a word.",
        "In English, `18 April 2017`; with `region: US`, `April 18, 2017`. A date all in figures is read differently on both sides of the Atlantic.";
    PER_CENT = "per-cent", Warning, true:
        "English prose says `per cent`.",
        "The style of the United Nations writes `per cent`, in two words, in running text, and keeps the sign for tables. With `region: US`, `percent` is accepted.";
    THOUSANDS_SEPARATOR = "thousands-separator", Warning, true:
        "In English, numbers of five figures and more part their thousands with a comma.",
        "Write `10,000`. Post codes and numbers that are names, as of files, are let alone.";
    SMALL_NUMBER = "small-number", Warning, true:
        "In English, what is counted up to nine is counted in words.",
        "Write `three panels`. Only a few nouns that are counted, never measured, are looked at; beside a number of ten or more in the same sentence, both may be figures.";
    NUMBER_AT_START = "number-at-start", Warning, true:
        "No English sentence begins with figures.",
        "After a full stop, figures are taken for a part of the sentence before. Write the number in words, or turn the sentence round.";

    // Editing: quotation
    WRONG_QUOTATION_MARK = "wrong-quotation-mark", Warning, true:
        "Quotation marks and apostrophes are those of the language.",
        "Low German marks in English, two apostrophes for one mark and accents for apostrophes come in by copying. Write straight marks: they become those of the language. Words in another language, `[mot](lang:fr)`, are let alone.";
    UNBALANCED_QUOTATION = "unbalanced-quotation", Warning, true:
        "A quotation that is opened is closed in its paragraph.",
        "Readers cannot tell where the words of others end. A quotation of several paragraphs opens each of them and closes the last.";
    NESTED_QUOTATION = "nested-quotation", Warning, true:
        "A quotation within a quotation has marks of the other kind.",
        "Double marks outside and single ones within: `“He said ‘yes’.”`";
    MIXED_QUOTATION_MARKS = "mixed-quotation-marks", Warning, true:
        "A file has quotation marks of one kind.",
        "Straight marks become those of the language, curly ones stay as they are, so that a mixture may show on the page. The first of those that are fewer is named.";
    UNSOURCED_QUOTATION = "unsourced-quotation", Warning, true:
        "A quotation of a sentence's length names its source in the paragraph.",
        "Asked for from six quoted words on, in chapters and summaries. Cite with `[@key]`, or give the source in a footnote. Titles, with their capitals, are no quotations.";

    // Editing: names and words
    TERM_VARIANT = "term-variant", Warning, true:
        "Words of the publication's own list are written as it says.",
        "`terms.yaml` says which words are used, and which are not. Quoted words are let alone.";
    COUNTRY_NAME = "country-name", Warning, true:
        "Countries have the names that the United Nations use.",
        "In running text, names that are out of use are reported; in a person's `country`, familiar short names as well. A new name is asked for only if it was in use by the publication's date. Quoted words are let alone.";
    ORGANIZATION_NAME = "organization-name", Warning, true:
        "An organization's name is written in one way.",
        "The name is nearly, but not quite, the one that stands in `acronyms.yaml`, or that another person's `organization` has.";
    ACRONYM_POINTS = "acronym-points", Warning, true:
        "Acronyms are written without points.",
        "Write `UN`, as in `acronyms.yaml`.";
    ACRONYM_PLURAL = "acronym-plural", Warning, true:
        "The plural of an acronym has no apostrophe.",
        "Several `NGOs`; the apostrophe is for what belongs to one, as in `the NGO's office`.";

    // Editing: people
    DUPLICATE_PERSON = "duplicate-person", Warning, true:
        "A person is listed once.",
        "Two records have the same name. Join them: one person may have taken part in several workshops.";
    PERSON_NAME = "person-name", Warning, true:
        "A person's name is written as in `people.yaml`.",
        "The name is nearly, but not quite, that of a person listed. If it is somebody else, waive the warning.";
    PERSON_TITLE = "person-title", Warning, true:
        "A person has the same form of address and the same post everywhere.",
        "What stands beside the name differs from `honorific` or `post` in `people.yaml`.";

    TWO_PARTS = "two-parts", Warning, true:
        "Nobody both leads a panel and speaks on it.",
        "The panel's `moderator` stands among its `speakers`, too, and would be listed twice. If that is how it was, waive the warning.";

    // Editing: the text as a whole
    UNEVEN_LIST = "uneven-list", Warning, true:
        "The items of a list begin and end alike.",
        "Either all of them end with a full stop or none, or only the last. Where most items begin with a capital, all do.";
    ALPHABETICAL_ORDER = "alphabetical-order", Warning, true:
        "What is in alphabetical order is so throughout.",
        "Asked of `acronyms.yaml` and `people.yaml` where all but very few records are in order, and of lists that a text calls alphabetical.";
    FUTURE_IN_REPORT = "future-in-report", Warning, true:
        "A report tells what was, not what will be.",
        "The panel's `basis` is `report` or `record`, but the sentence says what the panel will do, and seems to be left over from the announcement.";
    PAST_IN_PLAN = "past-in-plan", Warning, true:
        "What was planned or announced is not told as held.",
        "The panel's `basis` is `agenda`, `announcement` or `earlier-report`, but the sentence says what the panel did, and names no other source for it.";
    CONTRADICTED_COUNT = "contradicted-count", Warning, true:
        "A count in the prose is the records' own.",
        "Only sentences that speak of all panels, workshops, themes, recommendations, outcomes or guiding questions are looked at. Write `{{ count.panels }}` and the number keeps up with the records.";

    // Release
    MISSING_FOR_RELEASE = "missing-for-release", Error, true:
        "A publication that is released lacks nothing.",
        "Asked for with `--release` only. The book would say \"to be supplied\" in this place: supply it.";
    NOT_CLEARED = "not-cleared", Error, true:
        "Every text that is released is cleared.",
        "Asked for with `--release` only. Those whom the text speaks for have not agreed to it yet. When they have, set its `status` to `cleared`.";

    // Prose
    RAW_HTML = "raw-html", Error, false:
        "Prose holds no raw HTML.",
        "A PDF cannot hold it. Use Markdown, or write `\\<` for a plain sign.";
    FOREIGN_MARKUP = "foreign-markup", Error, false:
        "Prose is written in the mark-up of this format.",
        "What other dialects of Markdown know and this one does not would be printed as it is typed, or swallow what follows. The message says what to write; `docs/format.md` lists what is taken and what is not.";
    LITERAL_MARKUP = "literal-markup", Warning, true:
        "Signs that look like mark-up do something.",
        "They are mark-up elsewhere, or would be with a small change, and are printed as they are typed. Write what the message says; where the signs are meant, put a `\\` before them.";
    HEADING_SKIPPED = "heading-skipped", Error, false:
        "Heading levels are not skipped.",
        "A reader who listens finds the way by headings: below level 1 comes level 2. A text's first heading is level 1 in a summary; a chapter has its title on level 1.";
    HEADING_EMPTY = "empty-heading", Error, false:
        "A heading has words.",
        "The contents, the bookmarks and readers who listen know a heading by its words; a picture or a mark alone has none. Write the words, and put the picture below.";
    CHAPTER_TITLE = "chapter-title", Error, false:
        "A chapter begins with its one level-1 heading, its title.",
        "Add `# Title` as the first line, and use `##` for the sections.";
    ALT_MISSING = "missing-alt-text", Error, false:
        "Every picture says in words what it shows.",
        "Readers who cannot see it need the words, and PDF/UA demands them: `![what it shows](figures/a.svg)`, or `alt=\"…\"` in a `:::figure`.";
    IMAGE_MISSING = "missing-image", Error, false:
        "Every picture is there.",
        "The path is relative to the file that names it.";
    IMAGE_UNREADABLE = "unreadable-image", Error, false:
        "Every picture can be read.",
        "PNG, JPEG, GIF, WebP and SVG are accepted, and the content must fit the file's ending. What would be printed otherwise than it was drawn is refused: CMYK colours, moving pictures, and of SVG what only web browsers show. The message says what to do in the program that made it.";
    IMAGE_REMOTE = "remote-image", Error, false:
        "Pictures lie in the project.",
        "Nothing is fetched from elsewhere. Save the picture in a `figures` folder.";
    VALUE_UNPRINTED = "unprinted-value", Warning, true:
        "What a record says is printed.",
        "The citation style has no place for it. Say it in words, in `note`, which is always printed, or leave it out.";
    UNPRINTED_WORDS = "unprinted-words", Warning, true:
        "What is typed in prose is printed.",
        "The title of a link, an address that no link calls and the number of an item that is counted anew are words that no reader would see. Say them in the text, or take them out.";
    LINK_RELATIVE = "relative-link", Error, false:
        "A link leads to a web address, an e-mail address, a DOI, a telephone number or something in the publication.",
        "Only `https:`, `http:`, `mailto:`, `doi:` and `tel:` lead somewhere from every reader's PDF, and only with a host, address or number behind them. A relative path would lead nowhere: refer to a record with `[text](@id)`.";
    UNEVEN_ROW = "uneven-row", Warning, true:
        "A row of a table has as many cells as its head.",
        "A cell too many would not be printed, and what is missing leaves an empty one. Write `| |` for a cell that is empty, and `\\|` for a bar within one.";
    BLOCK_UNKNOWN = "unknown-block", Error, false:
        "Every `:::` block is one that the format knows.",
        "`docs/format.md` lists the blocks.";
    BLOCK_UNCLOSED = "unclosed-block", Error, false:
        "Every `:::` block is closed.",
        "Close it with as many colons as it was opened with. A block that holds another needs a longer fence than the inner one.";
    BLOCK_ATTRIBUTE = "block-attribute", Error, false:
        "A block's braces hold keys that the block knows, each with a quoted value.",
        "The form is `:::name {#id key=\"value\"}`.";
    BLOCK_CONTENT = "block-content", Error, false:
        "A block holds what it is for.",
        "A `:::table` holds a caption and one table; a `:::figure` holds its caption.";
    FOOTNOTE_DANGLING = "dangling-footnote", Error, false:
        "Every footnote mark has its note.",
        "Add `[^name]: text`, or remove the mark.";
    FOOTNOTE_UNUSED = "unused-footnote", Error, true:
        "Every footnote is called.",
        "Nothing refers to it, so it would not be printed.";
    FOOTNOTE_DUPLICATE = "duplicate-footnote", Error, false:
        "A footnote is defined once.",
        "Only the first of the two would be printed.";
    FOOTNOTE_NESTED = "nested-footnote", Error, false:
        "A footnote is not called from within a footnote.",
        "Write the text into the note itself.";
    EXPRESSION = "expression", Error, false:
        "Every `{{ … }}` expression can be evaluated.",
        "Names are checked: `docs/format.md` lists what an expression may use.";
    PROSE_NESTING = "prose-nesting", Error, false:
        "Prose is not nested more deeply than a page can show.",
        "The limit is 24 levels of lists, quotations and blocks within each other.";
    EMPTY_PROSE = "empty-text", Warning, true:
        "A text file holds a text.",
        "The file is empty, and the book shows \"to be supplied\" in its place.";

    // Characters
    CHARACTER_FORBIDDEN = "forbidden-character", Error, false:
        "Texts hold no control characters and no private-use characters.",
        "They cannot be read out or copied from a PDF. Remove them; they usually come in by copying from another program.";
    GARBLED = "garbled-text", Warning, true:
        "Texts hold the letters and words that were meant.",
        "Letters were read in a wrong encoding (`Ã©` for `é`) or lost on the way, or a word processor has left a message or a request in their place. Type what was meant.";
    CHARACTER_MISSING = "missing-glyph", Error, false:
        "The fonts can show every character.",
        "No font has a shape for it. The program brings fonts for Latin, Greek, Cyrillic, Hebrew and Arabic letters; for others, put a font with its licence into a folder `fonts` of the publication.";
    FONT_UNUSABLE = "font-unusable", Error, false:
        "Every font in the publication's folder can be used.",
        "TrueType and OpenType fonts and collections of them can (`.ttf`, `.otf`, `.ttc`, `.otc`), unless they say that they must not be put into documents. Broken files are named here, before anything is set in them.";
    FONT_WITHOUT_LICENCE = "font-without-licence", Error, false:
        "The licence of a font lies beside it.",
        "A font is another's work, and travels with every copy of the inputs. In each folder with fonts lies the text of their licence: a file whose name begins with `OFL`, `LICENSE`, `LICENCE`, `COPYING` or `UFL`.";

    // Design
    CLOSE_TONES = "close-tones", Warning, true:
        "The tones of charts can be told apart without colour.",
        "Fills that lie side by side in charts differ in lightness by at least 20 of 100 (CIE L*), so that they stay apart on a grey copy. Tones are mixed from `deep`: choose a darker one, or give `heat-1` and `heat-2` colours of their own.";
    LOW_CONTRAST = "low-contrast", Error, true:
        "Every colour of text stands out from its ground.",
        "Changed colours are held to 4.5:1, which the Web Content Accessibility Guidelines ask for at level AA: many readers cannot make out less. Choose a darker text or a lighter ground.";

    // Translations
    TRANSLATION_STALE = "stale-translation", Warning, true:
        "Every translation says what its source says now.",
        "The source was changed after it was translated, or nobody has noted which source the translation was made from. Read both; `idm translate accept` notes that they say the same.";
    TRANSLATION_MISSING = "missing-translation", Warning, true:
        "Every text has a translation.",
        "What has none is printed in the language of the source, tagged with it and marked with its letters.";
    TRANSLATION_ORPHAN = "orphaned-translation", Error, false:
        "Every translation has a source.",
        "A file such as `panel.fr.yaml` holds the texts of `panel.yaml` under the same keys, in lists with the same `id`. Numbers, links and the like are written once, in the source.";
    TRANSLATION_TABLE = "translated-table", Warning, true:
        "A translated table has the rows and columns of its source.",
        "A row or column was left out, or stands there twice. Where the source itself has changed since it was translated, that is reported instead.";
    TRANSLATION_NOTE = "unread-note", Warning, true:
        "Every line that notes the source of a translation is understood.",
        "A line of `translations/fr.txt` is the name of a passage, a tab, and the digests of its source. `idm translate accept` writes them; a line that it cannot read is passed over, and left out when the file is written anew.";
    UNTRANSLATED_FOR_RELEASE = "untranslated", Error, true:
        "An edition for release is translated as a whole.",
        "Checked with `--release` only.";
    OUTDATED_FOR_RELEASE = "outdated-translation", Error, true:
        "In an edition for release every translation says what its source says now.",
        "Checked with `--release` only, in the place of `stale-translation`. Read both, and mend the translation; `idm translate accept` notes that they say the same.";

    // Typst
    TYPST = "typst", Error, false:
        "The assembled document can be typeset.",
        "Typst refused it. The place named is the author's line from which the refused text came.";
    TYPST_WARNING = "typst-warning", Warning, true:
        "The assembled document is typeset without a warning.",
        "Typst had a remark. The place named is the author's line from which the text came.";
    EXPORT = "pdf-export", Error, false:
        "The document meets the standards it is exported with.",
        "The PDF would not have been accessible or archivable. The message says what is missing.";
    LAYOUT_UNSTABLE = "unstable-layout", Error, true:
        "The layout settles.",
        "Page references kept moving the pages they refer to. Shorten or move what the message names.";
}

/// Whether a rule holds for releases only, so that a breach of it is no reason against a draft.
pub fn is_for_release(code: &str) -> bool {
    [&MISSING_FOR_RELEASE, &NOT_CLEARED, &UNTRANSLATED_FOR_RELEASE, &OUTDATED_FOR_RELEASE]
        .iter()
        .any(|rule| rule.code == code)
}

/// Whether breaches of a rule are looked for in a publication that is to be released, or in one that is not.
pub fn is_looked_for(code: &str, release: bool) -> bool {
    let is_other_for_release = [&TRANSLATION_STALE, &TRANSLATION_MISSING].iter().any(|rule| rule.code == code);
    if release { !is_other_for_release } else { !is_for_release(code) }
}

/// The rule with that code.
///
/// ```
/// assert!(idm_core::rules::find("unsourced").is_some());
/// ```
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_in_kebab_case() {
        let codes: BTreeSet<_> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
        }
    }
}
