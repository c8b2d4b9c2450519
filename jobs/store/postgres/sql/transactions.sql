-- name: begin
-- What a change asks for it finds by few digests or ids, always in the same way: planned anew for each list of them,
-- that took as long as doing it.
begin;
set local plan_cache_mode = force_generic_plan
