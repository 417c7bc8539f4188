//! The projective tree with most votes (Eisner 1996; Sagae and Lavie 2006).

/// Heads by word (the entry of word 0 is idle) of the best projective tree with one root, where
/// `votes[head * (words + 1) + dependent]` speak for an arc and head 0 is the root's.
pub(crate) fn best_tree(words: usize, votes: &[f32]) -> Vec<u32> {
    let side = words + 1;
    // More than one root costs more than all votes together can give.
    let vote = |head: usize, dependent: usize| votes[head * side + dependent] - if head == 0 { 1e4 } else { 0.0 };
    // Spans by begin, end and head's side (0: the head is on the left, 1: on the right).
    let cell = |begin: usize, end: usize, right: usize| (begin * side + end) * 2 + right;
    let mut complete = vec![0.0_f32; side * side * 2];
    let mut open = vec![f32::NEG_INFINITY; side * side * 2];
    let mut complete_split = vec![0_u16; side * side * 2];
    let mut open_split = vec![0_u16; side * side];
    for length in 1..side {
        for begin in 0..side - length {
            let end = begin + length;
            let (mut best, mut split) = (f32::NEG_INFINITY, begin);
            for middle in begin..end {
                let sum = complete[cell(begin, middle, 0)] + complete[cell(middle + 1, end, 1)];
                if sum > best {
                    (best, split) = (sum, middle);
                }
            }
            open_split[begin * side + end] = split as u16;
            open[cell(begin, end, 0)] = best + vote(begin, end);
            open[cell(begin, end, 1)] = if begin == 0 { f32::NEG_INFINITY } else { best + vote(end, begin) };
            let (mut best, mut split) = (f32::NEG_INFINITY, end);
            for middle in begin + 1..=end {
                let sum = open[cell(begin, middle, 0)] + complete[cell(middle, end, 0)];
                if sum > best {
                    (best, split) = (sum, middle);
                }
            }
            complete[cell(begin, end, 0)] = best;
            complete_split[cell(begin, end, 0)] = split as u16;
            let (mut best, mut split) = (f32::NEG_INFINITY, begin);
            for middle in begin..end {
                let sum = complete[cell(begin, middle, 1)] + open[cell(middle, end, 1)];
                if sum > best {
                    (best, split) = (sum, middle);
                }
            }
            complete[cell(begin, end, 1)] = best;
            complete_split[cell(begin, end, 1)] = split as u16;
        }
    }
    let mut heads = vec![0; side];
    let mut todo = vec![(0, words, 0, true)];
    while let Some((begin, end, right, whole)) = todo.pop() {
        if begin >= end {
            continue;
        }
        if whole {
            let middle = usize::from(complete_split[cell(begin, end, right)]);
            if right == 0 {
                todo.extend([(begin, middle, 0, false), (middle, end, 0, true)]);
            } else {
                todo.extend([(begin, middle, 1, true), (middle, end, 1, false)]);
            }
        } else {
            if right == 0 {
                heads[end] = begin as u32;
            } else {
                heads[begin] = end as u32;
            }
            let middle = usize::from(open_split[begin * side + end]);
            todo.extend([(begin, middle, 0, true), (middle + 1, end, 1, true)]);
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_wins_where_a_tree_allows_it() {
        // Words 1 2 3; two votes for 2 as root with 1 and 3 below, one for a chain.
        let mut votes = vec![0.0; 16];
        for (head, dependent, many) in [(0, 2, 2.0), (2, 1, 2.0), (2, 3, 2.0), (0, 1, 1.0), (1, 2, 1.0), (0, 3, 1.9)] {
            votes[head * 4 + dependent] = many;
        }
        assert_eq!(best_tree(3, &votes), [0, 2, 0, 2]);
    }
}
