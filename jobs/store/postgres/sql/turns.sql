-- name: take
with taken as (
    insert into host_turns as turn (host, holder, until, free_at)
    values (
        %(host)s, nextval('turn_numbers'), clock_timestamp() + %(lease)s, clock_timestamp()
    )
    on conflict (host) do update
    set holder = excluded.holder, until = excluded.until
    where turn.until <= clock_timestamp() and (turn.free_at <= clock_timestamp() or %(at_once)s)
    returning holder
)
select
    (select holder from taken),
    (select greatest(until, case when %(at_once)s then until else free_at end) - clock_timestamp()
     from host_turns where host = %(host)s)

-- name: renew
update host_turns set until = clock_timestamp() + %(lease)s
from (
    select host_turns.host
    from unnest(%(hosts)s::text[], %(holders)s::bigint[]) as held (host, holder)
    join host_turns on host_turns.host = held.host and host_turns.holder = held.holder
    where host_turns.until > clock_timestamp()
    order by host_turns.host
    for update of host_turns skip locked
) as mine
where host_turns.host = mine.host

-- name: give_back
update host_turns set until = clock_timestamp(), free_at = clock_timestamp() + %(pause)s
where host = %(host)s and holder = %(holder)s

-- name: spare_the_pause
update host_turns set free_at = clock_timestamp()
where host = %(host)s and holder = %(holder)s and until <= clock_timestamp()

-- name: forget
delete from host_turns where free_at < clock_timestamp() - interval '1 hour' and until < clock_timestamp()
