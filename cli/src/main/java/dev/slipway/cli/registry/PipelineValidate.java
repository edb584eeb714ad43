package dev.slipway.cli.registry;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.ProblemText;
import dev.slipway.model.Problem;
import dev.slipway.model.files.FileKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Check files of any kind, all errors at once; without a server unless a project is given.")
final class PipelineValidate extends Verb {
    @Parameters(arity = "1..*", paramLabel = "<file>", description = "Files to check, - for standard input.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--project",
            paramLabel = "<name>",
            description = "Also ask the server about this project's guards.")
    private @Nullable String project;

    @Option(names = "--pipeline", paramLabel = "<name>", description = "Registered pipeline the file belongs to.")
    private @Nullable String pipeline;

    PipelineValidate(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        if ((project == null) != (pipeline == null)) {
            throw new CommandFailure(ExitCode.USAGE, "--project and --pipeline are given together or not at all");
        }
        boolean valid = true;
        for (String name : names) {
            LocalFile file = LocalFile.read(name, session.in());
            List<Problem> problems = problems(session, file);
            valid &= problems.isEmpty();
            tell(session, file, problems);
        }
        return valid ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Problem> problems(Session session, LocalFile file) {
        if (!file.problems().isEmpty() || project == null) {
            return file.problems();
        }
        String kind = file.kind().map(FileKind::text).orElseThrow();
        return session.client().registry().validate(kind, project, pipeline, file.body());
    }

    private static void tell(Session session, LocalFile file, List<Problem> problems) {
        if (session.json()) {
            session.out().json(new Checked(file.name(), problems));
        } else if (problems.isEmpty()) {
            String kind = file.kind().map(FileKind::text).orElseThrow();
            session.out().line(file.name() + ": valid " + kind);
        } else {
            ProblemText.ofFile(session.out(), file.name(), problems);
        }
    }

    /** @param problems empty for a good file */
    record Checked(String file, List<Problem> problems) {}
}
