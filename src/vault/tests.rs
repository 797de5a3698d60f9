use super::*;
use crate::db::{DatabaseUrl, establish, migrate};

fn opened(directory: &Path) -> Result<(Vault, AnyConnection), VaultError> {
    let mut db = establish(&DatabaseUrl::Sqlite(directory.join("test.sqlite3"))).unwrap();
    migrate::run(&mut db).unwrap();
    let vault = Vault::open(&directory.join(FILE_NAME), &mut db, Instant::utc(2025, 2, 17, 1, 0))?;
    Ok((vault, db))
}

fn place(column: &'static str, row: u8) -> Place {
    Place { table: "hardship_persons", column, row: Uuid::from_bytes([row; 16]) }
}

#[test]
fn a_value_opens_where_it_was_sealed_and_nowhere_else() {
    let directory = tempfile::tempdir().unwrap();
    let (vault, mut db) = opened(directory.path()).unwrap();
    let sealer = vault.sealer(&mut db).unwrap();
    let value = sealer.seal(place("phone", 1), "+84912345678").unwrap();
    assert_eq!(vault.open_text(place("phone", 1), &value).unwrap(), "+84912345678");
    for elsewhere in
        [place("phone", 2), place("address", 1), Place { table: "housing_surveys", ..place("phone", 1) }]
    {
        assert!(vault.open_text(elsewhere, &value).is_err(), "{elsewhere:?}");
    }
    let again = sealer.seal(place("phone", 1), "+84912345678").unwrap();
    assert_ne!(again, value, "the nonce is random");
    for position in 0..value.as_bytes().len() {
        let mut bytes = value.as_bytes().to_vec();
        bytes[position] ^= 1;
        assert!(vault.open_text(place("phone", 1), &Sealed::from_bytes(bytes)).is_err(), "byte {position}");
    }
}

#[test]
fn the_keys_of_another_installation_are_refused_and_so_is_a_lost_file() {
    let directory = tempfile::tempdir().unwrap();
    drop(opened(directory.path()).unwrap());
    opened(directory.path()).expect("the same keys open it again");
    let file = directory.path().join(FILE_NAME);
    let own = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(opened(directory.path()), Err(VaultError::WrongKey { key: 1, .. })));
    assert!(!file.exists(), "no new key is made for a database that has one");
    Ring::create(&file).unwrap();
    assert!(matches!(opened(directory.path()), Err(VaultError::WrongKey { key: 1, .. })));
    std::fs::remove_file(&file).unwrap();
    crate::private_files::write_new(&file, &own).unwrap();
    opened(directory.path()).expect("with its own file it opens again");
}

#[test]
fn equal_texts_have_equal_hashes_for_one_purpose_only() {
    let (one, other) = (Vault::generate().unwrap(), Vault::generate().unwrap());
    assert_eq!(one.lookup_hash("citizen_id", "012345678901"), one.lookup_hash("citizen_id", "012345678901"));
    assert_ne!(one.lookup_hash("citizen_id", "012345678901"), one.lookup_hash("person", "012345678901"));
    assert_ne!(
        one.lookup_hash("citizen_id", "012345678901"),
        other.lookup_hash("citizen_id", "012345678901")
    );
}
