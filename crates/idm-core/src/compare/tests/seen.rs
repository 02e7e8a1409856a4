//! What readers cannot see is no change; what they can see is one, and is told with what changed.

use super::shown::compare;
use crate::authors::Authors;
use crate::compare::report::json;
use crate::compare::testing::{Sample, in_english, labels};
use crate::compare::{Comparison, compare as compare_publications};
use crate::rules;

const SUMMARY: &str = "workshops/oslo/first/summary.md";
const PICTURE: &str = "workshops/oslo/first/harbour.svg";

#[test]
fn what_readers_cannot_see_is_no_change() {
    let pairs = [
        ("Two are counted.  One is not.\n", "Two are counted. One is not.\n"),
        ("Two are\tcounted.\n", "Two are counted.\n"),
        ("Two are counted, and\none is not.\n", "Two are counted, and one\nis not.\n"),
        ("Two *are *not* counted*.\n", "Two *are  *not* counted*.\n"),
        ("Two  \nare counted.\n", "Two\\\nare counted.\n"),
        ("Re\u{301}fugie\u{301}s are counted.\n", "Réfugiés are counted.\n"),
        ("Counted &amp; kept, Réfugi&eacute;s, 3 \\> 2.\n", "Counted & kept, Réfugiés, 3 > 2.\n"),
        ("# Counting {#counting}\n\nWords.\n", "# Counting {#counts}\n\nWords.\n"),
        ("* One\n* Two\n", "- One\n- Two\n"),
        ("| a | b |\n|---|---|\n| c  d | e |\n", "|a|b|\n|-|-|\n|c d|e|\n"),
        ("```text\ncode\n```\n", "```\ncode\n```\n"),
        ("As [@rec:publish] says.\n", "As [@publish] says.\n"),
    ];
    for (earlier, later) in pairs {
        assert!(compare(earlier, later).is_unchanged(), "{earlier:?} and {later:?}");
        assert!(compare(later, earlier).is_unchanged(), "{later:?} and {earlier:?}");
    }
}

/// What comes of two states of a summary.
#[track_caller]
fn summary(earlier: &str, later: &str) -> Comparison {
    let state = |text: &str| Sample::new().file(SUMMARY, Some(text)).resolve();
    compare_publications(&state(earlier), &state(later), &labels())
}

#[test]
fn what_readers_see_is_told_with_what_changed() {
    let pairs = [
        ("Two are counted.\n", "Two\u{a0}are counted.\n", "{+"),
        ("Two are counted.\n", "Two are*counted*.\n", "{+"),
        ("- One\n- Two\n", "- One\n\n- Two\n", "items: [-close-]{+set off+}"),
        ("1. One\n2. Two\n", "3. One\n4. Two\n", "numbered from: [-1.-]{+3.+}"),
        ("# One\n\n## Two\n\nWords.\n", "# One\n\n# Two\n\nWords.\n", "level: [-2-]{+1+}"),
        (
            ":::table {row-headers=\"false\"}\nCaption.\n\n| a | b |\n|---|---|\n| c | d |\n:::\n",
            ":::table {row-headers=\"true\"}\nCaption.\n\n| a | b |\n|---|---|\n| c | d |\n:::\n",
            "row headers: [-no-]{+yes+}",
        ),
    ];
    for (earlier, later, told) in pairs {
        let text = in_english(&summary(earlier, later));
        assert!(text.contains(told), "{earlier:?} and {later:?}: {text}");
    }
    // Nothing was said in other words.
    let text = in_english(&summary("- One\n- Two\n", "- One\n\n- Two\n"));
    assert!(text.contains("“Registers”: summary changed\n"), "{text}");
}

#[test]
fn a_picture_that_was_replaced_is_a_change() {
    let showing = |text: &str, picture: &str| Sample::new().file(SUMMARY, Some(text)).file(PICTURE, Some(picture));
    let state = |text: &str, picture: &str| showing(text, picture).resolve();
    let drawing = |height: u32| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='9'><rect width='90' height='{height}'/></svg>"
        )
    };
    let (ships, none) = (&*drawing(9), &*drawing(5));
    let figure = "![The harbour](harbour.svg)\n";
    let comparison = compare_publications(&state(figure, ships), &state(figure, none), &labels());
    let text = in_english(&comparison);
    assert!(text.contains("picture: harbour.svg{+ (replaced)+}"), "{text}");
    let blocks = &json(&comparison, &Authors::default())["records"][0]["fields"][0]["blocks"];
    assert_eq!(blocks[0]["runs"][1]["added"], " (replaced)");
    let inline = "See ![the harbour](harbour.svg) here.\n";
    let text = in_english(&compare_publications(&state(inline, ships), &state(inline, none), &labels()));
    assert!(text.contains("See [-![the harbour](harbour.svg)-]{+![the harbour](harbour.svg)+} here."), "{text}");
    let same = compare_publications(&state(figure, ships), &state(figure, ships), &labels());
    assert_eq!(same.records, []);
    // A repository may hold a pointer in place of a large file, which does not say what the picture was.
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 5\n", "0".repeat(64));
    let (pointed, diagnostics) = showing(figure, &pointer).resolve_anyhow();
    assert!(diagnostics.list().iter().any(|found| found.rule == &rules::FILE_UNREADABLE));
    assert_eq!(compare_publications(&pointed, &state(figure, ships), &labels()).records, []);
}
