//! A schema error in our codes and in both languages. Values are never repeated: they may be personal, or long.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::kernel::problem::Violation;

/// Adds what `error` means, one violation for each broken rule.
pub(super) fn explain(error: &ValidationError<'_>, into: &mut Vec<Violation>) {
    let at = error.instance_path().as_str();
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                into.push(Violation::at(
                    member(at, name),
                    "unknown_member",
                    "Trường này không có trong tài liệu hoặc chỉ để đọc.",
                    "This member is not documented, or is read-only.",
                ));
            }
        }
        Kind::Required { property } => into.push(Violation::at(
            member(at, property.as_str().unwrap_or_default()),
            "missing",
            "Bắt buộc phải có.",
            "It is required.",
        )),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => branches(at, context, into),
        kind => into.push(simple(at, kind)),
    }
}

/// The rules about one value, told with their bound.
fn simple(at: &str, kind: &Kind) -> Violation {
    let (code, vi, en) = match kind {
        Kind::Type { kind } => return wrong_type(at, kind),
        Kind::MaxLength { limit } => {
            ("too_long", format!("Tối đa {limit} ký tự."), format!("At most {limit} characters."))
        }
        Kind::MinLength { limit } => {
            ("too_short", format!("Ít nhất {limit} ký tự."), format!("At least {limit} characters."))
        }
        Kind::Maximum { limit } => {
            ("out_of_range", format!("Lớn nhất là {limit}."), format!("At most {limit}."))
        }
        Kind::Minimum { limit } => {
            ("out_of_range", format!("Nhỏ nhất là {limit}."), format!("At least {limit}."))
        }
        Kind::ExclusiveMaximum { limit } => {
            ("out_of_range", format!("Phải nhỏ hơn {limit}."), format!("Less than {limit}."))
        }
        Kind::ExclusiveMinimum { limit } => {
            ("out_of_range", format!("Phải lớn hơn {limit}."), format!("More than {limit}."))
        }
        Kind::MultipleOf { multiple_of } => (
            "out_of_range",
            format!("Phải là bội của {multiple_of}."),
            format!("A multiple of {multiple_of}."),
        ),
        Kind::MaxItems { limit } => {
            ("too_many", format!("Tối đa {limit} phần tử."), format!("At most {limit} items."))
        }
        Kind::MinItems { limit } => {
            ("too_few", format!("Ít nhất {limit} phần tử."), format!("At least {limit} items."))
        }
        Kind::MaxProperties { limit } => {
            ("too_many", format!("Tối đa {limit} trường."), format!("At most {limit} members."))
        }
        Kind::MinProperties { limit } => {
            ("too_few", format!("Ít nhất {limit} trường."), format!("At least {limit} members."))
        }
        Kind::UniqueItems => (
            "duplicate",
            "Các phần tử không được trùng nhau.".into(),
            "The items must differ from one another.".into(),
        ),
        Kind::Enum { options } => {
            let options = listed(options);
            ("not_allowed", format!("Phải là một trong: {options}."), format!("One of: {options}."))
        }
        Kind::Constant { expected_value } => {
            ("not_allowed", format!("Phải là {expected_value}."), format!("It must be {expected_value}."))
        }
        Kind::Format { format } => return malformed(at, format),
        Kind::Pattern { pattern } => (
            "malformed",
            format!("Không đúng dạng quy định: {pattern}"),
            format!("It is not of the documented form: {pattern}"),
        ),
        _ => ("not_allowed", "Giá trị không được phép.".into(), "The value is not allowed.".into()),
    };
    Violation::at(at, code, vi, en)
}

fn wrong_type(at: &str, kind: &TypeKind) -> Violation {
    let types: Vec<JsonType> = match kind {
        TypeKind::Single(one) => vec![*one],
        TypeKind::Multiple(several) => several.iter().collect(),
    };
    let (mut vi, mut en) = (Vec::new(), Vec::new());
    for one in types {
        let (in_vi, in_en) = match one {
            JsonType::Array => ("danh sách", "an array"),
            JsonType::Boolean => ("đúng/sai", "a boolean"),
            JsonType::Integer => ("số nguyên", "an integer"),
            JsonType::Null => ("null", "null"),
            JsonType::Number => ("số", "a number"),
            JsonType::Object => ("đối tượng", "an object"),
            JsonType::String => ("chuỗi ký tự", "a string"),
        };
        vi.push(in_vi);
        en.push(in_en);
    }
    let (vi, en) = (vi.join(" hoặc "), en.join(" or "));
    Violation::at(at, "wrong_type", format!("Phải là {vi}."), format!("It must be {en}."))
}

fn malformed(at: &str, format: &str) -> Violation {
    let (vi, en) = match format {
        "date" => {
            ("Phải là một ngày có thật, dạng NNNN-TT-NN.", "It must be a date that exists, as YYYY-MM-DD.")
        }
        "date-time" => (
            "Phải là thời điểm theo RFC 3339, ví dụ 2025-02-17T01:00:00Z.",
            "It must be an RFC 3339 instant such as 2025-02-17T01:00:00Z.",
        ),
        "uuid" => ("Phải là một UUID.", "It must be a UUID."),
        "email" => ("Phải là một địa chỉ thư điện tử.", "It must be an e-mail address."),
        _ => ("Không đúng dạng quy định.", "It is not of the documented format."),
    };
    Violation::at(at, "malformed", vi, en)
}

/// `oneOf`/`anyOf`: the errors of the branch that was meant. `null` is meant only by `null`; of several the one that
/// knows most of the members is meant; and a branch whose fixed member differs is another kind of record.
fn branches(at: &str, context: &[Vec<ValidationError<'static>>], into: &mut Vec<Violation>) {
    let mut open: Vec<_> = context.iter().filter(|errors| !only_null(at, errors)).collect();
    let least = open.iter().map(|errors| unknown_members(at, errors)).min();
    open.retain(|errors| Some(unknown_members(at, errors)) == least);
    if open.len() > 1 {
        open.retain(|errors| !errors.iter().any(names_another));
    }
    if let [meant] = open.as_slice() {
        for error in *meant {
            explain(error, into);
        }
        return;
    }
    into.push(Violation::at(
        at,
        "not_allowed",
        "Không khớp với dạng nào được phép.",
        "It matches none of the allowed forms.",
    ));
}

/// How many members of the value at `at` its branch does not know.
fn unknown_members(at: &str, errors: &[ValidationError<'static>]) -> usize {
    let here = errors.iter().filter(|error| error.instance_path().as_str() == at);
    here.map(|error| match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected.len()
        }
        _ => 0,
    })
    .sum()
}

fn only_null(at: &str, errors: &[ValidationError<'static>]) -> bool {
    errors.iter().any(|error| {
        error.instance_path().as_str() == at
            && matches!(error.kind(), Kind::Type { kind: TypeKind::Single(JsonType::Null) })
    })
}

fn names_another(error: &ValidationError<'static>) -> bool {
    matches!(error.kind(), Kind::Enum { .. } | Kind::Constant { .. } | Kind::Type { .. })
}

/// The pointer to a member, its name escaped (RFC 6901 §3) and cut: an unknown one is the caller's own text.
fn member(at: &str, name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The options of an `enum`, at most twenty of them.
fn listed(options: &Value) -> String {
    let none = Vec::new();
    let options = options.as_array().unwrap_or(&none);
    let mut names: Vec<String> = options
        .iter()
        .take(20)
        .map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned))
        .collect();
    if options.len() > names.len() {
        names.push("…".to_owned());
    }
    names.join(", ")
}
