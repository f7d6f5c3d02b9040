//! What one text, number or object may be.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::says;

/// A schema with a description.
pub(crate) fn described(mut schema: Schema, doc: &str) -> Schema {
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    schema.insert("description".to_owned(), lines.join("\n").trim().into());
    schema
}

/// Leaves of every description what is said of the document, not of the code: no examples in Rust, no links.
pub(super) fn for_readers(schema: &mut Value) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(for_readers),
        Value::Object(fields) => {
            if let Some(Value::String(words)) = fields.get_mut("description") {
                *words = plain(words);
            }
            fields.values_mut().for_each(for_readers);
        }
        _ => {}
    }
}

fn plain(doc: &str) -> String {
    let said = doc.split("\n# Examples").next().unwrap_or_default().trim();
    let mut plain = String::new();
    let mut rest = said;
    while let Some((before, link)) = rest.split_once("[`") {
        let (name, after) = link.split_once("`]").unwrap_or((link, ""));
        plain.extend([before, "`", name, "`"]);
        rest = match after
            .strip_prefix('(')
            .and_then(|path| path.split_once(')'))
        {
            Some((_, after)) => after,
            None => after,
        };
    }
    (plain + rest).replace('\n', " ").replace("  ", "\n\n")
}

/// Regular expression of one or more characters that `fits` takes, in the part of the syntax that every dialect reads.
pub(crate) fn pattern_of(fits: fn(char) -> bool) -> String {
    format!("^{}+$", class_of(fits))
}

/// The characters that `fits` takes, in brackets.
///
/// The grammars differ in the first 256 characters only, so what is above them is as the last one there is.
pub(crate) fn class_of(fits: fn(char) -> bool) -> String {
    let above = fits(char::MAX);
    let named: Vec<char> = ('\0'..='\u{FF}').filter(|&c| fits(c) != above).collect();
    let runs = named.chunk_by(|&one, &next| follows(one, next));
    let class: String = runs.map(range).collect();
    let not = if above { "^" } else { "" };
    format!("[{not}{class}]")
}

/// Whether two characters stand in one range: letters, digits and control characters do, other signs stand alone.
fn follows(one: char, next: char) -> bool {
    let ranged = |c: char| c.is_ascii_alphanumeric() || c.is_control();
    u32::from(one) + 1 == u32::from(next) && ranged(one) && ranged(next)
}

fn range(run: &[char]) -> String {
    match run {
        [] => String::new(),
        [one] => sign(*one),
        [first, .., last] => format!("{}-{}", sign(*first), sign(*last)),
    }
}

/// One character inside brackets.
fn sign(c: char) -> String {
    match c {
        '-' => "\\-".to_owned(),
        '.' | '/' | '_' => c.to_string(),
        _ if c.is_ascii_alphanumeric() => c.to_string(),
        _ => format!("\\x{:02X}", u32::from(c)),
    }
}

/// A word of a closed list.
pub(crate) struct ClosedList;

impl ClosedList {
    pub(crate) fn schema<'a>(words: impl IntoIterator<Item = &'a str>) -> Schema {
        let words: Vec<&str> = words.into_iter().collect();
        json_schema!({ "type": "string", "enum": words })
    }
}

/// Text with something in it.
pub(crate) struct NotBlank;
says!(
    NotBlank,
    "NotBlank",
    json_schema!({ "type": "string", "pattern": "\\S" })
);

/// A day, such as `2014-01-31`.
pub(crate) struct Day;
says!(Day, "Day", {
    // A reader takes spaces and single digits too.
    const LONG: &str = "(0?[13578]|1[02])\\s*-\\s*(0?[1-9]|[12][0-9]|3[01])";
    const SHORT: &str = "(0?[469]|11)\\s*-\\s*(0?[1-9]|[12][0-9]|30)";
    const FEBRUARY: &str = "0?2\\s*-\\s*(0?[1-9]|[12][0-9])";
    json_schema!({
        "description": "A day, written as `2014-01-31`.",
        "type": "string",
        "format": "date",
        "pattern": format!("^\\s*[+-]?[0-9]+\\s*-\\s*({LONG}|{SHORT}|{FEBRUARY})\\s*$"),
    })
});

/// A number, exact, as text.
pub(crate) struct Number;
says!(
    Number,
    "Number",
    json_schema!({
        "description": "An exact decimal number as text, such as `2.5`.",
        "type": "string",
        "pattern": "^[+-]?[0-9_]*\\.?[0-9_]*([eE][+-]?[0-9]+)?$",
        "minLength": 1,
    })
);

/// A decimal number as text with its limits.
#[derive(Clone, Copy)]
pub(crate) struct Figure {
    /// Largest number, a power of ten.
    pub(crate) most: u64,
    /// Decimals that say something; zeros may follow.
    pub(crate) decimals: u32,
}

impl Figure {
    /// From nothing to the most.
    pub(crate) fn schema(self, doc: &str) -> Schema {
        let schema = json_schema!({ "type": "string", "pattern": self.pattern() });
        described(schema, doc)
    }

    /// From more than nothing to the most.
    pub(crate) fn over_zero(self, doc: &str) -> Schema {
        let mut schema = self.schema(doc);
        let nothing = serde_json::json!({ "pattern": "^[-+0._]+$" });
        schema.insert("not".to_owned(), nothing);
        schema
    }

    /// Readers take a sign, zeros in front and `_` behind a digit, so the pattern does.
    fn pattern(self) -> String {
        let Self { most, decimals } = self;
        let digits = most.ilog10();
        let whole = if digits == 0 {
            String::new()
        } else {
            format!("([0-9]_*){{1,{digits}}}|")
        };
        let fraction = format!("_*([0-9]_*){{0,{decimals}}}(0_*)*");
        let largest = format!("1_*(0_*){{{digits}}}(\\._*(0_*)*)?");
        format!("^(\\+?(0_*)*(({whole}0_*)(\\.{fraction})?|\\.{fraction}|{largest})|-[0._]+)$")
    }
}

/// A UUID but nil, in any of its forms.
pub(crate) struct Uuid;

impl Uuid {
    pub(crate) fn schema(doc: &str) -> Schema {
        const HEX: &str = "[0-9a-fA-F]";
        let groups = format!("{HEX}{{8}}-?{HEX}{{4}}-?{HEX}{{4}}-?{HEX}{{4}}-?{HEX}{{12}}");
        let schema = json_schema!({
            "type": "string",
            "pattern": format!("^(urn:uuid:|\\{{)?{groups}\\}}?$"),
            "not": { "pattern": "^(urn:uuid:|\\{)?[0-]+\\}?$" },
        });
        described(schema, doc)
    }
}

/// An object whose fields are named by the reader of it.
pub(crate) struct Keyed<K, V>(PhantomData<(K, V)>);

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Keyed<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_by_{}", V::schema_name(), K::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": generator.subschema_for::<K>(),
            "additionalProperties": generator.subschema_for::<V>(),
        })
    }
}
