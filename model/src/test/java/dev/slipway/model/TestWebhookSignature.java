package dev.slipway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestWebhookSignature {
    /** The example of the Standard Webhooks specification. */
    @Test
    void signsAsTheSpecificationSays() {
        WebhookSignature signature = new WebhookSignature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330);
        byte[] secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8);
        assertThat(signature.sign(secret, "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretWithoutPrefixIsTakenAsItIs() {
        WebhookSignature signature = new WebhookSignature("msg_1", 1);
        byte[] body = "{}".getBytes(UTF_8);
        assertThat(signature.sign("plain".getBytes(UTF_8), body))
                .startsWith("v1,")
                .isEqualTo(signature.sign("whsec_cGxhaW4=".getBytes(UTF_8), body))
                .isNotEqualTo(signature.sign("other".getBytes(UTF_8), body));
    }

    @Test
    void everythingThatIsSignedCounts() {
        byte[] key = "key".getBytes(UTF_8);
        byte[] body = "{}".getBytes(UTF_8);
        String signature = new WebhookSignature("msg_1", 1).sign(key, body);
        assertThat(new WebhookSignature("msg_2", 1).sign(key, body)).isNotEqualTo(signature);
        assertThat(new WebhookSignature("msg_1", 2).sign(key, body)).isNotEqualTo(signature);
        assertThat(new WebhookSignature("msg_1", 1).sign(key, "[]".getBytes(UTF_8)))
                .isNotEqualTo(signature);
    }
}
