use super::*;
use crate::kernel::patch::Patch;
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::PartialSchema;

fn line(text: &str) -> Result<String, TextError> {
    Line::<10>::try_from(text).map(Line::into_inner)
}

fn prose(text: &str) -> Result<String, TextError> {
    Prose::<10>::try_from(text).map(Prose::into_inner)
}

#[test]
fn text_is_kept_clean() {
    assert_eq!(line(" \u{feff}Cha\u{302}u \u{200b}\n").unwrap(), "Ch\u{e2}u");
    assert_eq!(prose("\na\r\nb\rc\td ").unwrap(), "a\nb\nc\td");
}

#[test]
fn what_breaks_the_rule_is_refused() {
    assert_eq!(line("12345678901"), Err(TextError::TooLong(10)));
    assert_eq!(line("1234567890\n"), Err(TextError::TooLong(10)));
    assert_eq!(prose("          1"), Err(TextError::TooLong(10)));
    assert!(line("đđđđđđđđđđ").is_ok(), "characters are counted, not bytes");
    for blank in ["", " ", "\n\n", "\u{a0}\u{200b}\u{feff}", "\u{3000}", "\u{ad}", "\u{202e}\u{3164}"] {
        assert_eq!(line(blank), Err(TextError::Blank), "{blank:?}");
        assert_eq!(prose(blank), Err(TextError::Blank), "{blank:?}");
    }
    for control in ["a\nb", "\na", "a\tb", "a\r\n", "a\0", "a\u{7f}", "a\u{85}b", "a\u{2028}b"] {
        assert_eq!(line(control), Err(TextError::Control), "{control:?}");
    }
    for control in ["a\0", "\u{b}a", "a\u{c}", "a\u{1b}[0m", "a\u{85}"] {
        assert_eq!(prose(control), Err(TextError::Control), "{control:?}");
    }
}

#[test]
fn nfc_may_lengthen_a_text_that_was_within_its_bound() {
    let kept = Line::<1>::try_from("\u{fb2c}").unwrap();
    assert_eq!(kept.chars().count(), 3);
}

#[test]
fn json_carries_the_bare_string() {
    let read: Line<10> = serde_json::from_str(r#"" \u0110o\u00e0n ""#).unwrap();
    assert_eq!(&*read, "Đoàn");
    assert_eq!(serde_json::to_value(&read).unwrap(), json!("Đoàn"));
    assert!(serde_json::from_str::<Line<10>>("null").is_err());
    let refusal = serde_json::from_str::<Prose<10>>(r#"" ""#).unwrap_err();
    assert!(refusal.to_string().contains("blank"), "{refusal}");
}

#[test]
fn patterns_and_readers_agree_on_every_character() {
    let (one_line, lines) = (Regex::new(&line_pattern()).unwrap(), Regex::new(&prose_pattern()).unwrap());
    for letter in '\0'..='\u{1ffff}' {
        for text in [letter.to_string(), format!("a{letter}b")] {
            assert_eq!(one_line.is_match(&text), line(&text).is_ok(), "line {text:?}");
            assert_eq!(lines.is_match(&text), prose(&text).is_ok(), "prose {text:?}");
        }
    }
}

#[test]
fn the_schema_states_the_rule_in_full() {
    let schema = serde_json::to_value(Line::<200>::schema()).unwrap();
    assert_eq!(
        schema,
        json!({"type": "string", "minLength": 1, "maxLength": 200, "pattern": line_pattern()})
    );
    assert_eq!(Line::<200>::name(), "Line200");
    assert_eq!(Prose::<1000>::name(), "Prose1000");
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&serde_json::to_value(Line::<10>::schema()).unwrap()).unwrap();
    for text in ["Đoàn", "a\n", "a\nb", "\na", "", " ", "\u{200b}", "a\0", "1234567890", "12345678901"] {
        assert_eq!(validator.is_valid(&json!(text)), line(text).is_ok(), "{text:?}");
    }
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Sample {
    title: Line<200>,
    summary: Option<Prose<1000>>,
    tags: Vec<Line<50>>,
    #[schema(inline)]
    inlined: Line<30>,
}

#[derive(ToSchema, Deserialize)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct SamplePatch {
    /// The new title.
    #[serde(default)]
    title: Patch<Line<200>>,
    #[serde(default)]
    summary: Patch<Option<Prose<1000>>>,
}

fn components_of<T: ToSchema>() -> BTreeMap<String, Value> {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    schemas.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap())).collect()
}

#[test]
fn derive_refers_to_each_bound_by_its_own_name() {
    let components = components_of::<Sample>();
    assert_eq!(components.keys().collect::<Vec<_>>(), ["Line200", "Line50", "Prose1000", "Sample"]);
    assert_eq!(components["Line50"], serde_json::to_value(Line::<50>::schema()).unwrap());
    assert_eq!(
        components["Sample"],
        json!({
            "type": "object",
            "required": ["title", "tags", "inlined"],
            "properties": {
                "title": {"$ref": "#/components/schemas/Line200"},
                "summary": {"oneOf": [{"$ref": "#/components/schemas/Prose1000"}, {"type": "null"}]},
                "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Line50"}},
                "inlined": Line::<30>::schema(),
            },
        })
    );
}

#[test]
fn members_of_a_patch_are_optional_and_null_only_where_it_clears() {
    let components = components_of::<SamplePatch>();
    assert_eq!(
        components["SamplePatch"],
        json!({
            "type": "object",
            "properties": {
                "title": {
                    "$ref": "#/components/schemas/PatchLine200_Line200",
                    "description": "The new title.",
                },
                "summary": {"$ref": "#/components/schemas/PatchOption_Option_Prose1000"},
            },
        })
    );
    assert_eq!(components["PatchLine200_Line200"], serde_json::to_value(Line::<200>::schema()).unwrap());
    assert_eq!(
        components["PatchOption_Option_Prose1000"],
        json!({"oneOf": [{"type": "null"}, Prose::<1000>::schema()]})
    );
}

proptest! {
    #[test]
    fn whatever_matches_the_schema_is_read(text in "[ -~đâ\u{a0}\u{200b}\u{300}\n\t\r\u{0}\u{2028}]{0,12}") {
        let short = text.chars().count() <= 10;
        let by_pattern = Regex::new(&line_pattern()).unwrap().is_match(&text);
        prop_assert_eq!(line(&text).is_ok(), short && by_pattern);
        let by_pattern = Regex::new(&prose_pattern()).unwrap().is_match(&text);
        prop_assert_eq!(prose(&text).is_ok(), short && by_pattern);
    }

    #[test]
    fn what_was_kept_is_kept_again(text in any::<String>()) {
        if let Ok(once) = Prose::<200>::try_from(text.as_str()) {
            prop_assert_eq!(Prose::<200>::try_from(once.to_string()).unwrap(), once);
        }
    }
}
