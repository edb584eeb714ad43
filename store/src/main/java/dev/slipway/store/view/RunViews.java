package dev.slipway.store.view;

import dev.slipway.model.RunState;
import dev.slipway.model.api.ActionView;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs as people see them. */
public final class RunViews {
    private final Database database;
    private final String temporalUi;

    /** @param temporalUi address a workflow id is appended to; empty when there is no Temporal UI */
    public RunViews(Database database, String temporalUi) {
        this.database = database;
        this.temporalUi = temporalUi;
    }

    public Optional<RunView> run(String id) {
        return database.jdbi().withExtension(RunRows.class, rows -> rows.run(id, temporalUi));
    }

    /** The run as the open transaction sees it. */
    public RunView run(Handle handle, String id) {
        return handle.attach(RunRows.class).run(id, temporalUi).orElseThrow();
    }

    /** Newest first. */
    public Page<RunView> list(RunFilter filter, int limit, @Nullable String next) {
        Cursor.@Nullable Place place = Cursor.place(next);
        if (filter.projects().isEmpty()) {
            return new Page<>(List.of(), null);
        }
        RunState state = filter.state();
        List<RunView> runs = database.jdbi()
                .withExtension(
                        RunRows.class,
                        rows -> rows.list(
                                filter.projects(),
                                filter.pipeline(),
                                state == null ? null : state.text(),
                                place == null ? null : place.time(),
                                place == null ? null : place.id(),
                                limit + 1,
                                temporalUi));
        return Pages.cut(runs, limit, run -> Cursor.of(run.createdAt(), run.id()));
    }

    /**
     * Everything of one run as it was at one moment: the run says the same as its steps. A transaction of its own, so not
     * to be called within another one.
     */
    public Optional<RunDetail> detail(String id) {
        return database.inSnapshot(handle -> {
            RunRows rows = handle.attach(RunRows.class);
            return rows.run(id, temporalUi).map(run -> {
                List<ActionView> actions = rows.actions(id);
                return new RunDetail(
                        run,
                        rows.steps(id),
                        rows.decisions(id),
                        rows.approvals(id).stream()
                                .map(wait -> approval(wait, actions))
                                .toList(),
                        actions,
                        rows.artifacts(id),
                        rows.deployments(id));
            });
        });
    }

    /** Only approvals the run has checked and used up count as given; a row alone proves nothing. */
    private static ApprovalView approval(RunRows.Approval wait, List<ActionView> actions) {
        String stage = wait.detail().path("stage").asText("-");
        String digest = wait.detail().path("digest").asText("");
        List<String> given = actions.stream()
                .filter(action -> action.usedAt() != null
                        && action.kind().equals("approve")
                        && action.stage().equals(stage)
                        && action.target().equals(digest))
                .map(ActionView::principalName)
                .toList();
        int required = wait.detail().path("required").asInt(1);
        return new ApprovalView(stage, digest, required, given, wait.open());
    }
}
