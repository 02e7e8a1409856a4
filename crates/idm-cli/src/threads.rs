//! The threads that documents are made with.

use idm::Error;
use rayon::ThreadPoolBuilder;

use crate::failure::Failure;

/// How large the stack of a thread is that reads or lays out: what the limits of nesting were tried with.
pub const STACK: usize = 8 * 1024 * 1024;
/// How many threads there may be. More only wait for each other, and a hundred thousand never get anywhere.
const MOST: usize = 256;
/// Where a number of threads can be asked for outside of the command line.
const VARIABLES: [&str; 2] = ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"];

/// Starts as many threads as were asked for, or else as many as the environment asks for or the machine has processors.
///
/// # Errors
/// If the system gives no threads.
pub fn start(asked: Option<usize>) -> Result<(), Failure> {
    let by_environment = || VARIABLES.iter().find_map(|name| std::env::var(name).ok()?.parse::<usize>().ok());
    // None is what nobody asked for, and means one for each processor.
    let number = asked.or_else(by_environment).unwrap_or(0).min(MOST);
    let start = |number: usize| ThreadPoolBuilder::new().stack_size(STACK).num_threads(number).build_global();
    match start(number).or_else(|_| start(1)) {
        Ok(()) => Ok(()),
        Err(error) => Err(Failure::Undone(Error::System {
            action: "start",
            path: "threads".into(),
            error: std::io::Error::other(error),
        })),
    }
}
