package dev.slipway.model;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and addresses that never leave the machine, as they are written; nothing is resolved. */
public final class Loopback {
    private static final Set<String> NAMES = Set.of("localhost", "::1", "[::1]");
    private static final Pattern V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private Loopback() {}

    /** Whether a host name or address is this machine's own; false for none. */
    public static boolean is(@Nullable String host) {
        return host != null && (NAMES.contains(host) || V4.matcher(host).matches());
    }
}
