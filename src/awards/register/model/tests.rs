use std::collections::HashMap;

use chrono::NaiveDate;

use super::check::Fault;
use super::check::{Checker, FormFacts, Known};
use super::sheet::{COLUMNS, Cell, as_csv, undefused};
use super::table::{MOST_ROWS, MOST_VALUES, Table, TableError};
use crate::kernel::id::Uuid;

const HEAD: &str =
    "organisation_code,recipient_kind,recipient_name,form_code,year,symbol,decided_on,signer_name";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn form(code: &str, (from, to): (&str, Option<&str>), number: u8) -> FormFacts {
    FormFacts {
        id: Uuid::from_bytes([number; 16]),
        code: code.to_owned(),
        kind: "flag".to_owned(),
        authority: "confederation".to_owned(),
        for_collectives: true,
        for_individuals: false,
        valid_from: day(from),
        valid_to: to.map(day),
    }
}

fn known() -> Known {
    let versions =
        vec![form("flag", ("2000-01-01", Some("2020-01-01")), 1), form("flag", ("2020-01-01", None), 2)];
    Known {
        unions: HashMap::from([("A".to_owned(), Uuid::from_bytes([9; 16]))]),
        forms: HashMap::from([("flag".to_owned(), versions)]),
        today: day("2025-02-10"),
    }
}

fn checked(text: &str) -> Checker {
    let table = Table::read(text.as_bytes()).unwrap();
    let mut checker = Checker::new(known(), &table.head);
    for (number, record) in &table.rows {
        checker.row(*number, record);
    }
    checker
}

fn faults(text: &str) -> Vec<(i32, String, &'static str)> {
    let told = |fault: &Fault| (fault.row, fault.column.clone().unwrap_or_default(), fault.code.as_str());
    checked(text).faults.iter().map(told).collect()
}

/// The faults of the one row of a file.
fn of_row(row: &str) -> Vec<(String, &'static str)> {
    faults(&format!("{HEAD}\n{row}\n")).into_iter().map(|(_, column, code)| (column, code)).collect()
}

#[test]
fn a_table_is_read_with_either_mark_and_with_or_without_bom() {
    for text in ["a,b\n1,2\n", "\u{FEFF}a;b\r\n1;2\r\n", "A , b\n\n\"1\",2", "a,b\n1,2\n,\n"] {
        let table = Table::read(text.as_bytes()).unwrap();
        assert_eq!(table.head, ["a", "b"], "{text:?}");
        let rows: Vec<Vec<&str>> = table.rows.iter().map(|(_, row)| row.iter().collect()).collect();
        assert_eq!(rows, [["1", "2"]], "{text:?}");
    }
    let numbered = |text: &str| {
        Table::read(text.as_bytes()).unwrap().rows.iter().map(|(number, _)| *number).collect::<Vec<_>>()
    };
    assert_eq!(numbered("a,b\n1,2\n\n\r\n3,4\r\n,\n5,6"), [2, 5, 7], "empty lines are rows");
    assert_eq!(numbered("a,b\r\n\"1\r\n\"\",\n\"x,2\n3,4\n"), [2, 3], "line breaks in a value are none");
    let wide = |values: usize| [vec!["a"; values].join(","), "a\n1".to_owned()];
    for [row, before] in [wide(MOST_VALUES + 1)] {
        for text in [row.clone(), format!("{before}\n{row}"), format!("\"\n\",{row}")] {
            assert_eq!(Table::read(text.as_bytes()).unwrap_err(), TableError::TooWide, "{text:?}");
        }
    }
    assert_eq!(Table::read(wide(MOST_VALUES)[0].as_bytes()).unwrap().head.len(), MOST_VALUES);
    assert_eq!(Table::read(b"\xFF\xFE").unwrap_err(), TableError::NotText);
    assert_eq!(Table::read(b"").unwrap_err(), TableError::Empty);
    let rows = |count: usize| format!("a\n{}", "1\n".repeat(count));
    assert_eq!(Table::read(rows(MOST_ROWS).as_bytes()).unwrap().rows.len(), MOST_ROWS);
    assert_eq!(Table::read(rows(MOST_ROWS + 1).as_bytes()).unwrap_err(), TableError::TooManyRows);
}

#[test]
fn a_good_row_becomes_an_award_of_the_form_of_its_day() {
    for (decided, version) in [("2019-12-31", 1), ("2020-01-01", 2), ("03/02/2021", 2)] {
        let checker = checked(&format!("{HEAD}\nA,Tập thể,Tổ Ví Dụ,flag,2018,1/QĐ,{decided},Ví Dụ\n"));
        assert_eq!(checker.faults, []);
        assert_eq!(checker.good.len(), 1);
        let good = &checker.good[0];
        assert_eq!(good.form.id, Uuid::from_bytes([version; 16]), "{decided}");
        assert_eq!((good.identity.recipient.as_str(), good.row, good.reward), ("to vi du", 2, 0));
    }
}

#[test]
fn each_column_has_its_faults() {
    for (row, expected) in [
        (",collective,X,flag,2018,1/QĐ,2020-01-01,Y", vec![("organisation_code", "missing")]),
        ("B,collective,X,flag,2018,1/QĐ,2020-01-01,Y", vec![("organisation_code", "not_found")]),
        ("A,team,X,flag,2018,1/QĐ,2020-01-01,Y", vec![("recipient_kind", "malformed")]),
        ("A,individual,X,flag,2018,1/QĐ,2020-01-01,Y", vec![("recipient_kind", "not_allowed")]),
        ("A,collective,,flag,2018,1/QĐ,2020-01-01,Y", vec![("recipient_name", "missing")]),
        ("A,collective,X,cup,2018,1/QĐ,2020-01-01,Y", vec![("form_code", "not_found")]),
        ("A,collective,X,flag,1998,1/QĐ,1999-01-01,Y", vec![("form_code", "not_found")]),
        ("A,collective,X,flag,year,1/QĐ,2020-01-01,Y", vec![("year", "malformed")]),
        ("A,collective,X,flag,2021,1/QĐ,2020-01-01,Y", vec![("year", "out_of_range")]),
        ("A,collective,X,flag,2018,,2020-01-01,Y", vec![("symbol", "missing")]),
        ("A,collective,X,flag,2018,1/QĐ,2020-02-30,Y", vec![("decided_on", "malformed")]),
        ("A,collective,X,flag,2018,1/QĐ,2025-02-11,Y", vec![("decided_on", "out_of_range")]),
        ("A,collective,X,flag,2018,1/QĐ,2025-01-01,Y", vec![("decided_on", "out_of_range")]),
        ("A,collective,X,flag,2018,1/QĐ,2024-12-31,Y", vec![]),
        ("A,collective,X,flag,2018,1/QĐ,2020-01-01,", vec![("signer_name", "missing")]),
        ("A,collective,X,flag,2018,1/QĐ,2020-01-01", vec![("", "wrong_fields")]),
        (
            "B,team,X,flag,2018,1/QĐ,2020-01-01,Y",
            vec![("organisation_code", "not_found"), ("recipient_kind", "malformed")],
        ),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(column, code)| (column.to_owned(), code)).collect();
        assert_eq!(of_row(row), expected, "{row}");
    }
    let long = "x".repeat(201);
    assert_eq!(
        of_row(&format!("A,collective,{long},flag,2018,1/QĐ,2020-01-01,Y")),
        [("recipient_name".to_owned(), "too_long")]
    );
    let money = |amount: &str| {
        faults(&format!("{HEAD},reward_vnd\nA,collective,X,flag,2018,1/QĐ,2020-01-01,Y,{amount}\n"))
    };
    assert_eq!(money("1000000"), []);
    assert_eq!(money("-5"), [(2, "reward_vnd".to_owned(), "malformed")]);
    assert_eq!(money("99999999999999999999"), [(2, "reward_vnd".to_owned(), "out_of_range")]);
}

#[test]
fn a_head_that_cannot_be_read_is_a_fault_of_row_one() {
    let text = "organisation_code,recipient_kind,recipient_kind,colour\n";
    let found = faults(text);
    assert!(found.contains(&(1, "recipient_kind".to_owned(), "repeated_column")), "{found:?}");
    assert!(found.contains(&(1, "colour".to_owned(), "unknown_column")), "{found:?}");
    assert!(found.contains(&(1, "signer_name".to_owned(), "missing")), "{found:?}");
    assert_eq!(checked(text).bad_rows(), 1);
}

#[test]
fn the_same_award_twice_is_a_fault_however_it_is_spelled() {
    let row = |name: &str, symbol: &str| format!("A,collective,{name},flag,2018,{symbol},2020-01-01,Y\n");
    let text = [HEAD, "\n", &row("Tổ Một", "1/QĐ"), &row("to mot", "1/qd"), &row("Tổ Một", "2/QĐ")].concat();
    assert_eq!(faults(&text), [(3, String::new(), "repeated_row")]);
    assert_eq!(checked(&text).good.len(), 2);
    let head = format!("{HEAD},namesake\n");
    let two = |flag: &str| format!("{head}A,collective,X,flag,2018,1/QĐ,2020-01-01,Y,{flag}\n");
    assert_eq!(faults(&two("true")), [(2, "namesake".to_owned(), "not_allowed")], "a collective has none");
    assert_eq!(faults(&two("không")), []);
}

#[test]
fn all_bad_rows_are_counted_and_a_thousand_faults_are_kept() {
    let checker = checked(&format!("{HEAD}\n{}", "A,team,,flag,2018,1/QĐ,2020-01-01,Y\n".repeat(1200)));
    assert_eq!((checker.bad_rows(), checker.faults.len(), checker.good.len()), (1200, 1000, 0));
}

#[test]
fn what_a_spreadsheet_would_reckon_is_defused_and_read_back() {
    for text in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
        let mut row = vec![Cell::Text(text.to_owned())];
        row.resize(COLUMNS.len(), Cell::Number(-1));
        let written = String::from_utf8(as_csv(&[row]).unwrap()).unwrap();
        let body = written.strip_prefix('\u{FEFF}').unwrap().split_once("\r\n").unwrap().1;
        assert!(body.trim_start_matches('"').starts_with(&format!("'{text}")), "{body:?}");
        assert!(body.contains(",-1,"), "numbers stay numbers");
        assert_eq!(undefused(&format!("'{text}")), text);
    }
    assert_eq!(undefused("'quoted'"), "'quoted'");
}
