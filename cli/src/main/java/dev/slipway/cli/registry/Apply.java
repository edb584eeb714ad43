package dev.slipway.cli.registry;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.ProblemText;
import dev.slipway.cli.show.States;
import dev.slipway.cli.text.Cell;
import dev.slipway.client.ApiException;
import dev.slipway.client.Applied;
import dev.slipway.model.files.FileKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the server hold what the files say. */
@Command(name = "apply", description = "Register projects, environments and pipelines from files.")
public final class Apply extends Verb {
    @Option(
            names = {"-f", "--file"},
            required = true,
            arity = "1..*",
            paramLabel = "<file>",
            description = "Files of kind Project, Environment or PipelineRegistration, - for standard input.")
    private List<String> names = new ArrayList<>();

    public Apply(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        List<LocalFile> files = new ArrayList<>();
        for (String name : names) {
            files.add(LocalFile.read(name, session.in()));
        }
        List<LocalFile> invalid =
                files.stream().filter(file -> !file.problems().isEmpty()).toList();
        if (!invalid.isEmpty()) {
            invalid.forEach(file -> ProblemText.ofFile(session.err(), file.name(), file.problems()));
            throw new CommandFailure(
                    ExitCode.FAILED,
                    invalid.size() + " of " + files.size() + " files are invalid; nothing was applied");
        }
        List<Registered> all = files.stream()
                .map(Registered::of)
                .sorted(Comparator.comparing((Registered one) -> order(one.kind())))
                .toList();
        all.forEach(one -> apply(session, one));
        return ExitCode.OK;
    }

    private static void apply(Session session, Registered one) {
        try {
            Applied applied =
                    session.client().registry().apply(one.name(), one.file().body());
            tell(session, one, applied);
        } catch (ApiException e) {
            ProblemText.ofFile(session.err(), one.file().name(), e.problems());
            throw e;
        }
    }

    private static void tell(Session session, Registered one, Applied applied) {
        if (session.json()) {
            session.out().json(applied.resource());
            return;
        }
        String change = switch (applied.change()) {
            case CREATED -> "created";
            case UPDATED -> "changed";
            case UNCHANGED -> "unchanged";
        };
        String revision = ", revision " + applied.resource().revision();
        session.out().cells(Cell.of(one.name() + " "), States.cell(change), Cell.faint(revision));
    }

    /** What others refer to goes first. */
    private static int order(FileKind kind) {
        return kind.ordinal();
    }
}
