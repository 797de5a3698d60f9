//! The operations, as requests.

use std::net::SocketAddr;

use super::client::write_request;
use super::seed;

/// The records that are read and listed: `count` of them, with ids of the group.
#[derive(Clone, Copy)]
pub struct Records {
    pub path: &'static str,
    pub group: u8,
    pub count: u64,
    /// A demo account that may read them.
    pub reader: &'static str,
}

/// Read, listed and created by the province.
pub const TASK_ITEMS: Records =
    Records { path: "/api/v1/task-items", group: 1, count: seed::ROWS, reader: "province.officer" };

impl Records {
    /// The address of record `n`, from 1.
    pub fn at(&self, n: u64) -> String {
        format!("{}/{}", self.path, seed::id(self.group, n))
    }
}

/// A running server and what the requests to it need.
#[derive(Clone)]
pub struct Target {
    pub records: Records,
    pub address: SocketAddr,
    pub token: String,
    pub cursors: Vec<String>,
    pub organisation_id: String,
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
            Self::Create => "create",
            Self::Mixed => "mixed",
        }
    }

    /// What it is held against. A create answers a body like that of read-one.
    pub fn floor(self) -> Self {
        match self {
            Self::ListFifty | Self::FloorList => Self::FloorList,
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
            Self::ReadOne | Self::Mixed => {
                let path = target.records.at(1 + random.below(target.records.count));
                write_request(request, "GET", &path, token, None);
            }
            Self::ListFifty => {
                let pages = u64::try_from(target.cursors.len()).unwrap().max(1);
                let page = usize::try_from(random.below(pages)).unwrap();
                let cursor =
                    target.cursors.get(page).map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
                let path = format!("{}?limit=50{cursor}", target.records.path);
                write_request(request, "GET", &path, token, None);
            }
            Self::Create => {
                let body = new_task_item(&target.organisation_id, random.below(1_000_000));
                write_request(request, "POST", target.records.path, token, Some(&body));
                return 201;
            }
        }
        200
    }
}

/// The body of a create.
fn new_task_item(organisation_id: &str, number: u64) -> String {
    format!(
        r#"{{"organisation_id":"{organisation_id}","title":"Nhiệm vụ mới số {number}","description":"Việc được tạo trong lúc đo.","due_date":"2025-03-31"}}"#
    )
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
