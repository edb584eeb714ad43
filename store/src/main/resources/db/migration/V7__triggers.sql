-- What a run was started by, and for a push the commit its ref had before.

alter table run
    add column trigger text not null default 'request' check (trigger in ('request', 'push', 'schedule')),
    add column push_before text check (push_before ~ '^[0-9a-f]{40}$');
