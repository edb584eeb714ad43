package dev.slipway.drivers.exec;

import dev.slipway.drivers.durable.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code /etc} of a sandbox: made up where the host's would tell about its people, taken from it where it is public. */
final class SandboxFiles {
    private static final List<String> PUBLIC = List.of(
            "alternatives",
            "ca-certificates",
            "ca-certificates.conf",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "localtime",
            "mime.types",
            "pki/tls/certs",
            "protocols",
            "resolv.conf",
            "services",
            "ssl/certs",
            "ssl/openssl.cnf",
            "timezone");
    private final Path folder;
    private final Path hostEtc;

    SandboxFiles(Path folder, Path hostEtc) {
        this.folder = folder;
        this.hostEtc = hostEtc;
    }

    /** Arguments of bubblewrap that make up {@code /etc}. */
    List<String> arguments(long user) {
        List<String> arguments = new ArrayList<>();
        made(user).forEach((name, content) -> {
            Path file = folder.resolve(user + "-" + name);
            if (!AtomicFiles.read(file).equals(Optional.of(content))) {
                AtomicFiles.write(file, content);
                readable(file);
            }
            arguments.addAll(List.of("--ro-bind", file.toString(), "/etc/" + name));
        });
        Stream.concat(PUBLIC.stream(), javaFolders()).forEach(name -> {
            Path file = hostEtc.resolve(name);
            if (Files.exists(file)) {
                arguments.addAll(List.of("--ro-bind", real(file).toString(), "/etc/" + name));
            }
        });
        return arguments;
    }

    private static Map<String, String> made(long user) {
        return Map.of(
                "passwd",
                "root:x:0:0:root:/root:/usr/sbin/nologin\ntask:x:" + user + ":" + user
                        + ":task:/slipway/task:/bin/sh\n",
                "group",
                "root:x:0:\ntask:x:" + user + ":\n",
                "hosts",
                "127.0.0.1 localhost\n::1 localhost\n",
                "nsswitch.conf",
                "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    private Stream<String> javaFolders() {
        try (Stream<Path> files = Files.list(hostEtc)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("java-\\d+-openjdk"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + hostEtc, e);
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot follow " + file, e);
        }
    }

    private static void readable(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file + " for reading", e);
        }
    }
}
