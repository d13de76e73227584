//! The step of the version that changes ask for, by <https://semver.org> and by what cargo makes of versions below 1.0.0: there the
//! first number that is not zero is the one that breaks.

use super::{Change, Verdict};

/// A step of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing changes.
    None,
    /// Nothing to use is new.
    Patch,
    /// Something to use is new.
    Minor,
    /// Something breaks.
    Major,
}

impl Step {
    /// The step that changes ask for. Another text on the wire is more than a repair.
    pub fn of(changes: &[Change]) -> Step {
        let steps = changes.iter().map(|change| match change.verdict {
            Verdict::Breaking => Step::Major,
            Verdict::Additive | Verdict::Wire => Step::Minor,
            Verdict::Documentation => Step::Patch,
        });
        steps.max().unwrap_or(Step::None)
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::None => "none",
            Step::Patch => "patch",
            Step::Minor => "minor",
            Step::Major => "major",
        }
    }

    /// The version that follows one; `None` where that is no version.
    pub fn after(self, version: &str) -> Option<String> {
        let core = version.split(['-', '+']).next()?;
        let numbers: Vec<u64> = core.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
        let &[major, minor, patch] = numbers.as_slice() else { return None };
        let (major_next, minor_next, patch_next) = (major.checked_add(1)?, minor.checked_add(1)?, patch.checked_add(1)?);
        Some(match (self, major, minor) {
            (Step::None, ..) => version.to_owned(),
            // What is not released yet is what it will be.
            (Step::Patch, ..) if core != version && version.contains('-') => core.to_owned(),
            (Step::Major, 1.., _) => format!("{major_next}.0.0"),
            (Step::Minor, 1.., _) | (Step::Major, 0, 1..) => format!("{major}.{minor_next}.0"),
            (Step::Patch, ..) | (Step::Minor, 0, _) | (Step::Major, 0, 0) => format!("{major}.{minor}.{patch_next}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn versions_below_one_break_at_their_first_number_that_is_not_zero() {
        let cases = [
            (Step::Major, "1.2.3", "2.0.0"),
            (Step::Minor, "1.2.3", "1.3.0"),
            (Step::Patch, "1.2.3", "1.2.4"),
            (Step::None, "1.2.3", "1.2.3"),
            (Step::Major, "0.2.3", "0.3.0"),
            (Step::Minor, "0.2.3", "0.2.4"),
            (Step::Patch, "0.2.3", "0.2.4"),
            (Step::Major, "0.0.3", "0.0.4"),
            (Step::Minor, "0.0.3", "0.0.4"),
            (Step::Patch, "1.0.0-rc.1", "1.0.0"),
        ];
        for (step, version, next) in cases {
            assert_eq!(step.after(version).as_deref(), Some(next), "{step:?} after {version}");
        }
        for version in ["", "1", "1.2", "1.2.x", "99999999999999999999.0.0", "1.2.3.4"] {
            assert_eq!(Step::Major.after(version), None, "{version}");
        }
    }
}
