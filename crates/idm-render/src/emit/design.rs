//! What a publication changes in the design, as a package that the tokens of the templates read.

use idm_core::edition::Labels;
use idm_core::model::{DesignChange, LabelChange, Paper, Publication};
use idm_core::schema::DesignEntry;

use super::literal;
use super::writer::Writer;
use crate::packages::{VERSION, package_path};
use crate::source_map::Module;
use crate::typst_project::TypstProject;

/// The package's name.
const NAME: &str = "design";

/// Adds the package `@idm/design` to a document's project: `overrides`, a dictionary of tables of the design. Every
/// document has it, also where nothing is changed, since the templates import it.
pub(super) fn insert(project: &mut TypstProject, publication: &Publication, paper: Paper, labels: &Labels) {
    let manifest = format!("[package]\nname = \"{NAME}\"\nversion = \"{VERSION}\"\nentrypoint = \"lib.typ\"\n");
    project.insert(package_path(NAME, "typst.toml"), Module::from(manifest));
    project.insert(package_path(NAME, "lib.typ"), overrides(publication, paper, labels));
}

fn overrides(publication: &Publication, paper: Paper, labels: &Labels) -> Module {
    let mut writer = Writer::bare();
    let tables: Vec<_> = publication.settings.design.chunk_by(|a, b| a.table == b.table).collect();
    writer.define("overrides", |writer| {
        writer.out.push("(");
        for changes in &tables {
            let Some(DesignChange { table, .. }) = changes.first() else { continue };
            writer.out.push(&format!("{}: (", literal::string(table)));
            for change in *changes {
                writer.out.push(&format!("{}: ", literal::string(&change.token)));
                value(writer, change);
                writer.out.push(",\n  ");
            }
            writer.out.push("),\n  ");
        }
        writer.out.push(if tables.is_empty() { ":)" } else { ")" });
    });
    writer.define("paper", |writer| writer.out.push(&literal::string(paper.name())));
    words(&mut writer, publication, labels);
    writer.define("page-digits", |writer| writer.out.push(&page_digits(publication).to_string()));
    writer.finish()
}

/// How many digits most of a book's page numbers have. A page that is not known yet keeps the room of so many: what runs on
/// from page to page would move if it were another. Four recommendations take a page, a panel some three.
fn page_digits(publication: &Publication) -> usize {
    let pages = 25 + publication.recommendations.len() / 4 + 3 * publication.panels.len();
    pages.to_string().len()
}

/// `words`: a dictionary of the words that are the publication's own or name its levels, by language, section and key.
fn words(writer: &mut Writer, publication: &Publication, labels: &Labels) {
    writer.define("words", |writer| {
        writer.out.push("(");
        for language in labels.languages() {
            writer.out.push(&format!("{}: (", literal::string(language)));
            for (path, text) in labels.own(language) {
                // Words without a section stand among them.
                let (section, key) = path.split_once('.').unwrap_or(("", path));
                let is_own = |change: &&LabelChange| change.path == path && change.language.code() == language;
                let span = publication.labels.iter().find(is_own).map(|change| change.span);
                writer.out.push(&format!("({}, {}, ", literal::string(section), literal::string(key)));
                writer.within(span, |writer| writer.string(text));
                writer.out.push("),\n  ");
            }
            writer.out.push("),\n  ");
        }
        writer.out.push(if labels.languages().next().is_none() { ":)" } else { ")" });
    });
}

fn value(writer: &mut Writer, change: &DesignChange) {
    writer.within(Some(change.span), |writer| match &change.value {
        DesignEntry::One(text) => writer.string(text),
        DesignEntry::List(texts) => writer.array(texts, |writer, text| writer.string(text)),
    });
}
