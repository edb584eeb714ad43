package dev.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.api.CallbackAnswer;

/**
 * The HTTP API in Java. Thread-safe; calls block, so use virtual threads for many at once. Each method throws
 * {@link ApiException} when the server refuses or cannot be reached.
 */
public final class SlipwayClient implements AutoCloseable {
    private final Transport transport;

    private SlipwayClient(Transport transport) {
        this.transport = transport;
    }

    public static SlipwayClient create(ClientSettings settings) {
        return new SlipwayClient(new Transport(settings));
    }

    /** Projects, environments and pipelines as operators register them. */
    public RegistryCalls registry() {
        return new RegistryCalls(transport);
    }

    public RunCalls runs() {
        return new RunCalls(transport);
    }

    public EventCalls events() {
        return new EventCalls(transport);
    }

    /** Jobs, services and allocations. */
    public JobCalls jobs() {
        return new JobCalls(transport);
    }

    public LogCalls logs() {
        return new LogCalls(transport);
    }

    public ArtifactCalls artifacts() {
        return new ArtifactCalls(transport);
    }

    public SecretCalls secrets() {
        return new SecretCalls(transport);
    }

    /** Credentials for scripts. */
    public TokenCalls tokens() {
        return new TokenCalls(transport);
    }

    /** The audit log, unchecked. */
    public AuditCalls audit() {
        return new AuditCalls(transport);
    }

    /** Nodes as operators see them; the calls of a node itself are in {@link NodeClient}. */
    public NodeCalls nodes() {
        return new NodeCalls(transport);
    }

    /** Whether the server says that it can serve. */
    public boolean ready() {
        try {
            transport.send(Call.get("/health/ready").retrying(Retry.NEVER));
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    /** The OpenAPI document. */
    public JsonNode openApi() {
        return transport.send(Call.get("/v1/openapi.json")).as(JsonNode.class);
    }

    /** Answers a hand-over; the token is the credential and works once. */
    public void answerCallback(String callbackToken, CallbackAnswer answer) {
        transport.send(Call.json("POST", Call.path("v1", "callbacks", callbackToken), answer));
    }

    @Override
    public void close() {
        transport.close();
    }
}
