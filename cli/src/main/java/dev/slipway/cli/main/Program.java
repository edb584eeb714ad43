package dev.slipway.cli.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.session.Converters;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Globals;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Streams;
import dev.slipway.cli.show.Failures;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Reads the command line, runs what it names, and says how it ended. */
final class Program {
    private final Globals globals;
    private final Session session;
    private final Streams streams;

    Program(Globals globals, Session session, Streams streams) {
        this.globals = globals;
        this.session = session;
        this.streams = streams;
    }

    int run(String[] args) {
        // Only the commands whose words appear are built; the others are no more than their line in the help.
        List<String> words = Arrays.asList(args);
        boolean all = words.contains(Completion.WORD);
        return configured(word -> all || words.contains(word)).execute(args);
    }

    /** Every command there is. */
    CommandLine complete() {
        return configured(word -> true);
    }

    private CommandLine configured(Predicate<String> used) {
        CommandLine root = Tree.of(globals, session, used);
        Converters.register(root);
        root.setOut(new PrintWriter(streams.out(), true, UTF_8));
        root.setErr(new PrintWriter(streams.err(), true, UTF_8));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(streams.terminal() ? Ansi.ON : Ansi.OFF));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler((refused, words) -> misunderstood(refused));
        root.setExecutionExceptionHandler(
                (failure, command, words) -> new Failures(session).tell(failure).number());
        return root;
    }

    private int misunderstood(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        session.err().line("error: " + refused.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(refused, command.getErr());
        session.err().line("see '" + name + " --help'");
        return ExitCode.USAGE.number();
    }
}
