//! Generated Typst text, and where each part of it came from.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use idm_core::source::Span;

/// Generated text being written, remembering which bytes came from where in the author's files.
///
/// ```
/// use idm_core::source::{Sources, Span};
/// use idm_render::source_map::Emitter;
///
/// let mut sources = Sources::default();
/// let file = sources.add("summary.md", "A *good* start");
/// let mut out = Emitter::new();
/// out.within(Span::new(file, 0..14), |out| {
///     out.push("#strong[");
///     out.emit(Span::new(file, 3..7), "good");
///     out.push("]");
/// });
/// let module = out.finish();
/// assert_eq!(sources.text(module.map.lookup(8..12).unwrap()), "good");
/// assert_eq!(sources.text(module.map.lookup(0..3).unwrap()), "A *good* start");
/// ```
#[derive(Debug, Default)]
pub struct Emitter {
    text: String,
    regions: Vec<Region>,
    /// The region that is being written into.
    open: Option<u32>,
}

impl Emitter {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes text of our own. It belongs to the nearest enclosing span, if there is one.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes text that came from `span`.
    pub fn emit(&mut self, span: Span, text: &str) {
        self.within(span, |out| out.push(text));
    }

    /// Everything that `write` writes belongs to `span`, unless it is mapped more closely.
    pub fn within<T>(&mut self, span: Span, write: impl FnOnce(&mut Self) -> T) -> T {
        let start = offset(self.text.len());
        let index = offset(self.regions.len());
        let parent = self.open;
        // The end is set below: a region stands before those inside it, so that starts ascend.
        self.regions.push(Region { start, end: start, span, parent });
        self.open = Some(index);
        let result = write(self);
        self.open = parent;
        let end = offset(self.text.len());
        if end == start {
            // Nothing was written, so there is nothing that could be looked up, and nothing inside either.
            self.regions.truncate(index as usize);
        } else {
            self.regions[index as usize].end = end;
        }
        result
    }

    /// Ends the writing.
    pub fn finish(self) -> Module {
        Module { text: self.text, map: SourceMap { regions: self.regions.into() } }
    }
}

/// Writes like [`Emitter::push`].
impl fmt::Write for Emitter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}

/// A generated Typst module.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// The Typst text.
    pub text: String,
    /// Where its parts came from.
    pub map: SourceMap,
}

impl From<String> for Module {
    /// A text of our own, of which no part came from an author.
    fn from(text: String) -> Self {
        Self { text, map: SourceMap::default() }
    }
}

/// Which bytes of a generated text came from where.
///
/// Regions either lie within each other or do not touch. They are sorted by start, the outer before the inner.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    /// Shared, because pages that are shown outlive the state of the project that they were laid out from.
    regions: Arc<[Region]>,
}

/// A range of generated text and its source.
#[derive(Debug, Clone)]
struct Region {
    start: u32,
    end: u32,
    span: Span,
    parent: Option<u32>,
}

impl SourceMap {
    /// Where a range of the generated text came from.
    ///
    /// That is the innermost mapped range that covers it. Where none does, the range begins in text of our own or runs
    /// out of mapped text: then it is the innermost mapped range at its start, or else the first one inside it.
    pub fn lookup(&self, range: Range<usize>) -> Option<Span> {
        self.region(range).map(|region| region.span)
    }

    /// Where a byte of the generated text came from, and how far into that place it stands, from 0 to 1.
    pub(crate) fn lookup_within(&self, at: usize) -> Option<(Span, f64)> {
        let region = self.region(at..at + 1)?;
        let into = offset(at).saturating_sub(region.start);
        Some((region.span, f64::from(into) / f64::from((region.end - region.start).max(1))))
    }

    fn region(&self, range: Range<usize>) -> Option<&Region> {
        let (start, end) = (offset(range.start), offset(range.end.max(range.start)));
        let after = self.regions.partition_point(|region| region.start <= start);
        let covering = self.around(after).find(|region| end <= region.end);
        let at_start = || self.around(after).find(|region| start < region.end);
        let inside = || self.regions.get(after).filter(|region| region.start < end);
        covering.or_else(at_start).or_else(inside)
    }

    /// The region before `index` and those around it, from the inside out. Every region that covers the start of that
    /// region is among them, because regions do not overlap in part.
    fn around(&self, index: usize) -> impl Iterator<Item = &Region> {
        let innermost = index.checked_sub(1).and_then(|index| self.regions.get(index));
        std::iter::successors(innermost, |region| region.parent.and_then(|parent| self.regions.get(parent as usize)))
    }

    /// Every place that something came from, in the order of the text.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.regions.iter().map(|region| region.span)
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }
}

/// Offsets are kept in 32 bits: no module comes near that size, and a map has an entry for every run of text.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use idm_core::source::{SourceId, Sources};
    use proptest::prelude::*;

    fn file() -> SourceId {
        Sources::default().add("a.md", "")
    }

    fn span(number: usize) -> Span {
        Span::new(file(), number..number + 1)
    }

    #[test]
    fn the_innermost_region_wins_and_own_text_belongs_to_what_is_around_it() {
        let mut out = Emitter::new();
        out.push("let x = ");
        out.within(span(1), |out| {
            out.push("[");
            out.emit(span(2), "two");
            out.push(" ");
            out.emit(span(3), "three");
            out.push("]");
        });
        out.push("; end");
        let Module { text, map } = out.finish();
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            map.lookup(start..start + part.len())
        };
        assert_eq!(at("two"), Some(span(2)));
        assert_eq!(at("w"), Some(span(2)));
        assert_eq!(at("three"), Some(span(3)));
        assert_eq!(at(" three"), Some(span(1)));
        assert_eq!(at("two three"), Some(span(1)));
        assert_eq!(at("let"), None);
        assert_eq!(at("x = [two"), Some(span(1)), "the first mapped part inside");
        assert_eq!(at("three]; end"), Some(span(3)), "the innermost at its start");
        assert_eq!(at("]; end"), Some(span(1)));
        assert_eq!(at("end"), None);
        assert_eq!(map.lookup(500..900), None);
    }

    #[test]
    fn what_writes_nothing_leaves_no_trace() {
        let mut out = Emitter::new();
        out.within(span(1), |out| out.emit(span(2), ""));
        out.emit(span(3), "x");
        let module = out.finish();
        assert_eq!(module.map.regions.len(), 1);
        assert_eq!(module.map.lookup(0..1), Some(span(3)));
    }

    /// What to write: text of our own, mapped text, or a mapped group.
    #[derive(Debug, Clone)]
    enum Step {
        Push(usize),
        Emit(usize),
        Within(Vec<Step>),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let leaf = prop_oneof![(0..4usize).prop_map(Step::Push), (0..4usize).prop_map(Step::Emit)];
        let step = leaf.prop_recursive(4, 40, 6, |inner| prop::collection::vec(inner, 0..6).prop_map(Step::Within));
        prop::collection::vec(step, 0..8)
    }

    /// Writes steps, and notes for every byte the spans around it from the outside in: the map without a map.
    #[derive(Default)]
    struct Naive {
        last: usize,
        around: Vec<usize>,
        bytes: Vec<Vec<usize>>,
    }

    impl Naive {
        fn write(&mut self, steps: &[Step], out: &mut Emitter) {
            for step in steps {
                match step {
                    Step::Push(length) => {
                        out.push(&"-".repeat(*length));
                        self.bytes.extend(std::iter::repeat_n(self.around.clone(), *length));
                    }
                    Step::Emit(length) => self.inside(|naive, span| {
                        out.emit(span, &"x".repeat(*length));
                        naive.bytes.extend(std::iter::repeat_n(naive.around.clone(), *length));
                    }),
                    Step::Within(inner) => {
                        self.inside(|naive, span| out.within(span, |out| naive.write(inner, out)));
                    }
                }
            }
        }

        fn inside(&mut self, write: impl FnOnce(&mut Self, Span)) {
            self.last += 1;
            self.around.push(self.last);
            write(self, span(self.last));
            self.around.pop();
        }
    }

    proptest! {
        #[test]
        fn looking_up_agrees_with_asking_every_byte(steps in steps()) {
            let (mut out, mut naive) = (Emitter::new(), Naive::default());
            naive.write(&steps, &mut out);
            let (module, bytes) = (out.finish(), naive.bytes);
            prop_assert_eq!(module.text.len(), bytes.len());
            for start in 0..bytes.len() {
                for end in start + 1..=bytes.len() {
                    let all = &bytes[start..end];
                    let shared = bytes[start].iter().rev().find(|number| all.iter().all(|byte| byte.contains(number)));
                    let first = all.iter().find_map(|byte| byte.first());
                    let expected = shared.or(bytes[start].last()).or(first);
                    prop_assert_eq!(module.map.lookup(start..end), expected.map(|&number| span(number)));
                }
            }
        }
    }
}
