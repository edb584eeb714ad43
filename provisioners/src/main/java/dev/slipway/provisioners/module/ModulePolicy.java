package dev.slipway.provisioners.module;

import static java.util.Objects.requireNonNull;

import dev.slipway.provisioners.hcl.Block;
import dev.slipway.provisioners.hcl.Block.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges the source of a module before a program sees it: nothing that runs programs, reaches out, reads beside the
 * module or chooses where state is kept. What it cannot read beyond doubt it refuses.
 */
public final class ModulePolicy {
    private final ModulePolicySettings settings;

    public ModulePolicy(ModulePolicySettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    /** Judges a module and the local modules it calls. */
    public ModuleReview review(Path moduleDir) throws IOException {
        Path root = moduleDir.toRealPath();
        Findings findings = Findings.start();
        ModuleFolder.checkTree(root, findings);
        Deque<Path> open = new ArrayDeque<>(Set.of(root));
        Set<Path> seen = new HashSet<>();
        Set<String> variables = Set.of();
        while (!open.isEmpty()) {
            Path folder = open.removeFirst();
            if (seen.add(folder)) {
                Map<String, Body> files = new ModuleFolder(root, folder).parse(findings);
                open.addAll(judge(root, folder, files, findings));
                variables = folder.equals(root) ? variables(files.values()) : variables;
            }
        }
        return new ModuleReview(findings.all(), variables, new ModuleFolder(root, root).preset(findings));
    }

    private Collection<Path> judge(Path root, Path folder, Map<String, Body> files, Findings findings) {
        ProviderRules providers = new ProviderRules(settings.providers());
        files.forEach((name, body) -> blocks(body, "terraform")
                .forEach(block -> blocks(block.body(), "required_providers")
                        .forEach(required -> providers.declare(required, findings.of(name)))));
        ModuleSources sources = new ModuleSources(root, folder, settings.moduleSources());
        BlockRules rules = new BlockRules(settings, providers, new FunctionRules(root, folder), sources);
        files.forEach((name, body) -> rules.check(body, findings.of(name)));
        return sources.local();
    }

    private static Collection<Block> blocks(Body body, String type) {
        return body.blocks().stream().filter(block -> block.type().equals(type)).toList();
    }

    private static Set<String> variables(Collection<Body> files) {
        return files.stream()
                .flatMap(body -> blocks(body, "variable").stream())
                .map(block -> block.label(0))
                .collect(Collectors.toSet());
    }
}
