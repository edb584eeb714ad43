package dev.slipway.test.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between rooms. Packages named {@code main} are composition roots and may see everything. */
final class TestRooms {
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("model", List.of()),
            Map.entry("identity", List.of("model")),
            Map.entry("policies", List.of("model")),
            Map.entry("audit", List.of("model")),
            Map.entry("drivers", List.of("model")),
            Map.entry("provisioners", List.of("model")),
            Map.entry("store", List.of("model")),
            Map.entry("client", List.of("model")),
            Map.entry("workflows", List.of("model")),
            Map.entry("scheduler", List.of("model", "store")),
            Map.entry("activities", List.of("workflows", "model", "store", "identity", "policies", "audit")),
            Map.entry("worker", List.of("activities", "workflows", "scheduler", "store", "audit", "model")),
            Map.entry("apiserver", List.of("store", "identity", "policies", "audit", "workflows", "model")),
            Map.entry("agent", List.of("drivers", "client", "model")),
            Map.entry("cli", List.of("client", "model", "audit", "workflows")));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.slipway");
    }

    @Test
    void arrowsPointOnlyWhereTheDesignLetsThem() {
        LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room : MAY_USE.keySet()) {
            rooms = rooms.layer(room).definedBy("dev.slipway." + room + "..");
        }
        rooms = rooms.layer("stack").definedBy("dev.slipway.stack..");
        rooms = rooms.layer("roots").definedBy("dev.slipway.*.main..");
        for (String room : MAY_USE.keySet()) {
            List<String> users = new ArrayList<>(List.of("stack", "roots"));
            MAY_USE.forEach((user, used) -> {
                if (used.contains(room)) {
                    users.add(user);
                }
            });
            rooms = rooms.whereLayer(room).mayOnlyBeAccessedByLayers(users.toArray(String[]::new));
        }
        rooms.check(classes);
    }

    @Test
    void workflowsKnowNothingButTheJdkTemporalAndTheModel() {
        noClasses()
                .that()
                .resideInAPackage("dev.slipway.workflows..")
                .and()
                .doNotHaveSimpleName("PayloadConverters")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "io.temporal..",
                        "dev.slipway.workflows..",
                        "dev.slipway.model..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.slipway.workflows..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.slipway.model.files..")
                .check(classes);
    }

    @Test
    void workflowsAskNoClockNoChanceAndNoOutside() {
        for (Class<?> forbidden : List.of(
                java.util.Random.class,
                java.security.SecureRandom.class,
                java.util.concurrent.ThreadLocalRandom.class,
                java.util.concurrent.ExecutorService.class,
                java.time.Clock.class,
                Thread.class,
                java.io.File.class,
                java.nio.file.Files.class,
                java.net.Socket.class,
                java.net.http.HttpClient.class)) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.slipway.workflows..")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(forbidden)
                    .check(classes);
        }
        for (String clock : List.of("currentTimeMillis", "nanoTime")) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.slipway.workflows..")
                    .should()
                    .callMethod(System.class, clock)
                    .check(classes);
        }
        noClasses()
                .that()
                .resideInAPackage("dev.slipway.workflows..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(classes);
    }

    @Test
    void onlyWorkflowsActivitiesAndProcessesKnowTemporal() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.slipway.workflows..",
                        "dev.slipway.activities..",
                        "dev.slipway.worker..",
                        "dev.slipway.apiserver..",
                        "dev.slipway.cli..",
                        "dev.slipway.stack..",
                        "dev.slipway.*.main..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.temporal..")
                .check(classes);
    }
}
