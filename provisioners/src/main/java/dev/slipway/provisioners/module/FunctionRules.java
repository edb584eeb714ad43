package dev.slipway.provisioners.module;

import dev.slipway.provisioners.hcl.HclException;
import dev.slipway.provisioners.hcl.HclFiles;
import dev.slipway.provisioners.hcl.Token;
import dev.slipway.provisioners.hcl.Token.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Functions that read files may read those of the module only, by a path that stands there literally. The sandbox is the
 * wall behind this rule: it hides the host's files, but not the program's own environment with its credentials.
 */
final class FunctionRules {
    private static final Set<String> READING = Set.of(
            "file",
            "fileexists",
            "fileset",
            "filebase64",
            "filebase64sha256",
            "filebase64sha512",
            "filemd5",
            "filesha1",
            "filesha256",
            "filesha512",
            "templatefile");
    private static final Set<String> PATHS = Set.of("module", "root", "cwd");
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");
    private static final int LARGEST_TEMPLATE = 1 << 20;

    private final Path root;
    private final Path module;

    FunctionRules(Path root, Path module) {
        this.root = root;
        this.module = module;
    }

    void check(List<Token> tokens, Findings findings) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            check(token.parts(), findings);
            if (token.kind() == Kind.IDENTIFIER
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).is("(")) {
                call(token, arguments(tokens, i + 2), findings);
            }
        }
    }

    private void call(Token name, List<List<Token>> arguments, Findings findings) {
        if (name.text().equals("templatestring")) {
            findings.add(name, "templatestring() evaluates text that is not known before", "use templatefile()");
        }
        if (!READING.contains(name.text())) {
            return;
        }
        List<Token> path = arguments.getFirst();
        if (!literal(path)) {
            findings.add(
                    name,
                    name.text() + "() with a path that is computed",
                    "write the path literally; it may begin with ${path.module}");
        } else if (!inside(path) || name.text().equals("fileset") && !patternInside(arguments)) {
            findings.add(name, name.text() + "() outside the module's folder", "use a path below the module");
        } else if (name.text().equals("templatefile")) {
            template(name, path.getFirst(), findings);
        }
    }

    /** Arguments of a call whose opening parenthesis was just passed, at least one. */
    private static List<List<Token>> arguments(List<Token> tokens, int from) {
        List<List<Token>> arguments = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        int open = 1;
        for (int i = from; i < tokens.size() && open > 0; i++) {
            Token token = tokens.get(i);
            if (token.is("(") || token.is("[") || token.is("{")) {
                open++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                open--;
            }
            if (open == 1 && token.is(",")) {
                arguments.add(current);
                current = new ArrayList<>();
            } else if (open > 0 && token.kind() != Kind.NEWLINE) {
                current.add(token);
            }
        }
        arguments.add(current);
        return arguments;
    }

    private static boolean literal(List<Token> path) {
        if (isPathReference(path)) {
            return true;
        }
        if (path.size() != 1 || path.getFirst().kind() != Kind.TEMPLATE) {
            return false;
        }
        List<Token> parts = path.getFirst().parts();
        for (int i = 0; i < parts.size(); i++) {
            boolean leading = i == 0 && isPathReference(parts.get(i).parts());
            if (parts.get(i).kind() != Kind.LITERAL && !leading) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPathReference(List<Token> tokens) {
        return tokens.size() == 3
                && tokens.get(0).text().equals("path")
                && tokens.get(1).is(".")
                && PATHS.contains(tokens.get(2).text());
    }

    private static boolean inside(List<Token> path) {
        if (isPathReference(path)) {
            return true;
        }
        String text = path.getFirst().literal();
        boolean prefixed = !path.getFirst().isPlainString();
        return climbsNot(text) && (prefixed || !text.startsWith("/") && !text.startsWith("~"));
    }

    private static boolean patternInside(List<List<Token>> arguments) {
        return arguments.size() > 1
                && literal(arguments.get(1))
                && climbsNot(arguments.get(1).getFirst().literal());
    }

    private static boolean climbsNot(String path) {
        return List.of(SEPARATORS.split(path)).stream().noneMatch(part -> part.equals(".."));
    }

    /** Functions inside a template file are evaluated as well. */
    private void template(Token call, Token path, Findings findings) {
        try {
            Path file = templateFile(path);
            if (Files.size(file) > LARGEST_TEMPLATE) {
                findings.add(call, "the template file is larger than 1 MiB", null);
                return;
            }
            template(Files.readAllBytes(file), findings.of(root.relativize(file).toString()));
        } catch (IOException | InvalidPathException e) {
            findings.add(call, "the template file cannot be read", null);
        }
    }

    private void template(byte[] content, Findings findings) {
        try {
            check(List.of(HclFiles.parseTemplate(content)), findings);
        } catch (HclException e) {
            findings.add(e);
        }
    }

    private Path templateFile(Token path) {
        boolean fromModule = path.parts().stream()
                .anyMatch(part -> part.kind() == Kind.INTERPOLATION
                        && part.parts().getLast().text().equals("module"));
        String relative = path.literal().replaceFirst("^/+", "");
        return (fromModule ? module : root).resolve(relative).normalize();
    }
}
