-- The rule of fingerpost.access.rules, a third time. Tests hold the three against each other.

-- Whoever acts, as need to know asks for them at a moment: no row where it is nobody who reads concerns. `principals`:
-- whose involvements show them something. They are the acting membership, those it covers for, the organisation where
-- they take in, with those who left it, and the team that they manage; in the role and membership that they have now,
-- by the absences of then.
--
-- In PL/pgSQL because that keeps its plan for the session. A query asks once for each table in it.
CREATE OR REPLACE FUNCTION guard.reader(
    at timestamptz,
    OUT me uuid, OUT person uuid, OUT organisation uuid, OUT works boolean, OUT principals uuid[]
) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one record;
    today date := (at AT TIME ZONE 'Europe/London')::date;
    manages boolean;
BEGIN
    SELECT * INTO one FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@, @reading_roles@]);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    me := one.membership_id;
    person := one.user_id;
    organisation := one.organisation_id;
    works := one.role = ANY (ARRAY[@working_roles@]);
    principals := ARRAY[me];
    IF works THEN
        principals := principals || ARRAY(
            SELECT away.membership_id FROM public.access_absence away
            WHERE away.covered_by_id = one.membership_id AND away.starts <= today AND away.ends >= today
        );
        manages := one.role = ANY (ARRAY[@managing_roles@]);
        IF one.intake OR manages THEN
            principals := principals || one.organisation_id || ARRAY(
                SELECT m.id FROM public.access_membership m
                JOIN public.access_user u ON u.id = m.user_id
                WHERE m.organisation_id = one.organisation_id
                    AND (NOT u.is_active OR m.ends < today OR manages AND m.team = one.team)
            );
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- Every involvement that shows the actor a compartment: the same one several times where there are several grounds.
-- `acts`: they act in it too; an auditor reads only, and so does somebody in an emergency.
--
-- Policies ask it about one concern at a time, and its indexes answer that however much there is. As a barrier: nothing
-- that a query asks beside it is asked of an involvement that it leaves out.
CREATE OR REPLACE VIEW guard.mine WITH (security_barrier) AS
@shows statement_timestamp()@;

-- What showed at another moment.
CREATE OR REPLACE FUNCTION guard.showing_at(at timestamptz, of_concern uuid)
RETURNS TABLE (seen_concern uuid, seen_part text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
SELECT shown.seen_concern, shown.seen_part FROM (
@shows at@
) shown WHERE shown.seen_concern = of_concern
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
