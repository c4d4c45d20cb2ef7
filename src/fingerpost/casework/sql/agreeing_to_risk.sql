-- casework.risk.services says it in words.

-- Whether whoever acts may agree to what a risk assessment came to: they manage, and somebody else concluded it last.
CREATE OR REPLACE FUNCTION guard.may_agree_to_risk(of_assessment uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT guard.manages() AND guard.is_another((
        SELECT s.by_id FROM public.casework_riskstep s
        WHERE s.assessment_id = of_assessment AND s.kind = 'concluded'
            AND EXISTS (SELECT FROM guard.mine o WHERE o.seen_concern = s.concern_id AND o.seen_part = s.compartment)
        ORDER BY s.number DESC LIMIT 1
    ))
$$;

-- Whether whoever acts has not agreed to this assessment yet: what they conclude then is nothing that they agreed to.
CREATE OR REPLACE FUNCTION guard.may_conclude_risk(of_assessment uuid, as_number integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT NOT EXISTS (
        SELECT FROM public.casework_riskstep s
        WHERE s.assessment_id = of_assessment AND s.kind = 'agreed' AND s.number > as_number
            AND EXISTS (SELECT FROM guard.mine o WHERE o.seen_concern = s.concern_id AND o.seen_part = s.compartment)
    )
$$;
