package dev.slipway.store.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementException;

/** Transitions and the decisions they ride on: one allow, unexpired, of this run and step, used for one transition. */
public final class Transitions {
    private static final String FOREIGN_KEY = "23503";
    private static final String CHECK = "23514";

    private Transitions() {}

    /**
     * Uses the decision for the transition; the same transition made again changes nothing, also after the decision's
     * time is over.
     *
     * @throws SlipwayException TRANSITION_REFUSED when the decision is unknown, a denial, expired, of something else or
     *     was used for another transition
     */
    public static void ride(Handle handle, Transition transition) {
        try {
            if (insert(handle, transition) == 1) {
                return;
            }
        } catch (StatementException e) {
            throw refused(transition, e);
        }
        if (!made(handle, transition)) {
            throw new SlipwayException(
                    ErrorCode.TRANSITION_REFUSED,
                    "decision " + transition.decisionId() + " does not exist or was used for something else");
        }
    }

    private static boolean made(Handle handle, Transition transition) {
        return handle.createQuery("""
                        select exists (select 1 from transition where decision_id = :decisionId
                            and workflow_id = :workflowId and generation = :generation and stage = :stage
                            and step = :step and transition = :name)""")
                .bindMethods(transition)
                .mapTo(Boolean.class)
                .one();
    }

    private static int insert(Handle handle, Transition transition) {
        return handle.createUpdate("""
                        insert into transition
                            (workflow_id, generation, stage, step, transition, decision_id, input_digest)
                        select :workflowId, :generation, :stage, :step, :name, id, input_digest
                        from decision where id = :decisionId
                            and not exists (select 1 from transition where decision_id = :decisionId)
                        on conflict (decision_id) do nothing""").bindMethods(transition).execute();
    }

    private static RuntimeException refused(Transition transition, StatementException e) {
        String state = e.getCause() instanceof SQLException cause ? cause.getSQLState() : "";
        if (FOREIGN_KEY.equals(state) || CHECK.equals(state)) {
            return new SlipwayException(
                    ErrorCode.TRANSITION_REFUSED,
                    "decision " + transition.decisionId() + " does not allow to " + transition.name() + " in step "
                            + transition.step(),
                    e);
        }
        return e;
    }
}
