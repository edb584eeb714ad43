-- The clean-up also takes answered waits, locks that were given back and stored answers to requests.

create index wait_by_age on wait using brin (created_at);
create index lock_ticket_by_age on lock_ticket using brin (requested_at);
create index idempotent_request_by_age on idempotent_request using brin (created_at);

grant delete on wait, lock_ticket, idempotent_request to slipway_worker;
