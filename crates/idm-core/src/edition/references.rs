//! What a cross-reference and a citation print, and where they lead.

use super::builder::Builder;
use super::tree::{Inline, InlineKind, Reference, ReferenceWords};
use crate::bibliography::with_leads;
use crate::markdown::tree::{Identifier, Target};
use crate::model::{Anchor, AnchorKind, Panel, Ref};
use crate::quotes;
use crate::resolve::citation_key;
use crate::source::Span;

/// Where the author's own words lead.
pub(super) struct LinkTo {
    label: String,
    kind: AnchorKind,
}

impl LinkTo {
    /// Words that lead there.
    pub(super) fn around(self, content: Vec<Inline>) -> InlineKind {
        if self.kind == AnchorKind::Reference {
            InlineKind::Citation { label: self.label, content }
        } else {
            InlineKind::Reference(Reference { label: self.label, kind: self.kind, words: ReferenceWords::Own(content) })
        }
    }
}

impl<'a> Builder<'a> {
    /// A mark: citations as the style writes them, cross-references by kind and number.
    pub(super) fn references(&mut self, targets: &[Target], span: Option<Span>, printed: &mut Vec<Inline>) {
        let publication = self.publication;
        let key = citation_key(&publication.anchors, targets).unwrap_or_default();
        let mut first = true;
        if let Some(citation) = publication.bibliography.citation(&key).filter(|_| !key.is_empty()) {
            let content = self.told(&with_leads(citation, targets), &[]);
            printed.extend(content);
            first = false;
        }
        first &= key.is_empty();
        for target in targets.iter().filter(|target| !key.iter().any(|(id, _)| *id == target.id)) {
            if !first {
                printed.push(self.inline(span, InlineKind::Words(self.sign("semicolon").to_owned())));
            }
            first = false;
            if let Some(kind) = self.cross_reference(target) {
                if let Some(lead) = &target.lead {
                    printed.push(self.inline(span, InlineKind::Words(format!("{lead} "))));
                }
                printed.push(self.inline(span, kind));
            }
        }
    }

    /// A record's source: a citation.
    pub(super) fn source(&mut self, source: &Target) -> Vec<Inline> {
        let mut printed = vec![];
        let span = self.place(source.span);
        self.references(std::slice::from_ref(source), span, &mut printed);
        printed
    }

    /// A person by identifier, with name and post; anything else is a name as it stands.
    pub(super) fn speaker(&mut self, by: &Identifier) -> Vec<Inline> {
        let span = self.place(by.span);
        let words = |text: String| InlineKind::Words(text);
        let Some(person) = self.publication.people.iter().find(|person| person.id == by.name) else {
            return vec![self.inline(span, words(by.name.clone()))];
        };
        let mut printed = vec![self.inline(span, words(quotes::text(&person.name.text, &self.tag())))];
        if self.is_linked(&by.name) {
            let label = format!("{}:{}", AnchorKind::Person.prefix(), by.name);
            let kind = LinkTo { label, kind: AnchorKind::Person }.around(printed);
            printed = vec![self.inline(span, kind)];
        }
        if let Some(post) = &person.post {
            let said = self.inline(
                span,
                words(match post.language {
                    Some(_) => post.text.clone(),
                    None => format!(", {}", post.text),
                }),
            );
            match post.language {
                Some(language) => {
                    printed.push(self.inline(span, words(", ".to_owned())));
                    let language = language.code().to_owned();
                    printed
                        .push(self.inline(span, InlineKind::Foreign { language, region: None, content: vec![said] }));
                }
                None => printed.push(said),
            }
        }
        printed
    }

    /// Whether what the identifier names is linked to: whatever the book shows, and in a draft anything, since that
    /// shows other things and the template drops links to what it does not.
    fn is_linked(&self, id: &str) -> bool {
        self.publication.anchors.get(id).is_some_and(|anchor| anchor.printed || self.review.is_some())
    }

    /// Where the author's own words for a target lead, if that is shown.
    pub(super) fn link_to(&mut self, target: &Target) -> Option<LinkTo> {
        let kind = self.publication.anchors.get(&target.id).filter(|_| self.is_linked(&target.id))?.kind;
        if kind == AnchorKind::Reference && !self.is_gone() {
            self.cited.insert(target.id.clone());
        }
        Some(LinkTo { label: label(kind, &target.id), kind })
    }

    /// What stands for a target for which the author has no words.
    fn cross_reference(&mut self, target: &Target) -> Option<InlineKind> {
        let anchor = self.publication.anchors.get(&target.id)?;
        let kind = self.kind(anchor.kind);
        let words = match &anchor.number {
            Some(number) => {
                let number = self.numbered(number, anchor, &target.id);
                ReferenceWords::Kind(format!("{kind}\u{a0}{number}"))
            }
            // A title may refer to others in turn, and these back to it. The kind is enough there.
            None if anchor.title.is_empty() || self.in_title => ReferenceWords::Kind(kind.to_owned()),
            None => ReferenceWords::Title(self.title_of(anchor)),
        };
        Some(InlineKind::Reference(Reference { label: label(anchor.kind, &target.id), kind: anchor.kind, words }))
    }

    /// A cross-reference to a recommendation by its number.
    pub(super) fn recommendation_reference(&mut self, id: &str, number: &str) -> Inline {
        let kind = AnchorKind::Recommendation;
        let words = ReferenceWords::Kind(format!("{}\u{a0}{number}", self.kind(kind)));
        self.inline(None, InlineKind::Reference(Reference { label: label(kind, id), kind, words }))
    }

    /// The kind of a thing in words.
    pub(super) fn kind(&self, kind: AnchorKind) -> &'a str {
        self.labels.get(&self.language, &format!("kind.{}", kind.name()))
    }

    /// The title of what is referred to. That of a chapter or section would run into the sentence around it.
    fn title_of(&mut self, anchor: &Anchor) -> Vec<Inline> {
        self.in_title = true;
        let mut title = self.told(&anchor.title, &[]);
        self.in_title = false;
        if matches!(anchor.kind, AnchorKind::Section | AnchorKind::Chapter) {
            let labels = self.labels;
            let (open, close) = (
                self.words(labels.get(&self.language, "mark.open")),
                self.words(labels.get(&self.language, "mark.close")),
            );
            title.insert(0, open);
            title.push(close);
        }
        title
    }

    /// What a panel or workshop is called where nothing around it says which one is meant: "Panel 1, Upper Ford".
    pub(super) fn name_with_city(&self, kind: AnchorKind, number: u32, city: &str) -> String {
        format!("{}\u{a0}{number}, {city}", self.kind(kind))
    }

    /// What a panel is called in headings, lists, charts and for readers who listen.
    pub(super) fn panel_name(&self, at: Ref<Panel>) -> String {
        let panel = &self.publication[at];
        self.name_with_city(AnchorKind::Panel, panel.number, &self.publication[panel.workshop].city.text)
    }

    /// A number in running text, with the city where it alone would not say which is meant.
    pub(super) fn numbered(&self, number: &str, anchor: &Anchor, id: &str) -> String {
        match anchor.city.as_ref().filter(|_| self.needs_city(id)) {
            Some(city) => format!("{number} ({city})"),
            None => number.to_owned(),
        }
    }

    /// Whether a panel's number alone would not say which panel is meant: in a text that belongs to another workshop,
    /// or to none, if more than one workshop has panels.
    fn needs_city(&self, panel: &str) -> bool {
        let workshops = &self.publication.workshops;
        if workshops.iter().filter(|workshop| !workshop.panels.is_empty()).count() < 2 {
            return false;
        }
        let home = self.publication.panels.iter().find(|record| record.id == *panel).map(|record| record.workshop);
        home != self.workshop
    }
}

/// The label on the page of what an identifier names.
pub(super) fn label(kind: AnchorKind, id: &str) -> String {
    format!("{}:{id}", kind.prefix())
}
