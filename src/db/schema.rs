//! The tables, as both databases have them. `tests/api/schema.rs` holds this file against the migrated databases.
#![allow(missing_docs, reason = "the table macro writes items that nobody reads")]

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    journal (seq) {
        seq -> BigInt,
        at -> Instant,
        request_id -> Nullable<Uuid>,
        actor_id -> Nullable<Uuid>,
        action -> Text,
        record_type -> Text,
        record_id -> Uuid,
        organisation_id -> Nullable<Uuid>,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        reason -> Nullable<Text>,
        changes -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    idempotency_keys (key_hash) {
        key_hash -> Binary,
        request_digest -> Binary,
        status -> Integer,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    client_ids (id) {
        id -> Uuid,
        record_type -> Text,
        content_digest -> Binary,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    organisations (id) {
        id -> Uuid,
        code -> Text,
        name -> Text,
        name_folded -> Text,
        kind -> Text,
        parent_id -> Nullable<Uuid>,
        symbol -> Nullable<Text>,
        place -> Nullable<Text>,
        status -> Text,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    organisation_periods (organisation_id, valid_from) {
        organisation_id -> Uuid,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        name -> Text,
        name_folded -> Text,
        kind -> Text,
        parent_id -> Nullable<Uuid>,
        decision_number -> Nullable<Text>,
        decision_date -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    organisation_closure (ancestor_id, descendant_id) {
        ancestor_id -> Uuid,
        descendant_id -> Uuid,
        depth -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    committees (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        kind -> Text,
        term_from -> Date,
        term_to -> Date,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    committee_members (id) {
        id -> Uuid,
        committee_id -> Uuid,
        full_name -> Text,
        name_folded -> Text,
        title -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        decision_number -> Text,
        decision_date -> Date,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    users (id) {
        id -> Uuid,
        username -> Text,
        display_name -> Text,
        name_folded -> Text,
        status -> Text,
        password_hash -> Nullable<Text>,
        password_changed_at -> Nullable<Instant>,
        must_change_password -> Bool,
        is_demo -> Bool,
        suspended_from -> Nullable<Uuid>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    grants (id) {
        id -> Uuid,
        user_id -> Uuid,
        organisation_id -> Uuid,
        role -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        created_at -> Instant,
        last_used_at -> Instant,
        expires_at -> Instant,
        ended_at -> Nullable<Instant>,
        end_reason -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    refresh_tokens (token_hash) {
        token_hash -> Binary,
        session_id -> Uuid,
        issued_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
        successor_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    reset_codes (user_id) {
        user_id -> Uuid,
        code_hash -> Binary,
        issued_by -> Uuid,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    throttles (key_hash) {
        key_hash -> Binary,
        failures -> Integer,
        blocked_until -> Nullable<Instant>,
        last_failure -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    code_lists (id) {
        id -> Uuid,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    code_items (id) {
        id -> Uuid,
        code_list_id -> Uuid,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        abbreviation -> Nullable<Text>,
        position -> Integer,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    indicators (id) {
        id -> Uuid,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        name_folded -> Text,
        unit -> Text,
        position -> Integer,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    task_items (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        title -> Text,
        title_folded -> Text,
        description -> Nullable<Text>,
        topic -> Nullable<Text>,
        partner -> Nullable<Text>,
        starts_on -> Nullable<Date>,
        due_date -> Nullable<Date>,
        status -> Text,
        result -> Nullable<Text>,
        cancel_reason -> Nullable<Text>,
        indicator_id -> Nullable<Uuid>,
        source_report_item_id -> Nullable<Uuid>,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    task_assignments (id) {
        id -> Uuid,
        task_item_id -> Uuid,
        organisation_id -> Uuid,
        status -> Text,
        progress -> Integer,
        result -> Nullable<Text>,
        target_value -> Nullable<BigInt>,
        actual_value -> Nullable<BigInt>,
        decline_reason -> Nullable<Text>,
        assigned_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    number_registers (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        series -> Text,
        year -> Integer,
        first_number -> BigInt,
        next_number -> BigInt,
        first_number_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    register_entries (id) {
        id -> Uuid,
        register_id -> Uuid,
        number -> BigInt,
        symbol -> Text,
        title -> Text,
        document_date -> Date,
        record_type -> Nullable<Text>,
        record_id -> Nullable<Uuid>,
        status -> Text,
        void_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    reporting_rounds (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        title -> Text,
        period_kind -> Text,
        period_start -> Date,
        period_end -> Date,
        deadline -> Instant,
        status -> Text,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    round_obligations (round_id, organisation_id) {
        round_id -> Uuid,
        organisation_id -> Uuid,
        organisation_name -> Text,
        organisation_kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    reports (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        round_id -> Nullable<Uuid>,
        period_kind -> Text,
        period_start -> Date,
        period_end -> Date,
        title -> Text,
        preamble -> Nullable<Text>,
        place -> Nullable<Text>,
        document_date -> Nullable<Date>,
        status -> Text,
        return_reason -> Nullable<Text>,
        signing_capacity -> Nullable<Text>,
        signing_body -> Nullable<Text>,
        signer_position -> Nullable<Text>,
        signer_name -> Nullable<Text>,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Nullable<Instant>,
        first_submitted_at -> Nullable<Instant>,
        accepted_by -> Nullable<Uuid>,
        accepted_at -> Nullable<Instant>,
        issued_by -> Nullable<Uuid>,
        issued_at -> Nullable<Instant>,
        register_entry_id -> Nullable<Uuid>,
        number -> Nullable<BigInt>,
        symbol -> Nullable<Text>,
        amends_id -> Nullable<Uuid>,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    report_items (id) {
        id -> Uuid,
        report_id -> Uuid,
        section -> Text,
        position -> Integer,
        topic -> Nullable<Text>,
        body -> Text,
        due_date -> Nullable<Date>,
        task_item_id -> Nullable<Uuid>,
        source_item_id -> Nullable<Uuid>,
        carried_body -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    report_figures (id) {
        id -> Uuid,
        report_id -> Uuid,
        item_id -> Nullable<Uuid>,
        indicator_id -> Uuid,
        unit -> Text,
        value -> BigInt,
        computed_value -> Nullable<BigInt>,
        override_reason -> Nullable<Text>,
        printed_value -> Nullable<BigInt>,
        qualifier -> Nullable<Text>,
        denominator -> Nullable<BigInt>,
        computed_denominator -> Nullable<BigInt>,
        printed_name -> Nullable<Text>,
        printed_position -> Nullable<Integer>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    figure_sources (figure_id, source_figure_id) {
        figure_id -> Uuid,
        source_figure_id -> Uuid,
        source_report_id -> Uuid,
        organisation_id -> Uuid,
        value -> BigInt,
        denominator -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    report_recipients (report_id, position) {
        report_id -> Uuid,
        position -> Integer,
        direction -> Text,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    report_headings (report_id) {
        report_id -> Uuid,
        organisation_name -> Text,
        above_name -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    data_keys (id) {
        id -> BigInt,
        check_value -> Binary,
        made_at -> Instant,
        retired_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    attachments (id) {
        id -> Uuid,
        record_type -> Text,
        record_id -> Uuid,
        organisation_id -> Uuid,
        name -> Nullable<Binary>,
        file_key -> Nullable<Binary>,
        state -> Text,
        media_type -> Nullable<Text>,
        size -> Nullable<BigInt>,
        sha256 -> Nullable<Binary>,
        object_id -> Nullable<Uuid>,
        declared_length -> BigInt,
        expected_sha256 -> Nullable<Binary>,
        expires_at -> Nullable<Instant>,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    upload_parts (attachment_id, part_begin) {
        attachment_id -> Uuid,
        part_begin -> BigInt,
        part_length -> BigInt,
        object_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    erased_objects (object_id) {
        object_id -> Uuid,
        erased_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    support_programmes (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        year -> Integer,
        name -> Text,
        name_folded -> Text,
        legal_basis -> Nullable<Text>,
        ceiling_vnd -> BigInt,
        approved_vnd -> BigInt,
        disbursed_vnd -> BigInt,
        reclaimed_vnd -> BigInt,
        opens_on -> Date,
        closes_on -> Date,
        duplicate_months -> Integer,
        answer_days -> Integer,
        endorse_days -> Integer,
        appraise_days -> Integer,
        decide_days -> Integer,
        pay_days -> Integer,
        retention_years -> Integer,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    programme_funds (programme_id, position) {
        programme_id -> Uuid,
        position -> Integer,
        name -> Text,
        amount_vnd -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    support_norms (id) {
        id -> Uuid,
        programme_id -> Uuid,
        category -> Text,
        maximum_vnd -> BigInt,
        legal_basis -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    hardship_counters (organisation_id, year) {
        organisation_id -> Uuid,
        year -> Integer,
        next_number -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    hardship_applications (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        programme_id -> Uuid,
        category -> Text,
        year -> Nullable<Integer>,
        number -> Nullable<BigInt>,
        code -> Nullable<Text>,
        relation -> Text,
        beneficiary_name -> Text,
        beneficiary_folded -> Text,
        member_name -> Nullable<Text>,
        requested_vnd -> BigInt,
        norm_id -> Nullable<Uuid>,
        filed_on -> Nullable<Date>,
        status -> Text,
        asked_from -> Nullable<Text>,
        step_since -> Instant,
        step_due -> Nullable<Date>,
        proposed_vnd -> Nullable<BigInt>,
        approved_vnd -> Nullable<BigInt>,
        created_by -> Uuid,
        submitted_by -> Nullable<Uuid>,
        endorsed_by -> Nullable<Uuid>,
        appraised_by -> Nullable<Uuid>,
        overridden_by -> Nullable<Uuid>,
        decision_line_id -> Nullable<Uuid>,
        on_hold -> Bool,
        finished_on -> Nullable<Date>,
        erased_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    hardship_persons (application_id) {
        application_id -> Uuid,
        citizen_id -> Nullable<Binary>,
        citizen_hash -> Nullable<Binary>,
        person_hash -> Nullable<Binary>,
        birth_date -> Nullable<Binary>,
        phone -> Nullable<Binary>,
        address -> Nullable<Binary>,
        circumstances -> Nullable<Binary>,
        bank -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    hardship_notes (id) {
        id -> Uuid,
        application_id -> Uuid,
        kind -> Text,
        body -> Nullable<Binary>,
        author_id -> Uuid,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    support_decisions (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        programme_id -> Uuid,
        title -> Text,
        legal_bases -> Text,
        place -> Nullable<Text>,
        document_date -> Nullable<Date>,
        signing_capacity -> Nullable<Text>,
        signing_body -> Nullable<Text>,
        signer_position -> Nullable<Text>,
        signer_name -> Nullable<Text>,
        status -> Text,
        register_entry_id -> Nullable<Uuid>,
        number -> Nullable<BigInt>,
        symbol -> Nullable<Text>,
        line_count -> Integer,
        total_vnd -> BigInt,
        created_by -> Uuid,
        signed_by -> Nullable<Uuid>,
        signed_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    support_decision_lines (id) {
        id -> Uuid,
        decision_id -> Uuid,
        position -> Integer,
        application_id -> Uuid,
        organisation_id -> Uuid,
        category -> Text,
        amount_vnd -> BigInt,
        cancels_line_id -> Nullable<Uuid>,
        reason -> Nullable<Binary>,
        state -> Text,
        version -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    support_payments (id) {
        id -> Uuid,
        line_id -> Uuid,
        application_id -> Uuid,
        programme_id -> Uuid,
        kind -> Text,
        amount_vnd -> BigInt,
        paid_on -> Date,
        voucher -> Text,
        payer -> Text,
        method -> Text,
        reason -> Nullable<Binary>,
        created_by -> Uuid,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    housing_surveys (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        year -> Integer,
        householder_name -> Text,
        householder_folded -> Text,
        citizen_id -> Nullable<Binary>,
        citizen_hash -> Nullable<Binary>,
        birth_date -> Nullable<Binary>,
        phone -> Nullable<Binary>,
        address -> Nullable<Binary>,
        circumstances -> Nullable<Binary>,
        condition -> Text,
        work -> Text,
        estimate_vnd -> BigInt,
        surveyed_on -> Date,
        status -> Text,
        shortlisted_by -> Nullable<Uuid>,
        application_id -> Nullable<Uuid>,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    data_subject_requests (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        kind -> Text,
        citizen_id -> Nullable<Binary>,
        citizen_hash -> Binary,
        contact -> Nullable<Binary>,
        details -> Nullable<Binary>,
        received_on -> Date,
        due_on -> Date,
        status -> Text,
        answer -> Nullable<Binary>,
        answered_by -> Nullable<Uuid>,
        answered_at -> Nullable<Instant>,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    figure_records (figure_id, record_type, record_id) {
        figure_id -> Uuid,
        record_type -> Text,
        record_id -> Uuid,
        organisation_id -> Uuid,
        value -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_forms (id) {
        id -> Uuid,
        code -> Text,
        kind -> Text,
        authority -> Text,
        name_vi -> Text,
        name_en -> Text,
        name_folded -> Text,
        for_collectives -> Bool,
        for_individuals -> Bool,
        threshold_numerator -> Integer,
        threshold_denominator -> Integer,
        reward_collective_vnd -> BigInt,
        reward_individual_vnd -> BigInt,
        legal_basis -> Text,
        position -> Integer,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_form_conditions (form_id, position) {
        form_id -> Uuid,
        position -> Integer,
        condition -> Text,
        kind -> Text,
        authority -> Nullable<Text>,
        within_years -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    emulation_movements (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        name -> Text,
        name_folded -> Text,
        starts_on -> Date,
        ends_on -> Date,
        criteria -> Text,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    movement_registrations (id) {
        id -> Uuid,
        movement_id -> Uuid,
        organisation_id -> Uuid,
        registered_on -> Date,
        registered_by -> Uuid,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_rounds (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        year -> Integer,
        name -> Text,
        name_folded -> Text,
        movement_id -> Nullable<Uuid>,
        opens_on -> Date,
        closes_on -> Date,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_round_forms (round_id, form_id) {
        round_id -> Uuid,
        position -> Integer,
        form_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_quotas (id) {
        id -> Uuid,
        round_id -> Uuid,
        form_id -> Uuid,
        organisation_id -> Uuid,
        maximum -> Integer,
        members -> Nullable<Integer>,
        share_basis_points -> Nullable<Integer>,
        used -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_council_members (round_id, user_id) {
        round_id -> Uuid,
        position -> Integer,
        user_id -> Uuid,
        name -> Text,
        function -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_nominations (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        round_id -> Uuid,
        form_id -> Uuid,
        nominee_kind -> Text,
        nominee_name -> Text,
        nominee_folded -> Text,
        nominee_title -> Nullable<Text>,
        workplace -> Nullable<Text>,
        whole_organisation -> Bool,
        namesake -> Bool,
        earlier_award_id -> Nullable<Uuid>,
        achievements -> Text,
        status -> Text,
        on_hold -> Bool,
        rank -> Nullable<Integer>,
        appraisal -> Nullable<Text>,
        submitted_on -> Nullable<Date>,
        created_by -> Uuid,
        submitted_by -> Nullable<Uuid>,
        endorsed_by -> Nullable<Uuid>,
        appraised_by -> Nullable<Uuid>,
        returns -> Integer,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_nomination_hands (nomination_id, user_id, deed) {
        nomination_id -> Uuid,
        user_id -> Uuid,
        deed -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_quota_places (quota_id, nomination_id) {
        quota_id -> Uuid,
        nomination_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_notes (id) {
        id -> Uuid,
        nomination_id -> Uuid,
        kind -> Text,
        body -> Binary,
        author_id -> Uuid,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    council_sessions (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        round_id -> Uuid,
        ballot -> Text,
        status -> Text,
        council_size -> Integer,
        ballot_count -> Integer,
        tally -> Nullable<Binary>,
        held_on -> Nullable<Date>,
        present -> Nullable<Integer>,
        minutes -> Nullable<Binary>,
        cancel_reason -> Nullable<Binary>,
        concluded_by -> Nullable<Uuid>,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    council_votes (session_id, nomination_id) {
        session_id -> Uuid,
        position -> Integer,
        nomination_id -> Uuid,
        returns -> Integer,
        organisation_id -> Uuid,
        form_id -> Uuid,
        nominee_kind -> Text,
        nominee_name -> Text,
        votes_for -> Integer,
        votes_against -> Integer,
        abstained -> Integer,
        in_writing -> Integer,
        threshold_numerator -> Integer,
        threshold_denominator -> Integer,
        result -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    council_ballots (session_id, user_id) {
        session_id -> Uuid,
        user_id -> Uuid,
        in_writing -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_submissions (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        round_id -> Uuid,
        authority -> Text,
        title -> Text,
        legal_bases -> Text,
        place -> Nullable<Text>,
        document_date -> Nullable<Date>,
        signing_capacity -> Nullable<Text>,
        signing_body -> Nullable<Text>,
        signer_position -> Nullable<Text>,
        signer_name -> Nullable<Text>,
        status -> Text,
        register_entry_id -> Nullable<Uuid>,
        number -> Nullable<BigInt>,
        symbol -> Nullable<Text>,
        line_count -> Integer,
        created_by -> Uuid,
        signed_by -> Nullable<Uuid>,
        signed_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        authority_organisation_id -> Nullable<Uuid>,
        recalled_by -> Nullable<Uuid>,
        recalled_at -> Nullable<Instant>,
        recall_reason -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_submission_lines (submission_id, nomination_id) {
        submission_id -> Uuid,
        position -> Integer,
        nomination_id -> Uuid,
        answer -> Nullable<Text>,
        recalled -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_decisions (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        round_id -> Uuid,
        submission_id -> Nullable<Uuid>,
        authority -> Text,
        title -> Text,
        legal_bases -> Nullable<Text>,
        place -> Nullable<Text>,
        document_date -> Nullable<Date>,
        signing_capacity -> Nullable<Text>,
        signing_body -> Nullable<Text>,
        signer_position -> Nullable<Text>,
        signer_name -> Nullable<Text>,
        status -> Text,
        register_entry_id -> Nullable<Uuid>,
        number -> Nullable<BigInt>,
        symbol -> Nullable<Text>,
        line_count -> Integer,
        created_by -> Uuid,
        signed_by -> Nullable<Uuid>,
        signed_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_decision_lines (decision_id, nomination_id) {
        decision_id -> Uuid,
        position -> Integer,
        nomination_id -> Uuid,
        outcome -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    awards (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        recipient_kind -> Text,
        recipient_name -> Text,
        recipient_folded -> Text,
        recipient_title -> Nullable<Text>,
        workplace -> Nullable<Text>,
        namesake -> Bool,
        form_id -> Uuid,
        kind -> Text,
        authority -> Text,
        year -> Integer,
        symbol -> Text,
        decided_on -> Date,
        signer_name -> Text,
        reward_vnd -> BigInt,
        decision_id -> Nullable<Uuid>,
        nomination_id -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        state -> Text,
        revocation_symbol -> Nullable<Text>,
        revoked_on -> Nullable<Date>,
        revocation_signer -> Nullable<Text>,
        revocation_reason -> Nullable<Binary>,
        due_back_vnd -> BigInt,
        paid_back_vnd -> BigInt,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_repayments (id) {
        id -> Uuid,
        award_id -> Uuid,
        amount_vnd -> BigInt,
        paid_on -> Date,
        voucher -> Text,
        created_by -> Uuid,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_imports (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        dry_run -> Bool,
        status -> Text,
        sha256 -> Binary,
        row_count -> Integer,
        rows_checked -> Integer,
        bad_rows -> Integer,
        created_by -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Json, Instant, Uuid};

    award_import_faults (import_id, position) {
        import_id -> Uuid,
        position -> Integer,
        row_number -> Integer,
        column_name -> Nullable<Text>,
        code -> Text,
    }
}

diesel::joinable!(committees -> organisations (organisation_id));
diesel::joinable!(committee_members -> committees (committee_id));
diesel::joinable!(grants -> users (user_id));
diesel::joinable!(grants -> organisations (organisation_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(code_items -> code_lists (code_list_id));
diesel::joinable!(task_items -> organisations (organisation_id));
diesel::joinable!(task_items -> indicators (indicator_id));
diesel::joinable!(task_items -> users (created_by));
diesel::joinable!(task_assignments -> task_items (task_item_id));
diesel::joinable!(task_assignments -> organisations (organisation_id));
diesel::joinable!(task_assignments -> users (assigned_by));
diesel::joinable!(number_registers -> organisations (organisation_id));
diesel::joinable!(register_entries -> number_registers (register_id));
diesel::joinable!(reporting_rounds -> organisations (organisation_id));
diesel::joinable!(round_obligations -> reporting_rounds (round_id));
diesel::joinable!(round_obligations -> organisations (organisation_id));
diesel::joinable!(reports -> organisations (organisation_id));
diesel::joinable!(reports -> reporting_rounds (round_id));
diesel::joinable!(reports -> register_entries (register_entry_id));
diesel::joinable!(report_items -> reports (report_id));
diesel::joinable!(report_items -> task_items (task_item_id));
diesel::joinable!(report_figures -> reports (report_id));
diesel::joinable!(report_figures -> report_items (item_id));
diesel::joinable!(report_figures -> indicators (indicator_id));
diesel::joinable!(figure_sources -> reports (source_report_id));
diesel::joinable!(figure_sources -> organisations (organisation_id));
diesel::joinable!(figure_records -> report_figures (figure_id));
diesel::joinable!(figure_records -> organisations (organisation_id));
diesel::joinable!(report_recipients -> reports (report_id));
diesel::joinable!(attachments -> organisations (organisation_id));
diesel::joinable!(upload_parts -> attachments (attachment_id));
diesel::joinable!(support_programmes -> organisations (organisation_id));
diesel::joinable!(programme_funds -> support_programmes (programme_id));
diesel::joinable!(support_norms -> support_programmes (programme_id));
diesel::joinable!(hardship_applications -> organisations (organisation_id));
diesel::joinable!(hardship_applications -> support_programmes (programme_id));
diesel::joinable!(hardship_persons -> hardship_applications (application_id));
diesel::joinable!(hardship_notes -> hardship_applications (application_id));
diesel::joinable!(hardship_notes -> users (author_id));
diesel::joinable!(support_decisions -> organisations (organisation_id));
diesel::joinable!(support_decisions -> support_programmes (programme_id));
diesel::joinable!(support_decisions -> register_entries (register_entry_id));
diesel::joinable!(support_decision_lines -> support_decisions (decision_id));
diesel::joinable!(support_decision_lines -> hardship_applications (application_id));
diesel::joinable!(support_decision_lines -> organisations (organisation_id));
diesel::joinable!(support_payments -> support_decision_lines (line_id));
diesel::joinable!(housing_surveys -> organisations (organisation_id));
diesel::joinable!(data_subject_requests -> organisations (organisation_id));
diesel::joinable!(award_form_conditions -> award_forms (form_id));
diesel::joinable!(emulation_movements -> organisations (organisation_id));
diesel::joinable!(movement_registrations -> emulation_movements (movement_id));
diesel::joinable!(movement_registrations -> organisations (organisation_id));
diesel::joinable!(award_rounds -> organisations (organisation_id));
diesel::joinable!(award_round_forms -> award_rounds (round_id));
diesel::joinable!(award_round_forms -> award_forms (form_id));
diesel::joinable!(award_quotas -> award_rounds (round_id));
diesel::joinable!(award_quotas -> award_forms (form_id));
diesel::joinable!(award_quotas -> organisations (organisation_id));
diesel::joinable!(award_council_members -> award_rounds (round_id));
diesel::joinable!(award_nominations -> organisations (organisation_id));
diesel::joinable!(award_nominations -> award_rounds (round_id));
diesel::joinable!(award_nominations -> award_forms (form_id));
diesel::joinable!(award_nomination_hands -> award_nominations (nomination_id));
diesel::joinable!(award_quota_places -> award_quotas (quota_id));
diesel::joinable!(award_quota_places -> award_nominations (nomination_id));
diesel::joinable!(award_notes -> award_nominations (nomination_id));
diesel::joinable!(award_notes -> users (author_id));
diesel::joinable!(council_sessions -> award_rounds (round_id));
diesel::joinable!(council_votes -> council_sessions (session_id));
diesel::joinable!(council_votes -> award_nominations (nomination_id));
diesel::joinable!(council_ballots -> council_sessions (session_id));
diesel::joinable!(award_submissions -> organisations (organisation_id));
diesel::joinable!(award_submissions -> award_rounds (round_id));
diesel::joinable!(award_submission_lines -> award_submissions (submission_id));
diesel::joinable!(award_submission_lines -> award_nominations (nomination_id));
diesel::joinable!(award_decisions -> organisations (organisation_id));
diesel::joinable!(award_decisions -> award_rounds (round_id));
diesel::joinable!(award_decision_lines -> award_decisions (decision_id));
diesel::joinable!(award_decision_lines -> award_nominations (nomination_id));
diesel::joinable!(awards -> organisations (organisation_id));
diesel::joinable!(awards -> award_forms (form_id));
diesel::joinable!(award_repayments -> awards (award_id));
diesel::joinable!(award_imports -> organisations (organisation_id));
diesel::joinable!(award_import_faults -> award_imports (import_id));

diesel::allow_tables_to_appear_in_same_query!(
    counters,
    journal,
    idempotency_keys,
    client_ids,
    organisations,
    organisation_periods,
    organisation_closure,
    committees,
    committee_members,
    users,
    grants,
    sessions,
    refresh_tokens,
    reset_codes,
    throttles,
    code_lists,
    code_items,
    indicators,
    task_items,
    task_assignments,
    number_registers,
    register_entries,
    reporting_rounds,
    round_obligations,
    reports,
    report_items,
    report_figures,
    figure_sources,
    figure_records,
    report_recipients,
    report_headings,
    data_keys,
    attachments,
    upload_parts,
    erased_objects,
    support_programmes,
    programme_funds,
    support_norms,
    hardship_counters,
    hardship_applications,
    hardship_persons,
    hardship_notes,
    support_decisions,
    support_decision_lines,
    support_payments,
    housing_surveys,
    data_subject_requests,
    award_forms,
    award_form_conditions,
    emulation_movements,
    movement_registrations,
    award_rounds,
    award_round_forms,
    award_quotas,
    award_council_members,
    award_nominations,
    award_nomination_hands,
    award_quota_places,
    award_notes,
    council_sessions,
    council_votes,
    council_ballots,
    award_submissions,
    award_submission_lines,
    award_decisions,
    award_decision_lines,
    awards,
    award_repayments,
    award_imports,
    award_import_faults,
);
