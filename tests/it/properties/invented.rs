//! Documents made at random from their own committed schema, so that a new kind of fact is tried without another line here.

use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;
use serde_json::{Map, Value, json};

/// Instances of the schema of the document `name`.
pub(super) fn document(name: &str) -> BoxedStrategy<Value> {
    let text = std::fs::read_to_string(format!("docs/{name}.schema.json")).unwrap();
    let root: Value = serde_json::from_str(&text).unwrap();
    instance(&root, &root, "")
}

/// Instances of `schema`, which stands at the property `name`.
fn instance(root: &Value, schema: &Value, name: &str) -> BoxedStrategy<Value> {
    if let Some(constant) = schema.get("const") {
        return Just(constant.clone()).boxed();
    }
    let mut parts = Vec::new();
    if let Some(reference) = schema["$ref"].as_str() {
        parts.push(instance(root, &root["$defs"][reference.trim_start_matches("#/$defs/")], name));
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[key].as_array() {
            let choices: Vec<_> = choices.iter().map(|choice| instance(root, choice, name)).collect();
            parts.push(proptest::strategy::Union::new(choices).boxed());
        }
    }
    if schema.get("properties").is_some() {
        parts.push(object(root, schema));
    }
    if parts.is_empty() {
        return plain(root, schema, name);
    }
    parts.prop_map(merged).boxed()
}

/// Several parts of one object as one; of anything else there is only one part.
fn merged(parts: Vec<Value>) -> Value {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or(Value::Null);
    parts.fold(first, |mut all, part| {
        match (&mut all, part) {
            (Value::Object(all), Value::Object(part)) => all.extend(part),
            (all, part) => panic!("{all} and {part} do not make one value"),
        }
        all
    })
}

fn object(root: &Value, schema: &Value) -> BoxedStrategy<Value> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let fields = schema["properties"].as_object().unwrap().iter().map(|(name, field)| {
        let value = instance(root, field, name);
        let name = name.clone();
        let given = if required.contains(&json!(name)) {
            value.prop_map(Some).boxed()
        } else {
            proptest::option::of(value).boxed()
        };
        given.prop_map(move |value| value.map(|value| (name.clone(), value)))
    });
    let fields: Vec<_> = fields.collect();
    fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect::<Map<_, _>>())).boxed()
}

fn plain(root: &Value, schema: &Value, name: &str) -> BoxedStrategy<Value> {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        other => panic!("`{name}` has the type {other}: {schema}"),
    };
    let choices: Vec<_> = types.into_iter().map(|kind| of_type(root, schema, name, kind)).collect();
    proptest::strategy::Union::new(choices).boxed()
}

fn of_type(root: &Value, schema: &Value, name: &str, kind: &str) -> BoxedStrategy<Value> {
    match (kind, schema["format"].as_str()) {
        ("null", _) => Just(Value::Null).boxed(),
        ("boolean", _) => any::<bool>().prop_map(Value::from).boxed(),
        ("number", _) => (0.0..1e9f64).prop_map(Value::from).boxed(),
        ("integer", format) => integer(format.unwrap_or_default()),
        ("string", Some("ip")) => any::<std::net::IpAddr>().prop_map(|ip| json!(ip)).boxed(),
        ("string", None) if matches!(name, "server" | "source") => {
            any::<std::net::SocketAddr>().prop_map(|at| json!(at)).boxed()
        }
        ("string", None) if name == "host" => "[a-z][a-z0-9-]{0,9}(\\.[a-z]{1,9})?".prop_map(Value::from).boxed(),
        ("string", None) if name == "via" => {
            "(http|https|socks4|socks5h)://(\\*\\*\\*@)?[a-z]{1,9}:[1-9][0-9]{0,3}".prop_map(Value::from).boxed()
        }
        ("string", None) => any::<String>().prop_map(Value::from).boxed(),
        ("array", _) => match schema["prefixItems"].as_array() {
            Some(items) => {
                let items: Vec<_> = items.iter().map(|item| instance(root, item, name)).collect();
                items.prop_map(Value::Array).boxed()
            }
            None => {
                proptest::collection::vec(instance(root, &schema["items"], name), 0..4).prop_map(Value::Array).boxed()
            }
        },
        ("object", _) if schema["additionalProperties"].is_object() => {
            let value = instance(root, &schema["additionalProperties"], name);
            let fields = proptest::collection::vec((any::<String>(), value), 0..4);
            fields.prop_map(|fields| Value::Object(fields.into_iter().collect())).boxed()
        }
        (kind, format) => panic!("`{name}`: nothing makes a {kind} with the format {format:?}"),
    }
}

fn integer(format: &str) -> BoxedStrategy<Value> {
    match format {
        "uint8" => any::<u8>().prop_map(Value::from).boxed(),
        "uint16" => any::<u16>().prop_map(Value::from).boxed(),
        "uint32" => any::<u32>().prop_map(Value::from).boxed(),
        "uint" | "uint64" => any::<u64>().prop_map(Value::from).boxed(),
        "int32" => any::<i32>().prop_map(Value::from).boxed(),
        "int64" => any::<i64>().prop_map(Value::from).boxed(),
        other => panic!("nothing makes an integer with the format `{other}`"),
    }
}
