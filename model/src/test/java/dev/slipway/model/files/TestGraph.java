package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestGraph {
    @Test
    void keepsTheOrderOfTheFileWhereItMay() {
        Map<String, List<String>> needs = edges("d", "c", "b", "", "c", "b", "a", "");
        assertThat(Graph.ordered(List.copyOf(needs.keySet()), name -> name, needs::get))
                .containsExactly("b", "c", "d", "a");
    }

    @Test
    void findsEachCircleOnce() {
        assertThat(Graph.cycles(edges("a", "b", "b", "c", "c", "b", "d", "b"))).containsExactly(List.of("b", "c", "b"));
        assertThat(Graph.cycles(edges("a", "a"))).containsExactly(List.of("a", "a"));
        assertThat(Graph.cycles(edges("a", "b", "b", "", "c", "nowhere"))).isEmpty();
    }

    @Test
    void endsWhenItemsNeedEachOther() {
        Map<String, List<String>> needs = edges("a", "b", "b", "a");
        assertThat(Graph.ordered(List.copyOf(needs.keySet()), name -> name, needs::get))
                .containsExactly("a", "b");
    }

    private static Map<String, List<String>> edges(String... namesAndNeeds) {
        Map<String, List<String>> edges = new LinkedHashMap<>();
        for (int i = 0; i < namesAndNeeds.length; i += 2) {
            edges.put(namesAndNeeds[i], namesAndNeeds[i + 1].isEmpty() ? List.of() : List.of(namesAndNeeds[i + 1]));
        }
        return edges;
    }
}
