-- Who acts, from the signed context of this transaction. No row: nobody, and so nothing is shown.
--
-- The functions of this schema belong to the role @guard@, which may read what they need and which nobody logs in as.
-- They run with its rights, whoever calls them. Every name in them is written in full, and the search path is fixed.

CREATE TABLE IF NOT EXISTS guard.context_key (
    id text PRIMARY KEY,
    inner_block bytea NOT NULL CHECK (octet_length(inner_block) = 64),
    outer_block bytea NOT NULL CHECK (octet_length(outer_block) = 64)
);

-- The day in London, on which memberships and absences are held.
CREATE OR REPLACE FUNCTION guard.today() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT (statement_timestamp() AT TIME ZONE 'Europe/London')::date $$;

-- This transaction, as it is written in a context: when it began, in microseconds.
CREATE OR REPLACE FUNCTION guard.this_transaction() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint $$;

CREATE OR REPLACE FUNCTION guard.actor(
    OUT membership_id uuid, OUT user_id uuid, OUT organisation_id uuid, OUT kind text,
    OUT role text, OUT team text, OUT intake boolean
) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said text := current_setting('fingerpost.context', true);
    parts text[];
    key guard.context_key;
BEGIN
    IF coalesce(said, '') = '' THEN
        RETURN;
    END IF;
    parts := string_to_array(said, '.');
    SELECT * INTO key FROM guard.context_key WHERE id = parts[2];
    IF NOT FOUND OR cardinality(parts) <> 7 OR parts[1] <> '1' THEN
        RETURN;
    END IF;
    IF encode(sha256(key.outer_block || sha256(
        key.inner_block || convert_to(array_to_string(parts[1:6], '.'), 'UTF8')
    )), 'hex') <> parts[7] THEN
        RETURN;
    END IF;
    -- Signed by the application: from here on each part has its form.
    IF parts[4]::integer <> pg_backend_pid()
        OR parts[5]::bigint <> guard.this_transaction()
        OR parts[6]::bigint <= extract(epoch FROM statement_timestamp())
    THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT m.id, m.user_id, m.organisation_id, o.kind::text, m.role::text, m.team::text, m.intake
        FROM public.access_membership m
        JOIN public.access_user u ON u.id = m.user_id
        JOIN public.access_organisation o ON o.id = m.organisation_id
        WHERE m.id = parts[3]::uuid AND u.is_active
            AND m.starts <= guard.today() AND (m.ends IS NULL OR m.ends >= guard.today());
END
$$;

-- The acting membership, or NULL.
CREATE OR REPLACE FUNCTION guard.me() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT membership_id FROM guard.actor() $$;

-- The user whose membership it is, or NULL.
CREATE OR REPLACE FUNCTION guard.my_user() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT user_id FROM guard.actor() $$;

-- An e-mail address as it is compared (keys.likeness.email), and whether two accounts are surely one person's: the rule of
-- access.one_person.
CREATE OR REPLACE FUNCTION guard.plain_address(email text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN a.domain IN ('gmail.com', 'googlemail.com') THEN replace(a.local, '.', '') || '@gmail.com'
        ELSE a.local || '@' || a.domain END
    FROM (
        SELECT coalesce(nullif(split_part(regexp_replace(lower(email), '@[^@]*$', ''), '+', 1), ''),
            regexp_replace(lower(email), '@[^@]*$', '')) AS local, substring(lower(email) FROM '[^@]*$') AS domain
    ) a
$$;

CREATE OR REPLACE FUNCTION guard.one_person(one uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT one = other OR EXISTS (
        SELECT FROM public.access_user a JOIN public.access_user b ON b.id = other
        WHERE a.id = one AND guard.plain_address(a.email) = guard.plain_address(b.email)
    ) OR EXISTS (
        SELECT FROM public.access_membership a
        JOIN public.access_membership b ON b.user_id = other AND b.organisation_id = a.organisation_id
        WHERE a.user_id = one AND regexp_replace(upper(a.staff_number), '[^[:alnum:]]', '', 'g') <> ''
            AND regexp_replace(upper(a.staff_number), '[^[:alnum:]]', '', 'g')
                = regexp_replace(upper(b.staff_number), '[^[:alnum:]]', '', 'g')
    )
$$;

-- Whether an auditor acts, who may read the whole ledger (and of concerns those that were opened to them).
CREATE OR REPLACE FUNCTION guard.audits() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM guard.actor() WHERE role = ANY (ARRAY[@reading_roles@])) $$;

-- Whether somebody acts who manages a team.
CREATE OR REPLACE FUNCTION guard.manages() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM guard.actor() WHERE role = ANY (ARRAY[@managing_roles@])) $$;

-- The organisation of whoever acts, if they may record: they choose from its list of pupils. And if they keep that list.
CREATE OR REPLACE FUNCTION guard.records_at() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT organisation_id FROM guard.actor() WHERE role = ANY (ARRAY[@working_roles@]) $$;

CREATE OR REPLACE FUNCTION guard.keeps_list_of() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT organisation_id FROM guard.actor() WHERE role = ANY (ARRAY[@list_keeping_roles@]) $$;
