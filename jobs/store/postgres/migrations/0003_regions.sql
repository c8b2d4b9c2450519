-- From where pages are read: a worker of a region says again and again that it is there.
create table regions (
    region text primary key,
    seen_at timestamptz not null
);

-- What a region saw last on a page that another asked it to look at: how the reading ended, and which links are there.
create table regional_looks (
    region text not null,
    url bytea not null,
    at timestamptz not null,
    outcome text not null,
    present bigint[] not null,
    primary key (region, url)
);
