-- name: take
select id, doc from {table} where {condition} order by id for update

-- name: exists
select exists (select from {table} where {condition} and id <> all(%s::bigint[]))

-- name: insert
-- Documents stand beside the value that has the columns: within it, each would be parsed four times.
insert into {table} ({names}, doc)
select {values}, convert_from(new.unnest, 'UTF8')::json
from rows from (json_populate_recordset(null::{table}, %s::json), unnest(%b::bytea[])) as new

-- name: update
update {table} as stored
set ({names}, doc) = row({values}, convert_from(new.unnest, 'UTF8')::json)
from rows from (json_populate_recordset(null::{table}, %s::json), unnest(%b::bytea[])) as new
where stored.id = new.id

-- name: update_documents
update {table} as stored
set doc = convert_from(new.doc, 'UTF8')::json
from unnest(%s::bigint[], %b::bytea[]) as new (id, doc)
where stored.id = new.id

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
insert into events (at, channel, subject, doc)
select at, channel, subject, convert_from(new.unnest, 'UTF8')::json
from rows from (json_populate_recordset(null::events, %s::json), unnest(%b::bytea[])) as new

-- name: told_lately
select doc from incidents
where channel = %(channel)s and is_open and (is_unposted or told_at between %(since)s and %(until)s)
order by id

-- name: one_at_a_time
select pg_advisory_xact_lock(hashtextextended(%s, 15))
