package dev.slipway.cli.main;

import dev.slipway.cli.operate.Events;
import dev.slipway.cli.registry.Apply;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Globals;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All words of the command line. */
final class Tree {
    private static final Map<String, String> EXIT_CODES = Arrays.stream(ExitCode.values())
            .collect(Collectors.toMap(
                    code -> Integer.toString(code.number()),
                    ExitCode::meaning,
                    (first, second) -> first,
                    LinkedHashMap::new));

    private Tree() {}

    static CommandLine of(Globals globals, Session session, Predicate<String> used) {
        CommandLine root = new CommandLine(globals);
        root.addSubcommand(new Apply(session));
        for (Noun noun : Noun.values()) {
            root.addSubcommand(noun.word(), used.test(noun.word()) ? built(noun, session) : named(noun));
        }
        root.addSubcommand(new Events(session));
        root.addSubcommand(new Version(session));
        root.addSubcommand(new Completion(session, root));
        describeExit(root);
        return root;
    }

    private static CommandLine built(Noun noun, Session session) {
        CommandLine command = new CommandLine(named(noun));
        for (Verb verb : noun.verbs(session)) {
            command.addSubcommand(verb);
        }
        return command;
    }

    private static CommandSpec named(Noun noun) {
        CommandSpec spec = CommandSpec.create().name(noun.word());
        spec.usageMessage().description(noun.summary()).synopsisSubcommandLabel("<verb>");
        return spec;
    }

    private static void describeExit(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(EXIT_CODES);
        command.getSubcommands().values().forEach(Tree::describeExit);
    }
}
