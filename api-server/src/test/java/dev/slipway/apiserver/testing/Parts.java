package dev.slipway.apiserver.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.stream.Stream;

/** What all tests of one Java process share because it is slow to start: policy engine and identity provider. */
final class Parts {
    private Parts() {}

    static PolicyServer policy() {
        return Shared.POLICY;
    }

    static IdentityProvider identity() {
        return Shared.IDENTITY;
    }

    static Path folder() {
        return Shared.FOLDER;
    }

    private static final class Shared {
        static final Path FOLDER = makeFolder();
        static final IdentityProvider IDENTITY = identity();
        static final PolicyServer POLICY = policy();

        private static Path makeFolder() {
            try {
                return Files.createTempDirectory("slipway-api-test");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static IdentityProvider identity() {
            try {
                return IdentityProvider.start();
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static PolicyServer policy() {
            try {
                PolicyServer server = PolicyServer.start(Files.createDirectory(FOLDER.resolve("policy")));
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                    server.close();
                    delete(FOLDER);
                }));
                return server;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
