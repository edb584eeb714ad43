package dev.slipway.stack.idp;

import java.util.List;

/**
 * Somebody the demonstration's identity provider knows.
 *
 * @param name subject and client id
 * @param title name to show
 * @param groups groups claim
 */
public record DemoPerson(String name, String title, List<String> groups) {
    /** Everybody. */
    public static final List<DemoPerson> ALL = List.of(
            new DemoPerson("ci", "CI of the demo", List.of("ci")),
            new DemoPerson("olivia", "Olivia Operator", List.of("operators", "developers")),
            new DemoPerson("dora", "Dora Developer", List.of("developers")),
            new DemoPerson("lena", "Lena Lead", List.of("leads", "developers")));

    public DemoPerson {
        groups = List.copyOf(groups);
    }

    /** Name of the file that holds the client secret. */
    public String secretName() {
        return "person-" + name;
    }
}
