package dev.slipway.worker.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.WebhookSignature;
import dev.slipway.store.Waits;
import dev.slipway.worker.testing.Await;
import dev.slipway.worker.testing.Receiver;
import dev.slipway.worker.testing.Receiver.Post;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestWebhookRelay {
    private static final String KEY = "run/shop/web/1/1/-/respond/webhook";

    @TempDir
    Path folder;

    @Test
    void sendsTheSameAgainLaterAndLaterUntilItIsTaken() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            receiver.then(Receiver.status(500), Receiver.reset(), Receiver.status(429), Receiver.status(503));
            posts.webhook(KEY, receiver.url(), "hello");
            List<Post> tries = new ArrayList<>();
            for (int count = 0; count < 5; count++) {
                tries.add(receiver.next());
            }
            Await.until("the message is done", () -> posts.done(KEY));
            assertThat(tries).extracting(Post::body).containsOnly("{\"number\":7,\"text\":\"hello\"}");
            assertThat(tries)
                    .extracting(post -> post.headers().get("webhook-id"))
                    .hasSize(5)
                    .containsOnly(tries.getFirst().headers().get("webhook-id"));
            assertThat(gapMillis(tries, 1)).isGreaterThanOrEqualTo(250);
            assertThat(gapMillis(tries, 2)).isGreaterThanOrEqualTo(500);
            assertThat(gapMillis(tries, 3)).isGreaterThanOrEqualTo(1_000);
            assertThat(posts.value("select attempts from outbox")).isEqualTo("5");
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void aReceiverThatNeverAnswersIsTriedAgain() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            receiver.then(receiver.silence());
            posts.webhook(KEY, receiver.url(), "hello");
            Post first = receiver.next();
            Post second = receiver.next();
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.headers().get("webhook-id"))
                    .isEqualTo(first.headers().get("webhook-id"));
        }
    }

    @Test
    void everyTryIsSigned() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            receiver.then(Receiver.status(503));
            posts.webhook(KEY, receiver.url(), "hello");
            for (Post post : List.of(receiver.next(), receiver.next())) {
                String id = post.headers().get("webhook-id");
                long timestamp = Long.parseLong(post.headers().get("webhook-timestamp"));
                assertThat(post.headers().get("webhook-signature"))
                        .isEqualTo(new WebhookSignature(id, timestamp)
                                .sign(Posts.SECRET.getBytes(UTF_8), post.body().getBytes(UTF_8)));
                assertThat(post.headers().get("content-type")).isEqualTo("application/json");
            }
        }
    }

    @Test
    void aMissingSecretHoldsTheMessageBackUnsent() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            ObjectNode payload = ModelJson.mapper().createObjectNode();
            payload.put("project", "shop").put("url", receiver.url()).put("secretName", "no-such-key");
            payload.putObject("body");
            posts.queue("webhook", KEY, receiver.url(), payload);
            Await.until(
                    "it was tried",
                    () -> posts.value("select last_error from outbox").contains("no-such-key"));
            assertThat(receiver.waiting()).isZero();
            assertThat(posts.done(KEY)).isFalse();
        }
    }

    @Test
    void afterADayItIsGivenUpAndSaid() throws Exception {
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        try (Receiver receiver = new Receiver();
                Posts posts = new Posts(folder, true, late, Duration.ofSeconds(15), receiver.host())) {
            receiver.then(Receiver.status(500));
            posts.webhook(KEY, receiver.url(), "hello");
            receiver.next();
            Await.until("the message is given up", () -> posts.done(KEY));
            assertThat(posts.value("select data ->> 'text' from event_intake where type = 'message.undelivered'"))
                    .isEqualTo("the receiver said 500");
            assertThat(posts.value("select project from event_intake where type = 'message.undelivered'"))
                    .isEqualTo("shop");
        }
    }

    @Test
    void aReceiverThatIsGoneIsNotAskedAgain() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            receiver.then(Receiver.status(410));
            posts.webhook(KEY, receiver.url(), "hello");
            receiver.next();
            Await.until("the message is given up", () -> posts.done(KEY));
            assertThat(posts.value("select last_error from outbox")).isEqualTo("the receiver said 410");
        }
    }

    /** Its status said that it has the message; sending it again would be one too many. */
    @Test
    void aReceiverThatNeverEndsItsAnswerHasTheMessageAllTheSame() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            receiver.then(receiver.dripping());
            posts.webhook(KEY, receiver.url(), "hello");
            Await.until("the message is done", () -> posts.done(KEY));
            assertThat(posts.value("select attempts from outbox")).isEqualTo("1");
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (Receiver near = new Receiver();
                Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            receiver.then(Receiver.redirect(near.url()));
            posts.webhook(KEY, receiver.url(), "hello");
            receiver.next();
            receiver.next();
            Await.until("the message is done", () -> posts.done(KEY));
            assertThat(near.waiting()).isZero();
        }
    }

    @Test
    void nothingLeavesForAHostNobodyOpened() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, "elsewhere.example")) {
            posts.webhook(KEY, receiver.url(), "hello");
            posts.webhook(KEY + "/scheme", "file:///etc/passwd", "hello");
            posts.webhook(KEY + "/nonsense", "http://[", "hello");
            for (String key : List.of(KEY, KEY + "/scheme", KEY + "/nonsense")) {
                Await.until("the message is given up", () -> posts.done(key));
            }
            assertThat(posts.value("select last_error from outbox where key = '" + KEY + "'"))
                    .contains("outbound.allowedHosts");
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void addressesOfThisMachineAreClosedOutsideTheEmbeddedForm() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = new Posts(
                        folder, false, Clock.systemUTC(), Duration.ofSeconds(15), receiver.host(), "localhost")) {
            posts.webhook(KEY, receiver.url(), "hello");
            posts.webhook(KEY + "/name", "http://localhost/", "hello");
            Await.until("the message is given up", () -> posts.done(KEY) && posts.done(KEY + "/name"));
            assertThat(posts.value("select count(*) from outbox where last_error like '%not open to outbound calls'"))
                    .isEqualTo("2");
            assertThat(receiver.waiting()).isZero();
        }
    }

    @Test
    void aMessageOfARelayThatDiedIsSentWhenItsLeaseIsOver() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            posts.database
                    .owner()
                    .useTransaction(handle -> handle.createUpdate("""
                            insert into outbox (kind, key, target, payload, attempts, next_at)
                            values ('webhook', 'claimed', 't', cast(:payload as jsonb), 1, now() + interval '1 second')""")
                            .bind(
                                    "payload",
                                    "{\"project\": \"shop\", \"url\": \"" + receiver.url() + "\", \"body\": {}}")
                            .execute());
            receiver.next();
            Await.until("the message is done", () -> posts.done("claimed"));
        }
    }

    @Test
    void aSystemThatIsOnlyToldHasAnsweredWhenItTookTheMessage() throws Exception {
        try (Receiver receiver = new Receiver();
                Posts posts = Posts.to(folder, receiver.host())) {
            posts.database
                    .worker()
                    .useTransaction(handle -> Waits.open(
                            handle,
                            "w",
                            "run/shop/web/1",
                            "callback",
                            ModelJson.mapper().createObjectNode(),
                            null,
                            null));
            ObjectNode payload = ModelJson.mapper().createObjectNode();
            payload.put("project", "shop").put("url", receiver.url()).put("answerOnDelivery", "w");
            payload.putObject("body");
            payload.put(
                    "sealedCallbackUrl",
                    Base64.getEncoder()
                            .encodeToString(
                                    posts.sealer.seal("http://call.back/x".getBytes(UTF_8), "callback/" + KEY)));
            receiver.then(Receiver.status(500));
            posts.queue("hand-over", KEY, receiver.url(), payload);
            assertThat(receiver.next().body()).isEqualTo("{\"callbackUrl\":\"http://call.back/x\"}");
            assertThat(posts.value("select answer from wait")).isEmpty();
            receiver.next();
            Await.until(
                    "the wait is answered",
                    () -> posts.value("select answer ->> 'outcome' from wait").equals("passed"));
            assertThat(posts.value("select payload -> 'body' from outbox where kind = 'hand-over'"))
                    .isEqualTo("{}");
        }
    }

    private static long gapMillis(List<Post> tries, int index) {
        return (tries.get(index).nanos() - tries.get(index - 1).nanos()) / 1_000_000;
    }
}
