DROP TABLE committee_members;
DROP TABLE committees;
DROP TABLE organisation_closure;
DROP TABLE organisation_periods;
DROP TABLE organisations;
DELETE FROM counters WHERE name = 'organisations';
