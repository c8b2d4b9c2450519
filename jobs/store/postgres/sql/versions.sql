-- name: take_your_time
set local statement_timeout = 0

-- name: lock
-- Another that migrates may take its time; a table that somebody works on is not waited for so long.
set local lock_timeout = 0;
select pg_advisory_xact_lock(hashtext('linkwatch migrate'));
set local lock_timeout to default;

-- name: are_there
select to_regclass('linkwatch_versions') is not null;

-- name: make
create table if not exists linkwatch_versions (
    number integer primary key,
    name text not null,
    made_at timestamptz not null default now()
);

-- name: list
select number, name from linkwatch_versions order by number;

-- name: add
insert into linkwatch_versions (number, name) values (%(number)s, %(name)s);
