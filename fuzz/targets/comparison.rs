//! Two states of a text: see `idm_tests::properties::comparison`.

#![no_main]

use idm_tests::properties;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| properties::comparison(data));
