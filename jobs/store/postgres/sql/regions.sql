-- name: here
insert into regions (region, seen_at) values (%(region)s, clock_timestamp())
on conflict (region) do update set seen_at = excluded.seen_at

-- name: others
select region, clock_timestamp() from regions
where region <> %(region)s and seen_at > clock_timestamp() - interval '90 s'
order by region

-- name: answer
insert into regional_looks as looks (region, url, at, outcome, present)
values (%(region)s, %(url)s, clock_timestamp(), %(outcome)s, %(present)s)
on conflict (region, url) do update set at = excluded.at, outcome = excluded.outcome, present = excluded.present

-- name: answered
select region, outcome, present, at from regional_looks
where url = %(url)s and region = any(%(regions)s) and at >= %(since)s

-- name: forget
delete from regional_looks where at < clock_timestamp() - interval '1 day'
