-- What the tip of a pipeline's default ref wants to be started by the clock, and what Temporal was told of it last.

create table schedule_set (
    project text not null,
    pipeline text not null,
    schedules jsonb not null,
    commit_id text not null,
    observed_at timestamptz not null,
    settled jsonb not null default '[]',
    primary key (project, pipeline),
    foreign key (project, pipeline) references pipeline
);
create trigger schedule_news after insert or update of schedules on schedule_set
    for each statement execute function notify_channel('slipway_schedule');

-- A registration may forbid schedules or move the default ref.
create trigger registration_news after update of spec on pipeline
    for each statement execute function notify_channel('slipway_schedule');

grant select on schedule_set to slipway_api, slipway_worker;
grant insert, update on schedule_set to slipway_worker;
