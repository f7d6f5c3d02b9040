//! The commands, a file each.

use crate::args::{Args, Command};
use crate::failure::{Failure, Outcome};

mod benchmark;
mod budget;
mod cases;
mod check;
mod comments;
mod drivers;
mod instrument;
mod norm;
mod pairs;
mod partners;
mod plan;
mod report;
mod sample;
mod scale;
#[cfg(feature = "schema")]
mod schema;
mod score;
mod stories;
mod synth;
mod trend;
mod uptake;

pub(crate) fn run(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::Check(check) => check::run(&check),
        Command::Score(score) => score::run(&score),
        Command::Scale(scale) => scale::run(&scale),
        Command::Benchmark(benchmark) => benchmark::run(&benchmark),
        Command::Budget(command) => budget::run(&command),
        Command::Report(report) => report::run(&report),
        Command::Trend(trend) => trend::run(&trend),
        Command::Partners(partners) => partners::run(&partners),
        Command::Norm(command) => norm::run(&command),
        Command::Drivers(drivers) => drivers::run(&drivers),
        Command::Pairs(pairs) => pairs::run(&pairs),
        Command::Sample(sample) => sample::run(&sample),
        Command::Instrument(command) => instrument::run(&command),
        Command::Synth(synth) => synth::run(&synth),
        Command::Stories(stories) => stories::run(&stories),
        Command::Comments(comments) => comments::run(&comments),
        Command::Plan(command) => plan::run(&command),
        Command::Cases(cases) => cases::run(&cases),
        #[cfg(feature = "schema")]
        Command::Schema(of) => schema::run(of),
        Command::Uptake(uptake) => uptake::run(&uptake),
    }
}
