//! Which conditions go with which outcomes, on a table of plain numbers: every outcome by every condition, with the same
//! covariates held alike.
//!
//! usage: `driver_fits FILE [THREADS]`. FILE is a CSV without quotes whose header names columns `outcome…`,
//! `condition…` (0 or 1, empty where missing), `covariate…` (whole numbers from 0 to 254) and `cluster` (whole
//! numbers). Coefficients go to standard output, times to standard error. Without a file it makes up a small survey.

use std::error::Error;
use std::time::Instant;

use poet::benchmark::drivers::{Answered, Covariate, Fit, Patterns, Profiles, cluster_robust, fit};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let text = match args.next() {
        Some(file) => std::fs::read_to_string(file)?,
        None => made_up(),
    };
    let threads: usize = args.next().map_or(Ok(1), |n| n.parse())?;
    let start = Instant::now();
    let (columns, people) = read(&text)?;
    eprintln!("read and folded in {:.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let fits = fit_all(&columns, &people, threads.max(1))?;
    eprintln!(
        "{} models in {:.3} s",
        fits.len(),
        start.elapsed().as_secs_f64()
    );
    println!("outcome,condition,method,n,events,term,coefficient,error,clustered_error");
    for (outcome, condition, patterns, fit) in &fits {
        let robust = cluster_robust(patterns, fit).ok();
        for (at, c) in fit.coefficients.iter().enumerate() {
            let clustered = robust.as_ref().and_then(|robust| robust.error(at));
            println!(
                "{outcome},{condition},{:?},{},{},{},{:e},{:e},{}",
                fit.method,
                fit.people,
                fit.events,
                c.term,
                c.estimate,
                c.error,
                clustered.map_or(String::new(), |error| format!("{error:e}")),
            );
        }
    }
    Ok(())
}

/// Names of the columns of each kind.
struct Columns {
    outcomes: Vec<String>,
    conditions: Vec<String>,
    covariates: Vec<String>,
}

fn read(text: &str) -> Outcome<(Columns, Profiles)> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let at = |kind: &str| -> Vec<usize> {
        (0..header.len())
            .filter(|&at| header[at].starts_with(kind))
            .collect()
    };
    let [outcomes, conditions, covariates] = ["outcome", "condition", "covariate"].map(at);
    let cluster = header.iter().position(|&name| name == "cluster");
    let mut people = Profiles::new(covariates.len(), outcomes.len(), conditions.len())?;
    let yes = |cell: &&str| match *cell {
        "" => None,
        cell => Some(cell.starts_with('1')),
    };
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let levels: Vec<Option<u8>> = covariates
            .iter()
            .map(|&at| cells[at].parse().ok())
            .collect();
        let of = |columns: &[usize]| -> Vec<Option<bool>> {
            columns.iter().map(|&at| yes(&cells[at])).collect()
        };
        people.add(&Answered {
            cluster: cluster.map_or(Ok(0), |at| cells[at].parse())?,
            covariates: &levels,
            outcomes: &of(&outcomes),
            conditions: &of(&conditions),
        })?;
    }
    people.settle();
    let names = |at: &[usize]| at.iter().map(|&at| header[at].to_owned()).collect();
    let columns = Columns {
        outcomes: names(&outcomes),
        conditions: names(&conditions),
        covariates: names(&covariates),
    };
    Ok((columns, people))
}

type Fitted<'a> = (&'a str, &'a str, Patterns, Fit);

/// Every model, in the same order for any number of threads.
fn fit_all<'a>(
    columns: &'a Columns,
    people: &Profiles,
    threads: usize,
) -> Outcome<Vec<Fitted<'a>>> {
    let values: Vec<f64> = (0..=254).map(f64::from).collect();
    let covariate = |name: &String| Covariate::numbers(name, &values);
    let covariates: Vec<Covariate> = columns.covariates.iter().map(covariate).collect();
    let pairs: Vec<(usize, usize)> = (0..columns.outcomes.len())
        .flat_map(|outcome| {
            (0..columns.conditions.len()).map(move |condition| (outcome, condition))
        })
        .collect();
    let one = |&(outcome, condition): &(usize, usize)| -> Outcome<Fitted<'a>> {
        let patterns = people.patterns(outcome, condition, &covariates)?;
        let fit = fit(&patterns).map_err(poet::benchmark::Error::from)?;
        Ok((
            &columns.outcomes[outcome],
            &columns.conditions[condition],
            patterns,
            fit,
        ))
    };
    let parts = pairs.chunks(pairs.len().div_ceil(threads).max(1));
    let parts: Outcome<Vec<Vec<_>>> = std::thread::scope(|scope| {
        let started: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<Outcome<Vec<_>>>()))
            .collect();
        let joined = started.into_iter();
        joined
            .map(|part| part.join().map_err(|_| "a thread stopped")?)
            .collect()
    });
    Ok(parts?.into_iter().flatten().collect())
}

/// Four hundred people in ten places by a fixed rule.
fn made_up() -> String {
    let header = "outcome_dignity,condition_easy,covariate_age,cluster".to_owned();
    let rows = (0..400_u32).map(|n| {
        let (easy, age) = (n * 7 % 11 % 2, n * 5 % 3);
        let outcome = u32::from(n * n % 13 < 5 + 3 * easy);
        format!("{outcome},{easy},{age},{}", n % 10)
    });
    let lines: Vec<String> = [header].into_iter().chain(rows).collect();
    lines.join("\n")
}
