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

-- name: lend_named
update host_leases
set lease = nextval('lease_numbers'), holder = %(holder)s, expires_at = %(until)s
where host = (
    select host from host_leases where ready_at <= %(now)s and host = %(host)s for update skip locked
)
returning host, name, lease

-- name: forget_asked
delete from asked_again where host = %s

-- name: due
select doc from pages where host = %(host)s and next_check_at <= %(now)s order by next_check_at, id limit %(limit)s

-- name: links_on
select doc from links where page = any(%s) order by id

-- name: links_to
select doc from links where target = any(%s) order by id

-- name: partners_on
select doc from partners where page = any(%s) order by id

-- name: host
select doc from hosts where host = %s

-- name: release
update host_leases set lease = null, holder = null, expires_at = null where host = %(host)s and lease = %(lease)s

-- name: next_due
select min(ready_at) from host_leases where lease is null

-- name: due_hosts
select name from host_leases where ready_at <= %(now)s order by ready_at limit %(limit)s
