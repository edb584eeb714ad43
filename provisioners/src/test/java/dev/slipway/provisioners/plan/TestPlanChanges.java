package dev.slipway.provisioners.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestPlanChanges {
    private static final PlanChanges ALLOWED = plan(
            change("a", "create", "{\"input\":\"x\"}", "{\"id\":true}", ""),
            change("b", "update", "{\"input\":{\"list\":[1,2]}}", "{}", ""),
            change("c", "delete\",\"create", "{\"input\":\"y\"}", "{}", ""),
            change("d", "delete", "null", "false", ""),
            change("e", "no-op", "{}", "{}", ""),
            change("f", "read", "{}", "{}", ""));

    @Test
    void countsWhatItDoes() {
        assertThat(ALLOWED.creates()).isEqualTo(2);
        assertThat(ALLOWED.updates()).isEqualTo(1);
        assertThat(ALLOWED.deletes()).isEqualTo(2);
    }

    @Test
    void theRestOfAnAllowedPlanStaysWithinIt() {
        assertThat(plan().beyond(ALLOWED)).isEmpty();
        assertThat(ALLOWED.beyond(ALLOWED)).isEmpty();
        PlanChanges rest = plan(
                change("a", "create", "{\"input\":\"x\",\"id\":\"known by now\"}", "{}", ""),
                change("c", "create", "{\"input\":\"y\"}", "{}", ""));
        assertThat(rest.beyond(ALLOWED)).isEmpty();
    }

    @Test
    void whatWasCreatedHalfMayBeReplaced() {
        assertThat(plan(change(
                                "a",
                                "delete\",\"create",
                                "{\"input\":\"x\"}",
                                "{\"id\":true}",
                                "replace_because_tainted"))
                        .beyond(ALLOWED))
                .isEmpty();
        assertThat(plan(change("a", "delete\",\"create", "{\"input\":\"x\"}", "{\"id\":true}", "replace_by_request"))
                        .beyond(ALLOWED))
                .containsExactly("a");
    }

    @Test
    void anythingElseGoesBeyond() {
        assertThat(plan(change("z", "create", "{}", "{}", "")).beyond(ALLOWED)).containsExactly("z");
        assertThat(plan(change("b", "delete", "null", "false", "")).beyond(ALLOWED))
                .containsExactly("b");
        assertThat(plan(change("a", "create", "{\"input\":\"other\"}", "{\"id\":true}", ""))
                        .beyond(ALLOWED))
                .containsExactly("a");
        assertThat(plan(change("a", "create", "{\"input\":\"x\",\"extra\":1}", "{\"id\":true}", ""))
                        .beyond(ALLOWED))
                .containsExactly("a");
        assertThat(plan(change("a", "create", "{}", "{\"input\":true,\"id\":true}", ""))
                        .beyond(ALLOWED))
                .containsExactly("a");
        assertThat(plan(change("b", "update", "{\"input\":{\"list\":[1,2,3]}}", "{}", ""))
                        .beyond(ALLOWED))
                .containsExactly("b");
        assertThat(plan(change("e", "update", "{}", "{}", "")).beyond(ALLOWED)).containsExactly("e");
    }

    private static PlanChanges plan(String... changes) {
        return PlanChanges.of("{\"resource_changes\":[" + String.join(",", changes) + "]}");
    }

    private static String change(String address, String actions, String after, String unknown, String reason) {
        return """
                {"address":"%s","action_reason":"%s","change":{"actions":["%s"],"after":%s,"after_unknown":%s}}""".formatted(address, reason, actions, after, unknown);
    }
}
