//! Figures of a step that ran several times: the median of each, and the runs themselves.

use crate::measure::Cost;
use serde::{Deserialize, Serialize};

/// What a step cost. Each median is taken by itself, so the three may be of different runs.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Figures {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) peak_bytes: u64,
    pub(super) runs: Vec<Run>,
}

/// What one run cost.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Run {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) peak_bytes: u64,
}

impl Run {
    /// Several processes, one after another, as one.
    pub(super) fn of(costs: &[Cost]) -> Run {
        let mut run = Run::default();
        for cost in costs {
            run.seconds += cost.seconds;
            run.cpu_seconds += cost.cpu_seconds;
            run.peak_bytes = run.peak_bytes.max(cost.peak_bytes);
        }
        run
    }
}

impl Figures {
    pub(super) fn of(runs: Vec<Run>) -> Figures {
        let median_of = |figure: fn(&Run) -> f64| median(runs.iter().map(figure).collect());
        Figures {
            seconds: median_of(|run| run.seconds),
            cpu_seconds: median_of(|run| run.cpu_seconds),
            // A size of memory is far below the numbers that `f64` cannot count to.
            peak_bytes: median_of(|run| run.peak_bytes as f64) as u64,
            runs,
        }
    }
}

/// The middle of some numbers, or of the two in the middle; 0 of none.
pub(super) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    match (numbers.len(), numbers.len() / 2) {
        (0, _) => 0.0,
        (count, middle) if count % 2 == 1 => numbers[middle],
        (_, middle) => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_taken_of_each_figure() {
        let run = |seconds, cpu_seconds, peak_bytes| Run { seconds, cpu_seconds, peak_bytes };
        let figures = Figures::of(vec![run(3.0, 1.0, 20), run(1.0, 2.0, 30), run(2.0, 9.0, 10)]);
        assert_eq!((figures.seconds, figures.cpu_seconds, figures.peak_bytes), (2.0, 2.0, 20));
        assert_eq!(figures.runs.len(), 3);
        assert_eq!((median(vec![4.0, 1.0]), median(Vec::new())), (2.5, 0.0));
    }

    #[test]
    fn processes_of_one_run_are_added_up() {
        let cost = |seconds, peak_bytes| Cost { seconds, cpu_seconds: seconds, peak_bytes, ..Cost::default() };
        let run = Run::of(&[cost(1.0, 5), cost(2.0, 3)]);
        assert_eq!(run, Run { seconds: 3.0, cpu_seconds: 3.0, peak_bytes: 5 });
    }
}
