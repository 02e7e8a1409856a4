//! Texts on which a careless reader takes four times as long when they become twice as long.

use std::path::Path;
use std::time::Duration;

use super::{check, run};

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
    make: fn(usize) -> String,
}

/// All of them.
pub const GROWING: &[Growing] = &[
    Growing { name: "quotation marks", make: |units| "\"a \"b ".repeat(units) },
    Growing { name: "curly quotation marks", make: |units| "“a «b ".repeat(units) },
    Growing { name: "backslashes", make: |units| "\\\\".repeat(units) },
    Growing { name: "underscores", make: |units| "__a".repeat(units) },
    Growing { name: "slashes", make: |units| "a/".repeat(units) },
    Growing { name: "at signs", make: |units| "@a".repeat(units) },
    Growing { name: "links without an end", make: |units| "[a](b \"".repeat(units) },
    Growing { name: "citations without an end", make: |units| "\"[@a".repeat(units) },
    Growing { name: "notes in the line", make: |units| "^[a ".repeat(units) },
    Growing { name: "wiki links", make: |units| "[[a ".repeat(units) },
    Growing { name: "tildes", make: |units| "a ~~b ".repeat(units) },
    Growing { name: "carets", make: |units| "a^b ".repeat(units) },
    Growing { name: "dollar signs", make: |units| "a $b ".repeat(units) },
    Growing { name: "braces", make: |units| "`a`{".repeat(units) },
    Growing { name: "bare addresses", make: |units| "https://a.example/( ".repeat(units) },
    Growing { name: "addresses in one", make: |units| "http://a".repeat(units) },
    Growing { name: "addresses of people", make: |units| "a@b.c ".repeat(units) },
    Growing { name: "acronyms", make: |units| "many NGO's, the U.N. ".repeat(units) },
    Growing { name: "lists of letters", make: |units| "(a) b\n(b) c\n".repeat(units) },
    Growing { name: "lazy lines", make: |units| "- - - a\n".to_owned() + &"b\n".repeat(units) },
    Growing { name: "rows with backticks", make: |units| "| a |\n|---|\n".to_owned() + &"| `a |\n".repeat(units) },
    Growing { name: "rows without a table", make: |units| "| a | b |\n".repeat(units) },
    Growing { name: "fences of code", make: |units| "> ```\n\n".repeat(units) },
];

impl Growing {
    /// How long the program takes for the text, and for the doubled text: the shorter of two runs of each.
    ///
    /// # Panics
    /// If the program cannot be started.
    pub fn times(&self, program: &Path) -> [Duration; 2] {
        [UNITS, 2 * UNITS].map(|units| {
            let make = self.make;
            let once = || {
                let input = check(self.name, "", move |site| site.summary(make(units)), "").within(60, 4096);
                run(&input, program).time
            };
            once().min(once())
        })
    }
}
