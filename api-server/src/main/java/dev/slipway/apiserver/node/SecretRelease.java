package dev.slipway.apiserver.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.SecretsAnswer;
import dev.slipway.model.spi.SecretProvider;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.node.SecretGrant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Gives secrets to nodes; that it happened is stored before the values leave. */
public final class SecretRelease {
    private final Database database;
    private final SecretProvider secrets;

    public SecretRelease(Database database, SecretProvider secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    SecretsAnswer release(String nodeId, UUID allocation) {
        SecretGrant grant = database.inTransaction(handle -> {
            SecretGrant granted = Nodes.secrets(handle, nodeId, allocation);
            if (!granted.names().isEmpty()) {
                ObjectNode data = ModelJson.mapper()
                        .createObjectNode()
                        .put("node", nodeId)
                        .put("job", granted.jobKey());
                data.set("names", ModelJson.mapper().valueToTree(new TreeSet<>(granted.names())));
                Events.emit(handle, "secret.released", granted.project(), "allocation/" + allocation, data);
            }
            return granted;
        });
        Map<String, String> values = new TreeMap<>();
        for (String name : grant.names()) {
            byte[] value = secrets.resolve(grant.project(), name)
                    .orElseThrow(() -> new SlipwayException(
                            ErrorCode.SECRET_UNAVAILABLE,
                            "project " + grant.project() + " has no secret called " + name));
            values.put(name, Base64.getEncoder().encodeToString(value));
        }
        return new SecretsAnswer(values);
    }
}
