-- Whether somebody else than whoever acts asked for this waiver or postponement of a duty, which a second person confirms.
CREATE OR REPLACE FUNCTION guard.may_confirm_duty(asked uuid, of_duty uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM public.duties_dutystep s
        WHERE s.id = asked AND s.duty_id = of_duty AND s.kind IN ('waived', 'postponed') AND guard.is_another(s.by_id)
            AND EXISTS (SELECT FROM guard.mine o WHERE o.seen_concern = s.concern_id AND o.seen_part = s.compartment)
    )
$$;
