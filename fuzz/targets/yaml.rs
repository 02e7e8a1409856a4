//! Records in YAML: see `idm_tests::properties::yaml`.

#![no_main]

use idm_tests::properties;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| properties::yaml(data));
