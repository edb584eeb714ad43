-- Public keys checkpoints are signed with, each told in the log once: a reader of the log learns of a new key from what
-- the old one vouches for.

create table audit_key (
    key text primary key,
    announced_at timestamptz not null default now()
);

create function audit_announce(public_key text) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_key (key) values (public_key) on conflict do nothing;
    if not found then
        return false;
    end if;
    insert into audit_intake (kind, fact) values ('change', jsonb_build_object(
        'actor', audit_part('worker'), 'action', 'announce-log-key', 'target', 'log-key/' || public_key,
        'outcome', 'done'));
    return true;
end $$;

revoke execute on function audit_announce from public;
grant execute on function audit_announce to slipway_worker;
