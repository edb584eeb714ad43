-- Why a schedule that was due started no run: otherwise only Temporal and the log of a worker would know.

alter table schedule_set
    add column trouble_at timestamptz,
    add column trouble_code text,
    add column trouble text,
    add constraint schedule_trouble check (num_nulls(trouble_at, trouble_code, trouble) in (0, 3));
