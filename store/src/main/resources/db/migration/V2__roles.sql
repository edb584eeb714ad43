-- One database role per kind of process. Each inserts only its own: people's actions and receipts come from the API,
-- decisions from the recorder, transitions and steps from the worker. Nobody but the owner changes the schema.

do $$
declare
    role_name text;
begin
    foreach role_name in array array['slipway_api', 'slipway_worker', 'slipway_recorder'] loop
        if not exists (select 1 from pg_roles where rolname = role_name) then
            execute format('create role %I nologin', role_name);
        end if;
    end loop;
end $$;

revoke create on schema public from public;
grant usage on schema public to slipway_api, slipway_worker, slipway_recorder;
grant usage on all sequences in schema public to slipway_api, slipway_worker;

grant select, insert on decision to slipway_recorder;

grant select on all tables in schema public to slipway_api, slipway_worker;
revoke select on secret, infra_state, join_token from slipway_worker;
grant select on secret, infra_state to slipway_worker;

grant insert, update on project, environment, pipeline, node, join_token to slipway_api;
grant insert, update, delete on secret, infra_lock to slipway_api;
grant insert on run, receipt, idempotent_request, action, outbox, artifact, evaluation, deployment, event_intake,
    log_chunk, infra_state to slipway_api;
grant insert, update, delete on service_instance to slipway_api;
grant update on run, wait, allocation to slipway_api;
grant update (next_deployment, modify_index, updated_at) on job to slipway_api;
grant update (state, run_after) on evaluation to slipway_api;

grant update on run, node, infra_lock to slipway_worker;
grant insert, update on step, step_result, job, job_version, deployment, allocation, evaluation, wait, outbox,
    lock_ticket, infra_plan, state_token to slipway_worker;
grant insert on transition, artifact, event, event_intake, node_pool to slipway_worker;
grant update on artifact to slipway_worker;
grant insert, update, delete on service_instance to slipway_worker;
grant delete on event_intake, infra_lock, state_token to slipway_worker;
grant update (used_at) on action to slipway_worker;
