-- The one way by which what was recorded is destroyed, and only where two people have agreed on it in every part of a
-- concern, the time of waiting is over, and nobody holds it. The rule is that of fingerpost.disposal.rules; tests hold
-- the two against each other.

-- What was agreed on in each part of a concern, by two people, since when it may be carried out. The proposal that was
-- confirmed first stands for all of a part.
CREATE OR REPLACE FUNCTION guard.agreed_to_dispose(of_concern uuid)
RETURNS TABLE (
    compartment text, rule text, year smallint, listed jsonb,
    proposed_by uuid, proposed_at timestamptz, confirmed_by uuid, confirmed_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT ON (p.compartment) p.compartment::text, p.rule::text, p.year, p.listed,
        p.recorded_by_id, p.recorded_at, a.recorded_by_id, a.recorded_at
    FROM public.disposal_proposal p
    JOIN public.disposal_proposalanswer a
        ON a.proposal_id = p.id AND a.concern_id = p.concern_id AND a.compartment = p.compartment
        AND a.answer = 'confirmed'
    JOIN public.access_membership one ON one.id = p.recorded_by_id
    JOIN public.access_membership other ON other.id = a.recorded_by_id
    WHERE p.concern_id = of_concern AND other.id <> one.id AND NOT guard.one_person(other.user_id, one.user_id)
        AND a.recorded_at + interval '@waiting@ days' <= statement_timestamp()
        AND NOT EXISTS (
            SELECT FROM public.disposal_proposalanswer w WHERE w.proposal_id = p.id AND w.answer = 'withdrawn'
        )
        AND NOT EXISTS (
            SELECT FROM public.record_turntaken t
            WHERE t.concern_id = p.concern_id AND t.compartment = p.compartment AND t.turn = 'reopened'
                AND t.recorded_at >= p.recorded_at
        )
    ORDER BY p.compartment, a.recorded_at
$$;

CREATE OR REPLACE FUNCTION guard.may_destroy(of_concern uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM public.access_involvement i WHERE i.concern_id = of_concern)
        AND NOT EXISTS (
            SELECT FROM public.access_involvement i
            WHERE i.concern_id = of_concern AND NOT EXISTS (
                SELECT FROM guard.agreed_to_dispose(of_concern) g WHERE g.compartment = i.compartment
            )
        )
        AND NOT EXISTS (
            SELECT FROM public.disposal_hold h
            WHERE h.concern_id = of_concern AND (h.until IS NULL OR h.until >= guard.today())
                AND NOT EXISTS (SELECT FROM public.disposal_holdrelease r WHERE r.hold_id = h.id)
        )
$$;

-- The destruction: what was produced and typed, every row of every part, the key. Involvements end, and so nobody sees
-- the concern any more. It asks nothing: only the functions below may call it.
CREATE OR REPLACE FUNCTION guard.destroy(gone uuid, moment timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM public.documents_copy WHERE id IN (SELECT id FROM public.documents_production WHERE concern_id = gone);
    DELETE FROM public.record_draft WHERE path LIKE '%' || gone::text || '%';
@deletes@
    UPDATE public.access_involvement SET ends = greatest(starts, moment)
    WHERE concern_id = gone AND (ends IS NULL OR ends > moment);
    UPDATE public.keys_datakey SET wrapped = NULL, destroyed_at = statement_timestamp()
    WHERE owner_id = gone AND kind = 'concern' AND destroyed_at IS NULL;
END
$$;

-- Dispose of a concern, if that may be; whether it was. For the application: it needs nobody to act.
CREATE OR REPLACE FUNCTION guard.dispose(of_concern uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moment timestamptz;
BEGIN
    PERFORM guard.hold_turn(of_concern);
    IF NOT guard.may_destroy(of_concern) THEN
        RETURN false;
    END IF;
    moment := clock_timestamp();
    INSERT INTO public.disposal_tombstone (id, concern_id, compartment, reference, at, rule, year,
        proposed_by_id, proposed_at, confirmed_by_id, confirmed_at, listed)
    SELECT gen_random_uuid(), m.id, g.compartment, m.reference, moment, g.rule, g.year,
        g.proposed_by, g.proposed_at, g.confirmed_by, g.confirmed_at, g.listed
    FROM public.access_concern m CROSS JOIN LATERAL guard.agreed_to_dispose(m.id) g
    WHERE m.id = of_concern
        AND NOT EXISTS (SELECT FROM public.disposal_tombstone t WHERE t.concern_id = m.id);
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM guard.destroy(of_concern, moment);
    RETURN true;
END
$$;

-- Dispose again of what a restored backup has brought back: for the tables' owner alone, who is told by a list that was
-- kept beside the backups. What became of it: destroyed, gone (it was already), or unknown to this database.
CREATE OR REPLACE FUNCTION guard.dispose_again(
    of_concern uuid, part text, named text, moment timestamptz, by_rule text, in_year integer,
    proposer uuid, proposed timestamptz, confirmer uuid, confirmed timestamptz, what jsonb
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM guard.hold_turn(of_concern);
    IF NOT EXISTS (SELECT FROM public.access_concern m WHERE m.id = of_concern AND m.reference = named) THEN
        RETURN 'unknown';
    END IF;
    IF EXISTS (SELECT FROM public.disposal_tombstone t WHERE t.concern_id = of_concern AND t.compartment = part) THEN
        RETURN 'gone';
    END IF;
    INSERT INTO public.disposal_tombstone (id, concern_id, compartment, reference, at, rule, year,
        proposed_by_id, proposed_at, confirmed_by_id, confirmed_at, listed)
    VALUES (gen_random_uuid(), of_concern, part, named, moment, by_rule, in_year,
        (SELECT m.id FROM public.access_membership m WHERE m.id = proposer), proposed,
        (SELECT m.id FROM public.access_membership m WHERE m.id = confirmer), confirmed, what);
    PERFORM guard.destroy(of_concern, moment);
    RETURN 'destroyed';
END
$$;

-- A tombstone of each part that the list does not have, since whoever wrote it did not see that part: it says when the
-- concern was disposed of, and nothing of what another part's people agreed on. For the tables' owner alone.
CREATE OR REPLACE FUNCTION guard.complete_tombstones(of_concern uuid) RETURNS SETOF text
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO public.disposal_tombstone (id, concern_id, compartment, reference, at, rule, year,
        proposed_at, confirmed_at, listed)
    SELECT gen_random_uuid(), of_concern, part.compartment, one.reference, one.at, '', extract(year FROM one.at),
        one.at, one.at, '[]'
    FROM (SELECT DISTINCT i.compartment FROM public.access_involvement i WHERE i.concern_id = of_concern) part
    CROSS JOIN LATERAL (
        SELECT t.reference, t.at FROM public.disposal_tombstone t WHERE t.concern_id = of_concern
        ORDER BY t.at, t.compartment LIMIT 1
    ) one
    WHERE NOT EXISTS (
        SELECT FROM public.disposal_tombstone t WHERE t.concern_id = of_concern AND t.compartment = part.compartment
    )
    RETURNING compartment::text
$$;

-- Whether the actor saw a part of a concern in the moment before it was disposed of.
CREATE OR REPLACE FUNCTION guard.had_sight(of_concern uuid, part text, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM guard.showing_at(moment - interval '1 microsecond', of_concern) s WHERE s.seen_part = part
    ) AND EXISTS (
        SELECT FROM public.access_membership m
        WHERE m.id = guard.me() AND m.starts <= (moment AT TIME ZONE 'Europe/London')::date
    )
$$;
