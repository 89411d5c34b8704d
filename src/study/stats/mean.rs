//! A mean that is made value by value.
//!
//! **Invariant:** of nothing there is no mean.

/// The mean of the values that were put in.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mean {
    sum: f64,
    n: u32,
}

impl Mean {
    /// Puts in a value.
    pub fn add(&mut self, value: f64) {
        self.sum += value;
        self.n += 1;
    }

    /// Puts in all values of another.
    pub fn join(&mut self, other: Self) {
        self.sum += other.sum;
        self.n += other.n;
    }

    /// How many values were put in.
    pub fn n(&self) -> u32 {
        self.n
    }

    /// Their mean, if there is one.
    pub fn get(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / f64::from(self.n))
    }
}

/// How much of a whole a part is, 0 to 1; `None` of nothing.
pub fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
