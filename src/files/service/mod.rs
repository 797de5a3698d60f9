//! Use cases of files, for the domains whose records they belong to. Whether the caller may is shown by them before.

mod keep;
mod uploads;

pub(crate) use keep::{
    Content, File, erase, erase_of_record, file, move_to_record, of_record, open, page_of_record,
};
pub(crate) use uploads::{
    NewFile, Owner, Placed, Upload, abandon, add_part, begin, complete, keep_at_once, upload,
};
