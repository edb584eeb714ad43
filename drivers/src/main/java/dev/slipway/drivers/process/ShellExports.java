package dev.slipway.drivers.process;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Environment variables as a script a shell can read. */
public final class ShellExports {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ShellExports() {}

    /** Whether a shell can export a variable of this name. */
    public static boolean possible(String name) {
        return NAME.matcher(name).matches();
    }

    /** One {@code export} per {@code NAME=value}; entries whose name a shell cannot export are left out. */
    public static String of(List<String> environment) {
        return environment.stream()
                .filter(entry -> entry.indexOf('=') > 0)
                .filter(entry -> possible(entry.substring(0, entry.indexOf('='))))
                .map(ShellExports::export)
                .collect(Collectors.joining());
    }

    private static String export(String entry) {
        int split = entry.indexOf('=');
        String value = entry.substring(split + 1).replace("'", "'\\''");
        return "export " + entry.substring(0, split) + "='" + value + "'\n";
    }
}
