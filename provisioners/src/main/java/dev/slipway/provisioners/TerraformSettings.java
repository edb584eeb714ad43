package dev.slipway.provisioners;

import static java.util.Objects.requireNonNull;

import dev.slipway.provisioners.module.ModulePolicySettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How modules are planned and applied.
 *
 * @param program {@code tofu} or {@code terraform}; null to look for {@code tofu}, then {@code terraform} on PATH
 * @param workDir folder for module copies, downloaded providers and the journal of applies; kept over restarts, mode 0700
 * @param redactionKey of the installation, at least 16 bytes; sensitive values in plans become HMACs under it
 * @param modules what modules may use
 * @param lockTimeout how long to wait for a locked state
 * @param planTimeout how long init, plan and show may take, each
 * @param applyTimeout how long an apply may take
 * @param grace from SIGINT to SIGKILL; state is saved in it
 */
public record TerraformSettings(
        @Nullable Path program,
        Path workDir,
        byte[] redactionKey,
        ModulePolicySettings modules,
        Duration lockTimeout,
        Duration planTimeout,
        Duration applyTimeout,
        Duration grace) {
    public TerraformSettings {
        requireNonNull(workDir, "workDir is null");
        requireNonNull(modules, "modules is null");
        requireNonNull(lockTimeout, "lockTimeout is null");
        requireNonNull(planTimeout, "planTimeout is null");
        requireNonNull(applyTimeout, "applyTimeout is null");
        requireNonNull(grace, "grace is null");
        redactionKey = redactionKey.clone();
    }

    /** Program from PATH, strict modules, lock 10 s, plan 10 min, apply 40 min, grace 20 s. */
    public static TerraformSettings of(Path workDir, byte[] redactionKey) {
        return new TerraformSettings(
                null,
                workDir,
                redactionKey,
                ModulePolicySettings.strict(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(40),
                Duration.ofSeconds(20));
    }

    public TerraformSettings withModules(ModulePolicySettings allowed) {
        return new TerraformSettings(
                program, workDir, redactionKey, allowed, lockTimeout, planTimeout, applyTimeout, grace);
    }

    public TerraformSettings withProgram(@Nullable Path path) {
        return new TerraformSettings(
                path, workDir, redactionKey, modules, lockTimeout, planTimeout, applyTimeout, grace);
    }

    public TerraformSettings withLockTimeout(Duration timeout) {
        return new TerraformSettings(
                program, workDir, redactionKey, modules, timeout, planTimeout, applyTimeout, grace);
    }

    @Override
    public byte[] redactionKey() {
        return redactionKey.clone();
    }

    @Override
    public String toString() {
        return "TerraformSettings[" + program + ", " + workDir + "]";
    }
}
