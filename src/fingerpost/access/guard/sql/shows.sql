SELECT i.concern_id AS seen_concern, i.compartment AS seen_part, r.works AND i.ground <> 'emergency' AS acts
FROM guard.reader(@at@) r
JOIN public.access_involvement i ON i.principal = ANY (r.principals)
WHERE i.organisation_id = r.organisation
    AND CASE WHEN r.works THEN i.principal = r.me OR i.ground <> ALL (ARRAY[@alone@]) ELSE i.ground = 'named' END
    -- One that starts within the next minute counts already: the application sets `starts` by its own clock, and must
    -- be able to read what it has just written if that is a little fast.
    AND i.starts <= @at@ + interval '1 minute' AND (i.ends IS NULL OR i.ends > @at@)
    AND NOT EXISTS (
        SELECT FROM public.access_exclusion e
        WHERE e.concern_id = i.concern_id AND e.covers IN ('', i.compartment)
            AND e.starts <= @at@ AND (e.ends IS NULL OR e.ends > @at@)
            AND (
                e.barred = r.person
                OR e.barred = r.organisation AND NOT (i.ground = 'named' AND i.principal = r.me)
            )
    )
