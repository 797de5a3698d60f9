DROP TABLE throttles;
DROP TABLE reset_codes;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE grants;
DROP TABLE users;
