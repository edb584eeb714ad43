package dev.slipway.cli.show;

import dev.slipway.cli.session.Session;
import dev.slipway.model.api.ActionView;

/** An action that was accepted. */
public final class ActionText {
    private ActionText() {}

    public static void print(Session session, ActionView action) {
        if (session.json()) {
            session.out().json(action);
            return;
        }
        String stage = action.stage().equals(StepRows.NONE) ? "" : " of stage " + action.stage();
        String target = action.target().isEmpty() ? "" : ", " + action.target();
        session.out().line(action.kind() + stage + " accepted, signed for " + action.principalName() + target);
    }
}
