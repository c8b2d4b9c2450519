-- name: take
insert into page_allowances as known (page, spent, spent_at)
select %(page)s, %(requests)s, clock_timestamp() where %(requests)s <= %(most)s
on conflict (page) do update
set spent_at = excluded.spent_at,
    spent = excluded.spent
        + case when known.spent_at > clock_timestamp() - interval '1 day' then known.spent else 0 end
where known.spent + %(requests)s <= %(most)s or known.spent_at <= clock_timestamp() - interval '1 day'
returning spent

-- name: forget
delete from page_allowances where spent_at <= clock_timestamp() - interval '1 day'
