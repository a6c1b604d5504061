"""What a body decided, an assessor judged or the Träger awarded cannot be changed any more."""

from django.db import migrations

FREEZE = """
create trigger frozen before update or delete on audits_cycleevent
  for each row execute function auditportal_refuse();
create trigger frozen before update or delete on audits_fassung
  for each row execute function auditportal_refuse();
create trigger frozen before update or delete on audits_fassungpdf
  for each row execute function auditportal_refuse();
create trigger frozen before delete on audits_fassungperson
  for each row execute function auditportal_refuse();
create trigger frozen_key before update on audits_fassungperson
  for each row when ((old.fassung_id, old.key) is distinct from (new.fassung_id, new.key))
  execute function auditportal_refuse();
create trigger frozen before update or delete on audits_signature
  for each row execute function auditportal_refuse();
create trigger frozen before update or delete on audits_zustimmung
  for each row execute function auditportal_refuse();
create trigger frozen before update or delete on audits_begutachtung
  for each row when (old.signed_at is not null) execute function auditportal_refuse();
create trigger frozen before update or delete on audits_votum
  for each row when (old.signed_at is not null) execute function auditportal_refuse();

create function audits_refuse_signed() returns trigger language plpgsql as $$
begin
  if exists (select from audits_votum where id = coalesce(new.votum_id, old.votum_id)
             and signed_at is not null) then
    raise exception 'frozen: % on % of a signed Votum is refused', tg_op, tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger frozen before insert or update or delete on audits_statement
  for each row execute function audits_refuse_signed();

create trigger frozen before delete on audits_angebot
  for each row when (old.state <> 'open') execute function auditportal_refuse();
create trigger frozen_facts before update on audits_angebot
  for each row when (old.state <> 'open' and
    (old.cycle_id, old.title, old.text, old.organisation_id, old.state, old.answer,
     old.answered_at, old.answered_by_id)
    is distinct from
    (new.cycle_id, new.title, new.text, new.organisation_id, new.state, new.answer,
     new.answered_at, new.answered_by_id)
  ) execute function auditportal_refuse();
create trigger frozen before delete on audits_award
  for each row execute function auditportal_refuse();
create trigger frozen_facts before update on audits_award
  for each row when (
    (old.cycle_id, old.run_id, old.begutachtung_id, old.fassung_id, old.number, old.title,
     old.level, old.valid_from, old.valid_to, old.awarded_on, old.awarded_by_id)
    is distinct from
    (new.cycle_id, new.run_id, new.begutachtung_id, new.fassung_id, new.number, new.title,
     new.level, new.valid_from, new.valid_to, new.awarded_on, new.awarded_by_id)
  ) execute function auditportal_refuse();

create trigger frozen before delete on audits_beschluss
  for each row execute function auditportal_refuse();
create trigger frozen_facts before update on audits_beschluss
  for each row when (
    (old.cycle_id, old.run_id, old.topic, old.body, old.session_on, old.result,
     old.is_authoritative, old.yes, old.no, old.abstained, old.fassung_id)
    is distinct from
    (new.cycle_id, new.run_id, new.topic, new.body, new.session_on, new.result,
     new.is_authoritative, new.yes, new.no, new.abstained, new.fassung_id)
  ) execute function auditportal_refuse();
"""

THAW = """
drop trigger frozen_facts on audits_beschluss;
drop trigger frozen on audits_beschluss;
drop trigger frozen_facts on audits_angebot;
drop trigger frozen on audits_angebot;
drop trigger frozen_facts on audits_award;
drop trigger frozen on audits_award;
drop trigger frozen on audits_statement;
drop function audits_refuse_signed();
drop trigger frozen on audits_votum;
drop trigger frozen on audits_begutachtung;
drop trigger frozen on audits_zustimmung;
drop trigger frozen on audits_signature;
drop trigger frozen_key on audits_fassungperson;
drop trigger frozen on audits_fassungperson;
drop trigger frozen on audits_fassungpdf;
drop trigger frozen on audits_fassung;
drop trigger frozen on audits_cycleevent;
"""

# Every row inside a cycle carries the cycle itself; what it points at must lie in the same cycle.
SAME_CYCLE = [
    ("audits_task", "run_id", "audits_phaserun"),
    ("audits_vermerk", "run_id", "audits_phaserun"),
    ("audits_signature", "document_id", "audits_cycledocument"),
    ("audits_freigabe", "document_id", "audits_cycledocument"),
    ("audits_beschluss", "run_id", "audits_phaserun"),
    ("audits_beschluss", "fassung_id", "audits_fassung"),
    ("audits_beschluss", "amended_fassung_id", "audits_fassung"),
    ("audits_beschluss", "excerpt_id", "audits_cycledocument"),
    ("audits_fassung", "run_id", "audits_phaserun"),
    ("audits_beratung", "beschluss_id", "audits_beschluss"),
    ("audits_veranstaltung", "minutes_document_id", "audits_cycledocument"),
    ("audits_teilnahme", "veranstaltung_id", "audits_veranstaltung"),
    ("audits_measure", "goal_id", "audits_goal"),
    ("audits_zuordnung", "goal_id", "audits_goal"),
    ("audits_zuordnung", "measure_id", "audits_measure"),
    ("audits_begutachtung", "run_id", "audits_phaserun"),
    ("audits_begutachtung", "dossier_id", "audits_fassung"),
    ("audits_votum", "begutachtung_id", "audits_begutachtung"),
    ("audits_statement", "votum_id", "audits_votum"),
    ("audits_award", "run_id", "audits_phaserun"),
    ("audits_award", "begutachtung_id", "audits_begutachtung"),
    ("audits_award", "fassung_id", "audits_fassung"),
    ("audits_jahresbericht", "run_id", "audits_phaserun"),
    ("audits_jahresbericht", "fassung_id", "audits_fassung"),
    ("audits_zustimmung", "fassung_id", "audits_fassung"),
    ("audits_angebot", "goal_id", "audits_goal"),
    ("audits_angebot", "measure_id", "audits_measure"),
    ("audits_reportentry", "jahresbericht_id", "audits_jahresbericht"),
    ("audits_reportentry", "measure_id", "audits_measure"),
]


def same_cycle():
    targets = sorted({target for _, _, target in SAME_CYCLE})
    yield from (
        f"alter table {target} add constraint {target}_in_cycle unique (id, cycle_id);"
        for target in targets
    )
    yield from (
        f"alter table {table} add constraint {table}_{column}_same_cycle"
        f" foreign key ({column}, cycle_id) references {target} (id, cycle_id)"
        f" deferrable initially deferred;"
        for table, column, target in SAME_CYCLE
    )


def any_cycle():
    yield from (
        f"alter table {table} drop constraint {table}_{column}_same_cycle;"
        for table, column, _ in SAME_CYCLE
    )
    yield from (
        f"alter table {target} drop constraint {target}_in_cycle;"
        for target in sorted({target for _, _, target in SAME_CYCLE})
    )


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0001_initial"),
        ("auditportal", "0002_frozen"),
    ]

    operations = [
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL("\n".join(same_cycle()), "\n".join(any_cycle())),
    ]
