-- Written by “dev.py schema”. Migrations: b8c232e3dcd7737cd31ebf473ca9877a3b6e94cb12a19258f5ab453bc31eb1ee


SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);


CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);


ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.accounts_addresschange (
    user_id uuid NOT NULL,
    address character varying(254) NOT NULL,
    digest character varying(64) NOT NULL,
    asked_at timestamp with time zone NOT NULL
);


CREATE TABLE public.accounts_login (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    public_id uuid NOT NULL,
    began_at timestamp with time zone,
    seen_at timestamp with time zone NOT NULL,
    address character varying(45) NOT NULL,
    agent character varying(300) NOT NULL,
    idle_minutes smallint,
    user_id uuid,
    workspaces jsonb NOT NULL,
    CONSTRAINT accounts_login_idle_minutes_check CHECK ((idle_minutes >= 0))
);


CREATE TABLE public.accounts_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(200) NOT NULL,
    language character varying(2) NOT NULL,
    theme character varying(6) NOT NULL,
    is_active boolean NOT NULL,
    is_operator boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    wants_task_mail boolean NOT NULL,
    has_shortcuts boolean NOT NULL
);


CREATE TABLE public.audit_event (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    act character varying(60) NOT NULL,
    actor character varying(254) NOT NULL,
    address character varying(45) NOT NULL,
    subject_type character varying(60) NOT NULL,
    subject_id uuid,
    subject character varying(250) NOT NULL,
    detail jsonb NOT NULL,
    salt character varying(32) NOT NULL,
    detail_hash character varying(64) NOT NULL,
    client_id uuid,
    member_id uuid,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.audit_instanceevent (
    at timestamp with time zone NOT NULL,
    act character varying(60) NOT NULL,
    actor character varying(254) NOT NULL,
    address character varying(45) NOT NULL,
    subject_type character varying(60) NOT NULL,
    subject_id uuid,
    subject character varying(250) NOT NULL,
    detail jsonb NOT NULL,
    salt character varying(32) NOT NULL,
    detail_hash character varying(64) NOT NULL,
    id uuid NOT NULL,
    user_id uuid
);


CREATE TABLE public.audit_instanceseal (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    previous character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    event_id uuid NOT NULL
);


CREATE TABLE public.audit_seal (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    previous character varying(64) NOT NULL,
    hash character varying(64) NOT NULL,
    event_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.backup_nightlybackup (
    id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ok boolean NOT NULL,
    reason character varying(20) NOT NULL,
    detail text NOT NULL,
    size bigint NOT NULL,
    rows bigint NOT NULL,
    files bigint NOT NULL
);


CREATE TABLE public.cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);


CREATE TABLE public.calendar_absence (
    id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    is_all_day boolean NOT NULL,
    reason character varying(9) NOT NULL,
    version integer NOT NULL,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT absence_ends_later CHECK ((ends_at > starts_at)),
    CONSTRAINT calendar_absence_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_appointment (
    id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    note text NOT NULL,
    client_text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    created_by_id uuid,
    workspace_id uuid NOT NULL,
    place_id uuid,
    service_id uuid,
    series_day date,
    series_id uuid,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT appointment_ends_later CHECK ((ends_at > starts_at)),
    CONSTRAINT appointment_series_day CHECK ((((series_id IS NULL) AND (series_day IS NULL)) OR ((series_id IS NOT NULL) AND (series_day IS NOT NULL)))),
    CONSTRAINT calendar_appointment_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_appointmentmember (
    id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.calendar_appointmentresource (
    id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    resource_id uuid NOT NULL
);


CREATE TABLE public.calendar_appointmentstatus (
    id uuid NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    kind character varying(9) NOT NULL,
    colour character varying(8) NOT NULL,
    frees_slot boolean NOT NULL,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    replacement_id uuid,
    CONSTRAINT calendar_appointmentstatus_position_check CHECK (("position" >= 0)),
    CONSTRAINT calendar_appointmentstatus_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_attendance (
    id uuid NOT NULL,
    price numeric(9,2),
    note text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    appointment_id uuid NOT NULL,
    client_id uuid NOT NULL,
    status_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.calendar_automation (
    id uuid NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(100) NOT NULL,
    trigger character varying(9) NOT NULL,
    hours smallint,
    action character varying(4) NOT NULL,
    is_on boolean NOT NULL,
    on_since timestamp with time zone NOT NULL,
    subject character varying(150) NOT NULL,
    text text NOT NULL,
    due_days smallint,
    removed_at timestamp with time zone,
    version integer NOT NULL,
    status_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT automation_hours CHECK ((((hours IS NOT NULL) AND ((trigger)::text = ANY ((ARRAY['before'::character varying, 'after'::character varying])::text[]))) OR ((hours IS NULL) AND (NOT ((trigger)::text = ANY ((ARRAY['before'::character varying, 'after'::character varying])::text[])))))),
    CONSTRAINT calendar_automation_due_days_check CHECK ((due_days >= 0)),
    CONSTRAINT calendar_automation_hours_check CHECK ((hours >= 0)),
    CONSTRAINT calendar_automation_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_automationrun (
    id uuid NOT NULL,
    starts_at timestamp with time zone,
    turn integer NOT NULL,
    dates smallint NOT NULL,
    skipped character varying(10) NOT NULL,
    appointment_id uuid,
    automation_id uuid NOT NULL,
    mail_id uuid,
    person_id uuid NOT NULL,
    task_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_automationrun_dates_check CHECK ((dates >= 0)),
    CONSTRAINT calendar_automationrun_turn_check CHECK ((turn >= 0))
);


CREATE TABLE public.calendar_bookingrules (
    id uuid NOT NULL,
    is_open boolean NOT NULL,
    notice_hours smallint NOT NULL,
    horizon_days smallint NOT NULL,
    step_minutes smallint NOT NULL,
    most_open smallint NOT NULL,
    change_hours smallint NOT NULL,
    phone character varying(60) NOT NULL,
    intro text NOT NULL,
    privacy text NOT NULL,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_bookingrules_change_hours_check CHECK ((change_hours >= 0)),
    CONSTRAINT calendar_bookingrules_horizon_days_check CHECK ((horizon_days >= 0)),
    CONSTRAINT calendar_bookingrules_most_open_check CHECK ((most_open >= 0)),
    CONSTRAINT calendar_bookingrules_notice_hours_check CHECK ((notice_hours >= 0)),
    CONSTRAINT calendar_bookingrules_step_minutes_check CHECK ((step_minutes >= 0)),
    CONSTRAINT calendar_bookingrules_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_calendarfeed (
    id uuid NOT NULL,
    level character varying(8) NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    fetched_at timestamp with time zone,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.calendar_calendarsettings (
    id uuid NOT NULL,
    region character varying(20) NOT NULL,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    offer_notice smallint NOT NULL,
    offer_way character varying(7) NOT NULL,
    CONSTRAINT calendar_calendarsettings_offer_notice_check CHECK ((offer_notice >= 0)),
    CONSTRAINT calendar_calendarsettings_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_freedslot (
    id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    freed_at timestamp with time zone NOT NULL,
    way character varying(7) NOT NULL,
    waiting smallint NOT NULL,
    closed_at timestamp with time zone,
    appointment_id uuid,
    by_id uuid,
    member_id uuid NOT NULL,
    place_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_freedslot_waiting_check CHECK ((waiting >= 0)),
    CONSTRAINT freedslot_ends_later CHECK ((ends_at > starts_at))
);


CREATE TABLE public.calendar_hoursexception (
    id uuid NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    kind character varying(6) NOT NULL,
    stretches jsonb NOT NULL,
    note character varying(100) NOT NULL,
    version integer NOT NULL,
    member_id uuid,
    place_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_hoursexception_version_check CHECK ((version >= 0)),
    CONSTRAINT exception_ends_later CHECK ((last >= first))
);


CREATE TABLE public.calendar_occupancy (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    taken_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    appointment_id uuid,
    workspace_id uuid NOT NULL,
    until timestamp with time zone,
    hold_id uuid,
    CONSTRAINT occupancy_ends_later CHECK ((ends_at > starts_at)),
    CONSTRAINT occupancy_of_one CHECK ((((appointment_id IS NOT NULL) AND (hold_id IS NULL) AND (until IS NULL)) OR ((appointment_id IS NULL) AND (hold_id IS NOT NULL) AND (until IS NOT NULL))))
);


CREATE TABLE public.calendar_onlinebooking (
    id uuid NOT NULL,
    first_name character varying(100) NOT NULL,
    last_name character varying(100) NOT NULL,
    email character varying(254) NOT NULL,
    email_key character varying(254) NOT NULL,
    phone character varying(60) NOT NULL,
    question text NOT NULL,
    privacy text NOT NULL,
    language character varying(2) NOT NULL,
    time_zone character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    appointment_id uuid,
    client_id uuid,
    service_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    hold_id uuid,
    CONSTRAINT onlinebooking_confirmed CHECK ((((appointment_id IS NULL) AND (client_id IS NULL) AND (confirmed_at IS NULL)) OR ((appointment_id IS NOT NULL) AND (client_id IS NOT NULL) AND (confirmed_at IS NOT NULL) AND (hold_id IS NULL))))
);


CREATE TABLE public.calendar_place (
    id uuid NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(6) NOT NULL,
    address character varying(300) NOT NULL,
    meeting_url character varying(500) NOT NULL,
    "position" smallint NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_place_position_check CHECK (("position" >= 0)),
    CONSTRAINT calendar_place_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_resource (
    id uuid NOT NULL,
    name character varying(100) NOT NULL,
    "position" smallint NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_resource_position_check CHECK (("position" >= 0)),
    CONSTRAINT calendar_resource_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_series (
    id uuid NOT NULL,
    rule character varying(120) NOT NULL,
    starts_on date NOT NULL,
    begins time without time zone NOT NULL,
    time_zone character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    created_by_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_series_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_service (
    id uuid NOT NULL,
    name character varying(100) NOT NULL,
    description text NOT NULL,
    minutes smallint NOT NULL,
    buffer_before smallint NOT NULL,
    buffer_after smallint NOT NULL,
    price numeric(9,2),
    colour character varying(8) NOT NULL,
    capacity smallint NOT NULL,
    "position" smallint NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    bookable character varying(6) NOT NULL,
    cancellation_rule character varying(500) NOT NULL,
    horizon_days smallint,
    needs_approval boolean NOT NULL,
    notice_hours smallint,
    CONSTRAINT calendar_service_buffer_after_check CHECK ((buffer_after >= 0)),
    CONSTRAINT calendar_service_buffer_before_check CHECK ((buffer_before >= 0)),
    CONSTRAINT calendar_service_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT calendar_service_horizon_days_check CHECK ((horizon_days >= 0)),
    CONSTRAINT calendar_service_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT calendar_service_notice_hours_check CHECK ((notice_hours >= 0)),
    CONSTRAINT calendar_service_position_check CHECK (("position" >= 0)),
    CONSTRAINT calendar_service_version_check CHECK ((version >= 0)),
    CONSTRAINT service_capacity CHECK ((capacity > 0)),
    CONSTRAINT service_length CHECK (((minutes > 0) AND (minutes <= 1440)))
);


CREATE TABLE public.calendar_servicemember (
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    service_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.calendar_serviceplace (
    id uuid NOT NULL,
    place_id uuid NOT NULL,
    service_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.calendar_slothold (
    id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    appointment_id uuid,
    member_id uuid NOT NULL,
    place_id uuid,
    service_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT slothold_ends_later CHECK ((ends_at > starts_at))
);


CREATE TABLE public.calendar_slotoffer (
    id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    state character varying(9) NOT NULL,
    reason character varying(10) NOT NULL,
    digest character varying(64),
    offered_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    appointment_id uuid,
    by_id uuid,
    hold_id uuid,
    service_id uuid NOT NULL,
    slot_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    wish_id uuid NOT NULL
);


CREATE TABLE public.calendar_waitingmember (
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    wish_id uuid NOT NULL
);


CREATE TABLE public.calendar_waitingwish (
    id uuid NOT NULL,
    weekdays jsonb NOT NULL,
    begins time without time zone,
    ends time without time zone,
    valid_until date,
    is_urgent boolean NOT NULL,
    note character varying(500) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ending character varying(8) NOT NULL,
    version integer NOT NULL,
    client_id uuid NOT NULL,
    created_by_id uuid NOT NULL,
    service_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_waitingwish_version_check CHECK ((version >= 0))
);


CREATE TABLE public.calendar_workweek (
    id uuid NOT NULL,
    stretches jsonb NOT NULL,
    version integer NOT NULL,
    member_id uuid NOT NULL,
    place_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT calendar_workweek_version_check CHECK ((version >= 0))
);


CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.files_blob (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id uuid,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.help_message (
    id uuid NOT NULL,
    author character varying(200) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid,
    picture_id uuid,
    workspace_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);


CREATE TABLE public.help_ticket (
    id uuid NOT NULL,
    number bigint NOT NULL,
    author character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    practice character varying(200) NOT NULL,
    page character varying(100) NOT NULL,
    summary character varying(120) NOT NULL,
    state character varying(10) NOT NULL,
    version integer NOT NULL,
    is_new_to_author boolean NOT NULL,
    is_new_to_operator boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    written_at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT help_ticket_version_check CHECK ((version >= 0))
);


CREATE SEQUENCE public.help_ticket_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


CREATE TABLE public.inbox_instancemail (
    id uuid NOT NULL,
    message_id character varying(200) NOT NULL,
    sender character varying(320) NOT NULL,
    recipient character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    problem character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT inbox_instancemail_attempts_check CHECK ((attempts >= 0))
);


CREATE TABLE public.inbox_mailaccount (
    id uuid NOT NULL,
    host character varying(253) NOT NULL,
    port integer NOT NULL,
    security character varying(8) NOT NULL,
    "user" character varying(254) NOT NULL,
    password text NOT NULL,
    password_at timestamp with time zone,
    sender_name character varying(100) NOT NULL,
    sender_address character varying(254) NOT NULL,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT inbox_mailaccount_port_check CHECK ((port >= 0)),
    CONSTRAINT inbox_mailaccount_version_check CHECK ((version >= 0))
);


CREATE TABLE public.inbox_practicemail (
    id uuid NOT NULL,
    message_id character varying(200) NOT NULL,
    recipient character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    calendar text NOT NULL,
    method character varying(10) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    try_at timestamp with time zone NOT NULL,
    not_after timestamp with time zone,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    problem character varying(500) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    settled_at timestamp with time zone,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT inbox_practicemail_attempts_check CHECK ((attempts >= 0))
);


CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.people_address (
    id uuid NOT NULL,
    label character varying(60) NOT NULL,
    is_main boolean NOT NULL,
    "position" smallint NOT NULL,
    street character varying(200) NOT NULL,
    extra character varying(200) NOT NULL,
    postcode character varying(20) NOT NULL,
    city character varying(100) NOT NULL,
    region character varying(100) NOT NULL,
    country character varying(2) NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT people_address_position_check CHECK (("position" >= 0))
);


CREATE TABLE public.people_assignment (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id uuid,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    client_id uuid NOT NULL
);


CREATE TABLE public.people_bulkact (
    id uuid NOT NULL,
    act character varying(20) NOT NULL,
    words jsonb NOT NULL,
    query text NOT NULL,
    is_whole boolean NOT NULL,
    state character varying(8) NOT NULL,
    total integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_bulkact_total_check CHECK ((total >= 0))
);


CREATE TABLE public.people_bulkchange (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    outcome character varying(9) NOT NULL,
    before jsonb,
    version_after integer,
    bulk_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_bulkchange_version_after_check CHECK ((version_after >= 0))
);


CREATE TABLE public.people_client (
    id uuid NOT NULL,
    number integer,
    kind character varying(6) NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL,
    status_id uuid NOT NULL,
    last_appointment_at timestamp with time zone,
    next_appointment_at timestamp with time zone,
    CONSTRAINT client_is_person CHECK ((id = person_id)),
    CONSTRAINT people_client_number_check CHECK ((number >= 0))
);


CREATE TABLE public.people_clienttag (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    tag_id uuid NOT NULL
);


CREATE TABLE public.people_consent (
    id uuid NOT NULL,
    purpose character varying(10) NOT NULL,
    granted boolean NOT NULL,
    "on" date,
    origin character varying(200) NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL
);


CREATE TABLE public.people_conversion (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kept jsonb NOT NULL,
    by_id uuid NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_defaultview (
    id uuid NOT NULL,
    is_client boolean NOT NULL,
    member_id uuid NOT NULL,
    view_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_duplicatepair (
    id uuid NOT NULL,
    rung smallint NOT NULL,
    dismissed_at timestamp with time zone,
    dismissed_by_id uuid,
    first_id uuid NOT NULL,
    second_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT pair_in_order CHECK ((first_id < second_id)),
    CONSTRAINT people_duplicatepair_rung_check CHECK ((rung >= 0))
);


CREATE TABLE public.people_email (
    id uuid NOT NULL,
    label character varying(60) NOT NULL,
    is_main boolean NOT NULL,
    "position" smallint NOT NULL,
    value character varying(254) NOT NULL,
    key character varying(254) NOT NULL COLLATE pg_catalog."C",
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT people_email_position_check CHECK (("position" >= 0))
);


CREATE TABLE public.people_externalid (
    id uuid NOT NULL,
    system character varying(60) NOT NULL,
    value character varying(100) NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL
);


CREATE TABLE public.people_field (
    id uuid NOT NULL,
    type character varying(16) NOT NULL,
    label character varying(100) NOT NULL,
    help_text character varying(200) NOT NULL,
    options jsonb NOT NULL,
    is_required boolean NOT NULL,
    on_contacts boolean NOT NULL,
    "position" smallint NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    section_id uuid NOT NULL,
    edited_in_portal boolean NOT NULL,
    "group" character varying(10) NOT NULL,
    in_portal boolean NOT NULL,
    is_searchable boolean NOT NULL,
    moved_from_id uuid,
    CONSTRAINT people_field_position_check CHECK (("position" >= 0)),
    CONSTRAINT people_field_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_fieldfile (
    id uuid NOT NULL,
    media_type character varying(100) NOT NULL,
    at timestamp with time zone NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone,
    blob_id uuid NOT NULL,
    field_id uuid NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_fieldsection (
    id uuid NOT NULL,
    built_in character varying(12) NOT NULL,
    name character varying(60) NOT NULL,
    key character varying(72) NOT NULL,
    "position" smallint NOT NULL,
    version integer NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_fieldsection_position_check CHECK (("position" >= 0)),
    CONSTRAINT people_fieldsection_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_import (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    state character varying(8) NOT NULL,
    options jsonb NOT NULL,
    mapping jsonb NOT NULL,
    counts jsonb NOT NULL,
    first_number integer,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    blob_id uuid,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    fault jsonb NOT NULL,
    reserved integer NOT NULL,
    CONSTRAINT people_import_first_number_check CHECK ((first_number >= 0)),
    CONSTRAINT people_import_reserved_check CHECK ((reserved >= 0))
);


CREATE TABLE public.people_importchange (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    before jsonb,
    version_after integer NOT NULL,
    batch_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_importchange_version_after_check CHECK ((version_after >= 0))
);


CREATE TABLE public.people_importrow (
    id uuid NOT NULL,
    line integer NOT NULL,
    outcome character varying(8) NOT NULL,
    reasons jsonb NOT NULL,
    raw jsonb NOT NULL,
    batch_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid,
    name character varying(200) NOT NULL,
    CONSTRAINT people_importrow_line_check CHECK ((line >= 0))
);


CREATE TABLE public.people_merge (
    id uuid NOT NULL,
    state character varying(8) NOT NULL,
    state_at timestamp with time zone,
    changes jsonb NOT NULL,
    known jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    by_id uuid NOT NULL,
    loser_id uuid NOT NULL,
    undone_by_id uuid,
    winner_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_mergemove (
    id uuid NOT NULL,
    "table" character varying(60) NOT NULL,
    row_id uuid NOT NULL,
    former jsonb NOT NULL,
    whole jsonb,
    merge_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_person (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    salutation character varying(40) NOT NULL,
    title character varying(60) NOT NULL,
    first_name character varying(200) NOT NULL,
    name_prefix character varying(40) NOT NULL,
    last_name character varying(200) NOT NULL,
    sorts_with_prefix boolean NOT NULL,
    organisation character varying(200) NOT NULL,
    role character varying(200) NOT NULL,
    birth_date date,
    is_client boolean NOT NULL,
    state character varying(8) NOT NULL,
    main_email character varying(254) NOT NULL,
    main_phone character varying(60) NOT NULL,
    sort_key character varying(250) NOT NULL COLLATE pg_catalog."C",
    name_key character varying(250) NOT NULL COLLATE pg_catalog."C",
    search text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    versions jsonb NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id uuid,
    workspace_id uuid NOT NULL,
    state_at timestamp with time zone,
    CONSTRAINT people_person_version_check CHECK ((version >= 0))
)
WITH (autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='10000', autovacuum_analyze_scale_factor='0', autovacuum_analyze_threshold='10000');


CREATE TABLE public.people_phone (
    id uuid NOT NULL,
    label character varying(60) NOT NULL,
    is_main boolean NOT NULL,
    "position" smallint NOT NULL,
    value character varying(60) NOT NULL,
    number character varying(20) NOT NULL,
    shown character varying(60) NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_phone_position_check CHECK (("position" >= 0))
);


CREATE TABLE public.people_photo (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    by_id uuid,
    large_id uuid NOT NULL,
    person_id uuid NOT NULL,
    small_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_profile (
    id uuid NOT NULL,
    middle_name character varying(200) NOT NULL,
    birth_name character varying(200) NOT NULL,
    preferred_name character varying(200) NOT NULL,
    pronouns character varying(60) NOT NULL,
    gender character varying(8) NOT NULL,
    language character varying(8) NOT NULL,
    form_of_address character varying(8) NOT NULL,
    time_zone character varying(64) NOT NULL,
    occupation character varying(200) NOT NULL,
    employer character varying(200) NOT NULL,
    family_state character varying(60) NOT NULL,
    died_on date,
    insurer character varying(200) NOT NULL,
    insurance_number character varying(60) NOT NULL,
    has_aid boolean,
    alerts text NOT NULL,
    note text NOT NULL,
    imported text NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    photo_id uuid
);


CREATE TABLE public.people_relationship (
    id uuid NOT NULL,
    note character varying(200) NOT NULL,
    is_emergency_contact boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    other_id uuid NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    type_id uuid NOT NULL,
    is_inverse_emergency_contact boolean NOT NULL,
    is_main_payer boolean NOT NULL,
    version integer NOT NULL,
    custody character varying(5) NOT NULL,
    CONSTRAINT not_with_oneself CHECK ((NOT (person_id = other_id))),
    CONSTRAINT people_relationship_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_relationtype (
    id uuid NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    inverse_name character varying(60) NOT NULL,
    "position" smallint NOT NULL,
    workspace_id uuid NOT NULL,
    is_replaced_inversely boolean NOT NULL,
    replacement_id uuid,
    version integer NOT NULL,
    CONSTRAINT people_relationtype_position_check CHECK (("position" >= 0)),
    CONSTRAINT people_relationtype_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_release (
    id uuid NOT NULL,
    topic character varying(200) NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    withdrawn_on date,
    version integer NOT NULL,
    client_id uuid NOT NULL,
    relationship_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_release_version_check CHECK ((version >= 0)),
    CONSTRAINT release_ends CHECK (((ends_on IS NULL) OR (ends_on >= starts_on)))
);


CREATE TABLE public.people_savedview (
    id uuid NOT NULL,
    is_client boolean NOT NULL,
    name character varying(60) NOT NULL,
    query character varying(4000) NOT NULL,
    is_shared boolean NOT NULL,
    deleted_at timestamp with time zone,
    version integer NOT NULL,
    owner_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_savedview_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_sectionvalues (
    id uuid NOT NULL,
    "values" jsonb NOT NULL,
    person_id uuid NOT NULL,
    section_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_sharing (
    id uuid NOT NULL,
    has_portal_access boolean NOT NULL,
    scopes jsonb NOT NULL,
    consented_on date NOT NULL,
    consented_by character varying(200) NOT NULL,
    ends_on date,
    version integer NOT NULL,
    client_id uuid NOT NULL,
    relationship_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_sharing_version_check CHECK ((version >= 0)),
    CONSTRAINT sharing_ends CHECK (((ends_on IS NULL) OR (ends_on >= consented_on)))
);


CREATE TABLE public.people_status (
    id uuid NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    kind character varying(8) NOT NULL,
    colour character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    workspace_id uuid NOT NULL,
    replacement_id uuid,
    version integer NOT NULL,
    CONSTRAINT people_status_position_check CHECK (("position" >= 0)),
    CONSTRAINT people_status_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_tag (
    id uuid NOT NULL,
    name character varying(60) NOT NULL,
    key character varying(60) NOT NULL,
    colour character varying(8) NOT NULL,
    workspace_id uuid NOT NULL,
    version integer NOT NULL,
    "group" character varying(20) NOT NULL,
    CONSTRAINT people_tag_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_task (
    id uuid NOT NULL,
    text character varying(500) NOT NULL,
    due_on date,
    done_at timestamp with time zone,
    deleted_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    client_id uuid,
    created_by_id uuid NOT NULL,
    done_by_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_task_version_check CHECK ((version >= 0))
);


CREATE TABLE public.people_taskassignment (
    id uuid NOT NULL,
    member_id uuid NOT NULL,
    task_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.people_taskmail (
    id uuid NOT NULL,
    "on" date NOT NULL,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;


CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;


CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;


CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.tenancy_counter (
    id uuid NOT NULL,
    name character varying(40) NOT NULL,
    value bigint NOT NULL,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.tenancy_member (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    job_title character varying(100) NOT NULL,
    preset character varying(20) NOT NULL,
    levels jsonb NOT NULL,
    state character varying(10) NOT NULL,
    treats boolean NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone,
    user_id uuid,
    workspace_id uuid NOT NULL
);


CREATE TABLE public.tenancy_submission (
    id uuid NOT NULL,
    key uuid NOT NULL,
    route character varying(200) NOT NULL,
    status smallint NOT NULL,
    location character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    member_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT tenancy_submission_status_check CHECK ((status >= 0))
);


CREATE TABLE public.tenancy_workspace (
    id uuid NOT NULL,
    slug character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    profession character varying(40) NOT NULL,
    country character varying(2) NOT NULL,
    language character varying(2) NOT NULL,
    time_zone character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    factor_presets jsonb NOT NULL,
    idle_minutes smallint NOT NULL,
    version integer NOT NULL,
    CONSTRAINT tenancy_workspace_idle_minutes_check CHECK ((idle_minutes >= 0)),
    CONSTRAINT tenancy_workspace_version_check CHECK ((version >= 0))
);


CREATE TABLE public.workspaces_registration (
    user_id uuid NOT NULL,
    practice character varying(200) NOT NULL,
    profession character varying(40) NOT NULL,
    country character varying(2) NOT NULL,
    language character varying(2) NOT NULL,
    created_at timestamp with time zone NOT NULL
);


ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);


ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);


ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
























INSERT INTO public.auth_permission VALUES
	(1, 'Can add user', 1, 'add_user'),
	(2, 'Can change user', 1, 'change_user'),
	(3, 'Can delete user', 1, 'delete_user'),
	(4, 'Can view user', 1, 'view_user'),
	(5, 'Can add session', 2, 'add_login'),
	(6, 'Can change session', 2, 'change_login'),
	(7, 'Can delete session', 2, 'delete_login'),
	(8, 'Can view session', 2, 'view_login'),
	(9, 'Can add address change', 3, 'add_addresschange'),
	(10, 'Can change address change', 3, 'change_addresschange'),
	(11, 'Can delete address change', 3, 'delete_addresschange'),
	(12, 'Can view address change', 3, 'view_addresschange'),
	(13, 'Can add workspace', 4, 'add_workspace'),
	(14, 'Can change workspace', 4, 'change_workspace'),
	(15, 'Can delete workspace', 4, 'delete_workspace'),
	(16, 'Can view workspace', 4, 'view_workspace'),
	(17, 'Can add member', 5, 'add_member'),
	(18, 'Can change member', 5, 'change_member'),
	(19, 'Can delete member', 5, 'delete_member'),
	(20, 'Can view member', 5, 'view_member'),
	(21, 'Can add counter', 6, 'add_counter'),
	(22, 'Can change counter', 6, 'change_counter'),
	(23, 'Can delete counter', 6, 'delete_counter'),
	(24, 'Can view counter', 6, 'view_counter'),
	(25, 'Can add submission', 7, 'add_submission'),
	(26, 'Can change submission', 7, 'change_submission'),
	(27, 'Can delete submission', 7, 'delete_submission'),
	(28, 'Can view submission', 7, 'view_submission'),
	(29, 'Can add event', 8, 'add_event'),
	(30, 'Can change event', 8, 'change_event'),
	(31, 'Can delete event', 8, 'delete_event'),
	(32, 'Can view event', 8, 'view_event'),
	(33, 'Can add instance event', 9, 'add_instanceevent'),
	(34, 'Can change instance event', 9, 'change_instanceevent'),
	(35, 'Can delete instance event', 9, 'delete_instanceevent'),
	(36, 'Can view instance event', 9, 'view_instanceevent'),
	(37, 'Can add instance seal', 10, 'add_instanceseal'),
	(38, 'Can change instance seal', 10, 'change_instanceseal'),
	(39, 'Can delete instance seal', 10, 'delete_instanceseal'),
	(40, 'Can view instance seal', 10, 'view_instanceseal'),
	(41, 'Can add seal', 11, 'add_seal'),
	(42, 'Can change seal', 11, 'change_seal'),
	(43, 'Can delete seal', 11, 'delete_seal'),
	(44, 'Can view seal', 11, 'view_seal'),
	(45, 'Can add blob', 12, 'add_blob'),
	(46, 'Can change blob', 12, 'change_blob'),
	(47, 'Can delete blob', 12, 'delete_blob'),
	(48, 'Can view blob', 12, 'view_blob'),
	(49, 'Can add registration', 13, 'add_registration'),
	(50, 'Can change registration', 13, 'change_registration'),
	(51, 'Can delete registration', 13, 'delete_registration'),
	(52, 'Can view registration', 13, 'view_registration'),
	(53, 'Can add nightly backup', 14, 'add_nightlybackup'),
	(54, 'Can change nightly backup', 14, 'change_nightlybackup'),
	(55, 'Can delete nightly backup', 14, 'delete_nightlybackup'),
	(56, 'Can view nightly backup', 14, 'view_nightlybackup'),
	(57, 'Can add import', 15, 'add_import'),
	(58, 'Can change import', 15, 'change_import'),
	(59, 'Can delete import', 15, 'delete_import'),
	(60, 'Can view import', 15, 'view_import'),
	(61, 'Can add import change', 16, 'add_importchange'),
	(62, 'Can change import change', 16, 'change_importchange'),
	(63, 'Can delete import change', 16, 'delete_importchange'),
	(64, 'Can view import change', 16, 'view_importchange'),
	(65, 'Can add person', 17, 'add_person'),
	(66, 'Can change person', 17, 'change_person'),
	(67, 'Can delete person', 17, 'delete_person'),
	(68, 'Can view person', 17, 'view_person'),
	(69, 'Can add import row', 18, 'add_importrow'),
	(70, 'Can change import row', 18, 'change_importrow'),
	(71, 'Can delete import row', 18, 'delete_importrow'),
	(72, 'Can view import row', 18, 'view_importrow'),
	(73, 'Can add external id', 19, 'add_externalid'),
	(74, 'Can change external id', 19, 'change_externalid'),
	(75, 'Can delete external id', 19, 'delete_externalid'),
	(76, 'Can view external id', 19, 'view_externalid'),
	(77, 'Can add email', 20, 'add_email'),
	(78, 'Can change email', 20, 'change_email'),
	(79, 'Can delete email', 20, 'delete_email'),
	(80, 'Can view email', 20, 'view_email'),
	(81, 'Can add consent', 21, 'add_consent'),
	(82, 'Can change consent', 21, 'change_consent'),
	(83, 'Can delete consent', 21, 'delete_consent'),
	(84, 'Can view consent', 21, 'view_consent'),
	(85, 'Can add address', 22, 'add_address'),
	(86, 'Can change address', 22, 'change_address'),
	(87, 'Can delete address', 22, 'delete_address'),
	(88, 'Can view address', 22, 'view_address'),
	(89, 'Can add phone', 23, 'add_phone'),
	(90, 'Can change phone', 23, 'change_phone'),
	(91, 'Can delete phone', 23, 'delete_phone'),
	(92, 'Can view phone', 23, 'view_phone'),
	(93, 'Can add profile', 24, 'add_profile'),
	(94, 'Can change profile', 24, 'change_profile'),
	(95, 'Can delete profile', 24, 'delete_profile'),
	(96, 'Can view profile', 24, 'view_profile'),
	(97, 'Can add relation type', 25, 'add_relationtype'),
	(98, 'Can change relation type', 25, 'change_relationtype'),
	(99, 'Can delete relation type', 25, 'delete_relationtype'),
	(100, 'Can view relation type', 25, 'view_relationtype'),
	(101, 'Can add relationship', 26, 'add_relationship'),
	(102, 'Can change relationship', 26, 'change_relationship'),
	(103, 'Can delete relationship', 26, 'delete_relationship'),
	(104, 'Can view relationship', 26, 'view_relationship'),
	(105, 'Can add status', 27, 'add_status'),
	(106, 'Can change status', 27, 'change_status'),
	(107, 'Can delete status', 27, 'delete_status'),
	(108, 'Can view status', 27, 'view_status'),
	(109, 'Can add client', 28, 'add_client'),
	(110, 'Can change client', 28, 'change_client'),
	(111, 'Can delete client', 28, 'delete_client'),
	(112, 'Can view client', 28, 'view_client'),
	(113, 'Can add tag', 29, 'add_tag'),
	(114, 'Can change tag', 29, 'change_tag'),
	(115, 'Can delete tag', 29, 'delete_tag'),
	(116, 'Can view tag', 29, 'view_tag'),
	(117, 'Can add client tag', 30, 'add_clienttag'),
	(118, 'Can change client tag', 30, 'change_clienttag'),
	(119, 'Can delete client tag', 30, 'delete_clienttag'),
	(120, 'Can view client tag', 30, 'view_clienttag'),
	(121, 'Can add assignment', 31, 'add_assignment'),
	(122, 'Can change assignment', 31, 'change_assignment'),
	(123, 'Can delete assignment', 31, 'delete_assignment'),
	(124, 'Can view assignment', 31, 'view_assignment'),
	(125, 'Can add task', 32, 'add_task'),
	(126, 'Can change task', 32, 'change_task'),
	(127, 'Can delete task', 32, 'delete_task'),
	(128, 'Can view task', 32, 'view_task'),
	(129, 'Can add task assignment', 33, 'add_taskassignment'),
	(130, 'Can change task assignment', 33, 'change_taskassignment'),
	(131, 'Can delete task assignment', 33, 'delete_taskassignment'),
	(132, 'Can view task assignment', 33, 'view_taskassignment'),
	(133, 'Can add task mail', 34, 'add_taskmail'),
	(134, 'Can change task mail', 34, 'change_taskmail'),
	(135, 'Can delete task mail', 34, 'delete_taskmail'),
	(136, 'Can view task mail', 34, 'view_taskmail'),
	(137, 'Can add field section', 35, 'add_fieldsection'),
	(138, 'Can change field section', 35, 'change_fieldsection'),
	(139, 'Can delete field section', 35, 'delete_fieldsection'),
	(140, 'Can view field section', 35, 'view_fieldsection'),
	(141, 'Can add field', 36, 'add_field'),
	(142, 'Can change field', 36, 'change_field'),
	(143, 'Can delete field', 36, 'delete_field'),
	(144, 'Can view field', 36, 'view_field'),
	(145, 'Can add section values', 37, 'add_sectionvalues'),
	(146, 'Can change section values', 37, 'change_sectionvalues'),
	(147, 'Can delete section values', 37, 'delete_sectionvalues'),
	(148, 'Can view section values', 37, 'view_sectionvalues'),
	(149, 'Can add saved view', 38, 'add_savedview'),
	(150, 'Can change saved view', 38, 'change_savedview'),
	(151, 'Can delete saved view', 38, 'delete_savedview'),
	(152, 'Can view saved view', 38, 'view_savedview'),
	(153, 'Can add default view', 39, 'add_defaultview'),
	(154, 'Can change default view', 39, 'change_defaultview'),
	(155, 'Can delete default view', 39, 'delete_defaultview'),
	(156, 'Can view default view', 39, 'view_defaultview'),
	(157, 'Can add bulk act', 40, 'add_bulkact'),
	(158, 'Can change bulk act', 40, 'change_bulkact'),
	(159, 'Can delete bulk act', 40, 'delete_bulkact'),
	(160, 'Can view bulk act', 40, 'view_bulkact'),
	(161, 'Can add bulk change', 41, 'add_bulkchange'),
	(162, 'Can change bulk change', 41, 'change_bulkchange'),
	(163, 'Can delete bulk change', 41, 'delete_bulkchange'),
	(164, 'Can view bulk change', 41, 'view_bulkchange'),
	(165, 'Can add merge', 42, 'add_merge'),
	(166, 'Can change merge', 42, 'change_merge'),
	(167, 'Can delete merge', 42, 'delete_merge'),
	(168, 'Can view merge', 42, 'view_merge'),
	(169, 'Can add merge move', 43, 'add_mergemove'),
	(170, 'Can change merge move', 43, 'change_mergemove'),
	(171, 'Can delete merge move', 43, 'delete_mergemove'),
	(172, 'Can view merge move', 43, 'view_mergemove'),
	(173, 'Can add duplicate pair', 44, 'add_duplicatepair'),
	(174, 'Can change duplicate pair', 44, 'change_duplicatepair'),
	(175, 'Can delete duplicate pair', 44, 'delete_duplicatepair'),
	(176, 'Can view duplicate pair', 44, 'view_duplicatepair'),
	(177, 'Can add conversion', 45, 'add_conversion'),
	(178, 'Can change conversion', 45, 'change_conversion'),
	(179, 'Can delete conversion', 45, 'delete_conversion'),
	(180, 'Can view conversion', 45, 'view_conversion'),
	(181, 'Can add release', 46, 'add_release'),
	(182, 'Can change release', 46, 'change_release'),
	(183, 'Can delete release', 46, 'delete_release'),
	(184, 'Can view release', 46, 'view_release'),
	(185, 'Can add sharing', 47, 'add_sharing'),
	(186, 'Can change sharing', 47, 'change_sharing'),
	(187, 'Can delete sharing', 47, 'delete_sharing'),
	(188, 'Can view sharing', 47, 'view_sharing'),
	(189, 'Can add field file', 48, 'add_fieldfile'),
	(190, 'Can change field file', 48, 'change_fieldfile'),
	(191, 'Can delete field file', 48, 'delete_fieldfile'),
	(192, 'Can view field file', 48, 'view_fieldfile'),
	(193, 'Can add photo', 49, 'add_photo'),
	(194, 'Can change photo', 49, 'change_photo'),
	(195, 'Can delete photo', 49, 'delete_photo'),
	(196, 'Can view photo', 49, 'view_photo'),
	(197, 'Can add instance mail', 50, 'add_instancemail'),
	(198, 'Can change instance mail', 50, 'change_instancemail'),
	(199, 'Can delete instance mail', 50, 'delete_instancemail'),
	(200, 'Can view instance mail', 50, 'view_instancemail'),
	(201, 'Can add mail account', 51, 'add_mailaccount'),
	(202, 'Can change mail account', 51, 'change_mailaccount'),
	(203, 'Can delete mail account', 51, 'delete_mailaccount'),
	(204, 'Can view mail account', 51, 'view_mailaccount'),
	(205, 'Can add practice mail', 52, 'add_practicemail'),
	(206, 'Can change practice mail', 52, 'change_practicemail'),
	(207, 'Can delete practice mail', 52, 'delete_practicemail'),
	(208, 'Can view practice mail', 52, 'view_practicemail'),
	(209, 'Can add appointment status', 53, 'add_appointmentstatus'),
	(210, 'Can change appointment status', 53, 'change_appointmentstatus'),
	(211, 'Can delete appointment status', 53, 'delete_appointmentstatus'),
	(212, 'Can view appointment status', 53, 'view_appointmentstatus'),
	(213, 'Can add place', 54, 'add_place'),
	(214, 'Can change place', 54, 'change_place'),
	(215, 'Can delete place', 54, 'delete_place'),
	(216, 'Can view place', 54, 'view_place'),
	(217, 'Can add resource', 55, 'add_resource'),
	(218, 'Can change resource', 55, 'change_resource'),
	(219, 'Can delete resource', 55, 'delete_resource'),
	(220, 'Can view resource', 55, 'view_resource'),
	(221, 'Can add service', 56, 'add_service'),
	(222, 'Can change service', 56, 'change_service'),
	(223, 'Can delete service', 56, 'delete_service'),
	(224, 'Can view service', 56, 'view_service'),
	(225, 'Can add appointment', 57, 'add_appointment'),
	(226, 'Can change appointment', 57, 'change_appointment'),
	(227, 'Can delete appointment', 57, 'delete_appointment'),
	(228, 'Can view appointment', 57, 'view_appointment'),
	(229, 'Can add service member', 58, 'add_servicemember'),
	(230, 'Can change service member', 58, 'change_servicemember'),
	(231, 'Can delete service member', 58, 'delete_servicemember'),
	(232, 'Can view service member', 58, 'view_servicemember'),
	(233, 'Can add service place', 59, 'add_serviceplace'),
	(234, 'Can change service place', 59, 'change_serviceplace'),
	(235, 'Can delete service place', 59, 'delete_serviceplace'),
	(236, 'Can view service place', 59, 'view_serviceplace'),
	(237, 'Can add appointment member', 60, 'add_appointmentmember'),
	(238, 'Can change appointment member', 60, 'change_appointmentmember'),
	(239, 'Can delete appointment member', 60, 'delete_appointmentmember'),
	(240, 'Can view appointment member', 60, 'view_appointmentmember'),
	(241, 'Can add attendance', 61, 'add_attendance'),
	(242, 'Can change attendance', 61, 'change_attendance'),
	(243, 'Can delete attendance', 61, 'delete_attendance'),
	(244, 'Can view attendance', 61, 'view_attendance'),
	(245, 'Can add occupancy', 62, 'add_occupancy'),
	(246, 'Can change occupancy', 62, 'change_occupancy'),
	(247, 'Can delete occupancy', 62, 'delete_occupancy'),
	(248, 'Can view occupancy', 62, 'view_occupancy'),
	(249, 'Can add appointment resource', 63, 'add_appointmentresource'),
	(250, 'Can change appointment resource', 63, 'change_appointmentresource'),
	(251, 'Can delete appointment resource', 63, 'delete_appointmentresource'),
	(252, 'Can view appointment resource', 63, 'view_appointmentresource'),
	(253, 'Can add calendar settings', 64, 'add_calendarsettings'),
	(254, 'Can change calendar settings', 64, 'change_calendarsettings'),
	(255, 'Can delete calendar settings', 64, 'delete_calendarsettings'),
	(256, 'Can view calendar settings', 64, 'view_calendarsettings'),
	(257, 'Can add absence', 65, 'add_absence'),
	(258, 'Can change absence', 65, 'change_absence'),
	(259, 'Can delete absence', 65, 'delete_absence'),
	(260, 'Can view absence', 65, 'view_absence'),
	(261, 'Can add hours exception', 66, 'add_hoursexception'),
	(262, 'Can change hours exception', 66, 'change_hoursexception'),
	(263, 'Can delete hours exception', 66, 'delete_hoursexception'),
	(264, 'Can view hours exception', 66, 'view_hoursexception'),
	(265, 'Can add work week', 67, 'add_workweek'),
	(266, 'Can change work week', 67, 'change_workweek'),
	(267, 'Can delete work week', 67, 'delete_workweek'),
	(268, 'Can view work week', 67, 'view_workweek'),
	(269, 'Can add series', 68, 'add_series'),
	(270, 'Can change series', 68, 'change_series'),
	(271, 'Can delete series', 68, 'delete_series'),
	(272, 'Can view series', 68, 'view_series'),
	(273, 'Can add calendar feed', 69, 'add_calendarfeed'),
	(274, 'Can change calendar feed', 69, 'change_calendarfeed'),
	(275, 'Can delete calendar feed', 69, 'delete_calendarfeed'),
	(276, 'Can view calendar feed', 69, 'view_calendarfeed'),
	(277, 'Can add automation', 70, 'add_automation'),
	(278, 'Can change automation', 70, 'change_automation'),
	(279, 'Can delete automation', 70, 'delete_automation'),
	(280, 'Can view automation', 70, 'view_automation'),
	(281, 'Can add automation run', 71, 'add_automationrun'),
	(282, 'Can change automation run', 71, 'change_automationrun'),
	(283, 'Can delete automation run', 71, 'delete_automationrun'),
	(284, 'Can view automation run', 71, 'view_automationrun'),
	(285, 'Can add booking rules', 72, 'add_bookingrules'),
	(286, 'Can change booking rules', 72, 'change_bookingrules'),
	(287, 'Can delete booking rules', 72, 'delete_bookingrules'),
	(288, 'Can view booking rules', 72, 'view_bookingrules'),
	(289, 'Can add slot hold', 73, 'add_slothold'),
	(290, 'Can change slot hold', 73, 'change_slothold'),
	(291, 'Can delete slot hold', 73, 'delete_slothold'),
	(292, 'Can view slot hold', 73, 'view_slothold'),
	(293, 'Can add online booking', 74, 'add_onlinebooking'),
	(294, 'Can change online booking', 74, 'change_onlinebooking'),
	(295, 'Can delete online booking', 74, 'delete_onlinebooking'),
	(296, 'Can view online booking', 74, 'view_onlinebooking'),
	(297, 'Can add freed slot', 75, 'add_freedslot'),
	(298, 'Can change freed slot', 75, 'change_freedslot'),
	(299, 'Can delete freed slot', 75, 'delete_freedslot'),
	(300, 'Can view freed slot', 75, 'view_freedslot'),
	(301, 'Can add waiting wish', 76, 'add_waitingwish'),
	(302, 'Can change waiting wish', 76, 'change_waitingwish'),
	(303, 'Can delete waiting wish', 76, 'delete_waitingwish'),
	(304, 'Can view waiting wish', 76, 'view_waitingwish'),
	(305, 'Can add waiting member', 77, 'add_waitingmember'),
	(306, 'Can change waiting member', 77, 'change_waitingmember'),
	(307, 'Can delete waiting member', 77, 'delete_waitingmember'),
	(308, 'Can view waiting member', 77, 'view_waitingmember'),
	(309, 'Can add slot offer', 78, 'add_slotoffer'),
	(310, 'Can change slot offer', 78, 'change_slotoffer'),
	(311, 'Can delete slot offer', 78, 'delete_slotoffer'),
	(312, 'Can view slot offer', 78, 'view_slotoffer'),
	(313, 'Can add ticket', 79, 'add_ticket'),
	(314, 'Can change ticket', 79, 'change_ticket'),
	(315, 'Can delete ticket', 79, 'delete_ticket'),
	(316, 'Can view ticket', 79, 'view_ticket'),
	(317, 'Can add message', 80, 'add_message'),
	(318, 'Can change message', 80, 'change_message'),
	(319, 'Can delete message', 80, 'delete_message'),
	(320, 'Can view message', 80, 'view_message'),
	(321, 'Can add permission', 81, 'add_permission'),
	(322, 'Can change permission', 81, 'change_permission'),
	(323, 'Can delete permission', 81, 'delete_permission'),
	(324, 'Can view permission', 81, 'view_permission'),
	(325, 'Can add group', 82, 'add_group'),
	(326, 'Can change group', 82, 'change_group'),
	(327, 'Can delete group', 82, 'delete_group'),
	(328, 'Can view group', 82, 'view_group'),
	(329, 'Can add content type', 83, 'add_contenttype'),
	(330, 'Can change content type', 83, 'change_contenttype'),
	(331, 'Can delete content type', 83, 'delete_contenttype'),
	(332, 'Can view content type', 83, 'view_contenttype'),
	(333, 'Can add email address', 84, 'add_emailaddress'),
	(334, 'Can change email address', 84, 'change_emailaddress'),
	(335, 'Can delete email address', 84, 'delete_emailaddress'),
	(336, 'Can view email address', 84, 'view_emailaddress'),
	(337, 'Can add email confirmation', 85, 'add_emailconfirmation'),
	(338, 'Can change email confirmation', 85, 'change_emailconfirmation'),
	(339, 'Can delete email confirmation', 85, 'delete_emailconfirmation'),
	(340, 'Can view email confirmation', 85, 'view_emailconfirmation'),
	(341, 'Can add authenticator', 86, 'add_authenticator'),
	(342, 'Can change authenticator', 86, 'change_authenticator'),
	(343, 'Can delete authenticator', 86, 'delete_authenticator'),
	(344, 'Can view authenticator', 86, 'view_authenticator'),
	(345, 'Can add procrastinate event', 87, 'add_procrastinateevent'),
	(346, 'Can change procrastinate event', 87, 'change_procrastinateevent'),
	(347, 'Can delete procrastinate event', 87, 'delete_procrastinateevent'),
	(348, 'Can view procrastinate event', 87, 'view_procrastinateevent'),
	(349, 'Can add procrastinate job', 88, 'add_procrastinatejob'),
	(350, 'Can change procrastinate job', 88, 'change_procrastinatejob'),
	(351, 'Can delete procrastinate job', 88, 'delete_procrastinatejob'),
	(352, 'Can view procrastinate job', 88, 'view_procrastinatejob'),
	(353, 'Can add procrastinate periodic defer', 89, 'add_procrastinateperiodicdefer'),
	(354, 'Can change procrastinate periodic defer', 89, 'change_procrastinateperiodicdefer'),
	(355, 'Can delete procrastinate periodic defer', 89, 'delete_procrastinateperiodicdefer'),
	(356, 'Can view procrastinate periodic defer', 89, 'view_procrastinateperiodicdefer'),
	(357, 'Can add procrastinate worker', 90, 'add_procrastinateworker'),
	(358, 'Can change procrastinate worker', 90, 'change_procrastinateworker'),
	(359, 'Can delete procrastinate worker', 90, 'delete_procrastinateworker'),
	(360, 'Can view procrastinate worker', 90, 'view_procrastinateworker');


























































INSERT INTO public.django_content_type VALUES
	(1, 'accounts', 'user'),
	(2, 'accounts', 'login'),
	(3, 'accounts', 'addresschange'),
	(4, 'tenancy', 'workspace'),
	(5, 'tenancy', 'member'),
	(6, 'tenancy', 'counter'),
	(7, 'tenancy', 'submission'),
	(8, 'audit', 'event'),
	(9, 'audit', 'instanceevent'),
	(10, 'audit', 'instanceseal'),
	(11, 'audit', 'seal'),
	(12, 'files', 'blob'),
	(13, 'workspaces', 'registration'),
	(14, 'backup', 'nightlybackup'),
	(15, 'people', 'import'),
	(16, 'people', 'importchange'),
	(17, 'people', 'person'),
	(18, 'people', 'importrow'),
	(19, 'people', 'externalid'),
	(20, 'people', 'email'),
	(21, 'people', 'consent'),
	(22, 'people', 'address'),
	(23, 'people', 'phone'),
	(24, 'people', 'profile'),
	(25, 'people', 'relationtype'),
	(26, 'people', 'relationship'),
	(27, 'people', 'status'),
	(28, 'people', 'client'),
	(29, 'people', 'tag'),
	(30, 'people', 'clienttag'),
	(31, 'people', 'assignment'),
	(32, 'people', 'task'),
	(33, 'people', 'taskassignment'),
	(34, 'people', 'taskmail'),
	(35, 'people', 'fieldsection'),
	(36, 'people', 'field'),
	(37, 'people', 'sectionvalues'),
	(38, 'people', 'savedview'),
	(39, 'people', 'defaultview'),
	(40, 'people', 'bulkact'),
	(41, 'people', 'bulkchange'),
	(42, 'people', 'merge'),
	(43, 'people', 'mergemove'),
	(44, 'people', 'duplicatepair'),
	(45, 'people', 'conversion'),
	(46, 'people', 'release'),
	(47, 'people', 'sharing'),
	(48, 'people', 'fieldfile'),
	(49, 'people', 'photo'),
	(50, 'inbox', 'instancemail'),
	(51, 'inbox', 'mailaccount'),
	(52, 'inbox', 'practicemail'),
	(53, 'calendar', 'appointmentstatus'),
	(54, 'calendar', 'place'),
	(55, 'calendar', 'resource'),
	(56, 'calendar', 'service'),
	(57, 'calendar', 'appointment'),
	(58, 'calendar', 'servicemember'),
	(59, 'calendar', 'serviceplace'),
	(60, 'calendar', 'appointmentmember'),
	(61, 'calendar', 'attendance'),
	(62, 'calendar', 'occupancy'),
	(63, 'calendar', 'appointmentresource'),
	(64, 'calendar', 'calendarsettings'),
	(65, 'calendar', 'absence'),
	(66, 'calendar', 'hoursexception'),
	(67, 'calendar', 'workweek'),
	(68, 'calendar', 'series'),
	(69, 'calendar', 'calendarfeed'),
	(70, 'calendar', 'automation'),
	(71, 'calendar', 'automationrun'),
	(72, 'calendar', 'bookingrules'),
	(73, 'calendar', 'slothold'),
	(74, 'calendar', 'onlinebooking'),
	(75, 'calendar', 'freedslot'),
	(76, 'calendar', 'waitingwish'),
	(77, 'calendar', 'waitingmember'),
	(78, 'calendar', 'slotoffer'),
	(79, 'help', 'ticket'),
	(80, 'help', 'message'),
	(81, 'auth', 'permission'),
	(82, 'auth', 'group'),
	(83, 'contenttypes', 'contenttype'),
	(84, 'account', 'emailaddress'),
	(85, 'account', 'emailconfirmation'),
	(86, 'mfa', 'authenticator'),
	(87, 'procrastinate', 'procrastinateevent'),
	(88, 'procrastinate', 'procrastinatejob'),
	(89, 'procrastinate', 'procrastinateperiodicdefer'),
	(90, 'procrastinate', 'procrastinateworker');


INSERT INTO public.django_migrations VALUES
	(1, 'accounts', '0001_initial', now()),
	(2, 'account', '0001_initial', now()),
	(3, 'account', '0002_email_max_length', now()),
	(4, 'account', '0003_alter_emailaddress_create_unique_verified_email', now()),
	(5, 'account', '0004_alter_emailaddress_drop_unique_email', now()),
	(6, 'account', '0005_emailaddress_idx_upper_email', now()),
	(7, 'account', '0006_emailaddress_lower', now()),
	(8, 'account', '0007_emailaddress_idx_email', now()),
	(9, 'account', '0008_emailaddress_unique_primary_email_fixup', now()),
	(10, 'account', '0009_emailaddress_unique_primary_email', now()),
	(11, 'accounts', '0002_logins', now()),
	(12, 'accounts', '0003_task_mails', now()),
	(13, 'accounts', '0004_workspaces_of_logins', now()),
	(14, 'accounts', '0005_shortcuts', now()),
	(15, 'accounts', '0006_address_changes', now()),
	(16, 'tenancy', '0001_initial', now()),
	(17, 'audit', '0001_initial', now()),
	(18, 'audit', '0002_append_only', now()),
	(19, 'contenttypes', '0001_initial', now()),
	(20, 'contenttypes', '0002_remove_content_type_name', now()),
	(21, 'auth', '0001_initial', now()),
	(22, 'auth', '0002_alter_permission_name_max_length', now()),
	(23, 'auth', '0003_alter_user_email_max_length', now()),
	(24, 'auth', '0004_alter_user_username_opts', now()),
	(25, 'auth', '0005_alter_user_last_login_null', now()),
	(26, 'auth', '0006_require_contenttypes_0002', now()),
	(27, 'auth', '0007_alter_validators_add_error_messages', now()),
	(28, 'auth', '0008_alter_user_username_max_length', now()),
	(29, 'auth', '0009_alter_user_last_name_max_length', now()),
	(30, 'auth', '0010_alter_group_name_max_length', now()),
	(31, 'auth', '0011_update_proxy_permissions', now()),
	(32, 'auth', '0012_alter_user_first_name_max_length', now()),
	(33, 'backup', '0001_nightly_backup', now()),
	(34, 'tenancy', '0002_own_memberships', now()),
	(35, 'tenancy', '0003_workspaces_stay', now()),
	(36, 'tenancy', '0004_safety', now()),
	(37, 'files', '0001_initial', now()),
	(38, 'people', '0001_initial', now()),
	(39, 'people', '0002_append_only', now()),
	(40, 'people', '0003_import_steps', now()),
	(41, 'people', '0004_vacuum_after_imports', now()),
	(42, 'people', '0005_examples', now()),
	(43, 'people', '0006_tasks', now()),
	(44, 'people', '0007_relationships', now()),
	(45, 'people', '0008_task_mails', now()),
	(46, 'people', '0009_vocabulary', now()),
	(47, 'people', '0010_archive', now()),
	(48, 'people', '0011_own_fields', now()),
	(49, 'people', '0012_views', now()),
	(50, 'people', '0013_bulk', now()),
	(51, 'people', '0014_merging', now()),
	(52, 'people', '0015_relations', now()),
	(53, 'people', '0016_fields', now()),
	(54, 'people', '0017_tag_groups', now()),
	(55, 'people', '0018_appointment_dates', now()),
	(56, 'inbox', '0001_initial', now()),
	(57, 'inbox', '0002_practice_mail', now()),
	(58, 'calendar', '0001_initial', now()),
	(59, 'calendar', '0002_statuses', now()),
	(60, 'calendar', '0003_availability', now()),
	(61, 'calendar', '0004_series', now()),
	(62, 'calendar', '0005_feeds', now()),
	(63, 'calendar', '0006_own_statuses', now()),
	(64, 'calendar', '0007_automations', now()),
	(65, 'calendar', '0008_online_booking', now()),
	(66, 'calendar', '0009_waiting_list', now()),
	(67, 'help', '0001_initial', now()),
	(68, 'help', '0002_desk', now()),
	(69, 'mfa', '0001_initial', now()),
	(70, 'mfa', '0002_authenticator_timestamps', now()),
	(71, 'mfa', '0003_authenticator_type_uniq', now()),
	(72, 'procrastinate', '0001_initial', now()),
	(73, 'procrastinate', '0002_drop_started_at_column', now()),
	(74, 'procrastinate', '0003_drop_started_at_column', now()),
	(75, 'procrastinate', '0004_drop_procrastinate_version_table', now()),
	(76, 'procrastinate', '0005_fix_procrastinate_fetch_job', now()),
	(77, 'procrastinate', '0006_fix_trigger_status_events_insert', now()),
	(78, 'procrastinate', '0007_add_queueing_lock_column', now()),
	(79, 'procrastinate', '0008_close_fetch_job_race_condition', now()),
	(80, 'procrastinate', '0009_add_defer_job_function', now()),
	(81, 'procrastinate', '0010_add_procrastinate_periodic_defers', now()),
	(82, 'procrastinate', '0011_add_foreign_key_index', now()),
	(83, 'procrastinate', '0012_add_locks_to_periodic_defer', now()),
	(84, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
	(85, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
	(86, 'procrastinate', '0015_add_trigger_on_job_deletion', now()),
	(87, 'procrastinate', '0016_delete_finished_jobs', now()),
	(88, 'procrastinate', '0017_add_checks_to_finish_job', now()),
	(89, 'procrastinate', '0018_add_checks_to_retry_job', now()),
	(90, 'procrastinate', '0019_fix_finish_job_compat_issue', now()),
	(91, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
	(92, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
	(93, 'procrastinate', '0022_null_locks_excluded', now()),
	(94, 'procrastinate', '0023_remove_old_finish_job_function', now()),
	(95, 'procrastinate', '0024_job_id_bigint', now()),
	(96, 'procrastinate', '0025_add_models', now()),
	(97, 'procrastinate', '0026_add_job_priority', now()),
	(98, 'procrastinate', '0027_add_periodic_job_priority', now()),
	(99, 'procrastinate', '0028_add_cancel_states', now()),
	(100, 'procrastinate', '0029_add_additional_params_to_retry_job', now()),
	(101, 'procrastinate', '0030_alter_procrastinateevent_options', now()),
	(102, 'procrastinate', '0031_add_indexes_for_fetch_job', now()),
	(103, 'procrastinate', '0032_pre_cancel_notification', now()),
	(104, 'procrastinate', '0033_post_cancel_notification', now()),
	(105, 'procrastinate', '0034_pre_add_heartbeat', now()),
	(106, 'procrastinate', '0035_post_add_heartbeat', now()),
	(107, 'procrastinate', '0036_add_worker_model', now()),
	(108, 'procrastinate', '0037_pre_batch_defer_jobs', now()),
	(109, 'procrastinate', '0038_post_batch_defer_jobs', now()),
	(110, 'procrastinate', '0039_pre_priority_lock_fetch_job', now()),
	(111, 'procrastinate', '0040_pre_retry_failed_job', now()),
	(112, 'procrastinate', '0041_post_retry_failed_job', now()),
	(113, 'workspaces', '0001_initial', now());








































































































SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);


SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);


SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);


SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);


SELECT pg_catalog.setval('public.auth_permission_id_seq', 360, true);


SELECT pg_catalog.setval('public.django_content_type_id_seq', 90, true);


SELECT pg_catalog.setval('public.django_migrations_id_seq', 113, true);


SELECT pg_catalog.setval('public.help_ticket_number', 1, false);


SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);


SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.accounts_addresschange
    ADD CONSTRAINT accounts_addresschange_digest_key UNIQUE (digest);


ALTER TABLE ONLY public.accounts_addresschange
    ADD CONSTRAINT accounts_addresschange_pkey PRIMARY KEY (user_id);


ALTER TABLE ONLY public.accounts_login
    ADD CONSTRAINT accounts_login_pkey PRIMARY KEY (session_key);


ALTER TABLE ONLY public.accounts_login
    ADD CONSTRAINT accounts_login_public_id_key UNIQUE (public_id);


ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);


ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_appointmentmember
    ADD CONSTRAINT appointment_member_once UNIQUE (workspace_id, appointment_id, member_id);


ALTER TABLE ONLY public.calendar_appointmentresource
    ADD CONSTRAINT appointment_resource_once UNIQUE (workspace_id, appointment_id, resource_id);


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT appointment_series_once UNIQUE (workspace_id, series_id, series_day);


ALTER TABLE ONLY public.people_assignment
    ADD CONSTRAINT assigned_once UNIQUE (workspace_id, client_id, member_id);


ALTER TABLE ONLY public.calendar_attendance
    ADD CONSTRAINT attendance_once UNIQUE (workspace_id, appointment_id, client_id);


ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.audit_instanceevent
    ADD CONSTRAINT audit_instanceevent_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.audit_instanceseal
    ADD CONSTRAINT audit_instanceseal_event_id_key UNIQUE (event_id);


ALTER TABLE ONLY public.audit_instanceseal
    ADD CONSTRAINT audit_instanceseal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.audit_instanceseal
    ADD CONSTRAINT audit_instanceseal_seq_key UNIQUE (seq);


ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_workspace_id_event_id_0d5249c6_uniq UNIQUE (workspace_id, event_id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT automationrun_once UNIQUE NULLS NOT DISTINCT (workspace_id, automation_id, appointment_id, person_id, starts_at, turn);


ALTER TABLE ONLY public.backup_nightlybackup
    ADD CONSTRAINT backup_nightlybackup_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.cache
    ADD CONSTRAINT cache_pkey PRIMARY KEY (cache_key);


ALTER TABLE ONLY public.calendar_absence
    ADD CONSTRAINT calendar_absence_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT calendar_appointment_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_appointmentmember
    ADD CONSTRAINT calendar_appointmentmember_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_appointmentresource
    ADD CONSTRAINT calendar_appointmentresource_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_appointmentstatus
    ADD CONSTRAINT calendar_appointmentstatus_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_attendance
    ADD CONSTRAINT calendar_attendance_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_automation
    ADD CONSTRAINT calendar_automation_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationrun_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_bookingrules
    ADD CONSTRAINT calendar_bookingrules_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_calendarfeed
    ADD CONSTRAINT calendar_calendarfeed_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_calendarsettings
    ADD CONSTRAINT calendar_calendarsettings_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_freedslot
    ADD CONSTRAINT calendar_freedslot_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_hoursexception
    ADD CONSTRAINT calendar_hoursexception_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_occupancy
    ADD CONSTRAINT calendar_occupancy_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooking_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooking_workspace_id_hold_id_2a37c5ee_uniq UNIQUE (workspace_id, hold_id);


ALTER TABLE ONLY public.calendar_place
    ADD CONSTRAINT calendar_place_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_resource
    ADD CONSTRAINT calendar_resource_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_series
    ADD CONSTRAINT calendar_series_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_service
    ADD CONSTRAINT calendar_service_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_servicemember
    ADD CONSTRAINT calendar_servicemember_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_serviceplace
    ADD CONSTRAINT calendar_serviceplace_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT calendar_slothold_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_waitingmember
    ADD CONSTRAINT calendar_waitingmember_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_waitingwish
    ADD CONSTRAINT calendar_waitingwish_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_workweek
    ADD CONSTRAINT calendar_workweek_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.calendar_calendarfeed
    ADD CONSTRAINT calendarfeed_digest UNIQUE (workspace_id, digest);


ALTER TABLE ONLY public.calendar_calendarfeed
    ADD CONSTRAINT calendarfeed_member UNIQUE (workspace_id, member_id);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.files_blob
    ADD CONSTRAINT files_blob_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.help_message
    ADD CONSTRAINT help_message_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.help_ticket
    ADD CONSTRAINT help_ticket_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.inbox_instancemail
    ADD CONSTRAINT inbox_instancemail_message_id_key UNIQUE (message_id);


ALTER TABLE ONLY public.inbox_instancemail
    ADD CONSTRAINT inbox_instancemail_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.inbox_mailaccount
    ADD CONSTRAINT inbox_mailaccount_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.inbox_practicemail
    ADD CONSTRAINT inbox_practicemail_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.people_mergemove
    ADD CONSTRAINT moved_once UNIQUE (workspace_id, merge_id, "table", row_id);


ALTER TABLE ONLY public.calendar_occupancy
    ADD CONSTRAINT occupancy_held_once UNIQUE (workspace_id, hold_id, taken_id);


ALTER TABLE ONLY public.calendar_occupancy
    ADD CONSTRAINT occupancy_once UNIQUE (workspace_id, appointment_id, taken_id);


ALTER TABLE ONLY public.people_bulkchange
    ADD CONSTRAINT once_a_bulk_act UNIQUE (workspace_id, bulk_id, client_id);


ALTER TABLE ONLY public.people_client
    ADD CONSTRAINT one_client_number UNIQUE (workspace_id, number);


ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT one_consent_a_purpose UNIQUE (workspace_id, person_id, purpose);


ALTER TABLE ONLY public.people_conversion
    ADD CONSTRAINT one_conversion_a_person UNIQUE (workspace_id, person_id);


ALTER TABLE ONLY public.tenancy_counter
    ADD CONSTRAINT one_counter UNIQUE (workspace_id, name);


ALTER TABLE ONLY public.people_defaultview
    ADD CONSTRAINT one_default_view_a_list UNIQUE (workspace_id, member_id, is_client);


ALTER TABLE ONLY public.people_externalid
    ADD CONSTRAINT one_external_id UNIQUE (workspace_id, system, value);


ALTER TABLE ONLY public.tenancy_member
    ADD CONSTRAINT one_membership UNIQUE (workspace_id, user_id);


ALTER TABLE ONLY public.people_duplicatepair
    ADD CONSTRAINT one_pair UNIQUE (workspace_id, first_id, second_id);


ALTER TABLE ONLY public.people_relationship
    ADD CONSTRAINT one_relation_a_type UNIQUE (workspace_id, person_id, other_id, type_id);


ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT one_seal_a_place UNIQUE (workspace_id, seq);


ALTER TABLE ONLY public.people_fieldsection
    ADD CONSTRAINT one_section_a_name UNIQUE (workspace_id, key);


ALTER TABLE ONLY public.people_sharing
    ADD CONSTRAINT one_sharing_a_client UNIQUE (workspace_id, relationship_id, client_id);


ALTER TABLE ONLY public.tenancy_submission
    ADD CONSTRAINT one_submission UNIQUE (workspace_id, key);


ALTER TABLE ONLY public.people_tag
    ADD CONSTRAINT one_tag_a_name UNIQUE (workspace_id, key);


ALTER TABLE ONLY public.people_taskmail
    ADD CONSTRAINT one_task_mail_a_morning UNIQUE (workspace_id, member_id, "on");


ALTER TABLE ONLY public.calendar_workweek
    ADD CONSTRAINT one_work_week UNIQUE NULLS NOT DISTINCT (workspace_id, member_id, place_id);


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT onlinebooking_digest UNIQUE (workspace_id, digest);


ALTER TABLE ONLY public.people_address
    ADD CONSTRAINT people_address_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_assignment
    ADD CONSTRAINT people_assignment_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_bulkact
    ADD CONSTRAINT people_bulkact_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_bulkchange
    ADD CONSTRAINT people_bulkchange_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_client
    ADD CONSTRAINT people_client_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_client
    ADD CONSTRAINT people_client_workspace_id_person_id_9d2118db_uniq UNIQUE (workspace_id, person_id);


ALTER TABLE ONLY public.people_clienttag
    ADD CONSTRAINT people_clienttag_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_conversion
    ADD CONSTRAINT people_conversion_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_defaultview
    ADD CONSTRAINT people_defaultview_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_duplicatepair
    ADD CONSTRAINT people_duplicatepair_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_email
    ADD CONSTRAINT people_email_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_externalid
    ADD CONSTRAINT people_externalid_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_field
    ADD CONSTRAINT people_field_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_fieldfile
    ADD CONSTRAINT people_fieldfile_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_fieldsection
    ADD CONSTRAINT people_fieldsection_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_importchange
    ADD CONSTRAINT people_importchange_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_importrow
    ADD CONSTRAINT people_importrow_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_mergemove
    ADD CONSTRAINT people_mergemove_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_phone
    ADD CONSTRAINT people_phone_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_photo
    ADD CONSTRAINT people_photo_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_profile
    ADD CONSTRAINT people_profile_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_profile
    ADD CONSTRAINT people_profile_workspace_id_person_id_8d7c2b4b_uniq UNIQUE (workspace_id, person_id);


ALTER TABLE ONLY public.people_relationship
    ADD CONSTRAINT people_relationship_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_relationtype
    ADD CONSTRAINT people_relationtype_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_release
    ADD CONSTRAINT people_release_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_savedview
    ADD CONSTRAINT people_savedview_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_sectionvalues
    ADD CONSTRAINT people_sectionvalues_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_sharing
    ADD CONSTRAINT people_sharing_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_status
    ADD CONSTRAINT people_status_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_tag
    ADD CONSTRAINT people_tag_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_task
    ADD CONSTRAINT people_task_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_taskassignment
    ADD CONSTRAINT people_taskassignment_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.people_taskmail
    ADD CONSTRAINT people_taskmail_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.inbox_practicemail
    ADD CONSTRAINT practicemail_message UNIQUE (workspace_id, message_id);


ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.calendar_servicemember
    ADD CONSTRAINT service_member_once UNIQUE (workspace_id, service_id, member_id);


ALTER TABLE ONLY public.calendar_serviceplace
    ADD CONSTRAINT service_place_once UNIQUE (workspace_id, service_id, place_id);


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT slothold_digest UNIQUE (workspace_id, digest);


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT slotoffer_digest UNIQUE (workspace_id, digest);


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT slotoffer_once UNIQUE (workspace_id, slot_id, wish_id);


ALTER TABLE ONLY public.people_clienttag
    ADD CONSTRAINT tag_once_a_client UNIQUE (workspace_id, client_id, tag_id);


ALTER TABLE ONLY public.people_taskassignment
    ADD CONSTRAINT task_assigned_once UNIQUE (workspace_id, task_id, member_id);


ALTER TABLE ONLY public.tenancy_counter
    ADD CONSTRAINT tenancy_counter_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.tenancy_member
    ADD CONSTRAINT tenancy_member_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.tenancy_submission
    ADD CONSTRAINT tenancy_submission_pkey PRIMARY KEY (workspace_id, id);


ALTER TABLE ONLY public.tenancy_workspace
    ADD CONSTRAINT tenancy_workspace_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.tenancy_workspace
    ADD CONSTRAINT tenancy_workspace_slug_key UNIQUE (slug);


ALTER TABLE ONLY public.people_sectionvalues
    ADD CONSTRAINT values_once_a_section UNIQUE (workspace_id, section_id, person_id);


ALTER TABLE ONLY public.calendar_waitingmember
    ADD CONSTRAINT waiting_member_once UNIQUE (workspace_id, wish_id, member_id);


ALTER TABLE ONLY public.workspaces_registration
    ADD CONSTRAINT workspaces_registration_pkey PRIMARY KEY (user_id);


CREATE INDEX absence_member ON public.calendar_absence USING btree (workspace_id, member_id, ends_at);


CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


CREATE INDEX accounts_addresschange_digest_0c70b28b_like ON public.accounts_addresschange USING btree (digest varchar_pattern_ops);


CREATE INDEX accounts_login_expire_date_23dabcda ON public.accounts_login USING btree (expire_date);


CREATE INDEX accounts_login_session_key_9ab54853_like ON public.accounts_login USING btree (session_key varchar_pattern_ops);


CREATE INDEX accounts_login_user_id_46162ebd ON public.accounts_login USING btree (user_id);


CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);


CREATE INDEX address_person ON public.people_address USING btree (workspace_id, person_id);


CREATE INDEX appointment_deleted ON public.calendar_appointment USING btree (workspace_id, deleted_at, id) WHERE (deleted_at IS NOT NULL);


CREATE INDEX appointment_place ON public.calendar_appointment USING btree (workspace_id, place_id);


CREATE INDEX appointment_service ON public.calendar_appointment USING btree (workspace_id, service_id);


CREATE INDEX appointment_start ON public.calendar_appointment USING btree (workspace_id, starts_at, id);


CREATE INDEX appointmentmember_member ON public.calendar_appointmentmember USING btree (workspace_id, member_id, appointment_id);


CREATE INDEX appointmentresource_resource ON public.calendar_appointmentresource USING btree (workspace_id, resource_id);


CREATE INDEX assignment_member ON public.people_assignment USING btree (workspace_id, member_id, client_id);


CREATE INDEX attendance_client ON public.calendar_attendance USING btree (workspace_id, client_id, starts_at, id);


CREATE INDEX attendance_status ON public.calendar_attendance USING btree (workspace_id, status_id);


CREATE INDEX audit_instanceevent_user_id_87914b83 ON public.audit_instanceevent USING btree (user_id);


CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


CREATE INDEX automationrun_appointment ON public.calendar_automationrun USING btree (workspace_id, appointment_id, person_id);


CREATE INDEX automationrun_mail ON public.calendar_automationrun USING btree (workspace_id, mail_id);


CREATE INDEX automationrun_person ON public.calendar_automationrun USING btree (workspace_id, person_id, id);


CREATE INDEX automationrun_task ON public.calendar_automationrun USING btree (workspace_id, task_id) WHERE (task_id IS NOT NULL);


CREATE INDEX bulkact_created ON public.people_bulkact USING btree (workspace_id, created_at);


CREATE INDEX bulkchange_outcome ON public.people_bulkchange USING btree (workspace_id, bulk_id, outcome, client_id);


CREATE INDEX cache_expires ON public.cache USING btree (expires);


CREATE INDEX client_last_appointment ON public.people_client USING btree (workspace_id, last_appointment_at, id);


CREATE INDEX client_next_appointment ON public.people_client USING btree (workspace_id, next_appointment_at, id);


CREATE INDEX client_status ON public.people_client USING btree (workspace_id, status_id, id);


CREATE INDEX clienttag_tag ON public.people_clienttag USING btree (workspace_id, tag_id, client_id);


CREATE INDEX conversion_at ON public.people_conversion USING btree (workspace_id, at);


CREATE INDEX defaultview_view ON public.people_defaultview USING btree (workspace_id, view_id);


CREATE INDEX email_key ON public.people_email USING btree (workspace_id, key);


CREATE INDEX email_person ON public.people_email USING btree (workspace_id, person_id);


CREATE INDEX event_at ON public.audit_event USING btree (workspace_id, at);


CREATE INDEX event_client ON public.audit_event USING btree (workspace_id, client_id, at);


CREATE INDEX event_member ON public.audit_event USING btree (workspace_id, member_id, id DESC);


CREATE INDEX exception_last ON public.calendar_hoursexception USING btree (workspace_id, last);


CREATE INDEX field_section ON public.people_field USING btree (workspace_id, section_id, "position");


CREATE INDEX files_blob_created_by_id_c964ed32 ON public.files_blob USING btree (created_by_id);


CREATE INDEX freedslot_appointment ON public.calendar_freedslot USING btree (workspace_id, appointment_id);


CREATE INDEX freedslot_coming ON public.calendar_freedslot USING btree (workspace_id, ends_at) WHERE (closed_at IS NULL);


CREATE INDEX help_message_picture_id_6e79ef9e ON public.help_message USING btree (picture_id);


CREATE INDEX help_message_ticket_id_e9f99b32 ON public.help_message USING btree (ticket_id);


CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));


CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);


CREATE INDEX import_newest ON public.people_import USING btree (workspace_id, id DESC);


CREATE INDEX importchange_batch ON public.people_importchange USING btree (workspace_id, batch_id);


CREATE INDEX importchange_person ON public.people_importchange USING btree (workspace_id, person_id);


CREATE INDEX importrow_line ON public.people_importrow USING btree (workspace_id, batch_id, line);


CREATE INDEX inbox_instancemail_message_id_a8b97c41_like ON public.inbox_instancemail USING btree (message_id varchar_pattern_ops);


CREATE INDEX instance_mail_state ON public.inbox_instancemail USING btree (state, created_at);


CREATE INDEX merge_loser ON public.people_merge USING btree (workspace_id, loser_id);


CREATE INDEX merge_winner ON public.people_merge USING btree (workspace_id, winner_id, id DESC);


CREATE UNIQUE INDEX merged_into_one_record ON public.people_merge USING btree (workspace_id, loser_id) WHERE (undone_at IS NULL);


CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);


CREATE INDEX nightly_began ON public.backup_nightlybackup USING btree (began_at DESC);


CREATE INDEX occupancy_taken ON public.calendar_occupancy USING btree (workspace_id, taken_id, starts_at);


CREATE UNIQUE INDEX one_main_payer ON public.people_relationship USING btree (workspace_id, person_id) WHERE is_main_payer;


CREATE INDEX onlinebooking_appointment ON public.calendar_onlinebooking USING btree (workspace_id, appointment_id);


CREATE INDEX onlinebooking_client ON public.calendar_onlinebooking USING btree (workspace_id, client_id);


CREATE INDEX onlinebooking_confirmed_at ON public.calendar_onlinebooking USING btree (workspace_id, confirmed_at);


CREATE INDEX onlinebooking_email ON public.calendar_onlinebooking USING btree (workspace_id, email_key);


CREATE INDEX pair_open ON public.people_duplicatepair USING btree (workspace_id, rung, id) WHERE (dismissed_at IS NULL);


CREATE INDEX pair_second ON public.people_duplicatepair USING btree (workspace_id, second_id);


CREATE INDEX people_externalid_person_id_47c8dc97 ON public.people_externalid USING btree (person_id);


CREATE INDEX people_fieldfile_blob_id_faaeabe7 ON public.people_fieldfile USING btree (blob_id);


CREATE INDEX people_fieldfile_field_id_f4811b34 ON public.people_fieldfile USING btree (field_id);


CREATE INDEX people_fieldfile_person_id_3c739ef5 ON public.people_fieldfile USING btree (person_id);


CREATE INDEX people_photo_large_id_8dcca7ac ON public.people_photo USING btree (large_id);


CREATE INDEX people_photo_person_id_cce361ff ON public.people_photo USING btree (person_id);


CREATE INDEX people_photo_small_id_4b31b5cb ON public.people_photo USING btree (small_id);


CREATE INDEX person_created ON public.people_person USING btree (workspace_id, is_client, state, created_at);


CREATE INDEX person_demo ON public.people_person USING btree (workspace_id, id) WHERE is_demo;


CREATE INDEX person_list ON public.people_person USING btree (workspace_id, is_client, state, sort_key, id) INCLUDE (search);


CREATE INDEX person_name_key ON public.people_person USING btree (workspace_id, name_key);


CREATE INDEX person_newest ON public.people_person USING btree (workspace_id, is_client, state, id);


CREATE INDEX person_trash ON public.people_person USING btree (workspace_id, state_at, id) WHERE ((state)::text = 'trash'::text);


CREATE INDEX phone_number ON public.people_phone USING btree (workspace_id, number);


CREATE INDEX phone_person ON public.people_phone USING btree (workspace_id, person_id);


CREATE INDEX practicemail_due ON public.inbox_practicemail USING btree (workspace_id, try_at, id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying])::text[]));


CREATE INDEX practicemail_failed ON public.inbox_practicemail USING btree (workspace_id, id) WHERE ((settled_at IS NULL) AND ((state)::text = ANY ((ARRAY['failed'::character varying, 'uncertain'::character varying])::text[])));


CREATE INDEX practicemail_person ON public.inbox_practicemail USING btree (workspace_id, person_id, id);


CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);


CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));


CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);


CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);


CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);


CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);


CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);


CREATE INDEX profile_photo ON public.people_profile USING btree (workspace_id, photo_id) WHERE (photo_id IS NOT NULL);


CREATE INDEX relationship_other ON public.people_relationship USING btree (workspace_id, other_id, person_id);


CREATE INDEX relationship_type ON public.people_relationship USING btree (workspace_id, type_id, id);


CREATE INDEX release_client ON public.people_release USING btree (workspace_id, client_id);


CREATE INDEX release_end ON public.people_release USING btree (workspace_id, ends_on) WHERE (withdrawn_on IS NULL);


CREATE INDEX release_relationship ON public.people_release USING btree (workspace_id, relationship_id, client_id);


CREATE INDEX savedview_owner ON public.people_savedview USING btree (workspace_id, is_client, owner_id);


CREATE INDEX savedview_shared ON public.people_savedview USING btree (workspace_id, is_client) WHERE is_shared;


CREATE INDEX sectionvalues_person ON public.people_sectionvalues USING btree (workspace_id, person_id);


CREATE INDEX servicemember_member ON public.calendar_servicemember USING btree (workspace_id, member_id);


CREATE INDEX serviceplace_place ON public.calendar_serviceplace USING btree (workspace_id, place_id);


CREATE INDEX sharing_client ON public.people_sharing USING btree (workspace_id, client_id);


CREATE INDEX slothold_appointment ON public.calendar_slothold USING btree (workspace_id, appointment_id);


CREATE INDEX slothold_until ON public.calendar_slothold USING btree (workspace_id, until);


CREATE INDEX slotoffer_accepted ON public.calendar_slotoffer USING btree (workspace_id, answered_at) WHERE ((state)::text = 'accepted'::text);


CREATE INDEX slotoffer_open ON public.calendar_slotoffer USING btree (workspace_id, expires_at) WHERE ((state)::text = 'open'::text);


CREATE INDEX slotoffer_wish ON public.calendar_slotoffer USING btree (workspace_id, wish_id, offered_at);


CREATE INDEX task_client ON public.people_task USING btree (workspace_id, client_id, id);


CREATE INDEX task_deleted ON public.people_task USING btree (workspace_id, id) WHERE (deleted_at IS NOT NULL);


CREATE INDEX task_done ON public.people_task USING btree (workspace_id, done_at, id) WHERE (done_at IS NOT NULL);


CREATE INDEX task_open ON public.people_task USING btree (workspace_id, due_on, id) WHERE ((deleted_at IS NULL) AND (done_at IS NULL));


CREATE INDEX taskassignment_member ON public.people_taskassignment USING btree (workspace_id, member_id, task_id);


CREATE INDEX tenancy_member_user_id_0ac70601 ON public.tenancy_member USING btree (user_id);


CREATE INDEX tenancy_workspace_slug_9a7f6ac2_like ON public.tenancy_workspace USING btree (slug varchar_pattern_ops);


CREATE INDEX ticket_desk ON public.help_ticket USING btree (state, id DESC);


CREATE INDEX ticket_own ON public.help_ticket USING btree (workspace_id, member_id, id DESC);


CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));


CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


CREATE INDEX waitingmember_member ON public.calendar_waitingmember USING btree (workspace_id, member_id);


CREATE INDEX waitingwish_client ON public.calendar_waitingwish USING btree (workspace_id, client_id);


CREATE INDEX waitingwish_ended ON public.calendar_waitingwish USING btree (workspace_id, ended_at) WHERE (ended_at IS NOT NULL);


CREATE INDEX waitingwish_line ON public.calendar_waitingwish USING btree (workspace_id, entered_at, id) WHERE (ended_at IS NULL);


CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();


CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();


CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();


CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();


CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();


CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();


CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_addresschange
    ADD CONSTRAINT accounts_addresschange_user_id_48109174_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.accounts_login
    ADD CONSTRAINT accounts_login_user_id_46162ebd_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_member_id_f682cb3b_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_workspace_id_20275144_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.audit_instanceseal
    ADD CONSTRAINT audit_instanceseal_event_id_5c912042_fk_audit_instanceevent_id FOREIGN KEY (event_id) REFERENCES public.audit_instanceevent(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_event_id_81cd6836_fk_audit_event_id FOREIGN KEY (workspace_id, event_id) REFERENCES public.audit_event(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_workspace_id_6cee8a5b_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_absence
    ADD CONSTRAINT calendar_absence_member_id_3a93131a_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_absence
    ADD CONSTRAINT calendar_absence_workspace_id_b325b43e_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentmember
    ADD CONSTRAINT calendar_appointment_appointment_id_2ebc62ee_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentresource
    ADD CONSTRAINT calendar_appointment_appointment_id_3d4117ef_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT calendar_appointment_created_by_id_5d345632_fk_tenancy_m FOREIGN KEY (workspace_id, created_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentmember
    ADD CONSTRAINT calendar_appointment_member_id_527863f0_fk_tenancy_m FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT calendar_appointment_place_id_de368cef_fk_calendar_place_id FOREIGN KEY (workspace_id, place_id) REFERENCES public.calendar_place(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentstatus
    ADD CONSTRAINT calendar_appointment_replacement_id_256a62fe_fk_calendar_ FOREIGN KEY (workspace_id, replacement_id) REFERENCES public.calendar_appointmentstatus(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentresource
    ADD CONSTRAINT calendar_appointment_resource_id_62c429b4_fk_calendar_ FOREIGN KEY (workspace_id, resource_id) REFERENCES public.calendar_resource(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT calendar_appointment_series_id_28ffeee9_fk_calendar_series_id FOREIGN KEY (workspace_id, series_id) REFERENCES public.calendar_series(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT calendar_appointment_service_id_09e915e3_fk_calendar_service_id FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentmember
    ADD CONSTRAINT calendar_appointment_workspace_id_2c0466e4_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentstatus
    ADD CONSTRAINT calendar_appointment_workspace_id_8f643f3b_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointmentresource
    ADD CONSTRAINT calendar_appointment_workspace_id_fcf60fc7_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_appointment
    ADD CONSTRAINT calendar_appointment_workspace_id_fdc64146_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_attendance
    ADD CONSTRAINT calendar_attendance_appointment_id_279f34b2_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_attendance
    ADD CONSTRAINT calendar_attendance_client_id_69c0d3aa_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_attendance
    ADD CONSTRAINT calendar_attendance_status_id_53915605_fk_calendar_ FOREIGN KEY (workspace_id, status_id) REFERENCES public.calendar_appointmentstatus(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_attendance
    ADD CONSTRAINT calendar_attendance_workspace_id_9cf4a55e_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automation
    ADD CONSTRAINT calendar_automation_status_id_a5c0a290_fk_calendar_ FOREIGN KEY (workspace_id, status_id) REFERENCES public.calendar_appointmentstatus(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automation
    ADD CONSTRAINT calendar_automation_workspace_id_84b58948_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationr_appointment_id_5a8d1947_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationr_automation_id_e645eeb9_fk_calendar_ FOREIGN KEY (workspace_id, automation_id) REFERENCES public.calendar_automation(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationr_mail_id_fbe8c811_fk_inbox_pra FOREIGN KEY (workspace_id, mail_id) REFERENCES public.inbox_practicemail(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationr_workspace_id_743cd218_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationrun_person_id_96ff95b9_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_automationrun
    ADD CONSTRAINT calendar_automationrun_task_id_e8306713_fk_people_task_id FOREIGN KEY (workspace_id, task_id) REFERENCES public.people_task(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_bookingrules
    ADD CONSTRAINT calendar_bookingrule_workspace_id_8dc89413_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_calendarfeed
    ADD CONSTRAINT calendar_calendarfee_workspace_id_8bd10925_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_calendarfeed
    ADD CONSTRAINT calendar_calendarfeed_member_id_f4ea4749_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_calendarsettings
    ADD CONSTRAINT calendar_calendarset_workspace_id_d3d1d403_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_freedslot
    ADD CONSTRAINT calendar_freedslot_appointment_id_a0409bc2_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_freedslot
    ADD CONSTRAINT calendar_freedslot_by_id_353606fd_fk_tenancy_member_id FOREIGN KEY (workspace_id, by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_freedslot
    ADD CONSTRAINT calendar_freedslot_member_id_ceab756c_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_freedslot
    ADD CONSTRAINT calendar_freedslot_place_id_040c6e62_fk_calendar_place_id FOREIGN KEY (workspace_id, place_id) REFERENCES public.calendar_place(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_freedslot
    ADD CONSTRAINT calendar_freedslot_workspace_id_e5800976_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_hoursexception
    ADD CONSTRAINT calendar_hoursexcept_workspace_id_e76ce61b_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_hoursexception
    ADD CONSTRAINT calendar_hoursexception_member_id_f471b98e_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_hoursexception
    ADD CONSTRAINT calendar_hoursexception_place_id_005912c8_fk_calendar_place_id FOREIGN KEY (workspace_id, place_id) REFERENCES public.calendar_place(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_occupancy
    ADD CONSTRAINT calendar_occupancy_appointment_id_b21c075e_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_occupancy
    ADD CONSTRAINT calendar_occupancy_hold_id_48cac1c7_fk_calendar_slothold_id FOREIGN KEY (workspace_id, hold_id) REFERENCES public.calendar_slothold(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_occupancy
    ADD CONSTRAINT calendar_occupancy_workspace_id_8fdf03d7_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooki_appointment_id_1ae4bb29_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooki_service_id_6f7132a1_fk_calendar_ FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooki_workspace_id_3c031a8f_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooking_client_id_b4391414_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_onlinebooking
    ADD CONSTRAINT calendar_onlinebooking_hold_id_7cf5ca3f_fk_calendar_slothold_id FOREIGN KEY (workspace_id, hold_id) REFERENCES public.calendar_slothold(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_place
    ADD CONSTRAINT calendar_place_workspace_id_21f20026_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_resource
    ADD CONSTRAINT calendar_resource_workspace_id_c83c7d5a_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_series
    ADD CONSTRAINT calendar_series_created_by_id_582bd464_fk_tenancy_member_id FOREIGN KEY (workspace_id, created_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_series
    ADD CONSTRAINT calendar_series_workspace_id_b06dee2f_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_service
    ADD CONSTRAINT calendar_service_workspace_id_cd8c6919_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_servicemember
    ADD CONSTRAINT calendar_servicememb_service_id_8b91fc2e_fk_calendar_ FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_servicemember
    ADD CONSTRAINT calendar_servicememb_workspace_id_9aa4f186_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_servicemember
    ADD CONSTRAINT calendar_servicemember_member_id_e6a44877_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_serviceplace
    ADD CONSTRAINT calendar_serviceplac_service_id_7f76e1db_fk_calendar_ FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_serviceplace
    ADD CONSTRAINT calendar_serviceplac_workspace_id_c60fddca_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_serviceplace
    ADD CONSTRAINT calendar_serviceplace_place_id_40917c8c_fk_calendar_place_id FOREIGN KEY (workspace_id, place_id) REFERENCES public.calendar_place(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT calendar_slothold_appointment_id_12a721d9_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT calendar_slothold_member_id_11d6e4c0_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT calendar_slothold_place_id_8105b582_fk_calendar_place_id FOREIGN KEY (workspace_id, place_id) REFERENCES public.calendar_place(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT calendar_slothold_service_id_aa68b7e5_fk_calendar_service_id FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slothold
    ADD CONSTRAINT calendar_slothold_workspace_id_910e343f_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_appointment_id_c60b021c_fk_calendar_ FOREIGN KEY (workspace_id, appointment_id) REFERENCES public.calendar_appointment(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_by_id_1564d984_fk_tenancy_member_id FOREIGN KEY (workspace_id, by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_hold_id_2b6ad8d2_fk_calendar_slothold_id FOREIGN KEY (workspace_id, hold_id) REFERENCES public.calendar_slothold(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_service_id_3ec1133a_fk_calendar_service_id FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_slot_id_b38fbafc_fk_calendar_freedslot_id FOREIGN KEY (workspace_id, slot_id) REFERENCES public.calendar_freedslot(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_wish_id_13381b78_fk_calendar_waitingwish_id FOREIGN KEY (workspace_id, wish_id) REFERENCES public.calendar_waitingwish(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_slotoffer
    ADD CONSTRAINT calendar_slotoffer_workspace_id_d890c75e_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingmember
    ADD CONSTRAINT calendar_waitingmemb_wish_id_31a8d01e_fk_calendar_ FOREIGN KEY (workspace_id, wish_id) REFERENCES public.calendar_waitingwish(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingmember
    ADD CONSTRAINT calendar_waitingmemb_workspace_id_9e42b55d_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingmember
    ADD CONSTRAINT calendar_waitingmember_member_id_6e4244f9_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingwish
    ADD CONSTRAINT calendar_waitingwish_client_id_00882d39_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingwish
    ADD CONSTRAINT calendar_waitingwish_created_by_id_df01ac8a_fk_tenancy_m FOREIGN KEY (workspace_id, created_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingwish
    ADD CONSTRAINT calendar_waitingwish_service_id_a918ceae_fk_calendar_service_id FOREIGN KEY (workspace_id, service_id) REFERENCES public.calendar_service(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_waitingwish
    ADD CONSTRAINT calendar_waitingwish_workspace_id_22ce79a9_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_workweek
    ADD CONSTRAINT calendar_workweek_member_id_91a0c9e4_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_workweek
    ADD CONSTRAINT calendar_workweek_place_id_3d99f394_fk_calendar_place_id FOREIGN KEY (workspace_id, place_id) REFERENCES public.calendar_place(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.calendar_workweek
    ADD CONSTRAINT calendar_workweek_workspace_id_483773bf_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.files_blob
    ADD CONSTRAINT files_blob_created_by_id_c964ed32_fk_tenancy_member_id FOREIGN KEY (workspace_id, created_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.files_blob
    ADD CONSTRAINT files_blob_workspace_id_d4a78f14_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.help_message
    ADD CONSTRAINT help_message_member_id_6e5ad773_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.help_message
    ADD CONSTRAINT help_message_picture_id_6e79ef9e_fk_files_blob_id FOREIGN KEY (workspace_id, picture_id) REFERENCES public.files_blob(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.help_message
    ADD CONSTRAINT help_message_ticket_id_e9f99b32_fk_help_ticket_id FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.help_ticket(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.help_message
    ADD CONSTRAINT help_message_workspace_id_2fb42ee3_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.help_ticket
    ADD CONSTRAINT help_ticket_member_id_9a679fdd_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.help_ticket
    ADD CONSTRAINT help_ticket_workspace_id_7f8bae03_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.inbox_mailaccount
    ADD CONSTRAINT inbox_mailaccount_workspace_id_e9a6bd24_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.inbox_practicemail
    ADD CONSTRAINT inbox_practicemail_person_id_e1ebea81_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.inbox_practicemail
    ADD CONSTRAINT inbox_practicemail_workspace_id_89a48dad_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_address
    ADD CONSTRAINT people_address_person_id_00997e7a_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_address
    ADD CONSTRAINT people_address_workspace_id_b89809a0_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_assignment
    ADD CONSTRAINT people_assignment_by_id_6d69dfcb_fk_tenancy_member_id FOREIGN KEY (workspace_id, by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_assignment
    ADD CONSTRAINT people_assignment_client_id_165f0864_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_assignment
    ADD CONSTRAINT people_assignment_member_id_7ce5c631_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_assignment
    ADD CONSTRAINT people_assignment_workspace_id_58ca4334_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_bulkact
    ADD CONSTRAINT people_bulkact_member_id_f16d44b0_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_bulkact
    ADD CONSTRAINT people_bulkact_workspace_id_e422adbb_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_bulkchange
    ADD CONSTRAINT people_bulkchange_bulk_id_ca7cf66e_fk_people_bulkact_id FOREIGN KEY (workspace_id, bulk_id) REFERENCES public.people_bulkact(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_bulkchange
    ADD CONSTRAINT people_bulkchange_workspace_id_6c02928a_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_client
    ADD CONSTRAINT people_client_person_id_30e48185_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_client
    ADD CONSTRAINT people_client_status_id_0a185b9a_fk_people_status_id FOREIGN KEY (workspace_id, status_id) REFERENCES public.people_status(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_client
    ADD CONSTRAINT people_client_workspace_id_7005fef7_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_clienttag
    ADD CONSTRAINT people_clienttag_client_id_c5784ef3_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_clienttag
    ADD CONSTRAINT people_clienttag_tag_id_33283f2d_fk_people_tag_id FOREIGN KEY (workspace_id, tag_id) REFERENCES public.people_tag(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_clienttag
    ADD CONSTRAINT people_clienttag_workspace_id_b11cc7c6_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_person_id_a757a92f_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_workspace_id_7626c7ba_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_conversion
    ADD CONSTRAINT people_conversion_by_id_e1b7ec2e_fk_tenancy_member_id FOREIGN KEY (workspace_id, by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_conversion
    ADD CONSTRAINT people_conversion_person_id_6edbf2ac_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_conversion
    ADD CONSTRAINT people_conversion_workspace_id_e5fcc5a8_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_defaultview
    ADD CONSTRAINT people_defaultview_member_id_4c72dd3a_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_defaultview
    ADD CONSTRAINT people_defaultview_view_id_0c8ae0fb_fk_people_savedview_id FOREIGN KEY (workspace_id, view_id) REFERENCES public.people_savedview(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_defaultview
    ADD CONSTRAINT people_defaultview_workspace_id_a4e9d030_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_duplicatepair
    ADD CONSTRAINT people_duplicatepair_dismissed_by_id_fd0b9fc5_fk_tenancy_m FOREIGN KEY (workspace_id, dismissed_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_duplicatepair
    ADD CONSTRAINT people_duplicatepair_first_id_10e3156a_fk_people_person_id FOREIGN KEY (workspace_id, first_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_duplicatepair
    ADD CONSTRAINT people_duplicatepair_second_id_09a5ee14_fk_people_person_id FOREIGN KEY (workspace_id, second_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_duplicatepair
    ADD CONSTRAINT people_duplicatepair_workspace_id_d21a1463_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_email
    ADD CONSTRAINT people_email_person_id_42518e18_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_email
    ADD CONSTRAINT people_email_workspace_id_ca2186ae_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_externalid
    ADD CONSTRAINT people_externalid_person_id_47c8dc97_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_externalid
    ADD CONSTRAINT people_externalid_workspace_id_f022a309_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_field
    ADD CONSTRAINT people_field_moved_from_id_4de6b6e1_fk_people_fieldsection_id FOREIGN KEY (workspace_id, moved_from_id) REFERENCES public.people_fieldsection(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_field
    ADD CONSTRAINT people_field_section_id_3ad5cce1_fk_people_fieldsection_id FOREIGN KEY (workspace_id, section_id) REFERENCES public.people_fieldsection(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_field
    ADD CONSTRAINT people_field_workspace_id_1b1264cb_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_fieldfile
    ADD CONSTRAINT people_fieldfile_blob_id_faaeabe7_fk_files_blob_id FOREIGN KEY (workspace_id, blob_id) REFERENCES public.files_blob(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_fieldfile
    ADD CONSTRAINT people_fieldfile_field_id_f4811b34_fk_people_field_id FOREIGN KEY (workspace_id, field_id) REFERENCES public.people_field(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_fieldfile
    ADD CONSTRAINT people_fieldfile_person_id_3c739ef5_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_fieldfile
    ADD CONSTRAINT people_fieldfile_workspace_id_c5237205_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_fieldsection
    ADD CONSTRAINT people_fieldsection_workspace_id_d9da085f_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_blob_id_21a52c24_fk_files_blob_id FOREIGN KEY (workspace_id, blob_id) REFERENCES public.files_blob(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_member_id_2ea24fb0_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_import
    ADD CONSTRAINT people_import_workspace_id_a8b5f013_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_importchange
    ADD CONSTRAINT people_importchange_batch_id_efdd1e23_fk_people_import_id FOREIGN KEY (workspace_id, batch_id) REFERENCES public.people_import(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_importchange
    ADD CONSTRAINT people_importchange_workspace_id_3a007052_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_importrow
    ADD CONSTRAINT people_importrow_batch_id_449681c1_fk_people_import_id FOREIGN KEY (workspace_id, batch_id) REFERENCES public.people_import(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_importrow
    ADD CONSTRAINT people_importrow_person_id_e6a52879_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_importrow
    ADD CONSTRAINT people_importrow_workspace_id_4ee8e719_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_by_id_dc211320_fk_tenancy_member_id FOREIGN KEY (workspace_id, by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_loser_id_9620e548_fk_people_person_id FOREIGN KEY (workspace_id, loser_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_undone_by_id_86c91a07_fk_tenancy_member_id FOREIGN KEY (workspace_id, undone_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_winner_id_90f10d69_fk_people_person_id FOREIGN KEY (workspace_id, winner_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_workspace_id_51955580_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_mergemove
    ADD CONSTRAINT people_mergemove_merge_id_7e3a26f6_fk_people_merge_id FOREIGN KEY (workspace_id, merge_id) REFERENCES public.people_merge(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_mergemove
    ADD CONSTRAINT people_mergemove_workspace_id_83dde03a_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_created_by_id_82aa5eb7_fk_tenancy_member_id FOREIGN KEY (workspace_id, created_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_workspace_id_a3bec8f0_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_phone
    ADD CONSTRAINT people_phone_person_id_5174185e_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_phone
    ADD CONSTRAINT people_phone_workspace_id_79b3a448_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_photo
    ADD CONSTRAINT people_photo_by_id_8f6615fe_fk_tenancy_member_id FOREIGN KEY (workspace_id, by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_photo
    ADD CONSTRAINT people_photo_large_id_8dcca7ac_fk_files_blob_id FOREIGN KEY (workspace_id, large_id) REFERENCES public.files_blob(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_photo
    ADD CONSTRAINT people_photo_person_id_cce361ff_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_photo
    ADD CONSTRAINT people_photo_small_id_4b31b5cb_fk_files_blob_id FOREIGN KEY (workspace_id, small_id) REFERENCES public.files_blob(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_photo
    ADD CONSTRAINT people_photo_workspace_id_d1e2993b_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_profile
    ADD CONSTRAINT people_profile_person_id_dc33ff19_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_profile
    ADD CONSTRAINT people_profile_photo_id_92167659_fk_people_photo_id FOREIGN KEY (workspace_id, photo_id) REFERENCES public.people_photo(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_profile
    ADD CONSTRAINT people_profile_workspace_id_f73b3944_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_relationship
    ADD CONSTRAINT people_relationship_other_id_043151a4_fk_people_person_id FOREIGN KEY (workspace_id, other_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_relationship
    ADD CONSTRAINT people_relationship_person_id_37b60c82_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_relationship
    ADD CONSTRAINT people_relationship_type_id_6c8a1a75_fk_people_relationtype_id FOREIGN KEY (workspace_id, type_id) REFERENCES public.people_relationtype(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_relationship
    ADD CONSTRAINT people_relationship_workspace_id_4d6f1eae_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_relationtype
    ADD CONSTRAINT people_relationtype_replacement_id_54304ab7_fk_people_re FOREIGN KEY (workspace_id, replacement_id) REFERENCES public.people_relationtype(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_relationtype
    ADD CONSTRAINT people_relationtype_workspace_id_89458ab5_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_release
    ADD CONSTRAINT people_release_client_id_ca6505fd_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_release
    ADD CONSTRAINT people_release_relationship_id_a44bc33a_fk_people_re FOREIGN KEY (workspace_id, relationship_id) REFERENCES public.people_relationship(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_release
    ADD CONSTRAINT people_release_workspace_id_4d211639_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_savedview
    ADD CONSTRAINT people_savedview_owner_id_597414a7_fk_tenancy_member_id FOREIGN KEY (workspace_id, owner_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_savedview
    ADD CONSTRAINT people_savedview_workspace_id_2063502e_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_sectionvalues
    ADD CONSTRAINT people_sectionvalues_person_id_08077829_fk_people_person_id FOREIGN KEY (workspace_id, person_id) REFERENCES public.people_person(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_sectionvalues
    ADD CONSTRAINT people_sectionvalues_section_id_f67c4eec_fk_people_fi FOREIGN KEY (workspace_id, section_id) REFERENCES public.people_fieldsection(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_sectionvalues
    ADD CONSTRAINT people_sectionvalues_workspace_id_eab8841e_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_sharing
    ADD CONSTRAINT people_sharing_client_id_3eb5a615_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_sharing
    ADD CONSTRAINT people_sharing_relationship_id_1b177a18_fk_people_re FOREIGN KEY (workspace_id, relationship_id) REFERENCES public.people_relationship(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_sharing
    ADD CONSTRAINT people_sharing_workspace_id_00ad5ff9_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_status
    ADD CONSTRAINT people_status_replacement_id_2abe2308_fk_people_status_id FOREIGN KEY (workspace_id, replacement_id) REFERENCES public.people_status(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_status
    ADD CONSTRAINT people_status_workspace_id_da156d1c_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_tag
    ADD CONSTRAINT people_tag_workspace_id_9c9346c3_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_task
    ADD CONSTRAINT people_task_client_id_21f5cc58_fk_people_client_id FOREIGN KEY (workspace_id, client_id) REFERENCES public.people_client(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_task
    ADD CONSTRAINT people_task_created_by_id_6d4b9669_fk_tenancy_member_id FOREIGN KEY (workspace_id, created_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_task
    ADD CONSTRAINT people_task_done_by_id_6cb7cd58_fk_tenancy_member_id FOREIGN KEY (workspace_id, done_by_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_task
    ADD CONSTRAINT people_task_workspace_id_9c37bb3e_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_taskassignment
    ADD CONSTRAINT people_taskassignmen_workspace_id_5aa297c3_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_taskassignment
    ADD CONSTRAINT people_taskassignment_member_id_aa671c96_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_taskassignment
    ADD CONSTRAINT people_taskassignment_task_id_2381ba61_fk_people_task_id FOREIGN KEY (workspace_id, task_id) REFERENCES public.people_task(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_taskmail
    ADD CONSTRAINT people_taskmail_member_id_df06546c_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.people_taskmail
    ADD CONSTRAINT people_taskmail_workspace_id_fec271d6_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;


ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;


ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);


ALTER TABLE ONLY public.tenancy_counter
    ADD CONSTRAINT tenancy_counter_workspace_id_c9d17769_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tenancy_member
    ADD CONSTRAINT tenancy_member_user_id_0ac70601_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tenancy_member
    ADD CONSTRAINT tenancy_member_workspace_id_5a910a18_fk_tenancy_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tenancy_submission
    ADD CONSTRAINT tenancy_submission_member_id_5c1a05df_fk_tenancy_member_id FOREIGN KEY (workspace_id, member_id) REFERENCES public.tenancy_member(workspace_id, id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.tenancy_submission
    ADD CONSTRAINT tenancy_submission_workspace_id_4d9413d5_fk_tenancy_w FOREIGN KEY (workspace_id) REFERENCES public.tenancy_workspace(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workspaces_registration
    ADD CONSTRAINT workspaces_registration_user_id_97f58f74_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_seal ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_absence ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_appointment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_appointmentmember ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_appointmentresource ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_appointmentstatus ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_attendance ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_automation ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_automationrun ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_bookingrules ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_calendarfeed ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_calendarsettings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_freedslot ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_hoursexception ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_occupancy ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_onlinebooking ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_place ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_resource ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_series ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_service ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_servicemember ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_serviceplace ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_slothold ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_slotoffer ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_waitingmember ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_waitingwish ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_workweek ENABLE ROW LEVEL SECURITY;

CREATE POLICY desk ON public.help_message FOR SELECT USING ((current_setting('kartei.ticket_desk'::text, true) = 'on'::text));


CREATE POLICY desk ON public.help_ticket FOR SELECT USING ((current_setting('kartei.ticket_desk'::text, true) = 'on'::text));


ALTER TABLE public.files_blob ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.help_message ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.help_ticket ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_mailaccount ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_practicemail ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON public.tenancy_member FOR SELECT USING ((user_id = (NULLIF(current_setting('kartei.user_id'::text, true), ''::text))::uuid));


ALTER TABLE public.people_address ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_assignment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_bulkact ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_bulkchange ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_client ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_clienttag ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_consent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_conversion ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_defaultview ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_duplicatepair ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_email ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_externalid ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_field ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_fieldfile ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_fieldsection ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_import ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_importchange ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_importrow ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_merge ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_mergemove ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_person ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_phone ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_photo ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_profile ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_relationship ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_relationtype ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_release ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_savedview ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_sectionvalues ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_sharing ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_status ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_tag ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_task ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_taskassignment ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.people_taskmail ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tenancy_counter ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tenancy_member ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tenancy_submission ENABLE ROW LEVEL SECURITY;

CREATE POLICY workspace ON public.audit_event USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.audit_seal USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_absence USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_appointment USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_appointmentmember USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_appointmentresource USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_appointmentstatus USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_attendance USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_automation USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_automationrun USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_bookingrules USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_calendarfeed USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_calendarsettings USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_freedslot USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_hoursexception USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_occupancy USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_onlinebooking USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_place USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_resource USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_series USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_service USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_servicemember USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_serviceplace USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_slothold USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_slotoffer USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_waitingmember USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_waitingwish USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.calendar_workweek USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.files_blob USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.help_message USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.help_ticket USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.inbox_mailaccount USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.inbox_practicemail USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_address USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_assignment USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_bulkact USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_bulkchange USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_client USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_clienttag USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_consent USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_conversion USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_defaultview USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_duplicatepair USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_email USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_externalid USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_field USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_fieldfile USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_fieldsection USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_import USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_importchange USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_importrow USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_merge USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_mergemove USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_person USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_phone USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_photo USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_profile USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_relationship USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_relationtype USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_release USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_savedview USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_sectionvalues USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_sharing USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_status USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_tag USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_task USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_taskassignment USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.people_taskmail USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.tenancy_counter USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.tenancy_member USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


CREATE POLICY workspace ON public.tenancy_submission USING ((workspace_id = (NULLIF(current_setting('kartei.workspace_id'::text, true), ''::text))::uuid));


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.account_emailaddress_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_addresschange TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_login TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO kartei_app;


GRANT SELECT,INSERT ON TABLE public.audit_event TO kartei_app;


GRANT SELECT,INSERT ON TABLE public.audit_instanceevent TO kartei_app;


GRANT SELECT,INSERT ON TABLE public.audit_instanceseal TO kartei_app;


GRANT SELECT,INSERT ON TABLE public.audit_seal TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.backup_nightlybackup TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.cache TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_absence TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_appointment TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_appointmentmember TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_appointmentresource TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_appointmentstatus TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_attendance TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_automation TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_automationrun TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_bookingrules TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_calendarfeed TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_calendarsettings TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_freedslot TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_hoursexception TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_occupancy TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_onlinebooking TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_place TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_resource TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_series TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_service TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_servicemember TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_serviceplace TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_slothold TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_slotoffer TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_waitingmember TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_waitingwish TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.calendar_workweek TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO kartei_app;


GRANT SELECT ON TABLE public.django_migrations TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.django_migrations_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.files_blob TO kartei_app;


GRANT SELECT,INSERT ON TABLE public.help_message TO kartei_app;


GRANT SELECT,INSERT,UPDATE ON TABLE public.help_ticket TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.help_ticket_number TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_instancemail TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_mailaccount TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_practicemail TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.mfa_authenticator_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_address TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_assignment TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_bulkact TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_bulkchange TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_client TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_clienttag TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_consent TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_conversion TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_defaultview TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_duplicatepair TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_email TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_externalid TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_field TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_fieldfile TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_fieldsection TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_import TO kartei_app;


GRANT SELECT,INSERT ON TABLE public.people_importchange TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_importrow TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_merge TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_mergemove TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_person TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_phone TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_photo TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_profile TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_relationship TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_relationtype TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_release TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_savedview TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_sectionvalues TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_sharing TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_status TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_tag TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_task TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_taskassignment TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.people_taskmail TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_events TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_events_id_seq TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO kartei_app;


GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tenancy_counter TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tenancy_member TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tenancy_submission TO kartei_app;


GRANT SELECT,INSERT,UPDATE ON TABLE public.tenancy_workspace TO kartei_app;


GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.workspaces_registration TO kartei_app;


ALTER DEFAULT PRIVILEGES FOR ROLE kartei_owner GRANT SELECT,USAGE ON SEQUENCES TO kartei_app;


ALTER DEFAULT PRIVILEGES FOR ROLE kartei_owner GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO kartei_app;



