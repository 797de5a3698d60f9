DROP TABLE task_assignments;
DROP TABLE task_items;
