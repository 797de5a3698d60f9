DELETE FROM indicators;
DELETE FROM code_items;
DELETE FROM code_lists;
