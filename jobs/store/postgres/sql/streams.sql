-- name: begin
-- A long answer is put in order in memory; the usual 4 MB hold some 20,000 events.
begin isolation level repeatable read read only;
set local work_mem = '32MB'

-- name: open
declare parts no scroll cursor for {question}

-- name: next
fetch forward {number} from parts
