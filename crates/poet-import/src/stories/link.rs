//! Links of an entry, in both spellings.

use serde_json::Value;

use super::EntryReason;
use super::entry::{Entry, Refused};

const FIELD: &str = "links";

/// What the first link of one of these relations leads to: the last part of its address.
///
/// Client versions of the API write `rel` and `href`, or `relation` and `link`.
pub(super) fn target<'e>(entry: &'e Entry, relations: &[&str]) -> Result<Option<&'e str>, Refused> {
    let links = entry.list(FIELD)?;
    for link in links {
        let text = |names: [&str; 2]| {
            names
                .iter()
                .find_map(|name| link.get(name))
                .and_then(Value::as_str)
        };
        let (Some(relation), Some(address)) = (text(["rel", "relation"]), text(["href", "link"]))
        else {
            return Err((Some(FIELD), EntryReason::WrongType));
        };
        if relations
            .iter()
            .any(|wanted| relation.trim().eq_ignore_ascii_case(wanted))
        {
            return last_part(address)
                .map(Some)
                .ok_or((Some(FIELD), EntryReason::BadId));
        }
    }
    Ok(None)
}

fn last_part(address: &str) -> Option<&str> {
    let path = address.trim().split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next();
    last.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::last_part;

    #[test]
    fn an_address_leads_to_its_last_part() {
        assert_eq!(last_part("/api/v2/opinions/4711"), Some("4711"));
        assert_eq!(
            last_part("https://example.org/healthservices/RR8/?x=1/2#y/z"),
            Some("RR8")
        );
        assert_eq!(last_part("RR8"), Some("RR8"));
        assert_eq!(last_part("/"), None);
        assert_eq!(last_part(" "), None);
    }
}
