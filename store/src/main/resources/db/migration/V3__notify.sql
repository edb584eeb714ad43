-- News for loops that would otherwise have to poll. A notification carries no data that is not in the tables.

create function notify_channel() returns trigger language plpgsql as $$
begin
    perform pg_notify(tg_argv[0], '');
    return null;
end $$;

create trigger evaluation_news after insert or update of state, run_after on evaluation
    for each statement execute function notify_channel('slipway_evaluation');
create trigger outbox_news after insert on outbox
    for each statement execute function notify_channel('slipway_outbox');
create trigger event_news after insert on event_intake
    for each statement execute function notify_channel('slipway_event');
create trigger service_news after insert or update or delete on service_instance
    for each statement execute function notify_channel('slipway_service');

create function notify_node() returns trigger language plpgsql as $$
begin
    perform pg_notify('slipway_node', new.node_id);
    return null;
end $$;

create trigger allocation_placed after insert on allocation
    for each row execute function notify_node();
create trigger allocation_changed after update of desired, drain_until on allocation
    for each row when (old.desired is distinct from new.desired or old.drain_until is distinct from new.drain_until)
    execute function notify_node();
