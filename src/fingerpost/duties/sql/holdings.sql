-- What a member holds, in numbers, for somebody who ends the membership and may see no case: the open duties that are
-- theirs, and the concerns that they work on; with those of whoever they cover for, for good. What a colleague who is
-- there has taken over for good is held no longer. Nothing says which they are. services.handing says the same.
CREATE OR REPLACE FUNCTION guard.holdings(member uuid, OUT duties bigint, OUT concerns bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH for_good AS (
        SELECT away.membership_id, away.covered_by_id
        FROM public.access_absence away
        JOIN public.access_membership c ON c.id = away.covered_by_id
        JOIN public.access_user u ON u.id = c.user_id
        WHERE away.ends = DATE '9999-12-31' AND u.is_active AND (c.ends IS NULL OR c.ends >= guard.today())
    ),
    theirs AS (
        SELECT m.id
        FROM public.access_membership m
        WHERE (m.id = member OR EXISTS (
                SELECT FROM public.access_absence away
                WHERE away.membership_id = m.id AND away.covered_by_id = member AND away.ends = DATE '9999-12-31'
            ))
            AND NOT EXISTS (SELECT FROM for_good f WHERE f.membership_id = m.id AND f.covered_by_id <> member)
    )
    SELECT
        (SELECT count(*) FROM public.duties_dutystate s WHERE s.is_open AND s.holder_id IN (SELECT id FROM theirs)),
        (
            SELECT count(DISTINCT i.concern_id) FROM public.access_involvement i
            WHERE i.membership_id IN (SELECT id FROM theirs) AND i.ground NOT IN ('named', 'emergency')
                AND i.starts <= statement_timestamp() AND (i.ends IS NULL OR i.ends > statement_timestamp())
        )
    FROM public.access_membership m
    WHERE m.id = member AND (m.id = guard.me() OR guard.administers(m.organisation_id, m.user_id))
$$;
