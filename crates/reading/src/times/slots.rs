//! What a matched rule hands to its function: the classes of its words with their values, in text order.

use super::calendar::Unit;
use super::classes::Class;

/// Classes and values of a match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots<'s>(pub(crate) &'s [(Class, i32)]);

impl<'s> Slots<'s> {
    /// The first value of a class.
    pub(crate) fn get(self, class: Class) -> Option<i32> {
        self.0.iter().find(|s| s.0 == class).map(|s| s.1)
    }

    /// All values of a class.
    pub(crate) fn all(self, class: Class) -> impl Iterator<Item = i32> + use<'s> {
        self.0.iter().filter(move |s| s.0 == class).map(|s| s.1)
    }

    /// Whether there is a value of a class.
    pub(crate) fn has(self, class: Class) -> bool {
        self.get(class).is_some()
    }

    /// The first unit of time.
    pub(crate) fn unit(self) -> Option<Unit> {
        let unit = self.0.iter().find(|s| matches!(s.0, Class::Unit | Class::Units | Class::ShortUnit));
        unit.and_then(|s| Unit::numbered(s.1))
    }

    /// Whether a unit of time is named.
    pub(crate) fn has_unit(self, unit: Unit) -> bool {
        let units = self.0.iter().filter(|s| matches!(s.0, Class::Unit | Class::Units | Class::ShortUnit));
        units.into_iter().any(|s| s.1 == unit as i32)
    }
}
