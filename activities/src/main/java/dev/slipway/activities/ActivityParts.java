package dev.slipway.activities;

import dev.slipway.activities.outbound.OutboundClient;
import dev.slipway.model.spi.ActionSigner;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.model.spi.DecisionLog;
import dev.slipway.model.spi.Provisioner;
import dev.slipway.model.spi.Sealer;
import dev.slipway.model.spi.SourceRepository;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.store.Database;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What activities act on.
 *
 * @param database as role {@code slipway_worker}
 * @param decisions stored with the recorder's own role
 * @param policy both engines
 * @param actions checks the API's signatures
 * @param sealer seals plans, states, secrets and callback addresses
 * @param artifacts content by digest
 * @param source reads repositories
 * @param provisioner runs infrastructure programs
 * @param outbound calls systems outside
 * @param workDir folder for modules that are being worked on
 * @param stateUrl address under which programs reach the state back end
 * @param callbackUrl address under which systems outside reach the API
 * @param pageUrl base address of the pages, for links
 * @param runs where schedules ask for runs
 * @param news tells of answers to waits that were opened a moment ago
 * @param clock time of expiry and of messages
 */
public record ActivityParts(
        Database database,
        DecisionLog decisions,
        PolicyGateway policy,
        ActionSigner.Checker actions,
        Sealer sealer,
        ArtifactStore artifacts,
        SourceRepository source,
        Provisioner provisioner,
        OutboundClient outbound,
        Path workDir,
        URI stateUrl,
        URI callbackUrl,
        URI pageUrl,
        RunDesk runs,
        AnswerNews news,
        Clock clock) {}
