//! How a publication is set, cited and checked.

use super::Resolver;
use crate::bibliography::DEFAULT_STYLE;
use crate::diagnostic::{Diagnostic, Fix, Origin, Place, near};
use crate::model::{DEFAULT_STANDARDS, DesignChange, Layout, Links, Openings, Paper, Plain, Settings, Waiver};
use crate::rules;

impl Resolver<'_> {
    pub(super) fn settings(&mut self, origin: &Origin) -> Settings {
        let value = &self.records.publication.value;
        let layout = value.layout.clone().unwrap_or_default();
        let paper = layout.paper.as_ref().map_or(Paper::default(), |name| {
            Paper::from_name(name).unwrap_or_else(|| {
                let origin = origin.key("layout").key("paper");
                self.invalid(origin, name, "a paper size: `a4`, `us-letter`, `b5` or `a5`");
                Paper::default()
            })
        });
        let openings = layout.openings.as_ref().map_or(Openings::default(), |name| {
            Openings::from_name(name).unwrap_or_else(|| {
                let origin = origin.key("layout").key("openings");
                self.invalid(origin, name, "a place where chapters begin: `recto` or `next`");
                Openings::default()
            })
        });
        let links = layout.links.as_ref().map_or(Links::default(), |name| {
            Links::from_name(name).unwrap_or_else(|| {
                let origin = origin.key("layout").key("links");
                self.invalid(origin, name, "a look of links: `quiet` or `coloured`");
                Links::default()
            })
        });
        let standards = match &value.standards {
            Some(names) => self.plains(&origin.key("standards"), names),
            None => {
                let span = self.span(origin);
                DEFAULT_STANDARDS.map(|name| Plain { text: name.to_owned(), span, language: None }).to_vec()
            }
        };
        let design = self.design(&origin.key("design"));
        let origin_of = |code: &str| origin.key("diagnostics").key(code);
        for (code, level) in &value.diagnostics {
            self.known_code(origin_of(code), code, *level != crate::schema::LevelEntry::Deny);
        }
        let mut waivers = Vec::new();
        for (at, waiver) in value.waivers.iter().enumerate() {
            let origin = origin.key("waivers").index(at);
            let (Some(code), Some(file)) = (&waiver.code, &waiver.file) else {
                let key = if waiver.code.is_none() { "code" } else { "file" };
                self.missing(&origin, "this waiver", key);
                continue;
            };
            if waiver.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
                self.missing(&origin, "this waiver", "reason");
            }
            if self.known_code(origin.key("code"), code, true) {
                let span = self.span(&origin);
                waivers.push(Waiver { code: code.clone(), file: file.clone(), span });
            }
        }
        Settings {
            layout: Layout { paper, justify: layout.justify, openings, links },
            design,
            citation_style: value.citation_style.clone().unwrap_or_else(|| DEFAULT_STYLE.to_owned()),
            standards,
            expand_acronyms: value.acronyms.as_ref().and_then(|acronyms| acronyms.expand).unwrap_or(true),
            levels: value.diagnostics.clone(),
            waivers,
        }
    }

    fn design(&self, origin: &Origin) -> Vec<DesignChange> {
        let tables = self.records.publication.value.design.iter();
        let changes = tables.flat_map(|(table, tokens)| tokens.iter().map(move |(token, value)| (table, token, value)));
        changes
            .map(|(table, token, value)| {
                let span = self.span(&origin.key(table).key(token));
                DesignChange { table: table.clone(), token: token.clone(), value: value.clone(), span }
            })
            .collect()
    }

    /// Whether there is such a diagnostic, and whether it may be softened if that is asked.
    fn known_code(&mut self, origin: Origin, code: &str, softened: bool) -> bool {
        let Some(rule) = rules::find(code) else {
            let message = format!("there is no diagnostic `{code}`");
            let near = near(code, rules::ALL.iter().map(|rule| rule.code));
            let diagnostic = Diagnostic::new(&rules::INVALID_VALUE, Place::Key(origin.clone()), message);
            // That of a waiver is a value.
            let value = near.map(|near| Fix::replace(origin, code, near.word, near.is_certain));
            let diagnostic = diagnostic.did_you_mean(code, near);
            self.report(value.into_iter().fold(diagnostic, Diagnostic::fix));
            return false;
        };
        if softened && !rule.adjustable {
            self.report(Diagnostic::new(
                &rules::INVALID_VALUE,
                origin,
                format!("`{code}` cannot be allowed: nothing could be built from such inputs"),
            ));
            return false;
        }
        true
    }
}
