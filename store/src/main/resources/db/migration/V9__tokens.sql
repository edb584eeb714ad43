-- Own tokens of people for scripts and CI systems. Of a token only its hash is kept; a revoked or expired one stays for a
-- while, so that its owner sees what became of it.

create table api_token (
    id text primary key check (id ~ '^[a-z0-9]{12}$'),
    token_hash text not null check (token_hash ~ '^sha256:[0-9a-f]{64}$'),
    name text not null check (name ~ '^[a-z0-9-]{1,63}$'),
    issuer text not null,
    subject text not null,
    principal text not null generated always as (issuer || '#' || subject) stored,
    owner_name text not null,
    groups jsonb not null check (jsonb_typeof(groups) = 'array'),
    projects jsonb check (jsonb_typeof(projects) = 'array'),
    permissions jsonb not null check (jsonb_typeof(permissions) = 'array'),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    check (expires_at > created_at),
    check ((revoked_at is null) = (revoked_by is null))
);
create index api_token_by_owner on api_token (principal, created_at desc, id desc);
create index api_token_newest on api_token (created_at desc, id desc);
create index api_token_by_end on api_token (expires_at);

grant select, insert on api_token to slipway_api;
grant update (last_used_at, revoked_at, revoked_by) on api_token to slipway_api;

-- The worker clears ended tokens away and reads nothing else of them.
grant select (id, expires_at), delete on api_token to slipway_worker;
