package dev.slipway.provisioners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.ProgramRunner;
import dev.slipway.model.spi.ProgramRunner.Access;
import dev.slipway.model.spi.ProgramRunner.Limits;
import dev.slipway.model.spi.ProgramRunner.Program;
import dev.slipway.model.spi.ProgramRunner.Result;
import dev.slipway.model.spi.Provisioner.Progress;
import dev.slipway.model.spi.Provisioner.Workspace;
import dev.slipway.provisioners.plan.SecretForms;
import dev.slipway.provisioners.sandbox.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of the program for one piece of work, in its folder. */
final class TerraformRun {
    private static final long LARGEST_FILE = 2L << 30;
    private static final long LARGEST_JSON = 64L << 20;
    private static final int SHOWN_TAIL = 4000;
    /** After 1, 2, 4, 8 and then 10 s, together about 75 s: long enough for a restart of the API on a busy machine. */
    private static final Map<String, String> STATE_RETRIES =
            Map.of("TF_HTTP_RETRY_MAX", "10", "TF_HTTP_RETRY_WAIT_MIN", "1", "TF_HTTP_RETRY_WAIT_MAX", "10");

    private static final String LOCK_ERROR = "Error acquiring the state lock";
    private static final List<String> STALE_ERRORS =
            List.of("Saved plan is stale", "Saved plan does not match the given state");

    private final TerraformSettings settings;
    private final ProgramRunner runner;
    private final Path program;
    private final WorkFolder folder;
    private final Workspace workspace;
    private final Progress progress;
    private final SecretForms secrets;

    TerraformRun(
            TerraformSettings settings,
            ProgramRunner runner,
            WorkFolder folder,
            Workspace workspace,
            Progress progress) {
        this.settings = settings;
        this.runner = runner;
        this.program = TerraformProgram.find(settings.program(), Programs.searchPath());
        this.folder = folder;
        this.workspace = workspace;
        this.progress = progress;
        List<String> values = new ArrayList<>(workspace.secretVariables().values());
        values.add(workspace.stateToken());
        this.secrets = new SecretForms(values);
    }

    /** What a process of this work is known by. */
    static String label(Workspace workspace) {
        return "provision/" + workspace.key();
    }

    void initialise(ErrorCode onFailure) throws InterruptedException, IOException {
        Files.createDirectories(plugins());
        run(new Call(List.of("init", "-input=false", "-no-color"), List.of(0), onFailure).downloading());
    }

    /** Pushes a state that an earlier apply could not save; refused by the back end when the state moved on since. */
    void pushUnsaved(ErrorCode onFailure) throws InterruptedException, IOException {
        if (!Files.exists(folder.unsavedState())) {
            return;
        }
        progress.line("saving the state that an earlier apply left unsaved");
        Path copy = folder.root().resolve("unsaved.tfstate");
        Files.copy(folder.unsavedState(), copy);
        run(new Call(List.of("state", "push", lockTimeout(), copy.toString()), List.of(0), onFailure).outliving());
        Files.delete(folder.unsavedState());
    }

    /** Writes the plan file and says whether it changes anything. */
    boolean plan() throws InterruptedException {
        List<String> arguments = List.of(
                "plan",
                "-input=false",
                "-no-color",
                "-detailed-exitcode",
                lockTimeout(),
                "-var-file=" + folder.variablesFile(),
                "-out=" + folder.planFile());
        return run(new Call(arguments, List.of(0, 2), ErrorCode.PLAN_FAILED).outliving()) == 2;
    }

    ObjectNode showPlan() throws InterruptedException, IOException {
        return (ObjectNode) json(List.of("show", "-json", folder.planFile().toString()), ErrorCode.PLAN_FAILED);
    }

    JsonNode outputs() throws InterruptedException, IOException {
        return json(List.of("output", "-json"), ErrorCode.APPLY_FAILED);
    }

    /** Applies the plan file in the folder. */
    void apply() throws InterruptedException {
        List<String> arguments = List.of(
                "apply",
                "-input=false",
                "-no-color",
                lockTimeout(),
                folder.planFile().toString());
        run(new Call(arguments, List.of(0), ErrorCode.APPLY_FAILED).outliving().within(settings.applyTimeout()));
    }

    private JsonNode json(List<String> arguments, ErrorCode onFailure) throws InterruptedException, IOException {
        run(new Call(arguments, List.of(0), onFailure).into(folder.output()));
        if (Files.size(folder.output()) > LARGEST_JSON) {
            throw new SlipwayException(onFailure, arguments.getFirst() + " wrote more than 64 MiB");
        }
        return ModelJson.read(Files.readString(folder.output()), JsonNode.class);
    }

    private int run(Call call) throws InterruptedException {
        Result result = runner.run(program(call), line -> progress.line(secrets.mask(line)));
        if (result.timedOut() || !call.expected.contains(result.exitCode())) {
            throw failure(call, result);
        }
        return result.exitCode();
    }

    private SlipwayException failure(Call call, Result result) {
        String name = program.getFileName() + " " + call.arguments.getFirst();
        String tail = secrets.mask(result.tail());
        String shown = tail.length() > SHOWN_TAIL ? tail.substring(tail.length() - SHOWN_TAIL) : tail;
        if (result.timedOut()) {
            return new SlipwayException(
                    call.onFailure, name + " was stopped after " + call.time.toSeconds() + " s:\n" + shown);
        }
        ErrorCode code = call.onFailure;
        if (tail.contains(LOCK_ERROR)) {
            code = ErrorCode.STATE_LOCKED;
        } else if (STALE_ERRORS.stream().anyMatch(tail::contains)) {
            code = ErrorCode.PLAN_STALE;
        }
        return new SlipwayException(code, name + " ended with " + result.exitCode() + ":\n" + shown);
    }

    private Program program(Call call) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(call.arguments);
        List<Path> readable = new ArrayList<>(List.of(program));
        List<Path> writable = new ArrayList<>(List.of(folder.root()));
        (call.writesPlugins ? writable : readable).add(plugins());
        return new Program(
                label(workspace),
                command,
                folder.module(),
                environment(),
                new Access(readable, writable, true, call.outlives),
                new Limits(call.time, settings.grace(), LARGEST_FILE),
                null,
                call.stdout);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME",
                folder.home().toString(),
                "TF_DATA_DIR",
                folder.data().toString(),
                "TF_CLI_CONFIG_FILE",
                "/dev/null",
                "TF_PLUGIN_CACHE_DIR",
                plugins().toString(),
                "CHECKPOINT_DISABLE",
                "1",
                "TF_IN_AUTOMATION",
                "1",
                "TF_INPUT",
                "0",
                "TF_HTTP_PASSWORD",
                workspace.stateToken()));
        environment.putAll(STATE_RETRIES);
        workspace.secretVariables().forEach((name, value) -> environment.put("TF_VAR_" + name, value));
        return environment;
    }

    private Path plugins() {
        return settings.workDir().toAbsolutePath().resolve("plugins");
    }

    private String lockTimeout() {
        return "-lock-timeout=" + settings.lockTimeout().toMillis() + "ms";
    }

    /** One call of the program. */
    private final class Call {
        private final List<String> arguments;
        private final List<Integer> expected;
        private final ErrorCode onFailure;
        private @Nullable Path stdout;
        private boolean writesPlugins;
        private boolean outlives;
        private Duration time = settings.planTimeout();

        Call(List<String> arguments, List<Integer> expected, ErrorCode onFailure) {
            this.arguments = arguments;
            this.expected = expected;
            this.onFailure = onFailure;
        }

        /** Only init fills the folder that all modules share. */
        Call downloading() {
            writesPlugins = true;
            return this;
        }

        Call into(Path file) {
            stdout = file;
            return this;
        }

        /** Goes on when our process is killed, so that it frees the lock and saves the state by itself. */
        Call outliving() {
            outlives = true;
            return this;
        }

        Call within(Duration limit) {
            time = limit;
            return this;
        }
    }
}
