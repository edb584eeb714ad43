-- Baseline of the Slipway database. Times are timestamptz by database clock; documents are jsonb; states carry check
-- constraints that the transition tables of the model room are tested against.

create table project (
    name text primary key check (name ~ '^[a-z0-9-]{1,63}$'),
    spec jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table environment (
    project text not null references project,
    name text not null check (name ~ '^[a-z0-9-]{1,63}$'),
    spec jsonb not null,
    revision bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (project, name)
);

create table pipeline (
    project text not null references project,
    name text not null check (name ~ '^[a-z0-9-]{1,63}$'),
    spec jsonb not null,
    revision bigint not null default 1,
    next_run bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (project, name)
);

create table secret (
    project text not null references project,
    name text not null check (name ~ '^[a-z0-9-]{1,63}$'),
    sealed bytea not null,
    revision bigint not null default 1,
    updated_at timestamptz not null default now(),
    primary key (project, name)
);

-- One run; id is the workflow id run/<project>/<pipeline>/<number>.
create table run (
    id text primary key,
    project text not null,
    pipeline text not null,
    number bigint not null,
    generation int not null default 1,
    state text not null default 'queued' check (state in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
    ref text not null,
    commit_id text not null,
    commit_subject text not null default '',
    commit_author text not null default '',
    dry_run boolean not null default false,
    artifacts jsonb not null default '[]',
    from_stage text,
    from_step text,
    principal text not null,
    principal_name text not null,
    failure_code text,
    failure_message text,
    waiting_for text,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    unique (project, pipeline, number),
    foreign key (project, pipeline) references pipeline
);
create index run_by_project on run (project, pipeline, number desc);
create index run_open on run (state) where state in ('queued', 'running', 'waiting');

-- Proof of the credential that asked for a run; the token itself is never kept.
create table receipt (
    id uuid primary key default gen_random_uuid(),
    run_id text not null references run,
    generation int not null default 1,
    issuer text not null,
    subject text not null,
    token_id text not null,
    token_hash text not null,
    token_expires_at timestamptz not null,
    claims jsonb not null,
    groups jsonb not null default '[]',
    received_at timestamptz not null default now(),
    unique (issuer, token_id)
);
create index receipt_by_run on receipt (run_id);

-- A repeat of the same POST by the same principal gets the first answer.
create table idempotent_request (
    principal text not null,
    key text not null,
    request_digest text not null,
    status int not null,
    response jsonb not null,
    location text,
    created_at timestamptz not null default now(),
    primary key (principal, key)
);

create table step (
    workflow_id text not null,
    generation int not null,
    stage text not null default '-',
    step text not null,
    item text not null default '-',
    state text not null check (state in ('pending', 'queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'skipped')),
    fact_seq bigint not null,
    detail jsonb not null default '{}',
    error_code text,
    error_message text,
    last_error text,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (workflow_id, generation, stage, step, item)
);

-- What a finished step left for a retry: digests and references only.
create table step_result (
    workflow_id text not null,
    stage text not null default '-',
    step text not null,
    item text not null default '-',
    generation int not null,
    result jsonb not null,
    created_at timestamptz not null default now(),
    primary key (workflow_id, stage, step, item)
);

create table decision (
    id text primary key,
    workflow_id text not null,
    generation int not null,
    stage text not null default '-',
    step text not null,
    question text not null,
    input_digest text not null,
    allowed boolean not null,
    engines jsonb not null,
    reasons jsonb not null default '[]',
    warnings jsonb not null default '[]',
    decided_at timestamptz not null default now(),
    expires_at timestamptz not null,
    unique (id, workflow_id, allowed, input_digest)
);
create index decision_by_workflow on decision (workflow_id, decided_at);

-- A transition rides on exactly one unexpired allow for this run and input, used once.
create table transition (
    id bigserial primary key,
    workflow_id text not null,
    generation int not null,
    stage text not null default '-',
    step text not null,
    transition text not null,
    decision_id text not null unique,
    decision_allowed boolean not null default true check (decision_allowed),
    input_digest text not null,
    made_at timestamptz not null default now(),
    foreign key (decision_id, workflow_id, decision_allowed, input_digest)
        references decision (id, workflow_id, allowed, input_digest)
);

create function transition_needs_fresh_decision() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from decision d where d.id = new.decision_id and d.expires_at > now()
            and d.generation = new.generation and d.stage = new.stage and d.step = new.step
    ) then
        raise exception 'decision % is expired or belongs to another step', new.decision_id using errcode = '23514';
    end if;
    return new;
end $$;
create trigger transition_fresh before insert on transition
    for each row execute function transition_needs_fresh_decision();

create table artifact (
    project text not null,
    workflow_id text not null,
    name text not null,
    digest text not null,
    uri text not null,
    size bigint,
    origin text not null check (origin in ('tasks', 'trigger', 'registry', 'tree', 'report', 'plan')),
    created_at timestamptz not null default now(),
    primary key (workflow_id, name)
);

-- Jobs, versions, deployments, allocations. The job key is project/environment/region/name.
create table job (
    key text primary key,
    project text not null,
    environment text not null,
    region text not null,
    name text not null,
    type text not null check (type in ('service', 'batch', 'system', 'sysbatch')),
    node_pool text not null default 'default',
    desired_version bigint not null default 0,
    stable_version bigint not null default 0,
    next_version bigint not null default 1,
    next_deployment bigint not null default 1,
    stopped boolean not null default false,
    -- For a batch job that somebody waits for: the wait the scheduler answers when it has ended.
    wait_key text,
    modify_index bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    foreign key (project, environment) references environment
);

create table job_version (
    job_key text not null references job,
    version bigint not null,
    digest text not null,
    spec jsonb not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    primary key (job_key, version)
);

create table deployment (
    job_key text not null references job,
    number bigint not null,
    workflow_id text not null unique,
    run_id text,
    run_key text unique,
    version bigint not null,
    previous_version bigint not null default 0,
    target_version bigint not null,
    state text not null default 'pending'
        check (state in ('pending', 'running', 'paused', 'blocked', 'reverting', 'successful', 'failed', 'cancelled')),
    phase text not null default 'rolling' check (phase in ('rolling', 'reverting', 'done')),
    decision_id text not null references decision,
    wait_key text,
    description text not null default '',
    reverted_to bigint,
    desired_total int not null default 0,
    placed int not null default 0,
    healthy int not null default 0,
    unhealthy int not null default 0,
    progress_by timestamptz,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (job_key, number),
    foreign key (job_key, version) references job_version,
    foreign key (job_key, target_version) references job_version
);
create unique index deployment_one_open on deployment (job_key)
    where state in ('pending', 'running', 'paused', 'blocked', 'reverting');

create table node_pool (
    name text primary key check (name ~ '^[a-z0-9-]{1,63}$'),
    created_at timestamptz not null default now()
);
insert into node_pool (name) values ('default'), ('build');

create table join_token (
    token_hash text primary key,
    node_pool text not null references node_pool,
    datacenter text not null default 'local',
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by text,
    created_by text not null
);

create table node (
    id text primary key,
    name text not null,
    node_pool text not null references node_pool,
    datacenter text not null,
    public_key text not null,
    state text not null default 'initializing' check (state in ('initializing', 'ready', 'down', 'disconnected')),
    eligible boolean not null default true,
    epoch bigint not null default 1,
    cpu int not null default 0,
    memory bigint not null default 0,
    attributes jsonb not null default '{}',
    drivers jsonb not null default '{}',
    applied_seq bigint not null default 0,
    last_seen timestamptz not null default now(),
    modify_index bigint not null default 1,
    created_at timestamptz not null default now()
);

create sequence allocation_index;

create table allocation (
    id uuid primary key,
    job_key text not null references job,
    group_name text not null,
    index int not null,
    version bigint not null,
    deployment_number bigint,
    node_id text not null references node,
    node_epoch bigint not null,
    desired text not null default 'run' check (desired in ('run', 'stop')),
    desired_reason text not null default '',
    client_state text not null default 'pending'
        check (client_state in ('pending', 'running', 'complete', 'failed', 'lost', 'unknown')),
    healthy boolean,
    tasks jsonb not null default '{}',
    cpu int not null,
    memory bigint not null,
    previous_allocation uuid,
    drain_until timestamptz,
    healthy_at timestamptz,
    modify_index bigint not null default nextval('allocation_index'),
    created_at timestamptz not null default now(),
    client_updated_at timestamptz,
    foreign key (job_key, version) references job_version
);
create index allocation_by_node on allocation (node_id, modify_index);
create index allocation_by_job on allocation (job_key);
create unique index allocation_one_per_slot on allocation (job_key, group_name, index, version)
    where desired = 'run' and client_state in ('pending', 'running', 'unknown');

-- No node over capacity at any instant: enforced in the transaction that commits placements.
create function allocation_fits() returns trigger language plpgsql as $$
declare
    room record;
    used record;
begin
    if new.desired = 'stop' then
        return new;
    end if;
    select cpu, memory into room from node where id = new.node_id for update;
    select coalesce(sum(a.cpu), 0) cpu, coalesce(sum(a.memory), 0) memory into used from allocation a
        where a.node_id = new.node_id and a.client_state in ('pending', 'running', 'unknown') and a.id <> new.id;
    if used.cpu + new.cpu > room.cpu or used.memory + new.memory > room.memory then
        raise exception 'node % has no room for allocation %', new.node_id, new.id using errcode = '23514', constraint = 'allocation_fits';
    end if;
    return new;
end $$;
create trigger allocation_capacity before insert on allocation for each row execute function allocation_fits();

create table evaluation (
    id bigserial primary key,
    job_key text not null references job,
    reason text not null,
    state text not null default 'pending' check (state in ('pending', 'blocked', 'complete', 'failed', 'cancelled')),
    detail jsonb not null default '{}',
    run_after timestamptz not null default now(),
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create unique index evaluation_one_pending on evaluation (job_key) where state = 'pending';
create index evaluation_due on evaluation (run_after) where state = 'pending';

-- Healthy instances of services, for the proxy and for people.
create table service_instance (
    project text not null,
    environment text not null,
    service text not null,
    allocation_id uuid not null references allocation,
    version bigint not null,
    address text not null,
    port int not null,
    state text not null default 'starting' check (state in ('starting', 'healthy', 'unhealthy', 'draining', 'gone')),
    updated_at timestamptz not null default now(),
    primary key (allocation_id, service)
);
create index service_by_name on service_instance (project, environment, service);

-- A wait on the outside; its answer is signalled as a fact by the relay.
create table wait (
    key text primary key,
    workflow_id text not null,
    kind text not null check (kind in ('task', 'deployment', 'callback', 'approval', 'lock')),
    callback_hash text unique,
    detail jsonb not null default '{}',
    answer jsonb,
    created_at timestamptz not null default now(),
    answered_at timestamptz,
    expires_at timestamptz
);
create index wait_by_workflow on wait (workflow_id);

-- Everything to be told to others, in order of id per target.
create table outbox (
    id bigserial primary key,
    kind text not null check (kind in ('start', 'signal', 'cancel', 'commit-status', 'webhook', 'hand-over')),
    key text not null unique,
    target text not null,
    payload jsonb not null,
    attempts int not null default 0,
    next_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    done_at timestamptz,
    last_error text
);
create index outbox_due on outbox (next_at) where done_at is null;

-- What people asked for, signed by the API; a workflow acts only on a row that checks out.
create table action (
    id uuid primary key,
    workflow_id text not null,
    generation int not null,
    stage text not null default '-',
    kind text not null check (kind in ('approve', 'reject', 'promote', 'rollback', 'pause', 'resume', 'skip', 'cancel', 'retry', 'override')),
    principal text not null,
    principal_name text not null,
    groups jsonb not null default '[]',
    reason text not null default '',
    target text not null default '',
    nonce text not null unique,
    decision_id text not null,
    signature text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index action_by_workflow on action (workflow_id, created_at);

create sequence lock_token;
create table lock_ticket (
    ticket bigserial primary key,
    project text not null,
    environment text not null,
    name text not null,
    owner text not null,
    key text not null unique,
    token bigint,
    requested_at timestamptz not null default now(),
    granted_at timestamptz,
    released_at timestamptz
);
create unique index lock_one_holder on lock_ticket (project, environment, name)
    where granted_at is not null and released_at is null;
create index lock_queue on lock_ticket (project, environment, name, ticket) where released_at is null;

-- Infrastructure state through our HTTP back end: sealed, versioned, locked by run.
create table infra_state (
    project text not null,
    environment text not null,
    module text not null,
    version bigint not null,
    serial bigint not null,
    sealed bytea not null,
    written_by text not null,
    created_at timestamptz not null default now(),
    primary key (project, environment, module, version)
);
create table infra_lock (
    project text not null,
    environment text not null,
    module text not null,
    lock_id text not null,
    info jsonb not null,
    owner text not null,
    locked_at timestamptz not null default now(),
    primary key (project, environment, module)
);
create table state_token (
    token_hash text primary key,
    project text not null,
    environment text not null,
    module text not null,
    owner text not null,
    expires_at timestamptz not null
);
create table infra_plan (
    key text primary key,
    project text not null,
    environment text not null,
    module text not null,
    workflow_id text not null,
    digest text not null,
    sealed_plan bytea not null,
    redacted_json jsonb not null,
    empty boolean not null,
    creates int not null,
    updates int not null,
    deletes int not null,
    state_serial bigint not null,
    outputs jsonb,
    applied_serial bigint,
    applied_at timestamptz,
    created_at timestamptz not null default now()
);

create table log_chunk (
    allocation_id uuid not null,
    task text not null,
    stream text not null check (stream in ('stdout', 'stderr')),
    start_offset bigint not null,
    bytes bytea not null,
    created_at timestamptz not null default now(),
    primary key (allocation_id, task, stream, start_offset)
);

-- Ordered facts: writers insert into the intake, one sequencer gives dense numbers to committed rows.
create table event_intake (
    id bigserial primary key,
    type text not null,
    project text,
    subject text not null,
    data jsonb not null default '{}',
    at timestamptz not null default now()
);
create table event (
    seq bigint primary key,
    type text not null,
    project text,
    subject text not null,
    data jsonb not null,
    at timestamptz not null
);
create index event_by_subject on event (subject, seq);
