//! What counts as a date, and what is wrong with one.

use super::super::testing::{assert_sound, mended, mended_in_us, said, said_in, said_with};
use super::CALENDARS;

#[test]
fn every_calendar_is_whole() {
    assert_eq!(CALENDARS.len(), 3);
    for calendar in CALENDARS.values() {
        assert_eq!((calendar.months.len(), calendar.weekdays.len()), (12, 7));
    }
}

#[test]
fn days_that_no_calendar_has_are_found() {
    assert_eq!(said("They met on 31 April."), ["impossible-date: 31 April"]);
    assert_eq!(said("From 28 to 30 February 2016."), ["impossible-date: 30 February 2016"]);
    assert_eq!(said("It closed on 29 February\n2017."), ["impossible-date: 29 February\n2017"]);
    assert_eq!(said_in("fr", "Le 31 juin 2017, la réunion."), ["impossible-date: 31 juin 2017"]);
    assert_eq!(said_in("es", "El 31 de abril de 2017 terminó."), ["impossible-date: 31 de abril de 2017"]);
    assert!(said("On 29 February they met, and on 29 February 2016, too; see Target 10 March.").is_empty());
    assert!(said("In May 32 States answered; 45 may follow, and 33 march on.").is_empty());
}

#[test]
fn weekdays_that_do_not_fit_are_found() {
    assert_eq!(said("It began on Monday, 18 April 2017."), ["wrong-weekday: Monday"]);
    assert_eq!(mended("On Monday 18 April 2017."), ["it is a Tuesday: correct the weekday or the date"]);
    assert_eq!(said_in("fr", "Le lundi 18 avril 2017."), ["wrong-weekday: lundi"]);
    assert!(said("It began on Tuesday, 18 April 2017, a Monday in 2016. On Friday 18 people left.").is_empty());
}

#[test]
fn a_weekday_without_a_year_is_held_against_the_workshop() {
    let workshop = "{id: w, number: 1, city: Uppsala, start: 2024-04-10, end: 2024-04-11, source: s1, basis: agenda, status: draft}";
    let said = |text: &str| said_with(&[("workshops/w/workshop.yaml", workshop)], text);
    assert_eq!(said("It opened on Tuesday, 10 April."), ["wrong-weekday: Tuesday"]);
    assert!(said("It opened on Wednesday, 10 April; on Tuesday, 12 May, people came.").is_empty());
}

#[test]
fn ranges_run_forwards_and_take_a_dash() {
    assert_eq!(said("On 19–18 April 2017."), ["reversed-range: 19–18 April 2017"]);
    assert_eq!(said("From 19 July to 18 April 2017."), ["reversed-range: 19 July to 18 April 2017"]);
    assert_eq!(said("In 2018–2016."), ["reversed-range: 2018–2016"]);
    assert_eq!(said("On 18-19 April 2017."), ["hyphen-in-range: 18-19"]);
    assert_eq!(mended("On 18-19 April 2017."), ["write `18–19`, with an en dash"]);
    assert_eq!(
        said("In 2016-2018, on pp. 5-10, at 10:00-11:30."),
        ["hyphen-in-range: 2016-2018", "hyphen-in-range: 5-10", "hyphen-in-range: 10:00-11:30"]
    );
    assert!(
        said("18–19 April, 4 to 6 December, 2017–18, 30 April to 2 May 2017, 28 December to 3 January 2017.")
            .is_empty()
    );
    assert!(
        said("ISBN 978-92-9068-746-7, 2017-04-18, resolution 71-280, a 50-50 split, 10-year, COVID-19.").is_empty()
    );
    assert!(said("A/RES/71-72, tel. 22-717, the post-2015 agenda, mid-2016, 24-7, 1-2-3.").is_empty());
    assert!(said("He wrote \"on 18-19 April 2017\" [@s1].").is_empty());
    assert!(said_in("es", "En 2016-2018, 18-19 de abril.").is_empty());
}

#[test]
fn a_range_may_run_over_the_end_of_a_year_or_have_one_year_only() {
    assert_sound(
        said,
        &[
            "From Wednesday, 28 December to Tuesday, 3 January 2017.",
            "From 18 April 2017 to 20 May.",
            "From 18 May 2017 to 20 April.",
            "On Tuesday, 18 April, 2500 people came.",
            "On Tuesday, 18 April 2500 people came.",
        ],
    );
    assert_eq!(said("From Monday, 28 December to 3 January 2017."), ["wrong-weekday: Monday"]);
    assert_eq!(
        said("From 28 December 2017 to 3 January 2017."),
        ["reversed-range: 28 December 2017 to 3 January 2017"]
    );
}

#[test]
fn what_is_moved_may_go_to_an_earlier_day() {
    assert_sound(
        said,
        &[
            "The day was brought forward from 30 June to 15 May 2017.",
            "The opening was, as a rule of no. 5 asks, moved from 30 June to 15 May.",
        ],
    );
    assert_sound(|text| said_in("fr", text), &["La réunion a été avancée du 30 juin au 15 mai 2017."]);
    assert_sound(|text| said_in("es", text), &["La reunión se adelantó del 30 de junio al 15 de mayo de 2017."]);
    assert_eq!(
        said("The day was moved. It lasted from 30 June to 15 May 2017."),
        ["reversed-range: 30 June to 15 May 2017"]
    );
}

#[test]
fn hints_keep_every_part_of_a_date() {
    for (text, british, american) in [
        ("18th April 2016 to 18th April 2017", "18 April 2016 to 18 April 2017", "April 18, 2016, to April 18, 2017"),
        ("28th April to 2nd May 2017", "28 April to 2 May 2017", "April 28 to May 2, 2017"),
        (
            "28th December to 3rd January 2017",
            "28 December 2016 to 3 January 2017",
            "December 28, 2016, to January 3, 2017",
        ),
        ("18th to 19th April 2017", "18 to 19 April 2017", "April 18 to 19, 2017"),
        ("28th April 2017 to 2nd May", "28 April 2017 to 2 May", "April 28, 2017, to May 2"),
        (
            "Tuesday, 18th to Wednesday, 19th April 2017",
            "Tuesday, 18 April to Wednesday, 19 April 2017",
            "Tuesday, April 18 to Wednesday, April 19, 2017",
        ),
    ] {
        assert_eq!(mended(&format!("On {text}.")), [format!("write `{british}`")]);
        assert_eq!(mended_in_us(&format!("On {text}.")), [format!("write `{american}`")]);
    }
    assert_eq!(mended("On 04/05/2017."), ["write the month as a word: `4 May 2017` or `5 April 2017`"]);
    assert_eq!(mended_in_us("On 04/05/2017."), ["write the month as a word: `April 5, 2017` or `May 4, 2017`"]);
    assert_eq!(mended_in_us("On 18/04/2017."), ["write the month as a word: `April 18, 2017`"]);
}

#[test]
fn numbers_that_are_dialled_or_name_something_are_no_ranges() {
    assert_sound(said, &["Call (212) 963-4475 or +41 22 717-9111.", "Tel.: 717-9111; fax: 717-9112; flight 12-345."]);
    assert_eq!(said("The sum was + 41 on pages 22-27."), ["hyphen-in-range: 22-27"]);
}

#[test]
fn dates_are_written_in_one_order() {
    assert_eq!(said("On April 18, 2017, it began."), ["date-style: April 18, 2017"]);
    assert_eq!(mended("On Tuesday, April 18, 2017."), ["write `Tuesday, 18 April 2017`"]);
    assert_eq!(mended("On April 18–19, 2017."), ["write `18–19 April 2017`"]);
    assert_eq!(mended("On the 18th of April 2017."), ["write `18 April 2017`"]);
    assert_eq!(
        mended("On 18/04/2017 and 04/18/2017."),
        ["write the month as a word: `18 April 2017`", "write the month as a word: `18 April 2017`"]
    );
    assert!(said("In April 2017, 18 States met; he said \"on April 18, 2017\" [@s1]; 1/2 of 3/4.").is_empty());
}
