//! Texts on which a careless reader takes four times as long when they become twice as long.

use std::path::Path;
use std::time::Duration;

use super::texts::numbered;
use super::{PUBLICATION, SUMMARY, Site, check, run};

/// How many times as long the doubled text may take: a little more than twice, since a machine is never quite idle.
pub const RATIO: f64 = 3.0;
/// What is too short to be compared.
pub const LEAST: Duration = Duration::from_millis(300);

/// How many units the shorter text has.
const UNITS: usize = 50_000;

/// A text that is made of as many units as are asked for.
pub struct Growing {
    /// Its name.
    pub name: &'static str,
    /// The file that it is put in: a panel's report, or the publication's own, behind what stands there.
    file: &'static str,
    make: fn(usize) -> String,
}

const fn in_summary(name: &'static str, make: fn(usize) -> String) -> Growing {
    Growing { name, file: SUMMARY, make }
}

const fn in_publication(name: &'static str, make: fn(usize) -> String) -> Growing {
    Growing { name, file: PUBLICATION, make }
}

/// All of them.
pub const GROWING: &[Growing] = &[
    in_summary("quotation marks", |units| "\"a \"b ".repeat(units)),
    in_summary("curly quotation marks", |units| "“a «b ".repeat(units)),
    in_summary("backslashes", |units| "\\\\".repeat(units)),
    in_summary("underscores", |units| "__a".repeat(units)),
    in_summary("slashes", |units| "a/".repeat(units)),
    in_summary("at signs", |units| "@a".repeat(units)),
    in_summary("links without an end", |units| "[a](b \"".repeat(units)),
    in_summary("citations without an end", |units| "\"[@a".repeat(units)),
    in_summary("notes in the line", |units| "^[a ".repeat(units)),
    in_summary("wiki links", |units| "[[a ".repeat(units)),
    in_summary("tildes", |units| "a ~~b ".repeat(units)),
    in_summary("carets", |units| "a^b ".repeat(units)),
    in_summary("dollar signs", |units| "a $b ".repeat(units)),
    in_summary("braces", |units| "`a`{".repeat(units)),
    in_summary("bare addresses", |units| "https://a.example/( ".repeat(units)),
    in_summary("addresses in one", |units| "http://a".repeat(units)),
    in_summary("addresses of people", |units| "a@b.c ".repeat(units)),
    in_summary("acronyms", |units| "many NGO's, the U.N. ".repeat(units)),
    in_summary("lists of letters", |units| "(a) b\n(b) c\n".repeat(units)),
    in_summary("lazy lines", |units| "- - - a\n".to_owned() + &"b\n".repeat(units)),
    in_summary("rows with backticks", |units| "| a |\n|---|\n".to_owned() + &"| `a |\n".repeat(units)),
    in_summary("rows without a table", |units| "| a | b |\n".repeat(units)),
    in_summary("fences of code", |units| "> ```\n\n".repeat(units)),
    in_publication("entries of the index", |units| {
        let entry = |n| format!("  - {{subject: S{n}, see: [Archives]}}\n");
        "index:\n".to_owned() + &numbered(units, entry)
    }),
];

impl Growing {
    /// How long the program takes for the text, and for the doubled text: the shorter of two runs of each.
    ///
    /// # Panics
    /// If the program cannot be started.
    pub fn times(&self, program: &Path) -> [Duration; 2] {
        [UNITS, 2 * UNITS].map(|units| {
            let &Self { file, make, .. } = self;
            let once = || {
                let input = check(self.name, "", move |site| put(site, file, &make(units)), "").within(60, 4096);
                run(&input, program).time
            };
            once().min(once())
        })
    }
}

fn put(site: &Site, file: &str, text: &str) {
    if file == SUMMARY {
        site.summary(text);
    } else {
        site.summary("# Early\n\nWords of the [archive](index:Archives) [@notes].\n");
        site.append(file, text);
    }
}
