-- Whether whoever acts may answer this proposal of a stage: they manage, and somebody else proposed it.
CREATE OR REPLACE FUNCTION guard.may_answer_proposal(proposal uuid, of_stage uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT guard.manages() AND EXISTS (
        SELECT FROM public.casework_stagestep s
        WHERE s.id = proposal AND s.stage_id = of_stage AND s.kind = 'proposed' AND guard.is_another(s.by_id)
            AND EXISTS (SELECT FROM guard.mine o WHERE o.seen_concern = s.concern_id AND o.seen_part = s.compartment)
    )
$$;
