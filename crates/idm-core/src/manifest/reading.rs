//! Manifests as they are read: those of this form, and those that earlier programs wrote.

use super::{Edition, FORMAT, Identity, Kind, Manifest, VERSION, in_edition};

/// Why a text is no manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is none at all.
    #[error("it is no manifest: {0}")]
    Syntax(String),
    /// It is one of a form that this program does not know.
    #[error("it is a manifest of version {0}, and this program reads version {VERSION}")]
    Version(u64),
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// If the text is none.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let syntax = |error: serde_json::Error| ManifestError::Syntax(error.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(syntax)?;
        if value.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Err(ManifestError::Syntax(format!("its `format` is not `{FORMAT}`")));
        }
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version != u64::from(VERSION) => Err(ManifestError::Version(version)),
            _ => serde_json::from_value(value).map(Self::with_editions).map_err(syntax),
        }
    }

    /// A manifest of the time when a folder held one edition, with what is said of editions since: its documents are known by
    /// the names that they have now, so that they need not be made again.
    fn with_editions(mut self) -> Self {
        let Some(publication) = self.publication.as_ref().filter(|_| self.editions.is_empty()) else { return self };
        let Identity { id, title, language, .. } = publication.clone();
        let book = format!("{id}.{language}.pdf");
        let is_other = self.outputs.iter().any(|output| output.kind == Kind::Publication && output.path == book)
            || self.inputs.keys().any(|path| path.contains(&format!(".{language}.")));
        if is_other {
            // They lay where those of the edition in the language of the texts belong.
            let own = format!(".{language}.json");
            self.outputs.retain(|output| output.kind != Kind::Records || output.path.ends_with(&own));
        }
        let named = |document: &mut String| {
            if is_other {
                *document = in_edition(document, &format!(".{language}"));
            }
        };
        for output in &mut self.outputs {
            named(&mut output.document);
            output.language.clone_from(&language);
        }
        self.failed.iter_mut().for_each(|failed| named(&mut failed.document));
        self.run.documents.iter_mut().for_each(|run| named(&mut run.document));
        self.editions = vec![Edition { language, title }];
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_manifest_is_refused() {
        for (text, expected) in [
            ("{", "it is no manifest: "),
            ("[]", "it is no manifest: its `format`"),
            (r#"{"format": "idm-manifest", "version": 2}"#, "it is a manifest of version 2"),
            (r#"{"format": "idm-manifest", "version": 1}"#, "it is no manifest: missing field"),
        ] {
            let refusal = Manifest::parse(text).unwrap_err().to_string();
            assert!(refusal.starts_with(expected), "{refusal}");
        }
    }
}
