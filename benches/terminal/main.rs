//! The program, the smallest ratatui program over the same rows, and csvlens if it is given, side by side in a
//! pseudo-terminal: bytes, times and memory of what a person does.
//!
//! `cargo build --profile bench --example ratamin && cargo bench --bench terminal -- --rounds 3` prints a table
//! for `CONTRIBUTING.md`. In each round every program runs once from its start to its end, one after the other, so that
//! what else the machine does falls on all of them. Bytes are exact; of times only the ratio tells something.

#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod programs;
#[cfg(target_os = "linux")]
#[path = "../../tests/terminal/surroundings.rs"]
mod surroundings;
#[cfg(target_os = "linux")]
mod window;

#[cfg(target_os = "linux")]
fn main() {
    use clap::Parser as _;

    let arguments = Arguments::parse();
    let ours = found(&arguments.ours.unwrap_or_else(|| env!("CARGO_BIN_EXE_keepnet-tui").into()));
    let ratamin = found(&arguments.ratamin.unwrap_or_else(beside));
    let place = programs::Place::prepare(&ours, &ratamin, arguments.csvlens.as_deref().map(found).as_deref());
    let mut figures: Vec<_> = place.programs.iter().map(|_| figures::Figures::default()).collect();
    for _ in 0..arguments.rounds {
        for (program, figures) in place.programs.iter().zip(&mut figures) {
            figures.run(&place, program);
        }
    }
    print!("{}", figures::table(&place.programs, &figures));
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("what is measured is only told by Linux");
}

/// What is run, and how often.
#[cfg(target_os = "linux")]
#[derive(clap::Parser)]
struct Arguments {
    /// Runs of each program
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Another build of the program
    #[arg(long)]
    ours: Option<std::path::PathBuf>,
    /// Another build of ratamin
    #[arg(long)]
    ratamin: Option<std::path::PathBuf>,
    /// csvlens, to be measured as well
    #[arg(long)]
    csvlens: Option<std::path::PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

/// The path from anywhere: the programs do not run here.
#[cfg(target_os = "linux")]
fn found(path: &std::path::Path) -> std::path::PathBuf {
    path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The example is built into the folder beside that of this program.
#[cfg(target_os = "linux")]
fn beside() -> std::path::PathBuf {
    let own = std::env::current_exe().expect("this program");
    own.parent().and_then(std::path::Path::parent).expect("a folder").join("examples/ratamin")
}
