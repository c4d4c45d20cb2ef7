-- Reading a common record in an emergency: rules.may_break_glass and rules.may_review, inside the database.

-- Let the actor read the common record of the one concern that has this reference, for some hours, and return its id.
-- NULL says that nothing was opened, and nothing else: there is none, there are two, or they are shut out of it.
-- Whoever sees the common record already is given its id, and no more sight than they have.
--
-- `moment`: what the application’s clock says. Where it is a little behind, sight begins by it, and ends by ours.
CREATE OR REPLACE FUNCTION guard.break_glass(wanted text, moment timestamptz) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me record;
    found uuid[];
    at timestamptz := statement_timestamp();
BEGIN
    SELECT * INTO me FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@]);
    IF me IS NULL THEN
        RETURN NULL;
    END IF;
    found := ARRAY(
        SELECT m.id FROM public.access_concern m
        WHERE m.reference = wanted AND NOT EXISTS (
            SELECT FROM public.access_exclusion e
            WHERE e.concern_id = m.id AND e.starts <= at AND (e.ends IS NULL OR e.ends > at)
                AND (e.barred = me.organisation_id OR guard.one_person(e.user_id, me.user_id))
        ) AND (
            SELECT count(*) > 0 AND bool_and(o.kind <> 'designated_officer')
            FROM public.access_involvement i
            JOIN public.access_organisation o ON o.id = i.organisation_id
            WHERE i.concern_id = m.id AND i.compartment = 'common' AND i.ground <> 'emergency'
                AND i.starts <= at AND (i.ends IS NULL OR i.ends > at)
        )
    );
    IF cardinality(found) <> 1 THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = found[1] AND s.seen_part = 'common') THEN
        INSERT INTO public.access_involvement
            (id, concern_id, compartment, organisation_id, membership_id, ground, starts, ends, by_id)
        VALUES (
            gen_random_uuid(), found[1], 'common', me.organisation_id, me.membership_id, 'emergency',
            greatest(least(at, moment), at - interval '1 minute'), at + interval '@emergency_lasts@', me.membership_id
        );
    END IF;
    RETURN found[1];
END
$$;

-- Whether this involvement in the concern is the actor's own look in an emergency, which holds now.
CREATE OR REPLACE FUNCTION guard.broke(involvement uuid, concern uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM public.access_involvement i
        WHERE i.id = involvement AND i.concern_id = concern AND i.ground = 'emergency'
            AND i.membership_id = guard.me() AND i.ends > statement_timestamp()
    )
$$;

-- rules.may_review, of a look of this concern; whether they act there the policy asks.
CREATE OR REPLACE FUNCTION guard.may_review(look uuid, concern uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.actor() a
        JOIN public.access_brokenglass g ON g.id = look AND g.concern_id = concern
        JOIN public.access_membership l ON l.id = g.by_id
        JOIN public.access_concern m ON m.id = g.concern_id
        JOIN public.access_membership o ON o.id = m.created_by_id
        WHERE (a.role = ANY (ARRAY[@reviewing_roles@]) OR a.intake)
            AND NOT guard.one_person(a.user_id, l.user_id)
            AND (a.organisation_id = o.organisation_id OR a.organisation_id <> l.organisation_id)
    ) AND EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern AND s.acts)
$$;
