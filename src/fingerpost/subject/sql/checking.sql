-- Whether whoever acts may check this preparation of an answer: it was given to them, and somebody else prepared it.
CREATE OR REPLACE FUNCTION guard.may_check_answer(prepared uuid, of_request uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM public.subject_requeststep s
        WHERE s.id = prepared AND s.request_id = of_request AND s.kind = 'prepared' AND s.checker_id = guard.me()
            AND guard.is_another(s.recorded_by_id)
            AND EXISTS (SELECT FROM guard.mine o WHERE o.seen_concern = s.concern_id AND o.seen_part = s.compartment)
    )
$$;
