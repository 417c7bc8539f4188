//! The `sayso` command: what the other rooms can do, at a shell's prompt.
//!
//! Results go to standard output; progress, notes and errors to standard error. The exit status is 0
//! where something was found, 1 where nothing was, 2 where an error occurred. A closed pipe ends the
//! program quietly.

mod add;
mod arguments;
mod dictionaries;
mod examples;
mod explain;
mod faults;
mod formats;
mod inputs;
mod notes;
mod pipeline;
mod progress;
mod questions;
mod read;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// A record is made by one thread and let go by another, the one that writes. glibc's allocator has the two wait for each
/// other and its pools fray; with this one, reading and adding both take about a twentieth less time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Read(options) => read::run(options),
        Command::Add(options) => add::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Events(asked) => questions::events(asked),
        Command::Statements(asked) => questions::statements(asked),
        Command::Actors(asked) => questions::actors(asked),
        Command::Timeline(asked) => questions::timeline(asked),
        Command::Claims(asked) => questions::claims(asked),
        Command::Conflicts(asked) => questions::conflicts(asked),
        Command::Happenings(asked) => questions::happenings(asked),
        Command::Search(asked) => questions::search(asked),
        Command::Show(asked) => questions::show(asked),
        Command::Stats(asked) => questions::stats(asked),
        Command::Sql(asked) => questions::sql(asked),
        Command::Dump(asked) => questions::dump(asked),
    };
    match result {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            notes::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = |cause: &(dyn std::error::Error + 'static)| {
        let kind = match cause.downcast_ref::<csv::Error>().map(csv::Error::kind) {
            Some(csv::ErrorKind::Io(error)) => error.kind(),
            _ => cause.downcast_ref::<std::io::Error>()?.kind(),
        };
        Some(kind)
    };
    error.chain().filter_map(io).any(|kind| kind == std::io::ErrorKind::BrokenPipe)
}
