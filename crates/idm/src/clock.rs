//! The clock, which no output depends on.

use std::time::{SystemTime, UNIX_EPOCH};

/// The time in seconds since 1970, for saying when a run took place, and which day is meant by words such as `yesterday`.
#[allow(
    clippy::disallowed_methods,
    reason = "it is told to people and in the manifest's `run`, and gets into no output"
)]
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|time| i64::try_from(time.as_secs()).ok()).unwrap_or(0)
}
