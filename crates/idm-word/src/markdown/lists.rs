//! Lists: items by their levels, numbered as the file numbers them.

use super::blocks::{Writer, wrapped};
use super::inlines::Place;
use super::settled::Text;
use crate::read::{Format, Item, Role};

impl Writer<'_> {
    /// A list of items that follow each other.
    pub(super) fn list(&mut self, items: &[&Text]) -> Option<String> {
        let written = self.level(items, 0);
        (!written.is_empty()).then_some(written)
    }

    /// The items of one level, each with those below it.
    fn level(&mut self, items: &[&Text], depth: usize) -> String {
        let mut lines: Vec<String> = vec![];
        let mut at = 0;
        // Lists that touch are told apart by another sign.
        let mut before: Option<(Kind, bool)> = None;
        let mut last_list = String::new();
        while let Some((text, item)) = items.get(at).and_then(|text| Some((*text, of(text)?))) {
            let below =
                items[at + 1..].iter().take_while(|next| of(next).is_some_and(|next| next.level > item.level)).count();
            let words = self.running(&text.content, Place::Paragraph);
            let kind = Kind::of(item);
            let number = self.number(item);
            let other = match before {
                Some((known, other)) if known == kind && last_list == item.list => other,
                Some((known, other)) if known.is_like(kind) => !other,
                _ => false,
            };
            before = Some((kind, other));
            last_list.clone_from(&item.list);
            let mark = kind.mark(number, other);
            let indent = " ".repeat(mark.chars().count() + 1);
            let within = if depth < 12 {
                self.level(&items[at + 1..at + 1 + below], depth + 1)
            } else {
                let rest = items[at + 1..at + 1 + below].iter();
                rest.map(|text| format!("{}\n", self.running(&text.content, Place::Paragraph))).collect()
            };
            at += 1 + below;
            if words.is_empty() && within.is_empty() {
                continue;
            }
            // An item that only holds others still needs words.
            let words = if words.is_empty() { "–".to_owned() } else { wrapped(&words) };
            let whole = if within.is_empty() { words } else { format!("{words}\n{within}") };
            lines.push(format!("{mark} {}", whole.replace('\n', &format!("\n{indent}"))));
        }
        lines.join("\n")
    }

    /// The mark of an item that stands where no list can.
    pub(super) fn loose_mark(&mut self, item: &Item) -> String {
        match Kind::of(item) {
            Kind::Bullets => "–".to_owned(),
            kind => kind.mark(self.number(item), false),
        }
    }

    /// The number of an item: what its list has come to.
    fn number(&mut self, item: &Item) -> u64 {
        let start = item.number.map_or(1, |(_, start)| start);
        self.counts.retain(|(list, level), _| *list != item.list || *level <= item.level);
        let count = self.counts.entry((item.list.clone(), item.level)).and_modify(|count| *count += 1).or_insert(start);
        *count
    }
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bullets,
    Numbers(Format),
}

impl Kind {
    fn of(item: &Item) -> Self {
        item.number.map_or(Self::Bullets, |(format, _)| Self::Numbers(format))
    }

    /// Whether lists of these kinds would run into each other.
    fn is_like(self, other: Self) -> bool {
        matches!((self, other), (Self::Bullets, Self::Bullets) | (Self::Numbers(_), Self::Numbers(_)))
    }

    fn mark(self, number: u64, other: bool) -> String {
        let sign = if other { ')' } else { '.' };
        match self {
            Self::Bullets => if other { "*" } else { "-" }.to_owned(),
            Self::Numbers(Format::Letters) if (1..=26).contains(&number) => {
                let letter = char::from(b'a' + u8::try_from(number - 1).unwrap_or_default());
                format!("{letter}{sign}")
            }
            Self::Numbers(Format::Roman) if (1..=17).contains(&number) => {
                const ROMAN: [&str; 17] = [
                    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
                    "xvi", "xvii",
                ];
                let roman = usize::try_from(number - 1).ok().and_then(|at| ROMAN.get(at)).unwrap_or(&"i");
                format!("{roman}{sign}")
            }
            Self::Numbers(_) => format!("{number}{sign}"),
        }
    }
}

fn of(text: &Text) -> Option<&Item> {
    match &text.role {
        Role::Item(item) => Some(item),
        _ => None,
    }
}
