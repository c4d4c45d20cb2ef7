-- Who is shut out of a child’s record is shut out of the adult’s strands too, whoever finds it and whenever. Only those
-- who sent it see that the two belong together, and they may be the very ones who lose sight: so it is done in here.
-- It answers nothing. casework.referrals.carrying says the same for SQLite; a test holds the two against each other.
--
-- Known in the common record are those of the common record. Whoever keeps the child’s record by name, while where they
-- work is shut out, and has a part of their own in the strand, keeps that by name too. What was undone in a strand since
-- then stays undone.
CREATE OR REPLACE FUNCTION guard.exclusions_to_carry(of_concern uuid)
RETURNS TABLE (strand uuid, user_id uuid, organisation_id uuid, ground text, by_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT s.other_concern_id, e.user_id, e.organisation_id, e.ground::text, m.created_by_id
    FROM public.access_exclusion e
    JOIN public.casework_strand s ON s.concern_id = e.concern_id AND s.compartment = 'common'
    JOIN public.access_concern m ON m.id = s.other_concern_id
    WHERE e.concern_id = of_concern AND e.compartment = 'common' AND e.covers IN ('', 'common')
        AND e.starts <= statement_timestamp() + interval '1 minute'
        AND (e.ends IS NULL OR e.ends > statement_timestamp())
        AND NOT EXISTS (
            SELECT FROM public.access_exclusion o
            WHERE o.concern_id = s.other_concern_id AND o.compartment = 'common' AND o.covers = ''
                AND o.user_id IS NOT DISTINCT FROM e.user_id
                AND o.organisation_id IS NOT DISTINCT FROM e.organisation_id
                AND o.ground = e.ground AND (o.ends IS NULL OR o.starts >= e.starts)
        )
$$;

CREATE OR REPLACE FUNCTION guard.carry_exclusions(of_concern uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT guard.may_open() THEN
        RETURN;
    END IF;
    INSERT INTO public.access_involvement
        (id, concern_id, compartment, organisation_id, membership_id, ground, starts, by_id)
    SELECT gen_random_uuid(), kept.*, statement_timestamp(), kept_by.by_id
    FROM (
        SELECT DISTINCT c.strand, 'common', own.organisation_id, own.membership_id, 'named'
        FROM guard.exclusions_to_carry(of_concern) c
        JOIN public.access_involvement own ON own.concern_id = c.strand AND own.compartment = 'common'
            AND own.organisation_id = c.organisation_id AND own.membership_id IS NOT NULL
            AND own.ground <> ALL (ARRAY['named', 'emergency'])
            AND (own.ends IS NULL OR own.ends > statement_timestamp())
        JOIN public.access_involvement named ON named.concern_id = of_concern AND named.compartment = 'common'
            AND named.ground = 'named' AND named.membership_id = own.membership_id
            AND (named.ends IS NULL OR named.ends > statement_timestamp())
    ) AS kept (strand, compartment, organisation_id, membership_id, ground)
    CROSS JOIN LATERAL (SELECT m.created_by_id AS by_id FROM public.access_concern m WHERE m.id = kept.strand) kept_by
    WHERE NOT EXISTS (
        SELECT FROM public.access_involvement there
        WHERE there.concern_id = kept.strand AND there.compartment = 'common' AND there.ground = 'named'
            AND there.membership_id = kept.membership_id AND (there.ends IS NULL OR there.ends > statement_timestamp())
    );
    INSERT INTO public.access_exclusion
        (id, concern_id, compartment, covers, user_id, organisation_id, ground, starts, by_id)
    SELECT gen_random_uuid(), c.strand, 'common', '', c.user_id, c.organisation_id, c.ground, statement_timestamp(), c.by_id
    FROM guard.exclusions_to_carry(of_concern) c;
END
$$;
