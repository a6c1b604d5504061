"""Nobody writes into the history of another day, except where a past is replayed and says so."""

from django.db import migrations

TOLD_NOW = """
create function auditportal_told_now() returns trigger language plpgsql as $$
begin
  if new.recorded_at not between now() and clock_timestamp() then
    raise exception 'when it was recorded is for the database to say'
      using errcode = 'restrict_violation';
  end if;
  if coalesce(current_setting('auditportal.clock', true), '') <> 'stopped'
    and (new.happened_at < now() - interval '1 hour' or new.happened_at > now() + interval '1 hour')
  then
    raise exception 'history is not back-dated' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger told_now before insert on auditportal_organisationevent
  for each row execute function auditportal_told_now();
"""


class Migration(migrations.Migration):
    dependencies = [("auditportal", "0010_taken_forms")]

    operations = [
        migrations.RunSQL(
            TOLD_NOW,
            """
            drop trigger told_now on auditportal_organisationevent;
            drop function auditportal_told_now();
            """,
        )
    ]
