-- The audit log. Triggers note every fact in the transaction that makes it true, so that none can be forgotten; one
-- sequencer gives committed facts their places. Nobody may change or delete what has a place: roles only read, and the
-- functions below are the only way in.

create table audit_intake (
    id bigserial primary key,
    at timestamptz not null default clock_timestamp(),
    kind text not null,
    fact jsonb not null
);

create table audit_head (
    only_one boolean primary key default true check (only_one),
    size bigint not null,
    root bytea not null check (octet_length(root) = 32)
);
insert into audit_head (size, root) values (0, sha256(''));

-- What proofs are made of; kept for ever.
create table audit_leaf (
    index bigint primary key check (index >= 0),
    hash bytea not null check (octet_length(hash) = 32)
);
create table audit_node (
    stratum int not null check (stratum > 0),
    number bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    primary key (stratum, number)
);

-- What was said; goes when its time is over.
create table audit_entry (
    index bigint primary key,
    at timestamptz not null,
    kind text not null,
    actor text not null,
    project text,
    run text,
    body text not null
);
create index audit_entry_by_project on audit_entry (project, index);
create index audit_entry_by_actor on audit_entry (actor, index);
create index audit_entry_by_run on audit_entry (run, index) where run is not null;
create index audit_entry_by_age on audit_entry using brin (at);

create table audit_checkpoint (
    size bigint primary key,
    note text not null,
    signed_at timestamptz not null default now()
);
create table audit_cosignature (
    size bigint not null references audit_checkpoint,
    witness text not null,
    line text not null,
    at timestamptz not null default now(),
    primary key (size, witness)
);

-- Gives facts their places: all of them and in one piece, or none. Whoever does not know the present size is late and
-- writes nothing; whoever names a fact that has its place already writes nothing either.
create function audit_append(
    expected bigint, new_root bytea, ids bigint[], leaves bytea[], times timestamptz[], kinds text[], actors text[],
    projects text[], runs text[], bodies text[], strata int[], numbers bigint[], hashes bytea[]
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken bigint;
begin
    update audit_head set size = expected + cardinality(ids), root = new_root where size = expected;
    if not found then
        raise exception 'the log does not have % entries any more', expected using errcode = '40001';
    end if;
    if exists (select 1 from unnest(leaves, bodies) as given (leaf, body)
            where leaf is distinct from sha256('\x00' || convert_to(body, 'UTF8'))) then
        raise exception 'a hash is not that of its entry' using errcode = '23514';
    end if;
    delete from audit_intake where id = any (ids);
    get diagnostics taken = row_count;
    if taken <> cardinality(ids) then
        raise exception 'a fact has its place already' using errcode = '40001';
    end if;
    insert into audit_leaf (index, hash)
        select expected + place - 1, leaf from unnest(leaves) with ordinality as given (leaf, place);
    insert into audit_entry (index, at, kind, actor, project, run, body)
        select expected + place - 1, at, kind, actor, project, run, body
        from unnest(times, kinds, actors, projects, runs, bodies) with ordinality
            as given (at, kind, actor, project, run, body, place);
    insert into audit_node (stratum, number, hash) select * from unnest(strata, numbers, hashes);
end $$;

create function audit_checkpoint_grows() returns trigger language plpgsql as $$
begin
    if new.size > (select size from audit_head) or exists (select 1 from audit_checkpoint where size > new.size) then
        raise exception 'a checkpoint of size % comes out of order', new.size using errcode = '23514';
    end if;
    return new;
end $$;
create trigger audit_checkpoint_order before insert on audit_checkpoint
    for each row execute function audit_checkpoint_grows();

-- Forgets what was said before a time and keeps its hashes; that it was forgotten is a fact itself.
create function audit_forget(older_than timestamptz, most int) returns int
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    gone record;
begin
    if older_than > now() - interval '1 day' then
        raise exception 'entries of the last day are not forgotten' using errcode = '23514';
    end if;
    with deleted as (
        delete from audit_entry where index in (
            select index from audit_entry where at < older_than and index < (select max(size) from audit_checkpoint)
            order by index limit most)
        returning index
    ) select count(*) as entries, min(index) as first, max(index) as last into gone from deleted;
    if gone.entries > 0 then
        insert into audit_intake (kind, fact) values ('retention', jsonb_build_object(
            'actor', jsonb_build_object('issuer', 'slipway', 'subject', 'worker'), 'action', 'forget',
            'target', 'entries ' || gone.first || ' to ' || gone.last, 'outcome', 'done'));
    end if;
    return gone.entries;
end $$;

-- Who is at work in this transaction: the person a process names, else whoever the database let in.
create function audit_actor() returns jsonb language sql stable as $$
    select coalesce(nullif(current_setting('slipway.actor', true), '')::jsonb -> 'actor',
        jsonb_build_object('issuer', 'database', 'subject', session_user))
$$;
create function audit_decision() returns text language sql stable as $$
    select nullif(current_setting('slipway.actor', true), '')::jsonb ->> 'decision'
$$;
create function audit_principal(principal text) returns jsonb language sql immutable as $$
    select case when position('#' in principal) > 0 then jsonb_build_object('issuer', split_part(principal, '#', 1),
            'subject', substr(principal, position('#' in principal) + 1))
        else jsonb_build_object('issuer', 'slipway', 'subject', principal) end
$$;
create function audit_part(name text) returns jsonb language sql immutable as $$
    select jsonb_build_object('issuer', 'slipway', 'subject', name)
$$;
create function audit_digest(document text) returns text language sql immutable as $$
    select 'sha256:' || encode(sha256(convert_to(document, 'UTF8')), 'hex')
$$;

create function audit_of_decision() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('decision', jsonb_strip_nulls(jsonb_build_object(
        'actor', audit_part('policies'), 'action', new.question,
        'target', new.workflow_id || '/' || new.generation || '/' || new.stage || '/' || new.step,
        'project', nullif(split_part(new.workflow_id, '/', 2), '-'),
        'run', case when new.workflow_id like 'run/%' then new.workflow_id end,
        'why', new.reasons -> 0 ->> 'message', 'decision', new.id,
        'digests', jsonb_build_object('input', new.input_digest) || coalesce((
            select jsonb_object_agg('bundle-' || (engine ->> 'name'), engine ->> 'revision')
            from jsonb_array_elements(new.engines) engine where engine ->> 'name' is not null), '{}'),
        'outcome', case when new.allowed then 'allowed' else 'denied' end)));
    return null;
end $$;
create trigger decision_audited after insert on decision for each row execute function audit_of_decision();

create function audit_of_transition() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('transition', jsonb_strip_nulls(jsonb_build_object(
        'actor', audit_part('worker'), 'action', new.transition,
        'target', new.workflow_id || '/' || new.generation || '/' || new.stage || '/' || new.step,
        'project', split_part(new.workflow_id, '/', 2),
        'run', case when new.workflow_id like 'run/%' then new.workflow_id end,
        'decision', new.decision_id, 'digests', jsonb_build_object('input', new.input_digest), 'outcome', 'made')));
    return null;
end $$;
create trigger transition_audited after insert on transition for each row execute function audit_of_transition();

create function audit_of_action() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('action', jsonb_strip_nulls(jsonb_build_object(
        'actor', case when tg_op = 'INSERT' then audit_principal(new.principal) else audit_part('worker') end,
        'action', new.kind, 'target', new.workflow_id || '/' || new.generation || '/' || new.stage,
        'project', split_part(new.workflow_id, '/', 2),
        'run', case when new.workflow_id like 'run/%' then new.workflow_id end,
        'why', nullif(new.reason, ''), 'decision', new.decision_id,
        'digests', case when new.target <> '' then jsonb_build_object('target', new.target) end,
        'outcome', case when tg_op = 'INSERT' then 'accepted' else 'used' end)));
    return null;
end $$;
create trigger action_audited after insert on action for each row execute function audit_of_action();
create trigger action_use_audited after update of used_at on action
    for each row when (old.used_at is null and new.used_at is not null) execute function audit_of_action();

create function audit_of_run() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('run', jsonb_strip_nulls(jsonb_build_object(
        'actor', case when tg_op = 'INSERT' then audit_principal(new.principal)
            when new.generation > old.generation then audit_actor() else audit_part('worker') end,
        'action', case when tg_op = 'INSERT' then 'start'
            when new.generation > old.generation then 'retry' else 'close' end,
        'target', new.id || '/' || new.generation, 'project', new.project, 'run', new.id,
        'why', new.failure_code, 'digests', jsonb_build_object('commit', new.commit_id),
        'outcome', case when tg_op = 'INSERT' then 'accepted' else new.state end)));
    return null;
end $$;
create trigger run_audited after insert on run for each row execute function audit_of_run();
create trigger run_end_audited after update of state, generation on run
    for each row when (new.generation > old.generation
        or new.state in ('succeeded', 'failed', 'cancelled') and old.state is distinct from new.state)
    execute function audit_of_run();

-- Things operators register. The table names the kind; of a secret only name and revision are told.
create function audit_of_change() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    subject jsonb := coalesce(after, before);
    owner_project text := coalesce(subject ->> 'project', subject ->> 'name');
begin
    insert into audit_intake (kind, fact) values ('change', jsonb_strip_nulls(jsonb_build_object(
        'actor', audit_actor(), 'action', lower(tg_op),
        'target', tg_table_name || '/' || case when tg_table_name = 'project' then '' else owner_project || '/' end
            || (subject ->> 'name'),
        'project', owner_project, 'decision', audit_decision(),
        'digests', jsonb_build_object('old', audit_digest(before ->> 'spec'), 'new', audit_digest(after ->> 'spec'),
            'revision', subject ->> 'revision'),
        'outcome', 'done')));
    return null;
end $$;
create trigger project_audited after insert or delete or update of spec on project
    for each row execute function audit_of_change();
create trigger environment_audited after insert or delete or update of spec on environment
    for each row execute function audit_of_change();
create trigger pipeline_audited after insert or delete or update of spec on pipeline
    for each row execute function audit_of_change();
create trigger secret_audited after insert or delete or update of sealed on secret
    for each row execute function audit_of_change();

create function audit_of_join_token() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('access', jsonb_build_object(
        'actor', case when tg_op = 'INSERT' then audit_principal(new.created_by)
            else jsonb_build_object('issuer', 'slipway', 'subject', 'node/' || new.used_by) end,
        'action', case when tg_op = 'INSERT' then 'create-join-token' else 'join' end,
        'target', 'node-pool/' || new.node_pool, 'outcome', 'done'));
    return null;
end $$;
create trigger join_token_audited after insert on join_token for each row execute function audit_of_join_token();
create trigger join_audited after update of used_by on join_token
    for each row when (old.used_by is null and new.used_by is not null) execute function audit_of_join_token();

create function audit_of_token() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('access', jsonb_strip_nulls(jsonb_build_object(
        'actor', audit_principal(case when tg_op = 'INSERT' then new.principal else new.revoked_by end),
        'action', case when tg_op = 'INSERT' then 'create-token' else 'revoke-token' end,
        'target', 'token/' || new.id, 'why', new.name, 'outcome', 'done')));
    return null;
end $$;
create trigger token_audited after insert on api_token for each row execute function audit_of_token();
create trigger token_end_audited after update of revoked_at on api_token
    for each row when (old.revoked_at is null and new.revoked_at is not null) execute function audit_of_token();

create function audit_of_deployment() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('deployment', jsonb_strip_nulls(jsonb_build_object(
        'actor', audit_part('worker'),
        'action', case when tg_op = 'INSERT' then 'create' else 'change-state' end,
        'target', new.workflow_id, 'project', split_part(new.job_key, '/', 1), 'run', new.run_id,
        'decision', new.decision_id,
        'digests', jsonb_build_object('job', (
            select digest from job_version where job_key = new.job_key and version = new.target_version)),
        'outcome', new.state)));
    return null;
end $$;
create trigger deployment_audited after insert on deployment for each row execute function audit_of_deployment();
create trigger deployment_state_audited after update of state on deployment
    for each row when (old.state is distinct from new.state) execute function audit_of_deployment();

create function audit_of_apply() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('infrastructure', jsonb_strip_nulls(jsonb_build_object(
        'actor', audit_part('worker'), 'action', 'apply',
        'target', 'state/' || new.project || '/' || new.environment || '/' || new.module, 'project', new.project,
        'run', case when new.workflow_id like 'run/%' then new.workflow_id end,
        'digests', jsonb_build_object('plan', new.digest, 'serial', new.applied_serial::text), 'outcome', 'done')));
    return null;
end $$;
create trigger apply_audited after update of applied_at on infra_plan
    for each row when (old.applied_at is null and new.applied_at is not null) execute function audit_of_apply();

-- Facts that have no row of their own: secrets given out, answers from outside, messages that were refused.
create function audit_of_event() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_intake (kind, fact) values ('access', jsonb_strip_nulls(jsonb_build_object(
        'actor', case when new.data ? 'node'
            then jsonb_build_object('issuer', 'slipway', 'subject', 'node/' || (new.data ->> 'node'))
            else audit_actor() end,
        'action', new.type, 'target', new.subject, 'project', new.project,
        'run', case when new.subject like 'run/%' then new.subject end,
        'why', case when new.type = 'secret.released' then 'secrets ' || (new.data ->> 'names') end,
        'outcome', case when new.type = 'message.refused' then 'refused' else 'done' end)));
    return null;
end $$;
create trigger event_audited after insert on event_intake
    for each row when (new.type in ('secret.released', 'callback.answered', 'message.refused'))
    execute function audit_of_event();

revoke execute on function audit_append, audit_forget from public;
grant execute on function audit_append, audit_forget to slipway_worker;
grant select on audit_head, audit_leaf, audit_node, audit_entry, audit_checkpoint, audit_cosignature
    to slipway_api, slipway_worker;
grant select on audit_intake to slipway_worker;
grant insert on audit_checkpoint, audit_cosignature to slipway_worker;
