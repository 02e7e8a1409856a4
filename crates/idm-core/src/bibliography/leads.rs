//! The words that an author puts before a source: "see" in `[see @a; also @b]`.

use std::borrow::Cow;

use crate::markdown::tree::{Inline, InlineKind, Target};

/// A formatted mark with the words that stand before its sources. A style may bring these into another order, so each is
/// known by its key; of one that stands there twice, the first is named first.
pub(crate) fn with_leads<'c>(citation: &'c [Inline], targets: &[Target]) -> Cow<'c, [Inline]> {
    let mut left: Vec<&Target> = targets.iter().collect();
    if left.iter().all(|target| target.lead.is_none()) {
        return Cow::Borrowed(citation);
    }
    let mut whole = Vec::with_capacity(citation.len() + targets.len());
    for inline in citation {
        if let InlineKind::Reference { targets: named, content: Some(_) } = &inline.kind
            && let Some(at) = left.iter().position(|target| named.iter().any(|named| named.id == target.id))
            && let Some(lead) = &left.remove(at).lead
        {
            whole.push(Inline::text(format!("{lead} "), inline.span));
        }
        whole.push(inline.clone());
    }
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::tree::plain_text;
    use crate::source::Span;

    #[test]
    fn words_stand_before_their_own_source() {
        let target = |id: &str, lead: Option<&str>| Target {
            prefix: None,
            id: id.to_owned(),
            locator: None,
            lead: lead.map(str::to_owned),
            span: Span::NOWHERE,
        };
        let inline = |kind| Inline { kind, span: Span::NOWHERE };
        let text = |words: &str| inline(InlineKind::Text(words.into()));
        let named = |id: &str, words: &str| {
            inline(InlineKind::Reference { targets: vec![target(id, None)], content: Some(vec![text(words)]) })
        };
        let mark = [text("("), named("b", "Bee, 2016"), text("; "), named("a", "Ay, 2017"), text(")")];
        let shown = |targets: &[Target]| plain_text(&with_leads(&mark, targets));
        assert_eq!(shown(&[target("a", Some("also")), target("b", Some("see"))]), "(see Bee, 2016; also Ay, 2017)");
        assert_eq!(shown(&[target("a", None), target("b", Some("but see"))]), "(but see Bee, 2016; Ay, 2017)");
        assert!(matches!(with_leads(&mark, &[target("a", None)]), Cow::Borrowed(_)));
    }
}
