-- Fewer wake-ups: loops are told of what they can do something about, and the relay which kind of message there is.

drop trigger evaluation_news on evaluation;
create function notify_pending_evaluation() returns trigger language plpgsql as $$
begin
    if exists (select 1 from changed where state = 'pending') then
        perform pg_notify('slipway_evaluation', '');
    end if;
    return null;
end $$;
create trigger evaluation_added after insert on evaluation
    referencing new table as changed for each statement execute function notify_pending_evaluation();
create trigger evaluation_changed after update on evaluation
    referencing new table as changed for each statement execute function notify_pending_evaluation();

drop trigger outbox_news on outbox;
create function notify_outbox() returns trigger language plpgsql as $$
begin
    perform pg_notify('slipway_outbox', kind) from (select distinct kind from added) as kinds;
    return null;
end $$;
create trigger outbox_news after insert on outbox
    referencing new table as added for each statement execute function notify_outbox();

-- A workflow that has just opened a wait listens for its answer for a moment; it is told by a message only when it has
-- not heard it by then.
alter table wait add column listened_until timestamptz;
create function notify_answer() returns trigger language plpgsql as $$
begin
    perform pg_notify('slipway_answer', new.key);
    return null;
end $$;
create trigger wait_answered after update of answer on wait
    for each row when (old.answered_at is null and new.listened_until > now()) execute function notify_answer();
