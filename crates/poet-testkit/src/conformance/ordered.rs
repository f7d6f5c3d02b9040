//! Cases with the order of their columns.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Object whose names come in an order that means something.
const COLUMNS: &str = "columns";

/// Field beside it that lists the names in their order.
pub(super) const ORDER: &str = "column_order";

/// A JSON value in which an object of columns has the order of its names beside it, which objects by themselves forget.
pub(super) struct Ordered(pub(super) Value);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(deserializer.deserialize_any(Read)?.value))
    }
}

/// A value and, for an object, its names in their order.
struct Named {
    value: Value,
    names: Vec<Value>,
}

impl From<Value> for Named {
    fn from(value: Value) -> Self {
        Self {
            value,
            names: Vec::new(),
        }
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Read)
    }
}

struct Read;

impl<'de> Visitor<'de> for Read {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Named, E> {
        Ok(Value::Null.into())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Named, E> {
        Ok(Value::Bool(value).into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Named, E> {
        Ok(Value::Number(value.into()).into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Named, E> {
        Ok(Value::Number(value.into()).into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Named, E> {
        Ok(Number::from_f64(value)
            .map_or(Value::Null, Value::Number)
            .into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Named, E> {
        Ok(Value::from(value).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Named, A::Error> {
        let mut values = Vec::new();
        while let Some(Ordered(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values).into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
        let (mut object, mut names) = (Map::new(), Vec::new());
        while let Some((
            name,
            Named {
                value,
                names: within,
            },
        )) = map.next_entry::<String, Named>()?
        {
            if name == COLUMNS && value.is_object() {
                object.insert(ORDER.to_owned(), within.into());
            }
            names.push(Value::from(name.as_str()));
            object.insert(name, value);
        }
        let value = Value::Object(object);
        Ok(Named { value, names })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Ordered;

    #[test]
    fn columns_keep_the_order_of_their_names() {
        let text = r#"[{"columns": {"b": [1, -2, 0.5], "a": [null, true]}, "y": ["x"]}]"#;
        let Ordered(value) = serde_json::from_str(text).unwrap();
        let wanted = json!([{
            "columns": {"a": [null, true], "b": [1, -2, 0.5]}, "column_order": ["b", "a"], "y": ["x"]
        }]);
        assert_eq!(value, wanted);
    }
}
