//! A small province for the tests: organisations with known ids and users of every role with one password.
//!
//! ```text
//! P  provincial federation (LDLD-TINH)
//! ├─ D1  district union ── A, B  grassroots unions
//! ├─ D2  district union ── C     grassroots union
//! └─ S   sector union
//! ```

use congdoan::db::AnyConnection;
use congdoan::db::schema::{organisation_closure, organisation_periods, organisations};
use congdoan::identity::service::{NewAccount, create_account};
use congdoan::identity::{Hasher, Role};
use congdoan::kernel::clock::Instant;
use congdoan::kernel::id::Uuid;
use congdoan::kernel::text::fold;
use congdoan::organisations::service::create_first;
use diesel::prelude::*;

use super::app::{TestApp, instant};
use super::client::Actor;

/// The password of every user of the world.
pub const PASSWORD: &str = "đường lên bản còn xa lắm";

/// The provincial federation.
pub const P: &str = "01940000-0000-7000-8000-000000000001";
/// The first district union.
pub const D1: &str = "01940000-0000-7000-8000-000000000011";
/// The second district union.
pub const D2: &str = "01940000-0000-7000-8000-000000000012";
/// The sector union.
pub const S: &str = "01940000-0000-7000-8000-000000000013";
/// A grassroots union of D1.
pub const A: &str = "01940000-0000-7000-8000-000000000021";
/// The other grassroots union of D1.
pub const B: &str = "01940000-0000-7000-8000-000000000022";
/// The grassroots union of D2.
pub const C: &str = "01940000-0000-7000-8000-000000000023";

/// When everything was made; every grant counts from that day on.
const BEGIN: &str = "2024-12-31T17:00:00Z";
const FIRST_DAY: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();

struct Place {
    id: &'static str,
    code: &'static str,
    name: &'static str,
    kind: &'static str,
    symbol: &'static str,
    /// Itself first, then upwards.
    line: &'static [&'static str],
}

const PLACES: [Place; 7] = [
    Place {
        id: P,
        code: "LDLD-TINH",
        name: "Liên đoàn Lao động tỉnh",
        kind: "provincial_federation",
        symbol: "LĐLĐ",
        line: &[P],
    },
    Place {
        id: D1,
        code: "LDLD-D1",
        name: "Liên đoàn Lao động huyện Một",
        kind: "district_federation",
        symbol: "LĐLĐ",
        line: &[D1, P],
    },
    Place {
        id: D2,
        code: "LDLD-D2",
        name: "Liên đoàn Lao động huyện Hai",
        kind: "district_federation",
        symbol: "LĐLĐ",
        line: &[D2, P],
    },
    Place {
        id: S,
        code: "CDN-GD",
        name: "Công đoàn ngành Giáo dục",
        kind: "sector_union",
        symbol: "CĐN",
        line: &[S, P],
    },
    Place {
        id: A,
        code: "CDCS-A",
        name: "Công đoàn cơ sở A",
        kind: "grassroots_union",
        symbol: "CĐCS",
        line: &[A, D1, P],
    },
    Place {
        id: B,
        code: "CDCS-B",
        name: "Công đoàn cơ sở B",
        kind: "grassroots_union",
        symbol: "CĐCS",
        line: &[B, D1, P],
    },
    Place {
        id: C,
        code: "CDCS-C",
        name: "Công đoàn cơ sở C",
        kind: "grassroots_union",
        symbol: "CĐCS",
        line: &[C, D2, P],
    },
];

/// Prefix of the user names, organisation and roles; a number after a role makes a second user of it.
const PEOPLE: [(&str, &str, &[&str]); 7] = [
    (
        "p",
        P,
        &[
            "officer",
            "chair",
            "chair2",
            "clerk",
            "clerk2",
            "appraiser",
            "approver",
            "accountant",
            "inspector",
            "administrator",
        ],
    ),
    ("d1", D1, &["officer", "chair", "clerk", "inspector", "administrator"]),
    ("d2", D2, &["officer", "chair", "clerk"]),
    ("s", S, &["officer", "chair", "clerk"]),
    ("a", A, &["officer", "chair", "clerk"]),
    ("b", B, &["officer", "chair", "clerk"]),
    ("c", C, &["officer", "chair", "clerk"]),
];

impl TestApp {
    /// A signed-in user of the world, e.g. `a.officer`.
    pub async fn as_user(&self, username: &str) -> Actor {
        self.login(username, PASSWORD).await
    }

    /// The same in the one session of this moment: see [`super::app::Inner::at_work`].
    pub async fn working(&self, username: &str) -> Actor {
        self.at_work(username, PASSWORD).await
    }

    /// What `congdoan admin create` does on an empty database: the province as of `founded`, with nothing but a code,
    /// and an administrator who signs in with [`PASSWORD`]. Answers the province's id.
    pub fn first_administrator(&self, founded: Instant, code: &str, username: &str) -> String {
        let mut db = self.database.connect();
        let province = create_first(&mut db, founded, code, None).unwrap();
        let account = NewAccount {
            username: username.to_owned(),
            display_name: "Quản trị viên tỉnh".to_owned(),
            password_hash: Hasher::cheap_for_tests().hash_blocking(&PASSWORD.into()).unwrap(),
            is_demo: false,
            role: Role::Administrator,
            organisation_id: province,
        };
        create_account(&mut db, account, self.clock.now()).unwrap();
        province.to_string()
    }

    /// The id of the user with this name.
    pub async fn id_of(&self, username: &str) -> String {
        self.as_user(username).await.get("/api/v1/auth/me").await.expect(200).id()
    }
}

/// An organisation of the world and those above it, nearest first.
pub fn line(organisation: &str) -> &'static [&'static str] {
    PLACES.iter().find(|place| place.id == organisation).unwrap().line
}

/// Puts the world into a migrated database.
pub fn load(db: &mut AnyConnection) {
    let now = instant(BEGIN);
    db.transaction(|db| -> QueryResult<()> {
        for place in &PLACES {
            insert_place(db, place, now)?;
        }
        Ok(())
    })
    .unwrap();
    let hash = Hasher::cheap_for_tests().hash_blocking(&PASSWORD.into()).unwrap();
    for (prefix, organisation, people) in PEOPLE {
        for person in people {
            let role: Role = person.trim_end_matches('2').parse().unwrap();
            let account = NewAccount {
                username: format!("{prefix}.{person}"),
                display_name: format!("{} {}", role.label_vi(), prefix.to_uppercase()),
                password_hash: hash.clone(),
                is_demo: false,
                role,
                organisation_id: uuid(organisation),
            };
            create_account(db, account, now).unwrap();
        }
    }
}

fn insert_place(db: &mut AnyConnection, place: &Place, now: Instant) -> QueryResult<()> {
    let (id, parent) = (uuid(place.id), place.line.get(1).map(|parent| uuid(parent)));
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(id),
            organisations::code.eq(place.code),
            organisations::name.eq(place.name),
            organisations::name_folded.eq(fold(place.name)),
            organisations::kind.eq(place.kind),
            organisations::parent_id.eq(parent),
            organisations::symbol.eq(Some(place.symbol)),
            organisations::place.eq(Some("Lai Châu")),
            organisations::status.eq("active"),
            organisations::version.eq(1_i64),
            organisations::created_at.eq(now),
            organisations::updated_at.eq(now),
        ))
        .execute(db)?;
    diesel::insert_into(organisation_periods::table)
        .values((
            organisation_periods::organisation_id.eq(id),
            organisation_periods::valid_from.eq(FIRST_DAY),
            organisation_periods::name.eq(place.name),
            organisation_periods::name_folded.eq(fold(place.name)),
            organisation_periods::kind.eq(place.kind),
            organisation_periods::parent_id.eq(parent),
        ))
        .execute(db)?;
    for (depth, ancestor) in (0_i32..).zip(place.line) {
        diesel::insert_into(organisation_closure::table)
            .values((
                organisation_closure::ancestor_id.eq(uuid(ancestor)),
                organisation_closure::descendant_id.eq(id),
                organisation_closure::depth.eq(depth),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// An id as the library has it.
pub fn uuid(text: &str) -> Uuid {
    text.parse().unwrap()
}
