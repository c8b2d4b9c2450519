-- name: begin
begin isolation level repeatable read read only

-- name: open
declare parts no scroll cursor for {question}

-- name: next
fetch forward {number} from parts

-- name: count
select count(*) from ({question}) as asked
