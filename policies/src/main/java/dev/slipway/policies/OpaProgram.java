package dev.slipway.policies;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the OPA program on this machine. */
public final class OpaProgram {
    private OpaProgram() {}

    /**
     * The first {@code opa} on {@code PATH}, else the one in the user's cache folder.
     *
     * @throws SlipwayException UNAVAILABLE naming the places searched
     */
    public static Path find() {
        return find(System.getenv());
    }

    static Path find(Map<String, String> environment) {
        List<Path> places = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                places.add(Path.of(folder, "opa"));
            }
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String cache = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
        places.add(Path.of(cache, "slipway", "bin", "opa"));
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.UNAVAILABLE,
                        "the program opa was found neither on PATH nor as " + places.getLast()
                                + "; ./slipway doctor says how to install it"));
    }
}
