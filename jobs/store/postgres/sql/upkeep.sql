-- name: unhurried
-- What is old is found by reading what is there: nobody waits for it.
set local statement_timeout = 0

-- name: old_notices
select id from notices
where status in ('sent', 'superseded') and (doc ->> 'created_at')::timestamptz < %(ended)s
    or status = 'dead' and (doc ->> 'created_at')::timestamptz < %(dead)s
limit %(limit)s

-- name: forget_incidents
delete from incidents where not is_open and (doc ->> 'closed_at')::timestamptz < %s

-- name: forget_changed_links
delete from changed_links where at < %s

-- name: forget_prospects
delete from prospects where is_removed and (doc ->> 'removed_at')::timestamptz < %s

-- name: forget_told
delete from told where (doc ->> 'at')::timestamptz < %s

-- name: forget_hosts
delete from hosts where not exists (select from pages where pages.host = hosts.host)

-- name: forget_leases
delete from host_leases where first_due is null and (lease is null or expires_at < %s)

-- name: forget_asked
delete from asked_again where not exists (select from host_leases where host_leases.host = asked_again.host)

-- name: forget_series
delete from series where last < %s and not exists (select from partners where partners.page = series.page)

-- name: forget_site_ways
delete from site_ways
where month < %s and not exists (select from partners where starts_with(partners.site, site_ways.under))

-- name: forget_site_audits
delete from site_audits where next_at < %s

-- name: pages_ahead
select id from pages where last_checked_at > %(now)s order by id limit %(limit)s

-- name: hosts_ahead
select id from hosts where not_before > %s order by id

-- name: our_pages_ahead
select id from our_pages where last_checked_at > %s order by id
