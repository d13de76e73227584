//! Bodies of `application/x-www-form-urlencoded` (OAS 3.0.4, Encoding Object).

use super::{
    operation::PartStyle,
    percent,
    shape::Shape,
    style::{self, Escape, Refusal},
};

/// Writes an object as a form. A property without an encoding of its own follows the specification's defaults: a scalar is a pair,
/// a list repeats the key, and what is deeper is JSON text. An error names the property, unless there is none.
pub(super) fn encode(shape: &Shape, encodings: &[(&str, PartStyle)]) -> Result<String, (Option<String>, Refusal)> {
    let Shape::Fields(fields) = shape else {
        return if *shape == Shape::Undefined { Ok(String::new()) } else { Err((None, Refusal::NoFields)) };
    };
    let mut pairs = Vec::new();
    for (key, value) in fields {
        match encodings.iter().find(|(name, _)| name == key) {
            Some((_, PartStyle::Styled { style, explode, reserved })) => {
                let escape = if *reserved { Escape::Reserved } else { Escape::Percent };
                let styled =
                    style::pairs(key, *style, *explode, escape, value).map_err(|refusal| (Some(key.clone()), refusal))?;
                pairs.extend(styled.into_iter().map(|(name, value)| format!("{name}={value}")));
            }
            Some((_, PartStyle::Json)) if *value != Shape::Undefined => pairs.push(pair(key, &value.to_json())),
            Some((_, PartStyle::Json)) => {}
            None => push_default(key, value, &mut pairs),
        }
    }
    Ok(pairs.join("&"))
}

fn push_default(key: &str, value: &Shape, pairs: &mut Vec<String>) {
    match value {
        Shape::Undefined => {}
        Shape::Text(text) | Shape::Literal(text) => pairs.push(pair(key, text)),
        Shape::Fields(_) => pairs.push(pair(key, &value.to_json())),
        Shape::List(items) => {
            for item in items {
                if item.is_compound() {
                    pairs.push(pair(key, &item.to_json()));
                } else {
                    push_default(key, item, pairs);
                }
            }
        }
    }
}

fn pair(key: &str, value: &str) -> String {
    format!("{}={}", percent::encode_form(key), percent::encode_form(value))
}
