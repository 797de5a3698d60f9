DROP TABLE indicators;
DROP TABLE code_items;
DROP TABLE code_lists;
