package dev.slipway.identity;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token a person made for a script: {@code slw_<id>_<secret>}. The id finds its row; only the hash of the whole text is
 * stored.
 *
 * @param id 12 lower-case letters and digits; no secret
 * @param text the whole credential
 */
public record OwnToken(String id, String text) {
    /** Begins every own token and nothing else, so that the door and scanners of leaked credentials know it. */
    public static final String PREFIX = "slw_";

    private static final Pattern FORM = Pattern.compile(PREFIX + "([a-z0-9]{12})_[A-Za-z0-9_-]{43}");
    private static final int LENGTH = PREFIX.length() + 12 + 1 + 43;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A fresh one with 256 random bits besides its id. */
    public static OwnToken random() {
        StringBuilder id = new StringBuilder(12);
        for (int i = 0; i < 12; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        String text =
                PREFIX + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new OwnToken(id.toString(), text);
    }

    /** Whether a credential means to be one, well-formed or not. */
    public static boolean claims(String credential) {
        return credential.startsWith(PREFIX);
    }

    /**
     * Looks at the form alone.
     *
     * @throws SlipwayException TOKEN_MALFORMED
     */
    public static OwnToken parse(String credential) {
        Matcher form = FORM.matcher(credential);
        if (credential.length() != LENGTH || !form.matches()) {
            throw new SlipwayException(
                    ErrorCode.TOKEN_MALFORMED,
                    "an own token is " + PREFIX + "<id>_<secret>, " + LENGTH + " characters");
        }
        return new OwnToken(form.group(1), credential);
    }

    /** What is stored; its text is {@code sha256:<hex>}. */
    public String hash() {
        return SecretTokens.hash(text).value();
    }

    /** Compares in constant time. */
    public boolean matches(String storedHash) {
        return SecretTokens.matches(text, storedHash);
    }

    @Override
    public String toString() {
        return PREFIX + id + "_***";
    }
}
