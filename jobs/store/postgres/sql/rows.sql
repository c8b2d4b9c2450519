-- name: take
select id, doc from {table} where {condition} order by id for update

-- name: exists
select exists (select from {table} where {condition} and id <> all(%s::bigint[]))

-- name: insert
insert into {table} ({names}) values ({values})

-- name: update
update {table} set ({names}) = row({values}) where id = %(id)s

-- name: delete
delete from {table} where id = any(%s::bigint[])

-- name: next_id
select nextval(pg_get_serial_sequence(%s, 'id'))

-- name: count
insert into link_counts (channel, state, links, unknown)
select channel, state, links, unknown
from unnest(%(channels)s::text[], %(states)s::text[], %(links)s::bigint[], %(unknown)s::bigint[])
    as changed (channel, state, links, unknown)
order by channel, state
on conflict (channel, state) do update
    set links = link_counts.links + excluded.links, unknown = link_counts.unknown + excluded.unknown

-- name: add_event
insert into events (at, channel, subject, doc) values (%(at)s, %(channel)s, %(subject)s, %(doc)s)

-- name: told_lately
select doc from incidents
where channel = %(channel)s and is_open and (is_unposted or told_at between %(since)s and %(until)s)
order by id

-- name: one_at_a_time
select pg_advisory_xact_lock(hashtextextended(%s, 15))
