package dev.slipway.identity.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.WebhookSignature;
import dev.slipway.model.files.PipelineRegistration.Forge;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestWebhookCheck {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    /** The example of GitHub's documentation. */
    private static final String GITHUB_SECRET = "It's a Secret to Everybody";

    private static final String GITHUB_SIGNATURE =
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static final byte[] HELLO = "Hello, World!".getBytes(UTF_8);
    private static final String MARKED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final WebhookCheck check = new WebhookCheck(Clock.fixed(NOW, ZoneOffset.UTC));

    private static Map<String, String> github() {
        return new HashMap<>(
                Map.of("X-Hub-Signature-256", GITHUB_SIGNATURE, "X-GitHub-Delivery", "d-1", "X-GitHub-Event", "push"));
    }

    private static Map<String, String> standard(Instant time, String secret, byte[] body) {
        long seconds = time.getEpochSecond();
        return new HashMap<>(Map.of(
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                new WebhookSignature("msg_1", seconds).sign(secret.getBytes(UTF_8), body)));
    }

    private Delivery ask(Forge forge, Map<String, String> headers, byte[] body, String... secrets) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return check.check(
                forge,
                List.of(secrets).stream().map(secret -> secret.getBytes(UTF_8)).toList(),
                new PostHeaders(all),
                body);
    }

    private void refused(Forge forge, Map<String, String> headers, byte[] body, String... secrets) {
        assertThatThrownBy(() -> ask(forge, headers, body, secrets))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WEBHOOK_REFUSED))
                .hasMessage(WebhookCheck.refused().getMessage());
    }

    @Test
    void aPostOfGitHubIsProvenByItsDocumentedExample() {
        assertThat(ask(Forge.GITHUB, github(), HELLO, GITHUB_SECRET)).isEqualTo(new Delivery("d-1", "push"));
    }

    @Test
    void theBytesCountNotWhatTheyMean() {
        refused(Forge.GITHUB, github(), "Hello,  World!".getBytes(UTF_8), GITHUB_SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17 ",
                "sha1=757107ea0eb2509fc211221cce984b8a37570b6d"
            })
    void anyOtherSignatureIsRefused(String signature) {
        Map<String, String> headers = github();
        headers.put("X-Hub-Signature-256", signature);
        refused(Forge.GITHUB, headers, HELLO, GITHUB_SECRET);
    }

    @Test
    void twoSignatureHeadersAreNone() {
        Map<String, List<String>> headers = Map.of(
                "x-hub-signature-256",
                List.of(GITHUB_SIGNATURE, GITHUB_SIGNATURE),
                "x-github-delivery",
                List.of("d-1"));
        assertThatThrownBy(() -> check.check(
                        Forge.GITHUB, List.of(GITHUB_SECRET.getBytes(UTF_8)), new PostHeaders(headers), HELLO))
                .hasMessage(WebhookCheck.refused().getMessage());
    }

    @Test
    void aPostWithoutAnIdIsRefusedBecauseItCouldComeAgain() {
        Map<String, String> headers = github();
        headers.remove("X-GitHub-Delivery");
        refused(Forge.GITHUB, headers, HELLO, GITHUB_SECRET);
        headers.put("X-GitHub-Delivery", "a b");
        refused(Forge.GITHUB, headers, HELLO, GITHUB_SECRET);
    }

    @Test
    void whileASecretIsReplacedBothProve() {
        assertThat(ask(Forge.GITHUB, github(), HELLO, "another secret", GITHUB_SECRET)
                        .id())
                .isEqualTo("d-1");
        refused(Forge.GITHUB, github(), HELLO, "another secret", "and one more one");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsProvenWithoutASecret(Forge forge) {
        Map<String, String> headers = github();
        headers.put("X-Gitlab-Token", "");
        headers.put("X-Gitlab-Event-UUID", "1");
        headers.put("X-Gitea-Delivery", "1");
        headers.putAll(standard(NOW, "nobody shares this one", HELLO));
        refused(forge, headers, HELLO);
        refused(forge, headers, HELLO, "");
    }

    @Test
    void aPostOfGiteaOrForgejoIsProven() {
        String hex = GITHUB_SIGNATURE.substring("sha256=".length());
        assertThat(ask(
                        Forge.GITEA,
                        Map.of("X-Gitea-Signature", hex, "X-Gitea-Delivery", "g-1", "X-Gitea-Event", "push"),
                        HELLO,
                        GITHUB_SECRET))
                .isEqualTo(new Delivery("g-1", "push"));
        assertThat(ask(
                        Forge.GITEA,
                        Map.of("X-Forgejo-Signature", hex, "X-Forgejo-Delivery", "f-1", "X-Forgejo-Event", "push"),
                        HELLO,
                        GITHUB_SECRET))
                .isEqualTo(new Delivery("f-1", "push"));
        refused(
                Forge.GITEA,
                Map.of("X-Gitea-Signature", GITHUB_SIGNATURE, "X-Gitea-Delivery", "1"),
                HELLO,
                GITHUB_SECRET);
    }

    @Test
    void gitLabProvesItselfByTheTokenOrWhenTheSecretIsForSigningOnlyBySigning() {
        Map<String, String> token = Map.of("X-Gitlab-Token", "a-plain-token", "X-Gitlab-Event-UUID", "u-1");
        assertThat(ask(Forge.GITLAB, token, HELLO, "a-plain-token").id()).isEqualTo("u-1");
        refused(Forge.GITLAB, token, HELLO, "another-token");
        refused(Forge.GITLAB, Map.of("X-Gitlab-Token", MARKED, "X-Gitlab-Event-UUID", "u-1"), HELLO, MARKED);
        assertThat(ask(Forge.GITLAB, standard(NOW, MARKED, HELLO), HELLO, MARKED)
                        .id())
                .isEqualTo("msg_1");
    }

    @Test
    void signedTimesMayBeFiveMinutesOff() {
        for (long seconds : List.of(-300L, 0L, 300L)) {
            assertThat(ask(Forge.STANDARD, standard(NOW.plusSeconds(seconds), MARKED, HELLO), HELLO, MARKED)
                            .id())
                    .isEqualTo("msg_1");
        }
        for (long seconds : List.of(-301L, 301L)) {
            refused(Forge.STANDARD, standard(NOW.plusSeconds(seconds), MARKED, HELLO), HELLO, MARKED);
        }
    }

    @Test
    void timeAndIdAreSigned() {
        Map<String, String> later = standard(NOW, MARKED, HELLO);
        later.put("webhook-timestamp", Long.toString(NOW.getEpochSecond() + 1));
        refused(Forge.STANDARD, later, HELLO, MARKED);
        Map<String, String> other = standard(NOW, MARKED, HELLO);
        other.put("webhook-id", "msg_2");
        refused(Forge.STANDARD, other, HELLO, MARKED);
        Map<String, String> nonsense = standard(NOW, MARKED, HELLO);
        nonsense.put("webhook-timestamp", "99999999999999999999");
        refused(Forge.STANDARD, nonsense, HELLO, MARKED);
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        Map<String, String> headers = standard(NOW, MARKED, HELLO);
        headers.merge("webhook-signature", "v1a,AAAA v1,AAAA ", (mine, others) -> others + mine);
        assertThat(ask(Forge.STANDARD, headers, HELLO, MARKED).id()).isEqualTo("msg_1");
    }

    @Test
    void aSecretThatIsNotBase64AfterItsMarkProvesNothing() {
        refused(Forge.STANDARD, standard(NOW, MARKED, HELLO), HELLO, "whsec_***********");
    }
}
