-- The rule of fingerpost.access.rules, a third time. Tests hold the three against each other.

-- Every compartment of every concern that the actor sees at a moment: in the role and membership that they
-- have now, by the involvements, absences and exclusions of then. The same one several times where there are several
-- grounds.
--
-- An involvement that starts within the next minute counts already: the application sets `starts` by its own clock,
-- and must be able to read what it has just written if that is a little fast.
--
-- In PL/pgSQL because that keeps its plan for the session; an SQL function would be planned anew in each query, which
-- takes longer than running it.
--
-- `to_act`: only those in which they act too, so not what somebody reads in an emergency.
CREATE OR REPLACE FUNCTION guard.given(to_act boolean, at timestamptz) RETURNS TABLE (concern_id uuid, compartment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    me record;
    today date := (at AT TIME ZONE 'Europe/London')::date;
    works boolean;
    manages boolean;
    takes_in boolean;
BEGIN
    SELECT * INTO me FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@, @reading_roles@]);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    works := me.role = ANY (ARRAY[@working_roles@]);
    manages := works AND me.role = ANY (ARRAY[@managing_roles@]);
    takes_in := works AND (me.intake OR manages);
    RETURN QUERY
    WITH given AS (
        -- it is theirs
        SELECT i.*
        FROM public.access_involvement i
        WHERE i.membership_id = me.membership_id AND (works OR i.ground = 'named')
        UNION ALL
        -- it is a colleague's who is away, and they cover
        SELECT i.*
        FROM public.access_absence away
        JOIN public.access_involvement i ON i.membership_id = away.membership_id AND i.ground <> ALL (ARRAY[@alone@])
        WHERE works AND away.covered_by_id = me.membership_id AND away.starts <= today AND away.ends >= today
        UNION ALL
        -- it is the organisation's
        SELECT i.*
        FROM public.access_involvement i
        WHERE takes_in AND i.organisation_id = me.organisation_id AND i.membership_id IS NULL
        UNION ALL
        -- it fell to the organisation when a colleague left
        SELECT i.*
        FROM public.access_membership m
        JOIN public.access_user u ON u.id = m.user_id AND (NOT u.is_active OR m.ends < today)
        JOIN public.access_involvement i ON i.membership_id = m.id AND i.ground <> ALL (ARRAY[@alone@])
        WHERE takes_in AND m.organisation_id = me.organisation_id
        UNION ALL
        -- it is a colleague's in the team that they manage
        SELECT i.*
        FROM public.access_membership m
        JOIN public.access_involvement i ON i.membership_id = m.id AND i.ground <> ALL (ARRAY[@alone@])
        WHERE manages AND m.organisation_id = me.organisation_id AND m.team = me.team
    )
    SELECT i.concern_id, i.compartment::text
    FROM given i
    WHERE i.organisation_id = me.organisation_id AND NOT (to_act AND i.ground = 'emergency')
        AND i.starts <= at + interval '1 minute' AND (i.ends IS NULL OR i.ends > at)
        AND NOT EXISTS (
            SELECT FROM public.access_exclusion e
            WHERE e.concern_id = i.concern_id AND e.covers IN ('', i.compartment)
                AND e.starts <= at AND (e.ends IS NULL OR e.ends > at)
                AND (
                    e.user_id = me.user_id
                    OR e.organisation_id = me.organisation_id
                        AND NOT (i.ground = 'named' AND i.membership_id IS NOT DISTINCT FROM me.membership_id)
                )
        );
END
$$;

-- What shows, at a moment and now.
CREATE OR REPLACE FUNCTION guard.showing_at(at timestamptz) RETURNS TABLE (concern_id uuid, compartment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.concern_id, g.compartment FROM guard.given(false, at) g;
END
$$;

CREATE OR REPLACE FUNCTION guard.showing() RETURNS TABLE (concern_id uuid, compartment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT g.concern_id, g.compartment FROM guard.given(false, statement_timestamp()) g;
END
$$;

-- Concerns of which the actor sees any compartment: computed once in a query, and then compared with.
CREATE OR REPLACE FUNCTION guard.concerns() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT concern_id), '{}') FROM guard.showing());
END
$$;

-- The compartments in which the actor may also add: an auditor reads only, and so does somebody in an emergency.
CREATE OR REPLACE FUNCTION guard.acting_in() RETURNS TABLE (concern_id uuid, compartment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (SELECT FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@])) THEN
        RETURN QUERY SELECT g.concern_id, g.compartment FROM guard.given(true, statement_timestamp()) g;
    END IF;
END
$$;

-- The references of concerns, for an auditor, who reads in the ledger who did what to which of them, and not their content.
CREATE OR REPLACE FUNCTION guard.references_of(wanted uuid[]) RETURNS TABLE (id uuid, reference text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT m.id, m.reference::text FROM public.access_concern m
    WHERE m.id = ANY (wanted) AND (SELECT guard.audits())
$$;

CREATE OR REPLACE FUNCTION guard.referred_to(wanted text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT m.id FROM public.access_concern m WHERE m.reference = wanted AND (SELECT guard.audits()) $$;

-- Of which organisations somebody is in a concern who must not be told, for an auditor; never who it is.
CREATE OR REPLACE FUNCTION guard.whose_people_are_in() RETURNS TABLE (concern_id uuid, organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT e.concern_id, coalesce(e.organisation_id, m.organisation_id)
    FROM public.access_exclusion e LEFT JOIN public.access_membership m ON m.user_id = e.user_id
    WHERE e.ground IN ('embargo', 'conflict', 'employer') AND coalesce(e.organisation_id, m.organisation_id) IS NOT NULL
        AND (SELECT guard.audits())
$$;
