package dev.slipway.identity.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.WebhookSignature;
import dev.slipway.model.files.PipelineRegistration.Forge;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that a post was made by who shares a secret with us, over the bytes as they came. Every refusal is the same, so
 * that nobody learns what was wrong.
 */
public final class WebhookCheck {
    /** How far the time of a signed post may be from ours. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Bytes below which a secret proves nothing. */
    public static final int SHORTEST_SECRET = 12;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookCheck.class);
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,150}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final String GITHUB_PREFIX = "sha256=";
    /** No header has this value. */
    private static final String UNUSABLE = "\n";

    private static final String LIST_OF_SIGNATURES = " ";

    /** Compared with when nothing is shared, so that this refusal takes as long as the others. */
    private static final byte[] NOBODYS = "nobody shares this one".getBytes(UTF_8);

    private final Clock clock;

    public WebhookCheck(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param secrets any of them may have been used; none means that nothing is accepted
     * @throws SlipwayException WEBHOOK_REFUSED
     */
    public Delivery check(Forge forge, List<byte[]> secrets, PostHeaders headers, byte[] body) {
        boolean proven = false;
        for (byte[] secret : secrets) {
            proven |= secret.length >= SHORTEST_SECRET && proven(forge, secret, headers, body);
        }
        if (secrets.isEmpty()) {
            proven(forge, NOBODYS, headers, body);
        }
        String id = id(forge, headers);
        if (!proven || !ID.matcher(id).matches()) {
            throw refused();
        }
        return new Delivery(id, headers.one(event(forge)).orElse(""));
    }

    /** The one answer to every post that is not proven. */
    public static SlipwayException refused() {
        return new SlipwayException(
                ErrorCode.WEBHOOK_REFUSED,
                "the post is not signed with a secret of this pipeline's webhook; see the registration's 'webhook'");
    }

    private boolean proven(Forge forge, byte[] secret, PostHeaders headers, byte[] body) {
        return switch (forge) {
            case GITHUB ->
                same(
                        GITHUB_PREFIX + hex(secret, body),
                        headers.one("X-Hub-Signature-256").orElse(""));
            case GITEA ->
                same(
                        hex(secret, body),
                        headers.one("X-Gitea-Signature", "X-Forgejo-Signature").orElse(""));
            case GITLAB ->
                WebhookSignature.marked(secret)
                        ? standard(secret, headers, body)
                        : same(
                                new String(secret, UTF_8).strip(),
                                headers.one("X-Gitlab-Token").orElse(""));
            case STANDARD -> standard(secret, headers, body);
        };
    }

    private boolean standard(byte[] secret, PostHeaders headers, byte[] body) {
        String id = headers.one("webhook-id").orElse("");
        String time = headers.one("webhook-timestamp").orElse("");
        if (!SECONDS.matcher(time).matches() || !near(Long.parseLong(time))) {
            return false;
        }
        String expected = signature(new WebhookSignature(id, Long.parseLong(time)), secret, body);
        boolean found = false;
        for (String signature : headers.one("webhook-signature").orElse("").split(LIST_OF_SIGNATURES, -1)) {
            found |= same(expected, signature);
        }
        return found;
    }

    private static String signature(WebhookSignature signature, byte[] secret, byte[] body) {
        try {
            return signature.sign(secret, body);
        } catch (IllegalArgumentException e) {
            LOG.warn("a secret of a webhook begins with whsec_ and does not go on in base64");
            return UNUSABLE;
        }
    }

    private boolean near(long seconds) {
        return Duration.between(Instant.ofEpochSecond(seconds), clock.instant())
                        .abs()
                        .compareTo(TOLERANCE)
                <= 0;
    }

    private static String id(Forge forge, PostHeaders headers) {
        return switch (forge) {
            case GITHUB -> headers.one("X-GitHub-Delivery").orElse("");
            case GITLAB ->
                headers.one("webhook-id", "Idempotency-Key", "X-Gitlab-Event-UUID")
                        .orElse("");
            case GITEA -> headers.one("X-Gitea-Delivery", "X-Forgejo-Delivery").orElse("");
            case STANDARD -> headers.one("webhook-id").orElse("");
        };
    }

    private static String[] event(Forge forge) {
        return switch (forge) {
            case GITHUB -> new String[] {"X-GitHub-Event"};
            case GITLAB -> new String[] {"X-Gitlab-Event"};
            case GITEA -> new String[] {"X-Gitea-Event", "X-Forgejo-Event"};
            case STANDARD -> new String[0];
        };
    }

    private static boolean same(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), shown.getBytes(UTF_8));
    }

    private static String hex(byte[] secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java platform", e);
        }
    }
}
