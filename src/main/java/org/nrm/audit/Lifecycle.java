package org.nrm.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nrm.ledger.Entry;
import org.nrm.rights.model.ModelElements.Kind;

/**
 * The entries of one case as transitions of the standard life cycle (IEEE 1849, 6.3). Steps that are no work of their own have none:
 * gateways, flows, and what the entries on the task itself tell already.
 */
final class Lifecycle {

    private static final List<String> NONE = List.of();
    private static final List<String> COMPLETE = List.of("complete");

    private final Set<String> begun = new HashSet<>();
    private boolean closed;

    /**
     * Of the next entry, in order.
     *
     * @param kind of its element; an activity, if that is not known
     */
    List<String> next(Entry entry, Kind kind) {
        var task = String.valueOf(entry.act().task());
        return switch (entry.act().type()) {
            case CASE_OPENED, CASE_REOPENED -> {
                closed = false;
                yield COMPLETE;
            }
            case CASE_CLOSED -> {
                closed = true;
                yield COMPLETE;
            }
            case TASK_CREATED -> List.of("schedule");
            case CLAIMED -> begun.add(task) ? List.of("assign", "start") : List.of("reassign");
            case UNCLAIMED -> List.of("reassign");
            case TASK_CANCELLED -> aborted(begun.contains(task));
            case ENTERED ->
                switch (kind) {
                    case ACTIVITY -> List.of("start");
                    case WAITING_EVENT -> List.of("schedule");
                    case EVENT -> COMPLETE;
                    case USER_TASK, GATEWAY, FLOW -> NONE;
                };
            case LEFT ->
                switch (kind) {
                    case ACTIVITY, WAITING_EVENT -> COMPLETE;
                    case EVENT, USER_TASK, GATEWAY, FLOW -> NONE;
                };
            case CANCELLED ->
                switch (kind) {
                    case ACTIVITY -> aborted(true);
                    case WAITING_EVENT -> aborted(false);
                    case EVENT, USER_TASK, GATEWAY, FLOW -> NONE;
                };
            case FLOW -> NONE;
            case RECORDED -> entry.act().task() == null ? COMPLETE : NONE;
            default -> COMPLETE;
        };
    }

    /** The case's end ends what is open; else it is withdrawn before it began, or given up after. */
    private List<String> aborted(boolean started) {
        if (closed) return List.of("pi_abort");
        return List.of(started ? "ate_abort" : "withdraw");
    }
}
