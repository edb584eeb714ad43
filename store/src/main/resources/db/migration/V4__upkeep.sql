-- Indexes for what is looked up while the tables grow, each named after its question, and the rights to clear away what
-- nobody needs any more. Live allocations are few, ended ones are many, so indexes on the hot path hold live ones only.

-- What uses a node, what it has to run, what was lost with it.
create index allocation_live_by_node on allocation (node_id, modify_index)
    where client_state in ('pending', 'running', 'unknown');
drop index allocation_by_node;

-- What the scheduler reads of a job: what is to run or still does, and what it counts as a failure of the last hour.
create index allocation_wanted_by_job on allocation (job_key)
    where desired = 'run' or client_state in ('pending', 'running', 'unknown');
create index allocation_broken_by_job on allocation (job_key, client_updated_at)
    where desired = 'stop' and client_state in ('failed', 'lost');

-- What people see of a job: the newest first.
create index allocation_by_job_newest on allocation (job_key, created_at desc, id);
drop index allocation_by_job;

create index evaluation_blocked on evaluation (job_key) where state = 'blocked';
create index job_version_by_digest on job_version (job_key, digest);
create index artifact_by_digest on artifact (digest);
create index deployment_by_run on deployment (run_id);
create index deployment_open on deployment (created_at)
    where state in ('pending', 'running', 'paused', 'blocked', 'reverting');
create index wait_expiring on wait (expires_at) where answered_at is null;

-- The clean-up looks for old rows; rows of one time lie together, so a summary per range of pages is enough.
create index evaluation_by_age on evaluation using brin (created_at);
create index outbox_by_age on outbox using brin (created_at);
create index allocation_by_age on allocation using brin (created_at);
create index event_by_age on event using brin (at);

grant delete on evaluation, outbox, event, allocation, log_chunk to slipway_worker;
