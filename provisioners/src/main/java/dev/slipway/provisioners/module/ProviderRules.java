package dev.slipway.provisioners.module;

import dev.slipway.provisioners.hcl.Attribute;
import dev.slipway.provisioners.hcl.Block;
import dev.slipway.provisioners.hcl.Token;
import dev.slipway.provisioners.hcl.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Providers are programs that are downloaded and run: one module may use those on the list only. */
final class ProviderRules {
    private static final String BUILT_IN = "terraform.io/builtin/terraform";
    private static final List<String> DEFAULT_HOSTS = List.of("registry.terraform.io/", "registry.opentofu.org/");

    private final Set<String> allowed;
    private final Map<String, String> sources = new HashMap<>();

    ProviderRules(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Learns the local names a module gives to providers, and judges their sources. */
    void declare(Block requiredProviders, Findings findings) {
        for (Attribute entry : requiredProviders.body().attributes()) {
            List<String> found = sources(entry, findings);
            found.forEach(source -> requireAllowed(source, entry, findings));
            sources.put(entry.name(), found.isEmpty() ? defaultSource(entry.name()) : found.getFirst());
        }
    }

    void provider(Block block, Findings findings) {
        requireAllowed(block.label(0), block, findings);
    }

    /** The provider a resource or data source uses, named by it or implied by its type. */
    void use(Block block, Findings findings) {
        String type = block.label(0);
        int underscore = type.indexOf('_');
        String implied = underscore < 0 ? type : type.substring(0, underscore);
        String name = block.body()
                .attribute("provider")
                .map(attribute -> localName(attribute.expression()))
                .orElse(implied);
        requireAllowed(name, block, findings);
    }

    private static String localName(List<Token> expression) {
        Token first = expression.getFirst();
        String text = first.kind() == Kind.TEMPLATE ? first.literal() : first.text();
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    private void requireAllowed(String localName, Block at, Findings findings) {
        String source = sources.getOrDefault(localName, defaultSource(localName));
        if (!isAllowed(source)) {
            findings.add(at, "provider " + source + " is not allowed", "ask the operator to allow it");
        }
    }

    private void requireAllowed(String source, Attribute at, Findings findings) {
        if (!isAllowed(source)) {
            findings.add(at, "provider " + source + " is not allowed", "ask the operator to allow it");
        }
    }

    private boolean isAllowed(String source) {
        if (source.equals(BUILT_IN)) {
            return true;
        }
        for (String host : DEFAULT_HOSTS) {
            if (source.startsWith(host) && allowed.contains(source.substring(host.length()))) {
                return true;
            }
        }
        return allowed.contains(source);
    }

    private static String defaultSource(String localName) {
        return localName.equals("terraform") ? BUILT_IN : "hashicorp/" + localName;
    }

    private static List<String> sources(Attribute entry, Findings findings) {
        List<String> found = new ArrayList<>();
        List<Token> tokens = entry.expression();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            Token key = tokens.get(i);
            boolean named = key.text().equals("source")
                    || key.isPlainString() && key.literal().equals("source");
            if (named && (tokens.get(i + 1).is("=") || tokens.get(i + 1).is(":"))) {
                Token value = tokens.get(i + 2);
                if (value.isPlainString()) {
                    found.add(value.literal());
                } else {
                    findings.add(entry, "the source of provider " + entry.name() + " is not a plain string", null);
                }
            }
        }
        return found;
    }
}
