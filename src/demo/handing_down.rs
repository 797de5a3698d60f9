//! The ten March tasks, which issuing the February report made, go to those who are to do them.

use serde_json::{Value, json};

use super::answers::{Answer, Handed, TASKS, To};
use super::cast::{self, OFFICER};
use super::stage::{Stage, at, body};
use super::{FEBRUARY, PROVINCE, rounds, texts};
use crate::identity::Role;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::reports::{Section, service as reports};
use crate::tasks::service as tasks;

/// A task that was handed down, with the organisation and the id of each assignment.
pub(super) struct Given {
    task: Uuid,
    handed: &'static Handed,
    assignments: Vec<(Uuid, Uuid)>,
}

/// Names the tournament's partner and hands the tasks down, on 18 and 19 February.
pub(super) fn hand_down(stage: &mut Stage<'_>) -> Outcome<Vec<Given>> {
    let items = reports::read(&mut stage.reading(OFFICER, at(2, 18, 8, 0))?, FEBRUARY)?.items;
    let plans = items.into_iter().filter(|item| item.section == Section::Plan);
    let made: Vec<Uuid> = plans.filter_map(|item| item.task_item_id).collect();
    let (number, partner) = texts::PARTNER;
    edit(stage, nth(&made, number)?, json!({"partner": partner}))?;
    for handed in &TASKS {
        if let Some((code, _)) = handed.target {
            let indicator = stage.indicator(code)?;
            edit(stage, nth(&made, handed.plan)?, json!({"indicator_id": indicator}))?;
        }
    }
    let give = |handed: &'static Handed| assign(stage, nth(&made, handed.plan)?, handed);
    TASKS.iter().map(give).collect()
}

/// Gathers the answers until 12 March.
pub(super) fn gather(stage: &mut Stage<'_>, given: &[Given]) -> Outcome<()> {
    for one in given {
        start(stage, one)?;
    }
    for step in [take, begin, end] {
        for one in given {
            for (key, answer) in one.handed.answers {
                let (officer, assignment) = whose(stage, one, key)?;
                step(stage, &officer, assignment, answer)?;
            }
        }
    }
    let housing = given.iter().find(|one| one.handed.plan == 9);
    housing.map_or(Ok(()), |one| pass_on(stage, one.task))?;
    given.iter().try_for_each(|one| finish(stage, one))
}

fn edit(stage: &mut Stage<'_>, task: Uuid, members: Value) -> Outcome<()> {
    let edit = body(members)?;
    stage.act(OFFICER, at(2, 18, 8, 30), |w| {
        let version = tasks::read(w, task)?.version;
        tasks::edit(w, task, version, edit).map(drop)
    })
}

fn nth(made: &[Uuid], number: usize) -> Outcome<Uuid> {
    let missing = || Problem::internal(format!("issuing made no task of plan item {number}"));
    made.get(number - 1).copied().ok_or_else(missing)
}

fn keys(to: &To) -> Vec<&'static str> {
    let direct = cast::DIRECT.iter();
    match to {
        To::Office => vec!["province"],
        To::All => direct.map(|union| union.key).collect(),
        To::Districts => {
            direct.filter(|union| union.kind == "district_federation").map(|union| union.key).collect()
        }
        To::Some(keys) => keys.to_vec(),
    }
}

fn assign(stage: &mut Stage<'_>, task: Uuid, handed: &'static Handed) -> Outcome<Given> {
    let keys = keys(&handed.to).into_iter();
    let to: Vec<Uuid> = keys.map(|key| stage.organisation(key)).collect::<Outcome<_>>()?;
    let target = handed.target.map(|(_, target)| target);
    let named = body(json!({"organisation_ids": to, "target_value": target}))?;
    let made = stage.act(OFFICER, at(2, 19, 8, 0), |w| tasks::assign(w, task, named))?;
    let assignments = made.items.into_iter().map(|one| (one.organisation_id, one.id)).collect();
    Ok(Given { task, handed, assignments })
}

/// A task that anybody works on is under way.
fn start(stage: &mut Stage<'_>, given: &Given) -> Outcome<()> {
    let works = |(_, answer): &(&str, Answer)| matches!(answer, Answer::Begun(_) | Answer::Done(..));
    if !given.handed.answers.iter().any(works) {
        return Ok(());
    }
    stage.act(OFFICER, at(3, 3, 9, 0), |w| {
        let version = tasks::read(w, given.task)?.version;
        tasks::start(w, given.task, version).map(drop)
    })
}

/// The officer of the union called `key`, and the assignment it holds.
fn whose(stage: &Stage<'_>, given: &Given, key: &str) -> Outcome<(String, Uuid)> {
    let organisation = stage.organisation(key)?;
    let officer =
        if organisation == PROVINCE { OFFICER.to_owned() } else { rounds::direct(key)?.user(Role::Officer) };
    let missing = || Problem::internal(format!("{key} answers what it was not given"));
    let held = given.assignments.iter().find(|(to, _)| *to == organisation).ok_or_else(missing)?;
    Ok((officer, held.1))
}

/// Takes the assignment on, or declines it.
fn take(stage: &mut Stage<'_>, officer: &str, id: Uuid, answer: &Answer) -> Outcome<()> {
    let declined = match answer {
        Answer::Declined(reason) => Some(body(json!({"reason": reason}))?),
        _ => None,
    };
    stage.act(officer, at(3, 4, 8, 0), |w| {
        let version = tasks::read_assignment(w, id)?.version;
        match declined {
            Some(why) => tasks::decline(w, id, version, why).map(drop),
            None => tasks::accept(w, id, version).map(drop),
        }
    })
}

fn begin(stage: &mut Stage<'_>, officer: &str, id: Uuid, answer: &Answer) -> Outcome<()> {
    let progress = match answer {
        Answer::Begun(progress) => *progress,
        Answer::Done(..) => 50,
        Answer::Accepted | Answer::Declined(_) => return Ok(()),
    };
    let with = body(json!({"progress": progress}))?;
    stage.act(officer, at(3, 5, 8, 0), |w| {
        let version = tasks::read_assignment(w, id)?.version;
        tasks::start_assignment(w, id, version, &with).map(drop)
    })
}

fn end(stage: &mut Stage<'_>, officer: &str, id: Uuid, answer: &Answer) -> Outcome<()> {
    let Answer::Done(result, actual) = answer else { return Ok(()) };
    let done = body(json!({"result": result, "actual_value": actual}))?;
    stage.act(officer, at(3, 10, 8, 0), |w| {
        let version = tasks::read_assignment(w, id)?.version;
        tasks::complete_assignment(w, id, version, done).map(drop)
    })
}

/// Phong Thổ passes a task on to the grassroots unions below it.
fn pass_on(stage: &mut Stage<'_>, task: Uuid) -> Outcome<()> {
    let officer = rounds::direct(cast::PHONG_THO)?.user(Role::Officer);
    let under = stage.organisation(cast::PHONG_THO)?;
    let all = body(json!({"under": under, "kind": "grassroots_union"}))?;
    stage.act(&officer, at(3, 10, 9, 0), |w| tasks::assign(w, task, all)).map(drop)
}

/// The province says what was done.
fn finish(stage: &mut Stage<'_>, given: &Given) -> Outcome<()> {
    let Some(result) = given.handed.result else { return Ok(()) };
    let done = body(json!({"result": result}))?;
    stage.act(OFFICER, at(3, 12, 8, 0), |w| {
        let version = tasks::read(w, given.task)?.version;
        tasks::complete(w, given.task, version, done).map(drop)
    })
}
