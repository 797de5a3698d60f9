//! What is printed. A domain says what stands in a document, in words; here it is laid out.

mod plain_text;
pub mod routes;
