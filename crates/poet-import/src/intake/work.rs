//! Blocks of a file read on several threads.

use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use poet_core::ResponseTable;

use super::Batch;
use crate::Error;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::reader::{Fate, Reader};
use crate::source::{Block, Source};
use crate::turns::Turns;

/// What the threads share.
pub(super) struct Work<'p, R> {
    pub(super) plan: &'p Plan,
    pub(super) source: Mutex<Source<R>>,
    pub(super) turns: Turns<Ledger<'p>>,
    pub(super) list_is_full: AtomicBool,
}

/// Answers set aside by the position of their item.
pub(super) type AnswersAside = BTreeMap<usize, u64>;

impl<R: Read + Send> Work<'_, R> {
    /// Reads blocks until there are no more, or until another thread stops.
    pub(super) fn run(&self, mut each: impl FnMut(Batch<'_>)) -> Result<AnswersAside, Error> {
        let worker = self.turns.worker();
        let mut reader = Reader::new(self.plan);
        let mut block = Block::default();
        let mut set_aside = AnswersAside::new();
        while self.next(&mut block)? {
            reader.read(&mut block, !self.list_is_full.load(Ordering::Relaxed))?;
            let mut fates = vec![Fate::Kept; reader.table.len()];
            reader.refuse_unanswered(&mut fates);
            let entered = worker.take(block.index, |ledger| {
                let entered = ledger.enter(&mut reader, &mut fates);
                self.list_is_full.store(ledger.is_full(), Ordering::Relaxed);
                entered
            });
            let Some(entered) = entered else { break };
            entered?;
            reader.retain(&fates);
            count_set_aside(&reader.table, &mut set_aside);
            if !reader.table.is_empty() {
                each(Batch {
                    order: block.index,
                    table: &reader.table,
                    texts: &reader.texts,
                });
            }
        }
        worker.finish();
        Ok(set_aside)
    }

    fn next(&self, block: &mut Block) -> Result<bool, Error> {
        self.source
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next(block)
    }
}

/// Runs `part` on each thread; here if it is one.
pub(super) fn on<T: Send>(
    threads: NonZeroUsize,
    part: &(impl Fn() -> Result<T, Error> + Sync),
) -> Result<Vec<T>, Error> {
    if threads == NonZeroUsize::MIN {
        return Ok(vec![part()?]);
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads.get()).map(|_| scope.spawn(part)).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, _>| {
            handle
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        // Every thread is waited for before the first error is told.
        let parts: Vec<_> = handles.into_iter().map(join).collect();
        parts.into_iter().collect()
    })
}

/// Counts answers set aside by item; the options of one tick-all item are one answer.
fn count_set_aside(table: &ResponseTable, count: &mut AnswersAside) {
    let columns = table.instrument().columns();
    let mut before = None;
    for aside in table.set_aside() {
        let here = (aside.row, columns[aside.column].item());
        if before != Some(here) {
            *count.entry(here.1).or_default() += 1;
        }
        before = Some(here);
    }
}
