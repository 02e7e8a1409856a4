//! Markdown that becomes Typst text: see `idm_tests::properties::lowering`.

#![no_main]

use idm_tests::properties;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| properties::lowering(data));
