package dev.slipway.provisioners.sandbox;

import dev.slipway.model.spi.ProgramRunner.Access;
import dev.slipway.model.spi.ProgramRunner.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command line of bubblewrap: own process, IPC, host-name and session space, no capabilities, the system's programs
 * read-only, nothing of the host's data. Values of the environment are inherited and never stand on the command line.
 */
final class Bubblewrap {
    private static final List<String> SYSTEM_LINKS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64");
    private static final List<String> SYSTEM_FILES = List.of(
            "/etc/ssl",
            "/etc/pki",
            "/etc/ca-certificates",
            "/etc/resolv.conf",
            "/etc/hosts",
            "/etc/host.conf",
            "/etc/nsswitch.conf",
            "/etc/gai.conf",
            "/etc/services",
            "/etc/protocols",
            "/etc/passwd",
            "/etc/group",
            "/etc/localtime",
            "/etc/alternatives",
            "/etc/ld.so.cache");

    private final Path program;

    Bubblewrap(Path program) {
        this.program = program;
    }

    List<String> wrap(Program child, List<String> command) {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"));
        line.addAll(List.of("--hostname", "slipway", "--new-session", "--cap-drop", "ALL"));
        addIsolation(line, child.access());
        addSystem(line);
        line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        child.access().readable().forEach(path -> bind(line, "--ro-bind", path));
        child.access().writable().forEach(path -> bind(line, "--bind", path));
        line.addAll(List.of("--chdir", child.directory().toAbsolutePath().toString(), "--"));
        line.addAll(command);
        return line;
    }

    private static void addIsolation(List<String> line, Access access) {
        if (!access.network()) {
            line.add("--unshare-net");
        }
        if (!access.outlivesParent()) {
            line.add("--die-with-parent");
        }
    }

    private static void addSystem(List<String> line) {
        line.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : SYSTEM_LINKS) {
            Path path = Path.of(name);
            if (Files.isSymbolicLink(path)) {
                line.addAll(List.of("--symlink", "usr" + name, name));
            } else if (Files.isDirectory(path)) {
                bind(line, "--ro-bind", path);
            }
        }
        for (String name : SYSTEM_FILES) {
            line.addAll(List.of("--ro-bind-try", name, name));
        }
    }

    private static void bind(List<String> line, String how, Path path) {
        String text = path.toAbsolutePath().toString();
        line.addAll(List.of(how, text, text));
    }
}
