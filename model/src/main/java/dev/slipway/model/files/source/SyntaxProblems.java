package dev.slipway.model.files.source;

import dev.slipway.model.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says where and why a text is not YAML. */
final class SyntaxProblems {
    private static final Pattern BAD_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*"
            + "(\\\\x(?!\\p{XDigit}{2})|\\\\u(?!\\p{XDigit}{4})|\\\\U(?!00(?:0\\p{XDigit}|10)\\p{XDigit}{4}))");

    private SyntaxProblems() {}

    static Problem of(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        String said = e.getProblem() == null ? "" : e.getProblem();
        return new Problem(
                "",
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                "not valid YAML: " + reason(said),
                fix(said));
    }

    static Problem of(ReaderException e, String text) {
        int end = Math.min(e.getPosition(), text.codePointCount(0, text.length()));
        return at(
                text,
                text.offsetByCodePoints(0, Math.max(0, end)),
                String.format("character U+%04X must not stand in a file", e.getCodePoint()),
                "write it as an escape in double quotes, or leave it out");
    }

    /** The text has an escape the parser cannot take; the first that is too short or names no character is told. */
    static Problem badEscape(String text) {
        Matcher bad = BAD_ESCAPE.matcher(text);
        return at(
                text,
                bad.find() ? bad.start(1) : 0,
                "not valid YAML: an escape in double quotes names no character",
                "write \\x and 2, \\u and 4, or \\U and 8 hexadecimal digits, at most \\U0010FFFF");
    }

    private static Problem at(String text, int offset, String message, String fix) {
        String before = text.substring(0, offset);
        int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        int column = offset - (before.lastIndexOf('\n') + 1) + 1;
        return new Problem("", line, column, message, fix);
    }

    static Problem of(YamlEngineException e) {
        String said = e.getMessage() == null ? "it cannot be read" : e.getMessage();
        return new Problem("", 0, 0, "not valid YAML: " + reason(said), null);
    }

    private static String reason(String said) {
        if (said.contains("mapping values are not allowed")) {
            return "a ':' stands where no field can begin";
        }
        if (said.contains("cannot start any token")) {
            return "this character cannot begin a value";
        }
        if (said.contains("expected <block end>")) {
            return "the indentation does not fit the lines above";
        }
        if (said.contains("expected ',' or")) {
            return "a ',' or the closing bracket is missing";
        }
        if (said.contains("could not find expected ':'")) {
            return "the ':' after a field name is missing";
        }
        if (said.contains("undefined alias")) {
            return "an alias names an anchor that is not defined above it";
        }
        String firstLine = said.lines().findFirst().orElse("it cannot be read");
        return firstLine.length() > 160 ? firstLine.substring(0, 160) : firstLine;
    }

    private static String fix(String said) {
        if (said.contains("\\t") || said.contains("tab")) {
            return "indent with spaces, never with tabs";
        }
        if (said.contains("mapping values are not allowed")) {
            return "put text that contains ': ' into quotes, or check the indentation";
        }
        if (said.contains("cannot start any token")) {
            return "put the text into quotes";
        }
        if (said.contains("expected ',' or")) {
            return "close the bracket, or put text that holds brackets or commas, such as ${var.x}, into quotes";
        }
        return "check the indentation, brackets and quotes here and in the line above";
    }
}
