-- name: lock
select host, lease from host_leases where host = any(%s) order by host for update

-- name: make
insert into host_leases (host, name)
select host, name from unnest(%(hosts)s::bytea[], %(names)s::text[]) as new (host, name) order by host
on conflict (host) do nothing

-- name: refresh
update host_leases
set first_due = (select min(next_check_at) from pages where pages.host = host_leases.host),
    not_before = (select hosts.not_before from hosts where hosts.host = host_leases.host)
where host = any(%s)

-- name: asked
select url from asked_again where host = %s

-- name: ask
insert into asked_again (host, url)
select host, url from unnest(%(hosts)s::bytea[], %(urls)s::bytea[]) as new (host, url)
on conflict do nothing

-- name: lend
-- What was asked for before is forgotten with the lease that begins, while its row is locked: what is read for it later
-- holds all of that, and nothing that somebody asks for under this lease or a later one is forgotten.
with lent as (
    update host_leases
    set lease = nextval('lease_numbers'), holder = %(holder)s, expires_at = %(until)s
    where host = (
        select host from host_leases
        where ready_at <= %(now)s
        order by ready_at
        limit 1
        for update skip locked
    )
    returning host, name, lease
),
forgotten as (delete from asked_again where host = (select host from lent))
select host, name, lease from lent

-- name: lend_named
with lent as (
    update host_leases
    set lease = nextval('lease_numbers'), holder = %(holder)s, expires_at = %(until)s
    where host = (
        select host from host_leases where ready_at <= %(now)s and host = %(host)s for update skip locked
    )
    returning host, name, lease
),
forgotten as (delete from asked_again where host = (select host from lent))
select host, name, lease from lent

-- name: lent
-- What is due on a host that was just lent, with everyone who wants to know: 0 pages, 1 links on them, 2 partners on
-- them, 3 links to them, 4 the host.
with due as (
    select url, row_number() over (order by next_check_at, id) as place, doc
    from pages where host = %(host)s and next_check_at <= %(now)s
    order by next_check_at, id limit %(limit)s
)
select kind, doc from (
    select 0 as kind, place, doc from due
    union all
    select 1, id, doc from links where page = any(array(select url from due))
    union all
    select 2, id, doc from partners where page = any(array(select url from due))
    union all
    select 3, id, doc from links where target = any(array(select url from due))
    union all
    select 4, 0, doc from hosts where host = %(host)s
) as found
order by kind, place

-- name: renew
-- A row that is in use is passed over, so that no single host keeps all others waiting: it is renewed the next time.
update host_leases
set expires_at = %(until)s
from (
    select host_leases.host
    from unnest(%(hosts)s::bytea[], %(leases)s::bigint[]) as held (host, lease)
    join host_leases on host_leases.host = held.host and host_leases.lease = held.lease
    order by host_leases.host
    for update of host_leases skip locked
) as mine
where host_leases.host = mine.host
returning lease

-- name: release
update host_leases set lease = null, holder = null, expires_at = null where host = %(host)s and lease = %(lease)s

-- name: next_due
select min(ready_at) from host_leases where lease is null

-- name: due_hosts
select name from host_leases where ready_at <= %(now)s order by ready_at limit %(limit)s
