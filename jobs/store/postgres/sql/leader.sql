-- name: try_lock
select pg_try_advisory_lock(730145226901)

-- name: unlock
select pg_advisory_unlock(730145226901)

-- name: end_silent
-- The lock of one whose lease is over: its session is ended, for it may be stopped and hold the lock for ever.
select pg_terminate_backend(backend) from leader where expires_at <= clock_timestamp() and holder <> %(holder)s

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
