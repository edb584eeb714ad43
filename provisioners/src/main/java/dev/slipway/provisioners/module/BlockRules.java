package dev.slipway.provisioners.module;

import dev.slipway.provisioners.hcl.Attribute;
import dev.slipway.provisioners.hcl.Block;
import dev.slipway.provisioners.hcl.Block.Body;
import java.util.Set;
import java.util.function.Consumer;

/** Rules about the blocks of one module. */
final class BlockRules {
    private static final Set<String> REACHING_DATA = Set.of("external", "http", "terraform_remote_state");
    private static final Set<String> OWNED_BY_US = Set.of("backend", "cloud", "encryption");
    private static final Set<String> SETTINGS = Set.of("required_providers", "provider_meta");

    private final ModulePolicySettings settings;
    private final ProviderRules providers;
    private final FunctionRules functions;
    private final ModuleSources sources;

    BlockRules(ModulePolicySettings settings, ProviderRules providers, FunctionRules functions, ModuleSources sources) {
        this.settings = settings;
        this.providers = providers;
        this.functions = functions;
        this.sources = sources;
    }

    void check(Body file, Findings findings) {
        for (Attribute attribute : file.attributes()) {
            findings.add(attribute, "an argument outside a block", null);
        }
        for (Block block : file.blocks()) {
            top(block, findings);
            everywhere(block, findings);
        }
    }

    private void top(Block block, Findings findings) {
        switch (block.type()) {
            case "variable", "locals", "output", "moved", "import", "removed" -> {}
            case "terraform" -> terraform(block, findings);
            case "provider" -> providers.provider(block, findings);
            case "module" -> sources.check(block, findings);
            case "resource", "ephemeral" -> providers.use(block, findings);
            case "data" -> data(block, findings);
            case "check" ->
                block.body().blocks().stream()
                        .filter(inner -> inner.type().equals("data"))
                        .forEach(inner -> data(inner, findings));
            default -> findings.add(block, "block " + block.type() + " is not allowed", null);
        }
    }

    private static void terraform(Block block, Findings findings) {
        for (Attribute attribute : block.body().attributes()) {
            if (!attribute.name().equals("required_version")) {
                findings.add(attribute, "setting " + attribute.name() + " is not allowed", null);
            }
        }
        for (Block inner : block.body().blocks()) {
            if (OWNED_BY_US.contains(inner.type())) {
                findings.add(inner, inner.type() + " is set by Slipway: state is kept by it", "remove the block");
            } else if (!SETTINGS.contains(inner.type())) {
                findings.add(inner, "block " + inner.type() + " is not allowed here", null);
            }
        }
    }

    private void data(Block block, Findings findings) {
        String type = block.label(0);
        if (REACHING_DATA.contains(type) && !settings.dataSources().contains(type)) {
            findings.add(block, "data source " + type + " is not allowed", null);
        }
        providers.use(block, findings);
    }

    private void everywhere(Block block, Findings findings) {
        visit(block, inner -> {
            for (Attribute attribute : inner.body().attributes()) {
                functions.check(attribute.expression(), findings);
            }
            boolean generated = inner.type().equals("dynamic") && inner.label(0).equals("provisioner");
            if (inner.type().equals("provisioner") && !settings.provisioners().contains(inner.label(0)) || generated) {
                findings.add(inner, "provisioner \"" + inner.label(0) + "\" is not allowed", null);
            }
        });
    }

    private static void visit(Block block, Consumer<Block> visitor) {
        visitor.accept(block);
        block.body().blocks().forEach(inner -> visit(inner, visitor));
    }
}
