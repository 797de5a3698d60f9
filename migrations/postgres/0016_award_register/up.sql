-- An imported award that was entered in error is struck: it stays in the register, and counts for nothing.
ALTER TABLE awards DROP CONSTRAINT awards_state_check;
ALTER TABLE awards ADD CONSTRAINT awards_state_check CHECK (state IN ('valid', 'revoked', 'struck'));
ALTER TABLE awards ADD CONSTRAINT awards_struck_check CHECK (state <> 'struck' OR due_back_vnd = 0);
DROP TRIGGER awards_revoked ON awards;
CREATE TRIGGER awards_over BEFORE UPDATE OF state, revocation_symbol, revoked_on, revocation_signer, due_back_vnd ON awards
    FOR EACH ROW WHEN (OLD.state <> 'valid') EXECUTE FUNCTION refuse_to_change_awards();

-- Sorted by the day of the decision, and of one decision.
CREATE INDEX awards_decided ON awards (decided_on, id);
CREATE INDEX awards_decision ON awards (decision_id);

-- A figure is computed from awards too.
ALTER TABLE figure_records DROP CONSTRAINT figure_records_record_type_check;
ALTER TABLE figure_records ADD CONSTRAINT figure_records_record_type_check
    CHECK (record_type IN ('support_decision_line', 'housing_survey', 'award_nomination', 'award'));

-- What was awarded by decisions that were made or recorded here, and what was taken back. Each form and each authority is counted for
-- itself where there are indicators with codes of the form awarded_<form>_collectives, awarded_by_<authority>_collectives and
-- the same of individuals.
INSERT INTO indicators (id, code, name_vi, name_en, name_folded, unit, position, valid_from, version, created_at, updated_at) VALUES
    ('01940000-0000-7010-8000-000000000037', 'awarded_collectives', 'Tập thể được khen thưởng', 'Collectives awarded', 'tap the duoc khen thuong collectives awarded', 'unit', 148, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000038', 'awarded_individuals', 'Cá nhân được khen thưởng', 'Individuals awarded', 'ca nhan duoc khen thuong individuals awarded', 'person', 149, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000039', 'awarded_emulation_flag_peoples_committee_collectives', 'Tập thể được tặng cờ thi đua của Ủy ban nhân dân tỉnh', 'Collectives awarded: emulation flag of the People''s Committee', 'tap the duoc tang co thi dua cua uy ban nhan dan tinh collectives awarded: emulation flag of the people''s committee', 'unit', 150, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-00000000003a', 'awarded_emulation_flag_confederation_collectives', 'Tập thể được tặng cờ thi đua của Tổng Liên đoàn', 'Collectives awarded: emulation flag of the confederation', 'tap the duoc tang co thi dua cua tong lien doan collectives awarded: emulation flag of the confederation', 'unit', 151, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-00000000003b', 'awarded_certificate_of_merit_peoples_committee_collectives', 'Tập thể được tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Collectives awarded: certificate of merit of the People''s Committee', 'tap the duoc tang bang khen cua chu tich uy ban nhan dan tinh collectives awarded: certificate of merit of the people''s committee', 'unit', 152, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-00000000003c', 'awarded_certificate_of_merit_peoples_committee_individuals', 'Cá nhân được tặng bằng khen của Chủ tịch Ủy ban nhân dân tỉnh', 'Individuals awarded: certificate of merit of the People''s Committee', 'ca nhan duoc tang bang khen cua chu tich uy ban nhan dan tinh individuals awarded: certificate of merit of the people''s committee', 'person', 153, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-00000000003d', 'awarded_certificate_of_merit_confederation_collectives', 'Tập thể được tặng bằng khen của Tổng Liên đoàn', 'Collectives awarded: certificate of merit of the confederation', 'tap the duoc tang bang khen cua tong lien doan collectives awarded: certificate of merit of the confederation', 'unit', 154, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-00000000003e', 'awarded_certificate_of_merit_confederation_individuals', 'Cá nhân được tặng bằng khen của Tổng Liên đoàn', 'Individuals awarded: certificate of merit of the confederation', 'ca nhan duoc tang bang khen cua tong lien doan individuals awarded: certificate of merit of the confederation', 'person', 155, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-00000000003f', 'awarded_commendation_provincial_federation_collectives', 'Tập thể được tặng giấy khen của Liên đoàn Lao động tỉnh', 'Collectives awarded: commendation of the provincial federation', 'tap the duoc tang giay khen cua lien doan lao dong tinh collectives awarded: commendation of the provincial federation', 'unit', 156, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000040', 'awarded_commendation_provincial_federation_individuals', 'Cá nhân được tặng giấy khen của Liên đoàn Lao động tỉnh', 'Individuals awarded: commendation of the provincial federation', 'ca nhan duoc tang giay khen cua lien doan lao dong tinh individuals awarded: commendation of the provincial federation', 'person', 157, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000041', 'awarded_commemorative_medal_confederation_individuals', 'Cá nhân được tặng kỷ niệm chương của Tổng Liên đoàn', 'Individuals awarded: commemorative medal of the confederation', 'ca nhan duoc tang ky niem chuong cua tong lien doan individuals awarded: commemorative medal of the confederation', 'person', 158, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000042', 'awards_revoked_collectives', 'Tập thể bị thu hồi khen thưởng', 'Collectives whose award was taken back', 'tap the bi thu hoi khen thuong collectives whose award was taken back', 'unit', 159, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    ('01940000-0000-7010-8000-000000000043', 'awards_revoked_individuals', 'Cá nhân bị thu hồi khen thưởng', 'Individuals whose award was taken back', 'ca nhan bi thu hoi khen thuong individuals whose award was taken back', 'person', 160, '2000-01-01', 1, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z');
