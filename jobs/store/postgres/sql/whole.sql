-- name: unbounded
-- A copy is one long statement, and rests while the other side is written and read back.
set local statement_timeout = 0;
set local idle_in_transaction_session_timeout = 0

-- name: others
select count(*) from pg_stat_activity
where datname = current_database() and application_name = 'linkwatch' and pid <> pg_backend_pid()

-- name: size
select pg_database_size(current_database())

-- name: count_links
insert into link_counts (channel, state, links, unknown)
select channel, state, count(*), count(*) filter (where is_unknown) from links group by channel, state

-- name: wrong_counts
select count(*) from (
    select channel, state, count(*) as links, count(*) filter (where is_unknown) as unknown
    from links group by channel, state
) as found
full join (select * from link_counts where links <> 0) as kept using (channel, state)
where (found.links, found.unknown) is distinct from (kept.links, kept.unknown)

-- name: queue_hosts
insert into host_leases (host, name, first_due, not_before)
select host, coalesce(min(due.name), min(known.name)), min(due.first_due), min(known.not_before)
from (
    select host, min(doc ->> 'host') as name, min(next_check_at) as first_due from pages group by host
) as due
full join (select host, doc ->> 'host' as name, not_before from hosts) as known using (host)
group by host

