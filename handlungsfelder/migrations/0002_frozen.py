"""A published version is refused any change by the database; help texts are rows of their own."""

from django.db import migrations

FREEZE = """
create trigger frozen before update or delete on handlungsfelder_verfahrenversion
  for each row when (old.published_at is not null) execute function auditportal_refuse();

create function handlungsfelder_refuse_published() returns trigger language plpgsql as $$
declare
  of_version bigint;
  part record;
begin
  if tg_op = 'DELETE' then part := old; else part := new; end if;
  if tg_table_name = 'handlungsfelder_gate' then
    select version_id into of_version from handlungsfelder_phase where id = part.phase_id;
  elsif tg_table_name = 'handlungsfelder_leitfrage' then
    select version_id into of_version from handlungsfelder_handlungsfeld
      where id = part.handlungsfeld_id;
  else
    of_version := part.version_id;
  end if;
  if exists (select from handlungsfelder_verfahrenversion
             where id = of_version and published_at is not null) then
    raise exception 'frozen: % on % of a published version is refused', tg_op, tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return part;
end $$;

create trigger frozen before insert or update or delete on handlungsfelder_phase
  for each row execute function handlungsfelder_refuse_published();
create trigger frozen before insert or update or delete on handlungsfelder_gate
  for each row execute function handlungsfelder_refuse_published();
create trigger frozen before insert or update or delete on handlungsfelder_handlungsfeld
  for each row execute function handlungsfelder_refuse_published();
create trigger frozen before insert or update or delete on handlungsfelder_leitfrage
  for each row execute function handlungsfelder_refuse_published();
"""

THAW = """
drop trigger frozen on handlungsfelder_leitfrage;
drop trigger frozen on handlungsfelder_handlungsfeld;
drop trigger frozen on handlungsfelder_gate;
drop trigger frozen on handlungsfelder_phase;
drop function handlungsfelder_refuse_published();
drop trigger frozen on handlungsfelder_verfahrenversion;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("handlungsfelder", "0001_initial"),
        ("auditportal", "0002_frozen"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
