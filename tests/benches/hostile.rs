//! What hostile inputs come to: `cargo bench --bench hostile`.
//!
//! The program is run on every input of `idm_tests::hostile`, one after the other. A name, or a part of it, picks some:
//! `cargo bench --bench hostile -- yaml`; `--told` prints what the program says; `--long` runs what takes minutes, too.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints what it measured, or fails")]

use std::process::ExitCode;
use std::time::Instant;

use idm_tests::hostile;
use idm_tests::project;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (options, names): (Vec<_>, Vec<_>) = arguments.into_iter().partition(|argument| argument.starts_with("--"));
    let program = project::program().unwrap();
    let started = Instant::now();
    let (mut runs, mut broken) = (0, 0);
    println!("{:<28} {:>5} {:>9} {:>6} {:>9} {:>6}", "input", "code", "seconds", "of", "MiB", "of");
    for input in hostile::inputs() {
        if names.is_empty() && input.is_long && !options.iter().any(|option| option == "--long") {
            continue;
        }
        if !names.is_empty() && !names.iter().any(|name| input.name.contains(name.as_str())) {
            continue;
        }
        runs += 1;
        let outcome = hostile::run(&input, &program);
        let code = outcome.code.map_or("none".to_owned(), |code| code.to_string());
        let held = outcome.mebibytes.map_or("?".to_owned(), |mebibytes| mebibytes.to_string());
        let (name, time) = (input.name, outcome.time.as_secs_f64());
        println!("{name:<28} {code:>5} {time:>9.2} {:>6} {held:>9} {:>6}", input.seconds, input.mebibytes);
        broken += usize::from(!outcome.broken.is_empty());
        for broken in &outcome.broken {
            println!("  broken: {broken}");
        }
        if !outcome.broken.is_empty() || options.iter().any(|option| option == "--told") {
            for line in outcome.told.lines().take(8) {
                println!("  | {}", line.chars().take(160).collect::<String>());
            }
        }
    }
    for text in hostile::GROWING {
        if !names.is_empty() && !names.iter().any(|name| text.name.contains(name.as_str())) {
            continue;
        }
        runs += 1;
        let [once, doubled] = text.times(&program).map(|time| time.as_secs_f64());
        println!("{:<28} {once:>9.2} s, twice the text {doubled:>6.2} s", text.name);
        if doubled > once * hostile::RATIO && doubled > hostile::LEAST.as_secs_f64() {
            broken += 1;
            println!("  broken: twice the text takes {:.1} times as long", doubled / once);
        }
    }
    println!("{runs} inputs, {broken} of them not borne, {:.0} s", started.elapsed().as_secs_f64());
    assert!(runs > 0, "no input has such a name");
    ExitCode::from(u8::from(broken > 0))
}
