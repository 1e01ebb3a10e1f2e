//! The IDs that the service gives.

use fastrand::Rng;

/// 12 letters and digits.
pub(super) fn resource_id(rng: &mut Rng) -> String {
    std::iter::repeat_with(|| rng.alphanumeric()).take(12).collect()
}

/// The same 12 letters and digits for the same name, always.
pub(super) fn id_of(name: &str) -> String {
    let seed = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    resource_id(&mut Rng::with_seed(seed))
}
