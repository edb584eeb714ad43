package dev.slipway.provisioners.hcl;

import dev.slipway.provisioners.hcl.Token.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads files of both syntaxes. */
public final class HclFiles {
    private HclFiles() {}

    /** Native syntax: {@code .tf}, {@code .tofu}, {@code .tfvars}. */
    public static Block.Body parseNative(byte[] content) throws HclException {
        return new NativeParser(new Lexer(new Cursor(decode(content), 1, 1)).file()).file();
    }

    /** JSON syntax: {@code .tf.json}, {@code .tofu.json}. */
    public static Block.Body parseJson(byte[] content) throws HclException {
        return JsonSyntax.parse(decode(content));
    }

    /** A file rendered by {@code templatefile}. */
    public static Token parseTemplate(byte[] content) throws HclException {
        return template(decode(content), 1, 1);
    }

    static Token template(String text, int line, int column) throws HclException {
        Cursor cursor = new Cursor(text, line, column);
        return new Token(Kind.TEMPLATE, "", new Templates(cursor, new Lexer(cursor)).whole(), line, column);
    }

    private static String decode(byte[] content) throws HclException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HclException("not UTF-8", 1, 1);
        }
    }
}
