//! Pseudonyms from a keyed hash.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Builder;

use super::HouseholdId;
use crate::budget::BudgetId;
use crate::{Error, ResponseId};

/// Key that turns names of people, budgets and households into pseudonyms.
///
/// The same key gives the same name the same pseudonym, in every file and every year; without the key nobody can tell
/// which name it was, or try names until one fits. Whoever destroys the key makes the pseudonyms final. Names of
/// responses, budgets and households are kept apart: one text gives three pseudonyms that nobody can link.
///
/// Names are hashed as they stand, so one file that writes `0012` and another that writes `12` do not meet. `Debug`
/// never shows the key.
///
/// # Source
///
/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) of `poet:response`, `poet:budget` or `poet:household`, a zero byte and the name in
/// UTF-8, cut to its first 16 bytes: as 32 hexadecimal digits for a response, as a UUID of version 8 (RFC 9562) for the
/// others.
///
/// # Examples
///
/// ```
/// use poet_core::PseudonymKey;
///
/// let key = PseudonymKey::new(b"a key from a safe, of 32 bytes or more")?;
/// assert_eq!(key.response("Client 0012").as_str(), "107104bc6fa3515d6b34ee190283f6a0");
/// assert_ne!(key.household("Client 0012").uuid(), key.budget("Client 0012").uuid());
/// assert_eq!(format!("{key:?}"), "PseudonymKey(..)");
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone)]
pub struct PseudonymKey(Hmac<Sha256>);

/// Bytes of the hash that a pseudonym holds: as many as a UUID.
const KEPT: usize = 16;

impl PseudonymKey {
    /// Fewest bytes of a key, as many as the hash has.
    pub const MIN_LEN: usize = 32;

    /// Takes a key: random bytes from a safe, never words.
    ///
    /// # Errors
    ///
    /// [`Error::PseudonymKey`] under [`PseudonymKey::MIN_LEN`] bytes.
    pub fn new(key: &[u8]) -> Result<Self, Error> {
        let short = Error::PseudonymKey {
            len: key.len(),
            min: Self::MIN_LEN,
        };
        if key.len() < Self::MIN_LEN {
            return Err(short);
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| short)
    }

    /// Pseudonym of a response.
    #[expect(clippy::missing_panics_doc, reason = "hexadecimal digits make an id")]
    pub fn response(&self, name: &str) -> ResponseId {
        use fmt::Write as _;
        let mut text = String::with_capacity(2 * KEPT);
        for byte in self.hash("poet:response", name) {
            // A string takes whatever is written to it.
            let _ = write!(text, "{byte:02x}");
        }
        text.parse().expect("hexadecimal digits make an id")
    }

    /// Pseudonym of a budget.
    #[expect(
        clippy::missing_panics_doc,
        reason = "a UUID with a version is not nil"
    )]
    pub fn budget(&self, name: &str) -> BudgetId {
        let uuid = Builder::from_custom_bytes(self.hash("poet:budget", name)).into_uuid();
        BudgetId::new(uuid).expect("a version is not nil")
    }

    /// Pseudonym of a household.
    #[expect(
        clippy::missing_panics_doc,
        reason = "a UUID with a version is not nil"
    )]
    pub fn household(&self, name: &str) -> HouseholdId {
        let uuid = Builder::from_custom_bytes(self.hash("poet:household", name)).into_uuid();
        HouseholdId::new(uuid).expect("a version is not nil")
    }

    fn hash(&self, purpose: &str, name: &str) -> [u8; KEPT] {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(name.as_bytes());
        let hash = mac.finalize().into_bytes();
        let mut kept = [0; KEPT];
        kept.copy_from_slice(&hash[..KEPT]);
        kept
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(len: u8) -> PseudonymKey {
        PseudonymKey::new(&(0..len).collect::<Vec<_>>()).unwrap()
    }

    /// Made with Python's `hmac` and `uuid`:
    /// `hmac.new(bytes(range(32)), b"poet:response\0" + name.encode(), "sha256").digest()[:16]`.
    #[test]
    fn pseudonyms_are_those_of_another_implementation() {
        for (name, response, budget, household) in [
            (
                "r-1",
                "91a1a9468109fe27cedf186c1912f95a",
                "038fdc41-e132-8333-95df-40f52e055c05",
                "83e9f7cc-786c-8e74-896a-ace1ee84e9c8",
            ),
            (
                "Ynys M\u{f4}n 7",
                "a6a781292eee8afbf3e1bb42d58fab54",
                "3baee4c3-7d26-8b5b-9fdb-4d99d2c013d9",
                "c6eaba57-90f9-8e80-b5ad-98ffd4671044",
            ),
            (
                "",
                "a88bdfb2eca59486a42e3a89e28b0038",
                "73a418b9-8e24-8fc2-b975-62eef486e974",
                "243a16a1-e7a6-86ec-9913-033bcceddd0a",
            ),
        ] {
            assert_eq!(key(32).response(name).as_str(), response);
            assert_eq!(key(32).budget(name).to_string(), budget);
            assert_eq!(key(32).household(name).to_string(), household);
        }
        // A key longer than a block of the hash is hashed itself first.
        assert_eq!(
            key(100).response("r-1").as_str(),
            "30213f9f5072158fa37eb0fc002bfead"
        );
    }

    #[test]
    fn a_key_is_long_enough_and_never_shown() {
        assert_eq!(
            PseudonymKey::new(&[7; 31]).unwrap_err().to_string(),
            "key for pseudonyms has 31 bytes, wants at least 32"
        );
        assert_eq!(format!("{:?}", key(32)), "PseudonymKey(..)");
    }

    proptest! {
        #[test]
        fn another_name_or_key_is_another_pseudonym(a in any::<String>(), b in any::<String>()) {
            let (one, other) = (key(32), key(33));
            prop_assert_eq!(one.response(&a) == one.response(&b), a == b);
            prop_assert_eq!(one.budget(&a) == one.budget(&b), a == b);
            prop_assert_eq!(one.household(&a) == one.household(&b), a == b);
            prop_assert_ne!(one.response(&a), other.response(&a));
            prop_assert_ne!(one.household(&a).uuid(), one.budget(&a).uuid());
            prop_assert_eq!(one.household(&a).uuid().get_version_num(), 8);
        }
    }
}
