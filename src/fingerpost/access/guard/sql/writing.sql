-- What the actor may write, where that is more than adding to a compartment that they act in.

CREATE OR REPLACE FUNCTION guard.may_open() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@])) $$;

-- Concerns that the actor is about to open: they have made the row, and nobody is involved yet, not even they.
CREATE OR REPLACE FUNCTION guard.opening() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(m.id), '{}')
    FROM guard.actor() a JOIN public.access_concern m ON m.created_by_id = a.membership_id
    WHERE NOT EXISTS (SELECT FROM public.access_involvement i WHERE i.concern_id = m.id)
$$;

-- Wait until nobody else is changing a concern, and keep the turn until the end of the transaction.
CREATE OR REPLACE FUNCTION guard.hold_turn(of_concern uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT pg_advisory_xact_lock(('x' || left(replace(of_concern::text, '-', ''), 16))::bit(64)::bigint)
$$;

-- The same, of a concern that the actor sees, or opens. Of any other nothing is waited for or held.
CREATE OR REPLACE FUNCTION guard.take_turn(of_concern uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT guard.hold_turn(of_concern)
    WHERE EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = of_concern) OR of_concern = ANY (guard.opening())
$$;

-- Whether an organisation's kind may be in a compartment: rules.fits.
CREATE OR REPLACE FUNCTION guard.fits(compartment text, kind text, ground text) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ground <> 'emergency' AND (
        compartment = 'common' OR compartment = kind
        OR (ground = 'named' AND compartment <> ALL (ARRAY[@only_their_own@]))
    )
$$;

-- rules.may_involve: nobody lets themselves in where others are, nor by name a colleague where they work is shut out.
CREATE OR REPLACE FUNCTION guard.may_involve(
    concern uuid, wanted text, organisation uuid, membership uuid, ground text
) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me record;
    target_kind text := (SELECT kind FROM public.access_organisation WHERE id = organisation);
    is_self boolean;
BEGIN
    SELECT * INTO me FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@]);
    IF NOT FOUND OR NOT coalesce(guard.fits(wanted, target_kind, ground), false) THEN
        RETURN false;
    END IF;
    IF membership IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.access_membership m WHERE m.id = membership AND m.organisation_id = organisation
    ) THEN
        RETURN false;
    END IF;
    IF ground = 'named' AND organisation = me.organisation_id AND EXISTS (
        SELECT FROM public.access_exclusion e
        WHERE e.concern_id = concern AND e.covers IN ('', wanted) AND e.barred = organisation
            AND e.starts <= statement_timestamp() AND (e.ends IS NULL OR e.ends > statement_timestamp())
    ) AND NOT guard.may_end_exclusion(concern, wanted, organisation) THEN
        RETURN false;
    END IF;
    IF EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern AND s.seen_part = wanted AND s.acts) THEN
        RETURN true;
    END IF;
    is_self := organisation = me.organisation_id AND membership IS NOT DISTINCT FROM me.membership_id;
    IF concern = ANY (guard.opening()) THEN
        RETURN is_self AND wanted = 'common';
    END IF;
    IF wanted <> target_kind OR NOT EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern AND s.acts) THEN
        RETURN false;
    END IF;
    IF organisation = me.organisation_id THEN
        RETURN is_self AND NOT EXISTS (
            SELECT FROM public.access_involvement i WHERE i.concern_id = concern AND i.compartment = wanted
        );
    END IF;
    RETURN membership IS NULL;
END
$$;

-- Whether whoever acts may let an exclusion end that is known in a part where they act: not their own; and not that of
-- where they work, as long as another organisation works there. Whoever keeps sight by name does not let the others in.
CREATE OR REPLACE FUNCTION guard.may_end_exclusion(concern uuid, part text, barred uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.actor() a
        WHERE a.user_id <> barred AND (a.organisation_id <> barred OR NOT EXISTS (
            SELECT FROM public.access_involvement i
            WHERE i.concern_id = concern AND i.compartment = part AND i.organisation_id <> barred
                AND i.ground <> 'emergency'
                AND i.starts <= statement_timestamp() AND (i.ends IS NULL OR i.ends > statement_timestamp())
        ))
    ) AND EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern AND s.seen_part = part AND s.acts)
$$;

-- Whether a membership is somebody else's than whoever acts: a second person of something is not the first one again.
CREATE OR REPLACE FUNCTION guard.is_another(member uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.actor() a JOIN public.access_membership m ON m.id = member
        WHERE NOT guard.one_person(m.user_id, a.user_id)
    )
$$;

-- rules.may_lift: the strategy meeting's or the police's decision, recorded by somebody who may speak for it.
CREATE OR REPLACE FUNCTION guard.may_lift(embargo uuid, concern uuid, wanted text, decision text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.actor() a
        JOIN public.access_embargo e ON e.id = embargo AND e.concern_id = concern AND e.compartment = wanted
        WHERE e.until IN ('either', decision) AND CASE decision
            WHEN 'police' THEN a.kind = 'police' AND a.role IN ('police_officer', 'team_manager')
            WHEN 'strategy_meeting' THEN a.role IN ('social_worker', 'team_manager', 'police_officer', 'designated_officer')
                AND a.kind IN ('social_care', 'police', 'designated_officer')
            ELSE false
        END
    ) AND EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern AND s.seen_part = wanted AND s.acts)
$$;

-- Which embargoes hold a telling: those that the actor may see by their ids; of others the compartment only, whomever
-- they are about and whenever they began, so that no question can be put together that finds it out. One about an adult
-- who is not listed holds nothing about an adult of whom the recipient may be told past an embargo of their own there.
CREATE OR REPLACE FUNCTION guard.held(concern uuid, about_whom uuid, recipient text, moment timestamptz)
RETURNS TABLE (embargo_id uuid, compartment text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH seen AS MATERIALIZED (SELECT DISTINCT s.seen_part AS compartment FROM guard.mine s WHERE s.seen_concern = concern)
    SELECT DISTINCT CASE WHEN s.compartment IS NOT NULL THEN e.id END, e.compartment::text
    FROM public.access_embargo e
    LEFT JOIN seen s ON s.compartment = e.compartment
    WHERE e.concern_id = concern AND EXISTS (SELECT FROM seen)
        AND (e.must_not_be_told ? 'everyone' OR e.must_not_be_told ? recipient)
        AND (s.compartment IS NULL OR (
            e.starts <= moment AND (about_whom IS NULL OR e.about IS NULL OR e.about = about_whom)
        ))
        AND NOT EXISTS (
            SELECT FROM public.access_embargolift l
            WHERE l.embargo_id = e.id AND l.for_whom = recipient
                AND l.at <= CASE WHEN s.compartment IS NULL THEN statement_timestamp() ELSE moment END
        )
        AND NOT (s.compartment IS NOT NULL AND e.about IS NULL AND about_whom IS NOT NULL AND EXISTS (
            SELECT FROM public.access_embargo o
            JOIN public.access_embargolift l ON l.embargo_id = o.id
            WHERE o.concern_id = concern AND o.compartment = e.compartment AND o.about = about_whom
                AND l.for_whom = recipient AND l.at <= moment
        ))
$$;

-- rules.bar: whether what is held from a recipient may be released in a compartment at all. An embargo across the wall,
-- or one that the release's readers do not know, bars it; so does one about the recipient themselves.
CREATE OR REPLACE FUNCTION guard.may_release(concern uuid, wanted text, recipient text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH holding AS MATERIALIZED (
        SELECT h.embargo_id, h.compartment FROM guard.held(concern, NULL, recipient, statement_timestamp()) h
    )
    SELECT EXISTS (SELECT FROM holding) AND NOT EXISTS (
        SELECT FROM holding h
        LEFT JOIN public.access_embargo e ON e.id = h.embargo_id
        WHERE e.id IS NULL OR h.compartment <> wanted AND h.compartment <> ALL (CASE wanted
                WHEN 'police' THEN ARRAY['common'] WHEN 'health' THEN ARRAY['common'] ELSE ARRAY[]::text[] END)
            OR recipient LIKE 'self:%' AND (e.about IS NULL OR 'self:' || e.about::text = recipient)
    )
$$;

-- rules.may_answer and rules.release_standing: a second person agrees or refuses while it waits; whoever asked takes it
-- back, and uses it once, while it stands.
CREATE OR REPLACE FUNCTION guard.may_step(wanted uuid, concern uuid, part text, step text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.actor() a
        JOIN public.access_release r ON r.id = wanted AND r.concern_id = concern AND r.compartment = part
        JOIN public.access_membership m ON m.id = r.by_id
        WHERE NOT EXISTS (
            SELECT FROM public.access_releasestep s
            WHERE s.release_id = r.id AND s.kind IN ('used', 'refused', 'withdrawn')
        ) AND CASE
            WHEN step IN ('agreed', 'refused') THEN a.role = ANY (ARRAY[@agreeing_roles@]) AND NOT guard.one_person(a.user_id, m.user_id)
                AND (step = 'refused' OR r.recorded_at > statement_timestamp() - interval '@asked_for@ seconds')
            WHEN step = 'withdrawn' THEN a.user_id = m.user_id
            WHEN step = 'used' THEN a.user_id = m.user_id AND EXISTS (
                SELECT FROM public.access_releasestep s
                JOIN public.access_membership second ON second.id = s.by_id AND NOT guard.one_person(second.user_id, m.user_id)
                WHERE s.release_id = r.id AND s.kind = 'agreed'
                    AND s.at > statement_timestamp() - interval '@released_for@ seconds'
            )
            ELSE false
        END
    ) AND EXISTS (SELECT FROM guard.mine s WHERE s.seen_concern = concern AND s.seen_part = part AND s.acts)
$$;

-- Whether the actor is the administrator of an organisation, or of one above it.
CREATE OR REPLACE FUNCTION guard.administers_organisation(organisation uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE upwards AS (
        SELECT o.id, o.parent_id FROM public.access_organisation o WHERE o.id = organisation
        UNION
        SELECT o.id, o.parent_id FROM public.access_organisation o JOIN upwards u ON o.id = u.parent_id
    )
    SELECT EXISTS (
        SELECT FROM guard.actor() a JOIN upwards u ON u.id = a.organisation_id WHERE a.role = 'administrator'
    )
$$;

-- Whether the actor may change what a person is in an organisation: its administrator, and never for themselves.
CREATE OR REPLACE FUNCTION guard.administers(organisation uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT guard.administers_organisation(organisation)
        AND EXISTS (SELECT FROM guard.actor() a WHERE a.user_id <> person)
$$;

-- Whether the actor may say who covers for a member: an administrator, that member, or a manager of the organisation
-- who sees the member's concerns anyway. Nobody takes over a colleague's concerns by saying so themselves.
CREATE OR REPLACE FUNCTION guard.may_set_cover(absent uuid, cover uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.actor() a
        JOIN public.access_membership m ON m.id = absent
        JOIN public.access_membership c ON c.id = cover AND c.organisation_id = m.organisation_id
        WHERE c.user_id <> a.user_id AND (
            guard.administers_organisation(m.organisation_id)
            OR m.id = a.membership_id
            OR (a.role = 'team_manager' AND a.organisation_id = m.organisation_id AND m.team = a.team)
        )
    )
$$;
