package dev.slipway.test.stack;

/** Job files on the mock driver, which runs nothing and behaves as told. */
public final class MockJob {
    private MockJob() {}

    /** A service that is well as soon as it runs; {@code label} makes versions differ. */
    public static String healthy(String label) {
        return service(label, "{}");
    }

    /** A service whose task ends badly right after its start. */
    public static String unhealthy(String label) {
        return service(label, "{runFor: 100ms, exitCode: 1}");
    }

    /** A service with a configuration of the driver's. */
    public static String service(String label, String config) {
        return """
                type: service
                update: {maxParallel: 1, minHealthyTime: 0s, healthyDeadline: 10s, progressDeadline: 30s, autoRevert: true}
                meta: {owner: testers}
                groups:
                  - name: web
                    count: 1
                    restart: {attempts: 0, interval: 1m, delay: 1s, mode: fail}
                    tasks:
                      - name: web
                        driver: mock
                        config: %s
                        env: {LABEL: %s}
                        resources: {cpu: 10, memory: 8MiB}
                """.formatted(config, label);
    }
}
