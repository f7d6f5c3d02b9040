//! Work done in the order of the blocks, whoever read them.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Something that blocks are entered into one after the other, in their order.
pub(crate) struct Turns<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    shared: T,
    next: u64,
    stopped: bool,
}

/// Stops the others if its holder goes before its work is done.
pub(crate) struct Worker<'a, T> {
    turns: &'a Turns<T>,
    done: bool,
}

impl<T> Turns<T> {
    pub(crate) fn new(shared: T) -> Self {
        Self {
            state: Mutex::new(State {
                shared,
                next: 0,
                stopped: false,
            }),
            changed: Condvar::new(),
        }
    }

    pub(crate) fn worker(&self) -> Worker<'_, T> {
        Worker {
            turns: self,
            done: false,
        }
    }

    pub(crate) fn into_shared(self) -> T {
        self.state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .shared
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Worker<'_, T> {
    /// Waits until every block before the one at `index` has had its turn; nothing where a worker stopped.
    pub(crate) fn take<R>(&self, index: u64, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        let waiting = |state: &mut State<T>| state.next != index && !state.stopped;
        let state = self.turns.changed.wait_while(self.turns.lock(), waiting);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return None;
        }
        let result = work(&mut state.shared);
        state.next += 1;
        drop(state);
        self.turns.changed.notify_all();
        Some(result)
    }

    /// Says that the work is done.
    pub(crate) fn finish(mut self) {
        self.done = true;
    }
}

impl<T> Drop for Worker<'_, T> {
    fn drop(&mut self) {
        if !self.done {
            self.turns.lock().stopped = true;
            self.turns.changed.notify_all();
        }
    }
}
