package dev.slipway.provisioners.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A saved plan: a zip archive that carries the state it was made from. */
public final class PlanFile {
    private static final int LARGEST_STATE = 256 << 20;

    private PlanFile() {}

    /**
     * Serial of the state the plan was made from; 0 when there was none.
     *
     * @throws SlipwayException PLAN_FAILED when the file is not a saved plan
     */
    public static long stateSerial(byte[] planFile) {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(planFile))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("tfstate")) {
                    String state = new String(zip.readNBytes(LARGEST_STATE), StandardCharsets.UTF_8);
                    return ModelJson.read(state, JsonNode.class).path("serial").asLong();
                }
            }
        } catch (IOException e) {
            throw new SlipwayException(ErrorCode.PLAN_FAILED, "the plan file cannot be read", e);
        }
        throw new SlipwayException(ErrorCode.PLAN_FAILED, "the plan file carries no state");
    }
}
