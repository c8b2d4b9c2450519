-- How many requests beside its own a page has cost since a day without any, by whichever process.
create table page_allowances (
    page bytea primary key,
    spent integer not null,
    spent_at timestamptz not null
) with (fillfactor = 70);
create index page_allowances_old on page_allowances (spent_at);
