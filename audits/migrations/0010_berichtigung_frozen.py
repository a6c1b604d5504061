"""A Berichtigung is appended and never changed; neither is what it leaves as it was."""

from django.db import migrations

FREEZE = """
create trigger frozen before update or delete on audits_berichtigung
  for each row execute function auditportal_refuse();
create trigger frozen before update or delete on audits_vermerk
  for each row execute function auditportal_refuse();
create trigger frozen before update or delete on audits_freigabe
  for each row execute function auditportal_refuse();
create trigger frozen before delete on audits_veranstaltung
  for each row when (old.held_on is not null) execute function auditportal_refuse();
create trigger frozen_facts before update on audits_veranstaltung
  for each row when (old.held_on is not null and
    (old.cycle_id, old.code, old.title, old.day, old.place, old.held_on, old.minutes,
     old.minutes_document_id)
    is distinct from
    (new.cycle_id, new.code, new.title, new.day, new.place, new.held_on, new.minutes,
     new.minutes_document_id)
  ) execute function auditportal_refuse();
"""
THAW = """
drop trigger frozen_facts on audits_veranstaltung;
drop trigger frozen on audits_veranstaltung;
drop trigger frozen on audits_freigabe;
drop trigger frozen on audits_vermerk;
drop trigger frozen on audits_berichtigung;
"""

# What a Berichtigung points at lies in its own cycle; as for the others in 0002_frozen.
NEW_TARGETS = ["audits_vermerk", "audits_signature", "audits_freigabe", "audits_berichtigung"]
SAME_CYCLE = {
    "beschluss_id": "audits_beschluss",
    "vermerk_id": "audits_vermerk",
    "signature_id": "audits_signature",
    "freigabe_id": "audits_freigabe",
    "veranstaltung_id": "audits_veranstaltung",
    "run_id": "audits_phaserun",
    "fassung_id": "audits_fassung",
    "begutachtung_id": "audits_begutachtung",
    "new_beschluss_id": "audits_beschluss",
    "new_vermerk_id": "audits_vermerk",
    "new_signature_id": "audits_signature",
    "new_veranstaltung_id": "audits_veranstaltung",
    "new_run_id": "audits_phaserun",
    "cause_id": "audits_berichtigung",
}


def same_cycle():
    yield from (
        f"alter table {target} add constraint {target}_in_cycle unique (id, cycle_id);"
        for target in NEW_TARGETS
    )
    yield from (
        f"alter table audits_berichtigung add constraint berichtigung_{column}_same_cycle"
        f" foreign key ({column}, cycle_id) references {target} (id, cycle_id)"
        f" deferrable initially deferred;"
        for column, target in SAME_CYCLE.items()
    )
    yield (
        "alter table audits_phaserun add constraint audits_phaserun_continues_id_same_cycle"
        " foreign key (continues_id, cycle_id) references audits_phaserun (id, cycle_id)"
        " deferrable initially deferred;"
    )


def any_cycle():
    yield ("alter table audits_phaserun drop constraint audits_phaserun_continues_id_same_cycle;")
    yield from (
        f"alter table audits_berichtigung drop constraint berichtigung_{column}_same_cycle;"
        for column in SAME_CYCLE
    )
    yield from (
        f"alter table {target} drop constraint {target}_in_cycle;" for target in NEW_TARGETS
    )


class Migration(migrations.Migration):
    dependencies = [("audits", "0009_berichtigung")]

    operations = [
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL("\n".join(same_cycle()), "\n".join(any_cycle())),
    ]
