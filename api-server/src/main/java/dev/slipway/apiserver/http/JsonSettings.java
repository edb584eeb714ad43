package dev.slipway.apiserver.http;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.slipway.model.ModelJson;

/** How JSON from outside is read: as everywhere, but bounded and without guessing types. */
public final class JsonSettings {
    private JsonSettings() {}

    public static JsonMapper mapper() {
        JsonMapper mapper = ModelJson.builder()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> {
                    config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .build();
        mapper.getFactory().setStreamReadConstraints(ModelJson.limits());
        return mapper;
    }
}
