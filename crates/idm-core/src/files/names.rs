//! Names that are nearly those of inputs.

use crate::diagnostic::nearest;

/// The files of the publication itself, without their ending.
const TOP: [&str; 7] = ["publication", "people", "acronyms", "references", "outcomes", "terms", "comments"];
/// The files of a workshop's or panel's folder, with theirs.
const BELOW: [&str; 4] = ["workshop.yaml", "panel.yaml", "recommendations.yaml", "summary.md"];
/// The folders whose files the format names.
const FOLDERS: [&str; 3] = ["chapters", "frameworks", "workshops"];
/// What programs and people put behind a name. The first are endings that hide; the others mean a copy.
const BEHIND: [(&str, bool); 9] = [
    (".txt", false),
    (".text", false),
    (".bak", true),
    (".old", true),
    (".orig", true),
    (".tmp", true),
    (".save", true),
    (".swp", true),
    ("~", true),
];

/// The path of the input that a file is likely meant to be, which may be its own; nothing for a file that looks like none.
/// `is_there` says whether there is a file of that path.
///
/// A copy, such as an editor makes, is meant only where the input itself is not there.
pub fn meant(path: &str, is_there: impl Fn(&str) -> bool) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let lower = name.trim().to_lowercase();
    let mut stem = lower.as_str();
    let mut copy = false;
    let mut hidden = false;
    while let Some((rest, of_copy)) = BEHIND.iter().find_map(|(end, copy)| Some((stem.strip_suffix(end)?, *copy))) {
        stem = rest.trim_end();
        copy |= of_copy;
        hidden = true;
    }
    let (stem, ending) = match stem.rsplit_once('.') {
        Some((stem, "yaml" | "yml" | "yam" | "yalm" | "ymal")) => (stem.trim_end_matches(".yaml"), Some(".yaml")),
        Some((stem, "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdwn" | "mdtext" | "mdtxt")) => {
            (stem.trim_end_matches(".md"), Some(".md"))
        }
        // `summary.txt`: only a known name says what it is.
        _ if hidden => (stem, None),
        _ => return None,
    };
    if stem.is_empty() || stem.starts_with('.') || stem == "readme" {
        return None;
    }
    let right = in_folder(folder, stem, ending, &is_there)?;
    (!(copy && is_there(&right))).then_some(right)
}

fn in_folder(folder: &str, stem: &str, ending: Option<&str>, is_there: &impl Fn(&str) -> bool) -> Option<String> {
    let (top, below) = folder.split_once('/').map_or((folder, None), |(top, below)| (top, Some(below)));
    if top.is_empty() {
        let free = TOP.iter().copied().filter(|name| !is_there(&format!("{name}.yaml")));
        let known = TOP.iter().copied().find(|name| *name == stem);
        let name = known.or_else(|| nearest(stem, free)).filter(|_| ending != Some(".md"))?;
        return Some(format!("{name}.yaml"));
    }
    let lower = top.to_lowercase();
    let top = FOLDERS.iter().copied().find(|name| *name == lower).or_else(|| nearest(&lower, FOLDERS))?;
    match (top, below) {
        ("chapters", None) if ending == Some(".md") => Some(format!("chapters/{stem}.md")),
        ("frameworks", None) if ending == Some(".yaml") => Some(format!("frameworks/{stem}.yaml")),
        ("workshops", Some(below)) => {
            let wanted = |name: &&str| ending.is_none_or(|ending| name.ends_with(ending));
            let without = |name: &'static str| name.split('.').next().unwrap_or(name);
            let known = BELOW.into_iter().filter(wanted).find(|name| without(name) == stem);
            let free = |name: &&str| !is_there(&format!("workshops/{below}/{name}"));
            let near = || {
                let stems: Vec<&str> = BELOW.into_iter().filter(wanted).filter(free).map(without).collect();
                let stem = nearest(stem, stems)?;
                BELOW.into_iter().find(|name| without(name) == stem)
            };
            Some(format!("workshops/{below}/{}", known.or_else(near)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_meant(path: &str, right: Option<&str>) {
        assert_eq!(meant(path, |_| false).as_deref(), right, "{path}");
    }

    #[test]
    fn a_name_is_nearly_that_of_an_input() {
        let panel = "workshops/geneva/panel-1";
        for (wrong, right) in [
            ("summary.MD", "summary.md"),
            ("Summary.md", "summary.md"),
            ("SUMMARY.MD", "summary.md"),
            ("summary.markdown", "summary.md"),
            ("summary.md.txt", "summary.md"),
            ("summary.txt", "summary.md"),
            ("summary.md ", "summary.md"),
            ("summary.md.md", "summary.md"),
            ("sumary.md", "summary.md"),
            ("panel.yml", "panel.yaml"),
            ("panel.YAML", "panel.yaml"),
            ("panel.yaml.bak", "panel.yaml"),
            ("panel.yaml~", "panel.yaml"),
            ("recommendation.yaml", "recommendations.yaml"),
        ] {
            assert_meant(&format!("{panel}/{wrong}"), Some(&format!("{panel}/{right}")));
        }
        assert_meant("publication.yml", Some("publication.yaml"));
        assert_meant("Reference.yaml", Some("references.yaml"));
        assert_meant("Chapters/Introduction.MD", Some("chapters/introduction.md"));
        assert_meant("chapter/introduction.md", Some("chapters/introduction.md"));
        assert_meant("frameworks/sdg.yml", Some("frameworks/sdg.yaml"));
    }

    #[test]
    fn other_files_may_lie_anywhere() {
        for path in [
            "workshops/geneva/panel-1/figures/a.svg",
            "workshops/geneva/panel-1/notes.txt",
            "workshops/geneva/panel-1/slides.pdf",
            "workshops/geneva/panel-1/README.md",
            "Readme.markdown",
            "licence.txt",
            "chapters/figure.png",
            "Makefile",
        ] {
            assert_meant(path, None);
        }
    }

    #[test]
    fn a_copy_is_meant_only_without_the_input() {
        let there = |path: &str| path == "people.yaml";
        assert_eq!(meant("people.yaml.bak", there), None);
        assert_eq!(meant("people.yaml~", there), None);
        assert_eq!(meant("people.yml", there).as_deref(), Some("people.yaml"));
    }
}
