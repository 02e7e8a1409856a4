//! The parser's sentences, in the words of somebody who writes YAML.

/// What each sentence of the parser means, and what to do, where the lines tell no more.
pub(super) fn sentence(info: &str) -> (&'static str, &'static str) {
    const COLUMN: &str = "begin the keys of one record in the same column, and the hyphens of one list, too";
    let table: [(&[&str], &str, &str); 21] = [
        (
            &["mapping values are not allowed", "simple key", "implicit key", "illegal placement of ':'"],
            "there is a key, or a text with a colon, where none can be",
            "put a text that holds a colon and a space in quotation marks",
        ),
        (
            &["invalid indentation in quoted scalar", "unexpected document indicator"],
            "the text in quotation marks is not closed, or goes on without indentation",
            "write the quotation mark at the end of the text, and indent its further lines",
        ),
        (
            &["unexpected end of stream", "unexpected eof"],
            "a quotation mark is opened here and not closed",
            "write the same mark at the end of the text",
        ),
        (
            &["trailing content"],
            "there is text behind the closing quotation mark",
            "within the text write `''` for a single and `\\\"` for a double quotation mark",
        ),
        (
            &["escape character", "hexadecimal", "escape code"],
            "a backslash within these quotation marks means nothing",
            "write `\\\\` for a backslash, or put the text in single quotation marks",
        ),
        (
            &["flow mapping"],
            "a comma or the closing brace is missing",
            "write `, ` between the entries and `}` at the end, or put a text that begins with a brace in quotation marks",
        ),
        (
            &["flow sequence", "expected ',' or ']'"],
            "a comma or the closing bracket is missing",
            "write `, ` between the items and `]` at the end, or put a text that begins with a bracket in quotation marks",
        ),
        (
            &["misplaced bracket"],
            "a bracket or brace is closed here that none has opened",
            "remove it, or put the text in quotation marks",
        ),
        (
            &["invalid indentation in flow construct"],
            "what stands between brackets goes on too far to the left",
            "indent the lines further than the key whose value they are",
        ),
        (
            &["block sequence entries"],
            "there is a hyphen where no item of a list can begin",
            "put a text that begins with a hyphen in quotation marks, or begin the list on a line of its own",
        ),
        (
            &["plain scalar cannot start with '-'"],
            "between brackets, a text cannot begin with a hyphen",
            "put the text in quotation marks",
        ),
        (&["tab"], "there is a tab where only spaces can be", "write spaces in place of the tab"),
        (
            &["wrongly indented line in block scalar"],
            "the text below `|` or `>` begins with a line of spaces that is longer than the indentation",
            "remove the spaces from the empty line",
        ),
        (
            &["block scalar", "indentation indicator"],
            "behind `|` and `>` nothing else can stand, and the text below is indented with spaces",
            "begin the text on the next line, two spaces further in than the key; or put a text that begins with this sign in quotation marks",
        ),
        (
            &["comment intercepting"],
            "a comment stands within the text that goes on here",
            "put the comment on a line of its own above the text, or the text in quotation marks",
        ),
        (
            &["anchor", "alias", " tag", "TAG", "the handle"],
            "to YAML, a text that begins with `*`, `&` or `!` is no text",
            "put the text in quotation marks",
        ),
        (
            &["directive", "YAML document", "version number", "<document", "<stream", "document end marker"],
            "a line that begins with `%`, `---` or `...` stands where none can",
            "remove the line, or indent and quote it if it is text",
        ),
        (
            &["cannot start any token", "unexpected character", "unprintable character", "byte order mark"],
            "an unquoted text cannot begin with this character",
            "put the text in quotation marks, or remove the character",
        ),
        (
            &["mapping keys are not allowed"],
            "there is a question mark where no key can begin",
            "put a text that begins with a question mark in quotation marks",
        ),
        (
            &["expected whitespace", "expected next token", "plain scalar", "node content", "cur_state", "peek_token"],
            "a value or a space is missing here",
            "write a space behind each colon and hyphen, and put a text with signs in quotation marks",
        ),
        (&["block mapping", "block collection", "indent"], "the indentation does not fit what stands above", COLUMN),
    ];
    let known = table.into_iter().find(|(parts, ..)| parts.iter().any(|part| info.contains(part)));
    known.map_or(
        ("this line cannot be read as YAML", "put the text in quotation marks; look at the line above, too"),
        |(_, message, hint)| (message, hint),
    )
}
