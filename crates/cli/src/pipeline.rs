//! Work on a stream of items with many threads, its results in the order of the items.
//!
//! A reading thread takes items from the stream, workers work on them, the calling thread hands the
//! results on. What is under way at a time is bounded in number and in size, so that an endless stream
//! needs no more memory than a short one, and one huge item among small ones stays alone.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// How much may be under way at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Workers.
    pub(crate) threads: usize,
    /// Sum of the items' sizes; one item alone may be larger.
    pub(crate) size: usize,
}

/// What the calling thread gets.
pub(crate) enum Step<O> {
    /// The next result.
    Result(O),
    /// No result is ready: a good moment to flush.
    Idle,
}

/// Why the stream ended early: the message of a panic in it.
#[derive(Debug)]
pub(crate) struct StreamPanicked(pub(crate) String);

/// Applies `work` to every item and hands the results to `sink` in the items' order.
///
/// `work` must not panic. Where `sink` fails, the run ends at once; the threads may then still wait for
/// the stream, which nobody can interrupt, and end with the process.
pub(crate) fn run<T, O, E>(
    items: impl Iterator<Item = T> + Send + 'static,
    bounds: Bounds,
    size: impl Fn(&T) -> usize + Send + 'static,
    work: impl Fn(T) -> O + Send + Sync + 'static,
    mut sink: impl FnMut(Step<O>) -> Result<(), E>,
) -> Result<Result<(), StreamPanicked>, E>
where
    T: Send + 'static,
    O: Send + 'static,
{
    let gate = Arc::new(Gate::new(bounds.threads * 16 + 16, bounds.size));
    let (to_workers, work_queue) = channel::<(u64, usize, T)>();
    let (to_writer, results) = channel::<(u64, usize, O)>();
    let work_queue = Arc::new(Mutex::new(work_queue));
    let work = Arc::new(work);

    let reader = thread::spawn({
        let gate = Arc::clone(&gate);
        move || {
            for (number, item) in (0..).zip(items) {
                let size = size(&item);
                gate.enter(size);
                if to_workers.send((number, size, item)).is_err() {
                    return;
                }
            }
        }
    });
    for _ in 0..bounds.threads {
        let (work_queue, work, to_writer) = (Arc::clone(&work_queue), Arc::clone(&work), to_writer.clone());
        thread::spawn(move || {
            while let Some((number, size, item)) = next(&work_queue) {
                if to_writer.send((number, size, work(item))).is_err() {
                    return;
                }
            }
        });
    }
    drop(to_writer);

    let mut waiting = BTreeMap::new();
    let mut wanted = 0u64;
    while let Some((number, size, result)) = receive(&results, || sink(Step::Idle))? {
        waiting.insert(number, (size, result));
        while let Some((size, result)) = waiting.remove(&wanted) {
            wanted += 1;
            sink(Step::Result(result))?;
            gate.leave(size);
        }
    }
    sink(Step::Idle)?;
    Ok(reader.join().map_err(|payload| {
        let words = payload.downcast_ref::<String>().cloned();
        StreamPanicked(words.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default())
    }))
}

fn next<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// The next message; calls `idle` before it has to wait for one.
fn receive<M, E>(messages: &Receiver<M>, idle: impl FnOnce() -> Result<(), E>) -> Result<Option<M>, E> {
    match messages.try_recv() {
        Ok(message) => Ok(Some(message)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            idle()?;
            Ok(messages.recv().ok())
        }
    }
}

/// Lets items in as long as few and small ones are under way.
pub(crate) struct Gate {
    most: usize,
    size: usize,
    inside: Mutex<(usize, usize)>,
    left: Condvar,
}

impl Gate {
    /// A gate that lets in so many items, of that size together.
    pub(crate) fn new(most: usize, size: usize) -> Self {
        Self { most, size, inside: Mutex::default(), left: Condvar::new() }
    }

    /// Waits until there is room for an item of that size.
    pub(crate) fn enter(&self, size: usize) {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |inside: &mut (usize, usize)| {
            inside.0 > 0 && (inside.0 >= self.most || inside.1.saturating_add(size) > self.size)
        };
        let mut inside = self.left.wait_while(inside, full).unwrap_or_else(PoisonError::into_inner);
        inside.0 += 1;
        inside.1 = inside.1.saturating_add(size);
    }

    /// Makes room again for what an item took.
    pub(crate) fn leave(&self, size: usize) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.0 = inside.0.saturating_sub(1);
        inside.1 -= size.min(inside.1);
        self.left.notify_one();
    }

    /// Makes room for whoever waits, where nobody will leave any more.
    pub(crate) fn open(&self) {
        *self.inside.lock().unwrap_or_else(PoisonError::into_inner) = (0, 0);
        self.left.notify_all();
    }
}

/// Turns to work, in the order in which they are asked for: so many threads work at a time. Where more work than there
/// are processors they take each other's place a thousand times a second, and each finds its data gone from the
/// processor's memory.
pub(crate) struct Turns {
    most: u64,
    /// How many were asked for, and how many have ended.
    count: Mutex<(u64, u64)>,
    ended: Condvar,
}

/// A turn, as long as it lives.
pub(crate) struct Turn<'t>(&'t Turns);

impl Turns {
    /// So many turns at a time.
    pub(crate) fn new(most: usize) -> Self {
        Self { most: u64::try_from(most).unwrap_or(u64::MAX), count: Mutex::default(), ended: Condvar::new() }
    }

    /// Waits for a turn.
    pub(crate) fn take(&self) -> Turn<'_> {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = count.0;
        count.0 += 1;
        let is_early = |count: &mut (u64, u64)| mine - count.1.min(mine) >= self.most;
        drop(self.ended.wait_while(count, is_early).unwrap_or_else(PoisonError::into_inner));
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.count.lock().unwrap_or_else(PoisonError::into_inner).1 += 1;
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Step, Turns, run};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut results = Vec::new();
        let work = |n: u64| {
            std::thread::sleep(Duration::from_millis((7 * n) % 5));
            n
        };
        let sink = |step| {
            if let Step::Result(n) = step {
                results.push(n);
            }
            Ok::<_, ()>(())
        };
        let done = run(0..200, Bounds { threads: 8, size: 1000 }, |_| 1, work, sink);
        assert!(matches!(done, Ok(Ok(()))));
        assert_eq!(results, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn a_stream_is_read_no_further_than_the_bounds_allow() {
        let taken = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&taken);
        let items = std::iter::repeat_with(move || counter.fetch_add(1, Ordering::SeqCst));
        let mut left = 50;
        let sink = |step| {
            if let Step::Result(n) = step {
                std::thread::sleep(Duration::from_millis(1));
                assert!(taken.load(Ordering::SeqCst) <= n + 12, "ten items of a size of 10 fit into 100");
                left -= 1;
            }
            if left == 0 { Err(()) } else { Ok(()) }
        };
        let done = run(items, Bounds { threads: 2, size: 100 }, |_| 10, |n| n, sink);
        assert!(done.is_err());
    }

    #[test]
    fn no_more_threads_work_at_a_time_than_there_are_turns() {
        let (turns, working, most) = (Turns::new(2), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let _turn = turns.take();
                        most.fetch_max(working.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_micros(200));
                        working.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 2);
    }

    #[test]
    fn a_stream_that_panics_is_told() {
        let items = (0..3).map(|n| if n == 2 { panic!("a fault in the stream") } else { n });
        let mut seen = 0;
        let sink = |step| {
            seen += usize::from(matches!(step, Step::Result(_)));
            Ok::<_, ()>(())
        };
        assert!(matches!(run(items, Bounds { threads: 2, size: 9 }, |_| 1, |n| n, sink), Ok(Err(_))));
        assert_eq!(seen, 2);
    }
}
