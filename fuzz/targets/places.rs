//! Source maps and the places of problems: see `idm_tests::properties::places`.

#![no_main]

use idm_tests::properties;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| properties::places(data));
