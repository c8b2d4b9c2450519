-- name: by_id
select doc from {table} where id = %s

-- name: by_digest
select doc from {table} where {column} = %s

-- name: slice
select doc from {table}
join (select id from {table} where {condition} order by {order} offset %(offset)s limit %(limit)s) as asked using (id)
order by {order}

-- name: slice_from_the_end
-- The number is of the same moment: what is added meanwhile would move everything, counted from there.
with counted as (select coalesce(sum(links), 0)::bigint as links from link_counts where {condition})
select doc from links
join (
    select id from links where {condition} order by id desc
    offset greatest((select links from counted) - %(offset)s - %(limit)s, 0)
    limit greatest(least((select links from counted) - %(offset)s, %(limit)s), 0)
) as asked using (id)
order by id

-- name: all
select doc from {table} where {condition} order by {order}

-- name: count
select count(*) from {table} where {condition}

-- name: states
select state, count(*) from links where {condition} group by state

-- name: counted_states
select state, sum(links)::bigint from link_counts where {condition} group by state having sum(links) > 0

-- name: link_states
select id, state from links where id = any(%s::bigint[])

-- name: ids_by_state
select state, array_agg(id) from links where channel = %s group by state

-- name: pages_in
(select page_url from links where channel = %(channel)s order by id)
union all
(select page_url from partners where channel = %(channel)s order by id)

-- name: sites_tracked
select name from unnest(%(sites)s::text[], %(begin)s::text[], %(end)s::text[]) as asked (name, first, behind)
where exists (
    select from links where channel = %(channel)s and site >= first collate "C" and site < behind collate "C"
) or exists (
    select from partners where channel = %(channel)s and site >= first collate "C" and site < behind collate "C"
)

-- name: sites_kept
select name from unnest(%(sites)s::text[], %(begin)s::text[], %(end)s::text[]) as asked (name, first, behind)
where exists (
    select from prospects
    where channel = %(channel)s and not is_removed and site >= first collate "C" and site < behind collate "C"
)

-- name: channels
select channel from link_counts group by channel having sum(links) > 0
union
select channel from partners

-- name: prospect_channels
select distinct channel from prospects where not is_removed

-- name: counts
select
    (select count(*) from partners where channel = %(channel)s),
    (select count(*) from partners where channel = %(channel)s and over_limit),
    (select count(*) from incidents where channel = %(channel)s and is_open and not is_group),
    (select coalesce(sum(unknown), 0)::bigint from link_counts where channel = %(channel)s)

-- name: totals
select
    (select coalesce(sum(links), 0)::bigint from link_counts) as links,
    (select count(*) from partners) as partners,
    (select count(*) from pages) as pages,
    (select count(*) from incidents where is_open) as open_incidents,
    (select count(*) from notices where status in ('ready', 'retry', 'sending')) as waiting_notices,
    (select count(*) from notices where status = 'dead') as dead_notices

-- name: facts
select
    pg_database_size(current_database()),
    coalesce((select holder from leader where expires_at > clock_timestamp()), '')

-- name: dead_counts
select channel, error_word, count(*) from notices where status = 'dead' group by channel, error_word

-- name: knows_notice
select exists (select from notices where key = %(key)s) or exists (select from told where key = %(key)s)

-- name: next_notice
select id from notices as asked
where status in ('ready', 'retry') and (not_before is null or not_before <= %(now)s)
    and not exists (
        select from notices as held
        where held.channel = asked.channel
            and (held.status = 'sending' or held.status = 'retry' and held.not_before > %(now)s)
    )
    and not exists (
        select from notices as earlier
        where earlier.incident = asked.incident
            and earlier.channel = asked.channel
            and earlier.id < asked.id
            and earlier.status in ('ready', 'retry', 'sending')
            and earlier.not_before > %(now)s
            and not earlier.is_held
            and (asked.kind = 'edit' or not earlier.is_failing)
    )
order by id
limit 1

-- name: last_changed
select doc from changed_links where change = %s order by part desc limit 1

-- name: site_ways
select doc from site_ways order by id

-- name: site_audits
select doc ->> 'channel', doc ->> 'site', next_at from site_audits order by id

-- name: partner_urls
select page_url from partners where %(channel)s::text is null or channel = %(channel)s order by id

-- name: our_addresses
select doc ->> 'url', doc ->> 'listed_by' from our_pages

-- name: linked_sites
select site from unnest(%s::text[]) with ordinality as asked (site, place)
where site in (select unnest(sites) from our_pages)
order by place

-- name: series
select doc from series where page = any(%s::bytea[])
