package dev.slipway.workflows.api;

import dev.slipway.model.ModelJson;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;

/** The data converter every client and worker of an installation shares. */
public final class PayloadConverters {
    private PayloadConverters() {}

    /**
     * JSON by {@link ModelJson}, lenient towards unknown fields so that records can grow, wrapped in codecs.
     *
     * @param codecs applied to every payload and to failure messages; empty until an installation sets a key
     */
    public static DataConverter create(List<PayloadCodec> codecs) {
        DataConverter json = DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(ModelJson.mapper()));
        return new CodecDataConverter(json, codecs, true);
    }
}
