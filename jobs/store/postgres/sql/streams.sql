-- name: begin
-- All of it is read, so it is planned for that: for its first rows the server would go through the whole history in
-- order. It is put in order in memory; the usual 4 MB hold some 20,000 events.
begin isolation level repeatable read read only;
set local cursor_tuple_fraction = 1;
set local work_mem = '32MB'

-- name: open
declare parts no scroll cursor for {question}

-- name: next
fetch forward {number} from parts
