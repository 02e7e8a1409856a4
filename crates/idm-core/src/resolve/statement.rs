//! Frameworks, recommendations and outcomes.

use std::collections::BTreeMap;

use super::{Resolver, values};
use crate::diagnostic::{Diagnostic, Origin, near};
use crate::expression::Expressions;
use crate::markdown::tree::Inline;
use crate::model::{
    AnchorKind, Attribution, Element, Framework, Id, Line, List, Mapping, Outcome, Panel, Plain, Recommendation, Ref,
    Theme, Workshop,
};
use crate::read::{Entry, Lost};
use crate::rules;
use crate::schema::RecommendationEntry;

impl Resolver<'_> {
    pub(super) fn resolve_frameworks(&mut self) -> List<Framework> {
        let records = self.records;
        let expressions = self.expressions.clone();
        let mut frameworks: List<Framework> = List::default();
        for Entry { value, origin } in records.frameworks.iter().map(|entry| &**entry) {
            let Some(id) = self.id(origin, "this framework", &[Lost::Framework], value.id.as_ref()) else { continue };
            // Frameworks are a namespace of their own: the key of the reference that a framework stands in is often
            // the best name for it, too.
            if frameworks.iter().any(|framework| framework.id == id) {
                let message = format!("there is already a framework `{id}`");
                self.report(Diagnostic::new(&rules::ID_DUPLICATE, origin.key("id"), message));
                continue;
            }
            let title = self.plain(origin, "title", value.title.as_ref());
            let Some(title) = title else {
                self.missing(origin, "this framework", "title");
                self.lose(origin, &[Lost::Framework]);
                continue;
            };
            let short = self.plain(origin, "short", value.short.as_ref()).unwrap_or_else(|| title.clone());
            let reference = self.target(origin, "reference", value.reference.as_ref(), None);
            let note = self.line(&origin.key("note"), value.note.as_ref(), &expressions);
            let elements = self.elements(origin, &value.elements);
            let concerned = self.concerned(origin, &value.concerned, &elements);
            frameworks.push(Framework {
                id,
                title,
                short,
                note,
                reference,
                retrospective: value.retrospective,
                concerned,
                elements,
            });
        }
        frameworks
    }

    fn elements(&mut self, framework: &Origin, entries: &[crate::schema::ElementEntry]) -> List<Element> {
        let mut elements: List<Element> = List::default();
        let mut seen = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let origin = framework.key("elements").index(at);
            let Some(id) = entry.id.clone().filter(|id| !id.is_empty()) else {
                self.missing(&origin, "this element", "id");
                self.lose(&origin, &[Lost::Element]);
                continue;
            };
            if let Some(&first) = seen.get(&id) {
                let first = framework.key("elements").index(first);
                self.report(
                    Diagnostic::new(
                        &rules::ID_DUPLICATE,
                        origin.key("id"),
                        format!("the framework has an element `{id}` already"),
                    )
                    .label(first.key("id"), "here"),
                );
                continue;
            }
            seen.insert(id.clone(), at);
            let label = self.plain(&origin, "label", entry.label.as_ref()).unwrap_or_else(|| Plain {
                text: id.clone(),
                span: self.span(&origin.key("id")),
                language: None,
            });
            elements.push(Element { label, title: self.plain(&origin, "title", entry.title.as_ref()), id });
        }
        elements
    }

    /// The elements that a framework is measured against, in its order.
    fn concerned(&mut self, framework: &Origin, named: &[String], elements: &List<Element>) -> Vec<Ref<Element>> {
        if named.is_empty() {
            return elements.refs().collect();
        }
        let mut concerned = Vec::new();
        for (at, id) in named.iter().enumerate() {
            let origin = framework.key("concerned").index(at);
            match elements.find(|element| element.id == *id) {
                Some(element) if !concerned.contains(&element) => concerned.push(element),
                Some(_) => {
                    let message = format!("the element `{id}` is listed already");
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
                }
                None if self.holes.lack(Lost::Element) => {}
                None => {
                    let message = format!("the framework has no element `{id}`");
                    let diagnostic = Diagnostic::new(&rules::UNKNOWN_ELEMENT, origin, message);
                    let near = near(id, elements.iter().map(|element| element.id.as_str()));
                    self.report(diagnostic.did_you_mean(id, near));
                }
            }
        }
        concerned.sort_unstable();
        concerned
    }

    /// All recommendations in the order of the book: by theme; within a theme in the order of its panels, then those
    /// of sessions that are no panel. Their numbers follow from that order.
    pub(super) fn resolve_recommendations(
        &mut self,
        themes: &List<Theme>,
        (workshops, panels): (&List<Workshop>, &List<Panel>),
        frameworks: &List<Framework>,
    ) -> List<Recommendation> {
        let records = self.records;
        let mut found = Vec::new();
        for workshop_records in &records.workshops {
            let workshop = workshops.find(|workshop| is(&workshop_records.file.value.id, &workshop.id));
            let Some(workshop) = workshop else { continue };
            let expressions = values::for_workshop(&self.expressions, workshop_records);
            let attribution = Attribution { workshop, panel: None };
            for entry in workshop_records.recommendations.iter() {
                found.extend(self.recommendation(entry, (attribution, Some(0)), themes, frameworks, &expressions));
            }
            for panel_records in &workshop_records.panels {
                let panel = panels.find(|panel| panel.folder == panel_records.folder);
                let Some(panel) = panel else { continue };
                let expressions = values::for_panel(&expressions, panel_records);
                let attribution = Attribution { workshop, panel: Some(panel) };
                let Entry { value, origin } = &*panel_records.file;
                let key = origin.key("guiding-questions");
                // Where a question could not be read, nobody can say how many there are.
                let asked = value.guiding_questions.len();
                let unknown = self.holes.hold(&key) || (0..=asked).any(|at| self.holes.hold(&key.index(at)));
                let asked = (!unknown).then_some(asked);
                for entry in panel_records.recommendations.iter() {
                    found.extend(self.recommendation(entry, (attribution, asked), themes, frameworks, &expressions));
                }
            }
        }
        // Sorting is stable: within a panel the file's order holds.
        found.sort_by_key(|recommendation| {
            let panel = recommendation.attribution.panel;
            let drawn = &themes[recommendation.theme].panels;
            let place = panel.and_then(|panel| drawn.iter().position(|place| place.panel == panel));
            (recommendation.theme, place.is_none(), place, recommendation.attribution)
        });
        let mut counts = themes.map(|_| 0);
        for recommendation in &mut found {
            let count: &mut usize = &mut counts[recommendation.theme];
            *count += 1;
            recommendation.number = format!("{}.{count}", themes[recommendation.theme].number);
            self.anchors.number(&recommendation.id, AnchorKind::Recommendation, &recommendation.number);
        }
        found.into()
    }

    fn recommendation(
        &mut self,
        Entry { value, origin }: &Entry<RecommendationEntry>,
        (attribution, asked): (Attribution, Option<usize>),
        themes: &List<Theme>,
        frameworks: &List<Framework>,
        expressions: &Expressions,
    ) -> Option<Recommendation> {
        let what = "this recommendation";
        let id = self.id(origin, what, &[Lost::Name(AnchorKind::Recommendation)], value.id.as_ref())?;
        let title = self.title(origin, value.title.as_ref(), what, &id, expressions);
        let mut anchor = self.anchor(AnchorKind::Recommendation, origin);
        anchor.title = title.content.clone();
        self.announce(&id, origin.key("id"), anchor);
        let theme = self.theme_of(origin, value.theme.as_ref(), attribution, themes, what);
        if theme.is_none() {
            self.lose_statement(origin, &id);
        }
        let provenance = self.provenance(origin, what, value.source.as_ref(), value.locator.as_ref(), value.basis);
        let questions = self.questions(origin, &value.questions, attribution, asked);
        let mut addressees = Vec::new();
        for (at, addressee) in value.addressees.iter().enumerate() {
            let origin = origin.key("addressees").index(at);
            let Some(addressee) = self.addressee(&origin, addressee) else { continue };
            if addressees.contains(&addressee) {
                self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, "this addressee is listed already"));
            } else {
                addressees.push(addressee);
            }
        }
        Some(Recommendation {
            number: String::new(),
            text: self.text(&origin.key("text"), value.text.as_ref(), expressions),
            note: self.line(&origin.key("note"), value.note.as_ref(), expressions),
            addressees,
            mappings: self.mappings(origin, &value.frameworks, frameworks),
            questions,
            theme: theme?,
            attribution,
            provenance,
            status: value.status.unwrap_or_default(),
            id,
            title,
        })
    }

    /// The places of the questions that a recommendation comes from. `asked` is how many its panel was asked, where that is
    /// known.
    fn questions(
        &mut self,
        origin: &Origin,
        numbers: &[u32],
        attribution: Attribution,
        asked: Option<usize>,
    ) -> Vec<usize> {
        let mut questions = Vec::new();
        for (at, &number) in numbers.iter().enumerate() {
            let origin = origin.key("questions").index(at);
            let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
            let message = match (place, asked) {
                (Some(place), _) if questions.contains(&place) => format!("the question {number} is listed already"),
                (Some(place), None) => {
                    questions.push(place);
                    continue;
                }
                (Some(place), Some(asked)) if place < asked => {
                    questions.push(place);
                    continue;
                }
                _ if attribution.panel.is_none() => {
                    "only a recommendation of a panel comes from a guiding question".to_owned()
                }
                (_, Some(0)) => format!("the panel has no guiding questions, and so no question {number}"),
                (_, Some(asked)) => format!("the panel's guiding questions are numbered 1 to {asked}, not {number}"),
                (None, None) => "guiding questions are numbered from 1".to_owned(),
            };
            self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message));
        }
        questions.sort_unstable();
        questions
    }

    /// Notes that a statement stands under no theme, so that the book does not show it, which has been reported.
    fn lose_statement(&mut self, origin: &Origin, id: &Id) {
        self.lose(origin, &[Lost::Words]);
        self.holes.push_names([id.to_string()]);
    }

    /// A record's title; without one the identifier stands in, and the gap is reported.
    fn title(
        &mut self,
        origin: &Origin,
        title: Option<&String>,
        what: &str,
        id: &str,
        expressions: &Expressions,
    ) -> Line {
        self.line(&origin.key("title"), title, expressions).unwrap_or_else(|| {
            self.missing(origin, what, "title");
            let span = self.span(&origin.key("id"));
            Line { content: vec![Inline::text(id.to_owned(), span)], span }
        })
    }

    fn theme_of(
        &mut self,
        origin: &Origin,
        named: Option<&String>,
        attribution: Attribution,
        themes: &List<Theme>,
        what: &str,
    ) -> Option<Ref<Theme>> {
        if let Some(id) = named {
            let found = themes.find(|theme| theme.id == *id);
            if found.is_none() {
                let known = themes.iter().map(|theme| theme.id.as_str());
                self.dangling(&origin.key("theme"), AnchorKind::Theme, id, known);
            }
            return found;
        }
        let of_panel = attribution.panel.and_then(|panel| themes.find(|theme| theme.draws_on(panel)));
        let may_have = self.holes.lack(Lost::Place) || self.holes.hold(&origin.key("theme"));
        if of_panel.is_none() && !may_have {
            self.report(
                Diagnostic::new(
                    &rules::MISSING_VALUE,
                    origin,
                    format!("{what} needs a `theme`: no theme draws on where it was made"),
                )
                .hint("name one of the themes of `publication.yaml`"),
            );
        }
        of_panel
    }

    fn mappings(
        &mut self,
        record: &Origin,
        named: &BTreeMap<String, Vec<String>>,
        frameworks: &List<Framework>,
    ) -> Vec<Mapping> {
        let mut mappings = Vec::new();
        for (name, ids) in named {
            let origin = record.key("frameworks").key(name);
            let Some(framework) = frameworks.find(|framework| framework.id == *name) else {
                if !self.holes.lack(Lost::Framework) {
                    let known = frameworks.iter().map(|framework| framework.id.as_str());
                    self.nothing_called(&origin, "framework", name, known);
                }
                continue;
            };
            let mut elements = Vec::new();
            for (at, id) in ids.iter().enumerate() {
                let known = &frameworks[framework].elements;
                match known.find(|element| element.id == *id) {
                    Some(element) if !elements.contains(&element) => elements.push(element),
                    Some(_) => self.report(Diagnostic::new(
                        &rules::INVALID_VALUE,
                        origin.index(at),
                        format!("the element `{id}` is listed already"),
                    )),
                    None if self.holes.lack(Lost::Element) => {}
                    None => {
                        let short = &frameworks[framework].short.text;
                        let message = format!("{short} has no element `{id}`");
                        let diagnostic = Diagnostic::new(&rules::UNKNOWN_ELEMENT, origin.index(at), message);
                        let near = near(id, known.iter().map(|element| element.id.as_str()));
                        self.report(diagnostic.did_you_mean(id, near));
                    }
                }
            }
            elements.sort_unstable();
            mappings.push(Mapping { framework, elements });
        }
        mappings.sort_by_key(|mapping| mapping.framework);
        mappings
    }

    /// All outcomes in the order of the book: by theme, then as the file lists them.
    pub(super) fn resolve_outcomes(
        &mut self,
        themes: &List<Theme>,
        recommendations: &List<Recommendation>,
    ) -> List<Outcome> {
        let records = self.records;
        let expressions = self.expressions.clone();
        let mut outcomes: Vec<Outcome> = records
            .outcomes
            .iter()
            .filter_map(|entry| self.outcome(entry, themes, recommendations, &expressions))
            .collect();
        outcomes.sort_by_key(|outcome| outcome.theme);
        let mut counts = themes.map(|_| 0);
        for outcome in &mut outcomes {
            let count: &mut usize = &mut counts[outcome.theme];
            *count += 1;
            outcome.number = format!("{}.{count}", themes[outcome.theme].number);
            self.anchors.number(&outcome.id, AnchorKind::Outcome, &outcome.number);
        }
        outcomes.into()
    }

    fn outcome(
        &mut self,
        Entry { value, origin }: &Entry<crate::schema::OutcomeEntry>,
        themes: &List<Theme>,
        recommendations: &List<Recommendation>,
        expressions: &Expressions,
    ) -> Option<Outcome> {
        let what = "this outcome";
        let id = self.id(origin, what, &[Lost::Name(AnchorKind::Outcome)], value.id.as_ref())?;
        let title = self.title(origin, value.title.as_ref(), what, &id, expressions);
        let mut anchor = self.anchor(AnchorKind::Outcome, origin);
        anchor.title = title.content.clone();
        self.announce(&id, origin.key("id"), anchor);
        let theme = match &value.theme {
            Some(id) => {
                let found = themes.find(|theme| theme.id == *id);
                if found.is_none() {
                    let known = themes.iter().map(|theme| theme.id.as_str());
                    self.dangling(&origin.key("theme"), AnchorKind::Theme, id, known);
                }
                found
            }
            None => {
                self.missing(origin, what, "theme");
                None
            }
        };
        if theme.is_none() {
            self.lose_statement(origin, &id);
        }
        let provenance = self.provenance(origin, what, value.source.as_ref(), value.locator.as_ref(), value.basis);
        let mut rests_on = Vec::new();
        for (at, id) in value.recommendations.iter().enumerate() {
            let origin = origin.key("recommendations").index(at);
            match recommendations.find(|recommendation| recommendation.id == *id) {
                Some(found) if !rests_on.contains(&found) => rests_on.push(found),
                Some(_) => self.report(Diagnostic::new(
                    &rules::INVALID_VALUE,
                    origin,
                    format!("the recommendation `{id}` is listed already"),
                )),
                None => {
                    let known = recommendations.iter().map(|recommendation| recommendation.id.as_str());
                    self.dangling(&origin, AnchorKind::Recommendation, id, known);
                }
            }
        }
        Some(Outcome {
            number: String::new(),
            text: self.text(&origin.key("text"), value.text.as_ref(), expressions),
            theme: theme?,
            recommendations: rests_on,
            provenance,
            status: value.status.unwrap_or_default(),
            id,
            title,
        })
    }
}

fn is(id: &Option<String>, wanted: &str) -> bool {
    id.as_deref() == Some(wanted)
}
