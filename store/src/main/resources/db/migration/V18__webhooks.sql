-- A signed post of a forge that was refused because it came before is a fact somebody should hear of.
drop trigger event_audited on event_intake;
create trigger event_audited after insert on event_intake
    for each row when (new.type in ('secret.released', 'callback.answered', 'message.refused', 'webhook.refused'))
    execute function audit_of_event();

create or replace function audit_of_event() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('access', jsonb_strip_nulls(jsonb_build_object(
        'actor', case when new.data ? 'node' then audit_part('node/' || (new.data ->> 'node')) else audit_actor() end,
        'action', new.type, 'target', new.subject, 'project', new.project,
        'run', case when new.subject like 'run/%' then new.subject end,
        'why', case when new.type = 'secret.released' then 'secrets ' || (new.data ->> 'names')
            when new.type = 'webhook.refused' then (new.data ->> 'code') || ' delivery ' || (new.data ->> 'delivery') end,
        'outcome', case when new.type in ('message.refused', 'webhook.refused') then 'refused' else 'done' end)));
    return null;
end $$;
