-- name: channel
channel = %(channel)s

-- name: channels
channel = any(%(channels)s::text[])

-- name: states
state = any(%(states)s::text[])

-- name: domain
site >= %(site)s and site < %(site_after)s

-- name: tags
tags @> %(tags)s::text[]

-- name: page
page = %(page)s

-- name: target
target = %(target)s

-- name: unknown
is_unknown

-- name: unreachable
is_unreachable

-- name: snoozed
snoozed_until > %(snoozed_at)s

-- name: claimable
is_claimable

-- name: owner_or_adder
(owner = %(person)s or added_by = %(person)s)

-- name: settled
(coalesce(snoozed_until > %(settled_at)s, false)
    or state = any(%(away)s::text[])
    and not open_kinds && %(of_page)s::text[]
    and accepted_kinds && %(losses)s::text[]) = %(settled)s

-- name: adder
added_by = %(person)s

-- name: over_limit
over_limit

-- name: within_limit
not over_limit

-- name: unread
exists (select from pages where pages.url = partners.page and pages.is_unread)

-- name: link
link = %(link)s

-- name: of_link
links @> array[%(link)s]::bigint[]

-- name: timed
next_at <= %(due_at)s

-- name: person
person = %(person)s

-- name: kept
not is_removed

-- name: dated
next_on is not null

-- name: subject
subject = %(subject)s

-- name: member
members @> array[%(member)s]::bigint[]

-- name: cause
cause = %(cause)s and is_open

-- name: only_open
is_open

-- name: told_lately
is_open and (is_unposted or told_at between %(since)s and %(until)s)

-- name: waiting
status in ('ready', 'retry', 'sending')

-- name: dead
status = 'dead'

-- name: incident
incident = %(incident)s

-- name: since
at >= %(since)s

-- name: sheet
sheet = %(sheet)s

-- name: links_to
sites @> array[%(links_to)s]::text[]

-- name: over
is_over

-- name: to_be_read
next_check_at <= %(due_at)s

-- name: ids
id = any(%(ids)s::bigint[])

-- name: urls
url = any(%(urls)s::bytea[])

-- name: sites
site = any(%(sites)s::bytea[])
