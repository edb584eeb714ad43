package dev.slipway.drivers.exec;

import dev.slipway.model.spi.TaskStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Command lines of bubblewrap: what a task sees, and how it loses every right before its first instruction. */
final class Sandbox {
    static final String WORK = "/slipway/task";
    static final String SECRETS = "/slipway/secrets";
    private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /** What the loader and the C library obey before a program's own code: kept from the one that still has rights. */
    private static final Pattern LOADER = Pattern.compile(
            "(LD_|GLIBC_|GCONV_|GETCONF_|LOC|LC_|LANG|NLS|MALLOC_|RES|HOSTALIASES|NIS_|TZ|TEXTDOMAIN).*");

    private final SandboxFiles files;

    Sandbox(SandboxFiles files) {
        this.files = files;
    }

    /** Arguments of bubblewrap and the task's command; nothing in them is secret. */
    List<String> arguments(TaskStart start, ExecConfig config, Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(
                List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try"));
        // The shim is the parent, not the agent: the task dies with the one who would tell how it ended.
        arguments.addAll(List.of("--new-session", "--die-with-parent", "--hostname", start.task()));
        arguments.addAll(List.of("--cap-drop", "ALL"));
        for (String capability : List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")) {
            arguments.addAll(List.of("--cap-add", capability));
        }
        arguments.addAll(system());
        // A folder bubblewrap makes by itself is closed to everybody but root.
        for (String folder : List.of("/etc", "/etc/ssl", "/etc/pki", "/etc/pki/tls", "/run", "/var", "/slipway")) {
            arguments.addAll(List.of("--perms", "0755", "--dir", folder));
        }
        arguments.addAll(files.arguments(config.user()));
        arguments.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"));
        arguments.addAll(List.of("--perms", "1777", "--tmpfs", "/tmp", "--symlink", "/tmp", "/var/tmp"));
        arguments.addAll(List.of("--bind", start.workDir().toString(), WORK));
        arguments.addAll(List.of("--ro-bind", start.secretsDir().toString(), SECRETS));
        arguments.addAll(List.of("--remount-ro", "/", "--chdir", WORK, "--"));
        arguments.addAll(dropRights(config.user()));
        arguments.addAll(late(environment));
        arguments.addAll(config.command().arguments());
        return arguments;
    }

    /** Options that set the environment, in the form bubblewrap reads from a file. */
    static String environmentOptions(Map<String, String> environment) {
        StringBuilder options = new StringBuilder();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!LOADER.matcher(name).matches()) {
                options.append("--setenv\0")
                        .append(name)
                        .append('\0')
                        .append(value)
                        .append('\0');
            }
        });
        return options.toString();
    }

    private static List<String> dropRights(long user) {
        return List.of(
                "/usr/bin/setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--");
    }

    private static List<String> late(Map<String, String> environment) {
        List<String> arguments = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (LOADER.matcher(name).matches()) {
                arguments.add(name + "=" + value);
            }
        });
        if (!arguments.isEmpty()) {
            arguments.addFirst("/usr/bin/env");
        }
        return arguments;
    }

    /** Options that show a task the programs and libraries of the system. */
    static List<String> system() {
        List<String> arguments = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : SYSTEM) {
            Path folder = Path.of("/", name);
            if (Files.isSymbolicLink(folder)) {
                arguments.addAll(List.of("--symlink", target(folder), "/" + name));
            } else if (Files.isDirectory(folder)) {
                arguments.addAll(List.of("--ro-bind", "/" + name, "/" + name));
            }
        }
        return arguments;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the link " + link, e);
        }
    }
}
