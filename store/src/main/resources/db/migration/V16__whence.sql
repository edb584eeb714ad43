-- Actors of the audit log have the address their request came from, where there was one.

create function audit_address() returns jsonb language sql stable as $$
    select case when nullif(current_setting('slipway.address', true), '') is null then '{}'::jsonb
        else jsonb_build_object('address', current_setting('slipway.address')) end
$$;

create or replace function audit_actor() returns jsonb language sql stable as $$
    select coalesce(nullif(current_setting('slipway.actor', true), '')::jsonb -> 'actor',
        jsonb_build_object('issuer', 'database', 'subject', session_user)) || audit_address()
$$;

create or replace function audit_principal(principal text) returns jsonb language sql stable as $$
    select case when position('#' in principal) > 0 then jsonb_build_object('issuer', split_part(principal, '#', 1),
            'subject', substr(principal, position('#' in principal) + 1))
        else jsonb_build_object('issuer', 'slipway', 'subject', principal) end || audit_address()
$$;

-- Parts of the installation act by themselves; only where a node asked is there an address.
create or replace function audit_part(name text) returns jsonb language sql stable as $$
    select jsonb_build_object('issuer', 'slipway', 'subject', name)
        || case when name like 'node/%' then audit_address() else '{}'::jsonb end
$$;

create or replace function audit_of_join_token() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('access', jsonb_build_object(
        'actor', case when tg_op = 'INSERT' then audit_principal(new.created_by)
            else audit_part('node/' || new.used_by) end,
        'action', case when tg_op = 'INSERT' then 'create-join-token' else 'join' end,
        'target', 'node-pool/' || new.node_pool, 'outcome', 'done'));
    return null;
end $$;

create or replace function audit_of_event() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('access', jsonb_strip_nulls(jsonb_build_object(
        'actor', case when new.data ? 'node' then audit_part('node/' || (new.data ->> 'node')) else audit_actor() end,
        'action', new.type, 'target', new.subject, 'project', new.project,
        'run', case when new.subject like 'run/%' then new.subject end,
        'why', case when new.type = 'secret.released' then 'secrets ' || (new.data ->> 'names') end,
        'outcome', case when new.type = 'message.refused' then 'refused' else 'done' end)));
    return null;
end $$;
