-- The rule of fingerpost.access.rules, a third time. Tests hold the three against each other.

-- Every compartment of every matter that the actor may see; the same one several times where there are several grounds.
--
-- An involvement that starts within the next minute counts already: the application sets `starts` by its own clock,
-- and must be able to read what it has just written if that is a little fast.
CREATE OR REPLACE FUNCTION guard.showing() RETURNS TABLE (matter_id uuid, compartment text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH actor AS MATERIALIZED (
        SELECT * FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@, @reading_roles@])
    ),
    working AS MATERIALIZED (SELECT * FROM actor WHERE role = ANY (ARRAY[@working_roles@])),
    managing AS MATERIALIZED (SELECT * FROM working WHERE role = ANY (ARRAY[@managing_roles@])),
    taking_in AS MATERIALIZED (
        SELECT * FROM working WHERE intake OR role = ANY (ARRAY[@managing_roles@])
    ),
    given AS (
        -- it is theirs
        SELECT i.*
        FROM actor a JOIN public.access_involvement i ON i.membership_id = a.membership_id
        WHERE a.role = ANY (ARRAY[@working_roles@]) OR i.ground = 'named'
        UNION ALL
        -- it is a colleague's who is away, and they cover
        SELECT i.*
        FROM working a
        JOIN public.access_absence away ON away.covered_by_id = a.membership_id
            AND away.starts <= guard.today() AND away.ends >= guard.today()
        JOIN public.access_involvement i ON i.membership_id = away.membership_id AND i.ground <> 'named'
        UNION ALL
        -- it is the organisation's
        SELECT i.*
        FROM taking_in a
        JOIN public.access_involvement i ON i.organisation_id = a.organisation_id AND i.membership_id IS NULL
        UNION ALL
        -- it fell to the organisation when a colleague left
        SELECT i.*
        FROM taking_in a
        JOIN public.access_membership m ON m.organisation_id = a.organisation_id
        JOIN public.access_user u ON u.id = m.user_id AND (NOT u.is_active OR m.ends < guard.today())
        JOIN public.access_involvement i ON i.membership_id = m.id AND i.ground <> 'named'
        UNION ALL
        -- it is a colleague's in the team that they manage
        SELECT i.*
        FROM managing a
        JOIN public.access_membership m ON m.organisation_id = a.organisation_id AND m.team = a.team
        JOIN public.access_involvement i ON i.membership_id = m.id AND i.ground <> 'named'
    ),
    shut_out AS MATERIALIZED (
        SELECT e.matter_id, e.covers, e.user_id IS NULL AS as_organisation
        FROM actor a
        JOIN public.access_exclusion e ON e.user_id = a.user_id OR e.organisation_id = a.organisation_id
        WHERE e.starts <= statement_timestamp() AND (e.ends IS NULL OR e.ends > statement_timestamp())
    )
    SELECT i.matter_id, i.compartment::text
    FROM given i
    JOIN actor a ON a.organisation_id = i.organisation_id
    WHERE i.starts <= statement_timestamp() + interval '1 minute'
        AND (i.ends IS NULL OR i.ends > statement_timestamp())
        AND NOT EXISTS (
            SELECT FROM shut_out e
            WHERE e.matter_id = i.matter_id AND e.covers IN ('', i.compartment)
                AND NOT (e.as_organisation AND i.ground = 'named' AND i.membership_id = a.membership_id)
        )
$$;

-- Matters of which the actor sees any compartment: computed once in a query, and then compared with.
CREATE OR REPLACE FUNCTION guard.matters() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(array_agg(DISTINCT matter_id), '{}') FROM guard.showing() $$;

-- Matters of which the actor sees this compartment.
CREATE OR REPLACE FUNCTION guard.sees(wanted text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(array_agg(DISTINCT matter_id), '{}') FROM guard.showing() WHERE compartment = wanted $$;

-- Matters to whose compartment the actor may add: an auditor reads only.
CREATE OR REPLACE FUNCTION guard.acts(wanted text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT matter_id), '{}') FROM guard.showing()
    WHERE compartment = wanted
        AND EXISTS (SELECT FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@]))
$$;
