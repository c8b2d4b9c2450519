-- Whose turn it is at a host: no process begins a request there before the last one ended, or its holder has been
-- silent for too long. Times are the server's own, so that clocks that differ do not matter.
create table host_turns (
    host text primary key,
    holder bigint not null,
    until timestamptz not null,
    free_at timestamptz not null
) with (fillfactor = 50);
create index host_turns_old on host_turns (free_at);
create sequence turn_numbers;

-- Which bot leads: one row. The number of its term goes up with each that begins.
create table leader (
    only_one boolean primary key default true check (only_one),
    term bigint not null,
    holder text not null,
    backend integer not null,
    expires_at timestamptz not null
);
