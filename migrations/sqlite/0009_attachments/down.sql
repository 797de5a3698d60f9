DROP TABLE erased_objects;
DROP TABLE upload_parts;
DROP TABLE attachments;
