package dev.slipway.model.spi;

import dev.slipway.model.Digest;
import java.nio.file.Path;
import java.util.Map;

/** Plans and applies infrastructure modules. Calls block; interrupting the thread stops the child process. */
public interface Provisioner {
    /** Program and version found, such as {@code terraform 1.11.4}. */
    String describe();

    /**
     * Makes a plan. Static module policy is checked before {@code init}.
     *
     * @throws dev.slipway.model.SlipwayException MODULE_REFUSED, PLAN_FAILED, STATE_LOCKED, PROVISIONER_MISSING
     */
    InfraPlan plan(Workspace workspace, Progress progress) throws InterruptedException;

    /**
     * Applies exactly a plan made before; a plan already applied is recognised by its state serial and not applied twice.
     *
     * @throws dev.slipway.model.SlipwayException PLAN_STALE, APPLY_FAILED, STATE_LOCKED
     */
    InfraResult apply(Workspace workspace, InfraPlan plan, byte[] planFile, Progress progress)
            throws InterruptedException;

    /**
     * Where and with what a module runs.
     *
     * @param key {@code <workflow id>/<stage>}, the same in every generation of a run, so that a retry finds what was
     *     begun before it; fences a predecessor with the same key before it acts
     * @param moduleDir the module's files, unpacked from the commit's tree artifact
     * @param variables values of the module's input variables; strings, numbers or booleans
     * @param secretVariables values that must not be stored or shown; redacted from plan JSON by HMAC
     * @param stateUrl address of our HTTP state back end for this module
     * @param stateToken bearer of that address, password of user {@code slipway}
     */
    record Workspace(
            String key,
            Path moduleDir,
            Map<String, Object> variables,
            Map<String, String> secretVariables,
            String stateUrl,
            String stateToken) {
        @Override
        public String toString() {
            return "Workspace[" + key + "]";
        }
    }

    /**
     * A plan that may be allowed or not.
     *
     * @param digest of the plan file
     * @param planFile saved plan, kept sealed until applied
     * @param redactedJson {@code show -json} with sensitive values replaced by an HMAC
     * @param empty whether it changes nothing
     * @param creates resources to add
     * @param updates resources to change in place
     * @param deletes resources to destroy or replace
     * @param stateSerial serial of the state it was made from, 0 when there is none
     */
    record InfraPlan(
            Digest digest,
            byte[] planFile,
            String redactedJson,
            boolean empty,
            int creates,
            int updates,
            int deletes,
            long stateSerial) {}

    /**
     * What an apply left.
     *
     * @param outputs values of outputs not marked sensitive
     * @param stateSerial serial of the state afterwards
     */
    record InfraResult(Map<String, Object> outputs, long stateSerial) {}

    /** Told of progress lines, so that heartbeats are tied to it. */
    @FunctionalInterface
    interface Progress {
        void line(String text);
    }
}
