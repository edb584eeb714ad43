package dev.slipway.activities;

import dev.slipway.activities.source.TreeArchive;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.JobResolver;
import dev.slipway.model.files.RequestSection;
import dev.slipway.model.files.Stage.Provision;
import dev.slipway.model.files.Stage.SecretVariable;
import dev.slipway.model.spi.Provisioner.Workspace;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.Database;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.StateAddress;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.workflows.api.RunRef;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a module what it runs with: its files, its values, its secrets and a token for its state, and nothing else. */
final class ModuleWork {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleWork.class);

    /** Longer than an apply may take; the token is ended when the work is. */
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);

    private final Database database;
    private final Definitions definitions;
    private final StageArtifacts artifacts;
    private final TreeArchive trees;
    private final SecretProvider secrets;
    private final InfraStates states;
    private final Path folder;
    private final URI stateUrl;
    private final JobResolver resolver = new JobResolver();

    /**
     * @param folder below it each piece of work has a folder of its own
     * @param stateUrl address under which programs reach the state back end
     */
    ModuleWork(
            Database database,
            Definitions definitions,
            StageArtifacts artifacts,
            TreeArchive trees,
            SecretProvider secrets,
            InfraStates states,
            Path folder,
            URI stateUrl) {
        this.database = database;
        this.definitions = definitions;
        this.artifacts = artifacts;
        this.trees = trees;
        this.secrets = secrets;
        this.states = states;
        this.folder = folder;
        this.stateUrl = stateUrl;
    }

    /**
     * A module of a stage with its values.
     *
     * @param stage name of the stage
     * @param path folder in the commit's tree
     */
    record Module(
            RunRef run,
            String stage,
            Digest tree,
            String path,
            StateAddress address,
            Map<String, Object> variables,
            List<SecretVariable> secrets) {
        /**
         * Names the work on the module for the program that does it. Every generation of a run has the same one, so that
         * a retry finds and fences what the generation before it began.
         */
        String key() {
            return run.workflowId() + "/" + stage;
        }
    }

    /** Work on a module. */
    @FunctionalInterface
    interface Body<T> {
        T on(Workspace workspace) throws InterruptedException;
    }

    Module find(RunRef run, String stageName, Digest tree) {
        Loaded loaded = database.jdbi().withHandle(handle -> Loaded.read(handle, run));
        EffectiveStage stage = definitions.load(loaded.row(), tree).stage(stageName);
        Provision provision = stage.provision()
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.PLAN_STALE, "stage " + stageName + " provisions nothing any more"));
        RequestSection.Module module = stage.request()
                .module(provision.module())
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.PIPELINE_INVALID, "the stage requests no module " + provision.module()));
        List<RunArtifact> found = artifacts.resolve(stage.request().artifacts(), loaded.artifacts(), run.dryRun());
        Map<String, Object> variables = resolver.moduleVariables(
                        provision.variables(), StageJobs.values(loaded.row(), stage, found, null))
                .orThrow(ErrorCode.PIPELINE_INVALID);
        StateAddress address =
                new StateAddress(run.project(), stage.environment().name(), provision.module());
        return new Module(run, stageName, tree, source(module), address, variables, provision.secrets());
    }

    private static String source(RequestSection.Module module) {
        if (!module.inRepository()) {
            throw new SlipwayException(
                    ErrorCode.MODULE_REFUSED,
                    "module " + module.name() + " is not in the repository; fetching modules is not possible yet");
        }
        return module.source();
    }

    /** Does the work in a fresh folder with a token of its own. */
    <T> T in(Module module, Body<T> body) throws InterruptedException {
        Path place = folder.resolve(IdempotencyKey.shortHash(module.key()));
        String token = SecretTokens.random("state");
        Digest hash = SecretTokens.hash(token);
        try {
            delete(place);
            Path files = Files.createDirectories(place.resolve("module"));
            trees.unpack(module.tree(), module.path(), files);
            // Whatever of this run died with the state locked is succeeded by its next try.
            states.issueToken(module.address(), module.run().workflowId(), hash, TOKEN_VALIDITY);
            String url =
                    stateUrl.resolve("/v1/state/" + module.address().path()).toString();
            return body.on(new Workspace(module.key(), files, module.variables(), values(module), url, token));
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.UNAVAILABLE, "cannot work in " + folder + ": " + e.getMessage(), e);
        } finally {
            states.revokeToken(hash);
            deleteQuietly(place);
        }
    }

    private Map<String, String> values(Module module) {
        Map<String, String> values = new LinkedHashMap<>();
        for (SecretVariable secret : module.secrets()) {
            byte[] value = secrets.resolve(module.run().project(), secret.name())
                    .orElseThrow(() -> new SlipwayException(
                            ErrorCode.CONFIGURE_CONFLICT, "the project has no secret " + secret.name()));
            values.put(secret.variable(), new String(value, StandardCharsets.UTF_8));
        }
        return values;
    }

    private static void deleteQuietly(Path place) {
        try {
            delete(place);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", place, e.getMessage());
        }
    }

    private static void delete(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
