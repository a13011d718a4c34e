package org.nrm.pathway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.web.Conflict;
import org.nrm.web.Cursor;
import org.nrm.web.NotThere;
import org.nrm.web.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The open tasks and who sees them. As long as no agency of the role is on the case, every agency of the role in the case's region
 * sees a task; the first to claim one is assigned, and from then on only its staff see that role's tasks of the case. Every call
 * checks that itself; the engine checks nobody.
 */
@Component
@Transactional(readOnly = true)
public class OpenTasks {

    static final String SELECT = """
            select t.task_id, t.name, t.case_ref, t.process, t.element, t.strand, t.role, t.form, t.created, t.due, t.assignee, t.escalated, t.version,
                   coalesce(t.agency, a.agency) as agency
              from open_task t left join case_assignment a on a.case_ref = t.case_ref and a.role = t.role
            """;

    private static final String VISIBLE =
            " t.role in (:roles) and (a.agency = :agency or a.agency is null and t.region = :region) ";

    /** Soonest due first; those without a date last. */
    static final String ORDER = "order by coalesce(t.due, :never), t.task_id fetch first :limit rows only";

    /** Where a page begins in that order. */
    static final String AFTER =
            "and (coalesce(t.due, :never) > :due or coalesce(t.due, :never) = :due and t.task_id > :id) ";

    private final JdbcClient jdbc;

    OpenTasks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A page of the actor's inbox: own role and agency only, soonest due first. */
    public List<OpenTask> inbox(Actor actor, TaskQuery query) {
        return select(actor, VISIBLE, query);
    }

    /** A page of what has been escalated to the actor: to a lead of the agency that has the task, or to a coordinator. */
    public List<OpenTask> escalatedTo(Actor actor, TaskQuery query) {
        if (actor.holds("coordinator")) return select(actor, " t.escalated = 'coordinator' ", query);
        if (!actor.lead()) return List.of();
        return select(
                actor,
                " t.escalated is not null and t.role in (:roles) and (t.agency = :agency or a.agency = :agency) ",
                query);
    }

    private List<OpenTask> select(Actor actor, String which, TaskQuery query) {
        var sql = new StringBuilder(SELECT).append("where ").append(which);
        var claimed = query.claimed();
        if (claimed != null)
            sql.append(
                    switch (claimed) {
                        case NONE -> "and t.assignee is null ";
                        case ME -> "and t.assignee = :user ";
                        case AGENCY -> "and t.assignee is not null and t.agency = :agency ";
                        case COLLEAGUES -> "and t.assignee <> :user and t.agency = :agency ";
                    });
        if (query.strand() != null) sql.append("and t.strand = :strand ");
        if (query.text() != null) sql.append("and t.case_ref like :text escape '!' ");
        var after = query.after();
        return jdbc.sql(sql.append(AFTER).append(ORDER).toString())
                .param("roles", roles(actor))
                .param("agency", actor.agency())
                .param("region", actor.region())
                .param("user", actor.user())
                .param("strand", query.strand())
                .param(
                        "text",
                        query.text() == null ? null : "%" + escaped(query.text().toUpperCase(Locale.ROOT)) + "%")
                .param("never", Cursor.LAST.atOffset(ZoneOffset.UTC))
                .param("due", after.time().atOffset(ZoneOffset.UTC))
                .param("id", after.id())
                .param("limit", query.limit())
                .query(OpenTasks::openTask)
                .list();
    }

    /** The task, if the actor may see it. */
    public Optional<OpenTask> find(Actor actor, String id) {
        return jdbc.sql(SELECT + "where t.task_id = :id and" + VISIBLE)
                .param("id", id)
                .param("roles", roles(actor))
                .param("agency", actor.agency())
                .param("region", actor.region())
                .query(OpenTasks::openTask)
                .optional();
    }

    /** All open tasks of the case, for who may read the case. */
    public List<OpenTask> ofCase(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where t.case_ref = :ref order by t.created, t.task_id")
                .param("ref", caseRef.value())
                .query(OpenTasks::openTask)
                .list();
    }

    /** Why there is no such task for the actor: TAKEN for who holds its role in the case's region and comes too late, else NOT_THERE. */
    Refusal notFor(Actor actor, String id) {
        var taken = jdbc.sql(
                        "select count(*) from open_task where task_id = :id and role in (:roles) and region = :region and assignee is not null")
                .param("id", id)
                .param("roles", roles(actor))
                .param("region", actor.region())
                .query(Long.class)
                .single();
        return taken > 0 ? new Conflict(Conflict.Reason.TAKEN) : new NotThere();
    }

    /** SQL takes no empty list; an agency without a role sees nothing. */
    static Collection<String> roles(Actor actor) {
        return actor.roles().isEmpty() ? List.of("") : actor.roles();
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    static OpenTask openTask(ResultSet row, int number) throws SQLException {
        var due = row.getObject("due", OffsetDateTime.class);
        return new OpenTask(
                row.getString("task_id"),
                row.getString("name"),
                new CaseRef(row.getString("case_ref")),
                row.getString("process"),
                row.getString("element"),
                row.getString("strand"),
                row.getString("role"),
                row.getString("agency"),
                row.getString("form"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                due == null ? null : due.toInstant(),
                row.getString("assignee"),
                row.getString("escalated"),
                row.getInt("version"));
    }
}
