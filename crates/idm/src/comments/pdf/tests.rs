use idm_render::pdf::annotations::{Annotation, Area};

use super::{answered, place, threads};
use idm_core::remarks::remark::Said;

fn annotation(kind: &'static str, answers: Option<usize>) -> Annotation {
    Annotation {
        page: 0,
        kind,
        comment: kind.to_owned(),
        author: None,
        date: None,
        name: None,
        areas: vec![Area { left: 10.5, bottom: 1.0, right: 20.0, top: 30.499 }],
        marks_words: kind == "strike",
        answers,
        is_part: false,
        state: None,
    }
}

#[test]
fn each_annotation_is_in_one_thread() {
    let answers = [None, Some(0), Some(1), Some(4), Some(3), Some(4), Some(99)];
    let list = answers.map(|answers| annotation("note", answers));
    let found: Vec<(usize, usize)> = threads(&list).into_iter().map(|(at, thread)| (at, thread.len())).collect();
    assert_eq!(found, [(0, 2), (3, 2), (6, 0)]);
}

#[test]
fn a_caret_and_its_strike_are_a_replacement_and_the_last_state_holds() {
    let caret = annotation("insertion", None);
    let strike = Annotation { is_part: true, comment: String::new(), ..annotation("strike", Some(0)) };
    let state = |state: &str, date: &str| Annotation {
        state: Some(state.to_owned()),
        date: Some(date.to_owned()),
        ..annotation("note", Some(0))
    };
    let said = |comment: &str, date: &str| Annotation {
        comment: comment.to_owned(),
        date: Some(date.to_owned()),
        ..annotation("note", Some(0))
    };
    let all = [
        state("Rejected", "2018-02"),
        said("b", "2018-02"),
        strike,
        state("Accepted", "2018-01"),
        said("a", "2018-01"),
    ];
    let mut one = Said { kind: "insertion".to_owned(), comment: "new".to_owned(), ..Said::default() };
    assert!(answered(&mut one, &caret, &all.iter().collect::<Vec<_>>()).marks_words);
    assert_eq!((one.kind.as_str(), one.comment.as_str()), ("replacement", "new"));
    assert_eq!(one.state.as_deref(), Some("Rejected"));
    assert_eq!(one.answers.iter().map(|answer| answer.comment.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let withdrawn = state("None", "2018-03");
    one.state = None;
    answered(&mut one, &caret, &[&all[0], &withdrawn]);
    assert_eq!(one.state, None);
}

#[test]
fn a_place_is_the_same_however_its_numbers_are_rounded() {
    assert_eq!(place(&annotation("note", None)), "10 30");
}
