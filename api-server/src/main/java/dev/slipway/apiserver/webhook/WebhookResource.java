package dev.slipway.apiserver.webhook;

import dev.slipway.apiserver.auth.Open;
import dev.slipway.identity.webhook.Delivery;
import dev.slipway.identity.webhook.PostHeaders;
import dev.slipway.identity.webhook.WebhookCheck;
import dev.slipway.model.Digest;
import dev.slipway.model.Names;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.PipelineRegistration.Forge;
import dev.slipway.model.files.PipelineRegistration.Webhook;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.door.Answered;
import dev.slipway.store.door.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts of forges. What proves them is the secret operators share with the forge for this pipeline; a pipeline that is not
 * there, one without a webhook and a post with a wrong signature are answered alike.
 */
@Open
@Path("/v1/projects/{project}/pipelines/{name}/webhook")
@Produces(MediaType.APPLICATION_JSON)
public final class WebhookResource {
    private final Registry registry;
    private final SecretProvider secrets;
    private final WebhookCheck check;
    private final PushDesk desk;

    public WebhookResource(Registry registry, SecretProvider secrets, WebhookCheck check, PushDesk desk) {
        this.registry = registry;
        this.secrets = secrets;
        this.check = check;
        this.desk = desk;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response told(
            @PathParam("project") String project,
            @PathParam("name") String pipeline,
            byte[] body,
            @Context HttpHeaders headers) {
        PostHeaders sent = new PostHeaders(headers.getRequestHeaders());
        PipelineRegistration registration = registration(project, pipeline).orElse(null);
        Webhook webhook = registration == null ? null : registration.spec().webhook();
        if (registration == null || webhook == null) {
            check.check(Forge.STANDARD, List.of(), sent, body);
            throw WebhookCheck.refused();
        }
        Delivery delivery = check.check(webhook.forge(), shared(project, webhook), sent, body);
        return switch (NewsReader.read(webhook.forge(), delivery, body)) {
            case News.Other other -> ignored(other.why());
            case News.Push push
            when !registration.spec().protects(push.ref()) ->
                ignored(push.ref() + " is not a protected ref of the pipeline");
            case News.Push push -> started(desk.start(registration, delivery, push, Digest.of(body)));
        };
    }

    private Optional<PipelineRegistration> registration(String project, String pipeline) {
        return Names.NAME.matcher(project).matches()
                        && Names.NAME.matcher(pipeline).matches()
                ? registry.registration(project, pipeline)
                : Optional.empty();
    }

    private List<byte[]> shared(String project, Webhook webhook) {
        return webhook.secrets().stream()
                .map(name -> secrets.resolve(project, name))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Response started(Answered answer) {
        return Response.status(answer.status()).entity(answer.body()).build();
    }

    private static Response ignored(String why) {
        return Response.ok(Map.of("ignored", why)).build();
    }
}
