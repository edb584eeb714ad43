package dev.slipway.model.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Order and cycles of things that name what they need. Names nobody has are left out of account. */
public final class Graph {
    private Graph() {}

    /** Each item after those it needs, otherwise in the given order; items of a cycle come last. */
    public static <T> List<T> ordered(List<T> items, Function<T, String> name, Function<T, List<String>> needs) {
        Set<String> known = new HashSet<>(items.stream().map(name).toList());
        List<T> waiting = new ArrayList<>(items);
        List<T> ordered = new ArrayList<>();
        Set<String> done = new HashSet<>();
        while (!waiting.isEmpty()) {
            T next = waiting.stream()
                    .filter(item ->
                            needs.apply(item).stream().allMatch(need -> !known.contains(need) || done.contains(need)))
                    .findFirst()
                    .orElse(waiting.getFirst());
            waiting.remove(next);
            done.add(name.apply(next));
            ordered.add(next);
        }
        return ordered;
    }

    /** The names along each cycle, first one repeated at the end; each cycle once. */
    public static List<List<String>> cycles(Map<String, List<String>> needs) {
        List<List<String>> found = new ArrayList<>();
        Set<String> finished = new HashSet<>();
        for (String start : needs.keySet()) {
            walk(start, needs, new LinkedHashSet<>(), finished, found);
        }
        return found;
    }

    /** Names with what they need, in order. */
    public static <T> Map<String, List<String>> edges(
            List<T> items, Function<T, String> name, Function<T, List<String>> needs) {
        Map<String, List<String>> edges = new LinkedHashMap<>();
        items.forEach(item -> edges.put(name.apply(item), needs.apply(item)));
        return edges;
    }

    private static void walk(
            String name,
            Map<String, List<String>> needs,
            LinkedHashSet<String> path,
            Set<String> finished,
            List<List<String>> found) {
        if (finished.contains(name) || !needs.containsKey(name)) {
            return;
        }
        if (!path.add(name)) {
            List<String> cycle = new ArrayList<>(path);
            cycle = new ArrayList<>(cycle.subList(cycle.indexOf(name), cycle.size()));
            cycle.add(name);
            found.add(List.copyOf(cycle));
            return;
        }
        for (String need : needs.getOrDefault(name, List.of())) {
            walk(need, needs, path, finished, found);
        }
        path.removeLast();
        finished.add(name);
    }
}
