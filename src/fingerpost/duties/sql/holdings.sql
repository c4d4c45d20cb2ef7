-- What a member holds, in numbers: for somebody who ends the membership and may see no case. A person's own duties that
-- are open, and the concerns that they work on. Nothing says which.
CREATE OR REPLACE FUNCTION guard.holdings(member uuid, OUT duties bigint, OUT concerns bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT
        (SELECT count(*) FROM public.duties_dutystate s WHERE s.holder_id = m.id AND s.is_open),
        (
            SELECT count(DISTINCT i.matter_id) FROM public.access_involvement i
            WHERE i.membership_id = m.id AND i.ground <> 'named'
                AND i.starts <= statement_timestamp() AND (i.ends IS NULL OR i.ends > statement_timestamp())
        )
    FROM public.access_membership m
    WHERE m.id = member AND (m.id = guard.me() OR guard.administers(m.organisation_id, m.user_id))
$$;
