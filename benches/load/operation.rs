//! The operations, as requests.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::{Value, json};

use super::client::write_request;
use super::seed;

/// What is read, listed, searched and created.
#[derive(Clone, Copy)]
pub struct Records {
    pub path: &'static str,
    pub ids: Ids,
    /// A demo account that may read them, and create them where they are created.
    pub reader: &'static str,
    /// The body of another one like `one`, told apart by the number; none where none is created.
    pub another: Option<fn(one: &Value, number: u64) -> Value>,
    /// What is searched for, told apart by the number; none where nothing is searched for.
    pub words: Option<fn(number: u64) -> String>,
}

/// Which records are there.
#[derive(Clone, Copy)]
pub enum Ids {
    /// `count` of them, with ids of the group.
    Seeded { group: u8, count: u64 },
    /// Those that a list shows.
    Listed,
}

/// Read, listed and created by the province.
pub const TASK_ITEMS: Records = Records {
    path: "/api/v1/task-items",
    ids: Ids::Seeded { group: 1, count: seed::ROWS },
    reader: "province.officer",
    another: Some(new_task_item),
    words: None,
};

/// A running server and what the requests to it need.
#[derive(Clone)]
pub struct Target {
    pub records: Records,
    pub address: SocketAddr,
    pub token: String,
    pub cursors: Vec<String>,
    /// Of the records, as the server answers one.
    pub one: Arc<Value>,
    /// Where they are.
    pub places: Arc<[String]>,
}

impl Target {
    fn place(&self, random: &mut Random) -> &str {
        pick(&self.places, random).expect("a record to read")
    }
}

fn pick<'a>(all: &'a [String], random: &mut Random) -> Option<&'a str> {
    let index = random.below(u64::try_from(all.len()).unwrap().max(1));
    all.get(usize::try_from(index).unwrap()).map(String::as_str)
}

/// What one connection asks for, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    FloorOne,
    FloorList,
    /// The floor of the mixed load: 85 % one, 15 % list.
    FloorMixed,
    ReadOne,
    ListFifty,
    /// A list of those that a search finds.
    Search,
    Create,
    /// 80 % read-one, 15 % list-50, 5 % create.
    Mixed,
}

impl Operation {
    pub const MEASURED: [Self; 4] = [Self::ReadOne, Self::ListFifty, Self::Mixed, Self::Create];

    pub fn name(self) -> &'static str {
        match self {
            Self::FloorOne => "floor of read-one",
            Self::FloorList => "floor of list-50",
            Self::FloorMixed => "floor of mixed",
            Self::ReadOne => "read-one",
            Self::ListFifty => "list-50",
            Self::Search => "search",
            Self::Create => "create",
            Self::Mixed => "mixed",
        }
    }

    /// What it is held against. A create answers a body like that of read-one.
    pub fn floor(self) -> Self {
        match self {
            Self::ListFifty | Self::Search | Self::FloorList => Self::FloorList,
            Self::Mixed | Self::FloorMixed => Self::FloorMixed,
            Self::ReadOne | Self::Create | Self::FloorOne => Self::FloorOne,
        }
    }

    /// Which single operation comes next.
    pub fn next(self, random: &mut Random) -> Self {
        match self {
            Self::Mixed => match random.below(100) {
                0..80 => Self::ReadOne,
                80..95 => Self::ListFifty,
                _ => Self::Create,
            },
            Self::FloorMixed => match random.below(100) {
                0..85 => Self::FloorOne,
                _ => Self::FloorList,
            },
            single => single,
        }
    }

    /// Writes the request of a single operation and says which status is its success.
    pub fn write(self, target: &Target, random: &mut Random, request: &mut Vec<u8>) -> u16 {
        let token = target.token.as_str();
        match self {
            Self::FloorOne | Self::FloorMixed => {
                write_request(request, "GET", "/bench/floor/one", token, None);
            }
            Self::FloorList => write_request(request, "GET", "/bench/floor/list", token, None),
            Self::ReadOne | Self::Mixed => write_request(request, "GET", target.place(random), token, None),
            Self::ListFifty => {
                let cursor = pick(&target.cursors, random)
                    .map(|cursor| format!("&cursor={cursor}"))
                    .unwrap_or_default();
                let path = format!("{}?limit=50{cursor}", target.records.path);
                write_request(request, "GET", &path, token, None);
            }
            Self::Search => {
                let words = target.records.words.expect("records that are searched");
                let words = words(random.below(LARGE)).replace(' ', "%20");
                let path = format!("{}?limit=50&q={words}", target.records.path);
                write_request(request, "GET", &path, token, None);
            }
            Self::Create => {
                let another = target.records.another.expect("records that are created");
                let body = another(&target.one, random.below(LARGE)).to_string();
                write_request(request, "POST", target.records.path, token, Some(&body));
                return 201;
            }
        }
        200
    }
}

/// No number below it comes twice in a run.
const LARGE: u64 = 1 << 62;

fn new_task_item(one: &Value, number: u64) -> Value {
    json!({
        "organisation_id": one["organisation_id"], "title": format!("Nhiệm vụ mới số {number}"),
        "description": "Việc được tạo trong lúc đo.", "due_date": "2025-03-31",
    })
}

/// A small generator (xorshift): the choice of rows must cost nothing.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}
