-- Who looked for whom across the wall. It answers nothing: what it finds is written where the searcher does not see it.
--
-- The rule is that of record.services.hidden.is_enough, and tests hold the two against each other. What is asked comes
-- as four arrays of one length: a token, of which kind it is, of which part of what is asked for, and how strong.
CREATE OR REPLACE FUNCTION guard.note_hidden_hits(tokens bytea[], kinds text[], parts integer[], strengths integer[])
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH asked AS (
        SELECT * FROM unnest(tokens, kinds, parts, strengths) AS a (token, kind, part, strength)
    ),
    part AS (
        SELECT t.appearance_id, t.concern_id, t.compartment, a.kind, a.part, max(a.strength) AS strength
        FROM asked a
        JOIN public.record_searchtoken t ON t.token = a.token
        GROUP BY t.appearance_id, t.concern_id, t.compartment, a.kind, a.part
    ),
    hit AS (
        SELECT p.appearance_id, p.concern_id, p.compartment,
            string_agg(DISTINCT p.kind, ' ' ORDER BY p.kind) AS found, sum(p.strength) AS strength
        FROM part p
        WHERE NOT EXISTS (
            SELECT FROM guard.mine s WHERE s.seen_concern = p.concern_id AND s.seen_part = p.compartment
        )
        GROUP BY p.appearance_id, p.concern_id, p.compartment
        HAVING bool_or(p.kind IN ('handle', 'phone', 'email'))
            OR count(*) FILTER (WHERE p.kind = 'name') >= 2
            OR (bool_or(p.kind = 'name') AND bool_or(p.kind = 'born'))
    )
    INSERT INTO public.record_hiddenhit (id, concern_id, compartment, appearance_id, at, by_id, found, strength)
    SELECT gen_random_uuid(), h.concern_id, h.compartment, h.appearance_id, statement_timestamp(), guard.me(),
        h.found, h.strength
    FROM hit h
    WHERE guard.me() IS NOT NULL
$$;

-- Who asked for a concern by its reference in an emergency, and was not let in: told where that is known which keeps
-- them out, and in the common record where the concern is with a designated officer’s office, or `is_close`, since
-- they agree with somebody in it. It answers nothing, and nothing is written of a reference that there is not.
CREATE OR REPLACE FUNCTION guard.note_refused_try(wanted text, is_close boolean) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO public.record_hiddenhit (id, concern_id, compartment, appearance_id, at, by_id, found, strength)
    SELECT gen_random_uuid(), m.id, known.compartment, NULL, statement_timestamp(), a.membership_id, 'reference', 0
    FROM guard.actor() a
    JOIN public.access_concern m ON m.reference = wanted
    CROSS JOIN LATERAL (
        SELECT e.compartment FROM public.access_exclusion e
        WHERE e.concern_id = m.id AND e.barred IN (a.user_id, a.organisation_id)
            AND e.starts <= statement_timestamp() AND (e.ends IS NULL OR e.ends > statement_timestamp())
        UNION
        SELECT 'common' WHERE is_close OR EXISTS (
            SELECT FROM public.access_involvement i
            JOIN public.access_organisation o ON o.id = i.organisation_id AND o.kind = 'designated_officer'
            WHERE i.concern_id = m.id AND i.compartment = 'common' AND i.ground <> 'emergency'
                AND i.starts <= statement_timestamp() AND (i.ends IS NULL OR i.ends > statement_timestamp())
        )
    ) known
    WHERE guard.may_open() AND NOT EXISTS (
        SELECT FROM guard.mine s WHERE s.seen_concern = m.id AND s.seen_part = known.compartment
    )
$$;
