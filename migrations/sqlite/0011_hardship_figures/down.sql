DROP TABLE figure_records;
DELETE FROM indicators WHERE code IN (
    'hardship_unions', 'hardship_critical_illness_persons', 'hardship_critical_illness_amount', 'hardship_infertility_treatment_persons', 'hardship_infertility_treatment_amount'
);
