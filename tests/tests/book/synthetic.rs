//! A book of about 300 pages, made up: what is cheap in a small one must not be dear in a large one. What it costs is
//! measured by `cargo bench --bench apparatus`.

use idm_core::files::Files;
use idm_tests::memory::Checked;
use idm_tests::synthetic::{self, RECOMMENDATIONS, Size, TERMS};
use idm_tests::witnesses;
use lopdf::Document;

#[test]
fn a_long_book_with_the_whole_apparatus_settles_in_two_passes() {
    let checked = Checked::new(Files::memory(synthetic::files(Size { panels: 30, apparatus: true })));
    assert_eq!(idm_tests::memory::show(&checked.located()), Vec::<String>::new());
    let publication = checked.publication().unwrap();
    assert_eq!(publication.recommendations.len(), 30 * RECOMMENDATIONS);
    const { assert!(30 * RECOMMENDATIONS >= 500 && 30 * TERMS >= 400) };
    let built = checked.build().unwrap();
    assert_eq!(built.passes, 2);
    let document = Document::load_mem(&built.bytes).unwrap();
    let pages = document.get_pages().len();
    assert!((280..480).contains(&pages), "{pages} pages");
    assert_eq!(witnesses::findings(&built.bytes), Vec::<String>::new());
}

/// Lines are numbered by their place, so that a page that breaks elsewhere in the second pass costs a third. So do notes in
/// the margin, which are placed when the places of their marks are known, and cards, whose heights are measured.
#[test]
fn drafts_settle_in_three_passes() {
    let checked = Checked::new(Files::memory(synthetic::files(Size { panels: 6, apparatus: true })));
    for panel in 1..=6 {
        assert!(checked.draft(&format!("p{panel}"), None).unwrap().passes <= 3, "p{panel}");
    }
}
