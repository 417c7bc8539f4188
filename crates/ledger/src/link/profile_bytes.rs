//! Tellings as bytes, for the ledger.

use super::known::Known;
use super::profile::{Bag, Profile};

/// The first byte: no length of a class, with which profiles of another form begin.
const FORMAT: u8 = 0xf4;

impl Known {
    /// The tellings as bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        bytes(self.count, &self.kept)
    }

    /// The tellings that [`Known::to_bytes`] wrote; `None` for other bytes, those of an older program among them, whose
    /// tellings stay as they are and meet no others.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        if bytes.one()? != FORMAT {
            return None;
        }
        let count = u16::from_le_bytes(bytes.array()?);
        let mut kept = Vec::new();
        while !bytes.0.is_empty() {
            kept.push(Profile::read(&mut bytes)?);
        }
        Some(Self { count, kept }).filter(|known| !known.kept.is_empty())
    }
}

fn bytes(count: u16, tellings: &[Profile]) -> Vec<u8> {
    let mut out = Vec::with_capacity(256 * tellings.len());
    out.push(FORMAT);
    out.extend(count.to_le_bytes());
    tellings.iter().for_each(|telling| telling.write(&mut out));
    out
}

impl Profile {
    /// The bytes of what is known by this telling alone.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        bytes(1, std::slice::from_ref(self))
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::try_from(self.class.len()).unwrap_or_default());
        out.extend(self.class.as_bytes());
        for days in [self.days, self.published] {
            let (first, last) = days.unwrap_or((i32::MIN, i32::MIN));
            out.extend(first.to_le_bytes());
            out.extend(last.to_le_bytes());
        }
        let sides = [&self.doers, &self.suffering, &self.named, &self.victims];
        for bag in [&self.places, &self.means].into_iter().chain(sides).chain([&self.names, &self.words, &self.lead]) {
            out.push(u8::try_from(bag.len()).unwrap_or(u8::MAX));
            for (term, count) in bag.iter().take(usize::from(u8::MAX)) {
                out.extend((*term as u32).to_le_bytes());
                out.push(u8::try_from(*count).unwrap_or(u8::MAX));
            }
        }
        out.push(u8::try_from(self.figures.len()).unwrap_or(u8::MAX));
        for (what, low, high) in self.figures.iter().take(usize::from(u8::MAX)) {
            out.extend((*what as u32).to_le_bytes());
            out.extend(low.to_le_bytes());
            out.extend(high.to_le_bytes());
        }
    }

    fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let length = bytes.one()?;
        let class = String::from_utf8(bytes.take(usize::from(length))?.to_vec()).ok()?;
        let mut days = || {
            let days = (i32::from_le_bytes(bytes.array()?), i32::from_le_bytes(bytes.array()?));
            Some((days.0 != i32::MIN).then_some(days))
        };
        let (days, published) = (days()?, days()?);
        let mut bag = || {
            let count = bytes.one()?;
            let pair = |_| Some((u64::from(u32::from_le_bytes(bytes.array()?)), u16::from(bytes.one()?)));
            (0..count).map(pair).collect::<Option<Bag>>()
        };
        let (places, means) = (bag()?, bag()?);
        let (doers, suffering, named, victims) = (bag()?, bag()?, bag()?, bag()?);
        let (names, words) = (bag()?, bag()?);
        let lead = bag()?;
        let count = bytes.one()?;
        let mut number = || Some(u32::from_le_bytes(bytes.array()?));
        let figure = |_| Some((u64::from(number()?), number()?, number()?));
        let figures = (0..count).map(figure).collect::<Option<Vec<_>>>()?;
        Some(Self {
            class,
            days,
            published,
            places,
            means,
            doers,
            suffering,
            named,
            victims,
            names,
            words,
            lead,
            figures,
        })
    }
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn one(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, Profile};

    #[test]
    fn bytes_give_the_profile_back() {
        let profile = Profile {
            class: "force".into(),
            days: Some((20_000, 20_001)),
            published: None,
            places: vec![(7, 1)],
            means: vec![(5, 1)],
            doers: vec![],
            suffering: vec![(1 << 31, 1)],
            named: vec![(4, 1)],
            victims: vec![(2, 1)],
            names: vec![(7, 2), (9, 1)],
            words: vec![],
            lead: vec![(11, 1), (12, 3)],
            figures: vec![(3 | 1 << 30, 15, 19)],
        };
        let mut known = Known::of(profile.clone());
        known.push(Profile { published: Some((20_000, 20_000)), ..profile });
        let bytes = known.to_bytes();
        assert_eq!(Known::from_bytes(&bytes), Some(known));
        assert_eq!(Known::from_bytes(&bytes[..bytes.len() - 1]), None);
    }
}
