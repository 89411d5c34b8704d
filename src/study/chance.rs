//! Chance that can be had again: the same seed gives the same order.

/// `SplitMix64` (Steele, Lea and Flood 2014): from one number to the next, well mixed.
pub fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Puts `items` into an order that `seed` decides, and gives the seed of the next time.
pub fn shuffle<T>(items: &mut [T], seed: u64) -> u64 {
    let mut state = seed;
    // Fisher and Yates: every order is as likely as any other.
    for last in (1..items.len()).rev() {
        state = mix(state);
        let bound = last as u64 + 1;
        let pick = usize::try_from(state % bound).expect("it is below the number of items");
        items.swap(last, pick);
    }
    mix(state)
}

/// A number that can be read out and typed again, from 1 to 99999.
pub fn short(state: u64) -> u32 {
    u32::try_from(mix(state) % 99_999).expect("it is below 99999") + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_the_order_and_another_one_another() {
        let shuffled = |seed| {
            let mut items: Vec<u32> = (0..50).collect();
            shuffle(&mut items, seed);
            items
        };
        assert_eq!(shuffled(7), shuffled(7));
        assert_ne!(shuffled(7), shuffled(8));
        let mut sorted = shuffled(7);
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(0..50));
        for mut few in [vec![], vec![1]] {
            let before = few.clone();
            shuffle(&mut few, 7);
            assert_eq!(few, before);
        }
    }
}
