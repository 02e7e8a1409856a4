//! PDFs that are read: see `idm_tests::properties::pdf`.

#![no_main]

use idm_tests::properties;
use libfuzzer_sys::fuzz_target;

// Whatever the library panics at is caught and told as a damaged file; only what escapes is a finding.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| properties::pdf(data));
