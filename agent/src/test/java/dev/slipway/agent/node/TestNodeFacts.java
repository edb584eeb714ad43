package dev.slipway.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.DataSize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TestNodeFacts {
    @Test
    void theServerIsToldWhereTasksAreReached() {
        assertThat(NodeFacts.of(settings("10.1.2.3"), Map.of()).attributes()).containsEntry("node.address", "10.1.2.3");
        assertThat(NodeFacts.of(settings(null), Map.of()).attributes()).containsEntry("node.address", "127.0.0.1");
    }

    private static NodeSettings settings(@Nullable String address) {
        return new NodeSettings("one", null, 1_000, DataSize.ofMebibytes(64), List.of("mock"), address);
    }
}
