"""What was decided about people and awards is protected from the application itself.

A trigger knows who acts (`auditportal.actor`) and whether a past is replayed (`auditportal.clock`):
every action tells both to its transaction.
"""

from django.db import migrations

# Of the awards that are there already: how they began, and what became of them. Who did the latter
# stands in the history; where it does not, nobody is named.
TURNS = """
insert into audits_awardturn (cycle_id, award_id, state, "on", reason, by_id, second_id)
select award.cycle_id, award.id, 'active', award.awarded_on, '', award.awarded_by_id,
       nullif(judged.signed_by_id, award.awarded_by_id)
from audits_award award left join audits_begutachtung judged on judged.id = award.begutachtung_id
order by award.id;

insert into audits_awardturn (cycle_id, award_id, state, "on", reason, by_id)
select award.cycle_id, award.id, award.state, award.state_on, award.state_reason,
       (select by_id from audits_cycleevent event
        where event.cycle_id = award.cycle_id and event.kind = award.state order by id desc limit 1)
from audits_award award where award.state <> 'active' order by award.id;

set constraints all immediate;
"""

NO_TURNS = "delete from audits_awardturn;"

AWARDS = """
create function audits_award_begins() returns trigger language plpgsql as $$
declare judged record;
begin
  if (new.state, new.state_reason) is distinct from ('active', '') or new.state_on is not null then
    raise exception 'an award begins as a valid one' using errcode = 'restrict_violation';
  end if;
  select * into judged from audits_begutachtung where id = new.begutachtung_id;
  if judged.signed_at is not null and judged.judgement not in ('positive', 'conditions')
    or judged.signed_at is null and exists (
      select from audits_votum where begutachtung_id = new.begutachtung_id
      and signed_at is not null and judgement not in ('positive', 'conditions'))
  then
    raise exception 'awarded is only what was judged good' using errcode = 'restrict_violation';
  end if;
  if judged.signed_by_id = new.awarded_by_id then
    raise exception 'who signed off does not award' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger begins before insert on audits_award
  for each row execute function audits_award_begins();

create function audits_award_first_turn() returns trigger language plpgsql as $$
begin
  insert into audits_awardturn (cycle_id, award_id, state, "on", reason, by_id, second_id)
  select new.cycle_id, new.id, 'active', new.awarded_on, '', new.awarded_by_id,
         (select signed_by_id from audits_begutachtung where id = new.begutachtung_id);
  return null;
end $$;
create trigger first_turn after insert on audits_award
  for each row execute function audits_award_first_turn();

create function audits_award_turns() returns trigger language plpgsql as $$
declare last_state text;
begin
  select state into last_state from audits_awardturn
    where award_id = new.award_id order by id desc limit 1;
  if last_state is null and new.state <> 'active'
    or last_state in ('withdrawn', 'replaced')
    or last_state = 'active' and new.state = 'active'
    or last_state = 'suspended' and new.state = 'suspended'
    or last_state is not null and new.by_id is null
  then
    raise exception 'frozen: % does not follow on %', new.state, coalesce(last_state, 'nothing')
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger turns before insert on audits_awardturn
  for each row execute function audits_award_turns();

create function audits_award_holds() returns trigger language plpgsql as $$
begin
  update audits_award set
    state = new.state,
    state_on = case when new.state = 'active' then null else new."on" end,
    state_reason = case when new.state = 'active' then '' else new.reason end
  where id = new.award_id and state <> new.state;
  return null;
end $$;
create trigger holds after insert on audits_awardturn
  for each row execute function audits_award_holds();
create trigger frozen before update or delete on audits_awardturn
  for each row execute function auditportal_refuse();

create function audits_award_state() returns trigger language plpgsql as $$
declare last record;
begin
  select state, "on", reason into last from audits_awardturn
    where award_id = new.id order by id desc limit 1;
  if (new.state, new.state_on, new.state_reason) is distinct from (
    last.state,
    case when last.state = 'active' then null else last."on" end,
    case when last.state = 'active' then '' else last.reason end)
  then
    raise exception 'frozen: the state of an award is what its last turn says'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger state before update on audits_award for each row
  when ((old.state, old.state_on, old.state_reason)
        is distinct from (new.state, new.state_on, new.state_reason))
  execute function audits_award_state();

alter table audits_award add constraint audits_award_in_cycle unique (id, cycle_id);
alter table audits_awardturn add constraint audits_awardturn_award_id_same_cycle
  foreign key (award_id, cycle_id) references audits_award (id, cycle_id)
  deferrable initially deferred;
"""

ANY_AWARDS = """
alter table audits_awardturn drop constraint audits_awardturn_award_id_same_cycle;
alter table audits_award drop constraint audits_award_in_cycle;
drop trigger state on audits_award;
drop trigger first_turn on audits_award;
drop trigger begins on audits_award;
drop trigger frozen on audits_awardturn;
drop trigger holds on audits_awardturn;
drop trigger turns on audits_awardturn;
drop function audits_award_state();
drop function audits_award_holds();
drop function audits_award_turns();
drop function audits_award_first_turn();
drop function audits_award_begins();
"""

PEOPLE = """
create trigger frozen before delete on audits_berufung
  for each row execute function auditportal_refuse();
create trigger frozen_facts before update on audits_berufung for each row when (
    (old.cycle_id, old.user_id, old.function, old.appointed_on, old.appointed_by_id)
    is distinct from
    (new.cycle_id, new.user_id, new.function, new.appointed_on, new.appointed_by_id)
    or old.declared_at is not null and new.declared_at is distinct from old.declared_at
    or old.ended_on is not null
      and (old.ended_on, old.end_reason) is distinct from (new.ended_on, new.end_reason)
  ) execute function auditportal_refuse();

create function audits_votum_signed() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('auditportal.actor', true), '') <> new.author_id::text then
    raise exception 'a Votum is signed by its author alone' using errcode = 'restrict_violation';
  end if;
  if not exists (
    select from audits_berufung where cycle_id = new.cycle_id and user_id = new.author_id
    and function = 'assessor' and declared_at is not null
    and (ended_on is null or ended_on >= (new.signed_at at time zone 'Europe/Berlin')::date))
  then
    raise exception 'a Votum is signed by who was appointed and has declared'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger signed before insert or update on audits_votum
  for each row when (new.signed_at is not null) execute function audits_votum_signed();
create trigger frozen_facts before update on audits_votum for each row when (
    (old.cycle_id, old.begutachtung_id, old.author_id)
    is distinct from (new.cycle_id, new.begutachtung_id, new.author_id)
  ) execute function auditportal_refuse();

create trigger frozen_facts before update on audits_begutachtung for each row when (
    (old.cycle_id, old.run_id, old.round, old.dossier_id, old.submitted_at, old.submitted_by_id)
    is distinct from
    (new.cycle_id, new.run_id, new.round, new.dossier_id, new.submitted_at, new.submitted_by_id)
  ) execute function auditportal_refuse();

create function audits_begutachtung_signed() returns trigger language plpgsql as $$
declare
  ranks text[] := array['positive', 'conditions', 'rework', 'negative'];
  worst int;
begin
  if exists (select from audits_votum
             where cycle_id = new.cycle_id and author_id = new.signed_by_id)
    or exists (select from audits_berufung where cycle_id = new.cycle_id
               and (function = 'auditor' and user_id = new.signed_by_id
                    or function = 'assessor' and appointed_by_id = new.signed_by_id))
  then
    raise exception 'who judged, accompanied or chose who judges does not sign off'
      using errcode = 'restrict_violation';
  end if;
  select max(array_position(ranks, judgement::text)) into worst from audits_votum
    where begutachtung_id = new.id and signed_at is not null;
  if array_position(ranks, new.judgement::text) < worst
    and (new.reason = '' or new.proposed_by_id is null or new.proposed_by_id = new.signed_by_id)
  then
    raise exception 'better than the worst Votum is only what two say, with a reason'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger signed before insert or update on audits_begutachtung
  for each row when (new.signed_at is not null) execute function audits_begutachtung_signed();
"""

ANY_PEOPLE = """
drop trigger signed on audits_begutachtung;
drop function audits_begutachtung_signed();
drop trigger frozen_facts on audits_begutachtung;
drop trigger frozen_facts on audits_votum;
drop trigger signed on audits_votum;
drop function audits_votum_signed();
drop trigger frozen_facts on audits_berufung;
drop trigger frozen on audits_berufung;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0012_proposals_and_turns"),
        ("auditportal", "0011_history_is_now"),
    ]

    operations = [
        migrations.RunSQL(TURNS, NO_TURNS),
        migrations.RunSQL(AWARDS, ANY_AWARDS),
        migrations.RunSQL(PEOPLE, ANY_PEOPLE),
        migrations.RunSQL(
            """
            create trigger told_now before insert on audits_cycleevent
              for each row execute function auditportal_told_now();
            """,
            "drop trigger told_now on audits_cycleevent;",
        ),
    ]
