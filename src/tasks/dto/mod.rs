//! What task items and assignments look like on the wire.

mod assignments;
mod items;

pub use assignments::{
    AcceptAssignment, AssignKind, AssignNamed, AssignmentDto, AssignmentLineDto, AssignmentQuery,
    AssignmentsMade, CompleteAssignment, DeclineAssignment, EditAssignment, NewAssignments, StartAssignment,
    TaskItemAssignmentQuery,
};
pub use items::{
    CancelTaskItem, CompleteTaskItem, EditTaskItem, NewTaskItem, ShareDto, StartTaskItem, TaskItemDto,
    TaskItemQuery, TaskProgressDto, TaskSort,
};
