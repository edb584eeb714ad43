package dev.slipway.apiserver.main;

import dev.slipway.apiserver.node.FleetResource;
import dev.slipway.apiserver.node.JoinTokenDesk;
import dev.slipway.apiserver.node.NodeResource;
import dev.slipway.apiserver.node.SecretRelease;
import dev.slipway.apiserver.page.PageResource;
import dev.slipway.apiserver.resource.AllocationResource;
import dev.slipway.apiserver.resource.ArtifactResource;
import dev.slipway.apiserver.resource.AuditResource;
import dev.slipway.apiserver.resource.CallbackResource;
import dev.slipway.apiserver.resource.EventResource;
import dev.slipway.apiserver.resource.HealthResource;
import dev.slipway.apiserver.resource.Idempotent;
import dev.slipway.apiserver.resource.JobResource;
import dev.slipway.apiserver.resource.OpenApiResource;
import dev.slipway.apiserver.resource.ProjectResource;
import dev.slipway.apiserver.resource.RunActions;
import dev.slipway.apiserver.resource.RunResource;
import dev.slipway.apiserver.resource.RunStarts;
import dev.slipway.apiserver.resource.ScheduleResource;
import dev.slipway.apiserver.resource.SecretResource;
import dev.slipway.apiserver.resource.ServiceResource;
import dev.slipway.apiserver.resource.SignedActions;
import dev.slipway.apiserver.resource.StartResource;
import dev.slipway.apiserver.resource.StateResource;
import dev.slipway.apiserver.resource.TaskLogs;
import dev.slipway.apiserver.resource.ValidateResource;
import dev.slipway.apiserver.token.TokenDesk;
import dev.slipway.apiserver.token.TokenResource;
import dev.slipway.apiserver.webhook.PushDesk;
import dev.slipway.apiserver.webhook.WebhookResource;
import dev.slipway.identity.webhook.WebhookCheck;
import dev.slipway.store.audit.AuditViews;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.door.ActionDoor;
import dev.slipway.store.door.CallbackDoor;
import dev.slipway.store.door.IdempotentRequests;
import dev.slipway.store.door.RollbackDoor;
import dev.slipway.store.door.RunDoor;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.view.AllocationViews;
import dev.slipway.store.view.ArtifactViews;
import dev.slipway.store.view.EventViews;
import dev.slipway.store.view.JobViews;
import dev.slipway.store.view.RunViews;
import dev.slipway.store.view.ScheduleViews;
import dev.slipway.store.view.ServiceViews;
import java.util.List;

/** Every resource of the API, wired. */
final class Resources {
    private Resources() {}

    static List<Object> of(ApiServerConfiguration configuration, Rooms rooms) {
        IdempotentRequests requests = new IdempotentRequests(rooms.database);
        RunDoor runs = new RunDoor(rooms.database);
        RunViews runViews = new RunViews(rooms.database, configuration.temporalWorkflows());
        RollbackDoor rollbacks = new RollbackDoor();
        SignedActions actions = new SignedActions(rooms.access, rooms.signer, rooms.clock);
        RunActions runActions = new RunActions(new ActionDoor(rooms.database), rollbacks, rooms.registry, actions);
        AllocationViews allocations = new AllocationViews(rooms.database);
        TaskLogs logs = new TaskLogs(rooms.logs, allocations, rooms.hub, rooms.streams, rooms.standing);
        ArtifactViews artifactViews = new ArtifactViews(rooms.database);
        SealedSecretStore secrets = new SealedSecretStore(rooms.database, rooms.sealer);
        JobViews jobs = new JobViews(rooms.database);
        EventViews events = new EventViews(rooms.database);
        RunStarts starts = new RunStarts(runs, runViews, rooms.access);
        return List.of(
                new HealthResource(rooms.database),
                new OpenApiResource(),
                new PageResource(),
                new ProjectResource(rooms.registry, rooms.access),
                new SecretResource(secrets, rooms.registry, rooms.access),
                new ValidateResource(rooms.registry, rooms.access),
                new StartResource(starts, rooms.registry, rooms.access, requests),
                new WebhookResource(
                        rooms.registry,
                        secrets,
                        new WebhookCheck(rooms.clock),
                        new PushDesk(rooms.database, starts, requests, rooms.clock)),
                new ScheduleResource(
                        new ScheduleViews(rooms.database, runViews, rooms.clock), rooms.registry, rooms.access),
                new RunResource(runs, runViews, runActions, rooms.access, logs, requests),
                new JobResource(jobs, rollbacks, rooms.registry, actions, rooms.access, requests),
                new ServiceResource(new ServiceViews(rooms.database, configuration.proxyUrl()), rooms.access),
                new AllocationResource(allocations, logs, rooms.access),
                new ArtifactResource(rooms.artifacts, artifactViews, rooms.access),
                new CallbackResource(new CallbackDoor(rooms.database)),
                new EventResource(events, rooms.access, rooms.hub, rooms.streams, rooms.standing),
                new AuditResource(new AuditViews(rooms.database), rooms.access),
                new StateResource(new InfraStates(rooms.database, rooms.sealer)),
                new FleetResource(
                        rooms.database,
                        rooms.access,
                        new JoinTokenDesk(rooms.access, new Idempotent(requests), rooms.sealer)),
                new TokenResource(
                        rooms.tokens,
                        new TokenDesk(
                                rooms.database,
                                rooms.tokens,
                                rooms.registry,
                                rooms.access,
                                new Idempotent(requests),
                                rooms.sealer),
                        rooms.access),
                new NodeResource(
                        rooms.database,
                        rooms.nodeDesk,
                        rooms.artifacts,
                        rooms.logs,
                        new SecretRelease(rooms.database, secrets),
                        rooms.hub));
    }
}
