-- The records that a figure of a report is computed from, with what each adds to it. What kind of record it is, `record_type`
-- says; the domain it belongs to shows it to those who may see it.
CREATE TABLE figure_records (
    figure_id BLOB NOT NULL REFERENCES report_figures (id),
    record_type TEXT NOT NULL CHECK (record_type IN ('support_decision_line', 'housing_survey', 'award_nomination')),
    record_id BLOB NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    value INTEGER NOT NULL CHECK (value >= 0),
    PRIMARY KEY (figure_id, record_type, record_id)
) STRICT;

CREATE TRIGGER figure_records_issued_insert BEFORE INSERT ON figure_records
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (NEW.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_records_issued_update BEFORE UPDATE ON figure_records
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (OLD.figure_id, NEW.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;
CREATE TRIGGER figure_records_issued_delete BEFORE DELETE ON figure_records
WHEN EXISTS (SELECT 1 FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE f.id IN (OLD.figure_id) AND r.status = 'issued') BEGIN
    SELECT RAISE(ABORT, 'an issued report is frozen');
END;

-- What hardship support counts by itself, beside the number of persons and the money in all. A category gets its own two when
-- there are indicators with codes of the form hardship_<category>_persons and hardship_<category>_amount.
INSERT INTO indicators (id, code, name_vi, name_en, name_folded, unit, position, valid_from, version, created_at, updated_at) VALUES
    (x'01940000000070108000000000000017', 'hardship_unions', 'Đơn vị có người được hỗ trợ vì hoàn cảnh khó khăn', 'Unions with persons supported in hardship', 'don vi co nguoi duoc ho tro vi hoan canh kho khan unions with persons supported in hardship', 'unit', 101, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000018', 'hardship_critical_illness_persons', 'Người được hỗ trợ vì mắc bệnh hiểm nghèo', 'Persons supported in critical illness', 'nguoi duoc ho tro vi mac benh hiem ngheo persons supported in critical illness', 'person', 102, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'01940000000070108000000000000019', 'hardship_critical_illness_amount', 'Tiền hỗ trợ người mắc bệnh hiểm nghèo', 'Money given in critical illness', 'tien ho tro nguoi mac benh hiem ngheo money given in critical illness', 'vnd', 103, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000001a', 'hardship_infertility_treatment_persons', 'Người được hỗ trợ điều trị hiếm muộn', 'Persons supported in infertility treatment', 'nguoi duoc ho tro dieu tri hiem muon persons supported in infertility treatment', 'person', 104, '2000-01-01', 1, 1735689600000000, 1735689600000000),
    (x'0194000000007010800000000000001b', 'hardship_infertility_treatment_amount', 'Tiền hỗ trợ điều trị hiếm muộn', 'Money given for infertility treatment', 'tien ho tro dieu tri hiem muon money given for infertility treatment', 'vnd', 105, '2000-01-01', 1, 1735689600000000, 1735689600000000);
