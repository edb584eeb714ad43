package dev.slipway.cli.session;

import dev.slipway.model.Digest;
import dev.slipway.model.Durations;
import dev.slipway.model.JobKey;
import dev.slipway.model.RunId;
import dev.slipway.model.SlipwayException;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words of the command line become values; a word that cannot is a usage error. */
public final class Converters {
    private static final Pattern RUN = Pattern.compile("(?:run/)?([^/]+)/([^/]+)/#?(\\d{1,18})");

    private Converters() {}

    /** Teaches them to a command and all commands it has by now. */
    public static void register(CommandLine command) {
        command.registerConverter(RunId.class, refusing(Converters::run));
        command.registerConverter(JobKey.class, refusing(Converters::job));
        command.registerConverter(Digest.class, refusing(Digest::new));
        command.registerConverter(Duration.class, refusing(Durations::parse));
    }

    private static RunId run(String text) {
        Matcher matcher = RUN.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a run; write <project>/<pipeline>/<number>, such as shop/web/7");
        }
        return new RunId(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3)));
    }

    private static JobKey job(String text) {
        String[] parts = text.split("/", -1);
        return switch (parts.length) {
            case 3 -> new JobKey(parts[0], parts[1], JobKey.LOCAL_REGION, parts[2]);
            case 4 -> new JobKey(parts[0], parts[1], parts[2], parts[3]);
            default ->
                throw new TypeConversionException("'" + text
                        + "' is not a job key; write <project>/<environment>/<region>/<name>,"
                        + " without the region for local");
        };
    }

    private static <T> ITypeConverter<T> refusing(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (SlipwayException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage());
            }
        };
    }
}
