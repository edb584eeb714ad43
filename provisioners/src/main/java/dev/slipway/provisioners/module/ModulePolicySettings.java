package dev.slipway.provisioners.module;

import java.util.Set;

/**
 * What modules may use beyond the built-in provider; everything is refused that is not named.
 *
 * @param provisioners kinds of provisioners, such as {@code local-exec}: they run programs in the sandbox
 * @param providers sources, such as {@code hashicorp/random} or {@code registry.local/team/network}
 * @param moduleSources beginnings of module sources outside the module's folder, such as {@code registry.local/team}
 * @param dataSources types that reach out and are otherwise refused: {@code external}, {@code http},
 *     {@code terraform_remote_state}
 */
public record ModulePolicySettings(
        Set<String> provisioners, Set<String> providers, Set<String> moduleSources, Set<String> dataSources) {
    public ModulePolicySettings {
        provisioners = provisioners == null ? Set.of() : Set.copyOf(provisioners);
        providers = providers == null ? Set.of() : Set.copyOf(providers);
        moduleSources = moduleSources == null ? Set.of() : Set.copyOf(moduleSources);
        dataSources = dataSources == null ? Set.of() : Set.copyOf(dataSources);
    }

    /** Only the built-in provider and modules in the same folder. */
    public static ModulePolicySettings strict() {
        return new ModulePolicySettings(Set.of(), Set.of(), Set.of(), Set.of());
    }
}
