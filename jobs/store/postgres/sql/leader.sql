-- name: try_lock
select pg_try_advisory_lock(730145226901)

-- name: unlock
select pg_advisory_unlock(730145226901)

-- name: end_silent
-- The lock of one whose lease is over: its session is ended, for it may be stopped and hold the lock for ever. Who has
-- the lock is asked of the server: a process that follows on a dead machine may have the name of the one before it, and
-- a session the number of an older one. One that has the lock and no lease is about to take it, and has as long for that.
select pg_terminate_backend(pg_locks.pid)
from pg_locks, leader
where pg_locks.locktype = 'advisory' and pg_locks.granted
    and pg_locks.database = (select oid from pg_database where datname = current_database())
    and (pg_locks.classid::bigint << 32) | pg_locks.objid::bigint = 730145226901 and pg_locks.objsubid = 1
    and leader.expires_at + case when pg_locks.pid = leader.backend then interval '0' else %(lease)s end
        <= clock_timestamp()

-- name: take
insert into leader as l (term, holder, backend, expires_at)
values (1, %(holder)s, pg_backend_pid(), clock_timestamp() + %(lease)s)
on conflict (only_one) do update
set term = l.term + 1, holder = excluded.holder, backend = excluded.backend, expires_at = excluded.expires_at
where l.expires_at <= clock_timestamp()
returning term

-- name: renew
update leader set expires_at = clock_timestamp() + %(lease)s
where term = %(term)s and holder = %(holder)s and expires_at > clock_timestamp()
returning term

-- name: give_up
update leader set expires_at = clock_timestamp() where term = %(term)s and holder = %(holder)s
