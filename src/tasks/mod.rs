//! Task items: what a union sets itself or those below it to do, by when, and what became of it.
//!
//! A task item belongs to one organisation and goes `planned → in_progress → done | cancelled`; only its owner
//! moves it. It is handed down by assignments, one for each organisation, which go
//! `assigned → accepted → in_progress → done | declined`; only the assigned union moves those, but for one that was
//! declined: whoever assigns can give it again, and it is `assigned` anew. An answer never changes the state of the
//! task item, and a finished task item freezes its assignments. Who holds an assignment may pass the task on to
//! unions below itself.
//!
//! A task item is seen from its owner's tree and from the tree of every organisation that has an assignment of it.
//! *Overdue* is no state: it is computed against the province's day whenever it is shown.
//! Reports make task items of their plan items and read back what was done, through `service`.

mod dto;
mod model;
pub mod routes;
pub(crate) mod service;
mod store;

pub use dto::{
    AcceptAssignment, AssignKind, AssignNamed, AssignmentDto, AssignmentLineDto, AssignmentQuery,
    AssignmentsMade, CancelTaskItem, CompleteAssignment, CompleteTaskItem, DeclineAssignment, EditAssignment,
    EditTaskItem, NewAssignments, NewTaskItem, ShareDto, StartAssignment, StartTaskItem,
    TaskItemAssignmentQuery, TaskItemDto, TaskItemQuery, TaskProgressDto, TaskSort,
};
pub use model::{AssignmentStatus, TaskStatus};
